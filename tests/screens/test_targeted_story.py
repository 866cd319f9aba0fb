"""One case lived from risk to sustained improvement, and one that does not improve, each as the people who do it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

import pytest

from mentor_tui import records
from mentor_tui.app import MentorApp
from mentor_tui.calendar import Period
from mentor_tui.declare import Record, Value
from mentor_tui.figures import Proportion
from mentor_tui.office import Change
from mentor_tui.store import evidence, facts, journal
from mentor_tui.store.read import case_story, cases
from screens.audit import Audit
from screens.case import CasePage
from screens.place import Place, RecordSaved, SaveRefused
from screens.record import RecordPage
from screens.seat import Seat
from screens.sign_off import SignOff
from screens.targeted import Targeted
from tests.screens.home import ADMINISTRATOR, TODAY, Home, Staged, day
from tests.story import Story, tell
from widgets.form import Form

SECRET = "Her sister is ill; she asked that nobody hears of it"


def on(home: Home, who: str, when: date, first: Callable[[Seat], Place] | None = None) -> MentorApp:
    """The program on some day, with this person signed in."""
    return Staged(
        home.store,
        home.actor(who),
        first=first,
        today=lambda: when,
        now=lambda: datetime(when.year, when.month, when.day, 14, 30, tzinfo=UTC),
        environ={"LANG": "en_GB.UTF-8", "TERM": "xterm-256color"},
    )


async def fill(story: Story[Any], **answers: str) -> None:
    form = story.app.screen.query_one(Form)
    for name, text in answers.items():
        form.go_to(name)
        await story.settle()
        await story.types(text)
    form.flush()
    await story.settle()


async def open_item(story: Story[Any], words: str) -> None:
    """Opens an item of Today's list, whose line begins so."""
    await story.sees(words)
    today = story.app.screen
    await story.clicks(words)
    if story.app.screen is today:
        await story.press("enter")
    assert story.app.screen is not today, story.screen_text()


def the_case(home: Home) -> str:
    return str(home.store.value("SELECT id FROM targeted_case ORDER BY planned_on DESC LIMIT 1"))


@pytest.fixture
def registers(home: Home) -> Home:
    """Amara misses shifts, later none; her confidence is that of her sessions."""
    weeks = (("2026-02-02", 4), ("2026-02-09", 4), ("2026-02-16", 3), ("2026-02-23", 4), ("2026-03-02", 4))
    better = (("2026-03-16", 5), ("2026-03-23", 5), ("2026-03-30", 5), ("2026-04-06", 5), ("2026-04-13", 5),
              ("2026-04-20", 5), ("2026-04-27", 5), ("2026-05-04", 5))  # fmt: skip
    with home.office.batch(ADMINISTRATOR, history=True) as batch:
        for week, there in (*weeks, *better):
            values: dict[str, Value] = {
                "staff_id": home.key["Amara"],
                "week_commencing": day(week),
                "shifts_rostered": 5,
                "shifts_attended": there,
            }
            batch.add(Change(records.ATTENDANCE, values))
    return home


