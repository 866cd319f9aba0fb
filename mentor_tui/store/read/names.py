"""Values of the journal as people read them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from mentor_tui.declare import Day, Field, Link, Many, Value, YesNo
from mentor_tui.store.journal import REMOVED, is_digest
from mentor_tui.store.reading import Reader


class Names:
    """Turns what an entry holds into words; looks up the names of people.

    Whoever reads a pairing or case reads the names in it (``all_named``); else a name stands where the person may
    read it, and the reference where not.
    """

    def __init__(self, reader: Reader, *, all_named: bool = False) -> None:
        self._store = reader.store
        may = reader.staff("s")
        self._name = "s.name" if all_named else f"CASE WHEN {may.sql} THEN s.name ELSE s.ref END"
        self._params = {} if all_named else may.params

    def side(self, field: Field, change: Mapping[str, Any], apart: Mapping[str, Any], side: str) -> str:
        """One side (``from`` or ``to``) of what an entry says of a field; ``apart`` are its values held apart."""
        if field.name in apart:
            return self.words(field, apart[field.name].get(side))
        if field.sensitive and is_digest(change.get(side)):
            return REMOVED
        return self.words(field, change.get(side))

    def words(self, field: Field, value: Any) -> str:
        """One value of a field in words; nothing is blank."""
        if value is None:
            return ""
        kind = field.kind
        if isinstance(kind, Link):
            if kind.to == "staff":
                named = f"SELECT {self._name} FROM staff AS s WHERE s.id = :key"
                return str(self._store.value(named, {**self._params, "key": value}) or "")
            return ""
        shown: Value = value
        if isinstance(kind, Day):
            shown = date.fromisoformat(value)
        elif isinstance(kind, Many):
            shown = tuple(value)
        elif isinstance(kind, YesNo):
            shown = bool(value)
        return kind.show(shown)
