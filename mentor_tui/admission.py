"""By what somebody came in, and whether it still holds: asked whenever somebody else may have changed it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date

from mentor_tui.access import Actor
from mentor_tui.signed_in import still
from mentor_tui.store import accounts
from mentor_tui.store.database import Store
from mentor_tui.tries import SignInRefused

RESET = "Your passphrase was changed from elsewhere. Sign in with the new one."
UNLINKED = "Your account or key does not sign in as you any more. Ask your administrator if that is wrong."


class Admission:
    """How one person was let in at this terminal: by a passphrase, or by an account or key that is linked to them."""

    def __init__(self, store: Store, person: str, proved: tuple[str, ...] = ()) -> None:
        self._store = store
        self._person = person
        self._proved = proved
        self._passphrase = self._kept()
        self._changing = False

    def _kept(self) -> str | None:
        return accounts.account_of(self._store, self._person).passphrase

    def proved_again(self) -> None:
        """The person has shown once more who they are: from here on it counts again what is changed."""
        self._passphrase = self._kept()

    @contextmanager
    def changed_here(self) -> Iterator[None]:
        """Around a change of one's own passphrase at this terminal, which ends nothing here."""
        self._changing = True
        try:
            yield
            self._passphrase = self._kept()
        finally:
            self._changing = False

    def as_they_stand(self, actor: Actor, today: date) -> Actor:
        """The person with the roles held now. Raises SignInRefused where they are to sign in anew, or not at all."""
        now = still(self._store, actor, today)
        if self._proved:
            if self._person not in (accounts.person_linked(self._store, name) for name in self._proved):
                raise SignInRefused(UNLINKED)
        elif not self._changing and self._passphrase is not None and self._kept() != self._passphrase:
            raise SignInRefused(RESET)
        return now
