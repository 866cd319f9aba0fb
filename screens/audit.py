"""Audit: the month's figures of a service, what moved, each figure over time and opened to its records; signing."""

from __future__ import annotations

from typing import ClassVar, Final

from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.message import Message
from textual.timer import Timer
from textual.widgets import Static

from mentor_tui.answers import Option
from mentor_tui.calendar import Period
from mentor_tui.store.problems import StoreProblem
from mentor_tui.store.read import audit
from mentor_tui.store.read.audit import AuditLine, AuditMonth, Scope, Series
from screens import audit_words
from screens.chart_page import ChartPage, NotFound, SeriesFound, work_out
from screens.chart_panel import ChartPanel, month_words
from screens.pace import Pace
from screens.place import Place
from screens.seat import Seat
from widgets.choose import Choose
from widgets.chrome import TitleLine
from widgets.listing import Column, Listing
from widgets.safe import lines, notify, words

_WIDE: Final = 110
_HIGH: Final = 34
"""Columns and lines from which the chart stands beneath the list."""

_NEVER: Final = 10_000
"""A width that no list has: the column is left out."""


class MonthFound(Message):
    """A month has been worked out."""

    def __init__(self, month: AuditMonth) -> None:
        super().__init__()
        self.month = month


class Audit(Place):
    """The month of one service, or of several together. Opens at the month that waits longest for a signature."""

    TITLE_TEXT = "Audit"
    KIND: str = "A5"
    BEFORE: ClassVar[tuple[str, str]] = ("Month before", "6 months ago")
    HELP_PAGE = "audit"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "open", "Records", tooltip="The records behind the figure"),
        Binding("left", "month(-1)", "or Right month", priority=True),
        Binding("right", "month(1)", "Next month", show=False, priority=True),
        Binding("v", "service", "Service"),
        Binding("x", "chart", "Chart", tooltip="The figure over time"),
        Binding("s", "sign", "Sign", tooltip="Sign the month, or see what was signed"),
        Binding(
            "w", "waiting", "Next unsigned", show=False, tooltip="The next month that waits for a signature"
        ),
    ]
    DEFAULT_CSS = """
    Audit {
        & #head { height: auto; max-height: 2; padding: 0 1; background: $surface; }
        & #list { height: 1fr; }
        & #beneath { height: auto; max-height: 8; background: $surface; }
        & #told { width: 1fr; height: auto; padding: 0 1; }
        & ChartPanel { display: none; }
        &.-wide {
            & #beneath { height: 1fr; max-height: 100%; background: $background; border-top: solid $border-blurred; }
            & ChartPanel { display: block; width: 1fr; }
            & #told { width: 44; border-left: solid $border-blurred; }
        }
    }
    """

    def __init__(self, seat: Seat, service_key: str | None = None, period: str | None = None) -> None:
        super().__init__(seat)
        if service_key and not period and " " in service_key:
            # A draft of a comment is known by its service and month.
            service_key, _, period = service_key.partition(" ")
        self._scopes: list[Scope] = self.find_scopes()
        self._scope = self._first_scope(service_key)
        self._period = self._first_period(period)
        self._month: AuditMonth | None = None
        self._series: dict[tuple[str, str, Period], Series] = {}
        self._pace = Pace()
        self._resting: Timer | None = None

    def find_scopes(self) -> list[Scope]:
        """What may be looked at."""
        return audit.scopes(self.seat.reader)

    def worked_out(self, scope: Scope, period: Period) -> AuditMonth:
        """The month; asked for beside the screen."""
        return audit.month(self.seat.reader, scope, period)

    def _first_scope(self, service_key: str | None) -> Scope | None:
        """The service that was asked for; else the one that the person signs for, else the first of all."""
        for wanted in (service_key, self.seat.actor.service if self._signs_own() else None):
            for scope in self._scopes:
                if wanted and scope.key == wanted:
                    return scope
        return self._scopes[0] if self._scopes else None

    def _signs_own(self) -> bool:
        service = self.seat.actor.service
        return service is not None and self.seat.actor.holds("operations_manager", service)

    def _first_period(self, period: str | None) -> Period:
        if period:
            try:
                return Period.month(period)
            except ValueError:
                pass
        return Period.containing(self.seat.today(), "month").previous()

    def about(self) -> str:
        """The service."""
        return self._scope.name if self._scope else ""

    def body(self) -> ComposeResult:
        """The month and how it stands, the figures, the one that has the cursor and its chart."""
        if self._scope is None:
            yield Static(words(audit_words.NOTHING), id="told")
            return
        yield Static(id="head")
        yield Listing(
            [
                Column("figure", "Figure", 32, 4),
                Column("now", "Figure", 17, 2),
                Column("since", "Since then", 16, 2, from_width=_NEVER),
                Column("before", self.BEFORE[0], 13, 1),
                Column("earlier", self.BEFORE[1], 13, 1, from_width=70),
            ],
            gap=1,
            empty="Working out the figures ...",
            id="list",
        )
        with Horizontal(id="beneath"):
            yield ChartPanel()
            yield Static(id="told")

    def on_mount(self) -> None:
        """The figures are read beside the screen: keys are never kept waiting."""
        if self._scope is not None:
            self._arrange(*self.app.size)
            self.query_one(Listing).focus()

    def on_resize(self, event: events.Resize) -> None:
        """The chart beneath the list where there is room."""
        if self._scope is not None:
            self._arrange(event.size.width, event.size.height)

    def _arrange(self, width: int, height: int) -> None:
        self.set_class(width >= _WIDE and height >= _HIGH, "-wide")
        if self._month is not None:
            self._show_columns(self._month)
            self._show_rows(self._month)
        self._show_one()

    @property
    def may_sign(self) -> bool:
        """Whether the person signs the audit of the service that is shown."""
        scope = self._scope
        return bool(scope and scope.key) and self.seat.actor.holds(
            "operations_manager", scope.key if scope else None
        )

    # Working out

    def on_screen_resume(self) -> None:
        """Coming back, the month is worked out at once."""
        self._pace.hurry()

    def renew(self) -> None:
        """Works the month out again, beside the screen; the cursor stays on its figure.

        One at a time: what is asked for meanwhile follows. A month that takes long rests before it is worked
        out again because others write, so that it does not keep the machine busy.
        """
        if self._scope is None:
            return
        if self._pace.working:
            self._pace.wanted()
        elif self._is_shown and self._pace.rest:
            if self._resting is None:
                self._resting = self.set_timer(self._pace.rest, self._rested)
        else:
            self._work_out(self._scope, self._period)

    @property
    def _is_shown(self) -> bool:
        return self._month is not None and self._is_wanted(self._month)

    def _is_wanted(self, month: AuditMonth) -> bool:
        return (month.kind, month.scope, month.period) == (self.KIND, self._scope, self._period)

    def _rested(self) -> None:
        self._resting = None
        self.renew()

    def _work_out(self, scope: Scope, period: Period) -> None:
        seat = self.seat
        self._series.clear()
        self._pace.begin()
        self._show_head(working=not self._is_shown)

        def work() -> None:
            try:
                found = self.worked_out(scope, period)
            except StoreProblem as trouble:
                self.post_message(NotFound(str(trouble)))
            else:
                self.post_message(MonthFound(found))
            finally:
                seat.store.close()  # this thread's connection; the screen's own stays open

        self.run_worker(work, thread=True, group="month")

    def _worked_out(self) -> None:
        if self._pace.ended():
            self.renew()

    def on_month_found(self, message: MonthFound) -> None:
        """Shows the month, unless another was asked for meanwhile."""
        found = message.month
        if not self._is_wanted(found):
            self._pace.wanted()
            self._worked_out()
            return
        self._month = found
        self._worked_out()
        self._show_head()
        self._show_columns(found)
        self._show_rows(found)
        self._show_one()
        self.refresh_bindings()

    def _show_rows(self, month: AuditMonth) -> None:
        listing = self.query_one(Listing)
        room = listing.room_of("figure") if listing.size.width else 99
        listing.show_rows(audit_words.rows(month, room), at=listing.key or None)

    def on_not_found(self, message: NotFound) -> None:
        """Says why there is nothing."""
        self._worked_out()
        self.query_one(Listing).empty = message.sentence
        notify(self.app, message.sentence, severity="error", timeout=12)

    def _show_columns(self, month: AuditMonth) -> None:
        """A signed month shows what was signed, and beside it what is known now where that differs."""
        differs = bool(month.differing)
        listing = self.query_one(Listing)
        room = audit_words.room_for_figures(month)
        listing.show_columns(
            (
                Column("figure", "Figure", (45 if differs else 49) - room, 4),
                Column("now", "Signed" if month.signature else "Figure", room, 2),
                Column("since", "Since then", 16, 2, from_width=0 if differs else _NEVER),
                Column("before", self.BEFORE[0], max(13, len(self.BEFORE[0])), 1),
                Column(
                    "earlier",
                    self.BEFORE[1],
                    max(13, len(self.BEFORE[1])),
                    1,
                    from_width=100 if differs else 70,
                ),
            )
        )
        # The list takes what it needs; the rest is the chart's.
        listing.styles.height = len(audit_words.rows(month)) + 1 if self.has_class("-wide") else "1fr"

    def _show_head(self, working: bool = False) -> None:
        month = self._month
        name = audit_words.heading(self._period)
        head = self.query_one("#head", Static)
        if working or month is None:
            head.update(words((name, "strong"), ("  working it out ...", "quiet")))
            return
        parts = audit_words.head(month, self.seat.today(), may_sign=self.may_sign)
        head.update(words(*parts))

    def _line(self) -> AuditLine | None:
        key = self.query_one(Listing).key
        return (
            next((one for one in self._month.lines if one.measure.key == key), None) if self._month else None
        )

    @on(Listing.Moved)
    def _show_one(self) -> None:
        line, month = self._line(), self._month
        if line is None or month is None or self._scope is None:
            if month is not None and self.query_one(Listing).key == audit_words.CLOSED:
                self.query_one("#told", Static).update(lines(*audit_words.closed_words(month)))
            return
        rows = audit_words.in_full(line, month)
        if self.has_class("-wide"):
            if month.waiting:
                rows += [words(""), words(("Wait for a signature: ", "quiet"), audit_words.waiting(month))]
            self._show_series(line)
        self.query_one("#told", Static).update(lines(*rows))

    def _show_series(self, line: AuditLine) -> None:
        assert self._scope is not None, "there is a figure only of a service"
        about = (self._scope.key, line.measure.key, self._period)
        found = self._series.get(about)
        self.query_one(ChartPanel).show(found, causes=2)
        if found is None:
            work_out(self, self._scope, line.measure.key, self._period)

    def on_series_found(self, message: SeriesFound) -> None:
        """Shows the chart, if its figure still has the cursor."""
        self._series[message.about] = message.series
        line = self._line()
        if line and self._scope and message.about == (self._scope.key, line.measure.key, self._period):
            self.query_one(ChartPanel).show(message.series, causes=2)

    # Keys

    def action_month(self, by: int) -> None:
        """The month before, or the one after; not beyond the present one."""
        period = self._period.next(by) if by > 0 else self._period.previous(-by)
        if self._scope is None or period.first > self.seat.today():
            return
        self._period = period
        self.renew()

    def action_waiting(self) -> None:
        """The next month that waits for a signature."""
        waiting = self._month.waiting if self._month else ()
        if not waiting:
            notify(self.app, "No month of this service waits for a signature.")
            return
        later = [one for one in waiting if one > self._period]
        self._period = (later or list(waiting))[0]
        self.renew()

    def action_service(self) -> None:
        """Another service."""
        options = [
            Option(scope.key or "all", scope.name, ", ".join(scope.refs or ()) if scope.key else "")
            for scope in self._scopes
        ]

        def picked(option: Option | None) -> None:
            for scope in self._scopes:
                if option is not None and (scope.key or "all") == option.value:
                    self._scope, self._month = scope, None
                    self.query_one(TitleLine).service = scope.name
                    self.renew()

        if len(options) > 1:
            current = (self._scope.key or "all") if self._scope else ""
            self.app.push_screen(Choose("Which service?", options, current=current), picked)
        else:
            notify(self.app, "You see the figures of this service alone.")

    @on(Listing.Selected)
    def _selected(self, event: Listing.Selected) -> None:
        event.stop()
        self.action_open()

    def action_open(self) -> None:
        """The records behind the figure that has the cursor."""
        from screens.closed_cases import ClosedCases
        from screens.evidence import EvidencePage

        if self._month and self.query_one(Listing).key == audit_words.CLOSED:
            self.app.push_screen(ClosedCases(self.seat, self._month))
        elif (line := self._line()) and self._scope:
            self.app.push_screen(EvidencePage(self.seat, self._scope, self._period, line.measure.key))

    def action_chart(self) -> None:
        """The figure over time, as large as the screen."""
        if (line := self._line()) and self._scope:
            self.app.push_screen(ChartPage(self.seat, self._scope, line.measure.key, self._period))

    def action_sign(self) -> None:
        """The form that signs the month; of a signed month, what was signed and what differs."""
        from screens.sign import Sign
        from screens.signed_audit import SignedAudit

        month = self._month
        if month is None:
            return
        if month.signature is not None:
            self.app.push_screen(SignedAudit(self.seat, month))
        elif why := self.why_not_signed(month.scope):
            notify(self.app, why)
        elif month.period.last >= self.seat.today():
            notify(self.app, f"{month_words(month.period)} is not over yet. It is signed once it is.")
        else:
            self.app.push_screen(Sign(self.seat, month))

    def why_not_signed(self, scope: Scope) -> str:
        """Why the person signs nothing here, as a sentence; blank where they do."""
        if not scope.key:
            return "Each service is signed by itself. Press v to choose one."
        return "" if self.may_sign else f"The operations manager of {scope.name} signs its audit."

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:  # noqa: ARG002
        """Where there are no figures to see there is nothing to do with them."""
        if self._scope is None and action in ("open", "month", "service", "chart", "sign", "waiting"):
            return False
        if action == "sign":
            return self.may_sign or (self._month is not None and self._month.signature is not None)
        return True
