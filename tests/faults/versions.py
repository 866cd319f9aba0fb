"""A database of a newer program is left alone; one of an older is brought up to date, killed in the middle or not."""

from __future__ import annotations

import os
import shutil
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, suppress
from pathlib import Path
from unittest import mock

from sqlcipher3 import dbapi2

from mentor_tui.store import backup, database, migrate
from mentor_tui.store.database import open_store
from mentor_tui.store.problems import StoreProblem
from tests.faults.figures import Figure, all_of, none_of
from tests.faults.ground import Ground, bytes_of, faults_of, fork
from tests.faults.saving import Saver, kill, there

#: makes what runs inside its block the later program
Later = Callable[[], AbstractContextManager[None]]

#: a step of the tables that takes its time: a column, a table made of every session, and one of every entry
_STEP = '''
"""A step that only the trials know."""

STATEMENTS = (
    "ALTER TABLE session ADD COLUMN later TEXT",
    "CREATE TABLE heard (id TEXT NOT NULL PRIMARY KEY, words TEXT) STRICT",
    "INSERT INTO heard SELECT id, hex(zeroblob(400)) FROM session",
    "INSERT INTO heard SELECT id, hex(zeroblob(800)) FROM journal",
    "UPDATE session SET later = held_on",
    "CREATE INDEX heard_words ON heard (words)",
)


def up(migrator, db):
    for statement in STATEMENTS:
        db.execute_sql(statement)
'''


def tried(ground: Ground) -> Iterator[Figure]:
    """Newer ones, older ones."""
    with ground.folder("newer") as folder:
        yield from _newer(ground, folder)
    with ground.folder("older") as folder, _later_program(ground, folder) as later:
        yield from _killed(ground, folder, later)
        yield from _at_once(ground, folder, later)
        yield from _tried_again_later(ground, folder, later)


# -- newer ---------------------------------------------------------------------------------------------


def _newer(ground: Ground, folder: Path) -> Iterator[Figure]:
    """At rest, and with a log that its own program left when it was killed."""
    for what, with_log in (("at rest", False), ("with a log beside it", True)):
        path = folder / str(with_log) / "records.db"
        path.parent.mkdir()
        _made_newer(ground, path, with_log=with_log)
        before = bytes_of(path, "-wal")
        outside = folder / f"out-{with_log}"
        outside.mkdir()
        ground.organisation(outside / "copy.db")
        wrong: list[str] = []
        count = 0
        for words in (
            ("check",),
            ("journal", "verify"),
            ("figures", "--month", "2026-05"),
            ("person", "add", "--name", "Zoe Field"),
            ("backup", outside / "backup.db"),
            ("export", outside / "exported"),
            ("restore", outside / "copy.db"),
            ("init", "--organisation", "Rose Care"),
            ("demo", "--reset", "--database", path),
            ("doctor",),
        )[:: ground.of(1, 4)]:
            count += 1
            ran = ground.run(path, *words)
            known = "newer mentor-tui" in ran.err or (words[0] == "init" and "already" in ran.err)
            if not ((ran.told and known) or (words[0] == "doctor" and ran.orderly and "newer" in ran.out)):
                wrong.append(f"{words[0]}: {ran}")
            if bytes_of(path, "-wal") != before:
                wrong.append(f"{words[0]}: the file or its log is not what it was")
                break
        if len(list(outside.iterdir())) != 1:
            wrong.append("something was made of it")
        yield none_of(
            f"a newer database {what}: commands that did not say so, or changed a byte", wrong, count
        )


def _made_newer(ground: Ground, path: Path, *, with_log: bool) -> None:
    made = ground.organisation(path.with_name("made.db"))
    store = open_store(made)
    if not with_log:
        store.rows("PRAGMA user_version = 999")
        store.close()
        made.rename(path)
    else:
        store.rows("PRAGMA wal_autocheckpoint = 0")
        Saver(store, 0).save("in the log", 1)
        store.rows("PRAGMA user_version = 999")
        for end in ("", "-wal"):
            shutil.copyfile(made.with_name(made.name + end), path.with_name(path.name + end))
        store.close()
    for left in path.parent.glob("made.db*"):
        left.unlink()


# -- older ---------------------------------------------------------------------------------------------


@contextmanager
def _later_program(ground: Ground, folder: Path) -> Iterator[Later]:
    """A program that knows one migration more: in the block that is given, and in what is forked there."""
    steps = folder / "steps"
    shutil.copytree(migrate.steps(), steps)
    (steps / "0002_a_trial.py").write_text(_STEP)
    path = ground.organisation(folder / "as-expected.db")
    with mock.patch.object(migrate, "steps", return_value=str(steps)):
        # What comes out of it the first time is what is expected of it from then on.
        with (
            _as_version(2, migrate.EXPECTED),
            mock.patch.object(migrate, "fingerprint", return_value=migrate.EXPECTED),
        ):
            open_store(path).close()
        with _as_version(2, ""):
            store = open_store(path)
            fingerprint = migrate.fingerprint(store)
            store.close()
        yield lambda: _as_version(2, fingerprint)


