"""How long nobody has pressed a key: when to say that the seat will lock, and when to lock it (people.md)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from mentor_tui.store.database import Store

#: seconds before the lock at which it is said
WARN_BEFORE = 20.0


class LeftAlone:
    """Counts the seconds since somebody was last there, by a clock that never jumps."""

    def __init__(self, ticks: Callable[[], float]) -> None:
        self._ticks = ticks
        self._last = ticks()
        self._minutes = 0
        self._warned = False

    def somebody_is_there(self) -> bool:
        """Takes note of it; says whether the warning stood, which may go now."""
        self._last = self._ticks()
        stood, self._warned = self._warned, False
        return stood

    def policy_may_have_changed(self) -> None:
        """The minutes are read again when they are next needed."""
        self._minutes = 0

    def seconds_left(self, store: Store, today: date) -> float:
        """Seconds until the lock; none left, or fewer, means now."""
        if not self._minutes:
            self._minutes = _minutes(store, today)
        return self._minutes * 60 - (self._ticks() - self._last)

    def is_to_be_said(self, left: float) -> bool:
        """Whether it is time to say it; once only."""
        if left > WARN_BEFORE or self._warned:
            return False
        self._warned = True
        return True


def _minutes(store: Store, today: date) -> int:
    from mentor_tui.policy import LOCK_MINUTES, SETTINGS

    kept = store.value(
        "SELECT value FROM policy_change WHERE key = :key AND from_on <= :day ORDER BY from_on DESC, id DESC",
        {"key": LOCK_MINUTES, "day": today.isoformat()},
    )
    return int(kept) if kept else SETTINGS[LOCK_MINUTES].default
