"""How commands print: tables that fit 80 columns, JSON, CSV. What people typed is filtered on the way out."""

from __future__ import annotations

import csv
import io
import json
import sys
from collections.abc import Iterable, Sequence
from typing import Any

from mentor_tui.charset import in_lines, width_of
from mentor_tui.text import for_terminal, one_line

WIDTH = 80
_GAP = 2
_NARROWEST = 8


def say(line: str = "") -> None:
    """One line of text on standard output; a line end in a name or a path begins no line of its own."""
    sys.stdout.write(for_terminal(line).replace("\n", " ").replace("\t", " ") + "\n")


def print_json(content: Any) -> None:
    """JSON in ASCII, so that no character in it means anything to a terminal."""
    sys.stdout.write(json.dumps(content, indent=2) + "\n")


def print_csv(headers: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """CSV with a header row; a cell that a spreadsheet would run as a formula is kept from it."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(headers)
    for row in rows:
        writer.writerow([_harmless(for_terminal(cell)) if isinstance(cell, str) else cell for cell in row])
    sys.stdout.write(text.getvalue())


def _harmless(cell: str) -> str:
    """As the CSV folder does it (interchange.md); most cells begin with nothing that could be a formula."""
    if cell[:1] not in ("=", "+", "-", "@", "\t", "\r", "'"):
        return cell
    from mentor_tui.exchange.cells import guard

    return guard(cell)


def print_table(headers: Sequence[str], rows: Iterable[Sequence[Any]], right: Iterable[int] = ()) -> None:
    """Columns side by side in at most 80 cells; a long cell goes on in the next line. ``right``: numbers."""
    shown = [["" if cell is None else one_line(str(cell)) for cell in row] for row in rows]
    widths = [max(width_of(line[at]) for line in [list(headers), *shown]) for at in range(len(headers))]
    _shrink(widths, [width_of(header) for header in headers])
    numbers = set(right)
    for line in [list(headers), ["-" * width for width in widths], *shown]:
        for piece in _folded(line, widths):
            cells = [
                _padded(cell, width, at in numbers)
                for at, (cell, width) in enumerate(zip(piece, widths, strict=True))
            ]
            sys.stdout.write((" " * _GAP).join(cells).rstrip() + "\n")


def _shrink(widths: list[int], least: list[int]) -> None:
    """Takes what is too much from the widest columns."""
    while sum(widths) + _GAP * (len(widths) - 1) > WIDTH:
        widest = max(range(len(widths)), key=lambda at: widths[at])
        if widths[widest] <= max(_NARROWEST, least[widest]):
            return
        widths[widest] -= 1


def _folded(line: list[str], widths: list[int]) -> Iterable[list[str]]:
    """A row as one or more lines, each cell no wider than its column."""
    pieces = [in_lines(cell, width) for cell, width in zip(line, widths, strict=True)]
    for number in range(max(map(len, pieces), default=0)):
        yield [piece[number] if number < len(piece) else "" for piece in pieces]


def _padded(cell: str, width: int, right: bool) -> str:
    blanks = " " * (width - width_of(cell))
    return blanks + cell if right else cell + blanks
