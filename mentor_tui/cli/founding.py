"""``init``: makes a database for an organisation."""

from __future__ import annotations

import os

import click

from mentor_tui.cli.options import database_option, today


@click.command(
    short_help="Make a database for an organisation.",
    epilog="Example: mentor-tui init --organisation 'Rose Care' --service 'Rose House'",
)
@click.option("--organisation", required=True, metavar="NAME", help="The organisation's name.")
@click.option("--service", default="", metavar="NAME", help="The name of its first service, S01.")
@click.option(
    "--nation",
    type=click.Choice(["england", "wales", "scotland", "northern_ireland"]),
    default="england",
    show_default=True,
    help="Where that service is: decides its bank holidays.",
)
@click.option("--admin", metavar="NAME", help="The first administrator; you, if not given.")
@database_option
def init(organisation: str, service: str, nation: str, admin: str | None, database: str | None) -> None:
    """Make a database; your operating-system account is its first administrator's."""
    from mentor_tui import identity
    from mentor_tui.cli.output import say
    from mentor_tui.cli.session import ask_passphrase, now, place_of
    from mentor_tui.founding import found

    path = place_of(database)
    account = identity.os_account()
    name = admin or _full_name() or account
    if not name:
        raise click.UsageError("This account has no name. Give the first administrator's with --admin NAME.")
    passphrase = None
    if not account:
        passphrase = ask_passphrase(f"A passphrase for {name}", twice=True)
    store, actor = found(
        path,
        organisation=_clean("organisation", organisation),
        administrator=_clean("admin", name),
        service=_clean("service", service) if service else "",
        nation=nation,
        passphrase=passphrase,
        os_account=account or None,
        today=today,
        now=now,
    )
    store.close()
    say(f"The database of {organisation} is at {path}.")
    linked = f", and the account '{account}' signs in as them" if account else ""
    say(f"{actor.name} ({actor.ref}) is its first administrator{linked}.")
    say("Next: mentor-tui opens the program; mentor-tui import FOLDER brings records in.")


def _clean(option: str, text: str) -> str:
    """A name as it is kept; fails with a sentence that names the option."""
    from mentor_tui.text import UncleanText, clean

    try:
        kept = clean(text)
    except UncleanText as unclean:
        raise click.BadParameter(str(unclean), param_hint=f"--{option}") from unclean
    if not kept:
        raise click.BadParameter("This is blank. Give a name.", param_hint=f"--{option}")
    return kept


def _full_name() -> str:
    """The name of whoever runs this, as the operating system knows it; blank where it does not."""
    if os.name == "nt":  # pragma: no cover - exercised on Windows only
        return ""
    import pwd

    try:
        name = pwd.getpwuid(os.getuid()).pw_gecos.partition(",")[0].strip()
    except KeyError:
        return ""
    return name if name.isprintable() else ""
