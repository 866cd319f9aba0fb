"""One question in a line, asked over a place."""

from __future__ import annotations

from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import Input, Static

from widgets.entry import LineInput
from widgets.safe import words


class AskLine(ModalScreen[str | None]):
    """Gives what was typed; None where the person goes back."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape,f10", "leave", "Go back")]
    DEFAULT_CSS = """
    AskLine {
        align: center middle;
        & > Vertical { width: 70; max-width: 100%; height: auto; padding: 1 2; border: solid $border; }
        & .ask--title { text-style: bold; margin: 0 0 1 0; height: auto; }
        & .ask--hint { color: $text-muted; margin: 1 0 0 0; height: auto; }
    }
    """

    def __init__(self, question: str, hint: str) -> None:
        super().__init__()
        self._question = question
        self._hint = hint

    def compose(self) -> ComposeResult:
        """Question, line, hint."""
        with Vertical():
            yield Static(words(self._question), classes="ask--title")
            yield LineInput()
            yield Static(words(f"{self._hint} Enter is done, Esc goes back."), classes="ask--hint")

    def on_mount(self) -> None:
        """Type at once."""
        self.query_one(LineInput).focus()

    @on(Input.Submitted)
    def _answered(self, event: Input.Submitted) -> None:
        self.dismiss(event.value)

    def action_leave(self) -> None:
        """Nothing, after all."""
        self.dismiss(None)
