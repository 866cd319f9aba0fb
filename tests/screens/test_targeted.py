"""Targeted support: who sees whom, the forms of a case, the compliance matrix, and any text in all of them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from unicodedata import normalize

import pytest
from textual.widget import Widget

from mentor_tui import records
from mentor_tui.declare import Record, Value
from mentor_tui.office import Change
from mentor_tui.store.read import cases, compliance, notices, palette, risk, todo
from mentor_tui.store.read import today as whole
from screens.actions import ActionEntry
from screens.case import CasePage
from screens.case_entry import CaseEntry
from screens.compliance import Compliance
from screens.conflict import ConflictScreen
from screens.openers import opened
from screens.person import PersonPage
from screens.place import Place, RecordSaved, SaveRefused
from screens.record import RecordPage
from screens.risk_page import RiskPage
from screens.seat import Seat
from screens.targeted import Targeted
from tests.screens.home import ADMINISTRATOR, TODAY, Home, day
from tests.story import LARGE, SMALL, Story, tell
from tests.widgets import hostile
from widgets.chrome import MOST_KEYS, KeyLine
from widgets.form import Form
from widgets.listing import Listing


async def fill(story: Story[Any], **answers: str) -> None:
    form = story.app.screen.query_one(Form)
    for name, text in answers.items():
        form.go_to(name)
        await story.settle()
        await story.types(text)
    form.flush()
    await story.settle()


@pytest.fixture
def support(home: Home) -> Home:
    """Ella's open case in Ash Lodge, Owen's in Oak House; training and shifts of some people."""
    with home.office.batch(ADMINISTRATOR, history=True) as batch:

        def add(record: Record, **values: Value) -> str:
            return batch.add(Change(record, values))

        for ref, who, mentor in (("C1", "Ella", "Sam"), ("C2", "Owen", "Bea")):
            home.key[ref] = add(
                records.CASE,
                case_id=ref,
                staff_id=home.key[who],
                risk_identified_on=day("2026-02-16"),
                planned_on=day("2026-02-18"),
                confidence_score=5,
                supervision_concerns=1,
                attendance_percent=84.0,
                at_risk_of_resigning=True,
                aim="Confidence from 5 to 8",
                mentor_id=home.key[mentor],
                recorded_on=day("2026-02-18"),
            )
        home.key["meeting"] = add(
            records.SUPPORT_MEETING,
            case_id=home.key["C1"],
            held_on=day("2026-02-24"),
            barrier="The rota",
            focus_area="A fixed week",
            next_session_on=day("2026-03-04"),
            recorded_on=day("2026-02-24"),
        )
        home.key["update"] = add(
            records.PATHWAY_UPDATE,
            case_id=home.key["C1"],
            shadowing_hours=6.0,
            training_module="Medication",
            reassessment_on=day("2026-03-25"),
            recorded_on=day("2026-02-25"),
            shadowing_delivered=2.0,
        )
        for who, there in (("Chloe", 3), ("Amara", 5), ("Owen", 3)):
            for week in ("2026-02-16", "2026-02-23", "2026-03-02"):
                add(
                    records.ATTENDANCE,
                    staff_id=home.key[who],
                    week_commencing=day(week),
                    shifts_rostered=5,
                    shifts_attended=there,
                )
        for on in ("2026-02-20", "2026-03-05"):
            add(records.CONCERN, staff_id=home.key["Chloe"], raised_on=day(on), summary="Late for a handover")
        for course, done, expires in (
            ("Moving and handling", "2026-01-20", "2026-02-25"),
            ("Fire safety", "2025-04-03", "2026-04-12"),
            ("Medication", "", ""),
            ("Safeguarding", "2026-02-02", ""),
            ("Food hygiene", "2026-02-02", ""),
            ("Infection prevention", "2026-02-02", ""),
        ):
            for who in ("Chloe", "Ella", "Owen"):
                add(
                    records.TRAINING,
                    staff_id=home.key[who],
                    course=course,
                    mandatory=True,
                    completed_on=day(done) if done else None,
                    expires_on=day(expires) if expires else None,
                )
    return home


def form(home: Home, what: str) -> Callable[[Seat], Place]:
    """One of the forms of Ella's case."""
    return lambda seat: opened(seat, todo.Opens(what, (home.key["C1"],)))


