"""One person: details, training, attendance, observations, concerns and pairings, as far as one may see."""

from __future__ import annotations

from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widgets import Static

from mentor_tui.dates import short
from mentor_tui.records.registers import NATIONS
from mentor_tui.store.problems import StoreProblem
from mentor_tui.store.read import people, risk
from mentor_tui.store.read.people import Held, PersonStory
from screens.people import mentor_words, training_words
from screens.place import UNWRITTEN, Place
from screens.register_entry import RegisterEntry, may_record
from screens.seat import Seat
from widgets.listing import Column, Listing, Row
from widgets.safe import Part, cell, lines, notify, words

_HEADINGS = {
    "pairing": "Mentoring",
    "targeted_case": "Support",
    "training": "Training",
    "attendance": "Attendance",
    "observation": "Observations",
    "concern": "Concerns",
}


class PersonPage(Place):
    """A person whole. Enter opens the row that has the cursor; a letter adds a row to its register."""

    TITLE_TEXT = "Person"
    HELP_PAGE = "people"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "open", "Open"),
        Binding("i", "identify", "Risk identified", tooltip="Say that there is a risk; a plan is then due"),
        Binding("d", "details", "Details"),
        Binding("t", "add('training')", "Training"),
        Binding("a", "add('attendance')", "Attendance"),
        Binding("c", "add('concern')", "Concern"),
        Binding("o", "add('observation')", "Observation", show=False),
        Binding("m", "mentor", "Mentor register", show=False),
        Binding("p", "allocate", "New pairing", show=False),
    ]
    DEFAULT_CSS = """
    PersonPage {
        & #head { height: auto; padding: 0 1; }
        & Listing { border-top: solid $border-blurred; }
        & #beneath { height: auto; max-height: 8; padding: 0 1; color: $text-muted; }
    }
    """

    def __init__(self, seat: Seat, key: str) -> None:
        super().__init__(seat)
        self.key = key
        self._story: PersonStory | None = people.story(seat.reader, key)
        self._held: dict[str, Held] = {}

    def about(self) -> str:
        """Who it is."""
        return self._story.line.name if self._story else ""

    def body(self) -> ComposeResult:
        """The person in a few lines, and every row of the registers about them."""
        yield Static(id="head")
        yield Listing(
            [
                Column("what", "Register", 12),
                Column("on", "Date", 11),
                Column("says", "What it says", 24, 4),
                Column("more", "", 14, 2),
                Column("mark", "", 14),
            ],
            gap=1,
            empty="Nothing is written about this person yet. t adds training, o an observation.",
            id="list",
        )
        yield Static(id="beneath")

    def on_mount(self) -> None:
        """Notes in the journal that the file was opened, and shows it."""
        self.query_one(Listing).focus()
        if self._story is not None and self.key != self.seat.actor.id:
            self.run_worker(self._opened, thread=True, group="office")

    def _opened(self) -> None:
        """Reading somebody's file is itself written down (people.md)."""
        try:
            self.seat.office.note(self.seat.actor, "opened", "staff", self.key)
        except StoreProblem as problem:
            self.app.call_from_thread(notify, self.app, f"{UNWRITTEN} {problem}", severity="warning")
        finally:
            self.seat.store.close()  # this thread's connection

    def renew(self) -> None:
        """Reads the person again; the cursor stays on its row."""
        self._story = people.story(self.seat.reader, self.key)
        head = self.query_one("#head", Static)
        if self._story is None:
            head.update(words("This person is not on a register that you may read. Esc goes back."))
            self.query_one(Listing).show_rows([])
            return
        head.update(self._head(self._story))
        self._held = {f"{one.table}:{one.key}": one for one in self._all(self._story)}
        listing = self.query_one(Listing)
        listing.show_rows([_row(key, one) for key, one in self._held.items()], at=listing.key or None)

    @staticmethod
    def _all(story: PersonStory) -> list[Held]:
        return [
            *story.cases,
            *story.pairings,
            *story.training,
            *story.concerns,
            *story.observations,
            *story.attendance,
        ]

    @staticmethod
    def _head(story: PersonStory) -> Content:
        line = story.line
        nation = dict(NATIONS).get(story.nation, story.nation)
        at_work = f"At work since {short(line.start)}"
        if line.end:
            at_work += f", last day {short(line.end)}" + (
                f" ({story.leaving_reason})" if story.leaving_reason else ""
            )
        attended, rostered = story.attended
        rows: list[Content | Part] = [
            words((line.name, "strong"), f"  {line.job_role}", (f"  {line.ref}", "quiet")),
            words(f"{line.service}, {nation}. {at_work}. ", f"Line manager: {line.manager or 'none named'}."),
            words(
                "Mandatory training ",
                *training_words(line),
                f".  Attendance, six weeks: {attended} of {rostered} shifts." if rostered else "",
            ),
        ]
        if line.is_mentor:
            trained = f"trained {short(line.trained_on)}" if line.trained_on else "mentor training not done"
            rows.append(words("Mentor of ", *mentor_words(line), f", {trained}."))
        if line.waits:
            rows.append(words(("A new starter who has no mentor yet.", "warning"), " p finds one."))
        if story.earlier:
            before = "; ".join(f"{service} until {short(until)}" for service, until in story.earlier)
            rows.append(words((f"Earlier: {before}", "quiet")))
        return lines(*rows)

    @on(Listing.Moved)
    def _whole(self) -> None:
        """Beneath the list, the row that has the cursor with all its words."""
        held = self._held.get(self.query_one(Listing).key)
        whole = f"{held.what}  {held.says}" if held and held.table == "concern" else ""
        self.query_one("#beneath", Static).update(words(whole))

    # Keys

    @on(Listing.Selected)
    def _selected(self, event: Listing.Selected) -> None:
        event.stop()
        self._open(event.key)

    def action_open(self) -> None:
        """Opens the row that has the cursor."""
        if key := self.query_one(Listing).key:
            self._open(key)

    def _open(self, key: str) -> None:
        held = self._held[key]
        if held.table == "pairing":
            from screens.pairing import PairingPage

            self.app.push_screen(PairingPage(self.seat, held.key))
        elif held.table == "targeted_case":
            from screens.case import CasePage

            self.app.push_screen(CasePage(self.seat, held.key))
        elif may_record(self.seat, held.table, self.key):
            self.app.push_screen(RegisterEntry(self.seat, held.table, self.key, held.key))
        else:
            notify(self.app, "You may read this; somebody else keeps this register.")

    def action_add(self, register: str) -> None:
        """A new row of a register."""
        self.app.push_screen(RegisterEntry(self.seat, register, self.key))

    def action_identify(self) -> None:
        """Says that there is a risk of losing this person; a support plan is then due."""
        from screens.risk_entry import RiskEntry

        self.app.push_screen(RiskEntry(self.seat, self.key))

    def action_details(self) -> None:
        """Changes what the staff register says."""
        self.app.push_screen(RegisterEntry(self.seat, "staff", self.key, self.key))

    def action_mentor(self) -> None:
        """Puts the person on the register of mentors, or changes what stands there."""
        row = people.mentor_row(self.seat.reader, self.key)
        self.app.push_screen(RegisterEntry(self.seat, "mentor", self.key, row))

    def action_allocate(self) -> None:
        """Finds a mentor for this person."""
        from screens.allocation import Allocation

        self.app.push_screen(Allocation(self.seat, self.key))

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Only what this person may do here is offered."""
        if action == "add":
            return may_record(self.seat, str(parameters[0]), self.key)
        if action == "identify":
            return self._story is not None and risk.may_record(self.seat.reader, "risk", self.key)
        if action == "details":
            return may_record(self.seat, "staff", self.key)
        if action == "mentor":
            return may_record(self.seat, "mentor", self.key)
        if action == "allocate":
            return self.seat.actor.holds("hr_coordinator")
        return True


def _row(key: str, held: Held) -> Row:
    """One row of a register in the list."""
    says, mark = held.says, held.mark
    if held.table == "training" and held.until:
        says = f"{says}, until {short(held.until)}"
    elif held.table in ("pairing", "targeted_case") and held.until:
        mark = f"to {short(held.until)}"
    on = short(held.on) if held.on else ""
    return Row(
        key, (_HEADINGS[held.table], on, held.what, says, cell((mark, "warning" if held.mark else "quiet")))
    )
