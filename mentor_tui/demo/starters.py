"""New starters and those mentored besides them: exact cohorts, placed by chance within their quarters."""

from __future__ import annotations

from datetime import date
from random import Random

from mentor_tui.calendar import Period
from mentor_tui.demo.allocating import Allocating
from mentor_tui.demo.headlines import MENTORED, NEW_STARTERS, OTHER_MENTEES, Cohort
from mentor_tui.demo.staffing import Staffing, leave
from mentor_tui.demo.timeline import day_between, days, dice
from mentor_tui.demo.world import Pair, Person, Service, World

_WEIGHTS = {"large": 3.0, "medium": 2.0, "small": 1.7}
_STARTERS_A_DAY = 0.5
_OTHERS_A_DAY = 0.2
_RETENTION = 90


def first_day(chance: Random, service: Service, first: date, last: date) -> date:
    """A first day at work: mostly a Monday, for the induction, and never a public holiday."""
    for _ in range(200):
        day = day_between(chance, first, last)
        if chance.random() < 0.65:
            day -= days(day.weekday())
        day = service.working.roll(day)
        if first <= day <= last:
            return day
    return service.working.roll(first)


class Starters:
    """Takes new starters on and gives them mentors."""

    def __init__(self, world: World, staffing: Staffing, allocating: Allocating) -> None:
        self.world = world
        self.staffing = staffing
        self.allocating = allocating
        self._chance = dice("starters")
        #: what each service is owed of the people who start next
        self._owed: dict[str, float] = {}

    def new_starters(self) -> None:
        """The cohorts of every quarter, those since, and those about to start."""
        time = self.world.time
        for back, cohort in NEW_STARTERS.items():
            quarter = time.after.previous(back)
            self._cohort(quarter.first - days(_RETENTION), quarter.last - days(_RETENTION), cohort)
        since = time.after.last - days(_RETENTION - 1)
        # Some of the latest are told as stories.
        number = round(_STARTERS_A_DAY * (time.today - since).days) - 10
        for service in self._services(number):
            person = self._starter(service, first_day(self._chance, service, since, time.today))
            chance = 0.13 if person.start + days(_RETENTION) <= time.today else 0.07
            if (time.today - person.start).days > 30 and self._chance.random() < chance:
                leave(
                    person,
                    day_between(
                        self._chance,
                        person.start + days(12),
                        min(person.start + days(80), time.today - days(3)),
                    ),
                    self._chance,
                )
            if (time.today - person.start).days <= 9 and self._chance.random() < 0.4:
                continue  # nobody has given this person a mentor yet
            self._pair(person)
        self._about_to_start()

    def _cohort(self, first: date, last: date, cohort: Cohort) -> None:
        people = [
            self._starter(service, first_day(self._chance, service, first, last))
            for service in self._services(cohort.people)
        ]
        self._chance.shuffle(people)
        for place, person in enumerate(people):
            if place >= cohort.counted:
                leave(person, person.start + days(self._chance.randint(12, 80)), self._chance)
            self._pair(person)
        # A few start without anybody thinking of a mentor; more of them before it was the rule.
        forgotten = 3 if last < self.world.time.before.first else 1
        for service in self._services(forgotten):
            person = self._starter(service, first_day(self._chance, service, first, last))
            if self._chance.random() < 0.5:
                leave(person, person.start + days(self._chance.randint(20, 200)), self._chance)
                person.end = self.world.time.past(person.end)

    def _services(self, number: int) -> list[Service]:
        """Where so many people start: by size, so that over time every service has its share, in no order."""
        total = sum(_WEIGHTS[one.size] for one in self.world.services.values())
        chosen = []
        for _ in range(number):
            for one in self.world.services.values():
                self._owed[one.ref] = self._owed.get(one.ref, 0.0) + _WEIGHTS[one.size] / total
            most = max(self._owed, key=lambda ref: (self._owed[ref], ref))
            self._owed[most] -= 1
            chosen.append(self.world.services[most])
        self._chance.shuffle(chosen)
        return chosen

    def _starter(self, service: Service, start: date) -> Person:
        manager = self.staffing.a_line_manager(service)
        person = self.staffing.take_on(service, self.staffing.carer(service), start, manager=manager)
        person.mentoring = "expected"
        return person

    def _pair(self, person: Person) -> Pair:
        """The allocation: mostly on the first day, sometimes before it, sometimes days late."""
        today = self.world.today
        roll = self._chance.random()
        start = person.start
        if roll < 0.72:
            recorded = start
        elif roll < 0.84:
            recorded = start - days(self._chance.randint(1, 6))
        else:
            recorded = start + days(self._chance.randint(1, 7))
            if roll > 0.93:
                start = recorded
        recorded, start = min(recorded, today), min(start, max(today, person.start))
        pair = self.allocating.pair(person, "new_starter", start, recorded)
        left = person.end is not None
        pair.drift = 1.7 if left else 1.0
        if not left:
            self.allocating.complete(pair, self._chance)
            self._later(person)
        elif self._chance.random() < 0.93 or pair.mentor.named:
            pair.end, pair.end_reason = person.end, "mentee_left"
        return pair

    def _later(self, person: Person) -> None:
        """Some who stayed their ninety days leave later on."""
        end = person.start + days(self._chance.randint(150, 700))
        if self._chance.random() < 0.42 and end < self.world.time.ago(100):
            leave(person, end, self._chance)

    def _about_to_start(self) -> None:
        for place, service in enumerate(self._services(5)):
            start = service.working.roll(self.world.today + days(2 + 2 * place))
            person = self._starter(service, start)
            if place in (0, 2, 4):
                self.allocating.pair(person, "new_starter", start, self.world.time.ago(place))

    # -- mentored besides the new starters -----------------------------------------------------------

    def others(self) -> None:
        """Changes of role and returns to work, so many that the figure over all mentored comes out."""
        time = self.world.time
        for back in (*OTHER_MENTEES, *MENTORED):
            quarter = time.after.previous(back)
            have = mentored(self.world, quarter)
            if back in MENTORED:
                wanted = MENTORED[back]
                number, stay = wanted.people - have.people, wanted.counted - have.counted
            else:
                number = OTHER_MENTEES[back]
                stay = number - number // 4
            if not 0 <= stay <= number:
                raise ValueError(f"{quarter.code}: {have} cannot be filled up to the cohort that was planned")
            self._others(quarter.first - days(_RETENTION), quarter.last - days(_RETENTION), number, stay)
        since = time.after.last - days(_RETENTION - 1)
        number = round(_OTHERS_A_DAY * (time.today - since).days)
        self._others(since, time.today, number, number)
        self._informal()

    def _others(self, first: date, last: date, number: int, stay: int) -> None:
        for place, service in enumerate(self._services(number)):
            person = self._carer_in_post(service)
            start = first_day(self._chance, person.service, first, last)
            programme = self._chance.choice(("role_change", "role_change", "return_to_work"))
            late = self._chance.random() < 0.2
            recorded = min(self.world.today, start + days(self._chance.randint(1, 5) if late else 0))
            pair = self.allocating.pair(person, programme, start, recorded)
            if place < stay:
                self.allocating.complete(pair, self._chance)
            else:
                leave(person, start + days(self._chance.randint(14, 80)), self._chance)
                pair.end, pair.end_reason, pair.drift = person.end, "mentee_left", 1.6

    def _carer_in_post(self, service: Service) -> Person:
        """A care worker of long standing who has no part in anything yet, of the service if there is one."""
        begins = self.world.time.begins
        free = [
            one
            for one in self.world.people
            if not one.taken and not one.roles and one.end is None and one.start < begins - days(30)
        ]
        person = self._chance.choice([one for one in free if one.service is service] or free)
        person.taken = True
        return person

    def _informal(self) -> None:
        for service in self._services(7):
            person = self._carer_in_post(service)
            start = day_between(self._chance, self.world.time.ago(260), self.world.time.ago(20))
            pair = self.allocating.pair(person, "informal", start, start)
            if (self.world.today - start).days > 150:
                pair.end, pair.end_reason = start + days(140), "complete"


def mentored(world: World, quarter: Period) -> Cohort:
    """The cohort of `mentored_retention_90_day` in a quarter, as it stands so far."""
    earliest: dict[str, Pair] = {}
    for pair in world.formal():
        if pair.start + days(_RETENTION) in quarter:
            known = earliest.get(pair.mentee.ref)
            if known is None or pair.start < known.start:
                earliest[pair.mentee.ref] = pair
    stayed = [
        pair.mentee.end is None or pair.mentee.end >= pair.start + days(_RETENTION)
        for pair in earliest.values()
    ]
    return Cohort(len(stayed), sum(stayed))