async def test_from_risk_to_sustained_improvement(registers: Home) -> None:
    home = registers
    # The line manager sees why she is listed, and says that there is a risk.
    async with tell(on(home, "Grace", TODAY, Targeted)) as story:
        await story.sees("attendance over six weeks", "Amara Nwosu", "76%")
        await story.press("enter")
        await story.sees("Attended 3 of 5 shifts")
        await story.press("i")
        await story.sees("You decide, not the program.")
        await fill(story, why="Says that nights are too much")
        await story.press("ctrl+s")
        await story.hears(RecordSaved)
        await story.is_told("A support plan is due by Tuesday 17 March 2026")
        await story.sees("Risk identified 12 Mar 2026: the plan is due 17 Mar 2026.")

    # The registered manager finds it on the list and writes the plan.
    async with tell(on(home, "Helen", day("2026-03-16"))) as story:
        await story.sees("Support plan for Amara Nwosu")
        await open_item(story, "Support plan for Amara Nwosu")
        await story.sees("from the latest session", "from attendance in six weeks", "mentors this")
        await fill(
            story, at_risk_of_resigning="y", aim="Confidence from 6 to 8, no shift missed", aim_by="30/6"
        )
        await fill(story, arranged_by="Tom")
        await story.press("ctrl+s")
        await story.hears(RecordSaved)
        await story.is_told("Saved: the support plan for Amara Nwosu.")
    case = the_case(home)
    row = home.store.row(
        "SELECT confidence_score, attendance_percent, supervision_concerns, risk_identified_on, mentor_id, "
        "recorded_on FROM targeted_case WHERE id = :case",
        {"case": case},
    )
    assert row == (6, 80.0, 0, "2026-03-12", home.key["Sam"], "2026-03-16")

    # HR has the pairing to set up on its list.
    async with tell(on(home, "Tom", day("2026-03-16"))) as story:
        await story.sees("Coming", "Allocate a pairing on the targ")

    # Signing off a vague plan is refused, with each missing part named.
    async with tell(on(home, "Helen", day("2026-03-17"), lambda seat: SignOff(seat, case))) as story:
        await story.sees("A support meeting: missing", "A pathway update: missing")
        await story.press("ctrl+s")
        await story.hears(SaveRefused)
        await story.sees(
            "There is a problem", "No support meeting is recorded yet.", "No pathway update is recorded yet."
        )

    # The mentor meets her and keeps a note that nobody else reads.
    async with tell(on(home, "Sam", day("2026-03-18"), Targeted)) as story:
        await story.sees("1 open case")
        await story.press("enter")
        await story.sees("Plan: Confidence from 6 to 8")
        await story.press("m")
        await fill(story, barrier="Nights alone", focus_area="One night with a buddy", private_notes=SECRET)
        await fill(story, action_1="Two nights with Ken")
        await story.press("ctrl+s")
        await story.hears(RecordSaved)
        await story.sees("Support meeting: One night with a buddy", "Action: Two nights with Ken")

    # The learning and development lead adds the pathway from the list.
    async with tell(on(home, "Lena", day("2026-03-19"))) as story:
        await open_item(story, "Pathway update for Amara Nwosu")
        await fill(story, shadowing_hours="6", training_module="Night safety", reassessment_on="9/4")
        await story.press("ctrl+s")
        await story.hears(RecordSaved)
        await story.is_told("The plan may be signed off now.")

    async with tell(on(home, "Helen", day("2026-03-20"), lambda seat: CasePage(seat, case))) as story:
        await story.sees("Ready for sign-off.")
        await story.press("s", "ctrl+s")
        await story.sees("Sign off the plan of Amara Nwosu?")
        await story.press("right", "enter")
        await story.hears(RecordSaved)
        await story.is_told("The first follow-up is due")
        await story.sees("The plan was signed off")
        assert SECRET not in story.screen_text()

    # HR follows up each fortnight; what is delivered has its evidence.
    async with tell(on(home, "Tom", day("2026-04-03"))) as story:
        await open_item(story, "Follow-up for Amara Nwosu")
        await fill(story, status="Delivered")
        await story.press("ctrl+s")
        await story.hears(SaveRefused)
        await story.sees("There is a problem", "Delivered support needs an evidence reference.")
        await fill(story, evidence_reference="NIGHT-7")
        await story.press("ctrl+s")
        await story.hears(RecordSaved)
        # 17 April is a Friday, a fortnight on.
        await story.is_told("The next is due Friday 17 April 2026.")

    # A month on she is better; closing is still too early.
    async with tell(on(home, "Helen", day("2026-04-14"))) as story:
        await open_item(story, "Impact review for Amara Nwosu")
        await story.sees("confidence 6 then, 6 now (no change); attendance 80% then,", "100% now (+20).")
        await fill(story, confidence_score="8", at_risk_of_resigning="n", decision="Close")
        await fill(story, close_reason="Improved", reason="She is settled")
        await story.sees("confidence 6 then, 8 now (+2)", "You changed latest confidence score")
        await fill(story, corrected_because="She gave 8 today")
        await story.press("ctrl+s")
        await story.sees("There is a problem", "Improvement is not sustained")
        await fill(story, decision="Continue")
        await story.press("ctrl+s")
        await story.hears(RecordSaved)
    assert home.store.value("SELECT closed_on FROM targeted_case") is None

    # After the second month improvement is sustained, and the case closes with the review that shows it.
    async with tell(on(home, "Helen", day("2026-05-14"), lambda seat: CasePage(seat, case))) as story:
        await story.press("i")
        await fill(story, confidence_score="8", at_risk_of_resigning="n", decision="Close")
        await fill(story, close_reason="Improved", reason="Two good months", corrected_because="As she says")
        await story.sees("Improvement is sustained")
        await story.press("ctrl+s")
        await story.sees("Close the case of Amara Nwosu as improved?")
        await story.press("right", "enter")
        await story.hears(RecordSaved)
        await story.sees("Closed because improvement was sustained.")
    assert home.store.row("SELECT closed_on, close_reason FROM targeted_case") == ("2026-05-14", "improved")
    assert list(journal.verify(home.store)) == []
    ref = home.store.value("SELECT ref FROM targeted_case")
    assert not [one for one in facts.alerts(home.store, day("2026-05-15")) if one.subject == ref]
    may = evidence.Figures(home.store, Period.month("2026-05"), None, day("2026-05-31"))
    assert may.figure("resignation_risk") == Proportion(0, 1)


