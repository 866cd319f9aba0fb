"""Every file and every column of the folder: what does not fit is told with its line, column and words."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from mentor_tui import records
from mentor_tui.declare import Choice, Day, Field, Ident, Link, Many, Number, Text, Whole, YesNo
from mentor_tui.exchange import FileFault
from mentor_tui.exchange.sheets import Sheet, sheets
from mentor_tui.office import Office
from mentor_tui.records.registers import Roles
from tests.exchange.folders import FOLDER, faults_of

CONTROL = (
    "This has an invisible control character (U+001B) at character 2, which is not kept. "
    "Please take it out and try again."
)
NOT_AN_ID = "is not an id; expected printable characters without ; and @"


def misfits(sheet: Sheet, field: Field) -> Iterator[tuple[str, str]]:
    """Cells that do not fit a column, each with what is said."""
    kind = field.kind
    expected = kind.expected()
    if field.required:
        yield "", f"is blank; expected {expected}"
        yield "  ", f"is blank; expected {expected}"
    if isinstance(kind, Day):
        for cell in ("2026-02-30", "31/04/2026", "1.5.2026", "2026-5-1", "tomorrow"):
            yield cell, f"'{cell}' is not a date; expected YYYY-MM-DD or DD/MM/YYYY"
        yield "1850-01-01", "'1850-01-01' is out of range; expected a year from 1900 to 2200"
    elif isinstance(kind, Whole):
        for cell in ("five", "1.0", "1,5", "٣", "1e3"):
            yield cell, f"'{cell}' is not a whole number; expected {expected}"
        for number in (kind.least - 1, kind.most + 1):
            yield str(number), f"{number} is out of range; expected {expected}"
    elif isinstance(kind, Number):
        for cell in ("most", "9,5", "1e3", "nan", "."):
            yield cell, f"'{cell}' is not a number; expected {expected}"
        for cell in ("-1", f"{kind.most + 1:g}"):
            yield cell, f"{cell} is out of range; expected {expected}"
    elif isinstance(kind, YesNo):
        yield "perhaps", "'perhaps' is neither yes nor no"
    elif isinstance(kind, Choice):
        yield "nonsense", f"'nonsense' is not one of the choices; expected {expected}"
        if kind.with_words:
            yield "other:", "'other' needs a few words; expected 'other: and the words'"
    elif isinstance(kind, Roles):
        every = ", ".join(code for code, _ in records.registers.ROLES)
        yield "boss", f"'boss' is not a role; expected any of {every}"
        yield (
            "mentor@NOWHERE",
            "'NOWHERE' is unknown; expected a service_id from services.csv or the database",
        )
    elif isinstance(kind, Many) and kind.options:
        codes = ", ".join(code for code, _ in kind.options)
        yield "nonsense", f"'nonsense' is not one of the choices; expected any of {codes}"
        first = kind.options[0][0]
        yield f"{first};{first}", "the same word stands twice; expected each once"
    elif isinstance(kind, Many):
        yield "a\x1bb", CONTROL
    elif field.name == "figures":
        yield "a\x1bb", "has a control character; expected the signed JSON as it was exported"
        yield "{", "is not JSON; expected the signed JSON: period, as_at and figures, as it was exported"
    elif isinstance(kind, Text):
        yield "a\x1bb", CONTROL
        yield "a\x00b", CONTROL.replace("001B", "0000")
        over = kind.longest + 1
        yield "x" * over, f"{over:,} characters are too many; expected at most {kind.longest:,}"
    elif isinstance(kind, Ident | Link):
        yield "x" * 65, "the id has 65 characters; expected at most 64"
        yield "a;b", f"'a;b' {NOT_AN_ID}"
        yield "a@b", f"'a@b' {NOT_AN_ID}"
        yield "a\x1bb", f"'a?b' {NOT_AN_ID}"
        if isinstance(kind, Link):
            parent = records.BY_TABLE[kind.to]
            yield (
                "NOBODY",
                f"'NOBODY' is unknown; expected a {parent.ident} from {parent.file} or the database",
            )
        elif sheet.more:
            yield (
                "NOBODY",
                f"'NOBODY' is unknown; expected a {field.name} from {sheet.record.file} or the database",
            )


def test_the_good_folder_has_every_file_and_column() -> None:
    assert {file: list(row) for file, row in FOLDER.items()} == {
        sheet.file: [field.name for field in sheet.fields] for sheet in sheets()
    }


COLUMNS = [(sheet, field) for sheet in sheets() for field in sheet.fields]


@pytest.mark.parametrize(
    ("sheet", "field"), COLUMNS, ids=[f"{sheet.file}:{field.name}" for sheet, field in COLUMNS]
)
def test_every_misfit_of_a_column_is_told_with_its_line(
    stocked: Office, tmp_path: Path, sheet: Sheet, field: Field
) -> None:
    entries = stocked.store.value("SELECT count(*) FROM journal")
    for number, (cell, message) in enumerate(misfits(sheet, field)):
        row = FOLDER[sheet.file] | {field.name: cell}
        cells = ['"' + value.replace('"', '""') + '"' for value in row.values()]
        text = f"{','.join(row)}\n\n{','.join(cells)}\n"
        found = faults_of(stocked, tmp_path / str(number), {sheet.file: text})
        assert found == [FileFault(sheet.file, 3, field.name, message)], repr(cell)
    assert stocked.store.value("SELECT count(*) FROM journal") == entries


@pytest.mark.parametrize("sheet", sheets(), ids=[sheet.file for sheet in sheets()])
def test_every_required_column_is_missed(stocked: Office, tmp_path: Path, sheet: Sheet) -> None:
    for name in sheet.required:
        row = {key: value for key, value in FOLDER[sheet.file].items() if key != name}
        if not row:
            continue
        found = faults_of(stocked, tmp_path / name, {sheet.file: [row]})
        assert found == [
            FileFault(sheet.file, 1, name, "this column is missing; expected it in the header")
        ], name


@pytest.mark.parametrize("sheet", sheets(), ids=[sheet.file for sheet in sheets()])
def test_every_file_takes_its_columns_in_any_order_and_names_one_that_it_has_not(
    stocked: Office, tmp_path: Path, sheet: Sheet
) -> None:
    backwards = dict(reversed(FOLDER[sheet.file].items()))
    assert faults_of(stocked, tmp_path / "backwards", {sheet.file: [backwards]}) == []
    column = sheet.fields[-1].name
    typed = column + "x"
    found = faults_of(stocked, tmp_path / "typed", {sheet.file: [FOLDER[sheet.file] | {typed: "1"}]})
    assert found == [
        FileFault(
            sheet.file, 1, typed, f"is not a column of this file; expected {column}, which is the closest"
        )
    ]
