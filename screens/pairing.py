"""Pairing: one pairing's whole story in order of time, its schedule, its confidence, and what can be added."""

from __future__ import annotations

from typing import ClassVar, Final

from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.widgets import Static

from mentor_tui.dates import day_and_month, from_today, short
from mentor_tui.policy import LOW_CONFIDENCE
from mentor_tui.programmes import SlotState
from mentor_tui.store.problems import StoreProblem
from mentor_tui.store.read.pairing import PairingStory, story
from mentor_tui.store.read.slots import next_due
from mentor_tui.store.schedules import load_policy
from screens.pairing_marks import alert_words, codes, slot_words, strip
from screens.place import UNWRITTEN, Place
from screens.seat import Seat
from screens.timeline import Line, latest, timeline
from widgets.listing import Column, Listing
from widgets.safe import Part, lines, notify, words
from widgets.trend import ScoreChart, trend_parts

_WIDE: Final = 110

_NOT_YOURS: Final = "This pairing is not among those that you may see. Esc goes back."


class PairingPage(Place):
    """One pairing. Opening somebody else's is written to the journal."""

    TITLE_TEXT = "Pairing"
    HELP_PAGE = "pairing"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("s", "session", "Session", tooltip="Record a session that was held", priority=True),
        Binding("e", "excusal", "Not held", tooltip="Say why a session did not take place", priority=True),
        # The list takes g for its first row: here it is the goal.
        Binding("g", "goal", "Goal", tooltip="Set a goal", priority=True),
        Binding("a", "add_action", "Action", tooltip="Add a support action"),
        Binding("r", "review", "Review", tooltip="Review this pairing"),
        Binding("x", "end", "End", tooltip="End this pairing"),
    ]
    VERTICAL_BREAKPOINTS = [(0, "-low"), (22, "-high")]
    DEFAULT_CSS = """
    PairingPage {
        & #head { height: auto; max-height: 9; padding: 0 1; background: $surface; }
        & #beneath { height: 6; padding: 0 1; border-top: solid $border-blurred; overflow-y: auto; }
        /* Enter opens what it would tell. */
        &.-low #beneath { display: none; }
        & #side {
            display: none;
            width: 50;
            height: 1fr;
            padding: 0 1 0 2;
            border-left: solid $border-blurred;
        }
        &.-wide #side { display: block; }
        & #schedule, & #alerts { height: auto; }
        & #chart { height: 12; margin: 1 0; padding: 0; }
        &.-wide #beneath { height: 12; }
    }
    """

    def __init__(self, seat: Seat, pairing_key: str) -> None:
        super().__init__(seat)
        self.pairing_key = pairing_key
        self._story: PairingStory | None = story(seat.reader, pairing_key)
        self._lines: dict[str, Line] = {}

    def about(self) -> str:
        """Whose pairing it is."""
        return self._story.head.service if self._story else ""

    def body(self) -> ComposeResult:
        """Who it is, the story, what stands beneath its line, and at its side the schedule."""
        yield Static(id="head")
        with Horizontal():
            with Vertical():
                yield Listing(
                    [Column("on", "Date", 11), Column("sign", "", 1), Column("what", "What happened", 20, 1)],
                    empty=_NOT_YOURS if self._story is None else "Nothing is recorded yet.",
                    gap=1,
                    id="story",
                )
                yield Static(id="beneath")
            with Vertical(id="side"):
                yield Static(id="schedule")
                yield ScoreChart(id="chart")
                yield Static(id="alerts")

    def on_mount(self) -> None:
        """Begins to read at the newest line, and writes down that it was opened."""
        self.set_class(self.app.size.width >= _WIDE, "-wide")
        self._show(at_latest=True)
        self.query_one(Listing).focus()
        if self._story is not None and not self._story.own:
            self.run_worker(self._write_down, thread=True, group="journal")

    def _write_down(self) -> None:
        """Opening another person's pairing is itself written to the journal; the screen does not wait for it."""
        try:
            self.seat.office.note(self.seat.actor, "opened", "pairing", self.pairing_key)
        except StoreProblem as trouble:
            self.app.call_from_thread(notify, self.app, f"{UNWRITTEN} {trouble}", severity="warning")
        finally:
            self.seat.store.close()

    def on_resize(self, event: events.Resize) -> None:
        """Schedule and chart at the side where there is room."""
        self.set_class(event.size.width >= _WIDE, "-wide")
        self._show_head()

    # What is shown

    def renew(self) -> None:
        """Reads the story again; the cursor stays on its line."""
        before = self._story
        self._story = story(self.seat.reader, self.pairing_key)
        self._show(at_latest=before is None)

    def _show(self, *, at_latest: bool = False) -> None:
        told = timeline(self._story) if self._story else []
        self._lines = {line.key: line for line in told}
        listing = self.query_one(Listing)
        at = latest(told, self.seat.today()) if at_latest else listing.key
        listing.show_rows([line.row for line in told], at=at or None)
        self._show_head()
        self._show_beneath()
        self.refresh_bindings()

    def _show_head(self) -> None:
        if self._story is None:
            return
        self.query_one("#head", Static).update(self._head(self._story))
        low = load_policy(self.seat.store).at(LOW_CONFIDENCE, self.seat.today())
        self.query_one(ScoreChart).show(self._story.confidence, threshold=low)
        self._show_side(self._story)

    def _head(self, told: PairingStory) -> Content:
        head, today = told.head, self.seat.today()
        week = (today - head.started_on).days // 7 + 1
        when = f"ended {short(head.over_on)}" if head.over_on else f"week {week}" if week > 0 else "to begin"
        left = "  (has left)"
        rows: list[Content] = [
            words(
                (head.mentee, "strong"),
                (left if head.mentee_left_on else "", "warning"),
                f" with {head.mentor}",
                (left if head.mentor_left_on else "", "warning"),
                (f"   {head.programme_words}, {when}, since {short(head.started_on)}   {head.ref}", "quiet"),
            )
        ]
        scores = [score for _, score in told.confidence]
        parts: list[Part] = [*strip(told.slots), "   "]
        if scores:
            parts += ["confidence ", *trend_parts(scores, width=min(len(scores), 12)), " of 10   "]
        coming = next_due(told.slots, today) if head.over_on is None else None
        if coming:
            parts.append(f"next session {day_and_month(coming.due_on)} ({from_today(coming.due_on, today)})")
        rows.append(words(*parts))
        if told.alerts and not self.has_class("-wide"):
            rows += [words(*alert_words(alert)) for alert in told.alerts[:2]]
            if len(told.alerts) > 2:
                rows.append(words("also ", *codes(told.alerts[2:])))
        return lines(*rows)

    def _show_side(self, told: PairingStory) -> None:
        """The schedule with its dates, and the alerts in words; the chart stands between them."""
        schedule = [words(("Schedule", "strong")), *(words(*slot_words(slot)) for slot in told.slots)]
        if not told.slots:
            schedule.append(words(("Informal: no sessions are planned.", "quiet")))
        schedule += [words(""), words(("Confidence of 10, by session", "strong"))]
        alerts = [words(("Alerts", "strong")), *(words(*alert_words(alert)) for alert in told.alerts)]
        if not told.alerts:
            alerts.append(words(("None.", "quiet")))
        self.query_one("#schedule", Static).update(lines(*schedule))
        self.query_one("#alerts", Static).update(lines(*alerts))

    @on(Listing.Moved)
    def _show_beneath(self) -> None:
        line = self._lines.get(self.query_one(Listing).key)
        rows: list[Content] = []
        if line is not None:
            rows.append(words((f"{short(line.on)}  ", "quiet"), *line.parts))
            rows += [words((f"{label}: ", "quiet"), text) for label, text in line.details]
        self.query_one("#beneath", Static).update(lines(*rows) if rows else "")

    # Keys

    @on(Listing.Selected)
    def _opened(self, event: Listing.Selected) -> None:
        event.stop()
        line = self._lines.get(event.key)
        if line is None:
            return
        if line.slot is not None:
            self._open_slot(line.slot.number, line.slot.state)
        elif line.happening is not None:
            from screens.record import RecordPage

            happening = line.happening
            self.app.push_screen(RecordPage(self.seat, self.pairing_key, happening.record, happening.key))

    def _open_slot(self, number: int, state: SlotState) -> None:
        if state is SlotState.DUE and self._may("session"):
            self.action_session()
        elif self._may("excusal"):
            self.action_excusal(number)
        else:
            notify(self.app, "Nothing is recorded for this session yet.")

    def _may(self, record: str) -> bool:
        return self._story is not None and record in self._story.may

    def action_session(self) -> None:
        """Records a session."""
        from screens.session_entry import SessionEntry

        self.app.push_screen(SessionEntry(self.seat, self.pairing_key))

    def action_excusal(self, number: int = 0) -> None:
        """Says why a planned session did not take place."""
        from screens.excusal import ExcusalEntry

        line = self._lines.get(self.query_one(Listing).key)
        if not number and line is not None and line.slot is not None:
            number = line.slot.number
        self.app.push_screen(ExcusalEntry(self.seat, self.pairing_key, number))

    def action_goal(self) -> None:
        """Sets a goal."""
        from screens.goals import GoalEntry

        self.app.push_screen(GoalEntry(self.seat, self.pairing_key))

    def action_add_action(self) -> None:
        """Adds a support action."""
        from screens.actions import ActionEntry

        self.app.push_screen(ActionEntry(self.seat, pairing_key=self.pairing_key))

    def action_review(self) -> None:
        """Reviews the pairing."""
        from screens.review_entry import ReviewEntry

        self.app.push_screen(ReviewEntry(self.seat, self.pairing_key))

    def action_end(self) -> None:
        """Ends the pairing."""
        from screens.pairing_end import PairingEnd

        self.app.push_screen(PairingEnd(self.seat, self.pairing_key))

    _RECORDS: ClassVar[dict[str, str]] = {
        "session": "session",
        "excusal": "excusal",
        "goal": "goal",
        "add_action": "action",
        "review": "review",
        "end": "pairing",
    }

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:  # noqa: ARG002
        """Only what the person may record here is offered; an ended pairing is not ended again."""
        record = self._RECORDS.get(action)
        if record is None:
            return True
        if action == "end" and self._story is not None and self._story.head.ended_on is not None:
            return False
        return self._may(record)
