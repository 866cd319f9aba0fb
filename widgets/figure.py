"""A figure as it is honestly shown: how many of how many first, a percentage only where there are enough.

`18 of 20 (90.0%)  ▲ 4.0 points on last month`, `3 of 4`, `too early to tell`.
"""

from __future__ import annotations

from typing import Literal

from rich.text import Text
from textual.content import Content
from textual.widgets import Static

from mentor_tui.figures import Average, Below, Figure, Proportion
from widgets import glyphs
from widgets.safe import Part, Tone, cell, words

Better = Literal["up", "down", ""]
"""Which way is better, if either is; it gives a movement its tone."""

TOO_EARLY = "too early to tell"
"""Said where nothing is decided yet: not 0."""


def figure_text(figure: Figure, *, interval: bool = False) -> str:
    """A figure in words. `interval` adds the 95% interval, where a decision hangs on the percentage."""
    match figure:
        case Proportion():
            if figure.percent is None:
                return TOO_EARLY
            counts = f"{figure.numerator:,} of {figure.denominator:,}"
            if not figure.firm:
                return counts
            between = ""
            if interval and figure.interval:
                low, high = figure.interval
                between = f", likely {low:.0f} to {high:.0f}%"
            return f"{counts} ({figure.percent:.1f}%{between})"
        case Average():
            if figure.average is None:
                return TOO_EARLY
            return f"{figure.average:.1f} over {figure.count:,}"
        case Below():
            return f"{figure.count:,} of {figure.of:,}" if figure.of else TOO_EARLY
        case _:
            return f"{figure:,}" if isinstance(figure, int) else figure.replace("_", " ")


def movement(now: Figure, before: Figure | None) -> float | None:
    """By how much a figure has moved (a proportion in points); None where that cannot be said."""
    match now, before:
        case Proportion(), Proportion():
            if now.percent is None or before.percent is None or not (now.firm and before.firm):
                return None
            return round(now.percent - before.percent, 1)
        case Average(), Average():
            if now.average is None or before.average is None:
                return None
            return round(now.average - before.average, 1)
        case Below(), Below():
            return float(now.count - before.count)
        case int(), int():
            return float(now - before)
    return None


def movement_parts(now: Figure, before: Figure | None, *, better: Better = "", than: str = "") -> list[Part]:
    """`▲ 4.0 points on last month`: a sign, by how much, and (in `than`) against what.

    Where either is too small for a percentage, what it was before stands instead.
    """
    if before is None:
        return []
    tail = f" on {than}" if than else ""
    moved = movement(now, before)
    if moved is None:
        return [(f"was {figure_text(before)}", "quiet")]
    if moved == 0:
        return [(f"{glyphs.BULLET} no change{tail}", "quiet")]
    tone: Tone = "plain" if not better else "good" if (moved > 0) == (better == "up") else "warning"
    amount = f"{abs(moved):,.1f}" if isinstance(now, Proportion | Average) else f"{abs(moved):,.0f}"
    unit = " points" if isinstance(now, Proportion) else ""
    return [(f"{glyphs.UP if moved > 0 else glyphs.DOWN} {amount}{unit}{tail}", tone)]


def figure_parts(
    figure: Figure,
    before: Figure | None = None,
    *,
    better: Better = "",
    than: str = "",
    interval: bool = False,
) -> list[Part]:
    """A figure and how it has moved."""
    moved = movement_parts(figure, before, better=better, than=than)
    return [(figure_text(figure, interval=interval), "strong"), *(["  ", *moved] if moved else [])]


def figure_cell(figure: Figure, before: Figure | None = None, *, better: Better = "", than: str = "") -> Text:
    """A figure as a cell of a list."""
    return cell(*figure_parts(figure, before, better=better, than=than))


class FigureLine(Static):
    """A figure with its label in one line: `Sessions on schedule   18 of 20 (90.0%)  ▲ 4.0 points`."""

    DEFAULT_CSS = """
    FigureLine { height: 1; padding: 0 1; }
    """

    def __init__(
        self,
        label: str,
        figure: Figure,
        before: Figure | None = None,
        *,
        better: Better = "",
        than: str = "",
        interval: bool = False,
        label_width: int = 28,
        id: str | None = None,
    ) -> None:
        parts = figure_parts(figure, before, better=better, than=than, interval=interval)
        super().__init__(words(f"{label:<{label_width}} ", *parts), id=id)

    @staticmethod
    def line(label: str, figure: Figure, *, label_width: int = 28) -> Content:
        """The line without a widget of its own, for a page of figures."""
        return words(f"{label:<{label_width}} ", *figure_parts(figure))
