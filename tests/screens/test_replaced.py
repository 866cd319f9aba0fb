"""A database that is replaced beneath the open program: it says so, and nothing goes into what was set aside."""

from __future__ import annotations

import pytest

from mentor_tui import records
from mentor_tui.store import backup
from mentor_tui.store.problems import Replaced
from tests.screens.home import Home
from tests.story import tell


async def test_it_is_said_on_screen_and_nothing_is_saved(home: Home) -> None:
    app = home.app("Sam")
    async with tell(app) as story:
        await story.sees("Today")
        copy = home.store.path.with_name("copy.db")
        backup.copy(home.store, copy)
        copy.replace(home.store.path)
        app.look_round()
        await story.sees("was replaced or moved away", "start it again")
        with pytest.raises(Replaced, match="Nothing was saved"):
            home.save("Nora", records.SERVICE, {"service_id": "S9", "name": "Late House"})
