"""Scheduled sessions as they stand at a date (rules.md, *The session schedule*)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from mentor_tui.programmes import SlotState
from mentor_tui.store.database import Store
from mentor_tui.store.values import to_date

_MOST_AT_ONCE = 400


@dataclass(frozen=True, slots=True)
class SlotSeen:
    """One scheduled session: its window is from `opens_on` to `ends_on`, both included."""

    number: int
    opens_on: date
    due_on: date
    ends_on: date
    cycle: int
    state: SlotState


def marks(keys: Sequence[str]) -> tuple[str, dict[str, str]]:
    """The inside of an SQL `IN (...)` for these keys, with its parameters."""
    params = {f"key{number}": key for number, key in enumerate(keys)}
    return ", ".join(f":{name}" for name in params), params


def chunks(keys: Sequence[str]) -> list[Sequence[str]]:
    """The keys in handfuls that one statement takes."""
    return [keys[start : start + _MOST_AT_ONCE] for start in range(0, len(keys), _MOST_AT_ONCE)]


def slots_of(store: Store, pairings: Sequence[str], on: date) -> Mapping[str, tuple[SlotSeen, ...]]:
    """The slots of these pairings that were known at a date, with their states then, in order."""
    found: dict[str, list[SlotSeen]] = {key: [] for key in pairings}
    for some in chunks(pairings):
        listed, params = marks(some)
        for pairing, number, opens, due, ends, cycle, answered, excused, stopped in store.rows(
            "SELECT pairing_id, number, opens_on, due_on, ends_on, cycle, answered_on, excused_on, "
            f"stopped_on FROM slot WHERE pairing_id IN ({listed}) AND known_on <= :today "
            "ORDER BY pairing_id, number",
            {**params, "today": on.isoformat()},
        ):
            state = _state(on.isoformat(), due, ends, answered, excused, stopped)
            found[pairing].append(SlotSeen(number, _day(opens), _day(due), _day(ends), cycle, state))
    return {key: tuple(seen) for key, seen in found.items()}


def next_due(slots: Sequence[SlotSeen], on: date, held_on: date | None = None) -> SlotSeen | None:
    """The next session to hold: the first slot whose window is open or to come and that nothing answers yet.

    With `held_on`, as it will be once a session of that date is saved.
    """
    for slot in slots:
        if slot.ends_on < on or slot.state not in (SlotState.DUE, SlotState.UPCOMING):
            continue
        if held_on is not None and slot.opens_on <= held_on <= slot.ends_on:
            continue
        return slot
    return None


def _state(
    today: str, due: str, ends: str, answered: str | None, excused: str | None, stopped: str | None
) -> SlotState:
    """ISO dates compare as text."""
    if answered is not None and answered <= today:
        return SlotState.ON_SCHEDULE
    if stopped is not None and stopped <= today and stopped < ends:
        return SlotState.NOT_APPLICABLE
    if excused is not None and excused <= today:
        return SlotState.EXCUSED
    if today > ends:
        return SlotState.MISSED
    return SlotState.DUE if due <= today else SlotState.UPCOMING


def _day(text: str) -> date:
    day = to_date(text)
    assert day is not None  # the column is never blank
    return day
