"""What the session form opens with: what was left open, the next session, the organisation's own words."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any, Protocol

from mentor_tui.access import may_write
from mentor_tui.declare import Field, Record
from mentor_tui.store.read.pairing import HELD_BACK, Around, PairingHead, head, standing
from mentor_tui.store.read.slots import SlotSeen, next_due, slots_of
from mentor_tui.store.reading import Reader
from mentor_tui.store.values import from_column, to_date

SUPPORT_ISSUES = (
    "Medication",
    "Moving and handling",
    "Personal care",
    "Record keeping",
    "Communication with residents",
    "Dementia and behaviour",
    "Lone or night working",
    "Time and workload",
    "Team and colleagues",
    "Rota and shifts",
    "Confidence",
    "Wellbeing",
)
"""What is offered while the organisation has no list of support issues of its own."""


@dataclass(frozen=True, slots=True)
class OpenAction:
    """An action of the pairing that is neither completed nor cancelled."""

    key: str
    revision: int
    action: str
    owner: str
    owner_left: bool
    review_on: date


@dataclass(frozen=True, slots=True)
class OpenGoal:
    """A goal of the pairing that is not achieved yet."""

    key: str
    revision: int
    goal: str
    target_on: date | None
    progress: str


@dataclass(frozen=True, slots=True)
class LastTime:
    """The session before this one."""

    held_on: date
    score: int
    issue: str
    summary: str


@dataclass(frozen=True, slots=True)
class SessionBasis:
    """Everything that the session form needs to know before it is shown."""

    head: PairingHead
    slots: tuple[SlotSeen, ...]
    actions: tuple[OpenAction, ...]
    goals: tuple[OpenGoal, ...]
    last: LastTime | None
    issues: tuple[str, ...]
    private: bool

    def next_due(self, on: date, held_on: date | None = None) -> SlotSeen | None:
        """The next session to hold once one held on a date is saved."""
        return next_due(self.slots, on, held_on)


def basis(reader: Reader, pairing: str, session: str = "") -> SessionBasis | None:
    """What the form opens with; nothing where the person may not see the pairing.

    `session` is the one that is being corrected, if any: what came before it counts as last time.
    """
    with reader.store.snapshot():
        found = head(reader, pairing)
        if found is None:
            return None
        return SessionBasis(
            head=found,
            slots=slots_of(reader.store, [pairing], reader.today)[pairing],
            actions=_open_actions(reader, pairing),
            goals=open_goals(reader, pairing),
            last=_last(reader, pairing, session),
            issues=issues(reader),
            private=reader.reads_private(found.mentor_key, found.mentee_key),
        )


def issues(reader: Reader) -> tuple[str, ...]:
    """The organisation's own list of support issues, or the one that the program comes with."""
    own = reader.store.rows(
        "SELECT word FROM list_word WHERE list = 'support_issues' AND coalesce(in_use, 1) = 1 ORDER BY word"
    )
    return tuple(word for (word,) in own) or SUPPORT_ISSUES


def _open_actions(reader: Reader, pairing: str) -> tuple[OpenAction, ...]:
    rows = reader.store.rows(
        "SELECT x.id, x.revision, x.action, o.name, o.employment_end, x.review_on FROM action AS x "
        "JOIN staff AS o ON o.id = x.owner_id WHERE x.pairing_id = :pairing AND x.completed_on IS NULL "
        "AND x.cancelled_on IS NULL ORDER BY x.review_on, x.ref",
        {"pairing": pairing},
    )
    return tuple(
        OpenAction(
            key,
            revision,
            action,
            owner,
            bool(left and left < reader.today.isoformat()),
            to_date(review) or reader.today,
        )
        for key, revision, action, owner, left, review in rows
    )


def open_goals(reader: Reader, pairing: str) -> tuple[OpenGoal, ...]:
    """The goals of a pairing which are not achieved yet; none where the person may not see it."""
    may = reader.pairings("p")
    rows = reader.store.rows(
        "SELECT g.id, g.revision, g.goal, g.target_on, g.progress FROM goal AS g "
        f"JOIN pairing AS p ON p.id = g.pairing_id WHERE p.id = :pairing AND {may.sql} "
        "AND g.achieved_on IS NULL ORDER BY g.target_on IS NULL, g.target_on, g.ref",
        {**may.params, "pairing": pairing},
    )
    return tuple(
        OpenGoal(key, revision, goal, to_date(target), progress or "")
        for key, revision, goal, target, progress in rows
    )


