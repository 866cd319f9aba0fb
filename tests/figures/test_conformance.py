"""The figures and alerts of the two conformance cases, through import, database and queries."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from mentor_tui.calendar import Period
from mentor_tui.catalogue import keys_of
from mentor_tui.figures import to_json
from mentor_tui.rules.alerts import alerts_json
from mentor_tui.store import evidence, facts
from mentor_tui.store.database import Store
from mentor_tui.store.schedules import rebuild
from tests.conformance.folder import expected_files
from tests.figures.imported import imported

CASES = Path(__file__).parent.parent / "conformance"
TODAY = date(2026, 6, 30)


@pytest.fixture(scope="module", params=["case-1", "case-2"])
def case(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[Path, Store]]:
    folder: Path = CASES / request.param
    store = imported(folder / "folder", tmp_path_factory.mktemp("case"), TODAY)
    yield folder, store
    store.close()


def test_every_expected_figure_is_answered(case: tuple[Path, Store]) -> None:
    folder, store = case
    for file in expected_files(folder, "figures"):
        expected = json.loads(file.read_text(encoding="utf-8"))
        period, service = Period.parse(expected["period"]), expected["service"]

        found = evidence.figures(store, period, service, date.fromisoformat(expected["as_at"]))

        assert {key: to_json(figure) for key, figure in found.items()} == expected["figures"], file.name
        assert list(found) == list(keys_of(period.kind)) == list(expected["figures"])


def test_every_expected_alert_is_raised(case: tuple[Path, Store]) -> None:
    folder, store = case
    for file in expected_files(folder, "alerts"):
        expected = json.loads(file.read_text(encoding="utf-8"))
        as_at = date.fromisoformat(expected["as_at"])

        answer = alerts_json(facts.alerts(store, as_at), as_at)

        for alert in answer["alerts"]:
            # The expected answers leave `since` out.
            del alert["since"]
        assert answer == expected, file.name


def test_working_everything_out_again_changes_nothing(case: tuple[Path, Store]) -> None:
    _, store = case
    with store.writing():
        assert rebuild(store) == 0
