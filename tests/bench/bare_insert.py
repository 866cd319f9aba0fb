"""The floor for the import: the same sessions by Peewee's bulk insert, without journal, checks or schedules."""

from __future__ import annotations

import csv
import sys
import time
from pathlib import Path

from mentor_tui.store import models, sqlite
from mentor_tui.store.keys import new_key

if __name__ == "__main__":
    folder, path = Path(sys.argv[1]), Path(sys.argv[2])
    database = sqlite.connect(path)
    models.database_proxy.initialize(database)
    session = models.MODELS["session"]
    pairings = dict(database.execute_sql("SELECT ref, id FROM pairing").fetchall())
    began = time.perf_counter()
    with (folder / "sessions.csv").open(encoding="utf-8", newline="") as file, database.atomic():
        waiting = []
        for row in csv.DictReader(file):
            row["id"], row["ref"] = new_key(), row.pop("session_id")
            row["pairing"] = pairings[row.pop("pairing_id")]
            waiting.append(row)
            if len(waiting) == 500:
                session.insert_many(waiting).execute()
                waiting.clear()
        if waiting:
            session.insert_many(waiting).execute()
    print(time.perf_counter() - began)
