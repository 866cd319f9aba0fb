"""A pairing's story as lines in order of time: what was recorded, what was missed, what is to come."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from mentor_tui.dates import short, short_range
from mentor_tui.programmes import SlotState
from mentor_tui.store.read.pairing import Happening, PairingStory
from mentor_tui.store.read.slots import SlotSeen
from widgets import glyphs
from widgets.listing import Row
from widgets.safe import Part, Tone, cell

_SIGNS: Final[Mapping[str, tuple[str, Tone]]] = {
    "started": (glyphs.RIGHT, "quiet"),
    "session": (glyphs.DOT, "good"),
    "excusal": (glyphs.DASH, "quiet"),
    "goal": (glyphs.UP, "plain"),
    "achieved": (glyphs.TICKED, "good"),
    "review": (glyphs.BULLET, "strong"),
    "action": (glyphs.UNTICKED, "plain"),
    "completed": (glyphs.TICKED, "good"),
    "ended": (glyphs.RULE, "quiet"),
    "risk": (glyphs.DOWN, "warning"),
    "plan": (glyphs.RIGHT, "strong"),
    "meeting": (glyphs.DOT, "good"),
    "pathway": (glyphs.UP, "plain"),
    "signed": (glyphs.TICKED, "good"),
    "follow_up": (glyphs.BULLET, "plain"),
    "impact": (glyphs.BULLET, "strong"),
    "closed": (glyphs.RULE, "quiet"),
}

_SLOTS: Final[Mapping[SlotState, tuple[str, Tone, str]]] = {
    SlotState.MISSED: (glyphs.CROSS, "bad", "missed"),
    SlotState.DUE: (glyphs.RING, "warning", "due"),
    SlotState.UPCOMING: (glyphs.POINT, "quiet", "upcoming"),
}


@dataclass(frozen=True, slots=True)
class Line:
    """One line: what it stands for, and what is shown beneath the list while it has the cursor."""

    key: str
    on: date
    sign: tuple[str, Tone]
    parts: tuple[Part, ...]
    details: tuple[tuple[str, str], ...] = ()
    happening: Happening | None = None
    slot: SlotSeen | None = None

    @property
    def row(self) -> Row:
        """The line in a list."""
        return Row(self.key, (short(self.on), cell(self.sign), cell(*self.parts)))


def timeline(story: PairingStory) -> list[Line]:
    """All lines, oldest first."""
    numbers = _numbers(story)
    lines = [recorded(happening, numbers) for happening in story.happenings]
    lines += [_scheduled(slot) for slot in story.slots if slot.state in _SLOTS]
    order = {line.key: place for place, line in enumerate(lines)}
    return sorted(lines, key=lambda line: (line.on, order[line.key]))


def latest(lines: Sequence[Line], today: date) -> str:
    """The line at which one begins to read: the newest of what has happened."""
    past = [line.key for line in lines if line.on <= today]
    return past[-1] if past else (lines[0].key if lines else "")


def _numbers(story: PairingStory) -> dict[str, str]:
    """Which scheduled session each session held answers; a further one in the same window is extra."""
    taken: set[int] = set()
    found: dict[str, str] = {}
    for happening in story.happenings:
        if happening.what != "session":
            continue
        slot = next((one for one in story.slots if one.opens_on <= happening.on <= one.ends_on), None)
        if slot is None or slot.number in taken:
            found[happening.key] = "Extra session"
        else:
            taken.add(slot.number)
            found[happening.key] = f"Session {slot.number}"
    return found


def recorded(happening: Happening, numbers: Mapping[str, str] | None = None) -> Line:
    """What was recorded, as a line; `numbers` say which scheduled session each session held answers."""
    words = happening.line
    if happening.what == "session" and numbers:
        words = words.replace("Session", numbers[happening.key], 1)
    parts: list[Part] = [words]
    if happening.notable:
        parts.append((f"  {happening.notable}", "warning"))
    details = list(happening.details)
    if happening.recorded_on:
        by = f" by {happening.recorded_by}" if happening.recorded_by else ""
        details.append(("Recorded", f"{short(happening.recorded_on)}{by}"))
    sign = _SIGNS[happening.what]
    if happening.what == "action" and not happening.notable and _is_over(happening):
        sign = (glyphs.TICKED, "quiet")
    key = f"{happening.what}@{happening.key}"
    return Line(key, happening.on, sign, tuple(parts), tuple(details), happening)


def _is_over(happening: Happening) -> bool:
    return any(label in ("Evidence", "Cancelled") for label, _ in happening.details)


def _scheduled(slot: SlotSeen) -> Line:
    sign, tone, words = _SLOTS[slot.state]
    details = (("Due", short(slot.due_on)), ("Counts if held", short_range(slot.opens_on, slot.ends_on)))
    text: Part = (f"Session {slot.number} {words}", tone)
    return Line(f"slot@{slot.number}", slot.due_on, (sign, tone), (text,), details, slot=slot)
