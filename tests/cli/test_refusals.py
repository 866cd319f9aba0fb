"""Bad usage and bad input: one line on standard error that says what to do, exit status 2."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tests.cli.conftest import GOOD, Runs, one_line


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("bogus", "No such command 'bogus'"),
        ("figures --bogus", "No such option"),
        ("figures", "either --month YYYY-MM or --quarter"),
        ("figures --month 2026-03 --quarter 2026-Q1", "either --month YYYY-MM or --quarter"),
        ("figures --month 2026-13", "'2026-13' is not a month"),
        ("figures --month 2026-Q1", "'2026-Q1' is not a month"),
        ("figures --quarter 2026-Q5", "'2026-Q5' is not a quarter"),
        ("figures --month 2026-03 --as-at 31/02/2026", "'31/02/2026' is not a date"),
        ("figures --month 2026-03 --service S99", "There is no service S99"),
        ("figures --month 2026-03 --format xml", "'xml' is not one of"),
        ("alerts --as-at never", "'never' is not a date"),
        ("alerts --as-at 0001-01-01", "'0001-01-01' is not a date between 1900 and 2199"),
        ("due --as-at 9999-12-31", "'9999-12-31' is not a date between 1900 and 2199"),
        ("alerts --service S99", "There is no service S99"),
        ("due --role mentee", "'mentee' holds no list"),
        ("due --person nobody", "'nobody' is no id"),
        ("journal", "Missing command"),
        ("journal show --record nothing", "no record with the id nothing"),
        ("journal show --person nobody", "'nobody' is no id"),
        ("journal show --limit 0", "0 is not in the range"),
        ("init", "Missing option '--organisation'"),
        ("init --organisation Rose", "There is a database at"),
        ("init --organisation a\u202eb", "changes the direction"),
        ("import nowhere", "nowhere"),
        ("backup", "Missing argument 'FILE'"),
        ("restore /nowhere/backup.db", "There is no backup at /nowhere/backup.db"),
        ("person link W0001 --key zoe", "This is no public key"),
        ("person link W0001 --account will --remove", "not linked to this person"),
        ("--sign-in magic", "'magic' is not one of"),
        ("--sign-in key due", "--sign-in is for the full-screen program, and for plain"),
        ("person roles W0001 --add mentor@S99", "there is no service S99"),
        ("person roles Ann_Dale --remove administrator@*", "'Ann_Dale' is no id"),
        ("person roles W0001 --add emperor", "'emperor' is not a role"),
        ("person roles W0001 --remove emperor", "does not hold 'emperor'"),
        ("person roles nobody", "'nobody' is no id"),
        ("person add --name X --service S01", "needs --job-role and --start too"),
        ("person add --name X --start today", "give their --service too"),
        ("completion tcsh", "'tcsh' is not one of"),
        ("--database postgresql://server/db figures --month 2026-03", "PostgreSQL is not there yet"),
    ],
)
@pytest.mark.usefixtures("database")
def test_said_in_one_line(run: Runs, words: str, said: str) -> None:
    assert said in one_line(run(*words.split(" ")))


def test_no_database(run: Runs, tmp_path: Path) -> None:
    said = one_line(run("--database", tmp_path / "none.db", "figures", "--month", "2026-03"))
    assert "There is no database at" in said
    assert "mentor-tui init" in said


def test_a_folder_instead_of_a_file(run: Runs, tmp_path: Path) -> None:
    said = one_line(run("figures", "--month", "2026-03", "--database", tmp_path))
    assert "is a folder" in said


def test_another_file_is_left_alone(run: Runs, tmp_path: Path) -> None:
    other = tmp_path / "letter.db"
    other.write_text("Dear Ann")
    assert "not a mentor-tui database" in one_line(run("alerts", "--database", other))
    assert other.read_text() == "Dear Ann"


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no such pipes on this system")
def test_a_pipe_is_not_waited_on(run: Runs, tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.db")
    assert "not a mentor-tui database" in one_line(run("alerts", "--database", tmp_path / "pipe.db"))


def test_a_newer_database_is_left_alone(run: Runs, database: Path) -> None:
    from mentor_tui.store.database import open_store

    store = open_store(database)
    with store.writing():
        store.execute("PRAGMA user_version = 999")
    store.close()
    assert "written by a newer mentor-tui" in one_line(run("due"))


def test_a_damaged_database(run: Runs, database: Path) -> None:
    content = bytearray(database.read_bytes())
    content[4096 * 3 :] = b"\xff" * (len(content) - 4096 * 3)
    database.write_bytes(content)
    said = one_line(run("figures", "--month", "2026-03"))
    assert "is damaged" in said
    assert "mentor-tui check" in said


def test_a_folder_that_cannot_be_written(run: Runs, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    said = one_line(run("init", "--organisation", "Rose", "--database", tmp_path / "file" / "x.db"))
    assert "cannot be" in said


def test_an_account_that_is_linked_to_nobody_is_told_how(run: Runs, database: Path) -> None:
    said = one_line(run("due", "--database", database, account="eve"))
    assert "'eve' is linked to nobody" in said
    assert "--as" in said
    assert "person link" in said


@pytest.mark.usefixtures("database")
def test_unknown_name_and_wrong_passphrase_are_told_alike(run: Runs) -> None:
    run("person", "passphrase", "W0001", typed=GOOD + "\n")
    said = {
        one_line(run("due", "--as", whom, typed="not-the-right-words\n", account="eve"))
        for whom in ("W0001", "nobody", "LM-S01")
    }
    assert len(said) == 1
    assert "No passphrase came in" in one_line(run("due", "--as", "W0001", account="eve"))


@pytest.mark.usefixtures("database")
def test_what_is_typed_into_a_command_never_reaches_the_terminal_raw(run: Runs) -> None:
    said = one_line(run("figures", "--month", "2026\x1b]52;c;eA==\x07"))
    assert "\x1b" not in said
    assert "\x07" not in said


@pytest.mark.usefixtures("database")
def test_what_nobody_expected_is_a_reference_and_says_nothing_of_what_was_typed(
    run: Runs, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    from mentor_tui.store import evidence

    def breaks(*_: object) -> None:
        secret = "a note about somebody"
        raise RuntimeError(secret)

    monkeypatch.setattr(evidence, "figures", breaks)
    ran = run("figures", "--month", "2026-03")
    assert ran.status == 70
    assert "reference" in ran.err
    assert ran.err.count("\n") == 1
    (kept,) = tmp_path.rglob("fault-*.txt")
    told = kept.read_text()
    assert "builtins.RuntimeError" in told
    assert "in breaks" in told
    assert "somebody" not in told + ran.err
    assert kept.name.removesuffix(".txt").rpartition("-")[2] in ran.err
