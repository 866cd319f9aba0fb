"""An item on somebody's list: what is due, when, and from whom."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Any

from mentor_tui.policy import UPCOMING_DAYS
from mentor_tui.rules.view import View

ACTION_OWNER = "action_owner"
"""Whoever owns an action, whatever their role."""

LIST_OF: Mapping[str, str] = {
    "A1": "hr_coordinator",
    "A2": "mentor",
    "A3": "line_manager",
    "A4": ACTION_OWNER,
    "A5": "operations_manager",
    "B1": "registered_manager",
    "B1S": "registered_manager",
    "B2": "mentor",
    "B3": "ld_lead",
    "B4": "hr_coordinator",
    "B5": "registered_manager",
    "B5C": "registered_manager",
    "C1": "data_analyst",
    "C2": "hr_business_partner",
    "C3": "director_of_people",
    "C4": "hr_business_partner",
    "C5": "board_quality_lead",
}
"""Whose list each kind of item is on (spec page rules.md)."""


class ItemState(StrEnum):
    """Where an open item stands at a date."""

    UPCOMING = "upcoming"
    DUE = "due"
    OVERDUE = "overdue"


@dataclass(frozen=True, slots=True)
class DueItem:
    """Something that somebody is asked to do.

    `subject` is the reference of what it is about; `person` is whose it is by name, None where a role holds
    it; `slot` is given for sessions, `period` for what concerns a month or a quarter.
    """

    kind: str
    subject: str
    due_on: date
    state: ItemState
    person: str | None
    service: str | None
    slot: int | None = None
    period: str | None = None

    @property
    def role(self) -> str:
        """The role whose list it is on."""
        return LIST_OF[self.kind]

    @property
    def order(self) -> tuple[date, str, str, int, str]:
        """By due date, kind and subject."""
        return (self.due_on, self.kind, self.subject, self.slot or 0, self.period or "")

    def as_json(self) -> dict[str, Any]:
        """As it is written by `due --format json` (spec page interchange.md)."""
        written: dict[str, Any] = {"kind": self.kind, "subject": self.subject}
        if self.slot is not None:
            written["slot"] = self.slot
        if self.period is not None:
            written["period"] = self.period
        return written | {
            "due_on": self.due_on.isoformat(),
            "state": str(self.state),
            "role": self.role,
            "person": self.person,
            "service": self.service,
        }


def horizon(view: View) -> date:
    """The last due date that is shown already."""
    return view.on + timedelta(days=view.policy.at(UPCOMING_DAYS, view.on))


def item(
    view: View,
    kind: str,
    subject: str,
    due_on: date,
    *,
    person: str | None = None,
    service: str | None = None,
    slot: int | None = None,
    period: str | None = None,
) -> DueItem | None:
    """An open item with its state, or None while it is not shown yet."""
    if due_on > horizon(view):
        return None
    if due_on > view.on:
        state = ItemState.UPCOMING
    else:
        state = ItemState.DUE if due_on == view.on else ItemState.OVERDUE
    return DueItem(kind, subject, due_on, state, person, service, slot, period)
