"""In front of a person: the short form."""

from __future__ import annotations

from tests.faults import on_screen
from tests.faults.conftest import Failing


def test_a_disk_that_fills_while_somebody_types_is_said_and_loses_nothing(failing: Failing) -> None:
    assert failing(on_screen.tried) == []
