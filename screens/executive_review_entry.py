"""The executive follow-up of a strategic action, every two weeks (records.md, C4); complete only with evidence."""

from __future__ import annotations

from mentor_tui.forms.executive_review import ExecutiveReviewPaper
from screens.paper_place import PaperPlace
from screens.seat import Seat


class ExecutiveReviewEntry(PaperPlace):
    """A follow-up of the strategic action with this key or reference."""

    TITLE_TEXT = ExecutiveReviewPaper.TITLE
    HELP_PAGE = ExecutiveReviewPaper.HELP
    DRAFT = ExecutiveReviewPaper.DRAFT
    DEFAULT_CSS = """
    ExecutiveReviewEntry #told { max-height: 6; background: $surface; }
    """

    def __init__(self, seat: Seat, key: str) -> None:
        super().__init__(seat, ExecutiveReviewPaper(seat, key))
