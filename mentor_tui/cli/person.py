"""``person``: who there is, what roles they hold, how they sign in. All of it through the office."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import click

from mentor_tui.cli import personal_data
from mentor_tui.cli.options import Day, as_option, database_option

if TYPE_CHECKING:
    from mentor_tui.cli.session import Session
    from mentor_tui.declare import Record, Value


@click.group(
    short_help="People, their roles, and how they sign in.",
    no_args_is_help=False,
    epilog="Example: mentor-tui person roles 'Ann Dale' --add registered_manager@S01",
)
def person() -> None:
    """Add people, give them roles, and let them sign in."""


person.add_command(personal_data.export)
person.add_command(personal_data.anonymise)


@person.command(
    epilog="Example: mentor-tui person add --name 'Ann Dale' --service S01 --job-role 'Registered manager' "
    "--start 2020-01-06 --role registered_manager"
)
@click.option("--name", required=True, help="First name and family name.")
@click.option("--id", "ident", default="", metavar="ID", help="Your own number for the person.")
@click.option("--service", default="", metavar="ID", help="Where they work; none for a board member.")
@click.option("--job-role", default="", help="For staff: their job role.")
@click.option("--start", type=Day(), metavar="DATE", help="For staff: their first day at work.")
@click.option("--role", "roles", multiple=True, metavar="ROLE", help="A role; may be given several times.")
@database_option
@as_option
def add(
    name: str,
    ident: str,
    service: str,
    job_role: str,
    start: date | None,
    roles: tuple[str, ...],
    database: str | None,
    as_whom: str | None,
) -> None:
    """Add a person: staff of a service, or somebody outside the staff register."""
    from mentor_tui import records
    from mentor_tui.cli.output import say
    from mentor_tui.cli.session import session
    from mentor_tui.office import Change

    with session(database, as_whom) as now:
        now.for_administrators("add people here")
        record = records.STAFF if service else records.PERSON
        typed = {"name": name, "staff_id": ident, "roles": ";".join(roles)}
        if service:
            typed |= {"job_role": job_role}
        elif job_role or start:
            raise click.UsageError("--job-role and --start are for staff: give their --service too.")
        values = _read(record, {field: text for field, text in typed.items() if text})
        if service:
            values |= {"service_id": now.known_service(service), "employment_start": start}
            missing = [
                option for option, given in (("--job-role", job_role), ("--start", start)) if not given
            ]
            if missing:
                raise click.UsageError(f"A member of staff needs {' and '.join(missing)} too.")
        saved = now.office.save(now.actor, Change(record, values))
        ref = now.store.value("SELECT ref FROM staff WHERE id = :id", {"id": saved.ids[0]})
        say(f"{values['name']} is added as {ref}.")
        say(f"To let them in: mentor-tui person reset-code {ref}")


@person.command(epilog="Example: mentor-tui person link M-004 --account zoe")
@click.argument("whom", metavar="NAME-OR-ID")
@click.option("--account", metavar="NAME", help="An account of this machine, as 'whoami' says it.")
@click.option("--key", metavar="KEY", help="An SSH key: the line of the public key, or its fingerprint.")
@click.option("--remove", is_flag=True, help="Take this link away; without --account or --key all of them.")
@database_option
@as_option
def link(
    whom: str, account: str | None, key: str | None, remove: bool, database: str | None, as_whom: str | None
) -> None:
    """Link accounts of this machine or SSH keys to a person: over SSH nothing more is asked of them.

    Alone it shows what is linked to the person.
    """
    from mentor_tui import identity
    from mentor_tui.cli import session as sessions
    from mentor_tui.cli.output import say
    from mentor_tui.store.accounts import links_of

    if account and key:
        raise click.UsageError("Give --account or --key, one at a time.")
    if key and not identity.fingerprint(key):
        raise click.BadParameter(
            "This is no public key, nor the fingerprint of one (SHA256:...). "
            "Give the line of the file that ends in .pub.",
            param_hint="--key",
        )
    with sessions.session(database, as_whom) as now:
        now.for_administrators("link accounts")
        person = key_of(now, whom)
        named = account or key
        if remove:
            identity.unlink(now.store, now.actor, person, named, sessions.now())
        elif named:
            kept = identity.link(now.store, now.office, now.actor, person, named, sessions.now())
            say(f"{kept} signs in as {_called(now, person)}.")
            return
        left = links_of(now.store, person)
        say(f"{_called(now, person)} is linked to: {', '.join(left) or 'nothing'}.")


@person.command(epilog="Example: mentor-tui person passphrase M-004")
@click.argument("whom", metavar="NAME-OR-ID", required=False)
@database_option
@as_option
def passphrase(whom: str | None, database: str | None, as_whom: str | None) -> None:
    """Set a passphrase: your own, for which you give the present one, or as an administrator somebody else's."""
    import sys

    from mentor_tui import identity
    from mentor_tui.cli import session as sessions
    from mentor_tui.cli.output import say
    from mentor_tui.cli.unlocking import shown

    with sessions.session(database, as_whom) as now:
        key = identity.person_called(now.store, whom) if whom is not None else now.actor.id
        if key != now.actor.id:
            # Before it is said whether there is anybody of that name.
            now.for_administrators("set another person's passphrase")
            key = key_of(now, whom or "")
        elif as_whom is None and shown() is None and identity.has_passphrase(now.store, key):
            # Known by the account of the machine: somebody else may sit at it for a moment.
            present = sessions.ask_passphrase("Your present passphrase")
            identity.sign_in(now.store, now.office, key, present, sessions.now())
        if sys.stdin.isatty():
            click.echo(f"Three words are easy to keep, such as: {identity.suggest_passphrase()}", err=True)
        typed = sessions.ask_passphrase("The new passphrase", twice=True)
        identity.set_passphrase(now.store, now.office, now.actor, key, typed, sessions.now())
        say(f"The passphrase of {_called(now, key)} is set.")


