"""The form of a mentoring session (records.md, A2), opening with what was left open last time."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Final

from mentor_tui.access import may_write
from mentor_tui.dates import day_and_month, short
from mentor_tui.declare import Fault, Value
from mentor_tui.forms.agreed import (
    DAILY,
    FURTHER,
    MOST_ACTIONS,
    SessionWritten,
    agreed,
    issue_options,
    new_session_fields,
    owner_options,
    values_of,
    what_was_left_open,
)
from mentor_tui.forms.paper import REASON, UNCHANGED, Asked, Options, Paper, Question, Sitting
from mentor_tui.office import Batch, Saved
from mentor_tui.records import SESSION
from mentor_tui.rules.guards import asks_for_action
from mentor_tui.store.read.pairing import head, standing
from mentor_tui.store.read.session_entry import SessionBasis, Standing, basis, by_its_key, owners
from mentor_tui.store.schedules import load_policy
from mentor_tui.tones import Line

_FORTNIGHT: Final = timedelta(days=14)


class SessionPaper(Paper):
    """A new session, or with `session_key` the correction of one."""

    TITLE = "Session"
    DRAFT = "session"
    HELP = "session_entry"
    NOT_YOURS = "Only the mentor of a pairing records its sessions."

    def __init__(self, seat: Sitting, pairing_key: str, session_key: str = "") -> None:
        pairing_key, session_key = by_its_key(seat.reader, SESSION, pairing_key, session_key)
        super().__init__(seat, session_key or pairing_key)
        self.pairing_key = pairing_key
        self.session_key = session_key
        self.basis: SessionBasis | None = basis(seat.reader, pairing_key, session_key)
        self._allowed = self.may(seat, pairing_key)
        self._asked_for_action = False
        if session_key:
            self.standing = self.fresh()

    @staticmethod
    def may(seat: Sitting, pairing_key: str) -> bool:
        """Whether the person records sessions of this pairing."""
        found = head(seat.reader, pairing_key)
        return (
            found is not None
            and may_write(seat.actor, "session", standing(found))
            and (found.mentor_key == seat.actor.id)
        )

    def may_record(self) -> bool:
        """Its mentor, and where it is a correction the session must be there."""
        return (
            self._allowed and self.basis is not None and (not self.session_key or self.standing is not None)
        )

    def fresh(self) -> Standing | None:
        """The session that is being corrected, as it stands now."""
        return self.stands(SESSION, self.session_key, self.pairing_key)

    def about(self) -> str:
        """With whom."""
        if self.basis is None:
            return ""
        who = f"with {self.basis.head.mentee}"
        return f"{who}: correction" if self.session_key else who

    # The form

    def asked(self) -> Asked:
        """A new session's form is filled in as far as is known; a correction's with the session."""
        assert self.basis is not None, "there is no form without a pairing"
        issues = issue_options(self.basis)
        if self.standing is not None:
            fields = [*(SESSION[name] for name in (*DAILY, *FURTHER)), REASON]
            return Asked(fields, self.standing.values, options={"top_support_issue": issues})
        values, sources = self._known()
        people = owner_options(owners(self.seat.reader, self.basis.head), self.basis.head)
        options: dict[str, Options] = {f"owner_id_{number}": people for number in range(1, MOST_ACTIONS + 1)}
        options["top_support_issue"] = issues
        return Asked(new_session_fields(self.basis), values, sources, options, frozenset(FURTHER))

    def _known(self) -> tuple[dict[str, Value], dict[str, str]]:
        """What is filled in already, and where it comes from."""
        assert self.basis is not None
        today = self.seat.today()
        coming = self.basis.next_due(today, today)
        again = coming.due_on if coming else today + _FORTNIGHT
        values: dict[str, Value] = {"held_on": today}
        sources = {"held_on": "today"}
        for number in range(1, MOST_ACTIONS + 1):
            values[f"owner_id_{number}"] = self.basis.head.mentor_key
            values[f"review_on_{number}"] = again
            sources[f"owner_id_{number}"] = "you, unless you choose another"
            sources[f"review_on_{number}"] = "the next session" if coming else "in a fortnight"
        if self.basis.last:
            sources["confidence_score"] = f"last time: {self.basis.last.score}"
        for action in self.basis.actions:
            sources[f"done_{action.key}"] = f"{action.owner}, by {short(action.review_on)}"
        for goal in self.basis.goals:
            values[f"progress_{goal.key}"] = goal.progress or None
        return values, sources

    def told(self) -> list[Line]:
        """What was left open last time, which session this answers, and when the next is due."""
        assert self.basis is not None
        found, today = self.basis, self.seat.today()
        rows: list[Line] = []
        if found.last:
            said = f" {found.last.summary}" if found.last.summary else ""
            last = f"{short(found.last.held_on)}, confidence {found.last.score}, {found.last.issue}.{said}"
            rows.append([("Last time: ", "strong"), last])
        else:
            rows.append([("The first session of this pairing.", "strong")])
        if self.standing is None and (left := what_was_left_open(found, today)):
            rows.append([("Left open: ", "strong"), left])
        held_on = self.sheet.value("held_on") if hasattr(self, "sheet") else None
        rows.append([self._schedule_words(held_on if isinstance(held_on, date) else today)])
        return rows

    def _schedule_words(self, held_on: date) -> str:
        assert self.basis is not None
        slot = next((one for one in self.basis.slots if one.opens_on <= held_on <= one.ends_on), None)
        coming = self.basis.next_due(self.seat.today(), held_on)
        if slot is None:
            counts = "Outside the schedule: kept and shown, not counted."
        else:
            counts = f"Counts as session {slot.number}, due {day_and_month(slot.due_on)}."
        then = f" The next is due {day_and_month(coming.due_on)}." if coming else " No further one is due."
        return counts + then

    def changed(self) -> None:
        """A further action is asked for once the one before is written."""
        if self.standing is None:
            for number in range(2, MOST_ACTIONS + 1):
                before = bool(self.sheet.value(f"action_{number - 1}"))
                for name in ("action", "owner_id", "review_on"):
                    self.sheet.ask(f"{name}_{number}", before)

    def idle(self, name: str) -> bool:
        """The owner and the day of an action that is not written, the proof of one that is not done."""
        kind, _, which = name.rpartition("_")
        if kind in ("owner_id", "review_on"):
            return not self.sheet.value(f"action_{which}")
        return kind == "evidence" and not self.sheet.value(f"done_{which}")

    # Saving

    def check(self, values: dict[str, Value]) -> list[Fault]:
        """An action that is agreed has an owner and a day."""
        return agreed(values)[1] if self.standing is None else []

    def question(self, values: dict[str, Value]) -> Question | None:
        """Asked once after a low score: is an action needed? Either answer is fine."""
        score, held = values["confidence_score"], values["held_on"]
        if self.standing is not None or self._asked_for_action:
            return None
        assert isinstance(score, int)
        assert isinstance(held, date)
        if not asks_for_action(score, bool(agreed(values)[0]), load_policy(self.seat.store), held):
            return None
        self._asked_for_action = True
        return Question(
            "Is an action needed?",
            f"The confidence score is {score} of 10, and no action is agreed. You may add one now, "
            "or save the session as it is.",
            yes="Save without an action",
            no="Add an action",
            back_to="action_1",
        )

    def write(self, batch: Batch, values: dict[str, Value]) -> None:
        """The session, the actions agreed, and what became of what was open."""
        if self.standing is not None:
            batch.add(self.correction(SESSION, values))
            return
        assert self.basis is not None
        SessionWritten(
            self.pairing_key,
            values_of(values, (*DAILY, *FURTHER)),
            tuple(agreed(values)[0]),
            self.basis,
            values,
        ).write(batch)

    def said_when_saved(self, saved: Saved) -> str:
        """What was saved, and when the next session is."""
        assert self.basis is not None
        who = self.basis.head.mentee
        if self.session_key:
            return f"Corrected: session with {who}." if saved.changed else UNCHANGED
        day = self.sheet.value("held_on")
        assert isinstance(day, date), "it is said of what was written"
        count = sum(bool(self.sheet.value(f"action_{number}")) for number in range(1, MOST_ACTIONS + 1))
        actions = f", with {count} {'action' if count == 1 else 'actions'}" if count else ""
        coming = self.basis.next_due(self.seat.today(), day)
        then = (
            f" The next session is due {short(coming.due_on)}." if coming else " No further session is due."
        )
        return f"Saved: session with {who} on {short(day)}{actions}.{then}"
