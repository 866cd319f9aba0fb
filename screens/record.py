"""One record of a pairing, whole: what it says, who changed it and why; from here it is corrected."""

from __future__ import annotations

from typing import ClassVar, Final

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Static

from mentor_tui import records
from mentor_tui.dates import short
from mentor_tui.store.read.case_story import CaseStory
from mentor_tui.store.read.case_story import story as story_of_case
from mentor_tui.store.read.history import Entered, history
from mentor_tui.store.read.pairing import Happening, PairingStory
from mentor_tui.store.read.pairing import story as story_of_pairing
from screens.place import Place
from screens.seat import Seat
from widgets.safe import lines, notify, words

_CORRECTED: Final = frozenset(
    (
        "session",
        "excusal",
        "goal",
        "action",
        "review",
        "case",
        "support_meeting",
        "pathway_update",
        "follow_up",
        "impact_review",
    )
)


class RecordPage(Place):
    """A record of a pairing or case: read here by everybody who may see that, corrected by who records it."""

    TITLE_TEXT = "Record"
    HELP_PAGE = "record"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("c", "correct", "Correct", tooltip="Open its form; a correction needs a reason"),
        Binding("k", "acknowledge", "Acknowledge", tooltip="The mentee says: I have seen this"),
    ]
    DEFAULT_CSS = """
    RecordPage {
        & VerticalScroll { height: 1fr; padding: 1 2; }
    }
    """

    def __init__(self, seat: Seat, pairing_key: str, record: str, key: str, case_key: str = "") -> None:
        super().__init__(seat)
        self.pairing_key = pairing_key
        self.case_key = case_key
        self.record = records.BY_NAME[record]
        self.key = key
        self._story: PairingStory | CaseStory | None = self._read()

    def _read(self) -> PairingStory | CaseStory | None:
        """The story of the pairing or case that the record belongs to."""
        if self.case_key:
            return story_of_case(self.seat.reader, self.case_key)
        return story_of_pairing(self.seat.reader, self.pairing_key)

    def about(self) -> str:
        """Which kind of record, and whose."""
        return f"{self.record.title}: {self._story.head.mentee}" if self._story else ""

    def body(self) -> ComposeResult:
        """What it says and its history."""
        with VerticalScroll():
            yield Static(id="told")

    def on_mount(self) -> None:
        """The text can be scrolled at once."""
        self._show()
        self.query_one(VerticalScroll).focus()
        if self._story is not None:
            self.write_down_opened(self.record.table, self.key)

    def renew(self) -> None:
        """Reads it again."""
        self._story = self._read()
        self._show()
        self.refresh_bindings()

    def _happenings(self) -> list[Happening]:
        told = self._story.happenings if self._story else ()
        return [one for one in told if one.record == self.record.name and one.key == self.key]

    def _show(self) -> None:
        found = self._happenings()
        if not found or self._story is None:
            self.query_one("#told", Static).update(words("This record is not among those that you may see."))
            return
        rows: list[Content] = []
        for one in found:
            rows.append(words((f"{short(one.on)}  {one.line}", "strong")))
            if one.notable:
                rows.append(words((one.notable, "warning")))
            rows += [words((f"{label}: ", "quiet"), text) for label, text in one.details]
            rows.append(words(""))
        rows.append(words(("What became of it", "strong")))
        for entry in history(self.seat.reader, self.record, self.key):
            rows += _entered(entry)
        self.query_one("#told", Static).update(lines(*rows))

    # Keys

    def action_correct(self) -> None:
        """Opens the record's form."""
        match self.record.name:
            case "session":
                from screens.session_entry import SessionEntry

                self.app.push_screen(SessionEntry(self.seat, self.pairing_key, self.key))
            case "excusal":
                from screens.excusal import ExcusalEntry

                self.app.push_screen(ExcusalEntry(self.seat, self.pairing_key, excusal_key=self.key))
            case "goal":
                from screens.goals import GoalEntry

                self.app.push_screen(GoalEntry(self.seat, self.pairing_key, self.key))
            case "action":
                from screens.action_entry import ActionForm

                self.app.push_screen(ActionForm(self.seat, self.key, self.pairing_key))
            case "review":
                from screens.review_entry import ReviewEntry

                self.app.push_screen(ReviewEntry(self.seat, self.pairing_key, self.key))
            case "case":
                self._open("case_entry", "", self.key)
            case of_case:
                self._open(of_case, self.case_key, self.key)

    def _open(self, what: str, *keys: str) -> None:
        from mentor_tui.store.read.todo import Opens
        from screens.openers import opened

        self.app.push_screen(opened(self.seat, Opens(what, keys)))

    def action_acknowledge(self) -> None:
        """The mentee says that they have seen the session, with their own sign-in."""
        from screens.acknowledge import Acknowledge

        if not isinstance(self._story, PairingStory):
            return

        def done(acknowledged: bool | None) -> None:
            if acknowledged:
                notify(self.app, "Acknowledged.")
                self.renew()

        self.app.push_screen(Acknowledge(self.seat, self._story.head, self.key), done)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:  # noqa: ARG002
        """Only those who may record it correct it; a session is acknowledged once, by its mentee."""
        if self._story is None:
            return action not in ("correct", "acknowledge")
        if action == "correct":
            return self.record.name in _CORRECTED and self.record.name in self._story.may
        if action == "acknowledge":
            told = [label for one in self._happenings() for label, _ in one.details]
            return self.record.name == "session" and self._story.own and "Acknowledged" not in told
        return True


def _entered(entry: Entered) -> list[Content]:
    who = entry.who or "An import"
    rows = [words(f"{short(entry.at.date())} {entry.at:%H:%M} UTC  ", (f"{who} {entry.verb} it", "strong"))]
    if entry.reason:
        rows.append(words(("  because ", "quiet"), entry.reason))
    for changed in entry.changes:
        if entry.verb == "recorded":
            rows.append(words((f"  {changed.label}: ", "quiet"), changed.after))
        else:
            before = changed.before or "blank"
            rows.append(words((f"  {changed.label}: ", "quiet"), f"{before}  →  {changed.after or 'blank'}"))
    return rows
