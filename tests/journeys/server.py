"""A real sshd on this machine alone, with the settings that the guide gives an administrator, on a high port.

Everything of it is its own: host key, keys of people, port, account. As root it makes an account to sign in to, and
takes it away again; anybody else signs in as themselves, which is all that such an sshd can do.
"""

from __future__ import annotations

import contextlib
import os
import pwd
import shutil
import signal
import socket
import subprocess
import sys
import sysconfig
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from tests.bench.terminal import Watched

ROOT = Path(__file__).resolve().parents[2]
SETTINGS = ROOT / "docs" / "server" / "sshd_config"
SUDOERS = ROOT / "docs" / "server" / "sudoers"

#: what the documented files name, and the tests put their own in place of
PYTHON, DATABASE = "/opt/mentor-tui/bin/python", "/srv/mentor-tui/records.db"
KEYS, ACCOUNT, GROUP = "/etc/ssh/mentor-tui_keys", "mentoring", "mentoring-people"

#: an sshd that forbids nothing by itself: what holds, holds by the documented settings. They are taken in as a file
#: of their own, as an administrator does: within one file a list such as AcceptEnv would grow.
_LAX = """
Include {place}/mentor-tui.conf
Port {port}
ListenAddress 127.0.0.1
HostKey {place}/host
PidFile none
UsePAM no
StrictModes no
LogLevel ERROR
AcceptEnv *
PermitUserEnvironment yes
AllowTcpForwarding yes
AllowAgentForwarding yes
X11Forwarding yes
PermitTunnel yes
GatewayPorts yes
Subsystem sftp internal-sftp
AuthorizedKeysFile {place}/keys
"""


def why_not() -> str:
    """Why there can be no such server here; blank where there can."""
    if sys.platform == "win32":
        return "there is no sshd of this kind on Windows"
    missing = [name for name in ("ssh", "ssh-keygen") if not shutil.which(name)]
    if not _sshd():
        missing.append("sshd")
    if missing:
        return f"{' and '.join(missing)} not installed (Debian: apt-get install openssh-server)"
    if os.getuid() and not _terminals_have_their_group():
        return "only root's sshd can give a terminal here, since /dev/pts is mounted without gid=5"
    return ""


def _terminals_have_their_group() -> bool:
    """Whether a new terminal belongs to the group tty from the first: sshd insists, and only root can change it."""
    import grp

    ours, theirs = os.openpty()
    try:
        return os.fstat(theirs).st_gid == grp.getgrnam("tty").gr_gid
    except KeyError:
        return True  # no such group: sshd does not ask for it
    finally:
        os.close(ours)
        os.close(theirs)


def _sshd() -> str:
    return shutil.which("sshd", path=f"{os.environ.get('PATH', '')}:/usr/sbin:/usr/local/sbin") or ""


def run(*words: str, **more: object) -> str:
    """Runs a program of the system; gives what it wrote. Raises CalledProcessError."""
    done = subprocess.run(words, check=True, capture_output=True, text=True, timeout=30, **more)  # type: ignore[call-overload]
    return str(done.stdout)


