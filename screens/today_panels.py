"""What Today tells besides the list itself: the detail of what is marked, and the month of each service."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from textual.content import Content

from mentor_tui.calendar import Period
from mentor_tui.dates import in_full, month_and_year, short
from mentor_tui.figures import Proportion
from mentor_tui.store import evidence
from mentor_tui.store.read.notices import Notice
from mentor_tui.store.read.today import Todo, history, my_services
from mentor_tui.store.reading import Reader
from screens import todo_words
from widgets.listing import Row
from widgets.safe import Part, words


@dataclass(frozen=True, slots=True)
class MonthLine:
    """One service in the month under way."""

    key: str
    name: str
    period: str
    heading: str
    sessions: Proportion
    retention: Proportion
    open_actions: int


def month_lines(reader: Reader) -> list[MonthLine]:
    """The figures of the month so far, of each service that the person answers for."""
    services = my_services(reader)
    if not services:
        return []
    month = Period.containing(reader.today, "month")
    heading = f"{month_and_year(reader.today)} so far"
    found = {
        key: evidence.by_service(reader.store, key, month, reader.today)
        for key in ("sessions_on_schedule", "retention_90_day", "open_actions")
    }

    def share(key: str, service: str) -> Proportion:
        figure = found[key].get(service)
        return figure if isinstance(figure, Proportion) else Proportion(0, 0)

    lines = []
    for service in services:
        count = found["open_actions"].get(service.ref, 0)
        lines.append(
            MonthLine(
                service.key,
                service.name,
                month.code,
                heading,
                share("sessions_on_schedule", service.ref),
                share("retention_90_day", service.ref),
                count if isinstance(count, int) else 0,
            )
        )
    return lines


def month_row(line: MonthLine) -> Row:
    """The service in one line."""
    return Row(
        line.key,
        (line.name, in_numbers(line.sessions), in_numbers(line.retention), str(line.open_actions)),
    )


def in_numbers(share: Proportion) -> str:
    """So many of so many; the percentage besides where there are enough to mean something."""
    if not share.denominator:
        return "none yet"
    counted = f"{share.numerator} of {share.denominator}"
    return f"{counted} ({share.percent:g}%)" if share.firm else counted


def detail_of_todo(reader: Reader, todo: Todo) -> Content:
    """Why an item is there, what to do, what went before."""
    due = todo.item.due_on
    parts: list[Part] = [
        (f"{todo_words.what(todo)}\n", "strong"),
        f"Due on {in_full(due)}.\n",
    ]
    if todo.item.kind == "A2" and todo.more:
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
