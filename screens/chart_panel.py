"""A figure over time: its control chart, what is special in it, and the rules by which that is said."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Static

from mentor_tui.calendar import Period
from mentor_tui.dates import MONTHS, month_and_year
from mentor_tui.figures import Proportion
from mentor_tui.store.read.audit import Series
from widgets.safe import lines, words
from widgets.xmr import Drawn, XmrChart, cause_lines


def month_words(month: Period) -> str:
    """`Mar 2026`; of a quarter `Jan to Mar 2026`."""
    if month.kind == "quarter":
        return f"{MONTHS[month.months()[0].number - 1][:3]} to {month_words(month.months()[-1])}"
    return f"{MONTHS[month.number - 1][:3]} {month.year}"


def period_in_full(period: Period) -> str:
    """`March 2026`; of a quarter `January to March 2026`."""
    if period.kind == "quarter":
        return f"{MONTHS[period.months()[0].number - 1]} to {month_and_year(period.last)}"
    return month_and_year(period.first)


def drawn(series: Series) -> Drawn:
    """A figure's months as they are drawn."""
    return Drawn(
        chart=series.chart,
        labels=tuple(month_words(month) for month in series.months),
        firm=series.firm,
        better=series.measure.good,
        percent=series.measure.shape == "proportion",
    )


class ChartPanel(Vertical):
    """The chart with its heading above it, and what it says and its rules beneath."""

    DEFAULT_CSS = """
    ChartPanel {
        height: 1fr;
        padding: 0 1;
        & Static { height: auto; }
        & .chart-panel--rules { color: $text-muted; }
    }
    """

    def compose(self) -> ComposeResult:
        """Heading, chart, words, rules."""
        yield Static(classes="chart-panel--heading")
        yield XmrChart()
        yield Static(classes="chart-panel--causes")
        yield Static(classes="chart-panel--rules")

    def show(self, series: Series | None, causes: int = 3) -> None:
        """Shows a figure over its months; None while it is being worked out."""
        heading = self.query_one(".chart-panel--heading", Static)
        said = self.query_one(".chart-panel--causes", Static)
        rules = self.query_one(".chart-panel--rules", Static)
        if series is None:
            heading.update(words(("Working out the months ...", "quiet")))
            self.query_one(XmrChart).show(None)
            said.update("")
            rules.update("")
            return
        one = drawn(series)
        self.query_one(XmrChart).show(one)
        measured = " in %" if series.measure.shape == "proportion" else ""
        heading.update(
            words(
                (series.measure.label, "strong"), f"{measured} by month.  ", (series.chart.stands(), "quiet")
            )
        )
        told: list[Content] = cause_lines(one, causes)
        if any(isinstance(figure, Proportion) and not figure.firm for figure in series.figures):
            told.append(words(("○ fewer than 10 that month: read it with care.", "quiet")))
        said.update(lines(*told) if told else "")
        rules.update(words(series.chart.rules()))
