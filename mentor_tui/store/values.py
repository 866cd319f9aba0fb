"""Between a value and the database or the journal: one place for each direction."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import lru_cache
from typing import Any

from mentor_tui.declare import Day, Kind, Many, Value, YesNo


def to_column(value: Value) -> Any:
    """``value`` as the database keeps it: dates as ISO text, yes/no as 1 and 0, lists with ``;`` between."""
    if value.__class__ is str or value is None:
        return value
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, tuple):
        return ";".join(value)
    if isinstance(value, bool):
        return int(value)
    return value


def _same(value: Any) -> Any:
    return value


@lru_cache(maxsize=16384)
def to_date(text: str | None) -> date | None:
    """The date that an ISO text stands for."""
    return date.fromisoformat(text) if text else None


def _list(text: str | None) -> tuple[str, ...] | None:
    return tuple(text.split(";")) if text else None


def _yes_no(number: int | None) -> bool | None:
    return None if number is None else bool(number)


def from_column(kind: Kind) -> Callable[[Any], Any]:
    """The function that turns what the database keeps for ``kind`` into its value."""
    if isinstance(kind, Day):
        return to_date
    if isinstance(kind, Many):
        return _list
    if isinstance(kind, YesNo):
        return _yes_no
    return _same


def to_json(value: Value) -> Any:
    """``value`` as the journal and the JSON of a record state it."""
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, tuple):
        return list(value)
    return value
