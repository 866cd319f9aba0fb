"""The fortnightly follow-up of a case (records.md, B4)."""

from __future__ import annotations

from mentor_tui.forms.follow_up import FollowUpPaper
from screens.paper_place import PaperPlace
from screens.seat import Seat


class FollowUpEntry(PaperPlace):
    """A new follow-up, or the correction of one."""

    TITLE_TEXT = FollowUpPaper.TITLE
    HELP_PAGE = FollowUpPaper.HELP
    DRAFT = FollowUpPaper.DRAFT

    def __init__(self, seat: Seat, case_key: str, key: str = "") -> None:
        super().__init__(seat, FollowUpPaper(seat, case_key, key))
