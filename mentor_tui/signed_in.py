"""What somebody who has signed in may do and see today, read anew each time that it matters.

Roles are changed, people leave and accounts are taken away while somebody is signed in. So nothing rests on what was
so when they came in: the office reads this inside the transaction of every change, a screen whenever another process
has written, on waking from the lock and when the day turns.
"""

from __future__ import annotations

from datetime import date

from mentor_tui.access import Actor, holdings
from mentor_tui.store import accounts
from mentor_tui.store.database import Store
from mentor_tui.tries import SignInRefused

UNKNOWN = "You are not among the people of this database any more. Ask your administrator if that is wrong."


def actor_today(store: Store, person_id: str, today: date) -> Actor:
    """The person with the roles held today. Raises SignInRefused for somebody who has left or is not known."""
    row = accounts.person_row(store, person_id)
    if row is None:
        raise SignInRefused(UNKNOWN)
    ref, name, service, roles, ended = row
    if ended and date.fromisoformat(ended) < today:
        from mentor_tui.dates import short

        raise SignInRefused(
            f"Your access ended on {short(date.fromisoformat(ended))}. "
            "Ask your administrator if that is wrong."
        )
    keys = dict(store.rows("SELECT ref, id FROM service")) if roles and "@" in roles else {}
    return Actor(person_id, ref, name, service, holdings((roles or "").split(";"), service, keys))


def still(store: Store, actor: Actor, today: date) -> Actor:
    """The same person as they stand now. The program itself, which has no key, is as it was made.

    Raises SignInRefused for whoever has no access any more.
    """
    return actor_today(store, actor.id, today) if actor.id else actor
