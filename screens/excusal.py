"""Not held: a planned session that did not take place, with its reason, and whether that counts as excused."""

from __future__ import annotations

from mentor_tui.forms.excusal import ExcusalPaper
from screens.paper_place import PaperPlace
from screens.seat import Seat


class ExcusalEntry(PaperPlace):
    """Why a planned session did not take place; with `excusal_key` the correction of that."""

    TITLE_TEXT = ExcusalPaper.TITLE
    HELP_PAGE = ExcusalPaper.HELP
    DRAFT = ExcusalPaper.DRAFT

    def __init__(self, seat: Seat, pairing_key: str, number: int = 0, excusal_key: str = "") -> None:
        super().__init__(seat, ExcusalPaper(seat, pairing_key, number, excusal_key))
