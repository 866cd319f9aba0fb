"""What an organisation may change, and the value in force at a date."""

from __future__ import annotations

from datetime import date

import pytest

from mentor_tui.policy import (
    COMPLIANCE_PERCENT,
    GRACE_DAYS,
    SETTINGS,
    Policy,
    PolicyChange,
    PolicyValue,
    offsets_key,
)
from mentor_tui.programmes import DEFAULT_OFFSETS


def test_every_setting_is_declared_whole() -> None:
    for key, setting in SETTINGS.items():
        assert setting.key == key
        assert setting.label
        assert setting.hint.endswith(".")
        assert setting.minimum <= setting.default <= setting.maximum
        setting.check(setting.default)


def test_a_change_holds_from_its_date() -> None:
    day = date(2026, 5, 1)
    policy = Policy([PolicyChange(COMPLIANCE_PERCENT, 90, day)])
    assert policy.at(COMPLIANCE_PERCENT, date(2026, 4, 30)) == 85
    assert policy.at(COMPLIANCE_PERCENT, day) == 90
    assert policy.at(GRACE_DAYS, day) == policy.grace_at(day) == 2


def test_changes_may_come_in_any_order_and_the_later_word_holds() -> None:
    first, second = date(2026, 1, 1), date(2026, 6, 1)
    policy = Policy(
        [
            PolicyChange(GRACE_DAYS, 5, second),
            PolicyChange(GRACE_DAYS, 3, first),
            PolicyChange(GRACE_DAYS, 4, first),
        ]
    )
    assert [policy.at(GRACE_DAYS, day) for day in (date(2025, 1, 1), first, second)] == [2, 4, 5]


def test_a_programme_changes_for_pairings_that_start_later() -> None:
    policy = Policy([PolicyChange(offsets_key("role_change"), (10, 20), date(2026, 5, 1))])
    assert policy.offsets("role_change", date(2026, 4, 30)) == DEFAULT_OFFSETS["role_change"]
    assert policy.offsets("role_change", date(2026, 5, 1)) == (10, 20)
    assert policy.offsets("informal", date(2026, 5, 1)) == ()


@pytest.mark.parametrize(
    ("key", "value", "says"),
    [
        ("nothing", 1, "unknown setting"),
        (GRACE_DAYS, 99, "not between 0 and 20 working days"),
        (GRACE_DAYS, (1, 2), "whole number"),
        ("offsets.new_starter", 7, "list of days"),
        ("offsets.new_starter", (14, 7), "in order"),
        ("offsets.new_starter", (0, 7), "after the start"),
        ("offsets.new_starter", (), "at least one"),
        ("offsets.informal", (7,), "no session schedule"),
        ("offsets.other", (7,), "unknown programme"),
    ],
)
def test_what_makes_no_sense_is_refused_in_words(key: str, value: PolicyValue, says: str) -> None:
    with pytest.raises(ValueError, match=says):
        Policy([PolicyChange(key, value, date(2026, 1, 1))])
