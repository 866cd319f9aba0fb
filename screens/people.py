"""People and training: staff, mentors and their capacity, who has which course; one line each."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar, Final

from textual.binding import Binding, BindingType
from textual.content import Content

from mentor_tui.dates import short
from mentor_tui.store.read import people
from mentor_tui.store.read.people import WHICH, PersonLine, Which
from screens.list_place import ListPlace
from screens.register_entry import RegisterEntry, may_record
from screens.seat import Seat
from widgets.listing import Column, Row
from widgets.safe import Part, cell, lines, words

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


class People(ListPlace):
    """The list. `e` turns from everybody to mentors, to training that is open, to leavers."""

    TITLE_TEXT = "People and training"
    PLACEHOLDER = "/ name, role, service"
    HELP_PAGE = "people"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "open", "Open"),
        Binding("e", "which", "Mentors and others"),
        Binding("slash", "filter", "Filter"),
        Binding("c", "compliance", "Compliance matrix"),
        Binding("n", "new", "New person"),
    ]

    def __init__(self, seat: Seat) -> None:
        super().__init__(seat)
        self._which: Which = "staff"
        self._lines: dict[str, PersonLine] = {}

    def columns(self) -> list[Column]:
        """Who, where, training and mentoring."""
        return [
            Column("name", "Name", 16, 4),
            Column("role", "Job role", 12, 3),
            Column("service", "Service", 11, 3),
            Column("training", "Training", 15),
            Column("mentor", "Mentoring", 16),
        ]

    def read_keys(self) -> list[str]:
        """The people asked for, by name."""
        self._lines.clear()
        return people.keys(self.seat.reader, self._which, self.sought)

    def said(self, count: int) -> Content:
        """How many, and of which kind."""
        who = "person" if count == 1 else "people"
        who = "" if self._which == "mentors" else f"{who} "
        return words(f"{count:,} {who}{WHICH[self._which]}", (f"   e {_SHORT[_NEXT[self._which]]}", "quiet"))

    def nothing(self) -> str:
        """Why nobody is listed, and what to do."""
        if self.sought:
            return "Nobody matches. Esc in the filter shows all again."
        if self._which == "mentors":
            return "No mentors yet. Open a person and press m to put them on the register of mentors."
        if self._which == "training":
            return "All mandatory training is valid, as far as you may see."
        if self._which == "left":
            return "Nobody has left."
        return "Nobody here yet. Press n for a new person, or import your staff with mentor-tui import."

    def read_rows(self, keys: Sequence[str]) -> list[Row]:
        """The people of one page."""
        found = people.lines(self.seat.reader, list(keys))
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

    def brief(self, key: str) -> Content:
        """The chosen person in a few lines."""
        line = self._lines.get(key)
        return _brief(line) if line else words("")

    def action_which(self) -> None:
        """Everybody, mentors, training that is open, leavers."""
        self._which = _NEXT[self._which]
        self.from_the_top()

    def open(self, key: str) -> None:
        """Opens one person."""
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
