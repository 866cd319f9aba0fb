"""People and training as a person may read them: the register, one person whole, the matrix of courses."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Literal

from mentor_tui.access import EVERYWHERE
from mentor_tui.access import Standing as Whose
from mentor_tui.declare import Record
from mentor_tui.records.new_starters import PROGRAMMES
from mentor_tui.store import accounts
from mentor_tui.store.read.session_entry import Standing
from mentor_tui.store.reading import Reader
from mentor_tui.store.values import from_column, to_date

Which = Literal["staff", "mentors", "training", "left"]
WHICH: dict[Which, str] = {
    "staff": "at work",
    "mentors": "mentors",
    "training": "with mandatory training open",
    "left": "who have left",
}

#: a course that expires within so many days is named
SOON = timedelta(days=60)
_SIX_WEEKS = timedelta(days=42)


@dataclass(frozen=True, slots=True)
class PersonLine:
    """One person in the list."""

    key: str
    ref: str
    name: str
    service: str
    job_role: str
    start: date
    end: date | None
    manager: str
    #: mandatory courses valid today, and how many there are
    valid: int
    courses: int
    expiring: int
    #: pairings as a mentor now, capacity and training; nothing for somebody who is no mentor
    mentees: int
    capacity: int | None
    trained_on: date | None
    is_mentor: bool
    #: a new starter who is to have a mentor and has none
    waits: bool


_VALID = "t.completed_on <= :today AND (t.expires_on IS NULL OR t.expires_on >= :today)"
#: one line a person and mandatory course: whether it holds today, and until when
_COURSES = (
    f"(SELECT t.staff_id, t.course, max({_VALID}) AS valid, "
    "max(CASE WHEN t.completed_on <= :today THEN coalesce(t.expires_on, '9999-12-31') END) AS until "
    "FROM training AS t WHERE t.mandatory = 1 GROUP BY t.staff_id, t.course)"
)
_HERE = "(s.employment_end IS NULL OR s.employment_end >= :today)"
_WHERE: dict[Which, str] = {
    "staff": _HERE,
    "mentors": f"{_HERE} AND EXISTS (SELECT 1 FROM mentor AS x WHERE x.staff_id = s.id)",
    "training": f"{_HERE} AND EXISTS (SELECT 1 FROM {_COURSES} AS c WHERE c.staff_id = s.id "
    "AND (c.valid IS NULL OR c.valid = 0 OR c.until < :soon))",
    "left": "s.employment_end < :today",
}


def _asked(reader: Reader, which: Which, find: str) -> tuple[str, dict[str, Any]]:
    may = reader.progress("s")
    params: dict[str, Any] = {**may.params, "today": reader.today.isoformat()}
    params["soon"] = (reader.today + SOON).isoformat()
    where = [may.sql, "s.service_id IS NOT NULL", _WHERE[which]]
    for number, word in enumerate(find.split()[:8]):
        name = f"word{number}"
        params[name] = "%" + word.replace("!", "!!").replace("%", "!%").replace("_", "!_") + "%"
        where.append(
            f"(s.name LIKE :{name} ESCAPE '!' OR s.ref LIKE :{name} ESCAPE '!' "
            f"OR s.job_role LIKE :{name} ESCAPE '!' OR v.name LIKE :{name} ESCAPE '!')"
        )
    return " AND ".join(where), params


def keys(reader: Reader, which: Which = "staff", find: str = "") -> list[str]:
    """The keys of the people asked for, in order of name."""
    where, params = _asked(reader, which, find)
    rows = reader.store.rows(
        f"SELECT s.id FROM staff AS s JOIN service AS v ON v.id = s.service_id WHERE {where} ORDER BY s.name, s.id",
        params,
    )
    return [row[0] for row in rows]


def lines(reader: Reader, some: list[str]) -> list[PersonLine]:
    """These people, in the order given; who may not be read is left out."""
    if not some:
        return []
    may = reader.progress("s")
    marks = {f"k{number}": key for number, key in enumerate(some)}
    day = reader.today.isoformat()
    rows = reader.store.rows(
        "SELECT s.id, s.ref, s.name, v.name, s.job_role, s.employment_start, s.employment_end, m.name, "
        f"coalesce((SELECT sum(c.valid) FROM {_COURSES} AS c WHERE c.staff_id = s.id), 0), "
        f"(SELECT count(*) FROM {_COURSES} AS c WHERE c.staff_id = s.id), "
        f"(SELECT count(*) FROM {_COURSES} AS c WHERE c.staff_id = s.id AND c.valid = 1 AND c.until < :soon), "
        "(SELECT count(*) FROM pairing AS p WHERE p.mentor_id = s.id AND (p.ended_on IS NULL OR p.ended_on > :today)), "
        "g.capacity, g.trained_on, g.id IS NOT NULL, "
        "s.mentoring = 'expected' AND s.employment_start > :since AND NOT EXISTS "
        "(SELECT 1 FROM pairing AS p WHERE p.mentee_id = s.id AND p.programme = 'new_starter') "
        "FROM staff AS s JOIN service AS v ON v.id = s.service_id LEFT JOIN staff AS m ON m.id = s.line_manager_id "
        f"LEFT JOIN mentor AS g ON g.staff_id = s.id WHERE s.id IN ({', '.join(':' + name for name in marks)}) "
        f"AND {may.sql}",
        {
            **may.params,
            **marks,
            "today": day,
            "soon": (reader.today + SOON).isoformat(),
            "since": (reader.today - timedelta(days=180)).isoformat(),
        },
    )
    found = {row[0]: _line(row) for row in rows}
    return [found[key] for key in some if key in found]


def _line(row: tuple[Any, ...]) -> PersonLine:
    key, ref, name, service, role, start, end, manager, valid, courses, expiring, mentees = row[:12]
    return PersonLine(
        key=key,
        ref=ref,
        name=name,
        service=service,
        job_role=role,
        start=date.fromisoformat(start),
        end=to_date(end),
        manager=manager or "",
        valid=valid,
        courses=courses,
        expiring=expiring,
        mentees=mentees,
        capacity=row[12],
        trained_on=to_date(row[13]),
        is_mentor=bool(row[14]),
        waits=bool(row[15]),
    )


@dataclass(frozen=True, slots=True)
class Held:
    """One row of a register about a person: its table and key, and what it says."""

    table: str
    key: str
    on: date | None
    what: str
    says: str = ""
    #: until when: a course is valid, a pairing lasted
    until: date | None = None
    #: something to act on, in words; blank where there is nothing
    mark: str = ""


@dataclass(frozen=True, slots=True)
class PersonStory:
    """One person whole, as far as the reader may."""

    line: PersonLine
    nation: str
    mentoring: str
    roles: tuple[str, ...]
    leaving_reason: str
    service_from: date | None
    #: where the person worked before, and until when
    earlier: tuple[tuple[str, date], ...]
    training: tuple[Held, ...]
    attendance: tuple[Held, ...]
    #: shifts attended and rostered in the last six weeks
    attended: tuple[int, int]
    observations: tuple[Held, ...]
    concerns: tuple[Held, ...]
    #: whether supervision concerns are the reader's to see
    sees_concerns: bool
    pairings: tuple[Held, ...]
    cases: tuple[Held, ...]


def whose(reader: Reader, person: str) -> Whose | None:
    """The service and the line manager of a person, for the question who may keep a register of them."""
    row = reader.store.row("SELECT service_id, line_manager_id FROM staff WHERE id = :key", {"key": person})
    return Whose(service=row[0], line_manager=row[1]) if row else None


def mentor_row(reader: Reader, person: str) -> str:
    """The key of a person's row in the register of mentors; blank where they are no mentor."""
    return str(reader.store.value("SELECT id FROM mentor WHERE staff_id = :key", {"key": person}) or "")