@person.command("reset-code", epilog="Example: mentor-tui person reset-code M-004")
@click.argument("whom", metavar="NAME-OR-ID")
@database_option
@as_option
def reset_code(whom: str, database: str | None, as_whom: str | None) -> None:
    """Make a one-time code with which a person chooses a new passphrase. Unlocks their account."""
    from mentor_tui import identity
    from mentor_tui.cli import session as sessions
    from mentor_tui.cli.output import say

    with sessions.session(database, as_whom) as now:
        now.for_administrators("make codes")
        key = key_of(now, whom)
        code = identity.give_reset_code(now.store, now.office, now.actor, key, sessions.now())
        say(f"The code of {_called(now, key)}: {code}")
        say("It opens once, within three days. Give it to nobody else.")


@person.command(epilog="Example: mentor-tui person roles M-004 --add mentor --remove line_manager")
@click.argument("whom", metavar="NAME-OR-ID")
@click.option("--add", "added", multiple=True, metavar="ROLE", help="A role to give.")
@click.option("--remove", "removed", multiple=True, metavar="ROLE", help="A role to take away.")
@database_option
@as_option
def roles(
    whom: str,
    added: tuple[str, ...],
    removed: tuple[str, ...],
    database: str | None,
    as_whom: str | None,
) -> None:
    """Show a person's roles, or change them: role, role@SERVICE or role@* for all services."""
    from mentor_tui import records
    from mentor_tui.cli.output import say
    from mentor_tui.cli.session import session
    from mentor_tui.office import Change

    with session(database, as_whom) as now:
        now.for_administrators("see and change roles here")
        key = key_of(now, whom)
        held = _roles_of(now, key)
        for role in removed:
            if role not in held:
                raise click.BadParameter(
                    f"{_called(now, key)} does not hold '{role[:60]}'; held: {', '.join(held) or 'none'}.",
                    param_hint="--remove",
                )
        wanted = [role for role in held if role not in removed]
        wanted += [role for role in added if role not in wanted]
        if wanted != held:
            values = _read(records.PERSON, {"roles": ";".join(wanted)})
            record = records.STAFF if _works_somewhere(now, key) else records.PERSON
            now.office.save(now.actor, Change(record, values, id=key))
        say(f"{_called(now, key)}: {', '.join(_roles_of(now, key)) or 'no role'}")


# -- what they share -------------------------------------------------------------------------------


def key_of(now: Session, whom: str) -> str:
    """The key of the person who was named. Raises ClickException where that is nobody, or several."""
    from mentor_tui import identity

    key = identity.person_called(now.store, whom)
    if not key:
        raise click.ClickException(f"'{whom[:60]}' is no id, and not the name of exactly one person.")
    return key


def _called(now: Session, key: str) -> str:
    """Name and id of a person."""
    ref, name = now.store.row("SELECT ref, name FROM staff WHERE id = :id", {"id": key}) or ("", "")
    return f"{name} ({ref})"


def _works_somewhere(now: Session, key: str) -> bool:
    return now.store.value("SELECT service_id FROM staff WHERE id = :id", {"id": key}) is not None


def _roles_of(now: Session, key: str) -> list[str]:
    kept = str(now.store.value("SELECT roles FROM staff WHERE id = :id", {"id": key}) or "")
    return kept.split(";") if kept else []


def _read(record: Record, typed: dict[str, str]) -> dict[str, Value]:
    """The values of what was typed. Raises Invalid with every fault."""
    from mentor_tui.office import Invalid
    from mentor_tui.office.desk import stated

    values, faults = stated(record, typed)
    if faults:
        raise Invalid(faults)
    return values
