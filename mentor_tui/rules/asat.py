"""What was known at a date: the one place that decides what counts (spec page rules.md, first paragraph)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from datetime import date
from operator import attrgetter
from typing import Any, Protocol, TypeVar

from mentor_tui.rules.facts import Action, Case, Organisation, Pairing, Staff, StrategicAction, Training


class _Recorded(Protocol):
    @property
    def recorded_on(self) -> date: ...


_R = TypeVar("_R", bound=_Recorded)

_held = attrgetter("held_on")
_held_then_ref = attrgetter("held_on", "ref")
_reviewed = attrgetter("reviewed_on")
_followed_up = attrgetter("followed_up_on")


def known_at(organisation: Organisation, on: date) -> Organisation:
    """The organisation as it was known at a date.

    A record counts only if it and its parent were recorded by then. An end, completion, cancellation, closing
    or sign-off that came later is blank, and so is the evidence that came with it. What happened several
    times is put in order: sessions by date held and then by reference, the rest by date and then as given.
    The governance calendar is left whole, because it is a plan for days to come.
    """
    return replace(
        organisation,
        staff={ref: _staff(person, on) for ref, person in organisation.staff.items()},
        pairings=[_pairing(pairing, on) for pairing in organisation.pairings if pairing.recorded_on <= on],
        cases=[_case(case, on) for case in organisation.cases if case.recorded_on <= on],
        strategic_actions=[
            _strategic_action(action, on)
            for action in organisation.strategic_actions
            if action.recorded_on <= on
        ],
        concerns=[concern for concern in organisation.concerns if concern.raised_on <= on],
        attendance=[week for week in organisation.attendance if week.week_commencing <= on],
        training=[_training(training, on) for training in organisation.training],
        risks=[risk for risk in organisation.risks if risk.recorded_on <= on],
        audits=[audit for audit in organisation.audits if audit.signed_on <= on],
    )


def _known(records: Sequence[_R], on: date) -> Sequence[_R]:
    if all(record.recorded_on <= on for record in records):
        return records
    return [record for record in records if record.recorded_on <= on]


def _ordered(records: Sequence[_R], on: date, key: Callable[[Any], Any]) -> Sequence[_R]:
    return sorted(_known(records, on), key=key) if records else records


def _by(day: date | None, on: date) -> date | None:
    return day if day is not None and day <= on else None


def _staff(person: Staff, on: date) -> Staff:
    end = person.employment_end
    return person if end is None or end <= on else replace(person, employment_end=None)


def _training(training: Training, on: date) -> Training:
    completed = training.completed_on
    if completed is None or completed <= on:
        return training
    return replace(training, completed_on=None, expires_on=None)


def _action(action: Action, on: date) -> Action:
    completed, cancelled = _by(action.completed_on, on), _by(action.cancelled_on, on)
    if completed == action.completed_on and cancelled == action.cancelled_on:
        return action
    return replace(
        action,
        completed_on=completed,
        cancelled_on=cancelled,
        evidence=action.evidence if completed == action.completed_on else None,
    )


def _actions(actions: Iterable[Action], on: date) -> list[Action]:
    return [_action(action, on) for action in actions if action.recorded_on <= on]


def _pairing(pairing: Pairing, on: date) -> Pairing:
    return replace(
        pairing,
        ended_on=_by(pairing.ended_on, on),
        sessions=_ordered(pairing.sessions, on, _held_then_ref),
        excusals=_known(pairing.excusals, on),
        reviews=_ordered(pairing.reviews, on, _reviewed),
        actions=_actions(pairing.actions, on),
    )


def _case(case: Case, on: date) -> Case:
    closed = _by(case.closed_on, on)
    return replace(
        case,
        signed_off_on=_by(case.signed_off_on, on),
        closed_on=closed,
        close_reason=case.close_reason if closed is not None else None,
        meetings=_ordered(case.meetings, on, _held),
        updates=_known(case.updates, on),
        follow_ups=_ordered(case.follow_ups, on, _followed_up),
        impact_reviews=_ordered(case.impact_reviews, on, _reviewed),
        actions=_actions(case.actions, on),
    )


def _strategic_action(action: StrategicAction, on: date) -> StrategicAction:
    completed = _by(action.completed_on, on)
    return replace(
        action,
        completed_on=completed,
        evidence=action.evidence if completed == action.completed_on else None,
        reviews=_ordered(action.reviews, on, _reviewed),
    )
