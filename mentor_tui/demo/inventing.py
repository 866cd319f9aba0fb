"""Invents the provider: its people, pairings and plans first, then everything that was written about them."""

from __future__ import annotations

from datetime import date
from random import Random

from mentor_tui.demo.allocating import Allocating
from mentor_tui.demo.compliance import Compliance
from mentor_tui.demo.governance import Governance
from mentor_tui.demo.meeting import Meeting
from mentor_tui.demo.registers import Registers
from mentor_tui.demo.staffing import Staffing, leave
from mentor_tui.demo.starters import Starters
from mentor_tui.demo.stories import ORGANISATION
from mentor_tui.demo.support import Supporting
from mentor_tui.demo.targeted import Targeted
from mentor_tui.demo.telling import Telling
from mentor_tui.demo.timeline import Timeline, day_between, days, dice
from mentor_tui.demo.work import Work
from mentor_tui.demo.world import World


def invent(today: date) -> World:
    """The invented provider as it stands on a day: the same for the same day, whoever asks."""
    world = World(Timeline(today))
    staffing = Staffing(world)
    staffing.before_mentoring()
    allocating = Allocating(world)
    starters = Starters(world, staffing, allocating)
    starters.new_starters()
    Telling(world, staffing, allocating).pairings()
    Targeted(world, staffing, allocating).cases()
    starters.others()
    _leavers(world, dice("leavers"))
    _number_pairings(world)
    Compliance(world).decide()
    meeting = Meeting(world)
    meeting.hold()
    _write(world, meeting)
    return world


def _leavers(world: World, chance: Random) -> None:
    """Some of those of long standing leave as well, as they do."""
    for person in world.people:
        settled = not person.taken and not person.roles and person.end is None
        if settled and person.start < world.time.begins and chance.random() < 0.3:
            leave(person, day_between(chance, world.time.begins, world.time.ago(4)), chance)


def _number_pairings(world: World) -> None:
    world.pairs.sort(key=lambda pair: (pair.start, pair.mentee.ref, pair.programme))
    for number, pair in enumerate(world.pairs, start=1):
        pair.ref = f"P-{number:03}"
        if not pair.mentee.roles:
            pair.mentee.roles = "mentee"
    for case in world.cases:
        case.person.roles = case.person.roles or "mentee"


def _write(world: World, meeting: Meeting) -> None:
    registers = Registers(world)
    registers.attendance()
    registers.write_attendance()
    courses = registers.training()
    observed = registers.observations()
    concerns = registers.concerns()
    Supporting(world, registers, concerns).write()
    work = Work(world, courses, observed)
    work.reviews()
    work.actions()
    work.goals()
    meeting.write()
    governance = Governance(world)
    governance.meetings()
    governance.strategic_actions()
    governance.acknowledged()
    _places(world, meeting)
    _people(world)
    _pairings(world, dice("reasons"))


def _places(world: World, meeting: Meeting) -> None:
    world.add("organisation", one=1, name=ORGANISATION)
    for issue in meeting.notes.issues:
        world.add("list_word", list="support_issues", word=issue, in_use=True)
    for place, service in enumerate(world.services.values()):
        opened = world.time.begins - days(1500 + 211 * place)
        world.add(
            "service", service_id=service.ref, name=service.name, nation=service.nation, opened_on=opened
        )


def _people(world: World) -> None:
    for person in world.people:
        world.add(
            "staff",
            staff_id=person.ref,
            name=person.name,
            service_id=person.service.ref,
            job_role=person.job_role,
            employment_start=person.start,
            employment_end=person.end,
            leaving_reason=person.leaving_reason,
            line_manager_id=person.manager.ref if person.manager else None,
            roles=tuple(person.roles.split(";")) if person.roles else (),
            mentoring=person.mentoring,
        )


_WHY = (
    "Works the same nights, and they get on.",
    "Has the medication expertise that is needed first.",
    "Speaks the same language, which helps in the first weeks.",
    "Lives on the same run, so that late calls can be paired.",
)


def _pairings(world: World, chance: Random) -> None:
    for pair in world.pairs:
        why = chance.choice(_WHY) if chance.random() < 0.15 else ""
        if pair.story == "untrained_mentor":
            why = "The two trained mentors are at capacity; her place on the course is booked for next month."
        world.add(
            "pairing",
            pairing_id=pair.ref,
            mentee_id=pair.mentee.ref,
            mentor_id=pair.mentor.ref,
            started_on=pair.start,
            programme=pair.programme,
            recorded_on=pair.recorded,
            ended_on=pair.end,
            end_reason=pair.end_reason,
            why_this_mentor=why,
        )
        for slot, (reason, recorded) in sorted(pair.excused.items()):
            world.add("excusal", pairing_id=pair.ref, slot=slot, reason=reason, recorded_on=recorded)
