"""Two bad months: E5 walks from a service to an approved intervention to the board; what is signed stays signed."""

from __future__ import annotations

import pytest

from mentor_tui import records
from mentor_tui.calendar import Period
from mentor_tui.figures import Proportion
from mentor_tui.office import Change
from mentor_tui.store.read import reports, strategic
from mentor_tui.store.read.audit_records import RecordsBehind
from mentor_tui.store.read.escalations import escalations
from mentor_tui.store.read.today import todos
from mentor_tui.text import clean
from screens.board import Board
from screens.escalation_entry import EscalationEntry
from screens.executive_review_entry import ExecutiveReviewEntry
from screens.openers import opened
from screens.place import Place
from screens.report import Report
from screens.signed_audit import SignedAudit
from screens.strategic import Strategic, StrategicPage
from screens.strategic_entry import StrategicDone, StrategicEntry
from tests.screens.home import ADMINISTRATOR, TODAY, Home, day
from tests.screens.overseen import app_on, oversee, reader_on, seat_on
from tests.story import LARGE, SMALL, tell
from tests.widgets import hostile

FEBRUARY = Period.month("2026-02")
APRIL_THE_SECOND = day("2026-04-02")


@pytest.fixture
def overseen(home: Home) -> Home:
    oversee(home)
    return home


async def test_e5_walks_from_a_service_to_an_intervention_to_the_board(overseen: Home) -> None:
    def e5(who: str, on: str) -> list[tuple[str, bool, bool]]:
        found = escalations(reader_on(overseen, who, day(on)))
        return [(one.role, one.mine, one.is_acknowledged) for one in found if one.key == "E5@ASH"]

    # One bad month is none yet; two are, and it goes to the HR business partner.
    assert e5("Marc", "2026-02-27") == []
    assert strategic.wanted(reader_on(overseen, "Vera", day("2026-02-27"))) == []
    assert e5("Marc", "2026-03-03") == [("hr_business_partner", True, False)]
    # Nobody answers: after five working days it is the director's, and stays hers.
    assert e5("Vera", "2026-03-12") == [("director_of_people", True, False)]
    waiting = strategic.wanted(reader_on(overseen, "Vera"))
    assert [(one.name, one.due_on) for one in waiting] == [("Ash Lodge", day("2026-03-24"))]

    async with tell(app_on(overseen, "Vera"), SMALL) as story:
        await story.press("7", "e")
        await story.sees("Below threshold twice", "you", "handed on")
        story.app.screen.query_one("#list").go_to("E5@ASH")  # type: ignore[attr-defined]
        await story.press("a")
        await story.settle()
        assert isinstance(story.app.screen, EscalationEntry)
        await story.types("Mentors are given protected time.")
        await story.press("ctrl+s")
        await story.is_told("Acknowledged. It is listed for as long as its cause is there.")
        await story.press("escape", "a")
        await story.sees("1 to be approved", "To be approved", "24 Mar 2026")
        assert isinstance(story.app.screen, Strategic)
        await story.press("home", "enter")
        await story.settle()
        form = story.app.screen
        assert isinstance(form, StrategicEntry)
        await story.sees("Ash Lodge")
        form.form.put("intervention", "Protected time for mentors", "")
        form.form.put("executive_owner_id", overseen.key["Vera"], "")
        form.form.put("target_on", day("2026-06-30"), "")
        form.form.put("success_measure", "Sessions on schedule from 40% to 85%", "")
        await story.press("ctrl+s")
        await story.is_told("The intervention is approved.")
        await story.sees("2 open, 0 complete", "Protected time for")
        await story.sees_no_more("To be approved")
        await story.press("down")
        await story.sees("Protected time for mentors  Ash Lodge", "Sessions on schedule from 40% to 85%")
    assert strategic.wanted(reader_on(overseen, "Vera")) == []
    assert e5("Vera", "2026-03-12") == [
        ("director_of_people", True, True)
    ]  # acknowledged, and its cause holds

    async with tell(app_on(overseen, "Alun", APRIL_THE_SECOND), SMALL) as story:
        await story.press("8")
        await story.sees(
            "◄ Jan to Mar 2026 ►", "Below the threshold", "escalated, because of Ash Lodge and 1 more"
        )
        await story.sees("2 open, 1 overdue", "not signed yet")
        await story.press("s")
        await story.sees("Board escalation status", "Escalated")
        story.app.screen.query_one("Form").put("comment", "Assured of the plan for Ash Lodge.", "")  # type: ignore[attr-defined]
        await story.press("ctrl+s")
        await story.sees("cannot be undone")
        await story.press("right", "enter")
        await story.is_told("is signed")
        await story.sees("Recorded             escalated, 2 Apr 2026 by Alun Pryce")
        await story.press("a")
        await story.sees("Protected time for")


