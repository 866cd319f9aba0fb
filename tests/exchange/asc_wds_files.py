"""The sector's files for the tests: invented people in the real shape, and files written row by row."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path

import pytest

from mentor_tui.exchange.asc_wds_columns import versions
from mentor_tui.office import Office
from tests.exchange.folders import new_office

FILES = Path(__file__).parent / "asc_wds"
WORKPLACE = FILES / "2026-11-02-sfc-bulk-upload-workplace.csv"
WORKERS = FILES / "2026-11-02-sfc-bulk-upload-staff.csv"
TRAINING = FILES / "2026-11-02-sfc-bulk-upload-training.csv"
OLD_TRAINING = FILES / "2025-11-03-sfc-bulk-upload-training_OLD_8_COLUMNS.csv"

#: the columns that the tests fill in; the others of today's header stay blank
COLUMNS = {
    "workplace": ("LOCALESTID", "STATUS", "ESTNAME"),
    "worker": (
        "LOCALESTID",
        "UNIQUEWORKERID",
        "STATUS",
        "DISPLAYID",
        "STARTDATE",
        "MAINJOBROLE",
        "MAINJRDESC",
    ),
    "training": (
        "LOCALESTID",
        "UNIQUEWORKERID",
        "CATEGORY",
        "TRAININGNAME",
        "VALIDITY",
        "DATECOMPLETED",
        "EXPIRYDATE",
    ),
}


def written(kind: str, path: Path, rows: str = "", header: Sequence[str] = ()) -> Path:
    """A file with today's header, and beneath it rows of which only the columns above are filled in."""
    names = list(header) or list(next(one for one in versions() if one.kind == kind).columns)
    lines = [names]
    for row in csv.reader(rows.splitlines()):
        if len(row) != len(COLUMNS[kind]):
            lines.append(row)
            continue
        filled = dict(zip(COLUMNS[kind], row, strict=True))
        lines.append([filled.get(name, "") for name in names])
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(lines)
    return path


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    made = new_office(tmp_path / "mentor.db", date(2026, 11, 21))
    yield made
    made.store.close()
