"""Opening, making and copying the database: a sentence for everything that can be wrong."""

from __future__ import annotations

import shutil
import stat
import subprocess
import sys
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from mentor_tui.store import backup, database, journal, migrate, models, sqlite, whereabouts
from mentor_tui.store.problems import NoDatabase, StoreProblem, UnknownDatabase, UnsafePlace
from tests.office.conftest import House, house

__all__ = ["house"]

NOW = datetime(2026, 3, 12, 17, 0, tzinfo=UTC)
#: what was in the backup: the restored database begins with an entry of its own
ENTRIES = "SELECT id FROM journal WHERE verb <> 'restored'"


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
        whereabouts.refuse_unsafe_place(Path(path))


@pytest.mark.parametrize(
    ("version", "safe"),
    [
        *(((3, 51, 2), False), ((3, 51, 3), True), ((3, 50, 6), False), ((3, 50, 7), True)),
        *(((3, 44, 6), True), ((3, 45, 1), False), ((3, 40, 1), False), ((3, 53, 4), True)),
    ],
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

    kept = backup.restore(copy, house.store.path, "", NOW)

    assert kept is not None
    restored, former = database.open_store(house.store.path), database.open_store(kept)
    assert former.rows("SELECT id FROM journal") == later
    assert len(restored.rows(ENTRIES)) == len(later) - 1
    assert restored.rows("SELECT person, reason FROM journal WHERE verb = 'restored'") == [
        (None, "from backup.db")
    ]
    assert list(journal.verify(restored)) == []
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
        backup.restore(copy, house.store.path, "", NOW)
    assert house.store.rows("SELECT id FROM journal") == before


def test_two_processes_worth_of_first_openings(tmp_path: Path, house: House) -> None:
    house.store.close()
    shutil.copy(house.store.path, tmp_path / "same.db")
    stores = [database.open_store(tmp_path / "same.db") for _ in range(3)]
    assert {store.device for store in stores} == {stores[0].device}
    for store in stores:
        store.close()


def test_a_backup_is_only_read(house: House, tmp_path: Path) -> None:
    """Not a byte of it changes, nothing appears beside it, and it may lie where nothing can be written."""
    copy = tmp_path / "kept" / "backup.db"
    backup.copy(house.store, copy)
    # As somebody else's copying tool may leave it: a file that says that there is a log, without one.
    data = bytearray(copy.read_bytes())
    data[18:20] = b"\x02\x02"
    copy.write_bytes(data)
    copy.chmod(0o400)
    copy.parent.chmod(0o500)
    entries = house.store.rows("SELECT id FROM journal")
    house.store.close()

    backup.restore(copy, house.store.path, "", NOW)

    assert copy.read_bytes() == data
    assert [path.name for path in copy.parent.iterdir()] == ["backup.db"]
    copy.parent.chmod(0o700)
    assert [path.name for path in house.store.path.parent.iterdir() if "restoring" in path.name] == []
    restored = database.open_store(house.store.path)
    assert restored.rows(ENTRIES) == entries
    assert stat.S_IMODE(restored.path.stat().st_mode) == 0o600
    restored.close()


def test_a_copy_with_its_log_is_restored_with_what_stands_in_the_log(house: House, tmp_path: Path) -> None:
    house.store.rows("PRAGMA wal_checkpoint(TRUNCATE)")
    house.office.note(house.as_mentor, "opened", "pairing", house.pairing)
    found = tmp_path / "found"
    found.mkdir()
    for end in ("", "-wal"):
        (found / f"old.db{end}").write_bytes(Path(f"{house.store.path}{end}").read_bytes())
    before = [(found / f"old.db{end}").read_bytes() for end in ("", "-wal")]
    backup.restore(found / "old.db", tmp_path / "new" / "records.db", "", NOW)
    assert [(found / f"old.db{end}").read_bytes() for end in ("", "-wal")] == before
    restored = database.open_store(tmp_path / "new" / "records.db")
    assert restored.rows(ENTRIES) == house.store.rows("SELECT id FROM journal")
    restored.close()


ELSEWHERE = """
import sys
from pathlib import Path
from mentor_tui.store.database import open_store
from mentor_tui.store.problems import StoreProblem
store = open_store(Path(sys.argv[1]))
print("open", flush=True)
for line in sys.stdin:
    try:
        with store.writing():
            store.keep("elsewhere", line.strip())
        print("written", flush=True)
    except StoreProblem as problem:
        print(problem, flush=True)
"""


@pytest.fixture
def elsewhere(house: House) -> Iterator[Callable[[str], str]]:
    """Another process with the database open: it keeps what it is told and gives its answer."""
    house.store.close()
    command = [sys.executable, "-c", ELSEWHERE, str(house.store.path)]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=Path(__file__).parents[2]
    ) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        typed, said = process.stdin, process.stdout
        assert said.readline() == "open\n"

        def tell(words: str) -> str:
            if not words:
                typed.close()
                process.wait()
                return ""
            typed.write(words + "\n")
            typed.flush()
            return str(said.readline())

        yield tell
        if not typed.closed:
            tell("")


