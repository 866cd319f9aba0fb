"""Backup under load, killed restores: the short form."""

from __future__ import annotations

from tests.faults import copies
from tests.faults.conftest import Failing


def test_copies_are_whole_and_a_killed_restore_loses_nothing(failing: Failing) -> None:
    assert failing(copies.tried) == []