async def test_an_intervention_is_complete_only_with_evidence(overseen: Home) -> None:
    async with tell(app_on(overseen, "Vera"), SMALL) as story:
        await story.press("7", "a")
        await story.sees("A mentor on every", "past, no evidence")
        await story.press("end", "enter")
        await story.sees("A mentor on every night shift", "Executive owner: Vera Holt")
        assert isinstance(story.app.screen, StrategicPage)
        await story.press("c")
        await story.settle()
        done = story.app.screen
        assert isinstance(done, StrategicDone)
        await story.press("ctrl+s")
        await story.sees("There is a problem")
        done.form.put("evidence_reference", "ROTA-9", "")
        await story.press("ctrl+s")
        await story.is_told("complete, with its evidence")
        await story.sees("complete late", "evidence: ROTA-9")


async def test_a_follow_up_every_two_weeks(overseen: Home) -> None:
    async with tell(app_on(overseen, "Marc"), LARGE) as story:
        await story.press("7", "a")
        await story.sees("A mentor on every night shift", "Next follow-up was due 15 Dec")
        await story.press("end", "u")
        await story.sees("Executive follow-up", "Sessions on schedule at Oak House from 60% to 85%")
        story.app.screen.query_one("Form").put("status", "at_risk", "")  # type: ignore[attr-defined]
        await story.press("ctrl+s")
        await story.is_told("The next one is due 26 Mar 2026")
        await story.sees("at risk" if story.shows("at risk") else "past, no evidence", "12 Mar 2026  At risk")


def signed_in_march(home: Home, kind: str, who: str) -> None:
    home.save(
        who,
        records.AUDIT,
        {
            "kind": kind,
            "period": FEBRUARY.code,
            "signed_on": TODAY,
            "signed_by_id": home.key[who],
            "comment": "Two pairings explain the month.",
            "figures": reports.frozen_now(reader_on(home, who), FEBRUARY),
        },
    )


@pytest.mark.parametrize(("kind", "who"), [("C1", "Ivy"), ("C2", "Marc")])
async def test_a_signed_report_stands_beside_its_recomputation(overseen: Home, kind: str, who: str) -> None:
    signed_in_march(overseen, kind, who)
    assert not reports.report(reader_on(overseen, who), kind, FEBRUARY).differing
    overseen.save(
        "Sam",
        records.SESSION,
        {
            "pairing_id": overseen.key["Amara's"],
            "held_on": day("2026-02-24"),
            "confidence_score": 6,
            "top_support_issue": "Medication",
        },
    )
    month = reports.report(reader_on(overseen, who), kind, FEBRUARY)
    line = next(one for one in month.differing if one.measure.key == "sessions_on_schedule")
    assert isinstance(line.signed, Proportion)
    assert isinstance(line.now, Proportion)
    assert line.now.numerator == line.signed.numerator + 1
    moved = [(one.service, one.measure.key) for one in reports.moved(reader_on(overseen, who), month)]
    assert moved == [("Ash Lodge", "sessions_on_schedule")]
    async with tell(app_on(overseen, who), LARGE) as story:
        await story.press("7", "r")
        await story.sees("Signed 12 Mar 2026", "Since then")
        assert isinstance(story.app.screen, Report)
        await story.press("s")
        await story.sees("Two pairings explain the month.", "Ash Lodge: Sessions on schedule")
        assert isinstance(story.app.screen, SignedAudit)


async def test_each_signs_their_own_report(overseen: Home) -> None:
    async with tell(app_on(overseen, "Ivy"), SMALL) as story:
        await story.press("7", "r")
        await story.sees("Mentoring intelligence", "Active pairings", "Your signature was due 2 Mar 2026")
        await story.press("t")
        await story.sees("Pattern review", "The signature due 23 Mar 2026")
    async with tell(app_on(overseen, "Ivy"), SMALL) as story:
        await story.press("8")
        await story.is_told("The board's quarter is for the director")


