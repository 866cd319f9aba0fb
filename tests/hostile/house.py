"""The furnished home with hostile text in every field of words of every record, by two ways in.

Through the office, as an import brings it, comes what is text; behind it, written by SQL as another program could,
what is none.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import cycle

from mentor_tui import records
from mentor_tui.declare import Choice, Field, Many, Record, Text
from mentor_tui.office import Change
from tests.hostile.texts import KEPT, LINES, REFUSED
from tests.screens.home import ADMINISTRATOR, Home

#: what no way in takes, as far as a database can hold it
JUNK = "".join(bad for name, (bad, _) in REFUSED.items() if name not in ("lone half", "byte as half"))

#: fields of words whose words mean something to the program
MEANT = {
    ("audit", "figures"),
    ("policy_change", "value"),
    ("acknowledgement", "reference"),
    ("chart_change", "figure"),
    # stands only where limits were withdrawn
    ("chart_change", "withdraw_reason"),
}


@dataclass
class Poisoned:
    """What stands where: (record, field, key) to the text that went in."""

    said: dict[tuple[str, str, str], str] = field(default_factory=dict)


def worded(record: Record) -> list[Field]:
    """The fields of a record in which anybody may write anything."""
    return [
        one
        for one in record.fields
        if (record.name, one.name) not in MEANT
        and (
            isinstance(one.kind, Text)
            or (type(one.kind) is Many and not one.kind.options)
            or (isinstance(one.kind, Choice) and one.kind.with_words)
        )
    ]


def keys(home: Home, record: Record) -> list[str]:
    """Every record of a kind."""
    where = {"staff": "service_id IS NOT NULL", "person": "service_id IS NULL"}.get(record.name, "1 = 1")
    return [key for (key,) in home.store.rows(f'SELECT id FROM "{record.table}" WHERE {where} ORDER BY id')]


def through_the_office(home: Home) -> Poisoned:
    """Every field of words says something hostile, each its own, so that it can be found again."""
    poisoned = Poisoned()
    texts = cycle(KEPT.values())
    with home.office.batch(ADMINISTRATOR, history=True) as batch:
        for record in records.ALL:
            for key in keys(home, record):
                values = {}
                for one in worded(record):
                    number = len(poisoned.said)
                    text = next(texts)
                    if isinstance(one.kind, Text) and one.kind.rows > 1 and number % 3 == 0:
                        text = f"{LINES}\n{text}"
                    # What is remembered of a list is one word of it.
                    text = (
                        f"{text} Q{number:03}"
                        if type(one.kind) is not Many
                        else f"{text.replace(';', ',')} Q{number:03}"
                    )
                    poisoned.said[record.name, one.name, key] = text
                    with_words = one.kind.with_words if isinstance(one.kind, Choice) else ""
                    values[one.name] = (
                        (text,) if type(one.kind) is Many else f"{with_words}: {text}" if with_words else text
                    )
                if values:
                    batch.add(Change(record, values, id=key, reason=f"{next(texts)} because"))
    return poisoned


def behind_the_office(home: Home) -> None:
    """And after it what no way in takes, in the records and in the reasons of the journal."""
    with home.store.writing():
        for record in records.ALL:
            for one in worded(record):
                home.store.execute(
                    f'UPDATE "{record.table}" SET "{one.name}" = "{one.name}" || :junk '
                    f'WHERE "{one.name}" IS NOT NULL',
                    {"junk": JUNK},
                )
            if record.ident:
                home.store.execute(f'UPDATE "{record.table}" SET ref = ref || :junk', {"junk": JUNK})
        for (trigger,) in home.store.rows("SELECT name FROM sqlite_master WHERE type = 'trigger'"):
            home.store.execute(f'DROP TRIGGER "{trigger}"')
        home.store.execute("UPDATE journal SET reason = reason || :junk", {"junk": JUNK})
