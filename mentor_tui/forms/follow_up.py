"""The fortnightly follow-up of a case (records.md, B4): how the action stands, and its evidence once delivered."""

from __future__ import annotations

from collections.abc import Mapping

from mentor_tui.dates import from_today, in_full, short
from mentor_tui.declare import Value
from mentor_tui.forms.of_case import CasePaper
from mentor_tui.forms.paper import Sitting
from mentor_tui.records import FOLLOW_UP
from mentor_tui.store.read.case_story import CaseStory, story
from mentor_tui.tones import Line


class FollowUpPaper(CasePaper):
    """A new follow-up, or the correction of one."""

    TITLE = "Follow-up"
    DRAFT = "follow_up"
    HELP = "follow_up_entry"
    RECORD = FOLLOW_UP

    def __init__(self, seat: Sitting, case_key: str, key: str = "") -> None:
        super().__init__(seat, case_key, key)
        self._story: CaseStory | None = story(seat.reader, case_key)

    def first(self) -> tuple[Mapping[str, Value], Mapping[str, str]]:
        """Followed up today."""
        return {"followed_up_on": self.seat.today()}, {"followed_up_on": "today"}

    def told(self) -> list[Line]:
        """The follow-up before this one, and whether this one is counted."""
        if self._story is None or self.standing is not None:
            return []
        before = [one for one in self._story.happenings if one.what == "follow_up"]
        parts: Line = [
            f"Last time, {short(before[-1].on)}: {before[-1].line}. " if before else "The first follow-up. "
        ]
        if self._story.head.signed_off_on is None:
            parts.append("The plan is not signed off yet: fortnightly follow-ups begin with its sign-off.")
        for step in self._story.steps:
            if step.kind == "B4":
                parts.append(f"Due {in_full(step.due_on)}, {from_today(step.due_on, self.seat.today())}.")
        return [parts]

    def next_words(self) -> str:
        """When the next one is due."""
        told = story(self.seat.reader, self.case_key)
        coming = next((step.due_on for step in told.steps if step.kind == "B4"), None) if told else None
        return f"The next is due {in_full(coming)}." if coming else ""
