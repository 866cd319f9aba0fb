"""The compliance matrix: people by mandatory courses, with the shadowing and reassessments of their support."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import ClassVar, Final

from rich.text import Text
from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.content import Content
from textual.widgets import Input, Static

from mentor_tui.dates import day_and_month, short
from mentor_tui.store.read import compliance
from mentor_tui.store.read.compliance import Course, MatrixLine, Support, Which
from screens.place import Place
from screens.seat import Seat
from widgets import glyphs
from widgets.entry import Filter
from widgets.listing import Column, Listing, Row
from widgets.safe import Part, Tone, cell, lines, notify, words

_NEXT: Final[dict[Which, Which]] = {"all": "open", "open": "cases", "cases": "all"}
_SHOWN: Final[dict[Which, str]] = {
    "all": "with mandatory courses",
    "open": "with a course that is open or expires soon",
    "cases": "with an open case",
}
_SHORT: Final[dict[Which, str]] = {"all": "everybody", "open": "what is open", "cases": "open cases"}

_WORDS: Final[Mapping[str, tuple[str, str, Tone]]] = {
    "done": (glyphs.DOT, "done", "good"),
    "expires": (glyphs.UP, "expires", "warning"),
    "expired": (glyphs.CROSS, "expired", "bad"),
    "missing": (glyphs.UNTICKED, "missing", "bad"),
}
"""A course by how it stands: a sign, a word, a tone."""

_COURSE: Final = 9
_FIXED: Final = 16 + 10 + 10 + 3
"""The name, shadowing and reassessment, and the blanks between them."""


class Compliance(Place):
    """The matrix. Left and right turn to further courses; the person with the cursor stands beneath in words."""

    TITLE_TEXT = "Compliance matrix"
    HELP_PAGE = "compliance"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "open", "Person"),
        Binding("left", "page(-1)", "Courses before", show=False, priority=True),
        Binding("right", "page(1)", "More courses", priority=True),
        Binding("e", "which", "Which people"),
        Binding("c", "case", "Case", tooltip="Open the open case of this person"),
        Binding("slash", "filter", "Filter"),
    ]
    DEFAULT_CSS = """
    Compliance {
        & #top { height: auto; max-height: 2; padding: 0 1; background: $surface; }
        & #said { width: 1fr; height: auto; max-height: 2; color: $text-muted; }
        & #find { width: 28; }
        & #courses { height: auto; max-height: 2; padding: 0 1; color: $text-muted; }
        & #beneath { height: 8; padding: 0 1; border-top: solid $border-blurred; overflow-y: auto; }
        &.-tall #beneath { height: 14; }
        & #legend { height: auto; max-height: 2; padding: 0 1; color: $text-muted; }
    }
    """

    def __init__(self, seat: Seat) -> None:
        super().__init__(seat)
        self._which: Which = "all"
        self._find = ""
        self._first = 0
        self._courses: list[str] = []
        self._keys: list[str] = []
        self._places: dict[str, int] = {}
        self._lines: dict[str, MatrixLine] = {}

    def body(self) -> ComposeResult:
        """Who is shown, which courses, the matrix, the person who has the cursor, what the signs mean."""
        with Horizontal(id="top"):
            yield Static(id="said")
            yield Filter("list", placeholder="/ name, service, course", id="find")
        yield Static(id="courses")
        yield Listing([Column("name", "Name", 16, 1)], gap=1, id="list")
        yield Static(id="beneath")
        legend: list[Part] = []
        for sign, name, tone in _WORDS.values():
            legend += [(f"{sign} ", tone), f"{name}  "]
        yield Static(words(*legend, ("blank: not asked of this person", "quiet")), id="legend")

    def on_mount(self) -> None:
        """The list has the focus; the filter waits for its key."""
        self.set_class(self.app.size.height >= 34, "-tall")
        self.query_one(Listing).focus()

    def on_resize(self, event: events.Resize) -> None:
        """As many courses as there is room for."""
        self.set_class(event.size.height >= 34, "-tall")
        self._arrange()

    # What is shown

    def renew(self) -> None:
        """Reads the matrix again; the cursor stays on its person."""
        self._courses = compliance.courses(self.seat.reader)
        self._read()
        self._arrange()

    def _read(self) -> None:
        self._keys = compliance.keys(self.seat.reader, self._which, self._find)
        self._places.clear()
        self._places.update((key, place) for place, key in enumerate(self._keys))
        self._lines.clear()
        listing = self.query_one(Listing)
        listing.empty = self._nothing()
        count = len(self._keys)
        who = "person" if count == 1 else "people"
        self.query_one("#said", Static).update(
            words(
                (f"{count:,} {who} {_SHOWN[self._which]}", "strong"),
                (f"   e {_SHORT[_NEXT[self._which]]}", "quiet"),
            )
        )

    def _nothing(self) -> str:
        if self._find:
            return "Nobody matches. Esc in the filter shows all again."
        if self._which == "cases":
            return "No open case that you may see. Press e for everybody."
        if self._which == "open":
            return "Every mandatory course holds for a while. Press e for the others."
        return "No mandatory course is on the register. Open a person under People and press t to add one."

    @property
    def _room(self) -> int:
        """How many courses have room beside one another."""
        return max(1, (self.app.size.width - 1 - _FIXED) // (_COURSE + 1))

    @property
    def _shown(self) -> list[str]:
        return self._courses[self._first : self._first + self._room]

    def _arrange(self) -> None:
        """The columns for the courses that are shown."""
        self._first = min(self._first, max(0, len(self._courses) - 1) // self._room * self._room)
        shown = self._shown
        listing = self.query_one(Listing)
        listing.show_columns(
            [
                Column("name", "Name", 16, 2),
                *(Column(f"course{n}", course, _COURSE, 1) for n, course in enumerate(shown)),
                Column("shadowing", "Shadowing", 10),
                Column("reassess", "Reassess.", 10),
            ]
        )
        listing.show(self._fetch, lambda: len(self._keys), self._places.get, at=listing.key or None)
        names = "; ".join(shown) or "none"
        many = f"{self._first + 1} to {self._first + len(shown)} of {len(self._courses)}: " if shown else ""
        self.query_one("#courses", Static).update(words(("Courses ", "quiet"), many, names))
        self._show_one()

    def _fetch(self, offset: int, limit: int) -> list[Row]:
        found = compliance.lines(self.seat.reader, self._keys[offset : offset + limit])
        self._lines.update((line.key, line) for line in found)
        return [self._row(line) for line in found]

    def _row(self, line: MatrixLine) -> Row:
        return Row(
            line.key,
            (
                line.name,
                *(_cell(line.courses.get(course)) for course in self._shown),
                _shadowing(line.support),
                _reassessment(line.support, self.seat.today()),
            ),
        )

    @on(Listing.Moved)
    def _show_one(self) -> None:
        line = self._lines.get(self.query_one(Listing).key)
        self.query_one("#beneath", Static).update(self._told(line) if line else "")
        self.refresh_bindings()

    def _told(self, line: MatrixLine) -> Content:
        """The person in words, what is open first."""
        rows = [
            words(
                (line.name, "strong"),
                f"   {line.held} of {len(line.courses)} mandatory courses hold",
                (f"   {line.job_role}, {line.service}", "quiet"),
            )
        ]
        if line.support is not None:
            rows.append(words(("Support: ", "strong"), *_support(line.support, self.seat.today())))
        for state, name in (
            ("missing", "Missing"),
            ("expired", "Expired"),
            ("expires", "Expires soon"),
            ("done", "Done"),
        ):
            some = [_named(course, one) for course, one in sorted(line.courses.items()) if one.state == state]
            if some:
                rows.append(words((f"{name}: ", _WORDS[state][2]), "; ".join(some)))
        return lines(*rows)

    # Keys

    @on(Input.Changed, "#find")
    def _narrow(self, event: Input.Changed) -> None:
        event.stop()
        self._find = event.value
        self._read()
        self._arrange()

    def action_filter(self) -> None:
        """To the filter."""
        self.query_one(Filter).focus()

    def action_page(self, by: int) -> None:
        """The courses after these, or before them."""
        if self.query_one(Filter).has_focus:
            return
        first = self._first + by * self._room
        if 0 <= first < len(self._courses):
            self._first = first
            self._arrange()

    def action_which(self) -> None:
        """Everybody, what is open, open cases."""
        self._which = _NEXT[self._which]
        self._read()
        self._arrange()

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

    def action_case(self) -> None:
        """Opens the open case of the person who has the cursor."""
        from screens.case import CasePage

        line = self._lines.get(self.query_one(Listing).key)
        if line is None or line.support is None:
            notify(self.app, "This person has no open case that you may see.")
            return
        self.app.push_screen(CasePage(self.seat, line.support.case))

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:  # noqa: ARG002
        """Only what would do something is offered."""
        if action == "page":
            # While one types, the arrows move in the text.
            return len(self._courses) > self._room and not isinstance(self.focused, Input)
        if action == "case":
            line = self._lines.get(self.query_one(Listing).key) if self.is_mounted else None
            return line is not None and line.support is not None
        return True


def _cell(one: Course | None) -> Text:
    """A course in the matrix: a sign and a word; of one that expires, the day."""
    if one is None:
        return cell("")
    sign, name, tone = _WORDS[one.state]
    said = day_and_month(one.until) if one.state == "expires" and one.until else name
    return cell((f"{sign} {said}", tone))


def _named(course: str, one: Course) -> str:
    """A course with the day that matters."""
    if one.until is None:
        return course
    return f"{course} ({'since' if one.state == 'expired' else 'until'} {short(one.until)})"


def _shadowing(support: Support | None) -> Text:
    if support is None:
        return cell("")
    tone: Tone = "good" if support.delivered >= support.assigned else "warning"
    return cell((f"{support.delivered:g}/{support.assigned:g} h", tone))


def _reassessment(support: Support | None, today: date) -> Text:
    if support is None or support.reassessment_on is None:
        return cell("")
    day = day_and_month(support.reassessment_on)
    return cell((f"{glyphs.RING} late" if support.reassessment_on < today else day, "warning"))


def _support(support: Support, today: date) -> list[Part]:
    """The open case in words."""
    parts: list[Part] = [f"{support.delivered:g} of {support.assigned:g} hours of shadowing delivered"]
    if support.reassessment_on is not None:
        late = support.reassessment_on < today
        said = f"; reassessment of {support.module or 'practice'} {short(support.reassessment_on)}"
        parts.append((f"{said}, no result yet" if late else said, "warning" if late else "plain"))
    return parts
