"""What the registers say for a review (records.md, A3): sessions held, training complete, latest practice score."""

from __future__ import annotations

from datetime import date
from typing import Any

from mentor_tui.store.database import Store


def computed(store: Store, pairing: str, on: date) -> dict[str, Any]:
    """The computed fields of a review of ``pairing`` (its key) on a date; a blank register gives nothing."""
    day = on.isoformat()
    sessions = store.value(
        "SELECT count(*) FROM session WHERE pairing_id = :pairing AND held_on <= :day",
        {"pairing": pairing, "day": day},
    )
    done, courses = store.row(
        "SELECT coalesce(sum(t.completed_on <= :day AND (t.expires_on IS NULL OR t.expires_on >= :day)), 0), count(*) "
        "FROM (SELECT DISTINCT course FROM training WHERE mandatory = 1 AND staff_id = "
        "(SELECT mentee_id FROM pairing WHERE id = :pairing)) AS c "
        "LEFT JOIN (SELECT course, max(completed_on) AS completed_on, max(coalesce(expires_on, '9999-12-31')) "
        "AS expires_on FROM training WHERE mandatory = 1 AND completed_on <= :day AND staff_id = "
        "(SELECT mentee_id FROM pairing WHERE id = :pairing) GROUP BY course) AS t ON t.course = c.course",
        {"pairing": pairing, "day": day},
    ) or (0, 0)
    score = store.value(
        "SELECT score FROM observation WHERE observed_on <= :day AND staff_id = "
        "(SELECT mentee_id FROM pairing WHERE id = :pairing) ORDER BY observed_on DESC, nth DESC LIMIT 1",
        {"pairing": pairing, "day": day},
    )
    # Halves go up, as everywhere in the figures.
    percent = int(done * 1000 / courses + 0.5) / 10 if courses else None
    return {"sessions_completed": sessions, "training_percent": percent, "practice_score": score}
