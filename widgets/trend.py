"""Confidence over time: a small line for a list, and a chart of scores from 1 to 10."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Final

from rich.text import Text
from textual.content import Content
from textual.widget import Widget

from mentor_tui.dates import day_and_month, short
from widgets import glyphs
from widgets.safe import Part, Tone, cell, lines, words

LOWEST: Final = 1
HIGHEST: Final = 10

Point = tuple[date, int]
"""The day of a session and its score."""


def trend_parts(scores: Sequence[int], *, width: int = 8, low: bool = False) -> list[Part]:
    """The last scores as a line of small bars, then the last as a number: `▃▄▄▆  7`.

    `low` gives the number the tone of a warning; whoever calls knows the threshold in force.
    """
    if not scores:
        return [("no score yet", "quiet")]
    bars = "".join(_bar(score) for score in scores[-width:])
    tone: Tone = "warning" if low else "strong"
    return [(f"{bars:>{width}} ", "quiet"), (f"{scores[-1]:>2}", tone)]


def trend_cell(scores: Sequence[int], *, width: int = 8, low: bool = False) -> Text:
    """The line as a cell of a list."""
    return cell(*trend_parts(scores, width=width, low=low))


def trend_words(scores: Sequence[int]) -> str:
    """The same in words: `from 4 to 7 over 5 sessions`."""
    if not scores:
        return "no score yet"
    if len(scores) == 1:
        return f"{scores[0]} at the first session"
    return f"from {scores[0]} to {scores[-1]} over {len(scores)} sessions"


def _bar(score: int) -> str:
    place = (score - LOWEST) * (len(glyphs.TREND) - 1) / (HIGHEST - LOWEST)
    return glyphs.TREND[max(0, min(len(glyphs.TREND) - 1, round(place)))]


def chart(points: Sequence[Point], width: int, height: int, *, threshold: int | None = None) -> list[Content]:
    """Scores over sessions in so many columns and rows, with both axes labelled.

    Each session stands at its place in order; where there are more than columns, the last ones stand. A faint
    line leads from each to the next; `threshold` is drawn across where nothing else stands.
    """
    rows = max(3, height - 2)
    columns = max(8, width - 4)
    shown = list(points[-columns:])
    step = min(10, (columns - 1) // (len(shown) - 1)) if len(shown) > 1 else 0
    places = [n * step for n in range(len(shown))]
    grid: list[list[tuple[str, Tone]]] = [[(" ", "plain")] * columns for _ in range(rows)]

    def row_of(score: float) -> int:
        return rows - 1 - round((score - LOWEST) * (rows - 1) / (HIGHEST - LOWEST))

    if threshold is not None:
        grid[row_of(threshold)] = [(glyphs.RULE, "quiet")] * columns
    for (_, before), (_, after), start in zip(shown, shown[1:], places, strict=False):
        for away in range(1, step):
            grid[row_of(before + (after - before) * away / step)][start + away] = (glyphs.POINT, "quiet")
    for (_, score), place in zip(shown, places, strict=True):
        low = threshold is not None and score <= threshold
        grid[row_of(score)][place] = (glyphs.CROSS if low else glyphs.DOT, "warning" if low else "good")

    labels = {row_of(score): str(score) for score in (5, LOWEST, HIGHEST)}
    drawn = [words((f"{labels.get(y, ''):>2} {glyphs.BAR}", "quiet"), *row) for y, row in enumerate(grid)]
    drawn.append(words((f"   └{glyphs.RULE * columns}", "quiet")))
    drawn.append(words((_days(shown, places, columns), "quiet")))
    return drawn


def _days(shown: Sequence[Point], places: Sequence[int], columns: int) -> str:
    """The first day and the last under their points, or the one day."""
    if not shown:
        return "    no score yet"
    if len(shown) == 1:
        return f"    {short(shown[0][0])}"
    first, last = shown[0][0], shown[-1][0]
    start = short(first) if first.year != last.year else day_and_month(first)
    end = short(last)
    room = min(columns, max(places[-1] + 1, len(start) + 2 + len(end)))
    return f"    {start}{end:>{max(2 + len(end), room - len(start))}}"


class ScoreChart(Widget):
    """The chart, in whatever room it has."""

    DEFAULT_CSS = """
    ScoreChart { height: 12; min-height: 6; padding: 0 1; }
    """

    def __init__(
        self, points: Sequence[Point] = (), *, threshold: int | None = None, id: str | None = None
    ) -> None:
        super().__init__(id=id)
        self._points = tuple(points)
        self._threshold = threshold

    def show(self, points: Sequence[Point], *, threshold: int | None = None) -> None:
        """Show these scores, in order of time. A score at or under `threshold` is low."""
        self._points = tuple(points)
        self._threshold = threshold
        self.refresh()

    def render(self) -> Content:
        """The chart as text."""
        size = self.size
        return lines(*chart(self._points, size.width, size.height, threshold=self._threshold))
