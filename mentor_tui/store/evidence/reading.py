"""Running the queries: a figure is SUM and COUNT over one, its evidence the very same query's rows."""

from __future__ import annotations

from datetime import date

from mentor_tui.catalogue import CATALOGUE
from mentor_tui.figures import Average, Below, Figure, Proportion
from mentor_tui.policy import COMPLIANCE_PERCENT
from mentor_tui.store.database import Store
from mentor_tui.store.evidence import month, targeted
from mentor_tui.store.evidence.asked import Asked, Evidence, Question
from mentor_tui.store.schedules import load_policy

QUESTIONS: dict[str, Question] = {**month.QUESTIONS, **targeted.QUESTIONS}
"""The query behind a figure, by its key."""

_REFS = {
    "slot": ("LEFT JOIN pairing AS r{n} ON r{n}.id = e.record", "r{n}.ref"),
    "pairing": ("LEFT JOIN pairing AS r{n} ON r{n}.id = e.record", "r{n}.ref"),
    "session": ("LEFT JOIN session AS r{n} ON r{n}.id = e.record", "r{n}.ref"),
    "staff": ("LEFT JOIN staff AS r{n} ON r{n}.id = e.record", "r{n}.ref"),
    "action": ("LEFT JOIN action AS r{n} ON r{n}.id = e.record", "r{n}.ref"),
    "targeted_case": ("LEFT JOIN targeted_case AS r{n} ON r{n}.id = e.record", "r{n}.ref"),
    "service": ("LEFT JOIN service AS r{n} ON r{n}.id = e.record", "r{n}.ref"),
    "strategic_action": ("LEFT JOIN strategic_action AS r{n} ON r{n}.id = e.record", "r{n}.ref"),
    "follow_up": (
        "LEFT JOIN follow_up AS f ON f.id = e.record LEFT JOIN targeted_case AS r{n} ON r{n}.id = f.case_id",
        "r{n}.ref",
    ),
}
"""How the reference that people know is found for each kind of record."""


class Reading:
    """The figures of one asking: the policy is read once, and every query has the same parameters."""

    def __init__(self, store: Store, asked: Asked) -> None:
        self.store = store
        self.asked = asked
        self.policy = load_policy(store)
        self.params = asked.params(self.policy.at(COMPLIANCE_PERCENT, asked.end))

    def figure(self, key: str) -> Figure:
        """The figure of a query. Raises KeyError for a key that has none."""
        if CATALOGUE[key].shape == "below":
            services = self.by_service(key)
            below = sorted(ref for ref, found in services.items() if isinstance(found, Below) and found.count)
            return Below(len(below), len(services), tuple(below))
        return shaped(key, *self._totals(key))

    def _totals(self, key: str) -> tuple[int, int]:
        sql = QUESTIONS[key].totals(self.asked.service is not None)
        total, count = self.store.row(sql, self.params) or (0, 0)
        return total, count

    def counts(self, key: str) -> tuple[int, int]:
        """How many records are inside the numerator, and how many outside it."""
        total, count = self._totals(key)
        counted = count if _is_mean(key) else total
        return counted, count - counted

    def late(self, key: str) -> int:
        """How many of the records outside the numerator were done, but late."""
        query = QUESTIONS[key].of(self.asked.service is not None)
        return int(self.store.value(f"SELECT COALESCE(SUM(e.late), 0) FROM ({query}) AS e", self.params))

    def undecided(self) -> int:
        """How many sessions due in the period are still inside their window, or to come."""
        sql = month.UNDECIDED_SESSIONS.totals(self.asked.service is not None)
        _, count = self.store.row(sql, self.params) or (0, 0)
        return int(count)

    def evidence(self, key: str, counted: bool | None, limit: int, offset: int) -> list[Evidence]:
        """The records behind a figure, in order of date and reference."""
        question = QUESTIONS[key]
        joins, refs = [], []
        for n, kind in enumerate(question.kinds):
            join, ref = _REFS[kind]
            joins.append(join.format(n=n))
            refs.append(ref.format(n=n))
        ref = refs[0] if len(refs) == 1 else f"COALESCE({', '.join(refs)})"
        chosen = "" if counted is None or _is_mean(key) else f"WHERE e.hit = {int(counted)}"
        if counted is False and _is_mean(key):
            return []
        rows = self.store.rows(
            f"SELECT e.kind, e.record, {ref} AS ref, s.ref, e.hit, e.day, e.number, e.late "
            f"FROM ({question.of(self.asked.service is not None)}) AS e "
            f"LEFT JOIN service AS s ON s.id = e.service {' '.join(joins)} {chosen} "
            "ORDER BY e.day, ref, e.number, e.record LIMIT :limit OFFSET :offset",
            {**self.params, "limit": limit, "offset": offset},
        )
        return [
            Evidence(
                kind,
                record,
                ref,
                service,
                _is_mean(key) or hit == 1,
                hit,
                date.fromisoformat(day) if day else None,
                number,
                late == 1,
            )
            for kind, record, ref, service, hit, day, number, late in rows
        ]

    def by_service(self, key: str) -> dict[str, Figure]:
        """The figure of every service that has one, by the service's id."""
        query = QUESTIONS[key].of(self.asked.service is not None, by_service=True)
        rows = self.store.rows(
            f"SELECT s.ref, SUM(e.hit), COUNT(*) FROM ({query}) AS e JOIN service AS s ON s.id = e.service "
            "GROUP BY s.ref",
            self.params,
        )
        return {
            ref: Below(total, count, (ref,) if total else ())
            if CATALOGUE[key].shape == "below"
            else shaped(key, total, count)
            for ref, total, count in rows
        }


def _is_mean(key: str) -> bool:
    return CATALOGUE[key].shape == "average"


def shaped(key: str, total: int, count: int) -> Figure:
    """A figure in the shape that the catalogue gives it."""
    shape = CATALOGUE[key].shape
    if shape == "proportion":
        return Proportion(total, count)
    return Average(total, count) if shape == "average" else total


def of_evidence(key: str, records: list[Evidence]) -> Figure:
    """The figure of records that were worked out one by one."""
    return shaped(key, sum(record.value for record in records), len(records))
