"""Today's list, read out: drafts, what is due from the person, what their services wait for, figures and alerts."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

from mentor_tui import todo_words
from mentor_tui.dates import from_today, in_full, short
from mentor_tui.plain.talk import Talk
from mentor_tui.store import drafts
from mentor_tui.store.read.notices import Notice, notices
from mentor_tui.store.read.today import todos
from mentor_tui.store.read.todo import Opens, Todo, Writing, writing

#: what a role answers for in a service or in the organisation; the rest is a person's own
OF_SERVICES: Final = frozenset(
    ("A1", "A5", "B1", "B1S", "B3", "B4", "B5", "B5C", "C1", "C2", "C3", "C4", "C5")
)
#: so many alerts are read out at once
_PAGE: Final = 20
_ORDER: Final = ("overdue", "due", "upcoming")


@dataclass
class Listed:
    """What a number of the list opens."""

    items: list[Todo | Writing] = field(default_factory=list)
    alerts: list[Notice] = field(default_factory=list)
    drafts: int = 0

    def opens(self, number: int) -> Opens | None:
        """What the item with this number opens; nothing where it opens nothing by itself."""
        return self.items[number - 1].opens


def read_out(talk: Talk) -> Listed:
    """Reads the list out: mine first, then my services', each overdue first."""
    seat = talk.refresh()
    reader, today = seat.reader, talk.today()
    found = todos(reader)
    kept = writing(reader)
    listed = Listed()
    listed.alerts = sorted((one for part in notices(reader) for one in part), key=lambda one: one.order)
    talk.say()
    talk.say(f"Today, {in_full(today)}. {_summary(found, kept, listed)}")
    for draft in kept:
        listed.items.append(draft)
        when = from_today(draft.saved_at.date(), today)
        when = when if when in ("today", "yesterday") else f"on {short(draft.saved_at.date())}"
        thing = todo_words.draft(draft).removeprefix("You were writing ")
        talk.say(f"{len(listed.items)} Draft: {thing}, {when}.")
    listed.drafts = len(kept)
    for heading, mine in (("", True), ("For your services:", False)):
        part = [todo for todo in found if (todo.kind in OF_SERVICES) is not mine]
        if heading and part:
            talk.say(heading)
        for todo in sorted(part, key=lambda one: (_ORDER.index(one.state), one.order)):
            listed.items.append(todo)
            state, _ = todo_words.STATES[todo.state]
            what = todo_words.what(todo).rstrip(".")
            talk.say(f"{len(listed.items)} {state}: {what}. {todo_words.by_when(todo, today)}.")
    _figures(talk)
    return listed


def _summary(found: list[Todo], kept: list[Writing], listed: Listed) -> str:
    late = sum(todo.state == "overdue" for todo in found)
    due = sum(todo.state == "due" for todo in found)
    coming = len(found) - late - due
    parts = [
        f"{count} {word}"
        for count, word in ((late, "overdue"), (due, "due today"), (coming, "coming"))
        if count
    ]
    said = ", ".join(parts) if parts else "Nothing is due from you in the coming days"
    said += f". {len(kept)} {'draft' if len(kept) == 1 else 'drafts'}" if kept else ""
    if count := len(listed.alerts):
        said += f". {count} {'alert' if count == 1 else 'alerts'}: alerts reads them"
    return f"{said}."


def _figures(talk: Talk) -> None:
    """The month so far of the services that the person answers for."""
    seat = talk.seat
    if seat is None or not seat.reader.reach.services:
        return
    from mentor_tui.store.read.month_so_far import in_numbers, month_lines

    for line in month_lines(seat.reader):
        talk.say(
            f"{line.name}, {line.heading}: sessions on time {in_numbers(line.sessions)}; 90-day retention "
            f"{in_numbers(line.retention)}; open actions {line.open_actions}."
        )


def read_alerts(talk: Talk, listed: Listed) -> Opens | None:
    """Reads the alerts out, escalations first, each in a sentence; gives what the chosen one opens. Raises Left."""
    if not listed.alerts:
        talk.say("There is no early warning and no escalation among the records that you see.")
        return None
    shown = listed.alerts[:_PAGE]
    if len(shown) < len(listed.alerts):
        talk.say(f"The first {_PAGE} of {len(listed.alerts)}:")
    told = []
    for one in shown:
        kind = "Escalation" if one.alert.is_escalation else "Early warning"
        where = f", {one.service}" if one.service and one.service != one.who else ""
        told.append(f"{kind}: {one.who}{where}. {one.sentence} Since {short(one.alert.since)}.")
    chosen = shown[talk.choose("Number opens its record, < goes back:", told)]
    if chosen.opens is None:
        talk.say(f"It is about no record that you may open. Reference {chosen.key}.")
    return chosen.opens


def discard(talk: Talk, listed: Listed, number: int) -> None:
    """Throws a draft away."""
    item = listed.items[number - 1]
    seat = talk.seat
    if not isinstance(item, Writing) or seat is None:
        talk.say("That is no draft. A number of the list opens it.")
        return
    drafts.drop(seat.store, seat.actor.id, item.form, item.subject)
    talk.say("The draft is gone.")
