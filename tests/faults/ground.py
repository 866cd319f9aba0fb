"""What every trial stands on: a place of its own, a known organisation, the program as a process, seeded chance."""

from __future__ import annotations

import ctypes
import os
import random
import shutil
import signal
import struct
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import cached_property
from pathlib import Path
from typing import NoReturn

from mentor_tui import identity
from mentor_tui.__main__ import main
from mentor_tui.access import Actor
from mentor_tui.exchange import import_folder
from mentor_tui.founding import found
from mentor_tui.office import Office
from mentor_tui.store import backup, journal
from mentor_tui.store.database import Store, open_store
from mentor_tui.store.schedules import rebuild

ROOT = Path(__file__).resolve().parents[2]
FOLDER = ROOT / "tests" / "conformance" / "case-1" / "folder"

TODAY = date(2026, 6, 30)
NOW = datetime(2026, 6, 30, 9, 0, tzinfo=UTC)

#: how long any command may take, in seconds
_PATIENCE = 300
#: an account that owns nothing
NOBODY = 65534
#: Linux's number for ending with one's parent (prctl)
_PDEATHSIG = 1
#: Linux's numbers for giving up a right, and for the rights that modes do not hold for (prctl, capabilities)
_CAPBSET_DROP, _CAPABILITIES, _PASSING_OVER_MODES = 24, 0x20080522, (1, 2)
#: as which trials that mount something can run at all
MAY_MOUNT = sys.platform == "linux" and os.geteuid() == 0

#: what lies beside a database while it is in use
BESIDE = ("-wal", "-shm", ".queue")


@dataclass(frozen=True, slots=True)
class Ran:
    """What the program did as a process. A status below zero is the signal that ended it."""

    status: int
    out: str
    err: str

    @property
    def told(self) -> bool:
        """Whether it ended as a refusal should: one line on standard error, status 2, nothing else said."""
        return (
            self.status == 2
            and not self.out
            and self.err.startswith("mentor-tui: ")
            and self.err.count("\n") == 1
            and "not expected" not in self.err
            and "refused this" not in self.err
        )

    @property
    def orderly(self) -> bool:
        """Whether it ended in words of its own, whatever it found: never a traceback, never by a signal."""
        return self.status in (0, 1, 2) and "Traceback" not in self.out + self.err

    def __str__(self) -> str:
        return f"status {self.status}, {' '.join((self.out + self.err).split())[-260:]!r}"


class Ground:
    """Where a trial is made. With ``short`` a small part of it, for the test suite."""

    def __init__(self, place: Path, seed: int, *, short: bool = False) -> None:
        self.place = place
        self.short = short
        self.seed = seed

    def chance(self, name: str) -> random.Random:
        """Chance of a trial's own, so that it is the same whichever others run."""
        return random.Random(f"{self.seed} {name}")

    def of(self, full: int, short: int) -> int:
        """How many: in full, or in the short form."""
        return short if self.short else full

    @contextmanager
    def folder(self, name: str) -> Iterator[Path]:
        """A folder of a trial's own, gone afterwards."""
        folder = self.place / name
        folder.mkdir(mode=0o755)
        try:
            yield folder
        finally:
            shutil.rmtree(folder)

    # -- a known organisation ------------------------------------------------------------------------

    @cached_property
    def _template(self) -> Path:
        path = self.place / "template" / "records.db"
        store, first = found(
            path,
            organisation="Rose Care",
            administrator="Ann Dale",
            os_account=identity.os_account(),
            today=lambda: TODAY,
            now=lambda: NOW,
        )
        office = Office(store, lambda: TODAY, lambda: NOW)
        import_folder(office, first, FOLDER)
        store.close()
        return path

    def organisation(self, path: Path) -> Path:
        """A database at ``path``: a care provider with 1,600 records, whose administrator is this account."""
        path.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(self._template, path)
        path.chmod(0o600)
        return path

    # -- the program ---------------------------------------------------------------------------------

    def command(self, *words: object) -> list[str]:
        """The words that run the program."""
        return [sys.executable, "-m", "mentor_tui", *map(str, words)]

    @cached_property
    def environ(self) -> dict[str, str]:
        """Surroundings in which the program finds nothing of whoever runs the trials."""
        home = self.place / "home"
        home.mkdir(mode=0o700, exist_ok=True)
        kept = {name: os.environ[name] for name in ("PATH", "LANG") if name in os.environ}
        return {**kept, "HOME": str(home), "TERM": "xterm-256color", "PYTHONPATH": str(ROOT)}

    def run(self, database: Path, *words: object, bound: bool = False) -> Ran:
        """Runs a command on a database, as it is run from a shell; ``bound`` by the modes of files, root too."""
        with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err:
            if self.short:
                status = self._forked(database, words, out.fileno(), err.fileno(), bound=bound)
            else:
                status = subprocess.run(
                    self.command("--database", database, *words),
                    stdin=subprocess.DEVNULL,
                    stdout=out,
                    stderr=err,
                    timeout=_PATIENCE,
                    check=False,
                    cwd=self.place,
                    env=self.environ,
                    preexec_fn=_bound if bound and os.geteuid() == 0 else None,
                ).returncode
            said = []
            for stream in (out, err):
                stream.seek(0)
                said.append(stream.read().decode("utf-8", errors="replace"))
        return Ran(status, *said)

    def _forked(self, database: Path, words: tuple[object, ...], out: int, err: int, *, bound: bool) -> int:
        """The same in a process that need not import everything anew: a tenth of the time. Gives its status."""

        def work() -> None:
            os.environ.clear()
            os.environ.update(self.environ)
            os.chdir(self.place)
            for theirs, ours in ((os.open(os.devnull, os.O_RDONLY), 0), (out, 1), (err, 2)):
                os.dup2(theirs, ours)
            sys.stdin = open(0, closefd=False)  # noqa: SIM115 - for as long as the process lives
            sys.stdout = open(1, "w", closefd=False)  # noqa: SIM115
            sys.stderr = open(2, "w", closefd=False)  # noqa: SIM115
            if bound and os.geteuid() == 0:
                _bound()
            sys.argv = ["mentor-tui", "--database", str(database), *map(str, words)]
            try:
                status = main()
            finally:
                sys.stdout.flush()
                sys.stderr.flush()
            os._exit(status)

        _, status = os.waitpid(fork(work), 0)
        return os.waitstatus_to_exitcode(status)


