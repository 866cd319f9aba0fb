"""Managers on an SSH line: a real sshd with the documented settings, the real client, the real program.

What can be done without a screen is tried too: nothing but the program may come of it.
"""

from __future__ import annotations

import contextlib
import os
import pwd
import shutil
import signal
import subprocess
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from mentor_tui import identity, records
from mentor_tui.store import journal
from tests.bench.terminal import Watched
from tests.journeys.server import SUDOERS, Server, place, run, why_not
from tests.screens.home import ADMINISTRATOR, NOW, Home, build

ENTER, TAB, DOWN, SAVE, QUIT = b"\r", b"\t", b"\x1b[B", b"\x13", b"\x11"
#: Ctrl+C, Ctrl+Z, Ctrl+Y, Ctrl+\ and Break: what would stop a program or reach the shell behind it
STOPPING = b"\x03\x1a\x19\x1c\x00"

pytestmark = pytest.mark.skipif(bool(why_not()), reason=why_not())


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    """A server with the home's database; Sam, Ken, Nora and Helen are known by their keys, a stranger is not."""
    with place() as folder:
        made = Server(folder)
        try:
            made.choose_account()
            made.database.parent.mkdir(mode=0o700)
            build(made.database)
            with opened(made) as home:
                roles = ("registered_manager", "administrator@*")
                home.save("Nora", records.STAFF, {"roles": roles}, id=home.key["Helen"])
                for name in ("Sam", "Ken", "Nora", "Helen"):
                    identity.link(home.store, home.office, ADMINISTRATOR, home.key[name], made.key(name), NOW)
            for name in ("Stranger", "Grace"):
                made.key(name)
            made.start(_group_of_others(made))
            yield made
        finally:
            made.stop()


def _group_of_others(server: Server) -> str:
    """The group of people with accounts of their own: as root an account is in it."""
    if os.getuid() or not shutil.which("sudo") or not shutil.which("useradd"):
        return "mentoring-people"
    return server.make_account(f"mentor-p{os.getpid()}")


@contextlib.contextmanager
def opened(server: Server) -> Iterator[Home]:
    """The database, looked at from here."""
    home = Home.opened(server.database)
    try:
        yield home
    finally:
        home.store.close()
        server.own()


def gone(server: Server, patience: float = 5.0) -> None:
    server.wait(lambda: not server.programs(), f"a program was left behind after {patience} s", patience)


def send(seen: Watched, keys: bytes) -> None:
    """Types without waiting for what comes of it."""
    os.write(seen._fd, keys)


# -- who it is -----------------------------------------------------------------------------------------


def test_the_key_says_who_it_is_and_who_is_not_known_is_asked(server: Server) -> None:
    with server.screen("Sam") as sam, server.screen("Stranger") as stranger:
        sam.until("To do")
        assert "Sam Doyle" in sam.text
        stranger.until("Sign in")
        for one in (sam, stranger):
            send(one, QUIT)
            assert os.waitstatus_to_exitcode(one.ended()) == 0
    with opened(server) as home:
        known = home.store.rows("SELECT person, reason FROM journal WHERE verb = 'signed_in'")
        assert known == [(home.key["Sam"], "SSH key")]
    gone(server)


# -- nothing but the program ---------------------------------------------------------------------------

_SENT = (
    "PYTHONSTARTUP PYTHONINSPECT PYTHONPATH PYTHONHOME PYTHONBREAKPOINT PYTHONWARNINGS TEXTUAL TEXTUAL_DRIVER "
    "TEXTUAL_PRESS TEXTUAL_SCREENSHOT TEXTUAL_LOG BROWSER EDITOR VISUAL PAGER LD_PRELOAD LD_LIBRARY_PATH "
    "MENTOR_TUI_DATABASE XDG_CONFIG_HOME XDG_STATE_HOME SSH_USER_AUTH SUDO_UID SHELLOPTS BASH_ENV ENV PS4 "
    "OPENSSL_CONF LOCPATH NLSPATH GCONV_PATH COLUMNS RICH_THEME HOME TMPDIR TZ"
)


