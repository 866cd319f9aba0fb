"""Not held: a planned session that did not take place, with its reason, and whether that counts as excused."""

from __future__ import annotations

from dataclasses import replace

from mentor_tui.answers import Option
from mentor_tui.dates import short, short_range
from mentor_tui.declare import Choice, Fault, Field, Value
from mentor_tui.forms.paper import REASON, UNCHANGED, Asked, Paper, Sitting
from mentor_tui.office import Batch, Change, Saved
from mentor_tui.programmes import SlotState
from mentor_tui.records import EXCUSAL
from mentor_tui.store.read.pairing import PairingStory, story
from mentor_tui.store.read.session_entry import Standing, by_its_key
from mentor_tui.store.read.slots import SlotSeen
from mentor_tui.tones import Line

_WHY = replace(REASON, name="why_corrected")
_STATES = {SlotState.DUE: "due", SlotState.MISSED: "missed", SlotState.UPCOMING: "upcoming"}


class ExcusalPaper(Paper):
    """Why a planned session did not take place; with `excusal_key` the correction of that."""

    TITLE = "Not held"
    DRAFT = "excusal"
    HELP = "excusal"
    NOT_YOURS = (
        "There is no planned session here that you could say this of. It is for the mentor and the managers, "
        "and for sessions that are not held yet."
    )

    def __init__(self, seat: Sitting, pairing_key: str, number: int = 0, excusal_key: str = "") -> None:
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
        return [slot for slot in slots if slot.state in _STATES]

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

    def asked(self) -> Asked:
        """Which session, and the reason."""
        if self.standing is not None:
            return Asked([EXCUSAL["reason"], _WHY], self.standing.values)
        offered = [
            Option(str(slot.number), f"Session {slot.number}, due {short(slot.due_on)}", _STATES[slot.state])
            for slot in self._open_slots()
        ]
        which = Field(
            "slot",
            Choice(tuple((one.value, one.label) for one in offered)),
            "Session",
            "The planned session that did not take place.",
            required=True,
        )
        first = self._first()
        values: dict[str, Value] = {"slot": str(first) if first else None}
        return Asked([which, EXCUSAL["reason"]], values, options={"slot": offered})

    def _chosen(self) -> SlotSeen | None:
        slots = self._story.slots if self._story else ()
        number: Value = self._first()
        if self.standing is not None:
            number = self.standing.values["slot"]
        elif hasattr(self, "sheet"):
            number = self.sheet.value("slot")
        return next((slot for slot in slots if str(slot.number) == str(number)), None)

    def told(self) -> list[Line]:
        """Which days count, and whether the reason does."""
        slot = self._chosen()
        if slot is None:
            return [["Choose the session that did not take place."]]
        window = short_range(slot.opens_on, slot.ends_on)
        first = f"Session {slot.number} was due on {short(slot.due_on)} and counts if held {window}."
        return [[first], [(self._counts(slot), "strong")]]

    def _counts(self, slot: SlotSeen) -> str:
        if self.standing is not None:
            return "The day on which it was first written down stays, and with it whether it counts."
        if self.seat.today() <= slot.ends_on:
            return "Written down today, it counts as excused."
        return f"Its window closed on {short(slot.ends_on)}: the reason is kept, but it does not count as excused."

    def write(self, batch: Batch, values: dict[str, Value]) -> None:
        """The reason for the slot, or its correction."""
        if self.standing is not None:
            batch.add(self.correction(EXCUSAL, values, _WHY.name))
            return
        stated: dict[str, Value] = {
            "pairing_id": self.pairing_key,
            "slot": int(str(values["slot"])),
            "reason": values["reason"],
        }
        batch.add(Change(EXCUSAL, stated))

    def placed(self, fault: Fault) -> Fault:
        """Why a correction is made is asked in its own words here: the excusal has a reason too."""
        if fault.field == "reason" and fault.message.startswith("a correction of"):
            return Fault(_WHY.name, fault.message)
        return fault

    def said_when_saved(self, saved: Saved) -> str:
        """What was saved, and whether it counts."""
        slot = self._chosen()
        if self.standing is not None or slot is None:
            return "Corrected." if saved.changed else UNCHANGED
        counts = "counts as excused" if self.seat.today() <= slot.ends_on else "does not count as excused"
        return f"Saved: session {slot.number} was not held. It {counts}."
