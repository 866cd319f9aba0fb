"""However it ends, the terminal is as it was: settings, cursor, the screen of before, no mouse."""

from __future__ import annotations

import os
import re
import signal
import sys

import pytest

from tests.bench.terminal import Watched
from tests.terminals.conftest import Program

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="there are no pseudo-terminals on Windows")

MODE = re.compile(rb"\x1b\[\?(\d+)([hl])")


def quits(seen: Watched) -> None:
    seen.send(b"\x11")


def is_told_to_stop(seen: Watched) -> None:
    os.kill(seen.pid, signal.SIGTERM)


def is_interrupted(seen: Watched) -> None:
    os.kill(seen.pid, signal.SIGINT)


def is_to_leave_a_core(seen: Watched) -> None:
    os.kill(seen.pid, signal.SIGQUIT)


def breaks(seen: Watched) -> None:
    seen.send(b"\x1b[23~")


@pytest.mark.parametrize(
    ("term", "leaves", "status"),
    [
        ("xterm-256color", quits, 0),
        ("xterm-256color", is_told_to_stop, 128 + signal.SIGTERM),
        ("xterm-256color", is_interrupted, 128 + signal.SIGINT),
        ("xterm-256color", is_to_leave_a_core, 128 + signal.SIGQUIT),
        ("xterm-256color", breaks, 1),
        ("vt220", is_told_to_stop, 128 + signal.SIGTERM),
        ("vt220", breaks, 1),
    ],
)
def test_the_terminal_is_handed_back(program: Program, term: str, leaves, status: int) -> None:  # type: ignore[no-untyped-def]
    with program("Sam", "f11", environ={"TERM": term}) as seen:
        before = seen.settings
        seen.until("To do")
        assert seen.settings != before
        leaves(seen)
        assert os.waitstatus_to_exitcode(seen.ended()) == status
        assert seen.settings == before
        modes: dict[bytes, bytes] = {}
        for mode, on in MODE.findall(bytes(seen.raw)):
            modes[mode] = on
        assert modes.pop(b"25") == b"h", "the cursor is hidden"
        assert modes.pop(b"7") == b"h", "lines are not broken at the edge"
        assert set(modes.values()) <= {b"l"}, f"left on: {modes}"
        assert seen.raw.count(b"\x1b[<u") >= seen.raw.count(b"\x1b[>1u")
        assert "To do" not in seen.text, "names are left on the screen"
        assert ("Reference: " in seen.text) == (status == 1)
        assert b"Traceback" not in seen.raw and b"somebody's name" not in seen.raw
