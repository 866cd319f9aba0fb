"""The organisation of words, made once; each test has a copy."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.permissions.organisation import Canaries, Organisation, build, opened


@pytest.fixture(scope="session")
def made(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Canaries, dict[str, str]]:
    """The database that is copied, its words and keys."""
    path = tmp_path_factory.mktemp("words") / "records.db"
    return (path, *build(path))


@pytest.fixture
def organisation(made: tuple[Path, Canaries, dict[str, str]], tmp_path: Path) -> Iterator[Organisation]:
    path, canaries, key = made
    copied = tmp_path / "records.db"
    shutil.copyfile(path, copied)
    found = opened(copied, canaries, key)
    yield found
    found.close()
