"""Which sessions were missed: planned by service and month, so that the compliance figures come out.

How many slots of a service were missed in a month starts from the path that the service is on, and is then moved
one slot at a time until the quarters, the last months and the alerts stand as they should. Which slots they were
is left to chance, with drifting mentors and unsettled mentees drawn more often.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from random import Random

from mentor_tui.calendar import Period, complete_months
from mentor_tui.demo.headlines import BELOW, ON_SCHEDULE
from mentor_tui.demo.timeline import days, dice
from mentor_tui.demo.world import Pair, World
from mentor_tui.programmes import Slot

_EXCUSES = (
    "annual_leave",
    "annual_leave",
    "sickness",
    "sickness",
    "sickness",
    "bereavement",
    "service_emergency",
)
_EXCUSED = 0.035
_TOO_LATE = 0.004
_PATIENCE = 15_000
_ATTEMPTS = 5
Cell = tuple[str, Period]


@dataclass(slots=True)
class Tally:
    """The decided slots of a service in a month: those that chance may choose to be missed, and how many are."""

    free: list[tuple[Pair, Slot]] = field(default_factory=list)
    total: int = 0
    forced: int = 0
    missed: int = 0
    #: how many were to be missed by the path that the service is on
    aimed: int = 0

    @property
    def far(self) -> float:
        """How far from what was aimed at."""
        return (self.missed - self.aimed) ** 2 / max(1, self.total)

    @property
    def most(self) -> int:
        """How many could be missed at most."""
        return self.forced + len(self.free)


def allowed(total: int) -> int:
    """How many of so many slots may be missed before a service is below the threshold of 85%."""
    return total * 15 // 100


class Compliance:
    """Decides what is missed, and what is excused."""

    def __init__(self, world: World) -> None:
        self.world = world
        self._chance = dice("compliance 0")
        self._tallies: dict[Cell, Tally] = {}
        time = world.time
        self._quarters = [time.after.previous(back) for back in (2, 1, 0)]
        self._last = complete_months(world.today, 3)

    def decide(self) -> None:
        """Marks the missed slots on every pairing. Raises ValueError if they cannot be placed as planned."""
        for pair in self.world.formal():
            if not pair.slots:
                self.world.schedule(pair)
        told = [(pair, set(pair.missed), dict(pair.excused)) for pair in self.world.formal()]
        for attempt in range(_ATTEMPTS):
            self._chance = dice(f"compliance {attempt}")
            self._tallies = {}
            for pair, missed, excused in told:
                pair.missed, pair.excused = set(missed), dict(excused)
                self._excuse(pair)
                self._count(pair)
            for (service, month), tally in self._tallies.items():
                wanted = round(tally.total * (1 - self._aim(service, month)))
                tally.missed = tally.aimed = min(max(wanted, tally.forced), tally.most)
            if self._mend():
                break
        else:
            raise ValueError(f"the sessions of {self.world.today} cannot be placed as planned")
        for tally in self._tallies.values():
            _choose(tally.free, tally.missed - tally.forced, self._chance)

    def _excuse(self, pair: Pair) -> None:
        """Now and then a session cannot take place, and somebody writes it down in time, or a little late."""
        if pair.story:
            return
        stop = pair.stop()
        for slot in pair.slots:
            roll = self._chance.random()
            if slot.ends_on >= self.world.today or (stop is not None and stop < slot.ends_on):
                continue
            if roll < _EXCUSED:
                written = slot.due_on - days(self._chance.choice((0, 0, 1, 2, 3)))
                pair.excused[slot.number] = (self._chance.choice(_EXCUSES), max(pair.start, written))
            elif roll < _EXCUSED + _TOO_LATE and pair.service.path != "drifting":
                written = min(slot.ends_on + days(self._chance.randint(1, 6)), self.world.today)
                pair.excused[slot.number] = (self._chance.choice(_EXCUSES), written)
                pair.missed.add(slot.number)

    def _count(self, pair: Pair) -> None:
        stop = pair.stop()
        for slot in pair.slots:
            if slot.ends_on >= self.world.today or (stop is not None and stop < slot.ends_on):
                continue
            excused = pair.excused.get(slot.number)
            if excused is not None and excused[1] <= slot.ends_on:
                continue
            cell = (pair.service.ref, Period.containing(slot.due_on, "month"))
            tally = self._tallies.setdefault(cell, Tally())
            tally.total += 1
            if slot.number in pair.missed:
                tally.forced += 1
            elif not pair.story:
                tally.free.append((pair, slot))

    def _aim(self, service: str, month: Period) -> float:
        """The share of sessions on schedule that the service's path aims at, with a little chance in it."""
        quarter = Period.containing(month.first, "quarter")
        early, before, between, after, since = ON_SCHEDULE[self.world.services[service].path]
        back = [before, between, after]
        if quarter in self._quarters:
            aim = back[self._quarters.index(quarter)]
        else:
            aim = since if quarter > self._quarters[-1] else early
        return aim + self._chance.uniform(-0.06, 0.06)

    # -- until it stands as it should ----------------------------------------------------------------

    def _mend(self) -> bool:
        """Moves single slots until nothing is wrong, staying near what was aimed at; says if that was reached."""
        months = {month for quarter in self._quarters for month in quarter.months()} | set(self._last)
        cells = [cell for cell in self._tallies if cell[1] in months]
        by_service = {place: self._wrong_in(place) for place in self.world.services}
        wrong = sum(by_service.values()) + self._wrong_in_all()
        for _ in range(_PATIENCE):
            if wrong == 0:
                return True
            moves = self._moves(cells, by_service)
            before = sum(self._tallies[cell].far for cell in dict.fromkeys(cell for cell, _ in moves))
            for cell, step in moves:
                self._tallies[cell].missed += step
            tallies = [self._tallies[cell] for cell in dict.fromkeys(cell for cell, _ in moves)]
            if all(tally.forced <= tally.missed <= tally.most for tally in tallies):
                changed = {cell[0]: self._wrong_in(cell[0]) for cell, _ in moves}
                now = sum({**by_service, **changed}.values()) + self._wrong_in_all()
                nearer = sum(tally.far for tally in tallies) <= before
                # A step away from the aim, now and then, leads out of a dead end.
                if now < wrong or (now == wrong and (nearer or self._chance.random() < 0.08)):
                    by_service.update(changed)
                    wrong = now
                    continue
            for cell, step in moves:
                self._tallies[cell].missed -= step
        return False

    def _moves(self, cells: list[Cell], wrong: dict[str, int]) -> list[tuple[Cell, int]]:
        """One slot more or fewer somewhere, or two of one service or month against each other.

        Where something is wrong is tried more often.
        """
        poor = [cell for cell in cells if wrong[cell[0]]]
        cell = self._chance.choice(poor if poor and self._chance.random() < 0.5 else cells)
        step = self._chance.choice((-1, 1))
        if self._chance.random() < 0.5:
            return [(cell, step)]
        same = self._chance.choice((0, 1))
        other = self._chance.choice([one for one in cells if one[same] == cell[same]])
        return [(cell, step), (other, -step)]

    def _sum(self, service: str, months: tuple[Period, ...]) -> tuple[int, int]:
        """Decided and missed slots of a service over some months."""
        total = missed = 0
        for month in months:
            tally = self._tallies.get((service, month))
            if tally is not None:
                total += tally.total
                missed += tally.missed
        return total, missed

    def _wrong_in(self, place: str) -> int:
        """By how many slots the plan of a service differs from what must hold."""
        path = self.world.services[place].path
        wrong = 0
        for quarter, below in zip(self._quarters, BELOW[path], strict=True):
            total, missed = self._sum(place, quarter.months())
            # One slot to spare in the last: its last windows may close a few days into the next quarter.
            spare = int(quarter is self._quarters[-1])
            wrong += max(0, allowed(total) + 1 + spare - missed if below else missed - allowed(total - spare))
        lately = [self._sum(place, (month,)) for month in self._last[1:]]
        short = [max(0, allowed(total) + 1 - missed) for total, missed in lately]
        if path == "drifting":
            # Above the month before, so that the escalation is new and waits for an intervention.
            total, missed = self._sum(place, (self._last[0],))
            wrong += sum(short) + max(0, missed - allowed(total))
        elif not any(short):
            # Two months running below is for one service alone.
            wrong += min(missed - allowed(total) for total, missed in lately)
        return wrong

    def _wrong_in_all(self) -> int:
        """The organisation as a whole has stopped rising, a little below the threshold."""
        first, last = (
            [self._sum(place, (month,)) for place in self.world.services]
            for month in (self._last[0], self._last[-1])
        )
        total, missed = sum(each[0] for each in last), sum(each[1] for each in last)
        total_first, missed_first = sum(each[0] for each in first), sum(each[1] for each in first)
        gap = missed_first * total - missed * total_first
        return max(0, allowed(total) + 2 - missed) + max(0, -(-gap // max(1, total_first)))


def _choose(free: list[tuple[Pair, Slot]], number: int, chance: Random) -> None:
    """Marks so many of the slots as missed: drifting pairings first, by chance."""

    def draw(one: tuple[Pair, Slot]) -> float:
        pair, slot = one
        near = 1.6 if pair.missed & {slot.number - 1, slot.number + 1} else 1.0
        return float(chance.random() ** (1 / (pair.drift * near)))

    for pair, slot in sorted(free, key=draw, reverse=True)[:number]:
        pair.missed.add(slot.number)


def open_slot(slot: Slot, today: date) -> bool:
    """Whether the window of a slot is open today."""
    return slot.opens_on <= today <= slot.ends_on
