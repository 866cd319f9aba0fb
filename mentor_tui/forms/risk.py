"""Risk identified: a manager's act with a date, from which a support plan is due in three working days."""

from __future__ import annotations

from mentor_tui.dates import in_full, short
from mentor_tui.declare import Value
from mentor_tui.forms.paper import Asked, Paper, Sitting
from mentor_tui.office import Batch, Change, Saved
from mentor_tui.records import RISK
from mentor_tui.store.read import risk
from mentor_tui.store.read.risk import AtRisk
from mentor_tui.tones import Line


class RiskPaper(Paper):
    """Says of one person that there is a risk of losing them."""

    TITLE = "Risk identified"
    DRAFT = "risk"
    HELP = "risk_entry"
    NOT_YOURS = "That there is a risk is said by the line manager or the registered manager."

    def __init__(self, seat: Sitting, person: str) -> None:
        super().__init__(seat, person)
        found = risk.profile(seat.reader, person) if self.may_record() else []
        self._known: AtRisk | None = found[0] if found else None

    def may_record(self) -> bool:
        """The line manager, or the registered manager of the service."""
        return risk.may_record(self.seat.reader, "risk", self.subject)

    def about(self) -> str:
        """Of whom."""
        return self._known.name if self._known else ""

    def asked(self) -> Asked:
        """Today, and what was seen."""
        fields = [field for field in RISK.asked if field.name != "staff_id"]
        return Asked(fields, {"identified_on": self.seat.today()}, {"identified_on": "today"})

    def told(self) -> list[Line]:
        """What the records show."""
        known = self._known
        if known is None:
            return []
        rows = [f"What the records show of {known.name}:"]
        rows += [f"- {reason.words}" for reason in known.reasons] or [
            "- no reason that the program looks for"
        ]
        if known.case:
            rows.append("There is an open case already: its plan answers this risk too.")
        elif known.identified_on and known.plan_due:
            rows.append(
                f"A risk was identified on {short(known.identified_on)}; the plan is due {short(known.plan_due)}."
            )
        rows.append("You decide, not the program. A support plan is then due within three working days.")
        return [[row] for row in (*rows, "")]

    def write(self, batch: Batch, values: dict[str, Value]) -> None:
        """The risk."""
        batch.add(Change(RISK, {"staff_id": self.subject, **values}))

    def said_when_saved(self, saved: Saved) -> str:  # noqa: ARG002
        """By when the plan is due."""
        waiting = risk.identified_on(self.seat.reader, self.subject)
        if waiting is None:
            return "Saved. The open case answers it."
        return f"Saved. A support plan is due by {in_full(waiting[1])}; the registered manager writes it."
