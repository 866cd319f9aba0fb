"""Windows that change while somebody types, the smallest that there may be, and a very large one."""

from __future__ import annotations

import sys

import pytest

from tests.terminals.conftest import Program

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="there are no pseudo-terminals on Windows")


def test_what_is_being_typed_outlives_every_size(program: Program) -> None:
    with program() as seen:
        seen.until("To do")
        seen.send(b"2")
        seen.until("open pairings")
        seen.send(b"s")
        seen.until("Confidence score")
        seen.send(b"\t7\tRota\tGave the ")
        seen.until("Gave the")
        for columns, lines in ((200, 60), (60, 20), (81, 25)):
            seen.send(b"round ")
            seen.resize(columns, lines)
        seen.until("Gave the round round round")
        seen.resize(59, 19)
        seen.until("59 columns and 19 rows")
        assert "Gave" not in seen.text
        seen.resize(80, 24)
        seen.until("Gave the round round round")
        assert "59 columns" not in seen.text
        seen.send(b"alone")
        seen.until("Gave the round round round alone")
        assert "Rota" in seen.text


def test_the_smallest_window_that_there_may_be(program: Program) -> None:
    with program(columns=60, lines=20) as seen:
        seen.until("To do")
        for keys, text in ((b"2", "open pairing"), (b"\r", "What happened"), (b",", "Display")):
            seen.send(keys)
            seen.until(text)
            seen.wait(lambda: "F1 Help" in seen.screen.display[-1], 10)
            assert seen.screen.display[0].rstrip().endswith("Doyle")
