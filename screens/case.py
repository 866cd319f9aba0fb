"""Case: one person's targeted support as a whole story, its indicators against the plan, its gates, what is next."""

from __future__ import annotations

from typing import ClassVar, Final

from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.widgets import Static

from mentor_tui.dates import short
from mentor_tui.forms.case_words import closing_state, missing
from mentor_tui.rules.due_targeted import Step
from mentor_tui.rules.guards import IMPROVED
from mentor_tui.rules.wording import SHORT
from mentor_tui.store.problems import StoreProblem
from mentor_tui.store.read.case_story import CaseStory, story
from mentor_tui.store.read.todo import Opens
from screens.case_side import side_lines
from screens.case_words import STEPS, against_plan, step_parts
from screens.openers import opened
from screens.place import UNWRITTEN, Place
from screens.seat import Seat
from screens.timeline import Line, latest, recorded
from widgets import glyphs
from widgets.listing import Column, Listing
from widgets.safe import Part, Tone, lines, notify, words

_WIDE: Final = 110

_NOT_YOURS: Final = "This case is not among those that you may see. Esc goes back."

#: the form that clears each item, by its code
FORMS: Final = {
    "B1S": "sign_off",
    "B2": "support_meeting",
    "B3": "pathway_update",
    "B4": "follow_up",
    "B5": "impact_review",
    "B5C": "case_close",
}
_RECORDS: Final = {
    "sign_off": "case",
    "support_meeting": "support_meeting",
    "pathway_update": "pathway_update",
    "follow_up": "follow_up",
    "impact_review": "impact_review",
    "case_close": "case",
    "action": "action",
    "case_entry": "case",
}
"""The record that each form writes: who may write it is offered the form."""


