"""Signing off a plan (records.md, pathway B): its gate part by part, what signing does, and the signature."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from textual.widget import Widget
from textual.widgets import Static

from mentor_tui.dates import in_full, short
from mentor_tui.declare import Field, Value
from mentor_tui.office import Change
from mentor_tui.records import CASE
from mentor_tui.store.read.case_story import CaseStory, story
from screens.case_form import CaseForm
from screens.case_words import gate_parts
from screens.place import RecordSaved
from screens.seat import Seat
from widgets.confirm import Confirm
from widgets.safe import lines, words

_SIGNED_ON = replace(CASE["signed_off_on"], asked=True, required=True)


class SignOff(CaseForm):
    """The day of the sign-off, under the gate. The office refuses it with every missing part named."""

    TITLE_TEXT = "Sign off the plan"
    HELP_PAGE = "sign_off"
    DRAFT = "sign_off"
    RECORD = CASE

    def __init__(self, seat: Seat, case_key: str) -> None:
        super().__init__(seat, case_key)
        self._story: CaseStory | None = story(seat.reader, case_key)

    def asked(self) -> list[Field]:
        """The day."""
        return [_SIGNED_ON]

    def first(self) -> tuple[Mapping[str, Value], Mapping[str, str]]:
        """Today."""
        return {"signed_off_on": self.seat.today()}, {"signed_off_on": "today"}

    def above(self) -> Sequence[Widget]:
        """The plan's aim and the parts of the gate."""
        told, head = self._story, self.head
        if told is None or head is None:
            return ()
        aim = f"{head.aim or 'No aim is written yet.'}" + (
            f" By {short(head.aim_by)}." if head.aim_by else ""
        )
        rows = [words(("The plan: ", "strong"), aim), words("")]
        if head.signed_off_on is not None:
            rows.append(words((f"It was signed off on {short(head.signed_off_on)}.", "warning")))
        else:
            rows.append(words(("What a plan needs before it is signed off", "strong")))
            rows += [words(*parts) for parts in gate_parts(told.parts)]
        return [Static(lines(*rows), classes="form-place--note"), Static(words(""))]

    def save(self, values: dict[str, Value]) -> None:
        """Asks once more in words; what is missing is said at once."""
        head, told = self.head, self._story
        assert head is not None, "there is no form without a case"
        if told is None or head.signed_off_on is not None or any(not part.done for part in told.parts):
            self._sign(values)  # the office names what is missing
            return

        def answered(yes: bool | None) -> None:
            if yes:
                self._sign(values)

        self.app.push_screen(
            Confirm(
                f"Sign off the plan of {head.mentee}?",
                "You say that the plan is specific and that its support has begun. From that day HR follows it up "
                "every fortnight. Your name and the date stay with it.",
                yes="Sign it off",
            ),
            answered,
        )

    def _sign(self, values: dict[str, Value]) -> None:
        assert self.head is not None, "there is no form without a case"
        self.begin_saving()
        self.carry_out(Change(CASE, values, self.case_key, self.head.revision))

    def said_when_saved(self, saved: RecordSaved) -> str:  # noqa: ARG002
        """That it is signed off, and when the first follow-up is due."""
        told = story(self.seat.reader, self.case_key)
        coming = next((step.due_on for step in told.steps if step.kind == "B4"), None) if told else None
        return "The plan is signed off." + (
            f" The first follow-up is due {in_full(coming)}." if coming else ""
        )
