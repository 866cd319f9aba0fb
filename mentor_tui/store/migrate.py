"""Bringing the tables up to date with Peewee's numbered migrations, under our own lock."""

from __future__ import annotations

import hashlib
import importlib.resources
from pathlib import Path
from typing import TYPE_CHECKING

from mentor_tui.store import sqlite
from mentor_tui.store.problems import StoreProblem

if TYPE_CHECKING:
    from mentor_tui.store.database import Store


def bring_up_to_date(store: Store) -> None:
    """Runs the migrations that are missing, as one transaction; an existing database is backed up first.

    Peewee's runner must not meet itself in another process, so it runs in the writers' queue.
    Raises StoreProblem when the tables do not come out as expected; then nothing has changed.
    """
    from mentor_tui.store import database, models

    models.database_proxy.initialize(store._database)
    with store.turn():
        before = store.value("PRAGMA user_version")
        if before >= database.SCHEMA:
            return  # another process was quicker
        if before:
            # In the same turn, so that several who open it at once make one copy, and nothing is saved after it.
            _back_up(store, before)
        _run(store)


def steps() -> str:
    """The folder of the numbered migrations."""
    return str(importlib.resources.files("mentor_tui.store") / "migrations")


def _run(store: Store) -> None:
    from playhouse.migrations import Runner

    from mentor_tui.store import database

    with store.transaction():
        Runner(store._database, steps()).up()
        if fingerprint(store) != EXPECTED:
            raise StoreProblem(
                f"The tables of {store.path} did not come out as expected, so nothing was changed. "
                "Keep the file, and ask for help with the words: schema fingerprint."
            )
        store.execute(f"PRAGMA application_id = {sqlite.APPLICATION_ID}")
        store.execute(f"PRAGMA user_version = {database.SCHEMA}")


def fingerprint(store: Store) -> str:
    """A hash of every table, index and trigger. STRICT and triggers get lost in migrations: this notices."""
    rows = store.rows(
        "SELECT type, name, tbl_name, sql FROM sqlite_master "
        "WHERE name NOT LIKE 'sqlite_%' AND tbl_name <> 'schema_migration' ORDER BY type, name"
    )
    text = "\n".join("|".join(str(part) for part in row) for row in rows)
    return hashlib.sha256(text.encode()).hexdigest()


def _back_up(store: Store, version: int) -> Path:
    """A copy of what stands there now: one that an earlier try made serves only where nothing was saved since."""
    from mentor_tui.store import backup, journal

    number = 1
    while True:
        again = f"-{number}" if number > 1 else ""
        copy = store.path.with_name(
            f"{store.path.stem}-before-version-{version + 1}{again}{store.path.suffix}"
        )
        if not copy.exists():
            backup.copy(store, copy)
            return copy
        if backup.head_of(copy) == journal.head(store):
            return copy
        number += 1


EXPECTED = "45aa2fa2ec9b67151cb1e67f53fa62b8e25ca3492e3b08a36dcda7f38c2eb22e"
