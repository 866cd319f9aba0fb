"""The forms of a case, the compliance matrix, and any text in all of them."""

from __future__ import annotations

from collections.abc import Callable
from unicodedata import normalize

import pytest

from mentor_tui import records
from mentor_tui.declare import Record, Value
from mentor_tui.office import Change
from mentor_tui.store.read import compliance, todo
from mentor_tui.store.read import today as whole
from screens.actions import ActionEntry
from screens.case import CasePage
from screens.case_entry import CaseEntry
from screens.compliance import Compliance
from screens.conflict import ConflictScreen
from screens.openers import opened
from screens.place import Place, RecordSaved, SaveRefused
from screens.record import RecordPage
from screens.seat import Seat
from screens.targeted import Targeted
from tests.screens.home import ADMINISTRATOR, TODAY, Home, day
from tests.screens.supported import fill, supported
from tests.story import LARGE, SMALL, tell
from tests.widgets import hostile
from widgets.listing import Listing


@pytest.fixture
def support(home: Home) -> Home:
    return supported(home)


# -- forms -----------------------------------------------------------------------------------------------


async def test_who_holds_both_roles_makes_the_pairing_with_the_plan(support: Home) -> None:
    roles = ("registered_manager", "hr_coordinator")
    with support.office.batch(ADMINISTRATOR, history=True) as batch:
        batch.add(Change(records.STAFF, {"roles": roles}, support.key["Helen"]))
    async with tell(support.app("Helen", lambda seat: CaseEntry(seat, support.key["Chloe"]))) as story:
        await fill(story, at_risk_of_resigning="n", aim="No shift missed in May", mentor_id="Ken")
        await fill(story, arranged_by="Helen")
        await story.press("ctrl+s")
        # Ken has his one mentee already.
        await story.hears(SaveRefused)
        await story.sees("There is a problem", "This mentor is at capacity (1 of 1): say why all the same.")
        assert support.store.value("SELECT count(*) FROM targeted_case") == 2
        await fill(story, why_this_mentor="It is she whom he mentors")
        await story.press("ctrl+s")
        await story.hears(RecordSaved)
    row = support.store.row(
        "SELECT p.programme, p.mentor_id FROM pairing AS p JOIN targeted_case AS c ON c.staff_id = p.mentee_id "
        "WHERE p.started_on = :today",
        {"today": TODAY.isoformat()},
    )
    assert row == ("targeted", support.key["Ken"])


async def test_a_corrected_baseline_asks_why(support: Home) -> None:
    async with tell(support.app("Helen", lambda seat: CaseEntry(seat, support.key["Chloe"]))) as story:
        await story.sees("from the concerns register", "60")
        assert not story.shows("Why you corrected it")
        await fill(story, attendance_percent="65", at_risk_of_resigning="n", aim="No shift missed in May")
        await story.sees("Why you corrected it", "You changed attendance %: say why.")
        await story.press("ctrl+s")
        await story.hears(SaveRefused)
        await story.sees("There is a problem", "Attendance % differs from the registers (60): say why.")
        await fill(story, corrected_because="One week was leave")
        await story.press("ctrl+s")
        await story.hears(RecordSaved)
    assert support.store.value(
        "SELECT corrected_because FROM targeted_case WHERE staff_id = :who", {"who": support.key["Chloe"]}
    )


async def test_a_draft_is_there_again_and_two_people_see_each_other(support: Home) -> None:
    entry: Callable[[Seat], Place] = lambda seat: CaseEntry(seat, "", support.key["C1"])  # noqa: E731
    async with tell(support.app("Helen", entry)) as story:
        await fill(story, aim="Confidence from 5 to 9")
        await story.press("escape")
        story.app.flush_drafts()
    (draft,) = todo.writing(support.seat("Helen").reader)
    assert (draft.form, draft.who) == ("case_entry", "Ella Finch")
    assert draft.opens is not None
    again = draft.opens
    async with tell(support.app("Helen", lambda seat: opened(seat, again))) as story:
        await story.sees("Confidence from 5 to 9", "What you typed today is back.")
        support.save("Helen", records.CASE, {"aim": "Two good weeks"}, id=support.key["C1"], reason="Agreed")
        await fill(story, reason="As we said")
        await story.press("ctrl+s")
        await story.hears(SaveRefused)
        assert isinstance(story.app.screen, ConflictScreen)
        await story.sees("Two good weeks")
        await story.press("ctrl+s")
        await story.hears(RecordSaved)
    aim = support.store.value("SELECT aim FROM targeted_case WHERE ref = 'C1'")
    assert aim.startswith("Confidence from 5 to 9")


async def test_what_came_of_the_pathway_is_filled_in(support: Home) -> None:
    page: Callable[[Seat], Place] = lambda seat: RecordPage(  # noqa: E731
        seat, "", "pathway_update", support.key["update"], support.key["C1"]
    )
    async with tell(support.app("Lena", page)) as story:
        await story.sees("2 of 6 hours")
        await story.press("c")
        await fill(story, reassessment_result="Safe alone on nights")
        await story.press("ctrl+s")
        await story.hears(RecordSaved)
        await story.sees("Reassessment result: Safe alone on nights")


