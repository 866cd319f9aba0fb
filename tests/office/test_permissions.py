"""Who completes which record: every role against every record, through the office (people.md, records.md).

A record or a role that is new and not in the table fails here.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest

from mentor_tui import records
from mentor_tui.declare import Record
from mentor_tui.office import Change, Invalid, NotAllowed
from mentor_tui.records.registers import ROLES
from tests.office.conftest import ADMINISTRATOR, TODAY, House

#: record: the roles that make it. An owner of an action is no role; the administrator keeps the registers.
MAKES: dict[str, set[str]] = {
    "organisation": {"administrator"},
    "service": {"administrator"},
    "person": {"administrator"},
    "policy_change": {"administrator"},
    "calendar_day": {"administrator"},
    "list_word": {"administrator"},
    "meeting": {"administrator"},
    "staff": {"administrator", "hr_coordinator"},
    "placement": {"administrator", "hr_coordinator"},
    "mentor": {"administrator", "hr_coordinator"},
    "training": {"ld_lead"},
    "attendance": {"hr_coordinator", "line_manager", "registered_manager"},
    "observation": {"ld_lead", "line_manager", "registered_manager"},
    "concern": {"line_manager", "registered_manager"},
    "pairing": {"hr_coordinator"},
    "session": {"mentor"},
    "excusal": {"mentor", "line_manager", "registered_manager"},
    "goal": {"mentor", "mentee", "hr_coordinator"},
    "review": {"line_manager", "registered_manager"},
    "action": {"mentor", "line_manager", "registered_manager"},
    "audit:A5": {"operations_manager"},
    "audit:C1": {"data_analyst"},
    "audit:C2": {"hr_business_partner"},
    "audit:C5": {"board_quality_lead"},
    "risk": {"line_manager", "registered_manager"},
    "case": {"registered_manager"},
    "support_meeting": {"mentor"},
    "pathway_update": {"ld_lead"},
    "follow_up": {"hr_coordinator"},
    "impact_review": {"registered_manager"},
    "strategic_action": {"director_of_people"},
    "executive_review": {"hr_business_partner"},
    "chart_change": {"operations_manager", "data_analyst"},
    "raised_escalation": set(),
    "acknowledgement": {
        "line_manager",
        "operations_manager",
        "registered_manager",
        "hr_business_partner",
        "director_of_people",
        "board_quality_lead",
    },
}

#: a record that those who may make it can save as it stands
VALUES: dict[str, Callable[[House], dict[str, Any]]] = {
    "organisation": lambda _: {"one": 1, "name": "Care"},
    "service": lambda _: {"service_id": "S9", "name": "Ash"},
    "person": lambda _: {"name": "Board Member"},
    "policy_change": lambda _: {"key": "grace_days", "value": "3", "from_on": TODAY, "reason": "Winter"},
    "calendar_day": lambda _: {"nation": "wales", "day": TODAY, "working": False, "reason": "Snow"},
    "list_word": lambda _: {"list": "support_issues", "word": "Nights"},
    "meeting": lambda _: {"kind": "board", "held_on": TODAY},
    "staff": lambda house: {
        "name": "New Person",
        "service_id": house.service,
        "job_role": "Care worker",
        "employment_start": TODAY,
    },
    "placement": lambda house: {"staff_id": house.mentee, "service_id": house.service, "until_on": TODAY},
    "mentor": lambda house: {"staff_id": house.mentee, "capacity": 1},
    "training": lambda house: {"staff_id": house.mentee, "course": "Fire", "mandatory": True},
    "attendance": lambda house: {
        "staff_id": house.mentee,
        "week_commencing": date(2026, 3, 2),
        "shifts_rostered": 5,
        "shifts_attended": 4,
    },
    "observation": lambda house: {"staff_id": house.mentee, "observed_on": TODAY, "score": 80},
    "concern": lambda house: {"staff_id": house.mentee, "raised_on": TODAY, "summary": "Late"},
    "pairing": lambda house: {
        "mentee_id": house.mentee,
        "mentor_id": house.mentor,
        "started_on": TODAY,
        "programme": "role_change",
        "why_this_mentor": "Knows her",
    },
    "session": lambda house: {
        "pairing_id": house.pairing,
        "held_on": TODAY,
        "confidence_score": 5,
        "top_support_issue": "Rota",
    },
    "excusal": lambda house: {"pairing_id": house.pairing, "slot": 6, "reason": "sickness"},
    "goal": lambda house: {"pairing_id": house.pairing, "goal": "Lead a round"},
    "review": lambda house: {
        "pairing_id": house.pairing,
        "reviewed_on": TODAY,
        "sessions_completed": 0,
        "outcome": "on_track",
    },
    "action": lambda house: {
        "pairing_id": house.pairing,
        "need_identified_on": TODAY,
        "action": "Shadow a round",
        "owner_id": house.mentor,
        "review_on": TODAY + timedelta(days=14),
    },
    "risk": lambda house: {"staff_id": house.mentee, "identified_on": TODAY},
    "case": lambda house: case(house),
    "support_meeting": lambda house: {
        "case_id": made_case(house),
        "held_on": TODAY,
        "barrier": "Rota",
        "focus_area": "Nights",
        "next_session_on": TODAY + timedelta(days=7),
    },
    "pathway_update": lambda house: {
        "case_id": made_case(house),
        "shadowing_hours": 6.0,
        "training_module": "Medication",
        "reassessment_on": TODAY + timedelta(days=30),
    },
    "follow_up": lambda house: {
        "case_id": made_case(house),
        "followed_up_on": TODAY,
        "status": "in_progress",
    },
    "impact_review": lambda house: {
        "case_id": made_case(house),
        "reviewed_on": TODAY,
        "confidence_score": 5,
        "attendance_percent": 90.0,
        "at_risk_of_resigning": False,
        "decision": "continue",
    },
    "strategic_action": lambda house: strategic(house),
    "executive_review": lambda house: {
        "strategic_action_id": made(house, records.STRATEGIC_ACTION, strategic(house)),
        "reviewed_on": TODAY,
        "status": "on_track",
    },
    "chart_change": lambda house: {
        "figure": "sessions_on_schedule",
        "service_id": house.service,
        "from_on": TODAY,
        "explanation": "New rotas",
    },
    "raised_escalation": lambda _: {"reference": "E2@A-1", "raised_on": TODAY},
    "acknowledgement": lambda _: {
        "reference": "E1:P1:1",
        "acknowledged_on": TODAY,
        "will_do": "Speak to her",
    },
}


def case(house: House) -> dict[str, Any]:
    return {
        "staff_id": house.mentee,
        "risk_identified_on": TODAY,
        "planned_on": TODAY,
        "confidence_score": 4,
        "supervision_concerns": 0,
        "attendance_percent": 90.0,
        "at_risk_of_resigning": True,
        "aim": "Confidence up by two",
        "mentor_id": house.mentor,
    }


def strategic(house: House) -> dict[str, Any]:
    return {
        "approved_on": TODAY,
        "intervention": "Protected time",
        "executive_owner_id": house.manager,
        "target_on": TODAY + timedelta(days=60),
        "success_measure": "On schedule from 70% to 90%",
    }


def made(house: House, record: Record, values: dict[str, Any]) -> str:
    with house.office.batch(ADMINISTRATOR, history=True) as batch:
        return batch.add(Change(record, values))


def made_case(house: House) -> str:
    return made(house, records.CASE, case(house))


def test_every_record_and_role_is_in_the_table() -> None:
    named = {name.partition(":")[0] for name in MAKES}
    assert named == {record.name for record in records.ALL}
    assert set().union(*MAKES.values()) <= {code for code, _ in ROLES}


@pytest.mark.parametrize("name", MAKES)
def test_each_record_is_made_by_its_roles_and_nobody_else(house: House, name: str) -> None:
    kind, _, audit = name.partition(":")
    record = records.BY_NAME[kind]
    if audit:
        period = "2025-Q4" if audit == "C5" else "2026-02"
        service = house.service if audit == "A5" else None
        values = {
            "kind": audit,
            "period": period,
            "service_id": service,
            "signed_on": TODAY,
            "comment": "Steady",
        }
        if audit == "C5":
            values |= {
                "board_escalation_status": "none",
                "figures": '{"figures": {"board_escalation_status": "none"}}',
            }
    else:
        values = VALUES[kind](house)
    makes = set()
    for role, _ in ROLES:
        # Each stands where the role stands: the pairing's mentor, the mentee, the mentee's line manager.
        person = {"mentor": house.mentor, "mentee": house.mentee}.get(role, house.manager)
        try:
            with house.office.batch(house.actor(person, role)) as batch:
                batch.add(Change(record, values))
                raise Undone
        except Undone:
            makes.add(role)
        except Invalid:
            # Of these roles the one does it on whose list the escalation is: that is asked after permission.
            if name == "acknowledgement":
                makes.add(role)
        except NotAllowed:
            pass
    assert makes == MAKES[name]


class Undone(Exception):
    """Takes a change back, so that the next role finds everything as it was."""


@pytest.mark.parametrize("name", ["review", "session", "concern", "pairing", "action", "case"])
def test_a_role_for_another_service_reaches_nothing_here(house: House, name: str) -> None:
    values = VALUES[name](house)
    for role, _ in ROLES:
        stranger = house.actor("somebody", f"{role}@S2")
        if role == "administrator":
            continue
        with pytest.raises(NotAllowed):
            house.office.save(stranger, Change(records.BY_NAME[name], values))
