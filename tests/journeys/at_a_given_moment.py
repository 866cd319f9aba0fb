"""The program on a given day, at a moment that the test says. `python -m tests.journeys.at_a_given_moment DB CLOCK`

CLOCK is a file with the seconds that have passed; the test writes it, so that nobody waits for minutes to pass.
"""

from __future__ import annotations

import sys
from datetime import datetime, timedelta
from pathlib import Path

from mentor_tui import passphrases
from mentor_tui.app import MentorApp
from mentor_tui.store import database
from tests.screens.home import NOW, TODAY
from widgets.terminal import run


class Clock:
    """The time as the file says it."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._last = 0.0

    def ticks(self) -> float:
        """Seconds, by a clock that never jumps."""
        text = self._path.read_text()
        self._last = float(text) if text else self._last
        return self._last

    def now(self) -> datetime:
        """The moment, in UTC."""
        return NOW + timedelta(seconds=self.ticks())


if __name__ == "__main__":
    clock = Clock(Path(sys.argv[2]))
    # Small hashes keep the journeys quick.
    passphrases.MEMORY, passphrases.PASSES = 64, 1
    app = MentorApp(
        database.open_store(Path(sys.argv[1])), today=lambda: TODAY, now=clock.now, ticks=clock.ticks
    )
    sys.exit(run(app, app.flush_drafts))
