"""One form for every register of people: staff, mentors, training, attendance, observations, concerns."""

from __future__ import annotations

from typing import ClassVar

from mentor_tui.access import may_write
from mentor_tui.answers import Option
from mentor_tui.codes import code_list
from mentor_tui.declare import Field, Ident, Value
from mentor_tui.office import Change
from mentor_tui.records import ATTENDANCE, CONCERN, MENTOR, OBSERVATION, STAFF, TRAINING
from mentor_tui.store.read import people
from mentor_tui.store.read.people import Known
from mentor_tui.store.read.session_entry import Standing
from screens.form_place import FormPlace
from screens.place import RecordSaved
from screens.seat import Seat
from widgets.form import Form

_TITLES = {
    "staff": "Member of staff",
    "mentor": "Mentor",
    "training": "Training",
    "attendance": "Attendance",
    "observation": "Practice observation",
    "concern": "Supervision concern",
}
_RECORDS = {one.name: one for one in (STAFF, MENTOR, TRAINING, ATTENDANCE, OBSERVATION, CONCERN)}
#: what a form shows but does not ask: whose it is stands in the title
_WHOSE = "staff_id"


def may_record(seat: Seat, register: str, person: str = "") -> bool:
    """Whether the person at the terminal keeps this register of this person; with nobody named, of anybody."""
    if not person:
        return register == "staff" and (
            seat.actor.holds("hr_coordinator") or seat.actor.holds("administrator")
        )
    whose = people.whose(seat.reader, person)
    return whose is not None and may_write(seat.actor, register, whose)


def _options(known: list[Known]) -> list[Option]:
    return [Option(one.key, one.name, one.more) for one in known]


class RegisterEntry(FormPlace):
    """A row of a register: a new one about `person`, or with `key` one that is there already."""

    HELP_PAGE = "people"
    NOT_YOURS: ClassVar[str] = "This register is kept by somebody else. Esc goes back."

    def __init__(self, seat: Seat, register: str, person: str = "", key: str = "") -> None:
        self.TITLE_TEXT = _TITLES[register]  # type: ignore[misc]
        self.DRAFT = f"register:{register}"  # type: ignore[misc]
        super().__init__(seat, key or person or "new")
        self.record = _RECORDS[register]
        self.person = person
        self.key = key
        if key:
            self.standing = self.fresh()
        found = people.lines(seat.reader, [person]) if person else []
        self._name = found[0].name if found else ""

    def fresh(self) -> Standing | None:
        """The row as it stands now."""
        return people.standing(self.seat.reader, self.record, self.key)

    def may_record(self) -> bool:
        """Those who keep the register of this person."""
        if self.key and self.standing is None:
            return False
        return may_record(self.seat, self.record.name, self.person)

    def about(self) -> str:
        """Whose row."""
        return f"of {self._name}" if self._name else ""

    def make_form(self) -> Form:
        """The fields of the register but whose it is; a new row of today where that is likely."""
        reader, today = self.seat.reader, self.seat.today()
        fields = [one for one in self.record.asked if one.name != _WHOSE or self.record is STAFF]
        if self.key:
            fields = [one for one in fields if not isinstance(one.kind, Ident)]
        if not self.seat.actor.holds("administrator"):
            fields = [one for one in fields if one.name != "roles"]
        values = dict(self.standing.values) if self.standing else self._first(fields)
        sources = {} if self.standing else {name: "today" for name, value in values.items() if value == today}
        colleagues = _options(people.colleagues(reader))
        options = {
            "service_id": _options(people.services(reader)),
            "line_manager_id": colleagues,
            "observer_id": colleagues,
            "raised_by_id": colleagues,
            "job_role": [Option(word, word) for word in code_list("job_roles")],
            "leaving_reason": [Option(word, word) for word in code_list("leaving_reasons")],
            "course": [Option(word, word) for word in people.courses(reader)],
        }
        asked = {one.name for one in fields}
        return Form(
            fields,
            today=today,
            values=values,
            sources=sources,
            options={name: found for name, found in options.items() if name in asked},
        )

    def _first(self, fields: list[Field]) -> dict[str, Value]:
        """What is likely for a new row."""
        today = self.seat.today()
        names = {one.name for one in fields}
        first: dict[str, Value] = {
            name: today for name in ("observed_on", "raised_on", "completed_on") if name in names
        }
        for name in ("observer_id", "raised_by_id"):
            if name in names and self.seat.actor.service:
                first[name] = self.seat.actor.id
        if self.record is STAFF:
            services = people.services(self.seat.reader)
            if len(services) == 1:
                first["service_id"] = services[0].key
        if self.record is TRAINING:
            first["mandatory"] = True
        return first

    def save(self, values: dict[str, Value]) -> None:
        """The new row, or what has changed in it."""
        if self.standing is not None:
            change = Change(self.record, self.altered(values), self.key, self.standing.revision)
        elif self.record is STAFF:
            change = Change(self.record, values)
        else:
            change = Change(self.record, {_WHOSE: self.person, **values})
        self.begin_saving()
        self.carry_out(change)

    def said_when_saved(self, saved: RecordSaved) -> str:
        """What was saved."""
        what = _TITLES[self.record.name].lower()
        if not self.key:
            return f"Saved: {what} in the register."
        return f"Saved: {what} as it stands now." if saved.saved.changed else "Nothing was changed."
