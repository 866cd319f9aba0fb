"""Where things live: the database, the configuration file, the log folder.

The platform's own folders, made for this account alone. A database is looked for in the order that
interchange.md gives (The command line).
"""

from __future__ import annotations

import os
from pathlib import Path

NAME = "mentor-tui"
ENVIRONMENT = "MENTOR_TUI_DATABASE"


class BadPlace(Exception):
    """A place that cannot be used. The message is a sentence that says what to do."""


def _made(folder: Path) -> Path:
    """The folder, made where it is missing; only this account may look into it."""
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as trouble:
        raise BadPlace(
            f"The folder {folder} cannot be made: {trouble.strerror}. "
            "Name a database with --database, or ask whoever looks after this machine."
        ) from trouble
    return folder


def data_folder() -> Path:
    """Where databases are kept when no other place is named. Raises BadPlace where it cannot be made."""
    from platformdirs import user_data_path

    return _made(user_data_path(NAME, appauthor=False))


def log_folder() -> Path:
    """Where what went wrong is written down. Raises BadPlace where it cannot be made."""
    from platformdirs import user_log_path

    return _made(user_log_path(NAME, appauthor=False))


def configuration_file() -> Path:
    """The configuration file, whether or not there is one."""
    from platformdirs import user_config_path

    return user_config_path(NAME, appauthor=False) / "mentor-tui.toml"


def database(named: str | None = None) -> Path:
    """The database to use: ``named``, else the environment's, the configuration's, the data folder's.

    Raises BadPlace for a place that cannot be a database, BadSettings for a faulty configuration file.
    """
    for place in (named, os.environ.get(ENVIRONMENT)):
        if place:
            return as_path(place)
    configured = configuration_file()
    if configured.is_file():
        # Checking the file takes time that a start without one need not spend.
        from mentor_tui.settings import load

        place = load(configured).database
        if place:
            return as_path(place)
    return data_folder() / "mentor-tui.db"


def demonstration() -> Path:
    """The demonstration's own database, so that any other one stays untouched."""
    return data_folder() / "demonstration.db"


def as_path(place: str) -> Path:
    """The path that the name of a database stands for; a URL is taken where it means a file.

    Raises BadPlace for a server that the program cannot speak to yet, and for what is no place at all.
    """
    scheme, mark, rest = place.partition("://")
    if mark:
        kind = scheme.lower().partition("+")[0]
        if kind in ("postgresql", "postgres"):
            raise BadPlace(
                "PostgreSQL is not there yet in this version. Name a database file with --database instead."
            )
        if kind not in ("sqlite", "file"):
            raise BadPlace(f"'{kind[:20]}' is no kind of database that this program knows. Name a file.")
        # sqlite:///relative.db and sqlite:////absolute.db, as database URLs have it; file:///absolute.db
        place = rest.removeprefix("/") if kind == "sqlite" else rest
    if not place.strip() or "\0" in place:
        raise BadPlace("The name of the database is blank. Name a file with --database.")
    path = Path(place)
    try:
        path = path.expanduser()
    except RuntimeError as trouble:
        raise BadPlace(f"There is no home folder for {place[:60]}. Name a database by its path.") from trouble
    return path if path.is_absolute() else Path.cwd() / path


__all__ = [
    "ENVIRONMENT",
    "NAME",
    "BadPlace",
    "as_path",
    "configuration_file",
    "data_folder",
    "database",
    "demonstration",
    "log_folder",
]
