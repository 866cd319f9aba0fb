"""Allocation: a mentor for a new starter (records.md, A1), the mentors that fit best first, and why."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Final

from mentor_tui.answers import Option
from mentor_tui.dates import day_and_month, short
from mentor_tui.declare import Field, Text, Value
from mentor_tui.forms.paper import Asked, Paper, Sitting
from mentor_tui.office import Batch, Change, Saved
from mentor_tui.records import GOAL, PAIRING
from mentor_tui.records.new_starters import PROGRAMMES
from mentor_tui.rules.fit import Fit, rank
from mentor_tui.store.read.mentors import Starter, mentee_of, mentors, starters
from mentor_tui.store.read.slots import slots_of
from mentor_tui.tones import Line

GOALS: Final = ("goal_1", "goal_2", "goal_3")

_RECENT: Final = timedelta(days=6)
"""A first working day so long ago still leaves the first session ahead."""


def mentor_option(fit: Fit) -> Option:
    """A mentor to be chosen: how many mentees now, what speaks against them, what for them."""
    said = f"{fit.load} mentees. {'. '.join((*fit.cautions, *fit.reasons))}"
    return Option(fit.mentor.key, fit.mentor.name, said.replace("..", "."))


class AllocationPaper(Paper):
    """A new pairing. With `staff_key` the mentee is chosen already."""

    TITLE = "Allocation"
    DRAFT = "allocation"
    HELP = "allocation"
    NOT_YOURS = "Mentors are allocated by the HR coordinator of a service."

    def __init__(self, seat: Sitting, staff_key: str = "") -> None:
        super().__init__(seat, staff_key)
        self._starters: dict[str, Starter] = {}
        #: the mentors for the mentee that is chosen, best first
        self.fits: list[Fit] = []
        self._offered: date | None = None
        if self.may_record():
            self._starters = {one.key: one for one in starters(seat.reader)}
            self._mentors = mentors(seat.reader)

    def may_record(self) -> bool:
        """HR coordinators."""
        return self.seat.actor.holds("hr_coordinator")

    def about(self) -> str:
        """Whom, where that was given."""
        given = self._starters.get(self.subject)
        return f"for {given.name}" if given else ""

    # The form

    def asked(self) -> Asked:
        """Whom, by whom, from when, and the goals to begin with."""
        chosen = self._starters.get(self.subject)
        goals = [
            Field(name, Text(500), label, GOAL["goal"].hint, share="sensitive")
            for name, label in zip(GOALS, ("Goal to begin with", "Goal 2", "Goal 3"), strict=True)
        ]
        fields = [
            PAIRING["mentee_id"],
            replace(
                PAIRING["mentor_id"], hint="Type a name, or take one from the list: best fit first, and why."
            ),
            PAIRING["started_on"],
            PAIRING["programme"],
            PAIRING["why_this_mentor"],
            *goals,
        ]
        values: dict[str, Value] = {"programme": "new_starter"}
        sources = {"programme": "the usual one for a new starter"}
        if chosen is not None:
            values["mentee_id"] = chosen.key
            start, source = self._start_for(chosen)
            values["started_on"], sources["started_on"] = start, source
            self._offered = start
        people = [self._starter_option(one) for one in self._starters.values()]
        return Asked(fields, values, sources, {"mentee_id": people, "mentor_id": ()})

    def _starter_option(self, one: Starter) -> Option:
        where = f"{one.job_role}, {one.service}"
        if one.waiting and one.employment_start:
            began = "starts" if one.employment_start > self.seat.today() else "started"
            return Option(
                one.key, one.name, f"waiting, {began} {day_and_month(one.employment_start)}. {where}"
            )
        labels = dict(PROGRAMMES)
        now = ", ".join(labels[programme].lower() for programme in one.programmes)
        return Option(one.key, one.name, f"{where}{f'. Has a pairing: {now}' if now else ''}")

    def _start_for(self, one: Starter) -> tuple[date, str]:
        """The first working day; today where that has long passed, so that no session is missed already."""
        today = self.seat.today()
        if one.waiting and one.due_on is not None:
            if one.due_on >= today - _RECENT:
                return one.due_on, "the first working day"
            return today, f"today; the first working day was {day_and_month(one.due_on)}"
        return today, "today"

    @property
    def chosen(self) -> Starter | None:
        """The mentee that is chosen."""
        mentee = self.sheet.value("mentee_id")
        return self._starters.get(str(mentee)) if mentee else None

    def changed(self) -> None:
        """Another mentee or other goals: another order of mentors, another first day."""
        chosen = self.chosen
        self.fits = []
        if chosen is not None:
            wishes = " ".join(str(self.sheet.value(name) or "") for name in GOALS)
            self.fits = rank(mentee_of(chosen, wishes), self._mentors, self.seat.today())
            self._offer_start(chosen)
        self.sheet.offer("mentor_id", [mentor_option(fit) for fit in self.fits])

    def _offer_start(self, chosen: Starter) -> None:
        """The first day follows the mentee as long as nobody has typed another."""
        start, source = self._start_for(chosen)
        now = self.sheet.value("started_on")
        if start != self._offered and now in (None, self._offered):
            self._offered = start
            self.sheet.put("started_on", start, source)

    def follows(self) -> list[Line]:
        """That a mentor who is not the obvious one needs a reason."""
        fit = next((one for one in self.fits if one.mentor.key == self.sheet.value("mentor_id")), None)
        if fit is None or not fit.cautions or self.sheet.value("why_this_mentor"):
            return []
        return [[(f"Needs a reason, under Why this mentor. {' '.join(fit.cautions)}", "warning")]]

    # Saving

    def write(self, batch: Batch, values: dict[str, Value]) -> None:
        """The pairing and its first goals, in one."""
        pairing = {name: value for name, value in values.items() if name not in GOALS and value is not None}
        key = batch.add(Change(PAIRING, pairing))
        for goal in (values[name] for name in GOALS if values.get(name)):
            batch.add(Change(GOAL, {"pairing_id": key, "goal": goal, "set_on": pairing["started_on"]}))

    def said_when_saved(self, saved: Saved) -> str:
        """Who mentors whom from when, and when the first session is due."""
        key, chosen = saved.ids[0], self.chosen
        mentor = next(
            (fit.mentor.name for fit in self.fits if fit.mentor.key == self.sheet.value("mentor_id")), ""
        )
        slots = slots_of(self.seat.store, [key], self.seat.today())[key]
        first = f" {len(slots)} sessions, the first due {short(slots[0].due_on)}." if slots else ""
        start = self.sheet.value("started_on")
        begins = short(start) if isinstance(start, date) else ""
        return f"Saved: {mentor} mentors {chosen.name if chosen else ''} from {begins}.{first}"
