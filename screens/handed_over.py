"""The mentee has the keyboard: score and reflection, and nothing else to see or to open."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import Static

from mentor_tui.declare import Field
from widgets.chrome import TitleLine
from widgets.form import Form, FormChanged, FormTyped
from widgets.safe import lines, words


class HandedOver(ModalScreen[dict[str, str] | None]):
    """Gives back what was typed, as a draft keeps it. It is the mentor's form still: nothing is saved here."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,f10", "hand_back", "Hand back"),
        Binding("ctrl+l", "app.lock", "Lock", show=False),
    ]
    DEFAULT_CSS = """
    HandedOver {
        background: $background;
        align: left top;
        & > Vertical { width: 100%; height: 100%; }
        & .handed--told { height: auto; padding: 1 2; }
        & .handed--keys { height: 1; padding: 0 1; background: $panel; }
    }
    """

    def __init__(
        self, mentee: str, mentor: str, fields: Sequence[Field], today: date, begun: Mapping[str, str]
    ) -> None:
        super().__init__()
        self._mentee = mentee
        self._mentor = mentor
        self._fields = fields
        self._today = today
        self._begun = begun
        #: told at each change, so that nothing typed here is lost either
        self.on_typed: Callable[[dict[str, str]], None] = lambda _typed: None

    def compose(self) -> ComposeResult:
        """Two questions, and how to hand back."""
        yield TitleLine("Your turn", "", self._mentee)
        with Vertical():
            yield Static(
                lines(
                    words((f"{self._mentee}, these two are yours.", "strong")),
                    words(f"{self._mentor} sees them with you when you hand the keyboard back."),
                ),
                classes="handed--told",
            )
            yield Form(self._fields, today=self._today)
            yield Static(
                words(("Ctrl+S", "strong"), " or ", ("Esc", "strong"), "  Hand back"), classes="handed--keys"
            )

    def on_mount(self) -> None:
        """What stands there already is shown."""
        self.call_after_refresh(lambda: self.query_one(Form).restore(self._begun))

    @on(FormChanged)
    def _keep(self, event: FormChanged) -> None:
        event.stop()
        self.on_typed(event.typed)

    @on(FormTyped)
    def _note(self, event: FormTyped) -> None:
        event.stop()
        self.on_typed(event.typed)

    @on(Form.Ready)
    def _ready(self, event: Form.Ready) -> None:
        event.stop()
        self.dismiss(event.typed)

    def action_hand_back(self) -> None:
        """Back to the mentor, with what stands there now."""
        self.dismiss(self.query_one(Form).typed())
