"""The control chart of one figure, as large as the screen."""

from __future__ import annotations

from typing import ClassVar, Final

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.message import Message

from mentor_tui.calendar import Period
from mentor_tui.store.problems import StoreProblem
from mentor_tui.store.read import audit, chart_changes
from mentor_tui.store.read.audit import Scope, Series
from screens.chart_panel import ChartPanel
from screens.place import Place
from screens.seat import Seat
from widgets.safe import notify

_HIGH: Final = 30
_LOW: Final = 24
"""Lines from which there is room for more of what is special."""


class SeriesFound(Message):
    """A figure over its months has been worked out."""

    def __init__(self, scope: Scope, key: str, until: Period, series: Series) -> None:
        super().__init__()
        self.about = (scope.key, key, until)
        self.series = series


class NotFound(Message):
    """The figures could not be read; why, as a sentence."""

    def __init__(self, sentence: str) -> None:
        super().__init__()
        self.sentence = sentence


def work_out(place: Place, scope: Scope, key: str, until: Period) -> None:
    """Works out a figure over its months beside the screen; :class:`SeriesFound` or :class:`NotFound` comes back."""
    seat = place.seat

    def work() -> None:
        try:
            found = audit.series(seat.reader, scope, key, until)
        except StoreProblem as trouble:
            place.post_message(NotFound(str(trouble)))
        else:
            place.post_message(SeriesFound(scope, key, until, found))
        finally:
            seat.store.close()  # this thread's connection; the screen's own stays open

    place.run_worker(work, thread=True, exclusive=True, group="series")


class ChartPage(Place):
    """One figure over time. Left and Right choose a month, Enter opens its records."""

    TITLE_TEXT = "Chart"
    HELP_PAGE = "chart"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("left", "month(-1)", "or Right month", priority=True, tooltip="The month before"),
        Binding("right", "month(1)", "Month after", show=False, priority=True),
        Binding("enter", "open", "Records", tooltip="The records behind the month that is chosen"),
        Binding("n", "anew", "New limits", tooltip="Record what changed: the limits begin anew"),
        Binding(
            "w", "withdraw", "Withdraw limits", tooltip="Withdraw the latest new limits, with the reason"
        ),
    ]

    def __init__(self, seat: Seat, scope: Scope, key: str, until: Period) -> None:
        super().__init__(seat)
        self._scope = scope
        self._key = key
        self._until = until
        self._series: Series | None = None
        self._month: Period | None = None

    def about(self) -> str:
        """The service."""
        return self._scope.name

    def body(self) -> ComposeResult:
        """The chart."""
        yield ChartPanel()

    def on_mount(self) -> None:
        """The months are read beside the screen."""
        self.query_one(ChartPanel).show(None)

    def on_resize(self) -> None:
        """More words where there is room for them."""
        if self._series is not None:
            self._show()

    def renew(self) -> None:
        """Works it out again."""
        work_out(self, self._scope, self._key, self._until)

    def on_series_found(self, message: SeriesFound) -> None:
        """Shows it, the month that was chosen still chosen."""
        self._series = message.series
        self._show()
        self.refresh_bindings()

    def _show(self) -> None:
        causes = 4 if self.app.size.height >= _HIGH else 2
        panel = self.query_one(ChartPanel)
        panel.set_class(self.app.size.height < _LOW, "-low")
        panel.show(self._series, causes, chosen=self._place(), meaning=True)

    def _place(self) -> int | None:
        """The place of the month that is chosen: the last one at first."""
        months = self._series.months if self._series else ()
        if not months:
            return None
        return months.index(self._month) if self._month in months else len(months) - 1

    def on_not_found(self, message: NotFound) -> None:
        """Says why there is nothing."""
        notify(self.app, message.sentence, severity="error", timeout=12)

    # Keys

    def action_month(self, by: int) -> None:
        """The month at the left or right that has a figure."""
        place = self._place()
        if place is None or self._series is None:
            return
        self._month = self._series.months[max(0, min(place + by, len(self._series.months) - 1))]
        self._show()

    def action_open(self) -> None:
        """The records behind the month."""
        from screens.evidence import EvidencePage

        place = self._place()
        if place is not None and self._series is not None:
            month = self._series.months[place]
            self.app.push_screen(EvidencePage(self.seat, self._scope, month, self._key))

    def action_anew(self) -> None:
        """The form of a recorded change."""
        from screens.new_limits import NewLimits

        self.app.push_screen(NewLimits(self.seat, f"{self._key} {self._scope.key}"))

    def action_withdraw(self) -> None:
        """The form that takes the latest change back."""
        from screens.new_limits import LimitsWithdrawn

        if self._series and self._series.anew:
            self.app.push_screen(LimitsWithdrawn(self.seat, f"{self._key} {self._scope.key}"))

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:  # noqa: ARG002
        """New limits are for who answers for the figures."""
        if action in ("anew", "withdraw") and not chart_changes.may_record(self.seat.reader, self._scope):
            return False
        return action != "withdraw" or bool(self._series and self._series.anew)
