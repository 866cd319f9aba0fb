"""Who runs a command, on which database."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

import click

from mentor_tui import places
from mentor_tui.access import Actor
from mentor_tui.cli.options import today

if TYPE_CHECKING:
    from mentor_tui.office import Office
    from mentor_tui.store.database import Store


@dataclass
class Session:
    """A database that is open, and the person who asks."""

    store: Store
    actor: Actor
    today: date

    @cached_property
    def office(self) -> Office:
        """Where this person's changes are made."""
        return office_of(self.store)

    def known_service(self, service: str) -> str:
        """The key of a service by its id. Raises BadParameter where there is none."""
        key = self.store.value("SELECT id FROM service WHERE ref = :ref", {"ref": service})
        if key is None:
            raise click.BadParameter(f"There is no service {service[:60]}.", param_hint="--service")
        return str(key)

    def for_administrators(self, what: str) -> None:
        """Raises a refusal for anybody else."""
        if not self.actor.holds("administrator"):
            raise click.ClickException(f"Only an administrator may {what}. Ask yours, or use --as.")


def office_of(store: Store) -> Office:
    """The office of this database, on this machine's clock."""
    from mentor_tui.office import Office

    return Office(store, today, now)


def now() -> datetime:
    """The moment, in UTC."""
    return datetime.now(UTC)


def place_of(database: str | None) -> Path:
    """The database that was named here, before the command, or by the usual places."""
    ctx = click.get_current_context(silent=True)
    return places.database(database or (ctx.find_root().obj if ctx else None))


@contextmanager
def opened(database: str | None, as_whom: str | None = None) -> Iterator[Store]:
    """The database, open inside the block. Raises StoreProblem, also for damage that is met on the way.

    An encrypted one is unlocked with the passphrase of ``as_whom``, who is asked for where nobody is named.
    """
    from mentor_tui.cli import unlocking
    from mentor_tui.store import sqlite
    from mentor_tui.store.database import open_store, plain

    path = place_of(database)
    unlocking.unlock(path, as_whom)
    store = open_store(path)
    try:
        yield store
    except sqlite.TROUBLE as trouble:
        raise plain(trouble, path) from trouble
    finally:
        store.close()


@contextmanager
def session(database: str | None, as_whom: str | None) -> Iterator[Session]:
    """The database and the person who asks: the operating-system account's, or who signs in by ``--as``."""
    with opened(database, as_whom) as store:
        yield Session(store, _who(store, as_whom), today())


def _who(store: Store, as_whom: str | None) -> Actor:
    from mentor_tui import identity
    from mentor_tui.cli import unlocking

    shown = unlocking.shown()
    if as_whom is not None or shown is not None:
        named, passphrase = shown or (as_whom or "", ask_passphrase(f"Passphrase of {as_whom}"))
        person = identity.person_called(store, named)
        return identity.sign_in(store, office_of(store), person, passphrase, now())
    account = identity.os_account()
    actor = identity.linked(store, account, today())
    if actor is None:
        raise click.ClickException(
            f"The account '{account}' is linked to nobody here. Use --as NAME-OR-ID with your passphrase, "
            f"or ask an administrator for: mentor-tui person link YOUR-ID --account {account}"
        )
    return actor


def ask_passphrase(label: str, *, twice: bool = False) -> str:
    """A passphrase, typed unseen at a terminal, or one line of standard input where there is none."""
    if not sys.stdin.isatty():
        line = sys.stdin.readline()
        if not line:
            raise click.ClickException("No passphrase came in on standard input.")
        return line.rstrip("\r\n")
    from mentor_tui.text import one_line

    typed: str = click.prompt(one_line(label), hide_input=True, confirmation_prompt=twice, err=True)
    return typed
