"""What an item of the list says: what it is, by when, and why it is there. Plain words, no blame."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Final

from mentor_tui.dates import MONTHS, WEEKDAYS, day_and_month, short
from mentor_tui.store.read.todo import Todo, Writing
from mentor_tui.tones import Tone

STATES: Final[dict[str, tuple[str, Tone]]] = {
    "overdue": ("Overdue", "bad"),
    "due": ("Due today", "warning"),
    "upcoming": ("Coming", "quiet"),
}


def _month(todo: Todo) -> str:
    """The month (2026-03), or the quarter (2026-Q1) by its first and last months."""
    year, _, part = todo.period.partition("-")
    if part.startswith("Q"):
        last = int(part[1:]) * 3
        return f"{MONTHS[last - 3]} to {MONTHS[last - 1]} {year}"
    return f"{MONTHS[int(part) - 1]} {year}"


def _short_month(todo: Todo) -> str:
    year, _, month = todo.period.partition("-")
    return f"{MONTHS[int(month) - 1][:3]} {year}"


_WHAT: Final[dict[str, Callable[[Todo], str]]] = {
    "A1": lambda todo: f"Mentor for {todo.who}",
    "A2": lambda todo: f"Session {todo.slot} with {todo.who}",
    "A3": lambda todo: f"Week-four review of {todo.who}",
    "A4": lambda todo: f"{todo.more} ({todo.who})" if todo.who else todo.more,
    "A5": lambda todo: f"Audit for {_short_month(todo)}, {todo.who}",
    "B1": lambda todo: f"Support plan for {todo.who}",
    "B1S": lambda todo: f"Plan sign-off for {todo.who}",
    "B2": lambda todo: f"Support session with {todo.who}",
    "B3": lambda todo: f"Pathway update for {todo.who}",
    "B4": lambda todo: f"Follow-up for {todo.who}",
    "B5": lambda todo: f"Impact review for {todo.who}",
    "B5C": lambda todo: f"Close the case of {todo.who}",
    "C1": lambda todo: f"Mentoring intelligence for {_month(todo)}",
    "C2": lambda todo: f"Pattern review for {_month(todo)}",
    "C3": lambda todo: f"Intervention for {todo.who}",
    "C4": lambda todo: f"Executive follow-up of {todo.subject}",
    "C5": lambda todo: f"Board assurance for {_month(todo)}",
}

_WHY: Final[dict[str, str]] = {
    "A1": "A mentor is allocated on a new starter's first working day. This person has none yet.",
    "A2": "A session of the programme. It counts when it is held before its window closes; "
    "write it down on the same working day.",
    "A3": "At week four the line manager looks at what the mentoring has brought so far.",
    "A4": "An action that you own. Complete it with the date and, where there is one, its evidence.",
    "A5": "The monthly audit is read, commented on and signed at the workforce meeting.",
    "B1": "Somebody said that this person may be about to leave. A support plan follows "
    "within three working days.",
    "B1S": "A plan is signed off within ten working days, once a meeting and a pathway update are there.",
    "B2": "The next support session, as it was agreed at the last one.",
    "B3": "The case has no pathway update yet. It is needed before the plan is signed off.",
    "B4": "A support plan is followed up every fortnight until its case is closed.",
    "B5": "The impact of the support is reviewed every month until improvement is sustained.",
    "B5C": "This person has left. The case is to be closed, with its reason.",
    "C1": "The month's figures are read and signed on the first working day after it.",
    "C2": "The pattern across services is read before the executive meeting.",
    "C3": "The service was below the threshold in two months running. "
    "Only an approved intervention clears this.",
    "C4": "An open strategic action is looked at every two weeks.",
    "C5": "The quarter's assurance is read and signed for the board meeting.",
}

#: what a draft is called, by the name of its form
_FORMS: Final[dict[str, str]] = {
    "session": "a session",
    "review": "a review",
    "action": "an action",
    "allocation": "an allocation",
    "audit": "an audit's comment",
    "excusal": "why a session did not take place",
    "goal": "a goal",
    "evidence": "the evidence of an action",
    "pairing_end": "the end of a pairing",
    "escalation": "what will be done about an escalation",
    "strategic_entry": "a strategic intervention",
    "strategic_done": "the completion of an intervention",
    "executive_review": "an executive follow-up",
    "chart_change": "why a chart draws new limits",
    "chart_withdrawn": "why new limits are withdrawn",
    "case_entry": "a support plan",
    "risk": "that there is a risk",
    "support_meeting": "a support meeting",
    "pathway_update": "a pathway update",
    "sign_off": "the sign-off of a plan",
    "follow_up": "a follow-up",
    "impact_review": "an impact review",
    "case_close": "the closing of a case",
}


def what(todo: Todo) -> str:
    """What is to be done, and for whom."""
    return _WHAT[todo.kind](todo)


def by_when(todo: Todo, today: date) -> str:
    """When it is due, with what that leaves."""
    due = todo.due_on
    day = f"{WEEKDAYS[due.weekday()][:3]} {day_and_month(due) if due.year == today.year else short(due)}"
    if todo.kind == "A2" and todo.more:
        left = (date.fromisoformat(todo.more) - today).days
        if due <= today:
            return f"{day}, {_left(left)} to hold it"
    late = (today - due).days
    if late > 0:
        return f"{day}, {late} {'day' if late == 1 else 'days'} ago"
    if late == 0:
        return f"{day}, today"
    return f"{day}, {'tomorrow' if late == -1 else f'in {-late} days'}"


def _left(days: int) -> str:
    if days <= 0:
        return "last day"
    return f"{days} {'day' if days == 1 else 'days'} left"


def why(todo: Todo) -> str:
    """Why it is on the list."""
    return _WHY[todo.kind]


def draft(one: Writing) -> str:
    """What a draft was."""
    thing = _FORMS.get(one.form) or one.form.rpartition(":")[2].replace("_", " ")
    return f"You were writing {thing}{f' with {one.who}' if one.who and one.form == 'session' else ''}" + (
        f" about {one.who}" if one.who and one.form != "session" else ""
    )
