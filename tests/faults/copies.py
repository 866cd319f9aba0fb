"""Copies by the command while others write, and putting them back: whole or not at all, killed or not."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from mentor_tui.store import journal
from mentor_tui.store.database import open_backup, open_store
from tests.faults.figures import Figure, all_of, none_of
from tests.faults.ground import Ground, Ran, bytes_of, faults_of, fork
from tests.faults.saving import Saver, Told, save_on, there, wait_for_more


def tried(ground: Ground) -> Iterator[Figure]:
    """Backup under load, backups that are killed, restores that are killed."""
    with ground.folder("copies") as folder:
        yield from _under_load(ground, folder)
    if not ground.short:
        with ground.folder("killed-copies") as folder:
            yield from _killed_backups(ground, folder)
    with ground.folder("restores") as folder:
        yield from _killed_restores(ground, folder)


# -- backup while others write -------------------------------------------------------------------------


@contextmanager
def _writers(path: Path, folder: Path, count: int) -> Iterator[list[Path]]:
    """Those who save all the time, each with a log of what was begun and what was acknowledged."""
    logs = [folder / f"acknowledged-{number}" for number in range(count)]
    children = [
        fork(lambda: save_on(path, log, f"w{number}", number, 1_000_000))  # noqa: B023 - it is a copy
        for number, log in enumerate(logs)
    ]
    try:
        for log in logs:
            wait_for_more(log, 0)
        yield logs
    finally:
        for child in children:
            os.kill(child, signal.SIGKILL)
            os.waitpid(child, 0)


def _under_load(ground: Ground, folder: Path) -> Iterator[Figure]:
    path = ground.organisation(folder / "records.db")
    times = ground.of(50, 1)
    copies: list[Path] = []
    wrong: list[str] = []
    refused: list[Ran] = []
    writers = ground.of(4, 2)
    with _writers(path, folder, writers) as logs:
        for number in range(times):
            copy = folder / f"copy-{number}.db"
            before = [Told.by(log) for log in logs]
            ran = ground.run(path, "backup", copy)
            after = [Told.by(log) for log in logs]
            if ran.status:
                refused.append(ran)
                continue
            copies.append(copy)
            wrong += _not_one_moment(copy, before, after, ran)
    saved = sum(len(told.kept) for told in after)
    yield none_of(f"mentor-tui backup while {writers} save ({saved:,} saves): refused", refused, times)
    yield none_of(
        "  copies that are not the database at one moment, or with another head than told", wrong, times
    )
    faulty = [f"{copy.name}: {fault}" for copy in copies for fault in faults_of(copy)]
    yield none_of("  copies in which check and journal find faults", faulty, len(copies))
    yield none_of("  faults of the database itself", [*faults_of(path), *_all_refused(logs)], saved)
    restored = folder / "restored" / "records.db"
    ran = ground.run(restored, "restore", copies[-1])
    same = ran.status == 0 and _found(restored) == _found(copies[-1])
    yield Figure("  restore of the last to another place", str(ran), same and not faults_of(restored))


def _all_refused(logs: list[Path]) -> list[str]:
    return [line for log in logs for line in Told.by(log).refused]


def _found(copy: Path) -> dict[str, str]:
    store = open_backup(copy)
    try:
        return there(store)
    finally:
        store.close()


def _not_one_moment(copy: Path, before: list[Told], after: list[Told], ran: Ran) -> Iterator[str]:
    """What shows that a copy is no moment between the beginning and the end of the command."""
    store = open_backup(copy)
    found, head = there(store), journal.head(store)
    store.close()
    if head not in ran.out:
        yield f"{copy.name}: another head than was told"
    for number, (first, last) in enumerate(zip(before, after, strict=True)):
        own = {words for words in found if words.startswith(f"w{number}-")}
        if own != {f"w{number}-{at}" for at in range(len(own))}:
            yield f"{copy.name}: what process {number} saved has gaps"
        if missing := set(first.kept) - own:
            yield f"{copy.name}: {min(missing)} was acknowledged before"
        if early := own - set(last.begun):
            yield f"{copy.name}: {min(early)} was not begun yet"


# -- killed --------------------------------------------------------------------------------------------


def _until_killed(ground: Ground, path: Path, *words: object, after: float | None) -> float:
    """Runs a command and kills it after so many seconds; gives how long it ran."""
    began = time.perf_counter()
    with subprocess.Popen(
        ground.command("--database", path, *words),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        cwd=ground.place,
        env=ground.environ,
    ) as process:
        if after is not None:
            time.sleep(after)
            process.send_signal(signal.SIGKILL)
        process.wait()
    return time.perf_counter() - began


def _killed_backups(ground: Ground, folder: Path) -> Iterator[Figure]:
    path = ground.organisation(folder / "records.db")
    chance = ground.chance("killed backups")
    kills = 40
    took = min(
        _until_killed(ground, path, "backup", folder / f"whole-{number}.db", after=None)
        for number in range(3)
    )
    wrong: list[str] = []
    whole = 0
    for number in range(kills):
        copy = folder / f"copy-{number}.db"
        _until_killed(ground, path, "backup", copy, after=took * chance.uniform(0.3, 0.95))
        if copy.exists():
            whole += 1
            wrong += faults_of(copy)
    yield none_of(
        f"kills of mentor-tui backup ({whole:,} after the copy had its name): half copies", wrong, kills
    )
    yield none_of("  faults of the database itself", faults_of(path), kills)


def _killed_restores(ground: Ground, folder: Path) -> Iterator[Figure]:
    """The database has sessions that the backup lacks; whichever is found afterwards is found whole."""
    backup = ground.organisation(folder / "backup.db")
    kept_as = folder / "whole.db"
    shutil.copyfile(backup, kept_as)
    store = open_store(kept_as)
    for number in range(5):
        Saver(store, number).save(f"later-{number}", 1)
    store.close()
    later = _found(kept_as)
    before = bytes_of(backup)
    chance = ground.chance("killed restores")
    kills = ground.of(60, 1)
    wrong: list[str] = []
    outcomes = {"the former": 0, "the restored": 0}
    took = 0.0
    for number in range(-1, kills):
        place = folder / f"{number}"
        place.mkdir(mode=0o700)
        path = place / "records.db"
        shutil.copyfile(kept_as, path)
        after = None if number < 0 else took * chance.uniform(0.4, 1.0)
        took = max(took, _until_killed(ground, path, "restore", backup, after=after))
        wrong += _after_restore(path, later, outcomes if number >= 0 else dict(outcomes))
        again = ground.run(path, "restore", backup)
        if again.status:
            wrong.append(f"again: {again}")
        if left := [one.name for one in place.iterdir() if "restoring" in one.name]:
            wrong.append(f"left behind: {left}")
        if not any(_found(one) == later for one in place.glob("records-before-restore-*.db")):
            wrong.append("the former database is gone")
        shutil.rmtree(place)
    counted = ", ".join(f"{what} {count}" for what, count in outcomes.items())
    yield none_of(f"kills of mentor-tui restore ({counted}): neither, or not whole", wrong, kills)
    yield all_of("  backups that are byte for byte as they were", int(bytes_of(backup) == before), 1)


def _after_restore(path: Path, later: dict[str, str], outcomes: dict[str, int]) -> Iterator[str]:
    if not path.exists():
        yield "there is no database"
        return
    found = _found(path)
    if found == later:
        outcomes["the former"] += 1
    elif not found:
        outcomes["the restored"] += 1
        if not any(_found(one) == later for one in path.parent.glob("records-before-restore-*.db")):
            yield "restored, and the former is not kept"
    else:
        yield f"{len(found)} sessions"
    yield from faults_of(path)
