"""What several records share: their common fields, and the checks of dates against one another."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from mentor_tui.declare import Check, Day, Entry, Fault, Field, Link


def recorded_on() -> Field:
    """The day on which the record was made; today unless an import states history."""
    return Field("recorded_on", Day(), "Recorded on", "The day this was written down.", asked=False)


def recorded_by() -> Field:
    """Who made the record; blank for history that does not say."""
    return Field(
        "recorded_by_id", Link(to="staff", whose="part"), "Recorded by", asked=False, in_folder=False
    )


def _show(day: date) -> str:
    return day.isoformat()


def ends_after(start: str, end: str, words: str) -> Check:
    """A check that ``end`` is not before ``start``; ``words`` names what ends."""

    def check(entry: Entry) -> Iterator[Fault]:
        began, ended = entry[start], entry[end]
        if began and ended and ended < began:
            yield Fault(
                end, f"{_show(ended)} is before {words} began on {_show(began)}; expected that day or later"
            )

    return check


def event_recorded(event: str) -> Check:
    """A check that ``event`` is not after the day on which it was recorded."""

    def check(entry: Entry) -> Iterator[Fault]:
        happened, recorded = entry[event], entry["recorded_on"]
        if happened and recorded and happened > recorded:
            yield Fault(
                event,
                f"{_show(happened)} is after recorded_on {_show(recorded)}; expected that day or earlier",
            )

    return check


def not_in_future(name: str) -> Check:
    """A check that the date in ``name`` has come."""

    def check(entry: Entry) -> Iterator[Fault]:
        day = entry[name]
        if day and day > entry.today:
            yield Fault(name, f"{_show(day)} is in the future; expected {_show(entry.today)} or earlier")

    return check
