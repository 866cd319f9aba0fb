"""Closing a case (rules.md, *Improvement sustained*): as improved, or for another reason that stays visible."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Final

from textual.widget import Widget
from textual.widgets import Static

from mentor_tui.dates import short
from mentor_tui.declare import Fault, Field, Text, Value
from mentor_tui.office import Change
from mentor_tui.records import CASE
from mentor_tui.rules.guards import IMPROVED
from mentor_tui.store.read.case_story import CaseStory, story
from screens.case_form import CaseForm
from screens.case_words import closing_rule, closing_state, measured_parts, what_closing_does
from screens.place import RecordSaved
from screens.seat import Seat
from widgets.confirm import Confirm
from widgets.safe import lines, words

_CLOSED_ON: Final = replace(CASE["closed_on"], asked=True, required=True)
_CLOSE_REASON: Final = replace(
    CASE["close_reason"],
    asked=True,
    required=True,
    hint="Improved asks for sustained improvement. Any other reason stays visible on every audit.",
)
_WORDS: Final = Field("words", Text(400, rows=2), "In a few words", "What led to it. It stays with the case.")


class CaseClose(CaseForm):
    """The day and the reason, under the closing rule. The office refuses to close as improved too early."""

    TITLE_TEXT = "Close the case"
    HELP_PAGE = "case_close"
    DRAFT = "case_close"
    RECORD = CASE

    def __init__(self, seat: Seat, case_key: str) -> None:
        super().__init__(seat, case_key)
        self._story: CaseStory | None = story(seat.reader, case_key)

    def asked(self) -> list[Field]:
        """Reason, day, words."""
        return [_CLOSE_REASON, _CLOSED_ON, _WORDS]

    def first(self) -> tuple[Mapping[str, Value], Mapping[str, str]]:
        """Today; of a leaver the last day of employment."""
        values: dict[str, Value] = {"closed_on": self.seat.today()}
        sources = {"closed_on": "today"}
        if self.head is not None and self.head.left_on is not None:
            values = {"closed_on": max(self.head.left_on, self.head.planned_on), "close_reason": "left"}
            sources = {"closed_on": "the last day of employment", "close_reason": "this person has left"}
        return values, sources

    def above(self) -> Sequence[Widget]:
        """How the case stands to the closing rule."""
        told, head = self._story, self.head
        if told is None or head is None:
            return ()
        rows = [words(*closing_state(told.closing)), words((closing_rule(told.closing), "quiet"))]
        rows += [words(*parts) for parts in measured_parts(told.closing)]
        if head.left_on is not None:
            rows.insert(0, words((f"{head.mentee} left on {short(head.left_on)}.", "warning")))
        return [Static(lines(*rows), classes="form-place--note"), Static(words(""))]

    def save(self, values: dict[str, Value]) -> None:
        """Asks once more in words; closing too early is refused at once."""
        why, said = str(values["close_reason"]), str(values.pop("words", None) or "")
        told = self._story
        if why not in (IMPROVED, "left") and not said:
            self.form.show_faults([Fault("words", "Say in a few words what led to it.")])
            return
        if why == IMPROVED and told is not None and not told.closing.sustained:
            self._close(values, said)  # the office says why not
            return

        def answered(yes: bool | None) -> None:
            if yes:
                self._close(values, said)

        assert self.head is not None, "there is no form without a case"
        self.app.push_screen(
            Confirm(*what_closing_does(self.head.mentee, why), yes="Close the case"), answered
        )

    def _close(self, values: dict[str, Value], said: str) -> None:
        assert self.head is not None, "there is no form without a case"
        self.begin_saving()
        self.carry_out(Change(CASE, values, self.case_key, self.head.revision, said))

    def said_when_saved(self, saved: RecordSaved) -> str:  # noqa: ARG002
        """That it is closed."""
        return f"The case of {self.about()} is closed."
