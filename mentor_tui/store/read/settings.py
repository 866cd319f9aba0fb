"""What Settings show and change: services, people and their roles, policy, calendar, meetings, lists.

The registers are the administrator's (people.md); what is a person's own is in :mod:`mentor_tui.store.choices`.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from mentor_tui.declare import Record
from mentor_tui.policy import OFFSETS_PREFIX, SETTINGS
from mentor_tui.programmes import DEFAULT_OFFSETS, INFORMAL
from mentor_tui.store.read.session_entry import Standing
from mentor_tui.store.reading import Reader
from mentor_tui.store.values import from_column


def administers(reader: Reader) -> bool:
    """Whether the registers of Settings are this person's to change."""
    return reader.actor.holds("administrator")


def standing(reader: Reader, kind: Record, key: str) -> Standing | None:
    """A record of the registers as it stands, with its own id; nothing for those who are no administrator."""
    if not administers(reader):
        return None
    fields = [one for one in kind.fields if one.name != kind.ident]
    names = [one.name for one in fields]
    own = "ref" if kind.ident else "id"
    row = reader.store.row(
        f'SELECT id, revision, {own}, {", ".join(names)} FROM "{kind.table}" WHERE id = :key', {"key": key}
    )
    if row is None:
        return None
    values: dict[str, Any] = {
        one.name: from_column(one.kind)(value) for one, value in zip(fields, row[3:], strict=True)
    }
    if kind.ident:
        values[kind.ident] = row[2]
    return Standing(row[0], row[1], values)


def services(reader: Reader) -> list[tuple[Any, ...]]:
    """Key, id, name, nation, first and last day of every service."""
    return _register(
        reader,
        "SELECT id, ref, name, nation, opened_on, closed_on FROM service ORDER BY closed_on IS NOT NULL, name",
    )


def calendar_days(reader: Reader) -> list[tuple[Any, ...]]:
    """Key, nation, day, whether it is a working day, and the reason, the newest first."""
    return _register(
        reader, "SELECT id, nation, day, working, reason FROM calendar_day ORDER BY day DESC, nation"
    )


def meetings(reader: Reader) -> list[tuple[Any, ...]]:
    """Key, kind, date and whether it was called off, the latest first."""
    return _register(reader, "SELECT id, kind, held_on, called_off FROM meeting ORDER BY held_on DESC, kind")


def words_of_lists(reader: Reader) -> list[tuple[Any, ...]]:
    """Key, list, word and whether it is in use."""
    return _register(reader, "SELECT id, list, word, in_use FROM list_word ORDER BY list, word")


def organisation(reader: Reader) -> tuple[str, str]:
    """Key and name of the organisation; blank where none was given yet."""
    row = reader.store.row("SELECT id, name FROM organisation")
    return (row[0], row[1]) if row else ("", "")


def _register(reader: Reader, sql: str) -> list[tuple[Any, ...]]:
    return reader.store.rows(sql) if administers(reader) else []


# -- policy ----------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class PolicyLine:
    """A policy: what it is called and means, its value now, and how it came to it."""

    key: str
    label: str
    hint: str
    unit: str
    now: str
    default: str
    #: from when, what and why, the newest first; changes to come among them
    changes: tuple[tuple[date, str, str], ...]
    #: what is in force from a later date, in words; blank where nothing is
    coming: str = ""


def policies(reader: Reader) -> list[PolicyLine]:
    """Every threshold, then every programme's days, with what was changed."""
    changes: dict[str, list[tuple[date, str, str]]] = {}
    for key, value, from_on, reason in reader.store.rows(
        "SELECT key, value, from_on, reason FROM policy_change ORDER BY from_on DESC, id DESC"
    ):
        changes.setdefault(key, []).append((date.fromisoformat(from_on), value, reason))
    lines = [
        _line(reader, one.key, one.label, one.hint, one.unit, str(one.default), changes.get(one.key, []))
        for one in SETTINGS.values()
    ]
    for programme, offsets in DEFAULT_OFFSETS.items():
        if programme == INFORMAL:
            continue
        key = f"{OFFSETS_PREFIX}{programme}"
        lines.append(
            _line(
                reader,
                key,
                f"Sessions of {programme.replace('_', ' ')}",
                "Days after the mentoring start on which sessions are due, with blanks between. "
                "It holds for pairings that start from its date on.",
                "days",
                " ".join(map(str, offsets)),
                changes.get(key, []),
            )
        )
    return lines


