"""The targeted mentoring plan (records.md, B1), which opens a case: its computed baseline, its aim, its mentor."""

from __future__ import annotations

from mentor_tui.forms.support_plan import SupportPlanPaper
from screens.paper_place import PaperPlace
from screens.seat import Seat


class CaseEntry(PaperPlace):
    """A new plan, for somebody given or to be chosen; with `case_key` the correction of one."""

    TITLE_TEXT = SupportPlanPaper.TITLE
    HELP_PAGE = SupportPlanPaper.HELP
    DRAFT = SupportPlanPaper.DRAFT

    def __init__(self, seat: Seat, staff_key: str = "", case_key: str = "") -> None:
        super().__init__(seat, SupportPlanPaper(seat, staff_key, case_key))
