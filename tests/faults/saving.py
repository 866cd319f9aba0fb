"""People who save: each a process of its own that records sessions through the office as a mentor does."""

from __future__ import annotations

import os
import signal
import time
from dataclasses import dataclass
from pathlib import Path

from mentor_tui import identity, records
from mentor_tui.access import Actor, holdings
from mentor_tui.office import Change, Office
from mentor_tui.store.database import Store, open_store
from tests.faults.ground import TODAY, office_of


class Saver:
    """A mentor at work on an open database. Each session that is saved says its own words."""

    def __init__(self, store: Store, number: int) -> None:
        self.store = store
        self.office: Office = office_of(store)
        pairings = store.rows(
            "SELECT id, mentor_id FROM pairing WHERE ended_on IS NULL AND started_on <= :today ORDER BY ref",
            {"today": TODAY.isoformat()},
        )
        self.pairing, mentor = pairings[number % len(pairings)]
        person = identity.actor_of(store, mentor, TODAY)
        held = holdings(("mentor",), person.service, {})
        self.actor = Actor(person.id, person.ref, person.name, person.service, held)

    def save(self, words: str, minutes: int) -> str:
        """Records a session; gives its key."""
        values = {
            "pairing_id": self.pairing,
            "held_on": TODAY,
            "confidence_score": 6,
            # Two sessions of one day differ in something, else the second is taken for the first once more.
            "top_support_issue": f"Rota {words[:40]}",
            "shared_summary": words,
            "private_notes": f"between us: {words}",
            "minutes": minutes,
        }
        return self.office.save(self.actor, Change(records.SESSION, values)).ids[0]


class Log:
    """What was begun and what was acknowledged, outside the database; on the disk before anything else is done."""

    def __init__(self, path: Path) -> None:
        self._file = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)

    def say(self, *words: str) -> None:
        """Adds a line."""
        os.write(self._file, (" ".join(words) + "\n").encode())
        os.fsync(self._file)


@dataclass(frozen=True, slots=True)
class Told:
    """What a log tells: the words of sessions that were begun, and the keys of those that were acknowledged."""

    begun: tuple[str, ...]
    kept: dict[str, str]
    refused: tuple[str, ...]

    @classmethod
    def by(cls, path: Path) -> Told:
        """Reads a log; a last line that was cut off by a kill tells nothing."""
        begun, kept, refused = [], {}, []
        for line in path.read_text().splitlines(keepends=True) if path.exists() else ():
            what, _, rest = line.partition(" ")
            if not line.endswith("\n"):
                continue
            if what == "begun":
                begun.append(rest.strip())
            elif what == "kept":
                words, key = rest.split()
                kept[words] = key
            else:
                refused.append(rest.strip())
        return cls(tuple(begun), kept, tuple(refused))


def save_on(
    database: Path, log: Path, name: str, number: int, count: int, *, synchronous: str = "full"
) -> None:
    """Saves so many sessions and logs each; what is refused is logged too."""
    told = Log(log)
    store = open_store(database)
    if synchronous != "full":
        store.rows(f"PRAGMA synchronous = {synchronous}")
    saver = Saver(store, number)
    for at in range(count):
        words = f"{name}-{at}"
        told.say("begun", words)
        try:
            key = saver.save(words, at % 90 + 1)
        except Exception as trouble:
            told.say("refused", f"{words} {type(trouble).__name__} {trouble}")
        else:
            told.say("kept", words, key)
    store.close()


def wait_for_more(log: Path, size: int) -> None:
    """Waits until more than ``size`` bytes stand in a log: somebody is at work. Raises TimeoutError."""
    end = time.monotonic() + 60
    while not log.exists() or log.stat().st_size <= size:
        if time.monotonic() > end:
            raise TimeoutError(f"nothing more came into {log}")
        time.sleep(0.001)


def kill(process: int, *, after: float) -> bool:
    """Kills a process after so many seconds; says whether it was still at work."""
    time.sleep(after)
    os.kill(process, signal.SIGKILL)
    _, status = os.waitpid(process, 0)
    return os.WIFSIGNALED(status)


def there(store: Store) -> dict[str, str]:
    """The sessions that are in the database: their words, with their keys."""
    rows = store.rows("SELECT shared_summary, id FROM session WHERE private_notes LIKE 'between us: %'")
    return {str(words): str(key) for words, key in rows}
