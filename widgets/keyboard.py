"""What a terminal sends, cut into whole keys: however the line breaks it up, and however fast it comes.

A terminal sends `ESC [ A` for the arrow up and a lone `ESC` for Esc, so that a program must wait a while to
tell them apart. Textual waits a tenth of a second for each next character: over a slow line, where the parts of
a key may come in two pieces, an arrow is then read as Esc, `[` and `A`; the end of a paste that is broken up
is never noticed, and everything that is typed from then on is part of the paste; and Esc, 2 in one piece is
read as Alt+2. Here

- a key is let in when all of it is there; a lone Esc, and what begins like a key and never ends, after
  `patience`, which is longer over SSH;
- Esc and a character are these two keys, for the program has none with Alt, but for the word-wise steps that
  terminals send so, which come in one piece;
- a paste has no time limit between its parts, but ends by itself when nothing has come for a long while;
- what is no key (an answer that nobody waits for, a key that nobody knows) is dropped, never typed.
"""

from __future__ import annotations

import contextlib
import re
from collections.abc import Iterator
from typing import Final

from textual import events, messages
from textual._xterm_parser import XTermParser
from textual.keys import Keys
from textual.message import Message

ESC: Final = "\x1b"
NEAR: Final = 0.1
"""Seconds that the rest of a key may take on this machine, as Textual has it."""
DISTANT: Final = 0.4
"""Seconds that it may take over SSH: a packet that comes a round trip after the one before."""
PASTE_ENDS: Final = 10.0
"""Seconds of silence after which a paste is over, whatever became of its end."""
LATE: Final = 2.0
"""Seconds after a lone Esc in which the rest of a key is still known for what it is."""

_PASTE_FROM: Final = f"{ESC}[200~"
_PASTE_TO: Final = f"{ESC}[201~"

_WHOLE: Final = re.compile(
    r"""\x1b(?:
        \[M[\x20-\uffff]{3}                      # the mouse, in the old way
      | \[\[[A-E]                                # the Linux console's F1 to F5
      | \[[0-9:;<=>?]+[ -/]*[@-~]                # keys with numbers, the mouse, answers
      | \[[ -/]*[@-LN-Z\\-~]                     # keys without: but M and [ go on, see above
      | O[@-~]                                   # keypad and function keys
      | [\]P_][^\x07\x1b]*(?:\x07|\x1b\\)        # an answer in words
    )""",
    re.VERBOSE,
)
_BEGUN: Final = re.compile(
    r"\x1b(?:\[(?:\[?|M[\x20-\uffff]{0,2}|[0-9:;<=>?]*[ -/]*)|O|[\]P_][^\x07\x1b]*\x1b?)?\Z"
)
_BY_WORDS: Final = {f"{ESC}b": "ctrl+left", f"{ESC}f": "ctrl+right", f"{ESC}\x7f": "ctrl+w"}
_REST_OF_A_KEY: Final = re.compile(r"\[[0-9;]*[A-HP-SZ~]|\[\[[A-E]|O[A-DFHP-S]")
_MOUSE: Final = re.compile(r"\x1b\[<[-\d;]+[mM]")
_MODE: Final = re.compile(r"\x1b\[\?2026;[1-3]\$y")


class Keyboard:
    """Takes in what comes, gives events. Times are seconds on a clock that never goes back."""

    def __init__(self, patience: float = NEAR) -> None:
        self._patience = patience
        self._table = XTermParser()
        self._held = ""
        self._pasted: str | None = None
        self._last = 0.0
        self._escaped = float("-inf")

    @property
    def due(self) -> float | None:
        """When to call :meth:`tick`, if nothing comes before; None where nothing is held back."""
        if self._pasted is not None:
            return self._last + PASTE_ENDS
        return self._last + self._patience if self._held else None

    def feed(self, text: str, now: float) -> Iterator[Message]:
        """What the terminal has sent."""
        self._last = now
        if not self._held and self._pasted is None:
            if now - self._escaped < LATE and (rest := _REST_OF_A_KEY.match(text)):
                text = text[rest.end() :]
            self._escaped = float("-inf")
            if text in _BY_WORDS:
                # All of it at once: somebody's Esc and letter come one after the other.
                yield events.Key(_BY_WORDS[text], None)
                return
        self._held += text
        yield from self._cut()

    def tick(self, now: float) -> Iterator[Message]:
        """Lets in what has waited long enough for its other half."""
        if self.due is None or now < self.due:
            return
        held, self._held = self._held, ""
        if self._pasted is not None:
            pasted, self._pasted = self._pasted + held, None
            yield _paste(pasted)
        elif held == ESC:
            self._escaped = now
            yield _escape()
        elif len(held) == 2 or held[1] not in "[O":
            yield _escape()
            for character in held[1:]:
                yield from self._key(character)
        # What is left is the torso of a key: nobody types that.

    def _cut(self) -> Iterator[Message]:
        while self._held:
            if self._pasted is not None:
                pasted, end, rest = (self._pasted + self._held).partition(_PASTE_TO)
                if not end:
                    self._pasted, self._held = pasted, ""
                    return
                self._pasted, self._held = None, rest
                yield _paste(pasted)
            elif not self._held.startswith(ESC):
                plain, escape, rest = self._held.partition(ESC)
                self._held = escape + rest
                for character in plain:
                    yield from self._key(character)
            elif self._held.startswith(_PASTE_FROM):
                self._pasted, self._held = "", self._held[len(_PASTE_FROM) :]
            elif whole := _WHOLE.match(self._held):
                self._held = self._held[whole.end() :]
                yield from self._sequence(whole.group())
            elif _BEGUN.match(self._held):
                return
            else:
                self._held = self._held[1:]
                yield _escape()

    def _key(self, sequence: str) -> Iterator[Message]:
        with contextlib.suppress(ValueError, OverflowError):  # numbers that no key has
            for key in self._table._sequence_to_key_events(sequence):
                if key.key != Keys.Ignore:
                    yield key

    def _sequence(self, sequence: str) -> Iterator[Message]:
        if _MOUSE.fullmatch(sequence):
            moved = self._table.parse_mouse_code(sequence)
            if moved is not None:
                yield moved
        elif _MODE.fullmatch(sequence):
            yield messages.TerminalSupportsSynchronizedOutput()
        else:
            for key in self._key(sequence):
                # Textual takes the number of a key that it does not know for that of a character.
                if sequence.endswith("u") or not (isinstance(key, events.Key) and key.is_printable):
                    yield key


def _escape() -> events.Key:
    return events.Key("escape", ESC)


def _paste(text: str) -> events.Paste:
    return events.Paste(text.replace("\x00", ""))
