"""The action log (records.md, A4): whose actions are open, which are past their date, what became of one.

A person sees the actions of the pairings and cases that they may read, and those that they own. A list is
opened once, which gives the keys in their order; the lines of a page are read for that page alone.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from mentor_tui.access import Standing, may_write
from mentor_tui.records import ACTION
from mentor_tui.store.read.history import Entered, history
from mentor_tui.store.read.reviews import UNCONFIRMED, literally
from mentor_tui.store.read.slots import chunks, marks
from mentor_tui.store.read.todo import named
from mentor_tui.store.reading import Condition, Reader
from mentor_tui.store.values import from_column, to_date

Which = Literal["mine", "open", "closed"]
State = Literal["overdue", "due", "open", "completed", "late", "cancelled"]

_OPEN = "a.completed_on IS NULL AND a.cancelled_on IS NULL"
_FROM = (
    "action AS a LEFT JOIN pairing AS p ON p.id = a.pairing_id "
    "LEFT JOIN targeted_case AS c ON c.id = a.case_id "
    "JOIN staff AS m ON m.id = coalesce(p.mentee_id, c.staff_id) JOIN staff AS o ON o.id = a.owner_id "
    "LEFT JOIN service AS v ON v.id = coalesce(p.service_id, c.service_id)"
)
_SOUGHT = (
    "lower(a.action || ' ' || {name} || ' ' || o.name || ' ' || coalesce(v.name, '') || ' ' || a.ref "
    "|| ' ' || coalesce(a.evidence_reference, ''))"
)
_ORDER: dict[Which, str] = {
    "mine": "a.review_on, a.id",
    "open": "a.review_on, a.id",
    "closed": "coalesce(a.completed_on, a.cancelled_on) DESC, a.id DESC",
}


@dataclass(frozen=True, slots=True)
class ActionLine:
    """One action as it stands in the log."""

    key: str
    ref: str
    revision: int
    action: str
    owner: str
    owner_left: bool
    mine: bool
    mentee: str
    service: str
    review_on: date
    completed_on: date | None
    cancelled_on: date | None
    evidence: str
    #: agreed on at a session, or written down by the mentor, and not confirmed by a line manager yet
    unconfirmed: bool
    state: State


@dataclass(frozen=True, slots=True)
class Tally:
    """How many open actions there are: of mine, of all that I may see, and past their review date."""

    mine: int
    open: int
    overdue: int
    unconfirmed: int


def visible(reader: Reader) -> Condition:
    """The actions that the person may read: `a` with its pairing `p` or its case `c`."""
    may = named(reader)
    return Condition(f"({may.sql} OR a.owner_id = :owner)", {**may.params, "owner": reader.actor.id})


def _name(reader: Reader) -> str:
    """Whom an action is for, with the parameters of :func:`visible`: blank for an owner who reads no more than it."""
    return f"CASE WHEN {named(reader).sql} THEN m.name ELSE '' END"


def keys(reader: Reader, which: Which = "mine", find: str = "") -> list[str]:
    """The keys of the actions, in order: open ones by review date, closed ones the newest first."""
    condition = visible(reader)
    params: dict[str, Any] = dict(condition.params)
    where = [condition.sql, f"NOT ({_OPEN})" if which == "closed" else _OPEN]
    if which == "mine":
        where.append("a.owner_id = :owner")
    for number, word in enumerate(find.split()[:8]):
        params[f"word{number}"] = f"%{literally(word)}%"
        where.append(f"{_SOUGHT.format(name=_name(reader))} LIKE :word{number} ESCAPE '!'")
    sql = f"SELECT a.id FROM {_FROM} WHERE {' AND '.join(where)} ORDER BY {_ORDER[which]}"
    return [key for (key,) in reader.store.rows(sql, params)]


def tally(reader: Reader) -> Tally:
    """How many are open, mine and in all; of them, past their date, and waiting to be confirmed."""
    condition = visible(reader)
    row = reader.store.row(
        "SELECT count(CASE WHEN a.owner_id = :owner THEN 1 END), count(*), "
        f"count(CASE WHEN a.review_on < :today THEN 1 END), count(CASE WHEN {UNCONFIRMED} THEN 1 END) "
        f"FROM {_FROM} WHERE {condition.sql} AND {_OPEN}",
        {**condition.params, "today": reader.today.isoformat()},
    ) or (0, 0, 0, 0)
    return Tally(*row)


def lines(reader: Reader, wanted: Sequence[str]) -> list[ActionLine]:
    """The lines of these actions, in the order given; those that the person may not see are left out."""
    found: dict[str, ActionLine] = {}
    condition = visible(reader)
    for some in chunks(wanted):
        listed, params = marks(some)
        for row in reader.store.rows(
            f"SELECT a.id, a.ref, a.revision, a.action, o.name, o.employment_end, a.owner_id, {_name(reader)}, "
            f"v.name, a.review_on, a.completed_on, a.cancelled_on, a.evidence_reference, {UNCONFIRMED} "
            f"FROM {_FROM} WHERE a.id IN ({listed}) AND {condition.sql}",
            {**condition.params, **params},
        ):
            found[row[0]] = _line(reader, row)
    return [found[key] for key in wanted if key in found]


def _line(reader: Reader, row: tuple[Any, ...]) -> ActionLine:
    review, completed, cancelled = to_date(row[9]) or reader.today, to_date(row[10]), to_date(row[11])
    return ActionLine(
        key=row[0],
        ref=row[1],
        revision=row[2],
        action=row[3],
        owner=row[4],
        owner_left=bool(row[5] and row[5] < reader.today.isoformat()),
        mine=row[6] == reader.actor.id,
        mentee=row[7],
        service=row[8] or "",
        review_on=review,
        completed_on=completed,
        cancelled_on=cancelled,
        evidence=row[12] or "",
        unconfirmed=bool(row[13]),
        state=state(review, completed, cancelled, reader.today),
    )


def state(review_on: date, completed_on: date | None, cancelled_on: date | None, today: date) -> State:
    """How an action stands; one completed after its review date is late, not never."""
    if cancelled_on is not None:
        return "cancelled"
    if completed_on is not None:
        return "completed" if completed_on <= review_on else "late"
    if review_on < today:
        return "overdue"
    return "due" if review_on == today else "open"


# -- one action ----------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class ActionStory:
    """One action whole: as it stands, whose it is, and everything that was done with it."""

    line: ActionLine
    #: the values of the record by field
    values: Mapping[str, Any]
    mentee_key: str
    mentee: str
    mentor_key: str
    mentor: str
    manager_key: str | None
    service_key: str | None
    service: str
    #: the pairing or the case that it belongs to; the other is blank
    pairing: str
    case: str
    #: the goal it serves, in words
    goal: str
    #: when the session was at which it was agreed on
    agreed_on: date | None
    history: tuple[Entered, ...]
    #: whether the person may complete it; may change what is to be done or cancel it; may confirm it
    may_complete: bool
    may_change: bool
    may_confirm: bool


def story(reader: Reader, key: str) -> ActionStory | None:
    """An action whole; nothing where there is none or the person may not see it."""
    with reader.store.snapshot():
        found = lines(reader, [key])
        if not found:
            return None
        names = [field.name for field in ACTION.fields if field.name != ACTION.ident]
        row = reader.store.row(f"SELECT {', '.join(names)} FROM action WHERE id = :key", {"key": key})
        assert row is not None  # it was read a moment ago, in the same snapshot
        values = {name: from_column(ACTION[name].kind)(value) for name, value in zip(names, row, strict=True)}
        more = reader.store.row(
            f"SELECT m.id, {_name(reader)}, m.line_manager_id, t.id, t.name, coalesce(p.service_id, c.service_id), "
            f"v.name, p.id, c.id, g.goal, s.held_on FROM {_FROM} "
            "LEFT JOIN staff AS t ON t.id = coalesce(p.mentor_id, c.mentor_id) "
            "LEFT JOIN goal AS g ON g.id = a.goal_id LEFT JOIN session AS s ON s.id = a.session_id "
            "WHERE a.id = :key",
            {**visible(reader).params, "key": key},
        )
        assert more is not None
        told = history(reader, ACTION, key)
    mentee_key, mentee, manager, mentor_key, mentor, service_key, service, pairing, case, goal, held = more
    whose = Standing(service_key, mentor_key, mentee_key, manager, values["owner_id"])
    manages = may_write(reader.actor, "review", whose)
    changes = manages or (mentor_key == reader.actor.id and reader.actor.holds("mentor"))
    closed = found[0].state in ("completed", "late", "cancelled")
    return ActionStory(
        line=found[0],
        values=values,
        mentee_key=mentee_key,
        mentee=mentee,
        mentor_key=mentor_key or "",
        mentor=mentor or "",
        manager_key=manager,
        service_key=service_key,
        service=service or "",
        pairing=pairing or "",
        case=case or "",
        goal=goal or "",
        agreed_on=to_date(held),
        history=told,
        may_complete=not closed and may_write(reader.actor, "action", whose),
        may_change=changes,
        may_confirm=not closed and manages and found[0].unconfirmed,
    )
