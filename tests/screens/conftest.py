"""A care home with a few stories in it, made once through the office and copied for each test."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.screens.home import Home, build


@pytest.fixture(scope="session")
def home_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The database that is copied."""
    path = tmp_path_factory.mktemp("home") / "records.db"
    build(path)
    return path


@pytest.fixture
def home(home_file: Path, tmp_path: Path) -> Iterator[Home]:
    """A copy to work on; `home.key["Amara"]` is a person's key, `home.actor("Sam")` the person."""
    path = tmp_path / "records.db"
    shutil.copy(home_file, path)
    found = Home.opened(path)
    yield found
    found.store.close()
