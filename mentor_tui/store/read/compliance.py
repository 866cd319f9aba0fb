"""The compliance matrix of people and training: who holds which mandatory course, and what their support adds.

Everybody whose register the person reads; shadowing and reassessments only of cases that they may read.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from mentor_tui.store.read.people import SOON
from mentor_tui.store.read.reviews import literally
from mentor_tui.store.read.slots import chunks, marks
from mentor_tui.store.reading import Condition, Reader, renamed
from mentor_tui.store.values import to_date

Which = Literal["all", "open", "cases"]
Held = Literal["done", "expires", "expired", "missing"]

_HERE = "s.service_id IS NOT NULL AND (s.employment_end IS NULL OR s.employment_end >= :today)"
_MANDATORY = "EXISTS (SELECT 1 FROM training AS t WHERE t.staff_id = s.id AND t.mandatory = 1)"
#: a mandatory course of which nothing holds today, or not for much longer
_OPEN = (
    "EXISTS (SELECT 1 FROM training AS t WHERE t.staff_id = s.id AND t.mandatory = 1 AND NOT EXISTS "
    "(SELECT 1 FROM training AS u WHERE u.staff_id = t.staff_id AND u.course = t.course AND u.mandatory = 1 "
    "AND u.completed_on <= :today AND (u.expires_on IS NULL OR u.expires_on >= :soon)))"
)


@dataclass(frozen=True, slots=True)
class Course:
    """How somebody stands to one mandatory course. `until` is the day on which it expires, or expired."""

    state: Held
    until: date | None = None


@dataclass(frozen=True, slots=True)
class Support:
    """What an open case adds: hours of shadowing, and reassessments to come or without a result."""

    case: str
    assigned: float
    delivered: float
    reassessment_on: date | None
    module: str


@dataclass(frozen=True, slots=True)
class MatrixLine:
    """One person's line of the matrix."""

    key: str
    name: str
    job_role: str
    service: str
    courses: Mapping[str, Course]
    support: Support | None

    @property
    def held(self) -> int:
        """How many of the person's mandatory courses hold today."""
        return sum(one.state in ("done", "expires") for one in self.courses.values())


def _conditions(reader: Reader, which: Which, find: str) -> tuple[str, dict[str, Any]]:
    may, cases = reader.progress("s"), _open_cases(reader)
    params: dict[str, Any] = {
        **may.params,
        "today": reader.today.isoformat(),
        "soon": (reader.today + SOON).isoformat(),
    }
    supported = f"EXISTS (SELECT 1 FROM targeted_case AS c WHERE c.staff_id = s.id AND {cases.sql})"
    where = [may.sql, _HERE]
    if which == "open":
        where.append(_OPEN)
    elif which == "cases":
        where.append(supported)
    else:
        where.append(f"({_MANDATORY} OR {supported})")
    if which != "open":
        params |= cases.params
    for number, word in enumerate(find.split()[:8]):
        params[f"word{number}"] = f"%{literally(word)}%"
        where.append(
            f"(lower(s.name || ' ' || s.job_role || ' ' || v.name || ' ' || s.ref) LIKE :word{number} ESCAPE '!' "
            "OR EXISTS (SELECT 1 FROM training AS w WHERE w.staff_id = s.id AND w.mandatory = 1 "
            f"AND lower(w.course) LIKE :word{number} ESCAPE '!'))"
        )
    return " AND ".join(where), params


def _open_cases(reader: Reader) -> Condition:
    """The open cases that the person may read, beside the people of the register."""
    may = renamed(reader.cases("c"), "of_case_")
    return Condition(f"c.closed_on IS NULL AND {may.sql}", may.params)


def keys(reader: Reader, which: Which = "all", find: str = "") -> list[str]:
    """The keys of the people with mandatory courses or an open case, in order of name."""
    where, params = _conditions(reader, which, find)
    sql = f"SELECT s.id FROM staff AS s JOIN service AS v ON v.id = s.service_id WHERE {where} ORDER BY s.name, s.id"
    return [key for (key,) in reader.store.rows(sql, params)]


def courses(reader: Reader) -> list[str]:
    """Every course that is mandatory for somebody at work whom the person may read, most people first."""
    may = reader.progress("s")
    return [
        course
        for course, _ in reader.store.rows(
            "SELECT t.course, count(DISTINCT t.staff_id) FROM training AS t JOIN staff AS s ON s.id = t.staff_id "
            f"WHERE t.mandatory = 1 AND {_HERE} AND {may.sql} GROUP BY t.course ORDER BY 2 DESC, 1",
            {**may.params, "today": reader.today.isoformat()},
        )
    ]


def lines(reader: Reader, wanted: Sequence[str]) -> list[MatrixLine]:
    """The lines of these people, in the order given; who may not be read is left out."""
    found: dict[str, MatrixLine] = {}
    may = reader.progress("s")
    for some in chunks(wanted):
        listed, params = marks(some)
        rows = reader.store.rows(
            "SELECT s.id, s.name, s.job_role, v.name FROM staff AS s JOIN service AS v ON v.id = s.service_id "
            f"WHERE s.id IN ({listed}) AND {may.sql}",
            {**may.params, **params},
        )
        seen = [row[0] for row in rows]
        held, support = _courses(reader, seen), _support(reader, seen)
        for key, name, role, service in rows:
            found[key] = MatrixLine(key, name, role or "", service, held.get(key, {}), support.get(key))
    return [found[key] for key in wanted if key in found]


def _courses(reader: Reader, some: Sequence[str]) -> dict[str, dict[str, Course]]:
    """The mandatory courses of these people; of one that was repeated the best."""
    listed, params = marks(some)
    found: dict[str, dict[str, Course]] = {}
    for key, course, completed, expires in reader.store.rows(
        f"SELECT staff_id, course, completed_on, expires_on FROM training WHERE staff_id IN ({listed}) "
        "AND mandatory = 1",
        params,
    ):
        one = _state(to_date(completed), to_date(expires), reader.today)
        before = found.setdefault(key, {}).get(course)
        if before is None or _rank(one) > _rank(before):
            found[key][course] = one
    return found


def _state(completed: date | None, expires: date | None, today: date) -> Course:
    if completed is None or completed > today:
        return Course("missing")
    if expires is None:
        return Course("done")
    if expires < today:
        return Course("expired", expires)
    return Course("expires" if expires < today + SOON else "done", expires)


def _rank(one: Course) -> tuple[int, date]:
    order: tuple[Held, ...] = ("missing", "expired", "expires", "done")
    return (order.index(one.state), one.until or date.max)


def _support(reader: Reader, some: Sequence[str]) -> dict[str, Support]:
    """Shadowing and the next reassessment of the open cases of these people."""
    listed, params = marks(some)
    may = _open_cases(reader)
    found: dict[str, Support] = {}
    for person, case, hours, delivered, reassess, module, result in reader.store.rows(
        "SELECT c.staff_id, c.id, x.shadowing_hours, x.shadowing_delivered, x.reassessment_on, x.training_module, "
        "x.reassessment_result FROM targeted_case AS c LEFT JOIN pathway_update AS x ON x.case_id = c.id "
        f"WHERE c.staff_id IN ({listed}) AND {may.sql} ORDER BY x.reassessment_on",
        {**may.params, **params},
    ):
        before = found.get(person) or Support(case, 0.0, 0.0, None, "")
        waits = before.reassessment_on is None and reassess is not None and not result
        found[person] = Support(
            case,
            before.assigned + (hours or 0.0),
            before.delivered + (delivered or 0.0),
            to_date(reassess) if waits else before.reassessment_on,
            (module or "") if waits else before.module,
        )
    return found
