"""The program as it is, on a given day: what the journeys start. `python -m tests.journeys.at_a_fixed_day DB`"""

from __future__ import annotations

import sys
from pathlib import Path

from mentor_tui.app import MentorApp
from mentor_tui.store import database
from tests.screens.home import NOW, TODAY
from widgets.terminal import run

if __name__ == "__main__":
    app = MentorApp(database.open_store(Path(sys.argv[1])), today=lambda: TODAY, now=lambda: NOW)
    sys.exit(run(app, app.flush_drafts))
