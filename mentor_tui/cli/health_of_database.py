"""What the doctor looks at in a database: its place, who can read the file, whether it is whole."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from mentor_tui.cli.health import Finding, bad, good, note

if TYPE_CHECKING:
    from mentor_tui.store.database import Store

_LITTLE_ROOM = 200 * 1024 * 1024
_OLD_BACKUP = timedelta(days=7)


def findings(database: str | None) -> Iterator[Finding]:
    """Everything about the database that would be opened."""
    from mentor_tui import places
    from mentor_tui.cli.session import place_of
    from mentor_tui.store import whereabouts
    from mentor_tui.store.problems import NoDatabase, StoreProblem

    try:
        path = place_of(database)
    except places.BadPlace as trouble:
        yield bad("Database", str(trouble), "Name a database with --database PATH.")
        return
    try:
        whereabouts.refuse_unsafe_place(path)
    except StoreProblem as trouble:
        yield bad("Database", str(trouble), "Move it to a disk of this machine.")
        return
    try:
        yield from _opened(path)
    except NoDatabase as trouble:
        yield note("Database", str(trouble))
    except StoreProblem as trouble:
        yield bad("Database", str(trouble), "Run 'mentor-tui check', or restore the latest backup.")


def _opened(path: Path) -> Iterator[Finding]:
    from mentor_tui.store.backup import integrity
    from mentor_tui.store.database import open_store
    from mentor_tui.store.problems import Encrypted

    size = path.stat().st_size / 1024 / 1024 if path.is_file() else 0.0
    try:
        store = open_store(path)
    except Encrypted:
        yield good(
            "Database", f"{path}, {size:.1f} MB, encrypted: what is in it is looked at by 'mentor-tui check'"
        )
        yield from _permissions(path)
        yield from _room(path)
        return
    with closing(store):
        yield good("Database", f"{path}, {size:.1f} MB, not encrypted")
        yield from _permissions(path)
        faults = integrity(store)
        if faults:
            yield bad(
                "Database",
                f"it is damaged: {faults[0][:120]}",
                "Run 'mentor-tui check', then restore the latest backup that is whole.",
            )
            return
        yield good("Database", "it is whole (run 'mentor-tui check' to verify the journal too)")
        yield from _clock(store)
        yield from _backups(store)
        yield from _readers(store)
    yield from _room(path)


def _room(path: Path) -> Iterator[Finding]:
    room = shutil.disk_usage(path.parent).free
    if room < _LITTLE_ROOM:
        yield bad("Disk", f"only {room // 1024 // 1024} MB are free there", "Make room before it is full.")


def _permissions(path: Path) -> Iterator[Finding]:
    if os.name == "nt":  # pragma: no cover - access lists, not modes
        return
    open_to_others = False
    for place, what in ((path, "file"), (path.parent, "folder")):
        mode = place.stat().st_mode & 0o777
        if mode & 0o007:
            open_to_others = True
            wanted = "600" if what == "file" else "700"
            yield bad(
                "Permissions",
                f"everybody on this machine can reach the {what} {place} (mode {mode:o})",
                f"chmod {wanted} {place}",
            )
        elif mode & 0o070:
            open_to_others = True
            yield note(
                "Permissions",
                f"members of its group can reach the {what} {place} outside the program (mode {mode:o})",
                f"chmod {'600' if what == 'file' else '700'} {place}, and let people come in by one account: "
                "see docs/administrator.md.",
            )
    if path.stat().st_uid != os.getuid():
        yield note("Permissions", "the database belongs to another account than yours")
    if not os.access(path, os.W_OK) or not os.access(path.parent, os.W_OK):
        yield bad(
            "Permissions",
            f"{path} or its folder cannot be written to",
            "Ask whoever looks after this machine for permission.",
        )
    elif not open_to_others:
        yield good("Permissions", "only this account can read and write the database")


def _clock(store: Store) -> Iterator[Finding]:
    latest = store.value("SELECT max(at) FROM journal")
    now = datetime.now(UTC)
    if latest and datetime.fromisoformat(latest) > now + timedelta(hours=1):
        yield bad(
            "Clock",
            f"this machine's clock says {now:%Y-%m-%d %H:%M} UTC, but records were made at {latest[:16]}",
            "Set the clock: what is due depends on today's date.",
        )


def _backups(store: Store) -> Iterator[Finding]:
    latest = store.value("SELECT max(at) FROM journal WHERE verb = 'backed_up'")
    if latest is None:
        yield note("Backup", "none was ever made from here", "mentor-tui backup FILE, best every night.")
    elif datetime.fromisoformat(latest) < datetime.now(UTC) - _OLD_BACKUP:
        yield note("Backup", f"the latest is of {latest[:10]}", "mentor-tui backup FILE, best every night.")
    else:
        yield good("Backup", f"the latest is of {latest[:10]}")


def _readers(store: Store) -> Iterator[Finding]:
    """One login shared by many: the file can be read outside the program, and a link lets everybody in."""
    from mentor_tui import identity
    from mentor_tui.store.accounts import person_linked

    unlinked = store.value(
        "SELECT count(*) FROM account WHERE passphrase IS NOT NULL "
        "AND person_id NOT IN (SELECT person_id FROM account_link)"
    )
    if unlinked and unlinked > 1:
        yield note(
            "Shared login",
            f"{unlinked} people sign in here by passphrase under one login of this machine, and the database "
            "is not encrypted: whoever has this login can read the file outside the program",
            "Encrypt it (mentor-tui encrypt), or give each person an account of their own over SSH; "
            "lock the desktop down to this program.",
        )
    if unlinked and person_linked(store, identity.os_account()):
        yield note(
            "Shared login",
            "whoever opens the program under this login is signed in at once as the person to whom it is linked",
            "Well so on a server whose account nobody else uses. If people share this login: "
            "mentor-tui person link NAME --remove, or start the program with --sign-in passphrase.",
        )
