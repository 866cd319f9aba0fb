"""What can be asked of the office, and how it refuses."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from mentor_tui.declare import Fault, Record, Value


@dataclass(frozen=True, slots=True)
class Change:
    """One record to be made (no ``id``) or changed."""

    record: Record
    #: the fields that are stated; links hold keys, dates are dates
    values: Mapping[str, Value]
    id: str = ""
    #: the revision that the editor started from; with none nothing is compared
    seen: int | None = None
    #: why: needed when a value of a pathway's record is corrected
    reason: str = ""
    #: the place among several of one day; 0 takes the next
    nth: int = 0
    #: the key that a new record takes, where others name it already; with none it gets one
    key: str = ""
    #: every value came through ``Field.read`` a moment ago, every link was looked up
    read: bool = False


@dataclass(frozen=True, slots=True)
class Saved:
    """What the office did: the keys of the records in the order of the changes, and how many differ now."""

    ids: tuple[str, ...]
    added: int = 0
    changed: int = 0


@dataclass(frozen=True, slots=True)
class Theirs:
    """What somebody else changed in the record since it was looked at."""

    field: str
    label: str
    before: str
    now: str
    who: str
    at: str


class Refused(Exception):
    """The office did not do it. The message is a sentence for the person; nothing was changed."""


class NotAllowed(Refused):
    """The person's roles do not reach this record."""


class Invalid(Refused):
    """The record would not be true, or breaks a rule. Each fault stands at its field."""

    def __init__(self, faults: list[Fault]) -> None:
        super().__init__("; ".join(fault.message for fault in faults))
        self.faults = faults


@dataclass
class Conflict(Refused):
    """Somebody else changed the record meanwhile: what they changed, field by field."""

    revision: int
    theirs: list[Theirs] = field(default_factory=list)

    def __str__(self) -> str:
        who = ", ".join(dict.fromkeys(one.who for one in self.theirs))
        what = ", ".join(one.label for one in self.theirs)
        return (
            f"{who or 'Somebody'} changed this record while you had it open: {what}. Nothing was saved yet."
        )
