"""Whose turn it is to write: the writers of one file, in whichever process, one after another."""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from mentor_tui.store import sqlite

#: what is said where the turn did not come; database.plain makes a sentence of it
_HELD = "the queue of writers is busy"


class WritersQueue:
    """Writers of one file take turns, first come first served; the kernel frees the turn of one that dies.

    Nobody waits for ever: a program that was stopped in the middle of its turn holds up the others, who are told.
    SQLite's own waiting is unfair when many write at once.
    """

    def __init__(self, path: Path) -> None:
        self._path = path

    @contextmanager
    def turn(self) -> Iterator[None]:
        """Waits for the turn, holds it inside the block. Raises TimeoutError where it does not come in time."""
        descriptor = os.open(self._path, os.O_RDWR | os.O_CREAT | getattr(os, "O_CLOEXEC", 0), 0o600)
        with os.fdopen(descriptor, "r+b", buffering=0) as handle:
            _lock(handle)
            yield


if os.name == "nt":  # pragma: no cover - exercised on Windows only
    import msvcrt

    def _lock(handle: IO[bytes]) -> None:
        handle.seek(0)
        end = time.monotonic() + sqlite.BUSY_SECONDS
        while True:
            try:
                msvcrt.locking(handle.fileno(), msvcrt.LK_LOCK, 1)  # type: ignore[attr-defined,unused-ignore]
            except OSError as trouble:
                # It tried for ten seconds.
                if time.monotonic() > end:
                    raise TimeoutError(_HELD) from trouble
            else:
                return

else:
    import fcntl

    def _lock(handle: IO[bytes]) -> None:
        try:
            fcntl.flock(handle.fileno(), fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            _wait_for_lock(handle)

    def _wait_for_lock(handle: IO[bytes]) -> None:
        """Waits in the kernel's queue, but not for ever: whoever holds the turn may have been stopped in it."""
        # The lock belongs to what was opened, not to a descriptor. Once the caller has given up and closed its
        # own, the thread's is the last, and closing that lets go of a lock that came too late.
        descriptor = os.dup(handle.fileno())
        its_turn = threading.Event()

        def wait() -> None:
            try:
                fcntl.flock(descriptor, fcntl.LOCK_EX)
                its_turn.set()
            finally:
                os.close(descriptor)

        threading.Thread(target=wait, name="queue of writers", daemon=True).start()
        if not its_turn.wait(sqlite.BUSY_SECONDS):
            raise TimeoutError(_HELD)
