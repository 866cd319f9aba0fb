"""Mentoring reviews (records.md, A3): those that wait, those that were made, and the evidence for one.

A list is opened once, which gives the keys in their order; the lines of a page are read for that page alone.
A key names what stands on the line: ``due:`` and the pairing whose week-four review waits, or ``done:`` and
the review.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Literal

from mentor_tui.access import may_write
from mentor_tui.policy import UPCOMING_DAYS
from mentor_tui.programmes import SlotState
from mentor_tui.store.evidence_of_review import computed
from mentor_tui.store.read.pairing import PairingHead, head, standing
from mentor_tui.store.read.slots import SlotSeen, chunks, marks, slots_of
from mentor_tui.store.reading import Reader
from mentor_tui.store.schedules import load_calendars, load_policy
from mentor_tui.store.values import to_date

Which = Literal["open", "done"]
State = Literal["overdue", "due", "coming", "in time", "late", "later", "early"]

_ACTIVE = (
    "p.programme <> 'informal' AND p.started_on <= :today AND (p.ended_on IS NULL OR p.ended_on > :today) "
    "AND (m.employment_end IS NULL OR m.employment_end >= :today) "
    "AND NOT EXISTS (SELECT 1 FROM review AS r WHERE r.pairing_id = p.id "
    "AND r.reviewed_on >= p.week_four_from)"
)
_PEOPLE = "pairing AS p JOIN staff AS m ON m.id = p.mentee_id JOIN staff AS t ON t.id = p.mentor_id"
_MORE = "LEFT JOIN staff AS l ON l.id = m.line_manager_id LEFT JOIN service AS v ON v.id = p.service_id"
_SOUGHT = (
    "lower(m.name || ' ' || t.name || ' ' || coalesce(l.name, '') || ' ' "
    "|| coalesce(v.name, '') || ' ' || p.ref)"
)


@dataclass(frozen=True, slots=True)
class ReviewLine:
    """A review that waits or was made, as it stands in the list."""

    key: str
    pairing: str
    #: the review's own key; blank while it waits
    review: str
    mentee: str
    mentor: str
    manager: str
    service: str
    due_on: date
    reviewed_on: date | None
    outcome: str
    state: State


@dataclass(frozen=True, slots=True)
class Waiting:
    """How many week-four reviews wait, by how they stand."""

    overdue: int
    due: int
    coming: int


def keys(reader: Reader, which: Which = "open", find: str = "") -> list[str]:
    """What the person may see: those that wait, longest first, or those that were made, newest first."""
    condition = reader.pairings("p")
    params: dict[str, Any] = {**condition.params, "today": reader.today.isoformat()}
    where = [condition.sql]
    for number, word in enumerate(find.split()[:8]):
        params[f"word{number}"] = f"%{literally(word)}%"
        where.append(f"{_SOUGHT} LIKE :word{number} ESCAPE '!'")
    tables, key, order = f"{_PEOPLE} {_MORE}", "'due:' || p.id", "p.week_four_due, p.id"
    if which == "open":
        where.append(_ACTIVE)
    else:
        tables += " JOIN review AS r ON r.pairing_id = p.id"
        key, order = "'done:' || r.id", "r.reviewed_on DESC, r.id DESC"
    sql = f"SELECT {key} FROM {tables} WHERE {' AND '.join(where)} ORDER BY {order}"
    return [key for (key,) in reader.store.rows(sql, params)]


def literally(word: str) -> str:
    """A word for LIKE, in which nothing stands for anything else (the escape is ``!``)."""
    return word.lower().replace("!", "!!").replace("%", "!%").replace("_", "!_")


def waiting(reader: Reader) -> Waiting:
    """How many week-four reviews that the person may see are overdue, due today, and due soon."""
    condition = reader.pairings("p")
    days = load_policy(reader.store).at(UPCOMING_DAYS, reader.today)
    row = reader.store.row(
        "SELECT count(CASE WHEN p.week_four_due < :today THEN 1 END), "
        "count(CASE WHEN p.week_four_due = :today THEN 1 END), "
        "count(CASE WHEN p.week_four_due > :today AND p.week_four_due <= :soon THEN 1 END) "
        f"FROM {_PEOPLE} WHERE {condition.sql} AND {_ACTIVE}",
        {
            **condition.params,
            "today": reader.today.isoformat(),
            "soon": (reader.today + timedelta(days=days)).isoformat(),
        },
    ) or (0, 0, 0)
    return Waiting(*row)


def lines(reader: Reader, wanted: Sequence[str]) -> list[ReviewLine]:
    """The lines of these keys, in the order given; those that the person may not see are left out."""
    found: dict[str, ReviewLine] = {}
    for prefix in ("due", "done"):
        these = [key.partition(":")[2] for key in wanted if key.startswith(f"{prefix}:")]
        for some in chunks(these):
            found |= _some(reader, prefix, some)
    return [found[key] for key in wanted if key in found]


def _some(reader: Reader, prefix: str, some: Sequence[str]) -> dict[str, ReviewLine]:
    condition = reader.pairings("p")
    listed, params = marks(some)
    made = prefix == "done"
    tables = f"{_PEOPLE} {_MORE} " + ("JOIN review AS r ON r.pairing_id = p.id" if made else "")
    columns = "r.id, r.reviewed_on, r.outcome" if made else "NULL, NULL, NULL"
    rows = reader.store.rows(
        f"SELECT p.id, m.name, t.name, l.name, v.name, p.week_four_from, p.week_four_due, {columns} "
        f"FROM {tables} WHERE {'r' if made else 'p'}.id IN ({listed}) AND {condition.sql}",
        {**condition.params, **params},
    )
    answered = _first_in_time(reader, [row[0] for row in rows]) if made else {}
    found = {}
    for pairing, mentee, mentor, manager, service, opens, due, review, reviewed, outcome in rows:
        due_on = to_date(due) or reader.today
        key = f"{prefix}:{review or pairing}"
        state = (
            _made_state(review, reviewed, opens, due, answered.get(pairing))
            if made
            else _waiting_state(due_on, reader.today)
        )
        found[key] = ReviewLine(
            key=key,
            pairing=pairing,
            review=review or "",
            mentee=mentee,
            mentor=mentor,
            manager=manager or "",
            service=service or "",
            due_on=due_on,
            reviewed_on=to_date(reviewed),
            outcome=outcome or "",
            state=state,
        )
    return found


def _first_in_time(reader: Reader, pairings: Sequence[str]) -> dict[str, str]:
    """The review of each pairing that answers its week-four review: the first from week three on."""
    if not pairings:
        return {}
    listed, params = marks(sorted(set(pairings)))
    rows = reader.store.rows(
        "SELECT r.pairing_id, r.id FROM review AS r JOIN pairing AS p ON p.id = r.pairing_id "
        f"WHERE r.pairing_id IN ({listed}) AND r.reviewed_on >= p.week_four_from "
        "ORDER BY r.reviewed_on DESC, r.nth DESC",
        params,
    )
    return dict(rows)


def _waiting_state(due_on: date, today: date) -> State:
    if due_on < today:
        return "overdue"
    return "due" if due_on == today else "coming"


def _made_state(review: str, reviewed: str, opens: str, due: str, first: str | None) -> State:
    """How a review that was made stands to week four: ISO dates compare as text."""
    if reviewed < opens:
        return "early"
    if review != first:
        return "later"
    return "in time" if reviewed <= due else "late"


# -- the evidence for one ----------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Course:
    """A mandatory course of the mentee as it stands on a date."""

    name: str
    completed_on: date | None
    expired_on: date | None

    @property
    def complete(self) -> bool:
        """Whether it counts."""
        return self.completed_on is not None and self.expired_on is None


@dataclass(frozen=True, slots=True)
class Proposed:
    """An open action of the pairing; `unconfirmed` while the line manager has not said that it stands."""

    key: str
    revision: int
    action: str
    owner: str
    review_on: date
    unconfirmed: bool


@dataclass(frozen=True, slots=True)
class ReviewEvidence:
    """What the registers and the sessions say on a date, for the review of that date."""

    on: date
    #: sessions_completed, training_percent, practice_score: what the review's own fields are filled in with
    computed: dict[str, Any]
    slots: tuple[SlotSeen, ...]
    courses: tuple[Course, ...]
    practice_on: date | None
    #: (date held, score) in order of time
    confidence: tuple[tuple[date, int], ...]

    @property
    def missed(self) -> tuple[SlotSeen, ...]:
        """The scheduled sessions that were not held in their windows."""
        return tuple(slot for slot in self.slots if slot.state is SlotState.MISSED)


@dataclass(frozen=True, slots=True)
class ReviewBasis:
    """What the review's form opens with."""

    head: PairingHead
    may_write: bool
    week_four_from: date
    week_four_due: date
    #: the review that answers week four already, if there is one
    answered_on: date | None
    actions: tuple[Proposed, ...]


