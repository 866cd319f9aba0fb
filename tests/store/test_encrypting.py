"""An encrypted database: nobody reads the file without a passphrase, and no passphrase that was ever good is lost."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from mentor_tui import founding, identity, keys, records
from mentor_tui.access import Actor
from mentor_tui.office import Change, Office
from mentor_tui.store import backup, encrypting, journal, keyring, sqlite
from mentor_tui.store.database import Store, open_backup, open_store
from mentor_tui.store.problems import Encrypted, StoreProblem

TODAY = date(2026, 3, 12)
NOW = datetime(2026, 3, 12, 9, 0, tzinfo=UTC)
ANN, BEN = "violin-harbour-moss", "lantern-copper-field"
SECRET = "Amara found the night shift hard"


@pytest.fixture(autouse=True)
def _no_keys_are_left() -> Iterator[None]:
    """The tests are one process, which must not hold the keys of another test's file."""
    yield
    keyring.forget()


class Place:
    """A database of two people, which Ann has encrypted."""

    def __init__(self, path: Path) -> None:
        self.path = path
        store, self.ann = founding.found(
            path,
            organisation="Riverside Care",
            administrator="Ann Dale",
            passphrase=ANN,
            today=lambda: TODAY,
            now=lambda: NOW,
        )
        office = self.office(store)
        self.ben = office.save(self.ann, Change(records.PERSON, {"name": "Ben Élan", "staff_id": "B2"})).ids[
            0
        ]
        identity.set_passphrase(store, office, self.ann, self.ben, BEN, NOW)
        office.note(self.ann, "told", "database", reason=SECRET)
        ring, key = keyring.new_ring()
        ring = ring.sealed(key, "person", self.ann.id, ("Ann Dale",), ANN)
        self.code = "ABCDE-FGHJK-23456-789AB"
        encrypting.encrypt(store, ring.sealed(key, "recovery", "", (), self.code), key)

    @staticmethod
    def office(store: Store) -> Office:
        return Office(store, lambda: TODAY, lambda: NOW)

    def locked(self) -> None:
        """As another process finds it."""
        keyring.forget()

    def open(self, named: str, secret: str) -> Store:
        """As another process opens it."""
        self.locked()
        assert keys.unlock(self.path, named, secret)
        return open_store(self.path)

    def sign_in(self, store: Store, person: str, secret: str) -> Actor:
        return identity.sign_in(store, self.office(store), person, secret, NOW)


@pytest.fixture
def place(tmp_path: Path) -> Place:
    return Place(tmp_path / "records.db")


def test_nothing_of_it_can_be_read_without_a_passphrase(place: Place) -> None:
    place.locked()
    for file in place.path.parent.iterdir():
        content = file.read_bytes()
        for words in (SECRET, "Riverside", "Ann Dale", "SQLite format", "CREATE TABLE"):
            assert words.encode() not in content, file.name
        assert file.stat().st_mode & 0o077 == 0, file.name
    with pytest.raises(Encrypted, match="name and passphrase"):
        open_store(place.path)
    for named, secret in (("Ann Dale", BEN), ("Ben Élan", BEN), ("Nobody", ANN), ("recovery", ANN)):
        assert keys.unlock(place.path, named, secret) == ""
    with pytest.raises(Encrypted):
        open_store(place.path)


def test_it_holds_what_it_held_and_its_journal_verifies(place: Place) -> None:
    store = place.open("ann  DALE", ANN)
    assert place.sign_in(store, place.ann.id, ANN).name == "Ann Dale"
    assert list(journal.verify(store)) == []
    assert backup.integrity(store) == []
    assert store.value("SELECT count(*) FROM journal WHERE reason = :said", {"said": SECRET}) == 1
    assert store.value("PRAGMA journal_mode") == "wal"


def test_somebody_else_opens_it_after_they_have_signed_in_once(place: Place) -> None:
    store = place.open("Ann Dale", ANN)
    place.sign_in(store, place.ben, BEN)
    store.close()
    for name in ("ben élan", "B2"):
        assert place.open(name, BEN).value("SELECT name FROM organisation") == "Riverside Care"


def test_a_new_passphrase_opens_it_and_the_former_one_does_not_once_it_was_used(place: Place) -> None:
    store = place.open("Ann Dale", ANN)
    new = "kettle-orbit-willow"
    identity.set_passphrase(store, place.office(store), place.ann, place.ann.id, new, NOW)
    store.close()
    store = place.open("Ann Dale", new)
    place.sign_in(store, place.ann.id, new)
    store.close()
    place.locked()
    assert keys.unlock(place.path, "Ann Dale", ANN) == ""
    assert keys.unlock(place.path, "Ann Dale", new) == "person"


