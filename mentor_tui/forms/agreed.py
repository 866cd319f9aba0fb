"""The questions of the session form and the actions agreed: the daily ones first, then what was left open (A2)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Final

from mentor_tui.answers import Option
from mentor_tui.dates import short
from mentor_tui.declare import Day, Fault, Field, Text, Value
from mentor_tui.office import Batch, Change, Conflict, Invalid
from mentor_tui.records import ACTION, GOAL, SESSION
from mentor_tui.store.read.pairing import Around
from mentor_tui.store.read.session_entry import OpenAction, OpenGoal, Owner, SessionBasis

MOST_ACTIONS: Final = 4
"""How many new actions one session's form takes."""

DAILY: Final = ("held_on", "confidence_score", "top_support_issue", "shared_summary", "private_notes")
FURTHER: Final = ("went_well", "feedback", "reflection", "minutes", "mode", "activities")
MENTEES: Final = ("confidence_score", "reflection")
"""What the mentee is asked when handed the keyboard."""


def action_fields(number: int) -> tuple[Field, Field, Field]:
    """The questions of the action with this number, 1 the first. The names tell them from those of the session."""
    first = "Action agreed" if number == 1 else f"Action {number}"
    return (
        replace(ACTION["action"], name=f"action_{number}", label=first, required=False),
        replace(ACTION["owner_id"], name=f"owner_id_{number}", label="  its owner", required=False),
        replace(
            ACTION["review_on"],
            name=f"review_on_{number}",
            label="  to look at again on",
            hint="The day on which you will see whether it is done.",
            required=False,
        ),
    )


def left_open_fields(basis: SessionBasis) -> list[Field]:
    """The questions about what was left open last time."""
    fields = []
    for action in basis.actions:
        whole = f"{action.action} ({action.owner}, by {short(action.review_on)})"
        fields += [
            Field(f"done_{action.key}", Day(), f"Done: {action.action}", f"{whole}: the day it was done."),
            Field(
                f"evidence_{action.key}",
                Text(200),
                "  evidence",
                f"{action.action}: where the proof can be found.",
                share="sensitive",
            ),
        ]
    for goal in basis.goals:
        by = f", by {short(goal.target_on)}" if goal.target_on else ""
        fields += [
            Field(
                f"progress_{goal.key}",
                Text(1000, rows=2),
                f"Goal: {goal.goal}",
                f"{goal.goal}{by}: how far has it come?",
                share="sensitive",
            ),
            Field(f"achieved_{goal.key}", Day(), "  achieved on", f"{goal.goal}: blank while it is not."),
        ]
    return fields


def new_session_fields(basis: SessionBasis) -> list[Field]:
    """All questions of a new session, in the order in which they are asked."""
    fields = [SESSION[name] for name in DAILY]
    for number in range(1, MOST_ACTIONS + 1):
        fields += action_fields(number)
    fields += left_open_fields(basis)
    return fields + [SESSION[name] for name in FURTHER]


def issue_options(basis: SessionBasis) -> list[Option]:
    """The organisation's support issues, last time's first."""
    words = list(basis.issues)
    if basis.last and basis.last.issue in words:
        words.remove(basis.last.issue)
    options = [Option(word, word) for word in words]
    if basis.last:
        options.insert(0, Option(basis.last.issue, basis.last.issue, "last time"))
    return [*options, Option("other: ", "other: ", "and a few words")]


def owner_options(owners: tuple[Owner, ...], head: Around) -> list[Option]:
    """Who may own an action, with what they are to this pairing or case."""
    part = {
        head.mentee_key: "the mentee",
        head.mentor_key: "the mentor",
        head.manager_key or "": "the line manager",
    }
    return [Option(one.key, one.name, part.get(one.key, one.job_role)) for one in owners]


@dataclass(frozen=True, slots=True)
class Agreed:
    """A new action as it stands in the form."""

    number: int
    values: dict[str, Value]


