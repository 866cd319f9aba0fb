"""The stories among the new starters: pairings in which something happens that is worth a look."""

from __future__ import annotations

from datetime import date

from mentor_tui.demo.allocating import Allocating
from mentor_tui.demo.staffing import Staffing
from mentor_tui.demo.stories import Story, story
from mentor_tui.demo.timeline import days
from mentor_tui.demo.world import Pair, Person, World

#: how many days ago each story began, and the confidence at each session in order
_PAIRINGS: dict[str, tuple[int, tuple[int, ...]]] = {
    "mentor_drifts": (41, (5, 5, 5, 5, 5)),
    "mentor_drifts_again": (33, (6, 6, 6, 7, 7)),
    "recovers": (77, (6, 5, 4, 3, 5, 7, 8, 8)),
    "reassurance": (31, (6, 5, 4, 4, 4)),
    "static": (63, (6, 6, 6, 6, 6, 6)),
    "concerns": (50, (5, 6, 6, 7, 7, 8)),
    "action_overdue": (58, (5, 6, 6, 7, 7, 8)),
    "at_capacity": (21, (6, 6, 7, 7)),
    "at_capacity_third": (12, (7, 7, 8)),
    "untrained_mentor": (20, (5, 6, 6)),
    "excused": (46, (6, 7, 7, 8, 8)),
    "mentor_changed": (38, (6, 7, 7, 8, 8)),
    "transfer": (80, (5, 6, 6, 7, 7, 8, 8, 9)),
    "risk_identified": (27, (5, 4, 3)),
}
_MISSED = {"mentor_drifts": {3, 4}, "mentor_drifts_again": {3}}
_TRANSFERRED_TO = "S01"
_DONNA = "MD1003"


class Telling:
    """Makes the people and pairings of the stories."""

    def __init__(self, world: World, staffing: Staffing, allocating: Allocating) -> None:
        self.world = world
        self.staffing = staffing
        self.allocating = allocating

    def pairings(self) -> None:
        """Every story that is a pairing."""
        for key, (ago, scores) in _PAIRINGS.items():
            told = story(key)
            start = self.back(told.service, ago)
            person = self.starter(told, start)
            pair = self.allocating.pair(
                person, "new_starter", start, start, mentor=self.world.person(told.mentor_id)
            )
            pair.story, pair.scores, pair.missed = key, scores, set(_MISSED.get(key, ()))
            self.world.schedule(pair)
        self._excused(self.world.story_pair("excused"))
        self._changed(self.world.story_pair("mentor_changed"))
        self._moved(self.world.story_pair("transfer"))
        risk = self.world.story_pair("risk_identified")
        risk.review_on, risk.outcome = self.back("S14", 0), "targeted_support"

    def back(self, service: str, ago: int) -> date:
        """The last working day of a service so many days ago or before."""
        working = self.world.services[service].working
        day = self.world.time.ago(ago)
        while not working.is_working(day):
            day -= days(1)
        return day

    def starter(self, told: Story, start: date) -> Person:
        """The new starter of a story."""
        service = self.world.services[told.service]
        person = self.staffing.named(
            told.id, told.name, told.service, self.staffing.carer(service), start, roles="mentee"
        )
        person.mentoring = "expected"
        managers = self.staffing.line_managers(service)
        person.manager = next((one for one in managers if one.ref == _DONNA), managers[0])
        return person

    @staticmethod
    def _excused(pair: Pair) -> None:
        pair.excused[4] = ("bereavement", pair.slots[3].due_on - days(1))

    def _changed(self, pair: Pair) -> None:
        """The pairing before it, with the mentor who was changed."""
        told = story("mentor_changed")
        start = self.back(told.service, 75)
        pair.mentee.start = start
        first = self.allocating.pair(
            pair.mentee, "new_starter", start, start, mentor=self.world.person("MD1053")
        )
        first.story, first.scores = "mentor_changed_before", (6, 6, 5, 6)
        first.end, first.end_reason = pair.start - days(1), "mentor_changed"
        self.world.schedule(first)

    def _moved(self, pair: Pair) -> None:
        when = self.back(pair.service.ref, 25)
        self.world.transfers.append((pair.mentee, _TRANSFERRED_TO, when))
