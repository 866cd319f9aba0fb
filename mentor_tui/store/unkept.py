"""Text in a database that no way in takes: somebody wrote it there by another program.

It is never shown as it is (:mod:`mentor_tui.text` filters it on the way out), but it is a sign that the file did not
come from this program alone, and a backup that holds it is not put in the place of a database.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from mentor_tui.store.database import Store
from mentor_tui.text import UncleanText, clean

#: columns that hold JSON as it was signed, which is kept byte for byte
_AS_SIGNED = {("audit", "figures")}


def unkept(store: Store) -> Iterator[str]:
    """What of the database's text is not kept, one sentence for each column that has some."""
    tables = [
        name for (name,) in store.rows("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name")
    ]
    for table in tables:
        for _, column, kind, *_ in store.rows(f'PRAGMA table_info("{table}")'):
            if kind == "TEXT" and (why := _first(store, table, column)):
                yield f"{column} of {table.replace('_', ' ')}: {why}"


def _first(store: Store, table: str, column: str) -> str:
    """Why the first such text of a column is not kept; blank where all of them are."""
    # Most text is ASCII without controls, in which JSON hides none either: SQLite passes over that by itself. It
    # takes a NUL for the end of a text, but not in counting bytes.
    rows = store.stream(
        f'SELECT "{column}" FROM "{table}" WHERE "{column}" GLOB \'*[^ -~]*\' OR "{column}" LIKE \'%\\u%\' '
        f'OR length("{column}") <> length(CAST("{column}" AS BLOB))'
    )
    for (text,) in rows:
        for one in _texts(text) if (table, column) not in _AS_SIGNED else (text,):
            try:
                clean(one, lines=True)
            except UncleanText as unclean:
                return str(unclean).partition(",")[0]
    return ""


def _texts(value: Any) -> Iterator[str]:
    """A text, or the texts within it where it is JSON."""
    if isinstance(value, dict):
        for name, inside in value.items():
            yield name
            yield from _texts(inside)
    elif isinstance(value, list):
        for inside in value:
            yield from _texts(inside)
    elif isinstance(value, str):
        try:
            inside = json.loads(value) if value[:1] in ("{", "[") else None
        except ValueError:
            inside = None
        if isinstance(inside, dict | list):
            yield from _texts(inside)
        else:
            yield value
