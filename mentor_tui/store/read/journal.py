"""The journal as a person may read it: entries about records that are theirs to see, and their own acts.

An administrator reads that every record changed, by whom and when; what stands in sessions, reviews, actions and
cases, and why it was changed, stays with those who may read these (people.md). Private notes are shown to their two
people alone. Which entries and values somebody reads is said in :mod:`mentor_tui.store.read.entries`.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from mentor_tui import records
from mentor_tui.store.journal import reason_in_words
from mentor_tui.store.read.entries import told, values_of
from mentor_tui.store.read.names import Names
from mentor_tui.store.read.slots import chunks, marks
from mentor_tui.store.reading import Condition, Reader

VERBS = {
    "made": "recorded",
    "completed": "added to",
    "corrected": "corrected",
    "opened": "opened",
    "imported": "imported",
    "exported": "exported",
    "signed_in": "signed in",
    "sign_in_failed": "sign-in failed",
}


@dataclass(frozen=True, slots=True)
class Filter:
    """What part of the journal is looked at; a blank leaves it open."""

    person: str = ""
    kind: str = ""
    record: str = ""
    since: date | None = None
    until: date | None = None
    #: words of a name or a reference
    find: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """One entry in the list."""

    key: str
    at: datetime
    who: str
    verb: str
    kind: str
    #: what the entry is about, by reference
    about: str
    record: str
    reason: str
    #: the fields that changed, by label
    fields: tuple[str, ...]
    #: the table of the record
    table: str = ""


@dataclass(frozen=True, slots=True)
class Side:
    """One field of an entry, before and after; ``kept`` where the reader may not have the values."""

    label: str
    before: str
    after: str
    kept: bool


@dataclass(frozen=True, slots=True)
class Whole:
    """An entry with everything that the reader may have of it."""

    line: Line
    sides: tuple[Side, ...]
    sequence: int
    device: str
    hash: str


def scope(reader: Reader) -> Condition:
    """The entries that the person may read: one's own acts, and what tells of records that are theirs to see.

    An administrator reads that there is an entry, whatever it is about.
    """
    if reader.actor.holds("administrator"):
        return Condition("1 = 1", {})
    seen = told(reader)
    return Condition(f"(j.person = :actor OR {seen.sql})", {**seen.params, "actor": reader.actor.id})


def _where(reader: Reader, asked: Filter) -> Condition:
    seen = scope(reader)
    where, params = [seen.sql], dict(seen.params)
    for column, value in (("person", asked.person), ("kind", asked.kind), ("record", asked.record)):
        if value:
            where.append(f"j.{column} = :asked_{column}")
            params[f"asked_{column}"] = value
    if asked.since:
        where.append("j.at >= :since")
        params["since"] = asked.since.isoformat()
    if asked.until:
        where.append("j.at <= :until")
        params["until"] = datetime.combine(asked.until, time.max).isoformat()
    for number, word in enumerate(asked.find.split()[:6]):
        name = f"word{number}"
        params[name] = "%" + word.replace("!", "!!").replace("%", "!%").replace("_", "!_") + "%"
        found = [f"j.person IN (SELECT id FROM staff WHERE name LIKE :{name} ESCAPE '!')"]
        found += [f"j.verb LIKE :{name} ESCAPE '!'", f"j.kind LIKE :{name} ESCAPE '!'"]
        found += [
            f"j.record IN (SELECT id FROM {record.table} WHERE ref LIKE :{name} ESCAPE '!')"
            for record in records.BY_TABLE.values()
            if record.ident
        ]
        # The register shows names; the journal finds by them only where the person may read the register.
        people = reader.staff("n")
        params |= people.params
        found.append(
            f"j.record IN (SELECT n.id FROM staff AS n WHERE n.name LIKE :{name} ESCAPE '!' AND {people.sql})"
        )
        where.append("(" + " OR ".join(found) + ")")
    return Condition(" AND ".join(where), params)


def count(reader: Reader, asked: Filter) -> int:
    """How many entries the person may read of what is asked for."""
    where = _where(reader, asked)
    return int(reader.store.value(f"SELECT count(*) FROM journal AS j WHERE {where.sql}", where.params))


def lines(reader: Reader, asked: Filter, limit: int, offset: int = 0) -> list[Line]:
    """Entries, the newest first."""
    where = _where(reader, asked)
    rows = reader.store.rows(
        f"{_SELECT} WHERE {where.sql} ORDER BY j.id DESC LIMIT :limit OFFSET :offset",
        {**where.params, "limit": limit, "offset": offset},
    )
    about = _about(reader, {(row[4], row[5]) for row in rows if row[5]})
    reads = _told_of(reader, [row[0] for row in rows])
    return [_line(reader, row, about, row[0] in reads) for row in rows]


_SELECT = (
    "SELECT j.id, j.at, w.name, j.verb, j.kind, j.record, j.reason, j.changes, j.person, v.content, j.seq, "
    "j.device, j.hash FROM journal AS j LEFT JOIN staff AS w ON w.id = j.person "
    "LEFT JOIN journal_value AS v ON v.entry_id = j.id"
)


def _told_of(reader: Reader, entries: Sequence[str]) -> frozenset[str]:
    """Of these entries, those about a record whose open values the person reads."""
    seen = told(reader)
    found: set[str] = set()
    for some in chunks(entries):
        listed, params = marks(some)
        rows = reader.store.rows(
            f"SELECT j.id FROM journal AS j WHERE j.id IN ({listed}) AND {seen.sql}",
            {**seen.params, **params},
        )
        found.update(key for (key,) in rows)
    return frozenset(found)


def whole(reader: Reader, key: str) -> Whole | None:
    """One entry with its fields; nothing where the person may not read it."""
    seen = scope(reader)
    row = reader.store.row(f"{_SELECT} WHERE j.id = :key AND {seen.sql}", {**seen.params, "key": key})
    if row is None:
        return None
    kind, record_key, changes, by, content = row[4], row[5], row[7], row[8], row[9]
    record = records.BY_TABLE.get(kind)
    reads = key in _told_of(reader, [key])
    sides = []
    if record is not None and record_key:
        apart = json.loads(content) if content else {}
        values = values_of(reader, record, record_key)
        names = Names(reader, all_named=values.among_people)
        for name, change in json.loads(changes).items():
            field = record.by_name.get(name)
            if field is None:
                continue
            shown = values.shown(name, by, reads)
            sides.append(
                Side(
                    field.label,
                    names.side(field, change, apart, "from") if shown else "",
                    names.side(field, change, apart, "to") if shown else "",
                    not shown,
                )
            )
    about = _about(reader, {(kind, record_key)} if record_key else set())
    return Whole(_line(reader, row, about, reads), tuple(sides), row[10], row[11], row[12])


def _about(reader: Reader, subjects: Iterable[tuple[str, str]]) -> dict[str, str]:
    """The reference of each record, or of what it hangs on."""
    found: dict[str, str] = {}
    by_kind: dict[str, list[str]] = {}
    for kind, key in subjects:
        by_kind.setdefault(kind, []).append(key)
    for kind, keys in by_kind.items():
        # An account is its person's.
        record = records.BY_TABLE.get("staff" if kind == "account" else kind)
        if record is None:
            continue
        marks = {f"k{number}": key for number, key in enumerate(keys)}
        listed = ", ".join(f":{mark}" for mark in marks)
        if record.ident:
            sql = f"SELECT id, ref FROM {record.table} WHERE id IN ({listed})"
        else:
            parent = next(
                (
                    name
                    for name in ("pairing_id", "case_id", "staff_id", "service_id")
                    if name in record.links
                ),
                "",
            )
            if not parent:
                continue
            sql = (
                f"SELECT x.id, t.ref FROM {kind} AS x JOIN {record.links[parent]} AS t ON t.id = x.{parent} "
                f"WHERE x.id IN ({listed})"
            )
        found.update(reader.store.rows(sql, marks))
    return found


def _line(reader: Reader, row: tuple[Any, ...], about: dict[str, str], reads: bool) -> Line:
    key, at, who, verb, kind, record_key, reason, changes, by, content = row[:10]
    reason = reason_in_words(reason, json.loads(content) if content else {})
    record = records.BY_TABLE.get(kind)
    if record is not None and not reads and by != reader.actor.id:
        # Why a record was changed tells of what is in it.
        reason = ""
    labels = tuple(
        record[name].label for name in json.loads(changes) if record is not None and name in record.by_name
    )
    return Line(
        key=key,
        at=datetime.fromisoformat(at),
        who=who or "",
        verb=VERBS.get(verb, verb.replace("_", " ")),
        kind=record.name.replace("_", " ") if record else kind.replace("_", " "),
        about=about.get(record_key, "") if record_key else "",
        record=record_key or "",
        reason=reason,
        fields=labels,
        table=kind,
    )
