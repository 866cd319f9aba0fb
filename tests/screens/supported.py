"""The home with two cases of targeted support in it, and what tests of their screens do again and again."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from mentor_tui import records
from mentor_tui.declare import Record, Value
from mentor_tui.office import Change
from mentor_tui.store.read import todo
from screens.openers import opened
from screens.place import Place
from screens.seat import Seat
from tests.screens.home import ADMINISTRATOR, Home, day
from tests.story import Story
from widgets.form import Form


async def fill(story: Story[Any], **answers: str) -> None:
    form = story.app.screen.query_one(Form)
    for name, text in answers.items():
        form.go_to(name)
        await story.settle()
        await story.types(text)
    form.flush()
    await story.settle()


def supported(home: Home) -> Home:
    """Ella's open case in Ash Lodge, Owen's in Oak House; training and shifts of some people."""
    with home.office.batch(ADMINISTRATOR, history=True) as batch:

        def add(record: Record, **values: Value) -> str:
            return batch.add(Change(record, values))

        for ref, who, mentor in (("C1", "Ella", "Sam"), ("C2", "Owen", "Bea")):
            home.key[ref] = add(
                records.CASE,
                case_id=ref,
                staff_id=home.key[who],
                risk_identified_on=day("2026-02-16"),
                planned_on=day("2026-02-18"),
                confidence_score=5,
                supervision_concerns=1,
                attendance_percent=84.0,
                at_risk_of_resigning=True,
                aim="Confidence from 5 to 8",
                mentor_id=home.key[mentor],
                recorded_on=day("2026-02-18"),
            )
        home.key["meeting"] = add(
            records.SUPPORT_MEETING,
            case_id=home.key["C1"],
            held_on=day("2026-02-24"),
            barrier="The rota",
            focus_area="A fixed week",
            next_session_on=day("2026-03-04"),
            recorded_on=day("2026-02-24"),
        )
        home.key["update"] = add(
            records.PATHWAY_UPDATE,
            case_id=home.key["C1"],
            shadowing_hours=6.0,
            training_module="Medication",
            reassessment_on=day("2026-03-25"),
            recorded_on=day("2026-02-25"),
            shadowing_delivered=2.0,
        )
        for who, there in (("Chloe", 3), ("Amara", 5), ("Owen", 3)):
            for week in ("2026-02-16", "2026-02-23", "2026-03-02"):
                add(
                    records.ATTENDANCE,
                    staff_id=home.key[who],
                    week_commencing=day(week),
                    shifts_rostered=5,
                    shifts_attended=there,
                )
        for on in ("2026-02-20", "2026-03-05"):
            add(records.CONCERN, staff_id=home.key["Chloe"], raised_on=day(on), summary="Late for a handover")
        for course, done, expires in (
            ("Moving and handling", "2026-01-20", "2026-02-25"),
            ("Fire safety", "2025-04-03", "2026-04-12"),
            ("Medication", "", ""),
            ("Safeguarding", "2026-02-02", ""),
            ("Food hygiene", "2026-02-02", ""),
            ("Infection prevention", "2026-02-02", ""),
        ):
            for who in ("Chloe", "Ella", "Owen"):
                add(
                    records.TRAINING,
                    staff_id=home.key[who],
                    course=course,
                    mandatory=True,
                    completed_on=day(done) if done else None,
                    expires_on=day(expires) if expires else None,
                )
    return home


def form(home: Home, what: str) -> Callable[[Seat], Place]:
    """One of the forms of Ella's case."""
    return lambda seat: opened(seat, todo.Opens(what, (home.key["C1"],)))
