"""Imports a folder and says how long it took and how much memory: run as a process of its own."""

from __future__ import annotations

import resource
import sys
import time
from datetime import UTC, date, datetime
from pathlib import Path

from mentor_tui.access import Actor, Holding
from mentor_tui.exchange import import_folder
from mentor_tui.office import Office
from mentor_tui.store import database

if __name__ == "__main__":
    folder, path = Path(sys.argv[1]), Path(sys.argv[2])
    store = database.open_store(path) if path.exists() else database.create(path)
    office = Office(store, lambda: date(2026, 7, 1), lambda: datetime(2026, 7, 1, tzinfo=UTC))
    actor = Actor("", "bench", "Bench", None, (Holding("administrator", "*"),))
    began = time.perf_counter()
    import_folder(office, actor, folder)
    print(time.perf_counter() - began, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)
