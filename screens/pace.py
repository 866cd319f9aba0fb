"""How often work is done beside a screen: one piece at a time, and what takes long rests in between."""

from __future__ import annotations

from time import monotonic
from typing import Final

_LONG: Final = 0.5
_REST: Final = 10
"""What takes longer than so many seconds rests ten times as long before it is done again unasked."""


class Pace:
    """The pace of one kind of work. What is asked for while it goes on is done once, after it."""

    def __init__(self) -> None:
        self.working = False
        self._again = False
        self._began = 0.0
        self._rests_until = 0.0

    def begin(self) -> None:
        """The work begins."""
        self.working, self._began = True, monotonic()

    def wanted(self) -> None:
        """It is wanted again as soon as it is done."""
        self._again = True

    def ended(self) -> bool:
        """The work is done; says whether it is wanted again."""
        took = monotonic() - self._began
        self.working = False
        self._rests_until = monotonic() + took * _REST if took > _LONG else 0.0
        again, self._again = self._again, False
        return again

    @property
    def rest(self) -> float:
        """Seconds that it rests still."""
        return max(0.0, self._rests_until - monotonic())

    def hurry(self) -> None:
        """A person waits for it: it rests no longer."""
        self._rests_until = 0.0
