"""Oversight: all services of a month side by side, sorted by what needs attention, each cell opened to its records."""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar, Final

from rich.text import Text
from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.content import Content
from textual.message import Message
from textual.timer import Timer
from textual.widgets import Input, Static

from mentor_tui.calendar import Period
from mentor_tui.dates import month_and_year, short
from mentor_tui.store.problems import StoreProblem
from mentor_tui.store.read import oversight
from mentor_tui.store.read.audit import Scope
from mentor_tui.store.read.oversight import AlertCount, League, LeagueLine
from screens.chart_page import NotFound
from screens.oversight_words import (
    NOT_READ,
    alerts_cell,
    figure_cell,
    one_in_full,
    worst_first,
)
from screens.pace import Pace
from screens.place import Place
from screens.seat import Seat
from widgets import glyphs
from widgets.entry import Filter
from widgets.listing import Column, Listing, Row
from widgets.safe import Part, Tone, cell, lines, notify, words

_FIGURES: Final = (*oversight.COMPARED, "alerts")
_LABELS: Final = {
    "sessions_on_schedule": ("On schedule", "Sessions on schedule"),
    "retention_90_day": ("Kept 90 days", "Kept 90 days"),
    "confidence_movement": ("Confidence", "Confidence moved"),
    "open_action_plans": ("Plans", "Open plans"),
    "alerts": ("Alerts", "Alerts today"),
}
"""What the columns are called, where there is little room and where there is enough."""
_WIDE: Final = 110
#: the line of all services together
_ALL: Final = "all"
_NOTHING: Final[Part] = ("no session was decided", "quiet")


class LeagueFound(Message):
    """The services of a month have been worked out."""

    def __init__(self, league: League, known_at: datetime) -> None:
        super().__init__()
        self.league = league
        self.known_at = known_at


class AlertsFound(Message):
    """What is raised today has been worked out, by service."""

    def __init__(self, counts: dict[str, AlertCount]) -> None:
        super().__init__()
        self.counts = counts


