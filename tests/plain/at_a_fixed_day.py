"""The plain mode on a given day: what the tests start. `python -m tests.plain.at_a_fixed_day DB [SPEED]`

With a SPEED the clock that counts how long nobody has been there runs so many times faster.
"""

from __future__ import annotations

import sys
import time
from pathlib import Path

from mentor_tui.plain.program import run
from mentor_tui.plain.teletype import Teletype
from mentor_tui.store import database
from tests.screens.home import NOW, TODAY

if __name__ == "__main__":
    speed = float(sys.argv[2]) if len(sys.argv) > 2 else 1.0
    sys.exit(
        run(
            database.open_store(Path(sys.argv[1])),
            today=lambda: TODAY,
            now=lambda: NOW,
            ticks=lambda: time.monotonic() * speed,
            line=Teletype(look_every=2.0 / speed),
        )
    )
