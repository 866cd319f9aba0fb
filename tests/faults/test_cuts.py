"""The power goes: the short form."""

from __future__ import annotations

from tests.faults import cuts
from tests.faults.conftest import Failing


def test_a_power_cut_loses_nothing_acknowledged(failing: Failing) -> None:
    assert failing(cuts.tried) == []
