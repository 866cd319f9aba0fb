"""What is done with an action that is there: completed with evidence, cancelled with the reason, confirmed."""

from __future__ import annotations

from datetime import date
from typing import Final, Literal

from mentor_tui.declare import Field, Value
from mentor_tui.office import Change
from mentor_tui.records import ACTION
from mentor_tui.store.read.actions import ActionStory

Step = Literal["complete", "cancel", "confirm"]

DRAFT: Final = "evidence"
"""The draft of what was typed as evidence of an action, by its key."""

ASKED: Final[dict[Step, tuple[str, Field]]] = {
    "complete": ("Where is the evidence?", ACTION["evidence_reference"]),
    "cancel": ("Why is it cancelled?", ACTION["cancel_reason"]),
}
"""What is asked before a step is taken."""

NO_EVIDENCE: Final = "Nothing is given as evidence."
NO_REASON: Final = "Say why in a few words; it is kept with the action."

_CLOSED: Final = {"completed": "completed", "late": "completed", "cancelled": "cancelled"}


def refusal(story: ActionStory, step: Step) -> str:
    """Why the person cannot take the step, as a sentence; blank where they can."""
    closed = _CLOSED.get(story.line.state)
    match step:
        case "complete":
            may, by = story.may_complete, "completed by its owner, the mentor or the line manager"
        case "cancel":
            may, by = story.may_change and not closed, "cancelled by the mentor or the line manager"
        case "confirm":
            may, by = story.may_confirm, "confirmed by the line manager"
            if not may and not story.line.unconfirmed:
                return "There is nothing to confirm: it was made or confirmed by a manager already."
    if may:
        return ""
    return f"This action is {closed} already." if closed else f"An action is {by}."


def taken(story: ActionStory, step: Step, said: Value, today: date) -> Change:
    """The change that takes the step, with what was said (the evidence, or the reason)."""
    values: dict[str, Value]
    if step == "complete":
        values = {"completed_on": today}
        if said:
            values["evidence_reference"] = said
    elif step == "cancel":
        values = {"cancelled_on": today, "cancel_reason": said}
    else:
        values = {"confirmed_on": today}
    return Change(ACTION, values, story.line.key, story.line.revision)


def said_when_taken(story: ActionStory, step: Step, today: date) -> str:
    """What was done, and what that counts as."""
    if step == "complete":
        late = today > story.line.review_on
        return (
            "Completed, after its review date: it counts as late, not as missing."
            if late
            else "Completed in time."
        )
    if step == "cancel":
        return "Cancelled. It stays in the log with its reason."
    return "Confirmed: the mentor's action stands."
