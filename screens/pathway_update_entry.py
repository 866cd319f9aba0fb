"""The support pathway update of a case (records.md, B3): shadowing, the module to revisit, the reassessment."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from textual.widget import Widget
from textual.widgets import Static

from mentor_tui.answers import Option
from mentor_tui.declare import Value
from mentor_tui.records import PATHWAY_UPDATE
from mentor_tui.store.read import people
from screens.case_form import CaseForm
from screens.case_words import missing
from widgets.editors import Options
from widgets.safe import words


class PathwayUpdateEntry(CaseForm):
    """A new update, or what came of one: hours delivered, the result of the reassessment."""

    TITLE_TEXT = "Pathway update"
    HELP_PAGE = "pathway_update_entry"
    DRAFT = "pathway_update"
    RECORD = PATHWAY_UPDATE

    def first(self) -> tuple[Mapping[str, Value], Mapping[str, str]]:
        """No shadowing is delivered yet."""
        return {"shadowing_delivered": 0.0}, {"shadowing_delivered": "none yet"}

    def options(self) -> Mapping[str, Options]:
        """The courses on the register; another may be typed."""
        return {"training_module": [Option(word, word) for word in people.courses(self.seat.reader)]}

    def above(self) -> Sequence[Widget]:
        """What a correction needs no reason for."""
        if self.standing is None:
            return ()
        said = "Hours delivered and the result may be filled in without a reason; another answer needs one."
        return [Static(words(said), classes="form-place--note")]

    def next_words(self) -> str:
        """What is still missing before sign-off."""
        from mentor_tui.store.read.case_story import story

        told = story(self.seat.reader, self.case_key)
        if told is None or told.head.signed_off_on is not None:
            return ""
        lacking = missing(told.parts)
        return f"Before sign-off: {lacking}." if lacking else "The plan may be signed off now."
