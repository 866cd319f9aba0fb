"""Escalations E1 to E6, and to whom each goes and is handed on (spec page rules.md)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, timedelta

from mentor_tui.calendar import WorkingDays, complete_months
from mentor_tui.policy import FOLLOW_UP_DAYS
from mentor_tui.rules.facts import Action, Case, Pairing, StrategicAction
from mentor_tui.rules.raised import Alert
from mentor_tui.rules.view import View

_DAY = timedelta(days=1)
GRACE_OF_SUPPORT = 2
"""Working days after which a support session or a follow-up that did not take place is raised."""

TO: Mapping[str, tuple[str, str]] = {
    "E1": ("line_manager", "operations_manager"),
    "E2": ("line_manager", "operations_manager"),
    "E3": ("registered_manager", "hr_business_partner"),
    "E4": ("registered_manager", "hr_business_partner"),
    "E5": ("hr_business_partner", "director_of_people"),
    "E6": ("director_of_people", "board_quality_lead"),
}
"""Whose list each escalation is on: the first role, and the one to which it is handed on."""


def sessions_missed_twice(view: View, pairing: Pairing) -> Iterator[Alert]:
    """E1: two or more missed slots in a cycle, to the end of the cycle after; one for each cycle."""
    for cycle, missed in view.missed_by_cycle(pairing):
        if len(missed) >= 2:
            since = missed[1].ends_on + _DAY
            yield Alert("E1", pairing.ref, view.service_of_pairing(pairing), since, cycle)


def is_overdue(action: Action, on: date) -> bool:
    """Whether an action is neither completed nor cancelled after its review date."""
    return action.completed_on is None and action.cancelled_on is None and on > action.review_on


def action_overdue(view: View, actions: Iterable[Action], service: str | None) -> Iterator[Alert]:
    """E2: each overdue action of a pairing or case of a service."""
    for action in actions:
        if is_overdue(action, view.on):
            yield Alert("E2", action.ref, service, action.review_on + _DAY)


def is_not_improving(case: Case) -> bool:
    """Whether a case's latest impact review shows no gain, neither in confidence nor in attendance."""
    if not case.impact_reviews:
        return False
    latest = case.impact_reviews[-1]
    return latest.confidence <= case.confidence and latest.attendance <= case.attendance


def support_not_improving(view: View, case: Case) -> Iterator[Alert]:
    """E3: the latest impact review of an open case shows no gain at all."""
    if is_not_improving(case):
        since = case.impact_reviews[-1].reviewed_on
        yield Alert("E3", case.ref, view.service_of_case(case), since)


def next_session_deadline(view: View, case: Case) -> date | None:
    """The last day on which the next support session of a case is in time, if one was agreed."""
    if not case.meetings or case.meetings[-1].next_session_on is None:
        return None
    days = view.days(view.service_of_case(case))
    return days.add(case.meetings[-1].next_session_on, GRACE_OF_SUPPORT)


def follow_up_deadline(view: View, case: Case) -> date | None:
    """The last day on which the next follow-up of a signed-off case is not yet raised.

    It counts from the latest follow-up, even one before sign-off, else from the sign-off.
    """
    if case.signed_off_on is None:
        return None
    latest = case.follow_ups[-1].followed_up_on if case.follow_ups else case.signed_off_on
    fortnight = timedelta(days=view.policy.at(FOLLOW_UP_DAYS, latest))
    return view.days(view.service_of_case(case)).add(latest + fortnight, GRACE_OF_SUPPORT)


def delivery_evidence_missing(view: View, case: Case) -> Iterator[Alert]:
    """E4: support said to be delivered without evidence, or no follow-up of an open, signed-off case."""
    deadline = follow_up_deadline(view, case)
    if deadline is None:
        return
    service = view.service_of_case(case)
    latest = case.follow_ups[-1] if case.follow_ups else None
    if latest is not None and latest.status == "delivered" and not latest.evidence:
        yield Alert("E4", case.ref, service, latest.followed_up_on)
    elif view.on > deadline:
        yield Alert("E4", case.ref, service, deadline + _DAY)


def service_below_threshold_twice(view: View, service: str) -> Iterator[Alert]:
    """E5: a service was below the compliance threshold in each of the last two months."""
    months = complete_months(view.on, 2)
    if all(view.was_below(service, month) for month in months):
        yield Alert("E5", service, service, months[-1].last + _DAY)


def is_unevidenced(action: StrategicAction) -> bool:
    """Whether a strategic action has no evidence, neither its own nor on any of its reviews."""
    return not action.evidence and not any(review.evidence for review in action.reviews)


def strategic_action_unevidenced(view: View, action: StrategicAction) -> Iterator[Alert]:
    """E6: no evidence of a strategic action after its target date, complete or not."""
    if view.on > action.target_on and is_unevidenced(action):
        yield Alert("E6", action.ref, action.service, action.target_on + _DAY)


def responsible_role(
    code: str,
    since: date,
    on: date,
    days: WorkingDays,
    hand_on_days: int,
    acknowledged_on: date | None = None,
) -> str:
    """The role whose list an escalation is on at a date.

    One that nobody has acknowledged `hand_on_days` working days after `since` goes to the next role and stays
    there. Raises KeyError for a code that is no escalation.
    """
    first, then = TO[code]
    until = days.add(since, hand_on_days)
    in_time = acknowledged_on is not None and acknowledged_on <= min(until, on)
    return first if in_time or on <= until else then


def stays_listed(cause_holds: bool, acknowledged: bool) -> bool:
    """Whether an escalation that was raised stays on its owner's list: acknowledging never hides a cause."""
    return cause_holds or not acknowledged
