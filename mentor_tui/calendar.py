"""Working days of a nation, calendar months added to a date, and the periods that figures are asked for.

Nothing here reads the clock: every date is given (spec page rules.md, *Working days*).
"""

from __future__ import annotations

import importlib.util
import re
from bisect import bisect_left
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from pathlib import Path
from typing import Any, Literal

NATIONS: Mapping[str, str] = {
    "england": "ENG",
    "wales": "WLS",
    "scotland": "SCT",
    "northern_ireland": "NIR",
}
"""The nations of the United Kingdom, each with its subdivision code in the `holidays` package."""

ENGLAND = "england"
"""The nation of a service that names none, and of everything that belongs to no service."""

_DAY = timedelta(days=1)
_MONDAY_TO_FRIDAY = 5


@lru_cache(maxsize=1)
def _united_kingdom() -> Any:
    """The class that knows the bank holidays.

    Importing it the usual way imports every other country of the world with it and takes twice as long, so
    its own file is loaded. Where there is no such file (a frozen program), the usual way still works.
    """
    import holidays

    file = Path(holidays.__file__ or "").parent / "countries" / "united_kingdom.py"
    spec = importlib.util.spec_from_file_location("mentor_tui_united_kingdom", file)
    if spec is None or spec.loader is None or not file.is_file():
        from holidays.countries.united_kingdom import UnitedKingdom

        return UnitedKingdom
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module.UnitedKingdom


@lru_cache(maxsize=1024)
def bank_holidays(nation: str, year: int) -> frozenset[date]:
    """The public holidays of a nation in a year, substitute days included.

    Raises KeyError for a nation that is not in NATIONS.
    """
    return frozenset(_united_kingdom()(subdiv=NATIONS[nation], years=year))


class WorkingDays:
    """The working days of one nation, with what an organisation has changed.

    `added` are days that count as working days though the calendar says otherwise, `removed` are days that do
    not count. Answers are remembered, because an import asks hundreds of thousands of times.
    """

    __slots__ = ("_added_days", "_rolled", "added", "nation", "removed")

    def __init__(
        self, nation: str, added: frozenset[date] = frozenset(), removed: frozenset[date] = frozenset()
    ) -> None:
        """Raises ValueError for a nation that is not in NATIONS."""
        if nation not in NATIONS:
            raise ValueError(f"unknown nation: {nation!r} (expected one of {', '.join(NATIONS)})")
        self.nation = nation
        self.added = frozenset(added)
        self.removed = frozenset(removed)
        self._rolled: dict[date, date] = {}
        self._added_days: dict[tuple[date, int], date] = {}

    def __repr__(self) -> str:
        return f"WorkingDays({self.nation!r}, added={len(self.added)}, removed={len(self.removed)})"

    def is_working(self, day: date) -> bool:
        """Whether the day is a working day."""
        if day in self.removed:
            return False
        if day in self.added:
            return True
        return day.weekday() < _MONDAY_TO_FRIDAY and day not in bank_holidays(self.nation, day.year)

    def roll(self, day: date) -> date:
        """The day itself if it is a working day, else the next one."""
        rolled = self._rolled.get(day)
        if rolled is None:
            rolled = day
            while not self.is_working(rolled):
                rolled += _DAY
            self._rolled[day] = rolled
        return rolled

    def add(self, day: date, number: int) -> date:
        """The `number`-th working day after `day`; `day` itself for none.

        Raises ValueError for a negative number.
        """
        key = (day, number)
        answer = self._added_days.get(key)
        if answer is None:
            if number < 0:
                raise ValueError("working days are only counted forwards")
            answer = day
            for _ in range(number):
                answer = self.roll(answer + _DAY)
            self._added_days[key] = answer
        return answer

    def first_of(self, period: Period) -> date:
        """The first working day of a period."""
        return self.roll(period.first)

    def last_of(self, period: Period) -> date:
        """The last working day of a period (of its last month, unless all of that is removed)."""
        day = period.last
        while not self.is_working(day):
            day -= _DAY
        return day


class Calendars:
    """The working days of every nation, made once each.

    `added` and `removed` hold, by nation, the days that the administrator changed; the key None is for days
    that were changed everywhere.
    """

    __slots__ = ("_added", "_made", "_removed")

    def __init__(
        self,
        added: Mapping[str | None, Iterable[date]] | None = None,
        removed: Mapping[str | None, Iterable[date]] | None = None,
    ) -> None:
        self._added = {nation: frozenset(days) for nation, days in (added or {}).items()}
        self._removed = {nation: frozenset(days) for nation, days in (removed or {}).items()}
        self._made: dict[str, WorkingDays] = {}

    def of(self, nation: str | None) -> WorkingDays:
        """The working days of a nation; a blank one is England. Raises ValueError for an unknown nation."""
        nation = nation or ENGLAND
        days = self._made.get(nation)
        if days is None:
            nowhere: frozenset[date] = frozenset()
            days = WorkingDays(
                nation,
                self._added.get(None, nowhere) | self._added.get(nation, nowhere),
                self._removed.get(None, nowhere) | self._removed.get(nation, nowhere),
            )
            self._made[nation] = days
        return days


