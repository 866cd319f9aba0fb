"""When a record was due and whether it came on time: one small function for each line of *What is due*.

Late is not never: a record that was made answers its line, on time or late (spec page rules.md).
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import NamedTuple

from mentor_tui.calendar import WorkingDays, add_months
from mentor_tui.policy import EXECUTIVE_REVIEW_DAYS, FOLLOW_UP_DAYS, Policy
from mentor_tui.programmes import Slot
from mentor_tui.rules.facts import Case

_DAY = timedelta(days=1)

PLAN_DAYS = 3
"""Working days from a risk being identified to its plan."""
PATHWAY_DAYS = 5
"""Working days from a plan to its pathway update."""
SIGN_OFF_DAYS = 10
"""Working days from a plan to its sign-off."""
SUPPORT_SESSION_DAYS = 2
"""Working days after which an agreed support session is late."""
WEEK_FOUR = timedelta(days=28)
WEEK_THREE = timedelta(days=21)
"""A review counts as the week-four review from three weeks on."""


class Timing(NamedTuple):
    """A line of the list: when it was due, the last day on time, and when it was done (None: not yet)."""

    due_on: date
    until: date
    done_on: date | None

    @property
    def on_time(self) -> bool:
        """Whether it was done, and not after the last day."""
        return self.done_on is not None and self.done_on <= self.until

    @property
    def words(self) -> str:
        """As a person would say it: `on time`, `late`, `not yet`."""
        if self.done_on is None:
            return "not yet"
        return "on time" if self.on_time else "late"


def _by(due_on: date, done_on: date | None) -> Timing:
    return Timing(due_on, due_on, done_on)


def same_working_day(event: date, recorded_on: date | None, days: WorkingDays) -> Timing:
    """A2 and A4: the record of a session held, or of a need identified, on the same working day."""
    return _by(days.roll(event), recorded_on)


def allocation(employment_start: date, recorded_on: date | None, days: WorkingDays) -> Timing:
    """A1: a mentor on the first working day."""
    return _by(days.roll(employment_start), recorded_on)


def session(slot: Slot, held_on: date | None) -> Timing:
    """A2: a session inside its slot's window. A session before the window answers no slot."""
    return Timing(slot.due_on, slot.ends_on, held_on)


def week_four_due(started_on: date, days: WorkingDays) -> date:
    """A3: when the week-four review is due."""
    return days.roll(started_on + WEEK_FOUR)


def week_four_review(started_on: date, reviewed_on: date | None, days: WorkingDays) -> Timing:
    """A3: the week-four review. A review before week three is not one, so it must not be passed in."""
    return _by(week_four_due(started_on, days), reviewed_on)


def answers_week_four(started_on: date, reviewed_on: date) -> bool:
    """A3: whether a review is late enough in the programme to count as the week-four review."""
    return reviewed_on >= started_on + WEEK_THREE


def action_completion(review_on: date, completed_on: date | None) -> Timing:
    """A4: an action completed by its review date."""
    return _by(review_on, completed_on)


def plan(risk_identified_on: date, recorded_on: date | None, days: WorkingDays) -> Timing:
    """B1: a plan within three working days of the risk being identified."""
    return _by(days.add(risk_identified_on, PLAN_DAYS), recorded_on)


def support_session(next_session_on: date, held_on: date | None, days: WorkingDays) -> Timing:
    """B2: the support session that was agreed, or within two working days of it."""
    return Timing(next_session_on, days.add(next_session_on, SUPPORT_SESSION_DAYS), held_on)


def pathway_due(planned_on: date, days: WorkingDays) -> date:
    """B3: when the pathway update is due; it is on time if it exists at sign-off."""
    return days.add(planned_on, PATHWAY_DAYS)


def sign_off(planned_on: date, signed_off_on: date | None, days: WorkingDays) -> Timing:
    """B1S: sign-off within ten working days of the plan."""
    return _by(days.add(planned_on, SIGN_OFF_DAYS), signed_off_on)


def signed(due_on: date, signed_on: date | None) -> Timing:
    """A5, C1, C2, C5: an audit signed by its date; C3: an intervention approved by its meeting."""
    return _by(due_on, signed_on)


def _is_item(due_on: date, case: Case, employment_end: date | None) -> bool:
    """Whether a follow-up or impact review is asked for: they end with the case or the employment."""
    if case.closed_on is not None and due_on >= case.closed_on:
        return False
    return employment_end is None or due_on <= employment_end


def follow_ups(case: Case, days: WorkingDays, policy: Policy, employment_end: date | None) -> list[Timing]:
    """B4: the follow-ups of a signed-off case, the last of them the one that it waits for.

    Each is due a fortnight after the follow-up before it, the first after sign-off. A follow-up before
    sign-off answers none, nor does one after the case was closed. The case must be as known at the date of
    the question, its follow-ups in order.
    """
    if case.signed_off_on is None:
        return []
    before = case.signed_off_on
    answers: list[date | None] = [
        follow_up.followed_up_on
        for follow_up in case.follow_ups
        if follow_up.followed_up_on >= before
        and (case.closed_on is None or follow_up.followed_up_on <= case.closed_on)
    ]
    timings = []
    for answer in [*answers, None]:
        due_on = days.roll(before + timedelta(days=policy.at(FOLLOW_UP_DAYS, before)))
        if _is_item(due_on, case, employment_end):
            timings.append(_by(due_on, answer))
        before = answer or before
    return timings


def impact_reviews(case: Case, days: WorkingDays, until: date, employment_end: date | None) -> list[Timing]:
    """B5: the monthly impact reviews of a case that are due by a date.

    The review of a month is one after the due date of the month before and not after its own, so it is never
    late: it is there, or the month is missed. The case must be as known at the date of the question, its
    reviews in order.
    """
    timings = []
    before, number = case.planned_on - _DAY, 1
    while (due_on := days.roll(add_months(case.planned_on, number))) <= until:
        if not _is_item(due_on, case, employment_end):
            break
        done = [r.reviewed_on for r in case.impact_reviews if before < r.reviewed_on <= due_on]
        timings.append(_by(due_on, done[0] if done else None))
        before, number = due_on, number + 1
    return timings


def executive_review_due(reviewed_on: date, days: WorkingDays, policy: Policy) -> date:
    """C4: when the next review of a strategic action is due, after its approval or the review before."""
    return days.roll(reviewed_on + timedelta(days=policy.at(EXECUTIVE_REVIEW_DAYS, reviewed_on)))
