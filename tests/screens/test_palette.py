"""The palette finds what the person may see and do, and offers nothing else."""

from __future__ import annotations

import pytest

from screens.audit import Audit
from screens.lock import Lock
from screens.pairing import PairingPage
from screens.person import PersonPage
from screens.session_entry import SessionEntry
from screens.settings import Settings
from tests.screens.home import Home
from tests.story import Story, tell
from tests.widgets import hostile
from widgets.listing import Listing


def offered(story: Story) -> list[str]:  # type: ignore[type-arg]
    listing = story.app.screen.query_one(Listing)
    rows = [listing.row_at(place) for place in range(listing.length)]
    return [f"{row.cells[0]}: {row.cells[1]}" for row in rows if row]


async def test_places_and_commands_until_one_types(home: Home) -> None:
    async with tell(home.app("Sam")) as story:
        await story.press("ctrl+p")
        await story.sees("Enter opens", "Today", "Lock", "Leave the program")
        assert "Place: Audit" not in offered(story)  # a mentor has none
        assert "Form: New allocation" not in offered(story)


@pytest.mark.parametrize(
    ("who", "typed", "wanted", "screen"),
    [
        ("Sam", "ses ama", "Form: Session with Amara Nwosu", SessionEntry),
        ("Sam", "ben sam", "Pairing: Ben Carter with Sam Doyle", PairingPage),
        ("Tom", "owen", "Person: Owen Price", PersonPage),
        ("Dilip", "audit", "Place: Audit", Audit),
        ("Nora", "settings", "Place: Settings", Settings),
        ("Nora", "lock", "Do: Lock", Lock),
    ],
)
async def test_it_finds_and_opens(home: Home, who: str, typed: str, wanted: str, screen: type) -> None:
    async with tell(home.app(who)) as story:
        await story.press("ctrl+p")
        await story.types(typed)
        lines = offered(story)
        assert wanted in lines
        for _ in range(lines.index(wanted)):
            await story.press("down")
        await story.press("enter")
        await story.settle()
        assert isinstance(story.app.screen, screen)


@pytest.mark.parametrize(
    ("who", "typed"),
    [("Sam", "Owen"), ("Sam", "P3"), ("Amara", "Ben"), ("Nora", "insulin"), ("Lena", "insulin")],
)
async def test_what_one_may_not_see_is_not_found(home: Home, who: str, typed: str) -> None:
    async with tell(home.app(who)) as story:
        await story.press("ctrl+p")
        await story.types(typed)
        found = [line for line in offered(story) if line.startswith(("Pairing", "Action", "Form", "Person"))]
        assert [line for line in found if who not in line] == ([] if who != "Nora" else found)
        assert not [line for line in found if line.startswith(("Pairing", "Action"))]


@pytest.mark.parametrize("typed", [*hostile.TEXTS.values(), "%", "_", "!", "'"])
async def test_anything_may_be_typed(home: Home, typed: str) -> None:
    async with tell(home.app("Tom")) as story:
        await story.press("ctrl+p")
        await story.types(typed)
        assert story.app.is_running
        await story.press("escape")
        await story.sees("Today")
