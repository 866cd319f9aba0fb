"""The options that many commands share, and how their words are read."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any, TypeVar

import click

from mentor_tui.caller import Proof

Command = TypeVar("Command", bound=Callable[..., Any])

FORMATS = ("table", "json", "csv")


class Day(click.ParamType[date]):
    """A date as YYYY-MM-DD, DD/MM/YYYY or in everyday words."""

    name = "date"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> date:
        """The date that was meant; fails with a sentence."""
        if isinstance(value, date):
            return value
        from mentor_tui.dates import NotADate, understand

        try:
            return understand(str(value), today())
        except NotADate:
            said = f"'{str(value)[:40]}' is not a date between 1900 and 2199; write it as 2026-03-31."
            self.fail(said, param, ctx)


def today() -> date:
    """The date today on this machine: the command line's own reading of the clock."""
    return date.today()  # noqa: DTZ011 - a civil date, as the person's wall calendar has it


def database_option(command: Command) -> Command:
    """``--database``: which database to use."""
    return click.option(
        "--database",
        metavar="PATH-OR-URL",
        help="The database; else MENTOR_TUI_DATABASE, the configuration file, the platform's data folder.",
    )(command)


def sign_in_option(command: Command) -> Command:
    """``--sign-in``: by what it is known who is there."""
    return click.option(
        "--sign-in",
        type=click.Choice([proof.value for proof in Proof]),
        default=Proof.ACCOUNT.value,
        show_default=True,
        help="By what it is known who is there: the account that runs the program, the key that sshd was shown, "
        "the account that called sudo; or by a passphrase alone. See docs/administrator.md.",
    )(command)


def as_option(command: Command) -> Command:
    """``--as``: who runs the command, where the operating-system account is linked to nobody."""
    return click.option(
        "--as",
        "as_whom",
        metavar="NAME-OR-ID",
        help="Run it as this person; the passphrase is asked for (or read from standard input).",
    )(command)


def as_at_option(command: Command) -> Command:
    """``--as-at``: the date at which the rules look."""
    return click.option(
        "--as-at", type=Day(), metavar="DATE", help="As things were known at this date; today if not given."
    )(command)


def service_option(command: Command) -> Command:
    """``--service``: one service alone."""
    return click.option("--service", metavar="ID", help="One service alone, by its id.")(command)


def format_option(command: Command) -> Command:
    """``--format``: a table for people, JSON or CSV for programs."""
    return click.option(
        "--format",
        "format_",
        type=click.Choice(FORMATS),
        default="table",
        show_default=True,
        help="A table to read, JSON or CSV.",
    )(command)
