"""Dates as people type them and as they are shown to people.

Nothing here reads the clock or the locale: `today` is always given, and the names of days and months are
English (experience.md, "Forms" and "Words").
"""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import Final, Literal

Looks = Literal["past", "future"]
"""Which way a date without a year, or a day of the week, looks from today."""

WEEKDAYS: Final = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
MONTHS: Final = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip

GRACE_DAYS: Final = 31
"""How far a day and month without a year may lie on the other side of today and still be of the same year.

On 1 March, `12/3` in a field that looks back is 12 March of this year, so that the form can say that it lies
ahead, rather than silently a day eleven months ago.
"""

HELP: Final = "Write it as today, fri, 12/3, 12 March 2026 or +14."

_FIRST_YEAR, _LAST_YEAR = 1900, 2199

_LONGEST = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)

_WEEKDAY_NUMBER = {name.lower(): n for n, name in enumerate(WEEKDAYS)}
_WEEKDAY_NUMBER |= {name[:3].lower(): n for n, name in enumerate(WEEKDAYS)}
_WEEKDAY_NUMBER |= {"tues": 1, "weds": 2, "thur": 3, "thurs": 3}
_MONTH_NUMBER = {name.lower(): n for n, name in enumerate(MONTHS, 1)}
_MONTH_NUMBER |= {name[:3].lower(): n for n, name in enumerate(MONTHS, 1)}
_MONTH_NUMBER |= {"sept": 9}

_NEAR = {"today": 0, "tod": 0, "now": 0, "yesterday": -1, "yest": -1, "tomorrow": 1, "tom": 1}
_OFFSET = re.compile(r"([+-]) ?([0-9]{1,5}) ?(d|days?|w|weeks?)?")
_ISO = re.compile(r"([0-9]{4})[-/.]([0-9]{1,2})[-/.]([0-9]{1,2})")
_NUMBERS = re.compile(r"([0-9]{1,2})[-/. ]([0-9]{1,2})(?:[-/. ]([0-9]{4}|[0-9]{2}))?")
_DAY_FIRST = re.compile(
    r"([0-9]{1,2})(?:st|nd|rd|th)?(?: of)?[-/. ]?([a-z]{3,9})\.?(?:[-/., ]*([0-9]{4}|[0-9]{2}))?"
)
_MONTH_FIRST = re.compile(r"([a-z]{3,9})\.? ([0-9]{1,2})(?:st|nd|rd|th)?(?:[, ]+([0-9]{4}))?")
_NAMED_FIRST = re.compile(r"([a-z]{3,9}),? ([0-9].*)")


class NotADate(ValueError):
    """What was typed cannot be read as a date. `str()` of it is a sentence that helps."""


def understand(text: str, today: date, *, looks: Looks = "past") -> date:
    """The date that a person means.

    Takes `today`, `yesterday`, `tomorrow`; a day of the week (`fri`, `Friday`): the most recent one, today
    included, or the next one where `looks` is `future`; `last fri` and `next fri`, today never included;
    `12/3`, `12/3/26`, `12.03.2026`, `12 March`, `12 mar 2026`, `March 12`, `2026-03-12`, each with the day of
    the week in front if one likes; `+14` and `-3` days, `+2w` weeks. Raises `NotADate`.
    """
    words = " ".join(text.lower().split())
    if not words:
        raise NotADate(f"There is no date here. {HELP}")
    if words in _NEAR:
        return _moved(today, _NEAR[words])
    if offset := _OFFSET.fullmatch(words):
        sign, amount, unit = offset.groups()
        days = int(amount) * (7 if unit and unit[0] == "w" else 1)
        return _moved(today, -days if sign == "-" else days)
    direction, _, rest = words.partition(" ")
    if direction in ("last", "next") and rest in _WEEKDAY_NUMBER:
        start = _moved(today, -1 if direction == "last" else 1)
        return _weekday(_WEEKDAY_NUMBER[rest], start, "past" if direction == "last" else "future")
    if words in _WEEKDAY_NUMBER:
        return _weekday(_WEEKDAY_NUMBER[words], today, looks)
    named = _NAMED_FIRST.fullmatch(words)
    if named and named[1] in _WEEKDAY_NUMBER:
        found = _by_numbers(named[2], today, looks)
        if found.weekday() != _WEEKDAY_NUMBER[named[1]]:
            wanted = WEEKDAYS[_WEEKDAY_NUMBER[named[1]]]
            raise NotADate(f"{short(found)} is a {WEEKDAYS[found.weekday()]}, not a {wanted}.")
        return found
    return _by_numbers(words, today, looks)


