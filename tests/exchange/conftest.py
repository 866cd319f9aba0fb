"""Databases for the tests of the exchange."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from mentor_tui.office import Office
from tests.exchange.folders import bring_in, new_office, rows_of_folder


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    """An office over an empty database."""
    made = new_office(tmp_path / "mentor.db")
    yield made
    made.store.close()


@pytest.fixture(scope="module")
def stocked(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    """An office over a database with one good row of every file, shared by tests that change nothing."""
    folder = tmp_path_factory.mktemp("stocked")
    made = new_office(folder / "mentor.db")
    bring_in(made, folder / "folder", rows_of_folder())
    yield made
    made.store.close()