class CasePage(Place):
    """One case. Opening somebody else's is written to the journal."""

    TITLE_TEXT = "Case"
    HELP_PAGE = "case"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("m", "add('support_meeting')", "Meeting", tooltip="Record a support meeting"),
        Binding("u", "add('pathway_update')", "Pathway", tooltip="Shadowing, module, reassessment"),
        Binding("f", "add('follow_up')", "Follow-up", tooltip="The fortnightly follow-up"),
        Binding("s", "add('sign_off')", "Sign off", tooltip="Sign off the plan"),
        Binding("i", "add('impact_review')", "Impact", tooltip="The monthly impact review"),
        Binding("v", "turn", "Chart", tooltip="Indicators and gates, or the story"),
        Binding("a", "add('action')", "Action", tooltip="Add a support action"),
        Binding("x", "add('case_close')", "Close", tooltip="Close the case"),
        Binding("e", "add('case_entry')", "Plan", tooltip="Correct the plan", show=False),
    ]
    DEFAULT_CSS = """
    CasePage {
        & #head {
            height: auto;
            max-height: 5;
            padding: 0 1;
            background: $surface;
            text-wrap: nowrap;
            text-overflow: ellipsis;
        }
        & #beneath { height: 6; padding: 0 1; border-top: solid $border-blurred; overflow-y: auto; }
        & #side { display: none; height: 1fr; padding: 0 1; }
        & #told { height: auto; }
        &.-turned #story-side { display: none; }
        &.-turned #side { display: block; width: 1fr; }
        &.-wide #story-side { display: block; }
        &.-wide #side { display: block; width: 50; border-left: solid $border-blurred; }
        &.-wide #beneath { height: 12; }
    }
    """

    def __init__(self, seat: Seat, case_key: str) -> None:
        super().__init__(seat)
        self.case_key = case_key
        self._story: CaseStory | None = story(seat.reader, case_key)
        self._lines: dict[str, Line] = {}
        self._coming: dict[str, Step] = {}

    def about(self) -> str:
        """The service."""
        return self._story.head.service if self._story else ""

    def body(self) -> ComposeResult:
        """Who it is, the story, what stands beneath its line, and at its side indicators and gates."""
        yield Static(id="head")
        with Horizontal():
            with Vertical(id="story-side"):
                yield Listing(
                    [Column("on", "Date", 11), Column("sign", "", 1), Column("what", "What happened", 20, 1)],
                    empty=_NOT_YOURS if self._story is None else "Nothing is recorded yet.",
                    gap=1,
                    id="story",
                )
                yield Static(id="beneath")
            with VerticalScroll(id="side"):
                yield Static(id="told")

    def on_mount(self) -> None:
        """Begins to read at the newest line, and writes down that it was opened."""
        self.set_class(self.app.size.width >= _WIDE, "-wide")
        self._show(at_latest=True)
        self.query_one(Listing).focus()
        if self._story is not None and not self._story.own:
            self.run_worker(self._write_down, thread=True, group="journal")

    def _write_down(self) -> None:
        """Opening another person's case is itself written to the journal; the screen does not wait for it."""
        try:
            self.seat.office.note(self.seat.actor, "opened", "targeted_case", self.case_key)
        except StoreProblem as trouble:
            self.app.call_from_thread(notify, self.app, f"{UNWRITTEN} {trouble}", severity="warning")
        finally:
            self.seat.store.close()

    def on_resize(self, event: events.Resize) -> None:
        """Indicators and gates at the side where there is room."""
        self.set_class(event.size.width >= _WIDE, "-wide")
        self._show_head()
        self.refresh_bindings()

    # What is shown

    def renew(self) -> None:
        """Reads the story again; the cursor stays on its line."""
        before = self._story
        self._story = story(self.seat.reader, self.case_key)
        self._show(at_latest=before is None)

    def _show(self, *, at_latest: bool = False) -> None:
        told, today = self._told(), self.seat.today()
        self._lines = {line.key: line for line in told}
        listing = self.query_one(Listing)
        at = latest(told, today) if at_latest else listing.key
        listing.show_rows([line.row for line in told], at=at or None)
        self._show_head()
        self._show_beneath()
        self.refresh_bindings()

    def _told(self) -> list[Line]:
        """What was recorded and what is to come, in order of time."""
        if self._story is None:
            return []
        found = [recorded(one) for one in self._story.happenings]
        today = self.seat.today()
        self._coming = {f"step@{step.kind}": step for step in self._story.steps}
        for key, step in self._coming.items():
            late = step.due_on < today
            name = STEPS[step.kind].capitalize()
            text: Part = (f"{name} overdue", "bad") if late else (f"{name} due", "quiet")
            sign = (glyphs.RING, "warning") if late else (glyphs.POINT, "quiet")
            found.append(Line(key, step.due_on, sign, (text,)))  # type: ignore[arg-type]
        for number, (day, module) in enumerate(self._story.reassessments):
            name = f"Competency reassessment: {module}" if module else "Competency reassessment"
            text = (f"{name}, no result yet", "warning") if day < today else (name, "quiet")
            found.append(Line(f"reassess@{number}", day, (glyphs.RING, "quiet"), (text,)))
        order = {line.key: place for place, line in enumerate(found)}
        return sorted(found, key=lambda line: (line.on, order[line.key]))

    def _show_head(self) -> None:
        if self._story is None:
            return
        self.query_one("#head", Static).update(self._head(self._story))
        width = 46 if self.has_class("-wide") else self.app.size.width - 4
        self.query_one("#told", Static).update(side_lines(self._story, self.seat.today(), width))

    def _head(self, told: CaseStory) -> Content:
        head = told.head
        state = "signed off" if head.signed_off_on else "not signed off yet"
        if head.closed_on:
            state = f"closed {short(head.closed_on)}"
        at_risk = told.assessments[-1].at_risk
        rows: list[Content] = [
            words(
                (head.mentee, "strong"),
                ("  (has left)" if head.left_on else "", "warning"),
                f"  with {head.mentor or 'no mentor yet'}",
                (f"   {state}   {head.ref}", "quiet"),
                ("   at risk of resigning" if at_risk else "", "warning"),
            ),
            words(*against_plan(head.baseline, told.assessments[-1])),
        ]
        if head.closed_on:
            improved = head.close_reason == IMPROVED
            why = (
                "Closed because improvement was sustained."
                if improved
                else f"Closed without sustained improvement: {head.close_words.lower()}."
            )
            rows.append(words((why, "good" if improved else "warning")))
        else:
            rows.append(words(*self._waits(told)))
            rows.append(words(*self._gate(told)))
        if told.alerts:
            alerts: list[Part] = []
            for alert in told.alerts:
                tone: Tone = "bad" if alert.code.startswith("E") else "warning"
                alerts += [(f"{alert.code} ", tone), f"{SHORT[alert.code]}   "]
            rows.append(words(*alerts))
        return lines(*rows)

    def _waits(self, told: CaseStory) -> list[Part]:
        """What it waits for; on a small screen the first two."""
        shown = told.steps if self.has_class("-wide") else told.steps[:2]
        parts: list[Part] = []
        for step in shown:
            parts += [", " if parts else "Waits for ", *step_parts(step, self.seat.today())]
        if len(told.steps) > len(shown):
            parts.append((f", and {len(told.steps) - len(shown)} more", "quiet"))
        return parts or [("Nothing is due.", "quiet")]

    @staticmethod
    def _gate(told: CaseStory) -> list[Part]:
        """The next gate: what sign-off needs, then what closing needs."""
        if told.head.signed_off_on is not None:
            return closing_state(told.closing)
        lacking = missing(told.parts)
        return [(f"Before sign-off: {lacking}", "warning")] if lacking else [("Ready for sign-off.", "good")]

    @on(Listing.Moved)
    def _show_beneath(self) -> None:
        line = self._lines.get(self.query_one(Listing).key)
        rows: list[Content] = []
        if line is not None:
            rows.append(words((f"{short(line.on)}  ", "quiet"), *line.parts))
            rows += [words((f"{label}: ", "quiet"), text) for label, text in line.details]
            if step := self._coming.get(line.key):
                form = FORMS[step.kind]
                said = "Enter opens its form." if self._offers(form) else "Somebody else records it."
                rows.append(words((said, "quiet")))
        self.query_one("#beneath", Static).update(lines(*rows) if rows else "")

    # Keys

    @on(Listing.Selected)
    def _opened(self, event: Listing.Selected) -> None:
        event.stop()
        line = self._lines.get(event.key)
        if line is None or self._story is None:
            return
        if line.happening is None:
            step = self._coming.get(line.key)
            form = FORMS[step.kind] if step else "pathway_update"
            if self._offers(form):
                self.action_add(form)
            else:
                notify(self.app, "Somebody else records this.")
            return
        from screens.action_page import ActionPage
        from screens.record import RecordPage

        record, key = line.happening.record, line.happening.key
        if record == "action":
            self.app.push_screen(ActionPage(self.seat, key))
        elif record in ("risk", "review"):
            notify(self.app, "It is told here whole; it is recorded with the person.")
        else:
            self.app.push_screen(RecordPage(self.seat, "", record, key, case_key=self.case_key))

    def action_add(self, form: str) -> None:
        """Opens one of the forms of this case."""
        if form == "action":
            keys: tuple[str, ...] = ("", "", self.case_key)
        elif form == "case_entry":
            keys = ("", self.case_key)
        else:
            keys = (self.case_key,)
        self.app.push_screen(opened(self.seat, Opens(form, keys)))

    def action_turn(self) -> None:
        """On a small screen: indicators and gates, or the story."""
        self.toggle_class("-turned")
        self._show_head()
        self.query_one("#side" if self.has_class("-turned") else "#story").focus()

    def _offers(self, form: str) -> bool:
        """Whether the form is the person's to fill in, and of use as the case stands."""
        told = self._story
        if told is None or _RECORDS[form] not in told.may:
            return False
        if form == "support_meeting" and told.head.mentor_key != self.seat.actor.id:
            return False
        if form == "sign_off" and told.head.signed_off_on is not None:
            return False
        return told.head.is_open or form == "case_entry"

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Only what the person may record here is offered."""
        if action == "add":
            return self._offers(str(parameters[0]))
        if action == "turn":
            return self._story is not None and not self.has_class("-wide")
        return True
