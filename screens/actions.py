"""Actions: the action log. Mine, all that I may see, and what is closed; overdue first."""

from __future__ import annotations

from typing import ClassVar, Final

from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.widgets import Input, Static

from mentor_tui.dates import short
from mentor_tui.store.read import actions
from mentor_tui.store.read.actions import ActionLine, Which
from screens.action_entry import ActionEntry, ActionForm
from screens.action_page import ActionPage
from screens.action_steps import ActionSteps
from screens.action_words import STATES, story_lines
from screens.seat import Seat
from widgets.entry import Filter
from widgets.listing import Column, Listing, Row
from widgets.safe import Part, cell, lines, words

__all__ = ["ActionEntry", "Actions"]

_WIDE: Final = 110
"""Columns from which list and detail stand side by side."""

_NEXT: Final[dict[Which, Which]] = {"mine": "open", "open": "closed", "closed": "mine"}
_SHOWN: Final[dict[Which, str]] = {"mine": "Mine", "open": "All open", "closed": "Closed"}


class Actions(ActionSteps):
    """The log. `v` turns from mine to all open ones to closed ones; `c` completes the one with the cursor."""

    TITLE_TEXT = "Actions"
    HELP_PAGE = "actions"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "open", "Open"),
        # Completing stands among them: see ActionSteps.
        Binding("n", "new", "New"),
        Binding("v", "which", "Mine/all/closed"),
        Binding("slash", "filter", "Filter"),
    ]
    DEFAULT_CSS = """
    Actions {
        & #top { height: 1; padding: 0 1; background: $surface; }
        & #said { width: 1fr; height: 1; color: $text-muted; }
        & #find { width: 24; }
        & #side { display: none; width: 48; height: 1fr; padding: 0 1 0 2; border-left: solid $border-blurred; }
        &.-wide #side { display: block; }
    }
    """

    def __init__(self, seat: Seat) -> None:
        super().__init__(seat)
        tally = actions.tally(seat.reader)
        # Who owns none begins with what there is to look after.
        self._which: Which = "mine" if tally.mine or not tally.open else "open"
        self._find = ""
        self._keys: list[str] = []
        self._places: dict[str, int] = {}

    def chosen(self) -> str:
        """The action that has the cursor."""
        return self.query_one(Listing).key

    def body(self) -> ComposeResult:
        """What is shown and how it is narrowed, the list, the one with the cursor, the line for evidence."""
        with Horizontal(id="top"):
            yield Static(id="said")
            yield Filter("list", placeholder="/ to find", id="find")
        with Horizontal():
            yield Listing(
                [
                    Column("state", "State", 9),
                    Column("day", "Review by", 11, align="right"),
                    Column("action", "Action", 20, 6),
                    Column("owner", "Owner", 13, 2),
                    Column("mentee", "For", 12, 2),
                ],
                gap=1,
                id="list",
            )
            yield Static(id="side")
        yield from self.step_line()

    def on_mount(self) -> None:
        """The list has the focus; the filter waits for its key."""
        self.set_class(self.app.size.width >= _WIDE, "-wide")
        self._read()
        listing = self.query_one(Listing)
        listing.show(self._fetch, lambda: len(self._keys), self._places.get)
        listing.focus()

    def focus_main(self) -> None:
        """To the list."""
        self.query_one(Listing).focus()

    def on_resize(self, event: events.Resize) -> None:
        """List and detail side by side where there is room."""
        self.set_class(event.size.width >= _WIDE, "-wide")
        self._show_side()

    # What is shown

    def renew(self) -> None:
        """Reads the list again; the cursor stays on its action."""
        self._read()
        self.query_one(Listing).renew()
        self._show_side()

    def _read(self) -> None:
        reader = self.seat.reader
        self._keys = actions.keys(reader, self._which, self._find)
        self._places.clear()
        self._places.update((key, place) for place, key in enumerate(self._keys))
        self.query_one(Listing).empty = self._nothing()
        tally = actions.tally(reader)
        others = f"mine {tally.mine:,}" if self._which == "open" else f"all open {tally.open:,}"
        parts: list[Part] = [
            (f"{_SHOWN[self._which]}: {len(self._keys):,}", "strong"),
            (f"   {others}, ", "quiet"),
            (f"overdue {tally.overdue:,}", "warning" if tally.overdue else "quiet"),
        ]
        if tally.unconfirmed:
            parts.append((f", to confirm {tally.unconfirmed:,}", "quiet"))
        self.query_one("#said", Static).update(words(*parts))

    def _nothing(self) -> str:
        if self._find:
            return "Nothing matches. Esc in the filter shows all again; v looks among the others."
        if self._which == "mine":
            return "You own no open action. Press v for all that you may see."
        if self._which == "closed":
            return "No action is completed or cancelled yet."
        return "No open actions. Press n for a new one."

    def _fetch(self, offset: int, limit: int) -> list[Row]:
        found = actions.lines(self.seat.reader, self._keys[offset : offset + limit])
        return [self._row(line) for line in found]

    @staticmethod
    def _row(line: ActionLine) -> Row:
        open_still = line.state in ("overdue", "due", "open")
        owner: list[Part] = [line.owner]
        if line.owner_left and open_still:
            owner = [("left: ", "bad"), line.owner]
        action: list[Part] = [("to confirm: ", "warning")] if line.unconfirmed else []
        return Row(
            line.key,
            (
                cell(STATES[line.state]),
                short(line.review_on),
                cell(*action, line.action),
                cell(*owner),
                line.mentee,
            ),
        )

    @on(Listing.Moved)
    def _show_side(self) -> None:
        if not self.has_class("-wide"):
            return
        key = self.chosen()
        story = actions.story(self.seat.reader, key) if key else None
        told = lines(*story_lines(story, self.seat.today())) if story else words("")
        self.query_one("#side", Static).update(told)

    # Keys

    @on(Input.Changed, "#find")
    def _narrow(self, event: Input.Changed) -> None:
        event.stop()
        self._find = event.value
        self._read()
        self.query_one(Listing).renew()
        self._show_side()

    def action_filter(self) -> None:
        """To the filter."""
        self.query_one(Filter).focus()

    def action_which(self) -> None:
        """Mine, all open ones, closed ones."""
        self._which = _NEXT[self._which]
        self._read()
        self.query_one(Listing).show(self._fetch, lambda: len(self._keys), self._places.get)
        self._show_side()

    @on(Listing.Selected)
    def _selected(self, event: Listing.Selected) -> None:
        event.stop()
        self.app.push_screen(ActionPage(self.seat, event.key))

    def action_open(self) -> None:
        """Opens the whole story of the action that has the cursor."""
        if key := self.chosen():
            self.app.push_screen(ActionPage(self.seat, key))

    def action_new(self) -> None:
        """The form for a new one."""
        self.app.push_screen(ActionForm(self.seat))

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:  # noqa: ARG002
        """Those who write no actions are not offered a new one."""
        if action == "new":
            roles = self.seat.actor.roles
            return any(role in roles for role in ("mentor", "line_manager", "registered_manager"))
        return True
