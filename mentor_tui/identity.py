"""Who somebody is: signing in, locking, links to accounts of the machine and to SSH keys (people.md, *Identity*).

A try is counted before it is looked at, so that neither a kill nor a second terminal gives one for nothing.
Every sign-in and every failure is in the journal; what was typed never is. An unknown name is answered with
the same words, after the same time, as a wrong passphrase.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from mentor_tui import caller, keys, passphrases
from mentor_tui.access import Actor
from mentor_tui.caller import Proof, fingerprint
from mentor_tui.caller import account as os_account
from mentor_tui.passphrases import Unacceptable, suggest_passphrase
from mentor_tui.signed_in import actor_today, still
from mentor_tui.store import accounts
from mentor_tui.store.accounts import Account, Who
from mentor_tui.store.database import Store
from mentor_tui.tries import LOCKED, TRIES, SignInRefused, failed, reserve_try, tell, wait_after

if TYPE_CHECKING:
    from mentor_tui.office import Office

#: wrong PINs in a row after which the passphrase is asked for
PIN_TRIES = 5
#: how long a one-time code holds
CODE_HOURS = 72
#: how many people a list of names shows at once
LISTED = 200

WRONG = "The name or the passphrase is not right. Try again, or ask your administrator for a code."
WRONG_CODE = "The code is not right, or no longer holds. Ask your administrator for a new one."
WRONG_PIN = "That PIN is not right. Try again, or enter your passphrase."
PASSPHRASE_NEEDED = "Enter your passphrase: the PIN opens this lock no more."

#: how somebody came in whom the system knows, as the journal has it
_BY = {Proof.ACCOUNT: "account of this machine", Proof.KEY: "SSH key", Proof.SUDO: "account, through sudo"}


class NotYours(Exception):
    """Somebody tried to change how another person signs in. The message is a sentence."""


# -- who is who ------------------------------------------------------------------------------------


def people_who_may_sign_in(store: Store, like: str, today: date) -> list[Who]:
    """Those who can sign in with a passphrase or a code, by name; ``like`` is part of a name or id."""
    return accounts.people_with_accounts(store, like, today.isoformat(), LISTED)


def person_called(store: Store, named: str) -> str:
    """The key of the one person with this id or name; blank where there is none or several share the name."""
    keys = accounts.keys_named(store, named)
    return keys[0] if len(keys) == 1 else ""


def actor_of(store: Store, person_id: str, today: date) -> Actor:
    """The person with the roles held today. Ask again whenever a session wakes: access can end meanwhile.

    Raises SignInRefused for somebody who has left or is not known.
    """
    if accounts.person_row(store, person_id) is None:
        raise SignInRefused(WRONG)
    return actor_today(store, person_id, today)


def linked(store: Store, name: str, today: date) -> Actor | None:
    """The person to whom this account or fingerprint of a key is linked; nobody where that person has left."""
    person = accounts.person_linked(store, name) if name else None
    if person is None:
        return None
    try:
        return actor_of(store, person, today)
    except SignInRefused:
        return None


def arrived(store: Store, proof: Proof, today: date, now: datetime) -> Actor | None:
    """Lets in the one person whom the system has proved to be there; nobody where it names none, or several."""
    found = {
        actor.id: actor for name in caller.names(proof) if (actor := linked(store, name, today)) is not None
    }
    if len(found) != 1:
        return None
    (actor,) = found.values()
    with store.writing():
        tell(store, now, actor.id, "signed_in", actor.id, _BY[proof])
    return actor


# -- signing in ------------------------------------------------------------------------------------


def sign_in(store: Store, office: Office, person_id: str, passphrase: str, now: datetime) -> Actor:
    """Lets a person in by their passphrase. Raises SignInRefused; ``person_id`` may be blank or unknown."""
    kept = reserve_try(store, person_id, now)
    account = kept or Account(person_id)
    right = passphrases.matches(account.passphrase or passphrases.matches_nothing(), passphrase)
    if not right or not account.passphrase:
        failed(store, person_id if kept else None, now, locked=account.wrong_tries + 1 >= TRIES)
        raise SignInRefused(WRONG)
    actor = actor_of(store, person_id, office.today())
    fresh = passphrases.keep(passphrase) if passphrases.is_weak(account.passphrase) else account.passphrase
    with store.writing():
        accounts.write(
            store,
            person_id,
            passphrase=fresh,
            wrong_tries=0,
            wait_until=None,
            locked_on=None,
            pin_tries=0,
            reset_code=None,
            reset_until=None,
        )
        if store.key:
            keys.settle(store, person_id, passphrase)
        tell(store, now, person_id, "signed_in", person_id)
    return actor


def proved(store: Store, person_id: str, passphrase: str, today: date) -> Actor | None:
    """The person whose passphrase this is, in a database that must not be written to, such as a backup.

    Nothing is counted: whoever holds the file of a backup could ask it elsewhere as often as they like.
    """
    kept = accounts.account_of(store, person_id).passphrase
    right = passphrases.matches(kept or passphrases.matches_nothing(), passphrase)
    return actor_of(store, person_id, today) if right and kept else None


def use_reset_code(
    store: Store, office: Office, person_id: str, code: str, passphrase: str, now: datetime
) -> Actor:
    """Lets a person in by a one-time code, with the new passphrase that they chose.

    Raises Unacceptable for that passphrase (the code still holds then), SignInRefused for the code.
    """
    _check_for(store, person_id, passphrase)
    kept = reserve_try(store, person_id, now)
    account = kept or Account(person_id)
    right = passphrases.matches(
        account.reset_code or passphrases.matches_nothing(), passphrases.code_as_kept(code)
    )
    holds = account.reset_until and datetime.fromisoformat(account.reset_until) >= now
    if not right or not account.reset_code or not holds:
        failed(store, person_id if kept else None, now, locked=account.wrong_tries + 1 >= TRIES)
        raise SignInRefused(WRONG_CODE)
    actor = actor_of(store, person_id, office.today())
    with store.writing():
        _put_passphrase(store, person_id, passphrase)
        pen = tell(store, now, person_id, "passphrase_set", person_id, "one-time code")
        pen.write("signed_in", "account", person_id)
        pen.flush()
    if store.key:
        with store.writing():
            keys.settle(store, person_id, passphrase)
    return actor


def unlock_with_pin(store: Store, office: Office, person_id: str, pin: str, now: datetime) -> Actor:
    """Reopens a person's own locked session. Raises SignInRefused, with ``passphrase_needed`` after five."""
    with store.writing():
        account = accounts.account_of(store, person_id)
        tries = account.pin_tries + 1
        spent = account.pin is None or tries > PIN_TRIES
        if not spent:
            accounts.write(store, person_id, pin_tries=tries)
    if spent or account.pin is None:
        raise SignInRefused(PASSPHRASE_NEEDED, passphrase_needed=True)
    if not passphrases.matches(account.pin, pin):
        with store.writing():
            tell(store, now, None, "unlockfailed", person_id)
        raise SignInRefused(
            WRONG_PIN if tries < PIN_TRIES else PASSPHRASE_NEEDED, passphrase_needed=tries >= PIN_TRIES
        )
    actor = actor_of(store, person_id, office.today())
    with store.writing():
        accounts.write(store, person_id, pin_tries=0)
        tell(store, now, person_id, "unlocked", person_id)
    return actor


