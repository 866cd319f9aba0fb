"""A mentor at the shared computer: signs in, records, is interrupted, comes back."""

from __future__ import annotations

import os
import signal
import sys
from pathlib import Path

import pytest

from mentor_tui import identity
from mentor_tui.store import journal
from tests.bench.terminal import Watched
from tests.screens.home import NOW, Home

PASSPHRASE = "orchard kettle winter"
ENTER, TAB, SAVE, LOCK, QUIT = b"\r", b"\t", b"\x13", b"\x0c", b"\x11"

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="there are no pseudo-terminals on Windows")


@pytest.fixture
def door(home: Home) -> Path:
    """The home's database, in which Sam has a passphrase."""
    sam = home.key["Sam"]
    identity.set_passphrase(home.store, home.office, home.actor("Nora"), sam, PASSPHRASE, NOW)
    home.store.close()
    return home.store.path


def program(path: Path) -> Watched:
    return Watched([sys.executable, "-m", "tests.journeys.at_a_fixed_day", str(path)])


def sign_in(seen: Watched) -> None:
    seen.until("Sign in")
    seen.press(b"Sam")
    seen.press(ENTER)
    seen.press(PASSPHRASE.encode())
    seen.press(ENTER)
    seen.until("To do")


def open_session(seen: Watched) -> None:
    seen.press(b"2")
    seen.until("open pairings")
    seen.press(b"s")
    seen.until("Confidence score")


def test_a_session_from_the_door_to_the_database(door: Path) -> None:
    with program(door) as seen:
        sign_in(seen)
        open_session(seen)
        seen.press(TAB)
        seen.press(b"7")
        seen.press(TAB)
        seen.press(b"Medication")
        seen.press(TAB)
        seen.press("Gave the round alone, £4 of change counted".encode())
        seen.press(SAVE)
        seen.until("Saved")
        assert "£4" not in seen.text

    home = Home.opened(door)
    row = home.store.row("SELECT confidence_score, shared_summary FROM session WHERE held_on = '2026-03-12'")
    assert row == (7, "Gave the round alone, £4 of change counted")
    assert list(journal.verify(home.store)) == []
    home.store.close()


@pytest.mark.parametrize("how", [signal.SIGHUP, signal.SIGKILL])
def test_what_was_being_typed_is_there_the_next_time(door: Path, how: signal.Signals) -> None:
    with program(door) as seen:
        sign_in(seen)
        open_session(seen)
        seen.press(TAB)
        seen.press(b"4")
        if how is signal.SIGKILL:
            # Nothing runs at a power cut: the draft must be in the database by itself, within two seconds.
            kept = Home.opened(door)
            seen.wait(lambda: bool(kept.store.value("SELECT 1 FROM draft WHERE typed LIKE '%4%'")), 2.0)
            kept.store.close()
        os.kill(seen.pid, how)
        seen.ended()

    home = Home.opened(door)
    assert home.store.value("SELECT count(*) FROM session WHERE held_on = '2026-03-12'") == 0
    assert list(journal.verify(home.store)) == []
    home.store.close()
    with program(door) as seen:
        sign_in(seen)
        seen.until("you were writing this")
        open_session(seen)
        seen.until("is back")


def test_a_locked_screen_shows_nothing_and_loses_nothing(door: Path) -> None:
    with program(door) as seen:
        sign_in(seen)
        open_session(seen)
        seen.press(TAB)
        seen.press(b"4")
        seen.press(LOCK)
        seen.until("Locked")
        assert "Amara" not in seen.text
        seen.press(PASSPHRASE.encode())
        seen.press(ENTER)
        seen.until("Confidence score")
        assert "with Amara Nwosu" in seen.text
