"""The journal: who changed what, when, from what, to what and why, each entry chained to the one before.

An entry holds the SHA-256 of its canonical content and of the entry before it on the same device. Values that
are sensitive (names, notes) stand in it as salted digests, the values themselves in a table apart: they can be
removed one day and the chain still verifies. trust.md says what is promised.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from itertools import groupby
from typing import Any

from mentor_tui import records
from mentor_tui.declare import Record
from mentor_tui.store.database import Store, canonical
from mentor_tui.store.keys import new_key

#: what stands before the first entry of a device
GENESIS = "0" * 64

_COLUMNS = (
    "id",
    "device",
    "seq",
    "clock",
    "at",
    "person",
    "verb",
    "kind",
    "record",
    "revision",
    "changes",
    "reason",
    "previous",
    "hash",
)


@dataclass(frozen=True, slots=True)
class Altered:
    """One place where the journal or a record is not what it was."""

    where: str
    what: str

    def __str__(self) -> str:
        return f"{self.where}: {self.what}"


@dataclass(slots=True)
class Pen:
    """Writes entries in one transaction, in order; :meth:`flush` puts them into the database."""

    store: Store
    person: str | None
    now: datetime
    _rows: list[tuple[Any, ...]] = field(default_factory=list)
    _values: list[tuple[str, str, str]] = field(default_factory=list)
    _device: str = ""
    _seq: int = 0
    _previous: str = GENESIS
    _clock: tuple[int, int] = (0, 0)
    _at: str = ""
    _milliseconds: int = 0

    def __post_init__(self) -> None:
        self._device = self.store.device
        self._at = self.now.isoformat(timespec="seconds")
        self._milliseconds = int(self.now.timestamp() * 1000)
        last = self.store.row(
            "SELECT seq, hash FROM journal WHERE device = :device ORDER BY seq DESC LIMIT 1",
            {"device": self._device},
        )
        if last:
            self._seq, self._previous = last
        latest = self.store.value(
            "SELECT clock FROM journal WHERE device = :device AND seq = :seq",
            {
                "device": self._device,
                "seq": self._seq,
            },
        )
        if latest:
            milliseconds, _, count = str(latest).partition(".")
            self._clock = (int(milliseconds), int(count))

    def write(
        self,
        verb: str,
        kind: str,
        record: str | None = None,
        *,
        revision: int | None = None,
        changes: Mapping[str, Mapping[str, Any]] | None = None,
        sensitive: frozenset[str] = frozenset(),
        reason: str = "",
    ) -> str:
        """Adds an entry; ``changes`` maps a field to its ``to``, ``from`` and ``replaces``. Gives its key."""
        entry = new_key()
        stated: dict[str, Any] = {}
        apart: dict[str, Any] = {}
        salt = ""
        for name, change in (changes or {}).items():
            if name in sensitive:
                salt = salt or os.urandom(16).hex()
                if len(change) == 1:  # a new record says only what each field is now
                    apart[name] = change
                    stated[name] = {"to": digest(salt, name, change["to"])}
                    continue
                apart[name] = {side: change[side] for side in ("to", "from") if side in change}
                stated[name] = {
                    side: digest(salt, name, value) if side != "replaces" else value
                    for side, value in change.items()
                }
            else:
                stated[name] = change
        self._seq += 1
        # The clock never runs back, whatever the machine's does.
        last, count = self._clock
        self._clock = (self._milliseconds, 0) if self._milliseconds > last else (last, count + 1)
        row = (
            entry,
            self._device,
            self._seq,
            f"{self._clock[0]:013d}.{self._clock[1]:07d}",
            self._at,
            self.person,
            verb,
            kind,
            record,
            revision,
            canonical(stated),
            reason,
            self._previous,
        )
        self._previous = content_hash(row)
        self._rows.append((*row, self._previous))
        if apart:
            self._values.append((entry, salt, canonical(apart)))
        return entry

    def flush(self) -> None:
        """Puts what was written into the database, inside its transaction."""
        self.store.insert("journal", _COLUMNS, self._rows)
        self.store.insert("journal_value", ("entry_id", "salt", "content"), self._values)
        self._rows.clear()
        self._values.clear()


def content_hash(row: tuple[Any, ...]) -> str:
    """The hash of an entry: SHA-256 of the canonical JSON of all its columns but the hash itself."""
    return hashlib.sha256(canonical(row).encode()).hexdigest()


def digest(salt: str, name: str, value: Any) -> str | None:
    """What stands in an entry in place of a sensitive value; nothing stands for nothing."""
    if value is None:
        return None
    return hashlib.sha256(f"{salt}\0{name}\0{canonical(value)}".encode()).hexdigest()


def head(store: Store) -> str:
    """The hash of this device's newest entry: printed and kept elsewhere, it shows a chain cut or rebuilt."""
    return str(
        store.value(
            "SELECT hash FROM journal WHERE device = :device ORDER BY seq DESC LIMIT 1",
            {"device": store.device},
        )
        or GENESIS
    )


