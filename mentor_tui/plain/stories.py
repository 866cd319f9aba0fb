"""A pairing's and a case's whole story, read out in order of time, the newest last."""

from __future__ import annotations

from collections.abc import Sequence

from mentor_tui.dates import from_today, short
from mentor_tui.forms.case_words import gate_said
from mentor_tui.plain.talk import Left, Talk
from mentor_tui.programmes import SlotState
from mentor_tui.rules.wording import SENTENCE
from mentor_tui.store.read import case_story, cases, pairings
from mentor_tui.store.read.pairing import Happening, PairingStory, story
from mentor_tui.store.read.pairing_alerts import Raised
from mentor_tui.store.read.slots import SlotSeen, next_due

#: so many are listed, and so many happenings read out at once
_PAGE = 20
_RECENT = 12

_STATES = {
    SlotState.ON_SCHEDULE: "held",
    SlotState.MISSED: "missed",
    SlotState.EXCUSED: "excused",
    SlotState.DUE: "due",
    SlotState.UPCOMING: "upcoming",
    SlotState.NOT_APPLICABLE: "not applicable",
}


def choose_pairing(talk: Talk, find: str) -> str:
    """The key of the pairing that is meant by these words. Raises Left where none is chosen."""
    reader = talk.refresh().reader
    keys = pairings.keys(reader, "open", find=find) or pairings.keys(reader, "ended", find=find)
    if not keys:
        talk.say("No pairing that you may see has these words in it." if find else "There is no pairing yet.")
        raise Left
    if len(keys) == 1:
        return keys[0]
    if len(keys) > _PAGE:
        talk.say(f"{len(keys)} pairings. The first {_PAGE} are read: more letters of a name narrow them.")
    lines = pairings.lines(reader, keys[:_PAGE])
    told = [f"{one.mentee} with {one.mentor}, {one.service}" for one in lines]
    return lines[talk.choose("Number of the pairing, or < to go back:", told)].key


def read_pairing(talk: Talk, key: str) -> Sequence[Happening]:
    """Reads a pairing's story out, its latest entries; gives them all. Opening another's is itself journaled."""
    seat = talk.refresh()
    found = story(seat.reader, key)
    if found is None:
        talk.say("This pairing is not among those that you may see.")
        return ()
    if not found.own:
        talk.write_down(lambda: seat.office.note(seat.actor, "opened", "pairing", key))
    _head(talk, found)
    return _latest(talk, found.happenings)


def _head(talk: Talk, found: PairingStory) -> None:
    head, today = found.head, talk.today()
    talk.say()
    left = " (has left)"
    talk.say(
        f"{head.mentee}{left if head.mentee_left_on else ''} with {head.mentor}"
        f"{left if head.mentor_left_on else ''}. {head.service}."
    )
    week = (today - head.started_on).days // 7 + 1
    when = f"ended {short(head.over_on)}" if head.over_on else f"week {week}" if week > 0 else "to begin"
    talk.say(f"{head.programme_words}, {when}, since {short(head.started_on)}.")
    if found.slots:
        talk.say(f"Sessions: {slots_in_words(found.slots)}.")
    if scores := [score for _, score in found.confidence]:
        since = f", from {scores[0]} at the first of {len(scores)} sessions" if len(scores) > 1 else ""
        talk.say(f"Confidence: {scores[-1]} of 10{since}.")
    if head.over_on is None and (coming := next_due(found.slots, today)):
        talk.say(f"The next session is due {short(coming.due_on)}, {from_today(coming.due_on, today)}.")
    _alerts(talk, found.alerts)


def slots_in_words(slots: Sequence[SlotSeen]) -> str:
    """`3 held, 1 missed, 2 upcoming`."""
    states = [slot.state for slot in slots]
    return ", ".join(f"{states.count(state)} {word}" for state, word in _STATES.items() if state in states)


def _alerts(talk: Talk, alerts: Sequence[Raised]) -> None:
    for one in alerts:
        kind = "Escalation" if one.code.startswith("E") else "Early warning"
        talk.say(f"{kind}: {SENTENCE[one.code]} Since {short(one.since)}.")


def is_told_whole(happenings: Sequence[Happening]) -> bool:
    """Whether a story is so short that all of it was read at once."""
    return len(happenings) <= _RECENT


def _latest(talk: Talk, happenings: Sequence[Happening]) -> Sequence[Happening]:
    if not is_told_whole(happenings):
        talk.say(f"The last {_RECENT} of {len(happenings)} entries:")
    read_happenings(talk, happenings[-_RECENT:])
    return happenings


def read_happenings(talk: Talk, happenings: Sequence[Happening]) -> None:
    """Reads entries out, each with what it says."""
    for one in happenings:
        notable = f" Note: {one.notable}." if one.notable else ""
        talk.say(f"{short(one.on)}. {one.line.rstrip('.')}.{notable}")
        for label, text in one.details:
            talk.say(f"{label}: {text}")


def choose_case(talk: Talk, find: str) -> str:
    """The key of the case that is meant by these words. Raises Left where none is chosen."""
    reader = talk.refresh().reader
    keys = cases.keys(reader, "open", find) or cases.keys(reader, "closed", find)
    if not keys:
        talk.say("No case of targeted support that you may see has these words in it.")
        raise Left
    if len(keys) == 1:
        return keys[0]
    lines = cases.lines(reader, keys[:_PAGE])
    told = [f"{one.mentee}, {one.service}, plan of {short(one.planned_on)}" for one in lines]
    return lines[talk.choose("Number of the case, or < to go back:", told)].key


def read_case(talk: Talk, key: str) -> Sequence[Happening]:
    """Reads a case's story out, its latest entries; gives them all. Opening another's is itself journaled."""
    seat = talk.refresh()
    found = case_story.story(seat.reader, key)
    if found is None:
        talk.say("This case is not among those that you may see.")
        return ()
    if not found.own:
        talk.write_down(lambda: seat.office.note(seat.actor, "opened", "targeted_case", key))
    head, plan = found.head, found.head.baseline
    talk.say()
    mentor = f", mentor {head.mentor}" if head.mentor else ""
    talk.say(f"Targeted support for {head.mentee}{mentor}. {head.service}.")
    talk.say(f"The plan: {head.aim or 'no aim is written yet'}")
    talk.say(f"At the plan: confidence {plan.confidence} of 10, attendance {plan.attendance:g}%.")
    if head.signed_off_on is None:
        talk.tell(gate_said(found.parts))
    else:
        talk.say(f"Signed off on {short(head.signed_off_on)}.")
    _alerts(talk, found.alerts)
    return _latest(talk, found.happenings)
