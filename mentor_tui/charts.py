"""Control charts of a figure over time: XmR by the NHS *Making Data Count* rules (spec page trust.md). Pure.

Values are exact fractions, so that a point on the mean is on the mean and one on a limit is not outside it.
Nothing is screened out: an unusual month is what the chart is there to show. Limits are worked out over all
points; they would begin anew only from a recorded, explained change, of which there is none yet.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from typing import Literal

Cause = Literal["above", "below", "run_above", "run_below", "rising", "falling", "near_upper", "near_lower"]

FEWEST_FOR_LIMITS = 10
"""Under this many points there are dots and no limits."""

FEWEST_FOR_FIRM = 20
"""Under this many points the limits are on trial, and the chart says so."""

RUN = 7
"""Points on one side of the mean that are a special cause, unless the policy says otherwise."""

TREND = 7
"""Points rising or falling that are a special cause, unless the policy says otherwise."""

_SCALE = Fraction(266, 100)
"""The limits lie this many mean moving ranges from the mean."""


@dataclass(frozen=True, slots=True)
class Limits:
    """The mean, and the process limits below and above it."""

    mean: Fraction
    lower: Fraction
    upper: Fraction

    def is_near(self, value: Fraction) -> bool:
        """Whether a value lies beyond two thirds of the way from the mean to a limit, or beyond the limit."""
        return abs(value - self.mean) * 3 > (self.upper - self.mean) * 2


@dataclass(frozen=True, slots=True)
class Chart:
    """The points of a figure in order of time, with what can honestly be said about them."""

    values: tuple[Fraction, ...]
    #: the mean and limits; None while there are too few points
    limits: Limits | None
    #: for each point the special causes that it is part of, none for most
    causes: tuple[frozenset[Cause], ...]
    run: int = RUN
    trend: int = TREND

    @property
    def on_trial(self) -> bool:
        """Whether there are limits, but from few points still."""
        return self.limits is not None and len(self.values) < FEWEST_FOR_FIRM

    @property
    def special(self) -> bool:
        """Whether any point is part of a special cause."""
        return any(self.causes)

    def stands(self) -> str:
        """What kind of chart this is, as a sentence."""
        count = len(self.values)
        if not count:
            return "Nothing is decided in any month yet."
        points = "1 month" if count == 1 else f"{count} months"
        if self.limits is None:
            return f"{points}: dots without limits. Limits are drawn from {FEWEST_FOR_LIMITS} months on."
        if self.on_trial:
            return f"{points}: trial limits. They are firm from {FEWEST_FOR_FIRM} months on."
        return f"{points}, with firm limits."

    def rules(self) -> str:
        """The rules by which points are marked, for the foot of the chart."""
        return (
            "Limits: mean ± 2.66 × mean moving range, no outlier left out. Special cause: a point outside a "
            f"limit; {self.run} in a row on one side of the mean; {self.trend} in a row rising or falling; "
            "two of three near the same limit (beyond two thirds of the way)."
        )


def limits_of(values: Sequence[Fraction]) -> Limits | None:
    """Mean ± 2.66 × mean moving range, whatever the number of points; None for fewer than two."""
    if len(values) < 2:
        return None
    mean = sum(values, Fraction(0)) / len(values)
    moved = sum((abs(b - a) for a, b in pairwise(values)), Fraction(0))
    reach = _SCALE * moved / (len(values) - 1)
    return Limits(mean, mean - reach, mean + reach)


def xmr(values: Sequence[Fraction], run: int = RUN, trend: int = TREND) -> Chart:
    """The chart of values in order of time; `run` and `trend` are the policy's numbers of points."""
    points = tuple(values)
    limits = limits_of(points) if len(points) >= FEWEST_FOR_LIMITS else None
    found: list[set[Cause]] = [set() for _ in points]
    if limits is not None:
        for cause, first, last in _stretches(points, limits, run, trend):
            for index in range(first, last + 1):
                found[index].add(cause)
        for cause, indexes in _near(points, limits):
            for index in indexes:
                found[index].add(cause)
    return Chart(points, limits, tuple(frozenset(one) for one in found), run, trend)


def _stretches(
    points: tuple[Fraction, ...], limits: Limits, run: int, trend: int
) -> Iterator[tuple[Cause, int, int]]:
    """Points outside a limit, runs and trends: each with its first and last point."""
    for index, value in enumerate(points):
        if value > limits.upper:
            yield "above", index, index
        elif value < limits.lower:
            yield "below", index, index
    sides = [_sign(value - limits.mean) for value in points]
    for side, first, last in _alike(sides):
        if side and last - first + 1 >= run:
            yield "run_above" if side > 0 else "run_below", first, last
    steps = [_sign(b - a) for a, b in pairwise(points)]
    for step, first, last in _alike(steps):
        # A stretch of steps has one point more than it has steps.
        if step and last - first + 2 >= trend:
            yield "rising" if step > 0 else "falling", first, last + 1


def _near(points: tuple[Fraction, ...], limits: Limits) -> Iterator[tuple[Cause, list[int]]]:
    """Two of three points near one limit, all three on its side of the mean."""
    for first in range(len(points) - 2):
        three = range(first, first + 3)
        near = [index for index in three if limits.is_near(points[index])]
        if len(near) < 2:
            continue
        if all(points[index] > limits.mean for index in three):
            yield "near_upper", near
        elif all(points[index] < limits.mean for index in three):
            yield "near_lower", near


def _alike(signs: Sequence[int]) -> Iterator[tuple[int, int, int]]:
    """The stretches of equal signs, each with its first and last place."""
    first = 0
    for index in range(1, len(signs) + 1):
        if index == len(signs) or signs[index] != signs[first]:
            yield signs[first], first, index - 1
            first = index


def _sign(value: Fraction) -> int:
    return (value > 0) - (value < 0)


WORDS: dict[Cause, str] = {
    "above": "above the upper limit",
    "below": "below the lower limit",
    "run_above": "in a run above the mean",
    "run_below": "in a run below the mean",
    "rising": "in a rising trend",
    "falling": "in a falling trend",
    "near_upper": "near the upper limit, two of three",
    "near_lower": "near the lower limit, two of three",
}
"""What each special cause says of a point."""

HIGH: frozenset[Cause] = frozenset(("above", "run_above", "rising", "near_upper"))
"""The special causes that point upwards; the others point downwards."""

_ORDER: tuple[Cause, ...] = tuple(WORDS)


def spans(chart: Chart) -> list[tuple[Cause, int, int]]:
    """The special causes of a chart as stretches: the cause, its first and its last point, newest first."""
    found: list[tuple[Cause, int, int]] = []
    for cause in _ORDER:
        inside = [int(cause in one) for one in chart.causes]
        found += [(cause, first, last) for flag, first, last in _alike(inside) if flag] if inside else []
    return sorted(found, key=lambda one: (-one[2], _ORDER.index(one[0])))
