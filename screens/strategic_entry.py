"""Approving a strategic intervention (records.md, C3), correcting one, and recording its completion with evidence."""

from __future__ import annotations

from mentor_tui.forms.strategic import StrategicDonePaper, StrategicPaper
from screens.paper_place import PaperPlace
from screens.seat import Seat


class StrategicEntry(PaperPlace):
    """A new intervention, of a service where one is given; with `key` the correction of one."""

    TITLE_TEXT = StrategicPaper.TITLE
    HELP_PAGE = StrategicPaper.HELP
    DRAFT = StrategicPaper.DRAFT

    def __init__(self, seat: Seat, key: str = "", service_key: str = "") -> None:
        super().__init__(seat, StrategicPaper(seat, key, service_key))


class StrategicDone(PaperPlace):
    """The completion of a strategic action: its day and its evidence."""

    TITLE_TEXT = StrategicDonePaper.TITLE
    HELP_PAGE = StrategicDonePaper.HELP
    DRAFT = StrategicDonePaper.DRAFT

    def __init__(self, seat: Seat, key: str) -> None:
        super().__init__(seat, StrategicDonePaper(seat, key))
