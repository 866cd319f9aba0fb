"""A goal of a mentee: set, moved on, achieved, corrected."""

from __future__ import annotations

from typing import ClassVar

from textual.widgets import Static

from mentor_tui.declare import Value
from mentor_tui.office import Change
from mentor_tui.records import GOAL
from mentor_tui.store.read.pairing import head
from mentor_tui.store.read.session_entry import Standing, by_its_key
from screens.form_place import REASON, FormPlace
from screens.place import RecordSaved
from screens.seat import Seat
from widgets.form import Form
from widgets.safe import words


class GoalEntry(FormPlace):
    """A new goal of a pairing, or with `goal_key` one that is there already."""

    TITLE_TEXT = "Goal"
    HELP_PAGE = "goal"
    DRAFT = "goal"
    NOT_YOURS: ClassVar[str] = "Goals are set by the mentor and the mentee of a pairing. Esc goes back."

    def __init__(self, seat: Seat, pairing_key: str, goal_key: str = "") -> None:
        pairing_key, goal_key = by_its_key(seat.reader, GOAL, pairing_key, goal_key)
        super().__init__(seat, goal_key or pairing_key)
        self.pairing_key = pairing_key
        self.goal_key = goal_key
        self._head = head(seat.reader, pairing_key)
        if goal_key:
            self.standing = self.fresh()

    def fresh(self) -> Standing | None:
        """The goal as it stands now."""
        return self.stands(GOAL, self.goal_key, self.pairing_key)

    def may_record(self) -> bool:
        """The mentor and the mentee."""
        if self._head is None or self.seat.actor.id not in (self._head.mentor_key, self._head.mentee_key):
            return False
        return not self.goal_key or self.standing is not None

    def about(self) -> str:
        """Whose goal."""
        return f"of {self._head.mentee}" if self._head else ""

    def make_form(self) -> Form:
        """A new goal is set today; one that is there shows as it stands."""
        today = self.seat.today()
        if self.standing is not None:
            fields = [*GOAL.asked, REASON]
            return Form(fields, today=today, values=self.standing.values)
        names = ("goal", "target_on", "set_on", "progress")
        example = words(
            "For example: give the evening medicines alone, signed off by the nurse, by 13 April."
        )
        return Form(
            [GOAL[name] for name in names],
            today=today,
            values={"set_on": today},
            sources={"set_on": "today"},
            above=[Static(example, classes="form-place--note")],
        )

    def save(self, values: dict[str, Value]) -> None:
        """The goal, or what has changed in it."""
        if self.standing is not None:
            reason = str(values.pop("reason", None) or "")
            change = Change(GOAL, self.altered(values), self.goal_key, self.standing.revision, reason)
        else:
            change = Change(GOAL, {"pairing_id": self.pairing_key, **values})
        self.begin_saving()
        self.carry_out(change)

    def said_when_saved(self, saved: RecordSaved) -> str:
        """What was saved."""
        if not self.goal_key:
            return "Saved: the goal stands in the pairing and comes up at the next session."
        return "Saved: the goal as it stands now." if saved.saved.changed else "Nothing was changed."
