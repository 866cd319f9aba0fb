"""Early warnings W1 to W10: each a small function of what is known at a date (spec page rules.md).

`since` is the day after the deadline that was broken, or the date of the latest record that raised it, or the
day after the last month counted (spec page interchange.md).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta

from mentor_tui.calendar import complete_months
from mentor_tui.policy import (
    ACTION_COMPLETION_PERCENT,
    COMPLIANCE_PERCENT,
    CONFIDENCE_SETTLED,
    LOW_CONFIDENCE,
    REPEATED_CONCERNS,
)
from mentor_tui.rules.escalations import is_not_improving, is_unevidenced, next_session_deadline
from mentor_tui.rules.facts import Case, Pairing, Session, StrategicAction
from mentor_tui.rules.raised import WHOLE_ORGANISATION, Alert
from mentor_tui.rules.view import View

_DAY = timedelta(days=1)
_ACTIONS_LOOKED_AT = timedelta(days=90)
_CONCERNS_LOOKED_AT = timedelta(days=42)


def session_missed(view: View, pairing: Pairing) -> Iterator[Alert]:
    """W1: exactly one missed slot in a cycle, to the end of the cycle after."""
    for cycle, missed in view.missed_by_cycle(pairing):
        if len(missed) == 1:
            since = missed[0].ends_on + _DAY
            yield Alert("W1", pairing.ref, view.service_of_pairing(pairing), since, cycle)


def is_static(sessions: Sequence[Session], settled: int) -> bool:
    """Whether the last three sessions, in order, show no rise in confidence and the last is not settled."""
    if len(sessions) < 3:
        return False
    first, last = sessions[-3].confidence, sessions[-1].confidence
    return last <= first and last < settled


def confidence_static(view: View, pairing: Pairing) -> Iterator[Alert]:
    """W2: no rise in confidence over the last three sessions of an active pairing."""
    if is_static(pairing.sessions, view.policy.at(CONFIDENCE_SETTLED, view.on)):
        since = pairing.sessions[-1].held_on
        yield Alert("W2", pairing.ref, view.service_of_pairing(pairing), since)


def actions_lagging(view: View, pairing: Pairing) -> Iterator[Alert]:
    """W3: too few of an active pairing's recent actions are completed."""
    recent = [
        action
        for action in pairing.actions
        if view.on - _ACTIONS_LOOKED_AT < action.review_on <= view.on and action.cancelled_on is None
    ]
    if len(recent) < 2:
        return
    waiting = [action.review_on for action in recent if action.completed_on is None]
    completed = len(recent) - len(waiting)
    if completed * 100 < view.policy.at(ACTION_COMPLETION_PERCENT, view.on) * len(recent):
        yield Alert("W3", pairing.ref, view.service_of_pairing(pairing), max(waiting))


def case_confidence_unchanged(view: View, case: Case) -> Iterator[Alert]:
    """W4: the latest impact review of an open case shows no gain in confidence (and E3 is not raised)."""
    if not case.impact_reviews or is_not_improving(case):
        return
    latest = case.impact_reviews[-1]
    if latest.confidence <= case.confidence:
        yield Alert("W4", case.ref, view.service_of_case(case), latest.reviewed_on)


def recent_concerns(view: View) -> Mapping[str, list[date]]:
    """The concerns of the last six weeks, by person."""
    recent: dict[str, list[date]] = {}
    for concern in view.known.concerns:
        if view.on - _CONCERNS_LOOKED_AT < concern.raised_on <= view.on:
            recent.setdefault(concern.staff, []).append(concern.raised_on)
    return recent


def concerns_repeated(view: View) -> Iterator[Alert]:
    """W5: repeated concerns about the mentee of an active pairing or the person of an open case."""
    enough = view.policy.at(REPEATED_CONCERNS, view.on)
    supported = {pairing.mentee for pairing in view.active_pairings}
    supported.update(case.staff for case in view.open_cases)
    for person, raised in recent_concerns(view).items():
        if len(raised) >= enough and person in supported:
            yield Alert("W5", person, view.service_of(person, view.on), max(raised))


def follow_up_missed(view: View, case: Case) -> Iterator[Alert]:
    """W6: the next support session of an open case has not taken place."""
    deadline = next_session_deadline(view, case)
    if deadline is not None and view.on > deadline:
        yield Alert("W6", case.ref, view.service_of_case(case), deadline + _DAY)


def completion_static(view: View) -> Iterator[Alert]:
    """W7: the organisation's sessions on schedule do not rise over three months and stay below."""
    months = complete_months(view.on, 3)
    first, middle, last = (view.tally_of_all(month) for month in months)
    if not (first.decided and middle.decided and last.decided):
        return
    threshold = view.policy.at(COMPLIANCE_PERCENT, months[-1].last)
    if last.on_schedule * first.decided <= first.on_schedule * last.decided and last.is_below(threshold):
        yield Alert("W7", WHOLE_ORGANISATION, None, months[-1].last + _DAY)


def threshold_breached_repeatedly(view: View, service: str) -> Iterator[Alert]:
    """W8: a service was below the threshold in two of the last six months (and E5 is not raised)."""
    months = complete_months(view.on, 6)
    below = [month for month in months if view.was_below(service, month)]
    if len(below) >= 2 and below[-2:] != list(months[-2:]):
        yield Alert("W8", service, service, months[-1].last + _DAY)


def strategic_action_overdue(view: View, action: StrategicAction) -> Iterator[Alert]:
    """W9: a strategic action is not complete after its target date (and E6 is not raised)."""
    if action.completed_on is None and view.on > action.target_on and not is_unevidenced(action):
        yield Alert("W9", action.ref, action.service, action.target_on + _DAY)


def reassurance_without_action(view: View, pairing: Pairing) -> Iterator[Alert]:
    """W10: two low scores in a row in an active pairing, and no action since the first of them."""
    if len(pairing.sessions) < 2:
        return
    before, last = pairing.sessions[-2:]
    low = view.policy.at(LOW_CONFIDENCE, view.on)
    if before.confidence > low or last.confidence > low:
        return
    if all(action.need_identified_on < before.held_on for action in pairing.actions):
        yield Alert("W10", pairing.ref, view.service_of_pairing(pairing), last.held_on)
