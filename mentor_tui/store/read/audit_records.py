"""The records behind a figure, a page at a time, each with whom it is about and how it stands, in words.

Names come only where the person may read them; elsewhere the references stand alone (people.md: figures of all
services, and references without names).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from mentor_tui.calendar import Period
from mentor_tui.dates import day_and_month, short
from mentor_tui.store import evidence
from mentor_tui.store.evidence import Evidence
from mentor_tui.store.read.actions import visible
from mentor_tui.store.read.audit import Scope
from mentor_tui.store.read.slots import chunks, marks
from mentor_tui.store.reading import Condition, Reader, renamed
from mentor_tui.store.values import to_date


@dataclass(frozen=True, slots=True)
class Behind:
    """One record behind a figure."""

    #: the same for the same record on every page
    key: str
    kind: str
    #: the key of the record itself; of a slot, its pairing's
    record: str
    #: the pairing that it belongs to, where it belongs to one that the person may read
    pairing: str
    #: the case that it belongs to, likewise
    case: str
    #: its reference, with which session or what is to be done
    ref: str
    #: whom it is about, blank where the person may not read the name
    who: str
    on: date | None
    counted: bool
    #: how it stands: `held in its window`, `done late on 9 Mar 2026`
    words: str


_OF_CASES = frozenset(("targeted_case", "follow_up"))


@dataclass(frozen=True, slots=True)
class _Known:
    """What the database knows of one record; what it belongs to is a pairing or a case."""

    who: str = ""
    pairing: str = ""
    facts: tuple[Any, ...] = ()


class RecordsBehind:
    """The records behind one figure of one month, for one service or several together."""

    def __init__(self, reader: Reader, scope: Scope, period: Period, measure: str) -> None:
        self._reader = reader
        self._measure = measure
        self._figures = [
            evidence.Figures(reader.store, period, service, reader.today) for service in scope.asked
        ]
        self._counts = [figures.counts(measure) for figures in self._figures]

    @property
    def inside(self) -> int:
        """How many are inside the numerator."""
        return sum(inside for inside, _ in self._counts)

    @property
    def outside(self) -> int:
        """How many are outside it."""
        return sum(outside for _, outside in self._counts)

    def how_many(self, counted: bool | None) -> int:
        """How many a list of them has: inside, outside, or (None) both."""
        return (0 if counted is False else self.inside) + (0 if counted is True else self.outside)

    def page(self, counted: bool | None, offset: int, limit: int) -> list[Behind]:
        """So many of them from a place on; of several services one after another."""
        found: list[Evidence] = []
        for figures, (inside, outside) in zip(self._figures, self._counts, strict=True):
            there = (0 if counted is False else inside) + (0 if counted is True else outside)
            if offset < there and len(found) < limit:
                found += figures.evidence(self._measure, counted, limit - len(found), offset)
            offset = max(0, offset - there)
        return self._in_words(found)

    def _in_words(self, found: Sequence[Evidence]) -> list[Behind]:
        known: dict[tuple[str, str], _Known] = {}
        for kind in {one.kind for one in found}:
            read = _READERS.get(kind)
            keys = sorted({one.key for one in found if one.kind == kind})
            for some in chunks(keys) if read else ():
                assert read is not None
                known |= {(kind, key): one for key, one in read(self._reader, some).items()}
        return [self._line(one, known.get((one.kind, one.key), _Known())) for one in found]

    def _line(self, one: Evidence, known: _Known) -> Behind:
        ref = one.ref
        if one.kind == "slot":
            ref = f"{ref}, session {one.number}"
        elif one.kind == "action" and len(known.facts) > 1 and known.facts[1]:
            ref = f"{ref} {known.facts[1]}"
        return Behind(
            key=f"{one.kind}@{one.key}@{one.number or ''}@{one.on or ''}",
            kind=one.kind,
            record=one.key,
            pairing="" if one.kind in _OF_CASES else known.pairing,
            case=known.pairing if one.kind in _OF_CASES else "",
            ref=ref,
            who=known.who,
            on=one.on,
            counted=one.counted,
            words=_standing(self._measure, one, known),
        )


# -- what is known of each kind --------------------------------------------------------------------------


def _read(reader: Reader, sql: str, some: Sequence[str], may: Condition) -> dict[str, _Known]:
    """Rows of key, name, pairing and facts; name and pairing are blank where the person may not read them."""
    listed, params = marks(some)
    rows = reader.store.rows(
        sql.format(keys=listed, may=may.sql), {**may.params, **params, "today": reader.today.isoformat()}
    )
    return {key: _Known(who or "", pairing or "", tuple(facts)) for key, who, pairing, *facts in rows}


def _pairings(reader: Reader, some: Sequence[str]) -> dict[str, _Known]:
    sql = (
        "SELECT p.id, CASE WHEN {may} THEN m.name END, CASE WHEN {may} THEN p.id END, "
        "(SELECT min(r.reviewed_on) FROM review AS r WHERE r.pairing_id = p.id "
        "AND r.reviewed_on >= p.week_four_from AND r.recorded_on <= :today), "
        "(SELECT count(*) FROM action AS a WHERE a.pairing_id = p.id AND a.completed_on IS NULL "
        "AND a.cancelled_on IS NULL), p.week_four_due FROM pairing AS p JOIN staff AS m ON m.id = p.mentee_id "
        "WHERE p.id IN ({keys})"
    )
    return _read(reader, sql, some, reader.pairings("p"))


def _staff(reader: Reader, some: Sequence[str]) -> dict[str, _Known]:
    # The pairing that is opened is the newest of the person's that may be read.
    pairing = renamed(reader.pairings("p"), "of_pairing_")
    sql = (
        "SELECT s.id, CASE WHEN {may} THEN s.name END, (SELECT p.id FROM pairing AS p "
        f"WHERE p.mentee_id = s.id AND {pairing.sql} ORDER BY p.started_on DESC LIMIT 1), s.employment_end, "
        "(SELECT min(q.recorded_on) FROM pairing AS q WHERE q.mentee_id = s.id "
        "AND q.programme = 'new_starter' AND q.recorded_on <= :today), s.first_day_due "
        "FROM staff AS s WHERE s.id IN ({keys})"
    )
    may = reader.staff("s")
    return _read(reader, sql, some, Condition(may.sql, {**may.params, **pairing.params}))


def _sessions(reader: Reader, some: Sequence[str]) -> dict[str, _Known]:
    sql = (
        "SELECT x.id, CASE WHEN {may} THEN m.name END, CASE WHEN {may} THEN p.id END, x.recorded_on "
        "FROM session AS x JOIN pairing AS p ON p.id = x.pairing_id JOIN staff AS m ON m.id = p.mentee_id "
        "WHERE x.id IN ({keys})"
    )
    return _read(reader, sql, some, reader.pairings("p"))


def _actions(reader: Reader, some: Sequence[str]) -> dict[str, _Known]:
    sql = (
        "SELECT a.id, CASE WHEN {may} THEN m.name END, CASE WHEN {may} THEN a.id END, a.completed_on, "
        "CASE WHEN {may} THEN a.action END FROM action AS a LEFT JOIN pairing AS p ON p.id = a.pairing_id "
        "LEFT JOIN targeted_case AS c ON c.id = a.case_id "
        "JOIN staff AS m ON m.id = coalesce(p.mentee_id, c.staff_id) WHERE a.id IN ({keys})"
    )
    return _read(reader, sql, some, visible(reader))


def _cases(reader: Reader, some: Sequence[str]) -> dict[str, _Known]:
    sql = (
        "SELECT c.id, CASE WHEN {may} THEN m.name END, CASE WHEN {may} THEN c.id END, "
        "(SELECT count(*) FROM action AS a "
        "WHERE a.case_id = c.id AND a.completed_on IS NULL AND a.cancelled_on IS NULL) "
        "FROM targeted_case AS c JOIN staff AS m ON m.id = c.staff_id WHERE c.id IN ({keys})"
    )
    return _read(reader, sql, some, reader.cases("c"))


def _follow_ups(reader: Reader, some: Sequence[str]) -> dict[str, _Known]:
    sql = (
        "SELECT f.id, CASE WHEN {may} THEN m.name END, CASE WHEN {may} THEN c.id END, f.evidence_reference "
        "FROM follow_up AS f JOIN targeted_case AS c ON c.id = f.case_id JOIN staff AS m ON m.id = c.staff_id "
        "WHERE f.id IN ({keys})"
    )
    return _read(reader, sql, some, reader.cases("c"))


def _services(reader: Reader, some: Sequence[str]) -> dict[str, _Known]:
    sql = "SELECT v.id, v.name, NULL FROM service AS v WHERE v.id IN ({keys}) AND {may}"
    return _read(reader, sql, some, reader.services("v"))


def _strategic(reader: Reader, some: Sequence[str]) -> dict[str, _Known]:
    """Strategic actions by what was approved, for those who read them; of nobody's pairing."""
    may = Condition("1 = 1" if reader.reach.strategic else "1 = 0", {})
    sql = (
        "SELECT x.id, CASE WHEN {may} THEN x.intervention END, NULL, x.completed_on "
        "FROM strategic_action AS x WHERE x.id IN ({keys})"
    )
    return _read(reader, sql, some, may)


