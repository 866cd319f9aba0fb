"""The support meeting of a case (records.md, B2), with the actions agreed at it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from functools import cached_property
from typing import Final

from mentor_tui.answers import Option
from mentor_tui.dates import in_full
from mentor_tui.declare import Fault, Field, Value
from mentor_tui.forms.agreed import MOST_ACTIONS, action_fields, agreed, owner_options, write_agreed
from mentor_tui.forms.of_case import CasePaper
from mentor_tui.forms.paper import Options
from mentor_tui.office import Batch, Change
from mentor_tui.records import SUPPORT_MEETING
from mentor_tui.store.read.cases import CaseHead
from mentor_tui.store.read.session_entry import owners

_WEEK: Final = timedelta(days=7)


class SupportMeetingPaper(CasePaper):
    """A new meeting of a case, or the correction of one."""

    TITLE = "Support meeting"
    DRAFT = "support_meeting"
    HELP = "support_meeting_entry"
    RECORD = SUPPORT_MEETING

    def may(self, head: CaseHead) -> bool:
        """The mentor of the case."""
        return super().may(head) and head.mentor_key == self.seat.actor.id

    def new_fields(self) -> list[Field]:
        """The meeting, and the actions agreed."""
        actions = [field for number in range(1, MOST_ACTIONS + 1) for field in action_fields(number)]
        return [*SUPPORT_MEETING.asked, *actions]

    def first(self) -> tuple[Mapping[str, Value], Mapping[str, str]]:
        """Held today; the next in a week."""
        today = self.seat.today()
        values: dict[str, Value] = {"held_on": today, "next_session_on": today + _WEEK}
        sources = {"held_on": "today", "next_session_on": "in a week, unless you agreed on another day"}
        for number in range(1, MOST_ACTIONS + 1):
            values[f"owner_id_{number}"] = self.seat.actor.id
            values[f"review_on_{number}"] = today + _WEEK
            sources |= {f"owner_id_{number}": "you", f"review_on_{number}": "in a week"}
        return values, sources

    @cached_property
    def _people(self) -> list[Option]:
        if self.head is None:
            return []
        part = owner_options(owners(self.seat.reader, self.head), self.head)
        return [
            Option(
                one.value,
                one.label,
                "the person supported" if one.value == self.head.mentee_key else one.detail,
            )
            for one in part
        ]

    def options(self) -> Mapping[str, Options]:
        """Who may own an action."""
        return {f"owner_id_{number}": self._people for number in range(1, MOST_ACTIONS + 1)}

    def changed(self) -> None:
        """A further action is asked for once the one before is written."""
        if self.standing is None:
            for number in range(2, MOST_ACTIONS + 1):
                before = bool(self.sheet.value(f"action_{number - 1}"))
                for name in ("action", "owner_id", "review_on"):
                    self.sheet.ask(f"{name}_{number}", before)

    def idle(self, name: str) -> bool:
        """The owner and the day of an action that is not written."""
        kind, _, number = name.rpartition("_")
        return kind in ("owner_id", "review_on") and not self.sheet.value(f"action_{number}")

    def check(self, values: dict[str, Value]) -> list[Fault]:
        """An action that is agreed has an owner and a day."""
        return agreed(values)[1] if self.standing is None else []

    def write(self, batch: Batch, values: dict[str, Value]) -> None:
        """The meeting and its actions, in one."""
        if self.standing is not None:
            super().write(batch, values)
            return
        meeting = {field.name: values.get(field.name) for field in SUPPORT_MEETING.asked}
        batch.add(Change(SUPPORT_MEETING, {"case_id": self.case_key, **meeting}))
        around = {"case_id": self.case_key, "need_identified_on": meeting["held_on"]}
        write_agreed(batch, agreed(values)[0], around)

    def next_words(self) -> str:
        """When the next session is."""
        coming = self.sheet.value("next_session_on")
        return f"The next is agreed for {in_full(coming)}." if isinstance(coming, date) else ""
