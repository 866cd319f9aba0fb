"""The program holds on real terminals: in a pseudo-terminal, with any byte, and when the line drops."""

from __future__ import annotations

import os
import pty
import select
import signal
import subprocess
import sys
import time
from pathlib import Path

import pyte
import pytest
from rich.segment import Segment
from textual.app import ComposeResult
from textual.color import Color
from textual.content import Content
from textual.screen import Screen
from textual.widgets import Input, Static

from tests.story import tell
from widgets import themes
from widgets.abilities import abilities
from widgets.terminal import Folded, NoControls, TerminalApp
from widgets.too_small import TooSmall

UTF8 = {"LANG": "en_GB.UTF-8"}

PROGRAM = """
import sys
from textual.content import Content
from textual.widgets import Input, Static
from widgets.terminal import TerminalApp, run

class Small(TerminalApp):
    def compose(self):
        yield Static("ready to type")
        yield Input()
        yield Static(id="kept")
    def on_input_changed(self, event):
        self.sub_title = event.value
        self.query_one("#kept").update(Content(event.value + "|"))
    def on_key(self, event):
        if event.key == "f5":
            1 / 0

app = Small()

def save():
    open(sys.argv[1], "w", encoding="utf-8").write(app.sub_title)

sys.exit(run(app, save))
"""


class Terminal:
    """A program in a pseudo-terminal of 80 by 24."""

    def __init__(self, path: Path, **environ: str) -> None:
        self.kept = path / "kept"
        program = path / "program.py"
        program.write_text(PROGRAM, encoding="utf-8")
        self.end, inner = pty.openpty()
        root = str(Path(__file__).parents[2])
        self.process = subprocess.Popen(
            [sys.executable, str(program), str(self.kept)],
            stdin=inner, stdout=inner, stderr=inner, start_new_session=True,
            env={"PATH": os.environ["PATH"], "PYTHONPATH": root, "TERM": "xterm-256color", "COLUMNS": "80",
                 "LINES": "24", **UTF8, **environ},
        )  # fmt: skip
        os.close(inner)
        self.output = b""
        self.screen = pyte.Screen(80, 24)
        self.stream = pyte.ByteStream(self.screen)

    def sees(self, wanted: str, patience: float = 15) -> None:
        """Read until these words stand on the screen."""
        end = time.monotonic() + patience
        while not any(wanted in line for line in self.screen.display):
            assert time.monotonic() < end, "\n".join(self.screen.display)
            assert self._read(), "\n".join(self.screen.display)

    def _read(self) -> bool:
        """Take in what has come; False where the other end has gone."""
        if select.select([self.end], [], [], 0.1)[0]:
            try:
                data = os.read(self.end, 65536)
            except OSError:
                return False
            self.output += data
            self.stream.feed(data)
        return True

    def types(self, data: bytes) -> None:
        os.write(self.end, data)

    def ends(self) -> int:
        """Wait for the end, reading on, and say with which status."""
        deadline = time.monotonic() + 15
        while self.process.poll() is None and time.monotonic() < deadline and self._read():
            pass
        return self.process.wait(10)


@pytest.fixture
def terminal(tmp_path: Path):  # type: ignore[no-untyped-def]
    started: list[Terminal] = []

    def start(**environ: str) -> Terminal:
        started.append(Terminal(tmp_path, **environ))
        return started[-1]

    yield start
    for one in started:
        if one.process.poll() is None:
            one.process.kill()
            one.process.wait()


def test_any_byte_leaves_the_program_running(terminal) -> None:  # type: ignore[no-untyped-def]
    one = terminal()
    one.sees("ready to type")
    one.types(b"caf\xe9 \xa3\xff\xfe\xc0\x80 ")
    one.types("still £ here".encode())
    one.sees("still £ here|")
    one.process.send_signal(signal.SIGTERM)
    assert one.ends() == 128 + signal.SIGTERM
    assert one.kept.read_text(encoding="utf-8").endswith("still £ here")
    assert b"\x1b[?1049l" in one.output


@pytest.mark.parametrize("how", ["line", "signal"])
def test_a_dropped_line_keeps_the_draft(terminal, how: str) -> None:  # type: ignore[no-untyped-def]
    one = terminal()
    one.sees("ready to type")
    one.types(b"settling in")
    one.sees("settling in|")
    if how == "line":
        os.close(one.end)
        one.process.wait(10)
    else:
        one.process.send_signal(signal.SIGHUP)
        assert one.ends() == 128 + signal.SIGHUP
    assert one.kept.read_text(encoding="utf-8") == "settling in"


def test_a_crash_shows_a_sentence_and_no_variables(terminal) -> None:  # type: ignore[no-untyped-def]
    one = terminal()
    one.sees("ready to type")
    one.types(b"\x1b[15~")
    assert one.ends() == 1
    assert b"Reference: " in one.output
    assert b"Traceback" not in one.output
    assert b"locals" not in one.output


def test_no_color_sends_none(terminal) -> None:  # type: ignore[no-untyped-def]
    one = terminal(NO_COLOR="1")
    one.sees("ready to type")
    painted = one.output
    assert b"38;" not in painted
    assert b"48;" not in painted