def basis(reader: Reader, pairing: str) -> ReviewBasis | None:
    """What a review of a pairing begins with; nothing where the person may not see the pairing."""
    with reader.store.snapshot():
        found = head(reader, pairing)
        if found is None:
            return None
        opens, due = reader.store.row(
            "SELECT week_four_from, week_four_due FROM pairing WHERE id = :pairing", {"pairing": pairing}
        ) or ("", "")
        answered = reader.store.value(
            "SELECT min(reviewed_on) FROM review WHERE pairing_id = :pairing AND reviewed_on >= :opens",
            {"pairing": pairing, "opens": opens},
        )
        return ReviewBasis(
            head=found,
            may_write=may_write(reader.actor, "review", standing(found)),
            week_four_from=to_date(opens) or reader.today,
            week_four_due=to_date(due) or reader.today,
            answered_on=to_date(answered),
            actions=_proposed(reader, found),
        )


UNCONFIRMED = (
    "(a.confirmed_on IS NULL AND a.completed_on IS NULL AND a.cancelled_on IS NULL "
    "AND (a.session_id IS NOT NULL OR a.recorded_by_id = p.mentor_id))"
)
"""An open action that the mentor agreed on and that no line manager has confirmed; `a` in pairing `p`."""


def _proposed(reader: Reader, found: PairingHead) -> tuple[Proposed, ...]:
    rows = reader.store.rows(
        f"SELECT a.id, a.revision, a.action, o.name, a.review_on, {UNCONFIRMED} FROM action AS a "
        "JOIN pairing AS p ON p.id = a.pairing_id JOIN staff AS o ON o.id = a.owner_id "
        "WHERE a.pairing_id = :pairing AND a.completed_on IS NULL AND a.cancelled_on IS NULL "
        "ORDER BY a.review_on, a.ref",
        {"pairing": found.key},
    )
    return tuple(
        Proposed(key, revision, action, owner, to_date(review) or reader.today, bool(unconfirmed))
        for key, revision, action, owner, review, unconfirmed in rows
    )


