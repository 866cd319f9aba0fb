"""Approving a strategic intervention (records.md, C3), correcting one, and recording its completion with evidence."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from mentor_tui.answers import Option
from mentor_tui.declare import Field, Value
from mentor_tui.forms.paper import REASON, Asked, Options, Paper, Sitting
from mentor_tui.office import Batch, Change, Saved
from mentor_tui.records import STRATEGIC_ACTION
from mentor_tui.store.read import strategic
from mentor_tui.store.read.session_entry import Standing

_COMPLETED: Final = replace(
    STRATEGIC_ACTION["completed_on"], asked=True, required=True, hint="The day on which it was done."
)
_EVIDENCE: Final = replace(
    STRATEGIC_ACTION["evidence_reference"],
    asked=True,
    required=True,
    hint="Where the evidence of completion is kept. Without it nothing is complete.",
)


class _OfDirector(Paper):
    """A form of the director's; the action that is changed is known by its key."""

    HELP = "strategic_entry"
    NOT_YOURS = "The director of people approves interventions and their completion."

    def __init__(self, seat: Sitting, subject: str, key: str) -> None:
        super().__init__(seat, subject)
        self.key = key
        if key:
            self.standing = self.fresh()

    def fresh(self) -> Standing | None:
        """The action as it stands now."""
        return strategic.standing(self.seat.reader, self.key)

    def may_record(self) -> bool:
        """The director of people."""
        return strategic.may_approve(self.seat.reader) and (not self.key or self.standing is not None)

    def write(self, batch: Batch, values: dict[str, Value]) -> None:
        """What has changed."""
        batch.add(self.correction(STRATEGIC_ACTION, values))


class StrategicPaper(_OfDirector):
    """A new intervention, of a service where one is given; with `key` the correction of one."""

    TITLE = "Strategic intervention"
    DRAFT = "strategic_entry"

    def __init__(self, seat: Sitting, key: str = "", service_key: str = "") -> None:
        super().__init__(seat, key or service_key, key)
        self._service = service_key if not key else ""
        if key and self.standing is None and any(key == one for one, _, _ in strategic.services(seat.reader)):
            # A draft of a new one is known by its service.
            self.key, self._service = "", key

    def asked(self) -> Asked:
        """Approved today unless one says otherwise; the service that waits is filled in."""
        reader = self.seat.reader
        options: dict[str, Options] = {
            "executive_owner_id": [
                Option(one.key, one.name, one.job_role) for one in strategic.executives(reader)
            ],
            "service_id": [Option(key, name, ref) for key, name, ref in strategic.services(reader)],
        }
        fields: list[Field] = list(STRATEGIC_ACTION.asked)
        if self.standing is not None:
            closing = [_COMPLETED, _EVIDENCE] if self.standing.values["completed_on"] else []
            return Asked([*fields, *closing, REASON], self.standing.values, options=options)
        values: dict[str, Value] = {"approved_on": self.seat.today()}
        sources = {"approved_on": "today"}
        if self._service:
            values["service_id"] = self._service
            sources["service_id"] = "below the threshold two months running"
        return Asked(fields, values, sources, options)

    def write(self, batch: Batch, values: dict[str, Value]) -> None:
        """The intervention, or what has changed in it."""
        if self.standing is not None:
            super().write(batch, values)
        else:
            batch.add(Change(STRATEGIC_ACTION, {**values, "recorded_on": self.seat.today()}))

    def said_when_saved(self, saved: Saved) -> str:  # noqa: ARG002
        """What comes next."""
        if self.standing is not None:
            return "The intervention is corrected."
        return "The intervention is approved. It is followed up every two weeks until it is complete."


class StrategicDonePaper(_OfDirector):
    """The completion of a strategic action: its day and its evidence."""

    TITLE = "Completion"
    DRAFT = "strategic_done"

    def __init__(self, seat: Sitting, key: str) -> None:
        super().__init__(seat, key, key)

    def about(self) -> str:
        """Of which action."""
        one = strategic.line(self.seat.reader, self.key)
        return one.ref if one else ""

    def asked(self) -> Asked:
        """The day and the evidence."""
        return Asked([_COMPLETED, _EVIDENCE], {"completed_on": self.seat.today()}, {"completed_on": "today"})

    def said_when_saved(self, saved: Saved) -> str:  # noqa: ARG002
        """That it is complete."""
        return "The intervention is complete, with its evidence."
