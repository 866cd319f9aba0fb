"""How a pairing's schedule, confidence and alerts are written, in a list and in words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Final

from mentor_tui.dates import day_and_month, from_today, short
from mentor_tui.programmes import SlotState
from mentor_tui.rules.wording import SENTENCE
from mentor_tui.store.read.pairing_alerts import Raised
from mentor_tui.store.read.pairings import PairingLine
from mentor_tui.store.read.slots import SlotSeen
from widgets import glyphs
from widgets.safe import Part, Tone

SIGNS: Final[Mapping[SlotState, tuple[str, Tone]]] = {
    SlotState.ON_SCHEDULE: (glyphs.DOT, "good"),
    SlotState.MISSED: (glyphs.CROSS, "bad"),
    SlotState.EXCUSED: (glyphs.DASH, "quiet"),
    SlotState.DUE: (glyphs.RING, "warning"),
    SlotState.UPCOMING: (glyphs.POINT, "quiet"),
    SlotState.NOT_APPLICABLE: (" ", "quiet"),
}
"""A scheduled session as one sign; its tone is never the only difference."""

WORDS: Final[Mapping[SlotState, str]] = {
    SlotState.ON_SCHEDULE: "held",
    SlotState.MISSED: "missed",
    SlotState.EXCUSED: "excused",
    SlotState.DUE: "due",
    SlotState.UPCOMING: "to come",
    SlotState.NOT_APPLICABLE: "not needed",
}

LEGEND: Final = (
    f"{glyphs.DOT} held  {glyphs.CROSS} missed  {glyphs.DASH} excused  "
    f"{glyphs.RING} due  {glyphs.POINT} to come"
)


def strip(slots: Sequence[SlotSeen]) -> list[Part]:
    """The schedule as one sign a session."""
    return [SIGNS[slot.state] for slot in slots]


def slot_words(slot: SlotSeen) -> list[Part]:
    """`3  × missed   due 23 Feb, window to 25 Feb`."""
    sign, tone = SIGNS[slot.state]
    return [
        f"{slot.number:>2} ",
        (f"{sign} {WORDS[slot.state]:<10}", tone),
        f" due {day_and_month(slot.due_on):<6}",
        (f"  to {day_and_month(slot.ends_on)}", "quiet"),
    ]


def trend(scores: Sequence[int], most: int = 5) -> str:
    """The latest scores as little bars, 1 the lowest and 10 the highest."""
    top = len(glyphs.TREND) - 1
    return "".join(glyphs.TREND[round((score - 1) * top / 9)] for score in scores[-most:])


def confidence(scores: Sequence[int]) -> list[Part]:
    """The latest scores as little bars, and the last of them as a number."""
    if not scores:
        return [("none yet", "quiet")]
    return [(f"{trend(scores):>5} ", "quiet"), f"{scores[-1]:>2}"]


def codes(alerts: Sequence[Raised]) -> list[Part]:
    """The codes of the alerts, escalations first."""
    parts: list[Part] = []
    for code in dict.fromkeys(alert.code for alert in alerts):
        parts += [(code, "bad" if code.startswith("E") else "warning"), " "]
    return parts or [""]


def alert_words(alert: Raised) -> list[Part]:
    """An alert as its code, a sentence, and since when."""
    tone: Tone = "bad" if alert.code.startswith("E") else "warning"
    return [(f"{alert.code} ", tone), SENTENCE[alert.code], (f" Since {short(alert.since)}.", "quiet")]


def week(line: PairingLine, on: date) -> str:
    """The week of mentoring, or what there is instead of one."""
    if line.ended_on is not None:
        return "ended"
    number = line.week(on)
    return str(number) if number > 0 else "soon"


def last_session(held: date | None, on: date) -> str:
    """When the latest session was held, without blame."""
    return f"Last session {short(held)}, {from_today(held, on)}." if held else "No session yet."
