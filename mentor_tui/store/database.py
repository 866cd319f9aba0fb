"""Opening the database, reading from it, and taking one's turn to write.

Reads of a page are short and may be called anywhere; each thread has a connection of its own. What is written
is written inside :meth:`Store.writing`, and only the office does that.
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path
from typing import Any

from mentor_tui.store import sqlite, turns, whereabouts
from mentor_tui.store.keys import new_key
from mentor_tui.store.problems import (
    Busy,
    Damaged,
    Newer,
    NoDatabase,
    Replaced,
    StoreProblem,
    UnknownDatabase,
)

#: the number of the newest migration that this program knows
SCHEMA = 1

#: what the file of an encrypted database's keys has after its name
KEYS = ".keys"

Params = Mapping[str, Any]


class Store:
    """One database. Make it with :func:`create` or :func:`open_store`."""

    def __init__(self, database: Any, path: Path, key: bytes | None = None) -> None:
        self._database = database
        self.path = path
        #: the key of an encrypted file
        self.key = key
        #: which file it is; none while it is being made
        self._file: tuple[int, int] | None = None
        self._let_go: Callable[[], object] | None = None
        self._queue = turns.WritersQueue(path.with_name(path.name + ".queue"))

    # -- reading: each raises StoreProblem where the file is damaged or cannot be read ---------------

    @contextmanager
    def _asking(self, sql: str, params: Params | None) -> Iterator[Any]:
        """The driver's cursor for a query; what the driver says comes out as a sentence."""
        try:
            yield self._database.execute_sql(sql, dict(params or {}))
        except sqlite.TROUBLE as trouble:
            raise plain(trouble, self.path) from trouble

    def rows(self, sql: str, params: Params | None = None) -> list[tuple[Any, ...]]:
        """All rows of a query; ``:name`` stands for a parameter."""
        with self._asking(sql, params) as cursor:
            found: list[tuple[Any, ...]] = cursor.fetchall()
        return found

    def stream(self, sql: str, params: Params | None = None) -> Iterator[tuple[Any, ...]]:
        """The rows of a query one by one, for results larger than memory should hold."""
        with self._asking(sql, params) as cursor:
            while batch := cursor.fetchmany(2000):
                yield from batch

    def dicts(self, sql: str, params: Params | None = None) -> list[dict[str, Any]]:
        """All rows of a query by column name."""
        with self._asking(sql, params) as cursor:
            names = [column[0] for column in cursor.description]
            return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]

    def row(self, sql: str, params: Params | None = None) -> tuple[Any, ...] | None:
        """The first row of a query, or nothing."""
        with self._asking(sql, params) as cursor:
            found: tuple[Any, ...] | None = cursor.fetchone()
        return found

    def value(self, sql: str, params: Params | None = None) -> Any:
        """The first column of the first row, or nothing."""
        found = self.row(sql, params)
        return found[0] if found else None

    @contextmanager
    def snapshot(self) -> Iterator[None]:
        """Inside the block every read sees the database as it stood at the first. Blocks may be nested."""
        if self._database.in_transaction() or self.connection.in_transaction:
            yield
            return
        self._database.execute_sql("BEGIN DEFERRED")
        try:
            yield
        finally:
            self._database.execute_sql("ROLLBACK")

    def version(self) -> int:
        """A number that changes when another connection has written (SQLite's ``data_version``)."""
        return int(self._database.execute_sql("PRAGMA data_version").fetchone()[0])

    def replaced(self) -> bool:
        """Whether another file stands in the place of this one since it was opened: a backup was put back."""
        if self._file is None:
            return False
        try:
            return sqlite.identity(self.path) != self._file
        except OSError:
            return True

    # -- writing ---------------------------------------------------------------------------------

    @contextmanager
    def writing(self) -> Iterator[None]:
        """One turn to write, as one transaction: all of it or nothing.

        Raises StoreProblem with a sentence for a full disk, a read-only or a damaged file, and Replaced where
        what was written would go into a file that was set aside.
        """
        with self.turn(), self.transaction():
            yield

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """All of it or nothing, inside :meth:`turn`."""
        with self._database.atomic():
            yield

    @contextmanager
    def turn(self) -> Iterator[None]:
        """One turn to write, for what is done before the transaction. Raises as :meth:`writing`."""
        try:
            # A backup is put back in a turn of its own, so that within this one nothing is replaced.
            with self._queue.turn():
                if self.replaced():
                    raise Replaced(
                        f"The database at {self.path} was replaced or moved away while it was open here. "
                        "Nothing was saved. Close mentor-tui and start it again."
                    )
                yield
        except (*sqlite.TROUBLE, OSError) as trouble:
            raise plain(trouble, self.path) from trouble

    def execute(self, sql: str, params: Params | Sequence[Any] | None = None) -> int:
        """Runs a statement inside :meth:`writing`; gives the number of rows that it touched."""
        cursor = self._database.execute_sql(sql, params if params is not None else {})
        return int(cursor.rowcount)

    def execute_many(self, sql: str, rows: Sequence[Sequence[Any]]) -> None:
        """Runs a statement with ``?`` marks once for each row, inside :meth:`writing`."""
        if rows:
            self._database.cursor().executemany(sql, rows)

    def insert(self, table: str, columns: Sequence[str], rows: Sequence[Sequence[Any]]) -> None:
        """Adds rows to a table, inside :meth:`writing`."""
        self.execute_many(_insert_sql(table, tuple(columns)), rows)

    # -- what the database knows of itself ---------------------------------------------------------

    def kept(self, name: str) -> str:
        """What the database keeps under ``name`` about itself; blank where there is nothing."""
        return str(self.value("SELECT value FROM keeping WHERE name = :name", {"name": name}) or "")

    def keep(self, name: str, value: str) -> None:
        """Keeps ``value`` under ``name``, inside :meth:`writing`."""
        self.execute(
            "INSERT INTO keeping (name, value) VALUES (:name, :value) "
            "ON CONFLICT (name) DO UPDATE SET value = :value",
            {"name": name, "value": value},
        )

    @property
    def device(self) -> str:
        """The id of this copy of the database: the author of its chain in the journal."""
        return self.kept("device")

    def hold(self) -> None:
        """Takes note of which file was opened."""
        self._file = sqlite.identity(self.path)
        self._let_go = sqlite.HELD.hold(self, self._file, encrypted=self.key is not None)

    def end(self) -> None:
        """Closes it for good: every connection is closed, and the file may go."""
        self.close()
        if self._let_go is not None:
            self._let_go()

    @property
    def database(self) -> Any:
        """Peewee's database, for what only SQLite knows."""
        return self._database

    def close(self) -> None:
        """Closes this thread's connection."""
        if not self._database.is_closed():
            self._database.close()

    @property
    def connection(self) -> Any:
        """The driver's own connection of this thread, for the backup API alone."""
        return self._database.connection()


