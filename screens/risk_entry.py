"""Risk identified: a manager's act with a date, from which a support plan is due in three working days."""

from __future__ import annotations

from mentor_tui.forms.risk import RiskPaper
from screens.paper_place import PaperPlace
from screens.seat import Seat


class RiskEntry(PaperPlace):
    """Says of one person that there is a risk of losing them."""

    TITLE_TEXT = RiskPaper.TITLE
    HELP_PAGE = RiskPaper.HELP
    DRAFT = RiskPaper.DRAFT

    def __init__(self, seat: Seat, person: str) -> None:
        super().__init__(seat, RiskPaper(seat, person))
