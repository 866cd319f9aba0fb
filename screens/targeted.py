"""Targeted support: who shows a reason to look at them, and the cases, open first."""

from __future__ import annotations

from typing import ClassVar, Final, Literal

from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.content import Content
from textual.message import Message
from textual.widgets import Input, Static

from mentor_tui.dates import day_and_month, short
from mentor_tui.forms.case_words import moved, percent
from mentor_tui.store.problems import StoreProblem
from mentor_tui.store.read import cases, risk
from mentor_tui.store.read.cases import CaseLine, Which
from mentor_tui.store.read.risk import AtRisk
from screens.case_words import against_plan, step_sentence, waits
from screens.pairing_marks import alert_words, codes
from screens.place import Place
from screens.seat import Seat
from widgets.entry import Filter
from widgets.listing import Column, Listing, Row
from widgets.safe import Part, cell, lines, notify, words

_WIDE: Final = 110
_KEPT: Final = 1000

View = Literal["profile", "cases"]
_NEXT: Final[dict[Which, Which]] = {"open": "closed", "closed": "all", "all": "open"}

_PROFILE: Final = (
    Column("name", "Name", 15, 3),
    Column("confidence", "Conf.", 5, align="right"),
    Column("attendance", "Attend.", 7, align="right"),
    Column("state", "Where it stands", 17, 1),
    Column("reasons", "Reasons", 20, 5),
)
_CASES: Final = (
    Column("name", "Name", 14, 3),
    Column("mentor", "Mentor", 11, 2),
    Column("confidence", "Confid.", 10),
    Column("attendance", "Attendance", 12),
    Column("waits", "Waits for", 21, 3),
    Column("alerts", "Alerts", 6),
)


class ProfileFound(Message):
    """The retention risk profile was read."""

    def __init__(self, found: list[AtRisk]) -> None:
        super().__init__()
        self.found = found