def fork(work: Callable[[], None]) -> int:
    """Runs ``work`` in a process of its own that shares nothing but what was imported; gives its id."""
    sys.stdout.flush()
    sys.stderr.flush()
    child = os.fork()
    if not child:
        _end_with(work)
    return child


def _end_with(work: Callable[[], None]) -> NoReturn:
    status = 1
    try:
        if sys.platform == "linux":
            # Nobody goes on saving when the trial itself is stopped.
            ctypes.CDLL(None).prctl(_PDEATHSIG, signal.SIGKILL, 0, 0, 0)
        work()
        status = 0
    except BaseException as trouble:
        os.write(2, f"{type(trouble).__name__}: {trouble}\n".encode())
    finally:
        os._exit(status)


def _bound() -> None:
    """Gives up, for good, root's right to pass over the modes of files: what is left is an account like others."""
    libc = ctypes.CDLL(None, use_errno=True)
    header = struct.pack("<Ii", _CAPABILITIES, 0)
    held = ctypes.create_string_buffer(24)
    done = libc.capget(header, held)
    effective, permitted, inherited, *more = struct.unpack("<6I", held.raw)
    for right in _PASSING_OVER_MODES:
        effective &= ~(1 << right)
        permitted &= ~(1 << right)
        # Nor does a program that is started bring it back.
        done = done or libc.prctl(_CAPBSET_DROP, right, 0, 0, 0)
    if done or libc.capset(header, struct.pack("<6I", effective, permitted, inherited, *more)):
        raise OSError(ctypes.get_errno(), "the right to pass over modes cannot be given up")


def office_of(store: Store) -> Office:
    """The office at the day of the trials."""
    return Office(store, lambda: TODAY, lambda: NOW)


def administrator(store: Store) -> Actor:
    """The administrator who made the database."""
    return identity.actor_of(store, identity.person_called(store, "Ann Dale"), TODAY)


def faults_of(path: Path) -> list[str]:
    """All that is wrong with a database, its journal, its records, and what is worked out from them."""
    store = open_store(path)
    try:
        found = [*backup.integrity(store), *map(str, journal.verify(store))]
        with store.writing():
            differing = rebuild(store)
    finally:
        store.close()
    return [*found, *([f"{differing} of what is worked out differed"] if differing else [])]


def bytes_of(path: Path, *ends: str) -> dict[str, bytes]:
    """The database file and what lies beside it, byte for byte."""
    files = (path.with_name(path.name + end) for end in ("", *ends))
    return {file.name: file.read_bytes() for file in files if file.exists()}


def free(folder: Path) -> int:
    """How many bytes may still be written there."""
    room = os.statvfs(folder)
    return room.f_bavail * room.f_frsize
