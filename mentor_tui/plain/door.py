"""Signing in and the lock, by lines: the waits and words of the screens, and nothing left of the last person."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mentor_tui import identity
from mentor_tui.access import Actor
from mentor_tui.plain.teletype import Ended
from mentor_tui.store.problems import StoreProblem

if TYPE_CHECKING:
    from mentor_tui.plain.seat import PlainSeat
    from mentor_tui.plain.talk import Talk

#: so many names are listed at once; more letters narrow them
_LISTED = 12

HELP = (
    "Type a few letters of your name and press Enter, then your passphrase; it is not shown as you type. "
    "code, in place of a passphrase, takes a one-time code from your administrator. quit leaves."
)


def sign_in(talk: Talk) -> Actor:
    """Who is there? Asks until somebody is let in. Raises Ended for quit."""
    from mentor_tui.plain.talk import is_command

    if talk.demonstration:
        return _cast(talk)
    while True:
        typed = " ".join(talk.ask("Your name:").split())
        if is_command(typed, "quit", "later", "exit"):
            raise Ended
        if is_command(typed, "?", "help"):
            talk.say(HELP)
            continue
        if not typed:
            continue
        person = _person(talk, typed)
        if person is None:
            continue
        if (actor := _try(talk, person)) is not None:
            return actor


def _person(talk: Talk, typed: str) -> str | None:
    """The key of who is meant, blank where it is nobody known; nothing where the name is asked again."""
    found = identity.people_who_may_sign_in(talk.store, typed, talk.today())
    same = [one for one in found if one.name.casefold() == typed.casefold()]
    if len(same) == 1:
        found = same
    if len(found) == 1:
        talk.say(f"{found[0].name}, {', '.join(filter(None, (found[0].job_role, found[0].service)))}.")
        return found[0].id
    if not found:
        # As for a wrong passphrase: nobody learns here whether there is such a name.
        return identity.person_called(talk.store, typed)
    for number, one in enumerate(found[:_LISTED], 1):
        talk.say(f"{number} {one.name}, {', '.join(filter(None, (one.job_role, one.service)))}")
    if len(found) > _LISTED:
        talk.say(f"And {len(found) - _LISTED} more. Give more letters of the name.")
    chosen = talk.ask("Number, or more letters:").strip()
    if chosen.isascii() and chosen.isdigit() and 1 <= int(chosen) <= min(_LISTED, len(found)):
        return found[int(chosen) - 1].id
    return _person(talk, chosen) if chosen else None


def _try(talk: Talk, person: str) -> Actor | None:
    secret = talk.line.secret("Passphrase, not shown:")
    if not secret:
        return None
    try:
        if secret.strip().casefold() == "code":
            return _by_code(talk, person)
        return identity.sign_in(talk.store, talk.office, person, secret, talk.now())
    except (identity.SignInRefused, identity.Unacceptable, StoreProblem) as refused:
        talk.say(str(refused))
        return None


def _by_code(talk: Talk, person: str) -> Actor | None:
    """A one-time code, and the passphrase that its owner chooses. Raises SignInRefused, Unacceptable."""
    code = talk.ask("Your one-time code:").strip()
    talk.say(f"Choose a passphrase. Three words are easy to keep, such as: {identity.suggest_passphrase()}")
    first = talk.line.secret("The new passphrase, not shown:")
    if talk.line.secret("Once more:") != first:
        talk.say("The two are not the same. Nothing was changed.")
        return None
    return identity.use_reset_code(talk.store, talk.office, person, code, first, talk.now())


def unlock(talk: Talk, seat: PlainSeat) -> Actor:
    """Waits behind the lock for the person, or for somebody else who signs in. Raises Ended for quit."""
    from mentor_tui.plain.talk import is_command

    if talk.demonstration:
        return _cast(talk)
    store, person = seat.store, seat.actor.id
    name = seat.actor.name
    while True:
        talk.say(f"Locked by {name}. What was being typed is kept.")
        pin = identity.has_pin(store, person)
        if not pin and not identity.has_passphrase(store, person):
            talk.say(
                "You came in by this machine's own account, and have neither PIN nor passphrase here. "
                "Type quit and start again: what you were typing will be offered. "
                "A PIN, set on the full screen under Settings, opens this lock in a moment."
            )
        typed = talk.ask("Enter unlocks. other signs somebody else in. quit leaves.")
        if is_command(typed, "quit", "later", "exit"):
            raise Ended
        if is_command(typed, "other"):
            return sign_in(talk)
        if not pin and not identity.has_passphrase(store, person):
            continue
        secret = talk.line.secret("PIN or passphrase, not shown:" if pin else "Passphrase, not shown:")
        if not secret:
            continue
        by_pin = pin and secret.isdigit() and len(secret) <= 8
        check = identity.unlock_with_pin if by_pin else identity.sign_in
        try:
            if by_pin:
                # Work that is to be signed in to anew is not opened by the PIN.
                seat.admission.as_they_stand(seat.actor, talk.today())
            return check(store, talk.office, person, secret, talk.now())
        except (identity.SignInRefused, StoreProblem) as refused:
            talk.say(str(refused))


def _cast(talk: Talk) -> Actor:
    """In the demonstration, anybody's seat: one person for each role. Raises Ended for back and quit."""
    from mentor_tui import demo
    from mentor_tui.plain.talk import Left

    cast = demo.cast(talk.store)
    talk.say("The demonstration. Everybody and everything in it is invented. Whose seat do you take?")
    try:
        place = talk.choose("Number:", [f"{one.role}: {one.name}" for one in cast])
    except Left:
        raise Ended from None
    return identity.actor_of(talk.store, cast[place].person, talk.today())
