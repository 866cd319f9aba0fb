"""The rules and the oracle raise the same on organisations that nobody has looked at."""

from __future__ import annotations

from datetime import date

import pytest

from mentor_tui.policy import COMPLIANCE_PERCENT, GRACE_DAYS, LOW_CONFIDENCE, Policy, PolicyChange
from mentor_tui.rules.alerts import alerts
from tests import oracle_alerts
from tests.conformance.folder import organisation
from tests.organisations import invented, shuffled

DATES = [date(2025, 12, 31), date(2026, 2, 28), date(2026, 4, 7), date(2026, 6, 30)]

CHANGED = Policy(
    [
        PolicyChange(GRACE_DAYS, 5, date(2026, 1, 1)),
        PolicyChange(GRACE_DAYS, 0, date(2026, 3, 1)),
        PolicyChange(COMPLIANCE_PERCENT, 60, date(2026, 2, 15)),
        PolicyChange(LOW_CONFIDENCE, 7, date(2026, 3, 1)),
        PolicyChange("offsets.new_starter", (3, 10, 40), date(2026, 2, 1)),
    ]
)


@pytest.mark.parametrize("seed", range(8))
def test_the_rules_and_the_oracle_agree(seed: int) -> None:
    rows = invented(seed, workers=45)
    for policy in (Policy(), CHANGED):
        facts = organisation(rows, policy)
        for day in DATES:
            raised = [(a.code, a.subject, a.cycle or 0, a.service) for a in alerts(facts, day)]
            assert raised == oracle_alerts.alerts(facts, day)


def test_the_order_of_rows_changes_nothing() -> None:
    rows = invented(21)
    facts = organisation(rows)
    mixed = organisation(shuffled(rows, 1))
    for day in DATES:
        assert alerts(facts, day) == alerts(mixed, day)


def test_every_alert_is_met_somewhere() -> None:
    met = {
        alert.code for seed in range(8) for alert in alerts(organisation(invented(seed)), date(2026, 6, 30))
    }
    assert met == {f"W{n}" for n in range(1, 11)} | {f"E{n}" for n in range(1, 7)}
