"""A control chart drawn in the terminal: points in order of time, mean and limits, special causes as shapes.

`●` a month, `○` one with fewer than ten behind it, `▲` and `▼` a special cause upwards and downwards, `─` the
mean, `·` the limits, `│` where they begin anew. What is special is always said in words as well
(:func:`cause_lines`), and so are the limits (:func:`limits_words`).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Final, Literal

from rich.cells import cell_len
from textual.content import Content
from textual.widget import Widget

from mentor_tui.charts import HIGH, WORDS, Cause, Chart, spans
from widgets import glyphs
from widgets.safe import Part, Tone, lines, words

Better = Literal["up", "down", "neither"]

_AXIS: Final = 7
"""Cells of the numbers at the left, with the line beside them."""

_MOST_APART: Final = 6
_CHOSEN: Final = "┴"


@dataclass(frozen=True, slots=True)
class Drawn:
    """What is drawn: the chart, a label under each point, and how its numbers are to be read."""

    chart: Chart
    #: what stands under each point, such as `Mar 2026`
    labels: tuple[str, ...]
    #: for each point whether there is enough behind it to stand by itself
    firm: tuple[bool, ...]
    better: Better = "neither"
    #: whether the numbers are percentages, which end at 0 and 100
    percent: bool = False
    #: whether the numbers are counts, which end at 0
    counted: bool = False
    #: for each point the figure behind it in words, such as `5 of 5`
    told: tuple[str, ...] = ()
    #: the point that is chosen, marked at the axis
    chosen: int | None = None

    def within(self, value: Fraction) -> Fraction:
        """A value of the scale: the nearest that is possible."""
        if self.percent or self.counted:
            value = max(value, Fraction(0))
        return min(value, Fraction(100)) if self.percent else value


def xmr_lines(drawn: Drawn, width: int, height: int) -> list[Content]:
    """The chart in so many columns and rows: the last rows are the axis and the months."""
    values = drawn.chart.values
    if not values:
        return [words(("No month has anything decided yet.", "quiet"))]
    rows, columns = max(4, height - 2), max(10, width - _AXIS - 1)
    shown = min(len(values), columns)
    first = len(values) - shown
    step = min(_MOST_APART, (columns - 1) // (shown - 1)) if shown > 1 else 0
    low, high = _range(drawn)
    grid: list[list[tuple[str, Tone]]] = [[(" ", "plain")] * columns for _ in range(rows)]

    def row_of(value: Fraction) -> int:
        share = (value - low) / (high - low) if high > low else Fraction(1, 2)
        return max(0, min(rows - 1, rows - 1 - round(share * (rows - 1))))

    labels: dict[int, str] = {rows - 1: _number(low), 0: _number(high)}
    for stretch in drawn.chart.stretches:
        if stretch.last < first:
            continue
        begin, end = (max(place - first, 0) * step for place in (stretch.first, stretch.last))
        if stretch.first > first and step > 1:
            for cells in grid:
                cells[begin - 1] = (glyphs.BAR, "quiet")
        if (limits := stretch.limits) is None:
            continue
        for value, sign in (
            (limits.lower, glyphs.POINT),
            (limits.upper, glyphs.POINT),
            (limits.mean, glyphs.RULE),
        ):
            if low <= value <= high:
                row = row_of(value)
                grid[row][begin : end + 1] = [(sign, "quiet")] * (end + 1 - begin)
                if limits is drawn.chart.limits:
                    labels[row] = _number(value)
    for place, value in enumerate(values[first:]):
        grid[row_of(value)][place * step] = _point(drawn, first + place)
    told = [
        words((f"{labels.get(y, ''):>{_AXIS - 1}} {glyphs.BAR}", "quiet"), *row) for y, row in enumerate(grid)
    ]
    told.append(words(*_axis(None if drawn.chosen is None else (drawn.chosen - first) * step, columns)))
    told.append(words((f"{'':>{_AXIS + 1}}{_months(drawn.labels[first:], step, columns)}", "quiet")))
    return told


def _axis(chosen: int | None, columns: int) -> list[Part]:
    """The line beneath the points, with a mark under the one that is chosen."""
    line: list[Part] = [(f"{'':>{_AXIS}}└", "quiet")]
    if chosen is None or not 0 <= chosen < columns:
        return [*line, (glyphs.RULE * columns, "quiet")]
    rest = columns - chosen - 1
    return [*line, (glyphs.RULE * chosen, "quiet"), (_CHOSEN, "strong"), (glyphs.RULE * rest, "quiet")]


def _range(drawn: Drawn) -> tuple[Fraction, Fraction]:
    """The lowest and highest number of the scale: all points, and the limits as far as they can be."""
    there = list(drawn.chart.values)
    for stretch in drawn.chart.stretches:
        if stretch.limits is not None:
            there += [stretch.limits.lower, stretch.limits.upper]
    low, high = drawn.within(min(there)), drawn.within(max(there))
    if low == high:
        low, high = low - 1, high + 1
    return low, high


def _point(drawn: Drawn, place: int) -> tuple[str, Tone]:
    causes = drawn.chart.causes[place]
    if not causes:
        return (glyphs.DOT, "plain") if drawn.firm[place] else (glyphs.RING, "plain")
    up = bool(causes & HIGH)
    return (glyphs.UP if up else glyphs.DOWN, _tone(up, drawn.better))


def _tone(up: bool, better: Better) -> Tone:
    if better == "neither":
        return "strong"
    return "good" if up == (better == "up") else "bad"


def _number(value: Fraction) -> str:
    number = float(value)
    return f"{number:.0f}" if abs(number) >= 100 or number.is_integer() else f"{number:.1f}"


def _months(labels: Sequence[str], step: int, columns: int) -> str:
    """The first label and the last under their points, and as many between as there is room for."""
    line = ""
    last = (len(labels) - 1) * step
    tail = labels[-1]
    end = min(max(last, 0), columns - cell_len(tail))
    for place, label in enumerate(labels[:-1]):
        at = place * step
        if at >= len(line) + (2 if line else 0) and at + cell_len(label) + 2 <= end:
            line = f"{line:<{at}}{label}"
    return f"{line:<{max(end, 0)}}{tail}"


def cause_lines(drawn: Drawn, most: int = 3) -> list[Content]:
    """The special causes in words, newest first: `▲ Oct 2025 to Mar 2026: in a run above the mean (better)`."""
    found = spans(drawn.chart)
    if not found:
        return (
            []
            if drawn.chart.limits is None
            else [words((f"{glyphs.BULLET} No special cause: the months vary as they usually do.", "quiet"))]
        )
    told = [words(*_span(drawn, *span)) for span in found[:most]]
    if len(found) > most:
        told.append(words((f"  and {len(found) - most} earlier", "quiet")))
    return told


def limits_words(drawn: Drawn) -> str:
    """The limits that hold now, in words: `Mean 88.1%; months usually vary between 74.5% and 100%.`"""
    limits = drawn.chart.limits
    if limits is None:
        return ""
    unit = "%" if drawn.percent else ""
    low, high = (_number(drawn.within(one)) for one in (limits.lower, limits.upper))
    return f"Mean {_number(limits.mean)}{unit}; months usually vary between {low}{unit} and {high}{unit}."


def _behind(drawn: Drawn, first: int, last: int) -> str:
    """What a special cause rests on, where that is little."""
    if all(drawn.firm[first : last + 1]):
        return ""
    if first == last:
        return f" ({drawn.told[first]})" if drawn.told else " (fewer than 10)"
    return " (some months of fewer than 10)"


def _span(drawn: Drawn, cause: Cause, first: int, last: int) -> list[Part]:
    up = cause in HIGH
    when = drawn.labels[first] if first == last else f"{drawn.labels[first]} to {drawn.labels[last]}"
    judged = "" if drawn.better == "neither" else " (better)" if up == (drawn.better == "up") else " (worse)"
    return [
        (f"{glyphs.UP if up else glyphs.DOWN} ", _tone(up, drawn.better)),
        f"{when}{_behind(drawn, first, last)}: {WORDS[cause]}{judged}.",
    ]


class XmrChart(Widget):
    """The chart, in whatever room it has."""

    DEFAULT_CSS = """
    XmrChart { height: 1fr; min-height: 6; }
    """

    def __init__(self, drawn: Drawn | None = None, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._drawn = drawn

    def show(self, drawn: Drawn | None) -> None:
        """Shows this chart; None shows nothing yet."""
        self._drawn = drawn
        self.refresh()

    def render(self) -> Content:
        """The chart as text."""
        if self._drawn is None:
            return Content("")
        return lines(*xmr_lines(self._drawn, self.size.width, self.size.height))
