"""The keys that lie beside a database while another one takes its place.

A database and its keys are two files, and a power cut may come between: for that moment the keys of both lie there,
so that whichever of the two databases is found can be opened.
"""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

from mentor_tui.store.database import KEYS


class KeysBeside:
    """The keys beside ``to``, which becomes a copy of the database at ``of``."""

    def __init__(self, to: Path, of: Path) -> None:
        self._to = to
        self._before = self._read(to)
        self._after = self._read(of)

    @staticmethod
    def _read(database: Path) -> bytes | None:
        place = database.with_name(database.name + KEYS)
        return place.read_bytes() if place.is_file() else None

    def both(self) -> None:
        """Before the database is replaced: what opens the one and the other."""
        if self._after is None:
            return
        from mentor_tui.store import keyring
        from mentor_tui.store.problems import StoreProblem

        former: tuple[keyring.Ring, ...] = ()
        if self._before is not None:
            # Keys that cannot be read open nothing.
            with suppress(StoreProblem):
                former = keyring.read(self._to)
        new = keyring.rings_in(self._after)
        keyring.write(self._to, *(one for one in former if one.id not in {ring.id for ring in new}), *new)

    def former(self) -> None:
        """The database was not replaced after all."""
        self._put(self._to, self._before)

    def aside(self, kept: Path) -> None:
        """After the database was replaced: each has its own keys."""
        if kept.exists():
            self._put(kept, self._before)
        self._put(self._to, self._after)

    @staticmethod
    def _put(database: Path, content: bytes | None) -> None:
        from mentor_tui.store import keyring

        if content is None:
            keyring.path_of(database).unlink(missing_ok=True)
        else:
            keyring.put(database, content)
