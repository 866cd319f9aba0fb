"""A process that saves is killed, hundreds of times, at moments that nobody chose."""

from __future__ import annotations

import shutil
import signal
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

from mentor_tui.store import journal
from mentor_tui.store.database import open_store
from tests.faults.figures import Figure, none_of
from tests.faults.ground import FOLDER, Ground, faults_of, fork
from tests.faults.saving import Told, kill, save_on, there, wait_for_more


def tried(ground: Ground) -> Iterator[Figure]:
    """Saves that are killed; imports by the command that are killed."""
    with ground.folder("kills") as folder:
        yield from _saves(ground, folder)
    with ground.folder("killed-imports") as folder:
        yield from _imports(ground, folder)


def _saves(ground: Ground, folder: Path) -> Iterator[Figure]:
    path = ground.organisation(folder / "records.db")
    log = folder / "acknowledged"
    chance = ground.chance("kills")
    kills = ground.of(400, 10)
    met, wrong = 0, []
    for number in range(kills):
        child = fork(lambda: save_on(path, log, f"k{number}", number, 10_000))  # noqa: B023 - it is a copy
        if number % 8:
            # Most are killed while they save, some while they open the database.
            wait_for_more(log, log.stat().st_size if log.exists() else 0)
        kill(child, after=chance.uniform(0.0, 0.06))
        told = Told.by(log)
        met += (
            len(told.begun) > 0
            and told.begun[-1].startswith(f"k{number}-")
            and told.begun[-1] not in told.kept
        )
        if number % 8 == 7:
            store = open_store(path)
            wrong += [str(altered) for altered in journal.verify(store)]
            store.close()
    told = Told.by(log)
    store = open_store(path)
    found = there(store)
    store.close()
    lost = [words for words, key in told.kept.items() if found.get(words) != key]
    unknown = [words for words in found if words not in told.begun]
    yield Figure("kills (SIGKILL) of a process that saves", f"{kills:,}", kills == ground.of(400, 10))
    yield Figure("  of them in the middle of a save", f"{met:,}", met > 0)
    yield none_of("  acknowledged saves that were lost", lost, len(told.kept))
    unanswered = [words for words in found if words not in told.kept]
    yield Figure("  whole in the database, killed before they could say so", f"{len(unanswered):,}")
    yield none_of(
        "  saves that nobody made, or that were refused", [*unknown, *told.refused], len(told.begun)
    )
    yield none_of(
        "  half there: records and journal that differ", [*wrong, *faults_of(path)], len(found) + kills // 8
    )
    checked = ground.run(path, "check")
    yield Figure("  mentor-tui check afterwards", str(checked), checked.status == 0)


def _imports(ground: Ground, folder: Path) -> Iterator[Figure]:
    """``mentor-tui import`` of 1,600 records into a database without any."""
    empty = folder / "empty.db"
    made = ground.run(empty, "init", "--organisation", "Rose Care", "--admin", "Ann Dale")
    yield Figure("mentor-tui init", str(made), made.status == 0)
    chance = ground.chance("killed imports")
    kills = ground.of(40, 1)
    took = 0.0
    outcomes = {"nothing of it": 0, "all of it": 0}
    wrong: list[str] = []
    for number in range(-1, kills):
        path = folder / f"{number}.db"
        shutil.copyfile(empty, path)
        with subprocess.Popen(
            ground.command("--database", path, "import", FOLDER),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            cwd=ground.place,
            env=ground.environ,
        ) as process:
            began = time.perf_counter()
            if number < 0:
                # The first goes on to its end, to learn how long one takes.
                process.wait()
                took = time.perf_counter() - began
            else:
                time.sleep(chance.uniform(0.3, 1.05) * took)
                process.send_signal(signal.SIGKILL)
        store = open_store(path)
        sessions = store.value("SELECT count(*) FROM session")
        actions = store.value("SELECT count(*) FROM action")
        store.close()
        wrong += faults_of(path)
        if bool(sessions) != bool(actions):
            wrong.append(f"{sessions} sessions and {actions} actions")
        if number >= 0:
            outcomes["all of it" if sessions else "nothing of it"] += 1
    counted = ", ".join(f"{what} {count}" for what, count in outcomes.items())
    yield Figure(
        "kills of mentor-tui import: what was there afterwards",
        counted,
        outcomes["nothing of it"] > 0 or ground.short,
    )
    yield none_of("  databases with a part of the import, or with faults", wrong, kills)
