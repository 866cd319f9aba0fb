"""Targeted support in words: what a case waits for, its gates, what a review shows against the plan."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Final

from mentor_tui.dates import day_and_month, from_today, short
from mentor_tui.forms.case_words import moved, percent
from mentor_tui.rules.due_targeted import Step
from mentor_tui.rules.guards import Part as GatePart
from mentor_tui.store.read.case_story import Closing
from mentor_tui.store.read.cases import Assessment, CaseLine
from widgets import glyphs
from widgets.safe import Part

STEPS: Final[Mapping[str, str]] = {
    "B1S": "sign-off",
    "B2": "support session",
    "B3": "pathway update",
    "B4": "follow-up",
    "B5": "impact review",
    "B5C": "closing",
}
"""What a case waits for, by the code of its item."""

_BRIEF: Final[Mapping[str, str]] = {
    "B1S": "sign-off",
    "B2": "session",
    "B3": "pathway",
    "B4": "follow-up",
    "B5": "review",
    "B5C": "closing",
}
"""The same in a narrow column."""

WHOSE: Final[Mapping[str, str]] = {
    "B1S": "registered manager",
    "B2": "mentor",
    "B3": "learning and development lead",
    "B4": "HR coordinator",
    "B5": "registered manager",
    "B5C": "registered manager",
}


def against_plan(baseline: Assessment, latest: Assessment) -> list[Part]:
    """`confidence 4, now 7 (+3)   attendance 82%, now 94% (+12)`."""
    if latest is baseline or latest == baseline:
        return [
            ("at the plan: ", "quiet"),
            f"confidence {baseline.confidence} of 10, attendance {percent(baseline.attendance)}",
        ]
    return [
        f"confidence {baseline.confidence} {glyphs.RIGHT} {latest.confidence} of 10 (",
        moved(latest.confidence, baseline.confidence),
        f")   attendance {percent(baseline.attendance)} {glyphs.RIGHT} {percent(latest.attendance)} (",
        moved(latest.attendance, baseline.attendance),
        ")",
    ]


def step_parts(step: Step, today: date) -> list[Part]:
    """`follow-up 26 Mar`, with a word where it is late."""
    name = STEPS[step.kind]
    if step.due_on < today:
        return [(f"{name} overdue", "bad"), (f" {day_and_month(step.due_on)}", "quiet")]
    if step.due_on == today:
        return [(f"{name} today", "warning")]
    return [f"{name} {day_and_month(step.due_on)}"]


def step_sentence(step: Step, today: date) -> list[Part]:
    """`Follow-up: due 26 Mar 2026, in 14 days (HR coordinator)`."""
    late = step.due_on < today
    when = f"due {short(step.due_on)}, {from_today(step.due_on, today)}"
    return [
        (f"{STEPS[step.kind].capitalize()}: ", "plain"),
        (f"overdue, {when}" if late else when, "bad" if late else "plain"),
        (f" ({WHOSE[step.kind]})", "quiet"),
    ]


def waits(line: CaseLine, today: date) -> list[Part]:
    """What a case waits for first; why it was closed where it is."""
    if line.closed_on is not None:
        improved = line.close_reason == "improved"
        return [
            (
                "closed: improved" if improved else f"closed: {line.close_words}",
                "good" if improved else "warning",
            )
        ]
    if not line.waits:
        return [("nothing is due", "quiet")]
    step = line.waits[0]
    name = _BRIEF[step.kind]
    if step.due_on < today:
        return [(f"{name} late", "bad"), (f" {day_and_month(step.due_on)}", "quiet")]
    return (
        [(f"{name} today", "warning")] if step.due_on == today else [f"{name} {day_and_month(step.due_on)}"]
    )


def gate_parts(parts: Sequence[GatePart]) -> list[list[Part]]:
    """The gate before sign-off, a line for each part: there, or missing."""
    return [
        [(f"{glyphs.TICKED} ", "good"), part.label]
        if part.done
        else [(f"{glyphs.UNTICKED} ", "warning"), (f"{part.label}: missing", "warning")]
        for part in parts
    ]


def measured_parts(closing: Closing) -> list[list[Part]]:
    """The reviews that the closing rule looks at, a line each."""
    return [
        [
            (
                f"{glyphs.TICKED} " if one.counts else f"{glyphs.UNTICKED} ",
                "good" if one.counts else "warning",
            ),
            f"{short(one.at.on)}: confidence {one.confidence_change:+d}, attendance {one.attendance_change:+g}",
        ]
        for one in closing.latest
    ]
