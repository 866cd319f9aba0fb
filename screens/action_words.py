"""A support action in words: how it stands, everything that it says, and what became of it."""

from __future__ import annotations

from datetime import date
from typing import Final

from textual.content import Content

from mentor_tui.dates import from_today, short
from mentor_tui.records import ACTION
from mentor_tui.store.read.actions import ActionLine, ActionStory, State
from mentor_tui.store.read.history import Entered
from widgets.safe import Part, Tone, words

STATES: Final[dict[State, tuple[str, Tone]]] = {
    "overdue": ("overdue", "bad"),
    "due": ("due", "warning"),
    "open": ("open", "plain"),
    "completed": ("done", "good"),
    "late": ("done late", "warning"),
    "cancelled": ("cancelled", "quiet"),
}
"""How an action stands, in a word; done late is kept apart from never done."""


def standing(line: ActionLine, today: date) -> list[Part]:
    """How an action stands, in a sentence."""
    due = short(line.review_on)
    match line.state:
        case "overdue":
            return [(f"Overdue: its review date was {due}, {from_today(line.review_on, today)}.", "bad")]
        case "due":
            return [("Its review date is today.", "warning")]
        case "open":
            return [f"Open. Its review date is {due}, {from_today(line.review_on, today)}."]
        case "completed":
            return [(f"Completed on {_day(line.completed_on)}, by its review date {due}.", "good")]
        case "late":
            return [
                (f"Completed on {_day(line.completed_on)}, after its review date {due}: late.", "warning")
            ]
        case "cancelled":
            return [(f"Cancelled on {_day(line.cancelled_on)}. It counts in no figure.", "quiet")]


def story_lines(story: ActionStory, today: date) -> list[Content]:
    """Everything that an action says, and what became of it."""
    line, values = story.line, story.values
    rows = [
        words((line.action, "strong")),
        words(*standing(line, today)),
    ]
    if line.owner_left and line.state in ("overdue", "due", "open"):
        rows.append(words((f"{line.owner} has left: give it another owner.", "bad")))
    if line.unconfirmed:
        rows.append(words(("Agreed by the mentor; the line manager has not confirmed it yet.", "warning")))
    rows.append(words(""))
    facts = (
        ("For", ", ".join(filter(None, (story.mentee, story.service)))),
        ("Mentor", story.mentor),
        ("Owner", f"{line.owner} (has left)" if line.owner_left else line.owner),
        ("Need identified", _day(values["need_identified_on"])),
        ("Agreed at", f"the session of {short(story.agreed_on)}" if story.agreed_on else ""),
        ("Confirmed", _day(values["confirmed_on"])),
        ("For the goal", story.goal),
        ("It worked if", values["success_looks_like"] or ""),
        ("Evidence", line.evidence or ("none given" if line.completed_on else "")),
        ("Why cancelled", values["cancel_reason"] or ""),
        ("Reference", line.ref),
    )
    rows += [words((f"{label:<16}", "quiet"), text) for label, text in facts if text]
    rows += [words(""), words(("What became of it", "strong"))]
    for entry in story.history:
        rows += entered(entry)
    return rows


def entered(entry: Entered) -> list[Content]:
    """One entry of the journal: who did what, when and why, field by field."""
    who = entry.who or "An import"
    rows = [words((f"{short(entry.at.date())}  ", "quiet"), f"{who} {_verb(entry)} it.")]
    if entry.reason:
        rows.append(words(("   because ", "quiet"), entry.reason))
    if entry.verb == "recorded":
        return rows
    for changed in entry.changes:
        before = f"{changed.before} → " if changed.before else ""
        rows.append(words((f"   {changed.label}: ", "quiet"), before, changed.after or "blank"))
    return rows


def _verb(entry: Entered) -> str:
    """What an entry did with the action, by what it filled in."""
    if entry.verb == "recorded":
        return "recorded"
    labels = {changed.label for changed in entry.changes if not changed.before}
    for name, verb in (
        ("completed_on", "completed"),
        ("cancelled_on", "cancelled"),
        ("confirmed_on", "confirmed"),
    ):
        if ACTION[name].label in labels:
            return verb
    return entry.verb


def _day(day: date | None) -> str:
    return short(day) if day else ""
