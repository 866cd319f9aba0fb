"""Keys in the order in which they were pressed, however fast they come.

Textual hands a key to whatever has the focus at once, while the key before it may still be on its way to the
binding that moves the focus: `7 Tab Rota` in one burst (a slow line, somebody who types ahead) puts all of it
into the first field. Here each key waits until the one before has run its course: a message is sent behind it,
through the same queues, and when that comes up to the application the next key goes in. After a key that may
do more than write a character the message makes a second lap, for what that key has set going, and where it has
opened another screen the next key waits for that.
"""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, Any, Final
from weakref import WeakSet

from textual import events
from textual.message import Message
from textual.screen import Screen

if TYPE_CHECKING:
    from textual.app import App

PATIENCE: Final = 0.6
"""Seconds after which the next key goes in whatever became of the one before: its widget may be gone."""

Handle = Callable[[events.Event], Awaitable[None]]


class KeyDone(Message):
    """Comes up behind a key, through every queue that the key went through."""

    def __init__(self, mark: int, laps: int) -> None:
        super().__init__()
        self.mark = mark
        self.laps = laps


class InOrder:
    """Lets one key in at a time. The application hands it what the driver sends, and each `KeyDone`."""

    def __init__(self, app: App[Any], handle: Handle) -> None:
        self._app = app
        self._handle = handle
        self._waiting: deque[events.Event | Callable[[], object]] = deque()
        self._busy = False
        #: the message that is waited for: those before it have been overtaken
        self._mark = 0
        self._seen: WeakSet[Screen[Any]] = WeakSet()
        self._fallback: asyncio.TimerHandle | None = None

    def watch(self) -> None:
        """From now on a key that opens or closes a screen is waited for there. Call it when mounted."""
        self._app.screen_change_signal.subscribe(self._app, self._screen_changed)

    async def take(self, event: events.Event) -> None:
        """Lets a key or a paste in, or has it wait for its turn."""
        self._waiting.append(event)
        if not self._busy:
            await self._next()

    def behind(self, act: Callable[[], object]) -> None:
        """Does something when the keys that came before it are in; at once where there are none."""
        if self._busy:
            self._waiting.append(act)
        else:
            act()

    async def done(self, message: KeyDone) -> None:
        """The message has come up: one more lap, or the next key."""
        if message.mark != self._mark or not self._busy:
            return
        if message.laps:
            self._send_behind(message.laps - 1)
        else:
            self._busy = False
            await self._next()

    async def _next(self) -> None:
        self._stop_waiting()
        if not self._waiting:
            return
        event = self._waiting.popleft()
        self._busy = True
        self._seen.add(self._app.screen)
        if not isinstance(event, events.Event):
            event()
            self._send_behind(0)
            return
        writes = isinstance(event, events.Paste) or (
            isinstance(event, events.Key)
            and event.is_printable
            and hasattr(self._app.focused, "cursor_blink")
        )
        mark = self._mark
        await self._handle(event)
        if mark == self._mark:
            self._send_behind(0 if writes else 1)

    def _screen_changed(self, screen: Screen[Any]) -> None:
        """The key opened or closed a screen: what was sent behind it may have gone with the old one."""
        if not self._busy:
            return
        self._mark += 1
        self._wait_at_most()
        if screen in self._seen:
            screen.call_later(self._send_behind, 0)
        else:
            # Behind its first picture: by then it has put the focus where it wants it.
            screen.call_after_refresh(self._send_behind, 0)

    def _send_behind(self, laps: int) -> None:
        if not self._busy:
            return
        self._mark += 1
        self._wait_at_most()
        target = self._app.focused or self._app.screen
        behind = KeyDone(self._mark, laps)
        # Textual ends the way of a message at its sender, which would be whatever runs just now.
        behind.set_sender(self._app)
        target.post_message(behind)

    def _wait_at_most(self) -> None:
        self._stop_waiting()
        self._fallback = asyncio.get_running_loop().call_later(PATIENCE, self._give_up, self._mark)

    def _give_up(self, mark: int) -> None:
        if self._busy and mark == self._mark:
            self._app.post_message(KeyDone(mark, 0))

    def _stop_waiting(self) -> None:
        if self._fallback is not None:
            self._fallback.cancel()
            self._fallback = None
