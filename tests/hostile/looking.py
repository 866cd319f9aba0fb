"""Looking for what must not be there: in a database, in what a command says, in what reaches a terminal."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from mentor_tui.store.database import Store
from mentor_tui.text import for_terminal, is_clean


def unclean(store: Store) -> list[str]:
    """Where the database holds text that no way in takes, whichever table; also within its JSON."""
    tables = [name for (name,) in store.rows("SELECT name FROM sqlite_master WHERE type = 'table'")]
    return [
        f"{table}.{column}: {text!a}"
        for table in tables
        for row in store.dicts(f'SELECT * FROM "{table}"')
        for column, value in row.items()
        for text in _texts(value)
        if not is_clean(text, lines=True)
    ]


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        for name, inner in value.items():
            yield name
            yield from _texts(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _texts(inner)
    elif isinstance(value, str):
        try:
            inside = json.loads(value)
        except ValueError:
            yield value
        else:
            yield from _texts(inside) if isinstance(inside, dict | list) else [value]


def heeded(said: str) -> list[str]:
    """The characters of a text that a terminal would obey, reorder or hide; lines may end."""
    return [f"U+{ord(one):04X}" for one, shown in zip(said, for_terminal(said), strict=True) if one != shown]
