"""Several people at once: the short form."""

from __future__ import annotations

from tests.faults import together
from tests.faults.conftest import Failing


def test_everybody_saves_and_the_second_editor_sees_the_first(failing: Failing) -> None:
    assert failing(together.tried) == []
