"""The executive follow-up of a strategic action, every two weeks (records.md, C4); complete only with evidence."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.widgets import Static

from mentor_tui.dates import short
from mentor_tui.declare import Value
from mentor_tui.office import Change
from mentor_tui.records import EXECUTIVE_REVIEW
from mentor_tui.store.read import strategic
from screens.form_place import FormPlace
from screens.place import RecordSaved
from screens.seat import Seat
from screens.strategic_words import stands
from widgets.form import Form
from widgets.safe import lines, words


class ExecutiveReviewEntry(FormPlace):
    """A follow-up of the strategic action with this key or reference."""

    TITLE_TEXT = "Executive follow-up"
    HELP_PAGE = "executive_review_entry"
    DRAFT = "executive_review"
    NOT_YOURS: ClassVar[str] = (
        "The HR business partner follows strategic actions up while they are open. Esc goes back."
    )
    DEFAULT_CSS = """
    ExecutiveReviewEntry #about { height: auto; max-height: 6; padding: 0 2; background: $surface; }
    """

    def __init__(self, seat: Seat, key: str) -> None:
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

    def body(self) -> ComposeResult:
        """What was approved, the form."""
        if (one := self._line) and self.may_record():
            today = self.seat.today()
            yield Static(
                lines(
                    words((one.intervention, "strong"), (f"  {one.service or 'All services'}", "quiet")),
                    words(f"By {short(one.target_on)}: {one.measure}"),
                    words("Now: ", stands(one, today)),
                ),
                id="about",
            )
        yield from super().body()

    def make_form(self) -> Form:
        """Today, and what was said last."""
        values: dict[str, Value] = {"reviewed_on": self.seat.today()}
        sources = {"reviewed_on": "today"}
        if self._line and self._line.status:
            values["status"] = self._line.status
            sources["status"] = f"as on {short(self._line.follow_ups[0].reviewed_on)}"
        return Form(EXECUTIVE_REVIEW.asked, today=self.seat.today(), values=values, sources=sources)

    def save(self, values: dict[str, Value]) -> None:
        """Hands it to the office."""
        self.begin_saving()
        self.carry_out(
            Change(
                EXECUTIVE_REVIEW,
                {**values, "strategic_action_id": self.subject, "recorded_on": self.seat.today()},
            )
        )

    def said_when_saved(self, saved: RecordSaved) -> str:  # noqa: ARG002
        """When the next one is due."""
        one = strategic.line(self.seat.reader, self.subject)
        if one is not None and one.status == "complete":
            return "The follow-up is recorded. The director records the completion."
        due = one.follow_up_due if one else None
        return f"The follow-up is recorded. The next one is due {short(due)}." if due else "Recorded."