def sees_concerns(reader: Reader, person: str) -> bool:
    """Supervision concerns are for those who manage the person: not for mentors, nor for a register's keeper."""
    seen = reader.reach
    of = whose(reader, person)
    if of is None:
        return False
    return seen.sees_service(of.service) or (seen.reports and of.line_manager == reader.actor.id)


def story(reader: Reader, key: str) -> PersonStory | None:
    """One person whole; nothing where they are not the reader's to see."""
    found = lines(reader, [key])
    if not found:
        return None
    store = reader.store
    nation, mentoring, roles, leaving, since = store.row(
        "SELECT v.nation, s.mentoring, s.roles, s.leaving_reason, s.service_from FROM staff AS s "
        "JOIN service AS v ON v.id = s.service_id WHERE s.id = :key",
        {"key": key},
    ) or ("", "", "", "", "")
    six_weeks = (reader.today - _SIX_WEEKS).isoformat()
    rostered, attended = store.row(
        "SELECT coalesce(sum(shifts_rostered), 0), coalesce(sum(shifts_attended), 0) FROM attendance "
        "WHERE staff_id = :key AND week_commencing > :since AND week_commencing <= :today",
        {"key": key, "since": six_weeks, "today": reader.today.isoformat()},
    ) or (0, 0)
    concerns = sees_concerns(reader, key)
    return PersonStory(
        line=found[0],
        nation=nation or "england",
        mentoring=mentoring or "expected",
        roles=tuple((roles or "").split(";")) if roles else (),
        leaving_reason=leaving or "",
        service_from=to_date(since),
        earlier=tuple(
            (name, date.fromisoformat(until))
            for name, until in store.rows(
                "SELECT v.name, w.until_on FROM placement AS w JOIN service AS v ON v.id = w.service_id "
                "WHERE w.staff_id = :key ORDER BY w.until_on",
                {"key": key},
            )
        ),
        training=_training(reader, key),
        attendance=_attendance(reader, key) if concerns or EVERYWHERE in reader.reach.registers else (),
        attended=(attended, rostered),
        observations=_observations(reader, key),
        concerns=_concerns(reader, key) if concerns else (),
        sees_concerns=concerns,
        pairings=_pairings(reader, key),
        cases=_cases(reader, key),
    )


