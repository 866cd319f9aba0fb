"""The list of pairings: what stands on a line, whose pairings they are, and how it is narrowed and ordered."""

from __future__ import annotations

import pytest

from mentor_tui import records
from screens.pairing import PairingPage
from screens.pairings import Pairings
from tests.screens.home import Home
from tests.story import LARGE, SMALL, Story, tell
from tests.widgets import hostile
from widgets.listing import Listing


def mentees(story: Story) -> list[str]:  # type: ignore[type-arg]
    listing = story.app.screen.query_one(Listing)
    rows = [listing.row_at(place) for place in range(listing.length)]
    return [str(row.cells[0]) for row in rows if row]


@pytest.mark.parametrize(
    ("who", "seen"),
    [
        ("Sam", ["Amara Nwosu", "Ben Carter"]),  # the mentor's own
        ("Amara", ["Amara Nwosu"]),  # the mentee's own
        ("Grace", ["Amara Nwosu", "Ben Carter"]),  # the line manager's reports
        ("Helen", ["Amara Nwosu", "Ben Carter", "Chloe Diaz"]),  # the registered manager's service
        ("Tom", ["Amara Nwosu", "Ben Carter", "Chloe Diaz", "Owen Price"]),  # HR, everywhere
        ("Dev", []),
    ],
)
async def test_everybody_sees_their_own(home: Home, who: str, seen: list[str]) -> None:
    async with tell(home.app(who, Pairings)) as story:
        await story.sees("Mentee", f"{len(seen)} open pairing")
        assert mentees(story) == seen


@pytest.mark.parametrize("who", ["Nora", "Lena"])
async def test_some_roles_see_no_pairings_by_name(home: Home, who: str) -> None:
    async with tell(home.app(who, Pairings)) as story:
        await story.sees("No pairings that you may see.")
        assert mentees(story) == []


async def test_a_line_says_how_it_goes(home: Home) -> None:
    async with tell(home.app("Sam", Pairings)) as story:
        await story.sees("●●×●····", "▃▄▅  6", "E2 W1 W3", "● held   × missed   – excused   ○ due")
        [amara] = [line for line in story.screen_lines() if "Amara" in line]
        assert amara.split()[:6] == ["Amara", "Nwosu", "Sam", "Doyle", "Ash", "Lodge"]
        assert all(len(line) <= 80 for line in story.screen_lines())


async def test_the_filter_narrows_as_one_types(home: Home) -> None:
    async with tell(home.app("Tom", Pairings)) as story:
        await story.press("/")
        await story.types_keys("nova")  # the mentor's name
        await story.sees("1 open pairing,")
        assert mentees(story) == ["Owen Price"]
        await story.press("escape")
        await story.sees("4 open pairings")
        await story.press("/")
        await story.types_keys("sam ash")  # each word somewhere
        assert mentees(story) == ["Amara Nwosu", "Ben Carter"]
        await story.press("escape", "/")
        await story.types_keys("%")
        await story.sees("Nothing matches.")


async def test_open_ended_all_and_other_orders(home: Home) -> None:
    async with tell(home.app("Tom", Pairings)) as story:
        await story.press("e")
        await story.sees("1 ended pairing,", "Ella Finch", "ended")
        await story.press("e")
        await story.sees("5 pairings,")
        await story.press("e", "o")
        await story.sees("newest first")
        assert mentees(story)[0] == "Ben Carter"
        await story.press("o")
        await story.sees("lowest confidence first")
        assert mentees(story) == ["Owen Price", "Amara Nwosu", "Chloe Diaz", "Ben Carter"]
        await story.press("o")
        await story.sees("most missed first")
        assert mentees(story)[0] == "Chloe Diaz"


async def test_the_chosen_one_stands_beside_the_list_where_there_is_room(home: Home) -> None:
    async with tell(home.app("Sam", Pairings), LARGE) as story:
        await story.sees("Last session 2 Mar 2026, 10 days ago.", "3 × missed", "due 23 Feb")
        await story.press("down")
        await story.sees("No session yet.", "Next session due 12 Mar 2026.", "No alerts.")
        await story.pilot.resize_terminal(*SMALL)
        await story.sees_no_more("No session yet.")


async def test_enter_opens_and_back_keeps_the_cursor(home: Home) -> None:
    async with tell(home.app("Sam", Pairings)) as story:
        await story.press("down", "enter")
        await story.sees("Ben Carter with Sam Doyle")
        assert isinstance(story.app.screen, PairingPage)
        await story.press("escape")
        await story.sees("2 open pairings")
        assert story.app.screen.query_one(Listing).cursor == 1


async def test_allocation_is_offered_to_hr_and_sessions_to_mentors(home: Home) -> None:
    async with tell(home.app("Tom", Pairings)) as story:
        await story.sees("n New allocation")
        assert not story.shows("s Session")
    async with tell(home.app("Sam", Pairings)) as story:
        await story.sees("s Session")
        assert not story.shows("n New allocation")


@pytest.mark.parametrize("size", [SMALL, LARGE])
async def test_any_name_is_text(home: Home, size: tuple[int, int]) -> None:
    for who, name in (("Amara", "[/b] [@click=app.quit]x[/]"), ("Ben", hostile.TEXTS["right to left"])):
        home.save("Tom", records.STAFF, {"name": name}, id=home.key[who], reason="Test")
    async with tell(home.app("Sam", Pairings), size) as story:
        await story.sees("[/b] [@click")
        await story.press("o", "down", "up", "e")
        assert story.app.return_code is None
        assert all(len(line) <= size[0] for line in story.screen_lines())
