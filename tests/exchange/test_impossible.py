"""Impossible facts are refused by an import, each with its line, column and words; what did happen is not."""

from __future__ import annotations

from pathlib import Path

import pytest

from mentor_tui.exchange import ImportFaults, import_folder
from mentor_tui.office import Office
from tests.exchange.folders import (
    ADMINISTRATOR,
    FOLDER,
    bring_in,
    everything,
    faults_of,
    new_office,
    rows_of_folder,
    write,
)

#: (file, cells of the good row that are changed, the fault as it is told; the row stands in line 2)
IMPOSSIBLE = [
    (
        "services.csv",
        {"closed_on": "2014-12-31"},
        "closed_on: 2014-12-31 is before the service began on 2015-01-01; expected that day or later",
    ),
    (
        "staff.csv",
        {"employment_end": "2026-03-31"},
        "employment_end: 2026-03-31 is before employment began on 2026-04-01; expected that day or later",
    ),
    (
        "training.csv",
        {"expires_on": "2026-04-09"},
        "expires_on: 2026-04-09 is before the course's validity began on 2026-04-10; "
        "expected that day or later",
    ),
    (
        "observations.csv",
        {"observed_on": "2026-07-01"},
        "observed_on: 2026-07-01 is in the future; expected 2026-06-30 or earlier",
    ),
    (
        "concerns.csv",
        {"raised_on": "2026-07-01"},
        "raised_on: 2026-07-01 is in the future; expected 2026-06-30 or earlier",
    ),
    (
        "pairings.csv",
        {"mentor_id": "ST-1"},
        "mentor_id: mentor and mentee are the same person; expected two people",
    ),
    (
        "pairings.csv",
        {"ended_on": "2026-04-01"},
        "ended_on: 2026-04-01 is before the pairing began on 2026-04-02; expected that day or later",
    ),
    (
        "pairings.csv",
        {"recorded_on": "2026-07-01"},
        "recorded_on: 2026-07-01 is in the future; expected 2026-06-30 or earlier",
    ),
    (
        "sessions.csv",
        {"held_on": "2026-04-01"},
        "held_on: 2026-04-01 is before the pairing started on 2026-04-02; expected that day or later",
    ),
    (
        "sessions.csv",
        {"held_on": "2026-07-01", "recorded_on": ""},
        "held_on: 2026-07-01 is in the future; expected 2026-06-30 or earlier",
    ),
    (
        "sessions.csv",
        {"held_on": "2026-04-10"},
        "held_on: 2026-04-10 is after recorded_on 2026-04-09; expected that day or earlier",
    ),
    (
        "sessions.csv",
        {"recorded_on": "2026-07-01"},
        "recorded_on: 2026-07-01 is in the future; expected 2026-06-30 or earlier",
    ),
    (
        "sessions.csv",
        {"confidence_score": "11"},
        "confidence_score: 11 is out of range; expected a whole number from 1 to 10",
    ),
    (
        "excusals.csv",
        {"slot": "9"},
        "slot: the programme has no session 9; expected a number from 1 to 8",
    ),
    (
        "excusals.csv",
        {"recorded_on": "2026-07-01"},
        "recorded_on: 2026-07-01 is in the future; expected 2026-06-30 or earlier",
    ),
    (
        "goals.csv",
        {"achieved_on": "2026-04-08"},
        "achieved_on: 2026-04-08 is before the goal began on 2026-04-09; expected that day or later",
    ),
    (
        "reviews.csv",
        {"recorded_on": "2026-04-28"},
        "reviewed_on: 2026-04-29 is after recorded_on 2026-04-28; expected that day or earlier",
    ),
    (
        "reviews.csv",
        {"reviewed_on": "2026-07-01", "recorded_on": ""},
        "reviewed_on: 2026-07-01 is in the future; expected 2026-06-30 or earlier",
    ),
    (
        "actions.csv",
        {"case_id": "C-1"},
        "pairing_id: both are given; expected exactly one of pairing_id and case_id",
    ),
    (
        "actions.csv",
        {"pairing_id": ""},
        "pairing_id: neither is given; expected exactly one of pairing_id and case_id",
    ),
    (
        "actions.csv",
        {"need_identified_on": "2026-04-10"},
        "need_identified_on: 2026-04-10 is after recorded_on 2026-04-09; expected that day or earlier",
    ),
    (
        "actions.csv",
        {"completed_on": "2026-04-08"},
        "completed_on: 2026-04-08 is before the action began on 2026-04-09; expected that day or later",
    ),
    (
        "actions.csv",
        {"cancelled_on": "2026-04-08"},
        "cancelled_on: 2026-04-08 is before the action began on 2026-04-09; expected that day or later",
    ),
    (
        "risks.csv",
        {"identified_on": "2026-05-21"},
        "identified_on: 2026-05-21 is after recorded_on 2026-05-20; expected that day or earlier",
    ),
    (
        "cases.csv",
        {"risk_identified_on": "2026-05-22"},
        "risk_identified_on: 2026-05-22 is after recorded_on 2026-05-21; expected that day or earlier",
    ),
    (
        "cases.csv",
        {"closed_on": "2026-05-20"},
        "closed_on: 2026-05-20 is before the case began on 2026-05-21; expected that day or later",
    ),
    (
        "support_meetings.csv",
        {"held_on": "2026-05-26"},
        "held_on: 2026-05-26 is after recorded_on 2026-05-25; expected that day or earlier",
    ),
    (
        "follow_ups.csv",
        {"followed_up_on": "2026-06-13"},
        "followed_up_on: 2026-06-13 is after recorded_on 2026-06-12; expected that day or earlier",
    ),
    (
        "impact_reviews.csv",
        {"reviewed_on": "2026-06-23"},
        "reviewed_on: 2026-06-23 is after recorded_on 2026-06-22; expected that day or earlier",
    ),
    (
        "pathway_updates.csv",
        {"recorded_on": "2026-07-01"},
        "recorded_on: 2026-07-01 is in the future; expected 2026-06-30 or earlier",
    ),
    (
        "strategic_actions.csv",
        {"approved_on": "2026-05-02"},
        "approved_on: 2026-05-02 is after recorded_on 2026-05-01; expected that day or earlier",
    ),
    (
        "strategic_actions.csv",
        {"completed_on": "2026-04-30"},
        "completed_on: 2026-04-30 is before the intervention began on 2026-05-01; expected that day or later",
    ),
    (
        "executive_reviews.csv",
        {"reviewed_on": "2026-05-16"},
        "reviewed_on: 2026-05-16 is after recorded_on 2026-05-15; expected that day or earlier",
    ),
    (
        "audits.csv",
        {"period": "2026-Q2"},
        "period: '2026-Q2' does not fit A5; expected YYYY-MM",
    ),
    (
        "audits.csv",
        {"kind": "C5"},
        "period: '2026-05' does not fit C5; expected YYYY-QN",
    ),
    (
        "audits.csv",
        {"figures": '{"period": "2026-05"}'},
        "figures: 'as_at' is not right; expected the signed JSON: period, as_at and figures, "
        "as it was exported",
    ),
    (
        "chart_changes.csv",
        {"figure": "services_below_threshold"},
        "service_id: this figure compares services; expected blank, for all services",
    ),
    (
        "chart_changes.csv",
        {"from_on": "2026-06-01"},
        "from_on: 2026-06-01 is after recorded_on 2026-05-29; expected that day or earlier",
    ),
    (
        "chart_changes.csv",
        {"withdrawn_on": ""},
        "withdrawn_on: a reason is given but no day; expected the day on which it was withdrawn",
    ),
    (
        "chart_changes.csv",
        {"withdrawn_on": "2026-05-28"},
        "withdrawn_on: 2026-05-28 is before the record began on 2026-05-29; expected that day or later",
    ),
    (
        "raised_escalations.csv",
        {"reference": "E1@P-1"},
        "reference: this is no escalation; expected such as E2@A-17, or E1@P-017@2 with the cycle",
    ),
    (
        "raised_escalations.csv",
        {"gone_on": "2026-05-31"},
        "gone_on: 2026-05-31 is before the escalation began on 2026-06-01; expected that day or later",
    ),
    (
        "acknowledgements.csv",
        {"acknowledged_on": "2026-07-01"},
        "acknowledged_on: 2026-07-01 is in the future; expected 2026-06-30 or earlier",
    ),
    (
        "policy.csv",
        {"key": "grace_day"},
        "key: 'grace_day' is not a policy of this program; expected such as grace_days",
    ),
    (
        "policy.csv",
        {"value": "99"},
        "value: Days of grace for a session: 99 is not between 0 and 20 working days",
    ),
    ("policy.csv", {"value": "few"}, "value: give a whole number"),
    ("people.csv", {"staff_id": "ST-1"}, "staff_id: is a member of staff; expected this row in staff.csv"),
    (
        "reviews_more.csv",
        {"nth": "2"},
        "nth: is more than there are of that day; expected 1 to 1",
    ),
    (
        "reviews_more.csv",
        {"reviewed_on": "2026-04-30"},
        "pairing_id: there is no such record; expected one of reviews.csv or the database",
    ),
]


