"""Today's list, read out: drafts, what is due from the person, what their services wait for, figures and alerts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

from mentor_tui import todo_words
from mentor_tui.dates import from_today, in_full, short
from mentor_tui.forms.escalation import EscalationPaper
from mentor_tui.plain.talk import Talk
from mentor_tui.store import drafts
from mentor_tui.store.read.month_so_far import MonthLine, in_numbers, month_lines
from mentor_tui.store.read.notices import Notice, notices
from mentor_tui.store.read.today import todos
from mentor_tui.store.read.todo import Opens, Todo, Writing, writing
from mentor_tui.store.reading import Reader

#: what a role answers for in a service or in the organisation; the rest is a person's own
OF_SERVICES: Final = frozenset(
    ("A1", "A5", "B1", "B1S", "B3", "B4", "B5", "B5C", "C1", "C2", "C3", "C4", "C5")
)
#: services whose month is read with the list, and parts of the records that are looked through for alerts with it
_FEW: Final = 5
_PARTS: Final = 12
#: so many alerts are read out at once
_PAGE: Final = 20
_ORDER: Final = ("overdue", "due", "upcoming")


@dataclass
class Listed:
    """What a number of the list opens."""

    items: list[Todo | Writing] = field(default_factory=list)
    alerts: list[Notice] = field(default_factory=list)
    #: whether there may be more alerts, which are looked for when one asks for them
    more_alerts: bool = False

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
    _look_for_alerts(listed, reader, _PARTS)
    talk.say()
    talk.say(f"Today, {in_full(today)}. {_summary(found, kept, listed)}")
    for draft in kept:
        listed.items.append(draft)
        when = from_today(draft.saved_at.date(), today)
        when = when if when in ("today", "yesterday") else f"on {short(draft.saved_at.date())}"
        thing = todo_words.draft(draft).removeprefix("You were writing ")
        talk.say(f"{len(listed.items)} Draft: {thing}, {when}.")
    for heading, mine in (("", True), ("For your services:", False)):
        part = [todo for todo in found if (todo.kind in OF_SERVICES) is not mine]
        if heading and part:
            talk.say(heading)
        for todo in sorted(part, key=lambda one: (_ORDER.index(one.state), one.order)):
            listed.items.append(todo)
            state, _ = todo_words.STATES[todo.state]
            what = todo_words.what(todo).rstrip(".")
            talk.say(f"{len(listed.items)} {state}: {what}. {todo_words.by_when(todo, today)}.")
    if 0 < len(lines := month_lines(reader)) <= _FEW:
        _read_months(talk, lines)
    elif lines:
        talk.say(f"services reads the month so far of your {len(lines)} services.")
    return listed


def _look_for_alerts(listed: Listed, reader: Reader, parts: int = 0) -> None:
    """Finds the alerts, all of them or those of so many parts: a list is read at once, however large the house."""
    listed.alerts, listed.more_alerts = [], False
    for number, part in enumerate(notices(reader)):
        if parts and number >= parts:
            listed.more_alerts = True
            break
        listed.alerts += part
    listed.alerts.sort(key=lambda one: one.order)


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
        more = " or more" if listed.more_alerts else ""
        said += f". {count}{more} {'alert' if count == 1 else 'alerts'}: alerts reads them"
    return f"{said}."


def read_services(talk: Talk) -> None:
    """Reads the month so far of every service that the person answers for."""
    lines = month_lines(talk.refresh().reader)
    if not lines:
        talk.say("No service is yours to look after.")
    _read_months(talk, lines)


def _read_months(talk: Talk, lines: Sequence[MonthLine]) -> None:
    for line in lines:
        talk.say(
            f"{line.name}, {line.heading}: sessions on time {in_numbers(line.sessions)}; 90-day retention "
            f"{in_numbers(line.retention)}; open actions {line.open_actions}."
        )


def read_alerts(talk: Talk, listed: Listed) -> Opens | None:
    """Reads the alerts out, escalations first, each in a sentence; gives what the chosen one opens. Raises Left."""
    if listed.more_alerts:
        _look_for_alerts(listed, talk.refresh().reader)
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
    return _open_alert(talk, shown[talk.choose("Number opens it, < goes back:", told)])


def _open_alert(talk: Talk, one: Notice) -> Opens | None:
    """What an alert opens: its record or, for whom that is to do, the acknowledgement of an escalation."""
    words: list[str] = []
    ways: list[Opens] = []
    if one.opens is not None:
        words.append("Open its record")
        ways.append(one.opens)
    if one.alert.is_escalation and EscalationPaper(talk.refresh(), one.key).may_record():
        words.append("Acknowledge it, with what will be done")
        ways.append(Opens("escalation_entry", (one.key,)))
    if not ways:
        talk.say(f"It is about no record that you may open. Reference {one.key}.")
        return None
    return ways[talk.choose("Number:", words)] if len(ways) > 1 else ways[0]


def discard(talk: Talk, listed: Listed, number: int) -> None:
    """Throws a draft away."""
    item = listed.items[number - 1]
    seat = talk.seat
    if not isinstance(item, Writing) or seat is None:
        talk.say("That is no draft. A number of the list opens it.")
        return
    drafts.drop(seat.store, seat.actor.id, item.form, item.subject)
    talk.say("The draft is gone.")