def test_ctrl_z_is_no_way_out(terminal) -> None:  # type: ignore[no-untyped-def]
    one = terminal()
    one.sees("ready to type")
    one.types(b"\x1a")
    one.process.send_signal(signal.SIGTSTP)
    one.types(b"still here")
    one.sees("still here")


def test_a_plain_locale_gets_ascii(terminal) -> None:  # type: ignore[no-untyped-def]
    one = terminal(LANG="C", LC_ALL="C")
    one.sees("ready to type")
    one.types("café ●".encode())
    one.sees("cafe *")
    assert one.output.isascii()


HOSTILE = "a\x1b[31mb\x1b]52;c;aGk=\x07c\x9b2Jd\u202ee\u200bf"


def test_nothing_that_a_terminal_obeys_is_drawn() -> None:
    drawn = NoControls().apply([Segment(HOSTILE), Segment("plain")], Color(0, 0, 0))
    assert "".join(segment.text for segment in drawn) == "a[31mb]52;c;aGk=c2Jdefplain"


def test_folds_to_what_the_terminal_has() -> None:
    folded = Folded("ascii").apply([Segment("│ café")], Color(0, 0, 0))
    assert [segment.text for segment in folded] == ["| cafe"]


def test_theme_by_what_the_terminal_shows() -> None:
    assert themes.choose("standard", themes.LIGHT) == themes.SIXTEEN
    assert themes.choose(None) == themes.SIXTEEN
    assert themes.choose("256") == themes.DARK
    assert themes.choose("truecolor", themes.CONTRAST) == themes.CONTRAST
    assert themes.choose("truecolor", "no such") == themes.DARK


def test_no_mouse_under_gnu_screen() -> None:
    assert abilities({"TERM": "screen", "TMUX": "/tmp/tmux"}).mouse
    assert not abilities({"TERM": "screen", "STY": "123.pts"}).mouse


@pytest.mark.parametrize(
    ("environ", "colours", "mouse", "questions"),
    [
        ({"TERM": "xterm"}, "as found", True, True),
        ({"TERM": "xterm", "SSH_CONNECTION": "1"}, "as found", True, False),
        ({"TERM": "xterm-256color", "NO_COLOR": ""}, "none", True, True),
        ({"TERM": "xterm-mono"}, "none", True, True),
        ({"TERM": "tmux-256color", "TMUX": "x", "SSH_TTY": "x"}, "as found", True, False),
        ({"TERM": "screen", "TMUX": "x"}, "as found", True, True),
        ({"TERM": "screen.xterm-256color", "STY": "x"}, "as found", False, False),
        ({"TERM": "linux", "COLORTERM": "truecolor"}, "sixteen", False, False),
        ({"TERM": "vt100"}, "none", False, False),
        ({"TERM": "vte-256color"}, "as found", True, True),
        ({}, "sixteen", False, False),
    ],
)
def test_what_a_terminal_can_do(environ: dict[str, str], colours: str, mouse: bool, questions: bool) -> None:
    able = abilities(environ)
    assert (able.colours, able.mouse, able.questions) == (colours, mouse, questions)


class Page(TerminalApp[None]):
    def __init__(self) -> None:
        super().__init__(environ=UTF8)

    def compose(self) -> ComposeResult:
        yield Static(Content("the page"))
        yield Input()


class Named(Screen[None]):
    def __init__(self, words: str) -> None:
        super().__init__()
        self.words = words

    def compose(self) -> ComposeResult:
        yield Static(self.words)


class Modes(TerminalApp[None]):
    MODES = {"one": lambda: Named("the first mode"), "other": lambda: Named("the other mode")}
    DEFAULT_MODE = "one"


async def test_says_when_the_terminal_is_too_small() -> None:
    async with tell(Page()) as story:
        await story.types("kept")
        await story.pilot.resize_terminal(59, 20)
        await story.sees("59 columns and 20 rows")
        await story.pilot.resize_terminal(30, 8)
        await story.sees("too small")
        assert isinstance(story.app.screen, TooSmall)
        await story.pilot.resize_terminal(60, 20)
        await story.sees("the page", "kept")
        await story.press("!")
        await story.sees("kept!")


async def test_starts_in_a_small_terminal_and_in_another_mode() -> None:
    async with tell(Modes(), (50, 15)) as story:
        await story.sees("50 columns and 15 rows")
        await story.app.switch_mode("other")
        await story.sees("50 columns and 15 rows")
        await story.pilot.resize_terminal(80, 24)
        await story.sees("the other mode")
        await story.app.switch_mode("one")
        await story.sees("the first mode")


async def test_too_small_beneath_another_screen_goes_too() -> None:
    async with tell(Page()) as story:
        await story.pilot.resize_terminal(40, 10)
        await story.sees("too small")
        above = TooSmall()
        await story.app.push_screen(above)
        await story.pilot.resize_terminal(80, 24)
        await story.sees("the page")


async def test_every_theme_can_be_worn() -> None:
    async with tell(Page()) as story:
        for name in themes.NAMES:
            story.app.theme = name
            await story.sees("the page")
