"""A session by lines: from the list to saved, what was left open, drafts that open on the screen and the other way."""

from __future__ import annotations

import pytest

from mentor_tui.store import drafts
from screens.session_entry import SessionEntry
from tests.plain.conftest import Says
from tests.plain.script import words
from tests.screens.home import NOW, Home
from tests.story import tell


def sessions(home: Home, pairing: str = "Amara's") -> list[tuple[object, ...]]:
    return home.store.rows(
        "SELECT held_on, confidence_score, top_support_issue, shared_summary, private_notes FROM session "
        "WHERE pairing_id = :pairing ORDER BY held_on, ref",
        {"pairing": home.key[pairing]},
    )


def draft(home: Home, pairing: str = "Amara's") -> dict[str, str]:
    kept = drafts.one(home.store, home.key["Sam"], "session", home.key[pairing])
    return dict(kept.typed) if kept else {}


def test_from_the_list_to_saved(home: Home, says: Says) -> None:
    said = says(
        "Sam",
        "1",
        "",
        "7",
        "med",
        "Gave the round alone",
        "",
        "Observe the evening round",
        "",
        "",
        "save",
        "quit",
    )
    assert sessions(home, "Ben's")[-1] == ("2026-03-12", 7, "Medication", "Gave the round alone", None)
    action = home.store.row("SELECT action, owner_id, review_on FROM action WHERE action LIKE 'Observe%'")
    assert action == ("Observe the evening round", home.key["Sam"], "2026-03-19")
    assert draft(home, "Ben's") == {}
    assert "1 Due today: Session 1 with Ben Carter." in said
    assert "Question 2 of 6: Confidence score, 1 to 10, required." in said
    assert "Top support issue: Medication." in said
    assert "Question 7 of 9: Action agreed: its owner" in said
    assert "Saved: session with Ben Carter on 12 Mar 2026, with 1 action." in said


def test_opens_with_last_time_and_moves_on_what_was_left_open(home: Home, says: Says) -> None:
    said = words(
        says(
            "Sam", "session amara", "", "6", "Medication", "Good week", "", "", "yesterday", "LD-22", "",
            "+ did it once with the nurse", "", "", "quit",
        )
    )  # fmt: skip
    assert "Last time: 2 Mar 2026, confidence 6, Lone or night working." in said
    assert "Left open: Book the insulin course (past its day); Buddy on the first night shift;" in said
    assert "Question 2 of 10: Confidence score, 1 to 10, required. Last time: 6." in said
    assert "Done: Book the insulin course: Wednesday 11 March 2026." in said
    assert len(sessions(home)) == 4
    assert home.store.row("SELECT completed_on, evidence_reference FROM action WHERE ref = 'A2'") == (
        "2026-03-11",
        "LD-22",
    )
    progress = home.store.value("SELECT progress FROM goal WHERE ref = 'G1'")
    assert progress == "Has watched it twice\ndid it once with the nurse"


def test_a_low_score_without_an_action_asks_once(home: Home, says: Says) -> None:
    said = says("Sam", "session amara", "", "5", "1", "save", "1", "save", "quit")
    assert said.count("Is an action needed?") == 1
    # The first answer leads to the action's question.
    assert "1 Add an action" in said and said.rindex("Question 6 of 10: Action agreed") > said.index(
        "Is an action"
    )
    assert len(sessions(home)) == 4


def test_faults_are_said_at_the_question_and_in_a_summary(home: Home, says: Says) -> None:
    said = words(says("Sam", "session amara", "soon", "today", "11", "", "", "save", "later", "quit"))
    assert "Not taken. That does not read as a date." in said
    assert "Date held: Thursday 12 March 2026." in said
    assert "Not taken. Give a whole number from 1 to 10." in said
    assert "This needs an answer before saving. Enter again leaves it for later." in said
    assert "Not saved yet. 2 things to put right." in said
    assert "Question 2, Confidence score: Give a number from 1 to 10." in said
    assert "Question 3, Top support issue: This needs an answer." in said
    assert len(sessions(home)) == 3


def test_what_the_office_refuses_is_said_at_its_question(home: Home, says: Says) -> None:
    said = words(says("Sam", "session amara", "1/2/2026", "7", "1", "save", "later", "quit"))
    assert "Not saved yet. 1 thing to put right. Question 1, Date held:" in said
    assert "is before the pairing started on 2026-02-02" in said
    assert draft(home)["confidence_score"] == "7"


