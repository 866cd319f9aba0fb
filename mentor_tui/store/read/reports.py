"""The reports of the whole organisation: intelligence, pattern review, board assurance (records.md, C1, C2, C5).

Each is a period of :mod:`mentor_tui.store.evidence`, signed and frozen as the audit of a service is. The monthly ones
freeze beside it the figures of every service.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from mentor_tui.access import Standing, may_write
from mentor_tui.calendar import Period, add_months
from mentor_tui.catalogue import CATALOGUE, Measure, keys_of
from mentor_tui.figures import Figure, to_json
from mentor_tui.rules.due_oversight import (
    MONTHS_LISTED,
    MONTHS_LISTED_OF_A_QUARTER,
    board_assurance_due,
    intelligence_due,
    pattern_review_due,
)
from mentor_tui.store import evidence, signed
from mentor_tui.store.evidence.asked import Evidence
from mentor_tui.store.read import strategic
from mentor_tui.store.read.audit import (
    SIGNED_BY as SIGNED_BY,
)
from mentor_tui.store.read.audit import (
    AuditLine,
    AuditMonth,
    Scope,
    figure,
    late,
    stated,
    what_was_signed,
)
from mentor_tui.store.read.governance import calendar_of
from mentor_tui.store.reading import Reader
from mentor_tui.store.schedules import load_calendars

ALL: Final = Scope("", "All services", None)
"""A report is of the whole organisation."""

HEADLINES: Mapping[str, Mapping[str, str]] = {
    "C1": {
        "active_pairings": "Active pairings",
        "sessions_on_schedule": "Sessions completed",
        "mentored_retention_90_day": "Retention of mentored staff",
    },
    "C2": {
        "services_below_threshold": "Services below the threshold",
        "open_action_plans": "Unresolved action plans",
        "confidence_movement": "Confidence movement",
    },
    "C5": {
        "services_below_threshold": "Services below the threshold",
        "change": "Change on the quarter before",
        "strategic_actions_on_time": "Strategic actions on time",
        "board_escalation_status": "Escalation status proposed",
    },
}
"""What each report is about, each figure by what it is called there; they stand first."""

TITLES: Mapping[str, str] = {
    "C1": "Mentoring intelligence",
    "C2": "Pattern review",
    "C5": "Board assurance",
}

BY_SERVICE: Mapping[str, tuple[str, ...]] = {
    "C1": tuple(HEADLINES["C1"]),
    "C2": ("sessions_on_schedule", "open_action_plans", "confidence_movement"),
}
"""The figures of a monthly report service by service; those of the first are frozen with every signature."""

_BY_SERVICE: Final = BY_SERVICE["C1"]
_QUARTERS_BACK: Final = 5


@dataclass(frozen=True, slots=True)
class ServiceMoved:
    """A figure of one service that is no longer what was signed."""

    service: str
    measure: Measure
    signed: Figure
    now: Figure


def may_read(reader: Reader) -> bool:
    """Whether the person reads the figures of all services."""
    return reader.reach.references


def may_sign(reader: Reader, kind: str) -> bool:
    """Whether the person signs reports of a kind."""
    return may_write(reader.actor, f"audit:{kind}", Standing())


def report(reader: Reader, kind: str, period: Period) -> AuditMonth:
    """A report as known today, from one snapshot."""
    headlines = HEADLINES[kind]
    keys = [*headlines, *(key for key in keys_of(period.kind) if key not in headlines)]
    two_quarters = 6 if period.kind == "month" else 2
    with reader.store.snapshot():
        signature, frozen, differences = what_was_signed(reader, kind, ALL, period)
        due_on, waiting = _due(reader, kind, period)
        lines = tuple(
            AuditLine(
                measure=CATALOGUE[key],
                now=figure(reader, ALL, key, period),
                before=figure(reader, ALL, key, period.previous()),
                earlier=figure(reader, ALL, key, period.previous(two_quarters)),
                late=late(reader, ALL, key, period),
                signed=frozen.get(key),
                difference=differences.get(key),
            )
            for key in keys
        )
    return AuditMonth(
        ALL, period, reader.today, lines, signature, due_on, waiting, kind=kind, headlines=headlines
    )


def proposed_status(month: AuditMonth) -> str:
    """The board escalation status that the rules propose; blank for a month."""
    for line in month.lines:
        if line.measure.key == "board_escalation_status" and isinstance(line.now, str):
            return line.now
    return ""


@dataclass(frozen=True, slots=True)
class Story:
    """What the board reads first of a quarter, beside its figures."""

    period: Period
    #: strategic actions open today, and those of them past their target date; None where they may not be read
    open_actions: int | None
    past: int
    #: services and strategic actions that escalate the status, and those that are watched, as they are called
    escalating: tuple[str, ...]
    watched: tuple[str, ...]


def story(reader: Reader, period: Period) -> Story:
    """What stands beside the figures of a quarter."""
    opened = [one for one in strategic.lines(reader) if one.completed_on is None]
    names = dict(reader.store.rows("SELECT ref, name FROM service"))
    causes = evidence.Figures(reader.store, period, None, reader.today).evidence(
        "board_escalation_status", limit=evidence.EVERYTHING if reader.reach.strategic else 0
    )
    return Story(
        period,
        len(opened) if reader.reach.strategic else None,
        sum(one.target_on < reader.today for one in opened),
        tuple(_cause(one, names) for one in causes if one.counted),
        tuple(_cause(one, names) for one in causes if not one.counted),
    )


def _cause(one: Evidence, names: Mapping[str, str]) -> str:
    """A service by its name, a strategic action by its reference; the organisation as such."""
    if one.kind == "service":
        return names.get(one.ref, one.ref)
    return (
        f"strategic action {one.ref}"
        if one.ref and one.kind == "strategic_action"
        else "all services together"
    )


def frozen_now(reader: Reader, period: Period) -> str:
    """What is signed today: the figures with the records behind them; of a month those of each service too.

    Nothing for those who sign no report.
    """
    if not any(may_sign(reader, kind) for kind in HEADLINES):
        return ""
    with reader.store.snapshot():
        text = signed.freeze(reader.store, period, None, reader.today)
        if period.kind != "month":
            return text
        each = _by_service(reader, period)
    content = json.loads(text)
    content["by_service"] = {
        key: {service: to_json(found) for service, found in of_services.items()}
        for key, of_services in each.items()
    }
    return json.dumps(content, separators=(",", ":"))


def moved(reader: Reader, month: AuditMonth) -> list[ServiceMoved]:
    """The figures of single services that are no longer what was signed, by service."""
    if month.signature is None or month.kind == "A5":
        return []
    try:
        then = dict(json.loads(month.signature.text)["by_service"])
        was = {key: {ref: stated(value) for ref, value in then[key].items()} for key in _BY_SERVICE}
    except (ValueError, KeyError, TypeError, AttributeError):
        return []  # signed elsewhere, without the services
    names = dict(reader.store.rows("SELECT ref, name FROM service"))
    found = []
    for key, of_services in _by_service(reader, month.period).items():
        for ref, now in of_services.items():
            before = was[key].get(ref)
            if before is not None and to_json(before) != to_json(now):
                found.append(ServiceMoved(names.get(ref, ref), CATALOGUE[key], before, now))
    return sorted(found, key=lambda one: one.service)


def _by_service(reader: Reader, period: Period) -> dict[str, dict[str, Figure]]:
    asked = evidence.Figures(reader.store, period, None, reader.today)
    return {key: asked.by_service(key) for key in _BY_SERVICE}


def _due(reader: Reader, kind: str, period: Period) -> tuple[date, tuple[Period, ...]]:
    """By when a report is to be signed, and the periods that are over and that nobody has signed yet."""
    calendar, days = calendar_of(reader), load_calendars(reader.store).of(None)

    def due(one: Period) -> date:
        if kind == "C1":
            return intelligence_due(one, days)
        if kind == "C2":
            return pattern_review_due(calendar, one, days)
        return board_assurance_due(calendar, one, days)

    first = reader.store.value(
        "SELECT min(employment_start) FROM staff WHERE service_id IS NOT NULL AND employment_start IS NOT NULL"
    )
    done = {
        code for (code,) in reader.store.rows("SELECT period FROM audit WHERE kind = :kind", {"kind": kind})
    }
    listed = MONTHS_LISTED if period.kind == "month" else MONTHS_LISTED_OF_A_QUARTER
    latest = Period.containing(reader.today, period.kind).previous()
    back = MONTHS_LISTED + 2 if period.kind == "month" else _QUARTERS_BACK
    waiting = [
        one
        for one in (latest.previous(steps) for steps in reversed(range(back)))
        if first is not None
        and first <= one.last.isoformat()
        and one.code not in done
        and reader.today <= add_months(due(one), listed)
    ]
    return due(period), tuple(waiting)
