"""Control charts of a figure over time: XmR by the NHS *Making Data Count* rules (spec page trust.md). Pure.

Values are exact fractions, so that a point on the mean is on the mean and one on a limit is not outside it.
Nothing is screened out: an unusual month is what the chart is there to show. Limits are worked out over all
points; they begin anew only where a change was recorded and explained, and each stretch between two such changes
is then a chart of its own: its limits, its runs and its trends end with it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
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
class Stretch:
    """Points between two recorded changes: the place of the first and of the last, and their limits."""

    first: int
    last: int
    #: the mean and limits; None while there are too few points
    limits: Limits | None

    def __len__(self) -> int:
        return self.last - self.first + 1


@dataclass(frozen=True, slots=True)
class Chart:
    """The points of a figure in order of time, with what can honestly be said about them."""

    values: tuple[Fraction, ...]
    #: one, and one more for each recorded change with points on both sides of it; none without points
    stretches: tuple[Stretch, ...]
    #: for each point the special causes that it is part of, none for most
    causes: tuple[frozenset[Cause], ...]
    run: int = RUN
    trend: int = TREND

    @property
    def limits(self) -> Limits | None:
        """The mean and limits that hold now; None while there are too few points since they began."""
        return self.stretches[-1].limits if self.stretches else None

    @property
    def on_trial(self) -> bool:
        """Whether there are limits, but from few points still."""
        return self.limits is not None and len(self.stretches[-1]) < FEWEST_FOR_FIRM

    def limits_at(self, place: int) -> Limits | None:
        """The limits of the stretch in which a point lies."""
        return next(one.limits for one in self.stretches if one.first <= place <= one.last)

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
        if len(self.stretches) > 1:
            points = f"{points}, {len(self.stretches[-1])} since the limits began anew"
        if self.limits is None:
            return f"{points}: dots without limits. Limits are drawn from {FEWEST_FOR_LIMITS} months on."
        if self.on_trial:
            return f"{points}: trial limits. They are firm from {FEWEST_FOR_FIRM} months on."
        return f"{points}, with firm limits."

    def rules(self) -> str:
        """The rules by which points are marked, for the foot of the chart."""
        return (
            "Limits: mean ± 2.66 × mean moving range, anew only from a recorded, explained change. Special: a point "
            f"outside a limit; {self.run} in a row on one side of the mean; {self.trend} in a row rising or falling; "
            "two of three beyond two thirds of the way to a limit."
        )


def limits_of(values: Sequence[Fraction]) -> Limits | None:
    """Mean ± 2.66 × mean moving range, whatever the number of points; None for fewer than two."""
    if len(values) < 2:
        return None
    mean = sum(values, Fraction(0)) / len(values)
    moved = sum((abs(b - a) for a, b in pairwise(values)), Fraction(0))
    reach = _SCALE * moved / (len(values) - 1)
    return Limits(mean, mean - reach, mean + reach)


def xmr(values: Sequence[Fraction], run: int = RUN, trend: int = TREND, anew: Iterable[int] = ()) -> Chart:
    """The chart of values in order of time; `run` and `trend` are the policy's numbers of points.

    `anew` are the places of the points with which limits begin anew.
    """
    points = tuple(values)
    begins = sorted({0, *(place for place in anew if 0 < place < len(points))}) if points else []
    stretches, found = [], [set[Cause]() for _ in points]
    for first, end in pairwise([*begins, len(points)]):
        part = points[first:end]
        limits = limits_of(part) if len(part) >= FEWEST_FOR_LIMITS else None
        stretches.append(Stretch(first, end - 1, limits))
        if limits is not None:
            for place, causes in enumerate(_causes(part, limits, run, trend)):
                found[first + place] |= causes
    return Chart(points, tuple(stretches), tuple(map(frozenset, found)), run, trend)


def _causes(points: tuple[Fraction, ...], limits: Limits, run: int, trend: int) -> list[set[Cause]]:
    """For each point of one stretch its special causes."""
    found = [set[Cause]() for _ in points]
    for cause, first, last in _runs(points, limits, run, trend):
        for index in range(first, last + 1):
            found[index].add(cause)
    for cause, indexes in _near(points, limits):
        for index in indexes:
            found[index].add(cause)
    return found


def _runs(
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
        for part in chart.stretches:
            inside = [int(cause in one) for one in chart.causes[part.first : part.last + 1]]
            found += [(cause, part.first + a, part.first + b) for flag, a, b in _alike(inside) if flag]
    return sorted(found, key=lambda one: (-one[2], _ORDER.index(one[0])))
