"""What is due on pathway B: plans, support sessions, follow-ups, impact reviews (spec page rules.md)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from mentor_tui.calendar import add_months
from mentor_tui.rules import timing
from mentor_tui.rules.facts import Case
from mentor_tui.rules.items import DueItem, horizon, item
from mentor_tui.rules.view import View

TARGETED_SUPPORT = "targeted_support"
"""The outcome of a review that says that a person is at risk."""


def risks_identified(view: View) -> dict[str, list[date]]:
    """When a manager said that a person is at risk: in words, or by the outcome of a review."""
    said: dict[str, list[date]] = {}
    for risk in view.known.risks:
        said.setdefault(risk.staff, []).append(risk.identified_on)
    for pairing in view.known.pairings:
        for review in pairing.reviews:
            if review.outcome == TARGETED_SUPPORT:
                said.setdefault(pairing.mentee, []).append(review.reviewed_on)
    return said


def plans(view: View) -> Iterator[DueItem | None]:
    """B1: people at risk for whom there is no plan, each once, by the earliest risk that has none.

    A plan answers a risk unless it was closed before the risk was identified.
    """
    said = risks_identified(view)
    cases: dict[str, list[Case]] = {}
    for case in view.known.cases:
        cases.setdefault(case.staff, []).append(case)
    for person, dates in said.items():
        waiting = [
            day
            for day in dates
            if not any(case.closed_on is None or case.closed_on >= day for case in cases.get(person, ()))
        ]
        if waiting and view.is_employed(person):
            identified_on = min(waiting)
            service = view.service_of(person, identified_on)
            due_on = timing.plan(identified_on, None, view.days(service)).due_on
            yield item(view, "B1", person, due_on, service=service)


class Step(NamedTuple):
    """What an open case waits for: the kind of its item, when it is due, and from whom by name if so."""

    kind: str
    due_on: date
    person: str | None = None


def steps(view: View, case: Case, until: date) -> Iterator[Step]:
    """B1S, B2, B3, B4, B5: what an open case waits for; impact reviews as far as they fall due by a date."""
    days = view.days(view.service_of_case(case))
    left = view.employment_end(case.staff)
    if case.signed_off_on is None:
        yield Step("B1S", timing.sign_off(case.planned_on, None, days).due_on)
    if case.meetings and (next_on := case.meetings[-1].next_session_on) is not None:
        yield Step("B2", next_on, case.mentor)
    if not case.updates:
        yield Step("B3", timing.pathway_due(case.planned_on, days))
    for follow_up in timing.follow_ups(case, days, view.policy, left)[-1:]:
        if follow_up.done_on is None:
            yield Step("B4", follow_up.due_on)
    # Of the months without a review only the newest is asked for; each missed one counts in the figures.
    missing = [month for month in timing.impact_reviews(case, days, until, left) if month.done_on is None]
    for month in missing[-1:]:
        yield Step("B5", month.due_on)


def of_open_case(view: View, case: Case) -> Iterator[DueItem | None]:
    """The items of an open case that are on somebody's list."""
    service = view.service_of_case(case)
    for step in steps(view, case, horizon(view)):
        yield item(view, step.kind, case.ref, step.due_on, person=step.person, service=service)


def next_steps(view: View, case: Case) -> list[Step]:
    """What an open case waits for, however far ahead, in order of time: for the case's own page."""
    found = list(steps(view, case, horizon(view)))
    if all(step.kind != "B5" for step in found):
        days = view.days(view.service_of_case(case))
        ahead = timing.impact_reviews(
            case, days, add_months(horizon(view), 2), view.employment_end(case.staff)
        )
        coming = [month for month in ahead if month.due_on > horizon(view) and month.done_on is None]
        found += [Step("B5", month.due_on) for month in coming[:1]]
    return sorted(found, key=lambda step: (step.due_on, step.kind))


def closing(view: View, case: Case) -> DueItem | None:
    """B5C: the case of somebody who has left, to be closed."""
    left = view.employment_end(case.staff)
    if left is None or case.closed_on is not None:
        return None
    return item(view, "B5C", case.ref, left, service=view.service_of_case(case))