@pytest.fixture
def struggling(registers: Home) -> Home:
    """Ella's case, signed off in January; in the first two months nothing got better."""
    home = registers
    with home.office.batch(ADMINISTRATOR, history=True) as batch:

        def add(record: Record, **values: Value) -> str:
            return batch.add(Change(record, values))

        case = add(
            records.CASE,
            case_id="C1",
            staff_id=home.key["Ella"],
            risk_identified_on=day("2025-12-29"),
            planned_on=day("2025-12-30"),
            confidence_score=5,
            supervision_concerns=2,
            attendance_percent=84.0,
            at_risk_of_resigning=True,
            aim="Confidence from 5 to 8",
            aim_by=day("2026-04-30"),
            mentor_id=home.key["Sam"],
            recorded_on=day("2025-12-30"),
            signed_off_on=day("2026-01-09"),
        )
        add(
            records.SUPPORT_MEETING,
            case_id=case,
            held_on=day("2026-01-05"),
            barrier="The rota changes late",
            focus_area="A fixed week",
            next_session_on=day("2026-03-03"),
            recorded_on=day("2026-01-05"),
            private_notes=SECRET,
        )
        add(
            records.PATHWAY_UPDATE,
            case_id=case,
            shadowing_hours=4.0,
            training_module="Medication",
            reassessment_on=day("2026-03-02"),
            recorded_on=day("2026-01-06"),
        )
        for when, score, there in (("2026-01-28", 5, 84.0), ("2026-02-26", 4, 80.0)):
            add(
                records.IMPACT_REVIEW,
                case_id=case,
                reviewed_on=day(when),
                confidence_score=score,
                attendance_percent=there,
                at_risk_of_resigning=True,
                decision="continue",
                recorded_on=day(when),
            )
    return home


