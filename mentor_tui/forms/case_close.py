"""Closing a case (rules.md, *Improvement sustained*): as improved, or for another reason that stays visible."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Final

from mentor_tui.dates import short
from mentor_tui.declare import Fault, Field, Text, Value
from mentor_tui.forms.case_words import closing_rule, closing_state, measured_said, what_closing_does
from mentor_tui.forms.of_case import CasePaper
from mentor_tui.forms.paper import Question, Sitting
from mentor_tui.office import Batch, Change, Saved
from mentor_tui.records import CASE
from mentor_tui.rules.guards import IMPROVED
from mentor_tui.store.read.case_story import CaseStory, story
from mentor_tui.tones import Line

_CLOSED_ON: Final = replace(CASE["closed_on"], asked=True, required=True)
_CLOSE_REASON: Final = replace(
    CASE["close_reason"],
    asked=True,
    required=True,
    hint="Improved asks for sustained improvement. Any other reason stays visible on every audit.",
)
_WORDS: Final = Field("words", Text(400, rows=2), "In a few words", "What led to it. It stays with the case.")


class CaseClosePaper(CasePaper):
    """The day and the reason, under the closing rule. The office refuses to close as improved too early."""

    TITLE = "Close the case"
    DRAFT = "case_close"
    HELP = "case_close"
    RECORD = CASE

    def __init__(self, seat: Sitting, case_key: str) -> None:
        super().__init__(seat, case_key)
        self._story: CaseStory | None = story(seat.reader, case_key)

    def new_fields(self) -> list[Field]:
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

    def told(self) -> list[Line]:
        """How the case stands to the closing rule."""
        told, head = self._story, self.head
        if told is None or head is None:
            return []
        rows: list[Line] = [closing_state(told.closing), [(closing_rule(told.closing), "quiet")]]
        rows += measured_said(told.closing)
        if head.left_on is not None:
            rows.insert(0, [(f"{head.mentee} left on {short(head.left_on)}.", "warning")])
        return [*rows, [""]]

    def check(self, values: dict[str, Value]) -> list[Fault]:
        """Another reason than improvement or leaving is told in words."""
        if values["close_reason"] not in (IMPROVED, "left") and not values.get("words"):
            return [Fault("words", "Say in a few words what led to it.")]
        return []

    def question(self, values: dict[str, Value]) -> Question | None:
        """Asked once more in words; closing too early the office refuses at once."""
        why, told = str(values["close_reason"]), self._story
        if why == IMPROVED and told is not None and not told.closing.sustained:
            return None
        assert self.head is not None, "there is no form without a case"
        title, body = what_closing_does(self.head.mentee, why)
        return Question(title, body, yes="Close the case")

    def write(self, batch: Batch, values: dict[str, Value]) -> None:
        """The end of the case."""
        assert self.head is not None, "there is no form without a case"
        stated = {name: value for name, value in values.items() if name != _WORDS.name}
        said = str(values.get(_WORDS.name) or "")
        batch.add(Change(CASE, stated, self.case_key, self.head.revision, said))

    def said_when_saved(self, saved: Saved) -> str:  # noqa: ARG002
        """That it is closed."""
        return f"The case of {self.about()} is closed."
