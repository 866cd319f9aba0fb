"""Who reads which pairings and what of them, asked of the queries themselves."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date, timedelta
from typing import Any

import pytest

from mentor_tui.programmes import SlotState
from mentor_tui.records import ACTION, CONCERN, SESSION
from mentor_tui.rules.alerts import alerts
from mentor_tui.store import loading
from mentor_tui.store.read import mentors, pairing, pairings, session_entry
from mentor_tui.store.read.history import history
from mentor_tui.store.read.pairing_alerts import alerts_of
from mentor_tui.store.read.slots import next_due, slots_of
from mentor_tui.store.reading import Reader
from tests.screens.home import PRIVATE, TODAY, Home

EVERYBODY = (
    "Tom", "Helen", "Dilip", "Nora", "Grace", "Lena", "Sam", "Ruth", "Ken", "Bea", "Amara", "Ben", "Chloe", "Dev",
    "Owen",
)  # fmt: skip

#: whose pairing with Sam Amara's is to see
OF_AMARA = {"Sam", "Amara", "Grace", "Helen", "Tom", "Dilip"}


def reader(home: Home, who: str) -> Reader:
    return Reader(home.store, home.actor(who), TODAY)


@pytest.mark.parametrize("who", EVERYBODY)
def test_every_query_agrees_on_whose_a_pairing_is(home: Home, who: str) -> None:
    asks, key = reader(home, who), home.key["Amara's"]
    sees = who in OF_AMARA
    assert (key in pairings.keys(asks, "all")) == sees
    assert bool(pairings.lines(asks, [key])) == sees
    assert (pairing.head(asks, key) is not None) == sees
    assert (pairing.story(asks, key) is not None) == sees
    assert (session_entry.basis(asks, key) is not None) == sees
    session = home.store.value("SELECT id FROM session WHERE ref = 'SE1'")
    assert (session_entry.record(asks, SESSION, session, key) is not None) == sees


@pytest.mark.parametrize("who", EVERYBODY)
def test_private_notes_come_to_the_two_alone(home: Home, who: str) -> None:
    asks, key = reader(home, who), home.key["Amara's"]
    told = pairing.story(asks, key)
    session = home.store.value("SELECT id FROM session WHERE ref = 'SE1'")
    stands = session_entry.record(asks, SESSION, session, key)
    own = who in ("Sam", "Amara")
    assert (PRIVATE in str(asdict(told) if told else "")) == own
    assert (PRIVATE in str(stands.values if stands else "")) == own
    assert (PRIVATE in str(history(asks, SESSION, session))) == own


def test_a_record_of_another_pairing_does_not_come_by_this_one(home: Home) -> None:
    other = home.store.value("SELECT id FROM session WHERE ref = 'SE5'")
    assert session_entry.record(reader(home, "Sam"), SESSION, other, home.key["Amara's"]) is None


def test_find_takes_signs_literally(home: Home) -> None:
    asks = reader(home, "Tom")
    assert pairings.keys(asks, "all", find="%") == []
    assert pairings.keys(asks, "all", find="_") == []
    assert pairings.keys(asks, "all", find="!'") == []
    assert pairings.keys(asks, "open", find="AMARA doyle") == [home.key["Amara's"]]
    assert pairings.keys(asks, "ended") == [home.key["Ella's"]]


def test_lines_keep_the_order_that_they_are_asked_in(home: Home) -> None:
    wanted = [home.key["Owen's"], home.key["Amara's"], home.key["Chloe's"]]
    assert [line.key for line in pairings.lines(reader(home, "Tom"), wanted)] == wanted


def test_alerts_of_a_page_are_those_of_the_rules(home: Home) -> None:
    """The handful's own loading must not change what the rules say of the whole organisation."""
    for number in (1, 2):
        raised_on = TODAY - timedelta(number)
        home.save(
            "Grace", CONCERN, {"staff_id": home.key["Amara"], "raised_on": raised_on, "summary": "Late"}
        )
    for score in (4, 3):
        values: dict[str, Any] = {
            "pairing_id": home.key["Ben's"],
            "held_on": TODAY,
            "confidence_score": score,
        }
        home.save("Sam", SESSION, {**values, "top_support_issue": f"Nights {score}"})
    keys = pairings.keys(reader(home, "Tom"), "all")
    ref_of = dict(home.store.rows("SELECT id, ref FROM pairing"))
    of_action = dict(
        home.store.rows("SELECT x.ref, p.ref FROM action AS x JOIN pairing AS p ON p.id = x.pairing_id")
    )
    of_person = dict(
        home.store.rows("SELECT m.ref, p.ref FROM pairing AS p JOIN staff AS m ON m.id = p.mentee_id")
    )
    expected = sorted(
        (
            of_action.get(alert.subject) or of_person.get(alert.subject) or alert.subject,
            alert.code,
            alert.since,
        )
        for alert in alerts(loading.organisation(home.store), TODAY)
        if alert.code in ("W1", "W2", "W3", "W5", "W10", "E1", "E2")
    )
    found = sorted(
        (ref_of[key], raised.code, raised.since)
        for key, all_raised in alerts_of(home.store, keys, TODAY).items()
        for raised in all_raised
    )
    assert found == expected
    assert {code for _, code, _ in found} >= {"W1", "W3", "W5", "W10", "E1", "E2"}


def test_slots_are_what_was_known_then(home: Home) -> None:
    key = home.key["Amara's"]
    states = [slot.state for slot in slots_of(home.store, [key], date(2026, 2, 25))[key]]
    assert states[:4] == [
        SlotState.ON_SCHEDULE, SlotState.ON_SCHEDULE, SlotState.DUE, SlotState.UPCOMING,
    ]  # fmt: skip
    assert slots_of(home.store, [key], date(2026, 2, 1))[key] == ()


def test_the_next_session_skips_the_one_that_is_about_to_be_saved(home: Home) -> None:
    key = home.key["Ben's"]
    slots = slots_of(home.store, [key], TODAY)[key]
    due = next_due(slots, TODAY)
    after = next_due(slots, TODAY, held_on=TODAY)
    assert due is not None
    assert after is not None
    assert (due.number, after.number) == (1, 2)


def test_those_who_wait_come_first_and_mentors_know_their_load(home: Home) -> None:
    found = mentors.starters(reader(home, "Tom"))
    assert [one.name for one in found if one.waiting] == ["Dev Anand"]
    assert found[0].name == "Dev Anand"
    assert found[0].due_on == date(2026, 3, 9)
    loads = {one.name: one.pairings for one in mentors.mentors(reader(home, "Tom"))}
    assert loads == {"Sam Doyle": 2, "Ruth Evans": 0, "Ken Ito": 1, "Bea Novak": 1}


def test_what_was_left_open(home: Home) -> None:
    found = session_entry.basis(reader(home, "Sam"), home.key["Amara's"])
    assert found is not None
    assert [action.action for action in found.actions] == [
        "Book the insulin course", "Buddy on the first night shift",
    ]  # fmt: skip
    assert [goal.progress for goal in found.goals] == ["Has watched it twice"]
    assert found.last is not None
    assert (found.last.held_on, found.last.score) == (date(2026, 3, 2), 6)
    action = found.actions[0].key
    home.save("Grace", ACTION, {"completed_on": TODAY, "evidence_reference": "x"}, id=action)
    again = session_entry.basis(reader(home, "Sam"), home.key["Amara's"])
    assert again is not None
    assert len(again.actions) == 1
