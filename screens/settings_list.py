"""A list of Settings: its rows, a line to narrow them, and the form that each opens."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.widgets import Input, Static

from screens.place import Place
from screens.seat import Seat
from widgets.entry import Filter
from widgets.listing import Column, Listing, Row
from widgets.safe import words


class SettingsList(Place):
    """One of the registers. Subclasses give the columns, the rows and the form."""

    HELP_PAGE = "settings"
    COLUMNS: ClassVar[Sequence[Column]] = ()
    EMPTY: ClassVar[str] = "Nothing here yet. Press n to add the first."
    #: what the list is, in a sentence or two
    ABOUT: ClassVar[str] = ""
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "open", "Change"),
        Binding("n", "new", "New"),
        Binding("slash", "filter", "Filter"),
        Binding("escape,f10", "back", "Back"),
    ]
    DEFAULT_CSS = """
    SettingsList {
        & .settings--about { height: auto; padding: 0 1; color: $text-muted; margin: 0 0 1 0; }
        & Filter { display: none; margin: 0 1 1 1; }
        &.-filtering Filter { display: block; }
        & Listing { height: 1fr; }
    }
    """

    def __init__(self, seat: Seat) -> None:
        super().__init__(seat)
        self.wanted = ""

    def body(self) -> ComposeResult:
        """What it is, the filter, the list."""
        yield Static(words(self.ABOUT), classes="settings--about")
        yield Filter("rows")
        yield Listing(self.COLUMNS, empty=self.EMPTY, id="rows")

    def rows(self) -> list[Row]:
        """Every row, in order."""
        raise NotImplementedError

    def form(self, key: str) -> Place | None:
        """The form of a row, or (with no key) of a new one; none where none can be made."""
        raise NotImplementedError

    def on_mount(self) -> None:
        """The list has the focus."""
        self.query_one(Listing).focus()

    def renew(self) -> None:
        """Reads the list again; the cursor stays."""
        listing = self.query_one(Listing)
        wanted = self.wanted.lower().split()
        found = [
            row
            for row in self.rows()
            if all(word in " ".join(map(str, row.cells)).lower() for word in wanted)
        ]
        listing.show_rows(found, at=listing.key)

    @on(Input.Changed)
    def _narrow(self, event: Input.Changed) -> None:
        self.wanted = event.value
        self.renew()

    def action_filter(self) -> None:
        """Narrows the list as one types."""
        self.add_class("-filtering")
        self.query_one(Filter).focus()

    @on(Listing.Selected)
    def _open(self, event: Listing.Selected) -> None:
        self._go(self.form(event.key))

    def action_open(self) -> None:
        """The form of the row that is marked."""
        self.query_one(Listing).action_select()

    def action_new(self) -> None:
        """The form of a new one."""
        self._go(self.form(""))

    def _go(self, place: Place | None) -> None:
        if place is not None:
            self.app.push_screen(place)
