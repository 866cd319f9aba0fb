"""What the program does by itself once a day, beside the screens: drafts that are old, escalations that are new."""

from __future__ import annotations

from contextlib import suppress
from datetime import date, datetime
from typing import TYPE_CHECKING

from mentor_tui.store import drafts
from mentor_tui.store.database import Store
from mentor_tui.store.problems import StoreProblem

if TYPE_CHECKING:
    from mentor_tui.office import Office


def keep_house(store: Store, office: Office, today: date, now: datetime) -> None:
    """Forgets drafts older than the policy keeps them and notes what is raised, in a thread of its own.

    What goes wrong here (a full disk, a file that is only read) is told by whatever is saved next; nothing of it ends
    the program.
    """
    from mentor_tui import keys
    from mentor_tui.office import Refused, noticing

    try:
        with suppress(StoreProblem, Refused):
            drafts.tidy(store, today, now)
            if store.key:
                keys.tidy(store, today, now)
            if noticing.is_to_be_noticed(store, today):
                noticing.notice(office)
    finally:
        store.close()
