"""The board escalation status and what it rests on (spec page measures.md, *Quarter*).

It looks at the whole organisation with what was known at E: E5 and E6 escalate, W7, W8 and W9 are watched.
"""

from __future__ import annotations

from datetime import date

from mentor_tui.calendar import Period, complete_months
from mentor_tui.figures import Proportion
from mentor_tui.policy import COMPLIANCE_PERCENT
from mentor_tui.store.database import Store
from mentor_tui.store.evidence.asked import Asked, Evidence
from mentor_tui.store.evidence.reading import Reading
from mentor_tui.store.schedules import load_policy

_MONTHS = 6

_STRATEGIC = """
SELECT x.id, x.ref, s.ref, x.target_on,
 CASE WHEN (x.evidence_reference <> '' AND (x.completed_on IS NULL OR x.completed_on <= :day))
   OR EXISTS (SELECT 1 FROM executive_review AS r WHERE r.strategic_action_id = x.id AND r.recorded_on <= :day
    AND r.evidence_reference <> '') THEN 1 ELSE 0 END,
 CASE WHEN x.completed_on <= :day THEN 1 ELSE 0 END
FROM strategic_action AS x LEFT JOIN service AS s ON s.id = x.service_id
WHERE x.target_on < :day AND x.recorded_on <= :day
ORDER BY x.target_on, x.ref
"""


class Causes:
    """What was wrong at E: services by month, strategic actions, each as evidence."""

    def __init__(self, store: Store, asked: Asked) -> None:
        self._store = store
        self._end = asked.end
        self._keys = dict(store.rows("SELECT ref, id FROM service"))

    def status(self) -> str:
        """`escalated`, `watch` or `none`."""
        causes = self.evidence()
        if any(cause.counted for cause in causes):
            return "escalated"
        return "watch" if causes else "none"

    def evidence(self) -> list[Evidence]:
        """The services and strategic actions behind the status: those that escalate it are `counted`."""
        return [*self._services(), *self._strategic_actions()]

    def _services(self) -> list[Evidence]:
        months = complete_months(self._end, _MONTHS)
        shares = [shares_of(self._store, month, self._end) for month in months]
        below: dict[str, list[int]] = {}
        policy = load_policy(self._store)
        for index, (month, of_month) in enumerate(zip(months, shares, strict=True)):
            percent = policy.at(COMPLIANCE_PERCENT, month.last)
            for service, share in of_month.items():
                if share.is_below(percent):
                    below.setdefault(service, []).append(index)
        last = _MONTHS - 1
        escalated = {service for service, when in below.items() if last in when and last - 1 in when}
        watched = {service for service, when in below.items() if len(when) >= 2} - escalated
        if _is_static(
            [_sum(of_month) for of_month in shares[-3:]], policy.at(COMPLIANCE_PERCENT, months[-1].last)
        ):
            # W7 rests on the services that were below in the latest month.
            watched |= {service for service, when in below.items() if last in when} - escalated
        return [
            self._cause(
                "service", self._keys[service], service, service, service in escalated, months[-1].last
            )
            for service in sorted(escalated | watched)
        ]

    def _strategic_actions(self) -> list[Evidence]:
        rows = self._store.rows(_STRATEGIC, {"day": self._end.isoformat()})
        return [
            self._cause("strategic_action", key, ref, service, not evidenced, date.fromisoformat(target))
            for key, ref, service, target, evidenced, completed in rows
            if not (evidenced and completed)
        ]

    @staticmethod
    def _cause(kind: str, key: str, ref: str, service: str | None, counted: bool, on: date) -> Evidence:
        return Evidence(kind, key, ref, service, counted, int(counted), on)


def shares_of(store: Store, month: Period, as_at: date, service: str | None = None) -> dict[str, Proportion]:
    """Sessions on schedule in a month, by service (or of one, by its key), as known at a date."""
    reading = Reading(store, Asked(month, service, as_at))
    found = reading.by_service("sessions_on_schedule")
    return {service: share for service, share in found.items() if isinstance(share, Proportion)}


def _sum(shares: dict[str, Proportion]) -> Proportion:
    return Proportion(
        sum(share.numerator for share in shares.values()), sum(share.denominator for share in shares.values())
    )


def _is_static(shares: list[Proportion], threshold: int) -> bool:
    """W7: no rise over three months that each have a decided session, and the last below the threshold."""
    first, middle, last = shares
    if not (first.denominator and middle.denominator and last.denominator):
        return False
    return last.numerator * first.denominator <= first.numerator * last.denominator and last.is_below(
        threshold
    )