@pytest.mark.parametrize("key", [*reports.HEADLINES["C5"], "sessions_on_schedule"])
def test_every_figure_of_a_quarter_opens_to_its_records(overseen: Home, key: str) -> None:
    reader = reader_on(overseen, "Alun", APRIL_THE_SECOND)
    behind = RecordsBehind(reader, reports.ALL, Period.quarter("2026-Q1"), key)
    found = behind.page(None, 0, 100)
    assert len(found) == behind.how_many(None)
    assert all(one.words for one in found)


@pytest.mark.parametrize("text", hostile.TEXTS.values(), ids=hostile.TEXTS)
async def test_what_was_approved_is_shown_as_it_is(overseen: Home, text: str) -> None:
    words = clean(text[:400])
    with overseen.office.batch(ADMINISTRATOR, history=True) as batch:
        batch.add(Change(records.STRATEGIC_ACTION, {"intervention": words}, overseen.key["SA1"]))
    async with tell(app_on(overseen, "Vera"), LARGE) as story:
        await story.press("7", "a")
        await story.sees("past, no evidence", "SA1")
        await story.press("end", "enter")
        await story.sees("SA1", "Executive owner: Vera Holt")
        assert story.app.is_running
    assert isinstance(Board(overseen.seat("Alun")), Board)


@pytest.mark.parametrize(
    ("who", "on", "kind", "screen"),
    [
        ("Ivy", "2026-03-12", "C1", Report),
        ("Marc", "2026-03-20", "C2", Report),
        ("Vera", "2026-03-20", "C3", StrategicEntry),
        ("Marc", "2026-03-12", "C4", ExecutiveReviewEntry),
        ("Alun", "2026-03-12", "C5", Board),
    ],
)
def test_what_is_due_opens_the_very_form(
    overseen: Home, who: str, on: str, kind: str, screen: type[Place]
) -> None:
    seat = seat_on(overseen, who, day(on))
    found = [one for one in todos(seat.reader) if one.kind == kind]
    assert found
    for one in found:
        assert one.opens is not None
        assert isinstance(opened(seat, one.opens), screen)


async def test_a_home_of_one_service_sees_itself(overseen: Home) -> None:
    async with tell(app_on(overseen, "Helen"), SMALL) as story:
        await story.press("7")
        await story.sees("My services", "▼ 1 of 1 service below 85%", "Ash Lodge")
        await story.sees_no_more("All services", "Oak House")
        await story.press("enter")
        await story.sees("Sessions on schedule: 2 of 5", "Amara Nwosu")


@pytest.mark.parametrize("size", [SMALL, (160, 48)])
async def test_a_report_service_by_service(overseen: Home, size: tuple[int, int]) -> None:
    async with tell(app_on(overseen, "Ivy"), size) as story:
        await story.press("7", "r")
        await story.sees("C1 Mentoring intelligence", "Active pairings")
        await story.press("v")
        await story.sees("►Pairings", "On schedule", "Mentored, kept", "▼ 1 of 2 services below 85%")
        await story.sees("Ash Lodge", "Oak House", "▼ 2 of 5", "Pairings under way at the end of the period")
        await story.press("right")
        await story.sees("►On schedule")
        await story.press("down", "enter")
        await story.sees("Sessions on schedule: 2 of 5", "not named here")
        await story.press("escape", "x")
        await story.sees("Sessions on schedule in % by month.", "Ash Lodge")
        await story.press("escape", "escape", "t")
        await story.sees("C2 Pattern review")
        await story.press("v")
        await story.sees("►On schedule", "Open plans", "Confidence")


async def test_each_report_asks_for_its_own_comment(overseen: Home) -> None:
    for who, title, label in (
        ("Ivy", "Sign the intelligence", "Data-quality comment *"),
        ("Marc", "Sign the review", "Reading of the pattern *"),
    ):
        async with tell(app_on(overseen, who), SMALL) as story:
            await story.press("7", "r")
            await story.sees("Your signature was due" if who == "Ivy" else "Your signature due")
            await story.press("s")
            await story.sees(title, label)
    async with tell(app_on(overseen, "Alun", APRIL_THE_SECOND), SMALL) as story:
        await story.press("8")
        await story.sees("Your signature due")
        await story.press("s")
        await story.sees("Sign the assurance", "Assurance comment *")
