"""The facts that the rules look at, read from the database with a few queries.

The whole organisation, or only what can matter: a :class:`Scope` says which pairings, cases and people. The
rules themselves decide what counts at a date (:mod:`mentor_tui.rules.asat`); a scope only leaves out what
cannot change their answer.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any, TypeVar

from mentor_tui.rules.facts import (
    Action,
    Attendance,
    Audit,
    Case,
    Concern,
    Excusal,
    ExecutiveReview,
    FollowUp,
    GovernanceMeeting,
    ImpactReview,
    Number,
    Organisation,
    Pairing,
    PathwayUpdate,
    Posting,
    Review,
    RiskIdentified,
    Service,
    Session,
    Staff,
    StrategicAction,
    SupportMeeting,
    Training,
)
from mentor_tui.store.database import Store
from mentor_tui.store.schedules import load_calendars, load_policy
from mentor_tui.store.values import to_date

_T = TypeVar("_T")

ALL_PAIRINGS = "SELECT id FROM pairing"
ALL_CASES = "SELECT id FROM targeted_case"
ALL_STAFF = "SELECT id FROM staff"

_CHUNK = 2000


@dataclass(frozen=True, slots=True)
class Scope:
    """Which records are read: each a query that gives keys, or blank for none of them."""

    pairings: str = ""
    #: of these pairings, those whose sessions, excusals and reviews are read (blank: of all of them)
    histories: str = ""
    cases: str = ""
    staff: str = ""
    #: whose supervision concerns are read
    concerns: str = ""
    #: whose attendance and training is read
    registers: str = ""
    #: whether strategic actions, the governance calendar and signed audits are read
    oversight: bool = False
    params: Mapping[str, Any] = field(default_factory=dict)


WHOLE = Scope(
    pairings=ALL_PAIRINGS,
    cases=ALL_CASES,
    staff=ALL_STAFF,
    concerns=ALL_STAFF,
    registers=ALL_STAFF,
    oversight=True,
)


def organisation(store: Store, scope: Scope = WHOLE) -> Organisation:
    """The facts of a scope; by default of the whole organisation. Services, policy and calendar always."""
    return _Reader(store, scope).organisation()


class _Reader:
    """Reads one scope."""

    def __init__(self, store: Store, scope: Scope) -> None:
        self._store = store
        self._scope = scope
        self._services: dict[str | None, str] = {}
        self._keys: dict[str, list[str]] = {}

    def organisation(self) -> Organisation:
        scope = self._scope
        with self._store.snapshot():
            services = self._read_services()
            return Organisation(
                services=services,
                staff=self._read_staff() if scope.staff else {},
                pairings=self._read_pairings() if scope.pairings else [],
                cases=self._read_cases() if scope.cases else [],
                strategic_actions=self._read_strategic_actions() if scope.oversight else [],
                concerns=self._read_concerns() if scope.concerns else [],
                attendance=self._read_attendance() if scope.registers else [],
                training=self._read_training() if scope.registers else [],
                risks=self._read_risks() if scope.staff else [],
                meetings=self._read_meetings() if scope.oversight else [],
                audits=self._read_audits() if scope.oversight else [],
                policy=load_policy(self._store),
                calendars=load_calendars(self._store),
            )

    def _rows(self, sql: str, among: str = "") -> Iterator[tuple[Any, ...]]:
        """The rows of a query; `{these}` in it stands for the keys that the query `among` gives."""
        if not among:
            yield from self._store.rows(sql)
            return
        if among in (ALL_PAIRINGS, ALL_CASES, ALL_STAFF):
            yield from self._store.rows(sql.format(these=among))
            return
        # The scope is found once, not again for each file.
        keys = self._keys.get(among)
        if keys is None:
            found = self._store.rows(among, self._scope.params)
            keys = self._keys[among] = list(dict.fromkeys(key for (key,) in found))
        for start in range(0, len(keys), _CHUNK):
            some = {f"k{n}": key for n, key in enumerate(keys[start : start + _CHUNK])}
            yield from self._store.rows(sql.format(these=", ".join(f":{name}" for name in some)), some)

    def _grouped(self, sql: str, among: str, make: Any) -> dict[str, list[Any]]:
        """Rows made into facts, by their first column: the key of what they belong to."""
        groups: dict[str, list[Any]] = defaultdict(list)
        for row in self._rows(sql, among):
            groups[row[0]].append(make(*row[1:]))
        return groups

    # -- registers ---------------------------------------------------------------------------------

    def _read_services(self) -> dict[str, Service]:
        services = {}
        for key, ref, nation, opened, closed in self._rows(
            "SELECT id, ref, nation, opened_on, closed_on FROM service ORDER BY ref"
        ):
            self._services[key] = ref
            services[ref] = Service(ref, nation or "england", to_date(opened), to_date(closed))
        return services

    def _read_staff(self) -> dict[str, Staff]:
        before: dict[str, list[tuple[date, str]]] = defaultdict(list)
        for key, service, until in self._rows(
            "SELECT staff_id, service_id, until_on FROM placement "
            "WHERE staff_id IN ({these}) ORDER BY until_on, service_id",
            self._scope.staff,
        ):
            before[key].append((_on(until), self._services[service]))
        staff = {}
        for key, ref, service, start, end, manager, mentoring in self._rows(
            "SELECT m.id, m.ref, m.service_id, m.employment_start, m.employment_end, l.ref, m.mentoring "
            "FROM staff AS m LEFT JOIN staff AS l ON l.id = m.line_manager_id "
            "WHERE m.service_id IS NOT NULL AND m.employment_start IS NOT NULL "
            "AND m.id IN ({these})",
            self._scope.staff,
        ):
            first = self._services[service]
            transfers: tuple[Posting, ...] = ()
            if key in before:
                first, transfers = _postings(before[key], first)
            staff[ref] = Staff(
                ref, first, _on(start), to_date(end), manager, mentoring != "not_expected", transfers
            )
        return staff

    def _read_concerns(self) -> list[Concern]:
        return [
            Concern(ref, _on(raised))
            for ref, raised in self._rows(
                "SELECT m.ref, c.raised_on FROM concern AS c JOIN staff AS m ON m.id = c.staff_id "
                "WHERE c.staff_id IN ({these})",
                self._scope.concerns,
            )
        ]

    def _read_attendance(self) -> list[Attendance]:
        return [
            Attendance(ref, _on(week), rostered, attended)
            for ref, week, rostered, attended in self._rows(
                "SELECT m.ref, w.week_commencing, w.shifts_rostered, w.shifts_attended FROM attendance AS w "
                "JOIN staff AS m ON m.id = w.staff_id WHERE w.staff_id IN ({these})",
                self._scope.registers,
            )
        ]

    def _read_training(self) -> list[Training]:
        return [
            Training(ref, course, bool(mandatory), to_date(completed), to_date(expires))
            for ref, course, mandatory, completed, expires in self._rows(
                "SELECT m.ref, t.course, t.mandatory, t.completed_on, t.expires_on FROM training AS t "
                "JOIN staff AS m ON m.id = t.staff_id WHERE t.staff_id IN ({these})",
                self._scope.registers,
            )
        ]

    def _read_risks(self) -> list[RiskIdentified]:
        return [
            RiskIdentified(ref, _on(identified), _on(recorded))
            for ref, identified, recorded in self._rows(
                "SELECT m.ref, r.identified_on, r.recorded_on FROM risk AS r "
                "JOIN staff AS m ON m.id = r.staff_id WHERE r.staff_id IN ({these})",
                self._scope.staff,
            )
        ]

    # -- pathway A -----------------------------------------------------------------------------------

    def _read_pairings(self) -> list[Pairing]:
        told = self._scope.histories or self._scope.pairings
        sessions = self._grouped(
            "SELECT pairing_id, ref, held_on, confidence_score, recorded_on FROM session "
            "WHERE pairing_id IN ({these})",
            told,
            lambda ref, held, score, recorded: Session(ref, _on(held), score, _on(recorded)),
        )
        excusals = self._grouped(
            "SELECT pairing_id, slot, recorded_on FROM excusal WHERE pairing_id IN ({these})",
            told,
            lambda slot, recorded: Excusal(slot, _on(recorded)),
        )
        reviews = self._grouped(
            "SELECT pairing_id, reviewed_on, recorded_on, outcome FROM review WHERE pairing_id IN ({these}) "
            "ORDER BY pairing_id, reviewed_on, nth",
            told,
            lambda reviewed, recorded, outcome: Review(_on(reviewed), _on(recorded), outcome),
        )
        actions = self._read_actions("pairing_id", self._scope.pairings)
        return [
            Pairing(
                ref,
                mentee,
                mentor,
                programme,
                _on(started),
                _on(recorded),
                to_date(ended),
                sessions.get(key, ()),
                excusals.get(key, ()),
                reviews.get(key, ()),
                actions.get(key, ()),
            )
            for key, ref, mentee, mentor, programme, started, recorded, ended in self._rows(
                "SELECT p.id, p.ref, e.ref, r.ref, p.programme, p.started_on, p.recorded_on, p.ended_on "
                "FROM pairing AS p JOIN staff AS e ON e.id = p.mentee_id "
                "JOIN staff AS r ON r.id = p.mentor_id "
                "WHERE p.id IN ({these})",
                self._scope.pairings,
            )
        ]

    def _read_actions(self, parent: str, scope: str) -> dict[str, list[Any]]:
        return self._grouped(
            f"SELECT a.{parent}, a.ref, o.ref, a.need_identified_on, a.review_on, a.recorded_on, "
            "a.completed_on, a.evidence_reference, a.cancelled_on "
            f"FROM action AS a JOIN staff AS o ON o.id = a.owner_id WHERE a.{parent} IN ({{these}})",
            scope,
            lambda ref, owner, need, review, recorded, completed, evidence, cancelled: Action(
                ref,
                owner,
                _on(need),
                _on(review),
                _on(recorded),
                to_date(completed),
                evidence or None,
                to_date(cancelled),
            ),
        )

    # -- pathway B -----------------------------------------------------------------------------------

    def _read_cases(self) -> list[Case]:
        cases = self._scope.cases
        meetings = self._grouped(
            "SELECT case_id, held_on, recorded_on, next_session_on, focus_area FROM support_meeting "
            "WHERE case_id IN ({these}) ORDER BY case_id, held_on, nth",
            cases,
            lambda held, recorded, again, focus: SupportMeeting(
                _on(held), _on(recorded), to_date(again), focus
            ),
        )
        updates = self._grouped(
            "SELECT case_id, recorded_on FROM pathway_update WHERE case_id IN ({these})",
            cases,
            lambda recorded: PathwayUpdate(_on(recorded)),
        )
        follow_ups = self._grouped(
            "SELECT case_id, followed_up_on, status, recorded_on, evidence_reference FROM follow_up "
            "WHERE case_id IN ({these}) ORDER BY case_id, followed_up_on, nth",
            cases,
            lambda followed, status, recorded, evidence: FollowUp(
                _on(followed), status, _on(recorded), evidence or None
            ),
        )
        reviews = self._grouped(
            "SELECT case_id, reviewed_on, confidence_score, attendance_percent, at_risk_of_resigning, "
            "recorded_on, decision FROM impact_review WHERE case_id IN ({these}) "
            "ORDER BY case_id, reviewed_on, nth",
            cases,
            lambda reviewed, score, attendance, at_risk, recorded, decision: ImpactReview(
                _on(reviewed), score, _number(attendance), bool(at_risk), _on(recorded), decision
            ),
        )
        actions = self._read_actions("case_id", cases)
        return [
            Case(
                ref,
                person,
                _on(risk),
                _on(planned),
                score,
                _number(attendance),
                bool(at_risk),
                _on(recorded),
                aim,
                to_date(aim_by),
                mentor,
                to_date(signed),
                to_date(closed),
                reason,
                meetings.get(key, ()),
                updates.get(key, ()),
                follow_ups.get(key, ()),
                reviews.get(key, ()),
                actions.get(key, ()),
            )
            for (
                key,
                ref,
                person,
                risk,
                planned,
                score,
                attendance,
                at_risk,
                recorded,
                aim,
                aim_by,
                mentor,
                signed,
                closed,
                reason,
            ) in self._rows(
                "SELECT c.id, c.ref, e.ref, c.risk_identified_on, c.planned_on, c.confidence_score, "
                "c.attendance_percent, c.at_risk_of_resigning, c.recorded_on, c.aim, c.aim_by, r.ref, "
                "c.signed_off_on, c.closed_on, c.close_reason "
                "FROM targeted_case AS c JOIN staff AS e ON e.id = c.staff_id "
                "LEFT JOIN staff AS r ON r.id = c.mentor_id "
                "WHERE c.id IN ({these})",
                cases,
            )
        ]

    # -- pathway C -----------------------------------------------------------------------------------

    def _read_strategic_actions(self) -> list[StrategicAction]:
        reviews = self._grouped(
            "SELECT strategic_action_id, reviewed_on, status, recorded_on, evidence_reference "
            "FROM executive_review ORDER BY strategic_action_id, reviewed_on, nth",
            "",
            lambda reviewed, status, recorded, evidence: ExecutiveReview(
                _on(reviewed), status, _on(recorded), evidence or None
            ),
        )
        return [
            StrategicAction(
                ref,
                owner,
                _on(approved),
                _on(target),
                _on(recorded),
                self._services.get(service),
                to_date(completed),
                evidence or None,
                reviews.get(key, ()),
            )
            for key, ref, owner, approved, target, recorded, service, completed, evidence in self._rows(
                "SELECT x.id, x.ref, o.ref, x.approved_on, x.target_on, x.recorded_on, x.service_id, "
                "x.completed_on, x.evidence_reference "
                "FROM strategic_action AS x JOIN staff AS o ON o.id = x.executive_owner_id"
            )
        ]

    def _read_meetings(self) -> list[GovernanceMeeting]:
        return [
            GovernanceMeeting(kind, _on(held))
            for kind, held in self._rows(
                "SELECT kind, held_on FROM meeting WHERE called_off IS NULL OR called_off = 0"
            )
        ]

    def _read_audits(self) -> list[Audit]:
        return [
            Audit(kind, period, _on(signed), self._services.get(service))
            for kind, period, signed, service in self._rows(
                "SELECT kind, period, signed_on, service_id FROM audit"
            )
        ]


def _on(text: str) -> date:
    day = to_date(text)
    assert day is not None
    return day


def _number(percent: float) -> Number:
    """A percentage as it was typed."""
    return int(percent) if percent == int(percent) else Decimal(str(percent))


def _postings(before: Iterable[tuple[date, str]], now: str) -> tuple[str, tuple[Posting, ...]]:
    """Where a person began, and each transfer since, from where they worked until when."""
    days, services = zip(*before, strict=True)
    after = (*services[1:], now)
    return services[0], tuple(Posting(day, service) for day, service in zip(days, after, strict=True))
