"""The rest of the daily work by lines: actions, reviews, support, allocations, stories, two people on one record."""

from __future__ import annotations

from pathlib import Path

import pytest

from mentor_tui import identity, records
from mentor_tui.plain.forms import ELSEWHERE, PAPERS, elsewhere, paper_of
from mentor_tui.store import drafts, journal
from mentor_tui.store.read.todo import Opens
from screens.openers import SCREENS
from tests.plain.conftest import Says
from tests.plain.script import words
from tests.screens.home import NOW, PRIVATE, Home, day
from tests.screens.supported import supported

_HANDLED = {"action", "evidence", "pairing", "case"}


def test_everything_that_the_list_opens_is_done_here_or_told_where() -> None:
    for what in SCREENS:
        assert what in PAPERS or what in _HANDLED or "mentor-tui" in elsewhere(what), what
    assert not set(PAPERS) & set(ELSEWHERE)


def test_every_form_by_lines_is_that_of_the_screen(home: Home) -> None:
    home = supported(home)
    seat = home.seat("Helen")
    keys = {
        **dict.fromkeys(("session", "review", "goal", "excusal", "pairing_end"), home.key["Amara's"]),
        **dict.fromkeys(("allocation", "risk", "case_entry"), home.key["Chloe"]),
        **dict.fromkeys(
            ("support_meeting", "pathway_update", "sign_off", "follow_up", "impact_review", "case_close"),
            home.key["C1"],
        ),
        **dict.fromkeys(
            ("strategic_entry", "strategic_done", "executive_review", "escalation_entry"), "none"
        ),
    }
    assert set(keys) == set(PAPERS)
    for what, key in keys.items():
        paper = paper_of(seat, Opens(what, (key,)))
        assert paper is not None and paper.DRAFT and paper.TITLE
        assert paper.may_record() or paper.why_not().endswith(".")


# -- actions ---------------------------------------------------------------------------------------


def test_an_action_is_completed_with_its_evidence(home: Home, says: Says) -> None:
    said = words(says("Grace", "1", "1", "LD-7", "quit"))
    assert "1 Overdue: Book the insulin course (Amara Nwosu). Thu 5 Mar, 7 days ago." in said
    assert "1 Complete it 2 Cancel it 3 Correct what it says" in said
    assert "Completed, after its review date: it counts as late, not as missing." in said
    assert home.store.row("SELECT completed_on, evidence_reference FROM action WHERE ref = 'A2'") == (
        "2026-03-12",
        "LD-7",
    )


def test_completing_without_evidence_is_asked_about(home: Home, says: Says) -> None:
    said = words(says("Grace", "1", "complete", "", "1", "", "2", "quit"))
    assert said.count("Nothing is given as evidence.") == 2
    row = home.store.row("SELECT completed_on, evidence_reference FROM action WHERE ref = 'A2'")
    assert row == ("2026-03-12", None)


def test_evidence_that_was_begun_stands_there_again(home: Home, says: Says) -> None:
    key = home.store.value("SELECT id FROM action WHERE ref = 'A2'")
    grace = home.seat("Grace")
    grace.drafting.note("evidence", key, {"evidence": "LD-"})
    grace.drafting.flush()
    said = words(says("Grace", "1", "1", "<", "quit"))
    assert "1 Draft: the evidence of an action about Amara Nwosu, today." in said
    assert "You had begun: LD-. Enter keeps it." in said
    assert "The action stays as it was." in said


def test_an_action_is_cancelled_with_its_reason(home: Home, says: Says) -> None:
    said = words(says("Sam", "actions", "1", "cancel", "", "She knows the nights now", "quit"))
    assert "1 action yours, open. 1 Buddy on the first night shift. For Amara Nwosu, by Sam Doyle" in said
    assert "Say why in a few words; it is kept with the action." in said
    assert home.store.value("SELECT cancel_reason FROM action WHERE ref = 'A3'") == "She knows the nights now"