@lru_cache(maxsize=256)
def _insert_sql(table: str, columns: tuple[str, ...]) -> str:
    names = ", ".join(f'"{name}"' for name in columns)
    return f'INSERT INTO "{table}" ({names}) VALUES ({", ".join("?" * len(columns))})'


def plain(trouble: BaseException, path: Path) -> StoreProblem:
    """What went wrong with the database, as a sentence that says what to do.

    What happened comes first and the path last: where there is room for one line, that is what is read.
    """
    seen: BaseException | None = trouble
    texts = []
    while seen is not None:
        texts.append(str(seen).lower())
        # A full disk shows as "cannot rollback"; the true reason stands behind it.
        seen = seen.__cause__ or seen.__context__
    said = " | ".join(texts)
    # What SQLite calls an I/O error can be that there is no room for its index, or that it may not write.
    io_error = "disk i/o error" in said
    full = any(
        words in said for words in ("disk is full", "no space left", "quota exceeded", "file too large")
    )
    if full or (io_error and sqlite.is_full(path)):
        return StoreProblem(
            f"The disk is full. Nothing was saved. Make room, then try again. It is the one that holds {path}."
        )
    shut = os.access(path, os.F_OK) and not os.access(path, os.W_OK)
    if "readonly" in said or "read-only" in said or "permission denied" in said or (io_error and shut):
        return _shut(path)
    # Text that cannot be decoded was not written by us; what it holds is nobody's to read in a message.
    if "malformed" in said or "not a database" in said or "corrupt" in said or "decode" in said:
        return Damaged(
            "The database is damaged. Nothing was changed. Run 'mentor-tui check', "
            f"and restore the latest backup if it finds faults. It is at {path}."
        )
    if "locked" in said or "busy" in said:
        return Busy(
            f"Another program held the database for {sqlite.BUSY_SECONDS} seconds. Nothing was saved. Try again; "
            f"if it goes on, look for a mentor-tui that was left stopped. It is at {path}."
        )
    if "unable to open" in said:
        return StoreProblem(
            "The database cannot be opened. Look at the permissions of its folder, or run 'mentor-tui doctor'. "
            f"It is at {path}."
        )
    return StoreProblem(
        f"The database refused this: {_one_line(str(trouble))}. Nothing was saved. It is at {path}."
    )


def _shut(path: Path) -> StoreProblem:
    return StoreProblem(
        f"The file cannot be written to. Ask whoever looks after this machine for permission. It is {path}."
    )


def _one_line(text: str) -> str:
    return re.sub(r"\s+", " ", text).strip()[:200]


