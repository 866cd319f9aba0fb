"""What Today tells of the line that is marked: why it is there, what to do, what went before."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from textual.content import Content

from mentor_tui.dates import in_full, short
from mentor_tui.store.read.todo import Todo, history
from mentor_tui.store.reading import Reader
from screens import todo_words
from widgets.safe import Part, words

if TYPE_CHECKING:
    from mentor_tui.store.read.notices import Notice


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
    parts += [f"\n{todo_words.why(todo)}\n", (f"\n{todo_words.to_do(todo)}\n", "quiet")]
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
