"""Where the demonstration's invented history stands in time: it ends today, whatever day today is."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from mentor_tui.calendar import Period

#: Changing it changes every invented name, date and note.
SEED = "merrowdale"

_QUARTERS_OF_HISTORY = 8


def dice(purpose: str) -> Random:
    """A source of chance for one purpose, so that a change of one part leaves the others as they were."""
    return Random(f"{SEED}:{purpose}")


def days(number: int) -> timedelta:
    """A number of days, to add to a date."""
    return timedelta(days=number)


def day_between(chance: Random, first: date, last: date) -> date:
    """A day from ``first`` to ``last``, both included."""
    return first + days(chance.randint(0, max(0, (last - first).days)))


@dataclass(frozen=True, slots=True)
class Timeline:
    """The quarters that the headline results compare, and the day on which the history ends."""

    today: date

    @property
    def after(self) -> Period:
        """The last complete quarter before today: where the headline results end."""
        return Period.containing(self.today, "quarter").previous()

    @property
    def between(self) -> Period:
        """The quarter between the two."""
        return self.after.previous()

    @property
    def before(self) -> Period:
        """Two quarters earlier: where the headline results begin."""
        return self.after.previous(2)

    @property
    def begins(self) -> date:
        """The first day of mentoring at the invented provider: more than two years before today."""
        return self.after.previous(_QUARTERS_OF_HISTORY).first

    @property
    def month_before(self) -> Period:
        """The month with which targeted support is compared: the last of the quarter ``before``."""
        return self.before.months()[-1]

    @property
    def month_after(self) -> Period:
        """The last month of the quarter ``after``."""
        return self.after.months()[-1]

    def ago(self, number: int) -> date:
        """The day so many days before today."""
        return self.today - days(number)

    def past(self, day: date | None) -> date | None:
        """The day, or nothing if it has not come yet."""
        return day if day is not None and day <= self.today else None
