"""Choosing mentors: the one with the fewest mentees at the time, of the same service."""

from __future__ import annotations

from datetime import date
from random import Random

from mentor_tui.demo.stories import STORIES
from mentor_tui.demo.timeline import days
from mentor_tui.demo.world import Pair, Person, World

#: mentors of stories take nobody else in the months before today
_KEPT_FREE = 220
_LASTS = {"new_starter": 92, "role_change": 62, "return_to_work": 62, "targeted": 62, "informal": 140}


class Allocating:
    """Makes pairings."""

    def __init__(self, world: World) -> None:
        self.world = world
        self._mentors: dict[str, list[Person]] = {}
        self._story_mentors = {one.mentor_id for one in STORIES}
        self._of: dict[str, list[Pair]] = {}

    def mentors(self, service: str) -> list[Person]:
        """The mentors of a service."""
        if service not in self._mentors:
            self._mentors[service] = [
                one
                for one in self.world.people
                if one.service.ref == service and one.job_role == "Senior care worker"
            ]
        return self._mentors[service]

    def pair(
        self, mentee: Person, programme: str, start: date, recorded: date, *, mentor: Person | None = None
    ) -> Pair:
        """Pairs somebody, with the least burdened mentor where none is named."""
        chosen = mentor or self.least_burdened(mentee, start)
        pair = Pair(mentee, chosen, programme, start, recorded, mentee.service)
        self.world.pairs.append(pair)
        self._of.setdefault(chosen.ref, []).append(pair)
        mentee.taken = True
        return pair

    def least_burdened(self, mentee: Person, start: date) -> Person:
        """The mentor of the mentee's service with the fewest pairings around a date."""
        late = start > self.world.time.ago(_KEPT_FREE)
        able = [
            one
            for one in self.mentors(mentee.service.ref)
            if not (late and one.ref in self._story_mentors) and one is not mentee.manager
        ]

        def burden(mentor: Person) -> tuple[int, str]:
            now = sum(
                pair.start - days(60) <= start <= (pair.stop() or pair.start + days(_LASTS[pair.programme]))
                for pair in self._of.get(mentor.ref, ())
            )
            return now, mentor.ref

        return min(able, key=burden)

    def complete(self, pair: Pair, chance: Random) -> None:
        """Ends a pairing when its programme is through, if that day has come."""
        self.world.schedule(pair)
        end = pair.slots[-1].ends_on + days(chance.randint(1, 6))
        if end <= self.world.today:
            pair.end, pair.end_reason = end, "complete"
