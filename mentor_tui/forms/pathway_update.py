"""The support pathway update of a case (records.md, B3): shadowing, the module to revisit, the reassessment."""

from __future__ import annotations

from collections.abc import Mapping

from mentor_tui.answers import Option
from mentor_tui.declare import Value
from mentor_tui.forms.case_words import missing
from mentor_tui.forms.of_case import CasePaper
from mentor_tui.forms.paper import Options
from mentor_tui.records import PATHWAY_UPDATE
from mentor_tui.store.read import people
from mentor_tui.store.read.case_story import story
from mentor_tui.tones import Line


class PathwayUpdatePaper(CasePaper):
    """A new update, or what came of one: hours delivered, the result of the reassessment."""

    TITLE = "Pathway update"
    DRAFT = "pathway_update"
    HELP = "pathway_update_entry"
    RECORD = PATHWAY_UPDATE

    def first(self) -> tuple[Mapping[str, Value], Mapping[str, str]]:
        """No shadowing is delivered yet."""
        return {"shadowing_delivered": 0.0}, {"shadowing_delivered": "none yet"}

    def options(self) -> Mapping[str, Options]:
        """The courses on the register; another may be typed."""
        return {"training_module": [Option(word, word) for word in people.courses(self.seat.reader)]}

    def told(self) -> list[Line]:
        """What a correction needs no reason for."""
        if self.standing is None:
            return []
        return [
            ["Hours delivered and the result may be filled in without a reason; another answer needs one."]
        ]

    def next_words(self) -> str:
        """What is still missing before sign-off."""
        told = story(self.seat.reader, self.case_key)
        if told is None or told.head.signed_off_on is not None:
            return ""
        lacking = missing(told.parts)
        return f"Before sign-off: {lacking}." if lacking else "The plan may be signed off now."
