"""Asking before what cannot be undone: sign, close, anonymise. What can be undone is not asked about.

if await self.app.push_screen_wait(Confirm("Close this case", what_will_happen, yes="Close the case")):
    ...
"""

from __future__ import annotations

from dataclasses import dataclass

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.message import Message
from textual.screen import ModalScreen
from textual.widgets import Static

from widgets.safe import words


class Answer(Static, can_focus=True):
    """One answer: a button of one line, pressed by Enter, the space bar or a click."""

    ALLOW_SELECT = False
    BINDINGS = [Binding("enter,space", "press", "Press", show=False)]
    DEFAULT_CSS = """
    Answer {
        width: auto;
        height: 1;
        margin: 0 2 0 0;
        padding: 0 1;
        background: $panel;
        &:focus { background: $block-cursor-background; color: $block-cursor-foreground; text-style: bold; }
        &:ansi { text-style: underline; }
        &:ansi:focus { text-style: bold; }
        &:nocolor:focus { text-style: reverse; }
    }
    """

    @dataclass
    class Pressed(Message):
        """This answer was given."""

        answer: Answer

    def __init__(self, label: str, *, id: str) -> None:
        super().__init__(words(f" {label} "), id=id)

    def action_press(self) -> None:
        """Give this answer."""
        self.post_message(self.Pressed(self))

    def on_click(self) -> None:
        """A click gives it too."""
        self.action_press()


class Confirm(ModalScreen[bool]):
    """Says in words what will happen, and asks. The focus is on the safe answer; Esc is the safe answer too.

    `yes` says what is done ('Sign the audit'), never just Yes; the key that opened this must not answer it.
    """

    BINDINGS = [
        Binding("escape", "answer(False)", "Go back"),
        Binding("left,up", "app.focus_previous", show=False),
        Binding("right,down", "app.focus_next", show=False),
    ]
    DEFAULT_CSS = """
    Confirm {
        align: center middle;
        background: $background;
        & > Vertical {
            width: 64;
            max-width: 100%;
            height: auto;
            max-height: 100%;
            padding: 1 2;
            border: solid $border;
        }
        & .confirm--title { height: auto; text-style: bold; margin: 0 0 1 0; }
        & .confirm--body { height: auto; max-height: 14; margin: 0 0 1 0; }
        & Horizontal { height: 1; }
    }
    """

    def __init__(self, title: str, body: str | Content, *, yes: str, no: str = "Go back") -> None:
        super().__init__()
        self._title = title
        self._body = words(body) if isinstance(body, str) else body
        self._yes = yes
        self._no = no

    def compose(self) -> ComposeResult:
        """The question, what will happen, the two answers."""
        with Vertical():
            yield Static(words(self._title), classes="confirm--title")
            yield Static(self._body, classes="confirm--body")
            with Horizontal():
                yield Answer(self._no, id="no")
                yield Answer(self._yes, id="yes")

    def on_mount(self) -> None:
        """The safe answer first."""
        self.query_one("#no").focus()

    @on(Answer.Pressed)
    def _pressed(self, event: Answer.Pressed) -> None:
        event.stop()
        self.dismiss(event.answer.id == "yes")

    def action_answer(self, answer: bool) -> None:
        """Answer without a button."""
        self.dismiss(answer)
