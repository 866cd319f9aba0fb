"""What stands between the program and whoever is there: the first start, signing in, the lock, the cast.

Nobody is signed in here, so no record is shown, and what is typed is gone with the screen.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar, Protocol, cast

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.message import Message
from textual.screen import Screen
from textual.widgets import Static

from mentor_tui.access import Actor
from widgets.chrome import KeyLine, TitleLine
from widgets.entry import LineInput, Secret
from widgets.safe import Part, words

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date, datetime

    from mentor_tui.office import Office
    from mentor_tui.store.database import Store


class Program(Protocol):
    """What the door asks of the program that it stands in front of."""

    store: Store
    office: Office

    def today(self) -> date:
        """The date today."""

    def now(self) -> datetime:
        """The moment, in UTC."""

    def sit(self, actor: Actor) -> None:
        """The person takes their seat."""

    def take(self, store: Store) -> None:
        """Works on this database from now on."""

    def pin_will_do(self, person: str) -> str:
        """Why the PIN does not open the work that a person has open here; blank where it does."""

    def open_door(self, screen: Callable[[], Screen[Any]]) -> None:
        """Puts a screen of the door in front of everything."""

    def sign_in_screen(self) -> Screen[Any]:
        """Where the next person signs in."""

    def show_demonstration(self, store: Store) -> None:
        """Goes over to the demonstration."""


class LetIn(Message):
    """Somebody has shown who they are."""

    def __init__(self, actor: Actor) -> None:
        super().__init__()
        self.actor = actor


class Turned(Message):
    """Somebody was not let in; why, as a sentence."""

    def __init__(self, sentence: str, *, passphrase_needed: bool = False) -> None:
        super().__init__()
        self.sentence = sentence
        self.passphrase_needed = passphrase_needed


class Asked(Horizontal):
    """A question in one line: its words at the left, the entry at the right."""

    DEFAULT_CSS = """
    Asked {
        height: 1;
        & > Static { width: 24; }
        & > LineInput, & > Secret { width: 1fr; max-width: 52; }
    }
    """

    def __init__(self, label: str, entry: LineInput) -> None:
        super().__init__()
        self._label = label
        self._entry = entry

    def compose(self) -> ComposeResult:
        """The words and the entry."""
        yield Static(words(self._label))
        yield self._entry


class Door(Screen[None]):
    """A screen before anybody has signed in: a title, a column of questions, one line for what is wrong."""

    TITLE_TEXT: ClassVar[str] = ""
    HELP_PAGE: ClassVar[str] = ""
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f1", "app.help", "Help", tooltip="What this screen is for and which keys work here"),
        Binding("ctrl+t", "show_typed", "Show or hide what you type", show=False),
        Binding("ctrl+q", "app.quit", "Quit", show=False),
    ]
    DEFAULT_CSS = """
    Door {
        & .door { width: 100%; height: 1fr; padding: 1 2; }
        & .door--what { color: $text-muted; height: auto; margin: 0 0 1 0; }
        & .door--hint { color: $text-muted; height: auto; }
        & .door--said { height: auto; min-height: 1; max-height: 4; margin: 1 0 0 0; }
    }
    """

    @property
    def program(self) -> Program:
        """The program that this is the door of."""
        return cast("Program", self.app)

    def about(self) -> str:
        """What stands in the middle of the title line."""
        return ""

    def compose(self) -> ComposeResult:
        """Title line, the questions, what is wrong, the keys."""
        yield TitleLine(self.TITLE_TEXT, self.about())
        with Vertical(classes="door"):
            yield from self.body()
        yield KeyLine()

    def body(self) -> ComposeResult:
        """The screen's own widgets; one of them a Static with the class ``door--said``."""
        yield from ()

    def say(self, *parts: Part) -> None:
        """Says what is wrong, or what is being done."""
        self.query_one(".door--said", Static).update(words(*parts))

    def action_show_typed(self) -> None:
        """Shows what is typed in place of dots, or hides it again."""
        for secret in self.query(Secret):
            secret.password = not secret.password

    @on(LetIn)
    def _let_in(self, message: LetIn) -> None:
        for secret in self.query(Secret):
            secret.value = ""
        self.program.sit(message.actor)