def agreed(values: Mapping[str, Value]) -> tuple[list[Agreed], list[Fault]]:
    """The actions that were written, and what they lack. A line without words is no action."""
    found: list[Agreed] = []
    faults: list[Fault] = []
    for number in range(1, MOST_ACTIONS + 1):
        if not values.get(f"action_{number}"):
            continue
        one = {name: values.get(f"{name}_{number}") for name in ("action", "owner_id", "review_on")}
        if one["owner_id"] is None:
            faults.append(Fault(f"owner_id_{number}", "Choose who will see that it is done."))
        if one["review_on"] is None:
            faults.append(Fault(f"review_on_{number}", "Give the day on which you will look at it again."))
        found.append(Agreed(number, one))
    return found, faults


@dataclass(frozen=True, slots=True)
class SessionWritten:
    """Everything that one save of the form changes, in one transaction."""

    pairing: str
    session: dict[str, Value]
    actions: tuple[Agreed, ...]
    basis: SessionBasis
    #: the answers about what was left open, by the names of :func:`left_open_fields`
    left_open: Mapping[str, Value]

    def write(self, batch: Batch) -> None:
        """Adds the session, its actions, and what became of what was open. Raises Invalid at the form's fields."""
        session = batch.add(Change(SESSION, {"pairing_id": self.pairing, **self.session}))
        around = {"pairing_id": self.pairing, "session_id": session}
        write_agreed(batch, self.actions, {**around, "need_identified_on": self.session["held_on"]})
        for action in self.basis.actions:
            self._complete(batch, action)
        for goal in self.basis.goals:
            self._move_on(batch, goal)

    def _complete(self, batch: Batch, action: OpenAction) -> None:
        done, evidence = f"done_{action.key}", f"evidence_{action.key}"
        values = {
            "completed_on": self.left_open.get(done),
            "evidence_reference": self.left_open.get(evidence),
        }
        stated = {name: value for name, value in values.items() if value is not None}
        if stated:
            names = {"completed_on": done, "evidence_reference": evidence}
            _add(batch, Change(ACTION, stated, action.key, action.revision), names, done)

    def _move_on(self, batch: Batch, goal: OpenGoal) -> None:
        progress, achieved = f"progress_{goal.key}", f"achieved_{goal.key}"
        stated: dict[str, Value] = {}
        words = self.left_open.get(progress)
        if words is not None and words != goal.progress:
            stated["progress"] = words
        if self.left_open.get(achieved) is not None:
            stated["achieved_on"] = self.left_open[achieved]
        if stated:
            names = {"progress": progress, "achieved_on": achieved}
            _add(batch, Change(GOAL, stated, goal.key, goal.revision), names, progress)


def write_agreed(batch: Batch, actions: Sequence[Agreed], around: Mapping[str, Value]) -> None:
    """Adds the actions agreed on at a session or meeting, which `around` names. Raises Invalid at the form's fields."""
    for one in actions:
        names = {name: f"{name}_{one.number}" for name in one.values}
        change = Change(ACTION, {**around, **one.values})
        _add(batch, change, names | {"need_identified_on": "held_on"}, f"action_{one.number}")


def _add(batch: Batch, change: Change, names: Mapping[str, str], otherwise: str) -> None:
    """Adds a change; what is wrong with it stands at the form's own field."""
    try:
        batch.add(change)
    except Invalid as wrong:
        raise Invalid(
            [Fault(names.get(fault.field, otherwise), fault.message) for fault in wrong.faults]
        ) from wrong
    except Conflict as conflict:
        raise Invalid([Fault(otherwise, f"{conflict} Look at it again.")]) from conflict


def what_was_left_open(basis: SessionBasis, today: date) -> str:
    """What is still open from before, in a sentence."""
    parts = []
    for action in basis.actions:
        notes = ["past its day"] if action.review_on < today else []
        notes += [f"{action.owner} has left"] if action.owner_left else []
        parts.append(f"{action.action} ({', '.join(notes)})" if notes else action.action)
    parts += [f"goal: {goal.goal}" for goal in basis.goals]
    return "; ".join(parts)


def values_of(values: Mapping[str, Any], names: tuple[str, ...]) -> dict[str, Value]:
    """Some of the answers, those that were given."""
    return {name: values[name] for name in names if values.get(name) is not None}
