"""Character sets: plain ASCII, Latin-1, and bytes that are neither."""

from __future__ import annotations

import sys

import pytest

from tests.screens.home import Home
from tests.terminals.conftest import Program

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="there are no pseudo-terminals on Windows")


def test_a_plain_locale_is_sent_ascii_and_keeps_what_was_typed(program: Program, home: Home) -> None:
    with program(environ={"LANG": "en_GB.UTF-8", "LC_ALL": "POSIX"}) as seen:
        seen.until("To do")
        seen.send(b"2")
        seen.until("open pairings")
        assert "**x*...." in seen.text
        seen.send(b"\r")
        seen.until("What happened")
        seen.send(b"s")
        seen.until("Confidence score")
        seen.send("\t7\tRota\tZoë’s café: 5 € → 漢字".encode())
        seen.until("Zoe's cafe: 5 ? > ????")
        seen.send(b"\x13")
        seen.until("Saved")
        seen.send(b"\x11")
        seen.ended()
        assert seen.raw.isascii()
    assert (
        Home.opened(home.store.path).store.value(
            "SELECT shared_summary FROM session WHERE held_on = '2026-03-12'"
        )
        == "Zoë’s café: 5 € → 漢字"
    )


def test_latin_1_typed_into_a_utf_8_terminal_is_said_and_stops_nothing(program: Program) -> None:
    with program() as seen:
        seen.until("To do")
        seen.send(b"2")
        seen.until("open pairings")
        seen.send(b"s")
        seen.until("Confidence score")
        seen.send(b"\t7\t\tOwed \xa34 at the caf\xe9, ")
        seen.until("did not arrive whole")
        seen.send("£4 though".encode())
        seen.until("£4 though")
