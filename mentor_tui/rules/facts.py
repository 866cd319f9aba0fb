"""The facts that the rules look at: plain values, known by the provider's own references.

They carry only what a rule needs; names, notes and free text stay in the store. A date that is None is blank.
`recorded_on` is the date on which the record came to be known.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from mentor_tui.calendar import Calendars
from mentor_tui.policy import DEFAULT_POLICY, Policy

Number = int | Decimal
"""A percentage: whole, or with decimals as it was typed."""


@dataclass(frozen=True, slots=True)
class Service:
    """A service of the provider; its nation decides its bank holidays (blank is England)."""

    ref: str
    nation: str = "england"
    opened_on: date | None = None
    closed_on: date | None = None


@dataclass(frozen=True, slots=True)
class Posting:
    """From a date on, a member of staff works in a service."""

    from_date: date
    service: str


@dataclass(frozen=True, slots=True)
class Staff:
    """A member of staff. `service` is where they began; `transfers` are in order of date.

    `mentoring_expected` makes a new starter of them.
    """

    ref: str
    service: str
    employment_start: date
    employment_end: date | None = None
    line_manager: str | None = None
    mentoring_expected: bool = True
    transfers: tuple[Posting, ...] = ()

    def service_at(self, day: date) -> str:
        """The service in which the person worked on a day."""
        service = self.service
        for posting in self.transfers:
            if posting.from_date > day:
                break
            service = posting.service
        return service


@dataclass(frozen=True, slots=True)
class Session:
    """A mentoring session that was held, and the mentee's confidence score (1 to 10)."""

    ref: str
    held_on: date
    confidence: int
    recorded_on: date


@dataclass(frozen=True, slots=True)
class Excusal:
    """A slot that was excused. It counts only if recorded on or before the end of the slot's window."""

    slot: int
    recorded_on: date


@dataclass(frozen=True, slots=True)
class Review:
    """A review of a pairing by the line manager (`outcome`: on_track, extend, targeted_support)."""

    reviewed_on: date
    recorded_on: date
    outcome: str | None = None


@dataclass(frozen=True, slots=True)
class Action:
    """A support action of the pairing or case that holds it."""

    ref: str
    owner: str
    need_identified_on: date
    review_on: date
    recorded_on: date
    completed_on: date | None = None
    evidence: str | None = None
    cancelled_on: date | None = None


@dataclass(frozen=True, slots=True)
class Pairing:
    """A mentor and a mentee on a programme, with everything that happened in it."""

    ref: str
    mentee: str
    mentor: str
    programme: str
    started_on: date
    recorded_on: date
    ended_on: date | None = None
    sessions: Sequence[Session] = ()
    excusals: Sequence[Excusal] = ()
    reviews: Sequence[Review] = ()
    actions: Sequence[Action] = ()


@dataclass(frozen=True, slots=True)
class SupportMeeting:
    """A support meeting of a case, and when the next is to be."""

    held_on: date
    recorded_on: date
    next_session_on: date | None = None
    focus_area: str | None = None


@dataclass(frozen=True, slots=True)
class PathwayUpdate:
    """A pathway update of a case; it has no date but the one on which it was recorded."""

    recorded_on: date


@dataclass(frozen=True, slots=True)
class FollowUp:
    """A follow-up of a case (`status`: not_started, in_progress, delivered, blocked)."""

    followed_up_on: date
    status: str
    recorded_on: date
    evidence: str | None = None


@dataclass(frozen=True, slots=True)
class ImpactReview:
    """An impact review of a case; its changes are against the plan."""

    reviewed_on: date
    confidence: int
    attendance: Number
    at_risk: bool
    recorded_on: date
    decision: str = "continue"


@dataclass(frozen=True, slots=True)
class Case:
    """A targeted support plan and everything that followed from it."""

    ref: str
    staff: str
    risk_identified_on: date
    planned_on: date
    confidence: int
    attendance: Number
    at_risk: bool
    recorded_on: date
    aim: str | None = None
    aim_by: date | None = None
    mentor: str | None = None
    signed_off_on: date | None = None
    closed_on: date | None = None
    close_reason: str | None = None
    meetings: Sequence[SupportMeeting] = ()
    updates: Sequence[PathwayUpdate] = ()
    follow_ups: Sequence[FollowUp] = ()
    impact_reviews: Sequence[ImpactReview] = ()
    actions: Sequence[Action] = ()


@dataclass(frozen=True, slots=True)
class ExecutiveReview:
    """A review of a strategic action (`status`: not_started, on_track, at_risk, off_track, complete)."""

    reviewed_on: date
    status: str
    recorded_on: date
    evidence: str | None = None


@dataclass(frozen=True, slots=True)
class StrategicAction:
    """A strategic intervention, for one service or (None) for all of them."""

    ref: str
    owner: str
    approved_on: date
    target_on: date
    recorded_on: date
    service: str | None = None
    completed_on: date | None = None
    evidence: str | None = None
    reviews: Sequence[ExecutiveReview] = ()


@dataclass(frozen=True, slots=True)
class Concern:
    """A supervision concern about a member of staff."""

    staff: str
    raised_on: date


@dataclass(frozen=True, slots=True)
class Attendance:
    """A week of shifts of a member of staff."""

    staff: str
    week_commencing: date
    rostered: int
    attended: int


@dataclass(frozen=True, slots=True)
class Training:
    """A course of a member of staff, completed or not yet."""

    staff: str
    course: str
    mandatory: bool
    completed_on: date | None = None
    expires_on: date | None = None


@dataclass(frozen=True, slots=True)
class RiskIdentified:
    """A manager's statement that a member of staff is at risk, before there is a plan."""

    staff: str
    identified_on: date
    recorded_on: date


@dataclass(frozen=True, slots=True)
class GovernanceMeeting:
    """A date in the governance calendar (`kind`: workforce, executive, board). It may lie ahead."""

    kind: str
    held_on: date


@dataclass(frozen=True, slots=True)
class Audit:
    """A signed audit (`kind`: A5, C1, C2, C5) of a period, written as its code, for a service or all."""

    kind: str
    period: str
    signed_on: date
    service: str | None = None


@dataclass(frozen=True, slots=True)
class Organisation:
    """Everything the rules may look at. What is not needed for a question may be left out of it."""

    services: Mapping[str, Service] = field(default_factory=dict)
    staff: Mapping[str, Staff] = field(default_factory=dict)
    pairings: Sequence[Pairing] = ()
    cases: Sequence[Case] = ()
    strategic_actions: Sequence[StrategicAction] = ()
    concerns: Sequence[Concern] = ()
    attendance: Sequence[Attendance] = ()
    training: Sequence[Training] = ()
    risks: Sequence[RiskIdentified] = ()
    meetings: Sequence[GovernanceMeeting] = ()
    audits: Sequence[Audit] = ()
    policy: Policy = DEFAULT_POLICY
    calendars: Calendars = field(default_factory=Calendars)
