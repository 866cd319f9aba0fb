"""A strategic intervention in words: what was approved, how it stands, what its follow-ups said."""

from __future__ import annotations

from datetime import date
from typing import Final

from textual.content import Content

from mentor_tui.dates import day_and_month, short
from mentor_tui.forms.strategic_words import stands
from mentor_tui.records.oversight import PROGRESS
from mentor_tui.store.read.strategic import StrategicLine
from widgets.safe import Part, words

_PROGRESS: Final = dict(PROGRESS)


def follow_up(one: StrategicLine, today: date) -> Part:
    """By when it is followed up next."""
    if one.follow_up_due is None:
        return ("", "quiet")
    late = one.follow_up_due < today
    return (f"{'was due' if late else 'due'} {day_and_month(one.follow_up_due)}", "bad" if late else "quiet")


def in_short(one: StrategicLine) -> list[Content]:
    """What was approved, whole: what a list has no room for."""
    return [
        words((one.intervention, "strong"), (f"  {one.service or 'All services'}", "quiet")),
        words(("Owner ", "quiet"), one.owner, ("  Measure of success: ", "quiet"), one.measure),
    ]


def in_full(one: StrategicLine, today: date) -> list[Content]:
    """Everything that is held on it."""
    rows = [
        words((one.intervention, "strong")),
        words((f"{one.ref}  {one.service or 'All services'}", "quiet")),
        words(""),
        words("How it stands: ", stands(one, today)),
        words(f"Executive owner: {one.owner}"),
        words(f"Measure of success: {one.measure}"),
        words(f"Approved on {short(one.approved_on)}, to be complete by {short(one.target_on)}."),
    ]
    if one.completed_on is not None:
        rows.append(words(f"Completed on {short(one.completed_on)}, evidence: {one.evidence or 'none'}"))
    elif one.follow_up_due is not None:
        rows.append(words("Next follow-up ", follow_up(one, today), "."))
        if one.status == "complete":
            rows.append(
                words(("The director records the completion, with evidence of the action's own.", "warning"))
            )
    rows += [words(""), words(("Follow-ups", "strong"))]
    for each in one.follow_ups:
        evidence = f", evidence {each.evidence}" if each.evidence else ""
        note = f". {each.note}" if each.note else ""
        rows.append(
            words((f"{short(each.reviewed_on)}  ", "quiet"), f"{_PROGRESS[each.status]}{evidence}{note}")
        )
    if not one.follow_ups:
        rows.append(words(("None yet. Every open intervention is looked at every two weeks.", "quiet")))
    return rows
