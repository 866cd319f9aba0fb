"""Copies of the database that are whole, whoever else is writing: SQLite's backup API, never a file copy."""

from __future__ import annotations

import os
from pathlib import Path

from mentor_tui.store import sqlite
from mentor_tui.store.database import SCHEMA, Store, open_backup, open_store, plain
from mentor_tui.store.problems import StoreProblem, UnknownDatabase

#: what may lie beside a database file while it is in use
_LOGS = ("-wal", "-shm")
#: how long to wait for a command that is just ending, before the database counts as in use
_PATIENCE = 2000  # milliseconds


def copy(store: Store, to: Path) -> None:
    """Copies the database to a new file in one step and checks the copy by opening it.

    Raises StoreProblem where ``to`` exists, cannot be written, or does not verify.
    """
    to = to.expanduser()
    if to.exists():
        raise StoreProblem(f"{to} exists already. Name another file, so that no backup is overwritten.")
    unfinished = to.with_name(to.name + ".part")
    try:
        said = _pour(store, unfinished)
        if said != "ok":
            raise UnknownDatabase(f"The copy did not come out whole: {said[:120]}. Run 'mentor-tui check'.")
        unfinished.rename(to)
        _settle(to.parent)
    except (*sqlite.TROUBLE, OSError) as trouble:
        raise plain(trouble, to) from trouble
    finally:
        _clear(unfinished)


def _pour(store: Store, to: Path) -> str:
    """Copies the database to ``to``, as one file that can be carried away; gives what SQLite says of it."""
    to.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    to.unlink(missing_ok=True)
    os.close(os.open(to, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600))
    target = sqlite.connect(to)
    target.connect()
    try:
        store.connection.backup(target.connection())
        target.execute_sql("PRAGMA journal_mode = delete")
        return str(target.execute_sql("PRAGMA integrity_check").fetchone()[0])
    finally:
        target.close()


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

    The backup is only read. The copy takes a new device id, since two copies must not continue one chain. Gives
    the path under which the former database is kept, if there was one. Raises StoreProblem, with nothing changed,
    where the backup is not whole or somebody else has the database open.
    """
    backup, to = backup.expanduser(), to.expanduser()
    if backup.resolve() == to.resolve():
        raise StoreProblem("The backup is the database itself. Name the backup file to restore from.")
    sqlite.refuse_unsafe_place(to)
    fresh = to.with_name(to.name + ".restoring")
    try:
        _make_ready(backup, fresh)
        # Whoever writes waits for this turn; then they see that the file is another one, and write nothing.
        with sqlite.WritersQueue(to.with_name(to.name + ".queue")).turn():
            if to.exists():
                _refuse_used(to)
            kept = _put_aside(to)
            try:
                fresh.replace(to)
            except OSError:
                _put_back(kept, to)
                raise
            _settle(to.parent)
    except (*sqlite.TROUBLE, OSError) as trouble:
        raise plain(trouble, to) from trouble
    finally:
        _clear(fresh)
    return kept if kept.exists() else None


def _make_ready(backup: Path, fresh: Path) -> None:
    """Makes the database that is to be: a copy of the backup, found whole, of today's version."""
    from mentor_tui.store.keys import new_key

    source = open_backup(backup)
    try:
        _pour(source, fresh)
    finally:
        source.close()
    store = open_store(fresh)
    try:
        if faults := integrity(store):
            raise UnknownDatabase(
                f"{backup} is damaged ({faults[0][:100]}). Nothing was changed. Try an older one."
            )
        with store.writing():
            store.keep("device", new_key())
        store.rows("PRAGMA journal_mode = delete")
    finally:
        store.close()


def _refuse_used(path: Path) -> None:
    """Raises StoreProblem while another connection has the database open; else its log goes into the file.

    A database that is too damaged to be asked is left as it is, with its log: those who have it open notice by
    themselves that it was replaced.
    """
    if not sqlite.is_ours(path):
        return
    former = Store(sqlite.connect(path), path)
    try:
        former.rows(f"PRAGMA busy_timeout = {_PATIENCE}")
        # Leaving the write-ahead log takes the whole file for oneself: any other open connection prevents it.
        former.rows("PRAGMA journal_mode = delete")
    except UnknownDatabase:
        return
    except StoreProblem as busy:
        raise StoreProblem(
            f"{path} is open in another mentor-tui. Nothing was changed. "
            "Ask everybody to close it (and look for one that was left open), then restore again."
        ) from busy
    finally:
        former.close()


def _put_aside(path: Path) -> Path:
    """Keeps what is at ``path`` under another name too; at no moment is there no database at all."""
    kept = _aside(path)
    if path.exists():
        try:
            os.link(path, kept)
        except OSError:
            # A file system without links.
            path.rename(kept)
    # A log that was left would be taken for that of the new file.
    for end in _LOGS:
        log = path.with_name(path.name + end)
        if log.exists():
            log.rename(kept.with_name(kept.name + end))
    return kept


def _put_back(kept: Path, path: Path) -> None:
    """Undoes :func:`_put_aside`."""
    for end in ("", *_LOGS):
        one, place = kept.with_name(kept.name + end), path.with_name(path.name + end)
        if place.exists():
            # It has two names so far.
            one.unlink(missing_ok=True)
        elif one.exists():
            one.rename(place)


def _settle(folder: Path) -> None:
    """Makes sure that the names in a folder survive a power cut, where the system can be asked to."""
    if os.name == "nt":  # pragma: no cover - Windows has no such call
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _clear(unfinished: Path) -> None:
    for end in ("", ".queue", *_LOGS):
        unfinished.with_name(unfinished.name + end).unlink(missing_ok=True)


def _aside(path: Path) -> Path:
    number = 1
    while (kept := path.with_name(f"{path.stem}-before-restore-{number}{path.suffix}")).exists():
        number += 1
    return kept
