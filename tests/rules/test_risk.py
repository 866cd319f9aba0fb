"""The retention risk profile: every reason at its edge, two of them suggest support."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from fractions import Fraction

from mentor_tui.rules.facts import Attendance, Concern, Organisation, Staff, Training
from mentor_tui.rules.risk import RiskProfile, attendance_percent, in_words, risk_profiles, training_percent
from mentor_tui.rules.view import View
from tests.rules.make import days, organisation, pairing, sessions

DAY = date(2026, 6, 30)
PERSON = "mentee of P1"


def profiles(facts: Organisation) -> dict[str, RiskProfile]:
    return {profile.person: profile for profile in risk_profiles(View(facts, DAY))}


def kinds(facts: Organisation) -> list[str]:
    return [reason.kind for reason in profiles(facts)[PERSON].reasons]


def test_who_is_looked_at() -> None:
    new = Staff("new", "S1", DAY - days(179))
    old = Staff("old", "S1", DAY - days(180))
    coming = Staff("coming", "S1", DAY + days(1))
    gone = Staff("gone", "S1", DAY - days(20), DAY - days(1))
    facts = organisation([pairing()], staff=[new, old, coming, gone])
    assert profiles(facts).keys() == {PERSON, "new"}


def test_confidence() -> None:
    first, second = DAY - days(14), DAY - days(7)
    assert kinds(organisation([pairing(held=sessions((second, 6)))])) == []
    assert kinds(organisation([pairing(held=sessions((second, 5)))])) == ["confidence"]
    assert kinds(organisation([pairing(held=sessions((first, 9), (second, 8)))])) == []
    fallen = profiles(organisation([pairing(held=sessions((first, 9), (second, 7)))]))[PERSON]
    assert [reason.words for reason in fallen.reasons] == ["confidence fell from 9 to 7"]
    assert len(fallen.reasons[0].evidence) == 2
    assert not fallen.is_suggested


def test_two_reasons_suggest_support() -> None:
    facts = organisation([pairing(held=sessions((DAY - days(7), 4)))])
    weeks = [Attendance(PERSON, DAY - days(7), 9, 8)]
    profile = profiles(replace(facts, attendance=weeks))[PERSON]
    assert [reason.words for reason in profile.reasons] == [
        "latest confidence is 4 out of 10",
        "attendance over six weeks is 88.9%",
    ]
    assert profile.is_suggested
    assert profile.service == "S1"


def test_alerts_are_reasons() -> None:
    concerned = replace(organisation([pairing()]), concerns=[Concern(PERSON, DAY), Concern(PERSON, DAY)])
    assert kinds(concerned) == ["W5"]
    missed = organisation([pairing(started_on=DAY - days(40), programme="new_starter")])
    assert kinds(missed) == ["E1"]
    static = [(DAY - days(14), 7), (DAY - days(7), 7), (DAY, 7)]
    assert kinds(organisation([pairing(held=sessions(*static))])) == ["W2"]


def test_attendance_over_six_weeks() -> None:
    weeks = [Attendance("W", DAY - days(42), 5, 0), Attendance("W", DAY - days(41), 5, 4)]
    assert attendance_percent(weeks, DAY) == 80
    assert attendance_percent([Attendance("W", DAY, 0, 0)], DAY) is None
    assert attendance_percent([], DAY) is None
    assert in_words(Fraction(1225, 14)) == "87.5%"
    assert in_words(Fraction(8755, 100)) == "87.6%"


def test_training_that_is_mandatory_and_in_date() -> None:
    courses = [
        Training("W", "Fire", True, DAY - days(400), DAY - days(1)),
        Training("W", "Fire", True, DAY - days(30), DAY),
        Training("W", "Medication", True, DAY - days(400), DAY - days(1)),
        Training("W", "Knitting", False),
    ]
    assert training_percent(courses, DAY) == 50
    assert training_percent(courses, DAY + days(1)) == 0
    assert training_percent(courses[3:], DAY) is None
