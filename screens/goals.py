"""A goal of a mentee: set, moved on, achieved, corrected."""

from __future__ import annotations

from mentor_tui.forms.goal import GoalPaper
from screens.paper_place import PaperPlace
from screens.seat import Seat


class GoalEntry(PaperPlace):
    """A new goal of a pairing, or with `goal_key` one that is there already."""

    TITLE_TEXT = GoalPaper.TITLE
    HELP_PAGE = GoalPaper.HELP
    DRAFT = GoalPaper.DRAFT

    def __init__(self, seat: Seat, pairing_key: str, goal_key: str = "") -> None:
        super().__init__(seat, GoalPaper(seat, pairing_key, goal_key))
