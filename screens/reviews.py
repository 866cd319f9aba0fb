"""Reviews: the week-four reviews that wait, the longest first, and the reviews that were made."""

from __future__ import annotations

from typing import ClassVar, Final

from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.content import Content
from textual.widgets import Input, Static

from mentor_tui.dates import from_today, short
from mentor_tui.records.new_starters import OUTCOMES
from mentor_tui.store.read import reviews
from mentor_tui.store.read.holders import holders
from mentor_tui.store.read.pairing import head
from mentor_tui.store.read.reviews import ReviewLine, State, Which
from screens.place import Place
from screens.review_words import evidence_lines
from screens.seat import Seat
from widgets.answers import Option
from widgets.choose import Choose
from widgets.entry import Filter
from widgets.listing import Column, Listing, Row
from widgets.safe import Tone, cell, lines, notify, words

_WIDE: Final = 110
"""Columns from which list and detail stand side by side."""

_STATES: Final[dict[State, tuple[str, Tone]]] = {
    "overdue": ("overdue", "bad"),
    "due": ("due", "warning"),
    "coming": ("coming", "quiet"),
    "in time": ("in time", "good"),
    "late": ("late", "warning"),
    "later": ("later", "quiet"),
    "early": ("early", "quiet"),
}

_STATE_WORDS: Final[dict[State, str]] = {
    "overdue": "The week-four review was due on {due}.",
    "due": "The week-four review is due today.",
    "coming": "The week-four review is due on {due}.",
    "in time": "The week-four review, in time: it was due on {due}.",
    "late": "The week-four review, done late: it was due on {due}.",
    "later": "A later review. Week four was reviewed before it.",
    "early": "Before week three, so it is not the week-four review.",
}

OUTCOME_WORDS: Final = dict(OUTCOMES)


