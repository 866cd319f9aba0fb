"""A place that is a list: narrowed as one types, with the one that has the cursor beside it where there is room.

The keys are read once, which is light even for 20,000 records; what stands on a line is read for the lines of one
page. A subclass says which keys, which rows, and what is told of them.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar, Final

from textual import events, on
from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.content import Content
from textual.widgets import Input, Static

from screens.place import Place
from screens.seat import Seat
from widgets.entry import Filter
from widgets.listing import Column, Listing, Row
from widgets.safe import words

WIDE: Final = 110
"""Columns from which list and detail stand side by side."""


class ListPlace(Place):
    """The list, its filter, what it shows in words, and the detail."""

    #: what the filter looks for
    PLACEHOLDER: ClassVar[str] = "/ to find"

    DEFAULT_CSS = """
    ListPlace {
        & #top { height: auto; max-height: 2; padding: 0 1; background: $surface; }
        & #said { width: 1fr; height: auto; max-height: 2; color: $text-muted; }
        & #find { width: 28; }
        & #side { display: none; width: 48; height: 1fr; padding: 0 1 0 2; border-left: solid $border-blurred; }
        &.-wide #side { display: block; }
    }
    """

    def __init__(self, seat: Seat) -> None:
        super().__init__(seat)
        #: what was typed in the filter
        self.sought = ""
        self._keys: list[str] = []
        self._places: dict[str, int] = {}

    # What a subclass says

    def columns(self) -> list[Column]:
        """The columns of the list."""
        raise NotImplementedError

    def read_keys(self) -> list[str]:
        """The keys of what is shown, in order, as narrowed by :attr:`sought`."""
        raise NotImplementedError

    def read_rows(self, keys: Sequence[str]) -> list[Row]:
        """The rows of one page."""
        raise NotImplementedError

    def said(self, count: int) -> Content:
        """What is shown, in a line."""
        raise NotImplementedError

    def nothing(self) -> str:
        """What to say, and to do, where the list is empty."""
        raise NotImplementedError

    def brief(self, key: str) -> Content:
        """The one that has the cursor, in a few lines."""
        raise NotImplementedError

    def open(self, key: str) -> None:
        """Opens the one that was chosen."""
        raise NotImplementedError

    def beneath(self) -> ComposeResult:
        """Whatever stands under the list."""
        yield from ()

    # The list

    @property
    def listing(self) -> Listing:
        """The list."""
        return self.query_one("#list", Listing)

    def chosen(self) -> str:
        """The key of the one that has the cursor; blank where there is none."""
        return self.listing.key

    def body(self) -> ComposeResult:
        """What is shown and how it is narrowed, the list, the one that has the cursor."""
        with Horizontal(id="top"):
            yield Static(id="said")
            yield Filter("list", placeholder=self.PLACEHOLDER, id="find")
        with Horizontal():
            yield Listing(self.columns(), gap=1, id="list")
            yield Static(id="side")
        yield from self.beneath()

    def on_mount(self) -> None:
        """The list has the focus; the filter waits for its key."""
        self.set_class(self.app.size.width >= WIDE, "-wide")
        # What is in it is read when the place is shown, which follows.
        self.listing.show(self._fetch, lambda: len(self._keys), self._places.get)
        self.listing.focus()

    def on_resize(self, event: events.Resize) -> None:
        """List and detail side by side where there is room."""
        self.set_class(event.size.width >= WIDE, "-wide")
        self._show_side()

    def renew(self) -> None:
        """Reads the list again; the cursor stays on its record."""
        self._read()
        self.listing.renew()
        self._show_side()

    def from_the_top(self) -> None:
        """Reads another list, or the same in another order, and begins at its top."""
        self._read()
        self.listing.show(self._fetch, lambda: len(self._keys), self._places.get)
        self._show_side()

    def _read(self) -> None:
        self._keys = self.read_keys()
        self._places.clear()
        self._places.update((key, place) for place, key in enumerate(self._keys))
        self.listing.empty = self.nothing()
        self.query_one("#said", Static).update(self.said(len(self._keys)))

    def _fetch(self, offset: int, limit: int) -> list[Row]:
        return self.read_rows(self._keys[offset : offset + limit])

    @on(Listing.Moved, "#list")
    def _show_side(self) -> None:
        if self.has_class("-wide"):
            key = self.chosen()
            self.query_one("#side", Static).update(self.brief(key) if key else words(""))

    @on(Input.Changed, "#find")
    def _narrow(self, event: Input.Changed) -> None:
        event.stop()
        self.sought = event.value
        self.renew()

    def action_filter(self) -> None:
        """To the filter."""
        self.query_one(Filter).focus()

    @on(Listing.Selected, "#list")
    def _selected(self, event: Listing.Selected) -> None:
        event.stop()
        self.open(event.key)

    def action_open(self) -> None:
        """Opens the one that has the cursor."""
        if key := self.chosen():
            self.open(key)
