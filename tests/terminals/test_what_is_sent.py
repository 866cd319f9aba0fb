"""What each kind of terminal is sent: no colour that it lacks, nothing that it does not know.

None of them answers a question, and those that are not known to skip what they do not know show it here.
"""

from __future__ import annotations

import re
import sys

import pytest

from tests.terminals.conftest import Program

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="there are no pseudo-terminals on Windows")

SEQUENCE = re.compile(rb"\x1b(?:\[[<=>?]?[0-9;]*[ -/]*[@-~]|\][^\x07\x1b]*(?:\x07|\x1b\\)|.)", re.DOTALL)
SIXTEEN = {str(code) for code in (*range(30, 38), 39, *range(40, 48), 49, *range(90, 98), *range(100, 108))}
MORE = SIXTEEN | {"38;5", "48;5"}
ALL = MORE | {"38;2", "48;2"}

PLAIN = {b"\x1b[?25l", b"\x1b[?25h", b"\x1b[?7l", b"\x1b[?7h", b"\x1b[J"}
SECOND = PLAIN | {b"\x1b[K", b"\x1b[?1049h", b"\x1b[?1049l", b"\x1b[?2004h", b"\x1b[?2004l"}
MOUSE = SECOND | {b"\x1b[?%dh" % mode for mode in (1000, 1002, 1006)}
MOUSE |= {b"\x1b[?%dl" % mode for mode in (1000, 1002, 1006)}
WHOLE = MOUSE | {b"\x1b[>1u", b"\x1b[<u", b"\x1b[?2026$p"}

TERMINALS = {
    "xterm": ({"TERM": "xterm"}, SIXTEEN, WHOLE),
    "truecolor": ({"TERM": "xterm-256color", "COLORTERM": "truecolor"}, ALL, WHOLE),
    "screen": ({"TERM": "screen", "STY": "1.pts", "COLORTERM": "truecolor"}, SIXTEEN, SECOND),
    "tmux-256color": ({"TERM": "tmux-256color", "TMUX": "/tmp/tmux,1,0"}, MORE, WHOLE),
    "linux": ({"TERM": "linux", "COLORTERM": "truecolor"}, SIXTEEN, PLAIN),
    "vt220": ({"TERM": "vt220", "COLORTERM": "truecolor"}, set(), PLAIN),
    "NO_COLOR": ({"TERM": "xterm-256color", "COLORTERM": "truecolor", "NO_COLOR": "1"}, set(), WHOLE),
}


def sent_besides_text(raw: bytes) -> tuple[set[bytes], set[str]]:
    """The sequences other than a place for the cursor and a style; and the colours that styles named."""
    others, colours = set(), set()
    for found in SEQUENCE.findall(raw):
        if found.endswith(b"m"):
            codes = found[2:-1].decode().split(";")
            while codes:
                code = codes.pop(0)
                if code in ("38", "48"):
                    colours.add(f"{code};{codes[0]}")
                    del codes[: 2 if codes[0] == "5" else 4]
                elif code in ALL:
                    colours.add(code)
        elif not found.endswith(b"H"):
            others.add(found)
    return others, colours


@pytest.mark.parametrize("name", TERMINALS)
def test_a_terminal_is_sent_what_it_knows(program: Program, name: str) -> None:
    environ, colours, modes = TERMINALS[name]
    with program(environ=environ, answers=False, skips=modes > MOUSE) as seen:
        seen.until("To do")
        shown = [seen.text]
        for keys, text in ((b"2", "open pairings"), (b"s", "Confidence score"), (b"\t7", "7      ")):
            seen.send(keys)
            seen.until(text)
            shown.append(seen.text)
        seen.send(b"\x11")
        assert seen.ended() == 0
        others, named = sent_besides_text(bytes(seen.raw))
    assert named <= colours, f"colours {named - colours}"
    assert bool(named) == bool(colours)
    assert others <= modes, f"sent {others - modes}"
    for screen in shown:
        # What a terminal shows of a sequence that it does not know is its tail.
        assert not re.search(r"\$p|\[?[<>]\d*u|\d;\w*default|\?\d{3}", screen), screen
        assert screen.splitlines()[0].rstrip().endswith("Sam Doyle")


def test_a_choice_of_sixteen_colours_holds_on_a_better_terminal(program: Program) -> None:
    with program(environ={"TERM": "xterm-256color"}) as seen:
        seen.until("To do")
        seen.send(b",")
        seen.until("Display")
        seen.send(b"\r")
        seen.until("The terminal's own colours")
        seen.send(b"\x1b[F\r")
        seen.until("now     The terminal's own colours")
        seen.settle()
        before = len(seen.raw)
        seen.press(b"1")
        seen.until("To do")
        seen.press(b"2")
        seen.until("open pairings")
        assert sent_besides_text(bytes(seen.raw[before:]))[1] <= SIXTEEN
