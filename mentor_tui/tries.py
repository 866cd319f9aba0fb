"""Counting tries to sign in: growing waits, a lock after ten, an entry in the journal for every failure.

A try is counted before it is looked at, so that neither a kill nor a second terminal gives one for nothing.
What is counted is in the database: a restart forgets nothing.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from mentor_tui.store import accounts
from mentor_tui.store.accounts import Account
from mentor_tui.store.database import Store

if TYPE_CHECKING:
    from mentor_tui.store.journal import Pen

#: wrong tries in a row after which only an administrator can help
TRIES = 10

LOCKED = (
    "This account is locked after ten wrong tries. "
    "Ask your administrator for a one-time code, and choose a new passphrase with it."
)


class SignInRefused(Exception):
    """Nobody was let in. The message is a sentence for the person."""

    def __init__(self, sentence: str, *, passphrase_needed: bool = False, wait: int = 0) -> None:
        super().__init__(sentence)
        #: after too many wrong PINs
        self.passphrase_needed = passphrase_needed
        #: seconds to wait before the next try
        self.wait = wait


def wait_after(tries: int) -> int:
    """Seconds to wait after this many wrong tries in a row: none for two, then 5, 10, 20 ... up to 300."""
    return 0 if tries < 3 else min(5 * 2 ** (tries - 3), 300)


def reserve_try(store: Store, person_id: str, now: datetime) -> Account | None:
    """Counts a try before it is looked at; gives the account as it was, nothing for somebody unknown.

    Raises SignInRefused while the account is locked or has to wait.
    """
    with store.writing():
        if accounts.person_row(store, person_id) is None:
            # An unknown name costs a write too, so that the time tells nothing.
            store.keep("unknown_name_tried", now.isoformat(timespec="seconds"))
            return None
        account = accounts.account_of(store, person_id)
        if account.locked_on:
            raise SignInRefused(LOCKED)
        _refuse_while_waiting(account, now)
        tries = account.wrong_tries + 1
        wait = wait_after(tries)
        accounts.write(
            store,
            person_id,
            wrong_tries=tries,
            wait_until=(now + timedelta(seconds=wait)).isoformat(timespec="seconds") if wait else None,
            locked_on=now.isoformat(timespec="seconds") if tries >= TRIES else None,
        )
        return account


def _refuse_while_waiting(account: Account, now: datetime) -> None:
    if not account.wait_until:
        return
    left = int((datetime.fromisoformat(account.wait_until) - now).total_seconds())
    # More than was ever asked for means that the machine's clock has gone back: nobody waits for years.
    if 0 < left <= wait_after(account.wrong_tries):
        unit = "second" if left == 1 else "seconds"
        raise SignInRefused(f"Too many wrong tries. Wait {left} {unit}, then try again.", wait=left)


def failed(store: Store, person_id: str | None, now: datetime, *, locked: bool) -> None:
    """Writes a failure into the journal: by nobody, about the person, without what was typed."""
    with store.writing():
        pen = tell(store, now, None, "sign_in_failed", person_id)
        if locked and person_id:
            pen.write("account_locked", "account", person_id)
            pen.flush()


def tell(
    store: Store, now: datetime, actor: str | None, verb: str, person_id: str | None, reason: str = ""
) -> Pen:
    """Writes into the journal, in the transaction under way."""
    # Reading who somebody is must not wait for what only writing needs.
    from mentor_tui.store.journal import Pen

    pen = Pen(store, actor or None, now)
    pen.write(verb, "account", person_id, reason=reason)
    pen.flush()
    return pen
