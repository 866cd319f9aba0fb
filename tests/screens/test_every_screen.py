"""Every screen of the program, at 80 by 24 and at the smallest size: nothing is cut off, nothing lies over another."""

from __future__ import annotations

import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
from textual.screen import Screen

from mentor_tui.app import MentorApp
from screens.cast import CastChooser
from screens.first_start import FirstStart
from screens.help import Help
from tests.screens.clipping import faults
from tests.screens.home import NOW, TODAY, Home, Staged
from tests.screens.rooms import ELSEWHERE, ROOMS, at, every_screen, furnish
from tests.story import SMALL, Story, tell
from widgets.too_small import LEAST

PEOPLE = sorted({room.who for room in ROOMS.values()})
UTF8 = {"LANG": "en_GB.UTF-8", "TERM": "xterm-256color"}
ASCII = {"LANG": "C", "TERM": "vt220"}


@pytest.fixture(scope="module")
def furnished_file(home_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("furnished") / "records.db"
    shutil.copy(home_file, path)
    furnish(Home.opened(path)).store.close()
    return path


@pytest.fixture
def furnished(furnished_file: Path, tmp_path: Path) -> Home:
    path = tmp_path / "records.db"
    shutil.copy(furnished_file, path)
    return at(path)


def program(home: Home, who: str, environ: dict[str, str]) -> MentorApp:
    return Staged(
        home.store, home.actor(who), first=None, today=lambda: TODAY, now=lambda: NOW, environ=environ
    )


@asynccontextmanager
async def entered(story: Story[Any], home: Home, name: str) -> AsyncIterator[Screen[Any]]:
    """The room, opened above what was there."""
    before = len(story.app.screen_stack)
    story.app.push_screen(ROOMS[name].open(home, story.app.seat))
    await story.settle()
    await story._until(lambda: story.app.workers._workers)
    await story.settle()
    assert type(story.app.screen).__name__ == name, story.screen_text()
    yield story.app.screen
    while len(story.app.screen_stack) > before:
        story.app.pop_screen()
    await story.settle()


def test_every_screen_is_walked_through() -> None:
    without = every_screen() - ELSEWHERE - set(ROOMS)
    assert not without, f"these have no room in tests/screens/rooms.py: {without}"


@pytest.mark.parametrize("who", PEOPLE)
@pytest.mark.parametrize("plain", [False, True])
async def test_nothing_is_cut_off(furnished: Home, who: str, plain: bool) -> None:
    """At 80 by 24; and at the smallest size on a plain terminal, where nothing but ASCII is shown besides."""
    found: dict[str, list[str]] = {}
    async with tell(program(furnished, who, ASCII if plain else UTF8), LEAST if plain else SMALL) as story:
        for name in (name for name, room in ROOMS.items() if room.who == who):
            async with entered(story, furnished, name) as screen:
                if wrong := list(dict.fromkeys(faults(screen))):
                    found[name] = [*wrong, story.screen_text()]
                assert not plain or story.screen_text().isascii(), story.screen_text()
    assert not found, "\n\n".join("\n".join([name, *wrong]) for name, wrong in found.items())


async def test_the_first_screens_and_the_help(furnished: Home, tmp_path: Path) -> None:
    first = MentorApp(None, path=tmp_path / "new.db", today=lambda: TODAY, now=lambda: NOW, environ=UTF8)
    cast = MentorApp(furnished.store, demonstration=True, today=lambda: TODAY, now=lambda: NOW, environ=UTF8)
    for app, screen in ((first, FirstStart), (cast, CastChooser), (furnished.app("Sam"), Help)):
        async with tell(app) as story:
            if screen is Help:
                await story.press("f1")
            assert isinstance(story.app.screen, screen)
            for size in (SMALL, LEAST):
                await story.pilot.resize_terminal(*size)
                await story.settle()
                assert not list(faults(story.app.screen)), story.screen_text()