async def test_one_that_does_not_improve(struggling: Home) -> None:
    home = struggling
    case = the_case(home)
    # The alerts follow the records: no rise, the session not held, no follow-up.
    raised = {one.code for one in facts.alerts(home.store, TODAY) if one.subject == "C1"}
    assert raised == {"E3", "E4", "W6"}
    async with tell(on(home, "Helen", TODAY, Targeted)) as story:
        await story.press("v")
        await story.sees("Ella Finch", "E3", "follow-up late")
        await story.press("enter")
        await story.sees("at risk of resigning", "Support session overdue", "no result yet")
        await story.sees("E3 Support not improving", "E4 Delivery not evidenced", "W6")
        await story.press("v")
        await story.sees("Attendance  over six weeks, against the plan", "80%  -4")
        await story.press("v", "x")
        # Closing as improved is refused, in words.
        await fill(story, close_reason="Improved", words="Contact has happened")
        await story.press("ctrl+s")
        await story.hears(SaveRefused)
        await story.sees("There is a problem", "Improvement is not sustained")
        # For another reason it says what that means, and asks.
        await fill(story, close_reason="Transferred")
        await story.press("ctrl+s")
        await story.sees("Close the case of Ella Finch without sustained", "shown on every audit from now on")
        await story.press("right", "enter")
        await story.hears(RecordSaved)
        await story.sees("Closed without sustained improvement: transferred.")
    assert home.store.value("SELECT close_reason FROM targeted_case") == "transferred"
    # Every audit from then on says so; the reason opens to the case.
    ash = home.key["ASH"]
    async with tell(on(home, "Dilip", day("2026-05-05"), lambda seat: Audit(seat, ash, "2026-04"))) as story:
        await story.sees("Open action plans")
        await story.press("end")
        await story.sees("losed without improvement", "1 so far", "transferred, closed 12 Mar 2026")
        # The figures of targeted support stand there too, and open to their cases.
        await story.press("up", "up")
        await story.sees("Impact reviews on time")
        await story.press("left")
        await story.sees("◄ March 2026 ►", "Impact reviews on time")
        await story.press("enter")
        await story.sees("Impact reviews on time: 1 of 1.", "Ella Finch", "reviewed on time")
        await story.press("enter")
        await story.sees("Closed without sustained improvement: transferred.")
        await story.press("escape", "escape", "end")
        await story.press("enter")
        await story.sees("Ella Finch", "Transferred")
        await story.press("enter")
        await story.sees("Closed without sustained improvement: transferred.")
    assert cases.closed_otherwise(home.seat("Helen").reader, None, day("2026-02-28")) == ()
    assert case


async def test_a_leaver_is_on_the_list_to_be_closed(struggling: Home) -> None:
    home = struggling
    with home.office.batch(ADMINISTRATOR, history=True) as batch:
        batch.add(Change(records.STAFF, {"employment_end": day("2026-03-09")}, home.key["Ella"]))
    async with tell(on(home, "Helen", TODAY)) as story:
        await open_item(story, "Close the case of Ella Finch")
        await story.sees("Ella Finch left on 9 Mar 2026.", "Left", "this person has left", "9 Mar 2026")
        await story.press("ctrl+s")
        await story.press("right", "enter")
        await story.hears(RecordSaved)
    assert home.store.row("SELECT closed_on, close_reason FROM targeted_case") == ("2026-03-09", "left")


async def test_the_notes_of_a_meeting_are_read_by_the_two_alone(struggling: Home) -> None:
    home = struggling
    case = the_case(home)
    key = home.store.value("SELECT id FROM support_meeting")
    for who in ("Helen", "Grace", "Tom", "Dilip", "Lena", "Sam", "Ella"):
        reader = home.seat(who).reader
        told = case_story.story(reader, case)
        assert told is not None, who
        own = who in ("Sam", "Ella")
        said = repr(told) + repr(cases.record(reader, records.SUPPORT_MEETING, key, case))
        assert (SECRET in said) is own, who
        async with tell(
            on(home, who, TODAY, lambda seat: RecordPage(seat, "", "support_meeting", key, case))
        ) as story:
            await story.sees("Support meeting: A fixed week", "What became of it")
            assert story.shows("ill; she asked") is own, who
    for who in ("Ruth", "Bea", "Nora", "Amara"):
        assert case_story.story(home.seat(who).reader, case) is None, who
