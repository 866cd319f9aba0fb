"""Session entry as a story: from Today to saved, what is kept, what is asked, and what the mentee sees."""

from __future__ import annotations

from typing import Any

import pytest

from mentor_tui import identity, records
from screens.conflict import ConflictScreen
from screens.handed_over import HandedOver
from screens.pairings import Pairings
from screens.place import RecordSaved, SaveRefused
from screens.session_entry import SessionEntry
from tests.reasons import latest_reason
from tests.screens.home import NOW, PRIVATE, Home
from tests.story import Story, tell
from widgets.confirm import Confirm


def entry(home: Home, pairing: str = "Amara's", session: str = "") -> SessionEntry:
    return SessionEntry(home.seat("Sam"), home.key[pairing], session)


async def write(
    story: Story[Any], score: str = "7", issue: str = "Medication", note: str = "Went well"
) -> None:
    """The daily answers, from the date held on."""
    await story.press("tab")
    await story.types(score)
    await story.press("tab")
    await story.types(issue)
    await story.press("tab")
    await story.types(note)


def sessions(home: Home, pairing: str = "Amara's") -> list[tuple[object, ...]]:
    return home.store.rows(
        "SELECT held_on, confidence_score, top_support_issue, shared_summary, private_notes FROM session "
        "WHERE pairing_id = :pairing ORDER BY held_on, ref",
        {"pairing": home.key[pairing]},
    )


async def test_a_session_with_an_action_is_saved_in_one_go(home: Home) -> None:
    async with tell(home.app("Sam", Pairings)) as story:
        await story.press("s")
        await story.sees("Last time: 2 Mar 2026, confidence 6", "Counts as session 5, due 16 Mar.")
        await write(story, note="Gave the morning round alone")
        await story.press("tab")
        await story.types("Her mother is better")
        await story.press("tab")
        await story.types("Observe the evening round")
        await story.press("ctrl+s")
        saved = await story.hears(RecordSaved)
        assert saved.saved.added == 2
        held, score, issue, summary, private = sessions(home)[-1]
        assert (held, score, issue) == ("2026-03-12", 7, "Medication")
        assert (summary, private) == ("Gave the morning round alone", "Her mother is better")
        action = home.store.row(
            "SELECT x.action, x.owner_id, x.review_on, x.need_identified_on, s.held_on, x.confirmed_on "
            "FROM action AS x JOIN session AS s ON s.id = x.session_id WHERE x.action = 'Observe the evening round'"
        )
        # It waits for the line manager to confirm it.
        assert action == (
            "Observe the evening round",
            home.key["Sam"],
            "2026-03-30",
            "2026-03-12",
            "2026-03-12",
            None,
        )
        await story.sees("Saved: session with Amara Nwosu on 12 Mar")
        await story.sees("due 30 Mar 2026.", "open pairings")
        assert home.seat("Sam").drafting.kept("session", home.key["Amara's"]) is None


async def test_what_was_left_open_is_moved_on_in_passing(home: Home) -> None:
    [(a2,), (g1,)] = home.store.rows(
        "SELECT id FROM action WHERE ref = 'A2' UNION ALL SELECT id FROM goal WHERE ref = 'G1'"
    )
    async with tell(home.app("Sam", lambda seat: SessionEntry(seat, home.key["Amara's"]))) as story:
        await story.sees("Left open: Book the insulin course (past its day); Buddy on the first night")
        await write(story)
        form = story.app.screen.query_one("Form")
        form.go_to(f"done_{a2}")  # type: ignore[attr-defined]
        await story.types("yesterday")
        await story.press("tab")
        await story.types("LD-22")
        form.go_to(f"progress_{g1}")  # type: ignore[attr-defined]
        await story.press("end")
        await story.types(", did it once with the nurse")
        await story.press("ctrl+s")
        await story.hears(RecordSaved)
        assert home.store.row("SELECT completed_on, evidence_reference FROM action WHERE ref = 'A2'") == (
            "2026-03-11", "LD-22",
        )  # fmt: skip
        progress = home.store.value("SELECT progress FROM goal WHERE ref = 'G1'")
        assert progress == "Has watched it twice, did it once with the nurse"


