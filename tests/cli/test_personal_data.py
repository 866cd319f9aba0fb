"""``person export`` and ``person anonymise`` as commands: what they say, ask, refuse and leave behind."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from mentor_tui.store.database import open_store
from tests.cli.conftest import Runs, one_line


@pytest.fixture
def ready(database: Path) -> Path:
    """The database after somebody left of whom nothing is open."""
    store = open_store(database)
    with store.writing():
        # Set by hand: how it comes to be so is the office's, and is tried there.
        for statement in (
            "UPDATE action SET cancelled_on = '2026-11-01' WHERE completed_on IS NULL",
            "UPDATE pairing SET ended_on = '2026-11-01' WHERE ended_on IS NULL",
            "UPDATE targeted_case SET closed_on = '2026-11-01' WHERE closed_on IS NULL",
        ):
            store.execute(statement)
    store.close()
    return database


def raw(database: Path) -> bytes:
    return b"".join(one.read_bytes() for one in database.parent.glob(f"{database.name}*"))


@pytest.mark.usefixtures("database")
def test_export_writes_a_new_file_and_says_what_is_in_it(run: Runs, tmp_path: Path) -> None:
    out = tmp_path / "w3.json"
    ran = run("person", "export", "W0003", "--out", out)
    assert (ran.status, ran.err) == (0, "")
    assert "12 records are in it" in ran.out
    assert "give it to nobody else" in ran.out
    assert json.loads(out.read_text())["person"]["id"] == "W0003"
    assert "exists already" in one_line(run("person", "export", "W0003", "--out", out))
    assert "ends on none of" in one_line(run("person", "export", "W0003", "--out", tmp_path / "w3.pdf"))
    assert "made by the person themselves" in one_line(
        run("person", "export", "W9999", "--out", tmp_path / "x.md")
    )


def test_anonymising_asks_unless_it_is_told_not_to(ready: Path, run: Runs) -> None:
    refused = one_line(run("person", "anonymise", "W0003", "--reason", "kept six years"))
    assert "--yes" in refused
    assert b"Ben Khan" in raw(ready)


def test_anonymised_once_and_gone_from_the_bytes(ready: Path, run: Runs, tmp_path: Path) -> None:
    beside = ready.with_name("mentor-before-restore-1.db")
    beside.write_bytes(b"")
    ran = run("person", "anonymise", "W0003", "--reason", "kept six years", "--yes")
    assert ran.status == 0, ran
    assert "W0003 is anonymised and is ANON-" in ran.out
    assert "gone from the database file and its log" in ran.out
    assert "Backups" in ran.out
    assert str(beside) in ran.out
    ref = ran.out.split(" is anonymised and is ")[1].split()[0]
    assert b"W0003" not in raw(ready)
    again = run("person", "anonymise", ref, "--reason", "kept six years", "--yes")
    assert again.status == 0
    assert "anonymised already" in again.out
    assert run("person", "roles", "W0003").status == 2
    assert run("person", "export", ref, "--out", tmp_path / "left.md").status == 0


@pytest.mark.usefixtures("database")
def test_what_stands_against_it_is_said_in_one_line(run: Runs) -> None:
    said = one_line(run("person", "anonymise", "W0003", "--reason", "kept six years", "--yes"))
    assert "a support action of theirs is open" in said
    assert said.endswith("Nothing was changed.\n")
    assert "reason" in one_line(run("person", "anonymise", "W0003", "--yes"))