@contextmanager
def _as_version(version: int, expected: str) -> Iterator[None]:
    with (
        mock.patch.object(database, "SCHEMA", version),
        mock.patch.object(backup, "SCHEMA", version),
        mock.patch.object(migrate, "EXPECTED", expected),
    ):
        yield


def _open(path: Path) -> None:
    open_store(path).close()


def _older(ground: Ground, path: Path, words: str) -> None:
    ground.organisation(path)
    store = open_store(path)
    Saver(store, 0).save(words, 1)
    store.close()


def _killed(ground: Ground, folder: Path, later: Later) -> Iterator[Figure]:
    chance = ground.chance("killed migrations")
    kills = ground.of(60, 2)
    outcomes = {"the old": 0, "the new": 0}
    wrong: list[str] = []
    took, with_backup = 0.0, 0
    for number in range(-1, kills):
        place = folder / f"kill-{number}"
        path = place / "records.db"
        _older(ground, path, "before")
        began = time.perf_counter()
        with later():
            child = fork(lambda: _open(path))  # noqa: B023 - it is a copy
        if number < 0:
            os.waitpid(child, 0)
            took = time.perf_counter() - began
        else:
            kill(child, after=took * chance.uniform(0.0, 1.0))
        version = _version(path)
        outcomes["the old" if version == 1 else "the new"] += number >= 0
        copies = sorted(place.glob("records-before-version-2*.db"))
        with_backup += number >= 0 and bool(copies)
        if version == 2 and not copies:
            wrong.append("the new, without a backup")
        if version == 1:
            wrong += [f"the old: {fault}" for fault in faults_of(path)]
        # Then it is opened again, and comes to its end.
        with later():
            _open(path)
            wrong += [f"the new: {fault}" for fault in faults_of(path)]
        copies = sorted(place.glob("records-before-version-2*.db"))
        for copy in copies:
            wrong += [f"the backup: {fault}" for fault in faults_of(copy)]
        if _version(path) != 2 or len(copies) != 1 or _words(copies[0]) != {"before"}:
            wrong.append(f"version {_version(path)}, {len(copies)} backups")
        shutil.rmtree(place)
    counted = ", ".join(f"{what} {count}" for what, count in outcomes.items())
    yield none_of(f"kills of a migration ({counted}): neither, or with faults", wrong, kills)
    yield Figure("  with a backup of the old beside it when they were killed", f"{with_backup:,}")


def _version(path: Path) -> int:
    """The version that the file states, with what stands in its log."""
    connection = dbapi2.connect(f"{path.as_uri()}?mode=ro", uri=True)
    try:
        return int(connection.execute("PRAGMA user_version").fetchone()[0])
    finally:
        connection.close()


def _words(path: Path) -> set[str]:
    store = open_store(path)
    try:
        return set(there(store))
    finally:
        store.close()


def _at_once(ground: Ground, folder: Path, later: Later) -> Iterator[Figure]:
    """Six processes open an old database in the same moment."""
    times = ground.of(15, 1)
    opened, wrong = 0, []
    for number in range(times):
        place = folder / f"once-{number}"
        path = place / "records.db"
        _older(ground, path, "before")
        with later():
            children = [fork(lambda: _open(path)) for _ in range(6)]  # noqa: B023 - it is a copy
        opened += [os.waitpid(child, 0)[1] for child in children].count(0)
        copies = sorted(place.glob("*before-version*"))
        if _version(path) != 2 or len(copies) != 1:
            wrong.append(f"version {_version(path)}, {[copy.name for copy in copies]}")
        wrong += [fault for copy in copies for fault in faults_of(copy)]
        shutil.rmtree(place)
    yield all_of("six processes that open an old database at once: opened", opened, 6 * times)
    yield none_of("  not brought up to date once, or without one whole backup", wrong, times)


def _tried_again_later(ground: Ground, folder: Path, later: Later) -> Iterator[Figure]:
    """A migration fails after its backup; people work on; the next try copies what is there then."""
    place = folder / "again"
    path = place / "records.db"
    _older(ground, path, "before")
    wrong: list[str] = []
    with _as_version(2, "what did not come out"), suppress(StoreProblem):
        _open(path)
        wrong.append("it was opened")
    store = open_store(path)
    Saver(store, 0).save("in between", 2)
    store.close()
    with later():
        _open(path)
    copies = sorted(place.glob("*before-version*"), key=lambda copy: copy.stat().st_mtime_ns)
    held = [_words(copy) for copy in copies]
    if held != [{"before"}, {"before", "in between"}]:
        wrong.append(f"{[copy.name for copy in copies]} hold {held}")
    yield none_of("a migration that fails, work, the next try: backups that lack something", wrong, 1)