def _month_length(year: int, month: int) -> int:
    following = date(year + month // 12, month % 12 + 1, 1)
    return (following - date(year, month, 1)).days


def add_months(day: date, number: int) -> date:
    """The same day of the month `number` calendar months on, or the last day of a shorter month."""
    index = day.year * 12 + day.month - 1 + number
    year, month = divmod(index, 12)
    month += 1
    return date(year, month, min(day.day, _month_length(year, month)))


PeriodKind = Literal["month", "quarter"]
_MONTHS_IN: Mapping[PeriodKind, int] = {"month": 1, "quarter": 3}
_CODE = re.compile(r"(\d{4})-(?:(\d{2})|Q([1-4]))", re.ASCII)


@dataclass(frozen=True, slots=True, order=True)
class Period:
    """A calendar month or a calendar quarter. `number` is 1 to 12, or 1 to 4."""

    kind: PeriodKind
    year: int
    number: int

    def __post_init__(self) -> None:
        if not 1 <= self.number <= 12 // _MONTHS_IN[self.kind]:
            raise ValueError(f"there is no {self.kind} {self.number} in a year")
        if not date.min.year < self.year < date.max.year:
            raise ValueError(f"there is no calendar for the year {self.year}")

    @classmethod
    def parse(cls, text: str) -> Period:
        """A month written `2026-03` or a quarter written `2026-Q1`. Raises ValueError for anything else."""
        match = _CODE.fullmatch(text.strip().upper())
        if match is None:
            raise ValueError(f"{text!r} is neither a month (2026-03) nor a quarter (2026-Q1)")
        year, month, quarter = match.groups()
        if month is not None:
            return cls("month", int(year), int(month))
        return cls("quarter", int(year), int(quarter))

    @classmethod
    def month(cls, text: str) -> Period:
        """A month written `2026-03`. Raises ValueError for anything else."""
        return cls._parse_as("month", text, "2026-03")

    @classmethod
    def quarter(cls, text: str) -> Period:
        """A quarter written `2026-Q1`. Raises ValueError for anything else."""
        return cls._parse_as("quarter", text, "2026-Q1")

    @classmethod
    def _parse_as(cls, kind: PeriodKind, text: str, example: str) -> Period:
        try:
            period = cls.parse(text)
        except ValueError:
            period = None
        if period is None or period.kind != kind:
            raise ValueError(f"{text!r} is not a {kind} (expected as {example})")
        return period

    @classmethod
    def containing(cls, day: date, kind: PeriodKind) -> Period:
        """The month or quarter that a day falls in."""
        return cls(kind, day.year, (day.month - 1) // _MONTHS_IN[kind] + 1)

    @property
    def code(self) -> str:
        """As it is written in files and on the command line: `2026-03`, `2026-Q1`."""
        if self.kind == "month":
            return f"{self.year:04}-{self.number:02}"
        return f"{self.year:04}-Q{self.number}"

    @property
    def first(self) -> date:
        """The first day of the period."""
        return date(self.year, (self.number - 1) * _MONTHS_IN[self.kind] + 1, 1)

    @property
    def last(self) -> date:
        """The last day of the period."""
        return self.next().first - _DAY

    def _moved(self, steps: int) -> Period:
        in_year = 12 // _MONTHS_IN[self.kind]
        year, index = divmod(self.year * in_year + self.number - 1 + steps, in_year)
        return Period(self.kind, year, index + 1)

    def previous(self, steps: int = 1) -> Period:
        """The period of the same kind before this one (or several before)."""
        return self._moved(-steps)

    def next(self, steps: int = 1) -> Period:
        """The period of the same kind after this one (or several after)."""
        return self._moved(steps)

    def months(self) -> tuple[Period, ...]:
        """The calendar months of the period, in order."""
        count = _MONTHS_IN[self.kind]
        start = (self.number - 1) * count + 1
        return tuple(Period("month", self.year, start + i) for i in range(count))

    def __contains__(self, day: object) -> bool:
        return isinstance(day, date) and self.first <= day <= self.last


def complete_months(as_at: date, number: int) -> tuple[Period, ...]:
    """The last `number` months whose last day is on or before `as_at`, oldest first."""
    latest = Period.containing(as_at + _DAY, "month").previous()
    return tuple(latest.previous(number - 1 - i) for i in range(number))


def first_on_or_after(days: list[date], day: date) -> date | None:
    """The first of some sorted days that is not before `day`, if there is one."""
    index = bisect_left(days, day)
    return days[index] if index < len(days) else None
