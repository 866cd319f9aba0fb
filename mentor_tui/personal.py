"""What the records hold of a person: which rows are theirs, and which words go when they are anonymised.

All of it is read from the declarations, so that a record or a field that is added is covered with them
(docs/personal-data.md). Pure: conditions are SQL with ``:person`` for the person's key.
"""

from __future__ import annotations

from functools import lru_cache

from mentor_tui import records
from mentor_tui.declare import Choice, Field, Link, Many, Record, Value, Whose
from mentor_tui.records.registers import Escalation

#: what stands for the name and begins the id of somebody who was anonymised
NAME = "Anonymised person"
PREFIX = "ANON"
#: what stands where words were
WORDS = "removed"

#: escalations by their codes, and the table of what each is about
ESCALATED = {"E1": "pairing", "E2": "action", "E3": "targeted_case", "E4": "targeted_case"}


def links(record: Record, *whose: Whose) -> tuple[Field, ...]:
    """The links of a record that make it these to the person they lead to."""
    return tuple(one for one in record.fields if isinstance(one.kind, Link) and one.kind.whose in whose)


@lru_cache(maxsize=64)
def theirs(table: str, depth: int = 0) -> str:
    """The condition for the rows of ``table`` (as ``x0``) that are a person's own; blank where none can be."""
    record, alias = records.BY_TABLE[table], f"x{depth}"
    if table == "staff":
        return f"{alias}.id = :person"
    parts = []
    for one in links(record, "theirs"):
        assert isinstance(one.kind, Link)
        if one.kind.to == "staff":
            parts.append(f"{alias}.{one.name} = :person")
        elif parent := theirs(one.kind.to, depth + 1):
            parts.append(
                f"{alias}.{one.name} IN (SELECT x{depth + 1}.id FROM {one.kind.to} AS x{depth + 1} WHERE {parent})"
            )
    return f"({' OR '.join(parts)})" if parts else ""


def mentored(table: str) -> str:
    """The condition for the rows of ``table`` (as ``x0``) in which a person is the mentor; blank where none can be."""
    return " OR ".join(f"x0.{one.name} = :person" for one in links(records.BY_TABLE[table], "mentor"))


def of_escalations(record: Record) -> str:
    """The field that names an escalation; blank where the record has none."""
    return next((one.name for one in record.fields if isinstance(one.kind, Escalation)), "")


def goes(field: Field) -> bool:
    """Whether what stands in a field is taken out when the person is anonymised: whatever is in somebody's words.

    Numbers, days and choices stay, because they are counted.
    """
    return field.worded and not field.stays


def without(record: Record, field: Field, value: Value) -> Value:
    """The value of a field once its person is anonymised. A blank stays a blank, and what was said stays counted."""
    if value is None or not goes(field):
        return value
    if record.table == "staff" and field.name == "name":
        return NAME
    if field.share == "private" or isinstance(field.kind, Many):
        return None
    if isinstance(field.kind, Choice):
        code, colon, _ = str(value).partition(":")
        return f"{code}: {WORDS}" if colon else value
    return WORDS


def is_anonymised(ref: str | None, name: str | None) -> bool:
    """Whether somebody of this id and name was anonymised, here or in the database that the record came from."""
    return bool(ref) and str(ref).startswith(f"{PREFIX}-") and name == NAME
