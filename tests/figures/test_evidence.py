"""Late is kept apart from never, too early from nothing; the queries use their indexes."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

import pytest

from mentor_tui.calendar import Period
from mentor_tui.catalogue import keys_of
from mentor_tui.store import evidence
from mentor_tui.store.database import Store
from mentor_tui.store.evidence.asked import Asked
from mentor_tui.store.evidence.reading import QUESTIONS
from tests.figures.imported import imported
from tests.organisations import TODAY, invented

MAY = Period.month("2026-05")
QUARTER = Period.quarter("2026-Q2")


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    made = imported(invented(21, workers=70), tmp_path_factory.mktemp("made"), TODAY)
    yield made
    made.close()


def test_late_is_outside_the_numerator_and_counted_by_itself(store: Store) -> None:
    for period in (MAY, QUARTER):
        for key in keys_of(period.kind):
            records = evidence.evidence(store, key, period, None, TODAY, limit=evidence.EVERYTHING)
            late = [record for record in records if record.late]
            assert not any(record.counted for record in late), key
            assert evidence.late(store, key, period, None, TODAY) == len(late), key


def test_an_action_completed_late_is_late_and_one_left_open_is_never(store: Store) -> None:
    outside = evidence.evidence(store, "action_completion", QUARTER, None, TODAY, counted=False)
    completed = {
        record.ref: store.value("SELECT completed_on FROM action WHERE id = :key", {"key": record.key})
        for record in outside
    }
    assert {record.ref for record in outside if record.late} == {ref for ref in completed if completed[ref]}
    assert any(record.late for record in outside)
    assert not all(record.late for record in outside)


def test_what_is_completed_after_the_as_at_date_is_not_done_yet(store: Store) -> None:
    completed = store.value(
        "SELECT max(completed_on) FROM action WHERE completed_on > review_on AND review_on >= '2026-04-01'"
    )
    before = date.fromisoformat(completed) - timedelta(days=1)
    on = date.fromisoformat(completed)
    late = evidence.late(store, "action_completion", QUARTER, None, on)
    assert evidence.late(store, "action_completion", QUARTER, None, before) < late


def test_sessions_and_plans_recorded_late_are_never_missing(store: Store) -> None:
    for key in ("session_records_same_day", "plans_within_three_days"):
        _, outside = evidence.counts(store, key, QUARTER, None, TODAY)
        assert evidence.late(store, key, QUARTER, None, TODAY) == outside > 0


def test_an_allocation_is_late_or_there_is_none(store: Store) -> None:
    starting = ("allocations_on_first_day", QUARTER, None, TODAY)
    _, outside = evidence.counts(store, *starting)
    never = evidence.figure(store, "new_starters_without_mentor", QUARTER, None, TODAY)
    assert evidence.late(store, *starting) == outside - int(str(never))


def test_a_month_that_has_begun_has_undecided_sessions(store: Store) -> None:
    start = date(2026, 5, 1)
    assert evidence.figure(store, "sessions_on_schedule", MAY, None, start) == evidence.Proportion(0, 0)
    assert evidence.undecided(store, MAY, None, start) > 0
    assert evidence.undecided(store, MAY, None, TODAY) == 0


def test_an_unknown_key_is_an_error(store: Store) -> None:
    with pytest.raises(KeyError):
        evidence.figure(store, "retention", MAY, None, TODAY)
    with pytest.raises(evidence.UnknownService, match="no service Nowhere"):
        evidence.figures(store, MAY, "Nowhere", TODAY)


#: the names by which the queries call tables that grow; what else is scanned was worked out on the way
TABLES = frozenset("achmprstf")


@pytest.mark.parametrize("key", QUESTIONS)
def test_no_figure_goes_through_a_whole_table(store: Store, key: str) -> None:
    """Over all services a covering index may be gone through, for one service nothing is."""
    params = Asked(MAY, None, TODAY).params(85)
    for one_service in (False, True):
        plan = store.rows(f"EXPLAIN QUERY PLAN {QUESTIONS[key].totals(one_service)}", params)
        scans = [line for *_, line in plan if line.startswith("SCAN") and line.split()[1] in TABLES]
        assert not [line for line in scans if one_service or "COVERING INDEX" not in line]
