"""A goal of a mentee: set, moved on, achieved, corrected."""

from __future__ import annotations

from mentor_tui.declare import Value
from mentor_tui.forms.paper import REASON, UNCHANGED, Asked, Paper, Sitting
from mentor_tui.office import Batch, Change, Saved
from mentor_tui.records import GOAL
from mentor_tui.store.read.pairing import head
from mentor_tui.store.read.session_entry import Standing, by_its_key
from mentor_tui.tones import Line


class GoalPaper(Paper):
    """A new goal of a pairing, or with `goal_key` one that is there already."""

    TITLE = "Goal"
    DRAFT = "goal"
    HELP = "goal"
    NOT_YOURS = "Goals are set by the mentor and the mentee of a pairing."

    def __init__(self, seat: Sitting, pairing_key: str, goal_key: str = "") -> None:
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

    def asked(self) -> Asked:
        """A new goal is set today; one that is there shows as it stands."""
        if self.standing is not None:
            return Asked([*GOAL.asked, REASON], self.standing.values)
        names = ("goal", "target_on", "set_on", "progress")
        return Asked([GOAL[name] for name in names], {"set_on": self.seat.today()}, {"set_on": "today"})

    def told(self) -> list[Line]:
        """An example of a goal that one can see when it is done."""
        if self.standing is not None:
            return []
        return [["For example: give the evening medicines alone, signed off by the nurse, by 13 April."]]

    def write(self, batch: Batch, values: dict[str, Value]) -> None:
        """The goal, or what has changed in it."""
        if self.standing is not None:
            batch.add(self.correction(GOAL, values))
        else:
            batch.add(Change(GOAL, {"pairing_id": self.pairing_key, **values}))

    def said_when_saved(self, saved: Saved) -> str:
        """What was saved."""
        if not self.goal_key:
            return "Saved: the goal stands in the pairing and comes up at the next session."
        return "Saved: the goal as it stands now." if saved.changed else UNCHANGED
