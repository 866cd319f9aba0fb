"""The program with somebody at the terminal already, on a given day: what the tests of terminals start.

python -m tests.terminals.at_home DB [FIRST NAME [FUNCTION KEY THAT BREAKS IT]]
"""

from __future__ import annotations

import sys
from pathlib import Path

from textual import events

from mentor_tui.__main__ import _forget_environment, _settle_encoding

NAME = sys.argv[2] if len(sys.argv) > 2 else "Sam"
BREAKS = sys.argv[3] if len(sys.argv) > 3 else ""


def main() -> int:
    """Opens it as the way in does."""
    _forget_environment()
    _settle_encoding()
    from mentor_tui.app import MentorApp
    from tests.screens.home import NOW, TODAY, Home
    from widgets.terminal import run

    class Breakable(MentorApp):
        """A key of the tests' own is a fault in the program."""

        async def on_event(self, event: events.Event) -> None:
            if isinstance(event, events.Key) and event.key == BREAKS:
                raise RuntimeError("somebody's name")
            await super().on_event(event)

    home = Home.opened(Path(sys.argv[1]))
    app = Breakable(home.store, home.actor(NAME), today=lambda: TODAY, now=lambda: NOW)
    return run(app, app.flush_drafts)


if __name__ == "__main__":
    sys.exit(main())
