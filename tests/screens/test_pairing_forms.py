"""The small forms of a pairing: a session not held, a goal, the end; and that any text goes through all of them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from mentor_tui import records
from mentor_tui.store.read.slots import slots_of
from screens.excusal import ExcusalEntry
from screens.goals import GoalEntry
from screens.pairing import PairingPage
from screens.pairing_end import PairingEnd
from screens.place import Place, RecordSaved, SaveRefused
from screens.seat import Seat
from screens.session_entry import SessionEntry
from tests.screens.home import TODAY, Home
from tests.story import LARGE, tell
from tests.widgets import hostile
from widgets.form import Form

MARKUP = "[/b] [@click=app.quit]x[/] =cmd|' /C calc'!A0 🙂"


async def test_a_session_that_is_due_is_excused_in_time(home: Home) -> None:
    async with tell(home.app("Sam", lambda seat: PairingPage(seat, home.key["Ben's"]))) as story:
        await story.press("e")
        await story.sees("Session 1 was due on 12 Mar 2026", "Written down today, it counts as excused.")
        story.app.screen.query_one(Form).go_to("reason")
        await story.types("sick")
        await story.press("ctrl+s")
        await story.hears(RecordSaved)
        await story.sees("session 1 was not held. It counts as excused.")
        [first, *_] = slots_of(home.store, [home.key["Ben's"]], TODAY)[home.key["Ben's"]]
        assert first.state == "excused"
        await story.sees("Session 1 not held: Sickness (counts as excused)")


async def test_a_reason_that_comes_too_late_is_kept_and_does_not_count(home: Home) -> None:
    async with tell(home.app("Sam", lambda seat: ExcusalEntry(seat, home.key["Amara's"], 3))) as story:
        await story.sees("Its window closed on 25 Feb 2026")
        story.app.screen.query_one(Form).go_to("reason")
        await story.types("Other: the lift was broken")
        await story.press("ctrl+s")
        await story.hears(RecordSaved)
        assert home.store.row("SELECT slot, reason FROM excusal") == (3, "other: the lift was broken")
        slots = slots_of(home.store, [home.key["Amara's"]], TODAY)[home.key["Amara's"]]
        assert slots[2].state == "missed"


async def test_the_reason_is_corrected_and_the_day_stays(home: Home) -> None:
    values = {"pairing_id": home.key["Ben's"], "slot": 1, "reason": "sickness"}
    key = home.save("Sam", records.EXCUSAL, values)
    page = lambda seat: ExcusalEntry(seat, home.key["Ben's"], excusal_key=key)  # noqa: E731
    async with tell(home.app("Grace", page)) as story:
        await story.sees("The day on which it was first written down stays")
        await story.types("annual")
        await story.press("tab")
        await story.types("It was leave, not illness")
        await story.press("ctrl+s")
        await story.hears(RecordSaved)
        assert home.store.value("SELECT reason FROM excusal") == "annual_leave"


async def test_a_goal_is_set_and_achieved(home: Home) -> None:
    async with tell(home.app("Amara", lambda seat: PairingPage(seat, home.key["Amara's"]))) as story:
        await story.press("g")
        await story.sees("For example:")
        await story.types("Lead a handover")
        await story.press("tab")
        await story.types("+28")
        await story.press("ctrl+s")
        await story.hears(RecordSaved)
        known = "SELECT id, target_on, set_on FROM goal WHERE goal = 'Lead a handover'"
        [(key, target, set_on)] = home.store.rows(known)
        assert (target, set_on) == ("2026-04-09", "2026-03-12")
        await story.sees("Goal: Lead a handover")
    async with tell(home.app("Sam", lambda seat: GoalEntry(seat, home.key["Amara's"], key))) as story:
        story.app.screen.query_one(Form).go_to("achieved_on")
        await story.types("today")
        await story.press("ctrl+s")
        await story.hears(RecordSaved)
        assert home.store.value("SELECT achieved_on FROM goal WHERE id = :key", {"key": key}) == "2026-03-12"


@pytest.mark.parametrize("who", ["Tom", "Grace"])
async def test_goals_are_the_two_peoples_own(home: Home, who: str) -> None:
    async with tell(home.app(who, lambda seat: GoalEntry(seat, home.key["Amara's"]))) as story:
        await story.sees("Goals are set by the mentor and the mentee")


async def test_a_pairing_ends_with_day_and_reason(home: Home) -> None:
    async with tell(home.app("Tom", lambda seat: PairingPage(seat, home.key["Amara's"]))) as story:
        await story.press("x")
        await story.sees("What is past stays.", "1 of its goals is not achieved yet.")
        story.app.screen.query_one(Form).go_to("end_reason")
        await story.types("mentor changed")
        await story.press("ctrl+s")
        await story.hears(RecordSaved)
        assert home.store.row("SELECT ended_on, end_reason FROM pairing WHERE ref = 'P1'") == (
            "2026-03-12", "mentor_changed",
        )  # fmt: skip
        await story.sees("Ended: Mentor changed", "ended 12 Mar 2026")
        assert not story.shows("x End")


async def test_a_leavers_pairing_ends_on_the_last_day_at_work(home: Home) -> None:
    home.save("Tom", records.STAFF, {"employment_end": date(2026, 3, 6)}, id=home.key["Amara"])
    async with tell(home.app("Tom", lambda seat: PairingEnd(seat, home.key["Amara's"]))) as story:
        await story.sees("Friday 6 March 2026", "Mentee left")


async def test_only_hr_ends_a_pairing(home: Home) -> None:
    async with tell(home.app("Sam", lambda seat: PairingEnd(seat, home.key["Amara's"]))) as story:
        await story.sees("Pairings are ended by the HR coordinator")


@pytest.mark.parametrize("made", [SessionEntry, GoalEntry, ExcusalEntry])
async def test_any_text_goes_through_every_field(home: Home, made: Callable[[Seat, str], Place]) -> None:
    async with tell(home.app("Sam", lambda seat: made(seat, home.key["Amara's"]))) as story:
        form = story.app.screen.query_one(Form)
        for field in form.fields:
            if field.name.endswith(("_2", "_3", "_4")):
                continue  # asked for once the action before is written
            form.go_to(field.name)
            await story.types(" ".join(hostile.UNCLEAN.values()))  # none of it gets in
            await story.types(MARKUP)
        await story.press("ctrl+s")
        await story.sees("There is a problem")
        assert not any(unclean in text for text in form.typed().values() for unclean in "\x1b\u202e\x00")
        assert story.app.return_code is None


async def test_hostile_text_is_saved_and_shown_whole(home: Home) -> None:
    async with tell(home.app("Sam", lambda seat: SessionEntry(seat, home.key["Amara's"])), LARGE) as story:
        form = story.app.screen.query_one(Form)
        for name in ("top_support_issue", "shared_summary", "private_notes", "action_1", "went_well"):
            form.go_to(name)
            await story.types(MARKUP)
        form.put("confidence_score", 7)
        await story.press("ctrl+s")
        await story.hears(RecordSaved)
        assert not story.heard(SaveRefused)
        row = home.store.row(
            "SELECT top_support_issue, shared_summary, private_notes FROM session ORDER BY id DESC"
        )
        assert row == (MARKUP, MARKUP, MARKUP)
        assert home.store.value("SELECT action FROM action ORDER BY id DESC") == MARKUP
    async with tell(home.app("Sam", lambda seat: PairingPage(seat, home.key["Amara's"])), LARGE) as story:
        await story.sees(MARKUP.removesuffix(" 🙂"), "🙂")  # it goes on in the next line