def clipped(story: Story[Any]) -> list[str]:
    """What stands outside the screen and can not be scrolled to."""
    whole_screen = story.app.screen.region
    found = []
    for widget in story.app.screen.query(Widget):
        scrolls = any(
            isinstance(above, Widget) and above.max_scroll_y > 0 for above in widget.ancestors_with_self
        )
        if (
            widget.display
            and widget.focusable
            and not scrolls
            and not whole_screen.contains_region(widget.region)
        ):
            found.append(f"{widget!r} at {widget.region}")
    return found


# -- who sees whom ---------------------------------------------------------------------------------------


def test_the_profile_is_for_those_who_manage(support: Home) -> None:
    def seen(who: str) -> list[str]:
        return [one.name for one in risk.profile(support.seat(who).reader)]

    everybody = ["Chloe Diaz", "Owen Price"]
    assert seen("Tom") == everybody
    assert seen("Dilip") == everybody
    assert seen("Helen") == ["Chloe Diaz"]
    for who in ("Sam", "Lena", "Nora", "Amara", "Chloe", "Grace"):
        assert seen(who) == [], who
    # Somebody's profile is not read by its key either, nor what stands behind a reason.
    (chloe,) = (one for one in risk.profile(support.seat("Helen").reader) if one.name == "Chloe Diaz")
    assert chloe.suggested
    assert risk.profile(support.seat("Grace").reader, support.key["Chloe"]) == []
    for reason in chloe.reasons:
        assert risk.proofs(support.seat("Helen").reader, support.key["Chloe"], reason), reason
        assert risk.proofs(support.seat("Grace").reader, support.key["Chloe"], reason) == []


def test_the_cases_are_for_those_who_may_read_them(support: Home) -> None:
    def seen(who: str) -> list[str]:
        reader = support.seat(who).reader
        return sorted(line.ref for line in cases.lines(reader, cases.keys(reader)))

    assert seen("Tom") == ["C1", "C2"]
    assert seen("Dilip") == ["C1", "C2"]
    for who in ("Helen", "Lena", "Grace", "Sam", "Ella"):
        assert seen(who) == ["C1"], who
    assert seen("Bea") == ["C2"]
    for who in ("Nora", "Amara", "Ruth"):
        assert seen(who) == [], who
        reader = support.seat(who).reader
        assert cases.lines(reader, [support.key["C1"]]) == []
        assert cases.head(reader, support.key["C1"]) is None


async def test_a_case_opened_by_its_key_stays_closed_to_others(support: Home) -> None:
    async with tell(support.app("Ruth", lambda seat: CasePage(seat, support.key["C1"]))) as story:
        await story.sees("This case is not among those that you may see.")
    opens = (
        ("support_meeting", "Grace"),
        ("pathway_update", "Helen"),
        ("follow_up", "Sam"),
        ("sign_off", "Lena"),
    )
    for what, who in opens:
        async with tell(support.app(who, form(support, what))) as story:
            await story.sees("is for the")
            assert not story.app.screen.query(Form)


async def test_opening_a_case_is_written_down(support: Home) -> None:
    async with tell(support.app("Helen", lambda seat: CasePage(seat, support.key["C1"]))) as story:
        await story.sees("A fixed week")
        await story.app.workers.wait_for_complete()
    row = support.store.row(
        "SELECT verb, kind, record, person FROM journal ORDER BY clock DESC, seq DESC LIMIT 1"
    )
    assert row == ("opened", "targeted_case", support.key["C1"], support.key["Helen"])


# -- what is due and what is raised ----------------------------------------------------------------------


def test_each_item_opens_its_form_on_the_right_list(support: Home) -> None:
    support.save("Helen", records.RISK, {"staff_id": support.key["Chloe"], "identified_on": TODAY})

    def listed(who: str) -> dict[str, str]:
        found = whole.todos(support.seat(who).reader)
        return {one.kind: one.opens.what for one in found if one.kind.startswith("B") and one.opens}

    assert listed("Helen") == {"B1": "case_entry", "B1S": "sign_off", "B5": "impact_review"}
    assert listed("Sam") == {"B2": "support_meeting"}
    assert listed("Bea") == {}
    assert listed("Lena") == {}
    assert listed("Tom") == {}


