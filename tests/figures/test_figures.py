"""What a figure is: rounding, intervals, JSON, and the catalogue."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mentor_tui.catalogue import CATALOGUE, MONTH, QUARTER, TARGETED, keys_of
from mentor_tui.figures import Average, Below, Proportion, one_decimal, to_json, wilson
from tests.oracle import one_decimal as plainly_rounded


@pytest.mark.parametrize(
    ("numerator", "denominator", "percent"),
    [(34, 50, 68.0), (1, 3, 33.3), (2, 3, 66.7), (1, 16, 6.3), (5, 80, 6.3), (0, 7, 0.0), (0, 0, None)],
)
def test_percent_has_one_decimal_and_halves_go_away_from_zero(
    numerator: int, denominator: int, percent: float | None
) -> None:
    assert Proportion(numerator, denominator).percent == percent


def test_negative_averages_round_away_from_zero_too() -> None:
    assert Average(-5, 4).average == -1.3
    assert Average(5, 4).average == 1.3
    assert Average(0, 0).average is None


@given(st.integers(-(10**6), 10**6), st.integers(1, 10**5))
def test_rounding_agrees_with_fractions(numerator: int, denominator: int) -> None:
    assert one_decimal(numerator, denominator) == plainly_rounded(Fraction(numerator, denominator))


def test_a_threshold_is_compared_unrounded() -> None:
    almost = Proportion(84_999, 100_000)
    assert almost.percent == 85.0
    assert almost.is_below(85)
    assert not Proportion(85, 100).is_below(85)
    assert not Proportion(0, 0).is_below(85)


def test_the_wilson_interval_is_that_of_the_textbook() -> None:
    low, high = wilson(8, 10) or (0.0, 0.0)
    assert (round(low, 1), round(high, 1)) == (49.0, 94.3)
    assert wilson(0, 0) is None


@given(st.integers(1, 5000).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
def test_the_wilson_interval_holds_the_share_and_stays_within_a_hundred(counts: tuple[int, int]) -> None:
    numerator, denominator = counts
    low, high = wilson(numerator, denominator) or (0.0, 0.0)
    assert 0 <= low <= 100 * numerator / denominator + 1e-9
    assert 100 * numerator / denominator - 1e-9 <= high <= 100


def test_under_ten_nothing_stands_by_itself() -> None:
    assert not Proportion(9, 9).firm
    assert Proportion(0, 10).firm
    assert not Average(40, 9).firm


def test_json_is_that_of_the_page() -> None:
    assert to_json(Proportion(34, 50)) == {"numerator": 34, "denominator": 50, "percent": 68.0}
    assert to_json(Proportion(0, 0)) == {"numerator": 0, "denominator": 0, "percent": None}
    assert to_json(Below(2, 11, ("S02", "S07"))) == {"count": 2, "of": 11, "services": ["S02", "S07"]}
    assert to_json(Average(32, 23)) == {"average": 1.4, "count": 23}
    assert to_json(4) == 4
    assert to_json("watch") == "watch"


def test_every_figure_has_words_and_one_table() -> None:
    assert len({measure.label for measure in CATALOGUE.values()}) == len(CATALOGUE)
    assert all(measure.meaning.endswith(".") and measure.unit for measure in CATALOGUE.values())
    assert set(MONTH) | set(TARGETED) | set(QUARTER) == set(CATALOGUE)
    assert keys_of("month") == MONTH + TARGETED
    assert keys_of("quarter") == MONTH + QUARTER
