"""The control chart of one figure, as large as the screen."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.message import Message

from mentor_tui.calendar import Period
from mentor_tui.store.problems import StoreProblem
from mentor_tui.store.read import audit
from mentor_tui.store.read.audit import Scope, Series
from screens.chart_panel import ChartPanel
from screens.place import Place
from screens.seat import Seat
from widgets.safe import notify


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
    """One figure over time."""

    TITLE_TEXT = "Chart"
    HELP_PAGE = "chart"

    def __init__(self, seat: Seat, scope: Scope, key: str, until: Period) -> None:
        super().__init__(seat)
        self._scope = scope
        self._key = key
        self._until = until

    def about(self) -> str:
        """The service."""
        return self._scope.name

    def body(self) -> ComposeResult:
        """The chart."""
        yield ChartPanel()

    def on_mount(self) -> None:
        """The months are read beside the screen."""
        self.query_one(ChartPanel).show(None)

    def renew(self) -> None:
        """Works it out again."""
        work_out(self, self._scope, self._key, self._until)

    def on_series_found(self, message: SeriesFound) -> None:
        """Shows it."""
        self.query_one(ChartPanel).show(message.series, causes=4)

    def on_not_found(self, message: NotFound) -> None:
        """Says why there is nothing."""
        notify(self.app, message.sentence, severity="error", timeout=12)
