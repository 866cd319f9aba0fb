"""Who sits at this terminal, and what the screens may use on their behalf."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from typing import TYPE_CHECKING

from mentor_tui.access import Actor
from mentor_tui.admission import Admission
from mentor_tui.store.database import Store
from mentor_tui.store.reading import Reader
from screens.drafting import Drafting

if TYPE_CHECKING:
    from mentor_tui.office import Office


@dataclass(frozen=True)
class Seat:
    """One signed-in person at one terminal."""

    store: Store
    office: Office
    actor: Actor
    today: Callable[[], date]
    now: Callable[[], datetime]
    #: whether this is the demonstration, where one may take another's seat
    demonstration: bool = False
    #: the accounts or keys by which the system proved who it is; none where a passphrase did
    proved: tuple[str, ...] = ()

    @cached_property
    def admission(self) -> Admission:
        """By what the person came in; the program looks whether it still holds."""
        return Admission(self.store, self.actor.id, self.proved)

    @property
    def reader(self) -> Reader:
        """Reads as this person, today."""
        return Reader(self.store, self.actor, self.today())

    @property
    def title(self) -> str:
        """Who sits here, for the title line; it says so where all of it is invented."""
        return f"Demonstration: {self.actor.name}" if self.demonstration else self.actor.name

    @cached_property
    def drafting(self) -> Drafting:
        """What the person is typing: a form notes it here at each change, and drops it once saved."""
        return Drafting(self.store, self.actor.id, self.now)


@dataclass(frozen=True)
class Held:
    """A seat that somebody has taken, with the stack of screens (a Textual *mode*) that is theirs."""

    seat: Seat
    mode: str
