"""Settings: policy. Every threshold and every programme's days, changed with a reason and from a date."""

from __future__ import annotations

from typing import Final

from textual.widgets import Static

from mentor_tui.dates import short
from mentor_tui.declare import Field, Text, Value, Whole
from mentor_tui.office import Change
from mentor_tui.policy import OFFSETS_PREFIX, SETTINGS
from mentor_tui.records import POLICY_CHANGE
from mentor_tui.store.read import settings
from mentor_tui.store.read.settings import PolicyLine
from screens.form_place import FormPlace
from screens.place import Place, RecordSaved
from screens.seat import Seat
from screens.settings_list import SettingsList
from widgets.form import Form
from widgets.listing import Column, Row
from widgets.safe import Part, cell, words

_SHOWN: Final = 6


class Policies(SettingsList):
    """What the rules hold people to."""

    TITLE_TEXT = "Policy"
    ABOUT = (
        "Each is changed from a date on, with a reason; what lies before that date keeps the value it had."
    )
    COLUMNS = (
        Column("label", "Policy", 34, flex=1),
        Column("now", "Now", 6),
        Column("unit", "", 17),
        Column("changed", "", 16, from_width=78),
    )

    def rows(self) -> list[Row]:
        """Thresholds, then the programmes."""
        return [
            Row(
                line.key, (line.label, cell((line.now, "strong")), cell((line.unit, "quiet")), _changed(line))
            )
            for line in settings.policies(self.seat.reader)
        ]

    def form(self, key: str) -> Place | None:
        """The form of a policy; there are no new ones."""
        return PolicyEntry(self.seat, key) if key else None

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Policies are not added."""
        return False if action == "new" else super().check_action(action, parameters)


def _changed(line: PolicyLine) -> str:
    if line.coming:
        return f"{line.coming} to come"
    return f"changed; was {line.default}" if line.now != line.default else ""


class PolicyEntry(FormPlace):
    """A new value, from when, and why."""

    TITLE_TEXT = "Policy"
    HELP_PAGE = "settings"
    DRAFT = "policy"
    NOT_YOURS = "Policy is changed by an administrator. Esc goes back."

    def __init__(self, seat: Seat, key: str) -> None:
        super().__init__(seat, key)
        self._line = next((one for one in settings.policies(seat.reader) if one.key == key), None)

    def may_record(self) -> bool:
        """Administrators."""
        return settings.administers(self.seat.reader) and self._line is not None

    def about(self) -> str:
        """Which policy."""
        return self._line.label if self._line else ""

    def make_form(self) -> Form:
        """The value as it is now, from today on."""
        assert self._line is not None, "there is no form without a policy"
        line = self._line
        setting = SETTINGS.get(line.key)
        value = Field(
            "value",
            Whole(setting.minimum, setting.maximum, setting.unit) if setting else Text(200),
            "New value",
            f"{setting.minimum} to {setting.maximum} {setting.unit}." if setting else "Such as 7 14 21 28.",
            required=True,
        )
        now: Value = int(line.now) if setting else line.now
        parts: list[Part] = [f"{line.hint}\n", f"Now {line.now} {line.unit}; out of the box {line.default}."]
        for from_on, text, reason in line.changes[:_SHOWN]:
            parts.append((f"\nFrom {short(from_on)}: {text}. {reason}", "quiet"))
        return Form(
            [value, POLICY_CHANGE["from_on"], POLICY_CHANGE["reason"]],
            today=self.seat.today(),
            values={"value": now, "from_on": self.seat.today()},
            above=[Static(words(*parts), classes="form-place--note")],
        )

    def save(self, values: dict[str, Value]) -> None:
        """A change from a date on; one that was made from that very date is corrected."""
        assert self._line is not None, "there is no form without a policy"
        from_on = values["from_on"]
        stated = {"value": str(values["value"]), "reason": values["reason"]}
        self.begin_saving()
        before = settings.same_day_change(self.seat.reader, self._line.key, from_on)  # type: ignore[arg-type]
        if before is not None:
            reason = str(values["reason"])
            self.carry_out(Change(POLICY_CHANGE, stated, before.key, before.revision, reason))
        else:
            self.carry_out(Change(POLICY_CHANGE, {"key": self._line.key, "from_on": from_on, **stated}))

    def said_when_saved(self, saved: RecordSaved) -> str:  # noqa: ARG002 - the sentence is the same
        """What follows from it."""
        if self._line and (self._line.key.startswith(OFFSETS_PREFIX) or self._line.key == "grace_days"):
            return "Saved, and every schedule that it touches is worked out again."
        return "Saved. It holds from that date on."
