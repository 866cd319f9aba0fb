"""The program with somebody signed in, on a given day: `python -m tests.hostile.at_a_seat DATABASE FIRST-NAME`."""

from __future__ import annotations

import sys
from pathlib import Path

from mentor_tui.app import MentorApp
from tests.screens.home import NOW, TODAY, Home
from widgets.terminal import run

if __name__ == "__main__":
    home = Home.opened(Path(sys.argv[1]))
    app = MentorApp(home.store, home.actor(sys.argv[2]), today=lambda: TODAY, now=lambda: NOW)
    sys.exit(run(app, app.flush_drafts))
