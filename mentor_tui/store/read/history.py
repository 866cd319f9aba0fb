"""What became of one record, from the journal: who changed what, when and why."""

from __future__ import annotations

import json
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from mentor_tui.declare import Record
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


def history(reader: Reader, record: Record, key: str, hidden: Collection[str] = ()) -> tuple[Entered, ...]:
    """The entries about a record that the person may read already, oldest first.

    Fields named in `hidden` are left out, and who asks decides what is hidden: a pairing's private notes are
    for its mentor and mentee alone.
    """
    names = Names(reader)
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
        "confirmed_on",
        "acknowledged_on",
        "signed_off_on",
        "closed_on",
        "close_reason",
    )
)
"""Fields that no form asks for at first, but whose change matters."""
