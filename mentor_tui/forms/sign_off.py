"""Signing off a plan (records.md, pathway B): its gate part by part, what signing does, and the signature."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from mentor_tui.dates import in_full, short
from mentor_tui.declare import Field, Value
from mentor_tui.forms.case_words import gate_said
from mentor_tui.forms.of_case import CasePaper
from mentor_tui.forms.paper import Question, Sitting
from mentor_tui.office import Batch, Change, Saved
from mentor_tui.records import CASE
from mentor_tui.store.read.case_story import CaseStory, story
from mentor_tui.tones import Line

_SIGNED_ON = replace(CASE["signed_off_on"], asked=True, required=True)


class SignOffPaper(CasePaper):
    """The day of the sign-off, under the gate. The office refuses it with every missing part named."""

    TITLE = "Sign off the plan"
    DRAFT = "sign_off"
    HELP = "sign_off"
    RECORD = CASE

    def __init__(self, seat: Sitting, case_key: str) -> None:
        super().__init__(seat, case_key)
        self._story: CaseStory | None = story(seat.reader, case_key)

    def new_fields(self) -> list[Field]:
        """The day."""
        return [_SIGNED_ON]

    def first(self) -> tuple[Mapping[str, Value], Mapping[str, str]]:
        """Today."""
        return {"signed_off_on": self.seat.today()}, {"signed_off_on": "today"}

    def told(self) -> list[Line]:
        """The plan's aim and the parts of the gate."""
        told, head = self._story, self.head
        if told is None or head is None:
            return []
        aim = f"{head.aim or 'No aim is written yet.'}" + (
            f" By {short(head.aim_by)}." if head.aim_by else ""
        )
        rows: list[Line] = [[("The plan: ", "strong"), aim], [""]]
        if head.signed_off_on is not None:
            rows.append([(f"It was signed off on {short(head.signed_off_on)}.", "warning")])
        else:
            rows.append([("What a plan needs before it is signed off", "strong")])
            rows += gate_said(told.parts)
        return [*rows, [""]]

    def question(self, values: dict[str, Value]) -> Question | None:  # noqa: ARG002
        """Asked once more in words; what is missing the office says at once."""
        head, told = self.head, self._story
        assert head is not None, "there is no form without a case"
        if told is None or head.signed_off_on is not None or any(not part.done for part in told.parts):
            return None
        return Question(
            f"Sign off the plan of {head.mentee}?",
            "You say that the plan is specific and that its support has begun. From that day HR follows it up "
            "every fortnight. Your name and the date stay with it.",
            yes="Sign it off",
        )

    def write(self, batch: Batch, values: dict[str, Value]) -> None:
        """The signature."""
        assert self.head is not None, "there is no form without a case"
        batch.add(Change(CASE, values, self.case_key, self.head.revision))

    def said_when_saved(self, saved: Saved) -> str:  # noqa: ARG002
        """That it is signed off, and when the first follow-up is due."""
        told = story(self.seat.reader, self.case_key)
        coming = next((step.due_on for step in told.steps if step.kind == "B4"), None) if told else None
        return "The plan is signed off." + (
            f" The first follow-up is due {in_full(coming)}." if coming else ""
        )
