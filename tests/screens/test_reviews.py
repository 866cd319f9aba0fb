"""Reviews: what waits and what was made, the form with its evidence, what follows from the outcome."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from datetime import date

import pytest

from mentor_tui import records
from mentor_tui.app import MentorApp
from mentor_tui.declare import Value
from mentor_tui.office import Change, NotAllowed
from mentor_tui.store.read import reviews
from mentor_tui.store.read.holders import holders
from mentor_tui.store.read.pairing import head
from screens.place import Place, RecordSaved, SaveRefused
from screens.record import RecordPage
from screens.review_entry import ReviewEntry
from screens.reviews import Reviews
from screens.seat import Seat
from tests.screens.home import ADMINISTRATOR, TODAY, Home, day
from tests.story import LARGE, SMALL, Story, tell
from tests.widgets import hostile
from widgets.form import Form
from widgets.listing import Listing


@pytest.fixture
def registers(home: Home) -> Home:
    """Chloe's training and practice, and an action that Ken agreed on with her."""
    with home.office.batch(ADMINISTRATOR, history=True) as batch:
        for course, done, expires in (
            ("Moving and handling", "2026-01-20", "2026-02-25"),
            ("Fire safety", "2026-02-03", ""),
            ("Medication", "", ""),
            ("Safeguarding", "2026-02-02", ""),
        ):
            values: dict[str, Value] = {"staff_id": home.key["Chloe"], "course": course, "mandatory": True}
            values["completed_on"] = day(done) if done else None
            values["expires_on"] = day(expires) if expires else None
            batch.add(Change(records.TRAINING, values))
        batch.add(
            Change(
                records.OBSERVATION,
                {"staff_id": home.key["Chloe"], "observed_on": day("2026-02-20"), "score": 72},
            )
        )
    home.save(
        "Ken",
        records.ACTION,
        {
            "pairing_id": home.key["Chloe's"],
            "need_identified_on": day("2026-03-10"),
            "action": "Shadow the night team",
            "owner_id": home.key["Ken"],
            "review_on": day("2026-03-24"),
        },
    )
    return home


def entry(home: Home, whose: str = "Chloe's", review: str = "") -> Callable[[Seat], Place]:
    return lambda seat: ReviewEntry(seat, home.key[whose], review)


async def fill(story: Story[MentorApp], **answers: str) -> None:
    form = story.app.screen.query_one(Form)
    for name, text in answers.items():
        form.go_to(name)
        await story.settle()
        await story.types(text)


# -- the list --------------------------------------------------------------------------------------


def test_what_waits_and_what_was_made(home: Home) -> None:
    reader = home.seat("Helen").reader
    waiting = reviews.lines(reader, reviews.keys(reader))
    assert [(line.mentee, line.state, line.due_on) for line in waiting] == [
        ("Chloe Diaz", "overdue", date(2026, 2, 2)),
        ("Ben Carter", "coming", date(2026, 4, 2)),
    ]
    made = reviews.lines(reader, reviews.keys(reader, "done"))
    assert [(line.mentee, line.state, line.outcome) for line in made] == [
        ("Amara Nwosu", "in time", "on_track")
    ]
    assert reviews.waiting(reader) == reviews.Waiting(1, 0, 0)
    assert reviews.keys(reader, find="grace amara") == []
    assert len(reviews.keys(reader, "done", "grace amara")) == 1


def test_everybody_sees_their_own_alone(home: Home) -> None:
    def seen(name: str) -> list[str]:
        reader = home.seat(name).reader
        return [line.mentee for line in reviews.lines(reader, reviews.keys(reader))]

    assert seen("Grace") == ["Ben Carter"]
    assert seen("Dilip") == ["Chloe Diaz", "Owen Price", "Ben Carter"]
    assert seen("Bea") == ["Owen Price"]
    assert seen("Lena") == []
    # A key that is not theirs gives no line.
    everything = reviews.keys(home.seat("Dilip").reader)
    assert [line.mentee for line in reviews.lines(home.seat("Grace").reader, everything)] == ["Ben Carter"]


