"""What is on whose list, from when to when, and whether what was done was on time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

import pytest

from mentor_tui.calendar import Calendars, Period
from mentor_tui.policy import UPCOMING_DAYS, Policy, PolicyChange
from mentor_tui.rules import timing
from mentor_tui.rules.asat import known_at
from mentor_tui.rules.due import due, due_json
from mentor_tui.rules.facts import (
    Audit,
    ExecutiveReview,
    GovernanceMeeting,
    Organisation,
    PathwayUpdate,
    Review,
    Staff,
    StrategicAction,
)
from mentor_tui.rules.items import LIST_OF, DueItem
from tests.conformance.folder import organisation as read
from tests.oracle import Oracle
from tests.organisations import invented
from tests.rules.make import (
    action,
    case,
    days,
    follow_up,
    impact,
    meeting,
    organisation,
    pairing,
    sessions,
)

ENGLAND = Calendars().of("england")


def items(facts: Organisation, day: date, *kinds: str) -> list[DueItem]:
    return [item for item in due(facts, day) if item.kind in kinds]


def listed(facts: Organisation, day: date, *kinds: str) -> list[tuple[str, str, date, str]]:
    return [(i.kind, i.subject, i.due_on, str(i.state)) for i in items(facts, day, *kinds)]


def test_a_new_starter_waits_for_a_mentor() -> None:
    saturday = date(2026, 2, 28)
    starter = Staff("W1", "S1", saturday)
    facts = organisation(staff=[starter])
    monday = date(2026, 3, 2)
    assert listed(facts, monday - days(8), "A1") == []
    assert listed(facts, monday - days(7), "A1") == [("A1", "W1", monday, "upcoming")]
    assert listed(facts, monday, "A1") == [("A1", "W1", monday, "due")]
    assert listed(facts, saturday + days(179), "A1") == [("A1", "W1", monday, "overdue")]
    assert listed(facts, saturday + days(180), "A1") == []
    not_expected = organisation(staff=[replace(starter, mentoring_expected=False)])
    assert listed(not_expected, monday, "A1") == []
    left = organisation(staff=[replace(starter, employment_end=monday)])
    assert listed(left, monday, "A1") == [("A1", "W1", monday, "due")]
    assert listed(left, monday + days(1), "A1") == []
    paired = replace(facts, pairings=[replace(pairing(programme="new_starter"), mentee="W1")])
    assert listed(paired, monday, "A1") == []
    informal = replace(facts, pairings=[replace(pairing(), mentee="W1")])
    assert listed(informal, monday, "A1") == [("A1", "W1", monday, "due")]


def test_how_early_an_item_shows_is_policy() -> None:
    starter = Staff("W1", "S1", date(2026, 3, 2))
    policy = Policy([PolicyChange(UPCOMING_DAYS, 14, date(2026, 2, 16))])
    facts = organisation(staff=[starter], policy=policy)
    assert listed(facts, date(2026, 2, 16), "A1") == [("A1", "W1", date(2026, 3, 2), "upcoming")]


def test_sessions_are_listed_until_their_window_ends() -> None:
    start = date(2026, 1, 5)
    facts = organisation([pairing(started_on=start, programme="new_starter")])
    assert listed(facts, start, "A2") == [("A2", "P1", date(2026, 1, 12), "upcoming")]
    first = items(facts, date(2026, 1, 14), "A2")
    assert [(item.slot, str(item.state)) for item in first] == [(1, "overdue"), (2, "upcoming")]
    assert (first[0].person, first[0].role, first[0].service) == ("mentor", "mentor", "S1")
    assert [item.slot for item in items(facts, date(2026, 1, 15), "A2")] == [2]
    held = sessions((date(2026, 1, 13), 6))
    kept = organisation([pairing(started_on=start, programme="new_starter", held=held)])
    assert [item.slot for item in items(kept, date(2026, 1, 13), "A2")] == [2]
    assert listed(organisation([pairing()]), start + days(7), "A2") == []


def test_the_week_four_review() -> None:
    start = date(2026, 1, 5)
    new = pairing(started_on=start, programme="new_starter")
    facts = organisation([new])
    week_four = date(2026, 2, 2)
    assert listed(facts, week_four, "A3") == [("A3", "P1", week_four, "due")]
    assert listed(facts, week_four + days(200), "A3") == [("A3", "P1", week_four, "overdue")]
    early = replace(new, reviews=[Review(start + days(20), start + days(20))])
    assert listed(organisation([early]), week_four, "A3") == [("A3", "P1", week_four, "due")]
    reviewed = replace(new, reviews=[Review(start + days(21), start + days(21))])
    assert listed(organisation([reviewed]), week_four, "A3") == []
    ended = replace(new, ended_on=week_four)
    assert listed(organisation([ended]), week_four, "A3") == []
    managed = Staff("mentee of P1", "S1", start, line_manager="LM")
    assert items(organisation([new], staff=[managed]), week_four, "A3")[0].person == "LM"


def test_actions_are_their_owners() -> None:
    open_one = action("A1", date(2026, 1, 5), date(2026, 2, 2))
    done = action("A2", date(2026, 1, 5), date(2026, 2, 2), completed_on=date(2026, 1, 30))
    facts = organisation([pairing(actions=[open_one, done])])
    assert listed(facts, date(2026, 1, 25), "A4") == []
    assert listed(facts, date(2026, 2, 3), "A4") == [("A4", "A1", date(2026, 2, 2), "overdue")]
    assert items(facts, date(2026, 2, 3), "A4")[0].person == "owner"
    assert len(items(facts, date(2026, 1, 29), "A4")) == 2


def test_a_review_that_asks_for_support_asks_for_a_plan() -> None:
    day = date(2026, 4, 2)  # Maundy Thursday
    asking = replace(pairing(programme="new_starter"), reviews=[Review(day, day, "targeted_support")])
    facts = organisation([asking])
    assert listed(facts, day, "B1") == [("B1", "mentee of P1", date(2026, 4, 9), "upcoming")]
    planned = replace(case(planned_on=date(2026, 4, 8)), staff="mentee of P1")
    assert listed(replace(facts, cases=[planned]), date(2026, 4, 7), "B1") != []
    assert listed(replace(facts, cases=[planned]), date(2026, 4, 8), "B1") == []
    earlier = replace(planned, recorded_on=date(2026, 1, 5), closed_on=day - days(1))
    assert listed(replace(facts, cases=[earlier]), day, "B1") != []


def test_what_an_open_case_waits_for() -> None:
    planned = date(2026, 3, 30)
    met = meeting(planned, date(2026, 4, 3))
    facts = organisation(cases=[case(planned_on=planned, meetings=[met])])
    assert listed(facts, date(2026, 4, 14), "B1S", "B2", "B3", "B4", "B5") == [
        ("B2", "C1", date(2026, 4, 3), "overdue"),
        ("B3", "C1", date(2026, 4, 8), "overdue"),
        ("B1S", "C1", date(2026, 4, 15), "upcoming"),
    ]
    signed = case(
        planned_on=planned,
        signed_off_on=date(2026, 4, 14),
        meetings=[met],
        updates=[PathwayUpdate(planned)],
    )
    assert listed(organisation(cases=[signed]), date(2026, 4, 28), "B1S", "B2", "B3", "B4", "B5") == [
        ("B2", "C1", date(2026, 4, 3), "overdue"),
        ("B4", "C1", date(2026, 4, 28), "due"),
        ("B5", "C1", date(2026, 4, 30), "upcoming"),
    ]


def test_follow_ups_are_due_a_fortnight_after_the_one_before() -> None:
    signed = case(
        signed_off_on=date(2026, 1, 9),
        follow_ups=[follow_up(date(2026, 1, 8)), follow_up(date(2026, 1, 26)), follow_up(date(2026, 2, 2))],
    )
    timings = timing.follow_ups(signed, ENGLAND, Policy(), None)
    assert [(t.due_on, t.words) for t in timings] == [
        (date(2026, 1, 23), "late"),
        (date(2026, 2, 9), "on time"),
        (date(2026, 2, 16), "not yet"),
    ]
    closed = replace(signed, closed_on=date(2026, 2, 9))
    assert [t.words for t in timing.follow_ups(closed, ENGLAND, Policy(), None)] == ["late"]
    left = timing.follow_ups(signed, ENGLAND, Policy(), date(2026, 2, 9))
    assert [t.words for t in left] == ["late", "on time"]
    after = replace(signed, follow_ups=[follow_up(date(2026, 2, 10))], closed_on=date(2026, 2, 9))
    assert [t.words for t in timing.follow_ups(after, ENGLAND, Policy(), None)] == ["not yet"]
    assert timing.follow_ups(case(), ENGLAND, Policy(), None) == []


def test_an_impact_review_a_month() -> None:
    # Months from the 31st: 28 February is a Saturday, so Monday 2 March; 31 March; 30 April.
    supported = case(planned_on=date(2026, 1, 31), impact_reviews=[impact(date(2026, 3, 3), 6, 85)])
    timings = timing.impact_reviews(supported, ENGLAND, date(2026, 5, 1), None)
    assert [(t.due_on, t.words) for t in timings] == [
        (date(2026, 3, 2), "not yet"),
        (date(2026, 3, 31), "on time"),
        (date(2026, 4, 30), "not yet"),
    ]
    facts = organisation(cases=[supported])
    # The review of 3 March is that of the second month: the first, missed, stays the newest unanswered.
    assert listed(facts, date(2026, 3, 2), "B5") == [("B5", "C1", date(2026, 3, 2), "due")]
    assert listed(facts, date(2026, 3, 10), "B5") == [("B5", "C1", date(2026, 3, 2), "overdue")]
    assert listed(facts, date(2026, 4, 24), "B5") == [("B5", "C1", date(2026, 4, 30), "upcoming")]
    nobody = organisation(cases=[case(planned_on=date(2026, 1, 31))])
    assert listed(nobody, date(2026, 4, 24), "B5") == [("B5", "C1", date(2026, 4, 30), "upcoming")]
    assert listed(nobody, date(2026, 4, 20), "B5") == [("B5", "C1", date(2026, 3, 31), "overdue")]


def test_a_leavers_case_is_listed_for_closing_and_nothing_else() -> None:
    left = date(2026, 2, 20)
    person = Staff("person of C1", "S1", date(2025, 1, 6), left)
    facts = organisation(cases=[case(signed_off_on=date(2026, 1, 9))], staff=[person])
    assert listed(facts, left - days(1), "B5C") == []
    assert listed(facts, left, "B5C") == [("B5C", "C1", left, "due")]
    after = [item.kind for item in due(facts, left + days(1)) if item.subject == "C1"]
    assert after == ["B5C"]
    closed = organisation(cases=[case(closed_on=left)], staff=[person])
    assert listed(closed, left + days(1), "B5C") == []


def governed(*meetings: tuple[str, date], audits: Sequence[Audit] = ()) -> Organisation:
    somebody = Staff("W1", "S1", date(2025, 1, 6), mentoring_expected=False)
    facts = organisation(staff=[somebody])
    return replace(facts, meetings=[GovernanceMeeting(*each) for each in meetings], audits=audits)


def test_a_months_audit_is_due_at_the_workforce_meeting() -> None:
    facts = governed(("workforce", date(2026, 4, 21)), ("workforce", date(2026, 4, 14)))
    may = {item.period: item for item in items(facts, date(2026, 5, 12), "A5")}
    # No meeting is set in May: the last working day. Three months after its day an audit leaves the list.
    assert {code: item.due_on for code, item in may.items()} == {
        "2026-01": date(2026, 2, 27),
        "2026-02": date(2026, 3, 31),
        "2026-03": date(2026, 4, 14),
    }
    assert "2026-04" in {item.period for item in items(facts, date(2026, 5, 22), "A5")}
    assert "2026-01" not in {item.period for item in items(facts, date(2026, 5, 28), "A5")}
    signed = governed(audits=[Audit("A5", "2026-03", date(2026, 4, 10), "S1")])
    assert "2026-03" in {item.period for item in items(signed, date(2026, 4, 9), "A5", "C1")}
    assert "2026-03" not in {item.period for item in items(signed, date(2026, 4, 28), "A5")}


def test_nothing_is_audited_before_anybody_worked_there() -> None:
    new = Staff("W1", "S1", date(2026, 4, 20), mentoring_expected=False)
    facts = organisation(staff=[new])
    assert {item.period for item in items(facts, date(2026, 5, 20), "A5", "C1", "C2")} == {"2026-04"}
    assert due(organisation(), date(2026, 5, 29)) == []


def test_oversight_follows_the_governance_calendar() -> None:
    facts = governed(("executive", date(2026, 5, 14)), ("board", date(2026, 5, 20)))
    day = date(2026, 5, 13)
    found = {(i.kind, i.period): i.due_on for i in items(facts, day, "C1", "C2", "C5")}
    assert found["C1", "2026-04"] == date(2026, 5, 1)
    assert found["C2", "2026-04"] == date(2026, 5, 13)
    assert found["C2", "2026-03"] == date(2026, 4, 29)  # no meeting: the day before the last working day
    assert found["C5", "2026-Q1"] == date(2026, 5, 20)
    assert found["C5", "2025-Q4"] == date(2026, 1, 30)
    assert all(i.subject == "organisation" and i.service is None for i in items(facts, day, "C1", "C2"))


def test_a_service_below_the_threshold_asks_for_an_intervention() -> None:
    missed = [pairing(f"P{i}", date(2026, 1, 5), programme="new_starter") for i in range(3)]
    facts = replace(organisation(missed), meetings=[GovernanceMeeting("executive", date(2026, 3, 19))])
    assert listed(facts, date(2026, 2, 27), "C3") == []
    # January and February were below: raised on 1 March, for the meeting of that month.
    assert listed(facts, date(2026, 3, 12), "C3") == [("C3", "S1", date(2026, 3, 19), "upcoming")]
    assert listed(replace(facts, meetings=()), date(2026, 3, 31), "C3") == [
        ("C3", "S1", date(2026, 3, 31), "due")
    ]
    before = StrategicAction("SA1", "X", date(2026, 2, 27), date(2026, 9, 1), date(2026, 2, 27), "S1")
    assert listed(replace(facts, strategic_actions=[before]), date(2026, 3, 19), "C3") != []
    approved = replace(before, approved_on=date(2026, 3, 19), recorded_on=date(2026, 3, 19))
    assert listed(replace(facts, strategic_actions=[approved]), date(2026, 3, 19), "C3") == []
    elsewhere = replace(approved, service="S2")
    assert listed(replace(facts, strategic_actions=[elsewhere]), date(2026, 3, 19), "C3") != []


def test_an_open_strategic_action_is_reviewed_every_fortnight() -> None:
    approved = date(2026, 3, 20)
    plain = StrategicAction("SA1", "X", approved, date(2026, 9, 1), approved)
    facts = replace(organisation(), strategic_actions=[plain])
    assert listed(facts, date(2026, 4, 1), "C4") == [("C4", "SA1", date(2026, 4, 7), "upcoming")]
    reviewed = replace(plain, reviews=[ExecutiveReview(date(2026, 4, 20), "on_track", date(2026, 4, 20))])
    facts = replace(facts, strategic_actions=[reviewed])
    assert listed(facts, date(2026, 5, 5), "C4") == [("C4", "SA1", date(2026, 5, 5), "due")]
    done = replace(reviewed, completed_on=date(2026, 5, 1))
    assert listed(replace(facts, strategic_actions=[done]), date(2026, 5, 5), "C4") == []


@pytest.mark.parametrize(
    ("line", "words"),
    [
        (timing.allocation(date(2026, 2, 28), date(2026, 3, 2), ENGLAND), "on time"),
        (timing.allocation(date(2026, 2, 28), date(2026, 3, 3), ENGLAND), "late"),
        (timing.same_working_day(date(2026, 4, 3), date(2026, 4, 7), ENGLAND), "on time"),
        (timing.same_working_day(date(2026, 4, 3), date(2026, 4, 8), ENGLAND), "late"),
        (timing.week_four_review(date(2026, 1, 5), date(2026, 2, 2), ENGLAND), "on time"),
        (timing.week_four_review(date(2026, 1, 5), None, ENGLAND), "not yet"),
        (timing.action_completion(date(2026, 1, 5), date(2026, 1, 6)), "late"),
        (timing.plan(date(2026, 4, 2), date(2026, 4, 9), ENGLAND), "on time"),
        (timing.support_session(date(2026, 4, 3), date(2026, 4, 9), ENGLAND), "late"),
        (timing.support_session(date(2026, 4, 3), date(2026, 4, 8), ENGLAND), "on time"),
        (timing.sign_off(date(2026, 3, 30), date(2026, 4, 15), ENGLAND), "on time"),
        (timing.signed(date(2026, 4, 1), date(2026, 4, 2)), "late"),
    ],
)
def test_late_is_not_never(line: timing.Timing, words: str) -> None:
    assert line.words == words
    assert line.on_time is (words == "on time")


@pytest.mark.parametrize("seed", range(6))
def test_follow_ups_and_impact_reviews_as_the_oracle_has_them(seed: int) -> None:
    facts = read(invented(seed, workers=60))
    for day in (date(2026, 3, 31), date(2026, 6, 30)):
        oracle = Oracle(facts, day)
        known = {case.ref: case for case in known_at(facts, day).cases}
        for one in oracle.cases:
            calendar, left = oracle.working_days(oracle.service_of(one)), oracle.left(one.staff)
            answers = timing.follow_ups(known[one.ref], calendar, facts.policy, left)
            expected = [(item.due, item.on_time) for item in oracle.follow_up_items(one)]
            assert [(t.due_on, t.on_time) for t in answers] == expected
            months = timing.impact_reviews(known[one.ref], calendar, day, left)
            due_by_now = [(i.due, i.on_time) for i in oracle.impact_items(one) if i.due <= day]
            assert [(t.due_on, t.on_time) for t in months] == due_by_now


def test_every_kind_is_met_and_written_as_the_page_says() -> None:
    found: dict[str, DueItem] = {}
    for seed in range(8):
        for item in due(read(invented(seed)), date(2026, 6, 30)):
            found.setdefault(item.kind, item)
    assert found.keys() == LIST_OF.keys()
    for kind, item in found.items():
        written = item.as_json()
        assert ("slot" in written) is (kind == "A2")
        assert ("period" in written) is (kind in {"A5", "C1", "C2", "C5"})
        if "period" in written:
            Period.parse(written["period"])
    day = date(2026, 6, 30)
    every = due_json(due(read(invented(3)), day), day)
    order = [(item["due_on"], item["kind"], item["subject"]) for item in every["items"]]
    assert order == sorted(order)
    assert every["as_at"] == "2026-06-30"
