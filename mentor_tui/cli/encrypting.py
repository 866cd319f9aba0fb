"""``encrypt``, ``decrypt``, ``recover``: the whole database file, opened by its people's own passphrases."""

from __future__ import annotations

import click

from mentor_tui.cli.options import as_option, database_option, today

_OTHERS_STAY = (
    "Copies that were made before are as they were: remove backups that are not encrypted, "
    "or keep them where nobody else comes."
)


@click.command(
    short_help="Encrypt the database file, for a laptop that may be lost.",
    epilog="Example: mentor-tui encrypt --as 'Ann Dale'",
)
@database_option
@as_option
def encrypt(database: str | None, as_whom: str | None) -> None:
    """Encrypt the whole database file. For administrators, by their own passphrase; everybody else closes the program.

    From then on the program opens with a name and passphrase alone. Whoever has a passphrase already opens the file
    after their next sign-in; until then an administrator opens the program first, or gives them a one-time code.
    """
    from mentor_tui import identity, passphrases
    from mentor_tui.cli.output import say
    from mentor_tui.cli.session import ask_passphrase, now, office_of, opened, place_of
    from mentor_tui.store import encrypting, keyring
    from mentor_tui.store.accounts import person_row

    path = place_of(database).expanduser()
    if keyring.is_encrypted(path):
        raise click.ClickException(f"{path} is encrypted already. Nothing was changed.")
    if as_whom is None:
        raise click.UsageError("Say whose passphrase is to open it: --as NAME-OR-ID.")
    with opened(str(path)) as store:
        if store.kept("demonstration") == "yes":
            raise click.ClickException("The demonstration holds nobody's records. It is not encrypted.")
        passphrase = ask_passphrase(f"Passphrase of {as_whom}")
        person = identity.person_called(store, as_whom)
        actor = identity.sign_in(store, office_of(store), person, passphrase, now())
        _administrators_only(actor.holds("administrator"), "encrypt it")
        ring, key = keyring.new_ring()
        row = person_row(store, actor.id)
        assert row is not None, "somebody has just signed in"
        ring = ring.sealed(key, "person", actor.id, row[:2], passphrase)
        recovery = passphrases.new_code(4)
        ring = ring.sealed(key, "recovery", "", (), recovery)
        office_of(store).note(actor, "encrypted", "database")
        encrypting.encrypt(store, ring, key)
    say(
        f"{path} is encrypted. Its keys are in {keyring.path_of(path).name} beside it: keep the two together."
    )
    say(f"Recovery code: {recovery}")
    say("Write it down and lock it away. It is not shown again; without it and without a passphrase nobody,")
    say("whoever they are, can read these records again.")
    say(_OTHERS_STAY)


@click.command(
    short_help="Make an encrypted database plain again.", epilog="Example: mentor-tui decrypt --as 'Ann Dale'"
)
@database_option
@as_option
def decrypt(database: str | None, as_whom: str | None) -> None:
    """Make an encrypted database plain again. For administrators; everybody else closes the program."""
    from mentor_tui.cli.output import say
    from mentor_tui.cli.session import place_of, session
    from mentor_tui.store import encrypting, keyring

    path = place_of(database).expanduser()
    if path.is_file() and not keyring.is_encrypted(path):
        raise click.ClickException(f"{path} is not encrypted. Nothing was changed.")
    with session(database, as_whom) as this:
        this.for_administrators("decrypt the database")
        this.office.note(this.actor, "decrypted", "database")
        encrypting.decrypt(this.store)
    say(f"{path} is not encrypted any more: whoever can read the file can read what is in it.")


@click.command(
    short_help="Open an encrypted database by its recovery code.",
    epilog="Example: mentor-tui recover --as 'Ann Dale'",
)
@database_option
@click.option(
    "--as",
    "as_whom",
    metavar="NAME-OR-ID",
    required=True,
    help="The administrator who gets a new passphrase.",
)
def recover(database: str | None, as_whom: str) -> None:
    """Open an encrypted database by its recovery code, and set an administrator's new passphrase."""
    from mentor_tui import identity, keys
    from mentor_tui.cli.output import say
    from mentor_tui.cli.session import ask_passphrase, now, office_of, opened, place_of
    from mentor_tui.store import keyring

    path = place_of(database).expanduser()
    if not keyring.is_encrypted(path):
        raise click.ClickException(f"There is no encrypted database at {path}. Nothing was changed.")
    if not keys.unlock(path, keys.RECOVERY, ask_passphrase("Recovery code")):
        raise click.ClickException("The recovery code is not right. Nothing was changed.")
    with opened(str(path)) as store:
        person = identity.person_called(store, as_whom)
        actor = identity.actor_of(store, person, today())
        _administrators_only(actor.holds("administrator"), "be given a passphrase this way")
        passphrase = ask_passphrase(f"New passphrase of {as_whom}", twice=True)
        identity.set_passphrase(store, office_of(store), actor, person, passphrase, now())
        office_of(store).note(None, "recovered", "database", reason=f"by the recovery code, for {actor.ref}")
    say(f"{as_whom} opens the database with the new passphrase. The recovery code holds still.")


def _administrators_only(allowed: bool, what: str) -> None:
    if not allowed:
        raise click.ClickException(f"Only an administrator may {what}. Nothing was changed.")
