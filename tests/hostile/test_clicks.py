"""Clicks: on text that looks like a link or an action, and on what is just being taken away."""

from __future__ import annotations

from textual import events
from textual.app import ComposeResult
from textual.widgets import Static

from screens.person import PersonPage
from tests.screens.home import Home
from tests.story import tell
from widgets.safe import words
from widgets.terminal import TerminalApp


class Page(TerminalApp[None]):
    def __init__(self) -> None:
        super().__init__(environ={"LANG": "en_GB.UTF-8"})

    def compose(self) -> ComposeResult:
        yield Static(words("the page"))
        yield Static(words("the note"), id="note")


def press(at: int) -> events.MouseDown:
    return events.MouseDown(None, 1, at, 0, 0, 1, False, False, False, screen_x=1, screen_y=at)


async def test_a_click_on_what_has_just_gone_is_none() -> None:
    async with tell(Page()) as story:
        note = story.app.query_one("#note")
        row = note.region.y
        note._parent = None  # as it is between its end and the next picture
        await story.app.on_event(press(row))
        note._parent = story.app.screen
        await story.sees("the page")


async def test_what_others_write_waits_for_a_place_that_is_just_opening(home: Home) -> None:
    async with tell(home.app("Tom")) as story:
        app = story.app
        app.push_screen(PersonPage(home.seat("Tom"), home.key["Amara"]))
        app._seen = -1  # as if another process had written
        app.look_round()
        await story.sees("Amara Nwosu")
