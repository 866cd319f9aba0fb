"""One action whole: what it says, how it stands, what became of it; from here it is completed or corrected."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.widgets import Static

from mentor_tui.forms.action_steps import DRAFT
from mentor_tui.store.read import actions
from mentor_tui.store.read.actions import ActionStory
from screens.action_steps import ActionSteps
from screens.action_words import story_lines
from screens.seat import Seat
from widgets.safe import lines, words


class ActionPage(ActionSteps):
    """One support action of a pairing or a case."""

    TITLE_TEXT = "Action"
    HELP_PAGE = "action"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("e", "correct", "Correct", tooltip="Change what it says, with the reason"),
        Binding("x", "cancel", "Cancel", tooltip="Ends the action undone, with the reason"),
        Binding("y", "confirm", "Confirm", tooltip="Says that the mentor's action stands"),
        Binding("p", "pairing", "Whole story", tooltip="Opens the pairing or case that it belongs to"),
    ]
    DEFAULT_CSS = """
    ActionPage #whole { height: 1fr; padding: 1 2; }
    """

    def __init__(self, seat: Seat, action_key: str) -> None:
        super().__init__(seat)
        self.action_key = action_key
        self._shown: ActionStory | None = actions.story(seat.reader, action_key)

    def about(self) -> str:
        """Whose action it is."""
        return self._shown.mentee if self._shown else ""

    def chosen(self) -> str:
        """This one."""
        return self.action_key

    def body(self) -> ComposeResult:
        """The text, which scrolls, and the line for evidence."""
        with VerticalScroll(id="whole"):
            yield Static(id="told")
        yield from self.step_line()

    def on_mount(self) -> None:
        """The text can be scrolled at once; evidence that was being typed is there again."""
        self._tell()
        self.focus_main()
        if self._shown is not None:
            self.write_down_opened("action", self.action_key)
        if self._shown and self._shown.may_complete and self.seat.drafting.kept(DRAFT, self.action_key):
            self.action_complete()

    def focus_main(self) -> None:
        """To the text."""
        self.query_one("#whole").focus()

    def renew(self) -> None:
        """Reads it again."""
        self._shown = actions.story(self.seat.reader, self.action_key)
        self._tell()
        self.refresh_bindings()

    def _tell(self) -> None:
        told = self.query_one("#told", Static)
        if self._shown is None:
            told.update(words("This action is not among those that you may see. Esc goes back."))
        else:
            told.update(lines(*story_lines(self._shown, self.seat.today())))

    def action_pairing(self) -> None:
        """The whole story of the pairing, or of the case."""
        from screens.case import CasePage
        from screens.pairing import PairingPage

        if self._shown and self._shown.pairing:
            self.app.push_screen(PairingPage(self.seat, self._shown.pairing))
        elif self._shown and self._shown.case:
            self.app.push_screen(CasePage(self.seat, self._shown.case))

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:  # noqa: ARG002
        """Only what would do something is offered."""
        shown = self._shown
        closed = shown is None or shown.line.state in ("completed", "late", "cancelled")
        match action:
            case "complete":
                return shown is not None and shown.may_complete
            case "cancel":
                return not closed and shown is not None and shown.may_change
            case "confirm":
                return shown is not None and shown.may_confirm
            case "correct":
                return shown is not None and shown.may_change
            case "pairing":
                return shown is not None and bool(shown.pairing or shown.case)
        return True