def test_reviews_by_their_place_in_the_programme(home: Home) -> None:
    for on in ("2026-01-20", "2026-02-20", "2026-03-09"):
        home.save(
            "Helen",
            records.REVIEW,
            {
                "pairing_id": home.key["Chloe's"],
                "reviewed_on": day(on),
                "sessions_completed": 1,
                "outcome": "extend",
                "comment": "As agreed",
            },
        )
    reader = home.seat("Helen").reader
    states = {
        line.reviewed_on: line.state
        for line in reviews.lines(reader, reviews.keys(reader, "done"))
        if line.mentee == "Chloe Diaz"
    }
    assert states == {day("2026-01-20"): "early", day("2026-02-20"): "late", day("2026-03-09"): "later"}


async def test_turns_opens_and_filters(home: Home) -> None:
    async with tell(home.app("Helen", Reviews)) as story:
        await story.sees("1 overdue", "Chloe Diaz", "5 weeks ago", "coming")
        await story.press("slash")
        await story.types("ben")
        await story.sees_no_more("Chloe Diaz")
        await story.press("escape")
        await story.sees("Chloe Diaz")
        await story.press("v")
        await story.sees("1 review made", "in time", "On track")
        await story.press("enter")
        await story.sees("Settling in well", "What became of it")
        assert isinstance(story.app.screen, RecordPage)
        await story.press("escape", "v", "enter")
        await story.sees("The week-four review was due on 2 Feb 2026. This one counts as late.")


async def test_a_new_review_is_of_somebody_whom_one_reviews(home: Home) -> None:
    assert [one.mentee for one in holders(home.seat("Grace").reader, "review")] == [
        "Amara Nwosu",
        "Ben Carter",
    ]
    async with tell(home.app("Grace", Reviews)) as story:
        await story.press("n")
        await story.types("ama")
        await story.press("enter")
        await story.sees("Week four was reviewed on 2 Mar 2026. This is a later review.")


async def test_list_and_detail_side_by_side(registers: Home) -> None:
    async with tell(registers.app("Helen", Reviews), LARGE) as story:
        await story.sees("·  1 held; on schedule 1 of", "2 of 4 mandatory courses (50%)", "72 of 100")
        await story.pilot.resize_terminal(*SMALL)
        await story.sees_no_more("72 of 100")


# -- the evidence ----------------------------------------------------------------------------------


def test_the_evidence_is_that_of_the_day(registers: Home) -> None:
    reader = registers.seat("Helen").reader
    found = head(reader, registers.key["Chloe's"])
    assert found is not None
    now = reviews.evidence(reader, found, TODAY)
    assert now.computed == {"sessions_completed": 1, "training_percent": 50.0, "practice_score": 72}
    assert [course.name for course in now.courses if not course.complete] == [
        "Medication",
        "Moving and handling",
    ]
    assert [slot.number for slot in now.missed] == [2, 3, 4, 5, 6]
    then = reviews.evidence(reader, found, day("2026-02-10"))
    assert then.computed == {"sessions_completed": 1, "training_percent": 75.0, "practice_score": None}
    assert then.practice_on is None


# -- the form --------------------------------------------------------------------------------------


async def test_targeted_support_says_what_follows_and_confirms_in_passing(registers: Home) -> None:
    async with tell(registers.app("Helen", entry(registers))) as story:
        await story.sees(
            "missed: 19 Jan, 26 Jan, 2 Feb, 16 Feb, 2 Mar",
            "to confirm: Shadow the night team",
            "from the training register",
        )
        await fill(story, outcome="Targeted", comment="Needs more time on nights")
        await story.sees("plan is then due by Tuesday 17 March 2026")
        await fill(story, confirm="yes")
        await story.press("ctrl+s")
        saved = (await story.hears(RecordSaved)).saved
        assert len(saved.ids) == 2
        row = registers.store.row(
            "SELECT reviewed_on, sessions_completed, training_percent, practice_score, outcome, reviewer_id "
            "FROM review WHERE id = :id",
            {"id": saved.ids[0]},
        )
        assert row == ("2026-03-12", 1, 50.0, 72, "targeted_support", registers.key["Helen"])
        assert registers.store.value("SELECT confirmed_on FROM action WHERE id = :id", {"id": saved.ids[1]})
        await story.sees("1 action is confirmed")


