"""Two people on one record: what the second is told of the first's change."""

from __future__ import annotations

import json

from mentor_tui.declare import Record
from mentor_tui.office.changes import Conflict, Theirs
from mentor_tui.store.database import Store


def conflict(store: Store, record: Record, key: str, seen: int, revision: int) -> Conflict:
    """What changed in a record between the revision that was looked at and the present one, field by field."""
    theirs = []
    rows = store.rows(
        "SELECT j.at, s.name, j.changes, v.content FROM journal AS j "
        "LEFT JOIN staff AS s ON s.id = j.person LEFT JOIN journal_value AS v ON v.entry_id = j.id "
        "WHERE j.record = :record AND j.revision > :seen ORDER BY j.clock, j.seq",
        {"record": key, "seen": seen},
    )
    for at, who, changes, content in rows:
        apart = json.loads(content) if content else {}
        for name, change in json.loads(changes).items():
            sides = apart.get(name, change)
            field = record.by_name.get(name)
            # Private notes are told to nobody who might not read them: only that they changed.
            hidden = field is not None and field.share == "private"
            theirs.append(
                Theirs(
                    field=name,
                    label=field.label if field else name,
                    before="(not shown)" if hidden else _words(sides.get("from")),
                    now="(not shown)" if hidden else _words(sides.get("to")),
                    who=who or "Somebody",
                    at=at,
                )
            )
    return Conflict(revision=revision, theirs=theirs)


def _words(value: object) -> str:
    if value is None:
        return "(blank)"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list):
        return ", ".join(map(str, value))
    return str(value)
