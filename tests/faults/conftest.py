"""The short form of every trial, on one ground."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator

import pytest

from tests.faults.figures import Figure
from tests.faults.ground import Ground

#: makes a trial; gives the figures that do not hold
Failing = Callable[[Callable[[Ground], Iterator[Figure]]], list[str]]


@pytest.fixture(scope="session")
def ground(tmp_path_factory: pytest.TempPathFactory) -> Ground:
    """A place, and chance that is the same each time."""
    if not hasattr(os, "fork"):
        pytest.skip("processes are forked here")
    return Ground(tmp_path_factory.mktemp("faults"), seed=1, short=True)


@pytest.fixture
def failing(ground: Ground) -> Failing:
    """Makes a trial; gives the figures that do not hold, as a person reads them."""

    def of(tried: Callable[[Ground], Iterator[Figure]]) -> list[str]:
        figures = list(tried(ground))
        assert figures
        return [str(figure) for figure in figures if figure.holds is False]

    return of
