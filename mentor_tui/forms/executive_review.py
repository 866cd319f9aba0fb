"""The executive follow-up of a strategic action, every two weeks (records.md, C4); complete only with evidence."""

from __future__ import annotations

from mentor_tui.dates import short
from mentor_tui.declare import Value
from mentor_tui.forms.paper import Asked, Paper, Sitting
from mentor_tui.forms.strategic_words import stands
from mentor_tui.office import Batch, Change, Saved
from mentor_tui.records import EXECUTIVE_REVIEW
from mentor_tui.store.read import strategic
from mentor_tui.tones import Line


class ExecutiveReviewPaper(Paper):
    """A follow-up of the strategic action with this key or reference."""

    TITLE = "Executive follow-up"
    DRAFT = "executive_review"
    HELP = "executive_review_entry"
    NOT_YOURS = "The HR business partner follows strategic actions up while they are open."

    def __init__(self, seat: Sitting, key: str) -> None:
        self._line = strategic.line(seat.reader, key)
        super().__init__(seat, self._line.key if self._line else key)

    def about(self) -> str:
        """Of which action."""
        return self._line.ref if self._line else ""

    def may_record(self) -> bool:
        """The HR business partner, of an action that is there."""
        return (
            self._line is not None
            and self._line.completed_on is None
            and strategic.may_follow_up(self.seat.reader)
        )

    def told(self) -> list[Line]:
        """What was approved, and how it stands."""
        one = self._line
        if one is None:
            return []
        return [
            [(one.intervention, "strong"), (f"  {one.service or 'All services'}", "quiet")],
            [f"By {short(one.target_on)}: {one.measure}"],
            ["Now: ", stands(one, self.seat.today())],
        ]

    def asked(self) -> Asked:
        """Today, and what was said last."""
        values: dict[str, Value] = {"reviewed_on": self.seat.today()}
        sources = {"reviewed_on": "today"}
        if self._line and self._line.status:
            values["status"] = self._line.status
            sources["status"] = f"as on {short(self._line.follow_ups[0].reviewed_on)}"
        return Asked(EXECUTIVE_REVIEW.asked, values, sources)

    def write(self, batch: Batch, values: dict[str, Value]) -> None:
        """The follow-up."""
        batch.add(
            Change(
                EXECUTIVE_REVIEW,
                {**values, "strategic_action_id": self.subject, "recorded_on": self.seat.today()},
            )
        )

    def said_when_saved(self, saved: Saved) -> str:  # noqa: ARG002
        """When the next one is due."""
        one = strategic.line(self.seat.reader, self.subject)
        if one is not None and one.status == "complete":
            return "The follow-up is recorded. The director records the completion."
        due = one.follow_up_due if one else None
        return f"The follow-up is recorded. The next one is due {short(due)}." if due else "Recorded."