@pytest.mark.parametrize(("file", "cells", "told"), IMPOSSIBLE)
def test_what_cannot_be_is_refused(
    stocked: Office, tmp_path: Path, file: str, cells: dict[str, str], told: str
) -> None:
    entries = stocked.store.value("SELECT count(*) FROM journal")
    found = faults_of(stocked, tmp_path, {file: [FOLDER[file] | cells]})
    assert [str(fault) for fault in found] == [f"{file}:2: {told}"]
    assert stocked.store.value("SELECT count(*) FROM journal") == entries


#: those that do not need a record in the database
FRESH = [one for one in IMPOSSIBLE if "_more" not in one[0] and one[0] != "people.csv"]


@pytest.mark.parametrize(("file", "cells", "told"), FRESH)
def test_what_cannot_be_is_refused_in_a_new_record_too(
    tmp_path: Path, file: str, cells: dict[str, str], told: str
) -> None:
    office = new_office(tmp_path / "mentor.db")
    empty = everything(office.store)
    folder = rows_of_folder()
    folder[file][0] |= cells
    further = file.replace(".csv", "_more.csv")
    folder.pop(further, None)
    found = [str(fault) for fault in faults_of(office, tmp_path / "folder", folder)]
    assert f"{file}:2: {told}" in found
    # Whatever hangs on the record is not faulty for it.
    assert [line for line in found if "is unknown" in line] == []
    assert everything(office.store) == empty
    office.store.close()


