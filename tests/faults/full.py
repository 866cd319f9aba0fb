"""A disk without room: a small one is filled to the last byte but a few, and everything is tried on it."""

from __future__ import annotations

import resource
import shutil
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from mentor_tui.store.database import open_store
from mentor_tui.store.problems import StoreProblem
from tests.faults.figures import Figure, none_of, untried
from tests.faults.ground import FOLDER, MAY_MOUNT, Ground, Ran, faults_of, free
from tests.faults.mounts import small_disk
from tests.faults.saving import Saver, there

#: how much may still be written, in bytes: nothing, a page, less than an index takes, less than a save ...
ROOM = (0, 4_096, 28_000, 36_000, 64_000, 150_000, 400_000, 1_000_000)
SIZE = 8 * 1024


def tried(ground: Ground) -> Iterator[Figure]:
    """On a small disk in memory where one can be mounted; with a limit on the size of files everywhere."""
    with ground.folder("limit") as folder:
        yield from _limited(ground, folder)
    what = "commands on a full disk (tmpfs)"
    if not MAY_MOUNT:
        yield untried(what, "mounting needs root; a limit on the size of files stands in for saves")
        return
    with ground.folder("full") as folder:
        try:
            with small_disk(folder / "disk", SIZE) as disk:
                yield from _saves(ground, disk)
                yield from _commands(ground, what, disk, folder)
        except OSError as trouble:
            yield untried(what, str(trouble))


def filled(disk: Path, room: int) -> Path:
    """Fills the disk until only ``room`` bytes may be written; gives what fills it."""
    ballast = disk / "ballast"
    ballast.write_bytes(b"")
    with ballast.open("r+b", buffering=0) as file:
        file.write(b"\0" * max(0, free(disk) - room))
    return ballast


def _said(trouble: str) -> bool:
    return "is full" in trouble and "Make room" in trouble


def _saves(ground: Ground, disk: Path) -> Iterator[Figure]:
    """One who saves until there is no room, then once more after room was made."""
    rooms = ROOM[:: ground.of(1, 3)]
    wrong: list[str] = []
    kept = 0
    for room in rooms:
        path = ground.organisation(disk / "records.db")
        store = open_store(path)
        saver = Saver(store, 0)
        saver.save("first", 1)
        ballast = filled(disk, room)
        told = {"first"}
        trouble = ""
        try:
            for number in range(10_000):
                saver.save(f"more-{number}", 2)
                told.add(f"more-{number}")
        except StoreProblem as problem:
            trouble = str(problem)
        kept += len(told)
        if not _said(trouble):
            wrong.append(f"{room} bytes of room: {trouble!r}")
        if set(there(store)) != told:
            wrong.append(f"{room} bytes of room: {len(there(store))} sessions, {len(told)} acknowledged")
        ballast.unlink()
        saver.save("again", 3)
        store.close()
        if set(there(store)) != {*told, "again"}:
            wrong.append("what was saved afterwards is not there")
        store.close()
        wrong += faults_of(path)
        _clear(disk)
    yield none_of(
        f"saves until the disk is full: {kept:,} kept, then not said or half there", wrong, len(rooms)
    )


def _clear(disk: Path) -> None:
    for left in disk.iterdir():
        shutil.rmtree(left) if left.is_dir() else left.unlink()


def _commands(ground: Ground, what: str, disk: Path, folder: Path) -> Iterator[Figure]:
    """Each command as a process: done as ever, or refused in a line; nothing half; all well with room again."""
    elsewhere = ground.organisation(folder / "elsewhere.db")
    copy = folder / "copy.db"
    shutil.copyfile(elsewhere, copy)
    trials = {
        "a person is added": ("person", "add", "--name", "Zoe Field", "--role", "board_quality_lead@*"),
        "import": ("import", FOLDER),
        "backup onto it": ("backup", disk / "backup.db"),
        "export onto it": ("export", disk / "exported"),
        "restore onto it": ("restore", copy),
        "check --rebuild": ("check", "--rebuild"),
        "journal verify": ("journal", "verify"),
        "figures": ("figures", "--month", "2026-05"),
    }
    for name, words in list(trials.items())[:: ground.of(1, 3)]:
        yield _command(ground, f"{what}: {name}", disk, words)
    yield _init(ground, f"{what}: init", disk)


