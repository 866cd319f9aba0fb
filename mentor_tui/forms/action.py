"""The form of a support action (records.md, A4): a new one of a pairing or case, or the correction of one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Final

from mentor_tui.access import may_write
from mentor_tui.answers import Option
from mentor_tui.dates import short
from mentor_tui.declare import Field, Link, Value
from mentor_tui.forms.paper import CORRECTED, REASON, UNCHANGED, Asked, Options, Paper, Sitting
from mentor_tui.office import Batch, Change, Saved
from mentor_tui.records import ACTION
from mentor_tui.store.read import actions, cases
from mentor_tui.store.read.actions import ActionStory
from mentor_tui.store.read.cases import CaseHead
from mentor_tui.store.read.holders import holders
from mentor_tui.store.read.pairing import PairingHead, head, standing
from mentor_tui.store.read.session_entry import Standing, open_goals, owners

_FORTNIGHT: Final = timedelta(days=14)

PAIRING: Final = Field("pairing_id", Link(to="pairing"), "Whose mentoring", "The mentee.", required=True)

#: a label that has its line on a small screen too
_SHORT: Final = {"review_on": replace(ACTION["review_on"], label="Next review date")}

_CLOSING: Final = ("completed_on", "evidence_reference", "cancelled_on", "cancel_reason")


class ActionPaper(Paper):
    """A new action, of the pairing or case given or of a pairing to choose; with `action_key` the correction of one."""

    TITLE = "Action"
    DRAFT = "action"
    HELP = "action_entry"
    NOT_YOURS = "Actions are written by the mentor of the pairing or case, the line manager or the registered manager."

    def __init__(
        self, seat: Sitting, action_key: str = "", pairing_key: str = "", case_key: str = ""
    ) -> None:
        super().__init__(seat, action_key or pairing_key or case_key)
        self.action_key = action_key
        self.pairing_key = pairing_key
        self.case_key = case_key
        self._head: PairingHead | CaseHead | None = (
            cases.head(seat.reader, case_key)
            if case_key
            else head(seat.reader, pairing_key)
            if pairing_key
            else None
        )
        self._story: ActionStory | None = None
        self._choices = [] if self.subject else holders(seat.reader, "action")
        if action_key:
            self.standing = self.fresh()

    def fresh(self) -> Standing | None:
        """The action as it stands now."""
        self._story = actions.story(self.seat.reader, self.action_key)
        if self._story is None:
            return None
        return Standing(self.action_key, self._story.line.revision, dict(self._story.values))

    def may_record(self) -> bool:
        """The mentor of the pairing and the managers."""
        if self.action_key:
            return self._story is not None and self._story.may_change
        if self.pairing_key or self.case_key:
            return self._head is not None and may_write(self.seat.actor, "action", standing(self._head))
        return bool(self._choices)

    def about(self) -> str:
        """Whose action."""
        if self._story is not None:
            return self._story.mentee
        return self._head.mentee if self._head else ""

    # The form

    def asked(self) -> Asked:
        """A new one begins today and is looked at in two weeks; one that is there shows as it stands."""
        today = self.seat.today()
        options: dict[str, Options] = {"owner_id": self._owners, "goal_id": self._goals}
        if self.standing is not None:
            closing = [ACTION[name] for name in _CLOSING if self.standing.values[name] is not None]
            return Asked([*self._fields(), *closing, REASON], self.standing.values, options=options)
        fields = self._fields() if self._head is not None else [PAIRING, *self._fields()]
        return Asked(
            fields,
            {"need_identified_on": today, "review_on": today + _FORTNIGHT},
            {"need_identified_on": "today", "review_on": "in two weeks"},
            {**options, "pairing_id": self._pairings()},
        )

    def _fields(self) -> list[Field]:
        return [
            _SHORT.get(field.name, field)
            for field in ACTION.asked
            if field.name != "goal_id" or self._goals()
        ]

    def _pairings(self) -> list[Option]:
        return [Option(one.key, one.mentee, f"with {one.mentor}, {one.service}") for one in self._choices]

    def _around(self) -> PairingHead | CaseHead | ActionStory | None:
        """The pairing or case that is given or was chosen, or the action that is corrected."""
        if self._head is not None:
            return self._head
        if self._story is not None:
            return self._story
        chosen = self.sheet.value("pairing_id") if hasattr(self, "sheet") else None
        return head(self.seat.reader, chosen) if isinstance(chosen, str) else None

    def _owners(self) -> Sequence[Option]:
        around = self._around()
        if around is None:
            return ()
        part = {
            around.mentee_key: "the person supported" if self.case_key else "the mentee",
            around.mentor_key: "the mentor",
            around.manager_key or "": "the line manager",
        }
        found = [
            Option(one.key, one.name, part.get(one.key, one.job_role))
            for one in owners(self.seat.reader, around)
        ]
        if self._story is not None and self._story.line.owner_left:
            # An owner who has left stays readable in the form until another is chosen.
            found.append(Option(self._story.values["owner_id"], self._story.line.owner, "has left"))
        return found

    def _goals(self) -> Sequence[Option]:
        pairing = self.pairing_key or (self._story.pairing if self._story else "")
        found = (
            [Option(one.key, one.goal) for one in open_goals(self.seat.reader, pairing)] if pairing else []
        )
        current = self._story.values["goal_id"] if self._story else None
        if current and self._story and all(one.value != current for one in found):
            found.append(Option(current, self._story.goal))
        return found

    # Saving

    def write(self, batch: Batch, values: dict[str, Value]) -> None:
        """The action, or what has changed in it. One that a manager makes needs no confirmation."""
        if self.standing is not None:
            batch.add(self.correction(ACTION, values))
            return
        made = {"pairing_id": self.pairing_key or None, "case_id": self.case_key or None, **values}
        if self._manages():
            made["confirmed_on"] = self.seat.today()
        batch.add(Change(ACTION, made))

    def _manages(self) -> bool:
        around = self._around()
        return isinstance(around, PairingHead | CaseHead) and may_write(
            self.seat.actor, "review", standing(around)
        )

    def said_when_saved(self, saved: Saved) -> str:
        """Whose list it is on now."""
        if self.action_key:
            return CORRECTED if saved.changed else UNCHANGED
        key = self.sheet.value("owner_id")
        owner = next((one.label for one in self._owners() if one.value == key), "its owner")
        until = self.sheet.value("review_on")
        said = f"Saved. It is on the list of {owner}"
        said += f" until {short(until)}." if isinstance(until, date) else "."
        return said if self._manages() else f"{said} The line manager is asked to confirm it."


def known_by(seat: Sitting, key: str) -> tuple[str, str, str]:
    """The keys of the action, pairing and case (two of them blank) that a draft's subject names."""
    if not key or actions.story(seat.reader, key) is not None:
        return key, "", ""
    # A draft of a new action is known by its pairing or case.
    if head(seat.reader, key):
        return "", key, ""
    if cases.head(seat.reader, key):
        return "", "", key
    return key, "", ""
