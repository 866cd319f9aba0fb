"""Opening an encrypted database by lines: nobody's name is told, since nothing of it can be read yet."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from mentor_tui import identity, keys
from mentor_tui.access import Actor
from mentor_tui.office import Office
from mentor_tui.plain.teletype import Ended, Teletype
from mentor_tui.store import keyring
from mentor_tui.store.problems import Encrypted
from mentor_tui.tries import wait_after

_TOLD = (
    "The records on this machine are encrypted. Your own name and passphrase open them; so does a one-time code in "
    "place of the passphrase. quit leaves."
)
_BY_CODE = (
    "A code opened them, and lets nobody in yet. Give your name once more, then the word code in place of the "
    "passphrase: you choose a new one with it."
)


@dataclass(frozen=True, slots=True)
class Shown:
    """Who opened the file, and with what; `kind` says what that was (:func:`mentor_tui.keys.unlock`)."""

    named: str
    secret: str
    kind: str

    def actor(self, office: Office, now: datetime) -> Actor | None:
        """Whoever opened it with a passphrase is signed in by the same; nobody yet by a code. Raises SignInRefused."""
        if self.kind != "person":
            return None
        person = identity.person_called(office.store, self.named)
        return identity.sign_in(office.store, office, person, self.secret, now)


def unlock(line: Teletype, path: Path) -> Shown | None:
    """Opens the database for this process, where it is encrypted. Raises Ended for quit, StoreProblem."""
    try:
        keyring.key_of(path)
    except Encrypted:
        line.say(_TOLD)
        tries = 0
        while True:
            named = " ".join(line.line("Your whole name, or your staff id:").split())
            if named.casefold() in ("quit", "later", "exit"):
                raise Ended from None
            if not named or not (secret := line.secret("Passphrase, not shown:")):
                continue
            if kind := keys.unlock(path, named, secret):
                if kind == "code":
                    line.say(_BY_CODE)
                return Shown(named, secret, kind)
            tries += 1
            line.say(identity.WRONG)
            # Each try costs the machine its work; after some, the person waits besides.
            line.pause(wait_after(tries))
    return None