class Oversight(Place):
    """The league of services. Opens at the last complete month, the service that needs most attention on top."""

    TITLE_TEXT = "Oversight"
    HELP_PAGE = "oversight"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "open", "Records", tooltip="The records behind the figure"),
        Binding("left", "figure(-1)", "Figure before", show=False, priority=True),
        Binding("right", "figure(1)", "Figure", priority=True, tooltip="The next figure; Left goes back"),
        Binding("o", "order", "Sort", tooltip="By the figure that is marked, then by name"),
        Binding("h", "heat", "Heat map", tooltip="Services by month"),
        Binding("b", "month(-1)", "Month before"),
        Binding("n", "month(1)", "Month after", show=False),
        Binding("x", "chart", "Chart", show=False, tooltip="The figure that is marked, over time"),
        Binding("slash", "filter", "Find a service", show=False),
        Binding("e", "place('escalations')", "Escalations", show=False),
        Binding("a", "place('strategic')", "Strategic actions", show=False),
        Binding("r", "place('report')", "Monthly reports", show=False),
        Binding("m", "place('coming_month')", "Meetings", show=False),
    ]
    DEFAULT_CSS = """
    Oversight {
        & #head { height: auto; max-height: 2; padding: 0 1; background: $surface; }
        & #top { height: auto; max-height: 2; background: $surface; }
        & #ways { width: 1fr; height: 1; padding: 0 1; color: $text-muted; }
        & #find { width: 22; }
        & #list { height: 1fr; }
        & #told { height: auto; max-height: 7; padding: 0 1; background: $surface; }
    }
    """

    def __init__(self, seat: Seat, period: str | None = None) -> None:
        super().__init__(seat)
        self._period = Period.month(period) if period else Period.containing(seat.today(), "month").previous()
        self._league: League | None = None
        self._counts: dict[str, AlertCount] | None = None
        self._figure = 0
        self._by_name = False
        self._find = ""
        self._pace = Pace()
        self._resting: Timer | None = None
        self._known_at: datetime | None = None
        self._rooms = [0] * len(_FIGURES)

    def about(self) -> str:
        """All services, or one's own."""
        return "All services" if "*" in self.seat.reader.reach.figures else "My services"

    def body(self) -> ComposeResult:
        """The month and how it stands, where else to go from here, the services, the one with the cursor."""
        yield Static(id="head")
        with Horizontal(id="top"):
            yield Static(self._ways(), id="ways")
            yield Filter("list", placeholder="/ to find a service", id="find")
        yield Listing(self._columns(False), gap=0, empty="Working out the figures ...", id="list")
        yield Static(id="told")

    def _ways(self) -> Content:
        parts: list[Part] = [("x", "strong"), " chart  ", ("e", "strong"), " escalations  "]
        if self.seat.reader.reach.strategic:
            parts += [("a", "strong"), " actions  "]
        if self.seat.reader.reach.references:
            parts += [("r", "strong"), " reports  "]
        return words(*parts, ("m", "strong"), " meetings")

    def on_mount(self) -> None:
        """Figures and alerts are read beside the screen: keys are never kept waiting."""
        self.query_one(Listing).focus()

    def on_resize(self, event: events.Resize) -> None:  # noqa: ARG002
        """Longer labels, and figures in full, where there is room."""
        self._show()

    def _columns(self, wide: bool) -> list[Column]:
        """As wide as what stands in them; the rest is the services' names."""
        chosen = _FIGURES[self._figure]
        columns = [Column("service", "Service", 13, 4, middle=True)]
        for place, key in enumerate(_FIGURES):
            mark = glyphs.RIGHT if key == chosen else " "
            label = f"{mark}{_LABELS[key][wide]}"
            columns.append(Column(key, label, max(len(label), self._rooms[place]), int(wide)))
        return columns

    # Working out

    def on_screen_resume(self) -> None:
        """Coming back, the figures are worked out at once."""
        self._pace.hurry()
        self.renew()

    def renew(self) -> None:
        """Works the figures out again, beside the screen; what takes long rests before it is done unasked."""
        if self._pace.working:
            self._pace.wanted()
        elif self._league is not None and self._league.period == self._period and self._pace.rest:
            if self._resting is None:
                self._resting = self.set_timer(self._pace.rest, self._rested)
        else:
            self._work_out(self._period)

    def _rested(self) -> None:
        self._resting = None
        self.renew()

    def _work_out(self, period: Period) -> None:
        seat = self.seat
        self._pace.begin()
        self._show_head(working=self._league is None or self._league.period != period)

        def work() -> None:
            try:
                self.post_message(LeagueFound(oversight.league(seat.reader, period), seat.now()))
                self.post_message(AlertsFound(oversight.alerts_of_services(seat.reader)))
            except StoreProblem as trouble:
                self.post_message(NotFound(str(trouble)))
            finally:
                seat.store.close()  # this thread's connection; the screen's own stays open

        self.run_worker(work, thread=True, group="league")

    def _worked_out(self) -> None:
        if self._pace.ended():
            self.renew()

    def on_league_found(self, message: LeagueFound) -> None:
        """Shows the figures, unless another month was asked for meanwhile; the alerts follow."""
        if message.league.period == self._period:
            self._league, self._known_at = message.league, message.known_at
            self._show_head()
            self._show()

    def on_alerts_found(self, message: AlertsFound) -> None:
        """Shows what is raised."""
        self._counts = message.counts
        self._worked_out()
        if self._league is None or self._league.period != self._period:
            self.renew()
            return
        self._show()

    def on_not_found(self, message: NotFound) -> None:
        """Says why there is nothing."""
        self._worked_out()
        self.query_one(Listing).empty = message.sentence
        notify(self.app, message.sentence, severity="error", timeout=12)

    # What is shown

    def _show_head(self, working: bool = False) -> None:
        league = self._league
        name = month_and_year(self._period.first)
        head = self.query_one("#head", Static)
        if working or league is None:
            head.update(words((name, "strong"), ("  working it out ...", "quiet")))
            return
        tone: Tone = "bad" if league.below else "good"
        services = "service" if league.with_data == 1 else "services"
        stands = f"{league.below} of {league.with_data} {services} below {league.threshold}%"
        at = f", {self._known_at:%H:%M} UTC" if self._known_at else ""
        parts: list[Part] = [
            (name, "strong"),
            "  ",
            (f"{glyphs.DOWN} {stands}" if league.below else stands, tone) if league.with_data else _NOTHING,
            (f"  known {short(league.as_at)}{at}", "quiet"),
        ]
        head.update(words(*parts))

    def _count(self, line: LeagueLine) -> AlertCount:
        if self._counts is None:
            return NOT_READ
        if not line.scope.key:
            codes: dict[str, int] = {}
            for one in self._counts.values():
                for code, number in one.codes:
                    codes[code] = codes.get(code, 0) + number
            ordered = tuple(
                sorted(codes.items(), key=lambda one: (not one[0].startswith("E"), int(one[0][1:])))
            )
            return AlertCount(
                sum(one.escalations for one in self._counts.values()),
                sum(one.warnings for one in self._counts.values()),
                ordered,
            )
        return self._counts.get((line.scope.refs or ("",))[0], AlertCount())

    def _shown(self) -> list[LeagueLine]:
        assert self._league is not None, "there are lines only of a month that is worked out"
        wanted = self._find.casefold().strip()
        found = [
            line
            for line in self._league.lines
            if wanted in f"{line.scope.name} {(line.scope.refs or ('',))[0]}".casefold()
        ]
        key = _FIGURES[self._figure]
        if self._by_name:
            found.sort(key=lambda line: (line.scope.name.casefold(), line.scope.key))
        else:
            found.sort(key=lambda line: worst_first(key, line, self._count(line)))
        together = self._league.together
        return found if wanted or together.scope.key or len(found) < 2 else [together, *found]

    def _show(self) -> None:
        if self._league is None:
            return
        listing, wide = self.query_one(Listing), self.app.size.width >= _WIDE
        shown = [(line, self._cells(line, wide)) for line in self._shown()]
        self._rooms = [
            max((cells[place].cell_len for _, cells in shown), default=0) for place in range(len(_FIGURES))
        ]
        listing.show_columns(self._columns(wide))
        listing.empty = (
            "No service matches. Esc in the filter shows all again."
            if self._find
            else "No service whose figures you may see. An administrator adds services in Settings."
        )
        listing.show_rows(
            [Row(line.scope.key or _ALL, (self._called(line), *cells)) for line, cells in shown],
            at=listing.key or None,
        )
        self._show_one()

    @staticmethod
    def _called(line: LeagueLine) -> Text | str:
        return line.scope.name if line.scope.key else cell((line.scope.name, "strong"))

    def _cells(self, line: LeagueLine, wide: bool) -> list[Text]:
        """The figures of a service; a blank before each stands under the mark of the one that is chosen."""
        found = [figure_cell(key, line, wide=wide) for key in oversight.COMPARED]
        return [cell(" ").append_text(one) for one in (*found, alerts_cell(self._count(line), wide=wide))]

    def _line(self) -> LeagueLine | None:
        league = self._league
        key = self.query_one(Listing).key
        if league is None or not key:
            return None
        return next((one for one in (league.together, *league.lines) if (one.scope.key or _ALL) == key), None)

    @on(Listing.Moved)
    def _show_one(self) -> None:
        line, told = self._line(), self.query_one("#told", Static)
        if line is None or self._league is None:
            told.update("")
            return
        order = "by name" if self._by_name else f"by the figure at {glyphs.RIGHT}, worst first"
        told.update(
            lines(
                one_in_full(line, self._league, _FIGURES[self._figure], self._count(line)),
                words((f"Sorted {order}. Enter opens its records, x its chart.", "quiet")),
            )
        )

    # Keys

    @on(Input.Changed, "#find")
    def _narrow(self, event: Input.Changed) -> None:
        event.stop()
        self._find = event.value
        self._show()

    def action_filter(self) -> None:
        """To the filter."""
        self.query_one(Filter).focus()

    def action_figure(self, by: int) -> None:
        """The figure at the left or right."""
        self._figure = (self._figure + by) % len(_FIGURES)
        self._show()

    def action_order(self) -> None:
        """What needs attention first by the figure that is marked, or by name."""
        self._by_name = not self._by_name
        self._show()

    def action_month(self, by: int) -> None:
        """The month before, or the one after; not beyond the present one."""
        period = self._period.next(by) if by > 0 else self._period.previous(-by)
        if period.first <= self.seat.today():
            self._period = period
            self.renew()

    def action_heat(self) -> None:
        """Services by month."""
        from screens.heat_map import HeatMap

        self.app.push_screen(HeatMap(self.seat, self._period))

    def action_chart(self) -> None:
        """The figure that is marked over time, of the service that has the cursor."""
        from screens.chart_page import ChartPage

        line, key = self._line(), _FIGURES[self._figure]
        if key == "alerts":
            notify(self.app, "Alerts are of today; the figures have charts.")
        elif line is not None:
            self.app.push_screen(ChartPage(self.seat, line.scope, key, self._period))

    def action_place(self, name: str) -> None:
        """Another part of oversight."""
        from mentor_tui.store.read.todo import Opens
        from screens.openers import opened

        self.app.push_screen(opened(self.seat, Opens(name, ())))

    @on(Listing.Selected)
    def _selected(self, event: Listing.Selected) -> None:
        event.stop()
        self.action_open()

    def action_open(self) -> None:
        """The records behind the figure that is marked, of the service that has the cursor."""
        line = self._line()
        if line is None:
            return
        key = _FIGURES[self._figure]
        if key == "alerts":
            from screens.escalations import Escalations

            self.app.push_screen(Escalations(self.seat, line.scope))
        else:
            self._open_records(line.scope, key)

    def _open_records(self, scope: Scope, key: str) -> None:
        from screens.evidence import EvidencePage

        self.app.push_screen(EvidencePage(self.seat, scope, self._period, key))

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """What a person may not see is not offered; the arrows are the filter's while one types."""
        if action == "figure" and isinstance(self.focused, Filter):
            return False
        if action == "place":
            seen = self.seat.reader.reach
            return {"strategic": seen.strategic, "report": seen.references}.get(str(parameters[0]), True)
        return True
