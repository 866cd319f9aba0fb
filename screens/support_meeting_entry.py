"""The support meeting of a case (records.md, B2), with the actions agreed at it."""

from __future__ import annotations

from mentor_tui.forms.support_meeting import SupportMeetingPaper
from screens.paper_place import PaperPlace
from screens.seat import Seat


class SupportMeetingEntry(PaperPlace):
    """A new meeting of a case, or the correction of one."""

    TITLE_TEXT = SupportMeetingPaper.TITLE
    HELP_PAGE = SupportMeetingPaper.HELP
    DRAFT = SupportMeetingPaper.DRAFT

    def __init__(self, seat: Seat, case_key: str, key: str = "") -> None:
        super().__init__(seat, SupportMeetingPaper(seat, case_key, key))
