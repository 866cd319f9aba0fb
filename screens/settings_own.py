"""Settings that are a person's own: colours, PIN, passphrase."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, ClassVar, cast

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.message import Message
from textual.widgets import Input, Static

from mentor_tui import identity
from mentor_tui.passphrases import Unacceptable, suggest_passphrase
from mentor_tui.store import choices
from mentor_tui.store.problems import StoreProblem
from screens.door import Asked
from screens.place import Place
from screens.seat import Seat
from widgets import themes
from widgets.entry import Secret
from widgets.listing import Column, Listing, Row
from widgets.safe import Part, cell, notify, words

if TYPE_CHECKING:
    from widgets.terminal import TerminalApp


class Done(Message):
    """What was asked for is done; the sentence says so."""

    def __init__(self, sentence: str) -> None:
        super().__init__()
        self.sentence = sentence


class NotDone(Message):
    """It is not; the sentence says why."""

    def __init__(self, sentence: str) -> None:
        super().__init__()
        self.sentence = sentence


class Display(Place):
    """The colours."""

    TITLE_TEXT = "Display"
    HELP_PAGE = "settings"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "open", "Take"),
        Binding("escape,f10", "back", "Back"),
    ]
    DEFAULT_CSS = """
    Display {
        & Static { height: auto; padding: 0 1; margin: 0 0 1 0; color: $text-muted; }
        & Listing { height: 1fr; }
    }
    """
    _SAID: ClassVar[dict[str, str]] = {
        themes.DARK: "for most screens",
        themes.LIGHT: "for a bright room",
        themes.CONTRAST: "black, white and yellow",
        themes.SIXTEEN: "as your terminal is set up; the fewest bytes on a slow line",
    }

    def body(self) -> ComposeResult:
        """One line for each look."""
        yield Static(words("Enter takes a look at once. It is yours on every terminal that can show it."))
        yield Listing(
            [Column("mark", "", 6), Column("name", "", 28), Column("said", "", 20, flex=1)], header=False
        )

    def on_mount(self) -> None:
        """The list has the focus."""
        self.query_one(Listing).focus()

    def renew(self) -> None:
        """The look that is worn is marked."""
        listing = self.query_one(Listing)
        listing.show_rows(
            [
                Row(name, ("now" if self.app.theme == name else "", title, cell((self._SAID[name], "quiet"))))
                for name, title in themes.NAMES.items()
            ],
            at=listing.key or self.app.theme,
        )

    def action_open(self) -> None:
        """The look that is marked."""
        self.query_one(Listing).action_select()

    @on(Listing.Selected)
    def _take(self, event: Listing.Selected) -> None:
        program, seat, look = cast("TerminalApp[Any]", self.app), self.seat, event.key
        program.wear(look)
        self.renew()
        if self.app.theme != look:
            notify(self.app, "This terminal has sixteen colours or none: its own are used here.")

        def work() -> None:
            try:
                choices.choose(seat.store, seat.actor.id, "theme", look)
            except StoreProblem as problem:
                self.post_message(NotDone(str(problem)))
            finally:
                seat.store.close()

        self.run_worker(work, thread=True, group="office")

    @on(NotDone)
    def _not_done(self, message: NotDone) -> None:
        notify(self.app, message.sentence, severity="error")


class SecretPlace(Place):
    """A form of secrets: nothing of it is kept as a draft."""

    HELP_PAGE = "settings"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+s", "save", "Save"),
        Binding("escape,f10", "back", "Back"),
        Binding("ctrl+t", "show_typed", "Show or hide"),
    ]
    DEFAULT_CSS = """
    SecretPlace {
        & Vertical { padding: 1 2; }
        & .secret--hint { height: auto; color: $text-muted; margin: 0 0 1 24; }
        & .secret--what { height: auto; margin: 0 0 1 0; }
        & #said { height: auto; max-height: 4; }
    }
    """

    def __init__(self, seat: Seat) -> None:
        super().__init__(seat)
        #: whoever has a passphrase gives it again: this terminal may have been left alone
        self.asks_passphrase = identity.has_passphrase(seat.store, seat.actor.id)

    def say(self, *parts: Part) -> None:
        """Says what is wrong."""
        self.query_one("#said", Static).update(words(*parts))

    def secret(self, name: str) -> str:
        """What was typed."""
        return self.query_one(f"#{name}", Secret).value

    def now_first(self) -> ComposeResult:
        """The passphrase of today, where there is one."""
        if self.asks_passphrase:
            yield Asked("Passphrase now", Secret(id="now"))
            yield Static(
                words("The one you sign in with, to be sure that it is you."), classes="secret--hint"
            )

    def on_mount(self) -> None:
        """Begin with the first question."""
        self.query(Secret).first().focus()

    def action_show_typed(self) -> None:
        """Shows what is typed in place of dots, or hides it again."""
        for secret in self.query(Secret):
            secret.password = not secret.password

    @on(Input.Submitted)
    def _next(self, event: Input.Submitted) -> None:
        if event.input is self.query(Secret).last():
            self.action_save()
        else:
            self.focus_next()

    def action_save(self) -> None:
        """Subclasses save."""

    def begin(self, act: Callable[[], str]) -> None:
        """Checks who it is and then acts, both in a worker; ``act`` gives the sentence that says it is done."""
        seat, given = self.seat, self.secret("now") if self.asks_passphrase else ""
        self.say("One moment.")

        def work() -> None:
            try:
                if self.asks_passphrase:
                    identity.sign_in(seat.store, seat.office, seat.actor.id, given, seat.now())
                self.post_message(Done(act()))
            except (identity.SignInRefused, identity.NotYours, Unacceptable, StoreProblem) as refused:
                self.post_message(NotDone(str(refused)))
            finally:
                seat.store.close()

        self.run_worker(work, thread=True, exclusive=True, group="office")

    @on(Done)
    def _done(self, message: Done) -> None:
        notify(self.app, message.sentence)
        self.dismiss(True)

    @on(NotDone)
    def _not_done(self, message: NotDone) -> None:
        self.say((message.sentence, "bad"))


class PinEntry(SecretPlace):
    """A short PIN for one's own lock."""

    TITLE_TEXT = "PIN"

    def body(self) -> ComposeResult:
        """The PIN, blank to have none."""
        has = identity.has_pin(self.seat.store, self.seat.actor.id)
        with Vertical():
            yield Static(
                words(
                    "A PIN opens your own lock, never a sign-in. ",
                    "You have one." if has else "You have none yet.",
                ),
                classes="secret--what",
            )
            yield from self.now_first()
            yield Asked("New PIN", Secret(id="pin"))
            yield Static(words("4 to 8 digits. Blank takes it away."), classes="secret--hint")
            yield Static("", id="said")

    def action_save(self) -> None:
        """Keeps the PIN, or takes it away."""
        seat, pin = self.seat, self.secret("pin").strip()

        def act() -> str:
            identity.set_pin(seat.store, seat.actor, pin or None, seat.now())
            return "Your PIN is set." if pin else "You have no PIN any more."

        self.begin(act)


class Passphrase(SecretPlace):
    """One's own passphrase."""

    TITLE_TEXT = "Passphrase"
    BINDINGS: ClassVar[list[BindingType]] = [Binding("ctrl+g", "suggest", "Take the suggestion")]

    def body(self) -> ComposeResult:
        """The passphrase of today, and the new one."""
        self._suggestion = suggest_passphrase()
        with Vertical():
            yield from self.now_first()
            yield Asked("New passphrase", Secret(id="new"))
            yield Static(
                words(
                    "At least 15 characters. ", ("Ctrl+G", "strong"), " takes: ", (self._suggestion, "strong")
                ),
                classes="secret--hint",
            )
            yield Static("", id="said")

    def action_suggest(self) -> None:
        """Takes the suggestion, and shows it."""
        entry = self.query_one("#new", Secret)
        entry.value = self._suggestion
        entry.password = False
        entry.focus()

    def action_save(self) -> None:
        """Keeps the new passphrase."""
        seat, new = self.seat, self.secret("new")

        def act() -> str:
            with seat.admission.changed_here():
                identity.set_passphrase(seat.store, seat.office, seat.actor, seat.actor.id, new, seat.now())
            return "Your new passphrase is set. Use it from now on."

        self.begin(act)