def test_a_managers_list_of_actions_and_confirming_one(home: Home, says: Says) -> None:
    key = home.save(
        "Sam",
        records.ACTION,
        {
            "pairing_id": home.key["Ben's"],
            "need_identified_on": day("2026-03-12"),
            "action": "Shadow the night team",
            "owner_id": home.key["Sam"],
            "review_on": day("2026-03-24"),
        },
    )
    said = words(says("Grace", "actions all night team", "1", "confirm", "quit"))
    assert "Shadow the night team. For Ben Carter, by Sam Doyle" in said and "not confirmed yet" in said
    assert "Confirmed: the mentor's action stands." in said
    row = home.store.row("SELECT confirmed_on FROM action WHERE id = :key", {"key": key})
    assert row == ("2026-03-12",)


def test_a_new_action(home: Home, says: Says) -> None:
    said = words(says("Grace", "action amara", "", "Practise the hoist", "am", "+7", "", "", "", "quit"))
    assert "Saved. It is on the list of Amara Nwosu until 19 Mar 2026." in said
    row = home.store.row("SELECT owner_id, review_on FROM action WHERE action = 'Practise the hoist'")
    assert row == (home.key["Amara"], "2026-03-19")


# -- reviews and targeted support ------------------------------------------------------------------


def test_a_review_reads_its_evidence_out(home: Home, says: Says) -> None:
    said = words(says("Helen", "reviews", "1", "", "", "", "", "1", "Late, and doing well", "", "quit"))
    assert "1 Chloe Diaz, Ash Lodge: overdue, due 2 Feb 2026, 5 weeks ago" in said
    assert "Sessions: 1 held; on schedule 1 of 9 due" in said or "Sessions: 1 held; on schedule" in said
    assert "Training: no mandatory course is on the register" in said
    assert "Confidence: 7 of 10, one session" in said
    assert "Now: 1 (from the sessions recorded). Enter keeps it." in said
    assert "1 On track; 2 Extend the programme; 3 Targeted support." in said
    assert "The week-four review was due on 2 Feb 2026. This one counts as late." in said
    assert "The review of Chloe Diaz is saved." in said
    row = home.store.row("SELECT outcome, comment, reviewer_id FROM review WHERE reviewed_on = '2026-03-12'")
    assert row == ("on_track", "Late, and doing well", home.key["Helen"])


def test_a_review_leads_to_the_plan_and_the_plan_to_its_case(home: Home, says: Says) -> None:
    said = words(
        says(
            "Helen", "review chloe", "", "", "", "", "t", "Alone too often", "", "2",
            "", "", "", "", "80", "y", "Confidence from 7 to 9", "+90", "ken", "", "save", "quit",
        )
    )  # fmt: skip
    assert "A targeted support plan is then due by" in said
    assert "1 Later 2 Write it now" in said
    assert "Support plan: Chloe Diaz." in said
    assert "Saved: the support plan for Chloe Diaz." in said
    row = home.store.row("SELECT aim, at_risk_of_resigning FROM targeted_case")
    assert row == ("Confidence from 7 to 9", 1)


def test_a_support_meeting_from_the_list(home: Home, says: Says) -> None:
    supported(home)
    said = words(
        says(
            "Sam",
            "1",
            "",
            "The rota again",
            "A fixed week",
            "",
            "",
            "Ask for a fixed week",
            "",
            "",
            "",
            "",
            "quit",
        )
    )
    assert "1 Overdue: Support session with Ella Finch." in said
    assert (
        "Saved: targeted support meeting for Ella Finch. The next is agreed for Thursday 19 March 2026."
        in said
    )
    assert home.store.value("SELECT count(*) FROM action WHERE action = 'Ask for a fixed week'") == 1