def test_neither_environment_nor_words_nor_keys_lead_past_it(server: Server, tmp_path: Path) -> None:
    proof = server.place / "proof"
    script = tmp_path / "evil.py"
    script.write_text(f"open({str(proof)!r}, 'w')\n", encoding="ascii")
    sent = " ".join(f"{name}={script}" for name in _SENT.split())
    forged = ["-A", "-o", f"SetEnv={sent}", "-o", "SendEnv=*", "-o", "ForwardX11=yes"]
    with server.screen("Sam", *forged, words=["sh", "-c", f"'touch {proof}; exec sh'"]) as seen:
        seen.wait(lambda: bool(server.programs()), 20.0)
        send(seen, b"\x1a\x1a")  # before there is any screen
        seen.until("To do")
        assert "Sam Doyle" in seen.text
        (pid,) = server.programs()
        environ = Path(f"/proc/{pid}/environ").read_bytes()
        assert str(script).encode() not in environ, "nothing that the client sent is there"
        assert b"SSH_AUTH_SOCK" not in environ and b"DISPLAY=" not in environ
        send(seen, STOPPING)
        send(seen, b"9")
        seen.until("People")
        assert server.programs() == [pid]
        with contextlib.suppress(FileNotFoundError):
            children = Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="ascii")
            assert children == "", "it starts no other program"
        send(seen, QUIT)
        seen.ended()
    assert not proof.exists()
    gone(server)


def test_what_needs_no_screen_is_the_program_all_the_same(server: Server, tmp_path: Path) -> None:
    proof, loot = server.place / "proof", tmp_path / "loot"
    there = f"127.0.0.1:{server.port}"

    def copy(program: str) -> subprocess.CompletedProcess[str]:
        where = server.command("Sam", program=program)
        where[-1] += str(server.database)
        return subprocess.run(
            [*where, str(loot)],
            check=False,
            capture_output=True,
            text=True,
            timeout=30,
            stdin=subprocess.DEVNULL,
        )

    tried: dict[str, Callable[[], subprocess.CompletedProcess[str]]] = {
        "a command": lambda: server.ask("Sam", words=["touch", str(proof)]),
        "a shell": lambda: server.ask("Sam"),
        "a subsystem": lambda: server.ask("Sam", "-s", words=["sftp"]),
        "sftp": lambda: copy("sftp"),
        "scp": lambda: copy("scp"),
        "forwarding from here": lambda: server.ask("Sam", "-W", there),
        "forwarding to here": lambda: server.ask(
            "Sam", "-N", "-R", "0:127.0.0.1:9", "-o", "ExitOnForwardFailure=yes"
        ),
    }
    with ThreadPoolExecutor(len(tried)) as at_once:
        done = dict(zip(tried, at_once.map(lambda one: one(), tried.values()), strict=True))
    assert {what: ran.returncode for what, ran in done.items() if not ran.returncode} == {}
    assert {what: ran.stdout for what, ran in done.items() if ran.stdout} == {}
    assert "needs a terminal" in done["a command"].stderr
    assert not proof.exists()
    assert not loot.exists()
    gone(server)


# -- several sessions ----------------------------------------------------------------------------------


def services(seen: Watched) -> None:
    seen.until("To do")
    send(seen, b",")
    seen.until("Services")
    send(seen, DOWN * 3)
    send(seen, ENTER)
    seen.until("Ash Lodge")


def rename(seen: Watched, more: bytes) -> None:
    send(seen, ENTER)
    seen.until("Why *")
    send(seen, more)
    send(seen, TAB * 4)
    send(seen, b"Renamed")
    seen.until("Renamed")


def listed(seen: Watched, name: str) -> None:
    """Waits until the name stands in the list of services, and no form is open."""
    seen.wait(lambda: name in seen.text and "Nation            Opened" in seen.text, 20.0)


def test_what_another_changes_is_seen_at_once_and_a_conflict_field_by_field(server: Server) -> None:
    with server.screen("Nora") as nora, server.screen("Helen") as helen:
        services(nora)
        services(helen)
        rename(nora, b" East")
        send(nora, SAVE)
        # Helen presses nothing.
        listed(helen, "Ash Lodge East")
        listed(nora, "Ash Lodge East")

        rename(nora, b" Wing")
        rename(helen, b" Side")
        send(nora, SAVE)
        listed(nora, "Ash Lodge East Wing")
        send(helen, SAVE)
        helen.until("Ash Lodge East Wing")
        for word in ("Name", "Nora Quinn", "Ash Lodge East Side"):
            assert word in helen.text
        send(helen, SAVE)
        listed(nora, "Ash Lodge East Side")
        send(nora, QUIT)
        nora.ended()

        # An open session ends with what let it in.
        with opened(server) as home:
            identity.unlink(home.store, ADMINISTRATOR, home.key["Helen"], None, NOW)
        helen.until("does not sign in as you any more")
        send(helen, QUIT)
        helen.ended()
    with opened(server) as home:
        assert list(journal.verify(home.store)) == []
    gone(server)


# -- a line that drops ---------------------------------------------------------------------------------


def session_form(seen: Watched) -> None:
    seen.until("To do")
    send(seen, b"2")
    seen.until("by mentee")
    send(seen, b"s")
    seen.until("Confidence score")


