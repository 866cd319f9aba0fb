"""The proof of the journal: nothing is too odd to be read, and nobody's work makes it cry wolf."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path

import pytest

from mentor_tui import records
from mentor_tui.office import Change
from mentor_tui.store import journal
from mentor_tui.store.database import Store, canonical, open_store
from tests.faults.bits import ENTRY, RECORD, difference, everything
from tests.office.conftest import ADMINISTRATOR, House, house

__all__ = ["house"]


def by_force(store: Store, sql: str) -> None:
    """What somebody with the file and a SQLite of their own can do."""
    for trigger in ("journal_no_update", "journal_no_delete", "journal_value_no_update"):
        store._database.execute_sql(f"DROP TRIGGER IF EXISTS {trigger}")
    store._database.execute_sql(sql)


def found(store: Store) -> str:
    return "\n".join(map(str, journal.verify(store)))


def test_an_entry_is_hashed_as_canonical_json(house: House) -> None:
    columns = ", ".join(journal.COLUMNS)
    odd = ("é", "日本", 'a"b\\c\n\t\x7f', None, 12, "", "</script>\u2028")
    for row in [*house.store.rows(f"SELECT {columns} FROM journal"), odd]:
        assert journal.content_hash(row) == hashlib.sha256(canonical(row).encode()).hexdigest()


def state(house: House, *changes: Change) -> None:
    """Makes records as an import does."""
    with house.office.batch(ADMINISTRATOR, history=True) as batch:
        for change in changes:
            batch.add(change)


def course(house: House) -> Change:
    return Change(
        records.TRAINING, {"staff_id": house.mentee, "course": "Lifting “safely”", "mandatory": True}
    )


def test_records_of_every_kind_of_value_and_many_changes_verify(house: House) -> None:
    state(
        house,
        course(house),
        Change(records.STAFF, {"roles": ("mentee", "mentor@S2"), "name": "Zoë O'Neill"}, id=house.mentee),
        Change(records.SERVICE, {"service_id": "S3", "name": 'Ash "B\\C"', "nation": None}),
    )
    state(house, Change(records.STAFF, {"roles": None}, id=house.mentee))
    assert found(house.store) == ""


@pytest.mark.parametrize(
    ("sql", "words"),
    [
        ("UPDATE training SET mandatory = 0", "mandatory differs from what the journal says"),
        ("UPDATE mentor SET capacity = NULL", "capacity differs"),
        ("UPDATE staff SET name = CAST(x'416eff' AS TEXT) WHERE ref = 'W1'", "name differs"),
        ("UPDATE journal SET reason = CAST(x'ff' AS TEXT) WHERE seq = 2", "entry 2 of device"),
        ("UPDATE journal SET changes = '{' WHERE kind = 'mentor'", "its entries cannot be read"),
        ("UPDATE journal SET changes = '[]' WHERE kind = 'mentor'", "its entries cannot be read"),
        ("UPDATE journal_value SET content = '{'", "its values cannot be read"),
        ("UPDATE journal SET record = NULL WHERE kind = 'pairing'", "no entry tells of this record"),
        ("UPDATE journal SET kind = 'goal' WHERE kind = 'pairing'", "the record is gone"),
        ("UPDATE journal SET clock = '0' WHERE seq = 3", "it is out of order"),
        ("UPDATE journal_value SET salt = 'ff'", "the value of name is not what was written"),
    ],
)
def test_what_no_longer_reads_is_named_too(house: House, sql: str, words: str) -> None:
    state(house, course(house))
    by_force(house.store, sql)
    assert words in found(house.store)


def test_work_that_goes_on_meanwhile_is_no_fault(house: House) -> None:
    other = open_store(house.store.path)
    # A first fault shows that the proof has begun.
    by_force(house.store, "UPDATE service SET name = 'Elm' WHERE ref = 'S2'")
    proof = journal.verify(house.store)
    assert "name differs" in str(next(proof))
    office = type(house.office)(other, house.office.today)
    office.save(ADMINISTRATOR, Change(records.SERVICE, {"service_id": "S3", "name": "New"}))
    office.save(ADMINISTRATOR, Change(records.STAFF, {"name": "Ann Long"}, id=house.mentee))
    assert list(proof) == []
    other.close()


def test_a_key_that_changed_in_its_table_alone_is_named(house: House, tmp_path: Path) -> None:
    """An index keeps keys a second time: the proof goes by what the table holds."""
    house.store.rows("PRAGMA wal_checkpoint(TRUNCATE)")
    entry = house.store.value("SELECT id FROM journal WHERE kind = 'pairing'")
    device = house.store.device
    content = house.store.path.read_bytes()
    whole = everything(house.store.path)
    hits = 0
    for key in (house.pairing, house.mentee, entry, device):
        # The last letter, wherever the key stands: in tables, in indexes, in links.
        for number, place in enumerate(ends(content, key.encode())):
            path = tmp_path / f"{key}-{number}.db"
            changed = bytearray(content)
            changed[place] ^= 1
            path.write_bytes(changed)
            if difference(whole, everything(path)) not in (RECORD, ENTRY):
                continue
            hits += 1
            store = open_store(path)
            assert list(journal.verify(store)), (key, place)
            store.close()
    assert hits > 8


def ends(content: bytes, word: bytes) -> Iterator[int]:
    at = content.find(word)
    while at >= 0:
        yield at + len(word) - 1
        at = content.find(word, at + 1)
