"""The sessions of a schedule as a strip of signs: `●●×–○··`, and the same in words.

Each state is a shape as well as a colour, with an ASCII twin of its own (`widgets.glyphs`).
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from rich.text import Text
from textual.content import Content
from textual.widgets import Static

from mentor_tui.programmes import SlotState
from widgets import glyphs
from widgets.safe import Part, Tone, cell, words

SIGNS: Final[dict[SlotState, tuple[str, Tone, str]]] = {
    SlotState.ON_SCHEDULE: (glyphs.DOT, "good", "held"),
    SlotState.MISSED: (glyphs.CROSS, "bad", "missed"),
    SlotState.EXCUSED: (glyphs.DASH, "quiet", "excused"),
    SlotState.DUE: (glyphs.RING, "warning", "due"),
    SlotState.UPCOMING: (glyphs.POINT, "quiet", "upcoming"),
    SlotState.NOT_APPLICABLE: ("/", "quiet", "not applicable"),
}
"""Each state with its sign, its tone and its words."""


def slot_parts(states: Iterable[SlotState]) -> list[Part]:
    """The strip, sign by sign, in the order of the schedule."""
    return [SIGNS[state][:2] for state in states]


def slot_cell(states: Iterable[SlotState]) -> Text:
    """The strip as a cell of a list."""
    return cell(*slot_parts(states))


def slot_words(states: Iterable[SlotState]) -> str:
    """What the strip says in words, in the order of the signs: `3 held, 1 missed, 1 due`."""
    there = list(states)
    counts = ((there.count(state), name) for state, (_, _, name) in SIGNS.items())
    return ", ".join(f"{count} {name}" for count, name in counts if count) or "no sessions scheduled"


def slot_key() -> Content:
    """What the signs mean, in one line."""
    parts: list[Part] = []
    for sign, tone, name in SIGNS.values():
        parts += [(sign, tone), f" {name}   "]
    return words(*parts)


class SlotStrip(Static):
    """The strip and its words side by side: `●●×○··   2 held, 1 missed, 1 due, 2 upcoming`."""

    DEFAULT_CSS = """
    SlotStrip { height: 1; padding: 0 1; }
    """

    def __init__(self, states: Iterable[SlotState] = (), *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.show(states)

    def show(self, states: Iterable[SlotState]) -> None:
        """Show these states."""
        there = list(states)
        self.update(words(*slot_parts(there), "   " if there else "", slot_words(there)))
