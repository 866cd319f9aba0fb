"""Finding what a file's rows point to and what is in the database already, some hundred rows at a time."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from mentor_tui import records
from mentor_tui.declare import Record
from mentor_tui.office import Batch
from mentor_tui.office.plans import plan_of
from mentor_tui.store.database import Store
from mentor_tui.store.values import to_column

#: a record as it stands: its key, revision and values
Standing = tuple[str, int, dict[str, Any]]

_CHUNK = 400


class References:
    """Provider ids to keys, table by table: those of the database, and of this folder's rows so far."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._keys: dict[str, dict[str, str]] = {}
        self._absent: dict[str, set[str]] = {}
        #: ids that stand in rows with faults: that they are missing is no second fault
        self.lost: dict[str, set[str]] = {}
        #: tables of which some rows could not be read at all
        self.unreadable: set[str] = set()
        #: records without ids of their own of which some rows have faults
        self.patchy: set[str] = set()
        #: ids of people outside the staff register in this folder
        self.people: set[str] = set()
        #: keys that rows further down are to have, promised to those that name them
        self.promised: dict[str, str] = {}
        #: the lines of pairings that were changed, by their keys
        self.changed_pairings: dict[str, int] = {}
        self.empty = {
            table: store.value(f'SELECT 1 FROM "{table}" LIMIT 1') is None for table in records.BY_TABLE
        }

    def note(self, table: str, ref: str, key: str) -> None:
        """Takes note of a row of this folder."""
        self._keys.setdefault(table, {})[ref] = key

    def find(self, table: str, ref: str) -> str | None:
        """The key of an id that :meth:`load` was asked for; nothing where there is no such record."""
        return self._keys.get(table, {}).get(ref)

    def excused(self, table: str, ref: str) -> bool:
        """Whether an id is unknown only because its own row has a fault."""
        return table in self.unreadable or ref in self.lost.get(table, ())

    def lose(self, table: str, ref: str) -> None:
        """Takes note of a row that has a fault."""
        self.lost.setdefault(table, set()).add(ref)

    def miss(self, record: Record) -> None:
        """Takes note that some rows of a record's file could not be read."""
        self.unreadable.add(record.table)
        self.patchy.add(record.name)

    def load(self, batch: Batch, needed: Mapping[str, set[str]]) -> None:
        """Looks up ids, all of a table's at once."""
        for table, refs in needed.items():
            known = self._keys.setdefault(table, {})
            unknown = [ref for ref in refs if ref not in known]
            # Sessions are too many to remember, so those of this folder are found in the database too.
            if not unknown or (self.empty[table] and table != "session"):
                continue
            if table == "session":
                batch.flush()
            for some in chunks(unknown):
                marks = ", ".join(f":r{number}" for number in range(len(some)))
                rows = self._store.rows(
                    f'SELECT ref, id FROM "{table}" WHERE ref IN ({marks})',
                    {f"r{number}": ref for number, ref in enumerate(some)},
                )
                known.update(rows)


def by_ref(store: Store, record: Record, refs: Iterable[str]) -> dict[str, Standing]:
    """The records of these ids as they stand."""
    plan = plan_of(record.name)
    found: dict[str, Standing] = {}
    for some in chunks(list(refs)):
        marks = ", ".join(f":r{number}" for number in range(len(some)))
        rows = store.rows(
            f"{plan.select} WHERE ref IN ({marks})", {f"r{number}": ref for number, ref in enumerate(some)}
        )
        for row in rows:
            revision, values = Batch.values_of(plan, row)
            found[row[1]] = (row[0], revision, values)
    return found


def by_key(
    store: Store, record: Record, keys: Iterable[tuple[Any, ...]]
) -> dict[tuple[Any, ...], list[tuple[int, Standing]]]:
    """The records of these natural keys as they stand, each with its place among several, in that order."""
    plan = plan_of(record.name)
    # A blank part of a key equals nothing in SQL: it is looked for by the parts that are never blank.
    firm = [place for place, name in enumerate(record.natural) if record[name].required]
    names = [record.natural[place] for place in firm]
    wanted = {tuple(to_column(key[place]) for place in firm) for key in keys}
    found: dict[tuple[Any, ...], list[tuple[int, Standing]]] = {}
    order = " ORDER BY nth" if record.several else ""
    nth_at = 2 if record.several else -1
    for some in chunks(sorted(wanted)):
        marks, params = _tuples(some)
        rows = store.rows(f"{plan.select} WHERE ({', '.join(names)}) IN (VALUES {marks}){order}", params)
        for row in rows:
            revision, values = Batch.values_of(plan, row)
            key = tuple(values[name] for name in record.natural)
            nth = row[nth_at] if record.several else 0
            found.setdefault(key, []).append((nth, (row[0], revision, values)))
    return found


def _tuples(some: Sequence[tuple[Any, ...]]) -> tuple[str, dict[str, Any]]:
    params = {f"k{number}_{part}": value for number, key in enumerate(some) for part, value in enumerate(key)}
    marks = ", ".join(
        "(" + ", ".join(f":k{number}_{part}" for part in range(len(key))) + ")"
        for number, key in enumerate(some)
    )
    return marks, params


def chunks(items: list[Any]) -> Iterable[list[Any]]:
    """A list some hundred at a time."""
    for start in range(0, len(items), _CHUNK):
        yield items[start : start + _CHUNK]