def _command(ground: Ground, what: str, disk: Path, words: tuple[object, ...]) -> Figure:
    rooms = ROOM[:: ground.of(1, 5)]
    wrong: list[str] = []
    refused = 0
    importing = words[0] == "import"
    for room in rooms:
        path = disk / "records.db"
        if importing:
            _prepared(ground, path)
        else:
            ground.organisation(path)
        before = _entries(path)
        ballast = filled(disk, room)
        ran = ground.run(path, *words)
        refused += ran.status == 2
        if not _well(ran):
            wrong.append(f"{room} bytes of room: {ran}")
        left = {one.name for one in disk.iterdir()} - {path.name, ballast.name, "records.db-wal"}
        left -= {"records.db-shm", "records.db.queue"}
        if ran.status == 2 and left:
            wrong.append(f"{room} bytes of room: it left {sorted(left)}")
        ballast.unlink()
        if ran.status == 2 and _entries(path) != before:
            wrong.append(f"{room} bytes of room: refused, but the journal goes on")
        wrong += faults_of(path)
        if ran.status:
            again = ground.run(path, *words)
            if again.status:
                wrong.append(f"with room again: {again}")
        _clear(disk)
    return none_of(f"{what}: {refused} refused; not as promised", wrong, len(rooms))


def _well(ran: Ran) -> bool:
    # What was found before there was no room may have been said.
    return ran.status == 0 or (replace(ran, out="").told and "is full" in ran.err)


def _prepared(ground: Ground, path: Path) -> None:
    """A database without records, so that an import has something to do."""
    empty = ground.place / "without-records.db"
    if not empty.exists():
        ground.run(empty, "init", "--organisation", "Rose Care", "--admin", "Ann Dale")
    shutil.copyfile(empty, path)
    path.chmod(0o600)


def _entries(path: Path) -> int:
    store = open_store(path)
    try:
        return int(store.value("SELECT count(*) FROM journal"))
    finally:
        store.close()


def _init(ground: Ground, what: str, disk: Path) -> Figure:
    rooms = ROOM[:: ground.of(1, 5)]
    wrong: list[str] = []
    refused = 0
    for room in rooms:
        ballast = filled(disk, room)
        words = ("init", "--organisation", "Rose Care", "--admin", "Ann Dale")
        ran = ground.run(disk / "records.db", *words)
        refused += ran.status == 2
        left = sorted(one.name for one in disk.iterdir() if one != ballast)
        if not _well(ran) or (ran.status and left):
            wrong.append(f"{room} bytes of room: {ran}, left {left}")
        ballast.unlink()
        if ran.status:
            again = ground.run(disk / "records.db", *words)
            if again.status:
                wrong.append(f"with room again: {again}")
        _clear(disk)
    return none_of(f"{what}: {refused} refused; not as promised", wrong, len(rooms))


# -- where nothing can be mounted ----------------------------------------------------------------------


@contextmanager
def limited(size: int) -> Iterator[None]:
    """Files grow to so many bytes and no further, as on a disk that is full."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    before = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
        signal.signal(signal.SIGXFSZ, before)


def _limited(ground: Ground, folder: Path) -> Iterator[Figure]:
    wrong: list[str] = []
    more = (0, 5_000, 20_000, 80_000)[: ground.of(4, 2)]
    for number, room in enumerate(more):
        path = ground.organisation(folder / f"{number}.db")
        store = open_store(path)
        saver = Saver(store, 0)
        saver.save("first", 1)
        told = {"first"}
        trouble = ""
        log = path.with_name(path.name + "-wal").stat().st_size
        with limited(log + room):
            try:
                for at in range(200):
                    saver.save(f"more-{at} " + "x" * 3000, at + 1)
                    told.add(f"more-{at} " + "x" * 3000)
            except StoreProblem as problem:
                trouble = str(problem)
        if "Nothing was saved" not in trouble or set(there(store)) != told:
            wrong.append(f"{room} bytes of room: {trouble!r}")
        saver.save("again", 3)
        store.close()
        wrong += faults_of(path)
    yield none_of("saves with a limit on the size of files: not said, or half there", wrong, len(more))
