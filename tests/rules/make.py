"""Small organisations for the tests of rules: one service in England, and what a test adds to it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from itertools import count

from mentor_tui.policy import DEFAULT_POLICY, Policy
from mentor_tui.rules.facts import (
    Action,
    Case,
    FollowUp,
    ImpactReview,
    Organisation,
    Pairing,
    PathwayUpdate,
    Service,
    Session,
    Staff,
    SupportMeeting,
)

_refs = count(1)

EMPLOYED = date(2025, 1, 6)
HOUSE = Service("S1")


def days(number: int) -> timedelta:
    return timedelta(days=number)


def organisation(
    pairings: Sequence[Pairing] = (),
    cases: Sequence[Case] = (),
    staff: Sequence[Staff] = (),
    policy: Policy = DEFAULT_POLICY,
    services: Sequence[Service] = (HOUSE,),
) -> Organisation:
    """Everybody who is paired or supported works in S1 unless `staff` says otherwise."""
    people = {pairing.mentee: Staff(pairing.mentee, "S1", EMPLOYED) for pairing in pairings}
    people |= {case.staff: Staff(case.staff, "S1", EMPLOYED) for case in cases}
    people |= {person.ref: person for person in staff}
    return Organisation(
        services={service.ref: service for service in services},
        staff=people,
        pairings=pairings,
        cases=cases,
        policy=policy,
    )


def sessions(*held: tuple[date, int]) -> list[Session]:
    """Sessions by date and score, each recorded on its day."""
    return [Session(f"SE{next(_refs):06}", day, score, day) for day, score in held]


def pairing(
    ref: str = "P1",
    started_on: date = date(2026, 1, 5),
    *,
    programme: str = "informal",
    ended_on: date | None = None,
    held: Sequence[Session] = (),
    actions: Sequence[Action] = (),
) -> Pairing:
    return Pairing(
        ref,
        f"mentee of {ref}",
        "mentor",
        programme,
        started_on,
        started_on,
        ended_on,
        held,
        actions=actions,
    )


def action(
    ref: str,
    need: date,
    review: date,
    completed_on: date | None = None,
    cancelled_on: date | None = None,
) -> Action:
    return Action(ref, "owner", need, review, need, completed_on, None, cancelled_on)


def case(
    ref: str = "C1",
    planned_on: date = date(2026, 1, 5),
    *,
    signed_off_on: date | None = None,
    closed_on: date | None = None,
    meetings: Sequence[SupportMeeting] = (),
    updates: Sequence[PathwayUpdate] = (),
    follow_ups: Sequence[FollowUp] = (),
    impact_reviews: Sequence[ImpactReview] = (),
) -> Case:
    return Case(
        ref,
        f"person of {ref}",
        planned_on,
        planned_on,
        5,
        80,
        True,
        planned_on,
        aim="Confidence up by two points",
        aim_by=planned_on + days(60),
        mentor="mentor",
        signed_off_on=signed_off_on,
        closed_on=closed_on,
        meetings=meetings,
        updates=updates,
        follow_ups=follow_ups,
        impact_reviews=impact_reviews,
    )


def follow_up(day: date, status: str = "in_progress", evidence: str | None = None) -> FollowUp:
    return FollowUp(day, status, day, evidence)


def impact(day: date, confidence: int, attendance: int) -> ImpactReview:
    return ImpactReview(day, confidence, attendance, True, day)


def meeting(day: date, next_on: date | None) -> SupportMeeting:
    return SupportMeeting(day, day, next_on, "Lone working")
