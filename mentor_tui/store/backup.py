"""Copies of the database that are whole, whoever else is writing: SQLite's backup API, never a file copy."""

from __future__ import annotations

import os
from datetime import datetime
from pathlib import Path

from mentor_tui.store import sqlite, turns, whereabouts
from mentor_tui.store.beside import KeysBeside
from mentor_tui.store.database import (
    KEYS,
    SCHEMA,
    Store,
    is_there,
    open_as_it_is,
    open_backup,
    open_store,
    plain,
)
from mentor_tui.store.keys import new_key
from mentor_tui.store.problems import Busy, StoreProblem, UnknownDatabase

#: what may lie beside a database file while it is in use
_LOGS = ("-wal", "-shm")
#: how long to wait for a command that is just ending, before the database counts as in use
_PATIENCE = 2000  # milliseconds


def copy(store: Store, to: Path) -> None:
    """Copies the database to a new file in one step and checks the copy by opening it.

    Raises StoreProblem where ``to`` exists, cannot be written, or does not verify.
    """
    to = to.expanduser()
    taken = StoreProblem(f"{to} exists already. Name another file, so that no backup is overwritten.")
    if is_there(to):
        raise taken
    # A name of its own: two copies that are made at once must not write into one file.
    unfinished = to.with_name(f"{to.name}.{new_key()[-8:]}.part")
    try:
        said = _pour(store, unfinished)
        if said != "ok":
            raise UnknownDatabase(f"The copy did not come out whole: {said[:120]}. Run 'mentor-tui check'.")
        if store.key:
            # The keys come first: no copy is left that nobody can open.
            from mentor_tui.store import keyring

            keyring.hand_over(store.path, to)
        _name(unfinished, to)
        settle(to.parent)
    except FileExistsError:
        raise taken from None
    except (*sqlite.TROUBLE, OSError) as trouble:
        raise plain(trouble, to) from trouble
    finally:
        clear(unfinished)


def _name(unfinished: Path, to: Path) -> None:
    """Gives a finished file its name. Raises FileExistsError where something has that name by now."""
    try:
        os.link(unfinished, to)
    except FileExistsError:
        raise
    except OSError:
        # A file system without links.
        if to.exists():
            raise FileExistsError(str(to)) from None
        unfinished.rename(to)


def head_of(copy: Path) -> str:
    """The head of the journal in a copy, which is only read. Raises StoreProblem."""
    from mentor_tui.store import journal

    store = open_backup(copy)
    try:
        return journal.head(store)
    finally:
        store.close()


def _pour(store: Store, to: Path) -> str:
    """Copies the database to ``to``, as one file that can be carried away; gives what SQLite says of it."""
    to.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    to.unlink(missing_ok=True)
    os.close(os.open(to, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600))
    target = sqlite.connect_alone(to, store.key)
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
    from mentor_tui.store.unkept import unkept

    try:
        found = [str(row[0]) for row in store.rows("PRAGMA integrity_check(20)")]
        found += [f"a link in {row[0]} leads nowhere" for row in store.rows("PRAGMA foreign_key_check")]
        found += [f"text that is not kept in {where}" for where in unkept(store)]
        current = store.value("PRAGMA user_version") == SCHEMA
        if current and migrate.fingerprint(store) != migrate.EXPECTED:
            found.append("its tables, indexes or triggers are not those that this program makes")
    except StoreProblem as damage:
        return [str(damage)]
    return [line for line in found if line != "ok"]


