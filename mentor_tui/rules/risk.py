"""The retention risk profile: who may need targeted support, and why (spec page rules.md).

The person decides, not the program: what is listed here is a suggestion with its reasons in words.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

from mentor_tui.policy import RISK_ATTENDANCE_PERCENT, RISK_CONFIDENCE, RISK_CONFIDENCE_FALL
from mentor_tui.rules import escalations, warnings
from mentor_tui.rules.facts import Attendance, Pairing, Session, Training
from mentor_tui.rules.view import View

FIRST_DAYS = timedelta(days=180)
"""Everybody is looked at in their first days of employment."""
ATTENDANCE_LOOKED_AT = timedelta(days=42)
REASONS_FOR_SUGGESTION = 2
"""From this many reasons on, targeted support is suggested."""


@dataclass(frozen=True, slots=True)
class Reason:
    """One reason, in words. `kind` names it for the program, `evidence` the records behind it."""

    kind: str
    words: str
    evidence: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class RiskProfile:
    """A member of staff and every reason to look at them. `service` is where they work at the date."""

    person: str
    service: str | None
    reasons: tuple[Reason, ...]
    #: the latest score of a session, of 10, and the attendance over six weeks, in percent; blank with none
    confidence: int | None = None
    attendance: Fraction | None = None

    @property
    def is_suggested(self) -> bool:
        """Whether the person is suggested for targeted support."""
        return len(self.reasons) >= REASONS_FOR_SUGGESTION


def attendance_percent(weeks: Iterable[Attendance], on: date) -> Fraction | None:
    """Shifts attended of a hundred rostered, over the weeks that began in the six weeks before a date."""
    rostered = attended = 0
    for week in weeks:
        if on - ATTENDANCE_LOOKED_AT < week.week_commencing <= on:
            rostered += week.rostered
            attended += week.attended
    return Fraction(100 * attended, rostered) if rostered else None


def training_percent(trainings: Iterable[Training], on: date) -> Fraction | None:
    """Mandatory courses completed and not expired, of a hundred; a course that was repeated counts once."""
    valid: dict[str, bool] = {}
    for training in trainings:
        if training.mandatory:
            completed = training.completed_on is not None and training.completed_on <= on
            expired = training.expires_on is not None and training.expires_on < on
            valid[training.course] = valid.get(training.course, False) or (completed and not expired)
    return Fraction(100 * sum(valid.values()), len(valid)) if valid else None


def in_words(percent: Fraction) -> str:
    """A percentage with one decimal, halves away from zero: `87.5%`."""
    tenths = (percent * 20 + 1) // 2
    return f"{Decimal(tenths) / 10}%"


def confidence_reason(sessions: Sequence[Session], low: int, fall: int) -> Reason | None:
    """A low latest score, or a fall between the last two; the sessions are in order."""
    if not sessions:
        return None
    last = sessions[-1]
    if len(sessions) > 1 and sessions[-2].confidence - last.confidence >= fall:
        before = sessions[-2]
        words = f"confidence fell from {before.confidence} to {last.confidence}"
        return Reason("confidence", words, (before.ref, last.ref))
    if last.confidence <= low:
        return Reason("confidence", f"latest confidence is {last.confidence} out of 10", (last.ref,))
    return None


def attendance_reason(percent: Fraction | None, threshold: int) -> Reason | None:
    """Attendance below a threshold."""
    if percent is None or percent >= threshold:
        return None
    return Reason("attendance", f"attendance over six weeks is {in_words(percent)}")


def risk_profiles(view: View) -> list[RiskProfile]:
    """The profile of everybody with an active pairing or in their first days, by their references."""
    pairings: dict[str, list[Pairing]] = {}
    for pairing in view.known.pairings:
        pairings.setdefault(pairing.mentee, []).append(pairing)
    active: dict[str, list[Pairing]] = {}
    for pairing in view.active_pairings:
        active.setdefault(pairing.mentee, []).append(pairing)
    weeks = _by_staff(view.known.attendance)
    concerned = {alert.subject for alert in warnings.concerns_repeated(view)}
    concerns = warnings.recent_concerns(view)
    new = {
        person.ref
        for person in view.known.staff.values()
        if person.employment_start <= view.on < person.employment_start + FIRST_DAYS
        and view.is_employed(person.ref)
    }
    profiles = []
    for person in sorted(active.keys() | new):
        sessions = sorted(
            (session for pairing in pairings.get(person, ()) for session in pairing.sessions),
            key=lambda session: (session.held_on, session.ref),
        )
        attendance = attendance_percent(weeks.get(person, ()), view.on)
        reasons = [
            confidence_reason(
                sessions,
                view.policy.at(RISK_CONFIDENCE, view.on),
                view.policy.at(RISK_CONFIDENCE_FALL, view.on),
            ),
            attendance_reason(attendance, view.policy.at(RISK_ATTENDANCE_PERCENT, view.on)),
            Reason("W5", f"{len(concerns[person])} supervision concerns in six weeks")
            if person in concerned
            else None,
            _missed_reason(view, active.get(person, ())),
            _static_reason(view, active.get(person, ())),
        ]
        held = tuple(reason for reason in reasons if reason is not None)
        latest = sessions[-1].confidence if sessions else None
        service = view.service_of(person, view.on)
        profiles.append(RiskProfile(person, service, held, latest, attendance))
    return profiles


def _missed_reason(view: View, pairings: Iterable[Pairing]) -> Reason | None:
    raised = [alert.subject for p in pairings for alert in escalations.sessions_missed_twice(view, p)]
    if not raised:
        return None
    return Reason("E1", "two or more planned sessions missed in one cycle", tuple(dict.fromkeys(raised)))


def _static_reason(view: View, pairings: Iterable[Pairing]) -> Reason | None:
    raised = [alert.subject for p in pairings for alert in warnings.confidence_static(view, p)]
    if not raised:
        return None
    return Reason("W2", "confidence has not risen over the last three sessions", tuple(raised))


def _by_staff(weeks: Iterable[Attendance]) -> Mapping[str, list[Attendance]]:
    by_staff: dict[str, list[Attendance]] = {}
    for week in weeks:
        by_staff.setdefault(week.staff, []).append(week)
    return by_staff
