"""The queries behind the figures of targeted support (spec page measures.md), and of strategic actions.

What is on time by a working-day rule that no column holds (B4 and B5) is worked out case by case in
:mod:`mentor_tui.store.evidence.support`. Parameters: see :mod:`mentor_tui.store.evidence.month`.
"""

from __future__ import annotations

from mentor_tui.store.evidence.asked import Part, Question, one_if


def _running(hit: str) -> Question:
    """The cases that ran in the period."""
    return Question(
        Part(
            kind="targeted_case",
            record="c.id",
            day="c.planned_on",
            service="c.service_id",
            hit=hit,
            source="FROM targeted_case AS c JOIN staff AS m ON m.id = c.staff_id "
            "WHERE c.planned_on <= :end AND c.recorded_on <= :day "
            "AND (c.closed_on IS NULL OR c.closed_on > :day OR c.closed_on >= :first) "
            "AND (m.employment_end IS NULL OR m.employment_end > :day OR m.employment_end >= :first) "
            "{only[c.service_id]}",
        )
    )


def _latest(column: str) -> str:
    """What the latest assessment says: the latest impact review, else the plan."""
    return (
        f"COALESCE((SELECT r.{column} FROM impact_review AS r WHERE r.case_id = c.id "
        "AND r.reviewed_on <= :end AND r.recorded_on <= :day "
        f"ORDER BY r.reviewed_on DESC, r.nth DESC LIMIT 1), c.{column})"
    )


QUESTIONS = {
    "cases": _running("1"),
    "resignation_risk": _running(_latest("at_risk_of_resigning")),
    "case_confidence": _running(_latest("confidence_score")),
    "plans_within_three_days": Question(
        Part(
            kind="targeted_case",
            record="c.id",
            day="c.risk_identified_on",
            service="c.service_id",
            hit=one_if("c.recorded_on <= c.plan_due"),
            late=one_if("c.recorded_on > c.plan_due"),
            source="FROM targeted_case AS c WHERE c.risk_identified_on BETWEEN :first AND :end "
            "AND c.recorded_on <= :day {only[c.service_id]}",
        )
    ),
    "delivered_with_evidence": Question(
        Part(
            kind="follow_up",
            record="f.id",
            day="f.followed_up_on",
            service="c.service_id",
            hit=one_if("f.evidence_reference <> ''"),
            source="FROM follow_up AS f JOIN targeted_case AS c ON c.id = f.case_id "
            "WHERE f.followed_up_on BETWEEN :first AND :end AND f.status = 'delivered' "
            "AND f.recorded_on <= :day AND c.recorded_on <= :day {only[c.service_id]}",
        )
    ),
    "strategic_actions_on_time": Question(
        Part(
            kind="strategic_action",
            record="x.id",
            day="x.target_on",
            service="x.service_id",
            hit=one_if("x.completed_on <= x.target_on AND x.evidence_reference <> ''"),
            late=one_if("x.completed_on > x.target_on AND x.completed_on <= :day"),
            source="FROM strategic_action AS x WHERE x.target_on BETWEEN :first AND :end "
            "AND x.recorded_on <= :day {only[x.service_id]}",
        )
    ),
}
"""The query behind each of these figures, by its key."""