def test_a_database_that_is_open_elsewhere_is_not_replaced(
    house: House, tmp_path: Path, elsewhere: Callable[[str], str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(backup, "_PATIENCE", 50)
    copy = tmp_path / "backup.db"
    source = database.open_store(house.store.path)
    backup.copy(source, copy)
    source.close()
    file = sqlite.identity(house.store.path)
    assert elsewhere("first") == "written\n"
    with pytest.raises(StoreProblem, match="is open in another mentor-tui"):
        backup.restore(copy, house.store.path, "", NOW)
    assert sqlite.identity(house.store.path) == file
    assert sorted(path.name for path in tmp_path.iterdir()) == [
        "backup.db",
        "records.db",
        *(f"records.db{end}" for end in ("-shm", "-wal", ".queue")),
    ]
    assert elsewhere("second") == "written\n"
    elsewhere("")
    kept = backup.restore(copy, house.store.path, "", NOW)
    assert kept is not None
    former, restored = database.open_store(kept), database.open_store(house.store.path)
    assert (former.kept("elsewhere"), restored.kept("elsewhere")) == ("second", "")
    former.close()
    restored.close()


def test_who_has_a_damaged_database_open_writes_nothing_into_what_was_set_aside(
    house: House, tmp_path: Path, elsewhere: Callable[[str], str]
) -> None:
    copy = tmp_path / "backup.db"
    source = database.open_store(house.store.path)
    backup.copy(source, copy)
    source.close()
    with house.store.path.open("r+b") as file:
        file.write(b"\0" * 100)
    kept = backup.restore(copy, house.store.path, "", NOW)
    assert kept is not None
    aside = kept.read_bytes()
    said = elsewhere("lost")
    assert "was replaced" in said
    assert "Nothing was saved" in said
    assert kept.read_bytes() == aside
    restored = database.open_store(house.store.path)
    assert restored.kept("elsewhere") == ""
    assert backup.integrity(restored) == []
    restored.close()


def test_a_restore_that_cannot_take_the_place_changes_nothing(
    house: House, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    copy = tmp_path / "backup.db"
    backup.copy(house.store, copy)
    house.store.close()
    before = {path.name: sqlite.identity(path) for path in tmp_path.iterdir()}

    def refuse(self: Path, target: Path) -> None:
        raise PermissionError(13, "Permission denied", str(self), None, str(target))

    with monkeypatch.context() as patched:
        patched.setattr(Path, "replace", refuse)
        with pytest.raises(StoreProblem, match="cannot be written to"):
            backup.restore(copy, house.store.path, "", NOW)
    assert {path.name: sqlite.identity(path) for path in tmp_path.iterdir()} == before
    store = database.open_store(house.store.path)
    assert backup.integrity(store) == []
    store.close()


def test_looking_at_a_file_again_keeps_the_locks_of_who_has_it_open(house: House, tmp_path: Path) -> None:
    copy = tmp_path / "backup.db"
    backup.copy(house.store, copy)
    assert sqlite.is_ours(house.store.path)
    script = "import sys; from datetime import UTC, datetime; from pathlib import Path; "
    script += "from mentor_tui.store import backup; "
    script += (
        "backup._PATIENCE = 50; backup.restore(Path(sys.argv[1]), Path(sys.argv[2]), '', datetime.now(UTC))"
    )
    command = [sys.executable, "-c", script, str(copy), str(house.store.path)]
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=Path(__file__).parents[2])
    assert "is open in another mentor-tui" in done.stderr
    assert not house.store.replaced()
