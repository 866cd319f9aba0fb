"""One pairing: its story in order of time, what each person sees of it, and that opening it is written down."""

from __future__ import annotations

import pytest

from mentor_tui import identity, records
from mentor_tui.office import NotAllowed
from mentor_tui.text import clean
from screens.pairing import PairingPage
from screens.record import RecordPage
from tests.screens.home import NOW, PRIVATE, Home
from tests.story import LARGE, Story, tell
from tests.widgets import hostile
from widgets.listing import Listing


def told(story: Story) -> list[str]:  # type: ignore[type-arg]
    listing = story.app.screen.query_one(Listing)
    rows = [listing.row_at(place) for place in range(listing.length)]
    return [f"{row.cells[0]} {row.cells[2]}" for row in rows if row]


async def test_the_story_in_order_of_time(home: Home) -> None:
    async with tell(home.app("Sam", lambda seat: PairingPage(seat, home.key["Amara's"]))) as story:
        await story.sees(
            "Amara Nwosu with Sam Doyle", "●●×●····", "6 of 10", "next session 16 Mar (in 4 days)"
        )
        assert told(story) == [
            "2 Feb 2026 Sam Doyle begins to mentor Amara Nwosu",
            "2 Feb 2026 Goal: Do the evening medication round alone",
            "9 Feb 2026 Session 1: confidence 4 of 10. Medication",
            "9 Feb 2026 Action: Shadow two medication rounds",
            "16 Feb 2026 Session 2: confidence 5 of 10. Medication",
            "16 Feb 2026 Action: Book the insulin course  past its review date, 5 Mar 2026",
            "16 Feb 2026 Action completed: Shadow two medication rounds",
            "23 Feb 2026 Session 3 missed",
            "2 Mar 2026 Session 4: confidence 6 of 10. Lone or night working",
            "2 Mar 2026 Review: On track",
            "2 Mar 2026 Action: Buddy on the first night shift",
            "16 Mar 2026 Session 5 upcoming",
            "30 Mar 2026 Session 6 upcoming",
            "13 Apr 2026 Session 7 upcoming",
            "27 Apr 2026 Session 8 upcoming",
        ]
        # It opens at the newest of what has happened.
        await story.sees("Owner: Sam Doyle", "E2 An action is past its review date")


@pytest.mark.parametrize(
    ("who", "keys"),
    [
        ("Sam", ["s Session", "e Not held", "g Goal", "a Action"]),
        ("Amara", ["g Goal"]),
        ("Grace", ["e Not held", "a Action", "r Review"]),
        ("Helen", ["e Not held", "a Action", "r Review"]),
        ("Tom", ["x End"]),
        ("Dilip", []),
    ],
)
async def test_each_is_offered_what_they_may_record(home: Home, who: str, keys: list[str]) -> None:
    every = ["s Session", "e Not held", "g Goal", "a Action", "r Review", "x End"]
    async with tell(home.app(who, lambda seat: PairingPage(seat, home.key["Amara's"]))) as story:
        await story.sees("Amara Nwosu with Sam Doyle", *keys)
        last = story.screen_lines()[-1]
        assert [key for key in every if key in last] == keys


async def _everything(story: Story) -> str:  # type: ignore[type-arg]
    """What every line of the story shows, and every record behind it."""
    seen = []
    length = story.app.screen.query_one(Listing).length
    await story.press("home")
    for _ in range(length):
        seen.append(story.screen_text())
        await story.press("enter")
        if isinstance(story.app.screen, RecordPage):
            await story.sees("What became of it")
            seen.append(story.screen_text())
        if not isinstance(story.app.screen, PairingPage):
            await story.press("escape")
        await story.press("down")
    return "\n".join(seen)


async def test_private_notes_are_never_on_a_managers_screen(home: Home) -> None:
    session = home.store.value("SELECT id FROM session WHERE ref = 'SE1'")
    home.save(
        "Sam",
        records.SESSION,
        {"private_notes": f"{PRIVATE}, again", "feedback": "For us two"},
        id=session,
        reason="x",
    )
    async with tell(home.app("Grace", lambda seat: PairingPage(seat, home.key["Amara's"])), LARGE) as story:
        seen = await _everything(story)
        assert "First week on the floor went steadily." in seen
        assert "Worried" not in seen
        assert "For us two" not in seen
        assert "Private notes" not in seen


async def test_the_two_read_their_private_notes(home: Home) -> None:
    async with tell(home.app("Amara", lambda seat: PairingPage(seat, home.key["Amara's"])), LARGE) as story:
        assert PRIVATE in await _everything(story)


@pytest.mark.parametrize("who", ["Bea", "Nora", "Lena", "Ben"])
async def test_others_see_nothing_of_it(home: Home, who: str) -> None:
    async with tell(home.app(who, lambda seat: PairingPage(seat, home.key["Amara's"]))) as story:
        await story.sees("This pairing is not among those that you may see.")
        assert not story.shows("Amara")
        assert not story.shows("s Session")
    assert _opened(home) == []