def has_pin(store: Store, person_id: str) -> bool:
    """Whether a PIN would reopen this person's lock now."""
    account = accounts.account_of(store, person_id)
    return account.pin is not None and account.pin_tries < PIN_TRIES


def has_passphrase(store: Store, person_id: str) -> bool:
    """Whether a passphrase would let this person in: not so for one known by a linked account alone."""
    return accounts.account_of(store, person_id).passphrase is not None


# -- what people set -------------------------------------------------------------------------------


def set_passphrase(
    store: Store, office: Office, actor: Actor, person_id: str, passphrase: str, now: datetime
) -> None:
    """Sets a person's passphrase: their own, or by an administrator. Takes a lock off the account.

    Raises Unacceptable, NotYours, SignInRefused (nobody known).
    """
    _may_set(store, actor, person_id, office.today(), "passphrase")
    actor_of(store, person_id, office.today())
    _check_for(store, person_id, passphrase)
    with store.writing():
        _may_set(store, actor, person_id, office.today(), "passphrase")
        _put_passphrase(store, person_id, passphrase)
        tell(store, now, actor.id, "passphrase_set", person_id)


def set_pin(store: Store, actor: Actor, pin: str | None, now: datetime) -> None:
    """Sets one's own PIN, or takes it away (none). Raises Unacceptable."""
    if pin is not None:
        passphrases.check_pin(pin)
    kept = passphrases.keep(pin) if pin is not None else None
    with store.writing():
        accounts.write(store, actor.id, pin=kept, pin_tries=0)
        tell(store, now, actor.id, "pin_set" if pin is not None else "pin_removed", actor.id)


def give_reset_code(store: Store, office: Office, actor: Actor, person_id: str, now: datetime) -> str:
    """A one-time code that an administrator hands to a person; it holds for three days.

    Takes a lock off the account. Raises NotYours, SignInRefused (nobody known).
    """
    _administrators_only(store, actor, office.today())
    actor_of(store, person_id, office.today())
    code = passphrases.new_code()
    kept = passphrases.keep(passphrases.code_as_kept(code))
    with store.writing():
        _administrators_only(store, actor, office.today())
        if store.key:
            keys.add(store, "code", person_id, code)
        accounts.write(
            store,
            person_id,
            reset_code=kept,
            reset_until=(now + timedelta(hours=CODE_HOURS)).isoformat(timespec="seconds"),
            wrong_tries=0,
            wait_until=None,
            locked_on=None,
        )
        tell(store, now, actor.id, "code_given", person_id)
    return code


