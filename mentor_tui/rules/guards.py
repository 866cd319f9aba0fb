"""What is refused or asked about before it is saved: the guards of the page rules.md, and what records.md
asks of a plan, a follow-up, an intervention and a mentor.

Each gives the faults in words, none where nothing is wrong. The office decides what to do with them.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from mentor_tui.policy import (
    LOW_CONFIDENCE,
    SUSTAINED_ATTENDANCE,
    SUSTAINED_CONFIDENCE,
    SUSTAINED_REVIEWS,
    Policy,
)
from mentor_tui.rules.facts import Case, ImpactReview

IMPROVED = "improved"
CLOSE_REASONS = (IMPROVED, "left", "transferred", "long_term_absence", "other")
"""Why a case may be closed; only the first asks for improvement."""


def is_improvement_sustained(case: Case, policy: Policy, on: date) -> bool:
    """Whether the latest impact reviews of a case, in order and as known, each show improvement."""
    number = policy.at(SUSTAINED_REVIEWS, on)
    latest = case.impact_reviews[-number:]
    return len(latest) == number and all(shows_improvement(case, one, policy, on) for one in latest)


def shows_improvement(case: Case, review: ImpactReview, policy: Policy, on: date) -> bool:
    """Whether one impact review shows enough of a change since the plan."""
    gain, change = policy.at(SUSTAINED_CONFIDENCE, on), policy.at(SUSTAINED_ATTENDANCE, on)
    return review.confidence - case.confidence >= gain and review.attendance - case.attendance >= change


def close_faults(case: Case, reason: str | None, policy: Policy, on: date) -> list[str]:
    """Why a case may not be closed for a reason on a date."""
    if case.closed_on is not None:
        return ["The case is closed already."]
    if reason not in CLOSE_REASONS:
        return ["Say why the case closes: improved, left, transferred, long-term absence or other."]
    if reason != IMPROVED or is_improvement_sustained(case, policy, on):
        return []
    number = policy.at(SUSTAINED_REVIEWS, on)
    gain, change = policy.at(SUSTAINED_CONFIDENCE, on), policy.at(SUSTAINED_ATTENDANCE, on)
    return [
        f"Improvement is not sustained: the last {number} impact reviews must each show confidence up by "
        f"{gain} or more and attendance changed by {change} points or more since the plan. "
        "Close with another reason, or continue."
    ]


@dataclass(frozen=True, slots=True)
class Part:
    """One part of a gate: what it asks for, whether it is there, and the sentence that refuses without it.

    A part that another missing part stands in for has no sentence of its own.
    """

    label: str
    done: bool
    fault: str = ""


def sign_off_parts(case: Case, on: date) -> list[Part]:
    """The gate before sign-off, part by part: what records.md asks of a plan that is specific."""
    met = bool(case.meetings)
    focus = met and any(_said(meeting.focus_area) for meeting in case.meetings)
    agreed = met and case.meetings[-1].next_session_on is not None
    return [
        Part("Planned by then", on >= case.planned_on, "The plan is dated after the sign-off."),
        Part("A support meeting", met, "No support meeting is recorded yet."),
        Part("A pathway update", bool(case.updates), "No pathway update is recorded yet."),
        Part(
            "A measurable aim",
            _said(case.aim),
            "The plan has no measurable aim: what should change, and by how much.",
        ),
        Part(
            "A date for the aim",
            case.aim_by is not None,
            "The aim has no date by which it should be reached.",
        ),
        Part("An agreed focus", focus, "No focus area is agreed." if met else ""),
        Part(
            "The next support session",
            agreed,
            "No date is agreed for the next support session." if met else "",
        ),
    ]


def sign_off_faults(case: Case, on: date) -> list[str]:
    """What is missing before a plan may be signed off on a date, each part named."""
    if case.signed_off_on is not None:
        return ["The plan is signed off already."]
    return [part.fault for part in sign_off_parts(case, on) if not part.done and part.fault]


def follow_up_faults(status: str, evidence: str | None) -> list[str]:
    """Support that is said to be delivered needs its evidence."""
    if status == "delivered" and not _said(evidence):
        return ["Delivered support needs an evidence reference."]
    return []


def executive_review_faults(status: str, evidence: str | None) -> list[str]:
    """A strategic action that is said to be complete needs its evidence."""
    if status == "complete" and not _said(evidence):
        return ["A complete action needs an evidence reference number."]
    return []


def asks_for_action(confidence: int, has_action: bool, policy: Policy, held_on: date) -> bool:
    """Whether saving a session asks once if an action is needed: a low score and none agreed."""
    return confidence <= policy.at(LOW_CONFIDENCE, held_on) and not has_action


def mentor_cautions(
    *, trained_on: date | None, capacity: int | None, open_pairings: int, is_line_manager: bool, on: date
) -> list[str]:
    """Why a mentor may be chosen only with a reason."""
    cautions = []
    if trained_on is None or trained_on > on:
        cautions.append("Mentor training is not done.")
    if capacity is not None and open_pairings >= capacity:
        cautions.append(f"At capacity: {open_pairings} of {capacity} pairings.")
    if is_line_manager:
        cautions.append("Line manager of this person.")
    return cautions


def _said(text: str | None) -> bool:
    return text is not None and bool(text.strip())