def test_a_follow_up_and_a_sign_off_that_lacks_something(home: Home, says: Says) -> None:
    supported(home)
    said = words(says("Helen", "1", "", "", "later", "support ella", "quit"))
    assert "A date for the aim: missing" in said
    assert "Question 1, Signed off on: The aim has no date by which it should be reached." in said
    home.store.close()


def test_an_allocation_offers_the_mentors_that_fit_best(says: Says) -> None:
    said = words(says("Tom", "1", "", "ken", "", "", "", "", "", "", "", "He knows the unit", "save", "quit"))
    assert "1 Sam Doyle, 2 of 3 mentees." in said
    assert "Needs a reason, under Why this mentor. At capacity: 1 of 1 pairings." in said
    assert "Saved: Ken Ito mentors Dev Anand from 9 Mar 2026." in said


def test_a_session_that_was_not_held(says: Says) -> None:
    said = words(says("Sam", "missed ben", "", "sick", "", "quit"))
    assert "Reason: Sickness." in said
    assert "Saved: session 1 was not held. It counts as excused." in said


def test_a_reason_in_words_of_ones_own(home: Home, says: Says) -> None:
    said = words(says("Sam", "missed ben", "", "5", "other: no cover", "", "quit"))
    assert "Not taken. Write it with its words, such as: Other: and the words." in said
    assert home.store.value("SELECT reason FROM excusal") == "other: no cover"


# -- stories, and what is nobody else's ------------------------------------------------------------


def test_a_story_is_read_out_and_the_reading_is_journaled(home: Home, says: Says) -> None:
    said = words(says("Grace", "pairing amara", "quit"))
    assert "Amara Nwosu with Sam Doyle. Ash Lodge." in said
    assert "Sessions: 3 held, 1 missed, 4 upcoming." in said
    assert "Confidence: 6 of 10, from 4 at the first of 3 sessions." in said
    assert "First week on the floor went steadily." in said
    assert PRIVATE not in said
    opened = "SELECT count(*) FROM journal WHERE verb = 'opened' AND record = :key"
    assert home.store.value(opened, {"key": home.key["Amara's"]}) == 1
    own = words(says("Sam", "pairing amara", "quit"))
    assert PRIVATE in own
    assert home.store.value(opened, {"key": home.key["Amara's"]}) == 1
    assert list(journal.verify(home.store)) == []


def test_an_action_that_is_read_opens_its_file(home: Home, says: Says) -> None:
    opened = "SELECT person, count(*) FROM journal WHERE verb = 'opened' AND record = :key GROUP BY person"
    says("Helen", "actions all insulin", "1", "<", "actions all insulin", "1", "<", "quit")
    assert home.store.rows(opened, {"key": home.key["Amara's"]}) == [(home.key["Helen"], 1)]


@pytest.mark.parametrize("name", ["Bea", "Amara", "Nora", "Lena"])
def test_what_is_not_theirs_is_not_told(says: Says, name: str) -> None:
    said = words(
        says(name, "pairing chloe", "session chloe", "review chloe", "actions all", "alerts", "quit")
    )
    assert "Chloe" not in said.replace("pairing chloe", "")
    assert "No pairing that you may see has these words in it." in said
    assert "There is no such pairing in which you record this." in said


def test_alerts_are_told_in_words_and_open_their_record(says: Says) -> None:
    said = words(says("Grace", "alerts", "1", "1", "quit"))
    assert "5 alerts: alerts reads them." in said or "alerts: alerts reads them." in said
    assert "Escalation: Chloe Diaz" not in said  # Chloe is Helen's
    assert (
        "1 Escalation: Amara Nwosu, Ash Lodge. An action is past its review date and not completed." in said
    )
    assert "Amara Nwosu with Sam Doyle. Ash Lodge." in said


def test_an_escalation_is_acknowledged_with_what_will_be_done(home: Home, says: Says) -> None:
    said = words(says("Grace", "alerts", "1", "2", "Book it on Monday with the trainer", "", "quit"))
    assert "1 Open its record 2 Acknowledge it, with what will be done" in said
    assert "Acknowledged. It is listed for as long as its cause is there." in said
    row = home.store.row("SELECT will_do, acknowledged_by_id FROM acknowledgement")
    assert row == ("Book it on Monday with the trainer", home.key["Grace"])


