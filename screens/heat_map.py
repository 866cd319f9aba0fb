"""Services by month: sessions on schedule as shapes and numbers, each cell opened to its records."""

from __future__ import annotations

from typing import ClassVar, Final

from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.message import Message
from textual.widgets import Input, Static

from mentor_tui.calendar import Period
from mentor_tui.dates import short
from mentor_tui.store.problems import StoreProblem
from mentor_tui.store.read import oversight
from mentor_tui.store.read.oversight import Heat, HeatLine
from screens.chart_page import NotFound
from screens.oversight_words import heat_cell, heat_key, heat_told, month_heading
from screens.place import Place
from screens.seat import Seat
from widgets.entry import Filter
from widgets.listing import Column, Listing, Row
from widgets.safe import lines, notify, words

_NAMES: Final = 16
"""Cells that the names of the services have at least."""


class HeatFound(Message):
    """The months of the services have been worked out."""

    def __init__(self, heat: Heat) -> None:
        super().__init__()
        self.heat = heat


class HeatMap(Place):
    """Twelve months of every service. The month that Left and Right choose is marked in the heading."""

    TITLE_TEXT = "Heat map"
    HELP_PAGE = "heat_map"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "open", "Records", tooltip="The sessions of that service in that month"),
        Binding("left", "choose(-1)", "Month before", show=False, priority=True),
        Binding("right", "choose(1)", "Month", priority=True, tooltip="The next month; Left goes back"),
        Binding("o", "order", "Sort", tooltip="By the month that is marked, or by name"),
        Binding("x", "chart", "Chart", tooltip="The service over time, with its limits"),
        Binding("slash", "filter", "Find", show=False),
    ]
    DEFAULT_CSS = """
    HeatMap {
        & #head { height: auto; max-height: 2; padding: 0 1; background: $surface; }
        & #find { height: 1; }
        & #list { height: 1fr; }
        & #told { height: auto; max-height: 4; padding: 0 1; background: $surface; }
    }
    """

    def __init__(self, seat: Seat, last: Period) -> None:
        super().__init__(seat)
        self._last = last
        self._heat: Heat | None = None
        self._month = oversight.MONTHS_SHOWN - 1
        self._by_month = True
        self._find = ""

    def about(self) -> str:
        """What is shown of the services."""
        return "Sessions on schedule, services by month"

    def body(self) -> ComposeResult:
        """The key, the services, the cell that is chosen."""
        yield Static(heat_key(), id="head")
        yield Filter("list", placeholder="/ to find a service", id="find")
        yield Listing(self._columns(80), gap=1, empty="Working out the months ...", id="list")
        yield Static(id="told")

    def on_mount(self) -> None:
        """The list has the focus."""
        self.query_one(Listing).focus()

    def on_resize(self, event: events.Resize) -> None:
        """Wider cells where there is room."""
        self._show(event.size.width)

    @staticmethod
    def _room(width: int) -> int:
        """How wide a month is: the counts too where they leave room for the names of the services."""
        return max(4, min(12, (width - 2 - _NAMES) // oversight.MONTHS_SHOWN - 1))

    def _columns(self, width: int) -> list[Column]:
        room = self._room(width)
        months = self._heat.months if self._heat else ()
        return [
            Column("service", "Service", 13, 1, middle=True),
            *(
                Column(one.code, month_heading(one, place == self._month, room), room)
                for place, one in enumerate(months)
            ),
        ]

    def renew(self) -> None:
        """Works the months out beside the screen."""
        seat, last = self.seat, self._last

        def work() -> None:
            try:
                self.post_message(HeatFound(oversight.heat(seat.reader, last)))
            except StoreProblem as trouble:
                self.post_message(NotFound(str(trouble)))
            finally:
                seat.store.close()  # this thread's connection; the screen's own stays open

        self.run_worker(work, thread=True, exclusive=True, group="heat")

    def on_heat_found(self, message: HeatFound) -> None:
        """Shows them."""
        self._heat = message.heat
        self._show(self.app.size.width)

    def on_not_found(self, message: NotFound) -> None:
        """Says why there is nothing."""
        self.query_one(Listing).empty = message.sentence
        notify(self.app, message.sentence, severity="error", timeout=12)

    def _show(self, width: int) -> None:
        heat = self._heat
        if heat is None:
            return
        listing, room = self.query_one(Listing), self._room(width)
        listing.show_columns(self._columns(width))
        listing.empty = "No service with a decided session in these months."
        listing.show_rows(
            [
                Row(
                    line.scope.key,
                    (
                        line.scope.name,
                        *(
                            heat_cell(one, low, room)
                            for one, low in zip(line.months, line.below, strict=True)
                        ),
                    ),
                )
                for line in self._shown(heat)
            ],
            at=listing.key or None,
        )
        self._show_one()

    def _shown(self, heat: Heat) -> list[HeatLine]:
        wanted = self._find.casefold().strip()
        found = [line for line in heat.lines if wanted in line.scope.name.casefold()]

        def share(line: HeatLine) -> tuple[float, str]:
            one = line.months[self._month]
            return (one.numerator / one.denominator if one.denominator else 2.0, line.scope.name)

        found.sort(key=share if self._by_month else lambda line: (0.0, line.scope.name))
        return found

    def _line(self) -> HeatLine | None:
        key = self.query_one(Listing).key
        return next((one for one in self._heat.lines if one.scope.key == key), None) if self._heat else None

    @on(Listing.Moved)
    def _show_one(self) -> None:
        line, heat = self._line(), self._heat
        if line is None or heat is None:
            return
        by = "the month that is marked, lowest first" if self._by_month else "name"
        self.query_one("#told", Static).update(
            lines(
                heat_told(line, self._month, heat.months[self._month], heat.thresholds[self._month]),
                words((f"Per cent of decided sessions, known {short(heat.as_at)}. Sorted by {by}.", "quiet")),
            )
        )

    # Keys

    @on(Input.Changed, "#find")
    def _narrow(self, event: Input.Changed) -> None:
        event.stop()
        self._find = event.value
        self._show(self.app.size.width)

    def action_filter(self) -> None:
        """To the filter."""
        self.query_one(Filter).focus()

    def action_choose(self, by: int) -> None:
        """The month at the left or right; beyond the first, the twelve months before."""
        place = self._month + by
        if 0 <= place < oversight.MONTHS_SHOWN:
            self._month = place
            self._show(self.app.size.width)
            return
        last = self._last.next(1) if place > 0 else self._last.previous(1)
        if last.first <= self.seat.today():
            self._last = last
            self.renew()

    def action_order(self) -> None:
        """By the month that is marked, or by name."""
        self._by_month = not self._by_month
        self._show(self.app.size.width)

    @on(Listing.Selected)
    def _selected(self, event: Listing.Selected) -> None:
        event.stop()
        self.action_open()

    def action_open(self) -> None:
        """The sessions behind the cell."""
        from screens.evidence import EvidencePage

        if (line := self._line()) and self._heat:
            month = self._heat.months[self._month]
            self.app.push_screen(EvidencePage(self.seat, line.scope, month, "sessions_on_schedule"))

    def action_chart(self) -> None:
        """The service over time."""
        from screens.chart_page import ChartPage

        if (line := self._line()) and self._heat:
            month = self._heat.months[self._month]
            self.app.push_screen(ChartPage(self.seat, line.scope, "sessions_on_schedule", month))

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:  # noqa: ARG002
        """The arrows are the filter's while one types."""
        return not (action == "choose" and isinstance(self.focused, Filter))