HAPPENED = [
    ("cases.csv", {"closed_on": "2026-06-01", "close_reason": "improved"}),
    ("follow_ups.csv", {"evidence_reference": ""}),
    ("actions.csv", {"completed_on": "2026-05-01", "cancelled_on": "2026-05-01"}),
    ("pairings.csv", {"ended_on": "2026-05-01", "end_reason": ""}),
    ("reviews.csv", {"outcome": "", "training_percent": "12", "comment": ""}),
    ("sessions.csv", {"recorded_on": "2026-06-30"}),
]


@pytest.mark.parametrize(("file", "cells"), HAPPENED)
def test_what_the_program_would_refuse_today_is_accepted_because_it_happened(
    office: Office, tmp_path: Path, file: str, cells: dict[str, str]
) -> None:
    folder = rows_of_folder()
    folder[file][0] |= cells
    assert faults_of(office, tmp_path / "folder", folder) == []


def test_a_slot_is_judged_by_the_policy_that_comes_in_with_it(office: Office, tmp_path: Path) -> None:
    folder = rows_of_folder()
    folder["policy.csv"] = [
        {"key": "offsets.new_starter", "value": "7 14 21", "from_on": "2026-01-01", "reason": "shorter"}
    ]
    folder["excusals.csv"][0]["slot"] = "4"
    del folder["excusals_more.csv"]
    found = faults_of(office, tmp_path / "folder", folder)
    assert [str(one) for one in found] == [
        "excusals.csv:2: slot: the programme has no session 4; expected a number from 1 to 3"
    ]


@pytest.mark.parametrize("whole", [False, True])
@pytest.mark.parametrize(
    ("cells", "told"),
    [
        (
            {"started_on": "2026-04-10", "recorded_on": "2026-04-10"},
            "started_on: 2026-04-10 is after a session of the pairing on 2026-04-09; expected that day or earlier",
        ),
        (
            {"programme": "informal"},
            "programme: the programme has no session 2, which was excused; expected one that has it",
        ),
    ],
)
def test_a_changed_pairing_goes_with_what_is_recorded_under_it(
    stocked: Office, tmp_path: Path, cells: dict[str, str], told: str, whole: bool
) -> None:
    folder = rows_of_folder() if whole else {}
    found = faults_of(stocked, tmp_path, {**folder, "pairings.csv": [FOLDER["pairings.csv"] | cells]})
    assert [str(fault) for fault in found] == [f"pairings.csv:2: {told}"]


