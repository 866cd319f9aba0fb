"""Making a plain database an encrypted one, and back: a checked copy takes its place, or nothing changes."""

from __future__ import annotations

from mentor_tui.store import backup, journal, keyring, sqlite, turns
from mentor_tui.store.database import Store, open_as_it_is, plain
from mentor_tui.store.problems import UnknownDatabase


def encrypt(store: Store, ring: keyring.Ring, key: bytes) -> None:
    """Puts an encrypted copy in the place of the database, with its keys beside it; the plain file is removed.

    The store is closed: open the database again. Raises StoreProblem where somebody else has it open, or the copy
    does not come out the same; then nothing has changed.
    """
    if not ring.slots:
        raise ValueError("nobody could open it")
    _swap(store, key, ring)


def decrypt(store: Store) -> None:
    """Puts a plain copy in the place of the encrypted database. The store is closed. Raises StoreProblem."""
    _swap(store, None, None)
    keyring.path_of(store.path).unlink(missing_ok=True)


def _swap(store: Store, key: bytes | None, ring: keyring.Ring | None) -> None:
    path = store.path
    fresh = path.with_name(path.name + ".turning")
    try:
        before = _contents(store)
        store.end()
        backup.clear(fresh)
        with turns.WritersQueue(path.with_name(path.name + ".queue")).turn():
            backup.refuse_used(path)
            source = open_as_it_is(path)
            try:
                sqlite.pour(source.database, fresh, key)
            finally:
                source.close()
            fresh.chmod(0o600)
            _refuse_other(Store(sqlite.connect(fresh, key), fresh, key), before)
            backup.clear(fresh, only_logs=True)
            if ring is not None:
                keyring.write(path, ring)
            fresh.replace(path)
            backup.settle(path.parent)
    except (*sqlite.TROUBLE, OSError) as trouble:
        raise plain(trouble, path) from trouble
    finally:
        backup.clear(fresh)


def _refuse_other(copy: Store, before: tuple[object, ...]) -> None:
    """Raises UnknownDatabase where the copy is not whole, or does not hold the same."""
    try:
        faults = backup.integrity(copy)
        if faults or _contents(copy) != before:
            raise UnknownDatabase(
                f"The copy did not come out whole{': ' + faults[0][:100] if faults else ''}. Nothing was changed. "
                "Run 'mentor-tui check'."
            )
        copy.rows("PRAGMA journal_mode = delete")
    finally:
        copy.close()


def _contents(store: Store) -> tuple[object, ...]:
    """What must be the same in the copy: how many rows each table has, and how the journal ends."""
    tables = [
        name for (name,) in store.rows("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name")
    ]
    counts = tuple((name, store.value(f'SELECT count(*) FROM "{name}"')) for name in tables)
    return counts, journal.head(store)
