"""Closing a case (rules.md, *Improvement sustained*): as improved, or for another reason that stays visible."""

from __future__ import annotations

from mentor_tui.forms.case_close import CaseClosePaper
from screens.paper_place import PaperPlace
from screens.seat import Seat


class CaseClose(PaperPlace):
    """The day and the reason, under the closing rule."""

    TITLE_TEXT = CaseClosePaper.TITLE
    HELP_PAGE = CaseClosePaper.HELP
    DRAFT = CaseClosePaper.DRAFT

    def __init__(self, seat: Seat, case_key: str) -> None:
        super().__init__(seat, CaseClosePaper(seat, case_key))
