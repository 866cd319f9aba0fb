"""A place with a form: its draft, its faults, what happens when somebody else has changed the record meanwhile.

A subclass says who may (:meth:`FormPlace.may_record`), which form (:meth:`FormPlace.make_form`), and what is saved
(:meth:`FormPlace.save`). Every way of leaving keeps what was typed; it is there again when the form is next opened.
For a correction the subclass gives the record as it stands (:meth:`FormPlace.fresh`), so that a second editor sees
the first one's change, field by field, and chooses.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.widgets import Static

from mentor_tui.dates import from_today, short
from mentor_tui.declare import Fault, Record, Value
from mentor_tui.forms.paper import REASON as REASON
from mentor_tui.forms.paper import sentence
from mentor_tui.office import Conflict, Invalid
from mentor_tui.store.read.session_entry import Standing, record
from screens.conflict import ConflictScreen
from screens.place import Place, RecordSaved, SaveRefused
from screens.seat import Seat
from widgets.form import Form, FormChanged, FormTyped
from widgets.safe import notify, words


class FormPlace(Place):
    """A place with one form in it. After saving one is back where one came from, with a sentence."""

    #: the draft's name; with :attr:`subject` it tells one draft from another
    DRAFT: ClassVar[str] = ""
    #: said where the person may not record this here
    NOT_YOURS: ClassVar[str] = "This is not yours to record. Esc goes back."

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+r", "start_again", "Start again", show=False, tooltip="Throw the draft away"),
    ]
    DEFAULT_CSS = """
    FormPlace {
        & .form-place--note { height: auto; padding: 0 2; color: $text-muted; }
        & #drafted { display: none; height: 1; padding: 0 2; color: $text-warning; }
        &.-drafted #drafted { display: block; }
    }
    """

    def __init__(self, seat: Seat, subject: str) -> None:
        super().__init__(seat)
        self.subject = subject
        #: the record that is being corrected, as it stood when one began
        self.standing: Standing | None = None
        self._begun: dict[str, str] = {}
        self._saving = False

    # What a subclass says

    def may_record(self) -> bool:
        """Whether there is a form for this person."""
        return True

    def make_form(self) -> Form:
        """The form, with what is known filled in."""
        raise NotImplementedError

    def save(self, values: dict[str, Value]) -> None:
        """Hands what was answered to the office (:meth:`begin_saving`, then :meth:`carry_out`)."""
        raise NotImplementedError

    def said_when_saved(self, saved: RecordSaved) -> str:
        """The sentence that tells what was saved."""
        raise NotImplementedError

    def changed(self) -> None:
        """Something was typed, or the form has just been filled in: show what follows from it."""

    def fresh(self) -> Standing | None:
        """The record that is being corrected, as it stands now."""
        return None

    # The form and its draft

    @property
    def form(self) -> Form:
        """The form."""
        return self.query_one(Form)

    def body(self) -> ComposeResult:
        """The form, or why there is none."""
        if self.may_record():
            yield Static(id="drafted")
            yield self.make_form()
        else:
            yield Static(words(self.NOT_YOURS), classes="form-place--note")

    def on_mount(self) -> None:
        """Brings back what was being typed."""
        if self.may_record():
            self._resume()

    def _resume(self) -> None:
        self._begun = self.form.typed()
        draft = self.seat.drafting.kept(self.DRAFT, self.subject)
        if draft is not None and dict(draft.typed) != self._begun:
            self.form.restore(draft.typed)
            self.set_class(True, "-drafted")
            when = from_today(draft.saved_at.date(), self.seat.today())
            when = when if when in ("today", "yesterday") else f"on {short(draft.saved_at.date())}"
            said = words(
                f"What you typed {when} is back.  ", ("Ctrl+R", "strong"), " starts again without it."
            )
            self.query_one("#drafted", Static).update(said)
        self.changed()

    @property
    def is_typed(self) -> bool:
        """Whether something stands in the form that was not there when it opened."""
        return bool(self.query(Form)) and self.form.typed() != self._begun

    @on(FormChanged)
    def _keep(self, event: FormChanged) -> None:
        event.stop()
        if not self._saving:
            self.keep_draft(event.typed)
        self.changed()

    @on(FormTyped)
    def _note(self, event: FormTyped) -> None:
        event.stop()
        if not self._saving and event.typed != self._begun:
            self.seat.drafting.note(self.DRAFT, self.subject, event.typed)

    def keep_draft(self, typed: Mapping[str, str]) -> None:
        """Keeps what stands in the form; nothing, where it stands as it did at first."""
        if typed != self._begun:
            self.seat.drafting.note(self.DRAFT, self.subject, typed)
        else:
            self.seat.drafting.drop(self.DRAFT, self.subject)

    def leaving(self) -> str:
        """Keeps what was typed, and says so."""
        if self._saving or not self.is_typed:
            return ""
        self.keep_draft(self.form.typed())
        return "What you typed is kept as a draft, yours alone. It is here again when you come back."

    def keep_typed(self) -> None:
        """Also while it is being saved: what is refused is there again."""
        if self.is_typed:
            self.keep_draft(self.form.typed())

    def action_back(self) -> None:
        """One step back; nothing typed is lost."""
        if said := self.leaving():
            notify(self.app, said)
        super().action_back()

    def action_start_again(self) -> None:
        """Throws the draft away and puts the form back as it first stood."""
        if not self.query(Form):
            return
        self.seat.drafting.drop(self.DRAFT, self.subject)
        self.form.restore(self._begun)
        self.form.show_faults([])
        self.set_class(False, "-drafted")
        self.changed()

    # Saving

    @on(Form.Ready)
    def _ready(self, event: Form.Ready) -> None:
        event.stop()
        if self._saving:
            return
        if self.standing is not None and not self.altered(event.values):
            self.form.show_faults([Fault("", "Nothing is changed yet.")])
            return
        self.save(event.values)

    def begin_saving(self) -> None:
        """Two presses of Ctrl+S are one save."""
        self._saving = True

    def on_record_saved(self, message: RecordSaved) -> None:
        """The draft has become a record: say so and go back."""
        message.stop()
        self.seat.drafting.drop(self.DRAFT, self.subject)
        self._begun = self.form.typed()
        notify(self.app, self.said_when_saved(message), timeout=8)
        if len(self.app.screen_stack) > 1:
            self.dismiss(True)
        else:
            self.app.call_later(self.app.run_action, "app.go('today')")

    def on_save_refused(self, message: SaveRefused) -> None:
        """Shows faults at their fields; a change by somebody else field by field. Nothing typed is lost."""
        message.stop()
        message.prevent_default()  # the base says it in a corner; here it stands in the form
        self._saving = False
        refusal = message.refusal
        if isinstance(refusal, Conflict) and self.standing is not None:
            self._settle(refusal)
        elif isinstance(refusal, Invalid):
            self.form.show_faults([self._shown_at(fault) for fault in refusal.faults])
        else:
            self.form.show_faults([Fault("", str(refusal))])

    def _shown_at(self, fault: Fault) -> Fault:
        """A fault as a sentence at its field; one of a field that this form has not stands on top."""
        return Fault(fault.field if self._asks(fault.field) else "", sentence(fault.message))

    def _settle(self, conflict: Conflict) -> None:
        """Somebody else has changed the record: their change and one's own side by side, and one chooses."""
        now = self.fresh()
        if now is None:
            self.form.show_faults([Fault("", str(conflict))])
            return
        mine = self.altered(self.form.parsed().values)

        def chosen(keep_mine: frozenset[str] | None) -> None:
            if keep_mine is None:
                self.form.show_faults([Fault("", str(conflict))])
                return
            for theirs in conflict.theirs:
                if theirs.field in now.values and theirs.field not in keep_mine and self._asks(theirs.field):
                    self.form.put(theirs.field, now.values[theirs.field], f"from {theirs.who}")
            self.standing = now
            self.form.action_save()

        fields = {field.name: field for field in self.form.fields}
        self.app.push_screen(ConflictScreen(conflict, fields, mine), chosen)

    def _asks(self, name: str) -> bool:
        return any(field.name == name for field in self.form.fields)

    def altered(self, values: Mapping[str, Value]) -> dict[str, Value]:
        """Of the answers, those that differ from the record as it stood."""
        before = self.standing.values if self.standing else {}
        return {name: value for name, value in values.items() if name in before and value != before[name]}

    def stands(self, kind: Record, key: str, pairing: str) -> Standing | None:
        """A record of a pairing as it stands now."""
        return record(self.seat.reader, kind, key, pairing)
