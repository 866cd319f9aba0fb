"""Opening, making and copying the database: a sentence for everything that can be wrong."""

from __future__ import annotations

import shutil
import stat
from pathlib import Path

import pytest

from mentor_tui.store import backup, database, migrate, models, sqlite
from mentor_tui.store.problems import NoDatabase, StoreProblem, UnknownDatabase, UnsafePlace
from tests.office.conftest import House, house

__all__ = ["house"]


def test_a_new_database_is_for_this_account_alone(tmp_path: Path) -> None:
    store = database.create(tmp_path / "care" / "records.db")
    assert stat.S_IMODE(store.path.stat().st_mode) == 0o600
    assert stat.S_IMODE(store.path.parent.stat().st_mode) == 0o700
    assert len(store.device) == 32
    store.close()


def test_it_is_set_up_to_keep_what_it_acknowledged(tmp_path: Path) -> None:
    store = database.create(tmp_path / "records.db")
    assert store.value("PRAGMA journal_mode") == "wal"
    assert store.value("PRAGMA synchronous") == 2
    assert store.value("PRAGMA foreign_keys") == 1
    assert store.value("PRAGMA recursive_triggers") == 1
    store.close()


def test_the_tables_are_those_of_the_models(tmp_path: Path) -> None:
    """The frozen migration and the models say the same: STRICT, checks, indexes and triggers."""
    store = database.create(tmp_path / "records.db")
    assert migrate.fingerprint(store) == migrate.EXPECTED
    tables = {row[0] for row in store.rows("SELECT name FROM sqlite_master WHERE type = 'table'")}
    assert {model._meta.table_name for model in models.TABLES} <= tables
    loose = store.rows("SELECT name FROM pragma_table_list WHERE strict = 0 AND schema = 'main'")
    assert {row[0] for row in loose} <= {"schema_migration", "sqlite_schema", "sqlite_sequence"}
    for model in models.TABLES:
        columns = {row[1] for row in store.rows(f"PRAGMA table_info({model._meta.table_name})")}
        assert columns == set(model._meta.columns)
    store.close()


def test_no_database_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(NoDatabase, match="mentor-tui init"):
        database.open_store(tmp_path / "none.db")
    with pytest.raises(NoDatabase, match="is a folder"):
        database.open_store(tmp_path)


@pytest.mark.parametrize("content", [b"", b"hello\n" * 400, b"SQLite format 3\x00" + b"\xff" * 4096])
def test_a_file_that_is_not_ours_is_left_as_it_is(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "other.db"
    path.write_bytes(content)
    with pytest.raises(StoreProblem, match=r"not a mentor-tui database|damaged"):
        database.open_store(path)
    assert path.read_bytes() == content


def test_a_newer_database_is_left_alone(house: House) -> None:
    house.store._database.execute_sql("PRAGMA user_version = 999")
    house.store.close()
    with pytest.raises(UnknownDatabase, match="newer mentor-tui"):
        database.open_store(house.store.path)


def test_a_second_database_does_not_replace_the_first(house: House) -> None:
    with pytest.raises(StoreProblem, match="already"):
        database.create(house.store.path)


@pytest.mark.parametrize(
    "path", ["//server/share/records.db", "Dropbox/records.db", "OneDrive - Care/records.db"]
)
def test_a_share_or_a_cloud_folder_is_refused(path: str) -> None:
    with pytest.raises(UnsafePlace, match="PostgreSQL"):
        sqlite.refuse_unsafe_place(Path(path))


@pytest.mark.parametrize(
    ("version", "safe"),
    [((3, 51, 2), False), ((3, 51, 3), True), ((3, 50, 6), False), ((3, 50, 7), True), ((3, 44, 6), True)]
    + [((3, 45, 1), False), ((3, 40, 1), False), ((3, 53, 4), True)],
)
def test_libraries_that_lose_commits_are_known(version: tuple[int, ...], safe: bool) -> None:
    assert sqlite.safe_version(version) is safe


def test_a_date_that_is_none_never_gets_in(house: House) -> None:
    with pytest.raises(StoreProblem), house.store.writing():
        house.store.execute("UPDATE pairing SET started_on = '2026-02-31'")


def test_a_backup_is_a_whole_copy(house: House, tmp_path: Path) -> None:
    copy = tmp_path / "copies" / "backup.db"
    backup.copy(house.store, copy)
    assert sorted(path.name for path in copy.parent.iterdir()) == ["backup.db"]
    other = database.open_store(copy)
    assert other.rows("SELECT * FROM journal") == house.store.rows("SELECT * FROM journal")
    assert backup.integrity(other) == []
    other.close()
    with pytest.raises(StoreProblem, match="exists already"):
        backup.copy(house.store, copy)


def test_restoring_keeps_what_was_there_and_takes_a_new_device(house: House, tmp_path: Path) -> None:
    copy = tmp_path / "backup.db"
    backup.copy(house.store, copy)
    house.office.note(house.as_mentor, "opened", "pairing", house.pairing)
    later = house.store.rows("SELECT id FROM journal")
    house.store.close()

    kept = backup.restore(copy, house.store.path)

    assert kept is not None
    restored, former = database.open_store(house.store.path), database.open_store(kept)
    assert former.rows("SELECT id FROM journal") == later
    assert len(restored.rows("SELECT id FROM journal")) == len(later) - 1
    assert restored.device != former.device
    restored.close()
    former.close()


def test_a_damaged_backup_changes_nothing(house: House, tmp_path: Path) -> None:
    copy = tmp_path / "backup.db"
    backup.copy(house.store, copy)
    content = bytearray(copy.read_bytes())
    content[4096:40960] = b"\xa5" * (40960 - 4096)
    copy.write_bytes(content)
    before = house.store.rows("SELECT id FROM journal")
    with pytest.raises(StoreProblem):
        backup.restore(copy, house.store.path)
    assert house.store.rows("SELECT id FROM journal") == before


def test_two_processes_worth_of_first_openings(tmp_path: Path, house: House) -> None:
    house.store.close()
    shutil.copy(house.store.path, tmp_path / "same.db")
    stores = [database.open_store(tmp_path / "same.db") for _ in range(3)]
    assert {store.device for store in stores} == {stores[0].device}
    for store in stores:
        store.close()
