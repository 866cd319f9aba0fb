"""What the office needs to know of a record's table again and again, worked out once."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from mentor_tui import records
from mentor_tui.declare import Day, Record
from mentor_tui.store.values import from_column

#: how the short ids of new records begin
PREFIXES = {
    "service": "SV",
    "staff": "ST",
    "person": "PE",
    "pairing": "P",
    "session": "SE",
    "goal": "G",
    "action": "A",
    "case": "C",
    "strategic_action": "SA",
}


@dataclass(frozen=True, slots=True)
class Plan:
    """A record's columns, in the order in which a row is written."""

    record: Record
    #: the record's fields but its own id
    names: tuple[str, ...]
    columns: tuple[str, ...]
    derived: tuple[str, ...]
    defaults: dict[str, Any]
    required: tuple[str, ...]
    links: dict[str, str]
    sensitive: frozenset[str]
    days: frozenset[str]
    select: str
    readers: tuple[Callable[[Any], Any], ...]


@lru_cache(maxsize=64)
def plan_of(name: str) -> Plan:
    """The plan of a record, by its name."""
    record = records.BY_NAME[name]
    names = tuple(one.name for one in record.fields if one.name != record.ident)
    derived = tuple(one.name for one in records.BY_TABLE[record.table].derived)
    own = ("id", "ref") if record.ident else ("id",)
    head = (*own, "revision", "nth") if record.several else (*own, "revision")
    return Plan(
        record=record,
        names=names,
        columns=(*head, *names, *derived),
        derived=derived,
        defaults={one.name: one.default for one in record.fields if one.default is not None},
        required=tuple(one.name for one in record.fields if one.required and one.name != record.ident),
        links=record.links,
        sensitive=frozenset(one.name for one in record.fields if one.sensitive),
        days=frozenset(one.name for one in record.fields if isinstance(one.kind, Day)),
        select=f'SELECT {", ".join((*head, *names))} FROM "{record.table}"',
        readers=tuple(from_column(record[name].kind) for name in names),
    )