async def test_an_action_of_a_case(support: Home) -> None:
    async with tell(support.app("Helen", lambda seat: ActionEntry(seat, "", "", support.key["C1"]))) as story:
        await fill(story, action="A fixed rota until May", owner_id="Sam", review_on="+3")
        await story.press("ctrl+s")
        await story.hears(RecordSaved)
    key = support.store.value("SELECT id FROM action WHERE case_id = :case", {"case": support.key["C1"]})
    (item,) = (one for one in whole.todos(support.seat("Sam").reader) if one.more == "A fixed rota until May")
    assert item.who == "Ella Finch"
    async with tell(support.app("Sam", lambda seat: ActionEntry(seat, key))) as story:
        await story.sees("A fixed rota until May", "Ella Finch")
        await story.press("p")
        assert isinstance(story.app.screen, CasePage)


# -- the matrix ------------------------------------------------------------------------------------------


def test_the_matrix_says_how_each_course_stands(support: Home) -> None:
    reader = support.seat("Lena").reader
    (ella,) = compliance.lines(reader, compliance.keys(reader, "cases"))
    assert {course: one.state for course, one in ella.courses.items()} == {
        "Moving and handling": "expired",
        "Fire safety": "expires",
        "Medication": "missing",
        "Safeguarding": "done",
        "Food hygiene": "done",
        "Infection prevention": "done",
    }
    assert ella.support is not None
    assert (ella.support.delivered, ella.support.assigned) == (2.0, 6.0)
    assert ella.support.reassessment_on == day("2026-03-25")
    # Who reads the register but no case sees no support; who reads neither sees nobody else.
    administrator = support.seat("Nora").reader
    assert [one.support for one in compliance.lines(administrator, compliance.keys(administrator))] == [
        None
    ] * 3
    assert compliance.keys(support.seat("Amara").reader) == []


async def test_the_matrix_turns_and_narrows(support: Home) -> None:
    async with tell(support.app("Helen", Compliance)) as story:
        await story.sees("Courses 1 to 4 of 6", "2/6 h", "25 Mar", "12 Apr")
        await story.press("right")
        await story.sees("Courses 5 to 6 of 6", "□ missing")
        await story.press("slash")
        await story.types("ella")
        await story.sees("4 of 6 mandatory courses hold")
        await story.sees("reassessment of Medication", "Expired: Moving and handling (since 25 Feb 2026)")
        await story.press("escape", "c")
        assert isinstance(story.app.screen, CasePage)
    async with tell(support.app("Helen", Compliance), LARGE) as story:
        await story.sees("Courses 1 to 6 of 6", "Infection prev")


# -- any text --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("size", [SMALL])
async def test_any_text_goes_through(support: Home, size: tuple[int, int]) -> None:
    texts = [normalize("NFC", text) for text in hostile.TEXTS.values() if len(text) < 80]
    odd = " ".join(texts)
    case = support.key["C1"]
    with support.office.batch(ADMINISTRATOR, history=True) as batch:

        def alter(record: Record, key: str, **values: Value) -> None:
            batch.add(Change(record, values, key, reason="[/b]"))

        alter(records.STAFF, support.key["Ella"], name="[/b] Ella [@click=app.quit]x[/]", job_role=odd[:60])
        alter(records.CASE, case, aim=odd, stay_notes=odd, corrected_because=odd)
        alter(records.SUPPORT_MEETING, support.key["meeting"], barrier=odd, focus_area=odd, private_notes=odd)
        alter(
            records.PATHWAY_UPDATE, support.key["update"], training_module=texts[1], reassessment_result=odd
        )
        for text in texts:
            note: dict[str, Value] = {
                "case_id": case,
                "status": "blocked",
                "note": text,
                "evidence_reference": text,
            }
            batch.add(Change(records.FOLLOW_UP, {**note, "followed_up_on": TODAY}))
            course: dict[str, Value] = {"staff_id": support.key["Ella"], "course": text, "mandatory": True}
            batch.add(Change(records.TRAINING, course))
    async with tell(support.app("Helen", Targeted), size) as story:
        await story.sees("Chloe")
        await story.press("v")
        await story.sees("[/b] Ella")
        await story.press("enter")
        await story.sees("[@click=app.quit]x[/]")
        listing = story.app.screen.query_one(Listing)
        for _ in range(listing.length):
            await story.press("up")
        if size == SMALL:
            await story.press("v", "v")
        await story.press("e")
        await fill(story, aim="\n".join(texts)[:900], reason="[/b]")
        await story.press("ctrl+s")
        await story.hears(RecordSaved)
    async with tell(support.app("Helen", Compliance), size) as story:
        await story.sees("[/b] Ella")
        for _ in range(4):
            await story.press("right")
        await story.press("slash")
        await story.types("[/b]")
        await story.sees("[/b] Ella")
    async with tell(support.app("Sam", lambda seat: CasePage(seat, case)), size) as story:
        await story.press("m")
        await fill(story, barrier=odd, focus_area=odd, private_notes=odd, action_1=texts[0])
        await story.press("ctrl+s")
        await story.hears(RecordSaved)
