"""Pathway B through the office: who may, and what nobody may: vague plans, early closing, support without evidence."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from mentor_tui import records
from mentor_tui.access import Actor
from mentor_tui.declare import Record
from mentor_tui.office import Change, Conflict, Invalid, NotAllowed, Refused
from mentor_tui.store import journal
from tests.office.conftest import ADMINISTRATOR, TODAY, House
from tests.reasons import latest_reason

DAY = timedelta(days=1)


def plan(house: House, **values: Any) -> Change:
    stated: dict[str, Any] = {
        "staff_id": house.mentee,
        "risk_identified_on": TODAY - 2 * DAY,
        "planned_on": TODAY,
        "confidence_score": 5,
        "supervision_concerns": 0,
        "attendance_percent": 84.0,
        "at_risk_of_resigning": True,
        "aim": "Confidence from 5 to 8, no shift missed",
        "aim_by": date(2026, 6, 30),
        "mentor_id": house.mentor,
    }
    return Change(records.CASE, stated | values)


def meeting(case: str, **values: Any) -> Change:
    stated: dict[str, Any] = {
        "case_id": case,
        "held_on": TODAY,
        "barrier": "Never sure of the rota",
        "focus_area": "Planning the week",
        "next_session_on": TODAY + 7 * DAY,
    }
    return Change(records.SUPPORT_MEETING, stated | values)


def update(case: str, **values: Any) -> Change:
    stated: dict[str, Any] = {
        "case_id": case,
        "shadowing_hours": 6.0,
        "training_module": "Medication",
        "reassessment_on": TODAY + 21 * DAY,
    }
    return Change(records.PATHWAY_UPDATE, stated | values)


def follow_up(case: str, **values: Any) -> Change:
    stated: dict[str, Any] = {"case_id": case, "followed_up_on": TODAY, "status": "in_progress"}
    return Change(records.FOLLOW_UP, stated | values)


def review(case: str, **values: Any) -> Change:
    stated: dict[str, Any] = {
        "case_id": case,
        "reviewed_on": TODAY,
        "confidence_score": 7,
        "attendance_percent": 90.0,
        "at_risk_of_resigning": False,
        "decision": "continue",
    }
    return Change(records.IMPACT_REVIEW, stated | values)


@pytest.fixture
def as_rm(house: House) -> Actor:
    return house.actor(house.manager, "registered_manager")


@pytest.fixture
def as_ld(house: House) -> Actor:
    return house.actor(house.manager, "ld_lead")


@pytest.fixture
def case(house: House, as_rm: Actor) -> str:
    """An open case of the mentee."""
    return house.office.save(as_rm, plan(house)).ids[0]


def past(house: House, *changes: Change) -> tuple[str, ...]:
    """What happened before, as an import states it."""
    with house.office.batch(ADMINISTRATOR, history=True) as batch:
        return tuple(batch.add(change) for change in changes)


def older(house: House, *reviews: tuple[int, float], signed: bool = True) -> str:
    """A case of two months ago with its impact reviews, one a month."""
    planned = TODAY - 70 * DAY
    (key,) = past(
        house,
        plan(
            house,
            case_id="C1",
            risk_identified_on=planned,
            planned_on=planned,
            recorded_on=planned,
            signed_off_on=planned + 7 * DAY if signed else None,
        ),
    )
    for month, (score, attendance) in enumerate(reviews, 1):
        on = planned + 28 * DAY * month
        past(
            house,
            review(
                key, reviewed_on=on, confidence_score=score, attendance_percent=attendance, recorded_on=on
            ),
        )
    return key


def refused(house: House, actor: Actor, *changes: Change) -> list[tuple[str, str]]:
    """The faults with which the changes are refused; nothing is changed by them."""
    before = (
        len(house.store.rows("SELECT id FROM journal")),
        house.store.rows("SELECT * FROM targeted_case"),
    )
    with pytest.raises(Invalid) as found:
        house.office.save(actor, *changes)
    after = (len(house.store.rows("SELECT id FROM journal")), house.store.rows("SELECT * FROM targeted_case"))
    assert before == after
    return [(fault.field, fault.message) for fault in found.value.faults]


# -- who -------------------------------------------------------------------------------------------------

_WRITERS: dict[str, set[str]] = {
    "risk": {"registered_manager"},
    "case": {"registered_manager"},
    "support_meeting": set(),
    "pathway_update": {"ld_lead"},
    "follow_up": {"hr_coordinator"},
    "impact_review": {"registered_manager"},
}
_ROLES = (
    "mentor",
    "mentee",
    "hr_coordinator",
    "line_manager",
    "operations_manager",
    "registered_manager",
    "ld_lead",
    "data_analyst",
    "hr_business_partner",
    "director_of_people",
    "board_quality_lead",
    "administrator",
)


@pytest.mark.parametrize("role", _ROLES)
def test_every_role_records_what_is_theirs_alone(house: House, case: str, role: str) -> None:
    other = past(
        house,
        Change(
            records.STAFF,
            {
                "staff_id": "X1",
                "name": "Pat Quill",
                "service_id": house.service,
                "job_role": "Clerk",
                "employment_start": date(2019, 1, 7),
            },
        ),
    )[0]
    somebody = house.actor(other, role)
    made: dict[str, Change] = {
        "risk": Change(records.RISK, {"staff_id": house.mentee, "identified_on": TODAY}),
        "case": plan(house, staff_id=house.manager, mentor_id=house.mentor),
        "support_meeting": meeting(case),
        "pathway_update": update(case),
        "follow_up": follow_up(case),
        "impact_review": review(case),
    }
    for name, change in made.items():
        if role in _WRITERS[name]:
            house.office.save(somebody, change)
        else:
            with pytest.raises(NotAllowed):
                house.office.save(somebody, change)
    elsewhere = Actor(other, "X1", "Pat", house.other_service, house.actor(other).holdings)
    with pytest.raises(NotAllowed):
        house.office.save(elsewhere, follow_up(case))


def test_the_mentor_of_the_case_alone_writes_its_meetings(house: House, case: str) -> None:
    house.office.save(house.as_mentor, meeting(case))
    with pytest.raises(NotAllowed):
        house.office.save(house.actor(house.manager, "mentor"), meeting(case))
    with pytest.raises(NotAllowed):
        house.office.save(house.actor(house.mentee, "mentee"), meeting(case))


def test_the_line_manager_says_that_there_is_a_risk(house: House) -> None:
    risk = Change(records.RISK, {"staff_id": house.mentee, "identified_on": TODAY, "why": "Wants to leave"})
    house.office.save(house.actor(house.manager, "line_manager"), risk)
    with pytest.raises(Refused):
        house.office.save(house.actor(house.mentor, "line_manager"), risk)


# -- the plan --------------------------------------------------------------------------------------------


def test_one_case_after_another(house: House, case: str, as_rm: Actor) -> None:
    assert refused(house, as_rm, plan(house))[0][0] == "staff_id"
    house.office.save(
        as_rm, Change(records.CASE, {"closed_on": TODAY, "close_reason": "transferred"}, case, reason="Moved")
    )
    house.office.save(as_rm, plan(house))
    assert house.store.value("SELECT count(*) FROM targeted_case") == 2


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"risk_identified_on": TODAY, "planned_on": TODAY - DAY}, "risk_identified_on"),
        ({"mentor_id": None}, "mentor_id"),
        ({"aim": None}, "aim"),
        ({"confidence_score": None}, "confidence_score"),
        ({"attendance_percent": None}, "attendance_percent"),
        ({"at_risk_of_resigning": None}, "at_risk_of_resigning"),
        ({"confidence_score": 11}, "confidence_score"),
        ({"closed_on": TODAY, "close_reason": "improved"}, "closed_on"),
        ({"closed_on": TODAY}, "close_reason"),
        ({"signed_off_on": TODAY}, "signed_off_on"),
    ],
)
def test_a_plan_that_is_not_right(house: House, as_rm: Actor, values: dict[str, Any], field: str) -> None:
    assert field in [name for name, _ in refused(house, as_rm, plan(house, **values))]


def test_nobody_mentors_themselves_or_after_leaving(house: House, as_rm: Actor) -> None:
    assert refused(house, as_rm, plan(house, mentor_id=house.mentee)) == [
        ("mentor_id", "nobody mentors themselves; choose another mentor")
    ]
    past(house, Change(records.STAFF, {"employment_end": TODAY - DAY}, house.mentor))
    assert refused(house, as_rm, plan(house)) == [("mentor_id", "this mentor has left; choose another")]


def test_a_corrected_baseline_says_why(house: House, as_rm: Actor) -> None:
    past(
        house,
        Change(
            records.SESSION,
            {
                "session_id": "SE1",
                "pairing_id": house.pairing,
                "held_on": TODAY - 3 * DAY,
                "confidence_score": 6,
                "top_support_issue": "Rota",
                "recorded_on": TODAY - 3 * DAY,
            },
        ),
    )
    (fault,) = refused(house, as_rm, plan(house))
    assert fault == (
        "corrected_because",
        "latest confidence score differs from the registers (6): say why",
    )
    house.office.save(as_rm, plan(house, confidence_score=6))
    (case,) = house.store.rows("SELECT id FROM targeted_case")[0]
    (fault,) = refused(house, as_rm, review(case))
    assert fault[0] == "corrected_because"
    house.office.save(as_rm, review(case, corrected_because="Asked again today"))


def test_a_correction_of_a_plan_needs_its_reason_and_sees_the_other_editor(
    house: House, case: str, as_rm: Actor
) -> None:
    another = Change(records.CASE, {"aim": "Confidence to 9"}, case, seen=1)
    assert refused(house, as_rm, another)[0][0] == "reason"
    house.office.save(
        as_rm, Change(records.CASE, {"aim": "Confidence to 7"}, case, seen=1, reason="Agreed again")
    )
    with pytest.raises(Conflict):
        house.office.save(as_rm, Change(records.CASE, another.values, case, seen=1, reason="Mine"))


# -- sign-off --------------------------------------------------------------------------------------------


def test_a_vague_plan_is_not_signed_off_and_each_part_is_named(
    house: House, as_rm: Actor, as_ld: Actor
) -> None:
    case = house.office.save(as_rm, plan(house, aim_by=None)).ids[0]
    sign = Change(records.CASE, {"signed_off_on": TODAY}, case)
    assert [message for _, message in refused(house, as_rm, sign)] == [
        "No support meeting is recorded yet.",
        "No pathway update is recorded yet.",
        "The aim has no date by which it should be reached.",
    ]
    house.office.save(house.as_mentor, meeting(case))
    house.office.save(as_ld, update(case))
    assert [message for _, message in refused(house, as_rm, sign)] == [
        "The aim has no date by which it should be reached."
    ]
    # What is missing may come with the signature.
    house.office.save(as_rm, Change(records.CASE, {"aim_by": TODAY + 60 * DAY, "signed_off_on": TODAY}, case))
    assert house.store.value("SELECT signed_off_on FROM targeted_case") == TODAY.isoformat()
    assert list(journal.verify(house.store)) == []


def test_the_registered_manager_alone_signs_off(house: House, case: str, as_ld: Actor) -> None:
    house.office.save(house.as_mentor, meeting(case))
    house.office.save(as_ld, update(case))
    sign = Change(records.CASE, {"signed_off_on": TODAY}, case)
    for actor in (house.as_mentor, as_ld, house.as_hr, house.actor(house.manager, "line_manager")):
        with pytest.raises(NotAllowed):
            house.office.save(actor, sign)


# -- what follows ----------------------------------------------------------------------------------------


def test_the_next_session_comes_after_this_one(house: House, case: str) -> None:
    assert refused(house, house.as_mentor, meeting(case, next_session_on=TODAY))[0][0] == "next_session_on"
    for name in ("barrier", "focus_area", "next_session_on"):
        assert refused(house, house.as_mentor, meeting(case, **{name: None}))[0][0] == name


def test_delivered_support_has_evidence(house: House, case: str) -> None:
    hr = house.as_hr
    assert refused(house, hr, follow_up(case, status="delivered"))[0][0] == "evidence_reference"
    saved = house.office.save(hr, follow_up(case, status="delivered", evidence_reference="EV-3"))
    gone = Change(records.FOLLOW_UP, {"evidence_reference": None}, saved.ids[0], reason="Lost")
    assert refused(house, hr, gone)[0][0] == "evidence_reference"


def test_what_comes_of_a_pathway_update_is_filled_in_without_a_reason(
    house: House, case: str, as_ld: Actor
) -> None:
    key = house.office.save(as_ld, update(case)).ids[0]
    house.office.save(
        as_ld,
        Change(
            records.PATHWAY_UPDATE, {"shadowing_delivered": 6.0, "reassessment_result": "Safe alone"}, key
        ),
    )
    assert (
        refused(house, as_ld, Change(records.PATHWAY_UPDATE, {"shadowing_hours": 8.0}, key))[0][0] == "reason"
    )


def test_amending_and_closing_say_why(house: House, case: str, as_rm: Actor) -> None:
    assert refused(house, as_rm, review(case, decision="amend")) == [
        ("reason", "say what changes in the plan")
    ]
    assert ("reason", "say why the case closes") in refused(house, as_rm, review(case, decision="close"))


# -- closing ---------------------------------------------------------------------------------------------


def close(case: str, why: str = "improved") -> Change:
    return Change(records.CASE, {"closed_on": TODAY, "close_reason": why}, case, reason="As reviewed")


@pytest.mark.parametrize(
    "reviews",
    [
        (),
        ((8, 90.0),),
        ((8, 90.0), (5, 90.0)),
        ((8, 90.0), (8, 83.9)),
        ((5, 90.0), (8, 90.0)),
    ],
)
def test_a_case_is_not_closed_as_improved_early(
    house: House, as_rm: Actor, reviews: tuple[tuple[int, float], ...]
) -> None:
    case = older(house, *reviews)
    (fault,) = refused(house, as_rm, close(case))
    assert fault[0] == "close_reason"
    assert fault[1].startswith("Improvement is not sustained: the last 2 impact reviews must each show")


def test_a_case_closes_where_improvement_is_sustained(house: House, as_rm: Actor) -> None:
    case = older(house, (6, 84.0), (7, 90.0))
    house.office.save(as_rm, close(case))
    assert house.store.row("SELECT closed_on, close_reason FROM targeted_case") == ("2026-03-12", "improved")
    # Nothing is added to a closed case; what happened before its end may still be written down.
    tomorrow = Change(records.CASE, {"closed_on": TODAY - DAY}, case, reason="It was the day before")
    house.office.save(as_rm, tomorrow)
    assert refused(house, house.as_mentor, meeting(case))[0] == (
        "held_on",
        "this case is closed; a new risk makes a new case",
    )
    house.office.save(house.as_mentor, meeting(case, held_on=TODAY - 2 * DAY))


def test_the_review_that_shows_it_and_the_closing_are_one_save(house: House, as_rm: Actor) -> None:
    case = older(house, (7, 90.0))
    shown = review(case, decision="close", reason="Settled and confident")
    assert refused(house, as_rm, close(case), shown)[0][0] == "close_reason"  # closed before it is shown
    house.office.save(as_rm, shown, close(case))
    assert house.store.value("SELECT count(*) FROM impact_review WHERE decision = 'close'") == 1


def test_a_review_does_not_decide_to_close_what_has_not_improved(house: House, as_rm: Actor) -> None:
    case = older(house, (7, 90.0))
    flat = review(case, confidence_score=5, decision="close", reason="Enough")
    assert refused(house, as_rm, flat)[0][0] == "decision"
    # For another reason the case closes first, and its last review says so.
    house.office.save(as_rm, close(case, "long_term_absence"), flat)
    assert house.store.value("SELECT close_reason FROM targeted_case") == "long_term_absence"


def test_one_good_review_that_is_corrected_does_not_count_twice(house: House, as_rm: Actor) -> None:
    case = older(house, (8, 95.0))
    key = house.store.value("SELECT id FROM impact_review")
    change = Change(records.IMPACT_REVIEW, {"decision": "close", "reason": "Done"}, key, reason="Decided now")
    assert [name for name, _ in refused(house, as_rm, change)] == ["decision"]
    assert case


@pytest.mark.parametrize("why", ["left", "transferred", "long_term_absence", "other"])
def test_another_reason_closes_and_stays(house: House, case: str, as_rm: Actor, why: str) -> None:
    house.office.save(as_rm, close(case, why))
    assert house.store.value("SELECT close_reason FROM targeted_case") == why
    reopened = Change(records.CASE, {"closed_on": None, "close_reason": None}, case, reason="Hide it")
    assert refused(house, as_rm, reopened) == [
        ("closed_on", "a closed case stays closed; a new risk makes a new case")
    ]
    assert refused(house, as_rm, close(case))[0][0] == "close_reason"
    told = latest_reason(house.store)
    assert told == "As reviewed"


def test_an_action_of_a_case_is_confirmed_by_a_manager(house: House, case: str) -> None:
    action: dict[str, Any] = {
        "case_id": case,
        "need_identified_on": TODAY,
        "action": "Shadow two rounds",
        "owner_id": house.mentor,
        "review_on": TODAY + 14 * DAY,
    }
    key = house.office.save(house.as_mentor, Change(records.ACTION, action)).ids[0]
    confirm = Change(records.ACTION, {"confirmed_on": TODAY}, key)
    with pytest.raises(Invalid):
        house.office.save(house.as_mentor, confirm)
    house.office.save(house.as_manager, confirm)


def test_an_import_is_refused_what_is_impossible_alone(house: House) -> None:
    """History may say that a case closed early; it may not say that a follow-up belongs to no case."""
    case = older(house)
    past(house, close(case))
    bad: list[tuple[Record, dict[str, Any]]] = [
        (records.FOLLOW_UP, {"case_id": "nothing", "followed_up_on": TODAY, "status": "blocked"}),
        (records.IMPACT_REVIEW, dict(review(case).values) | {"reviewed_on": TODAY + DAY}),
    ]
    for record, values in bad:
        with pytest.raises(Invalid), house.office.batch(ADMINISTRATOR, history=True) as batch:
            batch.add(Change(record, values))