class Targeted(Place):
    """Two views: the retention risk profile, and the cases. `v` turns from one to the other."""

    TITLE_TEXT = "Targeted support"
    HELP_PAGE = "targeted"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "open", "Open"),
        Binding("v", "view", "Profile/cases"),
        Binding("i", "identify", "Risk identified", tooltip="Say that there is a risk; a plan is then due"),
        Binding("n", "plan", "New plan", tooltip="Write the support plan"),
        Binding("slash", "filter", "Filter"),
        Binding("e", "which", "Open, closed or all", show=False),
    ]
    DEFAULT_CSS = """
    Targeted {
        & #top { height: auto; max-height: 2; padding: 0 1; background: $surface; }
        & #said { width: 1fr; height: auto; max-height: 2; color: $text-muted; }
        & #find { width: 24; }
        & #side { display: none; width: 46; height: 1fr; padding: 0 1 0 2; border-left: solid $border-blurred; }
        & #beneath { height: 7; padding: 0 1; border-top: solid $border-blurred; overflow-y: auto; }
        &.-wide #side { display: block; }
        &.-wide #beneath { display: none; }
    }
    """

    def __init__(self, seat: Seat) -> None:
        super().__init__(seat)
        self._profiled = risk.reads_profile(seat.reader)
        self._view: View = "profile" if self._profiled else "cases"
        self._which: Which = "open"
        self._find = ""
        self._profile: list[AtRisk] | None = None
        self._people: dict[str, AtRisk] = {}
        self._keys: list[str] = []
        self._places: dict[str, int] = {}
        self._lines: dict[str, CaseLine] = {}

    def body(self) -> ComposeResult:
        """What is shown and how it is narrowed, the list, and the one that has the cursor."""
        with Horizontal(id="top"):
            yield Static(id="said")
            yield Filter("list", placeholder="/ to find a name", id="find")
        with Horizontal():
            yield Listing(_PROFILE if self._view == "profile" else _CASES, gap=1, id="list")
            yield Static(id="side")
        yield Static(id="beneath")

    def on_mount(self) -> None:
        """The list has the focus; the filter waits for its key."""
        self.set_class(self.app.size.width >= _WIDE, "-wide")
        self.query_one(Listing).focus()

    def on_resize(self, event: events.Resize) -> None:
        """List and detail side by side where there is room."""
        self.set_class(event.size.width >= _WIDE, "-wide")
        self._show_one()

    # What is shown

    def renew(self) -> None:
        """Reads what is shown again; the cursor stays where it is. The profile is read beside the screen."""
        if self._view == "profile":
            self._read_profile()
            self._show_profile()
        else:
            self._show_cases()

    def _read_profile(self) -> None:
        seat = self.seat

        def work() -> None:
            try:
                found = risk.profile(seat.reader)
            except StoreProblem as trouble:
                self.app.call_from_thread(notify, self.app, str(trouble), severity="error")
            else:
                self.post_message(ProfileFound(found))
            finally:
                seat.store.close()  # this thread's connection; the screen's own stays open

        self.run_worker(work, thread=True, exclusive=True, group="profile")

    def on_profile_found(self, message: ProfileFound) -> None:
        """Shows the profile, if it is still what is looked at."""
        self._profile = message.found
        if self._view == "profile" and self.is_attached:
            self._show_profile()

    def _show_profile(self) -> None:
        found = self._profile or []
        shown = [one for one in found if _matches(one, self._find)]
        self._people = {one.key: one for one in shown}
        suggested = sum(one.suggested and not one.case for one in shown)
        listing = self.query_one(Listing)
        listing.empty = self._no_profile()
        who = "person shows" if len(shown) == 1 else "people show"
        said = f"{len(shown):,} {who} a reason, {suggested:,} suggested"
        self._say("Working it out ..." if self._profile is None else said, "v cases")
        listing.show_rows([self._person_row(one) for one in shown], at=listing.key or None)
        self._show_one()
        self.refresh_bindings()

    def _no_profile(self) -> str:
        if self._profile is None:
            return "Working it out ..."
        if self._find:
            return "Nobody matches. Esc in the filter shows all again."
        return "Nobody shows a reason that the program looks for. Press v for the cases."

    def _person_row(self, one: AtRisk) -> Row:
        reasons = "; ".join(reason.words for reason in one.reasons)
        return Row(
            one.key,
            (
                one.name,
                str(one.confidence) if one.confidence is not None else cell(("none", "quiet")),
                one.attendance_words or cell(("none", "quiet")),
                cell(*_state(one)),
                reasons or cell(("a manager said so", "quiet")),
            ),
        )

    def _show_cases(self, *, from_top: bool = False) -> None:
        self._keys = cases.keys(self.seat.reader, self._which, self._find)
        self._places.clear()
        self._places.update((key, place) for place, key in enumerate(self._keys))
        self._lines.clear()
        listing = self.query_one(Listing)
        listing.empty = self._no_cases()
        count = len(self._keys)
        kind = "" if self._which == "all" else f"{self._which} "
        turn = "   v profile" if self._profiled else ""
        self._say(f"{count:,} {kind}{'case' if count == 1 else 'cases'}", f"e for {_NEXT[self._which]}{turn}")
        at = None if from_top else listing.key or None
        listing.show(self._fetch, lambda: len(self._keys), self._places.get, at=at)
        self._show_one()
        self.refresh_bindings()

    def _no_cases(self) -> str:
        if self._find:
            return "Nothing matches. Esc in the filter shows all again; e looks among the closed ones."
        if self._which == "closed":
            return "No closed cases. Press e for all."
        if self.seat.actor.holds("registered_manager"):
            return "No open cases. Press n to write a support plan."
        return "No open cases that you may see. A registered manager opens one with a support plan."

    def _fetch(self, offset: int, limit: int) -> list[Row]:
        found = cases.lines(self.seat.reader, self._keys[offset : offset + limit])
        if len(self._lines) > _KEPT:
            self._lines.clear()
        self._lines.update((line.key, line) for line in found)
        return [self._case_row(line) for line in found]

    def _case_row(self, line: CaseLine) -> Row:
        name: list[Part] = [line.mentee]
        if line.left_on and line.closed_on is None:
            name = [("left: ", "warning"), line.mentee]
        confidence: list[Part] = [f"{line.latest.confidence:>2} "]
        attendance: list[Part] = [f"{percent(line.latest.attendance):>6} "]
        if line.latest != line.baseline:
            confidence.append(_signed(moved(line.latest.confidence, line.baseline.confidence)))
            attendance.append(_signed(moved(line.latest.attendance, line.baseline.attendance)))
        else:
            confidence.append(("plan", "quiet"))
            attendance.append(("plan", "quiet"))
        return Row(
            line.key,
            (
                cell(*name),
                line.mentor,
                cell(*confidence),
                cell(*attendance),
                cell(*waits(line, self.seat.today())),
                cell(*codes(line.alerts)),
            ),
        )

    def _say(self, said: str, turn: str) -> None:
        self.query_one("#said", Static).update(words((said, "strong"), (f"   {turn}", "quiet")))

    @on(Listing.Moved)
    def _show_one(self) -> None:
        key = self.query_one(Listing).key
        rows: list[Content] = []
        if self._view == "profile" and key in self._people:
            rows = person_lines(self._people[key])
        elif self._view == "cases" and key in self._lines:
            rows = self._case_lines(self._lines[key])
        told = lines(*rows) if rows else words("")
        self.query_one("#side", Static).update(told)
        self.query_one("#beneath", Static).update(lines(*rows[:1], *rows[2:]) if rows else told)
        self.refresh_bindings()

    def _case_lines(self, line: CaseLine) -> list[Content]:
        today = self.seat.today()
        rows = [
            words((line.mentee, "strong"), (f"   supported by {line.mentor}   {line.ref}", "quiet")),
            words((f"{line.service}, planned {short(line.planned_on)}", "quiet")),
            words(*against_plan(line.baseline, line.latest)),
        ]
        if line.latest.at_risk:
            rows.append(words(("At risk of resigning, by the latest assessment.", "warning")))
        rows += [words(*step_sentence(step, today)) for step in line.waits]
        rows += [words(*alert_words(alert)) for alert in line.alerts]
        if line.closed_on:
            rows.append(words(*waits(line, today), f" on {short(line.closed_on)}"))
        return rows

    # Keys

    @on(Input.Changed, "#find")
    def _narrow(self, event: Input.Changed) -> None:
        event.stop()
        self._find = event.value
        if self._view == "profile":
            self._show_profile()
        else:
            self._show_cases()

    def action_filter(self) -> None:
        """To the filter."""
        self.query_one(Filter).focus()

    def action_view(self) -> None:
        """The profile, or the cases."""
        self._view = "cases" if self._view == "profile" else "profile"
        self.query_one(Listing).show_columns(_PROFILE if self._view == "profile" else _CASES)
        if self._view == "cases":
            self._show_cases(from_top=True)
        else:
            self.query_one(Listing).show_rows([])
            self.renew()

    def action_which(self) -> None:
        """Open ones, closed ones, all."""
        self._which = _NEXT[self._which]
        self._show_cases(from_top=True)

    @on(Listing.Selected)
    def _selected(self, event: Listing.Selected) -> None:
        event.stop()
        self._open(event.key)

    def action_open(self) -> None:
        """Opens what has the cursor."""
        if key := self.query_one(Listing).key:
            self._open(key)

    def _open(self, key: str) -> None:
        from screens.case import CasePage
        from screens.risk_page import RiskPage

        page = RiskPage(self.seat, key) if self._view == "profile" else CasePage(self.seat, key)
        self.app.push_screen(page)

    def _person(self) -> AtRisk | None:
        return self._people.get(self.query_one(Listing).key) if self._view == "profile" else None

    def action_identify(self) -> None:
        """Says that there is a risk with the person who has the cursor."""
        from screens.risk_entry import RiskEntry

        if person := self._person():
            self.app.push_screen(RiskEntry(self.seat, person.key))

    def action_plan(self) -> None:
        """A new plan: for the person who has the cursor, or for somebody to be chosen."""
        from screens.case_entry import CaseEntry

        person = self._person()
        if person is not None and person.case:
            notify(self.app, f"{person.name} has an open case already. Enter opens the reasons, c the case.")
            return
        self.app.push_screen(CaseEntry(self.seat, person.key if person else ""))

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:  # noqa: ARG002
        """Only what this person may do here is offered."""
        actor = self.seat.actor
        match action:
            case "view":
                return self._profiled
            case "identify":
                person = self._person()
                managers = actor.holds("registered_manager") or actor.holds("line_manager")
                return (
                    managers and person is not None and risk.may_record(self.seat.reader, "risk", person.key)
                )
            case "plan":
                return actor.holds("registered_manager")
            case "which":
                return self._view == "cases"
        return True


