"""The person's list as the database alone can tell it: pathway A, at once, before any rule is loaded.

:mod:`mentor_tui.store.read.today` reads the whole list through the rules, a moment later; a test holds that both
say the same of what is here.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, NamedTuple

from mentor_tui.access import EVERYWHERE
from mentor_tui.store import drafts
from mentor_tui.store.database import Store
from mentor_tui.store.reading import Condition, Reader, renamed

#: how long before its due date an item shows, and how long a new starter waits, unless policy says otherwise
_COMING_DAYS, _NEW_STARTER_DAYS = 7, 180


#: the items that are told at once
AT_ONCE = frozenset(("A1", "A2", "A3", "A4"))


class Opens(NamedTuple):
    """The form or record that clears an item: a name that :mod:`screens.openers` knows, and its keys."""

    what: str
    keys: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Todo:
    """One item of the list, with everything that is needed to put it into words."""

    #: its code (rules.md): A1 ... C5
    kind: str
    #: the reference of what it is about
    subject: str
    due_on: date
    #: upcoming, due or overdue
    state: str
    #: whom it is about; the reference where the person may not read the name
    who: str
    #: the name of the service
    service: str
    #: of an action what is to be done; of a session the last day of its window (ISO)
    more: str
    opens: Opens | None
    slot: int | None = None
    period: str = ""

    @property
    def key(self) -> str:
        """The same for the same item on every day."""
        return f"{self.kind}@{self.subject}@{self.slot or ''}@{self.period}"

    @property
    def order(self) -> tuple[date, str, str, int, str]:
        """The longest overdue first."""
        return (self.due_on, self.kind, self.subject, self.slot or 0, self.period)


@dataclass(frozen=True, slots=True)
class Writing:
    """A draft to go on with."""

    form: str
    subject: str
    #: whom it is about, blank where it is about nobody yet
    who: str
    saved_at: datetime
    #: the form with what was typed in it
    opens: Opens | None


def state_of(due_on: date, today: date) -> str:
    """Where an open item stands."""
    if due_on > today:
        return "upcoming"
    return "due" if due_on == today else "overdue"


def at_once(reader: Reader) -> list[Todo]:
    """What pathway A asks of the person: allocations, sessions, week-four reviews, actions."""
    actor, today = reader.actor, reader.today
    coming = _policy(reader.store, "upcoming_days", today, _COMING_DAYS)
    params = {
        "me": actor.id,
        "day": today.isoformat(),
        "until": (today + timedelta(days=coming)).isoformat(),
    }
    found = _actions(reader, params)
    if actor.holds("mentor"):
        found += _sessions(reader, params)
    if actor.holds("line_manager") or actor.holds("registered_manager"):
        found += _reviews(reader, params)
    if services := actor.services("hr_coordinator"):
        waiting = _policy(reader.store, "new_starter_days", today, _NEW_STARTER_DAYS)
        params["early"] = (today - timedelta(days=waiting)).isoformat()
        found += _allocations(reader, params, services)
    return sorted(found, key=lambda todo: todo.order)


def _policy(store: Store, key: str, today: date, default: int) -> int:
    kept = store.value(
        "SELECT value FROM policy_change WHERE key = :key AND from_on <= :day ORDER BY from_on DESC, id DESC",
        {"key": key, "day": today.isoformat()},
    )
    return int(kept) if kept else default


# What began after today, or is known only later, is on nobody's list yet; an end after today has not come.
_KNOWN = "p.recorded_on <= :day"
_GOES_ON = "(p.ended_on IS NULL OR p.ended_on > :day)"
_EMPLOYED = "(m.employment_end IS NULL OR m.employment_end >= :day)"


def _sessions(reader: Reader, params: Mapping[str, Any]) -> list[Todo]:
    rows = reader.store.rows(
        "SELECT p.ref, p.id, m.name, v.name, t.number, t.due_on, t.ends_on FROM slot AS t "
        "JOIN pairing AS p ON p.id = t.pairing_id JOIN staff AS m ON m.id = p.mentee_id "
        "LEFT JOIN service AS v ON v.id = p.service_id "
        "WHERE p.mentor_id = :me AND t.known_on <= :day AND t.due_on <= :until AND t.ends_on >= :day "
        "AND (t.answered_on IS NULL OR t.answered_on > :day) "
        "AND (t.excused_on IS NULL OR t.excused_on > :day) "
        "AND NOT (coalesce(t.stopped_on, :later) <= :day AND t.stopped_on < t.ends_on)",
        {**params, "later": "9999-12-31"},
    )
    return [
        _todo(reader, "A2", ref, due, name, service, ends, Opens("session", (key,)), number)
        for ref, key, name, service, number, due, ends in rows
    ]


def _reviews(reader: Reader, params: Mapping[str, Any]) -> list[Todo]:
    actor = reader.actor
    whose = []
    if actor.holds("line_manager"):
        whose.append("m.line_manager_id = :me")
    if registered := actor.services("registered_manager"):
        condition, more = _within("p.service_id", registered)
        params = {**params, **more}
        # Nobody is named as line manager: the registered manager may review.
        whose.append(f"(m.line_manager_id IS NULL AND {condition})")
    rows = reader.store.rows(
        "SELECT p.ref, p.id, m.name, v.name, p.week_four_due FROM pairing AS p "
        "JOIN staff AS m ON m.id = p.mentee_id LEFT JOIN service AS v ON v.id = p.service_id "
        f"WHERE ({' OR '.join(whose)}) AND p.programme <> 'informal' AND {_KNOWN} AND p.started_on <= :day "
        f"AND {_GOES_ON} AND {_EMPLOYED} AND p.week_four_due <= :until "
        "AND NOT EXISTS (SELECT 1 FROM review AS r WHERE r.pairing_id = p.id "
        "AND r.reviewed_on >= p.week_four_from AND r.recorded_on <= :day)",
        params,
    )
    return [
        _todo(reader, "A3", ref, due, name, service, "", Opens("review", (key,)))
        for ref, key, name, service, due in rows
    ]


def named(reader: Reader) -> Condition:
    """Whether the person reads the name behind an action: of its pairing `p` or its case `c`."""
    pairings, cases = reader.pairings("p"), renamed(reader.cases("c"), "of_case_")
    return Condition(
        f"((p.id IS NOT NULL AND {pairings.sql}) OR (c.id IS NOT NULL AND {cases.sql}))",
        {**pairings.params, **cases.params},
    )


def _actions(reader: Reader, params: Mapping[str, Any]) -> list[Todo]:
    may = named(reader)
    rows = reader.store.rows(
        f"SELECT a.ref, a.id, CASE WHEN {may.sql} THEN m.name END, v.name, a.review_on, a.action "
        "FROM action AS a LEFT JOIN pairing AS p ON p.id = a.pairing_id "
        "LEFT JOIN targeted_case AS c ON c.id = a.case_id "
        "LEFT JOIN staff AS m ON m.id = coalesce(p.mentee_id, c.staff_id) "
        "LEFT JOIN service AS v ON v.id = coalesce(p.service_id, "
        "c.service_id) WHERE a.owner_id = :me AND a.recorded_on <= :day AND a.review_on <= :until "
        "AND (a.completed_on IS NULL OR a.completed_on > :day) "
        "AND (a.cancelled_on IS NULL OR a.cancelled_on > :day) "
        "AND coalesce(p.recorded_on, c.recorded_on) <= :day",
        {**may.params, **params},
    )
    return [
        _todo(reader, "A4", ref, due, name or "", service, what, Opens("action", (key,)))
        for ref, key, name, service, due, what in rows
    ]


def _allocations(reader: Reader, params: Mapping[str, Any], services: frozenset[str]) -> list[Todo]:
    condition, more = _within("m.start_service_id", services)
    rows = reader.store.rows(
        "SELECT m.ref, m.id, m.name, v.name, m.first_day_due, m.employment_start FROM staff AS m "
        "LEFT JOIN service AS v ON v.id = m.start_service_id "
        f"WHERE {condition} AND m.employment_start > :early AND m.employment_start <= :until "
        f"AND m.first_day_due <= :until AND {_EMPLOYED} "
        "AND (m.mentoring IS NULL OR m.mentoring = 'expected') "
        "AND NOT EXISTS (SELECT 1 FROM pairing AS p WHERE p.mentee_id = m.id "
        f"AND p.programme = 'new_starter' AND {_KNOWN})",
        {**params, **more},
    )
    return [
        _todo(reader, "A1", ref, due, name, service, start, Opens("allocation", (key,)))
        for ref, key, name, service, due, start in rows
    ]


def _within(column: str, services: frozenset[str]) -> tuple[str, dict[str, str]]:
    if EVERYWHERE in services:
        return "1 = 1", {}
    params = {f"in_{column[0]}{number}": key for number, key in enumerate(sorted(services))}
    return f"{column} IN ({', '.join(f':{name}' for name in params)})", params


def _todo(
    reader: Reader,
    kind: str,
    subject: str,
    due: str,
    who: str,
    service: str | None,
    more: str,
    opens: Opens,
    slot: int | None = None,
) -> Todo:
    due_on = date.fromisoformat(due)
    return Todo(kind, subject, due_on, state_of(due_on, reader.today), who, service or "", more, opens, slot)


# -- drafts ----------------------------------------------------------------------------------------


def writing(reader: Reader) -> list[Writing]:
    """What the person was writing, the newest first."""
    found = []
    for draft in drafts.of(reader.store, reader.actor.id):
        who, opens = _about_draft(reader, draft.form, draft.subject)
        found.append(Writing(draft.form, draft.subject, who, draft.saved_at, opens))
    return found


#: forms whose draft is about a pairing, or about a record of it that is being corrected
_OF_PAIRING = {"session": "session", "review": "review", "goal": "goal", "excusal": "excusal"}


def _about_draft(reader: Reader, form: str, subject: str) -> tuple[str, Opens | None]:
    """Whom a draft is about, and what opens it again."""
    store, params = reader.store, {"subject": subject}
    if form in ("allocation", "risk"):
        name = store.value("SELECT name FROM staff WHERE id = :subject", params) if subject else ""
        return str(name or ""), Opens(form, (subject,) if subject else ())
    keys: tuple[str, ...] = (subject,)
    pairing = subject
    if form in _OF_PAIRING:
        corrected = store.value(f"SELECT pairing_id FROM {_OF_PAIRING[form]} WHERE id = :subject", params)
        if form == "excusal" and corrected:
            keys = (corrected,)
        elif corrected:
            keys = (corrected, subject)
        pairing = corrected or subject
    elif form in ("action", "evidence"):
        # A new action is known by its pairing.
        pairing = store.value("SELECT pairing_id FROM action WHERE id = :subject", params) or subject
        form = "action"
        if store.value("SELECT 1 FROM targeted_case WHERE id = :pairing", {"pairing": pairing}):
            return _about_case(store, form, pairing, keys)
    elif form in _OF_CASE or form == "case_entry":
        return _about_case(store, form, subject, keys)
    elif form.startswith("register:"):
        name = store.value("SELECT name FROM staff WHERE id = :subject", params)
        return str(name or ""), Opens("person", keys) if name else None
    elif form in _OF_OVERSIGHT:
        return "", Opens(_OF_OVERSIGHT[form], keys)
    elif form == "audit":
        # The comment on a report of the whole organisation is known by the report's kind.
        report = {"C1": "report", "C2": "report", "C5": "board"}.get(subject.partition(" ")[0], "audit")
        return "", Opens(report, keys)
    elif form != "pairing_end":
        return "", None
    name = store.value(
        "SELECT m.name FROM pairing AS p JOIN staff AS m ON m.id = p.mentee_id WHERE p.id = :pairing",
        {"pairing": pairing},
    )
    return str(name or ""), Opens(form, keys) if name else None


#: forms of oversight, and what opens each again; they are about no person
_OF_OVERSIGHT = {
    "escalation": "escalation_entry",
    "strategic_entry": "strategic_entry",
    "strategic_done": "strategic_done",
    "executive_review": "executive_review",
    "chart_change": "chart_change",
    "chart_withdrawn": "chart_withdrawn",
}


#: forms whose draft is about a case, or (with the table) about a record of it that is being corrected
_OF_CASE = {
    "support_meeting": "support_meeting",
    "pathway_update": "pathway_update",
    "follow_up": "follow_up",
    "impact_review": "impact_review",
    "sign_off": "",
    "case_close": "",
}


def _about_case(store: Store, form: str, subject: str, keys: tuple[str, ...]) -> tuple[str, Opens | None]:
    """Whom a draft of targeted support is about: a case, a record of one, or a person without a case yet."""
    params = {"subject": subject}
    table = _OF_CASE.get(form)
    corrected = store.value(f"SELECT case_id FROM {table} WHERE id = :subject", params) if table else None
    name = store.value(
        "SELECT m.name FROM targeted_case AS c JOIN staff AS m ON m.id = c.staff_id WHERE c.id = :case",
        {"case": corrected or subject},
    )
    if form == "case_entry":
        # A plan that is corrected is known by its case, a new one by the person, or by nobody yet.
        opens = Opens(form, ("", subject) if name else keys if subject else ())
        name = name or store.value("SELECT name FROM staff WHERE id = :subject", params)
        return str(name or ""), opens if name or not subject else None
    return str(name or ""), Opens(form, (corrected, subject) if corrected else keys) if name else None


# -- what went before ------------------------------------------------------------------------------


def history(reader: Reader, todo: Todo) -> list[tuple[date, str]]:
    """The last few things that happened about an item, the newest first."""
    if todo.opens is not None and todo.kind in _ABOUT_CASES:
        return _history_of_case(reader, todo.opens.keys[0])
    if todo.opens is None or todo.opens.what not in ("session", "review", "pairing"):
        return []
    may = reader.pairings("p")
    params = {**may.params, "pairing": todo.opens.keys[0], "day": reader.today.isoformat()}
    sessions = reader.store.rows(
        "SELECT s.held_on, s.confidence_score, s.top_support_issue FROM session AS s "
        f"JOIN pairing AS p ON p.id = s.pairing_id WHERE p.id = :pairing AND {may.sql} "
        "AND s.held_on <= :day ORDER BY s.held_on DESC LIMIT 4",
        params,
    )
    return [
        (date.fromisoformat(held), f"session, confidence {score}: {issue}") for held, score, issue in sessions
    ]


_ABOUT_CASES = frozenset(("B1S", "B2", "B3", "B4", "B5", "B5C"))


def _history_of_case(reader: Reader, case: str) -> list[tuple[date, str]]:
    may = reader.cases("c")
    rows = reader.store.rows(
        "SELECT day, what FROM ("
        "SELECT x.held_on AS day, 'support meeting' AS what, x.case_id FROM support_meeting AS x "
        "UNION ALL SELECT x.followed_up_on, 'follow-up', x.case_id FROM follow_up AS x "
        "UNION ALL SELECT x.reviewed_on, 'impact review, confidence ' || x.confidence_score, x.case_id "
        "FROM impact_review AS x) AS told JOIN targeted_case AS c ON c.id = told.case_id "
        f"WHERE c.id = :case AND {may.sql} AND day <= :day ORDER BY day DESC LIMIT 4",
        {**may.params, "case": case, "day": reader.today.isoformat()},
    )
    return [(date.fromisoformat(on), str(what)) for on, what in rows]
