"""``person export`` and ``person anonymise``: giving a person what is held about them, and taking out who they were."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from mentor_tui.cli.options import as_option, database_option

if TYPE_CHECKING:
    from mentor_tui.office.anonymising import Outlook


@click.command(
    short_help="Everything held about a person, in one file.",
    epilog="Example: mentor-tui person export M-004 --out about-me.html",
)
@click.argument("whom", metavar="NAME-OR-ID")
@click.option(
    "--out",
    "out",
    required=True,
    metavar="FILE",
    type=click.Path(path_type=Path),
    help="A new file that ends on .json (for a program), .md or .html (for a reader).",
)
@database_option
@as_option
def export(whom: str, out: Path, database: str | None, as_whom: str | None) -> None:
    """Write everything that is held about a person to a new FILE: subject access.

    The person gets everything about themselves, private notes of their own mentoring among it. Made by an
    administrator it holds the registers, which are what an administrator reads; made by the HR coordinator of
    their service also what managers read of pairings and cases. What is left out is said in the file, with how
    the person gets it. That it was made is written in the journal.
    """
    from mentor_tui import identity
    from mentor_tui.cli.output import say
    from mentor_tui.cli.session import session
    from mentor_tui.exchange.personal_pages import export_person
    from mentor_tui.exchange.problems import ExchangeProblem
    from mentor_tui.store.reading import Reader

    with session(database, as_whom) as now:
        key = identity.person_called(now.store, whom)
        try:
            file = export_person(Reader(now.store, now.actor, now.today), now.office, key, out)
        except ExchangeProblem as problem:
            raise click.ClickException(str(problem)) from problem
        records = sum(len(one.rows) for one in (*file.sections, *file.as_mentor))
        noun = "record is" if records == 1 else "records are"
        say(f"What is held about {file.name} ({file.ref}) is in {out}: {records:,} {noun} in it.")
        if not file.own:
            say(
                "It is for the person: give it to nobody else. Not everything is in it; the file says what is not."
            )


@click.command(
    short_help="Take out who a person was, once the time to keep it has ended.",
    epilog="Example: mentor-tui person anonymise M-004 --reason 'left six years ago, kept as long as agreed'",
)
@click.argument("whom", metavar="NAME-OR-ID")
@click.option(
    "--reason", required=True, metavar="WORDS", help="Why. It stays in the journal, so it names nobody."
)
@click.option("--yes", is_flag=True, help="Do it without asking, for a script.")
@database_option
@as_option
def anonymise(whom: str, reason: str, yes: bool, database: str | None, as_whom: str | None) -> None:
    """Take out the name, the id, the account and all words about a person. It cannot be undone.

    Days, numbers and choices stay, so that every figure, alert and signed audit is the same as before. For
    administrators. Backups that were made before still hold everything, until they are deleted.
    """
    from mentor_tui import identity
    from mentor_tui.cli.output import say
    from mentor_tui.cli.person import key_of
    from mentor_tui.cli.session import session
    from mentor_tui.office.anonymising import anonymise as carry_out
    from mentor_tui.office.anonymising import outlook
    from mentor_tui.store.scrubbing import copies_beside, scrub

    with session(database, as_whom) as now:
        now.for_administrators("anonymise a person")
        key = identity.person_called(now.store, whom) or key_of(now, whom)
        ahead = outlook(now.office, now.actor, key)
        if ahead.done:
            say(f"{ahead.ref} was anonymised already; the file is written anew once more.")
        else:
            if ahead.refusals:
                why = "; ".join(ahead.refusals)
                raise click.ClickException(
                    f"{ahead.name} ({ahead.ref}) is not anonymised: {why}. Nothing was changed."
                )
            if not yes:
                _ask(ahead)
            done = carry_out(now.office, now.actor, key, reason)
            say(f"{ahead.ref} is anonymised and is {done.ref} now, in {done.records:,} records.")
        if scrub(now.store):
            say("What was removed is gone from the database file and its log.")
        else:
            say(
                "Somebody is reading, so the log still holds some of it: it goes when everybody has closed the program."
            )
        say(
            "Backups, exported folders and packs made before still hold it. Delete them, or let them run out."
        )
        for copy in copies_beside(now.store):
            say(f"Beside the database: {copy}")


def _ask(ahead: Outlook) -> None:
    """Says what will happen and asks. Raises where nobody can answer, or the answer is no."""
    from mentor_tui.cli.output import say

    if not sys.stdin.isatty():
        raise click.UsageError(
            "There is nobody to ask here. Look at what it does with --help, then give --yes."
        )
    say(f"{ahead.name} ({ahead.ref}) will be anonymised. This cannot be undone.")
    listed = ", ".join(f"{title.lower()} ({count:,})" for title, count in ahead.records)
    say(f"Removed: the name, the id, and all words in: {listed}; and what the journal tells of these words.")
    if ahead.has_account or ahead.drafts:
        say(f"Removed: the account, and what they typed and did not save ({ahead.drafts:,}).")
    if ahead.audits:
        say(
            f"In {ahead.audits:,} signed audits their id becomes a neutral one; the figures stay as they were signed."
        )
    say("Kept: days, scores, choices and counts, so that every figure stays the same.")
    if not click.confirm("Anonymise this person?", default=False, err=True):
        raise click.ClickException("Nothing was changed.")
