"""Targeted support in words that its forms and its screens share: sources, gates, what closing asks and does."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from mentor_tui.dates import short
from mentor_tui.declare import Record, Value
from mentor_tui.rules.guards import IMPROVED
from mentor_tui.rules.guards import Part as GatePart
from mentor_tui.store.read.case_story import Closing, change
from mentor_tui.store.read.cases import close_words
from mentor_tui.tones import Line, Part, Tone

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


def missing(parts: Sequence[GatePart]) -> str:
    """What is missing before sign-off, in a line; blank where nothing is. A meeting brings its focus and next date."""
    return ", ".join(_lower(part.label) for part in parts if not part.done and part.fault)


def _lower(label: str) -> str:
    return label[:1].lower() + label[1:]


def gate_said(parts: Sequence[GatePart]) -> list[Line]:
    """The gate before sign-off, a line for each part: there, or missing."""
    return [
        [f"{part.label}: there"] if part.done else [(f"{part.label}: missing", "warning")] for part in parts
    ]


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


def closing_state(closing: Closing) -> Line:
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


def measured_said(closing: Closing) -> list[Line]:
    """The reviews that the closing rule looks at, a line each."""
    return [
        [
            f"{short(one.at.on)}: confidence {one.confidence_change:+d}, attendance {one.attendance_change:+g}, ",
            ("counts", "good") if one.counts else ("does not count", "warning"),
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