def restore(backup: Path, to: Path, by: str, now: datetime) -> Path | None:
    """Puts a backup in the place of the database at ``to``; what was there is kept beside it.

    The backup is only read. The copy takes a new device id, since two copies must not continue one chain, and
    begins its own with the entry that ``by`` (the key of a person, blank for nobody) restored it. Gives
    the path under which the former database is kept, if there was one. Raises StoreProblem, with nothing changed,
    where the backup is not whole or somebody else has the database open.
    """
    backup, to = backup.expanduser(), to.expanduser()
    if backup.resolve() == to.resolve():
        raise StoreProblem("The backup is the database itself. Name the backup file to restore from.")
    whereabouts.refuse_unsafe_place(to)
    fresh = to.with_name(to.name + ".restoring")
    queue = to.with_name(to.name + ".queue")
    try:
        to.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        # Whoever writes waits for this turn; then they see that the file is another one, and write nothing.
        with turns.WritersQueue(queue).turn():
            try:
                # What a restore left that was killed.
                clear(fresh)
                _make_ready(backup, fresh, by, now)
                return _replace(to, fresh, KeysBeside(to, of=backup))
            finally:
                clear(fresh)
                if not to.exists():
                    queue.unlink(missing_ok=True)
    except (*sqlite.TROUBLE, OSError) as trouble:
        raise plain(trouble, to) from trouble


def _replace(to: Path, fresh: Path, keys: KeysBeside) -> Path | None:
    """Puts ``fresh`` in the place of what is at ``to``, in one's turn; gives where that is kept."""
    if to.exists():
        refuse_used(to)
    kept = _put_aside(to)
    try:
        keys.both()
        fresh.replace(to)
    except OSError:
        _put_back(kept, to)
        keys.former()
        raise
    keys.aside(kept)
    settle(to.parent)
    return kept if kept.exists() else None


def _make_ready(backup: Path, fresh: Path, by: str, now: datetime) -> None:
    """Makes the database that is to be: a copy of the backup, found whole, of today's version."""
    from mentor_tui.store import accounts, journal

    source = open_backup(backup)
    try:
        _pour(source, fresh)
        if source.key:
            from mentor_tui.store import keyring

            keyring.hand_over(backup, fresh)
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
            # Somebody who was added since the backup is not in it, and stands in no entry of it.
            known = by if by and accounts.person_row(store, by) else None
            pen = journal.Pen(store, known, now)
            pen.write("restored", "database", reason=f"from {backup.name}")
            pen.flush()
        store.rows("PRAGMA journal_mode = delete")
    finally:
        store.close()


def refuse_used(path: Path) -> None:
    """Raises StoreProblem while another connection has the database open; else its log goes into the file.

    A database that is too damaged to be asked is left as it is, with its log: those who have it open notice by
    themselves that it was replaced.
    """
    if not sqlite.is_ours(path) and not path.with_name(path.name + KEYS).is_file():
        return
    former = open_as_it_is(path)
    try:
        former.rows(f"PRAGMA busy_timeout = {_PATIENCE}")
        # Leaving the write-ahead log takes the whole file for oneself: any other open connection prevents it.
        former.rows("PRAGMA journal_mode = delete")
    except UnknownDatabase:
        return
    except Busy as busy:
        raise StoreProblem(
            f"{path} is open in another mentor-tui. Nothing was changed. "
            "Ask everybody to close it (and look for one that was left open), then try again."
        ) from busy
    finally:
        former.close()


def _put_aside(path: Path) -> Path:
    """Keeps what is at ``path`` under another name too; at no moment is there no database at all."""
    kept = _aside(path)
    if path.exists() and not kept.exists():
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


def settle(folder: Path) -> None:
    """Makes sure that the names in a folder survive a power cut, where the system can be asked to."""
    if os.name == "nt":  # pragma: no cover - Windows has no such call
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def clear(unfinished: Path, *, only_logs: bool = False) -> None:
    """Removes a copy that was not finished, or what SQLite left beside one that was."""
    for end in (*_LOGS, ".queue", *(() if only_logs else ("", KEYS))):
        unfinished.with_name(unfinished.name + end).unlink(missing_ok=True)


def _aside(path: Path) -> Path:
    number = 1
    while True:
        kept = path.with_name(f"{path.stem}-before-restore-{number}{path.suffix}")
        # A restore that was killed can have left the database with both names.
        if not kept.exists() or (path.exists() and kept.samefile(path)):
            return kept
        number += 1
