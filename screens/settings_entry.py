"""The form of a record of the registers: a service, a meeting, a calendar day, a word of a list."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import ClassVar

from mentor_tui.declare import Field, Record, Value
from mentor_tui.office import Change
from mentor_tui.store.read import settings
from mentor_tui.store.read.session_entry import Standing
from screens.form_place import REASON, FormPlace
from screens.place import RecordSaved
from screens.seat import Seat
from widgets.form import Form

WHY = replace(REASON, label="Why", required=True)


class SettingsEntry(FormPlace):
    """A new record of a register, or with ``key`` one that is there."""

    HELP_PAGE = "settings"
    RECORD: ClassVar[Record]
    NOT_YOURS = "This is for an administrator. Esc goes back."
    #: fields whose value tells one record from another: they are given once
    FIXED: ClassVar[Sequence[str]] = ()
    #: values that are no answers but belong to each new record
    GIVEN: ClassVar[dict[str, Value]] = {}

    def __init__(self, seat: Seat, key: str = "") -> None:
        super().__init__(seat, key)
        self.key = key
        if key:
            self.standing = self.fresh()

    def fresh(self) -> Standing | None:
        """The record as it stands now."""
        return settings.standing(self.seat.reader, self.RECORD, self.key) if self.key else None

    def may_record(self) -> bool:
        """Administrators, and of what is there only what is still there."""
        return settings.administers(self.seat.reader) and (not self.key or self.standing is not None)

    def fields(self) -> list[Field]:
        """The questions: of a record that is there also why it is changed."""
        asked = [one for one in self.RECORD.fields if one.name not in self.GIVEN]
        if not self.key:
            return asked
        asked = [one for one in asked if one.name not in (*self.FIXED, self.RECORD.ident)]
        return asked if any(one.name == "reason" for one in asked) else [*asked, WHY]

    def about(self) -> str:
        """The name of what is changed."""
        return str(self.standing.values.get("name") or "") if self.standing else "New"

    def make_form(self) -> Form:
        """Blank, or as it stands."""
        return Form(
            self.fields(), today=self.seat.today(), values=self.standing.values if self.standing else None
        )

    def save(self, values: dict[str, Value]) -> None:
        """The new record, or what has changed."""
        self.begin_saving()
        if self.standing is None:
            self.carry_out(Change(self.RECORD, {**self.GIVEN, **values}))
            return
        reason = str(values.get("reason") or "")
        stated = {name: value for name, value in values.items() if name in self.RECORD.by_name}
        self.carry_out(Change(self.RECORD, stated, self.key, self.standing.revision, reason))

    def said_when_saved(self, saved: RecordSaved) -> str:
        """What was saved."""
        return "Saved. The journal keeps who changed it, and why." if saved.saved.changed else "Saved."
