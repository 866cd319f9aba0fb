"""Tests of screens that read like stories.

    async with tell(app) as story:
        await story.press("down", "enter")
        await story.types("Feels more settled on nights")
        await story.sees("Date held")

Keys go to the application as the terminal would send them; typing arrives at once, as a paste does, so it
passes the same gates. `sees` waits until the words are on the screen, and shows the whole screen where they
never come. Nothing sleeps: after each step the story waits until everything on the screen has handled what
it was sent.
"""

from __future__ import annotations

import asyncio
import unicodedata
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any, Generic, TypeVar

from textual import events
from textual.app import App
from textual.geometry import Offset
from textual.keys import REPLACED_KEYS, _character_to_key, _get_unicode_name_from_key
from textual.message import Message
from textual.pilot import Pilot
from textual.widget import Widget

SMALL = (80, 24)
LARGE = (120, 40)

_PATIENCE = 15.0
_M = TypeVar("_M", bound=Message)
_A = TypeVar("_A", bound=App[Any])


class Story(Generic[_A]):
    """What a person does and sees. Made by `tell`."""

    def __init__(self, app: _A, pilot: Pilot[Any], heard: list[Message]) -> None:
        self.app = app
        self.pilot = pilot
        self._heard = heard

    async def settle(self) -> None:
        """Wait until what was sent has been handled, and what that sent on, until every queue is empty."""
        for _ in range(20):
            await self.pilot._wait_for_screen()
            if not self._busy():
                await self.pilot.pause(0)  # and let it be painted
                if not self._busy():
                    break

    def _busy(self) -> bool:
        if self.app.message_queue_size:
            return True
        return any(
            node.message_queue_size
            for screen in self.app.screen_stack
            for node in screen.walk_children(Widget, with_self=True)
        )

    async def press(self, *keys: str) -> None:
        """Press keys by Textual's names: `down`, `enter`, `ctrl+s`, `a`."""
        for key in keys:
            self._send(_key(key))
            await self.settle()

    async def types(self, text: str) -> None:
        """Type into whatever has the focus, all at once."""
        await self.settle()  # the focus may be on its way
        focused = self.app.focused
        assert focused is not None, f"nothing has the focus:\n{self.screen_text()}"
        focused.post_message(events.Paste(text))
        await self.settle()

    async def types_keys(self, text: str) -> None:
        """Type character by character, where single keys matter (a filter, a list)."""
        for character in text:
            self._send(events.Key(_character_to_key(character), character))
        await self.settle()

    async def clicks(self, words: str) -> None:
        """Click on the first place where these words stand on the screen."""
        for y, line in enumerate(self.screen_lines()):
            if words in line:
                await self.pilot.click(offset=Offset(line.index(words), y))
                await self.settle()
                return
        raise AssertionError(f"{words!r} is not on the screen:\n{self.screen_text()}")

    async def sees(self, *texts: str) -> None:
        """Wait until all of these stand on the screen, each in one line; fail with the screen where not."""
        missing = await self._until(lambda: [text for text in texts if not self.shows(text)])
        assert not missing, f"{missing!r} not on the screen:\n{self.screen_text()}"

    async def sees_no_more(self, *texts: str) -> None:
        """Wait until none of these stands on the screen."""
        there = await self._until(lambda: [text for text in texts if self.shows(text)])
        assert not there, f"{there!r} still on the screen:\n{self.screen_text()}"

    async def is_told(self, words: str) -> None:
        """Wait for a passing notice with these words, however it is broken into lines."""
        missing = await self._until(
            lambda: not any(words in notice.message for notice in self.app._notifications)
        )
        said = [notice.message for notice in self.app._notifications]
        assert not missing, f"{words!r} was not said, but {said!r}:\n{self.screen_text()}"

    async def hears(self, kind: type[_M]) -> _M:
        """Wait for a message of this kind since the story began or since one was last heard; the latest."""
        await self.settle()
        await self._until(lambda: not any(isinstance(message, kind) for message in self._heard))
        found = [message for message in self._heard if isinstance(message, kind)]
        assert found, f"no {kind.__name__} was sent:\n{self.screen_text()}"
        self._heard[:] = [message for message in self._heard if not isinstance(message, kind)]
        # What follows from the message is done before the story goes on.
        await self.settle()
        return found[-1]

    def heard(self, kind: type[_M]) -> list[_M]:
        """The messages of this kind so far, none of them forgotten."""
        return [message for message in self._heard if isinstance(message, kind)]

    def shows(self, text: str) -> bool:
        """Whether the text stands in one line of the screen now."""
        return any(text in line for line in self.screen_lines())

    def screen_lines(self) -> list[str]:
        """The screen as plain text, line by line, blanks at the right taken off."""
        compositor = self.app.screen._compositor
        return [strip.text.rstrip() for strip in compositor.render_strips()]

    def screen_text(self) -> str:
        """The whole screen as plain text."""
        return "\n".join(self.screen_lines())

    @property
    def focused(self) -> Widget | None:
        """What has the focus."""
        return self.app.focused

    def _send(self, event: events.Key) -> None:
        driver = self.app._driver
        assert driver is not None
        event.set_sender(self.app)
        driver.send_message(event)

    async def _until(self, left: Any) -> Any:
        """Let everything run until nothing is left, or patience ends; what is left then."""
        loop = asyncio.get_running_loop()
        end = loop.time() + _PATIENCE
        while (still := left()) and loop.time() < end:
            await self.settle()
            await asyncio.sleep(0.005)  # timers of Textual's own need the clock to move
        return still


def _key(key: str) -> events.Key:
    if len(key) == 1 and not key.isalnum():
        key = _character_to_key(key)
    try:
        character: str | None = unicodedata.lookup(_get_unicode_name_from_key(REPLACED_KEYS.get(key, key)))
    except KeyError:
        character = key if len(key) == 1 else None
    return events.Key(key, character)


@asynccontextmanager
async def tell(app: _A, size: tuple[int, int] = SMALL) -> AsyncIterator[Story[_A]]:
    """Start the application on a screen of this size and tell a story with it."""
    heard: list[Message] = []

    def listen(message: Message) -> None:
        if not isinstance(message, events.Event):
            heard.append(message)

    async with app.run_test(size=size, notifications=True, message_hook=listen) as pilot:
        story = Story(app, pilot, heard)
        await story.settle()
        yield story
