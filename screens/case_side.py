"""A case's indicators charted against its plan, and its gates, in lines of any width."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Final

from textual.content import Content

from mentor_tui.dates import day_and_month, short
from mentor_tui.forms.case_words import closing_rule, closing_state, moved, percent
from mentor_tui.store.read.case_story import CaseStory
from mentor_tui.store.read.cases import Assessment
from screens.case_words import gate_parts, measured_parts, step_sentence
from screens.pairing_marks import alert_words
from widgets import glyphs
from widgets.safe import Part, Tone, lines, words

_MOST: Final = 8
"""So many assessments at most are charted: the plan and the latest reviews."""
_LEAST_ATTENDANCE: Final = 50
"""Attendance is charted from here to 100%, wider where it was lower."""


def side_lines(told: CaseStory, today: date, width: int) -> Content:
    """Everything that stands beside the story."""
    head = told.head
    rows: list[Content] = [words(("Confidence", "strong"), ("  of 10, against the plan", "quiet"))]
    shown = _shown(told.assessments)
    rows += bars([(one.on, float(one.confidence), str(one.confidence)) for one in shown], 0, 10, width)
    rows += [words(""), words(("Attendance", "strong"), ("  over six weeks, against the plan", "quiet"))]
    least = min(_LEAST_ATTENDANCE, *(int(one.attendance) // 10 * 10 for one in shown))
    rows += bars([(one.on, one.attendance, percent(one.attendance)) for one in shown], least, 100, width)
    rows += [words((f"{glyphs.BAR} marks the plan; attendance is drawn from {least}%", "quiet")), words("")]
    if head.is_open:
        rows.append(words(("What comes next", "strong")))
        rows += [words(*step_sentence(step, today)) for step in told.steps]
        rows += [
            words(f"Reassessment: {short(on)}", (f" {module}", "quiet")) for on, module in told.reassessments
        ]
        rows.append(words(""))
    if head.signed_off_on is None and head.is_open:
        rows.append(words(("Before sign-off", "strong")))
        rows += [words(*parts) for parts in gate_parts(told.parts)]
    else:
        rows.append(words(("Before closing as improved", "strong")))
        rows += [words(*parts) for parts in measured_parts(told.closing)]
        if head.is_open:
            rows += [words(*closing_state(told.closing)), words((closing_rule(told.closing), "quiet"))]
    rows += [words(""), words(("Alerts", "strong"))]
    rows += [words(*alert_words(alert)) for alert in told.alerts] or [words(("None.", "quiet"))]
    return lines(*rows)


def _shown(found: Sequence[Assessment]) -> list[Assessment]:
    """The plan, and the latest reviews."""
    return [found[0], *found[1:][-(_MOST - 1) :]]


def bars(points: Sequence[tuple[date, float, str]], least: float, most: float, width: int) -> list[Content]:
    """A bar for each point; the first is the baseline, whose mark goes through all of them."""
    room = max(10, width - 24)
    baseline = points[0][1]
    mark = _cells(baseline, least, most, room)
    rows = []
    for number, (on, value, text) in enumerate(points):
        length = _cells(value, least, most, room)
        tone: Tone = "quiet" if number == 0 else "good" if value > baseline else "warning"
        bar = "".join(
            glyphs.BAR if place == mark else "█" if place < length else " " for place in range(room + 1)
        )
        parts: list[Part] = [f"{day_and_month(on):>6} ", (bar, tone), f"{text:>6}"]
        if number == 0:
            parts.append(("  plan", "quiet"))
        else:
            parts += ["  ", moved(value, baseline)]
        rows.append(words(*parts))
    return rows


def _cells(value: float, least: float, most: float, room: int) -> int:
    share = (min(max(value, least), most) - least) / (most - least)
    return round(share * room)