async def test_a_low_score_without_an_action_asks_once(home: Home) -> None:
    async with tell(home.app("Sam", lambda seat: SessionEntry(seat, home.key["Amara's"]))) as story:
        await write(story, score="5")
        await story.press("ctrl+s")
        await story.sees("Is an action needed?", "The confidence score is 5 of 10")
        await story.press("enter")  # the safe answer: add one
        await story.sees_no_more("Is an action needed?")
        assert len(sessions(home)) == 3
        await story.press("ctrl+s")  # asked once is enough
        await story.hears(RecordSaved)
        assert not isinstance(story.app.screen, Confirm)
        assert len(sessions(home)) == 4


async def test_esc_keeps_a_draft_and_the_form_brings_it_back(home: Home) -> None:
    async with tell(home.app("Sam", Pairings)) as story:
        await story.press("s")
        await write(story, note="Half a thou")
        await story.press("escape")
        await story.sees("What you typed is kept as a draft")
        assert len(sessions(home)) == 3
        await story.press("s")
        await story.sees("What you typed today is back.", "Half a thou")
        await story.press("ctrl+r")
        await story.sees_no_more("Half a thou", "is back.")
        assert home.seat("Sam").drafting.kept("session", home.key["Amara's"]) is None


async def test_faults_stand_at_their_fields_and_nothing_typed_is_lost(home: Home) -> None:
    async with tell(home.app("Sam", lambda seat: SessionEntry(seat, home.key["Amara's"]))) as story:
        await write(story, score="11", issue="", note="Kept all the same")
        await story.press("ctrl+s")
        await story.sees("There is a problem", "Kept all the same")
        await story.sees("Confidence score: Give a whole number from 1 to 10.")
        assert len(sessions(home)) == 3


async def test_what_the_office_refuses_stands_at_the_field(home: Home) -> None:
    async with tell(home.app("Sam", lambda seat: SessionEntry(seat, home.key["Amara's"]))) as story:
        await story.types("1/2/2026")
        await write(story)
        await story.press("ctrl+s")
        await story.hears(SaveRefused)
        await story.sees("There is a problem", "is before the pairing started on 2026-02-02", "Went well")


async def test_the_mentee_gives_score_and_reflection_alone(home: Home) -> None:
    async with tell(home.app("Sam", lambda seat: SessionEntry(seat, home.key["Amara's"]))) as story:
        await write(story, score="", note="For the two of us and the manager")
        await story.press("ctrl+t")
        await story.sees("Amara Nwosu, these two are yours.", "Confidence score", "The mentee's reflection")
        assert isinstance(story.app.screen, HandedOver)
        assert not story.shows("For the two of us")
        assert not story.shows("Last time")
        await story.press("1", "0", "tab")  # a digit types here; it opens no place
        await story.types("I can do the round. So I will ask for the next one.")
        await story.press("2", "f3", "ctrl+p")
        assert isinstance(story.app.screen, HandedOver)
        await story.press("escape")
        await story.sees("For the two of us", "Last time")
        await story.press("ctrl+s")
        await story.hears(RecordSaved)
        score, reflection = home.store.row(
            "SELECT confidence_score, reflection FROM session ORDER BY held_on DESC, recorded_on DESC"
        ) or (0, "")
        assert score == 10
        assert reflection.startswith("I can do the round.")


async def test_a_correction_needs_a_reason_and_keeps_what_stood_there(home: Home) -> None:
    session = home.store.value("SELECT id FROM session WHERE ref = 'SE3'")
    async with tell(home.app("Sam", lambda seat: SessionEntry(seat, home.key["Amara's"], session))) as story:
        await story.sees("with Amara Nwosu: correction", "2 Mar 2026")
        await story.press("ctrl+s")
        await story.sees("Nothing is changed yet.")
        story.app.screen.query_one("Form").go_to("confidence_score")  # type: ignore[attr-defined]
        await story.types("7")
        await story.press("ctrl+s")
        await story.sees("A correction of Confidence score needs a reason")
        story.app.screen.query_one("Form").go_to("reason")  # type: ignore[attr-defined]
        await story.types("Amara said seven, I wrote six")
        await story.press("ctrl+s")
        await story.hears(RecordSaved)
        assert home.store.value("SELECT confidence_score FROM session WHERE ref = 'SE3'") == 7
        why = latest_reason(home.store, "record = :session AND verb = 'corrected'", session=session)
        assert why == "Amara said seven, I wrote six"


