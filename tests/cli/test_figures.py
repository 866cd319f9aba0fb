"""`figures`, `alerts` and `due` agree with the conformance cases, in the shape of interchange.md."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest

from tests.cli.conftest import CASES, Runs, made, one_line
from tests.conformance.folder import expected_files


@pytest.fixture(scope="session")
def databases(organisation: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    other = made(tmp_path_factory.mktemp("organisation") / "case-2.db", "case-2")
    return {"case-1": organisation, "case-2": other}


def _expected(kind: str) -> list[Path]:
    return [file for case in ("case-1", "case-2") for file in expected_files(CASES / case, kind)]


@pytest.mark.parametrize("file", _expected("figures"), ids=lambda f: f"{f.parent.parent.name}-{f.stem}")
def test_figures_as_json(run: Runs, databases: dict[str, Path], file: Path) -> None:
    wanted = json.loads(file.read_text(encoding="utf-8"))
    period = wanted["period"]
    words = ["figures", "--quarter" if "Q" in period else "--month", period, "--as-at", wanted["as_at"]]
    words += ["--service", wanted["service"]] if wanted["service"] else []
    ran = run(*words, "--format", "json", "--database", databases[file.parent.parent.name])
    assert ran.status == 0
    assert ran.json() == wanted


@pytest.mark.parametrize("file", _expected("alerts"), ids=lambda f: f"{f.parent.parent.name}-{f.stem}")
def test_alerts_as_json(run: Runs, databases: dict[str, Path], file: Path) -> None:
    wanted = json.loads(file.read_text(encoding="utf-8"))
    database = databases[file.parent.parent.name]
    ran = run("alerts", "--as-at", wanted["as_at"], "--format", "json", "--database", database)
    answer = ran.json()
    assert ran.status == 0
    for alert in answer["alerts"]:
        assert alert.pop("since")
    assert answer == wanted


@pytest.mark.usefixtures("database")
def test_tables_fit_80_columns(run: Runs) -> None:
    for words in (
        "figures --month 2026-03",
        "figures --quarter 2026-Q1 --service S02",
        "alerts --as-at 2026-05-20",
        "due --as-at 2026-05-20",
        "journal show --limit 20",
        "--help",
        "figures --help",
        "person add --help",
    ):
        out = run(*words.split()).out
        assert out
        assert max(map(len, out.splitlines())) <= 80, words


@pytest.mark.usefixtures("database")
def test_small_numbers_never_stand_as_a_percentage_alone(run: Runs) -> None:
    out = run("figures", "--month", "2026-03").out
    assert "30 of 36  83.3%" in out
    lines = [line.rstrip() for line in out.splitlines()]
    assert any(line.startswith("Week-four reviews") and line.endswith("4 of 7") for line in lines)


@pytest.mark.usefixtures("database")
def test_csv(run: Runs) -> None:
    rows = list(csv.DictReader(io.StringIO(run("figures", "--month", "2026-03", "--format", "csv").out)))
    assert rows[0] == {
        "figure": "sessions_on_schedule",
        "numerator": "30",
        "denominator": "36",
        "value": "83.3",
        "services": "",
    }
    quarter = run("figures", "--quarter", "2026-Q1", "--format", "csv").out
    assert "change,,,-2," in quarter.splitlines(), "a number is no formula"


@pytest.mark.usefixtures("database")
def test_the_gate_on_escalations(run: Runs) -> None:
    raised = run("alerts", "--as-at", "2026-05-20", "--service", "S02", "--format", "json")
    assert raised.status == 0
    assert {alert["service"] for alert in raised.json()["alerts"]} == {"S02"}
    assert run("alerts", "--as-at", "2026-05-20", "--fail-on-escalation").status == 1
    assert run("alerts", "--as-at", "2020-01-01", "--fail-on-escalation").status == 0


@pytest.mark.usefixtures("database")
def test_what_is_due_from_whom(run: Runs) -> None:
    everything = run("due", "--as-at", "2026-05-20", "--format", "json").json()
    assert everything["as_at"] == "2026-05-20"
    items = everything["items"]
    assert items == sorted(items, key=lambda item: (item["due_on"], item["kind"], item["subject"]))
    assert set(items[0]) >= {"kind", "subject", "due_on", "state", "role", "person", "service"}
    reviews = run("due", "--as-at", "2026-05-20", "--role", "line_manager", "--format", "json").json()[
        "items"
    ]
    assert reviews == [item for item in items if item["kind"] == "A3"]
    owner = next(item["person"] for item in items if item["kind"] == "A4")
    of_owner = run("due", "--as-at", "2026-05-20", "--person", owner, "--format", "json").json()["items"]
    assert of_owner == [item for item in items if item["person"] == owner]
    assert len(run("due", "--as-at", "2026-05-20", "--format", "csv").out.splitlines()) == len(items) + 1


def _give(run: Runs, person: str, account: str, *roles: str) -> None:
    run("person", "link", person, "--account", account)
    ran = run("person", "roles", person, *(word for role in roles for word in ("--add", role)))
    assert ran.status == 0, ran


@pytest.mark.usefixtures("database")
def test_a_manager_reads_their_services_alone(run: Runs) -> None:
    _give(run, "LM-S01", "lee", "operations_manager@S01")
    assert run("figures", "--month", "2026-03", "--service", "S01", account="lee").status == 0
    said = one_line(run("figures", "--month", "2026-03", account="lee"))
    assert "of all services are not yours to read" in said
    assert "Yours: --service S01" in said
    assert "of S02 are not yours" in one_line(
        run("figures", "--month", "2026-03", "--service", "S02", account="lee")
    )
    raised = run("alerts", "--as-at", "2026-05-20", "--format", "json", account="lee").json()["alerts"]
    everything = run("alerts", "--as-at", "2026-05-20", "--format", "json").json()["alerts"]
    assert raised
    assert {alert["service"] for alert in raised} == {"S01"}
    # Two people moved: what began in S01 is S01's, and is read there too.
    assert [alert for alert in everything if alert["service"] == "S01"] == raised
    items = run("due", "--as-at", "2026-05-20", "--format", "json", account="lee").json()["items"]
    assert {item["service"] for item in items} == {"S01"}


@pytest.mark.usefixtures("database")
def test_a_mentor_reads_what_is_their_own(run: Runs) -> None:
    everything = run("due", "--as-at", "2026-05-20", "--format", "json").json()["items"]
    mentor = next(item["person"] for item in everything if item["kind"] == "A2")
    _give(run, mentor, "mo", "mentor")
    items = run("due", "--as-at", "2026-05-20", "--format", "json", account="mo").json()["items"]
    assert [item for item in everything if item["person"] == mentor] == [
        item for item in items if item["person"] == mentor
    ]
    assert len(items) < len(everything)
    raised = run("alerts", "--as-at", "2026-05-20", "--format", "json", account="mo").json()["alerts"]
    assert {alert["code"] for alert in raised}.isdisjoint({"W7", "W8", "W9", "E5", "E6", "W5"})
    one_line(run("figures", "--month", "2026-03", account="mo"))
    one_line(run("export", "/tmp/never", account="mo"))
    one_line(run("journal", "verify", account="mo"))
    one_line(run("person", "roles", mentor, "--add", "administrator@*", account="mo"))
    one_line(run("backup", "/tmp/never.db", account="mo"))
