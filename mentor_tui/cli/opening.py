"""Opening the full-screen program: on a database, or on the demonstration."""

from __future__ import annotations

import os
import sys
from datetime import date
from pathlib import Path
from typing import Any

import click

from mentor_tui.caller import Proof
from mentor_tui.cli import OPEN_SCREEN, OpenScreen
from mentor_tui.cli.options import database_option

#: below this the screens would break
_COLUMNS, _ROWS = 60, 20


def open_program(database: str | None, proof: Proof) -> int:
    """The full-screen program; gives its exit status. Raises ClickException where there is no terminal."""
    from mentor_tui.cli.session import place_of

    refuse_without_terminal()
    return _run(place_of(database), demonstration=False, proof=proof)


@click.command(
    short_help="Open the program on an invented organisation.", epilog="Example: mentor-tui demo --reset"
)
@click.option("--reset", is_flag=True, help="Make the demonstration anew, as it was at first.")
@database_option
def demo(reset: bool, database: str | None) -> Any:
    """Open the program on an invented organisation, in a database of its own."""
    from mentor_tui import places
    from mentor_tui.cli.options import today
    from mentor_tui.cli.output import say

    path = places.as_path(database) if database else places.demonstration()
    if not reset:
        refuse_without_terminal()
    from mentor_tui.demo import prepare

    if not reset and path.exists():
        reset = _make_anew(path, today())
    # It refuses a database that is no demonstration: in one, anybody takes any seat.
    prepare(path, today=today(), reset=reset, progress=_tell)
    if reset and without_terminal():
        say(f"The demonstration is made anew in {path}. Open it with: mentor-tui demo")
        return 0
    return _run(path, demonstration=True, proof=Proof.PASSPHRASE)


def _make_anew(path: Path, today: date) -> bool:
    """Whether a demonstration whose history ends before today is to be made anew: the person is asked."""
    from mentor_tui.cli.session import opened
    from mentor_tui.demo import is_stale

    with opened(str(path)) as store:
        stale = is_stale(store, today)
    return stale and click.confirm(
        "The demonstration's history ends before today. Make it anew, so that it ends today?", default=True
    )


def _tell(words: str) -> None:
    sys.stderr.write(words + "\n")
    sys.stderr.flush()


def without_terminal() -> str:
    """Why the full-screen program cannot open here, as a sentence; blank where it can."""
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        return (
            "The full-screen program needs a terminal, and there is none here. "
            "Over SSH ask for one with: ssh -t. The daily work needs none with: mentor-tui plain."
        )
    if (name := os.environ.get("TERM")) in ("dumb", "unknown"):
        return (
            f"This terminal says that it cannot show full screens (TERM={name}). "
            "The daily work is done in it with: mentor-tui plain."
        )
    columns, rows = os.get_terminal_size(sys.stdout.fileno())
    # Some terminals tell no size at all: those are tried.
    if 0 < columns < _COLUMNS or 0 < rows < _ROWS:
        return (
            f"This terminal has {columns} columns and {rows} rows; the program needs {_COLUMNS} and {_ROWS}. "
            "Make the window larger and start again, or do the daily work in it with: mentor-tui plain."
        )
    return ""


def refuse_without_terminal() -> None:
    """Raises ClickException with the reason where there is no terminal to open in."""
    if why := without_terminal():
        raise click.ClickException(why)


def _run(path: Path, *, demonstration: bool, proof: Proof) -> int:
    # Textual takes a third of a second to import; a word of what is going on comes first.
    sys.stdout.write("Opening ...\r")
    sys.stdout.flush()
    open_screen: OpenScreen | None = click.get_current_context().meta.get(OPEN_SCREEN)
    if open_screen is None:
        raise click.ClickException("The full-screen program is opened by the command mentor-tui alone.")
    return open_screen(path, demonstration, proof)
