"""The sector's own files come in: workplaces, workers and training (invented people, in the real shape)."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from pathlib import Path

import pytest

from mentor_tui.codes import by_code
from mentor_tui.exchange import ExchangeProblem, ImportFaults, ImportReport, import_asc_wds
from mentor_tui.exchange.asc_wds import NOT_KEPT
from mentor_tui.exchange.asc_wds_columns import versions
from mentor_tui.office import NotAllowed, Office
from mentor_tui.store import journal
from tests.exchange.asc_wds_files import FILES, OLD_TRAINING, TRAINING, WORKERS, WORKPLACE, office, written
from tests.exchange.folders import ADMINISTRATOR, MENTOR, everything

__all__ = ["office"]


def take(office: Office, training: Path | None = TRAINING, workers: Path = WORKERS) -> ImportReport:
    return import_asc_wds(office, ADMINISTRATOR, WORKPLACE, workers, training)


def faults(
    office: Office, folder: Path, *, workers: str = "", training: str = "", workplace: str = ""
) -> list[str]:
    """The faults of files with these rows beneath their headers."""
    try:
        bring_in(office, folder, workers=workers, training=training, workplace=workplace)
    except ImportFaults as found:
        return [str(one) for one in found.faults]
    return []


def bring_in(
    office: Office,
    folder: Path,
    *,
    workers: str = "",
    training: str = "",
    workplace: str = "",
    mandatory: Sequence[str] | None = None,
) -> ImportReport:
    return import_asc_wds(
        office,
        ADMINISTRATOR,
        written("workplace", folder / "w.csv", workplace),
        written("worker", folder / "s.csv", workers),
        written("training", folder / "t.csv", training),
        mandatory=mandatory,
    )


def test_the_sectors_files_come_into_the_registers(office: Office) -> None:
    report = take(office)
    assert (report.added, report.changed) == (25, 0)
    assert office.store.rows("SELECT ref, name, nation FROM service ORDER BY ref") == [
        ("HOMECARE N", "Brightside Homecare, North", "england"),
        ("MAPLE", "Maple House", "england"),
        ("ROWAN", "Rowan Court Nursing Home", "england"),
    ]
    staff = office.store.rows(
        "SELECT s.ref, s.name, v.ref, s.job_role, s.employment_start FROM staff AS s "
        "JOIN service AS v ON v.id = s.service_id ORDER BY s.ref"
    )
    assert len(staff) == 12
    assert ("MH-0142", "Tomasz Zieliński", "MAPLE", "Care worker", "2026-08-17") in staff
    assert ("HC/552", 'Bethany "Beth" Lowe', "HOMECARE N", "Support worker", "2026-10-05") in staff
    assert ("RC 202", "Daniel Whitcombe, nights", "ROWAN", "Care worker", "2026-09-14") in staff
    courses = office.store.rows(
        "SELECT s.ref, course, mandatory, completed_on, expires_on FROM training AS t "
        "JOIN staff AS s ON s.id = t.staff_id ORDER BY s.ref, course"
    )
    assert len(courses) == 10
    assert ("MH-0141", "Safeguarding adults", 0, "2026-08-05", "2027-08-04") in courses
    assert ("RC 202", "Medication management", 0, None, None) in courses
    assert list(journal.verify(office.store)) == []


def test_the_same_files_again_change_nothing_whichever_version(office: Office) -> None:
    take(office)
    before = everything(office.store)
    assert take(office).summary.startswith("Nothing was changed")
    assert take(office, OLD_TRAINING, FILES / "staff_as_UPDATE.csv").summary.startswith("Nothing was changed")
    assert everything(office.store) == before


def test_a_dry_run_writes_nothing(office: Office) -> None:
    empty = everything(office.store)
    report = import_asc_wds(office, ADMINISTRATOR, WORKPLACE, WORKERS, TRAINING, dry_run=True)
    assert report.added == 25
    assert everything(office.store) == empty


def test_known_people_are_updated_and_keep_what_the_file_does_not_say(office: Office, tmp_path: Path) -> None:
    take(office)
    rows = "MAPLE,MH-0141,UPDATE,Amara Bello,,8,\nMAPLE,MH-0003,DELETE,,,,\nMAPLE,MH-0088,NOCHANGE,,,,\n"
    assert faults(office, tmp_path, workers=rows, workplace="MAPLE,NOCHANGE,\n") == []
    found = office.store.row("SELECT name, employment_start, mentoring FROM staff WHERE ref = 'MH-0141'")
    assert found == ("Amara Bello", "2026-08-03", "expected")
    assert office.store.value("SELECT name FROM staff WHERE ref = 'MH-0003'") == "Priya Shah"


def test_a_new_course_follows_what_the_register_says_of_it(office: Office, tmp_path: Path) -> None:
    take(office)
    with office.store.writing():
        office.store.execute("UPDATE training SET mandatory = 1 WHERE course = 'Fire safety'")
    rows = (
        "MAPLE,MH-0142,006,x,12,01/01/2026,\n"
        "MAPLE,MH-0142,6,Fire safety,,01/01/2026,\n"
        "MAPLE,MH-0142,21,Knitting,1,31/01/2026,\n"
    )
    assert faults(office, tmp_path, training=rows) == []
    found = office.store.rows(
        "SELECT course, mandatory, expires_on FROM training WHERE completed_on LIKE '2026-01-%' ORDER BY course"
    )
    assert found == [("Fire safety", 1, "2026-12-31"), ("Knitting", 0, "2026-02-27")]


def test_what_the_files_do_not_say_is_said(office: Office, tmp_path: Path) -> None:
    said = take(office).notices
    assert said == [
        f"{WORKPLACE.name}: Windows line ends were read",
        f"{WORKERS.name}: Windows line ends were read",
        f"{TRAINING.name}: Windows line ends were read",
        f"{TRAINING.name}: 7 courses are new and came in as not mandatory, since the file does not say: "
        "name the categories with --mandatory, or mark them in the training register",
        NOT_KEPT,
    ]
    workers = "MAPLE,MH-0003,delete,,,,\nMAPLE,GONE,DELETE,,,,\n"
    training = "MAPLE,MH-0141,20,,12,05/08/2026,\n" * 3 + "MAPLE,GONE,20,,12,05/08/2026,\n"
    again = bring_in(office, tmp_path, workplace="MAPLE,DELETE,\n", workers=workers, training=training)
    assert [notice for notice in again.notices if "line ends" not in notice] == [
        "w.csv: 1 row is marked DELETE and changed nothing (MAPLE): nothing is removed from the registers, "
        "and a service has closed once its closing date is entered here",
        "s.csv: 2 rows are marked DELETE and changed nothing (MH-0003, GONE): nothing is removed from the "
        "registers, and somebody has left once their last day at work is entered here",
        "t.csv: 2 rows tell of a course that the same person did on the same day; each was taken once",
        "t.csv: 1 row is of workers marked DELETE who are not in the register, and left out",
        NOT_KEPT,
    ]
    assert again.summary.startswith("Nothing was changed")


def test_what_is_confidential_in_the_files_is_kept_nowhere(office: Office, tmp_path: Path) -> None:
    columns = list(versions()[0].columns)
    assert "NINUMBER" not in columns
    worker = next(one for one in versions() if one.kind == "worker")
    row = {name: f"secret-{name}" for name in worker.columns}
    row |= {"LOCALESTID": "MAPLE", "UNIQUEWORKERID": "W9", "STATUS": "NEW", "DISPLAYID": "Ann"}
    row |= {"STARTDATE": "01/02/2026", "MAINJOBROLE": "8", "MAINJRDESC": "", "DOB": "31/12/1971"}
    take(office)
    path = tmp_path / "s.csv"
    with path.open("w", newline="") as file:
        csv.writer(file).writerows([worker.columns, [row[name] for name in worker.columns]])
    import_asc_wds(office, ADMINISTRATOR, WORKPLACE, path)
    office.store.rows("PRAGMA wal_checkpoint(TRUNCATE)")
    content = office.store.path.read_bytes()
    assert b"W9" in content
    assert b"secret" not in content
    assert b"31/12/1971" not in content
    assert b"1971-12-31" not in content


def test_which_courses_are_mandatory_can_be_said(office: Office, tmp_path: Path) -> None:
    take(office)
    rows = "MAPLE,MH-0141,20,,12,05/08/2026,\nMAPLE,MH-0141,7,,12,01/10/2026,\n"
    report = bring_in(office, tmp_path, training=rows, mandatory=["020", " 7"])
    assert (report.added, report.changed) == (1, 1)
    sql = "SELECT DISTINCT course FROM training WHERE mandatory = 1 ORDER BY course"
    assert office.store.rows(sql) == [("Basic life support and first aid",), ("Safeguarding adults",)]
    assert bring_in(office, tmp_path, training=rows).summary.startswith("Nothing was changed")
    with pytest.raises(ExchangeProblem, match="'24' is not a code"):
        bring_in(office, tmp_path, mandatory=["20", "24"])


def test_two_trainings_of_a_category_on_one_day_are_both_kept(office: Office, tmp_path: Path) -> None:
    take(office)
    rows = "MAPLE,MH-0141,13,Awareness,12,05/08/2026,\nMAPLE,MH-0141,13,Competency,12,05/08/2026,\n"
    assert bring_in(office, tmp_path, training=rows).added == 2
    assert office.store.rows(
        "SELECT course FROM training WHERE course LIKE 'Medication management%' ORDER BY id"
    )[1:] == [("Medication management",), ("Medication management: Competency",)]
    assert bring_in(office, tmp_path, training=rows).added == 0


@pytest.mark.parametrize(
    ("rows", "told"),
    [
        (
            "MAPLE,W1,newish,Ann,01/02/2026,8,",
            "s.csv:2: STATUS: 'newish' is not one of the choices; expected NEW, UPDATE, UNCHECKED, NOCHANGE "
            "or DELETE",
        ),
        (
            "MAPLE,W1,NEW,,01/02/2026,8,",
            "s.csv:2: DISPLAYID: is blank; expected text of at most 120 characters",
        ),
        (
            "MAPLE,,NEW,Ann,01/02/2026,8,",
            "s.csv:2: UNIQUEWORKERID: is blank; expected an id of up to 64 printable characters without ; and @",
        ),
        (
            "NOWHERE,W1,NEW,Ann,01/02/2026,8,",
            "s.csv:2: LOCALESTID: 'NOWHERE' is unknown; expected a LOCALESTID from w.csv or the database",
        ),
        (
            "MAPLE,W1,NEW,Ann,2026-02-01,8,",
            "s.csv:2: STARTDATE: '2026-02-01' is not a date; expected DD/MM/YYYY",
        ),
        ("MAPLE,W1,NEW,Ann,1/2/2026,8,", "s.csv:2: STARTDATE: '1/2/2026' is not a date; expected DD/MM/YYYY"),
        ("MAPLE,W1,NEW,Ann,,8,", "s.csv:2: STARTDATE: is blank; expected the first day at work, DD/MM/YYYY"),
        (
            "MAPLE,W1,NEW,Ann,01/02/2026,41,",
            "s.csv:2: MAINJOBROLE: '41' is not a code of the sector's job roles; expected one",
        ),
        (
            "MAPLE,W1,NEW,Ann,01/02/2026,,",
            "s.csv:2: MAINJOBROLE: is blank; expected a code of the sector's job roles",
        ),
        (
            "MAPLE,W1,NEW,Ann,01/02/2026,8,\nMAPLE,W1,NEW,Bob,01/02/2026,8,",
            "s.csv:3: UNIQUEWORKERID: 'W1' stands in line 2 already; expected once",
        ),
        ("MAPLE,W1,NEW", "s.csv:2: has 3 cells; expected 44, as in the header"),
        (
            "MAPLE,W;1,NEW,Ann,01/02/2026,8,",
            "s.csv:2: UNIQUEWORKERID: 'W;1' is not an id; expected printable characters without ; and @",
        ),
        (
            "ROWAN,MH-0141,NEW,Bob Brown,01/02/2026,8,",
            "s.csv:2: UNIQUEWORKERID: 'MH-0141' is Amara Okafor of MAPLE here; expected an id of this person alone",
        ),
    ],
)
def test_what_does_not_fit_in_a_worker_is_told(office: Office, tmp_path: Path, rows: str, told: str) -> None:
    take(office)
    entries = office.store.value("SELECT count(*) FROM journal")
    training = "MAPLE,W1,6,,,01/02/2026,\n" if ",W1," in rows and "8,\nMAPLE" not in rows else ""
    assert faults(office, tmp_path, workers=rows, training=training) == [told]
    assert office.store.value("SELECT count(*) FROM journal") == entries


@pytest.mark.parametrize(
    ("row", "told"),
    [
        (
            "24,,12,01/09/2026,",
            "CATEGORY: '24' is not a code of the sector's training categories; expected one",
        ),
        (
            "20,,None,01/09/2026,",
            "VALIDITY: 'None' is not a validity; expected none or a number from 1 to 999",
        ),
        (
            "20,,1000,01/09/2026,",
            "VALIDITY: '1000' is not a validity; expected none or a number from 1 to 999",
        ),
        ("20,,,31/02/2026,", "DATECOMPLETED: '31/02/2026' is not a date; expected DD/MM/YYYY"),
        ("20,,,01/09/26,", "DATECOMPLETED: '01/09/26' is not a date; expected DD/MM/YYYY"),
        ("20,,,22/11/2026,", "DATECOMPLETED: is in the future; expected 21/11/2026 or earlier"),
        ("20,,,01/01/2026,01/01/2026", "EXPIRYDATE: is not after DATECOMPLETED; expected a later day"),
    ],
)
def test_what_does_not_fit_in_training_is_told(office: Office, tmp_path: Path, row: str, told: str) -> None:
    take(office)
    assert faults(office, tmp_path, training=f"MAPLE,MH-0141,{row}\n") == [f"t.csv:2: {told}"]


@pytest.mark.parametrize(
    ("cells", "until"),
    [
        ("1,31/01/2026,", "2026-02-27"),
        ("12,29/02/2024,", "2025-02-27"),
        ("12,01/01/2026,", "2026-12-31"),
        ("12.7,01/01/2026,", "2026-12-31"),
        ("12,01/01/2026,01/01/2027", "2027-01-01"),
        ("none,01/01/2026,01/01/2030", "2030-01-01"),
        ("none,01/01/2026,", None),
    ],
)
def test_validity_is_reckoned_as_the_sector_does(
    office: Office, tmp_path: Path, cells: str, until: str | None
) -> None:
    take(office)
    assert faults(office, tmp_path, training=f"MAPLE,MH-0003,2,,{cells}\n") == []
    assert office.store.value("SELECT expires_on FROM training WHERE course = 'Dementia care'") == until


def test_files_that_will_not_do_are_refused(office: Office, tmp_path: Path) -> None:
    with pytest.raises(NotAllowed):
        import_asc_wds(office, MENTOR, WORKPLACE, WORKERS)
    with pytest.raises(ExchangeProblem, match="There is no file at"):
        import_asc_wds(office, ADMINISTRATOR, WORKPLACE, tmp_path / "nowhere.csv")
    with pytest.raises(ImportFaults) as caught:
        import_asc_wds(office, ADMINISTRATOR, WORKPLACE, TRAINING)
    assert [fault.message for fault in caught.value.faults] == [
        "is a training file; expected the worker file"
    ]
    with pytest.raises(ExchangeProblem, match="have the same name"):
        import_asc_wds(office, ADMINISTRATOR, WORKPLACE, WORKERS, WORKERS)


def test_the_sectors_lists_are_carried() -> None:
    assert by_code("job_roles")["8"] == "Care worker"
    assert len(by_code("training_categories")) == 48
    assert "The worker retired" in by_code("leaving_reasons").values()
