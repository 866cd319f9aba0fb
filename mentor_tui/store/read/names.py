"""Values of the journal as people read them."""

from __future__ import annotations

from datetime import date
from typing import Any

from mentor_tui.declare import Day, Field, Link, Many, Value, YesNo
from mentor_tui.store.reading import Reader


class Names:
    """Turns what an entry holds into words; looks up the names of people."""

    def __init__(self, reader: Reader) -> None:
        self._store = reader.store

    def words(self, field: Field, value: Any) -> str:
        """One value of a field in words; nothing is blank."""
        if value is None:
            return ""
        kind = field.kind
        if isinstance(kind, Link):
            if kind.to == "staff":
                named = "SELECT name FROM staff WHERE id = :key"
                return str(self._store.value(named, {"key": value}) or "")
            return ""
        shown: Value = value
        if isinstance(kind, Day):
            shown = date.fromisoformat(value)
        elif isinstance(kind, Many):
            shown = tuple(value)
        elif isinstance(kind, YesNo):
            shown = bool(value)
        return kind.show(shown)
