"""The command line (interchange.md, *The command line*).

Exit status: 0 done; 1 something wrong was found; 2 bad usage or bad input, with one line on standard error;
70 what nobody expected, with a reference. Never a traceback. Each command's module is imported when it is
called, and imports what it needs itself, so that none waits for another's libraries.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from pathlib import Path

from mentor_tui.caller import Proof

DONE, FOUND, BAD, UNEXPECTED = 0, 1, 2, 70

NAME = "mentor-tui"
#: set by the shell while it completes a command line
COMPLETING = "_MENTOR_TUI_COMPLETE"


#: opens the full-screen program on a database; the flag says that it is the demonstration, the proof by what it
#: is known who is there. Gives the exit status
OpenScreen = Callable[[Path, bool, Proof], int]

#: where a command finds what opens the full-screen program
OPEN_SCREEN = "mentor_tui.open_screen"


def run(words: Sequence[str], open_screen: OpenScreen | None = None) -> int:
    """Runs one command line; gives its exit status.

    The commands know nothing of screens: whoever calls hands in what opens them.
    """
    import click

    from mentor_tui.cli.root import program

    if COMPLETING in os.environ:
        program.main(list(words), prog_name=NAME, complete_var=COMPLETING)
    try:
        # Not main(): that takes a reader who went away for a failure.
        with program.make_context(NAME, list(words)) as context:
            context.meta[OPEN_SCREEN] = open_screen
            status = program.invoke(context)
    except click.exceptions.Exit as done:
        return done.exit_code
    except click.ClickException as trouble:
        _say(trouble.format_message())
        return BAD
    except click.Abort:
        _say("stopped.")
        return 130
    except (KeyboardInterrupt, BrokenPipeError):
        raise
    except Exception as trouble:
        from mentor_tui.cli.troubles import lines_of

        lines, status = lines_of(trouble)
        for line in lines:
            _say(line)
        return status
    return status if isinstance(status, int) else DONE


def _say(line: str) -> None:
    """One line on standard error, with nothing in it that a terminal obeys."""
    import sys

    from mentor_tui.text import one_line

    sys.stderr.write(f"mentor-tui: {one_line(line)}\n")


__all__ = ["BAD", "COMPLETING", "DONE", "FOUND", "NAME", "OPEN_SCREEN", "UNEXPECTED", "OpenScreen", "run"]
