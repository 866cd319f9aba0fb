"""The facts of other records that checks and schedules look at: remembered within one transaction."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from mentor_tui import records
from mentor_tui.store.database import Store
from mentor_tui.store.values import from_column

_CHUNK = 400


@lru_cache(maxsize=64)
def _facts(table: str) -> tuple[tuple[str, ...], tuple[Any, ...]]:
    record = records.BY_TABLE[table]
    kinds = {one.name: one.kind for one in record.fields} | {one.name: one.kind for one in record.derived}
    names = record.facts
    readers = tuple((lambda value: value) if name == "ref" else from_column(kinds[name]) for name in names)
    return names, readers


class Rows:
    """Facts of records by table and key, read once and kept up to date with what this transaction writes."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._known: dict[str, dict[str, Mapping[str, Any]]] = {}

    def find(self, table: str, key: str) -> Mapping[str, Any] | None:
        """The facts of one record; nothing where there is no such record."""
        known = self._known.setdefault(table, {})
        found = known.get(key)
        if found is None:
            self.load(table, [key])
            found = known.get(key)
        return found

    def load(self, table: str, keys: list[str] | None = None) -> None:
        """Reads the facts of these records, or of all of the table, at once."""
        names, readers = _facts(table)
        known = self._known.setdefault(table, {})
        select = f'SELECT {", ".join(("id", *names))} FROM "{table}"'
        if keys is None:
            rows = self._store.rows(select)
            self._take(known, names, readers, rows)
            return
        for start in range(0, len(keys), _CHUNK):
            some = keys[start : start + _CHUNK]
            marks = {f"k{number}": key for number, key in enumerate(some)}
            rows = self._store.rows(
                f"{select} WHERE id IN ({', '.join(':' + mark for mark in marks)})", marks
            )
            self._take(known, names, readers, rows)

    @staticmethod
    def _take(
        known: dict[str, Mapping[str, Any]],
        names: tuple[str, ...],
        readers: tuple[Any, ...],
        rows: list[tuple[Any, ...]],
    ) -> None:
        for row in rows:
            known[row[0]] = {
                name: read(value) for name, read, value in zip(names, readers, row[1:], strict=True)
            }

    def note(self, table: str, key: str, values: Mapping[str, Any]) -> None:
        """Takes note of a record that this transaction writes."""
        names, _ = _facts(table)
        self._known.setdefault(table, {})[key] = {name: values.get(name) for name in names}
