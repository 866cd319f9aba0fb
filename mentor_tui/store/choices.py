"""A person's own choices of display, kept with their account: the theme, what was last looked at."""

from __future__ import annotations

import json

from mentor_tui.store import accounts
from mentor_tui.store.database import Store, canonical


def choices_of(store: Store, person: str) -> dict[str, str]:
    """What the person has chosen, by name; nothing where they have chosen nothing."""
    try:
        kept = json.loads(accounts.account_of(store, person).choices)
    except ValueError:
        return {}
    return {str(name): str(value) for name, value in kept.items()} if isinstance(kept, dict) else {}


def choose(store: Store, person: str, name: str, value: str) -> None:
    """Keeps a choice of the person's own; blank takes it back. Raises StoreProblem."""
    with store.writing():
        chosen = choices_of(store, person) | {name: value}
        kept = {one: what for one, what in chosen.items() if what}
        accounts.write(store, person, choices=canonical(kept))
