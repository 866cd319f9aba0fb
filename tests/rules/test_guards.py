"""What is refused, with every missing part named."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from mentor_tui.policy import DEFAULT_POLICY
from mentor_tui.rules import guards
from mentor_tui.rules.facts import PathwayUpdate
from tests.rules.make import case, days, impact, meeting

DAY = date(2026, 6, 30)


def test_improvement_is_sustained_over_the_last_two_reviews() -> None:
    def sustained(*reviews: tuple[int, int]) -> bool:
        held = [impact(DAY + days(i), *review) for i, review in enumerate(reviews)]
        return guards.is_improvement_sustained(case(impact_reviews=held), DEFAULT_POLICY, DAY)

    # The plan says confidence 5 and attendance 80.
    assert not sustained()
    assert not sustained((9, 99))
    assert sustained((6, 80), (6, 80))
    assert not sustained((6, 80), (5, 80))
    assert not sustained((6, 79), (6, 80))
    assert sustained((1, 10), (6, 80), (7, 90))


def test_a_case_closes_when_things_improved_or_for_a_reason_that_stays() -> None:
    plain = case()
    assert "not sustained" in guards.close_faults(plain, "improved", DEFAULT_POLICY, DAY)[0]
    assert guards.close_faults(plain, "left", DEFAULT_POLICY, DAY) == []
    assert guards.close_faults(plain, None, DEFAULT_POLICY, DAY) != []
    assert guards.close_faults(plain, "bored", DEFAULT_POLICY, DAY) != []
    better = case(impact_reviews=[impact(DAY, 7, 90), impact(DAY, 7, 90)])
    assert guards.close_faults(better, "improved", DEFAULT_POLICY, DAY) == []
    assert guards.close_faults(case(closed_on=DAY), "left", DEFAULT_POLICY, DAY) != []


def test_a_vague_plan_is_not_signed_off() -> None:
    vague = replace(case(), aim="  ", aim_by=None)
    assert guards.sign_off_faults(vague, DAY) == [
        "No support meeting is recorded yet.",
        "No pathway update is recorded yet.",
        "The plan has no measurable aim: what should change, and by how much.",
        "The aim has no date by which it should be reached.",
    ]
    unfocused = replace(meeting(DAY, None), focus_area=None)
    met = case(meetings=[unfocused], updates=[PathwayUpdate(DAY)])
    assert guards.sign_off_faults(met, DAY) == [
        "No focus area is agreed.",
        "No date is agreed for the next support session.",
    ]
    ready = case(meetings=[meeting(DAY, DAY + days(7))], updates=[PathwayUpdate(DAY)])
    assert guards.sign_off_faults(ready, DAY) == []
    assert guards.sign_off_faults(replace(ready, signed_off_on=DAY), DAY) != []
    assert guards.sign_off_faults(ready, ready.planned_on - days(1)) != []


def test_what_is_done_needs_its_evidence() -> None:
    assert guards.follow_up_faults("delivered", " ") != []
    assert guards.follow_up_faults("delivered", "EV-1") == []
    assert guards.follow_up_faults("blocked", None) == []
    assert guards.executive_review_faults("complete", None) != []
    assert guards.executive_review_faults("at_risk", None) == []


def test_a_low_score_without_an_action_is_asked_about() -> None:
    assert guards.asks_for_action(5, has_action=False, policy=DEFAULT_POLICY, held_on=DAY)
    assert not guards.asks_for_action(5, has_action=True, policy=DEFAULT_POLICY, held_on=DAY)
    assert not guards.asks_for_action(6, has_action=False, policy=DEFAULT_POLICY, held_on=DAY)


def test_a_mentor_may_need_a_reason() -> None:
    def cautions(**changes: object) -> list[str]:
        asked = {
            "trained_on": DAY,
            "capacity": 3,
            "open_pairings": 2,
            "is_line_manager": False,
            "on": DAY,
        } | changes
        return guards.mentor_cautions(**asked)  # type: ignore[arg-type]

    assert cautions() == []
    assert cautions(trained_on=None) == cautions(trained_on=DAY + days(1)) != []
    assert cautions(open_pairings=3) == ["At capacity: 3 of 3 pairings."]
    assert cautions(capacity=None, open_pairings=9) == []
    assert cautions(is_line_manager=True) != []
