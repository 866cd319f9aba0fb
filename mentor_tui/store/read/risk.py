"""The retention risk profile as a person may read it: who shows a reason, and the records behind each reason.

For those who manage people: who looks after a service by name, and line managers for their own reports. The rules
say who is listed and why (:mod:`mentor_tui.rules.risk`); the person decides.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from typing import Any

from mentor_tui.access import Standing, may_write
from mentor_tui.dates import short
from mentor_tui.rules import timing
from mentor_tui.rules.due_targeted import plans, risks_identified
from mentor_tui.rules.risk import ATTENDANCE_LOOKED_AT, Reason, in_words, risk_profiles
from mentor_tui.rules.view import View
from mentor_tui.store import loading
from mentor_tui.store.facts import view_of_people
from mentor_tui.store.loading import Scope
from mentor_tui.store.read.slots import chunks, marks
from mentor_tui.store.reading import Reader
from mentor_tui.store.values import to_date

_SIX_WEEKS = timedelta(days=42)


def reads_profile(reader: Reader) -> bool:
    """Whether the person reads anybody's risk profile."""
    return bool(reader.reach.services) or reader.reach.reports


@dataclass(frozen=True, slots=True)
class AtRisk:
    """Somebody who shows a reason, or of whom a manager has said that there is a risk."""

    key: str
    ref: str
    name: str
    job_role: str
    service: str
    #: the latest score of 10, blank without a session
    confidence: int | None
    attendance: Fraction | None
    reasons: tuple[Reason, ...]
    #: two or more reasons: suggested for targeted support
    suggested: bool
    #: the day on which a manager said so and for which there is no plan yet
    identified_on: date | None
    plan_due: date | None
    #: the key of the person's open case, blank without one
    case: str

    @property
    def attendance_words(self) -> str:
        """`87.5%`, or blank with no rostered shift."""
        return in_words(self.attendance) if self.attendance is not None else ""


def profile(reader: Reader, only: str = "") -> list[AtRisk]:
    """Everybody who shows a reason or waits for a plan: suggested first, then by name.

    With `only` (a person's key) that one alone, with or without a reason.
    """
    if not reads_profile(reader):
        return []
    may = reader.managed("r")
    among, params = f"SELECT r.id FROM staff AS r WHERE {may.sql}", dict(may.params)
    if only:
        among, params = f"{among} AND r.id = :only", {**params, "only": only}
    found = {one.person: one for one in risk_profiles(_looked_at(reader, among, params))}
    waiting = _waiting(reader, among, params)
    refs = [ref for ref, one in found.items() if one.reasons]
    refs += [ref for ref in waiting if ref not in refs]
    if only:
        refs = [ref for (ref,) in reader.store.rows(f"SELECT ref FROM staff WHERE id IN ({among})", params)]
    people = _people(reader, refs)
    lines = []
    for ref in refs:
        if ref not in people:
            continue
        key, name, role, service, case = people[ref]
        one = found.get(ref)
        identified, due = waiting.get(ref, (None, None))
        lines.append(
            AtRisk(
                key=key,
                ref=ref,
                name=name,
                job_role=role,
                service=service,
                confidence=one.confidence if one else None,
                attendance=one.attendance if one else None,
                reasons=one.reasons if one else (),
                suggested=one.is_suggested if one else False,
                identified_on=identified,
                plan_due=due,
                case=case,
            )
        )
    return sorted(lines, key=lambda one: (one.case != "", not one.suggested, one.name, one.key))


def _looked_at(reader: Reader, among: str, params: dict[str, Any]) -> View:
    return view_of_people(reader.store, reader.today, among=among, params=params)


def _waiting(reader: Reader, among: str, params: dict[str, Any]) -> dict[str, tuple[date, date]]:
    """When a risk was identified for which there is no plan, and when that is due, by the person's id."""
    view = _view_of_risks(reader, among, params)
    said = risks_identified(view)
    found = {}
    for item in plans(view):
        if item is not None:
            days = view.days(item.service)
            identified = next(
                (
                    on
                    for on in sorted(said[item.subject])
                    if timing.plan(on, None, days).due_on == item.due_on
                ),
                min(said[item.subject]),
            )
            found[item.subject] = (identified, item.due_on)
    return found


def _view_of_risks(reader: Reader, among: str, params: dict[str, Any]) -> View:
    """What was said of these people, and the cases that answer it."""
    said = (
        f"SELECT staff_id FROM risk WHERE staff_id IN ({among}) UNION SELECT p.mentee_id FROM pairing AS p "
        f"JOIN review AS x ON x.pairing_id = p.id WHERE x.outcome = 'targeted_support' AND p.mentee_id IN ({among})"
    )
    scope = Scope(
        pairings=f"SELECT id FROM pairing WHERE mentee_id IN ({said})",
        cases=f"SELECT id FROM targeted_case WHERE staff_id IN ({said})",
        staff=said,
        params=params,
    )
    return View(loading.organisation(reader.store, scope), reader.today, {})


