"""Reviews: the week-four reviews that wait, the longest first, and the reviews that were made."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar, Final

from textual.binding import Binding, BindingType
from textual.content import Content

from mentor_tui.answers import Option
from mentor_tui.dates import from_today, short
from mentor_tui.records.new_starters import OUTCOMES
from mentor_tui.store.read import reviews
from mentor_tui.store.read.holders import holders
from mentor_tui.store.read.pairing import head
from mentor_tui.store.read.reviews import ReviewLine, State, Which
from screens.list_place import ListPlace
from screens.review_words import evidence_lines
from screens.seat import Seat
from widgets.choose import Choose
from widgets.listing import Column, Row
from widgets.safe import Tone, cell, lines, notify, words

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


class Reviews(ListPlace):
    """The list. `v` turns from those that wait to those that were made; Enter opens the form or the review."""

    TITLE_TEXT = "Reviews"
    PLACEHOLDER = "/ to find a name"
    HELP_PAGE = "reviews"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "open", "Open"),
        Binding("v", "which", "Waiting/made"),
        Binding("n", "new", "New review"),
        Binding("slash", "filter", "Filter"),
        Binding("p", "pairing", "Pairing", show=False, tooltip="Opens the pairing's whole story"),
    ]
    DEFAULT_CSS = """
    Reviews #side { width: 50; }
    """

    def __init__(self, seat: Seat) -> None:
        super().__init__(seat)
        self._which: Which = "open"
        self._lines: dict[str, ReviewLine] = {}

    def columns(self) -> list[Column]:
        """When, who, by whom, and what came of it."""
        return [
            Column("state", "State", 8),
            Column("day", "Date", 11, align="right"),
            Column("mentee", "Mentee", 15, 4),
            Column("manager", "Line manager", 12, 3),
            Column("service", "Service", 8, 3),
            Column("what", "", 10, 2),
        ]

    def read_keys(self) -> list[str]:
        """The reviews that wait, or those that were made."""
        self._lines.clear()
        return reviews.keys(self.seat.reader, self._which, self.sought)

    def said(self, count: int) -> Content:
        """How many wait, or were made."""
        if self._which == "open":
            waiting = reviews.waiting(self.seat.reader)
            said = f"{waiting.overdue:,} overdue, {waiting.due:,} due today, {waiting.coming:,} due soon"
            return words(said, ("   v: made", "quiet"))
        made = "review" if count == 1 else "reviews"
        return words(f"{count:,} {made} made, newest first", ("   v: waiting", "quiet"))

    def nothing(self) -> str:
        """Why none is listed, and what to do."""
        if self.sought:
            return "Nothing matches. Esc in the filter shows all again."
        if self._which == "done":
            return "No reviews were made yet. Press v for those that wait."
        return "No review waits. Press v for those made, n to review somebody at another time."

    def read_rows(self, keys: Sequence[str]) -> list[Row]:
        """The reviews of one page."""
        found = reviews.lines(self.seat.reader, list(keys))
        self._lines.update((line.key, line) for line in found)
        return [self._row(line) for line in found]

    def _row(self, line: ReviewLine) -> Row:
        if line.reviewed_on is None:
            what = from_today(line.due_on, self.seat.today())
        else:
            what = OUTCOME_WORDS.get(line.outcome, "no outcome")
        day = short(line.reviewed_on or line.due_on)
        return Row(line.key, (cell(_STATES[line.state]), day, line.mentee, line.manager, line.service, what))

    def brief(self, key: str) -> Content:
        """The line's pairing with what is known for its review."""
        line = self._lines.get(key)
        if line is None:
            return words("")
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

    def action_which(self) -> None:
        """Those that wait, or those that were made."""
        self._which = "done" if self._which == "open" else "open"
        self.from_the_top()

    def open(self, key: str) -> None:
        """Opens the form, or the review that was made."""
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

        if line := self._lines.get(self.chosen()):
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
