"""What cannot be undone is asked about, and the key that asked does not answer."""

from __future__ import annotations

import pytest
from textual.app import ComposeResult
from textual.widgets import Static

from mentor_tui.answers import Option
from mentor_tui.text import without_controls
from tests.story import SMALL, tell
from tests.widgets import hostile
from widgets.choose import Choose, ChooseMany
from widgets.confirm import Confirm
from widgets.safe import lines, notify, words
from widgets.terminal import TerminalApp


class Page(TerminalApp[None]):
    def __init__(self) -> None:
        super().__init__(environ={"LANG": "en_GB.UTF-8"})
        self.answers: list[object] = []

    def compose(self) -> ComposeResult:
        yield Static(id="text")

    def ask(self, title: str = "Close this case?", body: str = "It cannot be undone.") -> None:
        self.push_screen(Confirm(title, body, yes="Close the case"), self.answers.append)


@pytest.mark.parametrize(
    ("keys", "answer"),
    [
        (("enter",), False),
        (("escape",), False),
        (("tab", "enter"), True),
        (("right", "space"), True),
        (("right", "left", "enter"), False),
    ],
)
async def test_the_safe_answer_has_the_focus(keys: tuple[str, ...], answer: bool) -> None:
    async with tell(Page()) as story:
        story.app.ask()
        await story.sees("Close this case?", "It cannot be undone.", "Go back", "Close the case")
        await story.press(*keys)
        assert story.app.answers == [answer]


async def test_mouse() -> None:
    async with tell(Page()) as story:
        story.app.ask()
        await story.sees("Close the case")
        await story.clicks("Close the case")
        assert story.app.answers == [True]


async def test_shows_any_text_as_text() -> None:
    async with tell(Page(), SMALL) as story:
        app = story.app

        async def looks_clean() -> None:
            await story.settle()
            assert all(line == without_controls(line) for line in story.screen_lines())

        for text in hostile.ALL.values():
            app.query_one("#text", Static).update(lines((text, "bad"), words(text)))
            notify(app, text, title=text)
            await looks_clean()
            app.clear_notifications()
            app.ask(text, text)
            await looks_clean()
            await story.press("escape")
            app.push_screen(Choose(text, [Option("1", text, text)]))
            await looks_clean()
            await story.press("escape")
            app.push_screen(ChooseMany(text, [Option("1", text)], ticked=["1"]))
            await looks_clean()
            await story.press("space", "enter")
        assert app.return_code is None
