"""All services side by side, and by month: what leaders look at (records.md, C1 and C2).

Figures alone, never a name of staff. They are those of :mod:`mentor_tui.store.evidence`, as known today, of the
services whose figures the person may read.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from mentor_tui.calendar import Period
from mentor_tui.figures import Average, Figure, Proportion
from mentor_tui.policy import COMPLIANCE_PERCENT
from mentor_tui.store import evidence, facts
from mentor_tui.store.read.audit import Scope, figure, scopes
from mentor_tui.store.read.sight import Sight
from mentor_tui.store.reading import Reader
from mentor_tui.store.schedules import load_policy

COMPARED: tuple[str, ...] = (
    "sessions_on_schedule",
    "retention_90_day",
    "confidence_movement",
    "open_action_plans",
)
"""The figures by which services are compared."""

MONTHS_SHOWN = 12
"""How many months stand side by side."""


@dataclass(frozen=True, slots=True)
class LeagueLine:
    """One service in one month."""

    scope: Scope
    figures: Mapping[str, Figure]
    #: whether its sessions on schedule are below the threshold; nothing decided is not below
    below: bool
    #: whether it was not open in the month, and is listed because something of it still counts
    closed: bool


@dataclass(frozen=True, slots=True)
class League:
    """The services of one month, and all of them together."""

    period: Period
    as_at: date
    #: percent of sessions on schedule below which a service is below the threshold
    threshold: int
    lines: tuple[LeagueLine, ...]
    together: LeagueLine

    @property
    def below(self) -> int:
        """How many services are below the threshold."""
        return sum(line.below for line in self.lines)

    @property
    def with_data(self) -> int:
        """How many services have anything decided."""
        return sum(_decided(line.figures["sessions_on_schedule"]) > 0 for line in self.lines)


@dataclass(frozen=True, slots=True)
class AlertCount:
    """What is raised today about a service."""

    escalations: int = 0
    warnings: int = 0
    #: the codes, escalations first, each with how often
    codes: tuple[tuple[str, int], ...] = ()


@dataclass(frozen=True, slots=True)
class HeatLine:
    """One service over the months, the oldest first: its sessions on schedule, and whether they were too few."""

    scope: Scope
    months: tuple[Proportion, ...]
    below: tuple[bool, ...]


@dataclass(frozen=True, slots=True)
class Heat:
    """Services by month."""

    months: tuple[Period, ...]
    #: percent, by month: the threshold that was in force
    thresholds: tuple[int, ...]
    as_at: date
    lines: tuple[HeatLine, ...]


def league(reader: Reader, period: Period, keys: tuple[str, ...] = COMPARED) -> League:
    """Every service that the person may see, by figures of a month, from one snapshot."""
    with reader.store.snapshot():
        threshold = _threshold(reader, period)
        together, each = _scopes(reader)
        asked = evidence.Figures(reader.store, period, None, reader.today)
        found = {key: asked.by_service(key) for key in keys}
        gone = {
            key
            for (key,) in reader.store.rows(
                "SELECT id FROM service WHERE closed_on < :first OR opened_on > :last",
                {"first": period.first.isoformat(), "last": period.last.isoformat()},
            )
        }
        lines = []
        for scope in each:
            ref = (scope.refs or ("",))[0]
            figures = {key: of_services[ref] for key, of_services in found.items()}
            below = _is_below(figures["sessions_on_schedule"], threshold)
            if scope.key in gone and not any(map(_decided, figures.values())):
                continue
            lines.append(LeagueLine(scope, figures, below, scope.key in gone))
        all_figures = {key: figure(reader, together, key, period) for key in keys}
        return League(
            period,
            reader.today,
            threshold,
            tuple(lines),
            LeagueLine(
                together, all_figures, _is_below(all_figures["sessions_on_schedule"], threshold), False
            ),
        )


def alerts_of_services(reader: Reader) -> dict[str, AlertCount]:
    """What is raised today by service id; ``""`` for what concerns no single service. By count, without names."""
    raised = Sight(reader).alerts(facts.alerts(reader.store, reader.today))
    codes: dict[str, Counter[str]] = {}
    for alert in raised:
        codes.setdefault(alert.service or "", Counter())[alert.code] += 1
    return {service: _counted(of_service) for service, of_service in codes.items()}


def _counted(codes: Counter[str]) -> AlertCount:
    escalations = sum(number for code, number in codes.items() if code.startswith("E"))
    ordered = sorted(codes.items(), key=lambda one: (not one[0].startswith("E"), int(one[0][1:])))
    return AlertCount(escalations, codes.total() - escalations, tuple(ordered))


def heat(reader: Reader, last: Period) -> Heat:
    """Sessions on schedule of every service over the months up to one."""
    months = tuple(last.previous(back) for back in reversed(range(MONTHS_SHOWN)))
    with reader.store.snapshot():
        thresholds = tuple(_threshold(reader, month) for month in months)
        _, each = _scopes(reader)
        shares = [evidence.shares_of(reader.store, month, reader.today) for month in months]
    lines = []
    for scope in each:
        ref = (scope.refs or ("",))[0]
        row = tuple(of_month.get(ref, Proportion(0, 0)) for of_month in shares)
        if any(one.denominator for one in row):
            below = tuple(one.is_below(percent) for one, percent in zip(row, thresholds, strict=True))
            lines.append(HeatLine(scope, row, below))
    return Heat(months, thresholds, reader.today, tuple(lines))


def _scopes(reader: Reader) -> tuple[Scope, list[Scope]]:
    """All together, and each service by itself; of one service alone the two are the same."""
    found = scopes(reader)
    each = [one for one in found if one.key]
    return (found[0] if found else Scope("", "", ()), each)


def _threshold(reader: Reader, period: Period) -> int:
    percent: int = load_policy(reader.store).at(COMPLIANCE_PERCENT, min(period.last, reader.today))
    return percent


def _is_below(found: Figure, percent: int) -> bool:
    return isinstance(found, Proportion) and found.is_below(percent)


def _decided(found: Figure) -> int:
    match found:
        case Proportion():
            return found.denominator
        case Average():
            return found.count
        case int():
            return found
    return 0
