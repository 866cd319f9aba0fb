"""People and training: staff, mentors and their capacity, who has which course; one line each."""

from __future__ import annotations

from typing import ClassVar, Final

from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.content import Content
from textual.widgets import Input, Static

from mentor_tui.dates import short
from mentor_tui.store.read import people
from mentor_tui.store.read.people import WHICH, PersonLine, Which
from screens.place import Place
from screens.register_entry import RegisterEntry, may_record
from screens.seat import Seat
from widgets.entry import Filter
from widgets.listing import Column, Listing, Row
from widgets.safe import Part, cell, lines, words

_WIDE: Final = 110
_KEPT: Final = 1000
_NEXT: Final[dict[Which, Which]] = {
    "staff": "mentors",
    "mentors": "training",
    "training": "left",
    "left": "staff",
}
_SHORT: Final[dict[Which, str]] = {
    "staff": "all at work",
    "mentors": "mentors",
    "training": "training open",
    "left": "left",
}


def training_words(line: PersonLine) -> list[Part]:
    """`5 of 6`, with a word where something is open or about to expire."""
    if not line.courses:
        return [("none listed", "quiet")]
    parts: list[Part] = [f"{line.valid} of {line.courses}"]
    if line.valid < line.courses:
        parts.append((" open", "warning"))
    elif line.expiring:
        parts.append((" expiring", "warning"))
    return parts


def mentor_words(line: PersonLine) -> list[Part]:
    """`2 of 3`, with a word where the mentor is full or not trained."""
    if line.waits:
        return [("no mentor yet", "warning")]
    if not line.is_mentor:
        return []
    parts: list[Part] = [f"{line.mentees} of {'?' if line.capacity is None else line.capacity}"]
    if line.trained_on is None:
        parts.append((" untrained", "warning"))
    elif line.capacity is not None and line.mentees >= line.capacity:
        parts.append((" full", "quiet"))
    return parts


class People(Place):
    """The list. `e` turns from everybody to mentors, to training that is open, to leavers."""

    TITLE_TEXT = "People and training"
    HELP_PAGE = "people"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "open", "Open"),
        Binding("e", "which", "Mentors and others"),
        Binding("slash", "filter", "Filter"),
        Binding("c", "compliance", "Compliance matrix"),
        Binding("n", "new", "New person"),
    ]
    DEFAULT_CSS = """
    People {
        & #top { height: 1; padding: 0 1; background: $surface; }
        & #said { width: 1fr; height: 1; color: $text-muted; }
        & #find { width: 28; }
        & #side { display: none; width: 46; height: 1fr; padding: 0 1 0 2; border-left: solid $border-blurred; }
        &.-wide #side { display: block; }
    }
    """

    def __init__(self, seat: Seat) -> None:
        super().__init__(seat)
        self._which: Which = "staff"
        self._find = ""
        self._keys: list[str] = []
        self._places: dict[str, int] = {}
        self._lines: dict[str, PersonLine] = {}

    def body(self) -> ComposeResult:
        """What is shown and how it is narrowed, the list, and the person who has the cursor."""
        with Horizontal(id="top"):
            yield Static(id="said")
            yield Filter("list", placeholder="/ name, role, service", id="find")
        with Horizontal():
            yield Listing(
                [
                    Column("name", "Name", 16, 4),
                    Column("role", "Job role", 12, 3),
                    Column("service", "Service", 11, 3),
                    Column("training", "Training", 15),
                    Column("mentor", "Mentoring", 16),
                ],
                gap=1,
                id="list",
            )
            yield Static(id="side")

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

    def renew(self) -> None:
        """Reads the list again; the cursor stays on its person."""
        self._read()
        self.query_one(Listing).renew()
        self._show_side()

    def _read(self) -> None:
        self._keys = people.keys(self.seat.reader, self._which, self._find)
        self._places.clear()
        self._places.update((key, place) for place, key in enumerate(self._keys))
        self._lines.clear()
        listing = self.query_one(Listing)
        listing.empty = self._nothing()
        count = len(self._keys)
        who = "person" if count == 1 else "people"
        who = "" if self._which == "mentors" else f"{who} "
        said = f"{count:,} {who}{WHICH[self._which]}"
        self.query_one("#said", Static).update(words(said, (f"   e {_SHORT[_NEXT[self._which]]}", "quiet")))

    def _nothing(self) -> str:
        if self._find:
            return "Nobody matches. Esc in the filter shows all again."
        if self._which == "mentors":
            return "No mentors yet. Open a person and press m to put them on the register of mentors."
        if self._which == "training":
            return "All mandatory training is valid, as far as you may see."
        if self._which == "left":
            return "Nobody has left."
        return "Nobody here yet. Press n for a new person, or import your staff with mentor-tui import."

    def _fetch(self, offset: int, limit: int) -> list[Row]:
        found = people.lines(self.seat.reader, self._keys[offset : offset + limit])
        if len(self._lines) > _KEPT:
            self._lines.clear()
        self._lines.update((line.key, line) for line in found)
        return [self._row(line) for line in found]

    def _row(self, line: PersonLine) -> Row:
        name: list[Part] = [line.name]
        if self._which == "left" and line.end:
            name.append((f"  {short(line.end)}", "quiet"))
        return Row(
            line.key,
            (
                cell(*name),
                line.job_role,
                line.service,
                cell(*training_words(line)),
                cell(*mentor_words(line)),
            ),
        )

    @on(Listing.Moved)
    def _show_side(self) -> None:
        if self.has_class("-wide"):
            line = self._lines.get(self.query_one(Listing).key)
            self.query_one("#side", Static).update(_brief(line) if line else "")

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
        """Everybody, mentors, training that is open, leavers."""
        self._which = _NEXT[self._which]
        self._read()
        self.query_one(Listing).show(self._fetch, lambda: len(self._keys), self._places.get)
        self._show_side()

    @on(Listing.Selected)
    def _selected(self, event: Listing.Selected) -> None:
        event.stop()
        self._open(event.key)

    def action_open(self) -> None:
        """Opens the person who has the cursor."""
        if key := self.query_one(Listing).key:
            self._open(key)

    def _open(self, key: str) -> None:
        from screens.person import PersonPage

        self.app.push_screen(PersonPage(self.seat, key))

    def action_compliance(self) -> None:
        """People by mandatory courses."""
        from screens.compliance import Compliance

        self.app.push_screen(Compliance(self.seat))

    def action_new(self) -> None:
        """A new person in the register."""
        self.app.push_screen(RegisterEntry(self.seat, "staff"))

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:  # noqa: ARG002
        """Only those who keep the register are offered a new person."""
        return may_record(self.seat, "staff") if action == "new" else True


def _brief(line: PersonLine) -> Content:
    """The chosen person in a few lines."""
    rows: list[Content | Part] = [
        words((line.name, "strong")),
        words(line.job_role),
        words((f"{line.service}  {line.ref}", "quiet")),
        words(f"At work since {short(line.start)}."),
    ]
    if line.end:
        rows.append(words(f"Last day {short(line.end)}."))
    rows += [
        words(f"Line manager: {line.manager}." if line.manager else "No line manager is named."),
        "",
        words("Mandatory training  ", *training_words(line)),
    ]
    if line.is_mentor:
        trained = f"trained {short(line.trained_on)}" if line.trained_on else "mentor training not done"
        rows.append(words("Mentees now  ", *mentor_words(line), (f"  {trained}", "quiet")))
    if line.waits:
        rows += ["", words(("A new starter who has no mentor yet.", "warning"))]
    return lines(*rows)
