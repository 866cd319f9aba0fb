"""Dates as people type them. Today is Thursday 12 March 2026."""

from __future__ import annotations

import locale
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mentor_tui import dates
from mentor_tui.dates import NotADate, understand

TODAY = date(2026, 3, 12)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("today", date(2026, 3, 12)),
        ("  Today ", date(2026, 3, 12)),
        ("yesterday", date(2026, 3, 11)),
        ("tomorrow", date(2026, 3, 13)),
        ("fri", date(2026, 3, 6)),
        ("Friday", date(2026, 3, 6)),
        ("thu", date(2026, 3, 12)),
        ("last thu", date(2026, 3, 5)),
        ("next thursday", date(2026, 3, 19)),
        ("next fri", date(2026, 3, 13)),
        ("12/3", date(2026, 3, 12)),
        ("1/4", date(2026, 4, 1)),
        ("1/5", date(2025, 5, 1)),
        ("12/3/26", date(2026, 3, 12)),
        ("12/03/2026", date(2026, 3, 12)),
        ("12.3.2026", date(2026, 3, 12)),
        ("12-3-26", date(2026, 3, 12)),
        ("12 3 26", date(2026, 3, 12)),
        ("5/6/98", date(1998, 6, 5)),
        ("12 March", date(2026, 3, 12)),
        ("12 mar 2026", date(2026, 3, 12)),
        ("12th of March", date(2026, 3, 12)),
        ("1st sept 2025", date(2025, 9, 1)),
        ("12mar", date(2026, 3, 12)),
        ("March 12", date(2026, 3, 12)),
        ("March 12, 2026", date(2026, 3, 12)),
        ("2026-03-12", date(2026, 3, 12)),
        ("Thursday 12 March 2026", date(2026, 3, 12)),
        ("+14", date(2026, 3, 26)),
        ("-3", date(2026, 3, 9)),
        ("+2w", date(2026, 3, 26)),
        ("+ 2 weeks", date(2026, 3, 26)),
        ("29/2/2024", date(2024, 2, 29)),
        ("31/12", date(2025, 12, 31)),
    ],
)
def test_reads(typed: str, meant: date) -> None:
    assert understand(typed, TODAY) == meant


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("fri", date(2026, 3, 13)),
        ("thu", date(2026, 3, 12)),
        ("wed", date(2026, 3, 18)),
        ("1/5", date(2026, 5, 1)),
        ("1/12", date(2026, 12, 1)),
        ("10/3", date(2026, 3, 10)),
        ("5/1", date(2027, 1, 5)),
    ],
)
def test_looks_ahead(typed: str, meant: date) -> None:
    assert understand(typed, TODAY, looks="future") == meant


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ("", "no date here"),
        ("soon", "does not read as a date"),
        ("12", "does not read as a date"),
        ("32/3", "There is no 32 March."),
        ("30/2/2026", "There is no 30 February in 2026"),
        ("3/13", "There is no month 13. The day comes first"),
        ("29/2", "no 29 February in 2026"),
        ("Friday 12 March 2026", "12 Mar 2026 is a Thursday, not a Friday"),
        ("1/1/1066", "between 1900 and 2199"),
        ("+99999", "too far away"),
        ("١٢/٣", "does not read as a date"),
        ("[/b]", "does not read as a date"),
    ],
)
def test_says_why_not(typed: str, says: str) -> None:
    with pytest.raises(NotADate) as caught:
        understand(typed, TODAY)
    assert says in str(caught.value)


@given(st.dates(date(1900, 1, 1), date(2199, 12, 31)), st.dates(date(1950, 1, 1), date(2150, 12, 31)))
def test_reads_what_it_shows(d: date, today: date) -> None:
    assert understand(dates.in_full(d), today) == d
    assert understand(dates.short(d), today) == d
    assert understand(d.isoformat(), today) == d


@given(st.text(max_size=20), st.dates(date(1950, 1, 1), date(2150, 12, 31)))
def test_never_fails_another_way(typed: str, today: date) -> None:
    try:
        assert isinstance(understand(typed, today), date)
    except NotADate as fault:
        assert str(fault).endswith(".")


def test_shows() -> None:
    assert dates.in_full(TODAY) == "Thursday 12 March 2026"
    assert dates.short(date(2026, 9, 1)) == "1 Sep 2026"
    assert dates.day_and_month(TODAY) == "12 Mar"
    assert dates.month_and_year(TODAY) == "March 2026"
    assert dates.short_range(TODAY, TODAY) == "12 Mar 2026"
    assert dates.short_range(date(2026, 3, 2), TODAY) == "2 to 12 Mar 2026"
    assert dates.short_range(date(2026, 2, 28), TODAY) == "28 Feb to 12 Mar 2026"
    assert dates.short_range(date(2025, 12, 20), TODAY) == "20 Dec 2025 to 12 Mar 2026"


@pytest.mark.parametrize(
    ("days", "words"),
    [
        (0, "today"), (-1, "yesterday"), (1, "tomorrow"), (-3, "3 days ago"), (14, "in 14 days"),
        (-22, "3 weeks ago"), (190, "in 6 months"), (-800, "2 years ago"),
    ],
)  # fmt: skip
def test_from_today(days: int, words: str) -> None:
    assert dates.from_today(date.fromordinal(TODAY.toordinal() + days), TODAY) == words


def test_does_not_ask_the_locale() -> None:
    before = locale.setlocale(locale.LC_TIME)
    for name in ("de_DE.UTF-8", "C.UTF-8", "C"):
        try:
            locale.setlocale(locale.LC_TIME, name)
        except locale.Error:
            continue
        assert dates.in_full(TODAY) == "Thursday 12 March 2026"
    locale.setlocale(locale.LC_TIME, before)
