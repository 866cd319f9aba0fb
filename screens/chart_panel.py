"""A figure over time: its control chart, what is special in it, and the rules by which that is said."""

from __future__ import annotations

from typing import Final

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Static

from mentor_tui.calendar import Period
from mentor_tui.dates import MONTHS, month_and_year
from mentor_tui.figures import Proportion
from mentor_tui.store.read.audit import Series
from widgets import glyphs
from widgets.figure import figure_text
from widgets.safe import lines, words
from widgets.xmr import Drawn, XmrChart, cause_lines, limits_words

_CHANGES: Final = 2
"""How many recorded changes are told, the newest."""


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


def drawn(series: Series, chosen: int | None = None) -> Drawn:
    """A figure's months as they are drawn, with the one that is chosen."""
    return Drawn(
        chart=series.chart,
        labels=tuple(month_words(month) for month in series.months),
        firm=series.firm,
        better=series.measure.good,
        percent=series.measure.shape == "proportion",
        counted=series.measure.shape in ("count", "below"),
        told=tuple(figure_text(one) for one in series.figures),
        chosen=chosen,
    )


_GOOD: Final = {"up": " More is better.", "down": " Fewer is better.", "neither": ""}


class ChartPanel(Vertical):
    """The chart with its heading above it, and what it says and its rules beneath."""

    DEFAULT_CSS = """
    ChartPanel {
        height: 1fr;
        padding: 0 1;
        & Static { height: auto; }
        & .chart-panel--rules { color: $text-muted; }
        /* The help says them too. */
        &.-low .chart-panel--rules { display: none; }
    }
    """

    def compose(self) -> ComposeResult:
        """Heading, chart, words, rules."""
        yield Static(classes="chart-panel--heading")
        yield XmrChart()
        yield Static(classes="chart-panel--causes")
        yield Static(classes="chart-panel--rules")

    def show(
        self, series: Series | None, causes: int = 3, *, chosen: int | None = None, meaning: bool = False
    ) -> None:
        """Shows a figure over its months; None while it is being worked out.

        With `meaning` what counts in it stands under the heading; `chosen` is the month that is told beneath, the
        last one where none is given.
        """
        heading = self.query_one(".chart-panel--heading", Static)
        said = self.query_one(".chart-panel--causes", Static)
        rules = self.query_one(".chart-panel--rules", Static)
        if series is None:
            heading.update(words(("Working out the months ...", "quiet")))
            self.query_one(XmrChart).show(None)
            said.update("")
            rules.update("")
            return
        one = drawn(series, chosen)
        self.query_one(XmrChart).show(one)
        heading.update(lines(*_heading(series, meaning=meaning)))
        told = [*_month(series, chosen), *_limits(series, one), *cause_lines(one, causes)]
        if any(isinstance(figure, Proportion) and not figure.firm for figure in series.figures):
            told.append(words(("○ fewer than 10 that month: read it with care.", "quiet")))
        said.update(lines(*told) if told else "")
        rules.update(words(series.chart.rules()))


def _heading(series: Series, *, meaning: bool) -> list[Content]:
    """What is drawn, and which way is good; what counts in it."""
    measured = " in %" if series.measure.shape == "proportion" else ""
    rows = [words((series.measure.label, "strong"), f"{measured} by month.{_GOOD[series.measure.good]}")]
    if meaning:
        rows.append(words((f"{series.measure.meaning.partition('. ')[0].rstrip('.')}.", "quiet")))
    return rows


def _month(series: Series, chosen: int | None) -> list[Content]:
    """The month that is chosen, or the last one, as a figure with its counts."""
    if not series.months:
        return []
    place = len(series.months) - 1 if chosen is None else chosen
    found = series.figures[place]
    few = isinstance(found, Proportion) and not found.firm
    text = f"{figure_text(found, interval=True)}{', too few for a percentage' if few else ''}"
    return [words((f"{month_words(series.months[place])}: ", "quiet"), (text, "strong"))]


def _limits(series: Series, one: Drawn) -> list[Content]:
    """How many months there are, the limits that hold now, and why they began anew."""
    found = [words((f"{series.chart.stands()} ", "quiet"), limits_words(one))]
    for change in series.anew[-_CHANGES:]:
        begins = bool(series.months) and change.month.first <= series.months[-1].last
        when = f"{glyphs.BAR} New limits from {month_words(change.month)}" + (
            "" if begins else ", once it is over"
        )
        found.append(words((f"{when}: ", "strong"), change.explanation))
    return found