_READERS: Mapping[str, Callable[[Reader, Sequence[str]], dict[str, _Known]]] = {
    "slot": _pairings,
    "pairing": _pairings,
    "staff": _staff,
    "session": _sessions,
    "action": _actions,
    "targeted_case": _cases,
    "follow_up": _follow_ups,
    "service": _services,
    "strategic_action": _strategic,
}


# -- how one stands ------------------------------------------------------------------------------------


_WORDS: Mapping[str, tuple[str, str]] = {
    "sessions_on_schedule": ("held in its window", "missed"),
    "excused_sessions": ("excused in time", "not excused"),
    "new_starters_on_schedule": ("every session on schedule", "a session missed"),
    "new_starters_without_mentor": ("no mentor by the end of the month", "has a mentor"),
    "open_actions": ("open", ""),
    "overdue_actions": ("past its review date", "open, its review date not passed"),
    "active_pairings": ("under way", ""),
    "services_below_threshold": ("below the threshold", "at the threshold or above"),
    "cases": ("ran in the month", ""),
    "resignation_risk": ("at risk of resigning", "not at risk of resigning"),
    "plans_within_three_days": ("planned within three working days", "planned later"),
    "delivered_with_evidence": ("evidence given", "no evidence given"),
}
"""How a record inside the numerator stands, and one outside it, where no date says more."""


