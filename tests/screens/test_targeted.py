"""Targeted support: who sees whom, what each is offered, and what opens what."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from textual.widget import Widget

from mentor_tui import records
from mentor_tui.access import Holding
from mentor_tui.store.read import case_story, cases, compliance, notices, palette, risk
from mentor_tui.store.read import today as whole
from mentor_tui.store.reading import Reader
from screens.case import CasePage
from screens.case_entry import CaseEntry
from screens.compliance import Compliance
from screens.person import PersonPage
from screens.place import Place
from screens.risk_page import RiskPage
from screens.seat import Seat
from screens.targeted import Targeted
from screens.ways import closed
from tests.screens.home import TODAY, Home, day
from tests.screens.supported import form, supported
from tests.story import LARGE, SMALL, Story, tell
from widgets.chrome import MOST_KEYS, KeyLine
from widgets.form import Form


@pytest.fixture
def support(home: Home) -> Home:
    return supported(home)


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


@pytest.mark.parametrize(
    "role",
    ["data_analyst", "hr_business_partner", "director_of_people", "board_quality_lead", "administrator"],
)
def test_who_reads_figures_reads_no_case_and_no_profile(support: Home, role: str) -> None:
    actor = replace(support.actor("Nora"), holdings=(Holding(role, "*"),))
    reader = Reader(support.store, actor, TODAY)
    assert cases.keys(reader) == []
    assert case_story.story(reader, support.key["C1"]) is None
    assert cases.record(reader, records.SUPPORT_MEETING, support.key["meeting"], support.key["C1"]) is None
    assert risk.profile(reader) == []
    assert all(line.support is None for line in compliance.lines(reader, compliance.keys(reader)))
    assert closed(actor, "targeted")
    # The reason of a closing is told by reference; the name is not.
    support.save(
        "Helen",
        records.CASE,
        {"closed_on": TODAY, "close_reason": "transferred"},
        id=support.key["C1"],
        reason="Moved away",
    )
    (told,) = cases.closed_otherwise(reader, None, TODAY)
    assert (told.ref, told.mentee, told.why) == ("C1", "", "Transferred")


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
