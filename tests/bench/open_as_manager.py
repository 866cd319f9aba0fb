"""Opens the program at the list of pairings as somebody who sees all of them and mentors the first."""

from __future__ import annotations

import sys
from datetime import UTC, date, datetime
from pathlib import Path

from mentor_tui import identity, records
from mentor_tui.access import Actor, Holding
from mentor_tui.app import MentorApp
from mentor_tui.office import Change, Office
from mentor_tui.store import database
from mentor_tui.store.database import Store
from screens.pairings import Pairings


class AtPairings(MentorApp):
    """The program that begins at the list."""

    def on_mount(self) -> None:
        """Opens the list in place of Today."""
        assert self.seat is not None
        self.push_screen(Pairings(self.seat))


ROLES = ("mentor", "registered_manager@*", "hr_coordinator@*", "line_manager", "operations_manager@*")
DAY = date(2026, 7, 1)


def manager(store: Store) -> str:
    """The key of the mentor of the first mentee, by name."""
    return str(
        store.value(
            "SELECT mentor_id FROM pairing JOIN staff ON staff.id = mentee_id ORDER BY staff.name LIMIT 1"
        )
    )


def appoint(path: Path) -> None:
    """Gives the mentor of the first mentee the roles of a manager; once, before anything is measured."""
    store = database.open_store(path)
    office = Office(store, lambda: DAY, lambda: datetime.now(UTC))
    administrator = Actor("", "bench", "Bench", None, (Holding("administrator", "*"),))
    with office.batch(administrator, history=True) as batch:
        batch.add(Change(records.STAFF, {"roles": ROLES}, id=manager(store)))
    store.close()


if __name__ == "__main__":
    store = database.open_store(Path(sys.argv[1]))
    AtPairings(store, identity.actor_of(store, manager(store), DAY), today=lambda: DAY).run()
