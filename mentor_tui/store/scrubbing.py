"""Making sure that what was removed is gone from the file too, and not only from its tables.

SQLite leaves what was deleted in free pages and in its log until they are used again. Here the file is written
anew and the log emptied. What a disk keeps beneath the file system, and what backups hold, is out of reach.
"""

from __future__ import annotations

import glob
from pathlib import Path

from mentor_tui.store import sqlite, turns
from mentor_tui.store.database import Store, plain


def overwrite_deleted(store: Store) -> None:
    """From now on this connection writes zeros over what it deletes."""
    store.rows("PRAGMA secure_delete = 1")


def scrub(store: Store) -> bool:
    """Writes the file anew without what was deleted, and empties its log.

    Gives whether all of it is done: somebody who reads for more than half a minute holds the log back, and it is
    emptied when the last one closes the database. Raises StoreProblem, such as for a full disk; the database is
    then as it was.
    """
    try:
        with turns.WritersQueue(store.path.with_name(store.path.name + ".queue")).turn():
            connection = store.connection
            connection.execute("VACUUM")
            busy, *_ = connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
    except (*sqlite.TROUBLE, OSError) as trouble:
        raise plain(trouble, store.path) from trouble
    return not busy


def copies_beside(store: Store) -> list[Path]:
    """Copies of the database that the program itself put beside it: before a restore, before an update."""
    folder, stem = store.path.parent, store.path.stem
    return sorted(one for one in folder.glob(f"{glob.escape(stem)}-before-*") if one.is_file())
