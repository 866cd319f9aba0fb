"""`import-asc-wds`: the sector's bulk-upload files on the command line."""

from __future__ import annotations

from pathlib import Path

import pytest

from mentor_tui.store.database import open_store
from tests.cli.conftest import Runs, one_line
from tests.exchange.asc_wds_files import TRAINING, WORKERS, WORKPLACE, written

FILES = ("import-asc-wds", "--workplace", WORKPLACE, "--workers", WORKERS)
#: the files are of this month
pytestmark = pytest.mark.usefixtures("in_november")


@pytest.fixture
def in_november(monkeypatch: pytest.MonkeyPatch) -> None:
    from datetime import date

    monkeypatch.setattr("mentor_tui.cli.session.today", lambda: date(2026, 11, 20))


def test_the_files_come_in_once(run: Runs, database: Path) -> None:
    tried = run(*FILES, "--training", TRAINING, "--dry-run")
    assert "25 records would be added" in tried.out
    ran = run(*FILES, "--training", TRAINING, "--mandatory", "6,20")
    assert ran.status == 0
    assert "25 records were added and 0 changed." in ran.out
    assert "dates of birth" in ran.out
    assert run(*FILES, "--training", TRAINING).out.endswith("all of this is in the database already.\n")
    assert run("journal", "verify").status == 0
    store = open_store(database)
    assert store.value("SELECT count(*) FROM training WHERE mandatory = 1 AND course = 'Fire safety'") == 1
    store.close()


@pytest.mark.usefixtures("database")
def test_faults_are_told_as_of_a_folder(run: Runs, tmp_path: Path) -> None:
    bad = written("worker", tmp_path / "bad.csv", "MAPLE,W;1,NEW,Ann,1/2/26,99,\nNOWHERE,W2,OLD,Ann,,8,\n")
    ran = run("import-asc-wds", "--workplace", WORKPLACE, "--workers", bad)
    assert ran.status == 2
    assert ran.err.splitlines() == [
        "bad.csv:2: STARTDATE: '1/2/26' is not a date; expected DD/MM/YYYY",
        "bad.csv:2: MAINJOBROLE: '99' is not a code of the sector's job roles; expected one",
        "bad.csv:2: UNIQUEWORKERID: 'W;1' is not an id; expected printable characters without ; and @",
        "bad.csv:3: STATUS: 'OLD' is not one of the choices; expected NEW, UPDATE, UNCHECKED, NOCHANGE or DELETE",
        "bad.csv:3: STARTDATE: is blank; expected the first day at work, DD/MM/YYYY",
        "bad.csv:3: LOCALESTID: 'NOWHERE' is unknown; expected a LOCALESTID from "
        "2026-11-02-sfc-bulk-upload-workplace.csv or the database",
        "mentor-tui: 6 faults; nothing was imported.",
    ]
    told = run("import-asc-wds", "--workplace", WORKPLACE, "--workers", bad, "--format", "json").json()
    assert {one["file"] for one in told} == {"bad.csv"}
    assert "no file at" in one_line(
        run("import-asc-wds", "--workplace", tmp_path / "no.csv", "--workers", bad)
    )
    assert "'77' is not a code" in one_line(run(*FILES, "--training", TRAINING, "--mandatory", "77"))
    assert "Missing option" in one_line(run("import-asc-wds", "--workplace", WORKPLACE))


@pytest.mark.usefixtures("database")
def test_only_an_administrator_brings_them_in(run: Runs) -> None:
    run("person", "link", "W0001", "--account", "will")
    assert "Only an administrator" in one_line(run(*FILES, account="will"))


def test_its_help_says_what_is_not_kept(run: Runs) -> None:
    out = run("import-asc-wds", "--help").out
    assert "Example: mentor-tui import-asc-wds" in out
    assert "National insurance" in out
