"""What is due on pathway A: allocations, sessions, week-four reviews, actions (spec page rules.md)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from mentor_tui.policy import NEW_STARTER_DAYS
from mentor_tui.programmes import INFORMAL, NEW_STARTER, SlotState
from mentor_tui.rules import timing
from mentor_tui.rules.facts import Case, Pairing
from mentor_tui.rules.items import DueItem, horizon, item
from mentor_tui.rules.view import View


def allocations(view: View) -> Iterator[DueItem | None]:
    """A1: new starters without a `new_starter` pairing."""
    mentored = {pairing.mentee for pairing in view.known.pairings if pairing.programme == NEW_STARTER}
    earliest = view.on - timedelta(days=view.policy.at(NEW_STARTER_DAYS, view.on))
    for person in view.known.staff.values():
        if not person.mentoring_expected or person.ref in mentored:
            continue
        if earliest < person.employment_start <= horizon(view) and view.is_employed(person.ref):
            service = person.service_at(person.employment_start)
            due_on = timing.allocation(person.employment_start, None, view.days(service)).due_on
            yield item(view, "A1", person.ref, due_on, service=service)


def sessions(view: View, pairing: Pairing) -> Iterator[DueItem | None]:
    """A2: the sessions of a pairing whose window has not ended."""
    if pairing.programme == INFORMAL or pairing.started_on > horizon(view):
        return
    slots = view.slots(pairing)
    if not slots or slots[-1].ends_on < view.on:
        return
    for slot, state in view.states(pairing):
        if state in (SlotState.DUE, SlotState.UPCOMING):
            yield item(
                view,
                "A2",
                pairing.ref,
                slot.due_on,
                person=pairing.mentor,
                service=view.service_of_pairing(pairing),
                slot=slot.number,
            )


def week_four_review(view: View, pairing: Pairing) -> DueItem | None:
    """A3: the week-four review of an active pairing that has none."""
    if pairing.programme == INFORMAL or any(
        timing.answers_week_four(pairing.started_on, review.reviewed_on) for review in pairing.reviews
    ):
        return None
    service = view.service_of_pairing(pairing)
    mentee = view.known.staff.get(pairing.mentee)
    due_on = timing.week_four_due(pairing.started_on, view.days(service))
    manager = mentee.line_manager if mentee is not None else None
    return item(view, "A3", pairing.ref, due_on, person=manager, service=service)


def actions(view: View, holder: Pairing | Case, service: str | None) -> Iterator[DueItem | None]:
    """A4: the open actions of a pairing or case."""
    for action in holder.actions:
        if action.completed_on is None and action.cancelled_on is None:
            yield item(view, "A4", action.ref, action.review_on, person=action.owner, service=service)
