"""Opening an encrypted database for a command: somebody's own name and passphrase."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from mentor_tui.store.database import KEYS, is_there

#: where a command keeps who has shown their passphrase already, so that nobody is asked twice
_SHOWN = "mentor_tui.passphrase_shown"


def shown() -> tuple[str, str] | None:
    """Who opened the database for this command, and their passphrase; nothing where it is not encrypted."""
    found: tuple[str, str] | None = click.get_current_context().meta.get(_SHOWN)
    return found


def unlock(path: Path, as_whom: str | None) -> tuple[str, str] | None:
    """Opens the database at ``path`` for this process, where it is encrypted; gives who did so, and their passphrase.

    Raises ClickException where nobody is named, or the passphrase is not right, StoreProblem where it cannot be
    looked at.
    """
    path = path.expanduser()
    # A folder that may not be entered is said of the database, before anything is looked for beside it.
    is_there(path)
    if not path.with_name(path.name + KEYS).is_file():
        return None
    from mentor_tui import identity, keys
    from mentor_tui.cli.session import ask_passphrase
    from mentor_tui.store import keyring
    from mentor_tui.store.problems import Encrypted

    try:
        keyring.key_of(path)
    except Encrypted as locked:
        if (again := shown()) and keys.unlock(path, *again):
            return again
        if as_whom is None:
            if not sys.stdin.isatty():
                raise click.ClickException(f"{locked} Use --as NAME-OR-ID.") from locked
            click.echo(str(locked), err=True)
        named = as_whom or click.prompt("Your name or id", err=True)
        passphrase = ask_passphrase(f"Passphrase of {named}")
        if not keys.unlock(path, named, passphrase):
            raise click.ClickException(identity.WRONG) from None
        click.get_current_context().meta[_SHOWN] = (named, passphrase)
        return named, passphrase
    return shown()
