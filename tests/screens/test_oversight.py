"""Oversight: the league and the heat map are the figures, every cell opens, names are withheld."""

from __future__ import annotations

import pytest

from mentor_tui import records
from mentor_tui.calendar import Period
from mentor_tui.figures import Proportion
from mentor_tui.office import Change
from mentor_tui.store import evidence, facts
from mentor_tui.store.read import oversight
from mentor_tui.store.read.audit import Scope
from mentor_tui.text import clean
from screens.coming_month import ComingMonth
from screens.escalations import Escalations
from screens.evidence import EvidencePage
from screens.heat_map import HeatMap
from screens.oversight import Oversight
from screens.oversight_words import heat_cell
from tests.screens.home import ADMINISTRATOR, TODAY, Home
from tests.screens.overseen import NAMES, app_on, oversee, reader_on
from tests.story import LARGE, SMALL, tell
from tests.widgets import hostile

FEBRUARY = Period.month("2026-02")


@pytest.fixture
def overseen(home: Home) -> Home:
    oversee(home)
    return home


def test_the_league_is_the_figures_of_each_service(overseen: Home) -> None:
    found = oversight.league(reader_on(overseen, "Marc"), FEBRUARY)
    assert [line.scope.name for line in found.lines] == ["Ash Lodge", "Oak House"]
    for line in found.lines:
        assert line.scope.refs is not None
        for key, figure in line.figures.items():
            assert figure == evidence.figure(overseen.store, key, FEBRUARY, line.scope.refs[0], TODAY)
    for key, figure in found.together.figures.items():
        assert figure == evidence.figure(overseen.store, key, FEBRUARY, None, TODAY)
    below = evidence.figure(overseen.store, "services_below_threshold", FEBRUARY, None, TODAY)
    assert found.below == below.count  # type: ignore[union-attr]
    assert found.with_data == below.of  # type: ignore[union-attr]


def test_the_heat_map_is_the_same_month_by_month(overseen: Home) -> None:
    found = oversight.heat(reader_on(overseen, "Ivy"), FEBRUARY)
    assert found.months[-1] == FEBRUARY
    assert len(found.months) == oversight.MONTHS_SHOWN
    for line in found.lines:
        assert line.scope.refs is not None
        for month, share in zip(found.months, line.months, strict=True):
            assert share == evidence.figure(
                overseen.store, "sessions_on_schedule", month, line.scope.refs[0], TODAY
            )


def test_the_alerts_of_services_are_those_that_are_raised(overseen: Home) -> None:
    counts = oversight.alerts_of_services(reader_on(overseen, "Vera"))
    raised = facts.alerts(overseen.store, TODAY)
    assert sum(one.escalations + one.warnings for one in counts.values()) == len(raised)
    assert counts["ASH"].escalations == sum(a.service == "ASH" and a.is_escalation for a in raised)


def test_a_manager_sees_own_services_alone(overseen: Home) -> None:
    found = oversight.league(reader_on(overseen, "Helen"), FEBRUARY)
    assert [line.scope.name for line in found.lines] == ["Ash Lodge"]
    assert set(oversight.alerts_of_services(reader_on(overseen, "Helen"))) <= {"ASH"}


def test_a_share_is_never_rounded_up_to_a_threshold_that_it_misses() -> None:
    assert heat_cell(Proportion(849, 1000), True, 5).plain == "▼84%"
    assert heat_cell(Proportion(5, 6), True, 5).plain == "▼5/6"
    assert heat_cell(Proportion(0, 0), False, 5).plain == "–"
    assert heat_cell(Proportion(9, 10), False, 12).plain == "●9/10 90%"


@pytest.mark.parametrize(
    ("who", "size"),
    [("Ivy", SMALL), ("Marc", LARGE), ("Vera", (160, 48)), ("Alun", SMALL), ("Dilip", SMALL)],
)
async def test_the_league_says_what_is_below_without_colour(
    overseen: Home, who: str, size: tuple[int, int]
) -> None:
    async with tell(app_on(overseen, who), size) as story:
        await story.press("7")
        await story.sees("▼ 1 of 2 services below 85%", "known 12 Mar 2026, 14:30 UTC")
        await story.sees(
            "Ash Lodge", "▼ 2/5" if size == SMALL else "▼ 2 of 5", "sessions due in February 2026 that are"
        )
        await story.sees("Below the threshold of 85%.")
        assert isinstance(story.app.screen, Oversight)
        await story.press("right", "right", "right", "right")
        await story.sees("Alerts: escalations / early warnings that are raised today")


