"""The floor for the figures: the same questions as SQL by hand, asked of the driver alone."""

from __future__ import annotations

import sys
import time
from datetime import date, timedelta

from sqlcipher3 import dbapi2


def _names(first: str, last: str, as_at: str) -> dict[str, str]:
    shift = timedelta(days=90)
    return {
        "first": first,
        "e": min(last, as_at),
        "last": last,
        "d": as_at,
        "f90": (date.fromisoformat(first) - shift).isoformat(),
        "e90": (date.fromisoformat(min(last, as_at)) - shift).isoformat(),
    }


def month(path: str, first: str, last: str, as_at: str) -> dict[str, tuple[float, ...]]:
    """The heavy figures of a month over the whole organisation, each one hand-written query."""
    connection = dbapi2.connect(path)
    names = _names(first, last, as_at)
    found = {}
    for key, sql in QUERIES.items():
        found[key] = connection.execute(sql, names).fetchone()
    connection.close()
    return found


def league(path: str, first: str, last: str, as_at: str) -> list[list[tuple[object, ...]]]:
    """What the oversight screen shows first: each service's and the organisation's figures, by hand."""
    connection = dbapi2.connect(path)
    names = _names(first, last, as_at)
    found = [connection.execute(sql, names).fetchall() for sql in LEAGUE]
    found += [connection.execute(QUERIES[key], names).fetchall() for key in LEAGUE_OF_ALL]
    connection.close()
    return found


_MISSED = (
    "(k.answered_on IS NULL OR k.answered_on > :d) AND NOT (k.stopped_on IS NOT NULL AND k.stopped_on <= :d "
    "AND k.stopped_on < k.ends_on) AND (k.excused_on IS NULL OR k.excused_on > :d)"
)
QUERIES = {
    "sessions_on_schedule": f"""
        SELECT sum(k.answered_on <= :d), sum(k.answered_on <= :d OR {_MISSED}) FROM slot AS k
        WHERE k.due_on BETWEEN :first AND :last AND k.ends_on < :d AND k.known_on <= :d""",
    "excused_sessions": """
        SELECT count(*) FROM slot AS k WHERE k.due_on BETWEEN :first AND :last AND k.known_on <= :d
        AND k.excused_on <= :d AND (k.answered_on IS NULL OR k.answered_on > :d)""",
    "new_starters_on_schedule": f"""
        SELECT sum(held), count(*) FROM (SELECT p.mentee_id, min(k.answered_on <= :d) AS held FROM slot AS k
        JOIN pairing AS p ON p.id = k.pairing_id WHERE p.programme = 'new_starter'
        AND k.due_on BETWEEN :first AND :last AND k.ends_on < :d AND k.known_on <= :d
        AND (k.answered_on <= :d OR {_MISSED}) GROUP BY p.mentee_id)""",
    "session_records_same_day": """
        SELECT sum(s.recorded_on <= s.record_due), count(*) FROM session AS s JOIN pairing AS p ON p.id = s.pairing_id
        WHERE s.held_on BETWEEN :first AND :e AND s.recorded_on <= :d AND p.recorded_on <= :d""",
    "allocations_on_first_day": """
        SELECT sum(EXISTS (SELECT 1 FROM pairing AS p WHERE p.mentee_id = m.id AND p.programme = 'new_starter'
        AND p.recorded_on <= m.first_day_due AND p.recorded_on <= :d)), count(*) FROM staff AS m
        WHERE m.mentoring = 'expected' AND m.employment_start BETWEEN :first AND :e""",
    "new_starters_without_mentor": """
        SELECT count(*) FROM staff AS m WHERE m.mentoring = 'expected' AND m.employment_start BETWEEN :first AND :e
        AND NOT EXISTS (SELECT 1 FROM pairing AS p WHERE p.mentee_id = m.id AND p.programme = 'new_starter'
        AND p.recorded_on <= :e)""",
    "week_four_reviews_on_time": """
        SELECT sum(EXISTS (SELECT 1 FROM review AS r WHERE r.pairing_id = p.id AND r.recorded_on <= :d
        AND r.reviewed_on BETWEEN p.week_four_from AND p.week_four_due)), count(*) FROM pairing AS p
        JOIN staff AS m ON m.id = p.mentee_id WHERE p.programme <> 'informal' AND p.recorded_on <= :d
        AND p.week_four_due BETWEEN :first AND :e AND (p.ended_on IS NULL OR p.ended_on >= p.week_four_due)
        AND (m.employment_end IS NULL OR m.employment_end >= p.week_four_due)""",
    "open_actions": """
        SELECT count(*), sum(a.review_on < :e), count(DISTINCT coalesce(a.pairing_id, a.case_id)) FROM action AS a
        WHERE a.recorded_on <= :e AND (a.completed_on IS NULL OR a.completed_on > :e)
        AND (a.cancelled_on IS NULL OR a.cancelled_on > :e)""",
    "action_completion": """
        SELECT sum(a.completed_on <= a.review_on), count(*) FROM action AS a WHERE a.review_on BETWEEN :first AND :e
        AND a.recorded_on <= :d AND (a.cancelled_on IS NULL OR a.cancelled_on > :e)""",
    "retention_90_day": """
        SELECT sum(m.employment_end IS NULL OR m.employment_end >= m.day_90), count(*) FROM staff AS m
        WHERE m.employment_start BETWEEN :f90 AND :e90 AND EXISTS (SELECT 1 FROM pairing AS p
        WHERE p.mentee_id = m.id AND p.programme = 'new_starter' AND p.recorded_on <= :d)""",
    "retention_90_day_all": """
        SELECT sum(m.employment_end IS NULL OR m.employment_end >= m.day_90), count(*) FROM staff AS m
        WHERE m.employment_start BETWEEN :f90 AND :e90 AND m.mentoring = 'expected'""",
    "mentored_retention_90_day": """
        SELECT sum(m.employment_end IS NULL OR m.employment_end >= p.day_90), count(*) FROM pairing AS p
        JOIN staff AS m ON m.id = p.mentee_id WHERE p.started_on BETWEEN :f90 AND :e90 AND p.programme <> 'informal'
        AND p.recorded_on <= :d AND NOT EXISTS (SELECT 1 FROM pairing AS q WHERE q.mentee_id = p.mentee_id
        AND q.programme <> 'informal' AND q.started_on < p.started_on AND q.started_on BETWEEN :f90 AND :e90)""",
    "active_pairings": """
        SELECT count(*) FROM pairing AS p JOIN staff AS m ON m.id = p.mentee_id WHERE p.programme <> 'informal'
        AND p.recorded_on <= :d AND p.started_on <= :e AND (p.ended_on IS NULL OR p.ended_on > :e)
        AND (m.employment_end IS NULL OR m.employment_end >= :e)""",
    "confidence_movement": """
        SELECT avg(last - first), count(*) FROM (SELECT
        (SELECT s.confidence_score FROM session AS s WHERE s.pairing_id = p.id AND s.held_on <= :e
        AND s.recorded_on <= :d ORDER BY s.held_on, s.ref LIMIT 1) AS first,
        (SELECT s.confidence_score FROM session AS s WHERE s.pairing_id = p.id AND s.held_on <= :e
        AND s.recorded_on <= :d ORDER BY s.held_on DESC, s.ref DESC LIMIT 1) AS last,
        (SELECT count(*) FROM session AS s WHERE s.pairing_id = p.id AND s.held_on <= :e
        AND s.recorded_on <= :d) AS sessions FROM pairing AS p WHERE p.programme <> 'informal'
        AND p.recorded_on <= :d AND p.started_on <= :e AND (p.ended_on IS NULL OR p.ended_on >= :first))
        WHERE sessions >= 2""",
    "services_below_threshold": f"""
        SELECT count(*), sum(held * 100 < 85 * decided) FROM (SELECT k.service_id, sum(k.answered_on <= :d) AS held,
        count(*) AS decided FROM slot AS k WHERE k.due_on BETWEEN :first AND :last AND k.ends_on < :d
        AND k.known_on <= :d AND (k.answered_on <= :d OR {_MISSED}) GROUP BY k.service_id)""",
}

