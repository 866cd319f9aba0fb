"""``doctor``: what is wrong with this machine, terminal or database, and how to mend it.

Nobody signs in for it: it tells places, versions and counts, never a name or a record.
"""

from __future__ import annotations

from collections.abc import Iterator

import click

from mentor_tui.cli import FOUND
from mentor_tui.cli.health import Finding, State
from mentor_tui.cli.options import database_option

_MARKS = {State.GOOD: "ok   ", State.NOTE: "note ", State.BAD: "WRONG"}


@click.command(short_help="What is wrong here, and how to mend it.", epilog="Example: mentor-tui doctor")
@database_option
def doctor(database: str | None) -> int:
    """Look at terminal, language, places, database and versions; exit status 1 where something is wrong."""
    import textwrap

    from mentor_tui.cli.output import WIDTH, say

    bad = False
    for finding in _findings(database):
        bad = bad or finding.state is State.BAD
        text = f"{finding.about}: {finding.says}"
        lines = textwrap.wrap(text, WIDTH - 6, break_long_words=False, break_on_hyphens=False)
        for number, line in enumerate(lines):
            say(f"{' ' * 5 if number else _MARKS[finding.state]} {line}")
        for line in textwrap.wrap(finding.mend, WIDTH - 9, break_long_words=False, break_on_hyphens=False):
            say(f"       > {line}" if line == finding.mend[: len(line)] else f"         {line}")
    say()
    say("Something is wrong: see the lines marked WRONG." if bad else "Nothing is wrong.")
    return FOUND if bad else 0


def _findings(database: str | None) -> Iterator[Finding]:
    from mentor_tui.cli import health, health_of_database

    yield from health.versions()
    yield from health.terminal()
    yield from health.language()
    yield from health.configuration()
    yield from health_of_database.findings(database)
