"""The rows of a CSV file with the physical line on which each starts, within the announced limits."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from contextlib import contextmanager

from mentor_tui.exchange import limits


class Unreadable(Exception):
    """From this line on the file is no CSV. The message says what is wrong and what is expected."""

    def __init__(self, line: int, message: str) -> None:
        super().__init__(message)
        self.line = line


@contextmanager
def wide_cells() -> Iterator[None]:
    """Inside the block a cell may be as long as the limits say; the csv module has one setting for all."""
    before = csv.field_size_limit(limits.CELL)
    try:
        yield
    finally:
        csv.field_size_limit(before)


def rows_of(lines: Iterator[str]) -> Iterator[tuple[int, list[str]]]:
    """Each row that is not blank, with the line on which it starts. Raises Unreadable."""
    row = _Row()
    reader = csv.reader(_short_enough(lines, row), strict=True)
    while True:
        start = reader.line_num + 1
        row.size = 0
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as wrong:
            raise Unreadable(start, f"{_in_words(str(wrong))}; the rest of the file was not read") from None
        except _TooLong as too_long:
            raise Unreadable(start, str(too_long)) from None
        if any(cell.strip() for cell in cells):
            yield start, cells


class _TooLong(Exception):
    pass


class _Row:
    """How much of the row that is being read has come: quoted cells may go on over any number of lines."""

    size = 0


def _short_enough(lines: Iterator[str], row: _Row) -> Iterator[str]:
    for line in lines:
        if len(line) >= limits.LINE and line[-1] not in "\r\n":
            raise _TooLong(f"has a line of more than {limits.LINE:,} characters; expected shorter lines")
        row.size += len(line)
        if row.size > limits.ROW:
            raise _TooLong(f"has a row of more than {limits.ROW:,} characters; expected shorter rows")
        yield line


def _in_words(trouble: str) -> str:
    if "field limit" in trouble:
        return f"has a cell of more than {limits.CELL:,} characters; expected a shorter one"
    if "end of data" in trouble:
        return "a quotation mark opens a cell and none closes it; expected one at the end of the cell"
    if "expected after" in trouble:
        return (
            "text follows the quotation mark that closes a cell; expected a mark inside a cell to be doubled"
        )
    return "is not CSV; expected cells with commas between"
