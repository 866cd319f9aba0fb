"""The edges of each early warning and escalation, and the day from which it is said to hold."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from mentor_tui.calendar import Calendars
from mentor_tui.rules.alerts import alerts, board_escalation_status, of_service
from mentor_tui.rules.escalations import responsible_role, stays_listed
from mentor_tui.rules.facts import Concern, ExecutiveReview, Organisation, Staff, StrategicAction
from mentor_tui.rules.raised import Alert
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


def raised(facts: Organisation, day: date, code: str) -> list[Alert]:
    return [alert for alert in alerts(facts, day) if alert.code == code]


def codes(facts: Organisation, day: date) -> list[str]:
    return [alert.code for alert in alerts(facts, day)]


def test_one_missed_session_is_a_warning_and_two_are_an_escalation() -> None:
    # Slots due 12, 19, 26 January and 2 February, each open for two working days more.
    start = date(2026, 1, 5)
    facts = organisation([pairing(started_on=start, programme="new_starter")])
    assert codes(facts, date(2026, 1, 14)) == []
    warning = Alert("W1", "P1", "S1", date(2026, 1, 15), cycle=1)
    assert alerts(facts, date(2026, 1, 15)) == [warning]
    assert alerts(facts, date(2026, 1, 21)) == [warning]
    escalation = Alert("E1", "P1", "S1", date(2026, 1, 22), cycle=1)
    assert alerts(facts, date(2026, 1, 22)) == [escalation]
    assert raised(facts, date(2026, 2, 20), "E1") == [escalation]
    # To the end of the cycle after, 56 days from the start.
    assert escalation in alerts(facts, start + days(56))
    assert escalation not in alerts(facts, start + days(57))


def test_cycles_are_raised_apart_and_end_with_the_pairing() -> None:
    start = date(2026, 1, 5)
    facts = organisation([pairing(started_on=start, programme="new_starter")])
    day = start + days(50)
    assert [(a.code, a.cycle) for a in alerts(facts, day)] == [("E1", 1), ("W1", 2)]
    ended = organisation([pairing(started_on=start, programme="new_starter", ended_on=day)])
    assert codes(ended, day) == []
    assert codes(ended, day - days(1)) == ["E1", "W1"]


def test_confidence_that_does_not_rise() -> None:
    monday = date(2026, 2, 2)
    scores = [(monday, 7), (monday + days(7), 9), (monday + days(14), 7)]
    facts = organisation([pairing(held=sessions(*scores))])
    assert alerts(facts, monday + days(14)) == [Alert("W2", "P1", "S1", monday + days(14))]
    assert codes(facts, monday + days(13)) == []
    settled = [(monday, 9), (monday + days(7), 9), (monday + days(14), 8)]
    assert codes(organisation([pairing(held=sessions(*settled))]), monday + days(20)) == []


def test_sessions_of_one_day_are_taken_in_order_of_their_references() -> None:
    day = date(2026, 2, 2)
    first, second, third = sessions((day, 6), (day, 7), (day, 6))
    for held in ([first, second, third], [third, first, second]):
        assert codes(organisation([pairing(held=held)]), day) == ["W2"]
    rising = [replace(first, ref="b", confidence=5), replace(second, ref="a", confidence=4)]
    rising.append(replace(third, ref="c", confidence=6))
    assert "W2" not in codes(organisation([pairing(held=rising)]), day)


def test_actions_that_lag() -> None:
    day = date(2026, 6, 30)
    need = date(2026, 3, 1)
    on_the_edge = action("A1", need, day - days(89))
    done = [action(f"B{i}", need, day - days(i), completed_on=day - days(i)) for i in range(4)]
    facts = organisation([pairing(actions=[on_the_edge, *done])])
    assert raised(facts, day, "W3") == []  # four of five: 80% is not below 80%
    facts = organisation([pairing(actions=[on_the_edge, *done[:3]])])
    assert raised(facts, day, "W3") == [Alert("W3", "P1", "S1", day - days(89))]
    assert raised(facts, day + days(1), "W3") == []  # the window moves on
    one = organisation([pairing(actions=[on_the_edge])])
    assert raised(one, day, "W3") == []
    cancelled = action("A2", need, day, cancelled_on=day)
    assert raised(organisation([pairing(actions=[on_the_edge, cancelled])]), day, "W3") == []


def test_an_overdue_action_is_raised_even_after_the_pairing() -> None:
    late = action("A1", date(2026, 1, 5), date(2026, 2, 2), completed_on=date(2026, 3, 2))
    facts = organisation([pairing(ended_on=date(2026, 1, 20), actions=[late])])
    assert codes(facts, date(2026, 2, 2)) == []
    assert alerts(facts, date(2026, 2, 3)) == [Alert("E2", "A1", "S1", date(2026, 2, 3))]
    assert codes(facts, date(2026, 3, 1)) == ["E2"]
    assert codes(facts, date(2026, 3, 2)) == []


def test_support_without_gain() -> None:
    day = date(2026, 2, 5)
    unchanged = case(impact_reviews=[impact(day, 5, 81)])
    assert alerts(organisation(cases=[unchanged]), day) == [Alert("W4", "C1", "S1", day)]
    worse = case(impact_reviews=[impact(day, 5, 80)])
    assert alerts(organisation(cases=[worse]), day) == [Alert("E3", "C1", "S1", day)]
    better = case(impact_reviews=[impact(day, 5, 80), impact(day + days(30), 6, 70)])
    assert codes(organisation(cases=[better]), day + days(30)) == []
    closed = case(impact_reviews=[impact(day, 5, 80)], closed_on=day + days(1))
    assert codes(organisation(cases=[closed]), day + days(1)) == []


def test_concerns_about_one_person() -> None:
    day = date(2026, 6, 30)
    facts = organisation([pairing()])
    person = "mentee of P1"
    two = [Concern(person, day - days(41)), Concern(person, day)]
    assert alerts(replace(facts, concerns=two), day) == [Alert("W5", person, "S1", day)]
    assert alerts(replace(facts, concerns=two), day + days(1)) == []
    assert alerts(replace(facts, pairings=(), concerns=two), day) == []
    supported = organisation(cases=[case()])
    about = [Concern("person of C1", day), Concern("person of C1", day)]
    assert codes(replace(supported, concerns=about), day) == ["W5"]


def test_a_support_session_that_did_not_take_place() -> None:
    met = case(meetings=[meeting(date(2026, 3, 20), date(2026, 4, 2))])
    facts = organisation(cases=[met])
    # Two working days after Maundy Thursday: Easter Monday is none, so Wednesday.
    assert codes(facts, date(2026, 4, 8)) == []
    assert alerts(facts, date(2026, 4, 9)) == [Alert("W6", "C1", "S1", date(2026, 4, 9))]
    again = case(meetings=[*met.meetings, meeting(date(2026, 4, 9), date(2026, 4, 30))])
    assert codes(organisation(cases=[again]), date(2026, 4, 9)) == []


@pytest.mark.parametrize(
    ("follow_ups", "since"),
    [
        ([], date(2026, 1, 28)),  # fourteen days from sign-off and two working days more
        ([follow_up(date(2026, 1, 7))], date(2026, 1, 24)),  # one before sign-off counts too
        ([follow_up(date(2026, 1, 20))], date(2026, 2, 6)),
        ([follow_up(date(2026, 1, 20), "delivered")], date(2026, 1, 20)),
        ([follow_up(date(2026, 1, 20), "delivered", "EV-1")], date(2026, 2, 6)),
        ([follow_up(date(2026, 1, 14), "delivered"), follow_up(date(2026, 1, 20))], date(2026, 2, 6)),
    ],
)
def test_delivery_without_evidence_and_follow_ups_that_stop(follow_ups: list[object], since: date) -> None:
    signed = case(signed_off_on=date(2026, 1, 9), follow_ups=follow_ups)  # type: ignore[arg-type]
    facts = organisation(cases=[signed])
    assert raised(facts, since, "E4") == [Alert("E4", "C1", "S1", since)]
    assert raised(facts, since - days(1), "E4") == []
    assert raised(organisation(cases=[case(follow_ups=follow_ups)]), since, "E4") == []  # type: ignore[arg-type]


def test_a_service_below_the_threshold() -> None:
    # Nobody meets: every slot is missed, from the first month to the third.
    facts = organisation([pairing(f"P{i}", date(2026, 1, 5), programme="new_starter") for i in range(3)])
    assert raised(facts, date(2026, 1, 31), "W8") == []
    assert raised(facts, date(2026, 2, 27), "E5") == []
    assert raised(facts, date(2026, 2, 28), "E5") == [Alert("E5", "S1", "S1", date(2026, 3, 1))]
    april = alerts(facts, date(2026, 4, 30))
    # Nothing was due in April: the last two months are no longer both below, two of six still are.
    assert [a.code for a in april if a.subject == "S1"] == ["W8"]
    assert [a.code for a in alerts(facts, date(2026, 3, 31)) if a.subject == "organisation"] == ["W7"]


def test_the_board_hears_of_the_worst() -> None:
    day = date(2026, 6, 30)
    plain = StrategicAction("SA1", "X", date(2026, 1, 5), date(2026, 3, 31), date(2026, 1, 5))
    reviewed = replace(plain, reviews=[ExecutiveReview(date(2026, 6, 1), "at_risk", date(2026, 6, 3), "MIN")])
    facts = organisation()
    assert board_escalation_status(alerts(facts, day)) == "none"
    overdue = alerts(replace(facts, strategic_actions=[reviewed]), day)
    assert overdue == [Alert("W9", "SA1", None, date(2026, 4, 1))]
    assert board_escalation_status(overdue) == "watch"
    unevidenced = alerts(replace(facts, strategic_actions=[reviewed]), date(2026, 6, 2))
    assert unevidenced == [Alert("E6", "SA1", None, date(2026, 4, 1))]
    assert board_escalation_status(unevidenced) == "escalated"
    complete = replace(plain, completed_on=date(2026, 5, 1))
    assert codes(replace(facts, strategic_actions=[complete]), day) == ["E6"]
    proved = replace(complete, evidence="EV")
    assert codes(replace(facts, strategic_actions=[proved]), day) == []
    # Before the completion nobody knew of the evidence that came with it.
    assert codes(replace(facts, strategic_actions=[proved]), date(2026, 4, 30)) == ["E6"]


def test_reassurance_without_action() -> None:
    first, last = date(2026, 2, 2), date(2026, 2, 9)
    low = sessions((first, 5), (last, 4))
    assert codes(organisation([pairing(held=low)]), last) == ["W10"]
    since = action("A1", first, date(2026, 12, 1), cancelled_on=last)
    assert codes(organisation([pairing(held=low, actions=[since])]), last) == []
    before = action("A1", first - days(1), date(2026, 12, 1))
    assert codes(organisation([pairing(held=low, actions=[before])]), last) == ["W10"]
    assert codes(organisation([pairing(held=sessions((first, 5), (last, 6)))]), last) == []


def test_what_was_recorded_later_was_not_known() -> None:
    late = sessions((date(2026, 2, 2), 5), (date(2026, 2, 9), 5))
    late[1] = replace(late[1], recorded_on=date(2026, 2, 20))
    facts = organisation([pairing(held=late)])
    assert codes(facts, date(2026, 2, 19)) == []
    assert codes(facts, date(2026, 2, 20)) == ["W10"]


def test_a_transfer_leaves_alerts_where_they_began() -> None:
    mentee = Staff("mentee of P1", "S2", date(2025, 1, 6))
    facts = organisation([pairing(held=sessions((date(2026, 2, 2), 5), (date(2026, 2, 9), 5)))])
    assert [a.service for a in alerts(facts, date(2026, 2, 9))] == ["S1"]
    moved = replace(facts, staff={mentee.ref: mentee})
    assert [a.service for a in alerts(moved, date(2026, 2, 9))] == ["S2"]
    assert of_service(alerts(moved, date(2026, 2, 9)), "S1") == []


def test_alerts_are_sorted_as_text_and_written_as_the_page_says() -> None:
    start = date(2026, 1, 5)
    low = sessions((date(2026, 1, 6), 5), (date(2026, 1, 7), 5), (date(2026, 1, 8), 5))
    facts = organisation([pairing(started_on=start, programme="role_change", held=low)])
    found = alerts(facts, date(2026, 1, 22))
    assert [alert.code for alert in found] == ["W1", "W10", "W2"]
    assert found[0].as_json() == {
        "code": "W1",
        "name": "session_missed",
        "subject": "P1",
        "cycle": 1,
        "service": "S1",
        "since": "2026-01-22",
    }
    assert "cycle" not in found[1].as_json()
    assert found[0].reference == "W1@P1@1"
    assert found[1].reference == "W10@P1"


def test_an_escalation_is_handed_on_unless_somebody_answers() -> None:
    england = Calendars().of("england")
    since = date(2026, 3, 27)

    def role(on: date, acknowledged_on: date | None = None) -> str:
        return responsible_role("E1", since, on, england, 5, acknowledged_on)

    # Five working days over Easter: until Tuesday 7 April.
    assert role(date(2026, 4, 7)) == "line_manager"
    assert role(date(2026, 4, 8)) == "operations_manager"
    assert role(date(2026, 4, 8), date(2026, 4, 2)) == "line_manager"
    assert role(date(2026, 4, 20), date(2026, 4, 10)) == "operations_manager"
    with pytest.raises(KeyError):
        responsible_role("W1", since, since, england, 5)
    assert stays_listed(cause_holds=True, acknowledged=True)
    assert stays_listed(cause_holds=False, acknowledged=False)
    assert not stays_listed(cause_holds=False, acknowledged=True)
