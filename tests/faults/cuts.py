"""The power goes while people save: what the disk holds at that moment is opened."""

from __future__ import annotations

import os
import shutil
import signal
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from mentor_tui.store.database import open_store
from tests.faults import saving
from tests.faults.figures import Figure, none_of, untried
from tests.faults.ground import MAY_MOUNT, Ground, faults_of, fork
from tests.faults.mounts import Disk
from tests.faults.saving import Told, there, wait_for_more

WRITERS = 3


def tried(ground: Ground) -> Iterator[Figure]:
    """Cuts of a disk's power, the same with a setting that is known to lose saves, and copies without the index."""
    with ground.folder("images") as folder:
        yield from _images(ground, folder)
    what = "power cuts of a disk (ext4)"
    if not MAY_MOUNT:
        yield untried(what, "mounting needs root")
        return
    try:
        yield from _cuts(ground, what, ground.of(200, 3), "full")
        if not ground.short:
            yield from _cuts(
                ground, "control: the same with synchronous=NORMAL, which is not used", 40, "normal"
            )
    except OSError as trouble:
        yield untried(what, str(trouble))


@contextmanager
def _people(path: Path, folder: Path, synchronous: str) -> Iterator[tuple[list[int], list[Path]]]:
    """Several who save until they are stopped for good."""
    logs = [folder / f"acknowledged-{number}" for number in range(WRITERS)]

    def work(number: int) -> None:
        saving.save_on(path, logs[number], f"w{number}", number, 1_000_000, synchronous=synchronous)

    children = [fork(lambda: work(number)) for number in range(WRITERS)]  # noqa: B023 - it is a copy
    try:
        for log in logs:
            wait_for_more(log, 0)
        yield children, logs
    finally:
        for child in children:
            os.kill(child, signal.SIGKILL)
            os.waitpid(child, 0)


@contextmanager
def _still(children: list[int]) -> Iterator[None]:
    """Nobody moves inside the block."""
    for child in children:
        os.kill(child, signal.SIGSTOP)
    for child in children:
        os.waitpid(child, os.WUNTRACED)
    try:
        yield
    finally:
        for child in children:
            os.kill(child, signal.SIGCONT)


def _told(logs: list[Path]) -> tuple[dict[str, str], list[str]]:
    """What was acknowledged so far, and what was refused."""
    told = [Told.by(log) for log in logs]
    kept = {words: key for one in told for words, key in one.kept.items()}
    return kept, [line for one in told for line in one.refused]


def _lost(path: Path, kept: dict[str, str]) -> tuple[int, list[str]]:
    """How many acknowledged saves are not in the database, and what else is wrong with it."""
    store = open_store(path)
    found = there(store)
    store.close()
    return sum(found.get(words) != key for words, key in kept.items()), faults_of(path)


def _cuts(ground: Ground, what: str, cuts: int, synchronous: str) -> Iterator[Figure]:
    chance = ground.chance(f"cuts {synchronous}")
    lost, wrong, acknowledged, cuts_with_loss = 0, [], 0, 0
    with ground.folder(f"disk-{synchronous}") as folder:
        disk = Disk.made(folder / "disk.image", folder / "disk", 64)
        with disk.mounted() as point:
            path = ground.organisation(point / "records.db")
            # The beginning is on the disk before the first cut.
            os.sync()
            with _people(path, folder, synchronous) as (children, logs):
                for number in range(cuts):
                    time.sleep(chance.uniform(0.01, 0.12))
                    with _still(children):
                        kept, refused = _told(logs)
                        left = disk.cut(folder / f"{number}.image")
                        # They wait while it is looked at, so that the database does not grow without end.
                        with left.mounted() as again:
                            missing, faults = _lost(again / "records.db", kept)
                        left.image.unlink()
                    acknowledged = len(kept)
                    wrong += refused
                    lost += missing
                    cuts_with_loss += missing > 0
                    wrong += faults
    if synchronous == "normal":
        told = f"{cuts_with_loss:,} of {cuts:,} cuts lost acknowledged saves"
        yield Figure(what, told, cuts_with_loss > 0)
        return
    yield Figure(what, f"{cuts:,}, {acknowledged:,} saves acknowledged", acknowledged > 0)
    yield Figure(
        "  cuts that lost acknowledged saves", f"{cuts_with_loss:,} of {cuts:,}, {lost:,} saves", not lost
    )
    yield none_of("  half there, refused, or not to be opened", wrong, cuts)


def _images(ground: Ground, folder: Path) -> Iterator[Figure]:
    """The file and its log at random moments, without the index that only lives in memory."""
    chance = ground.chance("images")
    images = ground.of(200, 3)
    path = ground.organisation(folder / "records.db")
    lost, wrong, logs_with_content = 0, [], 0
    with _people(path, folder, "full") as (children, logs):
        for number in range(images):
            time.sleep(chance.uniform(0.0, 0.08))
            image = folder / f"{number}.db"
            with _still(children):
                kept, refused = _told(logs)
                shutil.copyfile(path, image)
                log = path.with_name("records.db-wal")
                if log.exists() and log.stat().st_size:
                    logs_with_content += 1
                    shutil.copyfile(log, folder / f"{number}.db-wal")
                missing, faults = _lost(image, kept)
            lost += missing
            wrong += [*faults, *refused]
            for left in folder.glob(f"{number}.db*"):
                left.unlink()
    yield Figure("images of file and log while three save", f"{images:,}, {logs_with_content:,} with a log")
    yield Figure("  acknowledged saves that they lack", f"{lost:,} of {len(kept):,}", not lost and bool(kept))
    yield none_of("  half there, refused, or not to be opened", wrong, images)