def test_a_one_time_code_opens_it_until_the_passphrase_is_chosen(place: Place) -> None:
    store = place.open("Ann Dale", ANN)
    code = identity.give_reset_code(store, place.office(store), place.ann, place.ben, NOW)
    store.close()
    store = place.open("Ben Élan", code.lower())
    new = "kettle-orbit-willow"
    identity.use_reset_code(store, place.office(store), place.ben, code, new, NOW)
    store.close()
    place.locked()
    assert keys.unlock(place.path, "Ben Élan", code) == ""
    assert keys.unlock(place.path, "Ben Élan", new) == "person"


def test_who_has_left_opens_it_no_more_and_an_old_code_neither(place: Place) -> None:
    store = place.open("Ann Dale", ANN)
    identity.give_reset_code(store, place.office(store), place.ann, place.ben, NOW)
    place.sign_in(store, place.ann.id, ANN)
    keys.tidy(store, TODAY, NOW)
    assert {slot.kind for slot in keyring.read(place.path)[0].slots} == {"person", "recovery", "code"}
    keys.tidy(store, TODAY, NOW + timedelta(hours=73))
    assert {slot.kind for slot in keyring.read(place.path)[0].slots} == {"person", "recovery"}
    with store.writing():
        store.execute("UPDATE account SET passphrase = NULL WHERE person_id = :ann", {"ann": place.ann.id})
    keys.tidy(store, TODAY, NOW)
    assert [slot.kind for slot in keyring.read(place.path)[0].slots] == ["recovery"]


def test_the_recovery_code_opens_it(place: Place) -> None:
    place.locked()
    assert keys.unlock(place.path, "recovery", place.code.replace("-", " ").lower()) == "recovery"
    assert open_store(place.path).value("SELECT name FROM organisation") == "Riverside Care"


def test_a_backup_is_encrypted_with_its_keys_and_is_put_back(place: Place, tmp_path: Path) -> None:
    store = place.open("Ann Dale", ANN)
    copy = tmp_path / "elsewhere" / "copy.db"
    backup.copy(store, copy)
    assert not sqlite.is_plain(copy)
    store.close()
    place.locked()
    with pytest.raises(Encrypted):
        open_backup(copy)
    assert keys.unlock(copy, "Ann Dale", ANN)
    to = tmp_path / "third" / "records.db"
    to.parent.mkdir()
    backup.restore(copy, to, place.ann.id, NOW)
    place.locked()
    assert keys.unlock(to, "Ann Dale", ANN)
    store = open_store(to)
    place.office(store).note(place.ann, "restored", "database")
    assert list(journal.verify(store)) == []


def test_one_encrypted_database_takes_the_place_of_another(place: Place, tmp_path: Path) -> None:
    other = Place(tmp_path / "other" / "records.db")
    store = other.open("Ann Dale", ANN)
    copy = tmp_path / "copy.db"
    backup.copy(store, copy)
    store.close()
    place.locked()
    assert keys.unlock(copy, "Ann Dale", ANN)
    assert keys.unlock(place.path, "Ann Dale", ANN)
    kept = backup.restore(copy, place.path, place.ann.id, NOW)
    assert kept
    place.locked()
    for path in (place.path, kept):
        assert keys.unlock(path, "Ann Dale", ANN), path
        assert open_store(path).value("SELECT name FROM organisation") == "Riverside Care"
    assert len(keyring.read(place.path)) == 1


@pytest.mark.parametrize("moment", ["write", "replace"])
def test_a_stop_in_the_middle_leaves_one_that_opens(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, moment: str
) -> None:
    path = tmp_path / "records.db"
    store, ann = founding.found(
        path,
        organisation="Riverside",
        administrator="Ann Dale",
        passphrase=ANN,
        today=lambda: TODAY,
        now=lambda: NOW,
    )
    ring, key = keyring.new_ring()

    def stop(*_: object) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patched:
        if moment == "write":
            patched.setattr(keyring, "write", stop)
        else:
            patched.setattr(Path, "replace", stop)
        with pytest.raises(StoreProblem, match="full"):
            encrypting.encrypt(store, ring.sealed(key, "person", ann.id, ("Ann Dale",), ANN), key)
    keyring.forget()
    assert open_store(path).value("SELECT name FROM organisation") == "Riverside"


def test_it_is_made_plain_again(place: Place) -> None:
    store = place.open("Ann Dale", ANN)
    encrypting.decrypt(store)
    place.locked()
    store = open_store(place.path)
    assert list(journal.verify(store)) == []
    assert not keyring.path_of(place.path).exists()


def test_keys_that_are_damaged_are_told_in_words(place: Place) -> None:
    place.locked()
    keyring.path_of(place.path).write_text("{")
    with pytest.raises(StoreProblem, match="latest backup"):
        open_store(place.path)
