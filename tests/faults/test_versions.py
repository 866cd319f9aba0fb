"""Older and newer versions: the short form."""

from __future__ import annotations

from tests.faults import versions
from tests.faults.conftest import Failing


def test_newer_is_left_alone_and_older_comes_up_whole(failing: Failing) -> None:
    assert failing(versions.tried) == []
