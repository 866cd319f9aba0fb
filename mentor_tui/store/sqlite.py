"""Everything that only SQLite knows: opening, pragmas, encryption, STRICT tables, triggers.

The driver is ``sqlcipher3``: it carries its own SQLite on every platform, free of the WAL-reset fault by which
two connections that checkpoint at the same instant lose acknowledged commits.
"""

from __future__ import annotations

import shutil
import weakref
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import peewee as pw
from playhouse.sqlcipher_ext import SqlCipherDatabase
from sqlcipher3 import dbapi2

from mentor_tui.store.problems import StoreProblem

#: "MTUI" in the file's header says that it is ours
APPLICATION_ID = 0x4D545549

#: how long to wait for others, whether they hold the database or the turn to write
BUSY_SECONDS: float = 30
#: SQLite's index of the log takes 32 KiB at first
_LEAST_ROOM = 64 * 1024

#: what the library and the driver raise: Peewee wraps some of it, what comes while rows are fetched it does not,
#: and what the library says of a damaged file can itself be no text
TROUBLE = (pw.DatabaseError, dbapi2.DatabaseError, UnicodeDecodeError)


_Pragmas = tuple[tuple[str, str | int], ...]

_ALWAYS: _Pragmas = (
    # A wrong key is told in our words, not on standard error.
    ("cipher_log_level", "none"),
    ("foreign_keys", 1),
    ("temp_store", "memory"),
    ("cell_size_check", 1),
    ("trusted_schema", 0),
)
_WORKING: _Pragmas = (
    *(("journal_mode", "wal"), ("synchronous", "full"), ("recursive_triggers", 1)),
    *_ALWAYS,
)
#: for a file that is only read
_READING: _Pragmas = (("query_only", 1), *_ALWAYS)
#: for a copy that is made: nobody else has it open, and the disk may be one that knows no shared memory
_COPYING: _Pragmas = (
    *(("locking_mode", "exclusive"), ("journal_mode", "delete"), ("synchronous", "full")),
    *_ALWAYS,
)


def safe_version(version: tuple[int, ...]) -> bool:
    """Whether a SQLite of this version is free of the WAL-reset fault."""
    return version >= (3, 51, 3) or (3, 50, 7) <= version < (3, 51, 0) or (3, 44, 6) <= version < (3, 45, 0)


def linked_version() -> tuple[int, ...]:
    """The version of the SQLite library that is linked."""
    return tuple(dbapi2.sqlite_version_info)


def connect(path: Path, key: bytes | None = None) -> Any:
    """A Peewee database for the file at ``path``, encrypted where there is a ``key``; nothing is opened yet.

    Raises StoreProblem where the linked library has the fault that loses commits.
    """
    return _connect(path, _WORKING, key)


def connect_alone(path: Path, key: bytes | None = None) -> Any:
    """A Peewee database for a new copy at ``path``, which nobody else opens meanwhile; nothing is opened yet.

    It needs neither a log nor shared memory, so that a copy can be made on a share. Raises StoreProblem as above.
    """
    return _connect(path, _COPYING, key)


def _connect(path: Path, pragmas: _Pragmas, key: bytes | None) -> Any:
    if not safe_version(linked_version()):
        found = ".".join(map(str, linked_version()))
        raise StoreProblem(
            f"The SQLite library {found} on this machine can lose saved records. "
            "Install sqlcipher3 0.6.4 or later and start again."
        )
    return SqlCipherDatabase(
        str(path),
        passphrase=_spelt(key),
        pragmas=_patient(pragmas),
        lock_type="IMMEDIATE",
        field_types={"DATE": "TEXT", "DATETIME": "TEXT", "DOUBLE": "REAL"},
        check_same_thread=False,
    )


def _spelt(key: bytes | None) -> str:
    """A key as SQLCipher takes it: used as it is, since chance drew it."""
    return f"x'{key.hex()}'" if key else ""


def connect_unchanging(path: Path, key: bytes | None = None) -> Any:
    """A Peewee database that only reads the file at ``path``: neither it nor its folder need be writable.

    A file at rest is read without locks, as what does not change. Where a write-ahead log lies beside it, what
    stands in that belongs to it and is read too.
    """
    log = path.with_name(path.name + "-wal")
    at_rest = not (log.exists() and log.stat().st_size)
    uri = f"{path.resolve().as_uri()}?mode=ro{'&immutable=1' if at_rest else ''}"
    return SqlCipherDatabase(
        uri, passphrase=_spelt(key), pragmas=_patient(_READING), uri=True, check_same_thread=False
    )


def _patient(pragmas: _Pragmas) -> _Pragmas:
    """The pragmas after the one that waits for others: the driver takes no heed of Peewee's own setting."""
    return (("busy_timeout", int(BUSY_SECONDS * 1000)), *pragmas)


def is_full(path: Path) -> bool:
    """Whether the disk that is to hold ``path`` has less room than SQLite needs to open a database there."""
    try:
        return shutil.disk_usage(path.parent).free < _LEAST_ROOM
    except OSError:
        return False


def opens(path: Path, key: bytes) -> bool:
    """Whether the file can be read with this key."""
    database = connect_unchanging(path, key)
    try:
        database.execute_sql("SELECT count(*) FROM sqlite_master").fetchone()
    except TROUBLE:
        return False
    finally:
        database.close()
    return True


