"""Writing the records out as a folder of CSV files that :func:`import_folder` reads back.

Private notes are read by a mentor and a mentee alone, so their columns are left out altogether: an absent column
changes nothing when the folder comes back. Passphrases and what people are typing never go out.
"""

from __future__ import annotations

import csv
import errno
import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Any

from mentor_tui import records
from mentor_tui.access import Actor
from mentor_tui.declare import Field, Link
from mentor_tui.exchange.cells import guard, writer
from mentor_tui.exchange.problems import ExchangeProblem
from mentor_tui.exchange.report import ExportReport
from mentor_tui.exchange.sheets import NTH, Sheet, sheets
from mentor_tui.office import NotAllowed, Office
from mentor_tui.store.database import Store
from mentor_tui.store.keys import new_key


def export_folder(store: Store, office: Office, actor: Actor, path: Path) -> ExportReport:
    """Writes every record to a new or empty folder, as it stands at one moment.

    The folder appears whole or not at all; only this account may read it. That it was made is journaled.
    Raises NotAllowed for whoever is no administrator, ExchangeProblem where the place will not do.
    """
    if not (actor.holds("administrator") and office.as_they_stand(actor).holds("administrator")):
        raise NotAllowed("Only an administrator may export the records. Ask yours, or sign in as one.")
    path = Path(path).expanduser()
    _refuse_used(path)
    unfinished = path.with_name(f".{path.name}.{new_key()[-8:]}.part")
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        unfinished.mkdir(mode=0o700)
        unfinished.chmod(0o700)
        with store.snapshot():
            report = _write_all(store, unfinished)
        # Said before the folder appears: no copy of personal data is made unseen.
        office.note(actor, "exported", "folder", reason=report.summary)
        if path.exists():
            path.rmdir()
        unfinished.rename(path)
    except OSError as trouble:
        if trouble.errno in (errno.ENOSPC, errno.EDQUOT):
            raise ExchangeProblem(
                f"The disk is full. Nothing was exported. Make room, then try again. It is to hold {path}."
            ) from trouble
        raise ExchangeProblem(
            f"{path} cannot be written: {trouble.strerror or trouble}. Nothing was exported."
        ) from trouble
    finally:
        shutil.rmtree(unfinished, ignore_errors=True)
    return report


def _refuse_used(path: Path) -> None:
    try:
        if not path.exists() and not path.is_symlink():
            return
        if not path.is_dir():
            raise ExchangeProblem(f"{path} is a file. Name a new or an empty folder.")
        if path.is_symlink() or any(path.iterdir()):
            raise ExchangeProblem(f"{path} is not empty. Name a new or an empty folder.")
    except OSError as trouble:
        raise ExchangeProblem(
            f"{path} cannot be looked at: {trouble.strerror or trouble}. Name a new folder."
        ) from trouble


def _write_all(store: Store, folder: Path) -> ExportReport:
    report = ExportReport()
    for sheet in sheets():
        rows = _further_rows(store, sheet) if sheet.more else _rows(store, sheet)
        first = next(rows, None)
        if first is None:
            continue
        with _new_file(folder / sheet.file) as stream:
            # Signed figures are kept byte for byte, so that whatever stands in a cell is quoted.
            exact = "figures" in sheet.record.by_name
            out = csv.writer(
                stream, lineterminator="\n", quoting=csv.QUOTE_ALL if exact else csv.QUOTE_MINIMAL
            )
            out.writerow(_header(sheet))
            out.writerow(first)
            count = 1
            for row in rows:
                out.writerow(row)
                count += 1
            stream.flush()
            os.fsync(stream.fileno())
        report.files[sheet.file] = count
    report.notices = list(_kept_back(store))
    return report


def _new_file(path: Path) -> IO[str]:
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    return os.fdopen(descriptor, "w", encoding="utf-8", newline="")


def _fields(sheet: Sheet) -> tuple[Field, ...]:
    """The columns that go out: all but private notes."""
    return tuple(one for one in sheet.fields if one.share != "private")


def _header(sheet: Sheet) -> list[str]:
    return [one.name for one in _fields(sheet)]


def _query(sheet: Sheet) -> str:
    """The rows of a record with provider ids in place of keys, in an order that does not hang on keys."""
    record = sheet.record
    columns: list[str] = []
    joins: list[str] = []
    place: dict[str, str] = {}
    for one in _fields(sheet):
        if one.name == NTH.name and sheet.more:
            continue
        column = "t.ref" if one.name == record.ident else f't."{one.name}"'
        if isinstance(one.kind, Link):
            alias = f"l{len(joins)}"
            joins.append(f'LEFT JOIN "{one.kind.to}" AS {alias} ON {alias}.id = {column}')
            column = f"{alias}.ref"
        columns.append(column)
        place[one.name] = column
    order = ["t.ref"] if record.ident else [f"coalesce({place[name]}, '')" for name in record.natural]
    if record.several:
        order.append("t.nth")
    where = ""
    if record is records.PERSON:
        where = " WHERE t.service_id IS NULL"
    elif record is records.STAFF:
        where = " WHERE t.service_id IS NOT NULL"
    return (
        f'SELECT {", ".join(columns)} FROM "{record.table}" AS t {" ".join(joins)}{where} '
        f"ORDER BY {', '.join(order)}"
    )


def _rows(store: Store, sheet: Sheet) -> Iterator[list[str]]:
    writers = [_writer(one) for one in _fields(sheet)]
    for row in store.stream(_query(sheet)):
        yield [write(value) for write, value in zip(writers, row, strict=True)]


def _further_rows(store: Store, sheet: Sheet) -> Iterator[list[str]]:
    """The rows of a further file: only records that have something in it, each with its place of the day."""
    fields = [one for one in _fields(sheet) if one.name != NTH.name]
    writers = [_writer(one) for one in fields]
    keys = len(sheet.key) - (1 if sheet.record.several else 0)
    before: tuple[Any, ...] = ()
    nth = 0
    if keys == len(fields):
        return
    for row in store.stream(_query(sheet)):
        if sheet.record.several:
            # The place in the first file, which is what an import goes by, not the number that is kept.
            nth = nth + 1 if row[:keys] == before else 1
            before = row[:keys]
        if all(value is None for value in row[keys:]):
            continue
        cells = [write(value) for write, value in zip(writers, row, strict=True)]
        yield [*cells[:keys], str(nth), *cells[keys:]] if sheet.record.several else cells


def _writer(field: Field) -> Any:
    if isinstance(field.kind, Link):
        return lambda ref: "" if ref is None else guard(ref)
    return writer(field.kind)


def _kept_back(store: Store) -> Iterator[str]:
    """What was not exported, in sentences."""
    for record in records.ALL:
        for one in record.fields:
            if one.share != "private":
                continue
            count = store.value(f'SELECT count(*) FROM "{record.table}" WHERE "{one.name}" IS NOT NULL')
            if count:
                what = record.title.lower() if count == 1 else f"{record.title.lower()}s"
                verb = "has" if count == 1 else "have"
                yield (
                    f"{count:,} {what} {verb} {one.label.lower()} that were not exported: "
                    "only the mentor and the mentee read these."
                )
