"""Who may is read anew in the transaction of every change, whatever was so when they signed in (trust.md)."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from mentor_tui import identity, records
from mentor_tui.access import Actor
from mentor_tui.declare import Value
from mentor_tui.exchange import export_folder
from mentor_tui.office import Change, NotAllowed, Office
from mentor_tui.office.anonymising import anonymise
from mentor_tui.store import database
from tests.office.conftest import ADMINISTRATOR, TODAY, House

NOW = datetime(2026, 3, 12, 9, 30, tzinfo=UTC)


class Calendar:
    """The day that the office is told."""

    def __init__(self) -> None:
        self.day = TODAY

    def __call__(self) -> date:
        return self.day


@pytest.fixture
def calendar() -> Calendar:
    return Calendar()


@pytest.fixture
def office(house: House, calendar: Calendar) -> Office:
    """The office as the program has it."""
    return Office(house.store, calendar, lambda: NOW)


@pytest.fixture
def elsewhere(house: House) -> Iterator[Office]:
    """Another process on the same database, with its administrator."""
    store = database.open_store(house.store.path)
    yield Office(store, lambda: TODAY, lambda: datetime(2026, 3, 12, 9, 31, tzinfo=UTC))
    store.close()


def becomes(office: Office, key: str, **values: Any) -> None:
    with office.batch(ADMINISTRATOR, history=True) as batch:
        batch.add(Change(records.STAFF, values, id=key))


def signed_in(house: House, key: str, *roles: str) -> Actor:
    becomes(house.office, key, roles=roles)
    return identity.actor_of(house.store, key, TODAY)


def session(house: House) -> Change:
    values: dict[str, Value] = {
        "pairing_id": house.pairing,
        "held_on": TODAY,
        "confidence_score": 5,
        "top_support_issue": "Rota",
    }
    return Change(records.SESSION, values)


def sessions(house: House) -> int:
    return int(house.store.value("SELECT count(*) FROM session"))


def test_a_role_that_is_taken_away_is_gone_for_the_next_save(
    house: House, office: Office, elsewhere: Office
) -> None:
    mentor = signed_in(house, house.mentor, "mentor")
    becomes(elsewhere, house.mentor, roles=())
    with pytest.raises(NotAllowed):
        office.save(mentor, session(house))
    assert sessions(house) == 0


def test_a_role_that_is_given_holds_for_the_next_save(
    house: House, office: Office, elsewhere: Office
) -> None:
    mentor = signed_in(house, house.mentor)
    becomes(elsewhere, house.mentor, roles=("mentor",))
    office.save(mentor, session(house))
    assert sessions(house) == 1


def test_a_leaver_saves_nothing_more(house: House, office: Office, elsewhere: Office) -> None:
    mentor = signed_in(house, house.mentor, "mentor")
    becomes(elsewhere, house.mentor, employment_end=TODAY - timedelta(days=1))
    with pytest.raises(NotAllowed, match=r"Your access ended on 11 Mar 2026.*Nothing was saved"):
        office.save(mentor, session(house))
    assert sessions(house) == 0


def test_access_ends_with_the_last_day_at_midnight(house: House, office: Office, calendar: Calendar) -> None:
    mentor = signed_in(house, house.mentor, "mentor")
    becomes(house.office, house.mentor, employment_end=TODAY)
    office.save(mentor, session(house))
    calendar.day = TODAY + timedelta(days=1)
    with pytest.raises(NotAllowed, match="Your access ended on 12 Mar 2026"):
        office.save(mentor, session(house))
    assert sessions(house) == 1


def test_an_administrator_no_longer_imports(house: House, office: Office, elsewhere: Office) -> None:
    administrator = signed_in(house, house.manager, "administrator")
    becomes(elsewhere, house.manager, roles=())
    with pytest.raises(NotAllowed, match="Only an administrator"), office.batch(administrator, history=True):
        pass


def test_somebody_unknown_saves_nothing(house: House, office: Office) -> None:
    nobody = house.actor("nobody", "mentor")
    with pytest.raises(NotAllowed, match="not among the people"):
        office.save(nobody, session(house))


ACTS: dict[str, Callable[[House, Office, Actor, Path], object]] = {
    "passphrase": lambda house, office, actor, _: identity.set_passphrase(
        house.store, office, actor, house.mentee, "lantern orchard kettle", NOW
    ),
    "code": lambda house, office, actor, _: identity.give_reset_code(
        house.store, office, actor, house.mentee, NOW
    ),
    "link": lambda house, office, actor, _: identity.link(
        house.store, office, actor, house.mentee, "desk", NOW
    ),
    "unlink": lambda house, _, actor, __: identity.unlink(house.store, actor, house.mentee, None, NOW),
    "export": lambda house, office, actor, path: export_folder(house.store, office, actor, path / "out"),
    "anonymise": lambda house, office, actor, _: anonymise(office, actor, house.mentee, "Asked for"),
}


@pytest.mark.parametrize("act", ACTS)
def test_who_was_an_administrator_acts_as_one_no_more(
    house: House, office: Office, elsewhere: Office, tmp_path: Path, act: str
) -> None:
    administrator = signed_in(house, house.manager, "administrator")
    becomes(elsewhere, house.manager, roles=())
    before = house.store.value("SELECT count(*) FROM journal")
    with pytest.raises((NotAllowed, identity.NotYours)):
        ACTS[act](house, office, administrator, tmp_path)
    assert house.store.value("SELECT count(*) FROM journal") == before
    assert not (tmp_path / "out").exists()
