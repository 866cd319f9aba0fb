"""The people who were there before mentoring began: managers, mentors, care workers; and the cast."""

from __future__ import annotations

from datetime import date
from random import Random
from typing import Any

from mentor_tui.demo.stories import CAST, STORIES
from mentor_tui.demo.timeline import day_between, days, dice
from mentor_tui.demo.world import Person, Service, World, asset

#: line managers, mentors and care workers by size of service
_SIZES = {"large": (2, 5, 20), "medium": (2, 4, 14), "small": (2, 3, 9)}
_CARER = {"residential": "Care worker", "home_care": "Care worker", "supported_living": "Support worker"}
_LINE_MANAGER = {
    "residential": ("Deputy manager", "Team leader"),
    "home_care": ("Supervisor", "Care co-ordinator"),
    "supported_living": ("Team leader", "Deputy manager"),
}
LEAVING_REASONS = (
    ("The worker moved to another adult social care employer", 30),
    ("The worker moved to a role in the health sector", 16),
    ("The worker moved to a different sector (for example, retail)", 20),
    ("The worker chose to leave (destination not known)", 20),
    ("The worker had their employment terminated", 4),
    ("For a reason not listed", 6),
    ("Reason not known", 4),
)
_EXPERTISE = {
    "residential": (
        "dementia care",
        "medication",
        "moving and handling",
        "end-of-life care",
        "dignity",
        "handover",
    ),
    "home_care": ("lone working", "time on calls", "medication", "moving and handling", "dementia care"),
    "supported_living": (
        "positive behaviour support",
        "recording",
        "medication",
        "community access",
        "autism",
    ),
}


class Names:
    """Names for invented people: each once."""

    def __init__(self) -> None:
        self._chance = dice("names")
        self._groups: list[dict[str, Any]] = asset("names.toml")["group"]
        self._men = {name for group in self._groups for name in group["men"]}
        self._used = {one.name for one in CAST}
        self._used |= {name for one in STORIES for name in (one.name, one.mentor)}

    def new(self, nation: str) -> str:
        """A name that nobody else has, drawn as people are in that nation."""
        weights = [group["weight"][nation] for group in self._groups]
        while True:
            group = self._chance.choices(self._groups, weights)[0]
            name = f"{self._chance.choice(group['given'])} {self._chance.choice(group['family'])}"
            if name not in self._used:
                self._used.add(name)
                return name

    def is_man(self, name: str) -> bool:
        """Whether notes about this person say he."""
        return any(name.startswith(f"{given} ") for given in self._men)