# -- two people, and somebody who leaves -----------------------------------------------------------


@pytest.mark.parametrize(("keep", "review_on"), [("1", "2026-04-02"), ("2", "2026-03-27")])
def test_the_second_of_two_editors_chooses_field_by_field(
    home: Home, says: Says, keep: str, review_on: str
) -> None:
    key = home.store.value("SELECT id FROM action WHERE ref = 'A3'")

    def meanwhile() -> None:
        change = {"review_on": day("2026-03-27"), "action": "Buddy on the first two night shifts"}
        home.save("Grace", records.ACTION, change, id=key, reason="Agreed with the nurse")

    said = words(
        says(
            "Sam", "actions", "1", "correct", "", "", "", "2 April", meanwhile, "", "", "She is on leave", "", keep,
            "later", "quit",
        )
    )  # fmt: skip
    assert "Grace Okafor changed this while you had it open. Nothing is saved yet." in said
    assert "Development action: theirs is taken, Buddy on the first two night shifts." in said
    assert "1 Yours: Thursday 2 April 2026 2 Theirs: Friday 27 March 2026" in said
    assert home.store.row("SELECT action, review_on FROM action WHERE id = :key", {"key": key}) == (
        "Buddy on the first two night shifts",
        review_on,
    )


def test_a_leaver_saves_nothing_more_and_their_draft_is_kept(home: Home, says: Says) -> None:
    def leaves() -> None:
        home.save("Nora", records.STAFF, {"employment_end": day("2026-03-11")}, id=home.key["Sam"])

    said = words(says("Sam", "session amara", "", "7", "1", leaves, "save", "quit"))
    assert "Your access ended on 11 Mar 2026." in said
    assert said.endswith("Your name: quit Goodbye. What you were typing is kept.")
    assert home.store.value("SELECT count(*) FROM session WHERE held_on = '2026-03-12'") == 0
    assert drafts.of(home.store, home.key["Sam"])[0].typed["confidence_score"] == "7"


def test_a_role_that_was_taken_away_counts_at_once(home: Home, says: Says) -> None:
    def no_mentor() -> None:
        home.save("Nora", records.STAFF, {"roles": ("mentee",)}, id=home.key["Sam"])

    said = words(says("Sam", "session amara", "", "7", "1", no_mentor, "save", "quit"))
    assert "Not saved." in said and "What you typed is kept as a draft." in said
    assert home.store.value("SELECT count(*) FROM session WHERE held_on = '2026-03-12'") == 0


def test_an_account_that_is_linked_no_more_ends_it(home: Home, says: Says) -> None:
    def unlinked() -> None:
        identity.link(home.store, home.office, home.actor("Nora"), home.key["Sam"], None, NOW)

    said = words(says("Sam", "session amara", "", "7", "1", unlinked, "save", "quit"))
    assert "does not sign in as you any more. Ask your administrator if that is wrong." in said
    assert "Your name:" in said
    assert drafts.of(home.store, home.key["Sam"])[0].typed["confidence_score"] == "7"


def test_nothing_of_it_needs_textual() -> None:
    import subprocess
    import sys

    code = (
        "import sys, importlib, pkgutil, mentor_tui.plain as p, mentor_tui.forms as f\n"
        "for package in (p, f):\n"
        "    for one in pkgutil.iter_modules(package.__path__):\n"
        "        importlib.import_module(f'{package.__name__}.{one.name}')\n"
        "print([name for name in sys.modules if name.split('.')[0] in ('textual', 'rich', 'screens', 'widgets')])"
    )
    root = Path(__file__).resolve().parents[2]
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=root, check=True)
    assert done.stdout == "[]\n"
