"""Who waits for a mentor, and which mentors there are for them (records.md, A1)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from mentor_tui.policy import NEW_STARTER_DAYS
from mentor_tui.rules.fit import Mentee, MentorFacts
from mentor_tui.store.reading import Reader
from mentor_tui.store.schedules import load_policy
from mentor_tui.store.values import to_date


@dataclass(frozen=True, slots=True)
class Starter:
    """A member of staff for whom a mentor may be found."""

    key: str
    ref: str
    name: str
    service_key: str | None
    service: str
    job_role: str
    employment_start: date | None
    #: the first working day on or after the start: when the allocation is due
    due_on: date | None
    line_manager: str | None
    #: a new starter with mentoring expected and no pairing as such yet
    waiting: bool
    #: programmes of the person's open pairings
    programmes: tuple[str, ...] = ()


_PEOPLE = """
SELECT m.id, m.ref, m.name, m.service_id, v.name, m.job_role, m.employment_start, m.first_day_due,
       m.line_manager_id, m.mentoring,
       (SELECT count(*) FROM pairing AS p WHERE p.mentee_id = m.id AND p.programme = 'new_starter')
FROM staff AS m JOIN service AS v ON v.id = m.service_id
WHERE (m.employment_end IS NULL OR m.employment_end >= :today) AND {reach}
"""


def starters(reader: Reader) -> list[Starter]:
    """Everybody employed whom the person may allocate a mentor to: those who wait first, longest first."""
    days = load_policy(reader.store).at(NEW_STARTER_DAYS, reader.today)
    since = reader.today - timedelta(days=days)
    condition = reader.register("m")
    rows = reader.store.rows(
        _PEOPLE.format(reach=condition.sql), {**condition.params, "today": reader.today.isoformat()}
    )
    busy: dict[str, list[str]] = {}
    for key, programme in reader.store.rows(
        "SELECT mentee_id, programme FROM pairing WHERE ended_on IS NULL OR ended_on > :today",
        {"today": reader.today.isoformat()},
    ):
        busy.setdefault(key, []).append(programme)
    found = [_starter(row, since, busy) for row in rows]
    return sorted(found, key=lambda one: (not one.waiting, *_order(one)))


def _starter(row: tuple[Any, ...], since: date, busy: dict[str, list[str]]) -> Starter:
    key, ref, name, service_key, service, role, start, due, manager, mentoring, paired = row
    started = to_date(start)
    waits = mentoring != "not_expected" and not paired and started is not None and started >= since
    return Starter(
        key=key,
        ref=ref,
        name=name,
        service_key=service_key,
        service=service,
        job_role=role or "",
        employment_start=started,
        due_on=to_date(due),
        line_manager=manager,
        waiting=waits,
        programmes=tuple(busy.get(key, ())),
    )


def _order(one: Starter) -> tuple[date, str, str]:
    """Those who wait by when their allocation is due; the others by name."""
    return (one.due_on or date.max if one.waiting else date.min, one.name.casefold(), one.ref)


def mentee_of(starter: Starter, wishes: str = "") -> Mentee:
    """The starter as the ranking of mentors looks at them."""
    return Mentee(starter.key, starter.service_key, starter.job_role, starter.line_manager, wishes)


def mentors(reader: Reader) -> list[MentorFacts]:
    """The mentors of the services that the person allocates for, each with their pairings now."""
    condition = reader.register("m")
    rows = reader.store.rows(
        "SELECT m.id, m.name, m.service_id, v.name, m.job_role, r.trained_on, r.capacity, r.expertise, "
        "(SELECT count(*) FROM pairing AS p JOIN staff AS e ON e.id = p.mentee_id WHERE p.mentor_id = m.id "
        "AND (p.ended_on IS NULL OR p.ended_on > :today) "
        "AND (e.employment_end IS NULL OR e.employment_end >= :today)) "
        "FROM mentor AS r JOIN staff AS m ON m.id = r.staff_id LEFT JOIN service AS v ON v.id = m.service_id "
        "WHERE (m.employment_end IS NULL OR m.employment_end >= :today) "
        f"AND {condition.sql} ORDER BY m.name, m.id",
        {**condition.params, "today": reader.today.isoformat()},
    )
    return [
        MentorFacts(
            key=key,
            name=name,
            service=service_key,
            service_name=service or "",
            job_role=role or "",
            trained_on=to_date(trained),
            capacity=capacity,
            pairings=pairings,
            expertise=tuple(word for word in (expertise or "").split(";") if word),
        )
        for key, name, service_key, service, role, trained, capacity, expertise, pairings in rows
    ]
