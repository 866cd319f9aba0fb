"""A large invented organisation as a folder of CSV files: 500 services, 20,000 pairings, 250,000 sessions."""

from __future__ import annotations

import csv
import random
from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from pathlib import Path

AS_AT = date(2026, 6, 30)
MONTH = "2026-05"

_NATIONS = ("england", "wales", "scotland", "northern_ireland")
_ISSUES = ("Rota", "Medication", "Lone working", "Recording", "Confidence with families")


def _write(folder: Path, name: str, columns: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    with (folder / name).open("w", encoding="utf-8", newline="") as file:
        out = csv.writer(file)
        out.writerow(columns)
        out.writerows(rows)


def write(folder: Path, *, services: int, staff: int, pairings: int, sessions: int, seed: int = 7) -> None:
    """Writes the folder. The same numbers and seed give the same files."""
    chance = random.Random(seed)
    folder.mkdir(parents=True, exist_ok=True)
    _write(
        folder,
        "services.csv",
        ("service_id", "name", "nation"),
        ((f"S{n:03}", f"Service {n}", _NATIONS[n % 4]) for n in range(services)),
    )
    starts = [AS_AT - timedelta(days=chance.randrange(3 * 365)) for _ in range(staff)]
    _write(
        folder,
        "staff.csv",
        (
            "staff_id",
            "name",
            "service_id",
            "job_role",
            "employment_start",
            "employment_end",
            "line_manager_id",
        ),
        (
            (
                f"W{n}",
                f"Person Number {n}",
                f"S{n % services:03}",
                "Care worker",
                starts[n],
                starts[n] + timedelta(days=chance.randrange(20, 900)) if chance.random() < 0.3 else "",
                f"W{n % services}" if n >= services else "",
            )
            for n in range(staff)
        ),
    )
    begun = []
    rows = []
    for n in range(pairings):
        mentee = services + n % (staff - services)
        start = starts[mentee]
        begun.append(start)
        mentor = mentee % services if mentee % services != mentee else 0
        rows.append((f"P{n}", f"W{mentee}", f"W{mentor}", start, "new_starter", start))
    _write(
        folder,
        "pairings.csv",
        ("pairing_id", "mentee_id", "mentor_id", "started_on", "programme", "recorded_on"),
        rows,
    )

    _write(
        folder,
        "reviews.csv",
        ("pairing_id", "reviewed_on", "sessions_completed", "outcome", "recorded_on"),
        (
            (f"P{n}", day, 4, "on_track", day)
            for n in range(pairings)
            if (day := begun[n] + timedelta(days=26 + chance.randrange(4))) <= AS_AT and n % 5
        ),
    )
    _write(
        folder,
        "actions.csv",
        (
            "action_id",
            "pairing_id",
            "need_identified_on",
            "action",
            "owner_id",
            "review_on",
            "recorded_on",
            "completed_on",
        ),
        (
            (
                f"A{n}",
                f"P{n}",
                day,
                "Shadow a medication round",
                "W0",
                day + timedelta(days=14),
                day,
                day + timedelta(days=10) if n % 6 else "",
            )
            for n in range(pairings)
            if (day := begun[n] + timedelta(days=14)) <= AS_AT
        ),
    )

    def held() -> Iterable[Sequence[object]]:
        for n in range(sessions):
            pairing = n % pairings
            day = begun[pairing] + timedelta(days=7 * (n // pairings + 1) + chance.choice((0, 0, 0, 1, 2, 5)))
            day = min(day, AS_AT)
            yield (
                f"SE{n}",
                f"P{pairing}",
                day,
                chance.randrange(1, 11),
                chance.choice(_ISSUES),
                day,
                30 + n % 30,
                "Steady progress with the morning round.",
            )

    _write(
        folder,
        "sessions.csv",
        (
            "session_id",
            "pairing_id",
            "held_on",
            "confidence_score",
            "top_support_issue",
            "recorded_on",
            "minutes",
            "shared_summary",
        ),
        held(),
    )