class Staffing:
    """Takes people on. Numbers run in the order in which people were taken on."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.names = Names()
        self._number = 2000
        self._chance = dice("staffing")

    def take_on(
        self, service: Service, job_role: str, start: date, *, manager: Person | None = None, roles: str = ""
    ) -> Person:
        """Takes on somebody whom nobody needs to know by name."""
        self._number += 1
        name = self.names.new(service.nation)
        person = Person(f"MD{self._number}", name, service, job_role, start, manager=manager, roles=roles)
        person.is_man = self.names.is_man(name)
        self.world.people.append(person)
        return person

    def named(
        self, ref: str, name: str, service: str, job_role: str, start: date, *, roles: str = ""
    ) -> Person:
        """Takes on somebody of the cast or of a story; the same person twice is one."""
        for one in self.world.people:
            if one.ref == ref:
                return one
        place = self.world.services[service]
        person = Person(ref, name, place, job_role, start, roles=roles, named=True, taken=True)
        person.is_man = self.names.is_man(name)
        self.world.people.append(person)
        return person

    def line_managers(self, service: Service) -> list[Person]:
        """Those who manage care workers in a service."""
        titles = (*_LINE_MANAGER[service.kind], "Team leader")
        return [one for one in self.world.people if one.service is service and one.job_role in titles]

    def a_line_manager(self, service: Service) -> Person:
        """The line manager of somebody new."""
        return self._chance.choice(self.line_managers(service))

    def carer(self, service: Service) -> str:
        """What a care worker is called there."""
        return _CARER[service.kind]

    def before_mentoring(self) -> None:
        """Everybody who was there when mentoring began."""
        for one in CAST:
            if one.role != "mentee":
                self.named(one.id, one.name, one.service, one.job_role, self._long_ago(), roles=one.roles)
        for story in STORIES:
            self.named(
                story.mentor_id,
                story.mentor,
                story.service,
                "Senior care worker",
                self._long_ago(),
                roles="mentor",
            )
        for service in self.world.services.values():
            self._service(service)
        self._offices()
        self._mentor_register()

    def _long_ago(self) -> date:
        begins = self.world.time.begins
        return day_between(self._chance, begins - days(4400), begins - days(200))

    def _service(self, service: Service) -> None:
        managers, mentors, carers = _SIZES[service.size]
        here = [one for one in self.world.people if one.service is service]
        registered = next((one for one in here if one.job_role == "Registered manager"), None)
        if registered is None:
            held = "registered_manager;line_manager"
            if service.ref == "S10":
                # A small home's registered manager often holds five roles.
                held += ";operations_manager;hr_coordinator;ld_lead"
            registered = self.take_on(service, "Registered manager", self._long_ago(), roles=held)
        while len(self.line_managers(service)) < managers:
            title = _LINE_MANAGER[service.kind][len(self.line_managers(service)) % 2]
            self.take_on(service, title, self._long_ago(), roles="line_manager")
        for manager in self.line_managers(service):
            manager.manager = registered
        have = sum(one.job_role == "Senior care worker" for one in here)
        for _ in range(max(2, mentors - have)):
            self.take_on(service, "Senior care worker", self._long_ago(), roles="mentor")
        for number in range(carers):
            nurse = service.ref == "S02" and number % 6 == 5
            self.take_on(service, "Registered nurse" if nurse else self.carer(service), self._long_ago())
        for one in self.world.people:
            if one.service is service and one.manager is None and one is not registered and not one.named:
                one.manager = self.a_line_manager(service)
            elif one.service is service and one.manager is None and one.job_role == "Senior care worker":
                one.manager = self.line_managers(service)[0]

    def _offices(self) -> None:
        """Those who work for several services, from the office at Hawthorn Lodge and elsewhere."""
        services = self.world.services
        west = ";".join(f"hr_coordinator@{ref}" for ref in services if ref > "S07")
        north = ";".join(f"operations_manager@{ref}" for ref in services if ref > "S10")
        wales = ";".join(f"operations_manager@{ref}" for ref in ("S08", "S09", "S10"))
        for place, title, roles in (
            ("S11", "Administrative", west),
            ("S11", "Middle management", north),
            ("S08", "Middle management", wales),
        ):
            self.take_on(services[place], title, self._long_ago(), roles=roles)
        director = self.world.person("MD1009")
        for one in self.world.people:
            if one.job_role == "Registered manager":
                operations = f"operations_manager@{one.service.ref}"
                one.manager = next(each for each in self.world.people if operations in each.roles.split(";"))
            elif one.service.ref == "S01" and one.named and one is not director and one.manager is None:
                one.manager = director

    def _mentor_register(self) -> None:
        chance = dice("mentors")
        for one in self.world.people:
            if one.job_role != "Senior care worker":
                continue
            trained = max(self.world.time.begins - days(chance.randint(10, 400)), one.start + days(60))
            capacity = chance.choice((2, 3, 3, 4))
            if one.ref == "MD1001":
                capacity = 3
            topics = chance.sample(_EXPERTISE[one.service.kind], chance.choice((1, 2, 2, 3)))
            self.world.add(
                "mentor",
                staff_id=one.ref,
                # One story is of a mentor who was asked in a hurry.
                trained_on=None if one.ref == "MD1035" else trained,
                capacity=capacity,
                expertise=tuple(topics),
            )


def leave(person: Person, on: date, chance: Random) -> None:
    """The person's last day, with a reason of the sector's list."""
    person.end = on
    reasons, weights = zip(*LEAVING_REASONS, strict=True)
    person.leaving_reason = chance.choices(reasons, weights)[0]