def parent_of(pid: int) -> int:
    told = Path(f"/proc/{pid}/stat").read_text(encoding="ascii")
    return int(told.rpartition(")")[2].split()[1])


def type_in_the_summary(seen: Watched, word: str) -> None:
    send(seen, TAB * 3)
    send(seen, f" {word}".encode())
    seen.until(word)
    # What came before the last key is with the program; that key may be on its way still.
    send(seen, b"!")
    seen.until(f"{word}!")


def drafts(server: Server) -> list[str]:
    with opened(server) as home:
        assert home.store.value("SELECT count(*) FROM session WHERE shared_summary LIKE '%steady%'") == 0
        return [row[0] for row in home.store.rows("SELECT typed FROM draft")]


def test_a_dropped_line_ends_it_and_keeps_the_draft(server: Server) -> None:
    with server.screen("Ken") as ken:
        session_form(ken)
        type_in_the_summary(ken, "quietly steady")
        (kens,) = server.programs()
        # Nothing is closed here: sshd itself notices that nobody answers any more.
        os.kill(ken.pid, signal.SIGSTOP)

        with server.screen("Sam") as sam:
            session_form(sam)
            type_in_the_summary(sam, "loudly steady")
            os.kill(sam.pid, signal.SIGKILL)
            server.wait(
                lambda: server.programs() in ([kens], []), "the client was killed, the program goes on", 5.0
            )

        with server.screen("Sam") as sam:
            session_form(sam)
            sam.until("is back")
            sam.until("loudly steady")
            type_in_the_summary(sam, "still steady")
            (sams,) = set(server.programs()) - {kens}
            # The line drops on the server's side.
            os.kill(parent_of(sams), signal.SIGKILL)
            gone(server, 10.0)
    kept = sorted(drafts(server), key=lambda typed: "quietly" in typed)
    assert [("still" in typed, "quietly" in typed) for typed in kept] == [(True, False), (False, True)]


# -- accounts of their own -----------------------------------------------------------------------------


@pytest.fixture
def sudo(server: Server) -> Iterator[str]:
    """An account of somebody's own on the server, linked to Grace, with the documented rule for sudo."""
    account = f"mentor-p{os.getpid()}"
    if server.account == pwd.getpwuid(os.getuid()).pw_name or account not in server.made:
        pytest.skip("making accounts, and a rule for sudo, takes root and sudo")
    rule = Path(f"/etc/sudoers.d/{account}")
    with opened(server) as home:
        identity.link(home.store, home.office, ADMINISTRATOR, home.key["Grace"], account, NOW)
    try:
        rule.write_text(server.as_here(SUDOERS.read_text(encoding="utf-8"), account), encoding="utf-8")
        rule.chmod(0o440)
        run("visudo", "-cf", str(rule))
        yield account
    finally:
        rule.unlink(missing_ok=True)


def test_an_account_of_ones_own_comes_in_through_sudo(server: Server, sudo: str) -> None:
    with server.screen("Grace", "-o", "SetEnv=SUDO_UID=0", account=sudo) as seen:
        seen.wait(lambda: bool(server.programs()), 20.0)
        send(seen, b"\x1a\x1a")
        seen.until("To do")
        assert "Grace Okafor" in seen.text
        owner = pwd.getpwnam(server.account).pw_uid
        (program,) = [pid for pid in server.programs() if Path(f"/proc/{pid}").stat().st_uid == owner]
        environ = Path(f"/proc/{program}/environ").read_bytes()
        assert b"SUDO_UID=0\0" not in environ
        os.kill(seen.pid, signal.SIGKILL)
        gone(server)


def test_sudo_runs_the_program_and_nothing_else(server: Server, sudo: str) -> None:
    whole = ["-I", "-m", "mentor_tui", "--database", str(server.database), "--sign-in", "sudo"]
    for words in (
        ["/bin/sh", "-c", "id"],
        [server.python, "-c", "print(1)"],
        [server.python, *whole, "due"],
        [server.python, *whole[:-1], "key"],
        ["PYTHONSTARTUP=/tmp/x", server.python, *whole],
    ):
        ran = subprocess.run(
            ["sudo", "-n", "-u", server.account, *words],
            user=sudo,
            check=False,
            capture_output=True,
            text=True,
            cwd="/",
        )
        assert (ran.returncode, ran.stdout) == (1, ""), words
    for proof in ("sudo", "passphrase"):
        allowed = ["sudo", "-n", "-u", server.account, server.python, *whole[:-1], proof]
        ran = subprocess.run(allowed, user=sudo, check=False, capture_output=True, text=True, cwd="/")
        assert "needs a terminal" in ran.stderr