def _last(reader: Reader, pairing: str, session: str) -> LastTime | None:
    row = reader.store.row(
        "SELECT held_on, confidence_score, top_support_issue, shared_summary FROM session "
        "WHERE pairing_id = :pairing AND id <> :session AND held_on <= "
        "coalesce((SELECT held_on FROM session WHERE id = :session), :today) "
        "ORDER BY held_on DESC, ref DESC LIMIT 1",
        {"pairing": pairing, "session": session, "today": reader.today.isoformat()},
    )
    return LastTime(to_date(row[0]) or reader.today, row[1], row[2], row[3] or "") if row else None


@dataclass(frozen=True, slots=True)
class Standing:
    """A record as it stands, for its form: the revision that is looked at, and its values by field."""

    key: str
    revision: int
    values: dict[str, Any]


class Belongs(Around, Protocol):
    """The head of a pairing or case."""

    @property
    def key(self) -> str:
        """Its key."""


def record(reader: Reader, kind: Record, key: str, pairing: str) -> Standing | None:
    """A record of a pairing as it stands; nothing where the person may not see the pairing.

    What the two wrote for one another comes only for the mentor and the mentee.
    """
    found = head(reader, pairing)
    if found is None:
        return None
    owner = "id" if kind.name == "pairing" else "pairing_id"
    return stands_in(reader, kind, key, owner, found)


def stands_in(reader: Reader, kind: Record, key: str, owner: str, found: Belongs) -> Standing | None:
    """A record as it stands that belongs to a pairing or case which the person may see, by the column `owner`."""
    fields = [field for field in kind.fields if field.name != kind.ident]
    own = reader.reads_private(found.mentor_key, found.mentee_key)
    may = reader.notes(found.mentee_key)
    columns = ", ".join(_column(field, kind, own, may.sql) for field in fields)
    row = reader.store.row(
        f'SELECT x.id, x.revision, {columns} FROM "{kind.table}" AS x WHERE x.id = :key AND x.{owner} = :of',
        {**may.params, "key": key, "of": found.key},
    )
    if row is None:
        return None
    values = {
        field.name: from_column(field.kind)(value) for field, value in zip(fields, row[2:], strict=True)
    }
    return Standing(row[0], row[1], values)


def _column(field: Field, kind: Record, own: bool, notes: str) -> str:
    """What is asked of a field: what the two wrote for one another is asked for by nobody else."""
    if kind.name == "session" and field.name in HELD_BACK and not own:
        return "NULL"
    if field.share == "private":
        return f"CASE WHEN {notes} THEN x.{field.name} END" if own else "NULL"
    return f"x.{field.name}"


def by_its_key(reader: Reader, kind: Record, pairing: str, key: str) -> tuple[str, str]:
    """The keys of a pairing and of its record: the draft of a correction knows the record's key alone."""
    if key:
        return pairing, key
    whose = reader.store.value(f'SELECT pairing_id FROM "{kind.table}" WHERE id = :key', {"key": pairing})
    return (whose, pairing) if whose else (pairing, "")


@dataclass(frozen=True, slots=True)
class Owner:
    """Somebody who may own an action."""

    key: str
    name: str
    job_role: str


def owners(reader: Reader, found: Around) -> tuple[Owner, ...]:
    """Who may own an action of this pairing or case: its people first, then who works for others in its service.

    A mentee is somebody else's business: only the one whom it is for is offered. Nobody is offered to those who
    set no actions here.
    """
    if not may_write(reader.actor, "action", standing(found)):
        return ()
    rows = reader.store.rows(
        "SELECT id, name, job_role FROM staff WHERE (employment_end IS NULL OR employment_end >= :today) "
        "AND (id IN (:mentor, :mentee, :manager) "
        "OR (service_id = :service AND roles IS NOT NULL AND roles NOT IN ('', 'mentee'))) "
        "ORDER BY name, id",
        {
            "today": reader.today.isoformat(),
            "mentor": found.mentor_key,
            "mentee": found.mentee_key,
            "manager": found.manager_key or "",
            "service": found.service_key or "",
        },
    )
    first = {found.mentee_key: 0, found.mentor_key: 1, found.manager_key: 2}
    people = [Owner(key, name, role or "") for key, name, role in rows]
    return tuple(sorted(people, key=lambda one: first.get(one.key, 3)))
