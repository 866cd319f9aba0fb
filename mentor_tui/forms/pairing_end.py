"""Ending a pairing: the day and the reason. What is past stays; sessions after that day are not needed."""

from __future__ import annotations

from dataclasses import replace

from mentor_tui.access import may_write
from mentor_tui.declare import Value
from mentor_tui.forms.paper import Asked, Paper, Sitting
from mentor_tui.office import Batch, Change, Saved
from mentor_tui.records import PAIRING
from mentor_tui.store.read.pairing import head, standing
from mentor_tui.store.read.session_entry import Standing, open_goals
from mentor_tui.tones import Line


class PairingEndPaper(Paper):
    """The day on which a pairing ends and why."""

    TITLE = "End of a pairing"
    DRAFT = "pairing_end"
    HELP = "pairing_end"
    NOT_YOURS = "Pairings are ended by the HR coordinator of the service."

    def __init__(self, seat: Sitting, pairing_key: str) -> None:
        super().__init__(seat, pairing_key)
        self._head = head(seat.reader, pairing_key)
        self.standing = self.fresh()

    def fresh(self) -> Standing | None:
        """The pairing as it stands now."""
        return self.stands(PAIRING, self.subject, self.subject)

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

    def asked(self) -> Asked:
        """Today and, where somebody has left, that as the reason."""
        assert self._head is not None, "there is no form without a pairing"
        found = self._head
        values: dict[str, Value] = {"ended_on": self.seat.today(), "end_reason": "complete"}
        sources = {"ended_on": "today"}
        if found.mentee_left_on:
            values = {"ended_on": found.mentee_left_on, "end_reason": "mentee_left"}
            sources = {"ended_on": "the last day at work", "end_reason": f"{found.mentee} has left"}
        elif found.mentor_left_on:
            values["end_reason"] = "mentor_left"
            sources["end_reason"] = f"{found.mentor} has left"
        fields = [replace(PAIRING[name], required=True) for name in ("ended_on", "end_reason")]
        return Asked(fields, values, sources)

    def told(self) -> list[Line]:
        """What ending does, and what is left open."""
        rows: list[Line] = [
            ["What is past stays. Sessions planned after this day are not needed."],
            ["A new mentor is a new allocation. Open actions stay with their owners."],
        ]
        if open_still := len(open_goals(self.seat.reader, self.subject)):
            are = "is" if open_still == 1 else "are"
            rows.append([f"{open_still} of its goals {are} not achieved yet."])
        return rows

    def write(self, batch: Batch, values: dict[str, Value]) -> None:
        """The end of the pairing."""
        assert self.standing is not None, "there is no form without a pairing"
        batch.add(
            Change(PAIRING, self.altered(values), self.subject, self.standing.revision, "The pairing ended")
        )

    def said_when_saved(self, saved: Saved) -> str:  # noqa: ARG002
        """What was saved."""
        return f"Saved: the pairing of {self._head.mentee if self._head else ''} has ended."
