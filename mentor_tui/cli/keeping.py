"""``backup``, ``restore``, ``check``: copies that are whole, and whether everything is as it was written."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from mentor_tui.access import Actor
from mentor_tui.cli import FOUND
from mentor_tui.cli.options import as_option, database_option, today

if TYPE_CHECKING:
    from mentor_tui.store.database import Store


@click.command(
    short_help="Copy the database to a file while others work.",
    epilog="Example: mentor-tui backup /mnt/backups/mentor-2026-03-12.db",
)
@click.argument("file", type=click.Path(path_type=Path))
@database_option
@as_option
def backup(file: Path, database: str | None, as_whom: str | None) -> None:
    """Copy the database to FILE while others work, and check the copy. For administrators."""
    from mentor_tui.cli.output import say
    from mentor_tui.cli.session import session
    from mentor_tui.store.backup import copy, head_of

    with session(database, as_whom) as now:
        now.for_administrators("make a backup")
        copy(now.store, file)
        # That of the copy itself: others may have saved while it was made.
        head = head_of(file)
        try:
            now.office.note(now.actor, "backed_up", "database", reason=f"head of the journal {head}")
        except BaseException:
            # No copy is made of which the journal does not tell.
            file.expanduser().unlink(missing_ok=True)
            raise
        say(f"The backup is at {file}.")
        say(f"Head of the journal in it: {head}")
        say("Keep that line elsewhere too: it shows if the journal is ever cut or rebuilt.")


@click.command(
    short_help="Put a backup in the place of the database.",
    epilog="Example: mentor-tui restore /mnt/backups/mentor-2026-03-12.db",
)
@click.argument("file", type=click.Path(path_type=Path))
@database_option
@as_option
def restore(file: Path, database: str | None, as_whom: str | None) -> None:
    """Put a backup in the place of the database; what was there is kept. For administrators."""
    from mentor_tui.cli import unlocking
    from mentor_tui.cli.output import say
    from mentor_tui.cli.session import ask_passphrase, now, place_of
    from mentor_tui.store.backup import restore as put_back
    from mentor_tui.store.database import is_there, open_backup, open_store
    from mentor_tui.store.problems import Newer, UnknownDatabase

    path = place_of(database)
    # What is encrypted needs the passphrase of one of its people, of the database or of the backup.
    named = unlocking.unlock(file.expanduser(), as_whom) or unlocking.unlock(path, as_whom)
    as_whom, passphrase = named or (as_whom, "")
    if as_whom is not None and not passphrase:
        passphrase = ask_passphrase(f"Passphrase of {as_whom}")
    # A file that is no backup of ours is refused before anybody has to show who they are.
    open_backup(file).close()
    if is_there(path):
        try:
            by = _administrator_of(open_store(path), as_whom, passphrase)
        except Newer:
            raise
        except UnknownDatabase:
            # What is damaged can be asked nothing: the backup's administrators decide.
            by = _administrator_of(open_backup(file), as_whom, passphrase)
    else:
        by = _administrator_of(open_backup(file), as_whom, passphrase)
    kept = put_back(file, path, by.id, now())
    say(f"{file} is the database at {path} now.")
    if kept:
        say(f"The one before is kept as {kept}.")


def _administrator_of(store: Store, as_whom: str | None, passphrase: str) -> Actor:
    """Who runs this, if an administrator of that database; it is closed afterwards. Raises a refusal."""
    from mentor_tui import identity

    try:
        if as_whom is not None:
            actor = identity.proved(store, identity.person_called(store, as_whom), passphrase, today())
        else:
            actor = identity.linked(store, identity.os_account(), today())
    finally:
        store.close()
    if actor is None or not actor.holds("administrator"):
        raise click.ClickException(
            f"Only an administrator of {store.path} may restore. Ask yours, or use --as NAME-OR-ID. "
            "Nothing was changed."
        )
    return actor


@click.command(short_help="Check the database and its journal.", epilog="Example: mentor-tui check --rebuild")
@click.option(
    "--rebuild", is_flag=True, help="Work out again what is derived from the records. For administrators."
)
@database_option
@as_option
def check(rebuild: bool, database: str | None, as_whom: str | None) -> int:
    """Check the database and its journal; exit status 1 where something is wrong."""
    from mentor_tui.cli.output import say
    from mentor_tui.cli.session import opened, session
    from mentor_tui.store import journal
    from mentor_tui.store.backup import integrity
    from mentor_tui.store.problems import Damaged

    faults = 0
    try:
        with opened(database, as_whom) as store:
            for fault in integrity(store):
                faults += 1
                say(f"database: {fault}")
            for altered in journal.verify(store):
                faults += 1
                say(str(altered))
    except Damaged as damage:
        faults += 1
        say(f"database: {damage}")
    if faults:
        word = "fault" if faults == 1 else "faults"
        say(f"{faults} {word} found. Restore the latest backup without them: mentor-tui restore FILE")
        return FOUND
    say("The database is whole, and the journal tells of every record in it.")
    if rebuild:
        from mentor_tui.store.schedules import rebuild as work_out

        with session(database, as_whom) as now:
            now.for_administrators("rebuild what is derived")
            with now.store.writing():
                differing = work_out(now.store)
            now.office.note(now.actor, "rebuilt", "database")
        say(
            f"Worked out again: {differing} differed and are put right."
            if differing
            else "Worked out again: nothing differed."
        )
    return 0