@pytest.mark.parametrize(("keep", "score"), [("mine", 9), ("theirs", 8)])
async def test_the_second_of_two_editors_chooses_field_by_field(home: Home, keep: str, score: int) -> None:
    session = home.store.value("SELECT id FROM session WHERE ref = 'SE3'")
    async with tell(home.app("Sam", lambda seat: SessionEntry(seat, home.key["Amara's"], session))) as story:
        form = story.app.screen.query_one("Form")
        form.go_to("confidence_score")  # type: ignore[attr-defined]
        await story.types("9")
        form.go_to("reason")  # type: ignore[attr-defined]
        await story.types("Misheard")
        # Meanwhile, at another terminal:
        home.save(
            "Sam",
            records.SESSION,
            {"confidence_score": 8, "shared_summary": "Quiet week"},
            id=session,
            reason="Typo",
        )
        await story.press("ctrl+s")
        await story.sees("Sam Doyle changed this while you had it open.", "Confidence score", "Quiet week")
        assert isinstance(story.app.screen, ConflictScreen)
        if keep == "theirs":
            await story.press("space")
        await story.press("ctrl+s")
        if keep == "mine":
            await story.hears(RecordSaved)
        else:
            await story.sees("Nothing is changed yet.")
        kept = home.store.row("SELECT confidence_score, shared_summary FROM session WHERE ref = 'SE3'")
        assert kept == (score, "Quiet week")


async def test_others_than_the_mentor_get_no_form(home: Home) -> None:
    for name in ("Grace", "Tom", "Amara", "Bea"):
        async with tell(home.app(name, lambda seat: SessionEntry(seat, home.key["Amara's"]))) as story:
            await story.sees("Only the mentor of a pairing records its sessions.")
            assert not story.shows(PRIVATE)


async def test_a_mentor_is_back_at_today_within_forty_keys(home: Home) -> None:
    """Signs in, records score, issue, note and one action: every key but the free text is counted.

    The letters of the name count, and so does each character of the passphrase.
    """
    passphrase = "warm kettle sings"
    identity.set_passphrase(home.store, home.office, home.actor("Sam"), home.key["Sam"], passphrase, NOW)
    keys = 0
    async with tell(home.door()) as story:

        async def press(*names: str) -> None:
            nonlocal keys
            keys += len(names)
            await story.press(*names)

        await story.sees("Your name", "Sam Doyle")
        await press("s", "a", "enter")
        await press(*("space" if letter == " " else letter for letter in passphrase), "enter")
        await story.sees("Today", "Session 1 with Ben Carter")
        signed_in = keys
        await press("enter")
        await story.sees("Date held", "The first session of this pairing.")
        await press("tab", "7", "tab", "down", "enter", "tab")
        await story.types("Found the rota hard, better by Friday")
        await press("tab", "tab")
        await story.types("Ask for two nights in a row")
        await press("ctrl+s")
        await story.hears(RecordSaved)
        await story.sees("Today", "Saved: session with Ben Carter")
        saved = home.store.row(
            "SELECT s.confidence_score, s.top_support_issue, s.shared_summary, x.action FROM session AS s "
            "JOIN action AS x ON x.session_id = s.id WHERE s.pairing_id = :pairing",
            {"pairing": home.key["Ben's"]},
        )
        assert saved == (
            7, "Medication", "Found the rota hard, better by Friday", "Ask for two nights in a row",
        )  # fmt: skip
        assert keys - signed_in == 10
        assert keys <= 40, f"{keys} keys, {signed_in} of them to sign in"


async def test_the_draft_of_a_correction_opens_by_the_sessions_own_key(home: Home) -> None:
    session = home.store.value("SELECT id FROM session WHERE ref = 'SE3'")
    async with tell(home.app("Sam", lambda seat: SessionEntry(seat, session))) as story:
        await story.sees("with Amara Nwosu: correction", "2 Mar 2026")
    other = home.store.value("SELECT id FROM session WHERE ref = 'SE5'")
    async with tell(home.app("Sam", lambda seat: SessionEntry(seat, other))) as story:
        await story.sees("Only the mentor of a pairing records its sessions.")
