"""What holds for every test: nothing is written into the home of whoever runs them, and hashes cost little."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from mentor_tui import passphrases


@pytest.fixture(autouse=True, scope="session")
def _a_home_of_their_own(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Data, configuration and log folders of the platform lie in a temporary folder."""
    home = tmp_path_factory.mktemp("home-of-tests")
    with pytest.MonkeyPatch.context() as patch:
        for name in ("DATA", "CONFIG", "STATE", "CACHE"):
            patch.setenv(f"XDG_{name}_HOME", str(home / name.lower()))
        yield


@pytest.fixture(autouse=True)
def _cheap_hashes(request: pytest.FixtureRequest) -> Iterator[None]:
    """Hashes of passphrases take no time, but where a test is marked with ``real_hashes``."""
    if request.node.get_closest_marker("real_hashes"):
        yield
        return
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(passphrases, "MEMORY", 64)
        patch.setattr(passphrases, "PASSES", 1)
        yield
