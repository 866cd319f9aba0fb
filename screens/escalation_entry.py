"""Acknowledging an escalation: who, when, and what will be done (rules.md). It hides nothing."""

from __future__ import annotations

from mentor_tui.forms.escalation import EscalationPaper
from screens.paper_place import PaperPlace
from screens.seat import Seat


class EscalationEntry(PaperPlace):
    """What will be done about one escalation, by its reference."""

    TITLE_TEXT = EscalationPaper.TITLE
    HELP_PAGE = EscalationPaper.HELP
    DRAFT = EscalationPaper.DRAFT
    DEFAULT_CSS = """
    EscalationEntry #told { padding: 1 2; background: $surface; }
    """

    def __init__(self, seat: Seat, reference: str) -> None:
        super().__init__(seat, EscalationPaper(seat, reference))
