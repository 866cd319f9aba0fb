"""The targeted mentoring plan (records.md, B1), which opens a case: its computed baseline, its aim, its mentor."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta
from functools import cached_property
from typing import Any, Final

from mentor_tui.access import may_write
from mentor_tui.answers import Option
from mentor_tui.dates import in_full, short
from mentor_tui.declare import Fault, Field, Link, Value
from mentor_tui.forms.allocation import mentor_option
from mentor_tui.forms.case_words import COMPUTED, differing, source
from mentor_tui.forms.paper import CORRECTED, REASON, UNCHANGED, Asked, Options, Paper, Sitting
from mentor_tui.office import Batch, Change, Invalid, Saved
from mentor_tui.records import ACTION, CASE, PAIRING
from mentor_tui.rules.fit import rank
from mentor_tui.store.evidence_of_case import registers_say
from mentor_tui.store.read import cases, risk
from mentor_tui.store.read.holders import who_hold
from mentor_tui.store.read.mentors import Starter, mentee_of, mentors, starters
from mentor_tui.store.read.pairing import standing
from mentor_tui.store.read.session_entry import Standing
from mentor_tui.tones import Line

_WEEK: Final = timedelta(days=7)

ARRANGED_BY: Final = Field(
    "arranged_by",
    Link(to="staff"),
    "Pairing arranged by",
    "Weekly sessions with this mentor: who in HR sets up a pairing on the targeted programme. Blank for none.",
)
"""Pairings are HR's to allocate: the registered manager asks, and it is on that person's list."""

#: labels that have their line on a small screen too
_SHORT: Final = {
    "supervision_concerns": "Concerns in six weeks",
    "corrected_because": "Why you corrected it",
}
_ASKED: Final = [
    replace(field, label=_SHORT[field.name], hint=field.hint or f"{field.label}.")
    if field.name in _SHORT
    else field
    for field in CASE.asked
]
_WHY_MENTOR: Final = "why_this_mentor"


class SupportPlanPaper(Paper):
    """A new plan, for somebody given or to be chosen; with `case_key` the correction of one."""

    TITLE = "Support plan"
    DRAFT = "case_entry"
    HELP = "case_entry"
    NOT_YOURS = "A support plan is written by the registered manager of the service."

    def __init__(self, seat: Sitting, staff_key: str = "", case_key: str = "") -> None:
        super().__init__(seat, case_key or staff_key)
        self.staff_key = staff_key
        self.case_key = case_key
        self._computed: dict[str, float | None] = dict.fromkeys(COMPUTED)
        self._of: tuple[str, date] = ("", seat.today())
        self._head = cases.head(seat.reader, case_key) if case_key else None
        if case_key:
            self.standing = self.fresh()

    def fresh(self) -> Standing | None:
        """The plan as it stands now."""
        return cases.record(self.seat.reader, CASE, self.case_key, self.case_key)

    def may_record(self) -> bool:
        """The registered manager of the service."""
        if self.case_key:
            return (
                self._head is not None
                and self.standing is not None
                and may_write(self.seat.actor, "case", standing(self._head))
            )
        if self.staff_key:
            return risk.may_record(self.seat.reader, "case", self.staff_key)
        return self.seat.actor.holds("registered_manager")

    def about(self) -> str:
        """Whose plan."""
        if self._head is not None:
            return self._head.mentee
        person = self._people.get(self.staff_key)
        return person.name if person else ""

    # Whom, and who may support them

    @cached_property
    def _people(self) -> dict[str, Starter]:
        """Everybody for whom the person may write a plan."""
        actor = self.seat.actor
        return {
            one.key: one
            for one in starters(self.seat.reader)
            if one.service_key and actor.holds("registered_manager", one.service_key)
        }

    @cached_property
    def _waiting(self) -> dict[str, tuple[date, date]]:
        """When a risk was identified that has no plan yet, and when the plan is due, by the person's key."""
        found = risk.profile(self.seat.reader)
        return {
            one.key: (one.identified_on, one.plan_due) for one in found if one.identified_on and one.plan_due
        }

    def _options_of_people(self) -> list[Option]:
        """Those first for whom a plan is due."""
        people = sorted(self._people.values(), key=lambda one: (one.key not in self._waiting, one.name))
        return [Option(one.key, one.name, self._why_listed(one)) for one in people]

    def _why_listed(self, one: Starter) -> str:
        where = f"{one.job_role}, {one.service}"
        if one.key in self._waiting:
            identified, due = self._waiting[one.key]
            return f"risk identified {short(identified)}, plan due {short(due)}. {where}"
        return where

    def _options_of_mentors(self) -> list[Option]:
        person = self._people.get(self._person())
        if person is None:
            return []
        now = self._mentor_now(person.key)
        found = [
            fit
            for fit in rank(mentee_of(person), self._mentors, self.seat.today())
            if fit.mentor.key != person.key
        ]
        options = [mentor_option(fit) for fit in found]
        return sorted(
            (
                Option(one.value, one.label, f"mentors this person now. {one.detail}")
                if one.value == now
                else one
                for one in options
            ),
            key=lambda one: one.value != now,
        )

    @cached_property
    def _mentors(self) -> list[Any]:
        return mentors(self.seat.reader)

    def _mentor_now(self, person: str) -> str:
        """Who mentors the person in a pairing that is open."""
        key = self.seat.store.value(
            "SELECT mentor_id FROM pairing WHERE mentee_id = :person AND started_on <= :today "
            "AND (ended_on IS NULL OR ended_on > :today) ORDER BY started_on DESC LIMIT 1",
            {"person": person, "today": self.seat.today().isoformat()},
        )
        return str(key or "")

    def _options_of_hr(self) -> list[Option]:
        person = self._people.get(self._person())
        if person is None or not person.service_key:
            return []
        me = self.seat.actor.id
        found = who_hold(self.seat.reader, "hr_coordinator", person.service_key)
        return [
            Option(one.key, one.name, "you: it is set up with this plan" if one.key == me else one.job_role)
            for one in sorted(found, key=lambda one: one.key != me)
        ]

    def _person(self) -> str:
        if self._head is not None:
            return self._head.mentee_key
        if self.staff_key:
            return self.staff_key
        chosen = self.sheet.value("staff_id") if hasattr(self, "sheet") else None
        return str(chosen or "")

    # The form

    def asked(self) -> Asked:
        """What the registers say is filled in; a plan that was made shows as it stands."""
        today = self.seat.today()
        options: dict[str, Options] = {
            "mentor_id": self._options_of_mentors,
            ARRANGED_BY.name: self._options_of_hr,
        }
        if self.standing is not None:
            fields = [field for field in _ASKED if field.name != "staff_id"]
            return Asked([*fields, REASON], self.standing.values, options=options)
        fields = [field for field in _ASKED if field.name != "staff_id" or not self.staff_key]
        place = next(n for n, field in enumerate(fields) if field.name == "mentor_id") + 1
        asked = [*fields[:place], ARRANGED_BY, PAIRING[_WHY_MENTOR], *fields[place:]]
        values: dict[str, Value] = {"planned_on": today}
        sources = {"planned_on": "today"}
        if self.staff_key:
            known, said = self._known(self.staff_key, today)
            values |= known
            sources |= said
        else:
            options["staff_id"] = self._options_of_people()
        return Asked(asked, values, sources, options)

    def _known(self, person: str, on: date) -> tuple[dict[str, Value], dict[str, str]]:
        """What is known of a person on a day: the baseline, the risk, the mentor."""
        self._of = (person, on)
        self._computed = registers_say(self.seat.store, person, on)
        values: dict[str, Value] = dict(self._computed)
        sources = {name: source(name, value) for name, value in self._computed.items()}
        identified = self._waiting.get(person)
        values["risk_identified_on"] = identified[0] if identified else on
        sources["risk_identified_on"] = (
            "when a manager said so" if identified else "today: you say so with this plan"
        )
        if mentor := self._mentor_now(person):
            values["mentor_id"] = mentor
            sources["mentor_id"] = "mentors this person now"
        return values, sources

    def changed(self) -> None:
        """Another person or day means another baseline; what was typed stays."""
        if self.standing is not None:
            return
        sheet, person = self.sheet, self._person()
        planned = sheet.value("planned_on")
        on = planned if isinstance(planned, date) else self._of[1]
        if person and (person, on) != self._of:
            before: dict[str, Value] = dict(self._computed)
            another = person != self._of[0]
            values, sources = self._known(person, on)
            for name, value in values.items():
                if sheet.value(name) == before.get(name) or (another and name not in COMPUTED):
                    sheet.put(name, value, sources[name])
        mine = sheet.value(ARRANGED_BY.name) == self.seat.actor.id
        sheet.ask(_WHY_MENTOR, mine)
        sheet.ask("corrected_because", bool(self._differing()) or bool(sheet.value("corrected_because")))

    def _differing(self) -> list[str]:
        return differing(CASE, self._computed, {name: self.sheet.value(name) for name in COMPUTED})

    def follows(self) -> list[Line]:
        """By when the plan is due, and what needs a reason."""
        if self.standing is not None:
            return []
        said = [self._by_when()]
        if (changed := self._differing()) and not self.sheet.value("corrected_because"):
            said.append(f"You changed {' and '.join(changed)}: say why.")
        return [[(one, "warning")] for one in said if one]

    def _by_when(self) -> str:
        identified = self._waiting.get(self._person())
        return f"This plan is due by {in_full(identified[1])}." if identified else ""

    # Saving

    def write(self, batch: Batch, values: dict[str, Value]) -> None:
        """The plan, with the pairing or the request for one; or what has changed."""
        if self.standing is not None:
            batch.add(self.correction(CASE, values))
            return
        apart = (ARRANGED_BY.name, _WHY_MENTOR)
        by, why = (values.get(name) for name in apart)
        stated = {name: value for name, value in values.items() if name not in apart}
        plan: dict[str, Value] = {**stated, "staff_id": self._person()}
        case = batch.add(Change(CASE, plan))
        if by == self.seat.actor.id:
            _pair(batch, plan, self.seat.today(), why)
        elif by is not None:
            _ask_for_pairing(batch, case, str(by), self.seat.today(), self._mentor_name(plan))

    def _mentor_name(self, plan: Mapping[str, Value]) -> str:
        return next((one.name for one in self._mentors if one.key == plan["mentor_id"]), "the mentor")

    def said_when_saved(self, saved: Saved) -> str:
        """What was saved, and what comes next."""
        if self.case_key:
            return CORRECTED if saved.changed else UNCHANGED
        person = self._people.get(self._person())
        return (
            f"Saved: the support plan for {person.name if person else 'this person'}. Before its sign-off come a "
            "support meeting by the mentor and a pathway update by the learning and development lead."
        )


def _pair(batch: Batch, plan: Mapping[str, Value], today: date, why: Value) -> None:
    """The targeted programme's pairing that goes with the case. Raises Invalid at the form's fields."""
    pairing = {
        "mentee_id": plan["staff_id"],
        "mentor_id": plan["mentor_id"],
        "started_on": today,
        "programme": "targeted",
        _WHY_MENTOR: why,
    }
    try:
        batch.add(Change(PAIRING, pairing))
    except Invalid as wrong:
        kept = ("mentor_id", _WHY_MENTOR)
        raise Invalid(
            [Fault(one.field if one.field in kept else ARRANGED_BY.name, one.message) for one in wrong.faults]
        ) from wrong


def _ask_for_pairing(batch: Batch, case: str, hr: str, today: date, mentor: str) -> None:
    """An action of the case: it is on the HR coordinator's list until the pairing is there."""
    batch.add(
        Change(
            ACTION,
            {
                "case_id": case,
                "need_identified_on": today,
                "action": f"Allocate a pairing on the targeted programme with {mentor}",
                "owner_id": hr,
                "review_on": today + _WEEK,
                "confirmed_on": today,
            },
        )
    )
