"""Proving that the journal is as it was written, and that every record is as the journal says (trust.md).

Two passes: the entries of each device in their order, each against its hash and the one before; then the rows of
all tables and their entries side by side, both in the order of their keys, so that nothing is held in memory.
Most records have one entry, that of their making. What that entry must say is written out of the row and compared
as text; only where the texts differ, or there are more entries, are they decoded.
"""

from __future__ import annotations

import hashlib
import heapq
import json
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from json.encoder import encode_basestring as quoted
from typing import Any

from mentor_tui import records
from mentor_tui.declare import Kind, Many, Record, YesNo
from mentor_tui.store.database import Store
from mentor_tui.store.journal import (
    ANONYMISED,
    COLUMNS,
    GENESIS,
    REASON,
    REMOVED,
    Altered,
    content_hash,
    digest,
    is_digest,
    is_digest_of,
    reason_in_words,
)
from mentor_tui.store.problems import StoreProblem

#: an entry that changes a record: record, kind, revision, seq, device, changes, salt, content, verb, reason
Entry = tuple[Any, ...]

# An index keeps columns a second time, and a query that goes by an index takes them from there. What must be proved
# is what the table holds. So an index gives the order alone, and the row is fetched by its place in the table.

#: the entries in the order of each device's chain
_CHAIN = (
    f"SELECT {', '.join(f't.{name}' for name in COLUMNS)} FROM journal AS o "
    "CROSS JOIN journal AS t ON t.rowid = o.rowid ORDER BY o.device, o.seq"
)
_ENTRIES = (
    "SELECT coalesce(record, ''), kind, revision, seq, device, changes, v.salt, v.content, verb, reason FROM journal "
    "LEFT JOIN journal_value AS o ON o.entry_id = journal.id "
    "LEFT JOIN journal_value AS v ON v.rowid = o.rowid AND v.entry_id = journal.id "
    "WHERE changes <> '{}' OR v.content IS NOT NULL ORDER BY record, kind, clock, seq"
)


def verify(store: Store) -> Iterator[Altered]:
    """Every entry that was altered, removed, inserted or moved, and every record that differs from its entries."""
    told: set[Altered] = set()
    with store.snapshot():
        try:
            for altered in _verify(store):
                told.add(altered)
                yield altered
        except StoreProblem:
            # A changed bit can leave bytes that are no text. Read again, whatever they are: then they differ.
            try:
                with _any_text(store):
                    for altered in _verify(store):
                        if altered not in told:
                            yield altered
            except StoreProblem:
                yield Altered("the database", "its pages or tables are damaged; not all of it can be read")


@contextmanager
def _any_text(store: Store) -> Iterator[None]:
    connection = store.connection
    before = connection.text_factory
    connection.text_factory = lambda raw: raw.decode("utf-8", errors="replace")
    try:
        yield
    finally:
        connection.text_factory = before


def _verify(store: Store) -> Iterator[Altered]:
    yield from _verify_chain(store)
    yield from _verify_records(store)


# -- the chain of each device ----------------------------------------------------------------------------


def _verify_chain(store: Store) -> Iterator[Altered]:
    at = {name: COLUMNS.index(name) for name in ("device", "seq", "clock", "previous")}
    at_device, at_seq, at_clock, at_previous = at["device"], at["seq"], at["clock"], at["previous"]
    device, expected_seq, expected_previous, last_clock = None, 1, GENESIS, ""
    for *entry, stated in store.stream(_CHAIN):
        seq = entry[at_seq]
        if entry[at_device] != device:
            device, expected_seq, expected_previous, last_clock = entry[at_device], 1, GENESIS, ""
        if seq != expected_seq:
            yield Altered(_where(entry[at_device], seq), f"entry {expected_seq} is missing before it")
        if entry[at_previous] != expected_previous:
            yield Altered(_where(entry[at_device], seq), "it does not follow the entry before it")
        if content_hash(entry) != stated:
            yield Altered(_where(entry[at_device], seq), "its content is not what was written")
        clock = str(entry[at_clock])
        if clock <= last_clock:
            yield Altered(_where(entry[at_device], seq), "it is out of order")
        expected_seq = seq + 1 if isinstance(seq, int) else expected_seq + 1
        expected_previous, last_clock = stated, clock
    own = store.device
    if (
        own
        and device is not None
        and not store.value("SELECT 1 FROM journal WHERE device = :device", {"device": own})
    ):
        yield Altered("the journal", "this device has records but no entries")


