"""The rows that are about a person, and those in which somebody is a mentor or had a part (docs/personal-data.md)."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from mentor_tui import personal, records
from mentor_tui.declare import Record
from mentor_tui.store.database import Store
from mentor_tui.store.values import from_column

_AT_ONCE = 400


@dataclass(frozen=True, slots=True)
class Held:
    """One row: its key, its revision, and its values by field (the own id among them)."""

    key: str
    revision: int
    values: dict[str, Any]


def record_of(store: Store, person: str) -> Record | None:
    """Which register a person stands on: that of staff, or those outside it; nothing where there is no such person."""
    row = store.row("SELECT service_id FROM staff WHERE id = :person", {"person": person})
    if row is None:
        return None
    return records.PERSON if row[0] is None else records.STAFF


def theirs(store: Store, record: Record, person: str) -> list[Held]:
    """The rows of a record that are about the person, in the order in which they were made."""
    if (named := personal.of_escalations(record)) and not personal.theirs(record.table):
        references = escalations_of(store, person)
        found = []
        for start in range(0, len(references), _AT_ONCE):
            some = {f"r{number}": one for number, one in enumerate(references[start : start + _AT_ONCE])}
            # Of E1 there is one for each cycle.
            parts = [
                f"x0.{named} LIKE :{mark} ESCAPE '!'" if one.startswith("E1") else f"x0.{named} = :{mark}"
                for mark, one in some.items()
            ]
            found += _rows(store, record, " OR ".join(parts), some)
        return found
    condition = personal.theirs(record.table)
    return _rows(store, record, condition, {"person": person}) if condition else []


def mentored(store: Store, record: Record, person: str) -> list[Held]:
    """The rows of a record in which the person is the mentor."""
    condition = personal.mentored(record.table)
    return _rows(store, record, condition, {"person": person}) if condition else []


def _rows(store: Store, record: Record, condition: str, params: dict[str, Any]) -> list[Held]:
    columns = ", ".join("x0.ref" if one.name == record.ident else f'x0."{one.name}"' for one in record.fields)
    readers = [(one.name, from_column(one.kind)) for one in record.fields]
    rows = store.rows(
        f'SELECT x0.id, x0.revision, {columns} FROM "{record.table}" AS x0 WHERE {condition} ORDER BY x0.id',
        params,
    )
    return [
        Held(
            row[0], row[1], {name: read(value) for (name, read), value in zip(readers, row[2:], strict=True)}
        )
        for row in rows
    ]


def escalations_of(store: Store, person: str) -> list[str]:
    """What names the escalations about a person; of E1 a pattern, with ``!`` before what is no wildcard."""
    found = []
    for code, table in personal.ESCALATED.items():
        for (ref,) in store.rows(
            f"SELECT x0.ref FROM {table} AS x0 WHERE {personal.theirs(table)} ORDER BY x0.ref",
            {"person": person},
        ):
            if code == "E1":
                plain = str(ref).replace("!", "!!").replace("%", "!%").replace("_", "!_")
                found.append(f"E1@{plain}@%")
            else:
                found.append(f"{code}@{ref}")
    return found


@dataclass(frozen=True, slots=True)
class Part:
    """What somebody had a part in that is another's: how often, and from when to when."""

    record: Record
    #: the part, by the label of the link: action owner, raised by ...
    label: str
    count: int
    first: str | None
    last: str | None


def parts(store: Store, person: str) -> list[Part]:
    """Where the person had a part in records that are not about them."""
    found = []
    for record in records.BY_TABLE.values():
        dated = record.dated or ("recorded_on" if record.recorded else "")
        dates = f"min(x0.{dated}), max(x0.{dated})" if dated else "NULL, NULL"
        own = personal.theirs(record.table)
        for one in personal.links(record, "part", "source"):
            row = store.row(
                f'SELECT count(*), {dates} FROM "{record.table}" AS x0 WHERE x0.{one.name} = :person'
                + (f" AND {own} IS NOT TRUE" if own else ""),
                {"person": person},
            )
            if row and row[0]:
                found.append(Part(record, one.label, *row))
    return found


def audits_naming(store: Store, ref: str) -> Iterator[Held]:
    """The signed audits among whose records the person stands by this id."""
    quoted = json.dumps(ref)[:-1].replace("!", "!!").replace("%", "!%").replace("_", "!_")
    for held in _rows(store, records.AUDIT, "x0.figures LIKE :ref ESCAPE '!'", {"ref": f"%{quoted}%"}):
        if renamed(held.values["figures"], ref, "") is not None:
            yield held


def renamed(figures: str, ref: str, to: str) -> str | None:
    """Signed figures with another id in place of a person's; nothing where the person does not stand among them."""
    try:
        signed = json.loads(figures)
        people = signed["records"]["staff"]
        # One record may stand several times, told apart after @.
        after = [to + one[len(ref) :] if one == ref or one.startswith(f"{ref}@") else one for one in people]
    except (ValueError, KeyError, TypeError, AttributeError):
        return None
    if after == people:
        return None
    signed["records"]["staff"] = after
    return json.dumps(signed, separators=(",", ":"))


def in_handfuls(keys: Sequence[str]) -> Iterator[tuple[str, dict[str, str]]]:
    """The keys, some hundred at a time, as the marks of a query and their parameters."""
    for start in range(0, len(keys), _AT_ONCE):
        params = {f"k{number}": key for number, key in enumerate(keys[start : start + _AT_ONCE])}
        yield ", ".join(f":{mark}" for mark in params), params
