"""What may not be written or read, and what another process holds: said in a line, and left as it is."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from sqlcipher3 import dbapi2

from mentor_tui.store import sqlite
from mentor_tui.store.database import open_store
from mentor_tui.store.problems import Busy
from tests.faults.figures import Figure, none_of, untried
from tests.faults.ground import MAY_MOUNT, NOBODY, Ground, bytes_of, faults_of, fork
from tests.faults.mounts import read_only
from tests.faults.saving import Saver, there


def tried(ground: Ground) -> Iterator[Figure]:
    """Modes, a read-only mount, locks."""
    yield from _modes(ground)
    yield from _mounted(ground)
    yield from _nowhere(ground)
    with ground.folder("locked") as folder:
        yield from _in_process(ground, folder)
        if not ground.short:
            yield from _locked(ground, folder)


# -- what may not be written ---------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Shut:
    """How a file and its folder stand."""

    what: str
    file: int
    folder: int
    #: whether it belongs to who runs the command
    own: bool = True


SHUT = (
    Shut("a read-only file", 0o400, 0o700),
    Shut("a read-only folder", 0o600, 0o500),
    Shut("a read-only file in a read-only folder", 0o400, 0o500),
    Shut("a file of another account that may be read", 0o644, 0o755, own=False),
    Shut("a file that may not be read", 0o000, 0o700),
    Shut("a folder that may not be entered", 0o600, 0o000),
)


def _commands(outside: Path) -> dict[tuple[object, ...], bool]:
    """What is tried, and whether it has to write."""
    return {
        ("person", "add", "--name", "Zoe Field", "--role", "board_quality_lead@*"): True,
        ("import", outside / "more"): True,
        ("backup", outside / "backup.db"): True,
        ("export", outside / "exported"): True,
        ("restore", outside / "copy.db"): True,
        ("journal", "verify"): False,
        ("check",): False,
        ("doctor",): False,
        ("figures", "--month", "2026-05"): False,
    }


def _try_all(ground: Ground, path: Path, outside: Path, *, bound: bool) -> tuple[list[str], int, int]:
    """Runs every command; gives what was not as it should be, and how many were refused and done."""
    wrong: list[str] = []
    refused, done = 0, 0
    (outside / "more").mkdir()
    (outside / "more" / "services.csv").write_text("service_id,name,nation\nS90,Elm House,wales\n")
    commands = list(_commands(outside).items())[:: ground.of(1, 3)]
    for words, writes in commands:
        ran = ground.run(path, *words, bound=bound)
        refused += ran.status == 2
        done += ran.status == 0
        if not ((ran.told and "permission" in ran.err) or (ran.orderly and not writes)):
            wrong.append(f"{words[0]}: {ran}")
    for left in ("backup.db", "exported"):
        if (outside / left).exists():
            wrong.append(f"{left} was left behind")
    return wrong, refused, done


def _modes(ground: Ground) -> Iterator[Figure]:
    """As an account to which modes mean something: root is stopped by none, so that it gives up that right first."""
    for shut in SHUT[:: ground.of(1, 2)]:
        if not shut.own and os.geteuid() != 0:
            yield untried(shut.what, "giving a file away needs root")
            continue
        with ground.folder("shut") as folder:
            path = ground.organisation(folder / "in" / "records.db")
            outside = folder / "out"
            outside.mkdir()
            ground.organisation(outside / "copy.db")
            if not shut.own:
                os.chown(path, NOBODY, NOBODY)
                os.chown(path.parent, NOBODY, NOBODY)
            before = bytes_of(path)
            path.chmod(shut.file)
            path.parent.chmod(shut.folder)
            wrong, refused, done = _try_all(ground, path, outside, bound=True)
            path.parent.chmod(0o700)
            path.chmod(0o600)
            if bytes_of(path) != before:
                wrong.append("the database is not what it was")
            wrong += faults_of(path)
            yield none_of(
                f"{shut.what}: {refused} refused, {done} done; not as promised", wrong, refused + done
            )


def _mounted(ground: Ground) -> Iterator[Figure]:
    what = "a read-only mount (as root)"
    if not MAY_MOUNT:
        yield untried(what, "mounting needs root")
        return
    with ground.folder("mounted") as folder:
        path = ground.organisation(folder / "in" / "records.db")
        outside = folder / "out"
        outside.mkdir()
        ground.organisation(outside / "copy.db")
        before = bytes_of(path)
        try:
            with read_only(folder / "shut", path.parent) as shut:
                wrong, refused, done = _try_all(ground, shut / path.name, outside, bound=False)
        except OSError as trouble:
            yield untried(what, str(trouble))
            return
        if bytes_of(path) != before:
            wrong.append("the database is not what it was")
        yield none_of(f"{what}: {refused} refused, {done} done; not as promised", wrong, refused + done)


def _nowhere(ground: Ground) -> Iterator[Figure]:
    """Names that lead nowhere a database could be."""
    with ground.folder("nowhere") as folder:
        (folder / "circle").symlink_to("circle")
        (folder / "file").write_bytes(b"")
        os.mkfifo(folder / "pipe")
        names = ("circle", "file/records.db", "pipe", "n" * 300, "file", "")
        wrong: list[str] = []
        for name in names:
            for words in (
                ("check",),
                ("figures", "--month", "2026-05"),
                ("init", "--organisation", "Rose Care"),
            ):
                ran = ground.run(folder / name, *words)
                if not ran.told:
                    wrong.append(f"{name[:20]!r}: {words[0]}: {ran}")
        yield none_of(
            "links in a circle, pipes, folders, names that are too long; not as promised",
            wrong,
            3 * len(names),
        )


# -- what another process holds ------------------------------------------------------------------------


def stopped_in_its_turn(path: Path, ready: int) -> None:
    """A mentor-tui that was stopped (Ctrl+Z) in the middle of a save: it has the turn to write."""
    with open_store(path).writing():
        os.write(ready, b"!")
        os.kill(os.getpid(), signal.SIGSTOP)


def _another_program_writing(path: Path, ready: int) -> None:
    """Another program with a transaction of its own; it knows nothing of turns."""
    connection = dbapi2.connect(str(path), isolation_level=None)
    connection.execute("BEGIN EXCLUSIVE")
    os.write(ready, b"!")
    signal.pause()


def _another_program_alone(path: Path, ready: int) -> None:
    """Another program that lets nobody else in, not even to read."""
    connection = dbapi2.connect(str(path), isolation_level=None)
    connection.execute("PRAGMA locking_mode = exclusive")
    connection.execute("BEGIN EXCLUSIVE")
    os.write(ready, b"!")
    signal.pause()


#: who holds it, and whether it can be read meanwhile
HOLDERS: dict[str, tuple[Callable[[Path, int], None], bool]] = {
    "a mentor-tui that was stopped while it saves": (stopped_in_its_turn, True),
    "another program that writes": (_another_program_writing, True),
    "another program that has the file to itself": (_another_program_alone, False),
}


@contextmanager
def held(path: Path, by: Callable[[Path, int], None]) -> Iterator[None]:
    """Somebody else has the database inside the block."""
    told, ready = os.pipe()
    child = fork(lambda: by(path, ready))
    os.close(ready)
    try:
        if os.read(told, 1) != b"!":
            raise OSError("who was to hold the database could not")
        yield
    finally:
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        os.close(told)


@contextmanager
def _impatient(seconds: float) -> Iterator[None]:
    before = sqlite.BUSY_SECONDS
    sqlite.BUSY_SECONDS = seconds
    try:
        yield
    finally:
        sqlite.BUSY_SECONDS = before


def _in_process(ground: Ground, folder: Path) -> Iterator[Figure]:
    """Who waits for a fifth of a second in place of half a minute."""
    for number, (what, (by, readable)) in enumerate(HOLDERS.items()):
        path = ground.organisation(folder / f"brief-{number}.db")
        wrong: list[str] = []
        with held(path, by), _impatient(0.2):
            try:
                store = open_store(path)
                if not readable:
                    wrong.append("it was opened")
                Saver(store, 0).save("refused", 1)
                wrong.append("it was saved")
            except Busy as busy:
                if "Nothing was saved" not in str(busy):
                    wrong.append(str(busy))
        store = open_store(path)
        Saver(store, 0).save("kept", 1)
        if set(there(store)) != {"kept"}:
            wrong.append(f"{sorted(there(store))} is there")
        store.close()
        yield none_of(f"held by {what}: the office; not as promised", [*wrong, *faults_of(path)], 1)


def _locked(ground: Ground, folder: Path) -> Iterator[Figure]:
    """The commands themselves, all at once, since each waits for as long as the program does."""
    add = ("person", "add", "--name", "Zoe Field", "--role", "board_quality_lead@*")
    read = ("figures", "--month", "2026-05")
    paths = [ground.organisation(folder / f"long-{number}.db") for number in range(len(HOLDERS))]
    with ExitStack() as holding, ThreadPoolExecutor(2 * len(HOLDERS)) as people:
        for path, (by, _) in zip(paths, HOLDERS.values(), strict=True):
            holding.enter_context(held(path, by))
        began = time.perf_counter()
        writing = [people.submit(ground.run, path, *add) for path in paths]
        reading = [people.submit(ground.run, path, *read) for path in paths]
        written, seen = [one.result() for one in writing], [one.result() for one in reading]
        took = time.perf_counter() - began
    for path, (what, (_, readable)), wrote, saw in zip(paths, HOLDERS.items(), written, seen, strict=True):
        wrong = [] if wrote.told and "Another program held" in wrote.err else [f"a save: {wrote}"]
        if not (saw.status == 0 if readable else saw.told):
            wrong.append(f"figures: {saw}")
        again = ground.run(path, *add)
        if again.status:
            wrong.append(f"afterwards: {again}")
        yield none_of(f"held by {what}: commands; not as promised", [*wrong, *faults_of(path)], 3)
    yield Figure("  until the last of them had said so", f"{took:.0f} s", took < 2 * sqlite.BUSY_SECONDS)
