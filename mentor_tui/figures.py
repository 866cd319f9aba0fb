"""What a figure is, how it is rounded and written (spec page measures.md). Pure.

The catalogue of all of them is :mod:`mentor_tui.catalogue`; the records behind one are found by
:mod:`mentor_tui.store.evidence`.
Thresholds are compared with whole numbers, never with a percentage that was rounded.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import sqrt
from typing import Any

FIRM_FROM = 10
"""Under this many, a percentage never stands alone (spec page trust.md, *Honest numbers*)."""

_NINETY_FIVE_PERCENT = 1.959963984540054


def one_decimal(numerator: int, denominator: int) -> float | None:
    """The quotient rounded to one decimal, halves away from zero; None for a zero denominator."""
    if denominator == 0:
        return None
    tenths = (abs(numerator) * 20 + denominator) // (2 * denominator)
    return (tenths if numerator >= 0 else -tenths) / 10


def wilson(numerator: int, denominator: int) -> tuple[float, float] | None:
    """The 95% Wilson interval of a share, in percent; None where there is nothing."""
    if denominator == 0:
        return None
    z, n = _NINETY_FIVE_PERCENT, denominator
    share = numerator / n
    middle = share + z * z / (2 * n)
    half = z * sqrt(share * (1 - share) / n + z * z / (4 * n * n))
    scale = 1 + z * z / n
    return (max(0.0, 100 * (middle - half) / scale), min(100.0, 100 * (middle + half) / scale))


@dataclass(frozen=True, slots=True)
class Proportion:
    """How many of how many."""

    numerator: int
    denominator: int

    @property
    def percent(self) -> float | None:
        """Rounded to one decimal, halves away from zero; None where nothing is decided yet."""
        return one_decimal(100 * self.numerator, self.denominator)

    @property
    def firm(self) -> bool:
        """Whether there are enough for a percentage to stand by itself."""
        return self.denominator >= FIRM_FROM

    @property
    def interval(self) -> tuple[float, float] | None:
        """The 95% Wilson interval, in percent."""
        return wilson(self.numerator, self.denominator)

    def is_below(self, percent: int) -> bool:
        """Whether the unrounded share is below a threshold; nothing decided is not below."""
        return self.numerator * 100 < percent * self.denominator

    def to_json(self) -> dict[str, Any]:
        """As interchange.md writes it."""
        return {"numerator": self.numerator, "denominator": self.denominator, "percent": self.percent}


@dataclass(frozen=True, slots=True)
class Average:
    """The mean of whole numbers: their sum, and how many there are."""

    total: int
    count: int

    @property
    def average(self) -> float | None:
        """Rounded to one decimal, halves away from zero; None without data."""
        return one_decimal(self.total, self.count)

    @property
    def firm(self) -> bool:
        """Whether there are enough for a mean to stand by itself."""
        return self.count >= FIRM_FROM

    def to_json(self) -> dict[str, Any]:
        """As interchange.md writes it."""
        return {"average": self.average, "count": self.count}


@dataclass(frozen=True, slots=True)
class Below:
    """Services below the compliance threshold: how many, of how many with data, and which (ids, sorted)."""

    count: int
    of: int
    services: tuple[str, ...] = ()

    def to_json(self) -> dict[str, Any]:
        """As interchange.md writes it."""
        return {"count": self.count, "of": self.of, "services": list(self.services)}


Figure = Proportion | Average | Below | int | str
"""A figure: counts are whole numbers, the board escalation status is a word."""


def to_json(figure: Figure) -> Any:
    """A figure as interchange.md writes it."""
    return figure if isinstance(figure, int | str) else figure.to_json()