def test_a_pairing_may_move_together_with_its_sessions(office: Office, tmp_path: Path) -> None:
    bring_in(office, tmp_path / "folder", rows_of_folder())
    moved = {
        "pairings.csv": [FOLDER["pairings.csv"] | {"started_on": "2026-04-10", "recorded_on": "2026-04-10"}],
        "sessions.csv": [FOLDER["sessions.csv"] | {"held_on": "2026-04-17", "recorded_on": "2026-04-17"}],
    }
    assert bring_in(office, tmp_path / "moved", moved).changed == 2


def test_everything_wrong_in_a_row_is_told_at_once(stocked: Office, tmp_path: Path) -> None:
    row = FOLDER["sessions.csv"] | {"confidence_score": "11", "held_on": "2026-04-01", "mode": "fax"}
    found = faults_of(stocked, tmp_path, {"sessions.csv": [row | {"recorded_on": "2026-07-01"}]})
    assert [fault.column for fault in found] == ["confidence_score", "mode", "held_on", "recorded_on"]


def test_a_record_whose_parent_is_faulty_is_no_second_fault(office: Office, tmp_path: Path) -> None:
    folder = rows_of_folder()
    folder["staff.csv"][0]["employment_start"] = "soon"
    found = faults_of(office, tmp_path / "folder", folder)
    assert [str(one) for one in found] == [
        "staff.csv:2: employment_start: 'soon' is not a date; expected YYYY-MM-DD or DD/MM/YYYY"
    ]


def test_a_row_without_all_its_cells_takes_nothing_else_with_it(office: Office, tmp_path: Path) -> None:
    folder: dict[str, object] = dict(rows_of_folder())
    header = ",".join(FOLDER["pairings.csv"])
    folder["pairings.csv"] = f"{header}\nP-1,ST-1\n"
    found = faults_of(office, tmp_path / "folder", folder)  # type: ignore[arg-type]
    assert [str(one) for one in found] == ["pairings.csv:2: has 2 cells; expected 8, as in the header"]


def test_up_to_two_hundred_faults_are_told_with_the_total(stocked: Office, tmp_path: Path) -> None:
    rows = [FOLDER["sessions.csv"] | {"session_id": f"N-{n}", "confidence_score": "0"} for n in range(700)]
    folder = write(tmp_path, {"sessions.csv": rows})
    with pytest.raises(ImportFaults) as caught:
        import_folder(stocked, ADMINISTRATOR, folder)
    assert caught.value.total == 700
    assert [fault.line for fault in caught.value.faults] == list(range(2, 202))
    assert str(caught.value) == "700 faults; nothing was imported. The first 200 are told."


def test_keys_that_stand_twice_are_told_with_the_line_before(stocked: Office, tmp_path: Path) -> None:
    sessions = [FOLDER["sessions.csv"]] * 2
    weeks = [FOLDER["attendance.csv"], FOLDER["attendance.csv"] | {"shifts_attended": "1"}]
    found = faults_of(stocked, tmp_path, {"sessions.csv": sessions, "attendance.csv": weeks})
    assert [str(one) for one in found] == [
        "attendance.csv:3: staff_id: the same staff_id and week_commencing stand in line 2 already; "
        "expected each once",
        "sessions.csv:3: session_id: 'SE-1' stands in line 2 already; expected once",
    ]


def test_one_person_stands_in_one_register(office: Office, tmp_path: Path) -> None:
    folder = rows_of_folder()
    folder["people.csv"][0]["staff_id"] = "ST-1"
    del folder["audits.csv"], folder["acknowledgements.csv"], folder["strategic_actions.csv"]
    found = [str(one) for one in faults_of(office, tmp_path / "folder", folder)]
    assert "staff.csv:2: staff_id: 'ST-1' stands in people.csv too; expected in one of the two" in found


def test_a_good_folder_after_a_faulty_one_goes_through(office: Office, tmp_path: Path) -> None:
    bad = rows_of_folder()
    bad["acknowledgements.csv"][0]["acknowledged_on"] = "never"
    assert len(faults_of(office, tmp_path / "bad", bad)) == 1
    assert bring_in(office, tmp_path / "good", rows_of_folder()).added == 33
