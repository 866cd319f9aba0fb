"""Every header that the sector's files have or had is taken; any other is told by its columns."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from mentor_tui.exchange import ImportFaults, import_asc_wds
from mentor_tui.exchange.asc_wds_columns import Version, versions
from mentor_tui.office import Office
from tests.exchange.asc_wds_files import WORKERS, WORKPLACE, office, written
from tests.exchange.folders import ADMINISTRATOR

__all__ = ["office"]


@pytest.mark.parametrize("version", versions(), ids=lambda one: f"{one.kind}-{one.since}")
def test_every_header_there_was_is_taken(office: Office, tmp_path: Path, version: Version) -> None:
    rows = {
        "workplace": "ELM,NEW,Elm House\n",
        "worker": "ELM,W1,NEW,Ann,01/02/2026,23,Night sitter\n",
        "training": "ELM,W1,20,,,01/03/2026,\n",
    }
    paths = [
        written(kind, tmp_path / f"{kind}.csv", rows[kind], version.columns if kind == version.kind else ())
        for kind in rows
    ]
    report = import_asc_wds(office, ADMINISTRATOR, *paths)
    assert report.added == 3
    assert office.store.rows("SELECT name, job_role FROM staff") == [("Ann", "Night sitter")]


def test_columns_stand_in_any_order_with_any_number_of_qualifications(office: Office, tmp_path: Path) -> None:
    worker = next(one for one in versions() if one.kind == "worker")
    header = [*reversed(worker.columns), "QUALACH04", "QUALACH04NOTES"]
    path = written("worker", tmp_path / "s.csv", "MAPLE,W1,NEW,Ann,01/02/2026,8,\n", header)
    assert import_asc_wds(office, ADMINISTRATOR, WORKPLACE, path).added == 4


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (
            lambda header: [*header[:-1], "PAYE"],
            [
                "PAYE: is not a column of the workplace file as it is since 2026-07-21; expected none of this name",
                "TTDIFFRATE: this column is missing; expected it, as in the workplace file as it is since 2026-07-21",
            ],
        ),
        (lambda header: [*header, "STATUS"], ["STATUS: stands twice in the header; expected it once"]),
        (
            lambda header: header[2:8],
            ["is not a header of the workplace file; expected LOCALESTID, STATUS, ESTNAME and so on"],
        ),
        (lambda _: [], ["is empty; expected a header row"]),
    ],
)
def test_a_header_that_is_unknown_is_told_by_its_columns(
    office: Office, tmp_path: Path, change: Callable[[list[str]], list[str]], told: list[str]
) -> None:
    (tmp_path / "w.csv").write_text(",".join(change(list(versions()[0].columns))))
    with pytest.raises(ImportFaults) as caught:
        import_asc_wds(office, ADMINISTRATOR, tmp_path / "w.csv", WORKERS)
    assert [str(fault) for fault in caught.value.faults] == [f"w.csv:1: {one}" for one in told]
