"""A person's list: told at once by the database, and whole by the rules. Both say the same of pathway A."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from mentor_tui.access import Actor, Holding
from mentor_tui.exchange.importing import import_folder
from mentor_tui.store import facts
from mentor_tui.store.database import Store
from mentor_tui.store.read.mine import mine
from mentor_tui.store.read.notices import notices
from mentor_tui.store.read.today import todos
from mentor_tui.store.read.todo import AT_ONCE, at_once
from mentor_tui.store.reading import Reader
from tests.exchange.folders import ADMINISTRATOR, new_office
from tests.screens.home import TODAY, Home

CASE = Path(__file__).parents[2] / "conformance" / "case-1" / "folder"
DATES = [date(2026, 2, 10), date(2026, 5, 20), date(2026, 6, 30)]
EVERY_ROLE = tuple(
    Holding(role, where)
    for role, where in (
        ("mentor", "*"),
        ("line_manager", "*"),
        ("hr_coordinator", "*"),
        ("registered_manager", "*"),
        ("operations_manager", "*"),
        ("ld_lead", "*"),
        ("data_analyst", "*"),
        ("hr_business_partner", "*"),
        ("director_of_people", "*"),
        ("board_quality_lead", "*"),
    )
)


@pytest.fixture(scope="module")
def imported(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    office = new_office(tmp_path_factory.mktemp("case") / "records.db")
    import_folder(office, ADMINISTRATOR, CASE)
    yield office.store
    office.store.close()


def people(store: Store) -> list[Actor]:
    """Everybody who mentors, manages or owns an action, with every role."""
    rows = store.rows(
        "SELECT id, ref, name, service_id FROM staff WHERE id IN (SELECT mentor_id FROM pairing "
        "UNION SELECT line_manager_id FROM staff UNION SELECT owner_id FROM action) ORDER BY ref"
    )
    return [Actor(key, ref, name, service, EVERY_ROLE) for key, ref, name, service in rows]


@pytest.mark.parametrize("day", DATES)
def test_what_is_told_at_once_is_what_the_rules_say(imported: Store, day: date) -> None:
    told = 0
    for actor in people(imported)[::4]:
        reader = Reader(imported, actor, day)
        by_the_rules = [todo for todo in todos(reader) if todo.kind in AT_ONCE]
        assert at_once(reader) == by_the_rules
        told += len(by_the_rules)
    assert told > 20


@pytest.mark.parametrize("day", DATES)
def test_the_narrow_reading_leaves_nothing_out(imported: Store, day: date) -> None:
    key_of = dict(imported.rows("SELECT ref, id FROM service"))
    everything = facts.due(imported, day)
    for actor in people(imported)[::9]:
        reader = Reader(imported, actor, day)
        wanted = [
            (i.kind, i.subject, i.slot, i.period or "", i.due_on) for i in mine(reader, everything, key_of)
        ]
        assert [(t.kind, t.subject, t.slot, t.period, t.due_on) for t in todos(reader)] == wanted


@pytest.mark.parametrize("day", DATES)
def test_every_alert_is_seen_by_who_sees_everything(imported: Store, day: date) -> None:
    reader = Reader(imported, people(imported)[0], day)
    found = {notice.key for part in notices(reader) for notice in part}
    assert found == {alert.reference for alert in facts.alerts(imported, day)}


def kinds(home: Home, who: str) -> list[tuple[str, str]]:
    reader = Reader(home.store, home.actor(who), TODAY)
    return [(todo.kind, todo.who) for todo in todos(reader)]


def test_everybody_has_the_list_of_their_roles(home: Home) -> None:
    assert kinds(home, "Sam") == [
        ("A2", "Ben Carter"),
        ("A2", "Amara Nwosu"),
        ("A2", "Ben Carter"),
    ]
    assert kinds(home, "Grace") == [("A4", "Amara Nwosu")]
    assert kinds(home, "Tom") == [("A1", "Dev Anand")]
    assert {kind for kind, _ in kinds(home, "Dilip")} == {"A5"}
    assert kinds(home, "Nora") == kinds(home, "Amara") == []


def test_an_owner_who_may_not_read_the_pairing_sees_no_name(home: Home) -> None:
    from mentor_tui import records
    from tests.screens.home import day

    home.save(
        "Grace",
        records.ACTION,
        {
            "pairing_id": home.key["Amara's"],
            "need_identified_on": TODAY,
            "action": "Order the uniform",
            "owner_id": home.key["Lena"],
            "review_on": day("2026-03-16"),
        },
    )
    assert kinds(home, "Lena") == [("A4", "")]