def create(path: Path) -> Store:
    """Makes a new, empty database at ``path``, in a folder that only this account may read.

    Raises StoreProblem where one is there already or the place is unsafe.
    """
    path = path.expanduser()
    whereabouts.refuse_unsafe_place(path)
    if is_there(path):
        raise StoreProblem(f"There is a database at {path} already. Name another place, or open that one.")
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600)
        os.close(descriptor)
    except OSError as trouble:
        raise StoreProblem(
            f"{path} cannot be made: {trouble.strerror}. Name a place that you may write to."
        ) from trouble
    store = Store(sqlite.connect(path), path)
    try:
        _migrate(store)
        with store.writing():
            store.keep("device", new_key())
        # From here on the file itself says that it is ours, also to who opens it beside us or after a crash.
        store.rows("PRAGMA wal_checkpoint(TRUNCATE)")
        store.hold()
    except BaseException:
        store.close()
        for end in ("", "-wal", "-shm", ".queue"):
            path.with_name(path.name + end).unlink(missing_ok=True)
        raise
    return store


def open_store(path: Path) -> Store:
    """Opens the database at ``path``, bringing an older one up to date after a backup.

    Raises NoDatabase, UnsafePlace, UnknownDatabase, Encrypted (somebody has to unlock it first:
    :func:`mentor_tui.store.keyring.unlock`) or StoreProblem, each a sentence that says what to do.
    """
    path = path.expanduser()
    whereabouts.refuse_unsafe_place(path)
    if not is_there(path):
        raise NoDatabase(
            f"There is no database at {path}. Run 'mentor-tui init --organisation NAME' to make one, "
            "or 'mentor-tui demo' to look around."
        )
    key = _refuse_other(path)
    refuse_newer(path, key)
    if not os.access(path, os.W_OK):
        # What SQLite puts beside a file that is only read has its mode, and would shut out others afterwards.
        raise _shut(path)
    store = Store(sqlite.connect(path, key), path, key)
    try:
        if _known(store) < SCHEMA:
            _migrate(store)
        store.hold()
    except StoreProblem:
        store.close()
        raise
    return store


def open_as_it_is(path: Path) -> Store:
    """Opens the database without bringing it up to date. Raises Newer, Encrypted or StoreProblem."""
    key = _refuse_other(path)
    refuse_newer(path, key)
    return Store(sqlite.connect(path, key), path, key)


def open_backup(path: Path) -> Store:
    """Opens a backup to read it, wherever it lies; neither it nor its folder is touched.

    Raises NoDatabase, UnknownDatabase, Encrypted or StoreProblem.
    """
    path = path.expanduser()
    if not is_there(path):
        raise NoDatabase(f"There is no backup at {path}. Name the file that 'mentor-tui backup' made.")
    key = _refuse_other(path)
    store = Store(sqlite.connect_unchanging(path, key), path, key)
    try:
        _known(store)
    except StoreProblem:
        store.close()
        raise
    return store


def is_there(path: Path) -> bool:
    """Whether anything is at ``path``. Raises StoreProblem where one may not look."""
    try:
        return path.exists()
    except OSError as trouble:
        raise StoreProblem(
            f"{path} cannot be looked at: {trouble.strerror}. "
            "Ask whoever looks after this machine for permission, or name another place."
        ) from trouble


def _refuse_other(path: Path) -> bytes | None:
    """Raises a StoreProblem where the file at ``path`` is none of ours; gives its key where it is encrypted."""
    if path.is_dir():
        raise NoDatabase(f"{path} is a folder. Name the database file in it.")
    if not os.access(path, os.R_OK):
        raise StoreProblem(f"You may not read {path}. Ask whoever looks after this machine for permission.")
    # A pipe is not opened: it would be waited on for ever.
    if path.with_name(path.name + KEYS).is_file():
        # Only an encrypted database has keys beside it, and only that one waits for what reads them.
        from mentor_tui.store import keyring

        if keyring.is_encrypted(path):
            return keyring.key_of(path)
    if not path.is_file() or not sqlite.is_ours(path):
        raise UnknownDatabase(
            f"{path} is not a mentor-tui database, or its first page is damaged. "
            "It was left as it is. Name another file, or restore a backup."
        )
    return None


def _known(store: Store) -> int:
    """The version of its tables. Raises UnknownDatabase where they are newer than this program."""
    known = int(store.value("PRAGMA user_version"))
    if known > SCHEMA:
        raise _newer(store.path)
    return known


def refuse_newer(path: Path, key: bytes | None = None) -> None:
    """Raises Newer where a newer program wrote the database at ``path``: not a byte of it is changed."""
    if sqlite.stated_version(path, key) > SCHEMA:
        raise _newer(path)


def _newer(path: Path) -> Newer:
    return Newer(
        f"{path} was written by a newer mentor-tui. It was left as it is. Update the program, then open it."
    )


def _migrate(store: Store) -> None:
    """Brings the tables up to date: once, one process at a time, all or nothing, after a backup."""
    from mentor_tui.store import migrate

    migrate.bring_up_to_date(store)


def canonical(content: Any) -> str:
    """JSON with one way to write everything, so that its hash is the same everywhere."""
    return _ENCODE(content)


_ENCODE = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False).encode
