"""The queries behind the figures of a month (spec page measures.md, *Month*; the quarter has them too).

Parameters: `:first` and `:last` of the period, `:end` (E), `:day` (D), `:service`, `:threshold`. What was
recorded after D does not count, nor do the children of what was. An end after D is blank: where E is the
limit that need not be said, because E is never after D.
"""

from __future__ import annotations

from mentor_tui.store.evidence.asked import Part, Question, one_if

# -- the schedule: a slot's state at D is a comparison of dates (see mentor_tui.store.models) ----------------

_HELD = "t.answered_on <= :day"
_NOT_STOPPED = "(t.stopped_on IS NULL OR t.stopped_on > :day OR t.stopped_on >= t.ends_on)"
_NOT_EXCUSED = "(t.excused_on IS NULL OR t.excused_on > :day)"
_DECIDED = (
    "FROM slot AS t WHERE t.due_on BETWEEN :first AND :last AND t.ends_on < :day AND t.known_on <= :day "
    f"AND ({_HELD} OR ({_NOT_STOPPED} AND {_NOT_EXCUSED})) {{only[t.service_id]}}"
)

SESSIONS_ON_SCHEDULE = Question(
    Part(
        kind="slot",
        record="t.pairing_id",
        number="t.number",
        day="t.due_on",
        service="t.service_id",
        hit=one_if(_HELD),
        source=_DECIDED,
    )
)

UNDECIDED_SESSIONS = Question(
    Part(
        kind="slot",
        record="t.pairing_id",
        number="t.number",
        day="t.due_on",
        service="t.service_id",
        hit="1",
        source="FROM slot AS t WHERE t.due_on BETWEEN :first AND :last AND t.ends_on >= :day "
        f"AND t.known_on <= :day AND ({_HELD} OR ({_NOT_STOPPED} AND {_NOT_EXCUSED})) {{only[t.service_id]}}",
    )
)
"""Sessions due in the period whose window has not ended: while nothing else is there, it is too early to tell."""

EXCUSED_SESSIONS = Question(
    Part(
        kind="slot",
        record="t.pairing_id",
        number="t.number",
        day="t.due_on",
        service="t.service_id",
        hit=one_if(
            f"t.excused_on <= :day AND (t.answered_on IS NULL OR t.answered_on > :day) AND {_NOT_STOPPED}"
        ),
        source="FROM slot AS t WHERE t.due_on BETWEEN :first AND :last AND t.known_on <= :day "
        "{only[t.service_id]}",
    )
)

NEW_STARTERS_ON_SCHEDULE = Question(
    Part(
        kind="staff",
        record="p.mentee_id",
        day="MIN(d.day)",
        service="MIN(p.service_id)",
        hit="MIN(d.held)",
        source="FROM (SELECT t.pairing_id AS pairing_id, MIN(t.due_on) AS day, "
        f"MIN({one_if(_HELD)}) AS held {_DECIDED} GROUP BY t.pairing_id) AS d "
        "JOIN pairing AS p ON p.id = d.pairing_id WHERE p.programme = 'new_starter'",
        group="p.mentee_id {apart[p.service_id]}",
    )
)

SERVICES_BELOW_THRESHOLD = Question(
    Part(
        kind="service",
        record="b.service",
        day="NULL",
        service="b.service",
        hit=one_if("b.held * 100 < :threshold * b.decided"),
        source=f"FROM (SELECT t.service_id AS service, COUNT(*) AS decided, SUM({one_if(_HELD)}) AS held "
        f"{_DECIDED} AND t.service_id IS NOT NULL GROUP BY t.service_id) AS b",
    )
)

# -- sessions, pairings and their reviews --------------------------------------------------------------------

SESSION_RECORDS_SAME_DAY = Question(
    Part(
        kind="session",
        record="s.id",
        day="s.held_on",
        service="p.service_id",
        hit=one_if("s.recorded_on <= s.record_due"),
        late=one_if("s.recorded_on > s.record_due"),
        source="FROM session AS s JOIN pairing AS p ON p.id = s.pairing_id "
        "WHERE s.held_on BETWEEN :first AND :end AND s.recorded_on <= :day AND p.recorded_on <= :day "
        "{only[p.service_id]}",
    )
)

_REVIEWED = (
    "EXISTS (SELECT 1 FROM review AS r WHERE r.pairing_id = p.id AND r.recorded_on <= :day "
    "AND r.reviewed_on >= p.week_four_from"
)