def evidence(reader: Reader, found: PairingHead, on: date) -> ReviewEvidence:
    """What is known about a pairing (that the person may see) as it stood on the date of the review."""
    store, day = reader.store, on.isoformat()
    with store.snapshot():
        practice = store.value(
            "SELECT observed_on FROM observation WHERE staff_id = :mentee AND observed_on <= :day "
            "ORDER BY observed_on DESC, nth DESC LIMIT 1",
            {"mentee": found.mentee_key, "day": day},
        )
        scores = store.rows(
            "SELECT held_on, confidence_score FROM session WHERE pairing_id = :pairing AND held_on <= :day "
            "ORDER BY held_on, ref",
            {"pairing": found.key, "day": day},
        )
        return ReviewEvidence(
            on=on,
            computed=computed(store, found.key, on),
            slots=slots_of(store, [found.key], on)[found.key],
            courses=_courses(reader, found.mentee_key, day),
            practice_on=to_date(practice),
            confidence=tuple((to_date(held) or on, score) for held, score in scores),
        )


def _courses(reader: Reader, mentee: str, day: str) -> tuple[Course, ...]:
    """Each mandatory course once, by its latest completion; what has expired since does not count."""
    rows = reader.store.rows(
        "SELECT course, max(CASE WHEN completed_on <= :day THEN completed_on END), "
        "max(CASE WHEN completed_on <= :day THEN coalesce(expires_on, '9999-12-31') END) "
        "FROM training WHERE staff_id = :mentee AND mandatory = 1 GROUP BY course ORDER BY course",
        {"mentee": mentee, "day": day},
    )
    return tuple(
        Course(name, to_date(completed), to_date(expires) if expires and expires < day else None)
        for name, completed, expires in rows
    )


def plan_due(reader: Reader, found: PairingHead, on: date) -> date:
    """When a plan is due for a risk identified on a date: three working days of the service's nation on."""
    from mentor_tui.rules.timing import PLAN_DAYS

    nation = reader.store.value(
        "SELECT nation FROM service WHERE id = :service", {"service": found.service_key}
    )
    return load_calendars(reader.store).of(nation).add(on, PLAN_DAYS)
