"""Acknowledging an escalation: who, when, and what will be done (rules.md). It hides nothing."""

from __future__ import annotations

from mentor_tui.declare import Value
from mentor_tui.forms.paper import Asked, Paper, Sitting
from mentor_tui.office import Batch, Change, Saved
from mentor_tui.records import ACKNOWLEDGEMENT
from mentor_tui.rules.escalations import TO
from mentor_tui.rules.wording import SENTENCE, SHORT
from mentor_tui.tones import Line


class EscalationPaper(Paper):
    """What will be done about one escalation, by its reference."""

    TITLE = "Acknowledge"
    DRAFT = "escalation"
    HELP = "escalations"

    def __init__(self, seat: Sitting, reference: str) -> None:
        super().__init__(seat, reference)
        self._code = reference.partition("@")[0]

    def about(self) -> str:
        """Which one."""
        return f"{self._code} {SHORT.get(self._code, '')}"

    def may_record(self) -> bool:
        """Whoever is in the chain of such an escalation, or stands in for one; the office looks closer."""
        chain = {*TO.get(self._code, ()), *(("registered_manager",) if self._code in ("E1", "E2") else ())}
        return bool(chain & set(self.seat.actor.roles))

    def told(self) -> list[Line]:
        """What it is, and what acknowledging says."""
        return [
            [(SENTENCE.get(self._code, ""), "strong")],
            [
                (
                    "Acknowledging says that you have seen it and what will be done. "
                    "It is listed until its cause is gone too.",
                    "quiet",
                )
            ],
        ]

    def asked(self) -> Asked:
        """One question."""
        return Asked([ACKNOWLEDGEMENT["will_do"]])

    def write(self, batch: Batch, values: dict[str, Value]) -> None:
        """The acknowledgement, in one's own name, today."""
        batch.add(
            Change(
                ACKNOWLEDGEMENT,
                {
                    "reference": self.subject,
                    "acknowledged_on": self.seat.today(),
                    "acknowledged_by_id": self.seat.actor.id,
                    "will_do": values.get("will_do"),
                },
            )
        )

    def said_when_saved(self, saved: Saved) -> str:  # noqa: ARG002
        """That it is acknowledged, and how long it is listed."""
        return "Acknowledged. It is listed for as long as its cause is there."
