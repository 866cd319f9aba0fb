"""The keys of an encrypted database, kept in step with who may sign in (trust.md, *Encryption at rest*).

All but :func:`tidy` run inside ``store.writing()``, so that one process at a time changes the file of keys.
"""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

from mentor_tui.store import accounts
from mentor_tui.store.database import Store, plain

#: as whom the recovery code opens the file
RECOVERY = "recovery"


def add(store: Store, kind: str, person: str, secret: str) -> None:
    """Seals the key for one more passphrase or one-time code of a person. Raises StoreProblem."""
    from mentor_tui.store import keyring

    assert kind in ("person", "code")
    try:
        keyring.add(
            store.path, "person" if kind == "person" else "code", person, _names(store, person), secret
        )
    except OSError as trouble:
        raise plain(trouble, store.path) from trouble


def settle(store: Store, person: str, passphrase: str) -> None:
    """The person has signed in: this passphrase opens the file, and no former one of theirs. Raises StoreProblem."""
    from mentor_tui.store import keyring

    try:
        keyring.settle(store.path, person, _names(store, person), passphrase)
    except OSError as trouble:
        raise plain(trouble, store.path) from trouble


def tidy(store: Store, today: date, now: datetime) -> None:
    """Takes the keys of those who have left, and codes that no longer hold. Raises StoreProblem."""
    from mentor_tui.store import keyring

    with store.writing():
        may = accounts.may_open(store, today.isoformat(), now.isoformat(timespec="seconds"))
        keyring.keep_only(store.path, *may)


def unlock(path: Path, named: str, secret: str) -> str:
    """Opens an encrypted database for this process, by a passphrase, a one-time code or the recovery code.

    Gives which of them it was: `person`, `code` or `recovery`; blank where it was none. Takes about a sixth of a
    second for each that could be it. Raises StoreProblem for keys that are damaged.
    """
    from mentor_tui.store import keyring

    kinds: tuple[keyring.Kind, ...] = ("person", "code")
    if named.strip().casefold() == RECOVERY:
        kinds = ("recovery",)
    slot = keyring.unlock(path, named, secret, *kinds)
    return slot.kind if slot else ""


def _names(store: Store, person: str) -> tuple[str, ...]:
    """By which names a person may be called at the door: id and name."""
    row = accounts.person_row(store, person)
    return (row[0], row[1]) if row else ()
