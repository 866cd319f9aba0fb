"""XmR charts agree with the reference series, and say no more than the points allow."""

from __future__ import annotations

import csv
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mentor_tui.charts import HIGH, Cause, Chart, limits_of, spans, xmr

SERIES = sorted((Path(__file__).parent / "data" / "spc").glob("*.csv"))

#: what the R package calls each special cause, the one that it names first where several hold
THEIRS: dict[str, frozenset[Cause]] = {
    "Above UCL": frozenset(("above",)),
    "Below LCL": frozenset(("below",)),
    "7 Points Above CL": frozenset(("run_above",)),
    "7 Points Below CL": frozenset(("run_below",)),
    "7 Point Trend (Increasing)": frozenset(("rising",)),
    "7 Point Trend (Decreasing)": frozenset(("falling",)),
    "2 in 3 Above CL": frozenset(("near_upper",)),
    "2 in 3 Below CL": frozenset(("near_lower",)),
    "Common Cause": frozenset(),
}

#: the package keeps an older rule here: points beyond a limit do not count for two of three
OLDER_RULE = {"made_two_of_three_one_beyond_limit.csv": {14: frozenset(("near_upper",))}}


def fractions(*values: str | int) -> list[Fraction]:
    return [Fraction(value) for value in values]


@pytest.mark.parametrize("path", SERIES, ids=lambda path: path.stem)
def test_agrees_with_the_reference(path: Path) -> None:
    rows = list(csv.DictReader(path.open(encoding="utf-8")))
    values = [Fraction(row["y"]) for row in rows]
    limits = limits_of(values)
    if limits is None:
        assert rows[0]["lpl"] == "NaN"
        return
    assert float(limits.mean) == pytest.approx(float(rows[0]["mean_col"]))
    if path.stem.startswith("made_constant_screen"):
        assert rows[0]["lpl"] == "NaN"  # screening leaves the package nothing; we screen nothing
        assert limits.lower == limits.upper == Fraction(5)
        return
    lower, upper = float(rows[0]["lpl"]), float(rows[0]["upl"])
    if "noscreen" not in path.stem and "_screen" in path.stem and float(limits.upper) != pytest.approx(upper):
        # Screening leaves moving ranges out, which narrows the limits; we leave nothing out.
        assert float(limits.lower) < lower
        assert float(limits.upper) > upper
        return
    assert float(limits.lower) == pytest.approx(lower)
    assert float(limits.upper) == pytest.approx(upper)
    for index, (row, causes) in enumerate(zip(rows, xmr(values).causes, strict=True)):
        expected = OLDER_RULE.get(path.name, {}).get(index, THEIRS[row["special_cause_type"]])
        # The package names one cause for a point; we name all.
        assert expected <= causes, index
        assert bool(expected) == bool(causes), index


def test_all_series_are_there() -> None:
    assert len(SERIES) == 22


def test_points_beyond_a_limit_count_for_two_of_three() -> None:
    rows = csv.DictReader(next(path for path in SERIES if "one_beyond" in path.stem).open(encoding="utf-8"))
    causes = xmr([Fraction(row["y"]) for row in rows]).causes
    assert causes[14] == {"near_upper"}
    assert causes[16] == {"above", "near_upper"}
    assert not causes[15]


def test_few_points_have_no_limits_and_no_causes() -> None:
    chart = xmr(fractions(1, 1, 1, 1, 1, 1, 1, 1, 90))
    assert chart.limits is None
    assert not chart.special
    assert chart.stands() == "9 months: dots without limits. Limits are drawn from 10 months on."
    assert xmr([]).stands() == "Nothing is decided in any month yet."
    assert xmr(fractions(4)).stands().startswith("1 month:")


def test_ten_to_nineteen_points_are_on_trial() -> None:
    assert xmr(fractions(*range(10))).on_trial
    assert "trial limits" in xmr(fractions(*range(19))).stands()
    firm = xmr(fractions(*range(20)))
    assert not firm.on_trial
    assert firm.stands() == "20 months, with firm limits."


def test_a_point_on_the_mean_breaks_a_run() -> None:
    above, below = [Fraction(11)] * 3, [Fraction(9)] * 6
    broken = xmr([*above, Fraction(10), *above, *below])
    assert broken.limits is not None
    assert broken.limits.mean == 10
    assert not any("run_above" in one for one in broken.causes)


