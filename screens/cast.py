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

    def __init__(self, store: Store) -> None:
        super().__init__()
        self._store = store

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
                Column("service", "Service", 18, flex=1),
            ],
            empty="The demonstration has no cast. Make it again with 'mentor-tui demo --reset'.",
            id="cast",
        )
        yield Static("", classes="door--said")

    def on_mount(self) -> None:
        """One row for each of the cast."""
        from mentor_tui import demo

        services = dict(self._store.rows("SELECT id, name FROM service"))
        rows = []
        for seat in demo.cast(self._store):
            actor = identity.actor_of(self._store, seat.person, self.program.today())
            where = services.get(actor.service or "", "All services")
            rows.append(Row(seat.person, (seat.role, seat.name, where)))
        self.query_one(Listing).show_rows(rows)
        self.query_one(Listing).focus()

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
