"""Follow-ups and impact reviews on time (B4 and B5): worked out case by case, over the few that matter.

Their dates hang on the working days of the case's nation and on the date of the one before, so no column
holds them: the rules are asked, with the facts of the cases (spec page rules.md, *What is due*).
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from mentor_tui.store.database import Store
from mentor_tui.store.evidence.asked import Asked, Evidence

if TYPE_CHECKING:
    from mentor_tui.rules.facts import Case
    from mentor_tui.rules.timing import Timing
    from mentor_tui.rules.view import View

# A case with an item due in the period: planned by E, neither closed nor its person gone before.
_CASES = (
    "SELECT c.id FROM targeted_case AS c JOIN staff AS m ON m.id = c.staff_id "
    "WHERE c.planned_on <= :end AND c.recorded_on <= :day "
    "AND (c.closed_on IS NULL OR c.closed_on > :day OR c.closed_on >= :first) "
    "AND (m.employment_end IS NULL OR m.employment_end > :day OR m.employment_end >= :first)"
)


class Support:
    """The follow-ups and impact reviews that fell due in a period; the cases are read once for both."""

    def __init__(self, store: Store, asked: Asked) -> None:
        self._store = store
        self._asked = asked
        self._seen: tuple[View, dict[str, str]] | None = None

    def follow_ups_on_time(self) -> list[Evidence]:
        """B4 items due in the period that are answered, or open with a due date before D."""
        view, keys = self._view()
        if not view.known.cases:
            return []
        from mentor_tui.rules import timing

        return self._fell_due(
            [
                (
                    case,
                    timing.follow_ups(
                        case,
                        view.days(view.service_of_case(case)),
                        view.policy,
                        view.employment_end(case.staff),
                    ),
                )
                for case in view.known.cases
            ],
            view,
            keys,
        )

    def impact_reviews_on_time(self) -> list[Evidence]:
        """B5 items due in the period that are answered, or open with a due date before D."""
        view, keys = self._view()
        if not view.known.cases:
            return []
        from mentor_tui.rules import timing

        return self._fell_due(
            [
                (
                    case,
                    timing.impact_reviews(
                        case,
                        view.days(view.service_of_case(case)),
                        self._asked.end,
                        view.employment_end(case.staff),
                    ),
                )
                for case in view.known.cases
            ],
            view,
            keys,
        )

    def _view(self) -> tuple[View, dict[str, str]]:
        if self._seen is None:
            from mentor_tui.rules.view import View
            from mentor_tui.store.loading import Scope, organisation

            asked = self._asked
            condition = _CASES + (" AND c.service_id = :service" if asked.service is not None else "")
            params = {
                "first": asked.period.first.isoformat(),
                "end": asked.end.isoformat(),
                "day": asked.as_at.isoformat(),
                "service": asked.service,
            }
            staff = f"SELECT staff_id FROM targeted_case WHERE id IN ({condition})"
            scope = Scope(cases=condition, staff=staff, params=params)
            facts = organisation(self._store, scope)
            keys = dict(
                self._store.rows(f"SELECT ref, id FROM targeted_case WHERE id IN ({condition})", params)
            )
            self._seen = (View(facts, asked.as_at), keys)
        return self._seen

    def _fell_due(
        self, items: list[tuple[Case, list[Timing]]], view: View, keys: dict[str, str]
    ) -> list[Evidence]:
        first, end, as_at = self._asked.period.first, self._asked.end, self._asked.as_at

        def counts(due_on: date, done_on: date | None) -> bool:
            return first <= due_on <= end and (done_on is not None or due_on < as_at)

        records = [
            Evidence(
                "targeted_case",
                keys[case.ref],
                case.ref,
                view.service_of_case(case),
                timing.on_time,
                int(timing.on_time),
                timing.due_on,
                number,
            )
            for case, timings in items
            for number, timing in enumerate(timings, start=1)
            if counts(timing.due_on, timing.done_on)
        ]
        return sorted(records, key=lambda record: (record.on or first, record.ref, record.number or 0))
