"""A disk without room: the short form."""

from __future__ import annotations

from tests.faults import full
from tests.faults.conftest import Failing


def test_a_full_disk_is_said_and_leaves_nothing_half(failing: Failing) -> None:
    assert failing(full.tried) == []
