"""One case's whole story: everything recorded in it in order of time, its indicators, its gates, what comes next.

Private notes of a support meeting are read by the mentor and the mentee alone (people.md, *Confidentiality*): for
everybody else the query does not even ask for them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from mentor_tui.access import may_write
from mentor_tui.dates import short
from mentor_tui.policy import SUSTAINED_ATTENDANCE, SUSTAINED_CONFIDENCE, SUSTAINED_REVIEWS
from mentor_tui.records.targeted import DECISIONS, FOLLOW_UP_STATUSES
from mentor_tui.rules import guards
from mentor_tui.rules.due_targeted import Step
from mentor_tui.rules.facts import Case
from mentor_tui.store.read.cases import (
    Assessment,
    CaseHead,
    alerts_of_case,
    head,
    steps_of,
    view_of_cases,
)
from mentor_tui.store.read.pairing import FIRST, Happening, What, actions_of, said, standing
from mentor_tui.store.read.pairing_alerts import Raised
from mentor_tui.store.reading import Reader
from mentor_tui.store.values import to_date

RECORDS = ("support_meeting", "pathway_update", "follow_up", "impact_review", "case", "action")
"""What may be recorded in a case, by name; `case` stands for its plan, sign-off and closing."""


@dataclass(frozen=True, slots=True)
class Measured:
    """An impact review as the closing rule looks at it."""

    at: Assessment
    confidence_change: int
    attendance_change: float
    #: whether it shows enough of a change since the plan
    counts: bool


@dataclass(frozen=True, slots=True)
class Closing:
    """The gate before a case is closed as improved."""

    #: how many of the latest reviews must show improvement, and how much of it
    reviews: int
    confidence: int
    attendance: int
    #: the latest reviews, as many as are looked at, in order
    latest: tuple[Measured, ...]
    sustained: bool


@dataclass(frozen=True, slots=True)
class CaseStory:
    """Everything about one case that the person may read."""

    head: CaseHead
    happenings: tuple[Happening, ...]
    #: the plan and every impact review, in order
    assessments: tuple[Assessment, ...]
    #: the gate before sign-off, part by part
    parts: tuple[guards.Part, ...]
    closing: Closing
    steps: tuple[Step, ...]
    #: reassessments agreed on of which no result is known: the day and the module
    reassessments: tuple[tuple[date, str], ...]
    alerts: tuple[Raised, ...]
    #: the records that the person may make here, by name (see RECORDS)
    may: frozenset[str]
    #: whether the person is its mentor or mentee
    own: bool


def story(reader: Reader, key: str) -> CaseStory | None:
    """Everything about a case that the person may read; nothing where they may not see it."""
    with reader.store.snapshot():
        found = head(reader, key)
        if found is None:
            return None
        private = reader.reads_private(found.mentor_key or None, found.mentee_key)
        pathway, reassessments = _pathway(reader, key)
        happenings = [
            *_risks(reader, found),
            *_milestones(reader, found),
            *_meetings(reader, found, private),
            *pathway,
            *_follow_ups(reader, key),
            *_impact_reviews(reader, found),
            *actions_of(reader, "case_id", key),
        ]
        view = view_of_cases(reader, [key])
    known = view.known.cases[0] if view.known.cases else None
    closing = closing_of(reader, known)
    reviews = [] if known is None else known.impact_reviews
    return CaseStory(
        head=found,
        happenings=tuple(sorted(happenings, key=lambda one: (one.on, FIRST[one.what], one.key))),
        assessments=(
            found.baseline,
            *(
                Assessment(one.reviewed_on, one.confidence, float(one.attendance), one.at_risk)
                for one in reviews
            ),
        ),
        parts=tuple(guards.sign_off_parts(known, reader.today)) if known else (),
        closing=closing,
        steps=tuple(steps_of(view, known)) if known else (),
        reassessments=reassessments if found.is_open else (),
        alerts=tuple(alerts_of_case(view, known)) if known else (),
        may=frozenset(name for name in RECORDS if may_write(reader.actor, name, standing(found))),
        own=private,
    )


def closing_of(reader: Reader, case: Case | None) -> Closing:
    """The closing rule, and how the latest reviews of a case stand to it."""
    from mentor_tui.store.schedules import load_policy

    policy, today = load_policy(reader.store), reader.today
    number = policy.at(SUSTAINED_REVIEWS, today)
    measured = [
        Measured(
            Assessment(one.reviewed_on, one.confidence, float(one.attendance), one.at_risk),
            one.confidence - case.confidence,
            round(float(one.attendance) - float(case.attendance), 1),
            guards.shows_improvement(case, one, policy, today),
        )
        for one in (case.impact_reviews[-number:] if case else ())
        if case is not None
    ]
    return Closing(
        reviews=number,
        confidence=policy.at(SUSTAINED_CONFIDENCE, today),
        attendance=policy.at(SUSTAINED_ATTENDANCE, today),
        latest=tuple(measured),
        sustained=case is not None and guards.is_improvement_sustained(case, policy, today),
    )


def change(now: float, before: float) -> str:
    """A change as people write it: `+2`, `-1.5`, `no change`."""
    moved = round(now - before, 1)
    return f"{moved:+g}" if moved else "no change"


# -- what happened ---------------------------------------------------------------------------------------


def _risks(reader: Reader, found: CaseHead) -> list[Happening]:
    """When somebody said that there is a risk, from the day that led to the plan on."""
    params = {
        "staff": found.mentee_key,
        "since": found.risk_on.isoformat(),
        "until": (found.closed_on or reader.today).isoformat(),
    }
    made = [
        _happening("risk", "risk", row, "Risk identified", (("What was seen", why or ""),))
        for *row, why in reader.store.rows(
            "SELECT x.identified_on, x.id, x.recorded_on, w.name, x.why FROM risk AS x "
            "LEFT JOIN staff AS w ON w.id = x.recorded_by_id WHERE x.staff_id = :staff "
            "AND x.identified_on >= :since AND x.identified_on <= :until",
            params,
        )
    ]
    made += [
        _happening("risk", "review", row, "Review: targeted support", (("Comment", comment or ""),))
        for *row, comment in reader.store.rows(
            "SELECT x.reviewed_on, x.id, x.recorded_on, w.name, x.comment FROM review AS x "
            "JOIN pairing AS p ON p.id = x.pairing_id LEFT JOIN staff AS w ON w.id = x.recorded_by_id "
            "WHERE p.mentee_id = :staff AND x.outcome = 'targeted_support' "
            "AND x.reviewed_on >= :since AND x.reviewed_on <= :until",
            params,
        )
    ]
    if not any(one.on == found.risk_on for one in made):
        made.append(Happening(found.risk_on, "risk", "case", found.key, "Risk identified"))
    return made


def _milestones(reader: Reader, found: CaseHead) -> list[Happening]:
    """The plan, its sign-off, the closing."""
    row = reader.store.row(
        "SELECT x.planned_on, x.id, x.recorded_on, w.name, x.supervision_concerns, x.stay_notes, "
        "x.corrected_because FROM targeted_case AS x LEFT JOIN staff AS w ON w.id = x.recorded_by_id "
        "WHERE x.id = :case",
        {"case": found.key},
    )
    assert row is not None  # its head was read a moment ago, in the same snapshot
    concerns, notes, corrected = row[4:]
    plan = found.baseline
    details = [
        ("Mentor", found.mentor),
        ("By", short(found.aim_by) if found.aim_by else ""),
        ("Confidence", f"{plan.confidence} of 10"),
        ("Attendance", f"{plan.attendance:g}%"),
        ("Concerns in six weeks", str(concerns)),
        ("At risk of resigning", "yes" if plan.at_risk else "no"),
        ("Corrected because", corrected or ""),
        ("Stay conversation", notes or ""),
    ]
    made = [_happening("plan", "case", row[:4], f"Plan: {found.aim or 'no aim yet'}", tuple(details))]
    if found.signed_off_on:
        made.append(Happening(found.signed_off_on, "signed", "case", found.key, "The plan was signed off"))
    if found.closed_on:
        improved = found.close_reason == guards.IMPROVED
        line = "Closed: improvement sustained" if improved else "Closed without sustained improvement"
        notable = "" if improved else found.close_words.lower()
        made.append(
            Happening(found.closed_on, "closed", "case", found.key, line, (), None, "", notable=notable)
        )
    return made


def _meetings(reader: Reader, found: CaseHead, private: bool) -> list[Happening]:
    may = reader.notes(found.mentee_key)
    notes = f"CASE WHEN {may.sql} THEN x.private_notes END" if private else "NULL"
    return [
        _happening(
            "meeting",
            "support_meeting",
            row,
            f"Support meeting: {focus or 'no focus agreed'}",
            (
                ("What gets in the way", barrier or ""),
                ("Next session", short(date.fromisoformat(coming)) if coming else ""),
                ("Private notes", note or ""),
            ),
        )
        for *row, barrier, focus, coming, note in _rows(
            reader,
            "support_meeting",
            f"held_on, x.barrier, x.focus_area, x.next_session_on, {notes}",
            found.key,
            may.params if private else {},
        )
    ]


def _pathway(reader: Reader, key: str) -> tuple[list[Happening], tuple[tuple[date, str], ...]]:
    made, waiting = [], []
    for *row, hours, module, reassess, delivered, result in _rows(
        reader,
        "pathway_update",
        "recorded_on, x.shadowing_hours, x.training_module, x.reassessment_on, x.shadowing_delivered, "
        "x.reassessment_result",
        key,
    ):
        day = to_date(reassess)
        line = f"Pathway update: {hours or 0:g} hours of shadowing; {module or 'no module'}"
        details = (
            ("Reassessment", short(day) if day else ""),
            (
                "Shadowing delivered",
                f"{delivered:g} of {hours or 0:g} hours" if delivered is not None else "",
            ),
            ("Reassessment result", result or ""),
        )
        made.append(_happening("pathway", "pathway_update", row, line, details))
        if day and not result:
            waiting.append((day, module or ""))
    return made, tuple(sorted(waiting))


def _follow_ups(reader: Reader, key: str) -> list[Happening]:
    made = []
    for *row, status, evidence, note in _rows(
        reader, "follow_up", "followed_up_on, x.status, x.evidence_reference, x.note", key
    ):
        line = f"Follow-up: {dict(FOLLOW_UP_STATUSES).get(status, 'no status').lower()}"
        notable = "no evidence given" if status == "delivered" and not evidence else ""
        details = (("Evidence", evidence or ""), ("Note", note or ""))
        made.append(_happening("follow_up", "follow_up", row, line, details, notable))
    return made


def _impact_reviews(reader: Reader, found: CaseHead) -> list[Happening]:
    made = []
    for *row, score, percent, at_risk, decision, reason, corrected in _rows(
        reader,
        "impact_review",
        "reviewed_on, x.confidence_score, x.attendance_percent, x.at_risk_of_resigning, x.decision, x.reason, "
        "x.corrected_because",
        found.key,
    ):
        moved = change(score, found.baseline.confidence), change(percent, found.baseline.attendance)
        line = (
            f"Impact review: confidence {score} ({moved[0]}), attendance {percent:g}% ({moved[1]}), "
            f"{dict(DECISIONS).get(decision, 'no decision').lower()}"
        )
        details = (
            ("At risk of resigning", "yes" if at_risk else "no"),
            ("Reason", reason or ""),
            ("Corrected because", corrected or ""),
        )
        made.append(_happening("impact", "impact_review", row, line, details))
    return made


def _rows(
    reader: Reader, table: str, columns: str, key: str, more: Mapping[str, Any] | None = None
) -> list[tuple[Any, ...]]:
    """Rows of the case's table: the day (the first of the columns), key, when and by whom recorded, the rest."""
    day, _, rest = columns.partition(", ")
    return reader.store.rows(
        f'SELECT x.{day}, x.id, x.recorded_on, w.name, {rest} FROM "{table}" AS x '
        f"LEFT JOIN staff AS w ON w.id = x.recorded_by_id WHERE x.case_id = :case ORDER BY x.{day}, x.nth",
        {"case": key, **(more or {})},
    )


def _happening(
    what: What,
    record: str,
    row: Any,
    line: str,
    details: tuple[tuple[str, str], ...] = (),
    notable: str = "",
) -> Happening:
    on, key, recorded, who = row
    return Happening(
        date.fromisoformat(on),
        what,
        record,
        key,
        line,
        said(list(details)),
        to_date(recorded),
        who or "",
        notable,
    )
