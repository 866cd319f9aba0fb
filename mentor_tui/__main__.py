"""The way in: quick, private, and never a traceback.

``--version`` is answered before anything else is imported. Everything else goes to :mod:`mentor_tui.cli`.
"""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

    from mentor_tui.caller import Proof

#: what programs end with that were stopped at the keyboard, whose reader went away, that broke
_STOPPED, _NO_READER = 130, 141
_BROKEN = 70
#: what was asked for could not be written where it was wanted
_UNWRITTEN = 2

#: what makes Python, Textual, a loader, a library or a helper program run or read something else
_LEADING_AWAY = ("TEXTUAL", "PYTHON", "LD_", "DYLD_", "OPENSSL_", "SSL_CERT_", "BASH_", "GCONV_")
_AWAY = ("BROWSER", "EDITOR", "VISUAL", "PAGER", "ENV", "LOCPATH", "NLSPATH", "LANGUAGE", "RICH_THEME")

#: changes how keys are read, nothing else; the doctor recommends it for some terminals
_HARMLESS = ("TEXTUAL_DISABLE_KITTY_KEY",)


def main() -> int:
    """Runs the program with the words of the command line; gives the exit status of interchange.md."""
    # First of all: what SQLite puts beside the database does not follow a later chmod.
    os.umask(0o077)
    _open_what_is_closed()
    _forget_environment()
    status = _run()
    if sys.flags.inspect or sys.flags.interactive:
        # PYTHONINSPECT was read before the program began: end here, not at a Python prompt.
        sys.stdout.flush()
        os._exit(status)
    return status


def _run() -> int:
    status = 0
    try:
        if sys.argv[1:] == ["--version"]:
            return _tell_version()
        _settle_encoding()
        from mentor_tui.cli import run

        status = run(sys.argv[1:], _open_screen)
        sys.stdout.flush()
    except BrokenPipeError:
        # Whoever read has had enough (``| head``). Nothing is left to flush when Python ends.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return _NO_READER
    except KeyboardInterrupt:
        sys.stderr.write("\nmentor-tui: stopped.\n")
        return _STOPPED
    except OSError as trouble:
        # What was said could not be written; what is left of it is not tried again when Python ends.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        if not status:
            sys.stderr.write(f"mentor-tui: {trouble.strerror or trouble}.\n")
        return status or _UNWRITTEN
    except Exception as trouble:
        # Not even the words for it could be found: a library is missing, or the program is half installed.
        sys.stderr.write(f"mentor-tui: it cannot run here ({type(trouble).__name__}). Install it again.\n")
        return _BROKEN
    return status


def _tell_version() -> int:
    from mentor_tui import __version__

    sys.stdout.write(f"mentor-tui {__version__}\n")
    sys.stdout.flush()
    return 0


def _open_screen(path: Path, demonstration: bool, proof: Proof) -> int:
    """The full-screen program, imported only when it opens."""
    from mentor_tui.app import run

    return run(path, demonstration=demonstration, proof=proof)


def _open_what_is_closed() -> None:
    """A stream that was closed before the program began leads nowhere, so that no file takes its number."""
    for number, name in enumerate(("stdin", "stdout", "stderr")):
        if getattr(sys, name) is None:
            try:
                os.fstat(number)
            except OSError:
                os.open(os.devnull, os.O_RDWR)
            setattr(sys, name, open(os.devnull, "r+", encoding="utf-8"))  # noqa: SIM115, PTH123 - for good


def _forget_environment() -> None:
    """Takes out what would make the program, or what it is made of, run or read something else (trust.md, kiosk).

    A language is a name: one that is a path would have messages read from there.
    """
    for name in list(os.environ):
        if name in _HARMLESS:
            continue
        path = name.startswith(("LANG", "LC_")) and "/" in os.environ[name]
        if path or name.startswith(_LEADING_AWAY) or name in _AWAY:
            del os.environ[name]


def _settle_encoding() -> None:
    """No character stops the program: UTF-8 into files and pipes, the terminal's own set on a terminal."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            if stream.isatty():
                stream.reconfigure(errors="replace")
            else:
                stream.reconfigure(encoding="utf-8", errors="replace")


if __name__ == "__main__":
    sys.exit(main())
