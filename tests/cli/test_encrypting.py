"""`encrypt`, `decrypt`, `recover`, and the other commands on an encrypted database."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from mentor_tui.store import keyring, sqlite
from tests.cli.conftest import GOOD, Ran, Runs, one_line

ANN = ("--as", "Ann Dale")


@pytest.fixture
def ours(run: Runs, database: Path) -> Iterator[Path]:
    """A database whose administrator has a passphrase."""
    assert run("person", "passphrase", "Ann Dale", typed=f"{GOOD}\n").status == 0
    yield database
    keyring.forget()


def fresh(run: Runs, *words: object, typed: str = "", account: str = "ann") -> Ran:
    """Another process: it holds no keys."""
    keyring.forget()
    return run(*words, typed=typed, account=account)


def encrypted(run: Runs) -> str:
    """Encrypts; gives the recovery code."""
    ran = fresh(run, "encrypt", *ANN, typed=f"{GOOD}\n")
    assert ran.status == 0, ran.err
    found = re.search(r"Recovery code: (\S+)", ran.out)
    assert found
    return found[1]


def test_every_command_asks_one_of_its_people(run: Runs, ours: Path) -> None:
    before = fresh(run, "figures", "--month", "2026-03", "--format", "json").json()
    encrypted(run)
    assert not sqlite.is_plain(ours)
    assert "Use --as" in one_line(fresh(run, "figures", "--month", "2026-03"))
    assert "not right" in one_line(fresh(run, "check", *ANN, typed="not-the-one-at-all\n"))
    asked = fresh(run, "figures", "--month", "2026-03", "--format", "json", *ANN, typed=f"{GOOD}\n")
    assert asked.json() == before
    assert fresh(run, "check", *ANN, typed=f"{GOOD}\n").status == 0
    assert "encrypted" in fresh(run, "doctor").out
    assert "already" in one_line(fresh(run, "encrypt", *ANN, typed=f"{GOOD}\n"))


def test_a_backup_is_taken_and_put_back_with_its_keys(run: Runs, ours: Path, tmp_path: Path) -> None:
    encrypted(run)
    copy = tmp_path / "copy.db"
    assert fresh(run, "backup", copy, *ANN, typed=f"{GOOD}\n").status == 0
    assert keyring.is_encrypted(copy)
    ours.unlink()
    assert fresh(run, "restore", copy, *ANN, typed=f"{GOOD}\n").status == 0
    assert fresh(run, "journal", "verify", *ANN, typed=f"{GOOD}\n").status == 0


def test_the_recovery_code_gives_an_administrator_a_new_passphrase(run: Runs, ours: Path) -> None:
    code = encrypted(run)
    new = "kettle-orbit-willow-tree"
    assert "not right" in one_line(fresh(run, "recover", *ANN, typed=f"AAAAA-BBBBB\n{new}\n"))
    assert "administrator" in one_line(fresh(run, "recover", "--as", "W0001", typed=f"{code}\n{new}\n"))
    assert fresh(run, "recover", *ANN, typed=f"{code}\n{new}\n").status == 0
    assert fresh(run, "check", *ANN, typed=f"{new}\n").status == 0
    assert keyring.is_encrypted(ours)


def test_it_is_made_plain_again_by_an_administrator(run: Runs, ours: Path) -> None:
    assert "not encrypted" in one_line(fresh(run, "decrypt", *ANN, typed=f"{GOOD}\n"))
    encrypted(run)
    assert fresh(run, "decrypt", *ANN, typed=f"{GOOD}\n").status == 0
    assert sqlite.is_plain(ours)
    assert fresh(run, "check").status == 0


def test_nobody_but_an_administrator_encrypts(run: Runs, ours: Path) -> None:
    assert run("person", "passphrase", "W0001", typed=f"{GOOD}\n").status == 0
    assert "Only an administrator" in one_line(fresh(run, "encrypt", "--as", "W0001", typed=f"{GOOD}\n"))
    assert "--as" in fresh(run, "encrypt").err
    assert sqlite.is_plain(ours)
