"""A folder that comes in again: what is known is updated, what says nothing new changes nothing."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from mentor_tui.exchange import import_folder
from mentor_tui.office import Change, Office
from mentor_tui.records import STAFF
from mentor_tui.store import journal, schedules
from tests.exchange.folders import (
    ADMINISTRATOR,
    FOLDER,
    bring_in,
    everything,
    faults_of,
    rows_of_folder,
    write,
)


def rebuilt(office: Office) -> int:
    """How much of what is derived differs when it is worked out from the records again."""
    with office.store.writing():
        return schedules.rebuild(office.store)


def test_the_same_folder_twice_changes_nothing_and_says_so(office: Office, tmp_path: Path) -> None:
    bring_in(office, tmp_path / "folder", rows_of_folder())
    before = everything(office.store)
    report = bring_in(office, tmp_path / "folder", rows_of_folder())
    assert (report.added, report.changed, report.unchanged) == (0, 0, 47)
    assert report.summary == "Nothing was changed: all of this is in the database already."
    assert everything(office.store) == before


def test_a_known_id_is_updated_and_what_changed_is_journaled(office: Office, tmp_path: Path) -> None:
    bring_in(office, tmp_path / "folder", rows_of_folder())
    row = FOLDER["services.csv"] | {"name": "Oak Lodge"}
    report = bring_in(office, tmp_path / "again", {"services.csv": [row]})
    assert (report.added, report.changed, report.unchanged) == (0, 1, 0)
    entry = office.store.row(
        "SELECT verb, kind, revision, changes FROM journal WHERE kind = 'service' ORDER BY seq DESC LIMIT 1"
    )
    made = office.store.value("SELECT id FROM journal WHERE kind = 'service' ORDER BY seq LIMIT 1")
    changes = f'{{"name":{{"from":"Oak House","replaces":"{made}","to":"Oak Lodge"}}}}'
    assert entry == ("corrected", "service", 2, changes)
    assert list(journal.verify(office.store)) == []


def test_an_absent_column_changes_nothing_and_a_blank_cell_clears(office: Office, tmp_path: Path) -> None:
    bring_in(office, tmp_path / "folder", rows_of_folder())
    required = ("session_id", "pairing_id", "held_on", "confidence_score", "top_support_issue")
    row = {name: FOLDER["sessions.csv"][name] for name in required}
    assert bring_in(office, tmp_path / "absent", {"sessions.csv": [row]}).unchanged == 1
    blanks = {"minutes": "", "activities": "", "private_notes": "", "recorded_on": ""}
    assert bring_in(office, tmp_path / "blank", {"sessions.csv": [row | blanks]}).changed == 1
    kept = office.store.row("SELECT minutes, activities, private_notes, recorded_on, mode FROM session")
    assert kept == (None, None, None, "2026-04-09", "in_person")


def test_recorded_on_is_today_where_it_is_blank_or_absent(office: Office, tmp_path: Path) -> None:
    folder = rows_of_folder()
    folder["sessions.csv"] = [
        FOLDER["sessions.csv"] | {"recorded_on": ""},
        FOLDER["sessions.csv"] | {"session_id": "SE-2", "held_on": "2026-04-16", "recorded_on": ""},
    ]
    for row in folder["goals.csv"] + folder["reviews.csv"]:
        row.pop("recorded_on", None)
    bring_in(office, tmp_path / "folder", folder)
    assert office.store.rows("SELECT recorded_on FROM session") == [("2026-06-30",)] * 2
    assert office.store.rows("SELECT recorded_on FROM review") == [("2026-06-30",)]


def test_a_list_with_nothing_in_it_is_blank_the_second_time_too(office: Office, tmp_path: Path) -> None:
    folder = rows_of_folder()
    folder["mentors.csv"][0]["expertise"] = " ; "
    bring_in(office, tmp_path / "folder", folder)
    before = everything(office.store)
    bring_in(office, tmp_path / "folder", folder)
    assert everything(office.store) == before


def test_several_of_one_day_are_known_by_their_order(office: Office, tmp_path: Path) -> None:
    folder = rows_of_folder()
    first = FOLDER["concerns.csv"]
    folder["concerns.csv"] = [first, first | {"summary": "Second"}, first | {"summary": "Third"}]
    bring_in(office, tmp_path / "folder", folder)
    assert office.store.rows("SELECT nth, summary FROM concern ORDER BY nth") == [
        (1, "Late twice"),
        (2, "Second"),
        (3, "Third"),
    ]
    again = [
        first,
        first | {"summary": "Changed"},
        first | {"summary": "Third"},
        first | {"summary": "Fourth"},
    ]
    report = bring_in(office, tmp_path / "again", {"concerns.csv": again})
    assert (report.added, report.changed, report.unchanged) == (1, 1, 2)
    assert office.store.rows("SELECT nth, summary FROM concern ORDER BY nth") == [
        (1, "Late twice"),
        (2, "Changed"),
        (3, "Third"),
        (4, "Fourth"),
    ]


def test_several_of_one_day_are_counted_over_a_long_file(office: Office, tmp_path: Path) -> None:
    folder = rows_of_folder()
    folder["concerns.csv"] = [FOLDER["concerns.csv"] | {"summary": f"No. {n}"} for n in range(1700)]
    bring_in(office, tmp_path / "folder", folder)
    found = office.store.rows("SELECT nth, summary FROM concern ORDER BY nth")
    assert found == [(n + 1, f"No. {n}") for n in range(1700)]
    assert bring_in(office, tmp_path / "folder", folder).changed == 0


def test_natural_keys_with_a_blank_part_are_found_again(office: Office, tmp_path: Path) -> None:
    folder = rows_of_folder()
    folder["training.csv"] = [FOLDER["training.csv"] | {"completed_on": "", "expires_on": ""}]
    folder["audits.csv"] = [FOLDER["audits.csv"] | {"service_id": ""}]
    bring_in(office, tmp_path / "folder", folder)
    folder["training.csv"][0]["mandatory"] = "no"
    report = bring_in(office, tmp_path / "folder", folder)
    assert (report.added, report.changed) == (0, 1)
    twice = faults_of(office, tmp_path / "twice", {"training.csv": folder["training.csv"] * 2})
    assert [str(one) for one in twice] == [
        "training.csv:3: staff_id: the same staff_id and course and completed_on stand in line 2 already; "
        "expected each once"
    ]


def test_a_line_manager_may_come_further_down(office: Office, tmp_path: Path) -> None:
    staff = FOLDER["staff.csv"]
    rows = [
        staff | {"staff_id": f"ST-{number}", "line_manager_id": f"ST-{number + 1}" if number < 1200 else ""}
        for number in range(1, 1201)
    ]
    bring_in(office, tmp_path / "folder", {"services.csv": [FOLDER["services.csv"]], "staff.csv": rows})
    managed = office.store.value(
        "SELECT count(*) FROM staff AS s JOIN staff AS m ON m.id = s.line_manager_id"
    )
    assert managed == 1199
    assert list(journal.verify(office.store)) == []


def test_references_are_found_in_the_database_where_the_folder_has_not_them(
    office: Office, tmp_path: Path
) -> None:
    bring_in(office, tmp_path / "folder", rows_of_folder())
    new = FOLDER["sessions.csv"] | {"session_id": "SE-2", "held_on": "2026-04-16", "recorded_on": ""}
    assert bring_in(office, tmp_path / "more", {"sessions.csv": [new]}).added == 1
    action = {"action_id": "A-1", "session_id": "SE-2"}
    assert bring_in(office, tmp_path / "action", {"actions_more.csv": [action]}).changed == 1
    assert rebuilt(office) == 0


def test_a_new_session_answers_its_slot_and_a_moved_pairing_is_laid_out_again(
    office: Office, tmp_path: Path
) -> None:
    bring_in(office, tmp_path / "folder", rows_of_folder())
    assert office.store.value("SELECT answered_on FROM slot WHERE number = 1") == "2026-04-09"
    pairing = FOLDER["pairings.csv"] | {"started_on": "2026-03-01", "recorded_on": ""}
    bring_in(office, tmp_path / "moved", {"pairings.csv": [pairing]})
    assert office.store.value("SELECT answered_on FROM slot WHERE number = 1") is None
    assert office.store.value("SELECT opens_on FROM slot WHERE number = 1") == "2026-03-01"
    assert rebuilt(office) == 0


def test_a_changed_service_is_a_dated_transfer(office: Office, tmp_path: Path) -> None:
    bring_in(office, tmp_path / "folder", rows_of_folder())
    services = [FOLDER["services.csv"], {**FOLDER["services.csv"], "service_id": "S2", "nation": "scotland"}]
    moved = FOLDER["staff.csv"] | {"service_id": "S2", "service_from": "2026-06-01"}
    folder = {"services.csv": services, "staff.csv": [moved]}
    bring_in(office, tmp_path / "moved", folder)
    placed = office.store.rows(
        "SELECT s.ref, v.ref, p.until_on FROM placement AS p JOIN staff AS s ON s.id = p.staff_id "
        "JOIN service AS v ON v.id = p.service_id ORDER BY s.ref"
    )
    assert placed == [("ST-1", "S1", "2026-06-01"), ("ST-2", "S1", "2021-01-01")]
    began = "SELECT v.ref FROM pairing AS p JOIN service AS v ON v.id = p.service_id"
    assert office.store.value(began) == "S1"
    assert rebuilt(office) == 0
    before = everything(office.store)
    bring_in(office, tmp_path / "moved", folder)
    assert everything(office.store) == before


def test_two_transfers_on_one_day_are_one(office: Office, tmp_path: Path) -> None:
    bring_in(office, tmp_path / "folder", rows_of_folder())
    services = [FOLDER["services.csv"] | {"service_id": name} for name in ("S2", "S3")]
    for name in ("S2", "S3"):
        moved = FOLDER["staff.csv"] | {"service_id": name}
        bring_in(office, tmp_path / name, {"services.csv": services, "staff.csv": [moved]})
    until = office.store.rows(
        "SELECT v.ref, until_on FROM placement AS p JOIN service AS v ON v.id = p.service_id "
        "JOIN staff AS s ON s.id = p.staff_id WHERE s.ref = 'ST-1'"
    )
    assert until == [("S1", "2026-06-30")]
    assert rebuilt(office) == 0


def test_an_earlier_placement_moves_what_began_before_it(office: Office, tmp_path: Path) -> None:
    folder = rows_of_folder()
    bring_in(office, tmp_path / "folder", folder)
    earlier = {
        "services.csv": [FOLDER["services.csv"] | {"service_id": "S2", "nation": "scotland"}],
        "placements.csv": [{"staff_id": "ST-1", "service_id": "S2", "until_on": "2026-06-01"}],
    }
    bring_in(office, tmp_path / "earlier", earlier)
    began = "SELECT v.ref FROM {} AS p JOIN service AS v ON v.id = p.service_id"
    assert office.store.value(began.format("pairing")) == "S2"
    assert office.store.value(began.format("targeted_case")) == "S2"
    assert office.store.value(began.format("slot")) == "S2"
    assert rebuilt(office) == 0


def test_policy_and_calendar_hold_for_what_comes_in_with_them_and_what_is_there(
    office: Office, tmp_path: Path
) -> None:
    folder = rows_of_folder()
    folder["policy.csv"] = [
        {"key": "offsets.new_starter", "value": "10 20", "from_on": "2026-01-01", "reason": "fewer"}
    ]
    folder["excusals.csv"][0]["slot"] = "2"
    bring_in(office, tmp_path / "folder", folder)
    assert office.store.value("SELECT count(*) FROM slot") == 2
    assert rebuilt(office) == 0
    folder["policy.csv"][0]["value"] = "10 20 30"
    bring_in(office, tmp_path / "again", {"policy.csv": folder["policy.csv"]})
    assert office.store.value("SELECT count(*) FROM slot") == 3
    assert rebuilt(office) == 0


def test_a_person_takes_their_place_on_the_staff_register(office: Office, tmp_path: Path) -> None:
    bring_in(office, tmp_path / "folder", rows_of_folder())
    staff = FOLDER["staff.csv"] | {"staff_id": "AD", "name": "Ada Admin", "roles": "administrator@*"}
    report = bring_in(office, tmp_path / "again", {"staff.csv": [staff]})
    assert (report.added, report.changed) == (0, 1)
    assert rebuilt(office) == 0
    assert list(journal.verify(office.store)) == []


def test_what_somebody_saved_meanwhile_is_a_change_too(office: Office, tmp_path: Path) -> None:
    folder = write(tmp_path / "folder", rows_of_folder())
    import_folder(office, ADMINISTRATOR, folder)
    key = office.store.value("SELECT id FROM staff WHERE ref = 'ST-1'")
    office.save(ADMINISTRATOR, Change(STAFF, {"employment_end": date(2026, 6, 1)}, id=key))
    assert office.store.value("SELECT min(stopped_on) FROM slot") == "2026-06-01"
    assert import_folder(office, ADMINISTRATOR, folder).changed == 1
    assert office.store.value("SELECT employment_end FROM staff WHERE ref = 'ST-1'") is None
    assert rebuilt(office) == 0
