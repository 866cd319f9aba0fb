"""The short form of every trial, on one ground."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator

import pytest

from tests.faults.figures import Figure
from tests.faults.ground import Ground

# Processes are forked here, and what they do to files is as POSIX has it.
collect_ignore_glob = ["test_*.py"] if sys.platform == "win32" else []

#: makes a trial; gives the figures that do not hold
Failing = Callable[[Callable[[Ground], Iterator[Figure]]], list[str]]


@pytest.fixture(scope="session")
def ground(tmp_path_factory: pytest.TempPathFactory) -> Ground:
    """A place, and chance that is the same each time."""
    return Ground(tmp_path_factory.mktemp("faults"), seed=1, short=True)


@pytest.fixture
def failing(ground: Ground) -> Failing:
    """Makes a trial; gives the figures that do not hold, as a person reads them."""

    def of(tried: Callable[[Ground], Iterator[Figure]]) -> list[str]:
        figures = list(tried(ground))
        assert figures
        return [str(figure) for figure in figures if figure.holds is False]

    return of
