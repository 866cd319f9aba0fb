"""The action log by lines: one's own, everybody's that one sees; completing with evidence, cancelling, confirming."""

from __future__ import annotations

from typing import cast

from mentor_tui.answers import answer
from mentor_tui.dates import from_today, short
from mentor_tui.declare import Unfit, Value
from mentor_tui.forms.action_steps import (
    ASKED,
    DRAFT,
    NO_EVIDENCE,
    NO_REASON,
    Step,
    refusal,
    said_when_taken,
    taken,
)
from mentor_tui.forms.paper import sentence
from mentor_tui.office import Refused
from mentor_tui.office.opened import file_of, note_opened
from mentor_tui.plain.talk import Left, Talk, answer_in, is_command
from mentor_tui.store import drafts
from mentor_tui.store.problems import StoreProblem
from mentor_tui.store.read import actions
from mentor_tui.store.read.actions import ActionLine, ActionStory, Which

#: so many are read out at once
_PAGE = 20
_STEPS: dict[Step, str] = {"complete": "Complete it", "cancel": "Cancel it", "confirm": "Confirm it"}


def read_log(talk: Talk, which: Which, find: str = "") -> str:
    """Reads the log out; gives the key of the action that is chosen. Raises Left."""
    seat = talk.refresh()
    keys = actions.keys(seat.reader, which, find)
    if not keys and which == "mine" and not find:
        talk.say("No open action is yours.")
        which = "open"
        keys = actions.keys(seat.reader, which)
    whose = {"mine": "yours, open", "open": "open", "closed": "done or cancelled"}[which]
    talk.say(f"{len(keys)} {'action' if len(keys) == 1 else 'actions'} {whose}.")
    found = actions.lines(seat.reader, keys[:_PAGE])
    if len(keys) > _PAGE:
        talk.say(f"The first {_PAGE} are read. Words after the command narrow them: actions insulin.")
    if not found:
        raise Left
    chosen = talk.choose("Number of the action, or < to go back:", [_line(talk, one) for one in found])
    return found[chosen].key


def _line(talk: Talk, one: ActionLine) -> str:
    due = f"review date {short(one.review_on)}, {from_today(one.review_on, talk.today())}"
    state = {"overdue": "overdue, ", "due": "due today, "}.get(one.state, "")
    waits = ", not confirmed yet" if one.unconfirmed else ""
    who = f"{one.owner} (has left)" if one.owner_left else one.owner
    return f"{one.action.rstrip('.')}. For {one.mentee}, by {who}, {state}{due}{waits}."


def open_action(talk: Talk, key: str) -> None:
    """Reads an action out and takes the step that is chosen. Raises Left."""
    seat = talk.refresh()
    story = actions.story(seat.reader, key)
    if story is None:
        talk.say("This action is not among those that you may see.")
        return
    file = file_of(seat.store, seat.actor, "action", key)
    talk.write_down(lambda: note_opened(seat.office, seat.actor, file))
    _tell(talk, story)
    steps = [step for step in _STEPS if not refusal(story, step)]
    if not steps:
        talk.say(refusal(story, "complete"))
        return
    words = [_STEPS[step] for step in steps]
    correct = story.may_change
    chosen = talk.choose("Number, or < to go back:", [*words, *(["Correct what it says"] if correct else [])])
    if chosen == len(steps):
        from mentor_tui.forms.action import ActionPaper
        from mentor_tui.plain.asking import Asking

        Asking(talk, ActionPaper(seat, key, story.pairing, story.case)).conduct()
    else:
        _take(talk, story, steps[chosen])


def _tell(talk: Talk, story: ActionStory) -> None:
    line = story.line
    talk.say()
    talk.say(_line(talk, line))
    told = {
        "completed": "Completed in time.",
        "late": "Completed after its review date.",
        "cancelled": "Cancelled.",
    }
    if line.state in told:
        talk.say(told[line.state])
    if story.values["success_looks_like"]:
        talk.say(f"It worked if: {story.values['success_looks_like']}")
    if story.goal:
        talk.say(f"For the goal: {story.goal}")
    if line.evidence:
        talk.say(f"Evidence: {line.evidence}")


def _take(talk: Talk, story: ActionStory, step: Step) -> None:
    """Asks what the step needs, and takes it. What was typed as evidence is kept as it is on the screen."""
    said: Value = None
    if step in ASKED:
        said = _asked(talk, story, step)
    seat = talk.refresh()
    try:
        seat.office.save(seat.actor, taken(story, step, said, talk.today()))
    except (Refused, StoreProblem) as refused:
        talk.say(f"Not saved. {sentence(str(refused))}")
        return
    if step == "complete":
        drafts.drop(seat.store, seat.actor.id, DRAFT, story.line.key)
    talk.say(said_when_taken(story, step, talk.today()))


def _asked(talk: Talk, story: ActionStory, step: Step) -> Value:
    question, field = ASKED[step]
    seat = talk.seat
    assert seat is not None, "somebody sits here"
    key, person = story.line.key, seat.actor.id
    kept = drafts.one(seat.store, person, DRAFT, key) if step == "complete" else None
    now = kept.typed.get("evidence", "") if kept else ""

    def told() -> None:
        talk.say(f"{question} {field.hint}".strip())
        if now:
            talk.say(f"You had begun: {now}. Enter keeps it.")
        elif step == "complete":
            talk.say("Enter completes it without.")

    def keep(text: str) -> None:
        if step == "complete" and text.strip():
            drafts.save(talk.store, person, DRAFT, key, {"evidence": text}, talk.now())

    told()
    while True:
        typed = talk.ask("Answer:", told, keep)
        if is_command(typed, "<", "back", "later", "quit"):
            talk.say("The action stays as it was.")
            raise Left
        if is_command(typed, "?", "help"):
            told()
            continue
        words = answer_in(typed) if typed.strip() else now
        try:
            said = answer(field, words, talk.today())
        except Unfit as unfit:
            talk.say(f"Not taken. {unfit}")
            continue
        if said:
            keep(cast("str", said))
            return said
        if step == "cancel":
            talk.say(NO_REASON)
            continue
        talk.say(NO_EVIDENCE)
        if talk.choose("Number:", ("Say where it is", "Complete it without")) == 1:
            return None
