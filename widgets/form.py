"""The form: every record is written in it, drawn from the record's declaration.

form = Form(SESSION.asked, today=today, values={"held_on": today}, sources={"held_on": "today"},
            options={"top_support_issue": issues})

@on(FormChanged)                     # at most once a second while one types: keep the draft
def keep(self, event): drafts.keep(event.typed)

@on(Form.Ready)                      # Ctrl+S, and every answer could be read
def save(self, event): faults = office.do(command(event.values)); form.show_faults(faults)

form.restore(draft)                  # what `typed()` gave, on another day if need be
form.ask("evidence_ref", False)      # a question that does not arise now
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from time import monotonic
from typing import Final, cast

from rich.cells import cell_len
from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import VerticalScroll
from textual.content import Content
from textual.message import Message
from textual.timer import Timer
from textual.widget import Widget
from textual.widgets import Input, Static, TextArea

from mentor_tui.answers import answer, written_of
from mentor_tui.declare import Fault, Field, Text, Unfit, Value
from mentor_tui.text import UncleanText, clean
from widgets.editors import ChoiceEditor, Editor, ManyEditor, Options, editor_for
from widgets.entry import LongText
from widgets.field_row import FieldRow
from widgets.listing import Column, Listing, Row
from widgets.safe import words

DELAY: Final = 1.0
"""Seconds at most between a change and its `FormChanged`."""

LONG_ROWS: Final = 2
"""Lines of a long answer on a small screen; `ROOMY` has what the field asks for."""

ROOMY: Final = 34
"""Lines of the screen from which long answers have their full height and hints stand under their fields."""


@dataclass
class FormChanged(Message):
    """Something in the form has changed. `typed` is what a draft keeps, by field."""

    form: Form
    typed: dict[str, str]

    @property
    def control(self) -> Form:
        """The form."""
        return self.form


@dataclass
class FormTyped(Message):
    """Something was typed just now: for a draft, so that a line that drops takes not even a second of it along.

    What is shown beside a form waits for `FormChanged`.
    """

    form: Form
    typed: dict[str, str]

    @property
    def control(self) -> Form:
        """The form."""
        return self.form


@dataclass(frozen=True, slots=True)
class Parsed:
    """The answers as values, and what could not be read. Fields at fault are missing from `values`."""

    values: dict[str, Value]
    faults: list[Fault]


class Faults(Listing):
    """'There is a problem': every fault in a line; Enter goes to its field."""

    DEFAULT_CSS = """
    Faults {
        height: auto;
        max-height: 6;
        margin: 0 0 1 0;
        border-left: solid $error;
        & > .listing--header { color: $text-error; text-style: bold; }
    }
    """


class Body(VerticalScroll, can_focus=False):
    """The questions. It scrolls, but takes no focus."""


class Form(Widget):
    """A form. See the module for its use.

    `values` are there from the beginning (the field's default where none is given), `sources` says where
    they come from ('from the training register'), `options` are the answers of references and of text with
    suggestions, `above` and `below` are widgets that scroll with the questions.
    """

    BINDINGS = [
        Binding("ctrl+s", "save", "Save", priority=True),
        Binding("pagedown", "scroll(1)", show=False),
        Binding("pageup", "scroll(-1)", show=False),
    ]
    DEFAULT_CSS = """
    Form {
        height: 1fr;
        layout: vertical;
        & > Body { height: 1fr; scrollbar-size-vertical: 1; }
        & > .form--hint {
            height: 1;
            padding: 0 1 0 2;
            color: $text-muted;
            border-top: none;
        }
    }
    """

    @dataclass
    class Ready(Message):
        """Every answer could be read: here they are. Whoever owns the form saves them."""

        form: Form
        values: dict[str, Value]
        typed: dict[str, str]

        @property
        def control(self) -> Form:
            """The form."""
            return self.form

    def __init__(
        self,
        fields: Iterable[Field],
        *,
        today: date,
        values: Mapping[str, Value] | None = None,
        sources: Mapping[str, str] | None = None,
        options: Mapping[str, Options] | None = None,
        above: Sequence[Widget] = (),
        below: Sequence[Widget] = (),
        id: str | None = None,
    ) -> None:
        super().__init__(id=id)
        self.fields = tuple(fields)
        self.today = today
        self._above = tuple(above)
        self._below = tuple(below)
        self._options = dict(options or {})
        self._rows = {
            field.name: FieldRow(
                editor_for(field, today, self._options.get(field.name), rows=LONG_ROWS),
                classes="-odd" if n % 2 else "",
            )
            for n, field in enumerate(self.fields)
        }
        self._values = {field.name: (values or {}).get(field.name, field.default) for field in self.fields}
        self._not_asked: set[str] = set()
        self._first: dict[str, str] = {}
        self._told: dict[str, str] = {}
        self._told_at = 0.0
        self._waiting: Timer | None = None
        for name, source in (sources or {}).items():
            self._rows[name].source = source

    def compose(self) -> ComposeResult:
        """Faults on top, the questions, and one line for the hint of the question that has the focus."""
        faults = Faults([Column("fault", "There is a problem", 20, flex=1)])
        faults.display = False
        yield faults
        with Body():
            yield from self._above
            yield from self._rows.values()
            yield from self._below
        yield Static(classes="form--hint")

    def on_mount(self) -> None:
        """Put in what is known."""
        with self.prevent(Input.Changed, TextArea.Changed):
            for name, value in self._values.items():
                if value is not None:
                    self._editor(name).write(written_of(self._rows[name].field, value))
        self._first = self._told = self.typed()
        self._arrange()
        for row in self._rows.values():
            if row.display:
                row.entry.focus()
                break

    # What stands in it

    def _editor(self, name: str) -> Editor:
        return self._rows[name].editor

    def typed(self) -> dict[str, str]:
        """What was typed, by field, as a draft keeps it. `restore` takes it back."""
        return {name: row.editor.written() for name, row in self._rows.items()}

    @property
    def changed(self) -> bool:
        """Whether anything differs from what stood there at first."""
        return self.typed() != self._first

    def restore(self, typed: Mapping[str, str]) -> None:
        """Put back what `typed` gave. What has become unclean or unknown is left out."""
        for name, text in typed.items():
            if name in self._rows:
                try:
                    clean(text, lines=True)
                except UncleanText:
                    continue
                self._editor(name).write(text)
        self._arrange()

    def put(self, name: str, value: Value, source: str = "") -> None:
        """Fill in one answer, and say where it comes from."""
        self._editor(name).write(written_of(self._rows[name].field, value))
        self._rows[name].source = source
        self._rows[name].refresh()

    def offer(self, name: str, options: Options) -> None:
        """Give a choice other answers, because they hang on another field."""
        editor = self._editor(name)
        if isinstance(editor, ChoiceEditor | ManyEditor):
            editor.offer(options)
            self._rows[name].refresh()

    def value(self, name: str) -> Value:
        """One answer as a value; None where it cannot be read (yet)."""
        try:
            return self._answer(name)
        except Unfit:
            return None

    def ask(self, name: str, wanted: bool) -> None:
        """Whether a question arises. One that does not is hidden, and is no part of the answers."""
        (self._not_asked.discard if wanted else self._not_asked.add)(name)
        self._rows[name].display = wanted
        self._arrange()

    def _answer(self, name: str) -> Value:
        editor = self._editor(name)
        return answer(self._rows[name].field, editor.written(), self.today, editor.options())

    def parsed(self) -> Parsed:
        """Every answer that is asked for, as a value, and the faults of those that cannot be read."""
        values: dict[str, Value] = {}
        faults: list[Fault] = []
        for name in self._rows:
            if name not in self._not_asked:
                try:
                    values[name] = self._answer(name)
                except Unfit as fault:
                    faults.append(Fault(name, str(fault)))
        return Parsed(values, faults)

    # Saving

    def action_save(self) -> None:
        """Read every answer: show what is wrong, or send `Ready`."""
        self.flush()
        parsed = self.parsed()
        self.show_faults(parsed.faults)
        if not parsed.faults:
            self.post_message(self.Ready(self, parsed.values, self.typed()))

    def show_faults(self, faults: Sequence[Fault]) -> None:
        """Show faults at their fields and in a summary on top, which takes the focus; none takes them away.

        A fault of no field of this form (`Fault("", …)`) stands in the summary alone.
        """
        for name, row in self._rows.items():
            said = " ".join(fault.message for fault in faults if fault.field == name)
            if said != row.fault:
                row.fault = said
                row.fit()
        summary = self.query_one(Faults)
        summary.display = bool(faults)
        if not faults:
            return
        summary.styles.height = min(len(faults) + 1, 6)
        summary.show_rows(
            [Row(fault.field or f"#{n}", (self._said(fault),)) for n, fault in enumerate(faults)]
        )
        self.query_one(Body).scroll_home(animate=False)
        summary.focus()

    def _said(self, fault: Fault) -> str:
        row = self._rows.get(fault.field)
        return f"{row.field.label}: {fault.message}" if row else fault.message

    @on(Faults.Selected)
    def _to_fault(self, event: Faults.Selected) -> None:
        event.stop()
        self.go_to(event.key)

    def go_to(self, name: str) -> None:
        """Put the focus on a field."""
        if name in self._rows:
            self.screen.set_focus(self._rows[name].entry)

    # Changes

    @on(Input.Changed)
    @on(TextArea.Changed)
    def _changed(self, event: Input.Changed | TextArea.Changed) -> None:
        event.stop()
        row = event.control.parent if event.control else None
        if not isinstance(row, FieldRow):
            return
        if row.fault or isinstance(event, TextArea.Changed):
            row.fault = ""
            row.fit()
        row.refresh()
        if monotonic() - self._told_at >= DELAY:
            self.flush()
            return
        self.post_message(FormTyped(self, self.typed()))
        if self._waiting is None:
            self._waiting = self.set_timer(DELAY, self.flush)

    def flush(self) -> None:
        """Send `FormChanged` now, if anything has changed since the last one."""
        if self._waiting is not None:
            self._waiting.stop()
            self._waiting = None
        typed = self.typed()
        if typed != self._told:
            self._told = typed
            self._told_at = monotonic()
            self.post_message(FormChanged(self, typed))

    def on_descendant_focus(self, event: events.DescendantFocus) -> None:
        """Mark the row, show its hint, and keep all of it in view."""
        row = event.widget.parent
        if isinstance(row, FieldRow):
            row.refresh()
            self.query_one(".form--hint", Static).update(self._hint(row), layout=False)
            row.scroll_visible(animate=False)

    def on_descendant_blur(self, event: events.DescendantBlur) -> None:
        """Take the mark away, and let nothing wait that was typed there."""
        row = event.widget.parent
        if isinstance(row, FieldRow):
            row.refresh()
            self.flush()

    def _hint(self, row: FieldRow) -> Content:
        field = row.field
        first = "" if row.hinted else field.hint or f"{field.label}."
        source = f"{row.source[:1].upper()}{row.source[1:]}." if row.source else ""
        needed = "* needs an answer" if field.required else ""
        return words("  ".join(part for part in (first, source, needed) if part))

    # Room

    def on_resize(self, _event: events.Resize) -> None:
        """Use the room there is."""
        self._arrange()

    def _arrange(self) -> None:
        width, height = self.size.width or self.app.size.width, self.app.size.height
        roomy = height >= ROOMY
        label = max((cell_len(row.label) for row in self._rows.values()), default=10)
        label = min(label, 40 if width >= 100 else 26) + 1
        longest = max((len(str(self._hint(row))) for row in self._rows.values()), default=0)
        self.query_one(".form--hint", Static).styles.height = 1 if longest <= width - 3 or roomy else 2
        shown = [row for name, row in self._rows.items() if name not in self._not_asked]
        for row in shown:
            row.hinted = roomy
            if isinstance(row.entry, LongText):
                most = cast(Text, row.field.kind).rows
                row.entry.rows = most if roomy else min(most, LONG_ROWS)
            row.arrange_in(label, width)
        # A blank line after every question, or after every long one, or none: as there is room.
        spare = self.query_one(Body).size.height - sum(row.rows_needed for row in shown)
        spare -= sum(widget.outer_size.height for widget in (*self._above, *self._below))
        longs = sum(row.long for row in shown[:-1])
        for n, row in enumerate(shown):
            row.spaced = n < len(shown) - 1 and (spare >= len(shown) - 1 or (row.long and spare >= longs))
            row.fit()

    def action_scroll(self, pages: int) -> None:
        """Scroll by a page without moving the focus."""
        body = self.query_one(Body)
        body.scroll_relative(y=pages * max(1, body.size.height - 2), animate=False)
