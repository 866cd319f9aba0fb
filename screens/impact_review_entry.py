"""The monthly impact review of a case (records.md, B5): what changed since the plan, the decision, the closing."""

from __future__ import annotations

from mentor_tui.forms.impact_review import ImpactReviewPaper
from screens.paper_place import PaperPlace
from screens.seat import Seat


class ImpactReviewEntry(PaperPlace):
    """A new review, or the correction of one. A decision to close closes the case in the same save."""

    TITLE_TEXT = ImpactReviewPaper.TITLE
    HELP_PAGE = ImpactReviewPaper.HELP
    DRAFT = ImpactReviewPaper.DRAFT

    def __init__(self, seat: Seat, case_key: str, key: str = "") -> None:
        super().__init__(seat, ImpactReviewPaper(seat, case_key, key))
