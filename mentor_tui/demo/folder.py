"""Writes the invented provider down as the CSV folder of interchange.md, as any provider would hand it over."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import cast

from mentor_tui import records
from mentor_tui.declare import Field, Record, Value

Row = Mapping[str, object]


def write_folder(rows: Mapping[str, Iterable[Row]], folder: Path) -> None:
    """Writes the rows of each record, by record name, with the columns that its file has.

    What the folder has no column for goes into the further file of the record.
    """
    for name, kept in rows.items():
        record = records.BY_NAME[name]
        listed = list(kept)
        inside = [field for field in record.fields if field.in_folder]
        _write(folder / record.file, inside, listed)
        told = {column for row in listed for column in row}
        further = [field for field in record.fields if not field.in_folder and field.name in told]
        if further:
            stem = record.file.removesuffix(".csv")
            more = [row for row in listed if any(row.get(field.name) for field in further)]
            _write(folder / f"{stem}_more.csv", [*_key(record), *further], more)


def _key(record: Record) -> list[Field]:
    return [record[name] for name in ((record.ident,) if record.ident else record.natural)]


def _write(file: Path, fields: list[Field], rows: list[Row]) -> None:
    with file.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow([field.name for field in fields])
        for row in rows:
            writer.writerow([field.kind.write(cast(Value, row.get(field.name))) for field in fields])
