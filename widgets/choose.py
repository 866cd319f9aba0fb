"""Choosing from a list that may be long: people, services, kinds of activity.

picked = await self.app.push_screen_wait(Choose("Mentor", options))          # Option, or None: left as
it was picked = await self.app.push_screen_wait(ChooseMany("Activities", options))  # tuple of values, or
None
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import Static

from mentor_tui.answers import Option, matching
from widgets import glyphs
from widgets.entry import LineInput
from widgets.listing import Column, Listing, Row
from widgets.safe import cell, words

Result = TypeVar("Result")


class _Chooser(ModalScreen[Result]):
    """What both have: a question, a line to filter by, and the list. The line keeps the focus throughout."""

    BINDINGS = [
        Binding("escape", "leave", "Leave it as it was"),
        Binding("up", "step(-1)", priority=True, show=False),
        Binding("down", "step(1)", priority=True, show=False),
        Binding("pageup", "turn(-1)", priority=True, show=False),
        Binding("pagedown", "turn(1)", priority=True, show=False),
        Binding("enter", "done", priority=True, show=False),
    ]
    DEFAULT_CSS = """
    _Chooser {
        align: center top;
        background: $background;
        & > Vertical { width: 76; max-width: 100%; height: 100%; max-height: 30; padding: 1 1 0 1; }
        & .chooser--title { height: 1; text-style: bold; }
        & .chooser--keys { height: 1; color: $text-muted; }
        & LineInput { margin: 0 0 1 0; }
    }
    """
    keys = "Enter chooses   Esc leaves it as it was"
    entry = LineInput

    def __init__(self, title: str, options: Sequence[Option], *, typed: str = "") -> None:
        super().__init__()
        self._title = title
        self._options = options
        self._typed = typed
        self._found = list(options)

    def compose(self) -> ComposeResult:
        """The question, the filter, the list."""
        longest = max((len(option.label) for option in self._options), default=10) + 2
        detailed = any(option.detail for option in self._options)
        columns = [Column("label", "", min(longest, 40), flex=0 if detailed else 1)]
        if detailed:
            columns.append(Column("detail", "", 10, flex=1))
        with Vertical():
            yield Static(words(self._title), classes="chooser--title")
            yield self.entry(self._typed, placeholder="Type to find")
            yield Listing(columns, header=False, lit=True, empty="Nothing matches. Esc goes back.")
            yield Static(words(self.keys), classes="chooser--keys")

    def on_mount(self) -> None:
        """Show what matches what was typed in the field already."""
        self._show(self._typed, at=self._start())
        self.query_one(LineInput).focus()

    def _start(self) -> str | None:
        """The answer at which the cursor starts."""
        return None

    def _show(self, typed: str, at: str | None = None) -> None:
        self._found = matching(self._options, typed)
        places = {option.value: place for place, option in enumerate(self._found)}
        self.query_one(Listing).show(
            lambda offset, limit: [self._row(option) for option in self._found[offset : offset + limit]],
            lambda: len(self._found),
            places.get,
            at=at,
        )

    def _row(self, option: Option) -> Row:
        return Row(option.value, (cell(self._mark(option), option.label), cell((option.detail, "quiet"))))

    def _mark(self, option: Option) -> str:
        raise NotImplementedError

    @on(LineInput.Changed)
    def _narrow(self, event: LineInput.Changed) -> None:
        event.stop()
        self._show(event.value)

    def action_step(self, by: int) -> None:
        """The next row, or the one before."""
        self.query_one(Listing).action_step(by)

    def action_turn(self, by: int) -> None:
        """A page on, or back."""
        self.query_one(Listing).action_turn(by)

    def action_leave(self) -> None:
        """Leave the answer as it was."""
        self.dismiss(None)


class _TickLine(LineInput):
    """A line in which the space bar ticks: an entry takes every printable key before the screen sees it."""

    BINDINGS = [Binding("space", "screen.tick", priority=True, show=False)]


class Choose(_Chooser[Option | None]):
    """Choose one. Typing narrows the list; Enter takes the row that has the cursor."""

    def __init__(self, title: str, options: Sequence[Option], *, typed: str = "", current: str = "") -> None:
        super().__init__(title, options, typed=typed)
        self._current = current

    def _start(self) -> str | None:
        return self._current or None

    def _mark(self, option: Option) -> str:
        return f"{glyphs.BULLET} " if option.value == self._current else "  "

    def action_done(self) -> None:
        """Take the row that has the cursor."""
        place = self.query_one(Listing).cursor
        if place < len(self._found):
            self.dismiss(self._found[place])

    @on(Listing.Selected)
    def _clicked(self, event: Listing.Selected) -> None:
        event.stop()
        self.action_done()


class ChooseMany(_Chooser[tuple[str, ...] | None]):
    """Choose any number. Space ticks, Enter is done. The values come in the order of the list."""

    keys = "Space ticks   Enter is done   Esc leaves it as it was"
    entry = _TickLine

    def __init__(
        self, title: str, options: Sequence[Option], *, typed: str = "", ticked: Sequence[str] = ()
    ) -> None:
        super().__init__(title, options, typed=typed)
        self._ticked = set(ticked)

    def _mark(self, option: Option) -> str:
        return f"{glyphs.TICKED if option.value in self._ticked else glyphs.UNTICKED} "

    def action_tick(self) -> None:
        """Tick the row that has the cursor, or take its tick away."""
        listing = self.query_one(Listing)
        if listing.key:
            self._ticked ^= {listing.key}
            listing.renew()

    def action_done(self) -> None:
        """Take what is ticked."""
        self.dismiss(tuple(option.value for option in self._options if option.value in self._ticked))

    @on(Listing.Selected)
    def _clicked(self, event: Listing.Selected) -> None:
        event.stop()
        self.action_tick()
