"""Any bytes typed at the terminal, in any encoding: the program stays up and answers afterwards."""

from __future__ import annotations

import random
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from textual import events
from textual.message import Message

from tests.hostile.raw import Raw
from widgets.keyboard import Keyboard

ESC, QUIT, LOCK, PALETTE, TO_THE_MENTEE, BACK = 0x1B, 0x11, 0x0C, 0x10, 0x14, b"\x1b[21~"

#: what has ended a Textual program, frozen it or typed what nobody pressed
SEQUENCES = {
    "key beyond Unicode": b"\x1b[1114112u",
    "key of many digits": b"\x1b[99999999999999u",
    "text beyond Unicode": b"\x1b[97;1;99999999u",
    "half a character as key": b"\x1b[55296u",
    "ESC as text": b"\x1b[97;1;27u",
    "CSI as text": b"\x1b[97;1;155u",
    "parts of numbers": b"\x1b[97:1;1:u \x1b[:::;::;:u \x1b[1:2u",
    "no numbers": b"\x1b[;;u \x1b[97;;u \x1b[u",
    "digits of other scripts": "\x1b[\u0669\u0669;\u0661;\u00b2u".encode(),
    "no window": b"\x1b[48;0;0;0;0t\x1b[<0;5;5M\x1b[<0;5;5m",
    "window without pixels": b"\x1b[48;24;80;0;0t\x1b[<0;5;5M\x1b[<0;5;5m",
    "huge window": b"\x1b[48;20000;20000;1;1t",
    "cursor far out": b"\x1b[99999999999;99999999999R",
    "click far out": b"\x1b[<0;9999999999999;999999999M\x1b[<0;9999999999999;999999999m",
    "click before the screen": b"\x1b[<0;-5;-5M\x1b[<0;0;0M",
    "half a click": b"\x1b[<0;1",
    "click in the old way": b"\x1b[Mabc\x1b[M\xff\xfe\xfd",
    "focus comes and goes": b"\x1b[I\x1b[O" * 200,
    "modes": b"\x1b[?2026;2$y\x1b[?2048;2$y\x1b[?2048;1$y\x1b[?9999;9$y",
    "what it is": b"\x1b[?62;22c\x1b[>0;276;0c\x1bP>|xterm(390)\x1b\\",
    "answers in words": b"\x1b]11;rgb:0000/0000/0000\x1b\\\x1b]52;c;aGk=\x07\x1b_G\x1b\\\x1b^x\x1b\\",
    "answer without an end": b"\x1b]52;c;" + b"A" * 2000,
    "C1": b"\xc2\x9b2J\xc2\x90\xc2\x9d",
    "half a surrogate": b"\xed\xa0\x80\xed\xb3\xbf",
    "overlong": b"\xc0\x80\xe0\x80\x80\xf8\x88\x80\x80\x80",
    "NUL": b"\x00\x00\x00",
    "Latin-1": "caf\u00e9 \u00a34".encode("latin-1"),
    "UTF-16": "Zo\u00eb".encode("utf-16"),
    "half a character": b"\xf0\x9f",
    "paste in a paste": b"\x1b[200~a\x1b[200~b\x1b[201~c\x1b[201~",
    "end without a paste": b"\x1b[201~",
    "keys in a paste": b"\x1b[200~x\x1b\x11\x13\x1b[21~ and more than thirty two characters\x1b[201~",
}


def pieces(data: bytes, chance: random.Random) -> Iterator[str]:
    """Bytes as they may come: in pieces of any length, decoded as the driver does it."""
    text = data.decode("utf-8", errors="replace")
    while text:
        length = chance.choice((1, 2, 3, 7, 100, 4096))
        yield text[:length]
        text = text[length:]


def heard(keyboard: Keyboard, data: bytes, chance: random.Random) -> list[Message]:
    """Everything that the keyboard makes of the bytes, time going on meanwhile."""
    found: list[Message] = []
    now = 0.0
    for piece in pieces(data, chance):
        found += keyboard.feed(piece, now)
        now += chance.choice((0.0, 0.001, 0.05, 0.5, 20.0))
        found += keyboard.tick(now)
    return [*found, *keyboard.tick(now + 60)]