def identified_on(reader: Reader, person: str) -> tuple[date, date] | None:
    """When somebody said that a person (by key) is at risk, without a plan since, and when the plan is due."""
    may = reader.managed("r")
    among = f"SELECT r.id FROM staff AS r WHERE r.id = :only AND {may.sql}"
    params = {**may.params, "only": person}
    return next(iter(_waiting(reader, among, params).values()), None)


def _people(reader: Reader, refs: list[str]) -> dict[str, tuple[str, str, str, str, str]]:
    found = {}
    for some in chunks(refs):
        listed, params = marks(some)
        for ref, key, name, role, service, case in reader.store.rows(
            "SELECT s.ref, s.id, s.name, s.job_role, v.name, (SELECT c.id FROM targeted_case AS c "
            "WHERE c.staff_id = s.id AND c.closed_on IS NULL ORDER BY c.planned_on DESC LIMIT 1) "
            f"FROM staff AS s LEFT JOIN service AS v ON v.id = s.service_id WHERE s.ref IN ({listed})",
            params,
        ):
            found[ref] = (key, name, role or "", service or "", case or "")
    return found


# -- who may do what -------------------------------------------------------------------------------------


def may_record(reader: Reader, record: str, person: str) -> bool:
    """Whether the person at the terminal may make such a record (`risk`, `case`) about somebody."""
    row = reader.store.row("SELECT service_id, line_manager_id FROM staff WHERE id = :key", {"key": person})
    return row is not None and may_write(reader.actor, record, Standing(service=row[0], line_manager=row[1]))


# -- the records behind the reasons ----------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Proof:
    """One record behind a reason, and what opens it: `session`, `pairing` or `person`, with the keys."""

    on: date
    words: str
    opens: str
    keys: tuple[str, ...]


def proofs(reader: Reader, person: str, reason: Reason) -> list[Proof]:
    """The records behind one reason about a person (by key) whose profile the reader may see."""
    may = reader.managed("s")
    if not reader.store.value(
        f"SELECT 1 FROM staff AS s WHERE s.id = :key AND {may.sql}", {**may.params, "key": person}
    ):
        return []
    match reason.kind:
        case "attendance":
            return _attendance(reader, person)
        case "W5":
            return _concerns(reader, person)
        case "E1":
            return _missed(reader, person, reason)
    return _sessions(reader, person, reason)


def _sessions(reader: Reader, person: str, reason: Reason) -> list[Proof]:
    """The sessions that a reason names, or the last three of the pairings that it names."""
    listed, params = marks(reason.evidence)
    which = f"x.ref IN ({listed})" if reason.kind == "confidence" else f"p.ref IN ({listed})"
    rows = reader.store.rows(
        "SELECT x.held_on, x.confidence_score, x.top_support_issue, p.id, x.id FROM session AS x "
        f"JOIN pairing AS p ON p.id = x.pairing_id WHERE p.mentee_id = :person AND {which} "
        "AND x.held_on <= :today ORDER BY x.held_on DESC, x.ref DESC LIMIT 3",
        {**params, "person": person, "today": reader.today.isoformat()},
    )
    return [
        Proof(
            date.fromisoformat(held), f"Session: confidence {score} of 10. {issue}", "session", (pairing, key)
        )
        for held, score, issue, pairing, key in reversed(rows)
    ]


def _missed(reader: Reader, person: str, reason: Reason) -> list[Proof]:
    listed, params = marks(reason.evidence)
    return [
        Proof(
            date.fromisoformat(due),
            f"Session {number} of {ref}, due {short(date.fromisoformat(due))}, was missed",
            "pairing",
            (pairing,),
        )
        for due, number, ref, pairing in reader.store.rows(
            "SELECT k.due_on, k.number, p.ref, p.id FROM slot AS k JOIN pairing AS p ON p.id = k.pairing_id "
            f"WHERE p.mentee_id = :person AND p.ref IN ({listed}) AND k.ends_on < :today "
            "AND k.answered_on IS NULL AND k.excused_on IS NULL "
            "AND (k.stopped_on IS NULL OR k.stopped_on >= k.ends_on) ORDER BY k.due_on",
            {**params, "person": person, "today": reader.today.isoformat()},
        )
    ]


def _attendance(reader: Reader, person: str) -> list[Proof]:
    return [
        Proof(to_date(week) or reader.today, f"Attended {there} of {rostered} shifts", "person", (person,))
        for week, rostered, there in reader.store.rows(
            "SELECT week_commencing, shifts_rostered, shifts_attended FROM attendance WHERE staff_id = :person "
            "AND week_commencing > :since AND week_commencing <= :today ORDER BY week_commencing",
            {
                "person": person,
                "since": (reader.today - ATTENDANCE_LOOKED_AT).isoformat(),
                "today": reader.today.isoformat(),
            },
        )
    ]


def _concerns(reader: Reader, person: str) -> list[Proof]:
    return [
        Proof(to_date(on) or reader.today, f"Supervision concern: {summary}", "person", (person,))
        for on, summary in reader.store.rows(
            "SELECT raised_on, summary FROM concern WHERE staff_id = :person AND raised_on > :since "
            "AND raised_on <= :today ORDER BY raised_on, nth",
            {
                "person": person,
                "since": (reader.today - _SIX_WEEKS).isoformat(),
                "today": reader.today.isoformat(),
            },
        )
    ]
