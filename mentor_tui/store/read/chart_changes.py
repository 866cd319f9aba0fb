"""The recorded, explained changes with which the limits of a control chart begin anew (trust.md)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from mentor_tui.access import Standing, may_write
from mentor_tui.calendar import Period
from mentor_tui.store.read.scope import Scope
from mentor_tui.store.reading import Reader


@dataclass(frozen=True, slots=True)
class ChartChange:
    """Why the limits of a chart begin anew, and with which month."""

    key: str
    revision: int
    #: the first month of the new limits
    month: Period
    explanation: str


def of_chart(reader: Reader, scope: Scope, figure: str) -> tuple[ChartChange, ...]:
    """The changes that hold for a figure of one service or of all together, the oldest first.

    Several services that one person looks at together have none of their own.
    """
    if (not scope.key and scope.refs is not None) or not reader.reach.sees_figures(scope.key or None):
        return ()
    rows = reader.store.rows(
        "SELECT id, revision, from_on, explanation FROM chart_change WHERE figure = :figure "
        "AND COALESCE(service_id, '') = :service AND recorded_on <= :today "
        "AND (withdrawn_on IS NULL OR withdrawn_on > :today) ORDER BY from_on, id",
        {"figure": figure, "service": scope.key, "today": reader.today.isoformat()},
    )
    return tuple(
        ChartChange(key, revision, Period.containing(date.fromisoformat(from_on), "month"), explanation)
        for key, revision, from_on, explanation in rows
    )


def may_record(reader: Reader, scope: Scope) -> bool:
    """Whether the person records why the charts of a service, or of all together, draw new limits."""
    if not scope.key and scope.refs is not None:
        return False
    return may_write(reader.actor, "chart_change", Standing(service=scope.key or None))


def scope_of(reader: Reader, service: str) -> Scope | None:
    """A service by its key, or with a blank one all services; None where the person does not read its figures."""
    if not reader.reach.sees_figures(service or None):
        return None
    if not service:
        return Scope("", "All services", None)
    row = reader.store.row("SELECT ref, name FROM service WHERE id = :key", {"key": service})
    return Scope(service, row[1], (row[0],)) if row else None
