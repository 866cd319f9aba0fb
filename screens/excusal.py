"""Not held: a planned session that did not take place, with its reason, and whether that counts as excused."""

from __future__ import annotations

from dataclasses import replace
from typing import ClassVar

from textual.content import Content
from textual.widgets import Static

from mentor_tui.answers import Option
from mentor_tui.dates import short, short_range
from mentor_tui.declare import Choice, Field, Value
from mentor_tui.office import Change
from mentor_tui.programmes import SlotState
from mentor_tui.records import EXCUSAL
from mentor_tui.store.read.pairing import PairingStory, story
from mentor_tui.store.read.session_entry import Standing, by_its_key
from mentor_tui.store.read.slots import SlotSeen
from screens.form_place import REASON, FormPlace
from screens.place import RecordSaved
from screens.seat import Seat
from widgets.form import Form
from widgets.safe import lines, words
from widgets.slot_strip import SIGNS

_WHY = replace(REASON, name="why_corrected")


class ExcusalEntry(FormPlace):
    """Why a planned session did not take place; with `excusal_key` the correction of that."""

    TITLE_TEXT = "Not held"
    HELP_PAGE = "excusal"
    DRAFT = "excusal"
    NOT_YOURS: ClassVar[str] = (
        "There is no planned session here that you could say this of. It is for the mentor and the managers, "
        "and for sessions that are not held yet."
    )

    def __init__(self, seat: Seat, pairing_key: str, number: int = 0, excusal_key: str = "") -> None:
        pairing_key, excusal_key = by_its_key(seat.reader, EXCUSAL, pairing_key, excusal_key)
        super().__init__(seat, excusal_key or pairing_key)
        self.pairing_key = pairing_key
        self.excusal_key = excusal_key
        self._story: PairingStory | None = story(seat.reader, pairing_key)
        self._number = number
        if excusal_key:
            self.standing = self.fresh()

    def fresh(self) -> Standing | None:
        """The excusal that is being corrected, as it stands now."""
        return self.stands(EXCUSAL, self.excusal_key, self.pairing_key)

    def may_record(self) -> bool:
        """The mentor and the managers, where there is a session that it can be said of."""
        if self._story is None or "excusal" not in self._story.may:
            return False
        return self.standing is not None if self.excusal_key else bool(self._open_slots())

    def about(self) -> str:
        """With whom."""
        return f"with {self._story.head.mentee}" if self._story else ""

    def _open_slots(self) -> list[SlotSeen]:
        """The sessions that were not held and are not excused, the one that presses first."""
        slots = self._story.slots if self._story else ()
        states = (SlotState.DUE, SlotState.MISSED, SlotState.UPCOMING)
        return [slot for slot in slots if slot.state in states]

    def _first(self) -> int | None:
        """The session that is offered: the one that was asked for, the one due, the next, or the last missed."""
        slots = self._open_slots()
        if any(slot.number == self._number for slot in slots):
            return self._number
        for state in (SlotState.DUE, SlotState.UPCOMING):
            for slot in slots:
                if slot.state is state:
                    return slot.number
        return slots[-1].number if slots else None

    def make_form(self) -> Form:
        """Which session, and the reason."""
        assert self._story is not None, "there is no form without a pairing"
        if self.standing is not None:
            return Form(
                [EXCUSAL["reason"], _WHY],
                today=self.seat.today(),
                values=self.standing.values,
                above=[self._line()],
            )
        slots = self._open_slots()
        options = tuple(
            (str(slot.number), f"Session {slot.number}, due {short(slot.due_on)}") for slot in slots
        )
        which = Field(
            "slot", Choice(options), "Session", "The planned session that did not take place.", required=True
        )
        first = self._first()
        return Form(
            [which, EXCUSAL["reason"]],
            today=self.seat.today(),
            values={"slot": str(first) if first else None},
            options={
                "slot": [
                    Option(
                        str(slot.number),
                        f"Session {slot.number}, due {short(slot.due_on)}",
                        SIGNS[slot.state][2],
                    )
                    for slot in slots
                ]
            },
            above=[self._line()],
        )

    def _line(self) -> Static:
        return Static(id="told", classes="form-place--note")

    def changed(self) -> None:
        """Says whether it counts."""
        self.query_one("#told", Static).update(self._told())

    def _chosen(self) -> SlotSeen | None:
        slots = self._story.slots if self._story else ()
        number = self.standing.values["slot"] if self.standing else self.form.value("slot")
        return next((slot for slot in slots if str(slot.number) == str(number)), None)

    def _told(self) -> Content:
        slot = self._chosen()
        if slot is None:
            return words("Choose the session that did not take place.")
        window = short_range(slot.opens_on, slot.ends_on)
        first = words(f"Session {slot.number} was due on {short(slot.due_on)} and counts if held {window}.")
        return lines(first, words((f"{self._counts(slot)}", "strong")))

    def _counts(self, slot: SlotSeen) -> str:
        if self.standing is not None:
            return "The day on which it was first written down stays, and with it whether it counts."
        if self.seat.today() <= slot.ends_on:
            return "Written down today, it counts as excused."
        return f"Its window closed on {short(slot.ends_on)}: the reason is kept, but it does not count as excused."

    def save(self, values: dict[str, Value]) -> None:
        """The reason for the slot, or its correction."""
        if self.standing is not None:
            reason = str(values.pop("why_corrected", None) or "")
            change = Change(EXCUSAL, self.altered(values), self.excusal_key, self.standing.revision, reason)
        else:
            stated: dict[str, Value] = {
                "pairing_id": self.pairing_key,
                "slot": int(str(values["slot"])),
                "reason": values["reason"],
            }
            change = Change(EXCUSAL, stated)
        self.begin_saving()
        self.carry_out(change)

    def said_when_saved(self, saved: RecordSaved) -> str:
        """What was saved, and whether it counts."""
        slot = self._chosen()
        if self.standing is not None or slot is None:
            return "Corrected." if saved.saved.changed else "Nothing was changed."
        counts = "counts as excused" if self.seat.today() <= slot.ends_on else "does not count as excused"
        return f"Saved: session {slot.number} was not held. It {counts}."
