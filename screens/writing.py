"""A place where one writes a record: the form, its draft, saving it, and what was refused at its field.

A subclass makes the form in :meth:`Writing.body` (one :class:`widgets.form.Form` in it), says in
:meth:`Writing.subject` what the draft is about, and in :meth:`Writing.save` which changes it asks for.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual import on
from textual.binding import Binding, BindingType
from textual.css.query import NoMatches
from textual.widgets import Static

from mentor_tui.dates import from_today, short
from mentor_tui.declare import Fault, Value
from mentor_tui.office import Conflict, Invalid
from screens.place import Place, RecordSaved, SaveRefused
from screens.seat import Seat
from widgets.form import Form, FormChanged
from widgets.safe import notify, words

SAVE = "save"
"""The purpose of the save that empties the form."""

#: fields of a record that the form shows under another name, or not at all: the fault stands on top
_NOWHERE = ""


class Writing(Place):
    """The form of one record. What is typed is kept as a draft at each change, until it is saved."""

    #: under which name drafts of this form are kept
    FORM: ClassVar[str] = ""
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+r", "afresh", "Start afresh", show=False, tooltip="Throw the draft away"),
    ]
    DEFAULT_CSS = """
    Writing #drafted { height: 1; padding: 0 1; color: $text-warning; display: none; }
    """

    def __init__(self, seat: Seat) -> None:
        super().__init__(seat)
        self._blank: dict[str, str] = {}
        self._saving = False
        self._kept = True

    # What a subclass says

    def subject(self) -> str:
        """What the draft is about: a key, or blank for a new record of nobody yet."""
        return ""

    def save(self, values: dict[str, Value]) -> None:
        """Hands the changes to the office with the purpose :data:`SAVE`."""
        raise NotImplementedError

    def saved(self, message: RecordSaved) -> None:
        """The record is saved: says so, and goes where one goes from here."""
        raise NotImplementedError

    def conflict(self, refusal: Conflict) -> None:
        """Somebody else changed the record meanwhile: says what, and what one can do."""
        self.form.show_faults([Fault(_NOWHERE, str(refusal))])

    # The form and its draft

    @property
    def form(self) -> Form:
        """The form. Raises NoMatches where there is none to fill in."""
        return self.query_one(Form)

    def drafted(self) -> Static:
        """The line that says that a draft is back."""
        return Static(id="drafted")

    def on_mount(self) -> None:
        """Puts back what the person had typed here before."""
        try:
            form = self.form
        except NoMatches:
            return
        self._blank = form.typed()
        draft = self.seat.drafting.kept(self.FORM, self.subject())
        if draft is None or dict(draft.typed) == self._blank:
            return
        form.restore(draft.typed)
        when = draft.saved_at.date()
        said = from_today(when, self.seat.today())
        said = said if said in ("today", "yesterday") else f"on {short(when)}"
        line = self.query_one("#drafted", Static)
        line.update(words(f"What you typed {said} is back. ", ("Ctrl+R", "strong"), " starts afresh."))
        line.display = True

    @on(FormChanged)
    def _note(self, event: FormChanged) -> None:
        event.stop()
        self.changed(event.typed)
        if not self._kept:
            return
        if event.typed == self._blank:
            self.seat.drafting.drop(self.FORM, self.subject())
        else:
            self.seat.drafting.note(self.FORM, self.subject(), event.typed)

    def changed(self, typed: dict[str, str]) -> None:
        """Something was typed: shows what follows from it."""

    def action_afresh(self) -> None:
        """Throws the draft away, and fills in the form as it was."""
        self.seat.drafting.drop(self.FORM, self.subject())
        self.form.restore(self._blank)
        self.form.show_faults([])
        self.query_one("#drafted", Static).display = False

    def action_back(self) -> None:
        """One step back; what is typed is kept."""
        if said := self.leaving():
            notify(self.app, said)
        super().action_back()

    def leaving(self) -> str:
        """Says that the draft is kept, where something was typed that is not saved."""
        try:
            form = self.form
        except NoMatches:
            return ""
        typed = form.typed()
        if not self._kept or self._saving or typed == self._blank:
            return ""
        self.seat.drafting.note(self.FORM, self.subject(), typed)
        return "What you typed is kept. It is here again when you come back."

    # Saving

    @on(Form.Ready)
    def _ready(self, event: Form.Ready) -> None:
        event.stop()
        if not self._saving:  # Ctrl+S twice is one record
            self._saving = True
            self.save(event.values)

    def put_off(self) -> None:
        """The save was not asked for after all: the person goes on writing."""
        self._saving = False

    def on_record_saved(self, message: RecordSaved) -> None:
        """The draft has become a record."""
        if message.purpose == SAVE:
            self._kept = False
            self.seat.drafting.drop(self.FORM, self.subject())
            self.saved(message)

    def on_save_refused(self, message: SaveRefused) -> None:
        """Each fault at its field; what is wrong with the whole on top. Nothing typed is lost."""
        if message.purpose != SAVE:
            return  # the place's own handler says it
        message.prevent_default()
        self.put_off()
        if isinstance(message.refusal, Invalid):
            self.form.show_faults(at_fields(message.refusal.faults, self.form))
        elif isinstance(message.refusal, Conflict):
            self.conflict(message.refusal)
        else:
            self.form.show_faults([Fault(_NOWHERE, str(message.refusal))])


def at_fields(faults: Sequence[Fault], form: Form) -> list[Fault]:
    """The office's faults as sentences, at the fields of the form that have them."""
    there = {field.name for field in form.fields}
    return [Fault(one.field if one.field in there else _NOWHERE, sentence(one.message)) for one in faults]


def sentence(text: str) -> str:
    """The office's words, which follow the name of a field, as a sentence."""
    text = text[:1].upper() + text[1:]
    return text if text.endswith((".", "?")) else f"{text}."
