"""Today: the list that clears itself, what one was writing, the alerts, the month of one's services."""

from __future__ import annotations

import pytest

from mentor_tui import records
from mentor_tui.declare import Value
from mentor_tui.store import drafts
from mentor_tui.text import clean
from screens.action_page import ActionPage
from screens.allocation import Allocation
from screens.audit import Audit
from screens.pairing import PairingPage
from screens.session_entry import SessionEntry
from screens.today import Today
from tests.screens.home import NOW, TODAY, Home, day
from tests.story import LARGE, tell
from tests.widgets import hostile
from widgets.listing import Listing


async def test_a_mentors_list_says_what_for_whom_and_by_when(home: Home) -> None:
    async with tell(home.app("Sam")) as story:
        await story.sees(
            "Due today  Session 1 with Ben Carter",
            "Thu 12 Mar, 4 days left to hold it",
            "Coming     Session 5 with Amara Nwosu",
            "Mon 16 Mar, in 4 days",
        )
        await story.sees("Escalations 1, early warnings 2", "Action overdue", "since 6 Mar 2026")
        assert not story.shows("so far")  # the figures of services are for those who answer for them


@pytest.mark.parametrize(
    ("who", "row", "screen"),
    [
        ("Sam", "Session 1 with Ben Carter", SessionEntry),
        ("Grace", "Book the insulin course", ActionPage),
        ("Tom", "Mentor for Dev Anand", Allocation),
        ("Dilip", "Audit for Nov 2025, Ash Lodge", Audit),
    ],
)
async def test_enter_opens_the_very_form(home: Home, who: str, row: str, screen: type) -> None:
    async with tell(home.app(who)) as story:
        await story.sees(row)
        await story.press("enter")
        await story.settle()
        assert isinstance(story.app.screen, screen)
        await story.press("escape")
        await story.sees(row)
        assert isinstance(story.app.screen, Today)


async def test_what_is_done_goes_from_the_list(home: Home) -> None:
    async with tell(home.app("Sam")) as story:
        await story.sees("Session 1 with Ben Carter")
        home.save(
            "Sam",
            records.SESSION,
            {
                "pairing_id": home.key["Ben's"],
                "held_on": TODAY,
                "confidence_score": 6,
                "top_support_issue": "Medication",
            },
        )
        story.app.screen.renew()  # type: ignore[attr-defined]
        await story.sees_no_more("Session 1 with Ben Carter")
        await story.sees("Session 2 with Ben Carter")


async def test_others_changes_show_by_themselves(home: Home) -> None:
    from mentor_tui.store.database import open_store

    async with tell(home.app("Grace")) as story:
        await story.sees("Book the insulin course")
        other = open_store(home.store.path)
        from mentor_tui.office import Change, Office

        key = other.value("SELECT id FROM action WHERE ref = 'A2'")
        office = Office(other, lambda: TODAY, lambda: NOW)
        done: dict[str, Value] = {"completed_on": TODAY, "evidence_reference": "TR-9"}
        office.save(home.actor("Grace"), Change(records.ACTION, done, key))
        other.close()
        story.app.look_round()
        await story.sees_no_more("Book the insulin course")


async def test_a_draft_stands_on_top_and_opens_where_it_belongs(home: Home) -> None:
    drafts.save(home.store, home.key["Sam"], "session", home.key["Ben's"], {"top_support_issue": "Rota"}, NOW)
    drafts.save(home.store, home.key["Ruth"], "session", home.key["Ben's"], {"minutes": "5"}, NOW)
    async with tell(home.app("Sam")) as story:
        await story.sees("Draft      A session with Ben Carter", "you were writing this today")
        listing = story.app.screen.query_one("#todo", Listing)
        assert listing.length == 4  # nobody else's draft
        await story.press("enter")
        await story.settle()
        assert isinstance(story.app.screen, SessionEntry)
        await story.sees("Rota")


async def test_a_draft_is_thrown_away_by_one_key(home: Home) -> None:
    drafts.save(home.store, home.key["Sam"], "session", home.key["Ben's"], {"minutes": "5"}, NOW)
    async with tell(home.app("Sam")) as story:
        await story.sees("A session with Ben Carter", "d Discard draft")
        await story.press("d")
        await story.sees_no_more("A session with")
        await story.press("d")  # where there is none it does nothing
        assert story.app.is_running
    assert drafts.of(home.store, home.key["Sam"]) == []


async def test_alerts_open_the_record(home: Home) -> None:
    async with tell(home.app("Sam")) as story:
        await story.sees("Escalations 1, early warnings 2")
        await story.press("tab", "down", "enter")
        await story.settle()
        assert isinstance(story.app.screen, PairingPage)


async def test_a_manager_sees_the_month_of_each_service(home: Home) -> None:
    async with tell(home.app("Dilip")) as story:
        await story.sees("March 2026 so far", "Escalations 4", "Sessions on time", "Oak House", "1 of 2")
        await story.press("tab", "tab", "enter")
        await story.settle()
        assert isinstance(story.app.screen, Audit)


async def test_list_and_detail_stand_side_by_side_where_there_is_room(home: Home) -> None:
    async with tell(home.app("Sam"), LARGE) as story:
        await story.sees("Due on Thursday 12 March 2026.", "Enter opens the session form", "Escalations 1")
        await story.press("down")
        await story.sees("Due on Monday 16 March 2026.", "2 Mar 2026  session, confidence 6")
        await story.press("tab")
        await story.sees("Reference E2@A2")


@pytest.mark.parametrize("who", ["Amara", "Lena"])
async def test_an_empty_list_says_what_next(home: Home, who: str) -> None:
    async with tell(home.app(who)) as story:
        await story.sees("Nothing is due from you in the coming days. Press")


async def test_it_waits_for_nobody(home: Home) -> None:
    """The first frame has one's own list in it, before any rule is read."""
    async with tell(home.app("Sam")) as story:
        assert story.shows("Session 1 with Ben Carter")


@pytest.mark.parametrize("said", hostile.TEXTS.values(), ids=hostile.TEXTS.keys())
async def test_hostile_text_stays_text(home: Home, said: str) -> None:
    text = clean(clean(said)[:200])
    home.save(
        "Grace",
        records.ACTION,
        {
            "pairing_id": home.key["Amara's"],
            "need_identified_on": day("2026-03-01"),
            "action": text,
            "owner_id": home.key["Sam"],
            "review_on": day("2026-03-02"),
        },
    )
    async with tell(home.app("Sam"), LARGE) as story:
        await story.sees("Overdue")
        row = story.app.screen.query_one("#todo", Listing).row
        assert row is not None
        assert str(row.cells[1]).startswith(text[:10])
        assert story.app.is_running


async def test_a_picture_that_comes_late_asks_nothing_of_a_place_that_is_left(home: Home) -> None:
    async with tell(home.app("Sam"), LARGE) as story:
        await story.sees("To do")
        today = story.app.screen
        assert isinstance(today, Today)
        await today.remove_children()
        today._show_detail()
