"""The full-screen program: puts store, office and screens together. The only module here that imports screens."""

from __future__ import annotations

import importlib
from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import ClassVar

from textual.binding import Binding, BindingType

from mentor_tui.access import Actor
from mentor_tui.office import Office
from mentor_tui.store.database import Store
from screens.place import Place
from screens.seat import Seat
from widgets.terminal import TerminalApp

#: the main places, each with the module and class that make it; imported when first opened
PLACES: dict[str, tuple[str, str]] = {
    "today": ("screens.today", "Today"),
    "pairings": ("screens.pairings", "Pairings"),
    "reviews": ("screens.reviews", "Reviews"),
    "actions": ("screens.actions", "Actions"),
    "audit": ("screens.audit", "Audit"),
    "people": ("screens.people", "People"),
    "journal": ("screens.journal", "Journal"),
    "settings": ("screens.settings", "Settings"),
}

#: seconds between looks at whether another process has written
_LOOK_EVERY = 2.0


class MentorApp(TerminalApp[int]):
    """The program on one database, with one person at the terminal at a time."""

    TITLE = "mentor-tui"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+q", "quit", "Quit", show=False),
        Binding("ctrl+p", "palette", "Find", show=False),
    ]

    def __init__(
        self,
        store: Store,
        actor: Actor | None = None,
        *,
        today: Callable[[], date] = date.today,  # noqa: DTZ011 - the one place where the clock is read
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
        demonstration: bool = False,
        look: str = "",
    ) -> None:
        super().__init__(look=look)
        self.store = store
        self.office = Office(store, today, now)
        self._today = today
        self._now = now
        self._demonstration = demonstration
        self.seat: Seat | None = None
        self._seen = 0
        if actor is not None:
            self.sit(actor)

    def sit(self, actor: Actor) -> None:
        """The person takes the seat."""
        self.seat = Seat(self.store, self.office, actor, self._today, self._now, self._demonstration)

    def on_mount(self) -> None:
        """Opens Today."""
        self._seen = self.store.version()
        self.set_interval(_LOOK_EVERY, self._look)
        if self.seat is not None:
            self.action_go("today")

    def _look(self) -> None:
        """Renews what is on screen when another connection has written; costs nothing when none has."""
        version = self.store.version()
        if version != self._seen:
            self._seen = version
            if isinstance(self.screen, Place):
                self.screen.renew()

    def action_go(self, place: str) -> None:
        """Opens a main place, closing whatever is open above it."""
        if self.seat is None:
            return
        module, name = PLACES[place]
        made: Place = getattr(importlib.import_module(module), name)(self.seat)
        while len(self.screen_stack) > 2:
            self.pop_screen()
        if len(self.screen_stack) == 2:
            self.switch_screen(made)
        else:
            self.push_screen(made)
