"""A month for a service, as it is audited (records.md, A5): figures, movement, what was signed, what waits.

Figures are those of :mod:`mentor_tui.store.evidence`, as known today. Who answers for several services may look
at them together: their counts are added, so that a person who counts in two services counts in both.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from typing import Any

from mentor_tui.access import EVERYWHERE, Standing, may_write
from mentor_tui.calendar import Period, add_months
from mentor_tui.catalogue import CATALOGUE, MONTH, TARGETED, Measure
from mentor_tui.charts import Chart, xmr
from mentor_tui.figures import Average, Below, Figure, Proportion
from mentor_tui.policy import XMR_RUN, XMR_TREND
from mentor_tui.rules.due_oversight import MONTHS_LISTED, audit_due
from mentor_tui.store import evidence, signed
from mentor_tui.store.evidence.asked import Asked
from mentor_tui.store.evidence.reading import QUESTIONS, Reading
from mentor_tui.store.read import chart_changes
from mentor_tui.store.read.cases import ClosedOtherwise, closed_otherwise
from mentor_tui.store.read.chart_changes import ChartChange
from mentor_tui.store.read.governance import calendar_of
from mentor_tui.store.read.scope import Scope as Scope
from mentor_tui.store.reading import Reader
from mentor_tui.store.schedules import load_calendars, load_policy
from mentor_tui.store.signed import Difference
from mentor_tui.store.values import to_date

AUDITED: Mapping[str, str] = {
    "sessions_on_schedule": "Session timeliness",
    "action_completion": "Action completion",
    "retention_90_day": "Retention movement",
}
"""The three things that are audited, each by its figure; they stand first."""

SIGNED_BY: Mapping[str, str] = {
    "A5": "operations manager",
    "C1": "data analyst",
    "C2": "HR business partner",
    "C5": "board quality lead",
}
"""Whose signature each kind bears, where the name is not read."""

MONTHS_BACK = 36
"""How far back a chart looks."""

_TWO_QUARTERS = 6

#: how a record outside a numerator was done all the same, only late
_DONE_LATE: Mapping[str, str] = {
    "action_completion": "EXISTS (SELECT 1 FROM action AS x WHERE x.id = e.record AND x.completed_on <= :day)",
    "session_records_same_day": "1 = 1",
    "allocations_on_first_day": (
        "EXISTS (SELECT 1 FROM pairing AS x WHERE x.mentee_id = e.record AND x.programme = 'new_starter' "
        "AND x.recorded_on <= :day)"
    ),
    "week_four_reviews_on_time": (
        "EXISTS (SELECT 1 FROM review AS x JOIN pairing AS y ON y.id = x.pairing_id "
        "WHERE x.pairing_id = e.record AND x.recorded_on <= :day AND x.reviewed_on > y.week_four_due)"
    ),
}


@dataclass(frozen=True, slots=True)
class AuditLine:
    """One figure of the month, with what it was before."""

    measure: Measure
    now: Figure
    before: Figure
    #: two quarters earlier
    earlier: Figure
    #: outside the numerator, but done, only late; None where that cannot be said of the figure
    late: int | None
    #: as it was signed; None where the month is not signed, or the signature does not hold this figure
    signed: Figure | None
    difference: Difference | None

    @property
    def never(self) -> int:
        """Outside the numerator and not done at all."""
        if not isinstance(self.now, Proportion):
            return 0
        return self.now.denominator - self.now.numerator - (self.late or 0)


@dataclass(frozen=True, slots=True)
class Signature:
    """The signed audit of a month."""

    key: str
    signed_on: date
    by: str
    comment: str
    #: whether the figures that were signed can be read
    readable: bool
    #: of a quarter the board escalation status that was recorded; else blank
    status: str = ""
    #: the JSON that was signed
    text: str = ""


@dataclass(frozen=True, slots=True)
class AuditMonth:
    """Everything that is shown of a month."""

    scope: Scope
    period: Period
    as_at: date
    lines: tuple[AuditLine, ...]
    signature: Signature | None
    #: by when it is to be signed; None for several services together
    due_on: date | None
    #: the complete months that wait for a signature, oldest first
    waiting: tuple[Period, ...]
    #: what is signed: A5 of a service; C1, C2 or C5 of the whole organisation
    kind: str = "A5"
    #: the figures that stand first, each by what it is called in this report
    headlines: Mapping[str, str] = field(default_factory=lambda: AUDITED)
    #: the cases closed without improvement until then: their reasons stay on every audit
    closed: tuple[ClosedOtherwise, ...] = ()

    @property
    def differing(self) -> tuple[AuditLine, ...]:
        """The figures that are no longer what was signed, or whose records are not."""
        return tuple(line for line in self.lines if line.difference is not None)


# -- which services ------------------------------------------------------------------------------------


def scopes(reader: Reader) -> list[Scope]:
    """What the person may look at: all together first, where there are several, then each service by name."""
    condition = reader.services("v")
    rows = reader.store.rows(
        f"SELECT v.id, v.ref, v.name FROM service AS v WHERE {condition.sql} ORDER BY v.name, v.ref",
        condition.params,
    )
    each = [Scope(key, name, (ref,)) for key, ref, name in rows]
    if EVERYWHERE in reader.reach.figures and each:
        return [Scope("", "All services", None), *each]
    if len(each) > 1:
        return [Scope("", "All my services", tuple(ref for _, ref, _ in rows)), *each]
    return each


# -- the month -----------------------------------------------------------------------------------------


def month(reader: Reader, scope: Scope, period: Period) -> AuditMonth:
    """The month as known today, from one snapshot."""
    with reader.store.snapshot():
        signature, frozen, differences = what_was_signed(reader, "A5", scope, period)
        due_on, waiting = _due(reader, scope, period)
        lines = tuple(
            AuditLine(
                measure=CATALOGUE[key],
                now=figure(reader, scope, key, period),
                before=figure(reader, scope, key, period.previous()),
                earlier=figure(reader, scope, key, period.previous(_TWO_QUARTERS)),
                late=late(reader, scope, key, period),
                signed=frozen.get(key),
                difference=differences.get(key),
            )
            for key in _keys(reader, scope, period)
        )
        closed = closed_otherwise(reader, scope.refs, period.last)
    return AuditMonth(scope, period, reader.today, lines, signature, due_on, waiting, closed=closed)


def _keys(reader: Reader, scope: Scope, period: Period) -> list[str]:
    """The figures of a month: the three that are audited first; one service is not compared with others.

    Those of targeted support follow where there has been a case.
    """
    first = list(AUDITED)
    others = [key for key in MONTH if key not in AUDITED]
    supported = reader.store.rows(
        "SELECT DISTINCT v.ref FROM targeted_case AS c JOIN service AS v ON v.id = c.service_id "
        "WHERE c.planned_on <= :last",
        {"last": period.last.isoformat()},
    )
    if any(scope.refs is None or ref in scope.refs for (ref,) in supported):
        others += TARGETED
    return [key for key in first + others if key != "services_below_threshold" or not scope.key]


def figure(reader: Reader, scope: Scope, key: str, period: Period) -> Figure:
    """One figure, as known today."""
    found = [
        evidence.Figures(reader.store, period, service, reader.today).figure(key) for service in scope.asked
    ]
    if not found:
        # Nobody's figures are this person's to read.
        return Proportion(0, 0)
    return found[0] if len(found) == 1 else added(found)


def added(found: Sequence[Figure]) -> Figure:
    """The figures of several services together."""
    first = found[0]
    if isinstance(first, Proportion):
        shares = [one for one in found if isinstance(one, Proportion)]
        return Proportion(sum(one.numerator for one in shares), sum(one.denominator for one in shares))
    if isinstance(first, Average):
        means = [one for one in found if isinstance(one, Average)]
        return Average(sum(one.total for one in means), sum(one.count for one in means))
    if isinstance(first, Below):
        belows = [one for one in found if isinstance(one, Below)]
        refs = sorted(ref for one in belows for ref in one.services)
        return Below(sum(one.count for one in belows), sum(one.of for one in belows), tuple(refs))
    return sum(one for one in found if isinstance(one, int))


def late(reader: Reader, scope: Scope, key: str, period: Period) -> int | None:
    """How many outside the numerator were done all the same, only late; None where that cannot be said."""
    if key not in _DONE_LATE:
        return None
    count = 0
    for service in scope.asked:
        service_key = evidence.Figures(reader.store, period, service, reader.today).asked.service
        reading = Reading(reader.store, Asked(period, service_key, reader.today))
        count += reader.store.value(
            f"SELECT COUNT(*) FROM ({QUESTIONS[key].of(service_key is not None)}) AS e "
            f"WHERE e.hit = 0 AND {_DONE_LATE[key]}",
            reading.params,
        )
    return count


# -- signed and waiting --------------------------------------------------------------------------------


def what_was_signed(
    reader: Reader, kind: str, scope: Scope, period: Period
) -> tuple[Signature | None, dict[str, Figure], dict[str, Difference]]:
    """The signature of a period, the figures that were signed, and what differs from each today.

    Nothing for those who do not read these figures; who signed by name where that is read, else by the role.
    """
    if (kind == "A5" and not scope.key) or not reader.reach.sees_figures(scope.key or None):
        return None, {}, {}
    may = reader.staff("s")
    row = reader.store.row(
        f"SELECT a.id, a.signed_on, CASE WHEN {may.sql} THEN s.name END, a.comment, a.board_escalation_status, "
        "a.figures, a.signed_by_id FROM audit AS a "
        "LEFT JOIN staff AS s ON s.id = a.signed_by_id WHERE a.kind = :kind AND a.period = :period "
        "AND COALESCE(a.service_id, '') = :service ORDER BY a.signed_on DESC, a.id DESC LIMIT 1",
        {**may.params, "kind": kind, "period": period.code, "service": scope.key},
    )
    if row is None:
        return None, {}, {}
    key, on, by, comment, status, text, signer = row
    if not by and signer:
        by = f"the {SIGNED_BY[kind]}"
    frozen = _frozen(text)
    differences: list[Difference] = []
    if frozen:
        try:
            differences = signed.compare_with(reader.store, text, reader.today)
        except signed.NothingSigned:
            frozen = {}
    day = to_date(on) or reader.today
    signature = Signature(key, day, by or "", comment or "", bool(frozen), status or "", text or "")
    return signature, frozen, {one.key: one for one in differences}


def _frozen(text: str | None) -> dict[str, Figure]:
    """The signed figures by key; none where they cannot be read."""
    try:
        content = json.loads(text or "")
        return {
            key: found
            for key, value in content["figures"].items()
            if key in CATALOGUE and (found := stated(value)) is not None
        }
    except (ValueError, KeyError, TypeError, AttributeError):
        return {}


def stated(value: Any) -> Figure | None:
    """A figure from its JSON; None where it is none."""
    if isinstance(value, int | str):
        return value
    if not isinstance(value, dict):
        return None
    try:
        if "numerator" in value:
            return Proportion(int(value["numerator"]), int(value["denominator"]))
        if "count" in value and "of" in value:
            return Below(int(value["count"]), int(value["of"]), tuple(value.get("services", ())))
        if "average" in value:
            # The JSON holds the mean in tenths, not the sum behind it.
            count = int(value["count"])
            return Average(round(float(value["average"] or 0) * count), count)
    except (ValueError, KeyError, TypeError):
        return None
    return None


def _due(reader: Reader, scope: Scope, period: Period) -> tuple[date | None, tuple[Period, ...]]:
    """By when a month is to be signed, and the complete months of the service that nobody has signed yet."""
    if not scope.key:
        return None, ()
    store, today = reader.store, reader.today
    calendar = calendar_of(reader)
    nation, opened, closed = store.row(
        "SELECT nation, opened_on, closed_on FROM service WHERE id = :key", {"key": scope.key}
    ) or (None, None, None)
    days = load_calendars(store).of(nation)
    began = store.value(
        "SELECT min(employment_start) FROM staff WHERE start_service_id = :key", {"key": scope.key}
    )
    done = {
        code
        for (code,) in store.rows(
            "SELECT period FROM audit WHERE kind = 'A5' AND service_id = :key", {"key": scope.key}
        )
    }
    latest = Period.containing(today, "month").previous()
    waiting = []
    for back in reversed(range(MONTHS_LISTED + 2)):
        one = latest.previous(back)
        ran = began is not None and began <= one.last.isoformat()
        ran = ran and not (opened and opened > one.last.isoformat())
        ran = ran and not (closed and closed < one.first.isoformat())
        listed = today <= add_months(audit_due(calendar, one, days), MONTHS_LISTED)
        if ran and listed and one.code not in done:
            waiting.append(one)
    return audit_due(calendar, period, days), tuple(waiting)


def frozen_now(reader: Reader, scope: Scope, period: Period) -> str:
    """What is signed today for a month of one service; nothing for those who do not sign it."""
    assert scope.refs is not None, "one service is signed at a time"
    if not may_write(reader.actor, "audit:A5", Standing(service=scope.key)):
        return ""
    return signed.freeze(reader.store, period, scope.refs[0], reader.today)


# -- over time -----------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Series:
    """A figure over the complete months that have one, and its control chart."""

    measure: Measure
    months: tuple[Period, ...]
    figures: tuple[Figure, ...]
    chart: Chart
    #: why its limits begin anew, the newest last; one whose month is not over yet is among them
    anew: tuple[ChartChange, ...] = ()

    @property
    def firm(self) -> tuple[bool, ...]:
        """For each month whether there were enough for it to stand by itself."""
        return tuple(one.firm if isinstance(one, Proportion | Average) else True for one in self.figures)


def series(reader: Reader, scope: Scope, key: str, until: Period) -> Series:
    """A figure over the complete months up to one, from the first month of mentoring on."""
    with reader.store.snapshot():
        months = _months(reader, until)
        found = [(one, figure(reader, scope, key, one)) for one in months]
        policy = load_policy(reader.store)
        anew = chart_changes.of_chart(reader, scope, key)
    there = [(one, value, number) for one, value in found if (number := _number(value)) is not None]
    chart = xmr(
        [number for _, _, number in there],
        policy.at(XMR_RUN, reader.today),
        policy.at(XMR_TREND, reader.today),
        (sum(month.last < change.month.first for month, _, _ in there) for change in anew),
    )
    return Series(
        CATALOGUE[key], tuple(one for one, _, _ in there), tuple(value for _, value, _ in there), chart, anew
    )


def _months(reader: Reader, until: Period) -> list[Period]:
    first = reader.store.value("SELECT min(started_on) FROM pairing")
    if first is None:
        return []
    last = until if until.last < reader.today else Period.containing(reader.today, "month").previous()
    begin = max(Period.containing(date.fromisoformat(first), "month"), last.previous(MONTHS_BACK - 1))
    months = []
    while begin <= last:
        months.append(begin)
        begin = begin.next()
    return months


def _number(found: Figure) -> Fraction | None:
    """A figure as the point of a chart; nothing where nothing is decided."""
    match found:
        case Proportion():
            return Fraction(100 * found.numerator, found.denominator) if found.denominator else None
        case Average():
            return Fraction(found.total, found.count) if found.count else None
        case Below():
            return Fraction(found.count) if found.of else None
        case int():
            return Fraction(found)
    return None