async def test_another_date_has_other_evidence(registers: Home) -> None:
    async with tell(registers.app("Helen", entry(registers))) as story:
        form = story.app.screen.query_one(Form)
        form.go_to("training_percent")
        await story.press("up")
        form.go_to("reviewed_on")
        await story.types("10 Feb 2026")
        form.flush()
        await story.sees("75%", "no practice was observed yet")
        assert form.value("practice_score") is None
        assert form.value("training_percent") == 51.0  # what was typed stays


async def test_what_the_registers_say_is_changed_with_a_reason_alone(registers: Home) -> None:
    async with tell(registers.app("Helen", entry(registers))) as story:
        await fill(story, outcome="On track")
        story.app.screen.query_one(Form).go_to("sessions_completed")
        await story.press("up")
        story.app.screen.query_one(Form).flush()
        await story.sees("You changed sessions completed: say why in the comment.")
        await story.press("ctrl+s")
        await story.hears(SaveRefused)
        await story.sees("There is a problem", "Sessions completed differs from the registers (1)")
        assert registers.store.value("SELECT count(*) FROM review") == 1
        await fill(story, comment="One was written in the day book")
        await story.press("ctrl+s")
        await story.hears(RecordSaved)
        assert (
            registers.store.value("SELECT max(sessions_completed) FROM review WHERE comment LIKE 'One%'") == 2
        )


async def test_a_review_is_corrected_with_a_reason(home: Home) -> None:
    key = home.store.value("SELECT id FROM review")
    async with tell(home.app("Grace", entry(home, "Amara's", key))) as story:
        await story.sees("Settling in well", "Why you correct it")
        await fill(story, outcome="Extend")
        await story.press("ctrl+s")
        await story.hears(SaveRefused)
        await story.sees("There is a problem")
        await fill(story, reason="Ticked the wrong one")
        await story.press("ctrl+s")
        await story.hears(RecordSaved)
        assert home.store.value("SELECT outcome FROM review WHERE id = :id", {"id": key}) == "extend"


async def test_what_was_typed_is_there_again(home: Home) -> None:
    async with tell(home.app("Helen", Reviews)) as story:
        await story.press("enter")
        await story.sees("Outcome")
        await fill(story, comment="Half a sentence")
        await story.press("escape")
        await story.sees("Chloe Diaz")
        await story.press("enter")
        await story.sees("Half a sentence", "What you typed today is back.")


async def test_the_form_is_for_those_who_review(home: Home) -> None:
    async with tell(home.app("Dilip", entry(home))) as story:
        await story.sees("is written by the line manager, Helen Marsh,")
        assert not story.app.screen.query(Form)
    async with tell(home.app("Bea", entry(home))) as story:
        await story.sees("This pairing is not among those that you may see.")
    with pytest.raises(NotAllowed):
        home.save(
            "Ken",
            records.REVIEW,
            {
                "pairing_id": home.key["Chloe's"],
                "reviewed_on": TODAY,
                "sessions_completed": 1,
                "outcome": "on_track",
            },
        )


async def test_any_text_goes_through(registers: Home) -> None:
    texts = [text for text in hostile.TEXTS.values() if len(text) < 80]
    with registers.office.batch(ADMINISTRATOR, history=True) as batch:
        for text in texts:
            course = unicodedata.normalize("NFC", text)
            values: dict[str, Value] = {
                "staff_id": registers.key["Chloe"],
                "course": course,
                "mandatory": True,
            }
            batch.add(Change(records.TRAINING, values))
        batch.add(Change(records.STAFF, {"name": "[/b] Chloe"}, registers.key["Chloe"]))
    async with tell(registers.app("Helen", Reviews), LARGE) as story:
        await story.sees("[/b] Chloe")
        await story.press("enter")
        await story.sees("Outcome")
        await fill(story, outcome="On track", comment="\n".join(hostile.TEXTS.values())[:3900])
        await story.press("ctrl+s")
        await story.hears(RecordSaved)
        await story.press("v")
        listing = story.app.screen.query_one(Listing)
        assert listing.length == 2
        await story.press("enter")
        await story.sees("[@click=app.quit]x[/]")