def test_a_point_on_a_limit_is_not_outside_it() -> None:
    chart = xmr([Fraction(5)] * 12)
    assert chart.limits is not None
    assert chart.limits.lower == chart.limits.upper == 5
    assert not chart.special


def test_the_policy_decides_how_long_runs_and_trends_are() -> None:
    values = fractions(3, 9, 3, 9, 3, 4, 5, 6, 7, 3, 9, 3)
    assert not any("rising" in one for one in xmr(values).causes)
    assert [one for one in spans(xmr(values, trend=5)) if one[0] == "rising"] == [("rising", 4, 8)]


def test_special_causes_are_told_as_stretches_newest_first() -> None:
    chart = xmr(fractions(10, 12, 9, 11, 10, 8, 9, 14, 13, 15, 14, 13, 15, 14))
    assert spans(chart) == [("run_above", 7, 13)]


def test_the_rules_stand_under_the_chart() -> None:
    words = xmr([], run=8).rules()
    assert "2.66" in words
    assert "8 in a row on one side" in words


values = st.lists(st.fractions(min_value=0, max_value=100, max_denominator=60), min_size=0, max_size=40)


def test_limits_begin_anew_only_where_a_change_was_recorded() -> None:
    before, after = fractions(*[40, 44] * 6), fractions(*[80, 84] * 10)
    alone = xmr([*before, *after])
    assert len(alone.stretches) == 1
    split = xmr([*before, *after], anew=(12,))
    assert [(one.first, one.last, len(one)) for one in split.stretches] == [(0, 11, 12), (12, 31, 20)]
    assert split.stretches[0].limits == limits_of(before)
    assert split.limits == split.limits_at(31) == limits_of(after)
    assert split.limits_at(11) == limits_of(before)
    assert alone.special
    assert not split.special
    assert split.stands() == "32 months, 20 since the limits began anew, with firm limits."


def test_few_points_since_a_change_have_no_limits_yet() -> None:
    split = xmr(fractions(*[40, 44] * 6, 80, 84, 85, 86, 87, 88, 89, 90, 91), anew=(12,))
    assert split.limits is None
    assert split.limits_at(3) is not None
    assert not split.causes[20]
    assert "9 since the limits began anew: dots without limits" in split.stands()
    assert xmr(fractions(*range(22)), anew=(12,)).on_trial


def test_a_change_before_the_first_point_or_after_the_last_begins_nothing() -> None:
    points = fractions(*range(12))
    assert xmr(points, anew=(0, 12, -3, 40)) == xmr(points)
    assert xmr([], anew=(0, 1)).stretches == ()


def test_a_run_does_not_cross_a_change() -> None:
    points = fractions(*[1, 9] * 6, *[12, 13, 14, 15], *[16, 17, 18, 19, 20, 1, 1, 1, 1, 1])
    assert any(cause == "rising" for cause, _, _ in spans(xmr(points)))
    assert not any(cause == "rising" for cause, _, _ in spans(xmr(points, anew=(16,))))


@given(values, st.lists(st.integers(-2, 45), max_size=4))
def test_each_stretch_is_a_chart_of_its_own(points: list[Fraction], anew: list[int]) -> None:
    chart = xmr(points, anew=anew)
    assert [place for one in chart.stretches for place in range(one.first, one.last + 1)] == list(
        range(len(points))
    )
    for one in chart.stretches:
        part = xmr(points[one.first : one.last + 1])
        assert part.limits == one.limits
        assert part.causes == chart.causes[one.first : one.last + 1]


@given(values)
def test_turned_upside_down_it_says_the_opposite(points: list[Fraction]) -> None:
    def flipped(chart: Chart) -> list[set[bool]]:
        return [{cause in HIGH for cause in causes} for causes in chart.causes]

    there, back = flipped(xmr(points)), flipped(xmr([100 - value for value in points]))
    assert there == [{not high for high in one} for one in back]


@given(values)
def test_limits_hold_the_mean_between_them(points: list[Fraction]) -> None:
    chart = xmr(points)
    assert (chart.limits is None) == (len(points) < 10)
    if chart.limits:
        assert chart.limits.lower <= chart.limits.mean <= chart.limits.upper
