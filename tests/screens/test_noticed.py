"""An escalation that was raised stays on its owner's list until it is acknowledged and its cause is gone (rules.md)."""

from __future__ import annotations

from datetime import date

import pytest

from mentor_tui import records
from mentor_tui.office import Office, noticing
from mentor_tui.store import proof
from mentor_tui.store.database import Store
from mentor_tui.store.read.escalations import Escalation, escalations
from tests.screens.home import NOW, TODAY, Home, day
from tests.screens.overseen import app_on, oversee, reader_on
from tests.story import SMALL, tell

E6 = "E6@SA1"


@pytest.fixture
def overseen(home: Home) -> Home:
    oversee(home)
    return home


def notice(store: Store, on: date) -> int:
    return noticing.notice(Office(store, lambda: on, lambda: NOW))


def listed(home: Home, who: str, reference: str, on: date = TODAY) -> Escalation | None:
    return next((one for one in escalations(reader_on(home, who, on)) if one.key == reference), None)


def evidence(home: Home) -> None:
    home.save("Vera", records.STRATEGIC_ACTION, {"evidence_reference": "B-7"}, id=home.key["SA1"])


def acknowledge(home: Home, who: str, reference: str) -> None:
    values = {
        "reference": reference,
        "acknowledged_on": TODAY,
        "acknowledged_by_id": home.key[who],
        "will_do": "The evidence was asked for.",
    }
    home.save(who, records.ACKNOWLEDGEMENT, values)


def test_one_whose_cause_went_away_unanswered_waits_for_an_answer(overseen: Home) -> None:
    assert notice(overseen.store, TODAY) > 0
    evidence(overseen)
    still = listed(overseen, "Alun", E6)
    assert still
    # Past its five working days it is the board quality lead's, as it was.
    assert (still.gone_on, still.role, still.mine) == (TODAY, "board_quality_lead", True)
    acknowledge(overseen, "Alun", E6)
    assert listed(overseen, "Alun", E6) is None
    assert notice(overseen.store, TODAY) == 1
    assert listed(overseen, "Alun", E6) is None


def test_one_that_was_answered_goes_with_its_cause(overseen: Home) -> None:
    notice(overseen.store, TODAY)
    acknowledge(overseen, "Alun", E6)
    assert listed(overseen, "Alun", E6)
    evidence(overseen)
    assert listed(overseen, "Alun", E6) is None


def test_the_same_cause_is_noticed_once(overseen: Home) -> None:
    first = notice(overseen.store, TODAY)
    assert first == sum(one.role != "" for one in escalations(reader_on(overseen, "Vera")))
    assert notice(overseen.store, TODAY) == 0
    assert not noticing.is_to_be_noticed(overseen.store, TODAY)
    assert noticing.is_to_be_noticed(overseen.store, day("2026-03-13"))
    references = [one.key for one in escalations(reader_on(overseen, "Vera"))]
    assert len(references) == len(set(references))


def test_a_new_target_that_is_missed_is_a_new_cause(overseen: Home) -> None:
    notice(overseen.store, TODAY)
    acknowledge(overseen, "Alun", E6)
    overseen.save(
        "Vera",
        records.STRATEGIC_ACTION,
        {"target_on": day("2026-03-31")},
        id=overseen.key["SA1"],
        reason="The training is in March.",
    )
    assert notice(overseen.store, TODAY) == 1
    assert listed(overseen, "Vera", E6) is None
    april = day("2026-04-02")
    notice(overseen.store, april)
    again = listed(overseen, "Vera", E6, april)
    assert again
    assert (again.raised_on, again.is_acknowledged, again.role) == (
        day("2026-04-01"),
        False,
        "director_of_people",
    )
    assert [one.on for one in again.acknowledged] == [TODAY]


def test_what_the_program_noted_is_in_the_journal_with_no_author(overseen: Home) -> None:
    notice(overseen.store, TODAY)
    written = overseen.store.rows(
        "SELECT DISTINCT verb, person FROM journal WHERE kind = 'raised_escalation'"
    )
    assert written == [("made", None)]
    assert list(proof.verify(overseen.store)) == []


async def test_the_program_notices_by_itself_and_the_list_says_that_the_cause_is_gone(overseen: Home) -> None:
    async with tell(app_on(overseen, "Alun"), SMALL) as story:
        story.app.look_round()
        await story.app.workers.wait_for_complete()
        assert not noticing.is_to_be_noticed(overseen.store, TODAY)
        evidence(overseen)
        await story.press("7", "e")
        await story.sees("Strategic: no evidence", "cause gone")
        story.app.screen.query_one("#list").go_to(E6)  # type: ignore[attr-defined]
        await story.press("enter")
        await story.sees("Its cause is gone since 12 Mar 2026.")
        await story.press("a")
        await story.settle()
        await story.types("The minutes hold it.")
        await story.press("ctrl+s")
        await story.sees("This is off the list")


async def test_a_line_manager_comes_to_the_escalations_from_today(overseen: Home) -> None:
    async with tell(app_on(overseen, "Grace"), SMALL) as story:
        await story.sees("e Escalations")
        await story.press("e")
        await story.sees("Action overdue", "on your list")
    async with tell(app_on(overseen, "Sam"), SMALL) as story:
        await story.sees_no_more("e Escalations")


def test_what_is_raised_on_the_last_day_of_a_month_is_noticed_that_day(overseen: Home) -> None:
    """February is over on its last day; what the alert then dates is the day after."""
    last = date(2026, 2, 28)
    assert notice(overseen.store, last) > 0
    kept = dict(overseen.store.rows("SELECT reference, raised_on FROM raised_escalation"))
    assert "E5@ASH" in kept
    assert max(kept.values()) <= last.isoformat()


def test_a_cause_that_comes_back_is_the_same_escalation_again(overseen: Home) -> None:
    notice(overseen.store, TODAY)
    evidence(overseen)
    assert notice(overseen.store, TODAY) == 1
    overseen.save(
        "Vera",
        records.STRATEGIC_ACTION,
        {"evidence_reference": None},
        id=overseen.key["SA1"],
        reason="It was of another action.",
    )
    assert notice(overseen.store, TODAY) == 1
    again = listed(overseen, "Alun", E6)
    assert again
    assert (again.gone_on, again.raised_on) == (None, day("2026-02-28"))
    assert notice(overseen.store, TODAY) == 0
