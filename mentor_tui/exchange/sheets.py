"""Which files a folder has, and which columns each: drawn from the declarations of the records.

A record has one file with the columns of interchange.md, and where it has more than those, a further file
(``<stem>_more.csv``) in which a row is known by its id or its natural key.
"""

from __future__ import annotations

from dataclasses import dataclass
from difflib import get_close_matches
from functools import lru_cache

from mentor_tui import records
from mentor_tui.declare import Field, Record, Whole
from mentor_tui.exchange import limits
from mentor_tui.exchange.problems import Faults, shown

#: in a further file: which of several records of one day, in the order of the first file
NTH = Field("nth", Whole(1, 9999), "Which of several on that day", required=True)


@dataclass(frozen=True, slots=True)
class Sheet:
    """One file of the folder."""

    file: str
    record: Record
    fields: tuple[Field, ...]
    #: the columns by which a row is known
    key: tuple[str, ...]
    #: a further file, whose rows add to records that are there
    more: bool

    @property
    def required(self) -> tuple[str, ...]:
        """The columns that the file must have."""
        return tuple(one.name for one in self.fields if one.required)


@lru_cache(maxsize=1)
def sheets() -> tuple[Sheet, ...]:
    """All the files of a folder, in the order in which they are read."""
    found = []
    for record in records.ALL:
        inside = tuple(one for one in record.fields if one.in_folder)
        key = (record.ident,) if record.ident else record.natural
        found.append(Sheet(record.file, record, inside, key, more=False))
        further = tuple(one for one in record.fields if not one.in_folder)
        if further:
            known_by = tuple(record[name] for name in key)
            if record.several:
                known_by, key = (*known_by, NTH), (*key, NTH.name)
            stem = record.file.removesuffix(".csv")
            # What a record must have stands in its first file; here every cell may be blank.
            found.append(Sheet(f"{stem}_more.csv", record, (*known_by, *further), key, more=True))
    return tuple(found)


@dataclass(frozen=True, slots=True)
class Header:
    """The columns of a file as its first row names them."""

    #: each known column's field and its place in the row
    columns: tuple[tuple[Field, int], ...]
    width: int
    #: whether rows can be taken from the file at all
    sound: bool


def read_header(sheet: Sheet, line: int, cells: list[str], faults: Faults) -> Header:
    """The columns that a header row names; every fault in it is told."""
    by_name = {one.name: one for one in sheet.fields}
    columns: list[tuple[Field, int]] = []
    seen: set[str] = set()
    sound = True
    if len(cells) == 1 and len(by_name) > 1:
        for mark, word in ((";", "semicolons"), ("\t", "tabs")):
            if cells[0].count(mark) and cells[0].split(mark)[0].strip() in by_name:
                faults.add(sheet.file, line, "", f"has {word} between its columns; expected commas")
                return Header((), len(cells), sound=False)
    if len(cells) > limits.COLUMNS:
        faults.add(sheet.file, line, "", f"has {len(cells):,} columns; expected at most {limits.COLUMNS}")
        return Header((), len(cells), sound=False)
    for place, cell in enumerate(cells):
        name = cell.strip()
        field = by_name.get(name)
        if not name:
            faults.add(sheet.file, line, "", f"column {place + 1} has no name; expected {_known(sheet)}")
        elif field is None:
            faults.add(sheet.file, line, shown(name), _unknown(sheet, name))
        elif name in seen:
            faults.add(sheet.file, line, name, "stands twice in the header; expected each column once")
            sound = False
        else:
            seen.add(name)
            columns.append((field, place))
    for name in sheet.required:
        if name not in seen:
            faults.add(sheet.file, line, name, "this column is missing; expected it in the header")
            sound = False
    for name in sheet.key:
        if name not in seen and name not in sheet.required and sheet.more:
            faults.add(sheet.file, line, name, "this column is missing; expected it, since it names the row")
            sound = False
    return Header(tuple(columns), len(cells), sound)


def _known(sheet: Sheet) -> str:
    return ", ".join(one.name for one in sheet.fields)


def _unknown(sheet: Sheet, name: str) -> str:
    close = get_close_matches(name.lower(), [one.name for one in sheet.fields], n=1, cutoff=0.0)
    elsewhere = next(
        (
            other.file
            for other in sheets()
            if other.record is sheet.record
            and other is not sheet
            and name in {one.name for one in other.fields}
        ),
        "",
    )
    if elsewhere:
        return f"is not a column of this file; expected it in {elsewhere}"
    return f"is not a column of this file; expected {close[0]}, which is the closest"


def closest_file(name: str) -> str:
    """The file of the folder whose name is most like ``name``."""
    return get_close_matches(name.lower(), [one.file for one in sheets()], n=1, cutoff=0.0)[0]