LEAGUE_OF_ALL = ("sessions_on_schedule", "retention_90_day", "confidence_movement", "open_actions")
LEAGUE = (
    f"""
        SELECT k.service_id, sum(k.answered_on <= :d), count(*) FROM slot AS k WHERE k.due_on BETWEEN :first AND :last
        AND k.ends_on < :d AND k.known_on <= :d AND (k.answered_on <= :d OR {_MISSED}) GROUP BY k.service_id""",
    """
        SELECT m.start_service_id, sum(m.employment_end IS NULL OR m.employment_end >= m.day_90), count(*)
        FROM staff AS m WHERE m.employment_start BETWEEN :f90 AND :e90 AND EXISTS (SELECT 1 FROM pairing AS p
        WHERE p.mentee_id = m.id AND p.programme = 'new_starter' AND p.recorded_on <= :d)
        GROUP BY m.start_service_id""",
    """
        SELECT service_id, avg(last - first), count(*) FROM (SELECT p.service_id,
        (SELECT s.confidence_score FROM session AS s WHERE s.pairing_id = p.id AND s.held_on <= :e
        AND s.recorded_on <= :d ORDER BY s.held_on, s.ref LIMIT 1) AS first,
        (SELECT s.confidence_score FROM session AS s WHERE s.pairing_id = p.id AND s.held_on <= :e
        AND s.recorded_on <= :d ORDER BY s.held_on DESC, s.ref DESC LIMIT 1) AS last,
        (SELECT count(*) FROM session AS s WHERE s.pairing_id = p.id AND s.held_on <= :e
        AND s.recorded_on <= :d) AS sessions FROM pairing AS p WHERE p.programme <> 'informal'
        AND p.recorded_on <= :d AND p.started_on <= :e AND (p.ended_on IS NULL OR p.ended_on >= :first))
        WHERE sessions >= 2 GROUP BY service_id""",
    """
        SELECT p.service_id, count(DISTINCT a.pairing_id) FROM action AS a JOIN pairing AS p ON p.id = a.pairing_id
        WHERE a.recorded_on <= :e AND (a.completed_on IS NULL OR a.completed_on > :e)
        AND (a.cancelled_on IS NULL OR a.cancelled_on > :e) GROUP BY p.service_id""",
)

if __name__ == "__main__":
    began = time.perf_counter()
    month(*sys.argv[1:5])
    print(time.perf_counter() - began)
