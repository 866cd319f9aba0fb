"""The mentor who fits best comes first, and the reasons are in words."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from mentor_tui.rules.fit import Fit, Mentee, MentorFacts, matching_expertise, rank

TODAY = date(2026, 3, 12)
MENTEE = Mentee("mentee", "ash", "Care worker", "boss", "Confident with medication on nights")
GOOD = MentorFacts("a", "Anna", "ash", "Ash Lodge", "Senior care worker", date(2025, 1, 1), 3, 1)


def names(mentors: list[MentorFacts], mentee: Mentee = MENTEE) -> list[str]:
    return [fit.mentor.name for fit in rank(mentee, mentors, TODAY)]


def only(mentor: MentorFacts, mentee: Mentee = MENTEE) -> Fit:
    [fit] = rank(mentee, [mentor], TODAY)
    return fit


def test_says_what_speaks_for_a_mentor() -> None:
    fit = only(replace(GOOD, expertise=("Medication", "Dementia"), job_role="Care Worker"))
    assert fit.reasons == (
        "Works in the same service", "Knows about Medication", "Same job role", "Room for 2 more",
    )  # fmt: skip
    assert fit.cautions == ()
    assert fit.load == "1 of 3"


def test_says_what_needs_a_reason() -> None:
    assert only(replace(GOOD, trained_on=None)).cautions == ("Mentor training is not done.",)
    assert only(replace(GOOD, trained_on=date(2026, 3, 13))).cautions == ("Mentor training is not done.",)
    assert only(replace(GOOD, pairings=3)).cautions == ("At capacity: 3 of 3 pairings.",)
    assert only(replace(GOOD, key="boss")).cautions == ("Line manager of this person.",)
    assert only(replace(GOOD, capacity=None, pairings=9)).cautions == ()


def test_trained_with_room_and_of_the_service_comes_first() -> None:
    here = replace(GOOD, name="Here")
    elsewhere = replace(GOOD, key="b", name="Elsewhere", service="oak", service_name="Oak House")
    knows = replace(elsewhere, key="c", name="Knows", expertise=("Night working", "medicines"))
    full = replace(GOOD, key="d", name="Full", pairings=3)
    untrained_and_full = replace(full, key="e", name="Neither", trained_on=None)
    assert names([untrained_and_full, full, elsewhere, knows, here]) == [
        "Here", "Knows", "Elsewhere", "Full", "Neither",
    ]  # fmt: skip


def test_of_equals_the_one_with_fewest_mentees_then_by_name() -> None:
    busy = replace(GOOD, key="b", name="Abel", pairings=2)
    idle = replace(GOOD, key="c", name="Zoë", pairings=0)
    twin = replace(GOOD, key="d", name="Ann")
    assert names([busy, GOOD, idle, twin]) == ["Zoë", "Ann", "Anna", "Abel"]


def test_nobody_mentors_themselves() -> None:
    assert names([replace(GOOD, key="mentee")]) == []


def test_expertise_is_found_by_beginnings_of_words() -> None:
    mentor = replace(GOOD, expertise=("Medicines", "Moving and handling", "Care"))
    assert matching_expertise(replace(MENTEE, wishes="medicine rounds, handling hoists"), mentor) == (
        "Medicines", "Moving and handling",
    )  # fmt: skip
    # A word that everybody here has is no expertise.
    assert matching_expertise(replace(MENTEE, wishes="care"), mentor) == ()


def test_a_service_of_nobody_is_not_the_same_service() -> None:
    fit = only(replace(GOOD, service=None, service_name=""), replace(MENTEE, service=None))
    assert "Works in the same service" not in fit.reasons