def _training(reader: Reader, key: str) -> tuple[Held, ...]:
    held = []
    for row, course, mandatory, done, until in reader.store.rows(
        "SELECT id, course, mandatory, completed_on, expires_on FROM training WHERE staff_id = :key "
        "ORDER BY mandatory DESC, course, completed_on DESC",
        {"key": key},
    ):
        completed, expires = to_date(done), to_date(until)
        mark = ""
        if completed is None or completed > reader.today:
            mark = "not done yet" if mandatory else ""
        elif expires is not None and expires < reader.today:
            mark = "expired"
        elif expires is not None and expires < reader.today + SOON:
            mark = "expires soon"
        says = "mandatory" if mandatory else "optional"
        held.append(Held("training", row, completed, course, says, expires, mark))
    return tuple(held)


def _attendance(reader: Reader, key: str) -> tuple[Held, ...]:
    return tuple(
        Held("attendance", row, to_date(week), "Week", f"{attended} of {rostered} shifts")
        for row, week, rostered, attended in reader.store.rows(
            "SELECT id, week_commencing, shifts_rostered, shifts_attended FROM attendance WHERE staff_id = :key "
            "ORDER BY week_commencing DESC LIMIT 12",
            {"key": key},
        )
    )


def _observations(reader: Reader, key: str) -> tuple[Held, ...]:
    return tuple(
        Held("observation", row, to_date(on), f"{score} of 100", f"by {observer}" if observer else "")
        for row, on, score, observer in reader.store.rows(
            "SELECT o.id, o.observed_on, o.score, w.name FROM observation AS o "
            "LEFT JOIN staff AS w ON w.id = o.observer_id WHERE o.staff_id = :key "
            "ORDER BY o.observed_on DESC, o.nth DESC LIMIT 20",
            {"key": key},
        )
    )


def _concerns(reader: Reader, key: str) -> tuple[Held, ...]:
    since = (reader.today - _SIX_WEEKS).isoformat()
    return tuple(
        Held(
            "concern",
            row,
            to_date(on),
            summary,
            f"raised by {by}" if by else "",
            mark="recent" if on > since else "",
        )
        for row, on, summary, by in reader.store.rows(
            "SELECT c.id, c.raised_on, c.summary, w.name FROM concern AS c LEFT JOIN staff AS w "
            "ON w.id = c.raised_by_id WHERE c.staff_id = :key ORDER BY c.raised_on DESC, c.nth DESC LIMIT 40",
            {"key": key},
        )
    )


