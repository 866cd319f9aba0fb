"""Ten minutes of somebody's work over a line of 64 kbit/s and 300 ms: the bytes, and how long one waits."""

from __future__ import annotations

import statistics
import time
from collections.abc import Sequence
from dataclasses import dataclass, field

from tests.bench.relay import EACH_WAY, MODEM, OVER_SSH, SlowLine
from tests.bench.terminal import Watched

FORMS, CHARACTERS, STEPS = 30, 600, 300
TEXT = "Gave the evening medication round alone and wrote it up before the end of the shift, went well. "


@dataclass
class Session:
    """The bytes of each form that was opened, of each character typed, of each step."""

    forms: list[int] = field(default_factory=list)
    characters: list[int] = field(default_factory=list)
    steps: list[int] = field(default_factory=list)
    #: of everything, with the start, going back and what is said about drafts
    written: int = 0

    @property
    def line_seconds(self) -> float:
        """How long the line is busy with it."""
        return self.written / MODEM

    @property
    def longest(self) -> float:
        """The longest that one waits for the last byte of what one has asked for."""
        return max(*self.forms, *self.characters, *self.steps) / MODEM + 2 * EACH_WAY


def session(command: Sequence[str], part: int = 1) -> Session:
    """Works through the script, or through one part in so many of it, from the list of pairings."""
    found = Session()
    with Watched(command, environ=OVER_SSH, quiet=0.06) as seen:
        seen.until("pairings")
        seen.settle()
        for _ in range(FORMS // part):
            for step in range(STEPS // FORMS):
                found.steps.append(seen.press(b"\x1b[B" if step % 4 != 3 else b"\x1b[A")[0])
            seen.press(b"\x1b[H")
            before = seen.written
            seen.send(b"s")
            seen.until("Confidence score")
            seen.settle()
            found.forms.append(seen.written - before)
            seen.press(b"\t")
            seen.press(b"\t")
            seen.press(b"\t")
            for character in TEXT[: CHARACTERS // FORMS]:
                found.characters.append(seen.press(character.encode())[0])
            seen.send(b"\x1b")
            seen.until("open pairings")
            seen.settle()
        found.written = seen.written
    return found


def waits(command: Sequence[str]) -> tuple[float, float, float]:
    """How long a step, a character and a form take over the line itself, to the last byte: seconds."""
    with SlowLine(command, rate=MODEM) as seen:
        seen.until("pairings")
        step = statistics.median(seen.press(b"\x1b[B")[1] for _ in range(3))
        seen.press(b"\x1b[H")
        began = time.perf_counter()
        seen.send(b"s")
        seen.until("Counts as session")
        form = time.perf_counter() - began
        seen.press(b"\t\t\t")
        character = statistics.median(seen.press(letter)[1] for letter in (b"n", b"i", b"g"))
    return step, character, form
