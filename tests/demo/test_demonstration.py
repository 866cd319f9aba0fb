"""The demonstration as the program makes it: through the import, in a database of its own."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest

from mentor_tui import demo, identity
from mentor_tui.calendar import Period
from mentor_tui.demo.stories import STORIES
from mentor_tui.demo.timeline import Timeline
from mentor_tui.figures import Average, Below, Proportion
from mentor_tui.rules.alerts import alerts
from mentor_tui.rules.due import due
from mentor_tui.rules.items import ItemState
from mentor_tui.rules.raised import NAMES
from mentor_tui.store import journal
from mentor_tui.store.database import Store, create, open_store
from mentor_tui.store.evidence import figures
from mentor_tui.store.loading import organisation
from mentor_tui.store.problems import StoreProblem

DAYS = (date(2026, 11, 21), date(2026, 3, 1))


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[date, Store]]:
    """The demonstration on two days, each made once."""
    folder = tmp_path_factory.mktemp("demonstration")
    stores = {}
    for today in DAYS:
        path = folder / f"{today}.db"
        assert demo.prepare(path, today=today)
        stores[today] = open_store(path)
    yield stores
    for store in stores.values():
        store.close()


@pytest.mark.parametrize("today", DAYS, ids=str)
def test_headline_results(made: dict[date, Store], today: date) -> None:
    store, time = made[today], Timeline(today)
    before, after = (figures(store, quarter, None, today) for quarter in (time.before, time.after))
    plans_before, plans_after = (
        figures(store, month, None, today) for month in (time.month_before, time.month_after)
    )

    assert before["retention_90_day"] == Proportion(34, 50)
    assert after["retention_90_day"] == Proportion(43, 50)
    assert before["mentored_retention_90_day"] == Proportion(54, 75)
    assert after["mentored_retention_90_day"] == Proportion(68, 80)
    assert [plans["resignation_risk"] for plans in (plans_before, plans_after)] == [
        Proportion(16, 47),
        Proportion(6, 43),
    ]
    confidence = [plans["case_confidence"] for plans in (plans_before, plans_after)]
    assert [one.average for one in confidence if isinstance(one, Average)] == [5.6, 8.2]
    below = [quarter["services_below_threshold"] for quarter in (before, after)]
    assert [one.count for one in below if isinstance(one, Below)] == [9, 3]


@pytest.mark.parametrize("today", DAYS, ids=str)
def test_every_alert_is_raised_and_the_stories_raise_theirs(made: dict[date, Store], today: date) -> None:
    facts = organisation(made[today])
    raised = alerts(facts, today)
    assert {alert.code for alert in raised} == set(NAMES)
    assert [alert.subject for alert in raised if alert.code == "E5"] == ["S05"]
    of_person: dict[str, set[str]] = {story.id: {story.id} for story in STORIES}
    for pairing in facts.pairings:
        of_person.get(pairing.mentee, set()).update(
            {pairing.ref, *(action.ref for action in pairing.actions)}
        )
    for case in facts.cases:
        of_person.get(case.staff, set()).add(case.ref)
    for story in STORIES:
        codes = {alert.code for alert in raised if alert.subject in of_person[story.id]}
        assert not story.alert or story.alert in codes, story.key


@pytest.mark.parametrize("today", DAYS, ids=str)
def test_stories_are_in_the_records(made: dict[date, Store], today: date) -> None:
    store = made[today]
    people = dict(store.rows("SELECT ref, name FROM staff"))
    for story in STORIES:
        assert people[story.id] == story.name
        assert people[story.mentor_id] == story.mentor

    def value(sql: str, **params: object) -> object:
        return store.value(sql, params)

    assert (
        value(
            "SELECT trained_on FROM mentor AS m JOIN staff AS s ON s.id = m.staff_id WHERE s.ref = 'MD1035'"
        )
        is None
    )
    of_folake = (
        "SELECT count(*) FROM pairing AS p JOIN staff AS s ON s.id = p.mentor_id "
        "WHERE s.ref = 'MD1001' AND p.ended_on IS NULL"
    )
    assert value(of_folake) == 3
    assert store.rows(
        "SELECT p.end_reason FROM pairing AS p JOIN staff AS s ON s.id = p.mentee_id WHERE s.ref = 'MD1038' "
        "ORDER BY p.started_on"
    ) == [("mentor_changed",), (None,)]
    moved = store.row(
        "SELECT old.ref, now.ref FROM staff AS s JOIN placement AS p ON p.staff_id = s.id "
        "JOIN service AS old ON old.id = p.service_id JOIN service AS now ON now.id = s.service_id "
        "WHERE s.ref = 'MD1041'"
    )
    assert moved == ("S04", "S01")
    assert (
        value(
            "SELECT close_reason FROM targeted_case AS c JOIN staff AS s ON s.id = c.staff_id WHERE s.ref = 'MD1043'"
        )
        == "improved"
    )
    excused = "SELECT count(*) FROM slot AS x JOIN pairing AS p ON p.id = x.pairing_id JOIN staff AS s "
    assert value(excused + "ON s.id = p.mentee_id WHERE s.ref = 'MD1036' AND x.excused_on IS NOT NULL") == 1


@pytest.mark.parametrize("today", DAYS, ids=str)
def test_it_is_alive_today(made: dict[date, Store], today: date) -> None:
    store = made[today]
    items = due(organisation(store), today)
    assert {item.state for item in items} == {ItemState.OVERDUE, ItemState.DUE, ItemState.UPCOMING}
    assert {"A1", "A2", "A3", "A4", "A5", "B1", "B2", "B4", "C4", "C5"} <= {item.kind for item in items}
    latest = date.fromisoformat(store.value("SELECT max(held_on) FROM session"))
    assert today - timedelta(days=3) <= latest <= today
    first = date.fromisoformat(store.value("SELECT min(held_on) FROM session"))
    assert first < today - timedelta(days=2 * 365)
    assert date.fromisoformat(store.value("SELECT max(held_on) FROM meeting")) > today + timedelta(days=60)
    assert store.value("SELECT count(*) FROM draft") == 0
    assert 2000 <= store.value("SELECT count(*) FROM session") <= 3500


def test_signed_audits_hold_what_was_known(made: dict[date, Store]) -> None:
    store = made[DAYS[0]]
    kinds = dict(store.rows("SELECT kind, count(*) FROM audit WHERE figures IS NOT NULL GROUP BY kind"))
    assert set(kinds) == {"A5", "C1", "C2", "C5"}
    last = Period.containing(DAYS[0], "month").previous()
    unsigned = store.rows(
        "SELECT ref FROM service WHERE id NOT IN (SELECT service_id FROM audit WHERE period = :period "
        "AND service_id IS NOT NULL) ORDER BY ref",
        {"period": last.code},
    )
    assert ("S05",) in unsigned


def test_its_journal_verifies(made: dict[date, Store]) -> None:
    assert not list(journal.verify(made[DAYS[0]]))


def test_the_cast_may_be_signed_in_as(made: dict[date, Store]) -> None:
    today = DAYS[0]
    seats = demo.cast(made[today])
    assert len(seats) == 12
    for seat in seats:
        actor = identity.actor_of(made[today], seat.person, today)
        assert actor.name == seat.name
        assert actor.roles
        assert seat.look.endswith(".")


def test_one_that_is_there_is_left_and_a_stale_one_is_known(made: dict[date, Store]) -> None:
    store, today = made[DAYS[0]], DAYS[0]
    assert not demo.is_stale(store, today)
    assert demo.is_stale(store, today + timedelta(days=1))
    version = store.value("SELECT count(*) FROM journal")
    assert not demo.prepare(store.path, today=today + timedelta(days=40))
    assert store.value("SELECT count(*) FROM journal") == version


def test_another_database_is_never_touched(tmp_path: Path) -> None:
    real = tmp_path / "real.db"
    create(real).close()
    before = real.read_bytes()
    with pytest.raises(StoreProblem, match="not the demonstration"):
        demo.prepare(real, today=DAYS[0], reset=True)
    assert real.read_bytes() == before
    assert not demo.is_stale(open_store(real), DAYS[0])
