"""Who sits at this line, and what the plain mode may use on their behalf."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property

from mentor_tui.access import Actor
from mentor_tui.admission import Admission
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
    #: the linked names that told who is there; none for a passphrase
    proved: tuple[str, ...] = ()

    @cached_property
    def admission(self) -> Admission:
        """By what the person came in, and whether that still holds."""
        return Admission(self.store, self.actor.id, self.proved)

    def __post_init__(self) -> None:
        assert self.admission  # what is kept now is what they came in by

    @property
    def reader(self) -> Reader:
        """Reads as this person, today."""
        return Reader(self.store, self.actor, self.today())

    def refresh(self) -> None:
        """Takes in the roles held now. Raises SignInRefused where access has ended, or they are to sign in anew."""
        self.actor = self.admission.as_they_stand(self.actor, self.today())
