"""Ending a pairing: the day and the reason. What is past stays; sessions after that day are not needed."""

from __future__ import annotations

from dataclasses import replace
from typing import ClassVar

from textual.widgets import Static

from mentor_tui.access import may_write
from mentor_tui.declare import Value
from mentor_tui.office import Change
from mentor_tui.records import PAIRING
from mentor_tui.store.read.pairing import head, standing
from mentor_tui.store.read.session_entry import Standing, open_goals
from screens.form_place import FormPlace
from screens.place import RecordSaved
from screens.seat import Seat
from widgets.form import Form
from widgets.safe import lines, words


class PairingEnd(FormPlace):
    """The day on which a pairing ends and why."""

    TITLE_TEXT = "End of a pairing"
    HELP_PAGE = "pairing_end"
    DRAFT = "pairing_end"
    NOT_YOURS: ClassVar[str] = "Pairings are ended by the HR coordinator of the service. Esc goes back."

    def __init__(self, seat: Seat, pairing_key: str) -> None:
        super().__init__(seat, pairing_key)
        self.pairing_key = pairing_key
        self._head = head(seat.reader, pairing_key)
        self.standing = self.fresh()

    def fresh(self) -> Standing | None:
        """The pairing as it stands now."""
        return self.stands(PAIRING, self.pairing_key, self.pairing_key)

    def may_record(self) -> bool:
        """The HR coordinator of the service."""
        return (
            self._head is not None
            and self.standing is not None
            and may_write(self.seat.actor, "pairing", standing(self._head))
        )

    def about(self) -> str:
        """Which pairing."""
        return f"{self._head.mentee} with {self._head.mentor}" if self._head else ""

    def make_form(self) -> Form:
        """Today and, where somebody has left, that as the reason."""
        assert self._head is not None, "there is no form without a pairing"
        found, today = self._head, self.seat.today()
        values: dict[str, Value] = {"ended_on": today, "end_reason": "complete"}
        sources = {"ended_on": "today"}
        if found.mentee_left_on:
            values = {"ended_on": found.mentee_left_on, "end_reason": "mentee_left"}
            sources = {"ended_on": "the last day at work", "end_reason": f"{found.mentee} has left"}
        elif found.mentor_left_on:
            values["end_reason"] = "mentor_left"
            sources["end_reason"] = f"{found.mentor} has left"
        open_still = len(open_goals(self.seat.reader, self.pairing_key))
        goals = (
            f"{open_still} of its goals {'is' if open_still == 1 else 'are'} not achieved yet."
            if open_still
            else ""
        )
        told = lines(
            words("What is past stays. Sessions planned after this day are not needed."),
            words("A new mentor is a new allocation. Open actions stay with their owners."),
            words(goals),
        )
        return Form(
            [replace(PAIRING[name], required=True) for name in ("ended_on", "end_reason")],
            today=today,
            values=values,
            sources=sources,
            above=[Static(told, classes="form-place--note")],
        )

    def save(self, values: dict[str, Value]) -> None:
        """The end of the pairing."""
        assert self.standing is not None
        change = Change(
            PAIRING, self.altered(values), self.pairing_key, self.standing.revision, "The pairing ended"
        )
        self.begin_saving()
        self.carry_out(change)

    def said_when_saved(self, saved: RecordSaved) -> str:  # noqa: ARG002
        """What was saved."""
        return f"Saved: the pairing of {self._head.mentee if self._head else ''} has ended."
