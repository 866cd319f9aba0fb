"""The cast of the demonstration: one person for each role, whose seat one may take without a passphrase."""

from __future__ import annotations

from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.widgets import Static

from mentor_tui import identity
from mentor_tui.store.database import Store
from screens.door import Door
from widgets.listing import Column, Listing, Row
from widgets.safe import words


class CastChooser(Door):
    """Whose seat do you want to try? All of it is invented."""

    TITLE_TEXT = "Demonstration"
    HELP_PAGE = "cast"
    BINDINGS: ClassVar[list[BindingType]] = [Binding("enter", "take", "Take this seat")]
    DEFAULT_CSS = """
    CastChooser {
        & .door { padding: 0 2; }
        & #look { height: 2; margin: 1 0 0 0; }
        & .door--said { margin: 0; min-height: 0; color: $text-warning; }
    }
    """

    def __init__(self, store: Store) -> None:
        super().__init__()
        self._store = store
        self._looks: dict[str, str] = {}

    def about(self) -> str:
        """The invented organisation."""
        return str(self._store.value("SELECT name FROM organisation") or "")

    def body(self) -> ComposeResult:
        """The people, one for each role."""
        yield Static(
            words(
                "Everybody and everything here is invented. Take anybody's seat to see what the program ",
                "does for their role; ",
                ("Ctrl+O", "strong"),
                " brings you back here to take another.",
            ),
            classes="door--what",
        )
        yield Listing(
            [
                Column("role", "Role", 30, flex=1),
                Column("name", "Name", 20, flex=1),
            ],
            empty="The demonstration has no cast. Make it anew with 'mentor-tui demo --reset'.",
            id="cast",
        )
        yield Static("", id="look")
        yield Static("", classes="door--said")

    def on_mount(self) -> None:
        """One row for each of the cast."""
        from mentor_tui import demo

        cast = demo.cast(self._store)
        self._looks = {one.person: one.look for one in cast}
        rows = [Row(one.person, (one.role, one.name)) for one in cast]
        listing = self.query_one(Listing)
        listing.show_rows(rows)
        listing.focus()
        if demo.is_stale(self._store, self.program.today()):
            self.say("Its history ended some days ago. 'mentor-tui demo --reset' makes it anew, up to today.")

    @on(Listing.Moved)
    def _show_look(self, event: Listing.Moved) -> None:
        self.query_one("#look", Static).update(words(("Look at: ", "strong"), self._looks.get(event.key, "")))

    def action_take(self) -> None:
        """The seat under the cursor."""
        self.query_one(Listing).action_select()

    @on(Listing.Selected)
    def _take(self, event: Listing.Selected) -> None:
        try:
            actor = identity.actor_of(self._store, event.key, self.program.today())
        except identity.SignInRefused as refused:
            self.say((str(refused), "bad"))
            return
        self.program.sit(actor)