WEEK_FOUR_REVIEWS_ON_TIME = Question(
    Part(
        kind="pairing",
        record="p.id",
        day="p.week_four_due",
        service="p.service_id",
        hit=one_if(f"{_REVIEWED} AND r.reviewed_on <= p.week_four_due)"),
        late=one_if(
            f"NOT {_REVIEWED} AND r.reviewed_on <= p.week_four_due) "
            f"AND {_REVIEWED} AND r.reviewed_on > p.week_four_due)"
        ),
        source="FROM pairing AS p JOIN staff AS m ON m.id = p.mentee_id "
        "WHERE p.week_four_due BETWEEN :first AND :end AND p.recorded_on <= :day "
        "AND p.programme <> 'informal' AND (p.ended_on IS NULL OR p.ended_on >= p.week_four_due) "
        "AND (m.employment_end IS NULL OR m.employment_end >= p.week_four_due) {only[p.service_id]}",
    )
)

ACTIVE_PAIRINGS = Question(
    Part(
        kind="pairing",
        record="p.id",
        day="p.started_on",
        service="p.service_id",
        hit="1",
        source="FROM pairing AS p JOIN staff AS m ON m.id = p.mentee_id "
        "WHERE p.started_on <= :end AND p.recorded_on <= :day AND p.programme <> 'informal' "
        "AND (p.ended_on IS NULL OR p.ended_on > :end) "
        "AND (m.employment_end IS NULL OR m.employment_end >= :end) {only[p.service_id]}",
    )
)

_SESSIONS_BY_E = "FROM session AS s WHERE s.pairing_id = p.id AND s.held_on <= :end AND s.recorded_on <= :day"


def _score(order: str) -> str:
    """The first (ASC) or the last (DESC) confidence score of a pairing held by E."""
    return f"(SELECT s.confidence_score {_SESSIONS_BY_E} ORDER BY s.held_on {order}, s.ref {order} LIMIT 1)"


CONFIDENCE_MOVEMENT = Question(
    Part(
        kind="pairing",
        record="p.id",
        day="p.started_on",
        service="p.service_id",
        hit=f"{_score('DESC')} - {_score('ASC')}",
        source="FROM pairing AS p "
        "WHERE p.started_on <= :end AND p.recorded_on <= :day AND p.programme <> 'informal' "
        "AND (p.ended_on IS NULL OR p.ended_on > :day OR p.ended_on >= :first) "
        f"AND EXISTS (SELECT 1 {_SESSIONS_BY_E} LIMIT 1 OFFSET 1) {{only[p.service_id]}}",
    )
)

# -- new starters and retention ------------------------------------------------------------------------------

_NEW_STARTER = "(m.mentoring IS NULL OR m.mentoring = 'expected')"
_ALLOCATED = (
    "EXISTS (SELECT 1 FROM pairing AS p WHERE p.mentee_id = m.id AND p.programme = 'new_starter' AND "
)
_STARTING = (
    f"FROM staff AS m WHERE m.employment_start BETWEEN :first AND :end AND {_NEW_STARTER} "
    "{only[m.start_service_id]}"
)

ALLOCATIONS_ON_FIRST_DAY = Question(
    Part(
        kind="staff",
        record="m.id",
        day="m.employment_start",
        service="m.start_service_id",
        hit=one_if(f"{_ALLOCATED} p.recorded_on <= m.first_day_due AND p.recorded_on <= :day)"),
        late=one_if(
            f"NOT {_ALLOCATED} p.recorded_on <= m.first_day_due) AND {_ALLOCATED} p.recorded_on <= :day)"
        ),
        source=_STARTING,
    )
)

NEW_STARTERS_WITHOUT_MENTOR = Question(
    Part(
        kind="staff",
        record="m.id",
        day="m.employment_start",
        service="m.start_service_id",
        hit=one_if(f"NOT {_ALLOCATED} p.recorded_on <= :end)"),
        source=_STARTING,
    )
)

RETENTION_90_DAY = Question(
    Part(
        kind="staff",
        record="m.id",
        day="m.day_90",
        service="m.start_service_id",
        hit=one_if("m.employment_end IS NULL OR m.employment_end >= m.day_90"),
        source="FROM staff AS m WHERE m.day_90 BETWEEN :first AND :end "
        f"AND {_ALLOCATED} p.recorded_on <= :day) {{only[m.start_service_id]}}",
    )
)

