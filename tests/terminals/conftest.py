"""Everything here begins in the home of the screens, with Sam at the terminal."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.bench.terminal import Watched
from tests.screens.conftest import home, home_file
from tests.screens.home import Home

__all__ = ["home", "home_file", "program"]

Program = Callable[..., Watched]


@pytest.fixture
def program(home: Home) -> Program:
    """Makes the program on the home, at Sam's list; environment and size as given."""
    home.store.close()
    path = home.store.path

    def make(*more: str, **options: Any) -> Watched:
        return Watched(at_home(path, *more), **options)

    return make


def at_home(path: Path, *more: str) -> list[str]:
    """The command."""
    return [sys.executable, "-m", "tests.terminals.at_home", str(path), *more]
