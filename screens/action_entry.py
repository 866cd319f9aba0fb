"""The form of a support action (records.md, A4): a new one of a pairing, or the correction of one."""

from __future__ import annotations

from mentor_tui.forms.action import ActionPaper, known_by
from screens.action_page import ActionPage
from screens.paper_place import PaperPlace
from screens.place import Place
from screens.seat import Seat


class ActionForm(PaperPlace):
    """A new action, of the pairing or case given or of a pairing to choose; with `action_key` the correction of one."""

    TITLE_TEXT = ActionPaper.TITLE
    HELP_PAGE = ActionPaper.HELP
    DRAFT = ActionPaper.DRAFT

    def __init__(self, seat: Seat, action_key: str = "", pairing_key: str = "", case_key: str = "") -> None:
        super().__init__(seat, ActionPaper(seat, action_key, pairing_key, case_key))


def open_action(seat: Seat, action_key: str = "", pairing_key: str = "", case_key: str = "") -> Place:
    """An action whole, from where it is completed; without one, the form for a new one of the pairing or case."""
    if action_key:
        action_key, of_pairing, of_case = known_by(seat, action_key)
        pairing_key, case_key = of_pairing or pairing_key, of_case or case_key
    return ActionPage(seat, action_key) if action_key else ActionForm(seat, "", pairing_key, case_key)


ActionEntry = open_action
"""As other screens open it."""
