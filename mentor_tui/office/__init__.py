"""The one way to change anything.

A change is a small frozen object: which record, which values, whose revision was looked at, why. The office asks,
in this order: may they? is it true to the record and the rules? has it changed since they looked? Then rows and
journal change in one transaction. Screens, the command line, import and the demonstration all come this way.
"""

from mentor_tui.office.changes import (
    Change,
    Conflict,
    Invalid,
    NotAllowed,
    Refused,
    Saved,
    Theirs,
)
from mentor_tui.office.desk import Batch, Office

__all__ = [
    "Batch",
    "Change",
    "Conflict",
    "Invalid",
    "NotAllowed",
    "Office",
    "Refused",
    "Saved",
    "Theirs",
]
