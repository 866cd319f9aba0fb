"""The office, loaded when somebody first asks something of it: the first screen needs none of it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from functools import cached_property
from typing import TYPE_CHECKING, Any

from mentor_tui.store.database import Store

if TYPE_CHECKING:
    from mentor_tui.office import Office


class OfficeLater:
    """Stands for an office until there is one, and for that one from then on."""

    def __init__(self, store: Store, today: Callable[[], date], now: Callable[[], datetime]) -> None:
        self._asked = (store, today, now)

    @cached_property
    def _office(self) -> Office:
        from mentor_tui.office import Office

        return Office(*self._asked)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._office, name)
