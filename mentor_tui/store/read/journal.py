"""The journal as a person may read it: entries about records that are theirs to see, and their own acts.

An administrator reads that every record changed, by whom, when and why; what stands in sessions, reviews, actions
and cases stays with those who may read these (people.md). Private notes are shown to their two people alone.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from mentor_tui import records
from mentor_tui.access import EVERYWHERE
from mentor_tui.declare import Record
from mentor_tui.store.read.names import Names
from mentor_tui.store.reading import Condition, Reader

#: records that hang on a pairing, and on a case
OF_PAIRING = ("session", "excusal", "goal", "review", "action")
OF_CASE = ("support_meeting", "pathway_update", "follow_up", "impact_review", "action")
#: what of a session somebody reads who is neither its mentor nor its mentee
OPEN_OF_SESSION = frozenset(
    (
        "session_id",
        "pairing_id",
        "held_on",
        "confidence_score",
        "top_support_issue",
        "shared_summary",
        "recorded_on",
        "minutes",
        "mode",
        "acknowledged_on",
        "recorded_by_id",
    )
)
_REGISTERS = ("service", "meeting", "policy_change", "calendar_day", "list_word", "organisation")

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
    """The entries that the person may read."""
    if reader.actor.holds("administrator"):
        return Condition("1 = 1", {})
    pairings, cases, people = reader.pairings("p"), reader.cases("c"), reader.staff("s")
    parts = ["j.person = :actor"]
    parts.append(_within("pairing", f"SELECT p.id FROM pairing AS p WHERE {pairings.sql}"))
    parts.append(_within("targeted_case", f"SELECT c.id FROM targeted_case AS c WHERE {cases.sql}"))
    for table in OF_PAIRING:
        parts.append(
            _within(
                table,
                f"SELECT x.id FROM {table} AS x JOIN pairing AS p ON p.id = x.pairing_id WHERE {pairings.sql}",
            )
        )
    for table in OF_CASE:
        parts.append(
            _within(
                table,
                f"SELECT x.id FROM {table} AS x JOIN targeted_case AS c ON c.id = x.case_id WHERE {cases.sql}",
            )
        )
    seen = reader.reach
    if seen.registers or seen.reports:
        parts.append(_within("staff", f"SELECT s.id FROM staff AS s WHERE {people.sql}"))
        for table in ("mentor", "training", "attendance", "observation"):
            parts.append(
                _within(
                    table,
                    f"SELECT x.id FROM {table} AS x JOIN staff AS s ON s.id = x.staff_id WHERE {people.sql}",
                )
            )
    if seen.services or seen.reports:
        parts.append(
            _within(
                "concern",
                f"SELECT x.id FROM concern AS x JOIN staff AS s ON s.id = x.staff_id WHERE {people.sql}",
            )
        )
    if EVERYWHERE in seen.registers or seen.services:
        parts.append("j.kind IN (" + ", ".join(f"'{table}'" for table in _REGISTERS) + ")")
    return Condition(
        "(" + " OR ".join(parts) + ")",
        {**pairings.params, **cases.params, **people.params, "actor": reader.actor.id},
    )


def _within(table: str, keys: str) -> str:
    return f"(j.kind = '{table}' AND j.record IN ({keys}))"


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
        "SELECT j.id, j.at, w.name, j.verb, j.kind, j.record, j.reason, j.changes FROM journal AS j "
        f"LEFT JOIN staff AS w ON w.id = j.person WHERE {where.sql} ORDER BY j.id DESC LIMIT :limit OFFSET :offset",
        {**where.params, "limit": limit, "offset": offset},
    )
    about = _about(reader, {(row[4], row[5]) for row in rows if row[5]})
    return [_line(row, about) for row in rows]


def whole(reader: Reader, key: str) -> Whole | None:
    """One entry with its fields; nothing where the person may not read it."""
    seen = scope(reader)
    row = reader.store.row(
        "SELECT j.id, j.at, w.name, j.verb, j.kind, j.record, j.reason, j.changes, v.content, j.seq, j.device, j.hash "
        "FROM journal AS j LEFT JOIN staff AS w ON w.id = j.person "
        f"LEFT JOIN journal_value AS v ON v.entry_id = j.id WHERE j.id = :key AND {seen.sql}",
        {**seen.params, "key": key},
    )
    if row is None:
        return None
    kind, record_key, changes, content = row[4], row[5], row[7], row[8]
    record = records.BY_TABLE.get(kind)
    apart = json.loads(content) if content else {}
    names = Names(reader)
    readable = _readable(reader, record, record_key) if record and record_key else lambda _name: True
    sides = []
    for name, change in json.loads(changes).items() if record else ():
        field = record.by_name.get(name) if record else None
        if record is None or field is None:
            continue
        kept = not readable(name)
        value = apart.get(name, {} if field.sensitive else change)
        sides.append(
            Side(
                field.label,
                "" if kept else names.words(field, value.get("from")),
                "" if kept else names.words(field, value.get("to")),
                kept,
            )
        )
    about = _about(reader, {(kind, record_key)} if record_key else set())
    return Whole(_line(row, about), tuple(sides), row[9], row[10], row[11])


def _readable(reader: Reader, record: Record, key: str) -> Callable[[str], bool]:
    """Which fields of this record the person may have the values of."""
    hangs = _PARENT.get(record.table)
    if hangs is None:
        if record.name == "concern":
            may = bool(reader.reach.services or reader.reach.reports)
            return lambda _name: may
        return lambda _name: True
    own = reader.store.row(hangs.two_people, {"key": key}) or ()
    if reader.actor.id in own:
        return lambda _name: True
    seen = _reads(reader, hangs, key)

    def readable(name: str) -> bool:
        if record[name].share == "private" or (record.name == "session" and name not in OPEN_OF_SESSION):
            return False
        # An administrator reads that it changed, not what it says, unless another role reads the record.
        return seen

    return readable


@dataclass(frozen=True, slots=True)
class _Hangs:
    """How a record hangs on pairings and cases."""

    two_people: str
    pairing: str = ""
    case: str = ""


def _reads(reader: Reader, hangs: _Hangs, key: str) -> bool:
    """Whether the record's pairing or case is one that the person reads."""
    for parent, condition in ((hangs.pairing, reader.pairings("p")), (hangs.case, reader.cases("c"))):
        if parent and reader.store.value(f"{parent} AND {condition.sql}", {**condition.params, "key": key}):
            return True
    return False


