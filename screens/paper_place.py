"""A form on a screen that is drawn from a paper (:mod:`mentor_tui.forms.paper`), which the plain mode asks too."""

from __future__ import annotations

from collections.abc import Sequence

from textual.app import ComposeResult
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Static

from mentor_tui.declare import Fault, Value
from mentor_tui.forms.paper import Paper
from mentor_tui.store.read.session_entry import Standing
from mentor_tui.tones import Line
from screens.form_place import FormPlace
from screens.openers import opened
from screens.place import RecordSaved
from screens.seat import Seat
from widgets.confirm import Confirm
from widgets.form import Form
from widgets.safe import cut_parts, lines, words

_LONGEST = 240
"""Cells of one line over the questions: three lines of a small screen."""


class PaperPlace(FormPlace):
    """A place with one form in it, of which the paper says everything but how it looks."""

    DEFAULT_CSS = """
    PaperPlace .follows { height: auto; margin: 0 1 0 2; }
    """

    def __init__(self, seat: Seat, paper: Paper) -> None:
        super().__init__(seat, paper.subject)
        self.paper = paper
        self.standing = paper.standing

    def may_record(self) -> bool:
        """As the paper says."""
        return self.paper.may_record()

    def about(self) -> str:
        """As the paper says."""
        return self.paper.about()

    def body(self) -> ComposeResult:
        """The form, or why there is none."""
        self.NOT_YOURS = f"{self.paper.why_not()} Esc goes back."  # type: ignore[misc]
        yield from super().body()

    def fresh(self) -> Standing | None:
        """The record that is being corrected, as it stands now."""
        return self.paper.fresh()

    def above(self) -> Sequence[Widget]:
        """What stands over the questions."""
        return [Static(id="told", classes="form-place--note")] if self.paper.told() else ()

    def below(self) -> Sequence[Widget]:
        """What stands under them."""
        return [Static(id="follows", classes="follows")]

    def make_form(self) -> Form:
        """The questions of the paper."""
        asked = self.paper.asked()
        names = {field.name for field in asked.fields}
        form = Form(
            asked.fields,
            today=self.seat.today(),
            values=asked.values,
            sources={name: source for name, source in asked.sources.items() if name in names},
            options={name: found for name, found in asked.options.items() if name in names},
            above=self.above(),
            below=self.below(),
        )
        self.paper.sheet = form
        return form

    def changed(self) -> None:
        """What follows from the answers."""
        self.paper.changed()
        self.show_told()

    def show_told(self) -> None:
        """Shows what stands over and under the questions, as it is now."""
        for place, rows in (("#told", self.paper.told()), ("#follows", self.paper.follows())):
            for static in self.query(place).results(Static):
                static.update(shown(rows))
                static.display = bool(rows)

    # Saving

    def save(self, values: dict[str, Value]) -> None:
        """Checks, asks once more where the paper does, and hands it to the office."""
        self.paper.standing = self.standing
        if faults := self.paper.check(values):
            self.form.show_faults(faults)
            return
        question = self.paper.question(values)
        if question is None:
            self._write(values)
            return
        back_to = question.back_to

        def answered(yes: bool | None) -> None:
            if yes:
                self._write(values)
            elif back_to:
                self.form.go_to(back_to)

        self.app.push_screen(
            Confirm(question.title, question.body, yes=question.yes, no=question.no), answered
        )

    def _write(self, values: dict[str, Value]) -> None:
        self.begin_saving()
        self.carry_out_together(lambda batch: self.paper.write(batch, values))

    def on_record_saved(self, message: RecordSaved) -> None:
        """Asks whether to go on with the form that often follows; the base, which goes back, is called next."""
        following = self.paper.next(message.saved)
        if following is None:
            return
        app, seat, opens, question = self.app, self.seat, following.opens, following.question

        def answered(now: bool | None) -> None:
            if now:
                app.push_screen(opened(seat, opens))

        app.call_later(
            app.push_screen,
            Confirm(question.title, question.body, yes=question.yes, no=question.no),
            answered,
        )

    def said_when_saved(self, saved: RecordSaved) -> str:
        """As the paper says."""
        return self.paper.said_when_saved(saved.saved)

    def _shown_at(self, fault: Fault) -> Fault:
        return super()._shown_at(self.paper.placed(fault))


def shown(rows: Sequence[Line]) -> Content:
    """Lines of a paper as the screen shows them; what is very long is cut, the record has it whole."""
    return lines(*(words(*cut_parts(row, _LONGEST)) for row in rows))
