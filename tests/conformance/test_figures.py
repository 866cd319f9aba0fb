"""The oracle agrees with the figures that an independent program computed for two invented organisations."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest

from mentor_tui.calendar import Period
from tests.conformance.folder import expected_files, organisation, read_folder
from tests.oracle import figures

HERE = Path(__file__).parent
EXPECTED = [file for case in ("case-1", "case-2") for file in expected_files(HERE / case, "figures")]


@pytest.mark.parametrize("file", EXPECTED, ids=lambda file: f"{file.parent.parent.name}-{file.stem}")
def test_figures_agree(file: Path) -> None:
    expected = json.loads(file.read_text(encoding="utf-8"))
    facts = organisation(read_folder(file.parent.parent / "folder"))

    answer = figures(
        facts,
        Period.parse(expected["period"]),
        expected["service"],
        date.fromisoformat(expected["as_at"]),
    )

    assert answer == expected