def _where(device: Any, seq: Any) -> str:
    return f"entry {seq} of device {str(device)[:8]}"


# -- the records and what is told of them ----------------------------------------------------------------


def _verify_records(store: Store) -> Iterator[Altered]:
    tables = {table: _Table(record) for table, record in records.BY_TABLE.items()}
    entries = _groups(store.stream(_ENTRIES))
    told = next(entries, None)
    for key, table, own, row in heapq.merge(*(_rows(store, one) for one in tables.values())):
        while told and told[0] < (key, table):
            yield from _untold(*told)
            told = next(entries, None)
        if told is None or told[0] != (key, table):
            yield Altered(f"{tables[table].record.title} {key}", "no entry tells of this record")
            continue
        if own != key:
            yield Altered(f"{tables[table].record.title} {key}", "its key is not what was written")
        yield from tables[table].compare(key, row, told[1])
        told = next(entries, None)
    while told:
        yield from _untold(*told)
        told = next(entries, None)


def _rows(store: Store, table: _Table) -> Iterator[tuple[str, str, Any, Sequence[Any]]]:
    """Each row with the key by which it is found, the name of its table, and the key that it holds itself."""
    name = table.record.table
    for key, own, *row in store.stream(table.select):
        yield str(key), name, own, row


def _groups(entries: Iterator[Entry]) -> Iterator[tuple[tuple[str, str], list[Entry]]]:
    """The entries of one record together, in the order of the records' keys."""
    group: list[Entry] = []
    of = ("", "")
    for entry in entries:
        this = (str(entry[0]), str(entry[1]))
        if group and this != of:
            yield of, group
            group = []
        of = this
        group.append(entry)
    if group:
        yield of, group


def _untold(of: tuple[str, str], entries: list[Entry]) -> Iterator[Altered]:
    """Entries of a record that is not there, or of what is no record."""
    for entry in entries:
        yield from _values(entry)
    key, kind = of
    record = records.BY_TABLE.get(kind)
    if record is not None and key:
        yield Altered(f"{record.title} {key}", "the record is gone; its entries are not")


