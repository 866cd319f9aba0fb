"""Changed bits: the short form."""

from __future__ import annotations

from tests.faults import bits
from tests.faults.conftest import Failing


def test_a_changed_bit_is_found_out(failing: Failing) -> None:
    assert failing(bits.tried) == []
