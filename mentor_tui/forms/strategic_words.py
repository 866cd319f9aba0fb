"""How a strategic intervention stands, in a few words."""

from __future__ import annotations

from datetime import date
from typing import Final

from mentor_tui.records.oversight import PROGRESS
from mentor_tui.store.read.strategic import StrategicLine
from mentor_tui.tones import Part

_PROGRESS: Final = dict(PROGRESS)


def stands(one: StrategicLine, today: date) -> Part:
    """How it stands: complete on time or late, past its date, or what the latest follow-up says."""
    if one.completed_on is not None:
        return ("complete on time", "good") if one.on_time else ("complete late", "warning")
    if one.target_on < today:
        return ("past its date" if one.evidenced else "past, no evidence", "bad")
    if one.status == "complete":
        return ("reported complete", "good")
    said = _PROGRESS.get(one.status, "no follow-up yet").lower()
    if one.status == "off_track":
        return (said, "bad")
    return (said, "warning" if one.status == "at_risk" else "plain")
