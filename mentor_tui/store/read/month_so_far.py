"""The month under way of each service that a person answers for, in its three first figures."""

from __future__ import annotations

from dataclasses import dataclass

from mentor_tui.calendar import Period
from mentor_tui.dates import month_and_year
from mentor_tui.figures import Proportion
from mentor_tui.store import evidence
from mentor_tui.store.read.today import my_services
from mentor_tui.store.reading import Reader


@dataclass(frozen=True, slots=True)
class MonthLine:
    """One service in the month under way."""

    key: str
    name: str
    period: str
    heading: str
    sessions: Proportion
    retention: Proportion
    open_actions: int


def month_lines(reader: Reader) -> list[MonthLine]:
    """The figures of the month so far, of each service that the person answers for."""
    services = my_services(reader)
    if not services:
        return []
    month = Period.containing(reader.today, "month")
    heading = f"{month_and_year(reader.today)} so far"
    found = {
        key: evidence.by_service(reader.store, key, month, reader.today)
        for key in ("sessions_on_schedule", "retention_90_day", "open_actions")
    }

    def share(key: str, service: str) -> Proportion:
        figure = found[key].get(service)
        return figure if isinstance(figure, Proportion) else Proportion(0, 0)

    lines = []
    for service in services:
        count = found["open_actions"].get(service.ref, 0)
        lines.append(
            MonthLine(
                service.key,
                service.name,
                month.code,
                heading,
                share("sessions_on_schedule", service.ref),
                share("retention_90_day", service.ref),
                count if isinstance(count, int) else 0,
            )
        )
    return lines


def in_numbers(share: Proportion) -> str:
    """So many of so many; the percentage besides where there are enough to mean something."""
    if not share.denominator:
        return "none yet"
    counted = f"{share.numerator} of {share.denominator}"
    return f"{counted} ({share.percent:g}%)" if share.firm else counted
