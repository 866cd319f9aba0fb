"""What Today tells of the line that is marked: why it is there, what to do, what went before."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Final

from textual.content import Content

from mentor_tui import todo_words
from mentor_tui.dates import in_full, short
from mentor_tui.store.read.todo import Todo, history
from mentor_tui.store.reading import Reader
from widgets.safe import Part, words

if TYPE_CHECKING:
    from mentor_tui.store.read.notices import Notice


_DO: Final[dict[str, str]] = {
    "A1": "Enter opens the allocation, with the mentors that fit best on top.",
    "A2": "Enter opens the session form, with what was left open last time.",
    "A3": "Enter opens the review, with its evidence worked out.",
    "A4": "Enter opens the action.",
    "A5": "Enter opens the audit of the month.",
    "B1": "Enter opens the plan, with its baseline worked out.",
    "B1S": "Enter opens the sign-off, with what is missing.",
    "B2": "Enter opens the support meeting.",
    "B3": "Enter opens the pathway update.",
    "B4": "Enter opens the follow-up.",
    "B5": "Enter opens the impact review, with what changed worked out.",
    "B5C": "Enter opens the closing of the case.",
    "C1": "Enter opens the month's intelligence, with its figures worked out.",
    "C2": "Enter opens the month's pattern review, with its figures worked out.",
    "C3": "Enter opens the form that approves an intervention for the service.",
    "C4": "Enter opens the follow-up.",
    "C5": "Enter opens the quarter, with its figures worked out.",
}
_NEAREST: Final = "This version has no form for it. Enter opens the nearest record."
_NOWHERE: Final = "This version has no form for it yet."


def detail_of_todo(reader: Reader, todo: Todo) -> Content:
    """Why an item is there, what to do, what went before."""
    due = todo.due_on
    parts: list[Part] = [
        (f"{todo_words.what(todo)}\n", "strong"),
        f"Due on {in_full(due)}.\n",
    ]
    if todo.kind == "A2" and todo.more:
        parts.append(f"Its window closes on {in_full(date.fromisoformat(todo.more))}.\n")
    if todo.service:
        parts.append(f"{todo.service}\n")
    parts += [f"\n{todo_words.why(todo)}\n", (f"\n{_to_do(todo)}\n", "quiet")]
    before = history(reader, todo)
    if before:
        parts.append(("\nBefore\n", "strong"))
        parts += [f"{short(day)}  {said}\n" for day, said in before]
    return words(*parts)


def detail_of_notice(notice: Notice) -> Content:
    """What was raised, since when, and what to do."""
    parts: list[Part] = [
        (f"{notice.short}\n", "strong"),
        f"{notice.who}{f', {notice.service}' if notice.service and notice.service != notice.who else ''}\n",
        f"Since {in_full(notice.alert.since)}.\n",
        f"\n{notice.sentence}\n",
    ]
    if notice.opens:
        parts.append(("\nEnter opens the record.\n", "quiet"))
    parts.append((f"\nReference {notice.key}", "quiet"))
    return words(*parts)


def _to_do(todo: Todo) -> str:
    """What Enter does."""
    if todo.kind in _DO and todo.opens:
        return _DO[todo.kind]
    return _NEAREST if todo.opens else _NOWHERE
