"""Working days of the four nations, calendar months, periods."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mentor_tui.calendar import (
    NATIONS,
    Calendars,
    Period,
    WorkingDays,
    add_months,
    bank_holidays,
    complete_months,
)

DAY = timedelta(days=1)
CALENDARS = Calendars()

dates = st.dates(date(2016, 1, 1), date(2036, 12, 31))
nations = st.sampled_from(sorted(NATIONS))


@pytest.mark.parametrize(
    ("nation", "day", "is_holiday"),
    [
        ("england", date(2026, 4, 6), True),  # Easter Monday
        ("scotland", date(2026, 4, 6), False),
        ("scotland", date(2026, 1, 2), True),
        ("wales", date(2026, 1, 2), False),
        ("northern_ireland", date(2026, 3, 17), True),  # St Patrick's Day
        ("england", date(2026, 3, 17), False),
        ("northern_ireland", date(2026, 7, 13), True),  # the Boyne, moved from a Sunday
        ("scotland", date(2026, 11, 30), True),  # St Andrew's Day
        ("england", date(2026, 12, 28), True),  # the substitute for Boxing Day, a Saturday
        ("england", date(2026, 8, 31), True),
        ("scotland", date(2026, 8, 3), True),
    ],
)
def test_bank_holidays_differ_by_nation(nation: str, day: date, is_holiday: bool) -> None:
    assert CALENDARS.of(nation).is_working(day) is not is_holiday


def test_easter_rolls_to_the_tuesday_in_england_and_the_monday_in_scotland() -> None:
    good_friday = date(2026, 4, 3)
    assert CALENDARS.of("england").roll(good_friday) == date(2026, 4, 7)
    assert CALENDARS.of("scotland").roll(good_friday) == date(2026, 4, 6)


def test_a_blank_nation_is_england_and_an_unknown_one_is_refused() -> None:
    assert CALENDARS.of("").nation == "england"
    assert CALENDARS.of(None) is CALENDARS.of("england")
    with pytest.raises(ValueError, match="unknown nation"):
        WorkingDays("france")


def test_the_administrator_adds_and_removes_days() -> None:
    saturday, monday = date(2026, 6, 6), date(2026, 6, 8)
    changed = Calendars(added={None: [saturday]}, removed={"wales": [monday]})
    assert changed.of("england").roll(saturday) == saturday
    assert changed.of("wales").roll(monday) == date(2026, 6, 9)
    assert changed.of("england").roll(monday) == monday


def test_working_days_are_not_counted_backwards() -> None:
    with pytest.raises(ValueError, match="forwards"):
        CALENDARS.of("england").add(date(2026, 1, 1), -1)


@given(dates, nations)
def test_roll_is_idempotent_and_never_goes_back(day: date, nation: str) -> None:
    days = CALENDARS.of(nation)
    rolled = days.roll(day)
    assert rolled >= day
    assert days.is_working(rolled)
    assert days.roll(rolled) == rolled
    assert not any(days.is_working(day + DAY * i) for i in range((rolled - day).days))


@given(dates, dates, nations, st.integers(0, 15))
def test_add_is_monotone_and_counts_working_days(one: date, other: date, nation: str, number: int) -> None:
    days = CALENDARS.of(nation)
    first, second = sorted((one, other))
    assert days.add(first, number) <= days.add(second, number)
    end = days.add(first, number)
    assert sum(days.is_working(first + DAY * (i + 1)) for i in range((end - first).days)) == number
    assert days.add(first, number + 1) > end


@given(dates, st.integers(-40, 40))
def test_adding_months_keeps_the_day_or_takes_the_last(day: date, number: int) -> None:
    moved = add_months(day, number)
    assert (moved.year * 12 + moved.month) - (day.year * 12 + day.month) == number
    assert moved.day == day.day or (moved.day < day.day and (moved + DAY).day == 1)


def test_months_at_the_end_of_february() -> None:
    assert add_months(date(2028, 1, 31), 1) == date(2028, 2, 29)
    assert add_months(date(2027, 1, 31), 1) == date(2027, 2, 28)
    assert add_months(date(2028, 2, 29), 12) == date(2029, 2, 28)
    assert add_months(date(2028, 2, 29), 48) == date(2032, 2, 29)
    assert add_months(date(2026, 12, 31), 2) == date(2027, 2, 28)


@given(dates, st.sampled_from(["month", "quarter"]))
def test_a_period_holds_its_days_and_no_others(day: date, kind: str) -> None:
    period = Period.containing(day, "month" if kind == "month" else "quarter")
    assert day in period
    assert Period.parse(period.code) == period
    assert period.previous().last + DAY == period.first
    assert period.next().first == period.last + DAY
    assert period.previous().next() == period
    assert period.months()[0].first == period.first
    assert period.months()[-1].last == period.last


def test_periods_are_written_as_in_files() -> None:
    quarter = Period.quarter("2026-Q1")
    assert (quarter.first, quarter.last) == (date(2026, 1, 1), date(2026, 3, 31))
    assert [month.code for month in quarter.months()] == ["2026-01", "2026-02", "2026-03"]
    assert quarter.previous().code == "2025-Q4"
    assert Period.month("2026-01").previous(2).code == "2025-11"
    for wrong in ("2026-13", "2026-Q5", "2026-1", "26-01", "2026-00", "0000-01", "9999-12", "", "٢٠٢٦-٠١"):
        with pytest.raises(ValueError, match=r"neither a month|there is no"):
            Period.parse(wrong)
    with pytest.raises(ValueError, match="not a month"):
        Period.month("2026-Q1")
    with pytest.raises(ValueError, match="not a quarter"):
        Period.quarter("2026-01")


def test_a_month_is_complete_on_its_last_day() -> None:
    assert [m.code for m in complete_months(date(2026, 6, 30), 2)] == ["2026-05", "2026-06"]
    assert [m.code for m in complete_months(date(2026, 6, 29), 2)] == ["2026-04", "2026-05"]


def test_the_first_and_last_working_days_of_a_month() -> None:
    may = Period.month("2026-05")
    assert CALENDARS.of("england").first_of(Period.month("2026-01")) == date(2026, 1, 2)
    assert CALENDARS.of("scotland").first_of(Period.month("2026-01")) == date(2026, 1, 5)
    assert CALENDARS.of("england").last_of(may) == date(2026, 5, 29)


def test_a_year_of_holidays_is_worked_out_once() -> None:
    assert bank_holidays("wales", 2030) is bank_holidays("wales", 2030)
