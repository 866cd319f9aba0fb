"""Actions: the action log. Mine, all that I may see, and what is closed; overdue first."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar, Final

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content

from mentor_tui.dates import short
from mentor_tui.store.read import actions
from mentor_tui.store.read.actions import ActionLine, Which
from screens.action_entry import ActionEntry, ActionForm
from screens.action_page import ActionPage
from screens.action_steps import ActionSteps
from screens.action_words import STATES, story_lines
from screens.list_place import ListPlace
from screens.seat import Seat
from widgets.listing import Column, Row
from widgets.safe import Part, cell, lines, words

__all__ = ["ActionEntry", "Actions"]

_NEXT: Final[dict[Which, Which]] = {"mine": "open", "open": "closed", "closed": "mine"}
_SHOWN: Final[dict[Which, str]] = {"mine": "Mine", "open": "All open", "closed": "Closed"}


class Actions(ListPlace, ActionSteps):
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
    Actions #find { width: 24; }
    """

    def __init__(self, seat: Seat) -> None:
        super().__init__(seat)
        tally = actions.tally(seat.reader)
        # Who owns none begins with what there is to look after.
        self._which: Which = "mine" if tally.mine or not tally.open else "open"

    def columns(self) -> list[Column]:
        """What, by when, by whom, for whom."""
        return [
            Column("state", "State", 9),
            Column("day", "Review by", 11, align="right"),
            Column("action", "Action", 20, 6),
            Column("owner", "Owner", 13, 2),
            Column("mentee", "For", 12, 2),
        ]

    def beneath(self) -> ComposeResult:
        """The line for evidence."""
        yield from self.step_line()

    def focus_main(self) -> None:
        """To the list."""
        self.listing.focus()

    def read_keys(self) -> list[str]:
        """The actions asked for, overdue first."""
        return actions.keys(self.seat.reader, self._which, self.sought)

    def said(self, count: int) -> Content:
        """How many, and what among them asks for something."""
        reader = self.seat.reader
        tally = actions.tally(reader)
        others = f"mine {tally.mine:,}" if self._which == "open" else f"all open {tally.open:,}"
        parts: list[Part] = [
            (f"{_SHOWN[self._which]}: {count:,}", "strong"),
            (f"   {others}, ", "quiet"),
            (f"overdue {tally.overdue:,}", "warning" if tally.overdue else "quiet"),
        ]
        if tally.unconfirmed:
            parts.append((f", to confirm {tally.unconfirmed:,}", "quiet"))
        return words(*parts)

    def nothing(self) -> str:
        """Why none is listed, and what to do."""
        if self.sought:
            return "Nothing matches. Esc in the filter shows all again; v looks among the others."
        if self._which == "mine":
            return "You own no open action. Press v for all that you may see."
        if self._which == "closed":
            return "No action is completed or cancelled yet."
        return "No open actions. Press n for a new one."

    def read_rows(self, keys: Sequence[str]) -> list[Row]:
        """The actions of one page."""
        found = actions.lines(self.seat.reader, list(keys))
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

    def brief(self, key: str) -> Content:
        """The whole story of the action that has the cursor."""
        story = actions.story(self.seat.reader, key)
        return lines(*story_lines(story, self.seat.today())) if story else words("")

    def action_which(self) -> None:
        """Mine, all open ones, closed ones."""
        self._which = _NEXT[self._which]
        self.from_the_top()

    def open(self, key: str) -> None:
        """Opens the whole story of one action."""
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
