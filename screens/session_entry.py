"""Session entry: the A2 form, opening with what was left open last time. Under a minute from Today to saved."""

from __future__ import annotations

from datetime import date, timedelta
from typing import ClassVar, Final

from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widgets import Static

from mentor_tui.access import may_write
from mentor_tui.dates import day_and_month, short
from mentor_tui.declare import Value
from mentor_tui.office import Change
from mentor_tui.records import SESSION
from mentor_tui.rules.guards import asks_for_action
from mentor_tui.store.read.pairing import head, standing
from mentor_tui.store.read.session_entry import SessionBasis, Standing, basis, by_its_key, owners
from mentor_tui.store.schedules import load_policy
from screens.form_place import REASON, FormPlace
from screens.handed_over import HandedOver
from screens.place import RecordSaved
from screens.seat import Seat
from screens.session_form import (
    DAILY,
    FURTHER,
    MENTEES,
    MOST_ACTIONS,
    SessionWritten,
    agreed,
    issue_options,
    new_session_fields,
    owner_options,
    values_of,
    what_was_left_open,
)
from widgets.confirm import Confirm
from widgets.form import Form
from widgets.safe import lines, words

_FORTNIGHT: Final = timedelta(days=14)


class SessionEntry(FormPlace):
    """A new session, or with `session_key` the correction of one."""

    TITLE_TEXT = "Session"
    HELP_PAGE = "session_entry"
    DRAFT = "session"
    NOT_YOURS = "Only the mentor of a pairing records its sessions. Esc goes back."
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+t", "hand_over", "To the mentee", tooltip="Let the mentee give score and reflection"),
    ]

    def __init__(self, seat: Seat, pairing_key: str, session_key: str = "") -> None:
        pairing_key, session_key = by_its_key(seat.reader, SESSION, pairing_key, session_key)
        super().__init__(seat, session_key or pairing_key)
        self.pairing_key = pairing_key
        self.session_key = session_key
        self._basis: SessionBasis | None = basis(seat.reader, pairing_key, session_key)
        self._allowed = self.may(seat, pairing_key)
        self._asked_for_action = False
        self._written: SessionWritten | None = None
        if session_key:
            self.standing = self.fresh()

    @staticmethod
    def may(seat: Seat, pairing_key: str) -> bool:
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
            self._allowed and self._basis is not None and (not self.session_key or self.standing is not None)
        )

    def fresh(self) -> Standing | None:
        """The session that is being corrected, as it stands now."""
        return self.stands(SESSION, self.session_key, self.pairing_key)

    def about(self) -> str:
        """With whom."""
        if self._basis is None:
            return ""
        who = f"with {self._basis.head.mentee}"
        return f"{who}: correction" if self.session_key else who

    # The form

    def make_form(self) -> Form:
        """A new session's form is filled in as far as is known; a correction's with the session."""
        assert self._basis is not None, "there is no form without a pairing"
        told = Static(self._told(self.seat.today()), id="told", classes="form-place--note")
        issues = issue_options(self._basis)
        if self.standing is not None:
            return Form(
                [*(SESSION[name] for name in (*DAILY, *FURTHER)), REASON],
                today=self.seat.today(),
                values=self.standing.values,
                options={"top_support_issue": issues},
                above=[told],
            )
        values, sources = self._known()
        people = owner_options(owners(self.seat.reader, self._basis.head), self._basis.head)
        options = {f"owner_id_{number}": people for number in range(1, MOST_ACTIONS + 1)}
        return Form(
            new_session_fields(self._basis),
            today=self.seat.today(),
            values=values,
            sources=sources,
            options={"top_support_issue": issues, **options},
            above=[told],
        )

    def _known(self) -> tuple[dict[str, Value], dict[str, str]]:
        """What is filled in already, and where it comes from."""
        assert self._basis is not None
        today = self.seat.today()
        coming = self._basis.next_due(today, today)
        again = coming.due_on if coming else today + _FORTNIGHT
        values: dict[str, Value] = {"held_on": today}
        sources = {"held_on": "today"}
        for number in range(1, MOST_ACTIONS + 1):
            values[f"owner_id_{number}"] = self._basis.head.mentor_key
            values[f"review_on_{number}"] = again
            sources[f"owner_id_{number}"] = "you, unless you choose another"
            sources[f"review_on_{number}"] = "the next session" if coming else "in a fortnight"
        for action in self._basis.actions:
            sources[f"done_{action.key}"] = f"{action.owner}, by {short(action.review_on)}"
        for goal in self._basis.goals:
            values[f"progress_{goal.key}"] = goal.progress or None
        return values, sources

    def _told(self, held_on: date) -> Content:
        """What was left open last time, which session this answers, and when the next is due."""
        assert self._basis is not None
        found, today = self._basis, self.seat.today()
        rows = []
        if found.last:
            said = f" {found.last.summary}" if found.last.summary else ""
            last = f"{short(found.last.held_on)}, confidence {found.last.score}, {found.last.issue}.{said}"
            rows.append(words(("Last time: ", "strong"), last[:150]))
        else:
            rows.append(words(("The first session of this pairing.", "strong")))
        if self.standing is None and (left := what_was_left_open(found, today)):
            rows.append(words(("Left open: ", "strong"), left[:230]))
        rows.append(words(self._schedule_words(held_on)))
        return lines(*rows)

    def _schedule_words(self, held_on: date) -> str:
        assert self._basis is not None
        slot = next((one for one in self._basis.slots if one.opens_on <= held_on <= one.ends_on), None)
        coming = self._basis.next_due(self.seat.today(), held_on)
        if slot is None:
            counts = "Outside the schedule: kept and shown, not counted."
        else:
            counts = f"Counts as session {slot.number}, due {day_and_month(slot.due_on)}."
        then = f" The next is due {day_and_month(coming.due_on)}." if coming else " No further one is due."
        return counts + then

    def changed(self) -> None:
        """Questions that follow from answers, and the schedule for the date held."""
        form = self.form
        held = form.value("held_on")
        if isinstance(held, date):
            self.query_one("#told", Static).update(self._told(held))
        if self.standing is None:
            for number in range(2, MOST_ACTIONS + 1):
                before = bool(form.value(f"action_{number - 1}"))
                for name in ("action", "owner_id", "review_on"):
                    form.ask(f"{name}_{number}", before)

    # The mentee's turn

    def action_hand_over(self) -> None:
        """The mentee gives score and reflection alone, and hands the keyboard back."""
        if self._basis is None or not self.may_record():
            return
        form = self.form
        form.flush()
        begun = {name: text for name, text in form.typed().items() if name in MENTEES}

        def handed_back(typed: dict[str, str] | None) -> None:
            form.restore(typed or {})
            form.flush()
            form.go_to("top_support_issue")

        fields = [SESSION[name] for name in MENTEES]
        screen = HandedOver(
            self._basis.head.mentee, self._basis.head.mentor, fields, self.seat.today(), begun
        )
        screen.on_typed = lambda typed: self.seat.drafting.note(
            self.DRAFT, self.subject, {**form.typed(), **typed}
        )
        self.app.push_screen(screen, handed_back)

    # Saving

    def save(self, values: dict[str, Value]) -> None:
        """One transaction: the session, the actions agreed, and what became of what was open."""
        if self.standing is not None:
            self._correct(values)
            return
        assert self._basis is not None
        actions, faults = agreed(values)
        if faults:
            self.form.show_faults(faults)
            return
        score, held = values["confidence_score"], values["held_on"]
        assert isinstance(score, int)
        assert isinstance(held, date)
        policy = load_policy(self.seat.store)
        if not self._asked_for_action and asks_for_action(score, bool(actions), policy, held):
            self._asked_for_action = True
            self._ask_for_action(score, values)
            return
        written = SessionWritten(
            self.pairing_key, values_of(values, (*DAILY, *FURTHER)), tuple(actions), self._basis, values
        )
        self._written = written
        self.begin_saving()
        self.carry_out_together(written.write)

    def _ask_for_action(self, score: int, values: dict[str, Value]) -> None:
        """Asked once: is an action needed? Either answer is fine."""

        def answered(without: bool | None) -> None:
            if without:
                self.save(values)
            else:
                self.form.go_to("action_1")

        self.app.push_screen(
            Confirm(
                "Is an action needed?",
                f"The confidence score is {score} of 10, and no action is agreed. You may add one now, "
                "or save the session as it is.",
                yes="Save without an action",
                no="Add an action",
            ),
            answered,
        )

    def _correct(self, values: dict[str, Value]) -> None:
        assert self.standing is not None
        reason = str(values.pop("reason", None) or "")
        change = Change(SESSION, self.altered(values), self.session_key, self.standing.revision, reason)
        self.begin_saving()
        self.carry_out(change)

    def said_when_saved(self, saved: RecordSaved) -> str:
        """What was saved, and when the next session is."""
        assert self._basis is not None
        who = self._basis.head.mentee
        if self.session_key:
            return f"Corrected: session with {who}." if saved.saved.changed else "Nothing was changed."
        assert self._written is not None, "it is said of what was written"
        day = self._written.session["held_on"]
        assert isinstance(day, date)
        count = len(self._written.actions)
        actions = f", with {count} {'action' if count == 1 else 'actions'}" if count else ""
        coming = self._basis.next_due(self.seat.today(), day)
        then = (
            f" The next session is due {short(coming.due_on)}." if coming else " No further session is due."
        )
        return f"Saved: session with {who} on {short(day)}{actions}.{then}"
