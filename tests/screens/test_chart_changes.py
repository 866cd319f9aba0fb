"""New limits of a chart come only from a recorded, explained change (trust.md)."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from typing import Any

import pytest

from mentor_tui import records
from mentor_tui.app import MentorApp
from mentor_tui.calendar import Period
from mentor_tui.charts import limits_of
from mentor_tui.office import Change, Invalid, NotAllowed
from mentor_tui.store.read import audit, chart_changes
from mentor_tui.store.read.audit import Scope
from screens.chart_page import ChartPage
from screens.new_limits import NewLimits
from tests.screens.home import ADMINISTRATOR, Home, day
from tests.screens.overseen import oversee, reader_on
from tests.story import tell

UNTIL = Period.month("2026-02")
ALL = Scope("", "All services", None)
KEY = "active_pairings"


@pytest.fixture
def overseen(home: Home) -> Home:
    oversee(home)
    with home.office.batch(ADMINISTRATOR, history=True) as batch:
        # A pairing of long ago, so that there are months enough for limits.
        batch.add(
            Change(
                records.PAIRING,
                {
                    "pairing_id": "OLD",
                    "mentee_id": home.key["Grace"],
                    "mentor_id": home.key["Sam"],
                    "started_on": day("2023-05-01"),
                    "programme": "role_change",
                    "recorded_on": day("2023-05-01"),
                },
            )
        )
    return home


def change(home: Home, who: str, service: str = "", **more: Any) -> str:
    values = {
        "figure": KEY,
        "service_id": home.key[service] if service else None,
        "from_on": day("2025-02-10"),
        "explanation": "Every home has a mentor lead since February",
        **more,
    }
    return home.save(who, records.CHART_CHANGE, values)


def test_the_limits_begin_with_the_month_of_the_change(overseen: Home) -> None:
    reader = reader_on(overseen, "Ivy")
    before = audit.series(reader, ALL, KEY, UNTIL)
    assert len(before.chart.stretches) == 1
    change(overseen, "Ivy")
    after = audit.series(reader, ALL, KEY, UNTIL)
    assert after.figures == before.figures
    first, second = after.chart.stretches
    assert after.months[second.first] == Period.month("2025-02")
    assert second.limits == limits_of(after.chart.values[second.first :])
    assert first.limits == limits_of(after.chart.values[: second.first])
    assert [one.explanation for one in after.anew] == ["Every home has a mentor lead since February"]


def test_a_change_is_of_one_figure_and_one_service(overseen: Home) -> None:
    change(overseen, "Dilip", "ASH")
    reader = reader_on(overseen, "Ivy")
    ash, oak = (Scope(overseen.key[ref], ref, (ref,)) for ref in ("ASH", "OAK"))
    assert len(audit.series(reader, ash, KEY, UNTIL).anew) == 1
    for scope, key in ((ALL, KEY), (oak, KEY), (ash, "open_actions")):
        assert audit.series(reader, scope, key, UNTIL).anew == ()
    # Somebody's several services together have no limits of their own.
    assert chart_changes.of_chart(reader, Scope("", "My services", ("ASH",)), KEY) == ()


def test_who_answers_for_a_service_records_its_changes_alone(overseen: Home) -> None:
    change(overseen, "Ivy", "OAK")
    for who, service in (
        ("Dilip", ""),
        ("Helen", "ASH"),
        ("Marc", ""),
        ("Vera", ""),
        ("Alun", ""),
        ("Sam", "ASH"),
    ):
        with pytest.raises(NotAllowed):
            change(overseen, who, service)
    assert not chart_changes.may_record(reader_on(overseen, "Dilip"), ALL)
    assert chart_changes.may_record(reader_on(overseen, "Dilip"), Scope(overseen.key["ASH"], "Ash", ("ASH",)))
    assert chart_changes.may_record(reader_on(overseen, "Ivy"), ALL)


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"explanation": None}, "explanation"),
        ({"from_on": date(2026, 3, 13)}, "from_on"),
        ({"figure": "services_below_threshold"}, "service_id"),
        ({"withdrawn_on": date(2026, 3, 12)}, "withdraw_reason"),
    ],
)
def test_without_an_explanation_or_with_what_cannot_be_nothing_is_recorded(
    overseen: Home, values: dict[str, Any], said: str
) -> None:
    with pytest.raises(Invalid) as refused:
        change(overseen, "Ivy", "ASH", **values)
    assert said in {fault.field for fault in refused.value.faults}


def test_withdrawn_with_a_reason_it_begins_nothing_and_stays_in_the_journal(overseen: Home) -> None:
    key = change(overseen, "Ivy")
    overseen.save(
        "Ivy",
        records.CHART_CHANGE,
        {"withdrawn_on": day("2026-03-12"), "withdraw_reason": "The leads came later"},
        id=key,
        seen=1,
        reason="The leads came later",
    )
    assert len(audit.series(reader_on(overseen, "Ivy"), ALL, KEY, UNTIL).chart.stretches) == 1
    with pytest.raises(Invalid, match="withdrawn"):
        overseen.save("Ivy", records.CHART_CHANGE, {"explanation": "x"}, id=key, seen=2, reason="y")
    verbs = overseen.store.rows("SELECT verb FROM journal WHERE record = :key ORDER BY seq", {"key": key})
    assert len(verbs) == 2


def test_a_change_whose_month_is_not_over_waits(overseen: Home) -> None:
    change(overseen, "Ivy", from_on=day("2026-03-02"))
    found = audit.series(reader_on(overseen, "Ivy"), ALL, KEY, UNTIL)
    assert len(found.anew) == 1
    assert len(found.chart.stretches) == 1
    assert all(isinstance(one, Fraction) for one in found.chart.values)


async def test_from_the_chart_to_new_limits_and_back(overseen: Home) -> None:
    async with tell(app_at(overseen, "Ivy")) as story:
        await story.sees("Active pairings by month.", "Feb 2026: ")
        await story.sees("Pairings under way at the end of the period: begun, not ended")
        await story.press("n")
        await story.sees("New limits", "The limits begin anew with the month of this day")
        await story.types("10/2/2025")
        await story.press("tab")
        await story.types("A mentor lead in every home")
        await story.press("ctrl+s")
        await story.is_told("The change is recorded.")
        await story.sees(
            "│ New limits from Feb 2025: A mentor lead in every home", "13 since the limits began anew"
        )
        await story.press("left", "left")
        await story.sees("Dec 2025: ")
        await story.press("enter")
        await story.sees("Active pairings:", "December 2025")
        await story.press("escape", "w")
        await story.sees("New limits from Feb 2025: A mentor lead in every home")
        await story.types("It came later")
        await story.press("ctrl+s")
        await story.is_told("The new limits are withdrawn.")
        await story.sees_no_more("New limits from Feb 2025")


async def test_who_reads_figures_alone_is_not_offered_new_limits(overseen: Home) -> None:
    change(overseen, "Ivy")
    async with tell(app_at(overseen, "Vera"), (160, 48)) as story:
        await story.sees("│ New limits from Feb 2025: Every home has a mentor lead since February")
        await story.press("n")
        await story.press("w")
        assert isinstance(story.app.screen, ChartPage)
        assert not story.shows("n New limits")
    async with tell(app_at(overseen, "Vera", NewLimits)) as story:
        await story.sees("The operations manager records what changes the charts of a service")


def app_at(home: Home, who: str, form: type[NewLimits] | None = None) -> MentorApp:
    """The chart of active pairings, or a form about it."""
    if form is not None:
        return home.app(who, lambda seat: form(seat, f"{KEY} "))
    return home.app(who, lambda seat: ChartPage(seat, ALL, KEY, UNTIL))
