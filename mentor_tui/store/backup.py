"""Copies of the database that are whole, whoever else is writing: SQLite's backup API, never a file copy."""

from __future__ import annotations

import os
from pathlib import Path

from mentor_tui.store import sqlite
from mentor_tui.store.database import SCHEMA, Store, open_store, plain
from mentor_tui.store.problems import StoreProblem, UnknownDatabase


def copy(store: Store, to: Path) -> None:
    """Copies the database to a new file in one step and checks the copy by opening it.

    Raises StoreProblem where ``to`` exists, cannot be written, or does not verify.
    """
    to = to.expanduser()
    if to.exists():
        raise StoreProblem(f"{to} exists already. Name another file, so that no backup is overwritten.")
    unfinished = to.with_name(to.name + ".part")
    try:
        to.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        unfinished.unlink(missing_ok=True)
        os.close(os.open(unfinished, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600))
        target = sqlite.connect(unfinished)
        target.connect()
        try:
            store.connection.backup(target.connection())
            # The copy is one file that can be carried away: no write-ahead log beside it.
            target.execute_sql("PRAGMA journal_mode = delete")
            said = target.execute_sql("PRAGMA integrity_check").fetchone()[0]
        finally:
            target.close()
        if said != "ok":
            raise UnknownDatabase(f"The copy did not come out whole: {said[:120]}. Run 'mentor-tui check'.")
        unfinished.rename(to)
    except (*sqlite.TROUBLE, OSError) as trouble:
        raise plain(trouble, to) from trouble
    finally:
        for left in (unfinished, Path(f"{unfinished}-wal"), Path(f"{unfinished}-shm")):
            left.unlink(missing_ok=True)


def integrity(store: Store) -> list[str]:
    """What is wrong with the file or its tables; empty where nothing is."""
    from mentor_tui.store import migrate

    try:
        found = [str(row[0]) for row in store.rows("PRAGMA integrity_check(20)")]
        found += [f"a link in {row[0]} leads nowhere" for row in store.rows("PRAGMA foreign_key_check")]
        current = store.value("PRAGMA user_version") == SCHEMA
        if current and migrate.fingerprint(store) != migrate.EXPECTED:
            found.append("its tables, indexes or triggers are not those that this program makes")
    except StoreProblem as damage:
        return [str(damage)]
    return [line for line in found if line != "ok"]


def restore(backup: Path, to: Path) -> Path | None:
    """Puts a backup in the place of the database at ``to``; what was there is kept beside it.

    The copy takes a new device id, since two copies must not continue one chain. Gives the path under which
    the former database is kept, if there was one. Raises StoreProblem where the backup is not whole.
    """
    from mentor_tui.store.keys import new_key

    backup, to = backup.expanduser(), to.expanduser()
    if backup.resolve() == to.resolve():
        raise StoreProblem("The backup is the database itself. Name the backup file to restore from.")
    source = open_store(backup)
    fresh = to.with_name(to.name + ".restoring")
    try:
        faults = integrity(source)
        if faults:
            raise UnknownDatabase(
                f"{backup} is damaged ({faults[0][:100]}). Nothing was changed. Try an older one."
            )
        fresh.unlink(missing_ok=True)
        copy(source, fresh)
    finally:
        source.close()
    store = open_store(fresh)
    with store.writing():
        store.keep("device", new_key())
    store.close()
    kept = None
    if to.exists():
        kept = _aside(to)
        # Whatever still stands in the log belongs to the former database and goes with it.
        _settle(to)
        to.rename(kept)
        for end in ("-wal", "-shm"):
            log = to.with_name(to.name + end)
            if log.exists():
                log.rename(kept.with_name(kept.name + end))
    fresh.rename(to)
    for left in (f"{fresh}-wal", f"{fresh}-shm", f"{fresh}.queue"):
        Path(left).unlink(missing_ok=True)
    return kept


def _settle(path: Path) -> None:
    """Brings the log into the file; of a database that is too damaged to open, all is kept as it is."""
    try:
        former = open_store(path)
        try:
            former.rows("PRAGMA wal_checkpoint(TRUNCATE)")
        finally:
            former.close()
    except StoreProblem:
        return


def _aside(path: Path) -> Path:
    number = 1
    while (kept := path.with_name(f"{path.stem}-before-restore-{number}{path.suffix}")).exists():
        number += 1
    return kept
