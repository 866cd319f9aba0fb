"""Every figure of the page *The figures*, computed a second time: plainly, slowly, sentence by sentence.

It shares nothing with the program's own figures but the working days, the periods and the facts: not what is
known at a date, not slots, not alerts. Where the two differ, one of them has misread the page.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from fractions import Fraction
from typing import Any, NamedTuple

from mentor_tui.calendar import Period, WorkingDays, add_months
from mentor_tui.policy import COMPLIANCE_PERCENT, FOLLOW_UP_DAYS, GRACE_DAYS
from mentor_tui.rules.facts import (
    Action,
    Case,
    FollowUp,
    ImpactReview,
    Organisation,
    Pairing,
    Session,
    StrategicAction,
)

Json = dict[str, Any]


def days(number: int) -> timedelta:
    return timedelta(days=number)


def one_decimal(value: Fraction) -> float:
    """Rounded to one decimal, halves away from zero."""
    tenths = abs(value) * 10
    whole = tenths.numerator // tenths.denominator
    if tenths - whole >= Fraction(1, 2):
        whole += 1
    return whole / 10 if value >= 0 else -whole / 10


def proportion(flags: Iterable[bool]) -> Json:
    every = list(flags)
    numerator, denominator = sum(every), len(every)
    percent = one_decimal(Fraction(100 * numerator, denominator)) if denominator else None
    return {"numerator": numerator, "denominator": denominator, "percent": percent}


def average(values: Iterable[int]) -> Json:
    every = list(values)
    mean = one_decimal(Fraction(sum(every), len(every))) if every else None
    return {"average": mean, "count": len(every)}


class Slot(NamedTuple):
    number: int
    offset: int
    opens: date
    due: date
    end: date
    state: str
    decided: bool


class Item(NamedTuple):
    due: date
    answered: bool
    on_time: bool


class Oracle:
    """What an organisation looks like at a date D."""

    def __init__(self, facts: Organisation, as_at: date) -> None:
        self.facts = facts
        self.D = as_at
        self.pairings = [pairing for pairing in facts.pairings if pairing.recorded_on <= as_at]
        self.cases = [case for case in facts.cases if case.recorded_on <= as_at]
        self.strategic = [action for action in facts.strategic_actions if action.recorded_on <= as_at]
        self.people = facts.staff

    # What counts at D

    def by_now(self, day: date | None) -> date | None:
        """A date that came after D is blank."""
        return day if day is not None and day <= self.D else None

    def left(self, person: str) -> date | None:
        return self.by_now(self.people[person].employment_end)

    def sessions(self, pairing: Pairing) -> list[Session]:
        known = [session for session in pairing.sessions if session.recorded_on <= self.D]
        return sorted(known, key=lambda session: (session.held_on, session.ref))

    def actions(self, of: Pairing | Case) -> list[Action]:
        return [action for action in of.actions if action.recorded_on <= self.D]

    def follow_ups(self, case: Case) -> list[FollowUp]:
        known = [each for each in case.follow_ups if each.recorded_on <= self.D]
        return sorted(known, key=lambda each: each.followed_up_on)

    def impact_reviews(self, case: Case) -> list[ImpactReview]:
        known = [each for each in case.impact_reviews if each.recorded_on <= self.D]
        return sorted(known, key=lambda each: each.reviewed_on)

    def evidence(self, action: StrategicAction) -> bool:
        """Evidence of its own: what came with a completion after D is not there yet."""
        if action.completed_on is not None and action.completed_on > self.D:
            return False
        return bool(action.evidence)

    # Where things belong

    def service_at(self, person: str, day: date) -> str:
        return self.people[person].service_at(day)

    def service_of(self, record: Pairing | Case) -> str:
        if isinstance(record, Pairing):
            return self.service_at(record.mentee, record.started_on)
        return self.service_at(record.staff, record.planned_on)

    def first_service(self, person: str) -> str:
        return self.service_at(person, self.people[person].employment_start)

    def working_days(self, service: str) -> WorkingDays:
        return self.facts.calendars.of(self.facts.services[service].nation)

    # Slots

    def slots(self, pairing: Pairing) -> list[Slot]:
        calendar = self.working_days(self.service_of(pairing))
        ended, left = self.by_now(pairing.ended_on), self.left(pairing.mentee)
        held = [session.held_on for session in self.sessions(pairing)]
        slots: list[Slot] = []
        opens = pairing.started_on
        offsets = self.facts.policy.offsets(pairing.programme, pairing.started_on)
        for number, offset in enumerate(offsets, start=1):
            due = calendar.roll(pairing.started_on + days(offset))
            end = calendar.add(due, self.facts.policy.at(GRACE_DAYS, due))
            excused = any(
                excusal.slot == number and excusal.recorded_on <= self.D and excusal.recorded_on <= end
                for excusal in pairing.excusals
            )
            if any(opens <= day <= end for day in held):
                state = "on_schedule"
            elif (ended is not None and ended < end) or (left is not None and left < end):
                state = "not_applicable"
            elif excused:
                state = "excused"
            elif end < self.D:
                state = "missed"
            elif due <= self.D:
                state = "due"
            else:
                state = "upcoming"
            decided = state in ("on_schedule", "missed") and end < self.D
            slots.append(Slot(number, offset, opens, due, end, state, decided))
            opens = max(opens, end + days(1))
        return slots

    def slots_due(self, period: Period, service: str | None) -> list[tuple[Pairing, Slot]]:
        """The slots of non-informal pairings with their due date in the period."""
        return [
            (pairing, slot)
            for pairing in self.pairings
            if pairing.programme != "informal" and service in (None, self.service_of(pairing))
            for slot in self.slots(pairing)
            if period.first <= slot.due <= period.last
        ]

    def below_threshold(self, period: Period, service: str | None) -> Json:
        threshold = self.facts.policy.at(COMPLIANCE_PERCENT, min(period.last, self.D))
        kept: dict[str, list[bool]] = {}
        for pairing, slot in self.slots_due(period, service):
            if slot.decided:
                kept.setdefault(self.service_of(pairing), []).append(slot.state == "on_schedule")
        below = sorted(s for s, held in kept.items() if Fraction(100 * sum(held), len(held)) < threshold)
        return {"count": len(below), "of": len(kept), "services": below}

    # The month

    def month(self, period: Period, service: str | None) -> Json:
        first, end = period.first, min(period.last, self.D)

        def within(day: date | None) -> bool:
            return day is not None and first <= day <= end

        mine = [p for p in self.pairings if service in (None, self.service_of(p))]
        formal = [p for p in mine if p.programme != "informal"]
        my_cases = [c for c in self.cases if service in (None, self.service_of(c))]
        slots = self.slots_due(period, service)

        by_new_starter: dict[str, list[bool]] = {}
        for pairing, slot in slots:
            if pairing.programme == "new_starter" and slot.decided:
                by_new_starter.setdefault(pairing.mentee, []).append(slot.state == "on_schedule")

        same_day = [
            session.recorded_on <= self.working_days(self.service_of(pairing)).roll(session.held_on)
            for pairing in mine
            for session in self.sessions(pairing)
            if within(session.held_on)
        ]

        # New starters, and the pairings that were made for them.
        made_for: dict[str, list[Pairing]] = {}
        for pairing in self.pairings:
            if pairing.programme == "new_starter":
                made_for.setdefault(pairing.mentee, []).append(pairing)
        new_starters = [
            person
            for person in self.people.values()
            if person.mentoring_expected and service in (None, self.first_service(person.ref))
        ]
        starting = [person for person in new_starters if within(person.employment_start)]
        on_first_day, without_mentor = [], 0
        for person in starting:
            roll = self.working_days(self.first_service(person.ref)).roll(person.employment_start)
            made = made_for.get(person.ref, [])
            on_first_day.append(any(pairing.recorded_on <= roll for pairing in made))
            without_mentor += not any(pairing.recorded_on <= end for pairing in made)

        week_four = []
        for pairing in formal:
            due = self.working_days(self.service_of(pairing)).roll(pairing.started_on + days(28))
            stopped = [
                day
                for day in (self.by_now(pairing.ended_on), self.left(pairing.mentee))
                if day is not None and day < due
            ]
            if within(due) and not stopped:
                week_four.append(
                    any(
                        review.recorded_on <= self.D
                        and pairing.started_on + days(21) <= review.reviewed_on <= due
                        for review in pairing.reviews
                    )
                )

        # Actions
        plans, open_actions, overdue = 0, 0, 0
        completion = []
        holders: list[Pairing | Case] = [*mine, *my_cases]
        for holder in holders:
            known = self.actions(holder)
            still_open = [
                action
                for action in known
                if action.recorded_on <= end
                and (self.by_now(action.completed_on) is None or _after(action.completed_on, end))
                and (self.by_now(action.cancelled_on) is None or _after(action.cancelled_on, end))
            ]
            plans += bool(still_open)
            open_actions += len(still_open)
            overdue += sum(action.review_on < end for action in still_open)
            for action in known:
                cancelled, completed = self.by_now(action.cancelled_on), self.by_now(action.completed_on)
                if within(action.review_on) and not (cancelled is not None and cancelled <= end):
                    completion.append(completed is not None and completed <= action.review_on)

        # Retention
        mentored = {pairing.mentee for pairing in self.pairings if pairing.programme == "new_starter"}
        stayed = [
            self._stayed(person.ref, person.employment_start)
            for person in self.people.values()
            if person.ref in mentored
            and within(person.employment_start + days(90))
            and service in (None, self.first_service(person.ref))
        ]
        stayed_all = [
            self._stayed(person.ref, person.employment_start)
            for person in new_starters
            if within(person.employment_start + days(90))
        ]
        earliest: dict[str, date] = {}
        for pairing in formal:
            if within(pairing.started_on + days(90)):
                known_start = earliest.get(pairing.mentee, pairing.started_on)
                earliest[pairing.mentee] = min(known_start, pairing.started_on)

        active = [
            pairing
            for pairing in formal
            if pairing.started_on <= end
            and (self.by_now(pairing.ended_on) is None or _after(pairing.ended_on, end))
            and (self.left(pairing.mentee) is None or not _before(self.left(pairing.mentee), end))
        ]

        moved = []
        for pairing in formal:
            scores = [s.confidence for s in self.sessions(pairing) if s.held_on <= end]
            ended_before = _before(self.by_now(pairing.ended_on), first)
            if pairing.started_on <= end and not ended_before and len(scores) >= 2:
                moved.append(scores[-1] - scores[0])

        return {
            "sessions_on_schedule": proportion(s.state == "on_schedule" for _, s in slots if s.decided),
            "excused_sessions": sum(s.state == "excused" for _, s in slots),
            "new_starters_on_schedule": proportion(all(held) for held in by_new_starter.values()),
            "session_records_same_day": proportion(same_day),
            "allocations_on_first_day": proportion(on_first_day),
            "new_starters_without_mentor": without_mentor,
            "week_four_reviews_on_time": proportion(week_four),
            "open_action_plans": plans,
            "open_actions": open_actions,
            "overdue_actions": overdue,
            "action_completion": proportion(completion),
            "retention_90_day": proportion(stayed),
            "retention_90_day_all": proportion(stayed_all),
            "mentored_retention_90_day": proportion(self._stayed(p, s) for p, s in earliest.items()),
            "active_pairings": len(active),
            "confidence_movement": average(moved),
            "services_below_threshold": self.below_threshold(period, service),
        }

    def _stayed(self, person: str, since: date) -> bool:
        left = self.left(person)
        return left is None or left >= since + days(90)

    # Targeted support

    def targeted(self, period: Period, service: str | None) -> Json:
        first, end = period.first, min(period.last, self.D)
        every = [case for case in self.cases if service in (None, self.service_of(case))]
        running = [
            case
            for case in every
            if case.planned_on <= end
            and not _before(self.by_now(case.closed_on), first)
            and not _before(self.left(case.staff), first)
        ]
        latest: list[Case | ImpactReview] = []
        for case in running:
            reviews = [review for review in self.impact_reviews(case) if review.reviewed_on <= end]
            latest.append(reviews[-1] if reviews else case)

        plans = [
            case.recorded_on <= self.working_days(self.service_of(case)).add(case.risk_identified_on, 3)
            for case in every
            if first <= case.risk_identified_on <= end
        ]
        follow_ups = [item for case in every for item in self.follow_up_items(case)]
        impact = [item for case in every for item in self.impact_items(case)]
        delivered = [
            bool(follow_up.evidence)
            for case in every
            for follow_up in self.follow_ups(case)
            if first <= follow_up.followed_up_on <= end and follow_up.status == "delivered"
        ]

        def on_time(items: list[Item]) -> Json:
            return proportion(
                item.on_time
                for item in items
                if first <= item.due <= end and (item.answered or item.due < self.D)
            )

        return {
            "cases": len(running),
            "resignation_risk": proportion(assessment.at_risk for assessment in latest),
            "case_confidence": average(assessment.confidence for assessment in latest),
            "plans_within_three_days": proportion(plans),
            "follow_ups_on_time": on_time(follow_ups),
            "impact_reviews_on_time": on_time(impact),
            "delivered_with_evidence": proportion(delivered),
        }

    def is_item(self, case: Case, due: date) -> bool:
        """Items end with the case or the employment."""
        closed, left = self.by_now(case.closed_on), self.left(case.staff)
        return not (closed is not None and due >= closed) and not (left is not None and due > left)

    def follow_up_items(self, case: Case) -> list[Item]:
        """The fortnightly follow-ups that a case should have had, and the one that it waits for."""
        signed_off, closed = self.by_now(case.signed_off_on), self.by_now(case.closed_on)
        if signed_off is None:
            return []
        roll = self.working_days(self.service_of(case)).roll
        answers = [
            each.followed_up_on
            for each in self.follow_ups(case)
            if each.followed_up_on >= signed_off and not (closed is not None and each.followed_up_on > closed)
        ]
        items = []
        before = signed_off
        for answer in answers:
            due = roll(before + days(self.facts.policy.at(FOLLOW_UP_DAYS, before)))
            items.append(Item(due, True, answer <= due))
            before = answer
        due = roll(before + days(self.facts.policy.at(FOLLOW_UP_DAYS, before)))
        items.append(Item(due, False, False))
        return [item for item in items if self.is_item(case, item.due)]

    def impact_items(self, case: Case) -> list[Item]:
        """The monthly impact reviews that a case should have had by D."""
        roll = self.working_days(self.service_of(case)).roll
        reviewed = [review.reviewed_on for review in self.impact_reviews(case)]
        items = []
        before, number = case.planned_on - days(1), 1
        while before <= self.D:
            due = roll(add_months(case.planned_on, number))
            answered = any(before < day <= due for day in reviewed)
            items.append(Item(due, answered, answered))
            before, number = due, number + 1
        return [item for item in items if self.is_item(case, item.due)]

    # The quarter

    def quarter(self, period: Period, service: str | None) -> Json:
        first, end = period.first, min(period.last, self.D)
        figures = self.month(period, service)
        before = self.below_threshold(period.previous(), service)["count"]
        strategic = []
        for action in self.strategic:
            if first <= action.target_on <= end and service in (None, action.service):
                completed = self.by_now(action.completed_on)
                in_time = completed is not None and completed <= action.target_on
                strategic.append(in_time and self.evidence(action))
        return figures | {
            "services_below_threshold_before": before,
            "change": figures["services_below_threshold"]["count"] - before,
            "strategic_actions_on_time": proportion(strategic),
            "board_escalation_status": Oracle(self.facts, end).board_status(),
        }

    def months_before(self, number: int) -> list[Period]:
        """The last complete months at D, newest first."""
        month = Period.containing(self.D, "month")
        if month.last > self.D:
            month = month.previous()
        return [month.previous(i) for i in range(number)]

    def board_status(self) -> str:
        six = [self.below_threshold(month, None)["services"] for month in self.months_before(6)]
        if set(six[0]) & set(six[1]):  # E5
            return "escalated"
        overdue = [action for action in self.strategic if action.target_on < self.D]
        for action in overdue:  # E6
            reviews = [review for review in action.reviews if review.recorded_on <= self.D]
            if not self.evidence(action) and not any(review.evidence for review in reviews):
                return "escalated"
        if any(self.by_now(action.completed_on) is None for action in overdue):  # W9
            return "watch"
        every_breach = [service for services in six for service in services]
        if any(every_breach.count(service) >= 2 for service in every_breach):  # W8
            return "watch"
        shares = []
        months = self.months_before(3)
        for month in reversed(months):
            decided = [slot.state == "on_schedule" for _, slot in self.slots_due(month, None) if slot.decided]
            shares.append(Fraction(100 * sum(decided), len(decided)) if decided else None)
        m1, m2, m3 = shares
        threshold = self.facts.policy.at(COMPLIANCE_PERCENT, months[0].last)
        if None not in (m1, m2, m3) and m1 is not None and m3 is not None and m3 <= m1 and m3 < threshold:
            return "watch"  # W7
        return "none"


def _before(day: date | None, other: date) -> bool:
    return day is not None and day < other


def _after(day: date | None, other: date) -> bool:
    return day is not None and day > other


def figures(facts: Organisation, period: Period, service: str | None, as_at: date) -> Json:
    """The figures of a period in the words of `figures --format json`."""
    oracle = Oracle(facts, as_at)
    if period.kind == "month":
        values = oracle.month(period, service) | oracle.targeted(period, service)
    else:
        values = oracle.quarter(period, service)
    return {"period": period.code, "service": service, "as_at": as_at.isoformat(), "figures": values}
