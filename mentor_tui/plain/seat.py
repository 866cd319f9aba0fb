"""Who sits at this line, and what the plain mode may use on their behalf."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime

from mentor_tui import identity
from mentor_tui.access import Actor
from mentor_tui.office import Office
from mentor_tui.store.database import Store
from mentor_tui.store.reading import Reader


@dataclass
class PlainSeat:
    """One signed-in person. Roles are read again before each save: they may have changed, or ended."""

    store: Store
    office: Office
    actor: Actor
    today: Callable[[], date]
    now: Callable[[], datetime]
    #: whether this is the demonstration, where one may take another's seat
    demonstration: bool = False

    @property
    def reader(self) -> Reader:
        """Reads as this person, today."""
        return Reader(self.store, self.actor, self.today())

    def refresh(self) -> None:
        """Takes in the roles held now. Raises SignInRefused for somebody whose access has ended."""
        self.actor = identity.actor_of(self.store, self.actor.id, self.today())
