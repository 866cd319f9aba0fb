"""Follow-ups and impact reviews on time (B4 and B5): worked out case by case, over the few that matter.

Their dates hang on the working days of the case's nation and on the date of the one before, so no column
holds them: the rules are asked (spec page rules.md, *What is due*).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any, NamedTuple

from mentor_tui.policy import FOLLOW_UP_DAYS, Policy
from mentor_tui.store.database import Store
from mentor_tui.store.evidence.asked import Asked, Evidence
from mentor_tui.store.schedules import load_calendars
from mentor_tui.store.values import to_date

if TYPE_CHECKING:
    from mentor_tui.calendar import WorkingDays
    from mentor_tui.rules.facts import Case
    from mentor_tui.rules.timing import Timing

# A case with an item due in the period: planned by E, neither closed nor its person gone before.
_CASES = (
    "FROM targeted_case AS c JOIN staff AS m ON m.id = c.staff_id LEFT JOIN service AS s ON s.id = c.service_id "
    "WHERE c.planned_on <= :end AND c.recorded_on <= :day "
    "AND (c.closed_on IS NULL OR c.closed_on > :day OR c.closed_on >= :first) "
    "AND (m.employment_end IS NULL OR m.employment_end > :day OR m.employment_end >= :first)"
)


class _Known(NamedTuple):
    """A case as known at D, and what its dates hang on."""

    key: str
    service: str | None
    days: WorkingDays
    employment_end: date | None
    case: Case


class Support:
    """The follow-ups and impact reviews that fell due in a period; the cases are read once for both."""

    def __init__(self, store: Store, asked: Asked, policy: Policy) -> None:
        self._store = store
        self._asked = asked
        self._policy = policy
        self._cases: list[_Known] | None = None

    def follow_ups_on_time(self) -> list[Evidence]:
        """B4 items due in the period that are answered, or open with a due date before D."""
        policy = self._policy

        def items(known: _Known) -> list[Timing]:
            from mentor_tui.rules import timing

            return timing.follow_ups(known.case, known.days, policy, known.employment_end)

        return self._fell_due(items)

    def impact_reviews_on_time(self) -> list[Evidence]:
        """B5 items due in the period that are answered, or open with a due date before D."""

        def items(known: _Known) -> list[Timing]:
            from mentor_tui.rules import timing

            return timing.impact_reviews(known.case, known.days, self._asked.end, known.employment_end)

        return self._fell_due(items)

    def _fell_due(self, items: Callable[[_Known], list[Timing]]) -> list[Evidence]:
        first, end, as_at = self._asked.period.first, self._asked.end, self._asked.as_at
        if self._cases is None:
            self._cases = self._read()
        records = [
            Evidence(
                "targeted_case",
                known.key,
                known.case.ref,
                known.service,
                timing.on_time,
                int(timing.on_time),
                timing.due_on,
                late=timing.done_on is not None and not timing.on_time,
            )
            for known in self._cases
            for timing in items(known)
            if first <= timing.due_on <= end and (timing.done_on is not None or timing.due_on < as_at)
        ]
        return sorted(records, key=lambda record: (record.on or first, record.ref))

    def _read(self) -> list[_Known]:
        """The cases with no more than their dates, and their follow-ups and impact reviews known at D.

        Those that came so long before the period that nothing due in it hangs on them are left out.
        """
        cases = _CASES + (" AND c.service_id = :service" if self._asked.service is not None else "")
        rows = self._rows(
            "SELECT c.id, c.ref, s.ref, s.nation, c.planned_on, c.risk_identified_on, c.signed_off_on, "
            f"c.closed_on, c.recorded_on, c.confidence_score, m.employment_end {cases}"
        )
        if not rows:
            return []
        from mentor_tui.rules.facts import Case, FollowUp, ImpactReview

        follow_ups: dict[str, list[FollowUp]] = defaultdict(list)
        for key, on, status, recorded in self._rows(
            f"SELECT f.case_id, f.followed_up_on, f.status, f.recorded_on {cases.replace('WHERE', _FOLLOW_UPS)} "
            "ORDER BY f.case_id, f.followed_up_on, f.nth"
        ):
            follow_ups[key].append(FollowUp(_on(on), status, _on(recorded)))
        reviews: dict[str, list[ImpactReview]] = defaultdict(list)
        for key, on, score, at_risk, recorded in self._rows(
            "SELECT r.case_id, r.reviewed_on, r.confidence_score, r.at_risk_of_resigning, r.recorded_on "
            f"{cases.replace('WHERE', _REVIEWS)} ORDER BY r.case_id, r.reviewed_on, r.nth"
        ):
            reviews[key].append(ImpactReview(_on(on), score, 0, bool(at_risk), _on(recorded)))
        calendars = load_calendars(self._store)
        known = []
        for key, ref, service, nation, planned, risk, signed, closed, recorded, score, left in rows:
            case = Case(
                ref,
                "",
                _on(risk),
                _on(planned),
                score,
                0,
                False,
                _on(recorded),
                signed_off_on=self._by_now(signed),
                closed_on=self._by_now(closed),
                follow_ups=follow_ups.get(key, ()),
                impact_reviews=reviews.get(key, ()),
            )
            known.append(_Known(key, service, calendars.of(nation), self._by_now(left), case))
        return known

    def _rows(self, sql: str) -> list[tuple[Any, ...]]:
        asked = self._asked
        fortnights = [change.value for change in self._policy.changes if change.key == FOLLOW_UP_DAYS]
        longest = max((days for days in fortnights if isinstance(days, int)), default=0)
        return self._store.rows(
            sql,
            {
                "first": asked.period.first.isoformat(),
                "end": asked.end.isoformat(),
                "day": asked.as_at.isoformat(),
                "service": asked.service,
                "since": (asked.period.first - timedelta(longest) - _LOOK_BACK).isoformat(),
            },
        )

    def _by_now(self, text: str | None) -> date | None:
        """A date that came after D is blank."""
        day = to_date(text)
        return day if day is not None and day <= self._asked.as_at else None


_FOLLOW_UPS = (
    "JOIN follow_up AS f ON f.case_id = c.id WHERE f.followed_up_on >= :since AND f.recorded_on <= :day AND"
)
_REVIEWS = (
    "JOIN impact_review AS r ON r.case_id = c.id WHERE r.reviewed_on >= :since AND r.recorded_on <= :day AND"
)
# What falls due in a period hangs on what came a fortnight (or a month) before; weekends and holidays come on top.
_LOOK_BACK = timedelta(days=31 + 30)


def _on(text: str) -> date:
    day = to_date(text)
    assert day is not None
    return day
