"""The rows that say how people prove who they are. Only :mod:`mentor_tui.identity` asks for them.

Nothing of an account is ever exported or shown. What is written is written inside ``store.writing()``.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import islice
from typing import Any

from mentor_tui.store.database import Store

_COLUMNS = (
    "passphrase",
    "pin",
    "wrong_tries",
    "wait_until",
    "locked_on",
    "pin_tries",
    "reset_code",
    "reset_until",
    "choices",
)


@dataclass(frozen=True, slots=True)
class Account:
    """How one person signs in. Moments are ISO text in UTC."""

    person: str
    passphrase: str | None = None
    pin: str | None = None
    wrong_tries: int = 0
    wait_until: str | None = None
    locked_on: str | None = None
    pin_tries: int = 0
    reset_code: str | None = None
    reset_until: str | None = None
    choices: str = "{}"


@dataclass(frozen=True, slots=True)
class Who:
    """A person as a list of people shows them."""

    id: str
    ref: str
    name: str
    job_role: str
    service: str


def account_of(store: Store, person: str) -> Account:
    """The account of a person; a blank one where there is none."""
    row = store.row(
        f"SELECT {', '.join(_COLUMNS)} FROM account WHERE person_id = :person", {"person": person}
    )
    return Account(person, *row) if row else Account(person)


def write(store: Store, person: str, **columns: Any) -> None:
    """Sets columns of a person's account, making it where there is none. Inside ``store.writing()``."""
    unknown = set(columns) - set(_COLUMNS)
    if unknown or not columns:
        raise ValueError(f"not columns of an account: {sorted(unknown)}")
    store.execute(
        "INSERT INTO account (person_id, wrong_tries, pin_tries, choices) VALUES (:person, 0, 0, '{}') "
        "ON CONFLICT (person_id) DO NOTHING",
        {"person": person},
    )
    sets = ", ".join(f"{name} = :{name}" for name in columns)
    store.execute(f"UPDATE account SET {sets} WHERE person_id = :person", {**columns, "person": person})


def person_linked(store: Store, name: str) -> str | None:
    """The key of the person to whom an account of the machine, or the fingerprint of a key, is linked."""
    found = store.value("SELECT person_id FROM account_link WHERE name = :name", {"name": name})
    return str(found) if found else None


def links_of(store: Store, person: str) -> list[str]:
    """The accounts and fingerprints that are linked to a person."""
    rows = store.rows(
        "SELECT name FROM account_link WHERE person_id = :person ORDER BY name", {"person": person}
    )
    return [row[0] for row in rows]


def link(store: Store, name: str, person: str) -> None:
    """Links a name that is nobody else's to a person. Inside ``store.writing()``."""
    store.execute(
        "INSERT INTO account_link (name, person_id) VALUES (:name, :person) ON CONFLICT (name) DO NOTHING",
        {"name": name, "person": person},
    )


def unlink(store: Store, person: str, name: str | None) -> None:
    """Takes a link of a person away, or all of them (none). Inside ``store.writing()``."""
    store.execute(
        "DELETE FROM account_link WHERE person_id = :person AND name = coalesce(:name, name)",
        {"person": person, "name": name},
    )


def person_row(store: Store, person: str) -> tuple[str, str, str | None, str | None, str | None] | None:
    """Reference, name, service key, roles and last day (ISO) of a person; nothing where there is none."""
    row = store.row(
        "SELECT ref, name, service_id, roles, employment_end FROM staff WHERE id = :id", {"id": person}
    )
    return (row[0], row[1], row[2], row[3], row[4]) if row else None


def people_with_accounts(store: Store, like: str, today: str, limit: int) -> list[Who]:
    """Those who may sign in with a passphrase or a code, by name: whose name or id holds ``like``."""
    wanted = like.strip().casefold()
    rows = store.stream(
        "SELECT p.id, p.ref, p.name, coalesce(p.job_role, ''), coalesce(v.name, '') "
        "FROM account AS a JOIN staff AS p ON p.id = a.person_id "
        "LEFT JOIN service AS v ON v.id = p.service_id "
        "WHERE (a.passphrase IS NOT NULL OR a.reset_code IS NOT NULL) "
        "AND (p.employment_end IS NULL OR p.employment_end >= :today) ORDER BY p.name, p.ref",
        {"today": today},
    )
    # Compared here: a database folds the case of ASCII letters alone, and Élodie is found as élo too.
    found = (Who(*row) for row in rows if wanted in row[2].casefold() or wanted in row[1].casefold())
    return list(islice(found, limit))


def keys_named(store: Store, named: str) -> list[str]:
    """The keys of the people whose id is ``named``, else of those who are called so, capitals or not."""
    by_ref = store.rows("SELECT id FROM staff WHERE ref = :named", {"named": named})
    if by_ref:
        return [row[0] for row in by_ref]
    wanted = " ".join(named.split()).casefold()
    rows = store.rows("SELECT id, name FROM staff WHERE name IS NOT NULL")
    return [key for key, name in rows if " ".join(str(name).split()).casefold() == wanted]


def may_open(store: Store, today: str, now: str) -> tuple[list[str], list[str]]:
    """The keys of those who work here still and have a passphrase, and of those with a code that holds."""
    rows = store.rows(
        "SELECT a.person_id, a.passphrase IS NOT NULL, a.reset_code IS NOT NULL AND a.reset_until >= :now "
        "FROM account AS a JOIN staff AS p ON p.id = a.person_id "
        "WHERE p.employment_end IS NULL OR p.employment_end >= :today",
        {"today": today, "now": now},
    )
    return [key for key, has, _ in rows if has], [key for key, _, coded in rows if coded]
