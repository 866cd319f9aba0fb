"""An organisation as known at a date, with what several rules ask of it worked out once."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from functools import cached_property
from typing import NamedTuple

from mentor_tui.calendar import Period, WorkingDays, complete_months
from mentor_tui.policy import COMPLIANCE_PERCENT, Policy
from mentor_tui.programmes import (
    INFORMAL,
    Slot,
    SlotState,
    cycle_alert_ends,
    cycle_of,
    is_decided,
    schedule,
    slot_state,
)
from mentor_tui.rules.asat import known_at
from mentor_tui.rules.facts import Case, Organisation, Pairing


class Tally(NamedTuple):
    """Decided slots, and how many of them were on schedule."""

    on_schedule: int
    decided: int

    def is_below(self, percent: int) -> bool:
        """Whether the unrounded share is below a threshold; nothing decided is not below."""
        return self.on_schedule * 100 < percent * self.decided


NOTHING_DECIDED = Tally(0, 0)

Compliance = Mapping[tuple[str, Period], Tally]
"""Sessions on schedule by service and month, of all non-informal pairings."""

_MONTHS_COUNTED = 6
"""The alerts look back six months; who asks for older ones has everything counted."""

_LATEST_DUE_AFTER_OFFSET = timedelta(days=60)
"""No run of weekends and holidays moves a due date on by more than this."""


class View:
    """What is known at a date, and what follows from it for pairings, cases and services.

    `compliance` may be given where the store has counted the slots already; it must be what is known at `on`
    and hold at least the six complete months before it.
    """

    def __init__(self, organisation: Organisation, on: date, compliance: Compliance | None = None) -> None:
        self.known = known_at(organisation, on)
        self.on = on
        self._compliance = compliance
        self._counted_from = date.min
        self._schedules: dict[tuple[date, str, str], list[Slot]] = {}
        self._days = {
            ref: self.known.calendars.of(service.nation) for ref, service in self.known.services.items()
        }

    @property
    def policy(self) -> Policy:
        """What the organisation has set."""
        return self.known.policy

    @property
    def england(self) -> WorkingDays:
        """The working days of what belongs to no service."""
        return self.known.calendars.of(None)

    def days(self, service: str | None) -> WorkingDays:
        """The working days of a service's nation."""
        return self._days.get(service) or self.england if service is not None else self.england

    def service_of(self, person: str, day: date) -> str | None:
        """The service in which a person worked on a day; None for somebody who is not known."""
        staff = self.known.staff.get(person)
        return staff.service_at(day) if staff is not None else None

    def service_of_pairing(self, pairing: Pairing) -> str | None:
        """The service in which the mentee worked when the pairing began."""
        return self.service_of(pairing.mentee, pairing.started_on)

    def service_of_case(self, case: Case) -> str | None:
        """The service in which the person worked when the case was planned."""
        return self.service_of(case.staff, case.planned_on)

    def employment_end(self, person: str) -> date | None:
        """When a person left, as far as is known."""
        staff = self.known.staff.get(person)
        return staff.employment_end if staff is not None else None

    def is_employed(self, person: str) -> bool:
        """Whether a person has not left; the last day of employment still counts."""
        end = self.employment_end(person)
        return end is None or end >= self.on

    def is_active(self, pairing: Pairing) -> bool:
        """Whether a pairing has begun and neither it nor the mentee's employment has ended."""
        return (
            pairing.started_on <= self.on
            and (pairing.ended_on is None or pairing.ended_on > self.on)
            and self.is_employed(pairing.mentee)
        )

    def is_open(self, case: Case) -> bool:
        """Whether a case is planned, not closed, and its person has not left."""
        return (
            case.planned_on <= self.on
            and (case.closed_on is None or case.closed_on > self.on)
            and self.is_employed(case.staff)
        )

    @cached_property
    def active_pairings(self) -> list[Pairing]:
        """The pairings that are active, in the order given."""
        return [pairing for pairing in self.known.pairings if self.is_active(pairing)]

    @cached_property
    def open_cases(self) -> list[Case]:
        """The cases that are open, in the order given."""
        return [case for case in self.known.cases if self.is_open(case)]

    def slots(self, pairing: Pairing) -> list[Slot]:
        """The schedule of a pairing."""
        days = self.days(self.service_of_pairing(pairing))
        key = (pairing.started_on, pairing.programme, days.nation)
        slots = self._schedules.get(key)
        if slots is None:
            offsets = self.policy.offsets(pairing.programme, pairing.started_on)
            slots = schedule(pairing.started_on, offsets, days, self.policy.grace_at)
            self._schedules[key] = slots
        return slots

    def states(self, pairing: Pairing) -> list[tuple[Slot, SlotState]]:
        """The schedule of a pairing with what became of each slot."""
        held = [session.held_on for session in pairing.sessions]
        ended_on = _earlier(pairing.ended_on, self.employment_end(pairing.mentee))
        excused: dict[int, date] = {}
        for excusal in pairing.excusals:
            first = excused.get(excusal.slot)
            excused[excusal.slot] = excusal.recorded_on if first is None else min(first, excusal.recorded_on)
        return [
            (
                slot,
                slot_state(slot, self.on, held=held, ended_on=ended_on, excused_on=excused.get(slot.number)),
            )
            for slot in self.slots(pairing)
        ]

    def missed_by_cycle(self, pairing: Pairing) -> Iterator[tuple[int, list[Slot]]]:
        """The missed slots of each cycle of an active pairing that may still be raised."""
        offsets = self.policy.offsets(pairing.programme, pairing.started_on)
        if not offsets or self.on > cycle_alert_ends(pairing.started_on, cycle_of(offsets[-1])):
            return
        missed: dict[int, list[Slot]] = {}
        for slot, state in self.states(pairing):
            if state is SlotState.MISSED:
                missed.setdefault(slot.cycle, []).append(slot)
        for cycle, slots in sorted(missed.items()):
            if self.on <= cycle_alert_ends(pairing.started_on, cycle):
                yield cycle, slots

    @cached_property
    def complete_months_newest_first(self) -> tuple[Period, ...]:
        """The complete months of the last five years, newest first."""
        return complete_months(self.on, 60)[::-1]

    def tally(self, service: str, month: Period) -> Tally:
        """The sessions of a service in a month."""
        return self._counted(month).get((service, month), NOTHING_DECIDED)

    def tally_of_all(self, month: Period) -> Tally:
        """The sessions of the whole organisation in a month."""
        tallies = [tally for (_, counted), tally in self._counted(month).items() if counted == month]
        return Tally(sum(t.on_schedule for t in tallies), sum(t.decided for t in tallies))

    def was_below(self, service: str, month: Period) -> bool:
        """Whether a service was below the compliance threshold in a month."""
        threshold = self.policy.at(COMPLIANCE_PERCENT, min(month.last, self.on))
        return self.tally(service, month).is_below(threshold)

    def _counted(self, month: Period) -> Compliance:
        if self._compliance is None:
            self._counted_from = Period.containing(self.on, "month").previous(_MONTHS_COUNTED).first
            self._compliance = self._count_slots(self._counted_from)
        if month.first < self._counted_from:
            self._counted_from = date.min
            self._compliance = self._count_slots(date.min)
        return self._compliance

    def _count_slots(self, first: date) -> dict[tuple[str, Period], Tally]:
        counts: dict[tuple[str, int, int], list[int]] = {}
        for pairing in self.known.pairings:
            if pairing.programme == INFORMAL or pairing.started_on > self.on:
                continue
            offsets = self.policy.offsets(pairing.programme, pairing.started_on)
            if not offsets or pairing.started_on + timedelta(offsets[-1]) + _LATEST_DUE_AFTER_OFFSET < first:
                continue
            service = self.service_of_pairing(pairing) or ""
            for slot, state in self.states(pairing):
                if slot.due_on >= first and is_decided(slot, state, self.on):
                    count = counts.setdefault((service, slot.due_on.year, slot.due_on.month), [0, 0])
                    count[0] += state is SlotState.ON_SCHEDULE
                    count[1] += 1
        return {
            (service, Period("month", year, month)): Tally(on_schedule, decided)
            for (service, year, month), (on_schedule, decided) in counts.items()
        }


def _earlier(one: date | None, other: date | None) -> date | None:
    if one is None or other is None:
        return one or other
    return min(one, other)