def link(store: Store, office: Office, actor: Actor, person_id: str, name: str | None, now: datetime) -> str:
    """Links an account of this machine, or an SSH key, to a person: an administrator's act.

    ``name`` is the account's name, a public key or its fingerprint; none takes all links of the person away. Gives
    the name as it is kept. A person may have several links, each is one person's. The journal names a key, and not
    an account: that name may be the person's own, and what stands in the journal stands for good.
    Raises NotYours, Unacceptable where it is another person's, SignInRefused (nobody known).
    """
    _administrators_only(store, actor, office.today())
    if name is None:
        unlink(store, actor, person_id, None, now)
        return ""
    actor_of(store, person_id, office.today())
    kept = _link_name(name)
    with store.writing():
        _administrators_only(store, actor, office.today())
        other = accounts.person_linked(store, kept)
        if other and other != person_id:
            row = accounts.person_row(store, other)
            raise Unacceptable(
                f"{kept} is linked to {row[0] if row else 'another person'} already. "
                "One account, and one key, is one person's."
            )
        accounts.link(store, kept, person_id)
        tell(store, now, actor.id, "linked", person_id, caller.fingerprint(kept))
    return kept


def unlink(store: Store, actor: Actor, person_id: str, name: str | None, now: datetime) -> None:
    """Takes a link of a person away, or all of them (none): an administrator's act.

    Raises NotYours, Unacceptable where the person has no such link.
    """
    today = now.astimezone().date()
    _administrators_only(store, actor, today)
    kept = _link_name(name) if name is not None else None
    if kept is not None and kept not in accounts.links_of(store, person_id):
        raise Unacceptable(f"{kept} is not linked to this person. Nothing was changed.")
    with store.writing():
        _administrators_only(store, actor, today)
        accounts.unlink(store, person_id, kept)
        tell(store, now, actor.id, "unlinked", person_id, caller.fingerprint(kept or ""))


def _link_name(text: str) -> str:
    """An account's name or a key's fingerprint, as it is kept. Raises Unacceptable."""
    name = caller.fingerprint(text) or text
    if not name.strip() or not name.isprintable() or len(name) > 256:
        raise Unacceptable(
            "Give the name of the account as the operating system shows it, or the public key or its fingerprint."
        )
    return name


def _may_set(store: Store, actor: Actor, person_id: str, today: date, what: str) -> None:
    actor = still(store, actor, today)
    if actor.id != person_id and not actor.holds("administrator"):
        raise NotYours(f"Only the person or an administrator may change this {what}. Nothing was changed.")


def _administrators_only(store: Store, actor: Actor, today: date) -> None:
    """Whoever is one now, whatever was so when they signed in."""
    if not still(store, actor, today).holds("administrator"):
        raise NotYours("This is for an administrator. Nothing was changed.")


def _check_for(store: Store, person_id: str, passphrase: str) -> None:
    row = accounts.person_row(store, person_id)
    near = (row[0], row[1], *row[1].split()) if row else ()
    organisation = str(store.value("SELECT name FROM organisation") or "")
    passphrases.check_passphrase(passphrase, near=(*near, organisation))


def _put_passphrase(store: Store, person_id: str, passphrase: str) -> None:
    if store.key:
        # First the new one opens the file too; the former one is forgotten at the next sign-in.
        keys.add(store, "person", person_id, passphrase)
    accounts.write(
        store,
        person_id,
        passphrase=passphrases.keep(passphrase),
        wrong_tries=0,
        wait_until=None,
        locked_on=None,
        pin_tries=0,
        reset_code=None,
        reset_until=None,
    )


__all__ = [
    "LOCKED",
    "PASSPHRASE_NEEDED",
    "PIN_TRIES",
    "TRIES",
    "WRONG",
    "WRONG_CODE",
    "WRONG_PIN",
    "NotYours",
    "Proof",
    "SignInRefused",
    "Unacceptable",
    "Who",
    "actor_of",
    "arrived",
    "fingerprint",
    "give_reset_code",
    "has_passphrase",
    "has_pin",
    "link",
    "linked",
    "os_account",
    "people_who_may_sign_in",
    "person_called",
    "proved",
    "set_passphrase",
    "set_pin",
    "sign_in",
    "suggest_passphrase",
    "unlink",
    "unlock_with_pin",
    "use_reset_code",
    "wait_after",
]
