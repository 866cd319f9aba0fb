"""What the registers say of a person for a plan or an impact review (records.md, B1 and B5)."""

from __future__ import annotations

from datetime import date, timedelta

from mentor_tui.store.database import Store

_SIX_WEEKS = timedelta(days=42)


def registers_say(store: Store, staff: str, on: date) -> dict[str, float | None]:
    """Latest confidence score, supervision concerns and attendance of a person (by key) on a date.

    Concerns and shifts are those of the six weeks before; attendance is a percentage with one decimal, halves
    away from zero, and nothing where no shift was rostered.
    """
    names = {"staff": staff, "day": on.isoformat(), "since": (on - _SIX_WEEKS).isoformat()}
    score = store.value(
        "SELECT s.confidence_score FROM session AS s JOIN pairing AS p ON p.id = s.pairing_id "
        "WHERE p.mentee_id = :staff AND s.held_on <= :day ORDER BY s.held_on DESC, s.ref DESC LIMIT 1",
        names,
    )
    concerns = store.value(
        "SELECT count(*) FROM concern WHERE staff_id = :staff AND raised_on > :since AND raised_on <= :day",
        names,
    )
    attended, rostered = store.row(
        "SELECT coalesce(sum(shifts_attended), 0), coalesce(sum(shifts_rostered), 0) FROM attendance "
        "WHERE staff_id = :staff AND week_commencing > :since AND week_commencing <= :day",
        names,
    ) or (0, 0)
    percent = min(100.0, (attended * 2000 + rostered) // (2 * rostered) / 10) if rostered else None
    return {"confidence_score": score, "supervision_concerns": concerns, "attendance_percent": percent}
