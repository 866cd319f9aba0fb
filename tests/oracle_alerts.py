"""Every early warning and escalation of the page rules.md, computed a second time, row by row of its tables.

It gives (code, subject, cycle, service) and shares nothing with the rules but what the oracle shares.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from fractions import Fraction

from mentor_tui.calendar import Period
from mentor_tui.policy import (
    ACTION_COMPLETION_PERCENT,
    COMPLIANCE_PERCENT,
    CONFIDENCE_SETTLED,
    FOLLOW_UP_DAYS,
    LOW_CONFIDENCE,
    REPEATED_CONCERNS,
)
from mentor_tui.rules.facts import Case, Organisation, Pairing
from tests.oracle import Oracle, days

Raised = tuple[str, str, int, str | None]


def alerts(facts: Organisation, as_at: date) -> list[Raised]:
    """What is raised at a date, sorted by code, subject and cycle (0 where there is none)."""
    oracle = Oracle(facts, as_at)
    raised = [*_of_pairings(oracle), *_of_cases(oracle), *_of_people(oracle)]
    raised += [*_of_actions(oracle), *_of_services(oracle), *_of_strategic_actions(oracle)]
    return sorted(raised, key=lambda alert: alert[:3])


def _is_active(oracle: Oracle, pairing: Pairing) -> bool:
    left = oracle.left(pairing.mentee)
    return (
        pairing.started_on <= oracle.D
        and oracle.by_now(pairing.ended_on) is None
        and (left is None or left >= oracle.D)
    )


def _is_open(oracle: Oracle, case: Case) -> bool:
    left = oracle.left(case.staff)
    return (
        case.planned_on <= oracle.D
        and oracle.by_now(case.closed_on) is None
        and (left is None or left >= oracle.D)
    )


def _of_pairings(oracle: Oracle) -> Iterator[Raised]:
    policy, today = oracle.facts.policy, oracle.D
    for pairing in oracle.pairings:
        if not _is_active(oracle, pairing):
            continue
        ref, service = pairing.ref, oracle.service_of(pairing)
        missed = [(slot.offset + 27) // 28 for slot in oracle.slots(pairing) if slot.state == "missed"]
        for cycle in set(missed):
            if pairing.started_on + days(28 * (cycle + 1)) >= today:
                yield ("W1" if missed.count(cycle) == 1 else "E1"), ref, cycle, service
        scores = [session.confidence for session in oracle.sessions(pairing)]
        settled = policy.at(CONFIDENCE_SETTLED, today)
        if len(scores) >= 3 and scores[-1] <= scores[-3] and scores[-1] < settled:
            yield "W2", ref, 0, service
        recent = [
            action
            for action in oracle.actions(pairing)
            if today - days(90) < action.review_on <= today and oracle.by_now(action.cancelled_on) is None
        ]
        if len(recent) >= 2:
            completed = sum(oracle.by_now(action.completed_on) is not None for action in recent)
            if Fraction(100 * completed, len(recent)) < policy.at(ACTION_COMPLETION_PERCENT, today):
                yield "W3", ref, 0, service
        two = oracle.sessions(pairing)[-2:]
        if len(two) == 2 and max(session.confidence for session in two) <= policy.at(LOW_CONFIDENCE, today):
            needs = [action.need_identified_on for action in oracle.actions(pairing)]
            if not any(need >= two[0].held_on for need in needs):
                yield "W10", ref, 0, service


def _of_cases(oracle: Oracle) -> Iterator[Raised]:
    policy, today = oracle.facts.policy, oracle.D
    for case in oracle.cases:
        if not _is_open(oracle, case):
            continue
        ref, service = case.ref, oracle.service_of(case)
        calendar = oracle.working_days(service)
        reviews = oracle.impact_reviews(case)
        if reviews and reviews[-1].confidence <= case.confidence:
            yield ("E3" if reviews[-1].attendance <= case.attendance else "W4"), ref, 0, service
        meetings = [meeting for meeting in case.meetings if meeting.recorded_on <= today]
        if meetings:
            next_on = max(enumerate(meetings), key=lambda each: (each[1].held_on, each[0]))[1].next_session_on
            if next_on is not None and calendar.add(next_on, 2) < today:
                yield "W6", ref, 0, service
        signed_off = oracle.by_now(case.signed_off_on)
        if signed_off is not None:
            follow_ups = oracle.follow_ups(case)
            f = follow_ups[-1].followed_up_on if follow_ups else signed_off
            unproved = follow_ups and follow_ups[-1].status == "delivered" and not follow_ups[-1].evidence
            if unproved or calendar.add(f + days(policy.at(FOLLOW_UP_DAYS, f)), 2) < today:
                yield "E4", ref, 0, service


def _of_people(oracle: Oracle) -> Iterator[Raised]:
    watched = {pairing.mentee for pairing in oracle.pairings if _is_active(oracle, pairing)}
    watched |= {case.staff for case in oracle.cases if _is_open(oracle, case)}
    for person in watched:
        concerns = [
            concern
            for concern in oracle.facts.concerns
            if concern.staff == person and oracle.D - days(42) < concern.raised_on <= oracle.D
        ]
        if len(concerns) >= oracle.facts.policy.at(REPEATED_CONCERNS, oracle.D):
            yield "W5", person, 0, oracle.service_at(person, oracle.D)


def _of_actions(oracle: Oracle) -> Iterator[Raised]:
    holders: list[Pairing | Case] = [*oracle.pairings, *oracle.cases]
    for holder in holders:
        for action in oracle.actions(holder):
            ended = oracle.by_now(action.completed_on) or oracle.by_now(action.cancelled_on)
            if ended is None and action.review_on < oracle.D:
                yield "E2", action.ref, 0, oracle.service_of(holder)


def _of_services(oracle: Oracle) -> Iterator[Raised]:
    six = oracle.months_before(6)
    below = [oracle.below_threshold(month, None)["services"] for month in six]
    for service in oracle.facts.services:
        if service in below[0] and service in below[1]:
            yield "E5", service, 0, service
        elif sum(service in services for services in below) >= 2:
            yield "W8", service, 0, service
    m3, m2, m1 = (_share(oracle, month) for month in six[:3])
    if m1 is not None and m2 is not None and m3 is not None:
        threshold = oracle.facts.policy.at(COMPLIANCE_PERCENT, six[0].last)
        if m3 <= m1 and m3 < threshold:
            yield "W7", "organisation", 0, None


def _share(oracle: Oracle, month: Period) -> Fraction | None:
    held = [slot.state == "on_schedule" for _, slot in oracle.slots_due(month, None) if slot.decided]
    return Fraction(100 * sum(held), len(held)) if held else None


def _of_strategic_actions(oracle: Oracle) -> Iterator[Raised]:
    for action in oracle.strategic:
        if action.target_on >= oracle.D:
            continue
        reviews = [review for review in action.reviews if review.recorded_on <= oracle.D]
        if not oracle.evidence(action) and not any(review.evidence for review in reviews):
            yield "E6", action.ref, 0, action.service
        elif oracle.by_now(action.completed_on) is None:
            yield "W9", action.ref, 0, action.service
