"""What was known at a date, and that knowing more later changes nothing that was known before."""

from __future__ import annotations

import os
import time
from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mentor_tui.rules.alerts import alerts
from mentor_tui.rules.asat import known_at
from mentor_tui.rules.due import due
from mentor_tui.rules.facts import (
    Audit,
    Concern,
    GovernanceMeeting,
    Organisation,
    StrategicAction,
    Training,
)
from mentor_tui.rules.view import View
from tests.conformance.folder import organisation as read
from tests.organisations import invented
from tests.rules.make import action, case, days, follow_up, organisation, pairing, sessions

DAY = date(2026, 3, 2)
FACTS = [read(invented(seed, workers=15)) for seed in (11, 12)]


def test_an_end_that_came_later_is_blank_and_so_is_its_evidence() -> None:
    done = replace(
        action("A1", DAY - days(9), DAY, completed_on=DAY), evidence="EV", cancelled_on=DAY + days(1)
    )
    strategic = StrategicAction("SA", "X", DAY - days(9), DAY, DAY - days(9), completed_on=DAY, evidence="EV")
    facts = organisation(
        [pairing(ended_on=DAY, actions=[done])],
        [case(signed_off_on=DAY, closed_on=DAY)],
    )
    facts = replace(
        facts,
        strategic_actions=[strategic],
        training=[Training("W", "Fire", True, DAY, DAY + days(365))],
        staff={ref: replace(person, employment_end=DAY) for ref, person in facts.staff.items()},
    )
    before, on = known_at(facts, DAY - days(1)), known_at(facts, DAY)
    assert before.pairings[0].ended_on is None
    assert on.pairings[0].ended_on == DAY
    earlier, then = before.pairings[0].actions[0], on.pairings[0].actions[0]
    assert (earlier.completed_on, earlier.evidence, earlier.cancelled_on) == (None, None, None)
    assert (then.completed_on, then.evidence, then.cancelled_on) == (DAY, "EV", None)
    assert (before.cases[0].signed_off_on, before.cases[0].closed_on) == (None, None)
    assert (on.cases[0].signed_off_on, on.cases[0].closed_on) == (DAY, DAY)
    assert before.strategic_actions[0].evidence is None
    assert on.strategic_actions[0].evidence == "EV"
    assert before.training[0].completed_on is None
    assert on.training[0].completed_on == DAY
    assert all(person.employment_end is None for person in before.staff.values())
    assert all(person.employment_end == DAY for person in on.staff.values())


def test_a_record_counts_from_its_day_of_recording_and_only_with_its_parent() -> None:
    held = sessions((DAY, 5))
    late = replace(pairing(held=held), recorded_on=DAY + days(3))
    assert known_at(organisation([late]), DAY + days(2)).pairings == []
    assert len(known_at(organisation([late]), DAY + days(3)).pairings[0].sessions) == 1
    recorded_late = [replace(held[0], recorded_on=DAY + days(1))]
    facts = organisation([pairing(held=recorded_late)])
    assert known_at(facts, DAY).pairings[0].sessions == []


def test_what_has_no_day_of_recording_counts_from_its_own() -> None:
    facts = Organisation(
        concerns=[Concern("W", DAY)],
        audits=[Audit("C1", "2026-01", DAY)],
        meetings=[GovernanceMeeting("board", DAY)],
    )
    before = known_at(facts, DAY - days(1))
    assert (list(before.concerns), list(before.audits)) == ([], [])
    # The governance calendar is a plan: a date ahead is known.
    assert len(before.meetings) == 1


def test_records_of_one_day_keep_their_order() -> None:
    same_day = [follow_up(DAY, "blocked"), follow_up(DAY, "delivered"), follow_up(DAY - days(1))]
    known = known_at(organisation(cases=[case(follow_ups=same_day)]), DAY)
    assert [each.status for each in known.cases[0].follow_ups] == ["in_progress", "blocked", "delivered"]


@settings(max_examples=25, deadline=None)
@given(st.sampled_from(FACTS), st.integers(0, 400), st.integers(0, 200))
def test_knowing_is_monotone(facts: Organisation, back: int, more: int) -> None:
    early = date(2026, 6, 30) - timedelta(days=back)
    late = early + timedelta(days=more)
    then, now = known_at(facts, early), known_at(facts, late)
    # Looking back from later gives what was known, and nothing that was known is forgotten.
    assert known_at(now, early) == then
    assert {pairing.ref for pairing in then.pairings} <= {pairing.ref for pairing in now.pairings}
    sessions_now = {s.ref for pairing in now.pairings for s in pairing.sessions}
    assert {s.ref for pairing in then.pairings for s in pairing.sessions} <= sessions_now
    assert known_at(then, early) == then
    assert known_at(then, late) == then


@settings(max_examples=15, deadline=None)
@given(st.sampled_from(FACTS), st.integers(0, 300))
def test_alerts_and_lists_look_only_at_what_was_known(facts: Organisation, back: int) -> None:
    day = date(2026, 6, 30) - timedelta(days=back)
    assert alerts(known_at(facts, day), day) == alerts(facts, day)
    assert due(known_at(facts, day), day) == due(facts, day)
    references = [alert.reference for alert in alerts(facts, day)]
    assert len(references) == len(set(references))


@pytest.mark.skipif(not hasattr(time, "tzset"), reason="this platform cannot change its time zone")
@pytest.mark.parametrize("day", [date(2026, 3, 29), date(2025, 10, 26), date(2026, 2, 28)])
def test_alerts_and_lists_are_the_same_everywhere(day: date) -> None:
    answers = []
    before = os.environ.get("TZ")
    try:
        for zone in ("UTC", "America/Los_Angeles", "Pacific/Auckland"):
            os.environ["TZ"] = zone
            time.tzset()
            answers.append((alerts(FACTS[0], day), due(FACTS[0], day)))
    finally:
        if before is None:
            del os.environ["TZ"]
        else:
            os.environ["TZ"] = before
        time.tzset()
    assert answers[0] == answers[1] == answers[2]


def test_slots_counted_elsewhere_give_the_same_alerts() -> None:
    day = date(2026, 6, 30)
    view = View(FACTS[0], day)
    months = view.complete_months_newest_first[:6]
    counted = {
        (service, month): view.tally(service, month) for service in FACTS[0].services for month in months
    }
    assert alerts(FACTS[0], day, counted) == alerts(FACTS[0], day)