def _line(
    reader: Reader,
    key: str,
    label: str,
    hint: str,
    unit: str,
    default: str,
    changes: list[tuple[date, str, str]],
) -> PolicyLine:
    past = [one for one in changes if one[0] <= reader.today]
    later = [one for one in reversed(changes) if one[0] > reader.today]
    return PolicyLine(
        key,
        label,
        hint,
        unit,
        past[0][1] if past else default,
        default,
        tuple(changes),
        later[0][1] if later else "",
    )


def same_day_change(reader: Reader, key: str, from_on: date) -> Standing | None:
    """The change of this policy from this very day, if one was made: it is corrected, not doubled."""
    from mentor_tui.records import POLICY_CHANGE

    found = reader.store.value(
        "SELECT id FROM policy_change WHERE key = :key AND from_on = :day",
        {"key": key, "day": from_on.isoformat()},
    )
    return standing(reader, POLICY_CHANGE, found) if found else None


# -- people and their roles ------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class RolesLine:
    """Somebody who may be given roles, and how they sign in."""

    key: str
    ref: str
    name: str
    service: str
    roles: tuple[str, ...]
    signs_in: str
    #: whether they are on the staff register, or somebody outside it
    staff: bool


def people(reader: Reader, typed: str, limit: int, offset: int) -> list[RolesLine]:
    """People by name, those who have left not among them; the administrator's list."""
    if not administers(reader):
        return []
    rows = reader.store.rows(
        "SELECT s.id, s.ref, s.name, coalesce(v.name, ''), s.roles, s.service_id, a.passphrase IS NOT NULL, "
        "a.reset_code IS NOT NULL, EXISTS (SELECT 1 FROM account_link AS l WHERE l.person_id = s.id), a.locked_on "
        "FROM staff AS s "
        "LEFT JOIN service AS v ON v.id = s.service_id LEFT JOIN account AS a ON a.person_id = s.id "
        f"WHERE {_WANTED} ORDER BY s.name, s.ref LIMIT :limit OFFSET :offset",
        {**_wanted(reader, typed), "limit": limit, "offset": offset},
    )
    return [
        RolesLine(
            key,
            ref,
            name or ref,
            service,
            tuple((roles or "").split(";")) if roles else (),
            _signs_in(has_passphrase, has_code, has_link, locked),
            home is not None,
        )
        for key, ref, name, service, roles, home, has_passphrase, has_code, has_link, locked in rows
    ]


def count_people(reader: Reader, typed: str) -> int:
    """How many people match."""
    if not administers(reader):
        return 0
    return int(reader.store.value(f"SELECT count(*) FROM staff AS s WHERE {_WANTED}", _wanted(reader, typed)))


_WANTED = (
    "(s.employment_end IS NULL OR s.employment_end >= :day) AND "
    "(lower(s.name) LIKE :like ESCAPE '!' OR lower(s.ref) LIKE :like ESCAPE '!' "
    "OR lower(coalesce(s.roles, '')) LIKE :like ESCAPE '!')"
)


def _wanted(reader: Reader, typed: str) -> dict[str, Any]:
    plain = typed.strip().lower().replace("!", "!!").replace("%", "!%").replace("_", "!_")
    return {"like": f"%{plain}%", "day": reader.today.isoformat()}


def _signs_in(passphrase: bool, code: bool, linked: bool, locked: str | None) -> str:
    if locked:
        return "locked: give a code"
    ways = [
        way for way, there in (("passphrase", passphrase), ("code given", code), ("linked", linked)) if there
    ]
    return ", ".join(ways) or "not yet"
