"""Targeted support cases as a person may read them: the list, and who and what one case is.

What a case waits for and what is raised about it are the rules' to say (:mod:`mentor_tui.rules`); the facts of a
page of cases are read together.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from mentor_tui.declare import Record
from mentor_tui.records.targeted import CLOSE_REASONS
from mentor_tui.rules import escalations, warnings
from mentor_tui.rules.due_targeted import Step, closing, next_steps
from mentor_tui.rules.facts import Case
from mentor_tui.rules.raised import Alert
from mentor_tui.rules.view import View
from mentor_tui.rules.wording import escalations_first
from mentor_tui.store import loading
from mentor_tui.store.loading import Scope
from mentor_tui.store.read.pairing_alerts import Raised
from mentor_tui.store.read.reviews import literally
from mentor_tui.store.read.session_entry import Standing, stands_in
from mentor_tui.store.read.slots import chunks, marks
from mentor_tui.store.reading import Reader
from mentor_tui.store.values import to_date

Which = Literal["open", "closed", "all"]

_FROM = (
    "targeted_case AS c JOIN staff AS m ON m.id = c.staff_id LEFT JOIN staff AS t ON t.id = c.mentor_id "
    "LEFT JOIN service AS v ON v.id = c.service_id"
)
_SOUGHT = (
    "lower(m.name || ' ' || coalesce(t.name, '') || ' ' || coalesce(v.name, '') || ' ' || c.ref "
    "|| ' ' || m.ref || ' ' || m.job_role)"
)
_CLOSED = "(c.closed_on IS NOT NULL AND c.closed_on <= :today)"


@dataclass(frozen=True, slots=True)
class Assessment:
    """Where a person stood: at the plan, or at an impact review."""

    on: date
    confidence: int
    attendance: float
    at_risk: bool


@dataclass(frozen=True, slots=True)
class CaseLine:
    """One case as it stands in the list."""

    key: str
    ref: str
    mentee: str
    left_on: date | None
    mentor: str
    service: str
    planned_on: date
    closed_on: date | None
    close_reason: str
    baseline: Assessment
    latest: Assessment
    #: what it waits for, the earliest first
    waits: tuple[Step, ...]
    alerts: tuple[Raised, ...]

    @property
    def close_words(self) -> str:
        """Why it was closed, in words."""
        return close_words(self.close_reason)

    @property
    def change(self) -> tuple[int, float]:
        """The change in confidence and in attendance since the plan."""
        return (
            self.latest.confidence - self.baseline.confidence,
            round(self.latest.attendance - self.baseline.attendance, 1),
        )


def close_words(reason: str) -> str:
    """Why a case was closed, in words."""
    return dict(CLOSE_REASONS).get(reason, reason)


def keys(reader: Reader, which: Which = "open", find: str = "") -> list[str]:
    """The keys of the cases that the person may see: open ones first, the newest of each first.

    `find` is what was typed in the filter: each of its words must stand in a name, the service or the ids.
    """
    condition = reader.cases("c")
    params: dict[str, Any] = {**condition.params, "today": reader.today.isoformat()}
    where = [condition.sql]
    if which != "all":
        where.append(_CLOSED if which == "closed" else f"NOT {_CLOSED}")
    for number, word in enumerate(find.split()[:8]):
        params[f"word{number}"] = f"%{literally(word)}%"
        where.append(f"{_SOUGHT} LIKE :word{number} ESCAPE '!'")
    order = f"CASE WHEN {_CLOSED} THEN 1 ELSE 0 END, coalesce(c.closed_on, c.planned_on) DESC, c.id"
    sql = f"SELECT c.id FROM {_FROM} WHERE {' AND '.join(where)} ORDER BY {order}"
    return [key for (key,) in reader.store.rows(sql, params)]


def lines(reader: Reader, wanted: Sequence[str]) -> list[CaseLine]:
    """The lines of these cases, in the order given; those that the person may not see are left out."""
    found: dict[str, CaseLine] = {}
    for some in chunks(wanted):
        found |= _some(reader, some)
    return [found[key] for key in wanted if key in found]


def _some(reader: Reader, wanted: Sequence[str]) -> dict[str, CaseLine]:
    condition = reader.cases("c")
    listed, params = marks(wanted)
    rows = reader.store.rows(
        "SELECT c.id, c.ref, m.name, m.employment_end, t.name, v.name, c.planned_on, c.closed_on, "
        "c.close_reason, c.confidence_score, c.attendance_percent, c.at_risk_of_resigning "
        f"FROM {_FROM} WHERE c.id IN ({listed}) AND {condition.sql}",
        {**condition.params, **params},
    )
    view = view_of_cases(reader, [row[0] for row in rows])
    known = {case.ref: case for case in view.known.cases}
    found = {}
    for key, ref, mentee, left, mentor, service, planned, closed, why, score, percent, at_risk in rows:
        case = known.get(ref)
        plan = Assessment(to_date(planned) or reader.today, score, percent, bool(at_risk))
        latest = latest_of(case) if case else None
        found[key] = CaseLine(
            key=key,
            ref=ref,
            mentee=mentee,
            left_on=past(left, reader.today),
            mentor=mentor or "",
            service=service or "",
            planned_on=plan.on,
            closed_on=to_date(closed),
            close_reason=why or "",
            baseline=plan,
            latest=latest or plan,
            waits=tuple(steps_of(view, case)) if case else (),
            alerts=tuple(alerts_of_case(view, case)) if case else (),
        )
    return found


def past(day: str | None, today: date) -> date | None:
    """A day that has passed; nothing for one to come."""
    found = to_date(day)
    return found if found is not None and found < today else None


def latest_of(case: Case) -> Assessment | None:
    """The latest impact review of a case as known."""
    if not case.impact_reviews:
        return None
    last = case.impact_reviews[-1]
    return Assessment(last.reviewed_on, last.confidence, float(last.attendance), last.at_risk)


def view_of_cases(reader: Reader, some: Sequence[str]) -> View:
    """What the rules see of these cases (by key, already found to be the person's to read) and their people."""
    listed, params = marks(some)
    people = f"SELECT staff_id FROM targeted_case WHERE id IN ({listed})"
    scope = Scope(
        cases=f"SELECT id FROM targeted_case WHERE id IN ({listed})",
        staff=people,
        concerns=people,
        params=params,
    )
    return View(loading.organisation(reader.store, scope), reader.today, {})


def steps_of(view: View, case: Case) -> list[Step]:
    """What a case waits for, the earliest first; that of a leaver to be closed."""
    if case.closed_on is not None:
        return []
    left = view.employment_end(case.staff)
    if left is not None:
        item = closing(view, case)
        return [Step("B5C", item.due_on if item else left)]
    return next_steps(view, case)


def alerts_of_case(view: View, case: Case) -> list[Raised]:
    """The alerts of one case, escalations first."""
    found = [Raised(alert.code, alert.since) for alert in _alerts(view, case)]
    return sorted(found, key=lambda one: (escalations_first(one.code), one.since))


def _alerts(view: View, case: Case) -> Iterator[Alert]:
    if view.is_open(case):
        yield from warnings.case_confidence_unchanged(view, case)
        yield from warnings.follow_up_missed(view, case)
        yield from escalations.support_not_improving(view, case)
        yield from escalations.delivery_evidence_missing(view, case)
        yield from (one for one in warnings.concerns_repeated(view) if one.subject == case.staff)
    if case.actions:
        yield from escalations.action_overdue(view, case.actions, view.service_of_case(case))


# -- one case --------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class CaseHead:
    """Who and what a case is. `mentee` is the person whom it supports."""

    key: str
    ref: str
    revision: int
    mentee_key: str
    mentee: str
    mentor_key: str
    mentor: str
    manager_key: str | None
    manager: str
    service_key: str | None
    service: str
    risk_on: date
    planned_on: date
    signed_off_on: date | None
    closed_on: date | None
    close_reason: str
    aim: str
    aim_by: date | None
    baseline: Assessment
    #: when the person left, if that has come
    left_on: date | None

    @property
    def is_open(self) -> bool:
        """Whether something may still be added as it happens."""
        return self.closed_on is None

    @property
    def close_words(self) -> str:
        """Why it was closed, in words."""
        return close_words(self.close_reason)


def head(reader: Reader, key: str) -> CaseHead | None:
    """Who and what a case is; nothing where there is none or the person may not see it."""
    condition = reader.cases("c")
    row = reader.store.row(
        "SELECT c.id, c.ref, c.revision, m.id, m.name, m.job_role, t.id, t.name, l.id, l.name, c.service_id, "
        "v.name, c.risk_identified_on, c.planned_on, c.signed_off_on, c.closed_on, c.close_reason, c.aim, "
        "c.aim_by, c.confidence_score, c.attendance_percent, c.at_risk_of_resigning, m.employment_end "
        f"FROM {_FROM} LEFT JOIN staff AS l ON l.id = m.line_manager_id WHERE c.id = :case AND {condition.sql}",
        {**condition.params, "case": key},
    )
    if row is None:
        return None
    planned = to_date(row[13]) or reader.today
    return CaseHead(
        key=row[0],
        ref=row[1],
        revision=row[2],
        mentee_key=row[3],
        mentee=row[4],
        mentor_key=row[6] or "",
        mentor=row[7] or "",
        manager_key=row[8],
        manager=row[9] or "",
        service_key=row[10],
        service=row[11] or "",
        risk_on=to_date(row[12]) or planned,
        planned_on=planned,
        signed_off_on=to_date(row[14]),
        closed_on=to_date(row[15]),
        close_reason=row[16] or "",
        aim=row[17] or "",
        aim_by=to_date(row[18]),
        baseline=Assessment(planned, row[19], row[20], bool(row[21])),
        left_on=past(row[22], reader.today),
    )


def record(reader: Reader, kind: Record, key: str, case: str) -> Standing | None:
    """A record of a case (or the case itself) as it stands; nothing where the person may not see the case.

    Private fields come only for the mentor and the mentee.
    """
    found = head(reader, case)
    if found is None:
        return None
    return stands_in(reader, kind, key, "id" if kind.name == "case" else "case_id", found)


# -- closed without improvement --------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class ClosedOtherwise:
    """A case that was closed without sustained improvement: it stays on every audit from then on."""

    key: str
    ref: str
    #: blank where the person may not read the name
    mentee: str
    service: str
    closed_on: date
    why: str


def closed_otherwise(
    reader: Reader, services: Collection[str] | None, until: date
) -> tuple[ClosedOtherwise, ...]:
    """The cases of these services (ids; None: of all) that were closed by a day without improvement, newest first.

    For those who read the services' figures; with names as far as they may be read.
    """
    may, figures = reader.cases("c"), reader.services("v")
    rows = reader.store.rows(
        f"SELECT c.id, c.ref, CASE WHEN {may.sql} THEN m.name END, v.ref, v.name, c.closed_on, c.close_reason "
        "FROM targeted_case AS c JOIN staff AS m ON m.id = c.staff_id JOIN service AS v ON v.id = c.service_id "
        f"WHERE {figures.sql} AND c.closed_on <= :until AND c.closed_on <= :today "
        "AND coalesce(c.close_reason, 'other') <> 'improved' ORDER BY c.closed_on DESC, c.ref",
        {
            **figures.params,
            **may.params,
            "until": until.isoformat(),
            "today": reader.today.isoformat(),
        },
    )
    return tuple(
        ClosedOtherwise(key, ref, who or "", service, to_date(closed) or until, close_words(why or "other"))
        for key, ref, who, service_ref, service, closed, why in rows
        if services is None or service_ref in services
    )
