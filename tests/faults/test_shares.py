"""Network shares and cloud folders: the short form."""

from __future__ import annotations

from tests.faults import shares
from tests.faults.conftest import Failing


def test_shares_and_cloud_folders_are_refused_untouched(failing: Failing) -> None:
    assert failing(shares.tried) == []
