"""The journal notices whatever was altered, removed or moved."""

from __future__ import annotations

import pytest

from mentor_tui import records
from mentor_tui.office import Change
from mentor_tui.store import journal
from mentor_tui.store.problems import StoreProblem
from tests.office.conftest import TODAY, House, house

__all__ = ["house"]


def found(house: House) -> str:
    return "\n".join(map(str, journal.verify(house.store)))


def by_force(house: House, sql: str) -> None:
    """What somebody with the file and a SQLite of their own can do."""
    house.store._database.execute_sql("DROP TRIGGER journal_no_update")
    house.store._database.execute_sql("DROP TRIGGER journal_no_delete")
    house.store._database.execute_sql("DROP TRIGGER journal_value_no_update")
    house.store._database.execute_sql(sql)


def test_an_untouched_journal_verifies(house: House) -> None:
    assert found(house) == ""


@pytest.mark.parametrize(
    "sql",
    ["UPDATE journal SET reason = 'x'", "DELETE FROM journal", "UPDATE journal_value SET content = '{}'"],
)
def test_the_database_itself_refuses_to_alter_it(house: House, sql: str) -> None:
    with pytest.raises(StoreProblem, match="append-only"), house.store.writing():
        house.store.execute(sql)


def test_a_record_is_never_deleted(house: House) -> None:
    with pytest.raises(StoreProblem, match="never deleted"), house.store.writing():
        house.store.execute("DELETE FROM mentor")


@pytest.mark.parametrize(
    ("sql", "words"),
    [
        ("UPDATE journal SET reason = 'x' WHERE seq = 3", "entry 3"),
        (
            "UPDATE journal SET at = '2020-01-01T00:00:00+00:00' WHERE seq = 2",
            "its content is not what was written",
        ),
        ("DELETE FROM journal_value WHERE 1 = 0; ", ""),
        (
            "UPDATE staff SET name = 'Somebody Else' WHERE ref = 'W1'",
            "name differs from what the journal says",
        ),
        ("UPDATE pairing SET started_on = '2026-02-03'", "started_on differs"),
        ("UPDATE staff SET revision = 2 WHERE ref = 'W1'", "its revision is 2"),
        (
            "INSERT INTO service (id, ref, revision, name) VALUES ('zz', 'S9', 1, 'Ghost')",
            "no entry tells of this record",
        ),
        ("UPDATE journal_value SET content = replace(content, 'Ann', 'Eve')", "the value of name is not"),
    ],
)
def test_what_was_altered_is_named(house: House, sql: str, words: str) -> None:
    by_force(house, sql)
    assert words in found(house)


def test_a_removed_entry_is_missed(house: House) -> None:
    house.store._database.execute_sql("PRAGMA foreign_keys = 0")
    by_force(house, "DELETE FROM journal WHERE seq = 2")
    assert "entry 2 is missing" in found(house)


def test_the_head_changes_with_every_entry(house: House) -> None:
    before = journal.head(house.store)
    house.office.note(house.as_mentor, "opened", "pairing", house.pairing)
    assert journal.head(house.store) != before
    assert found(house) == ""


def test_every_entry_names_who_and_when(house: House) -> None:
    change = Change(
        records.GOAL, {"pairing_id": house.pairing, "goal": "Lead a medication round", "set_on": TODAY}
    )
    house.office.save(house.as_mentor, change)
    assert house.store.row("SELECT person, at, verb FROM journal ORDER BY seq DESC LIMIT 1") == (
        house.mentor,
        "2026-03-12T09:30:00+00:00",
        "made",
    )
