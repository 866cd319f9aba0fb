"""A folder with one good row in every file, and the few lines that most tests of the exchange need."""

from __future__ import annotations

import csv
import json
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime
from pathlib import Path

from mentor_tui.access import Actor, Holding
from mentor_tui.exchange import FileFault, ImportFaults, ImportReport, import_folder
from mentor_tui.office import Office
from mentor_tui.store import database
from mentor_tui.store.database import Store

TODAY = date(2026, 6, 30)
ADMINISTRATOR = Actor("", "AD", "Ada Admin", None, (Holding("administrator", "*"),))
MENTOR = Actor("m", "ST-2", "Mo Mentor", None, (Holding("mentor", "s"),))

Rows = Sequence[Mapping[str, str]]

FIGURES = json.dumps({"period": "2026-05", "service": "S1", "as_at": "2026-05-31", "figures": {"open": 3}})

#: one good row in every file of the folder
FOLDER: dict[str, dict[str, str]] = {
    "organisation.csv": {"one": "1", "name": "Harbour Care"},
    "policy.csv": {"key": "grace_days", "value": "3", "from_on": "2026-06-01", "reason": "agreed"},
    "calendar.csv": {"nation": "england", "day": "2026-12-24", "working": "no", "reason": "closed"},
    "lists.csv": {"list": "support_issues", "word": "Night shifts", "in_use": "yes"},
    "services.csv": {
        "service_id": "S1",
        "name": "Oak House",
        "nation": "wales",
        "opened_on": "2015-01-01",
        "closed_on": "",
    },
    "people.csv": {"staff_id": "AD", "name": "Ada Admin", "roles": "administrator@*", "employment_end": ""},
    "staff.csv": {
        "staff_id": "ST-1",
        "name": "Nia New",
        "service_id": "S1",
        "job_role": "Care worker",
        "employment_start": "2026-04-01",
        "employment_end": "",
        "leaving_reason": "",
        "line_manager_id": "",
        "roles": "mentee",
        "mentoring": "expected",
        "service_from": "",
    },
    "placements.csv": {"staff_id": "ST-2", "service_id": "S1", "until_on": "2021-01-01"},
    "mentors.csv": {"staff_id": "ST-2", "trained_on": "2025-01-01", "capacity": "3", "expertise": "dementia"},
    "training.csv": {
        "staff_id": "ST-1",
        "course": "Medication",
        "mandatory": "yes",
        "completed_on": "2026-04-10",
        "expires_on": "2027-04-10",
    },
    "attendance.csv": {
        "staff_id": "ST-1",
        "week_commencing": "2026-05-04",
        "shifts_rostered": "5",
        "shifts_attended": "4",
    },
    "observations.csv": {
        "staff_id": "ST-1",
        "observed_on": "2026-05-06",
        "score": "80",
        "observer_id": "ST-2",
    },
    "concerns.csv": {
        "staff_id": "ST-1",
        "raised_on": "2026-05-07",
        "summary": "Late twice",
        "raised_by_id": "ST-2",
    },
    "pairings.csv": {
        "pairing_id": "P-1",
        "mentee_id": "ST-1",
        "mentor_id": "ST-2",
        "started_on": "2026-04-02",
        "programme": "new_starter",
        "recorded_on": "2026-04-02",
        "ended_on": "",
        "end_reason": "",
    },
    "pairings_more.csv": {"pairing_id": "P-1", "why_this_mentor": "knows the unit", "recorded_by_id": "AD"},
    "risks.csv": {
        "staff_id": "ST-1",
        "identified_on": "2026-05-20",
        "why": "says so",
        "recorded_on": "2026-05-20",
    },
    "risks_more.csv": {"staff_id": "ST-1", "identified_on": "2026-05-20", "recorded_by_id": "AD"},
    "cases.csv": {
        "case_id": "C-1",
        "staff_id": "ST-1",
        "risk_identified_on": "2026-05-20",
        "planned_on": "2026-05-21",
        "confidence_score": "4",
        "supervision_concerns": "1",
        "attendance_percent": "91.5",
        "at_risk_of_resigning": "yes",
        "aim": "Confidence up by two",
        "aim_by": "2026-08-01",
        "mentor_id": "ST-2",
        "recorded_on": "2026-05-21",
        "signed_off_on": "2026-05-29",
        "closed_on": "",
        "close_reason": "",
    },
    "cases_more.csv": {
        "case_id": "C-1",
        "corrected_because": "attendance was late",
        "stay_notes": "wants fewer nights",
        "recorded_by_id": "AD",
    },
    "goals.csv": {
        "goal_id": "G-1",
        "pairing_id": "P-1",
        "goal": "Lead a handover",
        "set_on": "2026-04-09",
        "target_on": "2026-07-01",
        "achieved_on": "",
        "progress": "half way",
    },
    "sessions.csv": {
        "session_id": "SE-1",
        "pairing_id": "P-1",
        "held_on": "2026-04-09",
        "confidence_score": "6",
        "top_support_issue": "rota",
        "recorded_on": "2026-04-09",
        "minutes": "45",
        "mode": "in_person",
        "activities": "emotional_support;skill_development",
        "went_well": "hoist",
        "feedback": "slow down",
        "shared_summary": "a good start",
        "private_notes": "homesick",
        "reflection": "so what",
    },
    "sessions_more.csv": {"session_id": "SE-1", "acknowledged_on": "2026-04-10", "recorded_by_id": "ST-2"},
    "excusals.csv": {"pairing_id": "P-1", "slot": "2", "reason": "sickness", "recorded_on": "2026-04-16"},
    "excusals_more.csv": {"pairing_id": "P-1", "slot": "2", "recorded_by_id": "ST-2"},
    "reviews.csv": {
        "pairing_id": "P-1",
        "reviewed_on": "2026-04-29",
        "sessions_completed": "3",
        "training_percent": "66.7",
        "practice_score": "80",
        "outcome": "on_track",
        "comment": "well settled",
        "recorded_on": "2026-04-29",
        "reviewer_id": "ST-2",
    },
    "reviews_more.csv": {
        "pairing_id": "P-1",
        "reviewed_on": "2026-04-29",
        "nth": "1",
        "recorded_by_id": "ST-2",
    },
    "actions.csv": {
        "action_id": "A-1",
        "pairing_id": "P-1",
        "case_id": "",
        "need_identified_on": "2026-04-09",
        "action": "Shadow a round",
        "owner_id": "ST-2",
        "review_on": "2026-05-09",
        "recorded_on": "2026-04-09",
        "completed_on": "2026-05-01",
        "evidence_reference": "EV-1",
        "cancelled_on": "",
        "cancel_reason": "",
    },
    "actions_more.csv": {
        "action_id": "A-1",
        "success_looks_like": "does one alone",
        "goal_id": "G-1",
        "session_id": "SE-1",
        "confirmed_on": "2026-04-10",
        "recorded_by_id": "ST-2",
    },
    "support_meetings.csv": {
        "case_id": "C-1",
        "held_on": "2026-05-25",
        "barrier": "nights",
        "focus_area": "rota",
        "next_session_on": "2026-06-01",
        "recorded_on": "2026-05-25",
    },
    "support_meetings_more.csv": {
        "case_id": "C-1",
        "held_on": "2026-05-25",
        "nth": "1",
        "private_notes": "worried",
        "recorded_by_id": "ST-2",
    },
    "pathway_updates.csv": {
        "case_id": "C-1",
        "shadowing_hours": "6.5",
        "training_module": "Medication",
        "reassessment_on": "2026-06-20",
        "recorded_on": "2026-05-26",
    },
    "pathway_updates_more.csv": {
        "case_id": "C-1",
        "reassessment_on": "2026-06-20",
        "nth": "1",
        "shadowing_delivered": "4",
        "reassessment_result": "passed",
        "recorded_by_id": "ST-2",
    },
    "follow_ups.csv": {
        "case_id": "C-1",
        "followed_up_on": "2026-06-12",
        "status": "delivered",
        "evidence_reference": "EV-2",
        "recorded_on": "2026-06-12",
    },
    "follow_ups_more.csv": {
        "case_id": "C-1",
        "followed_up_on": "2026-06-12",
        "nth": "1",
        "note": "seen",
        "recorded_by_id": "AD",
    },
    "impact_reviews.csv": {
        "case_id": "C-1",
        "reviewed_on": "2026-06-22",
        "confidence_score": "6",
        "attendance_percent": "95",
        "at_risk_of_resigning": "no",
        "decision": "continue",
        "reason": "",
        "recorded_on": "2026-06-22",
    },
    "impact_reviews_more.csv": {
        "case_id": "C-1",
        "reviewed_on": "2026-06-22",
        "nth": "1",
        "corrected_because": "by the rota",
        "recorded_by_id": "AD",
    },
    "strategic_actions.csv": {
        "strategic_action_id": "SA-1",
        "approved_on": "2026-05-01",
        "intervention": "Protected time",
        "executive_owner_id": "AD",
        "target_on": "2026-09-01",
        "success_measure": "70% to 90%",
        "service_id": "S1",
        "completed_on": "",
        "evidence_reference": "",
        "recorded_on": "2026-05-01",
    },
    "strategic_actions_more.csv": {"strategic_action_id": "SA-1", "recorded_by_id": "AD"},
    "executive_reviews.csv": {
        "strategic_action_id": "SA-1",
        "reviewed_on": "2026-05-15",
        "status": "on_track",
        "evidence_reference": "",
        "recorded_on": "2026-05-15",
    },
    "executive_reviews_more.csv": {
        "strategic_action_id": "SA-1",
        "reviewed_on": "2026-05-15",
        "nth": "1",
        "note": "on plan",
        "recorded_by_id": "AD",
    },
    "meetings.csv": {"kind": "workforce", "held_on": "2026-06-15"},
    "meetings_more.csv": {"kind": "workforce", "held_on": "2026-06-15", "called_off": "no"},
    "audits.csv": {
        "kind": "A5",
        "period": "2026-05",
        "service_id": "S1",
        "signed_on": "2026-06-15",
        "signed_by_id": "AD",
        "comment": "steady",
        "board_escalation_status": "",
        "figures": FIGURES,
    },
    "chart_changes.csv": {
        "figure": "sessions_on_schedule",
        "service_id": "S1",
        "from_on": "2026-05-04",
        "explanation": "rotas of eight weeks",
        "recorded_on": "2026-05-29",
        "recorded_by_id": "AD",
        "withdrawn_on": "2026-06-20",
        "withdraw_reason": "the rotas came in June",
    },
    "raised_escalations.csv": {
        "reference": "E1@P-1@2",
        "raised_on": "2026-06-01",
        "service_id": "S1",
        "gone_on": "2026-06-08",
    },
    "acknowledgements.csv": {
        "reference": "E2:A-1",
        "acknowledged_on": "2026-06-01",
        "acknowledged_by_id": "AD",
        "will_do": "ring the owner",
    },
}

