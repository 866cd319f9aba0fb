"""The session schedule: windows, states, cycles; on any calendar, in any time zone."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mentor_tui.calendar import Calendars
from mentor_tui.programmes import (
    DEFAULT_OFFSETS,
    Slot,
    SlotState,
    cycle_alert_ends,
    cycle_of,
    is_decided,
    schedule,
    slot_state,
)

DAY = timedelta(days=1)
CALENDARS = Calendars()
ENGLAND = CALENDARS.of("england")

starts = st.dates(date(2020, 1, 1), date(2030, 12, 31))
nations = st.sampled_from(["england", "wales", "scotland", "northern_ireland"])
offsets = st.one_of(
    st.sampled_from(list(DEFAULT_OFFSETS.values())),
    st.lists(st.integers(1, 200), max_size=10, unique=True).map(lambda chosen: tuple(sorted(chosen))),
)


def two_days(_: date) -> int:
    return 2


def new_starter(started_on: date, nation: str = "england") -> list[Slot]:
    return schedule(started_on, DEFAULT_OFFSETS["new_starter"], CALENDARS.of(nation), two_days)


def test_a_schedule_over_easter() -> None:
    slots = new_starter(date(2026, 3, 27))
    # Seven days on is Good Friday: due on the Tuesday after Easter, open until the Thursday.
    assert slots[0] == Slot(1, 7, date(2026, 3, 27), date(2026, 4, 7), date(2026, 4, 9), 1)
    assert slots[1] == Slot(2, 14, date(2026, 4, 10), date(2026, 4, 10), date(2026, 4, 14), 1)
    # In Scotland Easter Monday is a working day.
    assert new_starter(date(2026, 3, 27), "scotland")[0].ends_on == date(2026, 4, 8)


def test_a_schedule_over_the_29th_of_february() -> None:
    slots = new_starter(date(2028, 2, 22))
    assert slots[0].due_on == date(2028, 2, 29)
    assert slots[1].due_on == date(2028, 3, 7)


def test_cycles_are_four_weeks() -> None:
    assert [cycle_of(offset) for offset in DEFAULT_OFFSETS["new_starter"]] == [1, 1, 1, 1, 2, 2, 3, 3]
    assert cycle_of(29) == 2
    assert cycle_alert_ends(date(2026, 1, 1), 1) == date(2026, 2, 26)


def test_grace_is_the_one_in_force_on_the_due_date() -> None:
    change = date(2026, 5, 15)
    slots = schedule(date(2026, 5, 4), (7, 14), ENGLAND, lambda due: 2 if due < change else 5)
    assert (slots[0].ends_on - slots[0].due_on).days == 2
    assert slots[1].ends_on == date(2026, 5, 26)  # the 25th is a bank holiday


@pytest.mark.parametrize(
    ("known", "state"),
    [
        ({"held": [date(2026, 5, 13)]}, SlotState.ON_SCHEDULE),
        ({"held": [date(2026, 5, 4)]}, SlotState.ON_SCHEDULE),
        ({"held": [date(2026, 5, 14)]}, SlotState.MISSED),
        ({"ended_on": date(2026, 5, 12)}, SlotState.NOT_APPLICABLE),
        ({"ended_on": date(2026, 5, 13)}, SlotState.MISSED),
        ({"excused_on": date(2026, 5, 13)}, SlotState.EXCUSED),
        ({"excused_on": date(2026, 5, 14)}, SlotState.MISSED),
        ({"held": [date(2026, 5, 13)], "ended_on": date(2026, 5, 12)}, SlotState.ON_SCHEDULE),
        ({"ended_on": date(2026, 5, 12), "excused_on": date(2026, 5, 5)}, SlotState.NOT_APPLICABLE),
    ],
)
def test_the_first_state_that_applies(known: dict[str, object], state: SlotState) -> None:
    slot = new_starter(date(2026, 5, 4))[0]
    assert slot.due_on == date(2026, 5, 11)
    assert slot.ends_on == date(2026, 5, 13)
    assert slot_state(slot, date(2026, 5, 20), **known) is state  # type: ignore[arg-type]


def test_a_slot_in_time() -> None:
    slot = new_starter(date(2026, 5, 4))[0]
    states = [slot_state(slot, slot.due_on + DAY * i) for i in range(-1, 4)]
    assert states == [SlotState.UPCOMING, SlotState.DUE, SlotState.DUE, SlotState.DUE, SlotState.MISSED]
    held = [slot.due_on]
    assert not is_decided(slot, slot_state(slot, slot.ends_on, held=held), slot.ends_on)
    assert is_decided(slot, slot_state(slot, slot.ends_on + DAY, held=held), slot.ends_on + DAY)


@given(starts, offsets, nations, st.integers(0, 10))
def test_windows_follow_each_other_and_never_overlap(
    start: date, chosen: tuple[int, ...], nation: str, grace: int
) -> None:
    slots = schedule(start, chosen, CALENDARS.of(nation), lambda _: grace)
    assert [slot.number for slot in slots] == list(range(1, len(chosen) + 1))
    covered: set[date] = set()
    for slot in slots:
        window = {slot.opens_on + DAY * i for i in range((slot.ends_on - slot.opens_on).days + 1)}
        assert not window & covered
        covered |= window
        assert slot.due_on <= slot.ends_on
        assert slot.due_on >= start + DAY * slot.offset
    if slots:
        last = max(slot.ends_on for slot in slots)
        assert covered == {start + DAY * i for i in range((last - start).days + 1)}


@given(
    starts,
    st.lists(st.integers(0, 120), max_size=8),
    st.none() | st.integers(0, 120),
    st.none() | st.integers(0, 120),
    st.integers(-5, 140),
)
def test_every_slot_has_one_state_and_time_decides_it_once(
    start: date, held: list[int], ended: int | None, excused: int | None, at: int
) -> None:
    slots = new_starter(start)
    known = {
        "held": sorted(start + DAY * day for day in held),
        "ended_on": None if ended is None else start + DAY * ended,
        "excused_on": None if excused is None else start + DAY * excused,
    }
    as_at = start + DAY * at
    for slot in slots:
        state = slot_state(slot, as_at, **known)  # type: ignore[arg-type]
        later = slot_state(slot, as_at + DAY, **known)  # type: ignore[arg-type]
        assert isinstance(state, SlotState)
        # With nothing new to know, only waiting changes: upcoming, due, missed.
        waiting = [SlotState.UPCOMING, SlotState.DUE, SlotState.MISSED]
        if state in waiting:
            assert waiting.index(later) >= waiting.index(state)
        else:
            assert later is state
        if is_decided(slot, state, as_at):
            assert later is state


@pytest.fixture(params=["UTC", "America/Los_Angeles", "Pacific/Auckland"])
def somewhere(request: pytest.FixtureRequest) -> Iterator[str]:
    before = os.environ.get("TZ")
    os.environ["TZ"] = request.param
    time.tzset()
    yield request.param
    if before is None:
        del os.environ["TZ"]
    else:
        os.environ["TZ"] = before
    time.tzset()


@pytest.mark.skipif(not hasattr(time, "tzset"), reason="this platform cannot change its time zone")
@pytest.mark.usefixtures("somewhere")
def test_schedules_are_the_same_wherever_and_over_both_clock_changes() -> None:
    spring = new_starter(date(2026, 3, 22))
    assert [slot.due_on for slot in spring[:2]] == [date(2026, 3, 30), date(2026, 4, 7)]
    assert spring[0].ends_on == date(2026, 4, 1)
    autumn = new_starter(date(2026, 10, 18))
    assert [slot.due_on for slot in autumn[:2]] == [date(2026, 10, 26), date(2026, 11, 2)]
    assert autumn[0].ends_on == date(2026, 10, 28)
    assert slot_state(autumn[0], date(2026, 10, 28)) is SlotState.DUE
    assert slot_state(autumn[0], date(2026, 10, 29)) is SlotState.MISSED