@pytest.mark.parametrize("ending", [("later", "quit"), ("quit", "quit"), ()])
def test_however_one_stops_the_draft_is_kept(home: Home, says: Says, ending: tuple[str, ...]) -> None:
    says("Sam", "session amara", "", "4", "Nights", *ending)
    kept = draft(home)
    assert (kept["confidence_score"], kept["top_support_issue"]) == ("4", "Nights")
    assert len(sessions(home)) == 3
    said = says("Sam", "1", "", "", "", "", "later", "quit")
    assert "1 Draft: a session with Amara Nwosu, today." in said
    assert "What you typed today is back." in said
    assert "Now: 4. Enter keeps it." in said


async def test_a_draft_of_lines_goes_on_on_the_screen(home: Home, says: Says) -> None:
    says("Sam", "session amara", "yesterday", "4", "2", ".", "One line", "and another", ".", "later", "quit")
    async with tell(home.app("Sam", lambda seat: SessionEntry(seat, home.key["Amara's"]))) as story:
        await story.sees(
            "What you typed today is back.", "11 Mar 2026", "Lone or night working", "and another"
        )
        await story.press("ctrl+s")


async def test_a_draft_of_the_screen_goes_on_by_lines(home: Home, says: Says) -> None:
    async with tell(home.app("Sam", lambda seat: SessionEntry(seat, home.key["Amara's"]))) as story:
        await story.press("tab")
        await story.types("8")
        await story.press("tab")
        await story.types("Rota and shifts")
        await story.press("escape")
        story.app.flush_drafts()
    said = says("Sam", "session amara", "", "", "", "save", "quit")
    assert "What you typed today is back." in said
    assert sessions(home)[-1][1:3] == (8, "Rota and shifts")
    assert draft(home) == {}


def test_commands_and_answers_that_look_like_them(home: Home, says: Says) -> None:
    said = words(
        says(
            "Sam", "session amara", "?", "<", "", "9", "<", "", "list", "\\list", "answers", "\\back", "clear",
            "again", "later", "quit",
        )
    )  # fmt: skip
    assert (
        "The day you met, such as today, yesterday or fri. Commands: Enter keeps what stands there." in said
    )
    assert "Question 2 of 10: Confidence score, 1 to 10, required. Now: 9. Enter keeps it." in said
    assert "1 Lone or night working, last time 2 Medication" in said
    assert "Top support issue: list." in said
    assert "3 Top support issue: list" in said
    assert "Private notes: blank." in said
    assert "The form stands as it did at first." in said
    assert "Nothing was typed, so nothing is kept." in said
    assert draft(home) == {}


def test_a_long_answer_is_kept_line_by_line(home: Home, says: Says) -> None:
    says("Sam", "session amara", "", "", "", "", "", ".", "The first line", "save", "\\.", "a\x1b[2Jb")
    assert draft(home)["shared_summary"] == "The first line\nsave\n."


def test_what_is_too_long_is_said_and_kept(home: Home, says: Says) -> None:
    said = words(says("Sam", "session amara", "", "", "", "", "", "x" * 4001, "quit", "quit"))
    assert "Not taken. This is 4,001 characters long; at most 4,000 are kept." in said
    assert len(draft(home)["shared_summary"]) == 4001


def test_the_rest_is_asked_for_whom_it_is_for(home: Home, says: Says) -> None:
    says(
        "Sam", "session amara", "", "7", "1", "more", "Calm all through", "", "", "40", "phone", "tel", "1, 3",
        "", "quit",
    )  # fmt: skip
    row = home.store.row(
        "SELECT went_well, minutes, mode, activities FROM session ORDER BY rowid DESC LIMIT 1"
    )
    assert row == ("Calm all through", 40, "telephone", "emotional_support;orientation_and_onboarding") or row == (
        "Calm all through", 40, "telephone", "orientation_and_onboarding;emotional_support",
    )  # fmt: skip


def test_an_old_draft_is_checked_again(home: Home, says: Says) -> None:
    typed = {"held_on": "12 Mar 2026", "confidence_score": "seven", "shared_summary": "a\x1b[2J", "gone": "x"}
    drafts.save(home.store, home.key["Sam"], "session", home.key["Amara's"], typed, NOW)
    said = words(says("Sam", "session amara", "save", "later", "quit"))
    assert "Question 2, Confidence score: Give a whole number from 1 to 10." in said
    assert "\x1b" not in said
