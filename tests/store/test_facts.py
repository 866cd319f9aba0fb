"""Alerts and due items from the database are those of the whole facts, whatever was left out; slots agree too."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from random import Random
from typing import NamedTuple

import pytest

from mentor_tui.calendar import Period, complete_months
from mentor_tui.programmes import SlotState
from mentor_tui.rules.alerts import alerts, of_service
from mentor_tui.rules.asat import known_at
from mentor_tui.rules.due import due
from mentor_tui.rules.facts import Organisation
from mentor_tui.rules.risk import risk_profiles
from mentor_tui.rules.view import View
from mentor_tui.store import facts
from mentor_tui.store.database import Store
from mentor_tui.store.evidence import UnknownService
from mentor_tui.store.loading import organisation as loaded
from mentor_tui.store.schedules import rebuild
from tests.conformance.folder import organisation
from tests.figures.imported import imported, said
from tests.organisations import TODAY, invented


class Made(NamedTuple):
    store: Store
    facts: Organisation
    random: Random

    def dates(self, number: int) -> Iterator[date]:
        for _ in range(number):
            yield TODAY - timedelta(days=self.random.choice((0, self.random.randint(0, 330))))


@pytest.fixture(scope="module", params=range(10, 14))
def made(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Made]:
    rows = invented(request.param, workers=60)
    store = imported(rows, tmp_path_factory.mktemp("made"), TODAY)
    yield Made(store, organisation(rows), Random(request.param))
    store.close()


def test_the_facts_are_those_of_the_folder(made: Made) -> None:
    def in_order(records: object) -> list[str]:
        return sorted(repr(record) for record in records)  # type: ignore[attr-defined]

    found, expected = known_at(loaded(made.store), TODAY), known_at(made.facts, TODAY)
    assert found.services == expected.services
    assert found.staff == expected.staff
    for name in ("concerns", "attendance", "training", "meetings", "audits"):
        assert in_order(getattr(found, name)) == in_order(getattr(expected, name)), name
    strategic = [
        {action.ref: replace(action, reviews=tuple(action.reviews)) for action in actions}
        for actions in (found.strategic_actions, expected.strategic_actions)
    ]
    assert strategic[0] == strategic[1]
    cases = {case.ref: case for case in found.cases}
    for case in expected.cases:
        again = cases.pop(case.ref)
        for name in ("follow_ups", "impact_reviews", "meetings"):
            assert list(getattr(again, name)) == list(getattr(case, name)), name
        assert in_order(again.actions) == in_order(case.actions)
        assert (again.signed_off_on, again.closed_on) == (case.signed_off_on, case.closed_on)
        assert (again.attendance, again.confidence) == (case.attendance, case.confidence)
    pairings = {pairing.ref: pairing for pairing in found.pairings}
    for pairing in expected.pairings:
        same = pairings.pop(pairing.ref)
        assert list(same.sessions) == list(pairing.sessions)
        assert list(same.reviews) == list(pairing.reviews)
        assert in_order(same.excusals) == in_order(pairing.excusals)
        assert in_order(same.actions) == in_order(pairing.actions)
        assert (same.mentee, same.mentor, same.ended_on) == (pairing.mentee, pairing.mentor, pairing.ended_on)
    assert not cases
    assert not pairings


def test_alerts_are_those_of_the_whole_facts(made: Made) -> None:
    for as_at in made.dates(8):
        expected = alerts(made.facts, as_at)
        assert facts.alerts(made.store, as_at) == expected
        for service in made.facts.services:
            assert facts.alerts(made.store, as_at, service) == of_service(expected, service)


def test_due_items_are_those_of_the_whole_facts(made: Made) -> None:
    for as_at in made.dates(6):
        expected = due(made.facts, as_at)
        assert facts.due(made.store, as_at) == expected
        service = made.random.choice(list(made.facts.services))
        assert facts.due(made.store, as_at, service=service) == [i for i in expected if i.service == service]
        for role in ("mentor", "hr_coordinator", "registered_manager"):
            assert facts.due(made.store, as_at, role=role) == [i for i in expected if i.role == role]
        people = sorted({item.person for item in expected if item.person is not None})
        for person in made.random.sample(people, min(6, len(people))):
            assert facts.due(made.store, as_at, person=person) == [i for i in expected if i.person == person]


def test_the_risk_profile_is_that_of_the_whole_facts(made: Made) -> None:
    for as_at in made.dates(4):
        expected = {one.person: one for one in risk_profiles(View(made.facts, as_at))}
        found = {one.person: one for one in risk_profiles(facts.view_of_people(made.store, as_at))}
        assert found == expected
        for service in made.facts.services:
            here = {
                one.person: one for one in risk_profiles(facts.view_of_people(made.store, as_at, service))
            }
            assert here.items() >= {p: one for p, one in expected.items() if one.service == service}.items()


def test_one_pairing_or_case_is_seen_as_among_all(made: Made) -> None:
    whole = View(made.facts, TODAY)
    for pairing in whole.known.pairings[::9]:
        key = made.store.value("SELECT id FROM pairing WHERE ref = :ref", {"ref": pairing.ref})
        view = facts.view_of_pairing(made.store, key, TODAY)
        (same,) = view.known.pairings
        assert view.states(same) == whole.states(pairing)
    for case in whole.known.cases[::5]:
        key = made.store.value("SELECT id FROM targeted_case WHERE ref = :ref", {"ref": case.ref})
        view = facts.view_of_case(made.store, key, TODAY)
        assert [one.ref for one in view.known.cases] == [case.ref]
        assert [c.ref for c in view.open_cases] == ([case.ref] if whole.is_open(case) else [])


_STATE = """
SELECT p.ref, t.number, t.due_on, t.ends_on, t.cycle,
 CASE WHEN t.answered_on <= :day THEN 'on_schedule'
  WHEN t.stopped_on <= :day AND t.stopped_on < t.ends_on THEN 'not_applicable'
  WHEN t.excused_on <= :day THEN 'excused' WHEN t.ends_on < :day THEN 'missed'
  WHEN t.due_on <= :day THEN 'due' ELSE 'upcoming' END