def pour(source: Any, to: Path, key: bytes | None) -> None:
    """Copies the database of a connection into the new file ``to``, encrypted with the key, or plain without one."""
    numbers = {
        name: int(source.execute_sql(f"PRAGMA {name}").fetchone()[0])
        for name in ("user_version", "application_id")
    }
    source.execute_sql("ATTACH DATABASE ? AS poured KEY ?", (str(to), _spelt(key)))
    try:
        source.execute_sql("SELECT sqlcipher_export('poured')")
        for name, number in numbers.items():
            source.execute_sql(f"PRAGMA poured.{name} = {number}")
    finally:
        source.execute_sql("DETACH DATABASE poured")


def identity(path: Path) -> tuple[int, int]:
    """Which file stands at ``path``: another one that takes its place has another identity. Raises OSError."""
    found = path.stat()
    return found.st_dev, found.st_ino


class Held:
    """The files that this process has open as databases.

    Closing a file that was opened beside SQLite frees the locks that SQLite holds on it in this process (POSIX).
    So a file that is open already is known by its identity and not opened a second time to look at its header.
    """

    def __init__(self) -> None:
        self._files: Counter[tuple[int, int]] = Counter()
        self._encrypted: set[tuple[int, int]] = set()

    def hold(self, holder: object, file: tuple[int, int], *, encrypted: bool = False) -> Callable[[], object]:
        """The file is open for as long as ``holder`` lives, or until what this gives is called."""
        self._files[file] += 1
        if encrypted:
            self._encrypted.add(file)
        else:
            self._encrypted.discard(file)
        return weakref.finalize(holder, self._free, file)

    def _free(self, file: tuple[int, int]) -> None:
        self._files[file] -= 1

    def __contains__(self, file: tuple[int, int]) -> bool:
        return self._files[file] > 0

    def is_encrypted(self, file: tuple[int, int]) -> bool:
        """Whether a file that is open is encrypted."""
        return file in self._encrypted


HELD = Held()


def is_ours(path: Path) -> bool:
    """Whether the file says in its header that it is ours: read without opening it, so nothing is changed.

    An encrypted one says nothing: its keys do. Raises StoreProblem where it cannot be read.
    """
    head = _head(path)
    return head is None or (head.startswith(_PLAIN) and head[68:72] == APPLICATION_ID.to_bytes(4, "big"))


def is_plain(path: Path) -> bool:
    """Whether the file is a SQLite database that is not encrypted. Raises StoreProblem where it cannot be read."""
    head = _head(path)
    return not HELD.is_encrypted(identity(path)) if head is None else head.startswith(_PLAIN)


_PLAIN = b"SQLite format 3\0"


def stated_version(path: Path, key: bytes | None = None) -> int:
    """The version of the tables, found without opening the file for writing: 0 where this process has it open.

    Closing a database that was opened to write puts its log into the file. So a file that must be left as it is
    is only read, with what stands in its log. Raises StoreProblem where it cannot be read.
    """
    head = _head(path)
    if head is None:
        return 0
    version = int.from_bytes(head[60:64], "big")
    log = path.with_name(path.name + "-wal")
    if key is None and not (log.exists() and log.stat().st_size):
        return version
    reader = connect_unchanging(path, key)
    try:
        return int(reader.execute_sql("PRAGMA user_version").fetchone()[0])
    except TROUBLE:
        # What is wrong with it is said when it is opened.
        return 0 if key else version
    finally:
        reader.close()


def _head(path: Path) -> bytes | None:
    """The first hundred bytes of a file; nothing where this process has it open, so that it is ours."""
    try:
        if identity(path) in HELD:
            return None
        with path.open("rb") as file:
            return file.read(100)
    except OSError as trouble:
        raise StoreProblem(
            f"{path} cannot be read: {trouble.strerror}. Ask whoever looks after this machine for permission."
        ) from trouble


def create_statements(models: tuple[type[pw.Model], ...]) -> Iterator[str]:
    """The SQL that makes the tables: STRICT, with real dates checked, and triggers that keep what is kept."""
    for model in models:
        table = model._meta.table_name
        days = [f.column_name for f in model._meta.sorted_fields if isinstance(f, pw.DateField)]
        schema: Any = model._schema  # type: ignore[attr-defined]
        sql, _ = schema._create_table(safe=False).query()
        checks = "".join(f', CHECK ("{day}" IS date("{day}"))' for day in days)
        body = sql.rstrip()
        assert body.endswith(")")
        yield f"{body[:-1]}{checks}) STRICT"
        for index in schema._create_indexes(safe=False):
            yield index.query()[0]
    yield _refuse("journal", "UPDATE", "the journal is append-only")
    yield _refuse("journal", "DELETE", "the journal is append-only")
    yield _refuse("journal_value", "UPDATE", "the journal is append-only")
    for model in models:
        table = model._meta.table_name
        if "revision" in model._meta.columns and table != "journal":
            yield _refuse(table, "DELETE", "a record is never deleted")


def _refuse(table: str, verb: str, why: str) -> str:
    return (
        f"CREATE TRIGGER {table}_no_{verb.lower()} BEFORE {verb} ON {table} "
        f"BEGIN SELECT RAISE(ABORT, '{why}'); END"
    )
