"""An escalation in words: what it is, whose list it is on, what was said about it."""

from __future__ import annotations

from datetime import date
from typing import Final

from textual.content import Content

from mentor_tui.dates import short
from mentor_tui.records.registers import ROLES
from mentor_tui.rules.escalations import TO
from mentor_tui.store.read.escalations import Escalation
from widgets.safe import Part, words

_ROLES: Final = dict(ROLES)

_CLEARED: Final = {
    "E1": "It is gone when the four-week cycle after the missed sessions has passed, or the mentoring ends.",
    "E2": "It is gone when the action is completed or cancelled, or its review date is moved.",
    "E3": "It is gone when an impact review shows a rise in confidence or attendance, or the case closes.",
    "E4": "It is gone when the follow-up is recorded, with evidence where support was delivered.",
    "E5": "It is gone when the service reaches the threshold in a month that is over. "
    "Until then an approved intervention is asked of the director.",
    "E6": "It is gone when evidence stands on the strategic action or on one of its follow-ups.",
}


def stands(one: Escalation) -> Part:
    """Whether somebody has answered it."""
    if not one.role:
        return ("", "quiet")
    if one.is_acknowledged:
        return ("acknowledged", "good")
    if one.gone_on is not None:
        return ("cause gone", "warning")
    return ("handed on", "bad") if one.handed_on else ("to acknowledge", "warning")


def in_full(one: Escalation, today: date) -> list[Content]:
    """What it is, whose it is, and its history, the newest first."""
    alert = one.notice.alert
    about = f", cycle {alert.cycle}" if alert.cycle is not None else ""
    rows = [
        words((f"{alert.code} {one.notice.short}", "bad" if one.role else "warning")),
        words((one.notice.who, "strong"), f"{about}. {one.notice.service}" if one.notice.service else about),
        words(one.notice.sentence),
        words(f"Raised on {short(one.raised_on)}."),
    ]
    if not one.role:
        return [
            *rows,
            words(("An early warning. It is on nobody's list until it is an escalation.", "quiet")),
        ]
    rows += [
        words(""),
        words("On the list of: ", (one.owner, "strong"), (" (you)" if one.mine else "", "good")),
    ]
    rows.append(words((_handing(one, today), "quiet")))
    rows += [words(_clearing(one)), words(""), words(("What was said about it", "strong"))]
    for said in one.acknowledged:
        will_do = said.will_do or "what will be done is read by those who answer for the service"
        before = "" if said.on >= one.raised_on else " (before it was raised this time)"
        rows.append(words((f"{short(said.on)} {said.by}{before}: ", "quiet"), will_do))
    if not one.acknowledged:
        rows.append(words(("Nobody has acknowledged it yet.", "warning")))
    return rows


def _clearing(one: Escalation) -> Part:
    """What takes it off the list."""
    if one.gone_on is None:
        return (_CLEARED[one.notice.alert.code], "quiet")
    return (
        f"Its cause is gone since {short(one.gone_on)}. Nobody has acknowledged it, so it stays listed until "
        "somebody says what was done.",
        "warning",
    )


def _in_a_sentence(role: str) -> str:
    """`line manager`, `HR business partner`."""
    return _ROLES[role].lower().replace("hr ", "HR ", 1)


def _handing(one: Escalation, today: date) -> str:
    first, then = (_in_a_sentence(role) for role in TO[one.notice.alert.code])
    until = short(one.hands_on_after) if one.hands_on_after else ""
    if one.handed_on:
        return f"The {first} had it until {until}; nobody acknowledged it, so the {then} has it now."
    if one.is_acknowledged:
        return f"It was acknowledged in time and stays with the {first}."
    last = ", today" if one.hands_on_after == today else ""
    return f"If nobody acknowledges it by {until}{last}, it goes to the {then}."
