"""Killed in the middle of saves and imports: the short form."""

from __future__ import annotations

from tests.faults import kills
from tests.faults.conftest import Failing


def test_nothing_acknowledged_is_lost_to_a_kill(failing: Failing) -> None:
    assert failing(kills.tried) == []
