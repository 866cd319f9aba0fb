"""What another program wrote into the file: no command sends it to a terminal, no restore takes it in."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from mentor_tui import records
from mentor_tui.store.database import open_store
from tests.cli.conftest import Ran, Runs
from tests.hostile.house import JUNK, worded
from tests.hostile.looking import heeded

FORMATS = ("table", "json", "csv")
#: every command that tells of records, with what it may be asked besides
TELLING: list[list[str]] = [
    *(["figures", "--month", "2026-05", "--format", how] for how in FORMATS),
    *(["figures", "--quarter", "2026-Q2", "--format", how] for how in FORMATS),
    *(["alerts", "--as-at", "2026-05-31", "--format", how] for how in FORMATS),
    *(["due", "--as-at", "2026-05-31", "--format", how] for how in FORMATS),
    *(["journal", "show", "--limit", "40", "--format", how] for how in FORMATS),
    ["journal", "verify"],
    ["check"],
    ["doctor"],
    ["person", "roles", "Ann Dale"],
]


def poison(path: Path) -> None:
    """Junk behind every text of every record, and behind every id and reason."""
    store = open_store(path)
    with store.writing():
        for record in records.ALL:
            columns = [one.name for one in worded(record)] + (["ref"] if record.ident else [])
            for column in columns:
                if (record.table, column) != ("staff", "name"):
                    store.execute(
                        f'UPDATE "{record.table}" SET "{column}" = "{column}" || :junk', {"junk": JUNK}
                    )
        store.execute("UPDATE staff SET name = name || :junk WHERE name <> 'Ann Dale'", {"junk": JUNK})
        for (trigger,) in store.rows("SELECT name FROM sqlite_master WHERE type = 'trigger'"):
            store.execute(f'DROP TRIGGER "{trigger}"')
        store.execute("UPDATE journal SET reason = 'x' || :junk", {"junk": JUNK})
    store.close()


@pytest.fixture
def poisoned(database: Path) -> Path:
    poison(database)
    return database


@pytest.mark.usefixtures("poisoned")
def test_no_command_sends_it_on(run: Runs) -> None:
    said = 0
    for words in TELLING:
        ran: Ran = run(*words)
        assert ran.status in (0, 1), (words, ran.err)
        assert not heeded(ran.out + ran.err), words
        said += len(ran.out)
    assert said > 10_000


@pytest.mark.usefixtures("poisoned")
def test_a_check_tells_of_it(run: Runs) -> None:
    ran = run("check")
    assert ran.status == 1
    assert (
        "text that is not kept in name of service: This has an invisible control character (U+0000)"
        in ran.out
    )


@pytest.mark.parametrize(
    ("table", "column"),
    [
        ("staff", "name"),
        ("service", "ref"),
        ("pairing", "why_this_mentor"),
        ("journal", "reason"),
        ("draft", "typed"),
    ],
)
def test_a_backup_that_holds_it_is_not_restored(
    run: Runs, database: Path, tmp_path: Path, table: str, column: str
) -> None:
    forged = tmp_path / "forged.db"
    assert run("backup", forged).status == 0
    store = open_store(forged)
    with store.writing():
        for (trigger,) in store.rows("SELECT name FROM sqlite_master WHERE type = 'trigger'"):
            store.execute(f'DROP TRIGGER "{trigger}"')
        if table == "draft":
            # JSON hides it: no byte of it is out of the ordinary.
            store.execute(
                "INSERT INTO draft (id, person_id, form, subject, typed, saved_at) "
                "SELECT 'x', id, 'session', '', :typed, '2026-11-20T09:00:00+00:00' FROM staff LIMIT 1",
                {"typed": '{"feedback":"a\\u001b]52;c;aGk=\\u0007"}'},
            )
        else:
            store.execute(
                f"UPDATE {table} SET {column} = :text WHERE id = (SELECT min(id) FROM {table})",
                {"text": "a\x1b]52;c;aGk=\x07\u202eb"},
            )
    store.rows("PRAGMA journal_mode = delete")
    store.close()
    before = database.read_bytes()
    ran = run("restore", forged)
    assert ran.status == 2
    assert f"text that is not kept in {column} of {table}" in ran.err, ran.err
    assert not heeded(ran.err)
    assert database.read_bytes() == before


def test_text_of_no_encoding_is_told_in_a_sentence(run: Runs, database: Path, tmp_path: Path) -> None:
    sound = tmp_path / "sound.db"
    shutil.copyfile(database, sound)
    store = open_store(database)
    with store.writing():
        store.execute("UPDATE staff SET name = CAST(x'416eff' AS TEXT) WHERE name <> 'Ann Dale'")
        store.execute("UPDATE service SET name = CAST(x'eda080' AS TEXT)")
    store.close()
    for words in [*TELLING, ["export", str(tmp_path / "out")], ["restore", str(sound)]]:
        ran = run(*words)
        assert ran.status in (0, 1, 2), (words, ran.err)
        assert not heeded(ran.out + ran.err), words
    assert run("check").status == 0
