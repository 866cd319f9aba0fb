"""Every main place for every role: it opens, it says why where it is none of theirs, nothing is cut off."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from textual.widget import Widget

from mentor_tui.access import Actor, Holding
from mentor_tui.app import MentorApp
from mentor_tui.records.registers import ROLES
from screens.help import Help
from screens.place import Place
from screens.ways import WAYS, closed
from tests.screens.home import NOW, TODAY, Home
from tests.story import LARGE, SMALL, Story, tell
from widgets.chrome import MOST_KEYS, KeyLine

#: who stands for a role in the home; the others are lent the role for the test
PEOPLE = {
    "mentor": "Sam",
    "mentee": "Amara",
    "hr_coordinator": "Tom",
    "line_manager": "Grace",
    "operations_manager": "Dilip",
    "registered_manager": "Helen",
    "ld_lead": "Lena",
}


def holder(home: Home, role: str) -> Actor:
    """Somebody who holds this role and no other."""
    if role in PEOPLE:
        return home.actor(PEOPLE[role])
    return replace(home.actor("Nora"), holdings=(Holding(role, "*"),))


def program(home: Home, actor: Actor) -> MentorApp:
    return MentorApp(
        home.store,
        actor,
        today=lambda: TODAY,
        now=lambda: NOW,
        environ={"LANG": "en_GB.UTF-8", "TERM": "xterm-256color"},
    )


def cut_off(story: Story[Any]) -> list[str]:
    """The controls that stand outside the screen, and can not be scrolled to."""
    whole = story.app.screen.region
    found = []
    for widget in story.app.screen.query(Widget):
        if not (widget.display and widget.focusable and widget.is_attached):
            continue
        scrolls = any(
            isinstance(above, Widget) and above.max_scroll_y > 0 for above in widget.ancestors_with_self
        )
        if not scrolls and not whole.contains_region(widget.region):
            found.append(f"{widget!r} at {widget.region}")
    return found


def somebody_for(home: Home, place: str) -> Actor:
    """The registered manager, or where the place is not theirs the board's quality lead."""
    manager = home.actor("Helen")
    return holder(home, "board_quality_lead") if closed(manager, place) else manager


@pytest.mark.parametrize("role", [code for code, _ in ROLES])
async def test_every_place_opens_for_every_role(home: Home, role: str) -> None:
    actor = holder(home, role)
    async with tell(program(home, actor), SMALL) as story:
        for way in WAYS.values():
            if story.focused is not None and getattr(story.focused, "value", None) is not None:
                story.app.set_focus(None)
            before = type(story.app.screen)
            await story.press(way.keys[0])
            if why := closed(actor, way.name):
                assert type(story.app.screen) is before, f"{way.name} opened for {role}"
                await story.sees(why.split()[0])
                story.app.clear_notifications()
                continue
            await story.sees(way.title.split()[0])
            assert type(story.app.screen).__name__ == way.screen, story.screen_text()
            assert isinstance(story.app.screen, Place)
            assert not cut_off(story), story.screen_text()
            assert len(story.app.screen.query_one(KeyLine)._keys()) <= MOST_KEYS


@pytest.mark.parametrize("name", WAYS)
async def test_every_place_uses_the_room_and_has_a_help_page_of_its_own(home: Home, name: str) -> None:
    way = WAYS[name]
    async with tell(program(home, somebody_for(home, name)), LARGE) as story:
        await story.press(way.keys[0])
        await story.sees(way.title.split()[0])
        assert type(story.app.screen).__name__ == way.screen
        assert not cut_off(story), story.screen_text()
        await story.press("f1")
        await story.sees("Help", "Keys on this screen", "Places, from everywhere")
        assert isinstance(story.app.screen, Help)
        assert not story.shows("There is no page about this screen")
        await story.press("escape")
        assert type(story.app.screen).__name__ == WAYS[name].screen


async def test_function_keys_go_there_too(home: Home) -> None:
    async with tell(program(home, home.actor("Helen"))) as story:
        for way in (way for way in WAYS.values() if way.keys[1]):
            await story.press(way.keys[1])
            await story.sees(way.title.split()[0])
            assert type(story.app.screen).__name__ == way.screen


async def test_digits_are_typed_where_one_types(home: Home) -> None:
    async with tell(program(home, home.actor("Helen"))) as story:
        await story.press("2", "/")
        await story.types_keys("3")
        await story.settle()
        assert type(story.app.screen).__name__ == "Pairings"
        assert getattr(story.focused, "value", "") == "3"
