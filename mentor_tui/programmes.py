"""Mentoring programmes: the schedule of sessions, its windows, and what became of each slot.

The schedule is computed from a start date and a list of offsets; a slot's state is computed from a handful of
dates. Nothing here knows where they come from (spec page rules.md, *The session schedule*).
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Mapping, Sequence
from datetime import date, timedelta
from enum import StrEnum
from typing import NamedTuple

from mentor_tui.calendar import WorkingDays

NEW_STARTER = "new_starter"
INFORMAL = "informal"

DEFAULT_OFFSETS: Mapping[str, tuple[int, ...]] = {
    NEW_STARTER: (7, 14, 21, 28, 42, 56, 70, 84),
    "role_change": (7, 14, 28, 42, 56),
    "return_to_work": (7, 14, 28, 42, 56),
    "targeted": (7, 14, 21, 28, 35, 42, 49, 56),
    INFORMAL: (),
}
"""Each programme's session offsets in days after the mentoring start date, as they are out of the box."""

CYCLE_DAYS = 28
"""A cycle is four weeks: days 1 to 28 are cycle 1, 29 to 56 cycle 2, and so on."""

_DAY = timedelta(days=1)


class Slot(NamedTuple):
    """One session of a schedule: its window is from `opens_on` to `ends_on`, both included."""

    number: int
    """1 for the first session of the programme."""
    offset: int
    """Days after the mentoring start date."""
    opens_on: date
    due_on: date
    ends_on: date
    cycle: int


class SlotState(StrEnum):
    """What became of a slot; exactly one at any date."""

    ON_SCHEDULE = "on_schedule"
    NOT_APPLICABLE = "not_applicable"
    EXCUSED = "excused"
    MISSED = "missed"
    DUE = "due"
    UPCOMING = "upcoming"


def cycle_of(offset: int) -> int:
    """The four-week cycle that an offset falls in."""
    return -(-offset // CYCLE_DAYS)


def cycle_alert_ends(started_on: date, cycle: int) -> date:
    """The last day on which a missed session of a cycle is still raised: the end of the cycle after it."""
    return started_on + timedelta(days=CYCLE_DAYS * (cycle + 1))


def schedule(
    started_on: date, offsets: Sequence[int], days: WorkingDays, grace_at: Callable[[date], int]
) -> list[Slot]:
    """The slots of a programme that starts on a date.

    `grace_at` gives the working days of grace in force on a slot's due date. Windows never overlap: each
    begins the day after the one before it ends, so where an organisation sets offsets so close together that
    nothing is left, a window may be empty (its `opens_on` after its `ends_on`).
    """
    slots = []
    opens_on = started_on
    for number, offset in enumerate(offsets, start=1):
        due_on = days.roll(started_on + timedelta(days=offset))
        ends_on = days.add(due_on, grace_at(due_on))
        slots.append(Slot(number, offset, opens_on, due_on, ends_on, cycle_of(offset)))
        opens_on = max(opens_on, ends_on + _DAY)
    return slots


def is_held(slot: Slot, held: Sequence[date]) -> bool:
    """Whether one of the sessions, given by their sorted dates, was held inside the slot's window."""
    index = bisect_left(held, slot.opens_on)
    return index < len(held) and held[index] <= slot.ends_on


def slot_state(
    slot: Slot,
    as_at: date,
    *,
    held: Sequence[date] = (),
    ended_on: date | None = None,
    excused_on: date | None = None,
) -> SlotState:
    """The state of a slot, by what is known at a date.

    `held` are the sorted dates on which the pairing's sessions took place, `ended_on` is the earlier of the
    pairing's end and the mentee's end of employment, `excused_on` is the date on which the slot's first
    excusal was recorded. All of them as known at `as_at`: later knowledge must not be passed in.
    """
    if is_held(slot, held):
        return SlotState.ON_SCHEDULE
    if ended_on is not None and ended_on < slot.ends_on:
        return SlotState.NOT_APPLICABLE
    if excused_on is not None and excused_on <= slot.ends_on:
        return SlotState.EXCUSED
    if as_at > slot.ends_on:
        return SlotState.MISSED
    return SlotState.DUE if slot.due_on <= as_at else SlotState.UPCOMING


def is_decided(slot: Slot, state: SlotState, as_at: date) -> bool:
    """Whether a slot counts in compliance: held or missed, and its window has ended."""
    return as_at > slot.ends_on and state in (SlotState.ON_SCHEDULE, SlotState.MISSED)