def _moved(start: date, days: int) -> date:
    try:
        moved = start + timedelta(days=days)
    except OverflowError:
        raise NotADate("That is too far away.") from None
    if not _FIRST_YEAR <= moved.year <= _LAST_YEAR:
        raise NotADate("That is too far away.")
    return moved


def _weekday(number: int, start: date, looks: Looks) -> date:
    if looks == "past":
        return _moved(start, -((start.weekday() - number) % 7))
    return _moved(start, (number - start.weekday()) % 7)


def _by_numbers(words: str, today: date, looks: Looks) -> date:
    if iso := _ISO.fullmatch(words):
        return _real(int(iso[1]), int(iso[2]), int(iso[3]))
    year: str | None
    if numbers := _NUMBERS.fullmatch(words):
        day, month, year = int(numbers[1]), int(numbers[2]), numbers[3]
    elif (first := _DAY_FIRST.fullmatch(words)) and first[2] in _MONTH_NUMBER:
        day, month, year = int(first[1]), _MONTH_NUMBER[first[2]], first[3]
    elif (second := _MONTH_FIRST.fullmatch(words)) and second[1] in _MONTH_NUMBER:
        day, month, year = int(second[2]), _MONTH_NUMBER[second[1]], second[3]
    else:
        raise NotADate(f"That does not read as a date. {HELP}")
    if year is None:
        return _without_year(month, day, today, looks)
    return _real(_whole_year(year, today), month, day)


def _whole_year(year: str, today: date) -> int:
    """Two figures are a year of this century up to twenty years ahead, and of the last one after that."""
    if len(year) == 4:
        return int(year)
    century = today.year - today.year % 100
    whole = century + int(year)
    return whole - 100 if whole > today.year + 20 else whole


def _without_year(month: int, day: int, today: date, looks: Looks) -> date:
    if 1 <= month <= 12 and not 1 <= day <= _LONGEST[month - 1]:
        raise NotADate(f"There is no {day} {MONTHS[month - 1]}.")
    _real(2000, month, day)
    nearby = []
    for year in (today.year - 1, today.year, today.year + 1):
        try:
            nearby.append(date(year, month, day))
        except ValueError:
            continue  # 29 February of a common year
    if not nearby:
        raise NotADate(f"There is no 29 February in {today.year}. Give the year.")
    if looks == "past":
        return max((d for d in nearby if (d - today).days <= GRACE_DAYS), default=nearby[0])
    return min((d for d in nearby if (today - d).days <= GRACE_DAYS), default=nearby[-1])


def _real(year: int, month: int, day: int) -> date:
    if not _FIRST_YEAR <= year <= _LAST_YEAR:
        raise NotADate(f"The year {year} is not between {_FIRST_YEAR} and {_LAST_YEAR}.")
    if not 1 <= month <= 12:
        raise NotADate(f"There is no month {month}. The day comes first: 12/3 is 12 March.")
    try:
        return date(year, month, day)
    except ValueError:
        raise NotADate(f"There is no {day} {MONTHS[month - 1]} in {year}.") from None


def in_full(d: date) -> str:
    """Thursday 12 March 2026."""
    return f"{WEEKDAYS[d.weekday()]} {d.day} {MONTHS[d.month - 1]} {d.year}"


def short(d: date) -> str:
    """12 Mar 2026."""
    return f"{d.day} {MONTHS[d.month - 1][:3]} {d.year}"


def day_and_month(d: date) -> str:
    """12 Mar, where the year is plain from what stands around it."""
    return f"{d.day} {MONTHS[d.month - 1][:3]}"


def month_and_year(d: date) -> str:
    """March 2026."""
    return f"{MONTHS[d.month - 1]} {d.year}"


def short_range(first: date, last: date) -> str:
    """2 to 12 Mar 2026, 28 Feb to 12 Mar 2026, 20 Dec 2025 to 3 Jan 2026; one day stands alone."""
    if first == last:
        return short(first)
    if first.year != last.year:
        return f"{short(first)} to {short(last)}"
    if first.month != last.month:
        return f"{day_and_month(first)} to {short(last)}"
    return f"{first.day} to {short(last)}"


def from_today(d: date, today: date) -> str:
    """today, yesterday, 3 days ago, in 3 days; whole weeks from three weeks on, months from half a year."""
    days = (d - today).days
    if days == 0:
        return "today"
    if abs(days) == 1:
        return "tomorrow" if days > 0 else "yesterday"
    distance = abs(days)
    if distance < 21:
        amount = f"{distance} days"
    elif distance < 183:
        amount = f"{distance // 7} weeks"
    elif distance < 731:
        amount = f"{distance * 12 // 365} months"
    else:
        amount = f"{distance // 365} years"
    return f"in {amount}" if days > 0 else f"{amount} ago"
