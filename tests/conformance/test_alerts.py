"""The alerts of two invented organisations agree with those of an independent program."""

from __future__ import annotations

import json
from datetime import date, timedelta
from pathlib import Path

import pytest

from mentor_tui.rules.alerts import alerts, alerts_json
from tests.conformance.folder import expected_files, organisation, read_folder

HERE = Path(__file__).parent
EXPECTED = [file for case in ("case-1", "case-2") for file in expected_files(HERE / case, "alerts")]


@pytest.mark.parametrize("file", EXPECTED, ids=lambda file: f"{file.parent.parent.name}-{file.stem}")
def test_alerts_agree(file: Path) -> None:
    expected = json.loads(file.read_text(encoding="utf-8"))
    as_at = date.fromisoformat(expected["as_at"])
    facts = organisation(read_folder(file.parent.parent / "folder"))

    answer = alerts_json(alerts(facts, as_at), as_at)

    # `since` is left out of the expected answers.
    for alert in answer["alerts"]:
        # A month that ends on the day itself is complete: what it raises counts from the day after.
        assert date.fromisoformat(alert.pop("since")) <= as_at + timedelta(days=1)
    assert answer == expected
