"""Ending a pairing: the day and the reason. What is past stays; sessions after that day are not needed."""

from __future__ import annotations

from mentor_tui.forms.pairing_end import PairingEndPaper
from screens.paper_place import PaperPlace
from screens.seat import Seat


class PairingEnd(PaperPlace):
    """The day on which a pairing ends and why."""

    TITLE_TEXT = PairingEndPaper.TITLE
    HELP_PAGE = PairingEndPaper.HELP
    DRAFT = PairingEndPaper.DRAFT

    def __init__(self, seat: Seat, pairing_key: str) -> None:
        super().__init__(seat, PairingEndPaper(seat, pairing_key))