@pytest.mark.parametrize("seed", range(4))
def test_whatever_comes_is_keys_clicks_and_pastes(seed: int) -> None:
    chance = random.Random(seed)
    data = chance.randbytes(5_000)
    if seed % 2:  # more of what looks like something
        words = [*SEQUENCES.values(), b"\x1b[200~", b"\x1b[201~", b"\x1b[", b"\x1b", b";", b"u", b"M"]
        data = b"".join(chance.choice((*words, chance.randbytes(3))) for _ in range(400))
    keyboard = Keyboard()
    for event in heard(keyboard, data, chance):
        assert not isinstance(event, events.Resize | events.AppBlur | events.AppFocus), event
        if isinstance(event, events.MouseEvent):
            assert event.x >= 0 and event.y >= 0
    after = [*keyboard.feed("x", 1e6), *keyboard.tick(2e6)]
    assert [event.key for event in after if isinstance(event, events.Key)] == ["x"]


def test_no_sequence_takes_the_key_after_it() -> None:
    for name, sequence in SEQUENCES.items():
        keyboard = Keyboard()
        heard(keyboard, sequence, random.Random(1))
        after = [*keyboard.feed("x", 1e6), *keyboard.tick(2e6)]
        assert [event.key for event in after if isinstance(event, events.Key)] == ["x"], name


def test_nothing_in_a_paste_is_pressed() -> None:
    found = list(Keyboard().feed(SEQUENCES["keys in a paste"].decode(), 0))
    assert [type(event) for event in found] == [events.Paste]


@pytest.fixture
def seat(home_file: Path, tmp_path: Path) -> Iterator[Raw]:
    """Sam, about to record a session, in a real pseudo-terminal."""
    path = tmp_path / "records.db"
    shutil.copy(home_file, path)
    with Raw([sys.executable, "-m", "tests.hostile.at_a_seat", str(path), "Sam"]) as seen:
        seen.until("To do")
        seen.types(b"2")
        seen.until("open pairings")
        seen.types(b"s")
        seen.until("Confidence score")
        yield seen


def answers(seen: Raw) -> None:
    """It goes where one tells it to."""
    seen.settle()
    for key in (BACK, b"\x1b") * 5:
        seen.types(key)
        seen.settle(0.05)
    seen.types(b"\x1bOR")  # F3
    seen.until("open pairings")
    seen.types(b"\x1bOQ")  # F2
    seen.until("To do")


@pytest.mark.skipif(sys.platform == "win32", reason="there are no pseudo-terminals on Windows")
class TestInATerminal:
    """The whole program, its bytes typed at a real pseudo-terminal."""

    def test_twenty_thousand_bytes_of_any_kind(self, seat: Raw) -> None:
        # Keys that leave the form are tried beneath: here the bytes are typed into its fields.
        leave = {ESC, QUIT, LOCK, PALETTE, TO_THE_MENTEE}
        seat.types(bytes(byte for byte in random.Random(20).randbytes(20_000) if byte not in leave))
        answers(seat)

    def test_what_looks_like_keys(self, seat: Raw) -> None:
        for sequence in SEQUENCES.values():
            seat.types(sequence)
            seat.read(0.01)
        assert seat.alive
        chance = random.Random(4)
        seat.types(
            bytes(byte for byte in chance.randbytes(600) if byte not in (QUIT, LOCK, PALETTE, TO_THE_MENTEE))
        )
        answers(seat)

    def test_a_large_paste_a_storm_of_sizes_and_a_flood_of_clicks(self, seat: Raw) -> None:
        seat.types(b"\t\t\x1b[200~" + b"words and " * 100_000 + b"\x1b[201~")
        seat.until("words and")
        for number in range(20):
            seat.resize(40 + number * 7 % 120, 10 + number * 5 % 60)
            seat.types(b"\x1b[<0;%d;%dM\x1b[<0;%d;%dm" % (number, number % 24, number, number % 24) * 4)
        seat.resize(80, 24)
        seat.types(b"\x1b[<64;5;5M" * 300)
        answers(seat)
