"""Modes, mounts and locks: the short form."""

from __future__ import annotations

from tests.faults import shut
from tests.faults.conftest import Failing


def test_what_may_not_be_written_is_said_and_left_as_it_is(failing: Failing) -> None:
    assert failing(shut.tried) == []
