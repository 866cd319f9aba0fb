"""The plain mode on a given day: what the tests start. `python -m tests.plain.at_a_fixed_day DB CLOCK`

CLOCK is a file with the seconds that have passed for the lock; a test writes into it, and nobody has to wait.
"""

from __future__ import annotations

import sys
from pathlib import Path

from mentor_tui.plain.program import run
from mentor_tui.plain.teletype import Teletype
from mentor_tui.store import database
from tests.screens.home import NOW, TODAY


def _passed() -> float:
    return float(clock.read_text(encoding="ascii") or 0) if clock.exists() else 0.0


if __name__ == "__main__":
    clock = Path(sys.argv[2])
    sys.exit(
        run(
            database.open_store(Path(sys.argv[1])),
            today=lambda: TODAY,
            now=lambda: NOW,
            ticks=_passed,
            line=Teletype(look_every=0.05),
        )
    )
