"""A line of 300 ms there and back: everything that is typed ahead goes where it was meant to go."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import pytest

from tests.bench.relay import SlowLine
from tests.screens.home import Home
from tests.terminals.conftest import at_home

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="there are no pseudo-terminals on Windows")


@pytest.fixture
def path(home: Home) -> Path:
    home.store.close()
    return home.store.path


def over(path: Path, **line: Any) -> SlowLine:
    """The program at the other end of a line that answers no question."""
    return SlowLine(at_home(path), answers=False, **line)


def test_a_session_typed_ahead_is_saved_as_it_was_typed(path: Path) -> None:
    with over(path) as seen:
        seen.until("To do")
        # Nothing of it is waited for: the form opens while its answers are on their way.
        seen.send(b"2s\t7\tRota and shifts\tGave the round alone\x13")
        seen.until("Saved")
    home = Home.opened(path)
    assert home.store.row(
        "SELECT confidence_score, top_support_issue, shared_summary FROM session WHERE held_on = '2026-03-12'"
    ) == (7, "Rota and shifts", "Gave the round alone")
    home.store.close()


def test_keys_in_pieces_are_those_keys(path: Path) -> None:
    with over(path, torn=0.15) as seen:
        seen.until("To do")
        seen.send(b"2")
        seen.until("open pairings")
        seen.send(b"\x1b[B\r")  # seven tenths of a second: down, and open
        seen.until("Ben Carter with Sam Doyle")
        seen.send(b"\x1b[21~")  # F10
        seen.until("open pairings")
        seen.send(b"\x1bOP")  # F1 in its old form
        seen.until("Help")
        assert "[" not in seen.text.splitlines()[-1]


def test_esc_and_what_is_typed_after_it_are_both(path: Path) -> None:
    with over(path) as seen:
        seen.until("To do")
        seen.send(b"2\r")
        seen.until("What happened")
        seen.send(b"\x1b4")
        seen.until("all open")
        seen.send(b"2\x1b")
        seen.until("Thursday 12 March 2026")
