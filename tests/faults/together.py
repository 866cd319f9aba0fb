"""Several people at once: eight processes that save on one file, and two edits of one record."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from pathlib import Path

from mentor_tui import records
from mentor_tui.office import Change, Conflict
from mentor_tui.store.database import open_store
from tests.faults.figures import Figure, all_of, none_of
from tests.faults.ground import Ground, administrator, faults_of, fork, office_of
from tests.faults.saving import Told, save_on, there

PROCESSES = 8


def tried(ground: Ground) -> Iterator[Figure]:
    """Eight who save, then two who edit."""
    with ground.folder("together") as folder:
        yield from _saves(ground, folder)
    with ground.folder("edits") as folder:
        yield from _edits(ground, folder)


def _saves(ground: Ground, folder: Path) -> Iterator[Figure]:
    path = ground.organisation(folder / "records.db")
    each = ground.of(200, 6)
    logs = [folder / f"acknowledged-{number}" for number in range(PROCESSES)]
    began = time.perf_counter()
    children = [
        fork(lambda: save_on(path, log, f"p{number}", number, each))  # noqa: B023 - it is a copy
        for number, log in enumerate(logs)
    ]
    ended = [os.waitpid(child, 0)[1] for child in children]
    took = time.perf_counter() - began
    told = [Told.by(log) for log in logs]
    store = open_store(path)
    found = there(store)
    store.close()
    kept = {words: key for one in told for words, key in one.kept.items()}
    wanted = PROCESSES * each
    yield all_of(f"saves of {PROCESSES} processes on one file that were acknowledged", len(kept), wanted)
    yield none_of("  that were refused", [line for one in told for line in one.refused], wanted)
    yield all_of("  that are in the database", sum(found.get(w) == key for w, key in kept.items()), wanted)
    yield all_of("  processes that ended in order", ended.count(0), PROCESSES)
    yield none_of("  faults of chain, records and what is worked out", faults_of(path), wanted)
    verified = ground.run(path, "journal", "verify")
    yield Figure("  mentor-tui journal verify", str(verified), verified.status == 0)
    yield Figure("  saves a second, all together", f"{wanted / took:,.0f}")


def _edits(ground: Ground, folder: Path) -> Iterator[Figure]:
    """Two who opened the same record, again and again: the second is shown what the first changed."""
    path = ground.organisation(folder / "records.db")
    first, second = open_store(path), open_store(path)
    offices = office_of(first), office_of(second)
    by = administrator(first)
    rows = first.rows(
        "SELECT id, revision, capacity FROM mentor WHERE trained_on IS NOT NULL ORDER BY id LIMIT :count",
        {"count": ground.of(50, 5)},
    )
    shown = 0
    for key, seen, capacity in rows:
        mine = Change(records.MENTOR, {"capacity": 7}, id=key, seen=seen)
        theirs = Change(records.MENTOR, {"capacity": 8}, id=key, seen=seen)
        offices[0].save(by, mine)
        try:
            offices[1].save(by, theirs)
        except Conflict as conflict:
            told = [(one.field, one.before, one.now) for one in conflict.theirs]
            now = second.value("SELECT capacity FROM mentor WHERE id = :key", {"key": key})
            shown += now == 7 and told == [("capacity", str(capacity), "7")]
    first.close()
    second.close()
    yield all_of("two edits of one record: the second saw the first's change", shown, len(rows))
    yield none_of("  faults afterwards", faults_of(path), len(rows))