def _hangs(table: str) -> _Hangs:
    """Worked out from the links that the record declares."""
    links = records.BY_TABLE[table].links
    on_pairing = table == "pairing" or "pairing_id" in links
    on_case = table == "targeted_case" or "case_id" in links
    pairing = case = ""
    if on_pairing:
        join = "p.id = x.id" if table == "pairing" else "p.id = x.pairing_id"
        pairing = f"FROM {table} AS x JOIN pairing AS p ON {join} WHERE x.id = :key"
    if on_case:
        join = "c.id = x.id" if table == "targeted_case" else "c.id = x.case_id"
        case = f"FROM {table} AS x JOIN targeted_case AS c ON {join} WHERE x.id = :key"
    people = [f"SELECT p.mentor_id, p.mentee_id {pairing}"] if pairing else []
    people += [f"SELECT c.mentor_id, c.staff_id {case}"] if case else []
    return _Hangs(" UNION ALL ".join(people), pairing and f"SELECT 1 {pairing}", case and f"SELECT 1 {case}")


_PARENT = {table: _hangs(table) for table in {"pairing", "targeted_case", *OF_PAIRING, *OF_CASE}}


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


def _line(row: tuple[Any, ...], about: dict[str, str]) -> Line:
    key, at, who, verb, kind, record_key, reason, changes = row[:8]
    record = records.BY_TABLE.get(kind)
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
    )