class Reviews(Place):
    """The list. `v` turns from those that wait to those that were made; Enter opens the form or the review."""

    TITLE_TEXT = "Reviews"
    HELP_PAGE = "reviews"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "open", "Open"),
        Binding("v", "which", "Waiting/made"),
        Binding("n", "new", "New review"),
        Binding("slash", "filter", "Filter"),
        Binding("p", "pairing", "Pairing", show=False, tooltip="Opens the pairing's whole story"),
    ]
    DEFAULT_CSS = """
    Reviews {
        & #top { height: 1; padding: 0 1; background: $surface; }
        & #said { width: 1fr; height: 1; color: $text-muted; }
        & #find { width: 28; }
        & #side { display: none; width: 50; height: 1fr; padding: 0 1 0 2; border-left: solid $border-blurred; }
        &.-wide #side { display: block; }
    }
    """

    def __init__(self, seat: Seat) -> None:
        super().__init__(seat)
        self._which: Which = "open"
        self._find = ""
        self._keys: list[str] = []
        self._places: dict[str, int] = {}
        self._lines: dict[str, ReviewLine] = {}

    def body(self) -> ComposeResult:
        """What is shown and how it is narrowed, the list, and what is known of the one that has the cursor."""
        with Horizontal(id="top"):
            yield Static(id="said")
            yield Filter("list", placeholder="/ to find a name", id="find")
        with Horizontal():
            yield Listing(
                [
                    Column("state", "State", 8),
                    Column("day", "Date", 11, align="right"),
                    Column("mentee", "Mentee", 15, 4),
                    Column("manager", "Line manager", 12, 3),
                    Column("service", "Service", 8, 3),
                    Column("what", "", 10, 2),
                ],
                gap=1,
                id="list",
            )
            yield Static(id="side")

    def on_mount(self) -> None:
        """The list has the focus; the filter waits for its key."""
        self.set_class(self.app.size.width >= _WIDE, "-wide")
        self._read()
        listing = self.query_one(Listing)
        listing.show(self._fetch, lambda: len(self._keys), self._places.get)
        listing.focus()

    def on_resize(self, event: events.Resize) -> None:
        """List and detail side by side where there is room."""
        self.set_class(event.size.width >= _WIDE, "-wide")
        self._show_side()

    # What is shown

    def renew(self) -> None:
        """Reads the list again; the cursor stays on its line."""
        self._read()
        self.query_one(Listing).renew()
        self._show_side()

    def _read(self) -> None:
        reader = self.seat.reader
        self._keys = reviews.keys(reader, self._which, self._find)
        self._places.clear()
        self._places.update((key, place) for place, key in enumerate(self._keys))
        self._lines.clear()
        self.query_one(Listing).empty = self._nothing()
        if self._which == "open":
            waiting = reviews.waiting(reader)
            said = f"{waiting.overdue:,} overdue, {waiting.due:,} due today, {waiting.coming:,} due soon"
            hint = "v: made"
        else:
            count = len(self._keys)
            said = f"{count:,} {'review' if count == 1 else 'reviews'} made, newest first"
            hint = "v: waiting"
        self.query_one("#said", Static).update(words(said, (f"   {hint}", "quiet")))

    def _nothing(self) -> str:
        if self._find:
            return "Nothing matches. Esc in the filter shows all again."
        if self._which == "done":
            return "No reviews were made yet. Press v for those that wait."
        return "No review waits. Press v for those made, n to review somebody at another time."

    def _fetch(self, offset: int, limit: int) -> list[Row]:
        found = reviews.lines(self.seat.reader, self._keys[offset : offset + limit])
        self._lines.update((line.key, line) for line in found)
        return [self._row(line) for line in found]

    def _row(self, line: ReviewLine) -> Row:
        if line.reviewed_on is None:
            what = from_today(line.due_on, self.seat.today())
        else:
            what = OUTCOME_WORDS.get(line.outcome, "no outcome")
        day = short(line.reviewed_on or line.due_on)
        return Row(line.key, (cell(_STATES[line.state]), day, line.mentee, line.manager, line.service, what))

    @on(Listing.Moved)
    def _show_side(self) -> None:
        if self.has_class("-wide"):
            line = self._lines.get(self.query_one(Listing).key)
            self.query_one("#side", Static).update(self._brief(line) if line else "")

    def _brief(self, line: ReviewLine) -> Content:
        """The line's pairing with what is known for its review."""
        reader = self.seat.reader
        found = head(reader, line.pairing)
        if found is None:
            return words("")
        known = reviews.evidence(reader, found, line.reviewed_on or reader.today)
        state = _STATE_WORDS[line.state].format(due=short(line.due_on))
        rows: list[Content | str] = [
            words((line.mentee, "strong")),
            words(f"with {line.mentor}"),
            words((f"{line.service}  {found.ref}", "quiet")),
            words(f"{found.programme_words}, since {short(found.started_on)}."),
            "",
            words(state),
        ]
        if line.reviewed_on:
            rows.append(words("Outcome: ", (OUTCOME_WORDS.get(line.outcome, "none given"), "strong")))
        rows.append("")
        return lines(*rows, *evidence_lines(known, self.seat.today(), width=46, whole=True))

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
        """Those that wait, or those that were made."""
        self._which = "done" if self._which == "open" else "open"
        self._read()
        self.query_one(Listing).show(self._fetch, lambda: len(self._keys), self._places.get)
        self._show_side()

    @on(Listing.Selected)
    def _selected(self, event: Listing.Selected) -> None:
        event.stop()
        self._open(event.key)

    def action_open(self) -> None:
        """Opens the form, or the review that was made."""
        self._open(self.query_one(Listing).key)

    def _open(self, key: str) -> None:
        from screens.record import RecordPage
        from screens.review_entry import ReviewEntry

        line = self._lines.get(key)
        if line is None:
            return
        if line.review:
            self.app.push_screen(RecordPage(self.seat, line.pairing, "review", line.review))
        else:
            self.app.push_screen(ReviewEntry(self.seat, line.pairing))

    def action_pairing(self) -> None:
        """Opens the pairing's whole story."""
        from screens.pairing import PairingPage

        if line := self._lines.get(self.query_one(Listing).key):
            self.app.push_screen(PairingPage(self.seat, line.pairing))

    def action_new(self) -> None:
        """A review of anybody at any time: a later one, or the one that closes the programme."""
        from screens.review_entry import ReviewEntry

        options = [
            Option(one.key, one.mentee, f"with {one.mentor}, {one.service}")
            for one in holders(self.seat.reader, "review")
        ]
        if not options:
            notify(self.app, "There is no open pairing that you review. Reviews are for the line manager.")
            return

        def picked(option: Option | None) -> None:
            if option is not None:
                self.app.push_screen(ReviewEntry(self.seat, option.value))

        self.app.push_screen(Choose("Whose mentoring do you review?", options), picked)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:  # noqa: ARG002
        """Only those who may review are offered a new one."""
        if action == "new":
            return self.seat.actor.holds("line_manager") or self.seat.actor.holds("registered_manager")
        return True
