"""How a pairing's schedule, confidence and alerts are written, in a list and in words."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from mentor_tui.dates import day_and_month, from_today, short
from mentor_tui.rules.wording import SENTENCE
from mentor_tui.store.read.pairing_alerts import Raised
from mentor_tui.store.read.pairings import PairingLine
from mentor_tui.store.read.slots import SlotSeen
from widgets.safe import Part, Tone
from widgets.slot_strip import SIGNS, slot_parts
from widgets.trend import trend_parts


def strip(slots: Sequence[SlotSeen]) -> list[Part]:
    """The schedule as one sign a session."""
    return slot_parts(slot.state for slot in slots)


def slot_words(slot: SlotSeen) -> list[Part]:
    """`3  × missed   due 23 Feb  to 25 Feb`."""
    sign, tone, name = SIGNS[slot.state]
    return [
        f"{slot.number:>2} ",
        (f"{sign} {name:<14}", tone),
        f" due {day_and_month(slot.due_on):<6}",
        (f" to {day_and_month(slot.ends_on)}", "quiet"),
    ]


def confidence(scores: Sequence[int]) -> list[Part]:
    """The latest scores as little bars, and the last of them as a number."""
    return trend_parts(scores, width=5) if scores else [("none yet", "quiet")]


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