def _opened(home: Home) -> list[tuple[str, str]]:
    return [
        (who, record)
        for who, record in home.store.rows("SELECT person, record FROM journal WHERE verb = 'opened'")
    ]


async def test_opening_somebody_elses_is_written_to_the_journal_once(home: Home) -> None:
    async with tell(home.app("Grace", lambda seat: PairingPage(seat, home.key["Amara's"]))) as story:
        await story.sees("Amara Nwosu with Sam Doyle")
        await story.press("up", "down", "enter", "escape")
        await story.app.workers.wait_for_complete()
        assert _opened(home) == [(home.key["Grace"], home.key["Amara's"])]


@pytest.mark.parametrize("who", ["Sam", "Amara"])
async def test_opening_ones_own_is_not(home: Home, who: str) -> None:
    async with tell(home.app(who, lambda seat: PairingPage(seat, home.key["Amara's"]))) as story:
        await story.sees("Amara Nwosu with Sam Doyle")
        await story.app.workers.wait_for_complete()
        assert _opened(home) == []


async def test_a_record_tells_its_history(home: Home) -> None:
    session = home.store.value("SELECT id FROM session WHERE ref = 'SE3'")
    home.save("Sam", records.SESSION, {"confidence_score": 8}, id=session, reason="Misheard")
    page = lambda seat: RecordPage(seat, home.key["Amara's"], "session", session)  # noqa: E731
    async with tell(home.app("Grace", page)) as story:
        await story.sees("Session: confidence 8 of 10", "How: 40 minutes, in person")
        await story.sees("Sam Doyle corrected it", "because Misheard", "Confidence score: 6  →  8")
        assert not story.shows("c Correct")
    async with tell(home.app("Sam", page)) as story:
        await story.sees("c Correct")
        await story.press("c")
        await story.sees("with Amara Nwosu: correction")


async def test_the_mentee_acknowledges_with_their_own_sign_in(home: Home) -> None:
    passphrase = "three random words here"
    identity.set_passphrase(home.store, home.office, home.actor("Amara"), home.key["Amara"], passphrase, NOW)
    session = home.store.value("SELECT id FROM session WHERE ref = 'SE3'")
    known = "SELECT acknowledged_on FROM session WHERE ref = 'SE3'"
    page = lambda seat: RecordPage(seat, home.key["Amara's"], "session", session)  # noqa: E731
    async with tell(home.app("Sam", page)) as story:
        await story.press("k")
        await story.sees("Amara Nwosu: I have seen this session.")
        await story.types("not the passphrase")
        await story.press("enter")
        await story.sees("The name or the passphrase is not right.")
        assert home.store.value(known) is None
        await story.types(passphrase)
        await story.press("enter")
        await story.sees("Acknowledged: by the mentee on 12 Mar 2026")
        assert home.store.value(known) == "2026-03-12"
        who = home.store.value(
            "SELECT person FROM journal WHERE record = :key ORDER BY seq DESC", {"key": session}
        )
        assert who == home.key["Amara"]
        assert story.app.seat is not None
        assert story.app.seat.actor.name == "Sam Doyle"  # nobody stays signed in by it
    async with tell(home.app("Amara", page)) as story:
        await story.sees("Acknowledged")
        assert not story.shows("k Acknowledge")


def test_nobody_acknowledges_for_the_mentee(home: Home) -> None:
    from mentor_tui.office import Invalid

    session = home.store.value("SELECT id FROM session WHERE ref = 'SE3'")
    with pytest.raises(Invalid, match="the mentee alone acknowledges"):
        home.save("Sam", records.SESSION, {"acknowledged_on": NOW.date()}, id=session)
    with pytest.raises(Invalid, match="only the mentor changes this"):
        home.save("Amara", records.SESSION, {"confidence_score": 9}, id=session, reason="x")
    with pytest.raises(NotAllowed):
        home.save("Ben", records.SESSION, {"acknowledged_on": NOW.date()}, id=session)


async def test_any_text_is_text(home: Home) -> None:
    session = home.store.value("SELECT id FROM session WHERE ref = 'SE3'")
    text = " ".join(map(clean, hostile.TEXTS.values()))[:3999].strip()
    values = {"shared_summary": text, "went_well": text}
    home.save("Sam", records.SESSION, values, id=session, reason=text[:99])
    for one in ("very long", "action", "closing tag", "right to left", "emoji"):
        goal = clean(hostile.TEXTS[one])[:399].strip()
        home.save(
            "Sam", records.GOAL, {"pairing_id": home.key["Amara's"], "goal": goal, "set_on": NOW.date()}
        )
    async with tell(home.app("Sam", lambda seat: PairingPage(seat, home.key["Amara's"])), LARGE) as story:
        await story.sees("Goal: [@click=app.quit]x[/]", "Goal: [/b]")
        story.app.screen.query_one(Listing).go_to(f"session@{session}")
        await story.press("enter")
        await story.sees("Session: confidence 6 of 10.", "Summary: [/b] [@click=app.quit]x[/]")
        await story.press("end", "escape")
        assert story.app.return_code is None
