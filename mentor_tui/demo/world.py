"""The invented provider as it is being made: services, people, pairings, support plans.

Everything is kept as plain objects until :mod:`mentor_tui.demo.folder` writes it down as the CSV folder that
any provider would import.
"""

from __future__ import annotations

import csv
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from importlib.resources import files
from io import StringIO
from typing import Any

from mentor_tui.calendar import Calendars, Period, WorkingDays
from mentor_tui.demo.timeline import Timeline
from mentor_tui.policy import DEFAULT_POLICY
from mentor_tui.programmes import Slot, schedule

Row = Mapping[str, object]


@lru_cache(maxsize=8)
def asset(name: str) -> dict[str, Any]:
    """A TOML file of the demonstration's data."""
    return tomllib.loads(files("assets").joinpath("demo", name).read_text(encoding="utf-8"))


@dataclass(slots=True, eq=False)
class Service:
    """A service: ``path`` says how its sessions on schedule developed, ``size`` how many people work there."""

    ref: str
    name: str
    nation: str
    kind: str
    path: str
    size: str
    working: WorkingDays


@dataclass(slots=True, eq=False)
class Person:
    """Somebody who works, or worked, for the invented provider."""

    ref: str
    name: str
    service: Service
    job_role: str
    start: date
    end: date | None = None
    leaving_reason: str = ""
    manager: Person | None = None
    roles: str = ""
    mentoring: str = "not_expected"
    #: somebody of a story or the cast: chance leaves them alone
    named: bool = False
    #: has a pairing or a plan: chance lets them stay
    taken: bool = False
    is_man: bool = False

    def employed(self, day: date) -> bool:
        """Whether the person works here on that day."""
        return self.start <= day and (self.end is None or day <= self.end)


@dataclass(slots=True, eq=False)
class Held:
    """A session that took place."""

    on: date
    score: int
    #: the slot that it answers; 0 for one besides the schedule
    slot: int = 0
    issue: str = ""
    #: stated by a story; chance writes the others
    summary: str = ""
    recorded_on: date | None = None
    #: held for one that was missed, in the window of the next
    made_up: bool = False


@dataclass(slots=True, eq=False)
class Pair:
    """A mentor and a mentee on a programme."""

    mentee: Person
    mentor: Person
    programme: str
    start: date
    recorded: date
    service: Service
    end: date | None = None
    end_reason: str = ""
    story: str = ""
    ref: str = ""
    #: a story states its scores by slot; the others are left to chance
    scores: tuple[int, ...] = ()
    missed: set[int] = field(default_factory=set)
    excused: dict[int, tuple[str, date]] = field(default_factory=dict)
    slots: list[Slot] = field(default_factory=list)
    sessions: list[Held] = field(default_factory=list)
    #: a week-four review that opened a support plan, or that a story states
    review_on: date | None = None
    outcome: str = ""
    #: a weak mentor or an unsettled mentee: misses more
    drift: float = 1.0
    case: Case | None = None

    def stop(self) -> date | None:
        """The day on which the pairing or the employment ended."""
        ends = [day for day in (self.end, self.mentee.end) if day is not None]
        return min(ends) if ends else None

    def active(self, day: date) -> bool:
        """Whether the pairing is under way on that day."""
        stop = self.stop()
        return self.start <= day and (stop is None or stop > day)


@dataclass(slots=True, eq=False)
class Assessed:
    """The plan of a case, or one of its impact reviews."""

    on: date
    score: int = 0
    at_risk: bool = False
    attendance: float = 0.0
    fixed: bool = False


@dataclass(slots=True, eq=False)
class Case:
    """A targeted support plan. The first assessment is the plan itself."""

    person: Person
    mentor: Person
    identified: date
    planned: date
    service: Service
    signed_off: date | None = None
    closed: date | None = None
    close_reason: str = ""
    story: str = ""
    ref: str = ""
    issue: str = ""
    assessed: list[Assessed] = field(default_factory=list)
    pair: Pair | None = None

    def latest(self, day: date) -> Assessed:
        """The latest assessment on or before a day; the plan if there is no review yet."""
        return [one for one in self.assessed if one.on <= day or one is self.assessed[0]][-1]

    def runs_in(self, period: Period) -> bool:
        """Whether the case counts in a month's figures."""
        gone = self.person.end
        return (
            self.planned <= period.last
            and (self.closed is None or self.closed >= period.first)
            and (gone is None or gone >= period.first)
        )

    def score_on(self, day: date) -> int:
        """The person's confidence on a day, as the assessments around it have it."""
        before = self.latest(day)
        later = [one for one in self.assessed if one.on > day]
        if not later or day < before.on:
            return before.score
        share = (day - before.on).days / max(1, (later[0].on - before.on).days)
        return round(before.score + share * (later[0].score - before.score))


class World:
    """Everything that is invented, as it grows."""

    def __init__(self, timeline: Timeline) -> None:
        self.time = timeline
        calendars = Calendars()
        self.services = {
            row["service_id"]: Service(
                row["service_id"],
                row["name"],
                row["nation"],
                row["kind"],
                row["path"],
                row["size"],
                calendars.of(row["nation"]),
            )
            for row in _services()
        }
        self.england = calendars.of("england")
        self.people: list[Person] = []
        self.pairs: list[Pair] = []
        self.cases: list[Case] = []
        #: the rows of files that nothing else looks at, by record name
        self.rows: dict[str, list[Row]] = {}
        #: shifts by person and week, for the attendance percentages
        self.shifts: dict[str, dict[date, tuple[int, int]]] = {}
        #: who moves to which service from when, after everything else
        self.transfers: list[tuple[Person, str, date]] = []

    @property
    def today(self) -> date:
        """The day on which the history ends."""
        return self.time.today

    def add(self, record: str, **row: object) -> None:
        """Takes a row of a file; blank values may be left out."""
        self.rows.setdefault(record, []).append(row)

    def person(self, ref: str) -> Person:
        """Somebody of the cast or of a story."""
        return next(one for one in self.people if one.ref == ref)

    def story_pair(self, key: str) -> Pair:
        """The pairing of a story."""
        return next(pair for pair in self.pairs if pair.story == key)

    def story_case(self, key: str) -> Case:
        """The case of a story."""
        return next(case for case in self.cases if case.story == key)

    def formal(self) -> Iterator[Pair]:
        """The pairings that have a schedule."""
        return (pair for pair in self.pairs if pair.programme != "informal")

    def schedule(self, pair: Pair) -> None:
        """Works out the slots of a pairing."""
        offsets = DEFAULT_POLICY.offsets(pair.programme, pair.start)
        pair.slots = schedule(pair.start, offsets, pair.service.working, DEFAULT_POLICY.grace_at)


def _services() -> list[dict[str, str]]:
    text = files("assets").joinpath("demo", "services.csv").read_text(encoding="utf-8")
    return list(csv.DictReader(StringIO(text)))
