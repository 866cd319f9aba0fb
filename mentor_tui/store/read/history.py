"""What became of one record, from the journal: who changed what, when and why."""

from __future__ import annotations

import json
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from mentor_tui.declare import Day, Field, Link, Many, Record, Value, YesNo
from mentor_tui.store.reading import Reader

VERBS = {"made": "recorded", "completed": "added to", "corrected": "corrected"}
"""What an entry did, in words."""


@dataclass(frozen=True, slots=True)
class Changed:
    """One field of an entry: what it was (blank where it was nothing) and what it became."""

    label: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Entered:
    """One entry about a record. `at` is a moment in UTC."""

    at: datetime
    who: str
    verb: str
    reason: str
    changes: tuple[Changed, ...]


def history(reader: Reader, record: Record, key: str, hidden: Collection[str] = ()) -> tuple[Entered, ...]:
    """The entries about a record that the person may read already, oldest first.

    Fields named in `hidden` are left out, and who asks decides what is hidden: a pairing's private notes are
    for its mentor and mentee alone.
    """
    names = _Names(reader)
    found = []
    for at, who, verb, reason, changes, content in reader.store.rows(
        "SELECT j.at, s.name, j.verb, j.reason, j.changes, v.content FROM journal AS j "
        "LEFT JOIN staff AS s ON s.id = j.person LEFT JOIN journal_value AS v ON v.entry_id = j.id "
        "WHERE j.record = :record AND j.kind = :kind AND j.changes <> '{}' ORDER BY j.clock, j.seq",
        {"record": key, "kind": record.table},
    ):
        apart = json.loads(content) if content else {}
        stated = []
        for name, sides in json.loads(changes).items():
            field = record.by_name.get(name)
            if field is None or (not field.asked and name not in _SHOWN) or name in hidden:
                continue
            sides = apart.get(name, {} if field.sensitive else sides)
            stated.append(
                Changed(
                    field.label, names.words(field, sides.get("from")), names.words(field, sides.get("to"))
                )
            )
        found.append(
            Entered(datetime.fromisoformat(at), who or "", VERBS.get(verb, verb), reason or "", tuple(stated))
        )
    return tuple(found)


_SHOWN = frozenset(
    (
        "ended_on",
        "end_reason",
        "completed_on",
        "evidence_reference",
        "cancelled_on",
        "cancel_reason",
        "acknowledged_on",
    )
)
"""Fields that no form asks for at first, but whose change matters."""


class _Names:
    """Values of the journal as people read them."""

    def __init__(self, reader: Reader) -> None:
        self._store = reader.store

    def words(self, field: Field, value: Any) -> str:
        """One value of a field in words; nothing is blank."""
        if value is None:
            return ""
        kind = field.kind
        if isinstance(kind, Link):
            if kind.to == "staff":
                named = "SELECT name FROM staff WHERE id = :key"
                return str(self._store.value(named, {"key": value}) or "")
            return ""
        shown: Value = value
        if isinstance(kind, Day):
            shown = date.fromisoformat(value)
        elif isinstance(kind, Many):
            shown = tuple(value)
        elif isinstance(kind, YesNo):
            shown = bool(value)
        return kind.show(shown)
