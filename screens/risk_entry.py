"""Risk identified: a manager's act with a date, from which a support plan is due in three working days."""

from __future__ import annotations

from typing import ClassVar

from textual.widgets import Static

from mentor_tui.dates import in_full, short
from mentor_tui.declare import Value
from mentor_tui.office import Change
from mentor_tui.records import RISK
from mentor_tui.store.read import risk
from mentor_tui.store.read.risk import AtRisk
from screens.form_place import FormPlace
from screens.place import RecordSaved
from screens.seat import Seat
from widgets.form import Form
from widgets.safe import lines, words


class RiskEntry(FormPlace):
    """Says of one person that there is a risk of losing them."""

    TITLE_TEXT = "Risk identified"
    HELP_PAGE = "risk_entry"
    DRAFT = "risk"
    NOT_YOURS: ClassVar[str] = (
        "That there is a risk is said by the line manager or the registered manager. Esc goes back."
    )

    def __init__(self, seat: Seat, person: str) -> None:
        super().__init__(seat, person)
        self.person = person
        found = risk.profile(seat.reader, person) if self.may_record() else []
        self._known: AtRisk | None = found[0] if found else None

    def may_record(self) -> bool:
        """The line manager, or the registered manager of the service."""
        return risk.may_record(self.seat.reader, "risk", self.subject)

    def about(self) -> str:
        """Of whom."""
        return self._known.name if self._known else ""

    def make_form(self) -> Form:
        """Today, and what was seen; above it what the records show."""
        today = self.seat.today()
        fields = [field for field in RISK.asked if field.name != "staff_id"]
        return Form(
            fields,
            today=today,
            values={"identified_on": today},
            sources={"identified_on": "today"},
            above=[Static(lines(*self._told()), classes="form-place--note"), Static(words(""))],
        )

    def _told(self) -> list[str]:
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
        return rows

    def save(self, values: dict[str, Value]) -> None:
        """The risk."""
        self.begin_saving()
        self.carry_out(Change(RISK, {"staff_id": self.person, **values}))

    def said_when_saved(self, saved: RecordSaved) -> str:  # noqa: ARG002
        """By when the plan is due."""
        waiting = risk.identified_on(self.seat.reader, self.person)
        if waiting is None:
            return "Saved. The open case answers it."
        return f"Saved. A support plan is due by {in_full(waiting[1])}; the registered manager writes it."
