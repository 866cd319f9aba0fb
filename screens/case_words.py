"""Targeted support in words: what a case waits for, its gates, what a review shows against the plan."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Final

from mentor_tui.dates import day_and_month, from_today, short
from mentor_tui.declare import Record, Value
from mentor_tui.rules.due_targeted import Step
from mentor_tui.rules.guards import IMPROVED
from mentor_tui.rules.guards import Part as GatePart
from mentor_tui.store.read.case_story import Closing, change
from mentor_tui.store.read.cases import Assessment, CaseLine, close_words
from widgets import glyphs
from widgets.safe import Part, Tone

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

COMPUTED: Final = ("confidence_score", "supervision_concerns", "attendance_percent")
"""What the registers say of a person, for a plan and (but concerns) for an impact review."""

_SOURCES: Final = {
    "confidence_score": "from the latest session",
    "supervision_concerns": "from the concerns register",
    "attendance_percent": "from attendance in six weeks",
}
_NO_SOURCE: Final = {
    "confidence_score": "no session yet: ask the person",
    "attendance_percent": "no shift in six weeks",
}


def source(name: str, value: object) -> str:
    """Where a computed value comes from, or that the registers do not know."""
    return _SOURCES[name] if value is not None else _NO_SOURCE.get(name, "")


def differing(record: Record, computed: Mapping[str, object], now: Mapping[str, Value]) -> list[str]:
    """The labels of what was computed and stands otherwise in the form."""
    return [
        record[name].label.lower()
        for name in COMPUTED
        if name in record.by_name and computed.get(name) is not None and now.get(name) != computed[name]
    ]


def percent(value: float) -> str:
    """`87.5%`."""
    return f"{value:g}%"


def moved(now: float, before: float, unit: str = "") -> Part:
    """By how much something differs from the plan, with its sign: `+2`, `-1.5%`, `no change`."""
    text = change(now, before)
    tone: Tone = "good" if now > before else "warning" if now < before else "quiet"
    return (text if text == "no change" else f"{text}{unit}", tone)


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


def missing(parts: Sequence[GatePart]) -> str:
    """What is missing before sign-off, in a line; blank where nothing is. A meeting brings its focus and next date."""
    return ", ".join(_lower(part.label) for part in parts if not part.done and part.fault)


def _lower(label: str) -> str:
    return label[:1].lower() + label[1:]


def closing_rule(closing: Closing) -> str:
    """The closing rule, as a sentence."""
    return (
        f"To close as improved, the last {closing.reviews} impact reviews must each show confidence up by "
        f"{closing.confidence} or more and attendance {_at_least(closing.attendance)} since the plan."
    )


def _at_least(points: int) -> str:
    if points == 0:
        return "no lower"
    return f"up by {points} points or more" if points > 0 else f"down by no more than {-points} points"


def closing_state(closing: Closing) -> list[Part]:
    """How the case stands to the closing rule, in a few words."""
    if closing.sustained:
        return [("Improvement is sustained: the case may close as improved", "good")]
    good = 0
    for one in reversed(closing.latest):
        if not one.counts:
            break
        good += 1
    if not closing.latest:
        return [(f"No impact review yet; closing as improved needs {closing.reviews}", "quiet")]
    return [(f"Improvement in {good} of the {closing.reviews} latest reviews that closing needs", "warning")]


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


def what_closing_does(mentee: str, why: str) -> tuple[str, str]:
    """The question before a case is closed, and what will happen in words."""
    if why == IMPROVED:
        return (
            f"Close the case of {mentee} as improved?",
            "The impact reviews show sustained improvement. The case is closed: nothing more is due, and a new "
            "risk makes a new case.",
        )
    return (
        f"Close the case of {mentee} without sustained improvement?",
        f"The reason ({close_words(why).lower()}) stays with the case for ever and is shown on every audit from "
        "now on. Nothing more is due, and a new risk makes a new case.",
    )