#: the mentor, who stands in staff.csv beside the mentee
MENTOR_ROW = {**FOLDER["staff.csv"], "staff_id": "ST-2", "name": "Mo Mentor", "roles": "mentor"} | {
    "employment_start": "2020-03-02"
}


def rows_of_folder() -> dict[str, list[dict[str, str]]]:
    """The good folder, file by file, to be changed by a test."""
    folder = {name: [dict(row)] for name, row in FOLDER.items()}
    folder["staff.csv"].append(dict(MENTOR_ROW))
    return folder


def write(path: Path, folder: Mapping[str, Rows | str | bytes]) -> Path:
    """Writes files of rows (the columns of the first), or of text or bytes as they are."""
    path.mkdir(parents=True, exist_ok=True)
    for name, content in folder.items():
        if isinstance(content, bytes):
            (path / name).write_bytes(content)
        elif isinstance(content, str):
            (path / name).write_bytes(content.encode())
        else:
            with (path / name).open("w", encoding="utf-8", newline="") as stream:
                out = csv.DictWriter(stream, fieldnames=list(content[0]), lineterminator="\n")
                out.writeheader()
                out.writerows(content)
    return path


def read(path: Path) -> dict[str, list[dict[str, str]]]:
    """The rows of every file of a folder."""
    found = {}
    for file in sorted(path.glob("*.csv")):
        with file.open(encoding="utf-8", newline="") as stream:
            found[file.name] = list(csv.DictReader(stream))
    return found


def new_office(path: Path, today: date = TODAY) -> Office:
    """An office over a new database."""
    store = database.create(path)
    return Office(store, lambda: today, lambda: datetime(2026, 6, 30, 12, tzinfo=UTC))


def bring_in(office: Office, path: Path, folder: Mapping[str, Rows | str | bytes]) -> ImportReport:
    """Writes files and imports them."""
    return import_folder(office, ADMINISTRATOR, write(path, folder))


def faults_of(office: Office, path: Path, folder: Mapping[str, Rows | str | bytes]) -> list[FileFault]:
    """The faults that an import of these files finds; none where it goes through."""
    try:
        bring_in(office, path, folder)
    except ImportFaults as found:
        return found.faults
    return []


def everything(store: Store) -> dict[str, list[tuple[object, ...]]]:
    """All rows of all tables of records and of the journal, to see that nothing has changed."""
    tables = [
        name
        for (name,) in store.rows("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name")
        if name != "keeping"
    ]
    return {name: store.rows(f'SELECT * FROM "{name}" ORDER BY 1, 2') for name in tables}