def test_an_alert_opens_the_form_for_whom_it_is(support: Home) -> None:
    def opens(who: str) -> dict[str, str]:
        found = [one for part in notices.notices(support.seat(who).reader) for one in part]
        return {one.alert.code: one.opens.what for one in found if one.alert.subject == "C1" and one.opens}

    assert opens("Sam") == {"W6": "support_meeting"}
    assert opens("Helen") == {"W6": "case"}
    assert opens("Bea") == {}


def test_the_palette_finds_cases_and_their_actions(support: Home) -> None:
    support.save(
        "Helen",
        records.ACTION,
        {
            "case_id": support.key["C1"],
            "need_identified_on": TODAY,
            "action": "A fixed rota",
            "owner_id": support.key["Sam"],
            "review_on": day("2026-03-20"),
        },
    )

    def finds(who: str, typed: str) -> list[tuple[str, str]]:
        return [(hit.kind, hit.opens.what) for hit in palette.found(support.seat(who).reader, typed)]

    assert ("Case", "case") in finds("Helen", "ella case")
    assert finds("Helen", "fixed rota") == finds("Sam", "fixed rota") == [("Action", "action")]
    assert finds("Ruth", "c1") == finds("Ruth", "fixed rota") == []


# -- lists and pages -------------------------------------------------------------------------------------


@pytest.mark.parametrize("size", [SMALL, LARGE])
async def test_everything_has_its_place_on_the_screen(support: Home, size: tuple[int, int]) -> None:
    places: list[Callable[[Seat], Place]] = [
        Targeted,
        Compliance,
        lambda seat: RiskPage(seat, support.key["Chloe"]),
        lambda seat: CasePage(seat, support.key["C1"]),
        lambda seat: CaseEntry(seat, support.key["Chloe"]),
        *(form(support, what) for what in ("sign_off", "impact_review", "case_close")),
    ]
    for place in places:
        async with tell(support.app("Helen", place), size) as story:
            await story.settle()
            assert clipped(story) == []
            assert len(story.app.screen.query_one(KeyLine)._keys()) <= MOST_KEYS
            assert not story.shows("Traceback")


async def test_the_two_views_and_the_filter(support: Home) -> None:
    async with tell(support.app("Tom", Targeted)) as story:
        await story.sees("2 people show a reason, 1 suggested", "Chloe Diaz", "suggested", "has a case")
        await story.press("slash")
        await story.types("chloe")
        await story.sees_no_more("Owen Price")
        await story.press("escape", "v")
        await story.press("slash")
        await story.types("oak")
        await story.sees("Owen Price")
        await story.sees_no_more("Ella Finch")
    async with tell(support.app("Sam", Targeted), LARGE) as story:
        await story.sees("1 open case", "Support session: overdue, due 4 Mar 2026", "W6")
        await story.press("e")
        await story.sees("No closed cases.")


async def test_each_reason_leads_to_its_records(support: Home) -> None:
    async with tell(support.app("Helen", Targeted)) as story:
        await story.sees("Chloe Diaz")
        await story.press("enter")
        await story.sees("Attended 3 of 5 shifts", "Supervision concern: Late for a handover", "was missed")
        await story.press("end", "enter")
        await story.sees("Pairing")


async def test_the_person_shows_the_case_and_says_risk_identified(support: Home) -> None:
    async with tell(support.app("Helen", lambda seat: PersonPage(seat, support.key["Ella"]))) as story:
        await story.sees("Support", "supported by Sam Doyle", "not signed off")
        await story.press("i")
        await story.sees("There is an open case already: its plan answers this risk too.")
    async with tell(support.app("Lena", lambda seat: PersonPage(seat, support.key["Ella"]))) as story:
        await story.press("i")
        await story.sees("Support")
        assert not story.app.screen.query(Form)


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


@pytest.mark.parametrize("size", [SMALL, LARGE])
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