RETENTION_90_DAY_ALL = Question(
    Part(
        kind="staff",
        record="m.id",
        day="m.day_90",
        service="m.start_service_id",
        hit=one_if("m.employment_end IS NULL OR m.employment_end >= m.day_90"),
        source=f"FROM staff AS m WHERE m.day_90 BETWEEN :first AND :end AND {_NEW_STARTER} "
        "{only[m.start_service_id]}",
    )
)

MENTORED_RETENTION_90_DAY = Question(
    Part(
        kind="staff",
        record="e.mentee_id",
        day="e.day",
        service="e.service",
        hit=one_if("m.employment_end IS NULL OR m.employment_end >= e.day"),
        source="FROM (SELECT p.mentee_id AS mentee_id, MIN(p.day_90) AS day, MIN(p.service_id) AS service "
        "FROM pairing AS p WHERE p.day_90 BETWEEN :first AND :end AND p.recorded_on <= :day "
        "AND p.programme <> 'informal' {only[p.service_id]} GROUP BY p.mentee_id {apart[p.service_id]}) AS e "
        "JOIN staff AS m ON m.id = e.mentee_id",
    )
)

# -- support actions, of pairings and of cases ---------------------------------------------------------------

_HOLDERS = (("pairing", "pairing_id"), ("targeted_case", "case_id"))
_OPEN = (
    "a.recorded_on <= :end AND (a.completed_on IS NULL OR a.completed_on > :end) "
    "AND (a.cancelled_on IS NULL OR a.cancelled_on > :end)"
)


def _actions(hit: str, condition: str, late: str = "0") -> Question:
    """The actions of pairings, then those of cases."""
    return Question(
        *(
            Part(
                kind="action",
                record="a.id",
                day="a.review_on",
                service="h.service_id",
                hit=hit,
                late=late,
                source=f"FROM action AS a JOIN {table} AS h ON h.id = a.{parent} "
                f"WHERE {condition} AND h.recorded_on <= :day {{only[h.service_id]}}",
            )
            for table, parent in _HOLDERS
        )
    )


OPEN_ACTION_PLANS = Question(
    *(
        Part(
            kind=table,
            record=f"a.{parent}",
            day="MIN(a.review_on)",
            service="MIN(h.service_id)",
            hit="1",
            source=f"FROM action AS a JOIN {table} AS h ON h.id = a.{parent} "
            f"WHERE {_OPEN} AND h.recorded_on <= :day {{only[h.service_id]}}",
            group=f"a.{parent}",
        )
        for table, parent in _HOLDERS
    )
)

OPEN_ACTIONS = _actions("1", _OPEN)

OVERDUE_ACTIONS = _actions(one_if("a.review_on < :end"), _OPEN)

ACTION_COMPLETION = _actions(
    one_if("a.completed_on <= a.review_on"),
    "a.review_on BETWEEN :first AND :end AND a.recorded_on <= :day "
    "AND (a.cancelled_on IS NULL OR a.cancelled_on > :end)",
    late=one_if("a.completed_on > a.review_on AND a.completed_on <= :day"),
)

QUESTIONS = {
    "sessions_on_schedule": SESSIONS_ON_SCHEDULE,
    "excused_sessions": EXCUSED_SESSIONS,
    "new_starters_on_schedule": NEW_STARTERS_ON_SCHEDULE,
    "session_records_same_day": SESSION_RECORDS_SAME_DAY,
    "allocations_on_first_day": ALLOCATIONS_ON_FIRST_DAY,
    "new_starters_without_mentor": NEW_STARTERS_WITHOUT_MENTOR,
    "week_four_reviews_on_time": WEEK_FOUR_REVIEWS_ON_TIME,
    "open_action_plans": OPEN_ACTION_PLANS,
    "open_actions": OPEN_ACTIONS,
    "overdue_actions": OVERDUE_ACTIONS,
    "action_completion": ACTION_COMPLETION,
    "retention_90_day": RETENTION_90_DAY,
    "retention_90_day_all": RETENTION_90_DAY_ALL,
    "mentored_retention_90_day": MENTORED_RETENTION_90_DAY,
    "active_pairings": ACTIVE_PAIRINGS,
    "confidence_movement": CONFIDENCE_MOVEMENT,
    "services_below_threshold": SERVICES_BELOW_THRESHOLD,
}
"""The query behind each figure of the month, by its key."""
