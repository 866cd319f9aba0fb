"""The figures that a monthly report rests on, service by service (records.md, C1 and C2): by each figure, and which."""

from __future__ import annotations

from typing import ClassVar, Final

from rich.text import Text
from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.message import Message
from textual.widgets import Static

from mentor_tui.calendar import Period
from mentor_tui.catalogue import CATALOGUE
from mentor_tui.dates import month_and_year, short
from mentor_tui.store.problems import StoreProblem
from mentor_tui.store.read import oversight, reports
from mentor_tui.store.read.oversight import League, LeagueLine
from screens.chart_page import NotFound
from screens.oversight_words import figure_cell, figure_told, worst_first
from screens.place import Place
from screens.seat import Seat
from widgets import glyphs
from widgets.listing import Column, Listing, Row
from widgets.safe import Part, cell, lines, notify, words

_ALL: Final = "all"
_NO_ALERTS: Final = oversight.AlertCount()


class ServicesFound(Message):
    """The figures of the services have been worked out."""

    def __init__(self, league: League) -> None:
        super().__init__()
        self.league = league


class ByService(Place):
    """The three figures of a month's report for every service. Left and Right choose one, Enter opens its records."""

    TITLE_TEXT = "By service"
    HELP_PAGE = "by_service"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "open", "Records", tooltip="The records behind the figure"),
        Binding("left", "figure(-1)", "Figure before", show=False, priority=True),
        Binding("right", "figure(1)", "Figure", priority=True, tooltip="The next figure; Left goes back"),
        Binding("x", "chart", "Chart", tooltip="The figure that is marked, over time"),
    ]
    DEFAULT_CSS = """
    ByService {
        & #head { height: auto; max-height: 2; padding: 0 1; background: $surface; }
        & #list { height: 1fr; }
        & #told { height: auto; max-height: 7; padding: 0 1; background: $surface; }
    }
    """

    def __init__(self, seat: Seat, kind: str, period: Period) -> None:
        super().__init__(seat)
        self._kind = kind
        self._period = period
        self._keys = reports.BY_SERVICE[kind]
        self._figure = 0
        self._league: League | None = None

    def about(self) -> str:
        """Which report."""
        return f"{self._kind} {reports.TITLES[self._kind]}"

    def body(self) -> ComposeResult:
        """The month, the services, the figure that is marked in words."""
        yield Static(
            words((month_and_year(self._period.first), "strong"), ("  working it out ...", "quiet")),
            id="head",
        )
        yield Listing(self._columns(), gap=1, empty="Working out the figures ...", id="list")
        yield Static(id="told")

    def on_mount(self) -> None:
        """The list has the focus."""
        self.query_one(Listing).focus()

    def renew(self) -> None:
        """Works the figures out beside the screen."""
        seat, period, keys = self.seat, self._period, self._keys

        def work() -> None:
            try:
                self.post_message(ServicesFound(oversight.league(seat.reader, period, keys)))
            except StoreProblem as trouble:
                self.post_message(NotFound(str(trouble)))
            finally:
                seat.store.close()  # this thread's connection; the screen's own stays open

        self.run_worker(work, thread=True, exclusive=True, group="services")

    def on_services_found(self, message: ServicesFound) -> None:
        """Shows them."""
        self._league = message.league
        self._show()

    def on_not_found(self, message: NotFound) -> None:
        """Says why there is nothing."""
        self.query_one(Listing).empty = message.sentence
        notify(self.app, message.sentence, severity="error", timeout=12)

    def _columns(self) -> list[Column]:
        columns = [Column("service", "Service", 13, 4, middle=True)]
        for place, key in enumerate(self._keys):
            mark = glyphs.RIGHT if place == self._figure else " "
            columns.append(Column(key, f"{mark}{_CALLED[key]}", _ROOM.get(key, 18), 1))
        return columns

    def _lines(self) -> list[LeagueLine]:
        """All together first, then the services, those that need attention by the figure that is marked on top."""
        if self._league is None:
            return []
        key = self._keys[self._figure]
        each = sorted(self._league.lines, key=lambda line: worst_first(key, line, _NO_ALERTS))
        return [self._league.together, *each] if len(each) > 1 else each

    def _show(self) -> None:
        listing, league = self.query_one(Listing), self._league
        if league is None:
            return
        stands = f"{league.below} of {league.with_data} services below {league.threshold}%"
        below: Part = (f"{glyphs.DOWN} {stands}", "bad") if league.below else (stands, "good")
        self.query_one("#head", Static).update(
            words(
                (month_and_year(self._period.first), "strong"),
                "  ",
                below,
                (f"  known {short(league.as_at)}", "quiet"),
            )
        )
        listing.show_columns(self._columns())
        listing.empty = "No service whose figures you may see."
        listing.show_rows(
            [Row(line.scope.key or _ALL, (_called(line), *self._cells(line))) for line in self._lines()],
            at=listing.key or None,
        )
        self._show_one()

    def _cells(self, line: LeagueLine) -> list[Text]:
        return [cell(" ").append_text(figure_cell(key, line)) for key in self._keys]

    def _line(self) -> LeagueLine | None:
        key = self.query_one(Listing).key
        return next((line for line in self._lines() if (line.scope.key or _ALL) == key), None)

    @on(Listing.Moved)
    def _show_one(self) -> None:
        line, key = self._line(), self._keys[self._figure]
        if line is None or self._league is None:
            self.query_one("#told", Static).update("")
            return
        measure = CATALOGUE[key]
        self.query_one("#told", Static).update(
            lines(
                words((f"{measure.label}. ", "strong"), (measure.meaning, "quiet")),
                words((line.scope.name, "strong"), f": {figure_told(line.figures[key])}."),
            )
        )

    # Keys

    def action_figure(self, by: int) -> None:
        """The figure at the left or right."""
        self._figure = (self._figure + by) % len(self._keys)
        self._show()

    @on(Listing.Selected)
    def _selected(self, event: Listing.Selected) -> None:
        event.stop()
        self.action_open()

    def action_open(self) -> None:
        """The records behind the figure that is marked, of the service that has the cursor."""
        from screens.evidence import EvidencePage

        if line := self._line():
            self.app.push_screen(EvidencePage(self.seat, line.scope, self._period, self._keys[self._figure]))

    def action_chart(self) -> None:
        """The figure over time."""
        from screens.chart_page import ChartPage

        if line := self._line():
            self.app.push_screen(ChartPage(self.seat, line.scope, self._keys[self._figure], self._period))


_ROOM: Final = {"active_pairings": 10, "sessions_on_schedule": 21, "open_action_plans": 12}

_CALLED: Final = {
    "active_pairings": "Pairings",
    "sessions_on_schedule": "On schedule",
    "mentored_retention_90_day": "Mentored, kept",
    "open_action_plans": "Open plans",
    "confidence_movement": "Confidence",
}


def _called(line: LeagueLine) -> Text | str:
    return line.scope.name if line.scope.key else cell((line.scope.name, "strong"))
