"""Random organisations: every figure agrees with one computed plainly, and with the records that it opens to."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from random import Random
from typing import NamedTuple

import pytest

from mentor_tui.calendar import Period
from mentor_tui.catalogue import CATALOGUE, keys_of
from mentor_tui.figures import Average, Below, Figure, Proportion, to_json
from mentor_tui.policy import Policy, PolicyChange
from mentor_tui.rules.facts import Organisation
from mentor_tui.store import evidence
from mentor_tui.store.database import Store
from tests import oracle
from tests.conformance.folder import organisation
from tests.figures.imported import imported, said
from tests.organisations import TODAY, invented

#: changed within the year that is asked about, so that a period may see two values
CHANGES = (
    PolicyChange("grace_days", 4, date(2026, 1, 15)),
    PolicyChange("grace_days", 1, date(2026, 4, 20)),
    PolicyChange("compliance_percent", 60, date(2026, 2, 10)),
    PolicyChange("follow_up_days", 21, date(2026, 3, 5)),
    PolicyChange("offsets.role_change", (5, 30), date(2026, 2, 1)),
)


YEAR_AGO = TODAY - timedelta(days=365)


class Made(NamedTuple):
    store: Store
    facts: Organisation
    random: Random
    #: the days of a year on which something happened, was recorded or is due
    days: list[date]


@pytest.fixture(scope="module", params=range(6))
def made(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Made]:
    seed: int = request.param
    rows = invented(seed, workers=45)
    store = imported(rows, tmp_path_factory.mktemp("made"), TODAY)
    policy = Policy(CHANGES if seed % 2 else ())
    for change in policy.changes:
        value = change.value
        said(
            store,
            TODAY,
            "policy_change",
            key=change.key,
            value=str(value) if isinstance(value, int) else " ".join(map(str, value)),
            from_on=change.from_date,
            reason="agreed by the board",
        )
    cells = {cell for of_file in rows.values() for row in of_file for cell in row.values()}
    days = sorted(day for day in map(_day, cells) if day is not None and YEAR_AGO < day <= TODAY)
    yield Made(store, organisation(rows, policy), Random(seed), days)
    store.close()


def _day(cell: str) -> date | None:
    return date.fromisoformat(cell) if len(cell) == 10 and cell[4] == cell[7] == "-" else None


def questions(made: Made, number: int) -> Iterator[tuple[Period, str | None, date]]:
    """Periods, services and as-at dates: days on which something happened, in the period, before or after it."""
    random = made.random
    for _ in range(number):
        as_at = random.choice((TODAY, random.choice(made.days) - timedelta(days=random.choice((0, 0, 1)))))
        kind = random.choice(("month", "month", "quarter"))
        period = Period.containing(as_at - timedelta(days=random.choice((-40, 0, 0, 31, 90, 200))), kind)  # type: ignore[arg-type]
        yield period, random.choice((None, *made.facts.services)), as_at


def test_figures_agree_with_the_oracle(made: Made) -> None:
    for period, service, as_at in questions(made, 70):
        found = evidence.figures(made.store, period, service, as_at)
        expected = oracle.figures(made.facts, period, service, as_at)["figures"]
        assert {key: to_json(figure) for key, figure in found.items()} == expected, (period, service, as_at)


def counted(figure: Figure) -> tuple[int, int] | None:
    """What a figure says of its records: how many inside, how many in all."""
    match figure:
        case Proportion(numerator, denominator):
            return numerator, denominator
        case Average(_, count):
            return count, count
        case Below(count, of, _):
            return count, of
        case _:
            return None


def test_every_figure_opens_to_the_records_that_it_counts(made: Made) -> None:
    for period, service, as_at in questions(made, 6):
        for key, figure in evidence.figures(made.store, period, service, as_at).items():
            asked = (made.store, key, period, service, as_at)
            inside = evidence.evidence(*asked, counted=True, limit=evidence.EVERYTHING)
            outside = evidence.evidence(*asked, counted=False, limit=evidence.EVERYTHING)

            assert evidence.counts(*asked) == (len(inside), len(outside)), key
            both = evidence.evidence(*asked, limit=evidence.EVERYTHING)
            assert sorted(map(repr, both)) == sorted(map(repr, inside + outside)), key
            if (said_of := counted(figure)) is not None:
                assert said_of == (len(inside), len(inside) + len(outside)), key
            if CATALOGUE[key].shape == "count":
                assert figure == len(inside), key
            if isinstance(figure, Average):
                assert figure.total == sum(record.value for record in inside), key
            for record in both:
                exists(made.store, record)
                assert service in (None, record.service) or key == "board_escalation_status", key


def exists(store: Store, record: evidence.Evidence) -> None:
    """The record is there, under the reference by which people know it."""
    table = "pairing" if record.kind == "slot" else record.kind
    row = store.dicts(f'SELECT * FROM "{table}" WHERE id = :key', {"key": record.key})[0]
    if record.kind == "slot":
        params = {"key": record.key, "number": record.number}
        due = store.value("SELECT due_on FROM slot WHERE pairing_id = :key AND number = :number", params)
        assert record.on is not None
        assert due == record.on.isoformat()
    if record.kind == "follow_up":
        case = store.value("SELECT ref FROM targeted_case WHERE id = :key", {"key": row["case_id"]})
        assert record.ref == case
    else:
        assert record.ref == row["ref"]


def test_pages_of_evidence_make_up_the_whole(made: Made) -> None:
    period = Period.month("2026-05")
    for key in ("sessions_on_schedule", "open_action_plans", "follow_ups_on_time", "confidence_movement"):
        asked = (made.store, key, period, None, TODAY)
        whole = evidence.evidence(*asked, limit=evidence.EVERYTHING)
        pages = [evidence.evidence(*asked, limit=7, offset=at) for at in range(0, len(whole) + 7, 7)]
        assert [record for page in pages for record in page] == whole


def test_a_comparison_of_services_is_the_figure_of_each(made: Made) -> None:
    for period, _, as_at in questions(made, 3):
        for key in keys_of(period.kind):
            league = evidence.by_service(made.store, key, period, as_at)
            assert list(league) == sorted(made.facts.services)
            for service, figure in league.items():
                assert figure == evidence.figure(made.store, key, period, service, as_at), (key, service)


def test_a_chart_is_the_figure_of_each_month(made: Made) -> None:
    months = [Period.month("2026-06").previous(back) for back in range(6)]
    for key in ("sessions_on_schedule", "retention_90_day", "resignation_risk", "follow_ups_on_time"):
        chart = evidence.by_month(made.store, key, months, "S2", TODAY)
        assert chart == {month: evidence.figure(made.store, key, month, "S2", TODAY) for month in months}
        now, before, earlier = evidence.movement(made.store, key, months[0], "S2", TODAY)
        assert (now, before) == (chart[months[0]], chart[months[1]])
        assert earlier == evidence.figure(made.store, key, months[0].previous(6), "S2", TODAY)