def _matches(one: AtRisk, typed: str) -> bool:
    """Whether each word that was typed stands in the person's name, work, place or id."""
    sought = " ".join((one.name, one.job_role, one.service, one.ref)).casefold()
    return all(word in sought for word in typed.casefold().split())


def _signed(part: Part) -> Part:
    """A change in a narrow column."""
    text, tone = part if isinstance(part, tuple) else (part, "plain")
    return ("same" if text == "no change" else text, tone)


def _state(one: AtRisk) -> list[Part]:
    """Where it stands with a person: a case, a plan that is due, a suggestion."""
    if one.case:
        return [("has a case", "good")]
    if one.plan_due:
        return [(f"plan due {day_and_month(one.plan_due)}", "warning")]
    return [("suggested", "warning")] if one.suggested else [("", "plain")]


def person_lines(one: AtRisk) -> list[Content]:
    """A person of the profile: every reason in words, and where it stands."""
    rows = [
        words((one.name, "strong"), (f"   {one.job_role}   {one.ref}", "quiet")),
        words((one.service, "quiet")),
    ]
    if one.case:
        rows.append(words(("Has an open case.", "good")))
    elif one.identified_on and one.plan_due:
        said = f"Risk identified {short(one.identified_on)}: the plan is due {short(one.plan_due)}."
        rows.append(words((said, "warning")))
    elif one.suggested:
        rows.append(words(("Suggested for targeted support: ", "warning"), f"{len(one.reasons)} reasons."))
    rows += [words(f"- {reason.words}") for reason in one.reasons]
    return rows