async def test_every_cell_opens_to_its_records_and_comes_back(overseen: Home) -> None:
    async with tell(app_on(overseen, "Marc")) as story:
        await story.press("7")
        await story.sees("Ash Lodge")
        await story.press("down", "enter")
        await story.sees("Sessions on schedule: 2 of 5", "not named here")
        assert isinstance(story.app.screen, EvidencePage)
        await story.press("escape")
        await story.sees("Ash Lodge")
        for label in ("90-day retention", "Change in confidence", "Open action plans"):
            await story.press("right", "enter")
            await story.sees(f"{label}", " inside, ")
            await story.press("escape")
            await story.sees("On schedule", "Ash Lodge")
        await story.press("right", "enter")
        await story.sees("On the list of")
        assert isinstance(story.app.screen, Escalations)


async def test_sorted_found_and_turned_to_another_month(overseen: Home) -> None:
    async with tell(app_on(overseen, "Marc")) as story:
        await story.press("7")
        await story.sees("Sorted by the figure at ►, worst first.")
        await story.press("o")
        await story.sees("Sorted by name.")
        await story.press("slash")
        await story.types("oak")
        await story.sees_no_more("Ash Lodge")
        await story.sees("Oak House")
        await story.press("escape")
        await story.sees("Ash Lodge")
        await story.press("b")
        await story.sees("January 2026")
        await story.press("n", "n")
        await story.sees("March 2026")


async def test_the_heat_map_by_month(overseen: Home) -> None:
    async with tell(app_on(overseen, "Vera")) as story:
        await story.press("7", "h")
        await story.sees("▼ below the threshold", "►Feb", "Ash Lodge")
        assert isinstance(story.app.screen, HeatMap)
        await story.press("left")
        await story.sees("►Jan")
        await story.press("enter")
        await story.sees("January 2026")
        assert isinstance(story.app.screen, EvidencePage)


async def test_the_coming_meetings_and_what_each_needs(overseen: Home) -> None:
    async with tell(app_on(overseen, "Marc")) as story:
        await story.press("7", "m")
        await story.sees("18 Mar 2026", "Workforce governance meeting", "audits to sign, Feb 2026")
        await story.sees("24 Mar 2026", "Executive review meeting", "pattern review to sign, Feb 2026")
        assert isinstance(story.app.screen, ComingMonth)


@pytest.mark.parametrize("who", ["Alun"])
async def test_names_are_withheld_on_every_screen_of_oversight(overseen: Home, who: str) -> None:
    journeys = (
        ("7", "down", "enter"),
        ("7", "down", "right", "right", "enter"),
        ("7", "down", "right", "right", "right", "enter"),
        ("7", "down", "right", "right", "right", "right", "enter", "w"),
        ("7", "h", "enter"),
        ("7", "e", "w"),
        ("7", "e", "enter"),
        ("7", "r", "enter"),
        ("8", "enter"),
        ("6", "enter"),
        ("1",),
    )
    for keys in journeys:
        async with tell(app_on(overseen, who), LARGE) as story:
            for key in keys:
                await story.press(key)
                await story.app.workers.wait_for_complete()
                await story.settle()
            shown = story.screen_text()
            assert not [name for name in NAMES if name in shown], (keys, shown)


async def test_closed_to_those_whose_work_is_with_people_alone(overseen: Home) -> None:
    async with tell(app_on(overseen, "Sam")) as story:
        await story.press("7")
        await story.is_told("Oversight is for managers of services")


@pytest.mark.parametrize("text", hostile.TEXTS.values(), ids=hostile.TEXTS)
async def test_a_services_name_is_shown_as_it_is(overseen: Home, text: str) -> None:
    with overseen.office.batch(ADMINISTRATOR, history=True) as batch:
        batch.add(Change(records.SERVICE, {"name": clean(text[:100])}, overseen.key["ASH"]))
    async with tell(app_on(overseen, "Marc"), LARGE) as story:
        await story.press("7")
        await story.sees("Oak House", clean(text[:12]))
        await story.press("h")
        await story.sees("►Feb")
        assert story.app.is_running


def test_an_organisation_without_anything_is_no_trouble(overseen: Home) -> None:
    reader = reader_on(overseen, "Marc")
    early = Period.month("2015-01")
    found = oversight.league(reader, early)
    assert found.below == 0 == found.with_data
    assert oversight.heat(reader, early).lines == ()
    assert Scope("", "All services", None) == found.together.scope