FROM slot AS t JOIN pairing AS p ON p.id = t.pairing_id WHERE t.known_on <= :day
"""


def test_slots_in_the_database_agree_with_the_pure_schedule(made: Made) -> None:
    for as_at in made.dates(5):
        view = View(made.facts, as_at)
        expected = {
            (pairing.ref, slot.number): (slot.due_on, slot.ends_on, slot.cycle, state)
            for pairing in view.known.pairings
            for slot, state in view.states(pairing)
        }
        found = {
            (ref, number): (date.fromisoformat(due_on), date.fromisoformat(ends), cycle, SlotState(state))
            for ref, number, due_on, ends, cycle, state in made.store.rows(_STATE, {"day": as_at.isoformat()})
        }
        assert found == expected


def test_working_everything_out_again_changes_nothing(made: Made) -> None:
    with made.store.writing():
        assert rebuild(made.store) == 0


def test_sessions_are_counted_as_the_rules_count_them(made: Made) -> None:
    for as_at in made.dates(4):
        view, counted = View(made.facts, as_at), facts.Counted(made.store, as_at)
        for month in (*complete_months(as_at, 6), Period.containing(as_at, "month").previous(9)):
            for service in made.facts.services:
                tally = view.tally(service, month)
                assert counted.get((service, month)) == (tally if tally.decided else None)


def test_a_transfer_moves_nothing_that_is_past(tmp_path: Path) -> None:
    rows = invented(77, workers=25)
    store = imported(rows, tmp_path, TODAY)
    before = facts.alerts(store, TODAY - timedelta(days=45))
    pairing = store.row(
        "SELECT p.ref, m.ref, v.ref FROM pairing AS p JOIN staff AS m ON m.id = p.mentee_id "
        "JOIN service AS v ON v.id = m.service_id WHERE p.ended_on IS NULL AND m.employment_end IS NULL"
    )
    assert pairing is not None
    _, person, service = pairing
    there = "S1" if service != "S1" else "S2"

    said(store, TODAY, "staff", person, service_id=there, service_from=TODAY - timedelta(days=30))

    staff = loaded(store).staff[person]
    assert staff.service_at(TODAY - timedelta(days=31)) == service
    assert staff.service_at(TODAY - timedelta(days=30)) == there
    assert facts.alerts(store, TODAY - timedelta(days=45)) == before
    with store.writing():
        assert rebuild(store) == 0
    store.close()


def test_an_unknown_service_is_named(made: Made) -> None:
    with pytest.raises(UnknownService, match="no service S99"):
        facts.alerts(made.store, TODAY, "S99")
