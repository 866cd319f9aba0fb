"""Pairings: every pairing that the person may see, a line each; the chosen one beside it if there is room."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar, Final

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widgets import Static

from mentor_tui.dates import short
from mentor_tui.records.new_starters import PROGRAMMES
from mentor_tui.store.read import pairings
from mentor_tui.store.read.pairings import SORTS, PairingLine, Sort, Which
from mentor_tui.store.read.slots import next_due
from screens.list_place import ListPlace
from screens.pairing_marks import (
    alert_words,
    codes,
    confidence,
    last_session,
    slot_words,
    strip,
    week,
)
from screens.seat import Seat
from widgets.listing import Column, Row
from widgets.safe import cell, lines, notify, words
from widgets.slot_strip import slot_key

_KEPT: Final = 1000
"""Lines that are remembered for the detail."""

_NEXT: Final[dict[Which, Which]] = {"open": "ended", "ended": "all", "all": "open"}


class Pairings(ListPlace):
    """The list. `/` narrows it as one types, `e` turns from open to ended to all, `o` changes the order."""

    TITLE_TEXT = "Pairings"
    PLACEHOLDER = "/ to find a name"
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
    Pairings #legend { height: auto; max-height: 2; padding: 0 1; color: $text-muted; }
    """

    def __init__(self, seat: Seat) -> None:
        super().__init__(seat)
        self._which: Which = "open"
        self._sort: Sort = "mentee"
        self._lines: dict[str, PairingLine] = {}

    def columns(self) -> list[Column]:
        """Who with whom, and how it goes."""
        return [
            Column("mentee", "Mentee", 15, 4),
            Column("mentor", "Mentor", 12, 3),
            Column("service", "Service", 10, 3),
            Column("week", "Week", 5, align="right"),
            Column("slots", "Sessions", 8),
            Column("confidence", "Confid.", 8),
            Column("alerts", "Alerts", 10),
        ]

    def beneath(self) -> ComposeResult:
        """What the signs of a schedule mean."""
        yield Static(slot_key(), id="legend")

    def read_keys(self) -> list[str]:
        """The pairings asked for, in their order."""
        self._lines.clear()
        return pairings.keys(self.seat.reader, self._which, self._sort, self.sought)

    def said(self, count: int) -> Content:
        """How many, of which kind, in which order."""
        what = "pairing" if count == 1 else "pairings"
        kind = "" if self._which == "all" else f"{self._which} "
        shown = f"{count:,} {kind}{what}, {SORTS[self._sort]}"
        return words(shown, (f"   e shows {_NEXT[self._which]}", "quiet"))

    def nothing(self) -> str:
        """Why none is listed, and what to do."""
        if self.sought:
            return "Nothing matches. Esc in the filter shows all again; e looks among the ended ones."
        if self._which == "ended":
            return "No ended pairings. Press e for all."
        if self.seat.actor.holds("hr_coordinator"):
            return "No pairings yet. Press n to find a mentor for a new starter."
        return "No pairings that you may see. An HR coordinator allocates mentors."

    def read_rows(self, keys: Sequence[str]) -> list[Row]:
        """The pairings of one page, with what stands on their lines."""
        found = pairings.lines(self.seat.reader, keys)
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

    def brief(self, key: str) -> Content:
        """The chosen pairing in a few lines. Notes and summaries are read by opening it."""
        line = self._lines.get(key)
        if line is None:
            return words("")
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

    def action_which(self) -> None:
        """Open ones, ended ones, all."""
        self._which = _NEXT[self._which]
        self.from_the_top()

    def action_order(self) -> None:
        """The next order."""
        orders = list(SORTS)
        self._sort = orders[(orders.index(self._sort) + 1) % len(orders)]
        self.from_the_top()

    def open(self, key: str) -> None:
        """Opens one pairing's whole story."""
        from screens.pairing import PairingPage

        self.app.push_screen(PairingPage(self.seat, key))

    def action_session(self) -> None:
        """Records a session of the pairing that has the cursor."""
        from mentor_tui.forms.session import SessionPaper
        from screens.session_entry import SessionEntry

        if key := self.chosen():
            if SessionPaper.may(self.seat, key):
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
