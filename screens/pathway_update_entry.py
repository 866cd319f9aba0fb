"""The support pathway update of a case (records.md, B3)."""

from __future__ import annotations

from mentor_tui.forms.pathway_update import PathwayUpdatePaper
from screens.paper_place import PaperPlace
from screens.seat import Seat


class PathwayUpdateEntry(PaperPlace):
    """A new update, or what came of one: hours delivered, the result of the reassessment."""

    TITLE_TEXT = PathwayUpdatePaper.TITLE
    HELP_PAGE = PathwayUpdatePaper.HELP
    DRAFT = PathwayUpdatePaper.DRAFT

    def __init__(self, seat: Seat, case_key: str, key: str = "") -> None:
        super().__init__(seat, PathwayUpdatePaper(seat, case_key, key))
