"""What somebody is typing, on its way into the database: kept within a second, whatever the screen does.

A form calls :meth:`Drafting.note` whenever a field changes. A thread of its own writes the newest state, so
that a stalled line, which freezes the screen, does not hold it up; :meth:`Drafting.flush` writes at once, for a
lock and for a line that drops. Nothing here touches a widget.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping
from datetime import datetime

from mentor_tui.store import drafts
from mentor_tui.store.database import Store
from mentor_tui.store.problems import StoreProblem

#: seconds that keys are gathered before they are written; a draft is in the database within two
GATHER = 0.6

Subject = tuple[str, str]
"""The form, and what it is about: a pairing, the record being corrected, or nothing for a new one."""


class Drafting:
    """The drafts of one person at one terminal."""

    def __init__(self, store: Store, person: str, now: Callable[[], datetime]) -> None:
        self._store = store
        self._person = person
        self._now = now
        self._waiting: dict[Subject, dict[str, str]] = {}
        self._lock = threading.Lock()
        # One writer at a time: an older state never overtakes a newer one.
        self._turn = threading.Lock()
        self._woken = threading.Event()
        self._ended = threading.Event()
        self._thread: threading.Thread | None = None
        #: why the last draft could not be kept, a sentence; blank while all is well
        self.trouble = ""

    def note(self, form: str, subject: str, typed: Mapping[str, str]) -> None:
        """Takes what stands in the form now; it is in the database within a second. Never waits."""
        with self._lock:
            self._waiting[form, subject] = dict(typed)
            if self._thread is None and not self._ended.is_set():
                self._thread = threading.Thread(target=self._write, name="drafts", daemon=True)
                self._thread.start()
        self._woken.set()

    def kept(self, form: str, subject: str) -> drafts.Draft | None:
        """What the person had typed in this form about this, if anything is kept."""
        self.flush()
        return drafts.one(self._store, self._person, form, subject)

    def drop(self, form: str, subject: str) -> None:
        """Forgets a draft: it was saved as a record, or its author threw it away."""
        with self._turn:
            with self._lock:
                self._waiting.pop((form, subject), None)
            try:
                drafts.drop(self._store, self._person, form, subject)
            except StoreProblem as trouble:
                self.trouble = str(trouble)

    def flush(self) -> None:
        """Writes what is not written yet, at once. What cannot be written waits for the next time."""
        with self._turn:
            with self._lock:
                waiting, self._waiting = self._waiting, {}
            for (form, subject), typed in waiting.items():
                try:
                    drafts.save(self._store, self._person, form, subject, typed, self._now())
                    self.trouble = ""
                except StoreProblem as trouble:
                    self.trouble = str(trouble)
                    with self._lock:
                        self._waiting.setdefault((form, subject), typed)

    def end(self) -> None:
        """Writes what is left and stops."""
        self._ended.set()
        self._woken.set()
        self.flush()

    def _write(self) -> None:
        while not self._ended.is_set():
            self._woken.wait()
            self._ended.wait(GATHER)
            self._woken.clear()
            self.flush()
        self._store.close()
