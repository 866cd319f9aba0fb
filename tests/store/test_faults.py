"""What goes wrong with a disk becomes a sentence, and nothing is half written."""

from __future__ import annotations

import resource
import signal
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from mentor_tui import records
from mentor_tui.office import Change
from mentor_tui.store import journal
from mentor_tui.store.problems import StoreProblem
from tests.office.conftest import TODAY, House, house

__all__ = ["house"]


@contextmanager
def no_room(more: int, house: House) -> Iterator[None]:
    """Files may grow by so many bytes and no more, as on a disk that is full."""
    size = house.store.path.with_name(house.store.path.name + "-wal").stat().st_size
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    before = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size + more, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
        signal.signal(signal.SIGXFSZ, before)


def session(house: House, words: str, minutes: int) -> Change:
    return Change(
        records.SESSION,
        {
            "pairing_id": house.pairing,
            "held_on": TODAY,
            "confidence_score": 6,
            "top_support_issue": "Rota",
            "shared_summary": words,
            "minutes": minutes,
        },
    )


@pytest.mark.parametrize("more", [0, 5_000, 20_000])
def test_a_disk_without_room_is_said_and_changes_nothing(house: House, more: int) -> None:
    house.office.save(house.as_mentor, session(house, "The first", 100))
    before = house.store.rows("SELECT id FROM journal")

    def fill() -> None:
        nonlocal before
        for number in range(60):
            house.office.save(house.as_mentor, session(house, "x" * 3000, number + 1))
            before = house.store.rows("SELECT id FROM journal")

    with no_room(more, house), pytest.raises(StoreProblem, match=r"Nothing was saved"):
        fill()

    assert house.store.rows("SELECT id FROM journal") == before
    house.office.save(house.as_mentor, session(house, "There is room again", 200))
    assert list(journal.verify(house.store)) == []
