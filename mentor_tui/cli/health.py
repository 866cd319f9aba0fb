"""What the doctor looks at on this machine: versions, terminal, language, configuration."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum

#: what the screens were tested with
_TEXTUAL = "8.2.8"


class State(Enum):
    """How a finding stands."""

    GOOD = "good"
    NOTE = "worth knowing"
    BAD = "wrong"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at: what about, what it is like, and how to mend it."""

    state: State
    about: str
    says: str
    mend: str = ""


def good(about: str, says: str) -> Finding:
    """Something that is as it should be."""
    return Finding(State.GOOD, about, says)


def note(about: str, says: str, mend: str = "") -> Finding:
    """Something that is worth knowing."""
    return Finding(State.NOTE, about, says, mend)


def bad(about: str, says: str, mend: str) -> Finding:
    """Something that is wrong."""
    return Finding(State.BAD, about, says, mend)


def versions() -> Iterator[Finding]:
    """The program, Python, and the libraries on which records depend."""
    from importlib.metadata import PackageNotFoundError, version

    from mentor_tui import __version__
    from mentor_tui.store.sqlite import linked_version, safe_version

    yield good("Program", f"mentor-tui {__version__}, Python {sys.version.split()[0]}, {sys.platform}")
    try:
        textual = version("textual")
    except PackageNotFoundError:
        textual = ""
    if textual == _TEXTUAL:
        yield good("Textual", textual)
    else:
        yield bad(
            "Textual",
            f"{textual or 'not installed'}; the screens were tested with {_TEXTUAL}",
            f"Install it: pip install textual=={_TEXTUAL}",
        )
    linked = linked_version()
    shown = ".".join(map(str, linked))
    if safe_version(linked):
        yield good("SQLite", f"{shown}, free of the fault by which records are lost")
    else:
        yield bad("SQLite", f"{shown} can lose saved records", "Install sqlcipher3 0.6.4 or later.")


def terminal() -> Iterator[Finding]:
    """Whether the full-screen program can open here, and how it will look."""
    from mentor_tui.cli.opening import without_terminal

    if why := without_terminal():
        yield note("Terminal", why)
        return
    columns, rows = os.get_terminal_size(sys.stdout.fileno())
    term = os.environ.get("TERM", "") or "not named"
    yield good("Terminal", f"{term}, {columns} columns, {rows} rows, {_colours()}")
    if columns < 80 or rows < 24:
        yield note("Terminal", "it is small; everything has room from 80 columns and 24 rows on")
    if os.environ.get("SSH_CONNECTION"):
        yield note(
            "SSH",
            "you are connected over SSH",
            "On a slow line let the client compress: ssh -C, or 'Compression yes' in its configuration.",
        )
    if os.environ.get("TERM", "").startswith("screen") and os.environ.get("STY"):
        yield note("GNU screen", "Esc alone may not arrive", "F10 goes back too.")
    if os.environ.get("TMUX"):
        yield note(
            "tmux", "Esc waits half a second", "In ~/.tmux.conf: set -sg escape-time 10. F10 goes back too."
        )


def _colours() -> str:
    if os.environ.get("NO_COLOR"):
        return "no colours (NO_COLOR is set)"
    if os.environ.get("COLORTERM", "").lower() in ("truecolor", "24bit"):
        return "all colours"
    return "256 colours" if "256" in os.environ.get("TERM", "") else "16 colours"


def language() -> Iterator[Finding]:
    """Whether the terminal's character set holds what is shown."""
    encoding = (sys.stdout.encoding or "").lower().replace("_", "-")
    import locale

    wanted = locale.getpreferredencoding(False).lower().replace("_", "-")
    if wanted in ("utf-8", "utf8"):
        yield good("Language", "UTF-8")
    else:
        yield note(
            "Language",
            f"the locale is {wanted or encoding}, not UTF-8: lines and marks are drawn in plain letters, "
            "and some names may show a '?'",
            "Set a UTF-8 locale, such as: export LANG=en_GB.UTF-8 (in PuTTY: Window, Translation, UTF-8).",
        )


def configuration() -> Iterator[Finding]:
    """The configuration file and the log folder."""
    from mentor_tui import places

    file = places.configuration_file()
    if file.is_file():
        from mentor_tui.settings import load

        try:
            load(file)
        except places.BadPlace as trouble:
            yield bad("Configuration", str(trouble), f"Mend the file, or remove it: {file}")
        else:
            yield good("Configuration", str(file))
    else:
        yield good("Configuration", f"none; it would be {file}")
    try:
        logs = places.log_folder()
    except places.BadPlace as trouble:
        yield bad("Log folder", str(trouble), "Make it possible to write there.")
        return
    faults = sorted(logs.glob("fault-*.txt"))
    if faults:
        yield note(
            "Log folder",
            f"{len(faults)} unexpected faults are written down in {logs}, the latest {faults[-1].name}",
            "They hold no records. Send them to whoever supports the program, then delete them.",
        )
    else:
        yield good("Log folder", f"{logs}, nothing unexpected has happened")
