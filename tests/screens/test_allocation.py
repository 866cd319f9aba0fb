"""Allocation: who waits comes first, the mentor who fits best comes first, and what needs a reason needs one."""

from __future__ import annotations

from screens.allocation import Allocation
from screens.pairings import Pairings
from screens.place import RecordSaved, SaveRefused
from tests.screens.home import Home
from tests.story import LARGE, tell
from tests.widgets import hostile
from widgets.form import Form


async def test_a_new_starter_gets_the_mentor_who_fits_best(home: Home) -> None:
    async with tell(home.app("Tom", Pairings)) as story:
        await story.press("n")
        await story.sees("Choose the mentee first")
        await story.press("down")
        await story.sees("Dev Anand", "waiting, started 9 Mar.")
        await story.press("enter")
        # The first working day, and the mentors, best fit first, with the reason in words.
        await story.sees("Monday 9 March 2026", "Sam Doyle: Works in the same service; Room for one more.")
        await story.press("tab")
        await story.types("sam")
        form = story.app.screen.query_one(Form)
        form.go_to("goal_1")
        await story.types("Give the evening medicines alone")
        await story.press("ctrl+s")
        await story.hears(RecordSaved)
        await story.sees("Saved: Sam Doyle mentors Dev Anand from 9 Mar", "due 16 Mar 2026.")
        assert home.store.row(
            "SELECT p.programme, p.started_on, p.mentor_id, g.goal, g.set_on, count(k.number) FROM pairing AS p "
            "JOIN goal AS g ON g.pairing_id = p.id JOIN slot AS k ON k.pairing_id = p.id WHERE p.mentee_id = :dev "
            "GROUP BY p.id",
            {"dev": home.key["Dev"]},
        ) == (
            "new_starter",
            "2026-03-09",
            home.key["Sam"],
            "Give the evening medicines alone",
            "2026-03-09",
            8,
        )
        await story.sees("5 open pairings")


async def test_a_mentor_who_is_full_untrained_or_the_manager_needs_a_reason(home: Home) -> None:
    async with tell(home.app("Tom", lambda seat: Allocation(seat, home.key["Dev"]))) as story:
        await story.sees("Dev Anand", "Ken Ito", "Ruth Evans")
        story.app.screen.query_one("#fits").focus()
        await story.press("end")
        await story.sees(
            "Ruth Evans: Works in the same service", "Needs a reason. Mentor training is not done."
        )
        await story.press("enter")
        form = story.app.screen.query_one(Form)
        assert form.value("mentor_id") == home.key["Ruth"]
        await story.press("ctrl+s")
        await story.hears(SaveRefused)
        await story.sees("This mentor has not done the mentor training: say why")
        form.go_to("why_this_mentor")
        await story.types("Knows Dev from her training home; the course is on Monday")
        await story.press("ctrl+s")
        await story.hears(RecordSaved)
        why = home.store.value(
            "SELECT why_this_mentor FROM pairing WHERE mentee_id = :dev", {"dev": home.key["Dev"]}
        )
        assert why == "Knows Dev from her training home; the course is on Monday"


async def test_what_the_goals_say_changes_who_fits(home: Home) -> None:
    async with tell(home.app("Tom", lambda seat: Allocation(seat, home.key["Dev"]))) as story:
        await story.sees("Sam Doyle: Works in the same service; Room for one more.")
        story.app.screen.query_one(Form).go_to("goal_1")
        await story.types("Medicines on the evening round")
        await story.press("tab")
        await story.sees("Knows about Medication")


async def test_a_second_open_pairing_of_the_programme_is_refused(home: Home) -> None:
    async with tell(home.app("Tom", lambda seat: Allocation(seat, home.key["Amara"]))) as story:
        await story.sees("Amara Nwosu")
        story.app.screen.query_one(Form).put("mentor_id", home.key["Bea"])
        await story.press("ctrl+s")
        await story.hears(SaveRefused)
        await story.sees("This person has an open pairing of the same programme (P1)")


async def test_a_draft_brings_the_mentor_back_by_name(home: Home) -> None:
    async with tell(home.app("Tom", Pairings)) as story:
        await story.press("n", "down", "enter", "tab")
        await story.types("bea")
        await story.press("tab", "escape")
        await story.sees("kept as a draft")
        await story.press("n")
        await story.sees("What you typed today is back.", "Bea Novak")
        assert story.app.screen.query_one(Form).value("mentor_id") == home.key["Bea"]


async def test_only_hr_allocates(home: Home) -> None:
    async with tell(home.app("Sam", Allocation)) as story:
        await story.sees("Mentors are allocated by the HR coordinator")
        assert not story.shows("Dev")


async def test_the_mentors_stand_beside_the_form_where_there_is_room(home: Home) -> None:
    async with tell(home.app("Tom", lambda seat: Allocation(seat, home.key["Dev"])), LARGE) as story:
        await story.sees("Best fit first", "Sam Doyle", "Expertise: Medication, Night work")
        [line] = [line for line in story.screen_lines() if "2 of 3" in line]
        assert line.index("2 of 3") > 60


async def test_any_text_goes_through_every_field(home: Home) -> None:
    async with tell(home.app("Tom", lambda seat: Allocation(seat, home.key["Dev"]))) as story:
        form = story.app.screen.query_one(Form)
        for field in form.fields:
            form.go_to(field.name)
            await story.types(" ".join(hostile.UNCLEAN.values()))  # none of it gets in
            await story.types("[/b] [@click=app.quit]x[/] 🙂")
        await story.press("ctrl+s")
        await story.sees("There is a problem")
        assert story.app.return_code is None
