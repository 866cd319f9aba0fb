"""Puts the rows of a CSV folder into a new database through the office, as history.

Written apart from the program's own import, so that a fault in that cannot hide one in the figures.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from mentor_tui import records
from mentor_tui.access import Actor, Holding
from mentor_tui.declare import Record
from mentor_tui.office import Change, Office
from mentor_tui.store.database import Store, create

ADMINISTRATOR = Actor("", "", "Importer", None, (Holding("administrator", "*"),))

#: the date that stands for a blank recorded_on
_EVENT = {
    "pairing": "started_on",
    "session": "held_on",
    "review": "reviewed_on",
    "action": "need_identified_on",
    "case": "planned_on",
    "support_meeting": "held_on",
    "follow_up": "followed_up_on",
    "impact_review": "reviewed_on",
    "strategic_action": "approved_on",
    "executive_review": "reviewed_on",
}


def imported(folder: Mapping[str, Sequence[Mapping[str, str]]], path: Path, today: date) -> Store:
    """A new database at `path` that holds the folder."""
    store = create(path)
    office = Office(store, lambda: today)
    keys: dict[tuple[str, str], str] = {}
    with office.batch(ADMINISTRATOR, history=True) as batch:
        for record in records.ALL:
            managers: list[tuple[str, str]] = []
            for row in folder.get(record.file.removesuffix(".csv"), ()):
                values = _values(record, row, keys)
                manager = values.pop("line_manager_id", None) if record.name == "staff" else None
                key = batch.add(Change(record, values))
                if record.ident:
                    keys[record.table, row[record.ident]] = key
                if manager:
                    managers.append((key, str(manager)))
            for key, manager in managers:
                # A manager may come further down the file.
                batch.add(Change(record, {"line_manager_id": keys["staff", manager]}, id=key))
    return store


def _values(record: Record, row: Mapping[str, str], keys: Mapping[tuple[str, str], str]) -> dict[str, Any]:
    values: dict[str, Any] = {}
    for name, text in row.items():
        if not text:
            continue
        value = record[name].read(text)
        if name in record.links and name != "line_manager_id":
            value = keys[record.links[name], str(value)]
        values[name] = value
    if record.recorded and values.get("recorded_on") is None:
        values["recorded_on"] = values[_EVENT[record.name]]
    return values
