"""Opens the program at the list of pairings as somebody who sees all of them and mentors the first."""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path

from mentor_tui.access import Actor, Holding
from mentor_tui.app import MentorApp
from mentor_tui.store import database
from screens.pairings import Pairings


class AtPairings(MentorApp):
    """The program that begins at the list."""

    def on_mount(self) -> None:
        """Opens the list in place of Today."""
        assert self.seat is not None
        self.push_screen(Pairings(self.seat))


if __name__ == "__main__":
    store = database.open_store(Path(sys.argv[1]))
    key = store.value(
        "SELECT mentor_id FROM pairing JOIN staff ON staff.id = mentee_id ORDER BY staff.name LIMIT 1"
    )
    roles = ("mentor", "registered_manager", "hr_coordinator", "line_manager")
    actor = Actor(key, "bench", "Bench", None, tuple(Holding(role, "*") for role in roles))
    AtPairings(store, actor, today=lambda: date(2026, 7, 1)).run()