def _standing(measure: str, one: Evidence, known: _Known) -> str:
    facts = known.facts
    match measure:
        case "session_records_same_day" if facts:
            return _done("recorded", facts[0], one.counted)
        case "action_completion" if facts:
            return _done("completed", facts[0], one.counted)
        case "strategic_actions_on_time" if facts:
            if one.counted:
                return _done("completed", facts[0], True)
            return _done("completed", facts[0], False) if one.late else "not completed with evidence"
        case "board_escalation_status":
            return _cause(one)
        case "allocations_on_first_day" if len(facts) > 1:
            return _done("mentor allocated", facts[1], one.counted, never="no mentor yet")
        case "week_four_reviews_on_time" if facts:
            return _done("reviewed", facts[0], one.counted, never="no review yet")
        case "retention_90_day" | "retention_90_day_all" | "mentored_retention_90_day" if facts:
            left = to_date(facts[0])
            return "employed on the ninetieth day" if one.counted else f"left {short(left) if left else ''}"
        case "open_action_plans" if facts:
            count = facts[1] if one.kind == "pairing" else facts[0]
            return f"{count} open now" if count else "closed since"
        case "follow_ups_on_time" | "impact_reviews_on_time":
            done = "followed up" if measure == "follow_ups_on_time" else "reviewed"
            late = f"{done} late" if one.late else f"not {done} by then"
            return f"{done} on time" if one.counted else late
        case "case_confidence":
            return f"confidence {one.value} of 10"
        case "confidence_movement":
            return f"{one.value:+d} points" if one.value else "no change"
    inside, outside = _WORDS.get(measure, ("counted", "not counted"))
    return inside if one.counted else outside


def _cause(one: Evidence) -> str:
    """Why the board escalation status is what it is."""
    if one.kind == "service":
        return "below twice running" if one.counted else "below, to be watched"
    return "past its date, no evidence" if one.counted else "past its date"


def _done(verb: str, on: str | None, counted: bool, never: str = "not done yet") -> str:
    """Done in time, done late, never done: three things."""
    day = to_date(on)
    if day is None:
        return never
    return f"{verb} {day_and_month(day)}" if counted else f"{verb} late, {short(day)}"
