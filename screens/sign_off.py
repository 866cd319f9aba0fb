"""Signing off a plan (records.md, pathway B): its gate part by part, what signing does, and the signature."""

from __future__ import annotations

from mentor_tui.forms.sign_off import SignOffPaper
from screens.paper_place import PaperPlace
from screens.seat import Seat


class SignOff(PaperPlace):
    """The day of the sign-off, under the gate."""

    TITLE_TEXT = SignOffPaper.TITLE
    HELP_PAGE = SignOffPaper.HELP
    DRAFT = SignOffPaper.DRAFT

    def __init__(self, seat: Seat, case_key: str) -> None:
        super().__init__(seat, SignOffPaper(seat, case_key))