def _pairings(reader: Reader, key: str) -> tuple[Held, ...]:
    may = reader.pairings("p")
    return tuple(
        Held(
            "pairing",
            row,
            to_date(start),
            f"mentored by {mentor}" if mentee_key == key else f"mentors {mentee}",
            f"{dict(PROGRAMMES).get(programme, programme)}  {ref}",
            to_date(end),
        )
        for row, ref, start, end, mentor, mentee, mentee_key, programme in reader.store.rows(
            "SELECT p.id, p.ref, p.started_on, p.ended_on, t.name, m.name, p.mentee_id, p.programme FROM pairing AS p "
            "JOIN staff AS m ON m.id = p.mentee_id JOIN staff AS t ON t.id = p.mentor_id "
            f"WHERE (p.mentee_id = :key OR p.mentor_id = :key) AND {may.sql} ORDER BY p.started_on DESC",
            {**may.params, "key": key},
        )
    )


def _cases(reader: Reader, key: str) -> tuple[Held, ...]:
    """The cases of targeted support about the person, the newest first, as far as they may be read."""
    may = reader.cases("c")
    return tuple(
        Held(
            "targeted_case",
            row,
            to_date(planned),
            f"supported by {mentor or 'nobody yet'}",
            ref,
            to_date(closed),
            "" if closed else "open" if signed else "not signed off",
        )
        for row, ref, planned, closed, signed, mentor in reader.store.rows(
            "SELECT c.id, c.ref, c.planned_on, c.closed_on, c.signed_off_on, t.name FROM targeted_case AS c "
            f"LEFT JOIN staff AS t ON t.id = c.mentor_id WHERE c.staff_id = :key AND {may.sql} "
            "ORDER BY c.planned_on DESC",
            {**may.params, "key": key},
        )
    )


def standing(reader: Reader, kind: Record, key: str) -> Standing | None:
    """A row of a register about somebody whom the reader may see."""
    may = reader.progress("s")
    person = "x.id" if kind.table == "staff" else "x.staff_id"
    fields = [field for field in kind.fields if field.name != kind.ident]
    columns = ", ".join(f"x.{field.name}" for field in fields)
    row = reader.store.row(
        f'SELECT x.id, x.revision, x.{person[2:]}, {columns} FROM "{kind.table}" AS x JOIN staff AS s '
        f"ON s.id = {person} WHERE x.id = :key AND {may.sql}",
        {**may.params, "key": key},
    )
    if row is None or (kind.name == "concern" and not sees_concerns(reader, row[2])):
        return None
    values = {
        field.name: from_column(field.kind)(value) for field, value in zip(fields, row[3:], strict=True)
    }
    return Standing(row[0], row[1], values)


def called(reader: Reader, named: str) -> str:
    """The key of the one person of this id or name; blank where there is none, several, or none that may be known.

    By name only where the person reads the name; an id is known to those who work with references too.
    """
    keys = accounts.keys_named(reader.store, named)
    if len(keys) != 1:
        return ""
    may = reader.staff("s")
    ref, reads = reader.store.row(
        f"SELECT s.ref, CASE WHEN {may.sql} THEN 1 ELSE 0 END FROM staff AS s WHERE s.id = :key",
        {**may.params, "key": keys[0]},
    ) or ("", 0)
    return keys[0] if reads or (reader.reach.references and ref == named) else ""


@dataclass(frozen=True, slots=True)
class Known:
    """Somebody or something that can be chosen: key, name and a word more."""

    key: str
    name: str
    more: str


def colleagues(reader: Reader) -> list[Known]:
    """Everybody at work whom the reader may see, for a line manager, an observer."""
    may = reader.staff("s")
    rows = reader.store.rows(
        "SELECT s.id, s.name, s.job_role FROM staff AS s WHERE s.service_id IS NOT NULL "
        f"AND (s.employment_end IS NULL OR s.employment_end >= :today) AND {may.sql} ORDER BY s.name",
        {**may.params, "today": reader.today.isoformat()},
    )
    return [Known(key, name, role or "") for key, name, role in rows]


def services(reader: Reader) -> list[Known]:
    """The services whose register the reader may see."""
    seen = reader.reach.registers
    rows = reader.store.rows("SELECT id, name, ref FROM service WHERE closed_on IS NULL ORDER BY name")
    return [Known(key, name, ref) for key, name, ref in rows if EVERYWHERE in seen or key in seen]


def courses(reader: Reader) -> list[str]:
    """The courses of those whose training the person reads, to be offered."""
    may = reader.progress("s")
    rows = reader.store.rows(
        "SELECT DISTINCT t.course FROM training AS t JOIN staff AS s ON s.id = t.staff_id "
        f"WHERE {may.sql} ORDER BY t.course LIMIT 200",
        may.params,
    )
    return [course for (course,) in rows]