class Server:
    """The server while it runs, and the ways to come to it."""

    def __init__(self, place: Path) -> None:
        self.place = place
        self.database = place / "data" / "records.db"
        self.account = pwd.getpwuid(os.getuid()).pw_name
        self.python = sys.executable
        self.port = 0
        #: the accounts that were made for it
        self.made: list[str] = []

    # -- the account -----------------------------------------------------------------------------------

    def make_account(self, name: str, *groups: str) -> str:
        """Makes an account that goes when the server goes; only root can."""
        options = ["--system", "--no-create-home", "--home-dir", str(self.place), "--shell", "/bin/sh"]
        wanted = ["--groups", ",".join(groups)] if groups else []
        # A password of ! means locked, and sshd then takes no key either; * means that none fits.
        run("useradd", *options, "--user-group", "--password", "*", *wanted, name)
        self.made.append(name)
        return name

    def choose_account(self) -> None:
        """As root an account of its own, where that can reach the program; else the one that runs the tests."""
        with contextlib.suppress(OSError, subprocess.SubprocessError):
            if (
                not os.getuid()
                and shutil.which("useradd")
                and self._try(self.make_account(f"mentor-t{os.getpid()}"))
            ):
                return
        assert self._try(self.account), "no Python here runs the program by itself"

    def _try(self, account: str) -> bool:
        for stock in ("", "/usr/bin/python3", sys.executable):
            with contextlib.suppress(OSError, subprocess.SubprocessError):
                python = self._environment(stock) if stock else sys.executable
                if python and self._runs(python, account):
                    self.account, self.python = account, python
                    return True
        return False

    def _environment(self, stock: str) -> str:
        """This Python with what the tests run on, in a place that every account can reach; blank where it differs."""
        version = "import sys; print(*sys.version_info[:2])"
        if not Path(stock).exists() or run(stock, "-c", version) != run(sys.executable, "-c", version):
            return ""
        where = self.place / f"venv-{Path(stock).parts[1]}"
        run(stock, "-m", "venv", "--without-pip", str(where))
        python = str(where / "bin" / "python")
        packages = run(python, "-c", "import sysconfig; print(sysconfig.get_path('purelib'))").strip()
        paths = [str(ROOT), *{sysconfig.get_path("purelib"), sysconfig.get_path("platlib")}]
        Path(packages, "tests.pth").write_text("\n".join(paths) + "\n", encoding="utf-8")
        return python

    def _runs(self, python: str, account: str) -> bool:
        return bool(run(python, "-I", "-m", "mentor_tui", "--version", user=account, cwd="/"))

    def own(self) -> None:
        """Hands the database to the account that the program runs as."""
        owner = pwd.getpwnam(self.account)
        for path in (self.database.parent, *self.database.parent.iterdir()):
            os.chown(path, owner.pw_uid, owner.pw_gid)

    # -- the settings ----------------------------------------------------------------------------------

    def as_here(self, documented: str, group: str = GROUP) -> str:
        """A documented file, with the places and accounts of this server in place of those that it names."""
        for theirs, ours in (
            (PYTHON, self.python),
            (DATABASE, str(self.database)),
            (KEYS, str(self.place / "keys")),
            (GROUP, group),
            ("mentoring-desk", group),
            (f"User {ACCOUNT}\n", f"User {self.account}\n"),
            (f"-u {ACCOUNT} ", f"-u {self.account} "),
            (f"({ACCOUNT})", f"({self.account})"),
            ("ClientAliveInterval 15", "ClientAliveInterval 1"),
        ):
            documented = documented.replace(theirs, ours)
        return documented

    def start(self, group: str = GROUP) -> None:
        """Starts it; it answers when this returns."""
        run("ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", str(self.place / "host"))
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        host = (self.place / "host.pub").read_text(encoding="ascii")
        (self.place / "known").write_text(f"[127.0.0.1]:{self.port} {host}", encoding="ascii")
        settings = self.as_here(SETTINGS.read_text(encoding="utf-8"), group)
        (self.place / "mentor-tui.conf").write_text(settings, encoding="utf-8")
        lax = _LAX.format(port=self.port, place=self.place)
        (self.place / "sshd_config").write_text(lax, encoding="utf-8")
        if not os.getuid():
            Path("/run/sshd").mkdir(mode=0o755, exist_ok=True)
        log = (self.place / "log").open("wb")
        self._daemon = subprocess.Popen(
            [_sshd(), "-D", "-e", "-f", str(self.place / "sshd_config")], stderr=log, stdin=subprocess.DEVNULL
        )
        log.close()
        self.wait(self._answers, "sshd did not start")

    def _answers(self) -> bool:
        if self._daemon.poll() is not None:
            raise AssertionError((self.place / "log").read_text(encoding="utf-8"))
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", self.port), 1) as tried:
            return tried.recv(4) == b"SSH-"
        return False

    def wait(self, holds: Callable[[], bool], what: str, patience: float = 10.0) -> None:
        """Waits until something holds."""
        end = time.monotonic() + patience
        while not holds():
            assert time.monotonic() < end, what
            time.sleep(0.02)

    def stop(self) -> None:
        """Ends it, whoever is connected, and takes away what was made for it."""
        if self.port:
            self._daemon.terminate()
            self._daemon.wait(10)
        for pid in self.programs():
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        for name in self.made:
            subprocess.run(["userdel", name], check=False, capture_output=True)

    # -- coming to it ----------------------------------------------------------------------------------

    def key(self, name: str) -> str:
        """Makes a key that the server lets in; gives its public line."""
        file = self.place / name
        run("ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-C", name, "-f", str(file))
        public = file.with_suffix(".pub").read_text(encoding="ascii")
        with (self.place / "keys").open("a", encoding="ascii") as keys:
            keys.write(public)
        return public.strip()

    def command(self, key: str, *options: str, account: str = "", program: str = "ssh") -> list[str]:
        """The client's command line, without anything of the configuration of whoever runs the tests."""
        place = self.place
        given = {
            "IdentitiesOnly": "yes",
            "IdentityFile": place / key,
            "UserKnownHostsFile": place / "known",
            "GlobalKnownHostsFile": "/dev/null",
            "StrictHostKeyChecking": "yes",
            "Port": self.port,
            "LogLevel": "ERROR",
            "BatchMode": "yes",
            "SendEnv": "LANG",
        }
        settings = [word for name, value in given.items() for word in ("-o", f"{name}={value}")]
        where = f"{account or self.account}@127.0.0.1"
        return [program, "-F", "none", *settings, *options, where if program == "ssh" else f"{where}:"]

    def screen(self, key: str, *options: str, account: str = "", words: Sequence[str] = ()) -> Watched:
        """A terminal at which somebody with this key connects."""
        return Watched([*self.command(key, "-tt", *options, account=account), *words])

    def ask(self, key: str, *options: str, words: Sequence[str] = ()) -> subprocess.CompletedProcess[str]:
        """Connects without a terminal."""
        command = [*self.command(key, *options), *words]
        return subprocess.run(
            command, check=False, capture_output=True, text=True, timeout=30, stdin=subprocess.DEVNULL
        )

    def programs(self) -> list[int]:
        """The processes of the program that have this server's database."""
        found = []
        for folder in Path("/proc").glob("[0-9]*"):
            with contextlib.suppress(OSError):
                words = (folder / "cmdline").read_bytes().split(b"\0")
                if b"mentor_tui" in words and str(self.database).encode() in words:
                    found.append(int(folder.name))
        return found


@contextlib.contextmanager
def place() -> Iterator[Path]:
    """A folder that other accounts can look into, unlike the one that pytest gives."""
    made = Path(tempfile.mkdtemp(prefix="mentor-tui-ssh-"))
    try:
        made.chmod(0o755)
        yield made
    finally:
        shutil.rmtree(made, ignore_errors=True)
