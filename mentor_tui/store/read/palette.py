"""What the palette finds: people, pairings, cases and open actions that the person may read, by what they typed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from mentor_tui.dates import short
from mentor_tui.store.read.todo import Opens, named
from mentor_tui.store.reading import Reader
from mentor_tui.store.values import to_date

#: of each kind at most so many: whoever sees more types on
MOST = 12


@dataclass(frozen=True, slots=True)
class Hit:
    """Something that was found, and what opens it."""

    kind: str
    label: str
    detail: str
    opens: Opens


def found(reader: Reader, typed: str) -> list[Hit]:
    """People, pairings, cases and actions that match every word typed; nothing until something is typed."""
    words = typed.lower().split()
    if not words:
        return []
    return [
        *_sessions(reader, words),
        *_pairings(reader, words),
        *_cases(reader, words),
        *_people(reader, words),
        *_actions(reader, words),
    ]


def _each(words: list[str], *columns: str) -> tuple[str, dict[str, str]]:
    """The condition that every word stands in one of the columns."""
    parts, params = [], {}
    for number, word in enumerate(words):
        plain = word.replace("!", "!!").replace("%", "!%").replace("_", "!_")
        params[f"word{number}"] = f"%{plain}%"
        any_of = " OR ".join(f"lower({column}) LIKE :word{number} ESCAPE '!'" for column in columns)
        parts.append(f"({any_of})")
    return " AND ".join(parts), params


def _rows(reader: Reader, sql: str, params: Mapping[str, Any]) -> list[tuple[Any, ...]]:
    return reader.store.rows(f"{sql} LIMIT {MOST}", {**params, "day": reader.today.isoformat()})


_OPEN = "(p.ended_on IS NULL OR p.ended_on > :day)"


def _sessions(reader: Reader, words: list[str]) -> list[Hit]:
    """For a mentor: the session to write down, with each open pairing."""
    if not reader.actor.holds("mentor"):
        return []
    words = [word for word in words if not "session".startswith(word)] or words
    like, params = _each(words, "m.name", "p.ref", "'session'")
    return [
        Hit("Form", f"Session with {name}", "record a session", Opens("session", (key,)))
        for key, name in _rows(
            reader,
            "SELECT p.id, m.name FROM pairing AS p JOIN staff AS m ON m.id = p.mentee_id "
            f"WHERE p.mentor_id = :me AND {_OPEN} AND {like} ORDER BY m.name",
            {**params, "me": reader.actor.id},
        )
    ]


def _pairings(reader: Reader, words: list[str]) -> list[Hit]:
    may = reader.pairings("p")
    like, params = _each(words, "m.name", "r.name", "p.ref")
    return [
        Hit(
            "Pairing",
            f"{mentee} with {mentor}",
            f"{ref}, {'ended ' + _day(ended) if ended else 'since ' + _day(started)}",
            Opens("pairing", (key,)),
        )
        for key, ref, mentee, mentor, started, ended in _rows(
            reader,
            "SELECT p.id, p.ref, m.name, r.name, p.started_on, p.ended_on FROM pairing AS p "
            "JOIN staff AS m ON m.id = p.mentee_id JOIN staff AS r ON r.id = p.mentor_id "
            f"WHERE {may.sql} AND {like} ORDER BY p.ended_on IS NOT NULL, m.name, p.started_on DESC",
            {**may.params, **params},
        )
    ]


def _cases(reader: Reader, words: list[str]) -> list[Hit]:
    may = reader.cases("c")
    like, params = _each(words, "m.name", "c.ref", "'case'")
    return [
        Hit(
            "Case",
            name,
            f"{ref}, {'closed ' + _day(closed) if closed else 'planned ' + _day(planned)}",
            Opens("case", (key,)),
        )
        for key, ref, name, planned, closed in _rows(
            reader,
            "SELECT c.id, c.ref, m.name, c.planned_on, c.closed_on FROM targeted_case AS c "
            f"JOIN staff AS m ON m.id = c.staff_id WHERE {may.sql} AND {like} "
            "ORDER BY c.closed_on IS NOT NULL, m.name, c.planned_on DESC",
            {**may.params, **params},
        )
    ]


def _people(reader: Reader, words: list[str]) -> list[Hit]:
    may = reader.progress("s")
    like, params = _each(words, "s.name", "s.ref")
    return [
        Hit("Person", name, ", ".join(filter(None, (job, service))), Opens("person", (key,)))
        for key, name, job, service in _rows(
            reader,
            "SELECT s.id, s.name, s.job_role, v.name FROM staff AS s LEFT JOIN service AS v "
            f"ON v.id = s.service_id WHERE s.service_id IS NOT NULL AND {may.sql} AND {like} "
            "ORDER BY s.employment_end IS NOT NULL, s.name",
            {**may.params, **params},
        )
    ]


def _actions(reader: Reader, words: list[str]) -> list[Hit]:
    may = named(reader)
    # Whose action it is reads what is to be done, and whom it is for only with the pairing or case.
    name = f"CASE WHEN {may.sql} THEN m.name ELSE '' END"
    like, params = _each(words, "a.action", "a.ref", name)
    return [
        Hit(
            "Action",
            what,
            ", ".join(filter(None, (who, f"review on {_day(review)}"))),
            Opens("action", (key,)),
        )
        for key, what, who, review in _rows(
            reader,
            f"SELECT a.id, a.action, {name}, a.review_on FROM action AS a LEFT JOIN pairing AS p "
            "ON p.id = a.pairing_id LEFT JOIN targeted_case AS c ON c.id = a.case_id "
            "JOIN staff AS m ON m.id = coalesce(p.mentee_id, c.staff_id) "
            f"WHERE ({may.sql} OR a.owner_id = :me) AND a.completed_on IS NULL AND a.cancelled_on IS NULL "
            f"AND {like} ORDER BY a.review_on",
            {**may.params, **params, "me": reader.actor.id},
        )
    ]


def _day(text: str) -> str:
    day = to_date(text)
    return short(day) if day else ""
