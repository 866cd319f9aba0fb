"""Between a cell of a CSV file and a value: one place for each direction.

A cell that a spreadsheet would run as a formula goes out with an apostrophe before it, and one apostrophe
before such a character is taken off on the way in (interchange.md).
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from mentor_tui.declare import Field, Ident, Kind, Text, Unfit, Value, YesNo
from mentor_tui.declare import Number as NumberKind
from mentor_tui.exchange import signed
from mentor_tui.text import is_clean

_FORMULA = frozenset("=+-@\t\r")
_AFTER_APOSTROPHE = _FORMULA | {"'"}

#: distinct texts of a column whose values are remembered
_REMEMBERED = 4096

Read = Callable[[str], Value]
Write = Callable[[Any], str]


def guard(text: str) -> str:
    """``text`` as it goes out: with an apostrophe before what a spreadsheet would run."""
    if text and (
        text[0] in _FORMULA or (text[0] == "'" and text[1:2] in _AFTER_APOSTROPHE and len(text) > 1)
    ):
        return "'" + text
    return text


def unguard(cell: str) -> str:
    """The text that a cell stands for: without the one apostrophe that :func:`guard` puts there."""
    if cell[:1] == "'" and len(cell) > 1 and cell[1] in _AFTER_APOSTROPHE:
        return cell[1:]
    return cell


def reader(field: Field) -> Read:
    """The function that reads the cells of one column of one file. It raises Unfit."""
    read = _figures if field.name == "figures" else field.read
    if isinstance(field.kind, (Text, Ident)):
        # Words and ids seldom repeat: nothing is gained by remembering them.
        return lambda cell: read(unguard(cell) if cell[:1] == "'" else cell)
    seen: dict[str, Value] = {}

    def remembering(cell: str) -> Value:
        if cell in seen:
            return seen[cell]
        found = read(unguard(cell))
        if len(seen) >= _REMEMBERED:
            seen.clear()
        seen[cell] = found
        return found

    return remembering


def _figures(text: str) -> Value:
    """Signed figures are kept byte for byte: neither their blanks nor their letters are touched."""
    if not text.strip():
        return None
    if not is_clean(text, lines=True):
        raise Unfit("has a control character; expected the signed JSON as it was exported")
    signed.check(text)
    return text


def writer(kind: Kind) -> Write:
    """The function that writes what the database keeps for ``kind`` as a cell."""
    if isinstance(kind, YesNo):
        return lambda value: "" if value is None else "yes" if value else "no"
    if isinstance(kind, NumberKind):
        return lambda value: guard(kind.write(value))
    # Dates and lists are kept as they are written.
    return lambda value: "" if value is None else guard(str(value))
