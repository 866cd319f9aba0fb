"""Two people on one record: what the other changed beside one's own, field by field, and one chooses."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import Static

from mentor_tui.declare import Field, Value
from mentor_tui.office import Conflict
from mentor_tui.office.changes import Theirs
from widgets.listing import Column, Listing, Row
from widgets.safe import cell, lines, words


class ConflictScreen(ModalScreen[frozenset[str] | None]):
    """Gives the names of the fields in which one's own answer is kept; None goes back to the form.

    `mine` are the answers of one's own that differ from what one began with. What only the other changed is
    taken as they left it, and said so.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,f10", "leave", "Back to the form"),
        Binding("space", "turn", "Theirs or yours", priority=True),
        Binding("ctrl+s", "done", "Save", priority=True),
    ]
    DEFAULT_CSS = """
    ConflictScreen {
        align: center middle;
        background: $background;
        & > Vertical { width: 100%; max-width: 110; height: 100%; max-height: 30; padding: 1 2; }
        & #who { height: auto; margin: 0 0 1 0; }
        & Listing { height: 1fr; }
        & #whole { height: 8; border-top: solid $border-blurred; overflow-y: auto; }
        & #keys { height: auto; color: $text-muted; }
    }
    """

    def __init__(self, conflict: Conflict, fields: Mapping[str, Field], mine: Mapping[str, Value]) -> None:
        super().__init__()
        self._conflict = conflict
        self._fields = fields
        self._mine = mine
        newest = {theirs.field: theirs for theirs in conflict.theirs}
        self._theirs = {name: theirs for name, theirs in newest.items() if name in fields}
        #: where both changed a field, one's own is offered: it is what was just typed
        self._keep = {name for name in self._theirs if name in mine}

    def compose(self) -> ComposeResult:
        """Who changed what, the choices, the one that has the cursor in full."""
        who = ", ".join(dict.fromkeys(theirs.who for theirs in self._conflict.theirs)) or "Somebody"
        with Vertical():
            yield Static(
                lines(
                    words((f"{who} changed this while you had it open.", "strong")),
                    words("Nothing is saved yet. Choose for each answer whose is kept, then press Ctrl+S."),
                ),
                id="who",
            )
            yield Listing(
                [
                    Column("field", "Answer", 16, 1),
                    Column("theirs", "Theirs", 18, 2),
                    Column("mine", "Yours", 18, 2),
                    Column("kept", "Kept", 8),
                ],
                empty="They changed nothing that you see here. Ctrl+S saves yours.",
            )
            yield Static(id="whole")
            yield Static(words("Space theirs or yours   Ctrl+S saves   Esc back to the form"), id="keys")

    def on_mount(self) -> None:
        """The first answer has the cursor."""
        self._show()
        self.query_one(Listing).focus()

    def _show(self) -> None:
        listing = self.query_one(Listing)
        rows = [self._row(name, theirs) for name, theirs in self._theirs.items()]
        listing.show_rows(rows, at=listing.key or None)
        self._whole()

    def _row(self, name: str, theirs: Theirs) -> Row:
        mine = name in self._keep
        kept = ("yours", "strong") if mine else ("theirs", "strong")
        if name not in self._mine:
            return Row(name, (theirs.label, theirs.now, cell(("not changed", "quiet")), cell("theirs")))
        return Row(name, (theirs.label, theirs.now, self._words(name), cell(kept)))  # type: ignore[arg-type]

    def _words(self, name: str) -> str:
        value = self._mine.get(name)
        return self._fields[name].kind.show(value) if value is not None else "(blank)"

    @on(Listing.Moved)
    def _whole(self) -> None:
        name = self.query_one(Listing).key
        theirs = self._theirs.get(name)
        if theirs is None:
            return
        rows = [
            words((f"{theirs.label} was: ", "quiet"), theirs.before),
            words((f"{theirs.who} made it: ", "quiet"), theirs.now),
        ]
        if name in self._mine:
            rows.append(words(("You wrote: ", "quiet"), self._words(name)))
        self.query_one("#whole", Static).update(lines(*rows))

    @on(Listing.Selected)
    def _selected(self, event: Listing.Selected) -> None:
        event.stop()
        self.action_turn()

    def action_turn(self) -> None:
        """From theirs to yours and back."""
        name = self.query_one(Listing).key
        if name in self._mine:
            self._keep ^= {name}
            self._show()

    def action_done(self) -> None:
        """Go on with what was chosen. What only oneself changed is kept in any case."""
        only_mine = self._mine.keys() - self._theirs.keys()
        self.dismiss(frozenset(self._keep | only_mine))

    def action_leave(self) -> None:
        """Back to the form, with nothing decided."""
        self.dismiss(None)