def replaced_by(store: Store, record: str, names: set[str]) -> dict[str, str]:
    """For each named field of a record the key of the entry that set its present value."""
    found: dict[str, str] = {}
    for entry, changes in store.rows(
        "SELECT id, changes FROM journal WHERE record = :record AND changes <> '{}' ORDER BY clock DESC, seq DESC",
        {"record": record},
    ):
        for name in json.loads(changes):
            if name in names:
                found.setdefault(name, entry)
        if len(found) == len(names):
            break
    return found


def verify(store: Store) -> Iterator[Altered]:
    """Every entry that was altered, removed, inserted or moved, and every record that differs from its entries."""
    yield from _verify_chain(store)
    yield from _verify_values(store)
    for table, record in records.BY_TABLE.items():
        yield from _verify_records(store, table, record)


def _verify_chain(store: Store) -> Iterator[Altered]:
    columns = ", ".join(_COLUMNS)
    device, expected_seq, previous, clock = "", 1, GENESIS, ""
    for row in store.stream(f"SELECT {columns} FROM journal ORDER BY device, seq"):
        entry = dict(zip(_COLUMNS, row, strict=True))
        where = f"entry {entry['seq']} of device {entry['device'][:8]}"
        if entry["device"] != device:
            device, expected_seq, previous, clock = entry["device"], 1, GENESIS, ""
        if entry["seq"] != expected_seq:
            yield Altered(where, f"entry {expected_seq} is missing before it")
        if entry["previous"] != previous:
            yield Altered(where, "it does not follow the entry before it")
        if content_hash(row[:-1]) != entry["hash"]:
            yield Altered(where, "its content is not what was written")
        if entry["clock"] <= clock:
            yield Altered(where, "it is out of order")
        expected_seq, previous, clock = entry["seq"] + 1, entry["hash"], entry["clock"]
    if (
        store.device
        and device
        and not store.value("SELECT 1 FROM journal WHERE device = :device", {"device": store.device})
    ):
        yield Altered("the journal", "this device has records but no entries")


def _verify_values(store: Store) -> Iterator[Altered]:
    sql = (
        "SELECT seq, device, changes, salt, content FROM journal_value "
        "JOIN journal ON journal.id = journal_value.entry_id"
    )
    for seq, device, changes, salt, content in store.stream(sql):
        where = f"entry {seq} of device {device[:8]}"
        try:
            stated, values = json.loads(changes), json.loads(content)
        except ValueError:
            yield Altered(where, "its values cannot be read")
            continue
        for name, sides in values.items():
            if any(
                stated.get(name, {}).get(side) != digest(salt, name, value) for side, value in sides.items()
            ):
                yield Altered(where, f"the value of {name} is not what was written")


def _verify_records(store: Store, table: str, record: Record) -> Iterator[Altered]:
    """Walks the rows of a table and their entries side by side, both in the order of their keys."""
    names = [one.name for one in record.fields]
    columns = ["ref" if name == record.ident else name for name in names]
    if record.several:
        names.append("nth")
        columns.append("nth")
    rows = store.stream(f'SELECT id, revision, {", ".join(columns)} FROM "{table}" ORDER BY id')
    entries = groupby(
        store.stream(
            "SELECT record, revision, changes, content FROM journal "
            "LEFT JOIN journal_value ON journal_value.entry_id = journal.id "
            "WHERE kind = :kind AND changes <> '{}' ORDER BY record, clock, seq",
            {"kind": table},
        ),
        key=lambda row: row[0],
    )
    told = next(entries, None)
    for key, revision, *values in rows:
        while told and told[0] < key:
            yield Altered(f"{record.title} {told[0]}", "the record is gone; its entries are not")
            told = next(entries, None)
        if told is None or told[0] != key:
            yield Altered(f"{record.title} {key}", "no entry tells of this record")
            continue
        where = f"{record.title} {values[0] if record.ident else key}"
        state, last = _fold(told[1])
        told = next(entries, None)
        if last != revision:
            yield Altered(where, f"its revision is {revision}; the journal says {last}")
        for name, value in zip(names, values, strict=True):
            if state.get(name) != value:
                yield Altered(where, f"{name} differs from what the journal says")
    while told:
        yield Altered(f"{record.title} {told[0]}", "the record is gone; its entries are not")
        told = next(entries, None)


def _fold(entries: Iterator[tuple[Any, ...]]) -> tuple[dict[str, Any], int]:
    """What the entries of one record say that its row holds."""
    state: dict[str, Any] = {}
    last = 0
    for _, revision, changes, content in entries:
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
