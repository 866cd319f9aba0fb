"""What became of one record, from the journal: who changed what, when and why."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime

from mentor_tui.declare import Record
from mentor_tui.store.journal import reason_in_words
from mentor_tui.store.read.entries import told, values_of
from mentor_tui.store.read.names import Names
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


def history(reader: Reader, record: Record, key: str) -> tuple[Entered, ...]:
    """The entries about a record that the person reads, oldest first; none where they do not read the record.

    What a mentor and a mentee wrote for one another is left out for everybody else, and so are private notes.
    """
    values, seen = values_of(reader, record, key), told(reader)
    names = Names(reader, all_named=values.among_people)
    found = []
    for at, who, by, verb, reason, changes, content in reader.store.rows(
        "SELECT j.at, w.name, j.person, j.verb, j.reason, j.changes, e.content FROM journal AS j "
        "LEFT JOIN staff AS w ON w.id = j.person LEFT JOIN journal_value AS e ON e.entry_id = j.id "
        f"WHERE j.record = :record AND j.kind = :kind AND j.changes <> '{{}}' AND {seen.sql} "
        "ORDER BY j.clock, j.seq",
        {**seen.params, "record": key, "kind": record.table},
    ):
        apart = json.loads(content) if content else {}
        stated = []
        for name, sides in json.loads(changes).items():
            field = record.by_name.get(name)
            if field is None or (not field.asked and name not in _SHOWN):
                continue
            if not values.shown(name, by, told=True):
                continue
            before, after = (names.side(field, sides, apart, side) for side in ("from", "to"))
            stated.append(Changed(field.label, before, after))
        why = reason_in_words(reason, apart)
        found.append(
            Entered(datetime.fromisoformat(at), who or "", VERBS.get(verb, verb), why, tuple(stated))
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
        "confirmed_on",
        "acknowledged_on",
        "signed_off_on",
        "closed_on",
        "close_reason",
    )
)
"""Fields that no form asks for at first, but whose change matters."""