class _Table:
    """How the rows of one table are held against their entries."""

    def __init__(self, record: Record) -> None:
        self.record = record
        self.names = [one.name for one in record.fields]
        columns = ["ref" if name == record.ident else name for name in self.names]
        kinds = {one.name: one.kind for one in record.fields}
        if record.several:
            self.names.append("nth")
            columns.append("nth")
        held = ", ".join(f"t.{name}" for name in ("id", "revision", *columns))
        self.select = (
            f'SELECT o.id, {held} FROM "{record.table}" AS o CROSS JOIN "{record.table}" AS t ON t.rowid = o.rowid '
            "ORDER BY o.id"
        )
        self._sensitive = sensitive = {one.name for one in record.fields if one.sensitive}
        #: in the order of canonical JSON: the start of a field's text, its place in a row, how its value is written
        self._fields = [
            (
                name,
                f'"{name}":{{"to":',
                self.names.index(name) + 1,
                _json_of(kinds.get(name)),
                name in sensitive,
            )
            for name in sorted(self.names)
        ]

    def compare(self, key: str, row: Sequence[Any], entries: list[Entry]) -> Iterator[Altered]:
        """What differs between a row and what its entries say; and what of their values is not as written."""
        if len(entries) == 1 and row[0] == 1 and self._as_made(row, entries[0]):
            return
        for entry in entries:
            yield from _values(entry)
        where = f"{self.record.title} {row[1] if self.record.ident else key}"
        try:
            state, last = _fold(entries)
            removed = list(self._removed(entries))
        except (ValueError, TypeError, KeyError, AttributeError):
            yield Altered(where, "its entries cannot be read")
            return
        yield from removed
        if last != row[0]:
            yield Altered(where, f"its revision is {row[0]}; the journal says {last}")
        for name, value in zip(self.names, row[1:], strict=True):
            if state.get(name) != value:
                yield Altered(where, f"{name} differs from what the journal says")

    def _removed(self, entries: list[Entry]) -> Iterator[Altered]:
        """Which values held apart are gone although the person was not anonymised since."""
        last = max((at for at, entry in enumerate(entries) if entry[8] == ANONYMISED), default=0)
        for _, _, _, seq, device, changes, _, content, _, reason in entries[last:]:
            apart = json.loads(content) if content else {}
            gone = [
                name
                for name, change in json.loads(changes).items()
                if name in self._sensitive and name not in apart and is_digest(change["to"])
            ]
            if reason_in_words(reason, apart) == REMOVED:
                gone.append("its reason")
            for name in gone:
                yield Altered(_where(device, seq), f"the value of {name} was removed")

    def _as_made(self, row: Sequence[Any], entry: Entry) -> bool:
        """Whether the only entry says, letter for letter, what the row holds."""
        _, _, revision, _, _, changes, salt, content, *_ = entry
        stated: list[str] = []
        apart: list[str] = []
        for name, start, place, written, sensitive in self._fields:
            value = row[place]
            if value is None:
                continue
            text = quoted(value) if written is None and value.__class__ is str else (written or _plain)(value)
            if sensitive:
                apart.append(f"{start}{text}}}")
                held = hashlib.sha256("\0".join((str(salt), name, text)).encode())
                text = f'"{held.hexdigest()}"'
            stated.append(f"{start}{text}}}")
        kept = f"{{{','.join(apart)}}}" if apart else None
        return bool(revision == 1 and changes == f"{{{','.join(stated)}}}" and content == kept)


def _json_of(kind: Kind | None) -> Callable[[Any], str] | None:
    """How the journal writes what a column of this kind keeps; nothing where it is the same."""
    if isinstance(kind, YesNo):
        # A column that is neither 1 nor 0 is as wrong as any other value.
        return lambda value: {1: "true", 0: "false"}.get(value, "neither")
    if isinstance(kind, Many):
        return lambda value: f"[{','.join(map(quoted, str(value).split(';')))}]"
    return None


def _plain(value: Any) -> str:
    return quoted(value) if value.__class__ is str else repr(value)


def _values(entry: Entry) -> Iterator[Altered]:
    """Which of an entry's values, held apart, are not those of its digests."""
    _, _, _, seq, device, changes, salt, content, _, reason = entry
    if content is None:
        return
    try:
        stated, values = json.loads(changes), json.loads(content)
        differing = [
            name
            for name, sides in values.items()
            if (
                not is_digest_of(reason, salt, sides["to"])
                if name == REASON
                else any(
                    stated.get(name, {}).get(side) != digest(salt, name, value)
                    for side, value in sides.items()
                )
            )
        ]
    except (ValueError, TypeError, AttributeError, KeyError):
        yield Altered(_where(device, seq), "its values cannot be read")
        return
    for name in differing:
        yield Altered(_where(device, seq), f"the value of {name or 'its reason'} is not what was written")


def _fold(entries: list[Entry]) -> tuple[dict[str, Any], Any]:
    """What the entries of one record say that its row holds, and its revision."""
    state: dict[str, Any] = {}
    last = 0
    for _, _, revision, _, _, changes, _, content, *_ in entries:
        apart = json.loads(content) if content else {}
        for name, change in json.loads(changes).items():
            state[name] = _as_column(apart[name]["to"] if name in apart else change["to"])
        last = revision
    return state, last


def _as_column(value: Any) -> Any:
    if isinstance(value, bool):
        return int(value)
    if isinstance(value, list):
        return ";".join(value)
    return value
