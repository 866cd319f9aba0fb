"""A database that holds a folder, made the way that people make one: by importing it."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from mentor_tui.access import Actor, Holding
from mentor_tui.declare import Value
from mentor_tui.exchange.importing import import_folder
from mentor_tui.office import Change, Office
from mentor_tui.records import BY_NAME
from mentor_tui.store.database import Store, create
from tests.conformance.folder import Folder, write_folder

ADMINISTRATOR = Actor("", "", "Importer", None, (Holding("administrator", "*"),))


def imported(folder: Path | Folder, path: Path, today: date) -> Store:
    """A new database in `path` with a folder, given as a path or as rows, imported on a day."""
    store = create(path / "mentoring.db")
    if not isinstance(folder, Path):
        write_folder(folder, path / "folder")
        folder = path / "folder"
    import_folder(Office(store, lambda: today), ADMINISTRATOR, folder)
    return store


def said(store: Store, today: date, record: str, ref: str = "", **values: Value) -> str:
    """Adds one record of history, or changes the one of an id, and gives its key.

    Links are given by the ids that people know.
    """
    declared = BY_NAME[record]
    read = {
        name: _key(store, declared.links[name], str(value)) if name in declared.links and value else value
        for name, value in values.items()
    }
    known = _key(store, declared.table, ref) if ref else ""
    with Office(store, lambda: today).batch(ADMINISTRATOR, history=True) as batch:
        return batch.add(Change(declared, read, id=known))


def _key(store: Store, table: str, ref: str) -> str:
    return str(store.value(f'SELECT id FROM "{table}" WHERE ref = :ref', {"ref": ref}))
