"""Only what changed is sent, and what stands on the terminal is what the program means to show."""

from __future__ import annotations

from typing import Any

import pyte
import pytest
from rich.console import RenderableType
from textual.screen import Screen

from tests.story import SMALL, Story, tell
from tests.widgets.test_form import Page
from widgets.confirm import Confirm
from widgets.glass import Changes, Glass, comparable
from widgets.listing import Column, Listing, Row


class Watched(Page):
    """An application whose every paint goes to a terminal that the test can read, and is counted."""

    def __init__(self, size: tuple[int, int], **given: Any) -> None:
        super().__init__(**given)
        self.terminal = pyte.Screen(*size)
        self.stream = pyte.Stream(self.terminal)
        self.through = Glass()
        self.sent = 0

    def _display(self, screen: Screen[Any], renderable: RenderableType | None) -> None:
        super()._display(screen, renderable)
        if comparable(renderable) and not self._batch_count:
            data = Changes(self.through, renderable).render_segments(self.console)  # type: ignore[arg-type]
            self.sent += len(data.encode())
            self.stream.feed(data)

    def take_count(self) -> int:
        sent, self.sent = self.sent, 0
        return sent


def stands(story: Story[Watched]) -> None:
    shown = [line.rstrip() for line in story.app.terminal.display]
    meant = story.screen_lines()
    assert shown == meant, "\n".join(f"{a!r} | {b!r}" for a, b in zip(shown, meant, strict=True) if a != b)


async def test_the_terminal_shows_what_is_meant_and_little_is_sent() -> None:
    async with tell(Watched(SMALL)) as story:
        app = story.app
        stands(story)
        assert app.take_count() < 6_000
        await story.types_keys("yesterday")
        stands(story)
        app.take_count()
        await story.press("tab")
        assert app.take_count() < 1_000
        await story.press("7")
        assert app.take_count() < 300
        stands(story)
        await story.press("ctrl+s")
        stands(story)
        app.take_count()
        app.push_screen(Confirm("Close this case?", "It cannot be undone.", yes="Close the case"))
        await story.sees("Go back")
        stands(story)
        assert app.take_count() < 6_000
        await story.press("tab")
        assert app.take_count() < 500
        await story.press("escape")
        stands(story)
        app.action_redraw()
        await story.settle()
        stands(story)


@pytest.mark.parametrize("count", [20, 20_000])
async def test_a_step_of_the_cursor_costs_the_same_in_any_list(count: int) -> None:
    async with tell(Watched(SMALL)) as story:
        listing = Listing([Column("name", "Name", 30, 1), Column("due", "Due", 12)])
        await story.app.screen.mount(listing)
        await story.app.query_one("Form").remove()
        listing.show(
            lambda offset, limit: [
                Row(str(n), (f"Person {n}", "12 Mar 2026")) for n in range(offset, offset + limit)
            ],
            lambda: count,
        )
        listing.focus()
        await story.sees("Person 5")
        await story.press("down", "up")
        story.app.take_count()
        await story.press("down")
        assert 0 < story.app.take_count() < 1_000
        for _ in range(24):
            await story.press("down")
        assert story.app.take_count() < 24 * 1_000
        stands(story)
