"""Pairings: every pairing that the person may see, a line each; the chosen one beside it if there is room."""

from __future__ import annotations

from typing import ClassVar, Final

from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.content import Content
from textual.widgets import Input, Static

from mentor_tui.dates import short
from mentor_tui.records.new_starters import PROGRAMMES
from mentor_tui.store.read import pairings
from mentor_tui.store.read.pairings import SORTS, PairingLine, Sort, Which
from mentor_tui.store.read.slots import next_due
from screens.pairing_marks import (
    alert_words,
    codes,
    confidence,
    last_session,
    slot_words,
    strip,
    week,
)
from screens.place import Place
from screens.seat import Seat
from widgets.entry import Filter
from widgets.listing import Column, Listing, Row
from widgets.safe import cell, lines, notify, words
from widgets.slot_strip import slot_key

_WIDE: Final = 110
"""Columns from which list and detail stand side by side."""

_KEPT: Final = 1000
"""Lines that are remembered for the detail."""

_NEXT: Final[dict[Which, Which]] = {"open": "ended", "ended": "all", "all": "open"}


class Pairings(Place):
    """The list. `/` narrows it as one types, `e` turns from open to ended to all, `o` changes the order."""

    TITLE_TEXT = "Pairings"
    HELP_PAGE = "pairings"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "open", "Open"),
        Binding("s", "session", "Session", tooltip="Record a session of this pairing"),
        Binding("n", "allocate", "New allocation"),
        Binding("slash", "filter", "Filter"),
        Binding("o", "order", "Order"),
        Binding("e", "which", "Open, ended or all", show=False),
    ]
    DEFAULT_CSS = """
    Pairings {
        & #top { height: 1; padding: 0 1; background: $surface; }
        & #said { width: 1fr; height: 1; color: $text-muted; }
        & #find { width: 28; }
        & #side {
            display: none;
            width: 46;
            height: 1fr;
            padding: 0 1 0 2;
            border-left: solid $border-blurred;
        }
        & #legend { height: 1; padding: 0 1; color: $text-muted; }
        &.-wide #side { display: block; }
    }
    """

    def __init__(self, seat: Seat) -> None:
        super().__init__(seat)
        self._which: Which = "open"
        self._sort: Sort = "mentee"
        self._find = ""
        self._keys: list[str] = []
        self._places: dict[str, int] = {}
        self._lines: dict[str, PairingLine] = {}

    def body(self) -> ComposeResult:
        """What is shown and how it is narrowed, the list, and the one that has the cursor."""
        with Horizontal(id="top"):
            yield Static(id="said")
            yield Filter("list", placeholder="/ to find a name", id="find")
        with Horizontal():
            yield Listing(
                [
                    Column("mentee", "Mentee", 15, 4),
                    Column("mentor", "Mentor", 12, 3),
                    Column("service", "Service", 10, 3),
                    Column("week", "Week", 5, align="right"),
                    Column("slots", "Sessions", 8),
                    Column("confidence", "Confid.", 8),
                    Column("alerts", "Alerts", 10),
                ],
                gap=1,
                id="list",
            )
            yield Static(id="side")
        yield Static(slot_key(), id="legend")

    def on_mount(self) -> None:
        """The list has the focus; the filter waits for its key."""
        self.set_class(self.app.size.width >= _WIDE, "-wide")
        listing = self.query_one(Listing)
        listing.show(self._fetch, lambda: len(self._keys), self._places.get)
        listing.focus()

    def on_resize(self, event: events.Resize) -> None:
        """List and detail side by side where there is room."""
        self.set_class(event.size.width >= _WIDE, "-wide")
        self._show_side()

    # What is shown

    def renew(self) -> None:
        """Reads the list again; the cursor stays on its pairing."""
        self._read()
        self.query_one(Listing).renew()
        self._show_side()

    def _read(self) -> None:
        reader = self.seat.reader
        self._keys = pairings.keys(reader, self._which, self._sort, self._find)
        self._places.clear()
        self._places.update((key, place) for place, key in enumerate(self._keys))
        self._lines.clear()
        listing = self.query_one(Listing)
        listing.empty = self._nothing()
        count = len(self._keys)
        what = "pairing" if count == 1 else "pairings"
        kind = "" if self._which == "all" else f"{self._which} "
        shown = f"{count:,} {kind}{what}, {SORTS[self._sort]}"
        self.query_one("#said", Static).update(words(shown, (f"   e shows {_NEXT[self._which]}", "quiet")))

    def _nothing(self) -> str:
        if self._find:
            return "Nothing matches. Esc in the filter shows all again; e looks among the ended ones."
        if self._which == "ended":
            return "No ended pairings. Press e for all."
        if self.seat.actor.holds("hr_coordinator"):
            return "No pairings yet. Press n to find a mentor for a new starter."
        return "No pairings that you may see. An HR coordinator allocates mentors."

    def _fetch(self, offset: int, limit: int) -> list[Row]:
        found = pairings.lines(self.seat.reader, self._keys[offset : offset + limit])
        if len(self._lines) > _KEPT:
            self._lines.clear()
        self._lines.update((line.key, line) for line in found)
        return [self._row(line) for line in found]

    def _row(self, line: PairingLine) -> Row:
        return Row(
            line.key,
            (
                line.mentee,
                line.mentor,
                line.service,
                week(line, self.seat.today()),
                cell(*strip(line.slots)),
                cell(*confidence(line.scores)),
                cell(*codes(line.alerts)),
            ),
        )

    @on(Listing.Moved)
    def _show_side(self) -> None:
        if not self.has_class("-wide"):
            return
        line = self._lines.get(self.query_one(Listing).key)
        self.query_one("#side", Static).update(self._brief(line) if line else "")

    def _brief(self, line: PairingLine) -> Content:
        """The chosen pairing in a few lines. Notes and summaries are read by opening it."""
        today = self.seat.today()
        over = f"Ended {short(line.ended_on)}" if line.ended_on else f"Week {max(line.week(today), 0)}"
        coming = next_due(line.slots, today) if line.ended_on is None else None
        rows: list[Content | str] = [
            words((line.mentee, "strong")),
            words(f"with {line.mentor}"),
            words((f"{line.service}  {line.ref}", "quiet")),
            words(f"{dict(PROGRAMMES)[line.programme]}, since {short(line.started_on)}. {over}."),
            "",
            words(last_session(line.last_held_on, today)),
            words(f"Next session due {short(coming.due_on)}." if coming else "No session is due."),
            "",
            *(words(*slot_words(slot)) for slot in line.slots),
            "",
            words("Confidence  ", *confidence(line.scores), ("  of 10" if line.scores else "", "quiet")),
            "",
            *(words(*alert_words(alert)) for alert in line.alerts),
        ]
        if not line.alerts:
            rows.append(words(("No alerts.", "quiet")))
        return lines(*rows)

    # Keys

    @on(Input.Changed, "#find")
    def _narrow(self, event: Input.Changed) -> None:
        event.stop()
        self._find = event.value
        self._read()
        self.query_one(Listing).renew()

    def action_filter(self) -> None:
        """To the filter."""
        self.query_one(Filter).focus()

    def action_which(self) -> None:
        """Open ones, ended ones, all."""
        self._which = _NEXT[self._which]
        self._from_the_top()

    def action_order(self) -> None:
        """The next order."""
        orders = list(SORTS)
        self._sort = orders[(orders.index(self._sort) + 1) % len(orders)]
        self._from_the_top()

    def _from_the_top(self) -> None:
        self._read()
        self.query_one(Listing).show(self._fetch, lambda: len(self._keys), self._places.get)
        self._show_side()

    @on(Listing.Selected)
    def _selected(self, event: Listing.Selected) -> None:
        event.stop()
        self._open(event.key)

    def action_open(self) -> None:
        """Opens the pairing that has the cursor."""
        if key := self.query_one(Listing).key:
            self._open(key)

    def _open(self, key: str) -> None:
        from screens.pairing import PairingPage

        self.app.push_screen(PairingPage(self.seat, key))

    def action_session(self) -> None:
        """Records a session of the pairing that has the cursor."""
        from screens.session_entry import SessionEntry

        if key := self.query_one(Listing).key:
            if SessionEntry.may(self.seat, key):
                self.app.push_screen(SessionEntry(self.seat, key))
            else:
                notify(self.app, "Only the mentor of this pairing records its sessions.")

    def action_allocate(self) -> None:
        """Finds a mentor for somebody."""
        from screens.allocation import Allocation

        self.app.push_screen(Allocation(self.seat))

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:  # noqa: ARG002
        """Only those who may make something are offered it."""
        if action == "allocate":
            return self.seat.actor.holds("hr_coordinator")
        if action == "session":
            return self.seat.actor.holds("mentor")
        return True
