"""The control chart in the terminal: what it draws, and what it says in words beside the signs."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

import pytest

from mentor_tui.charts import xmr
from widgets.xmr import Drawn, cause_lines, limits_words, xmr_lines


def drawn(values: Sequence[int], *, anew: Sequence[int] = (), few: Sequence[int] = (), **more: bool) -> Drawn:
    return Drawn(
        chart=xmr([Fraction(value) for value in values], anew=anew),
        labels=tuple(f"M{place}" for place in range(len(values))),
        firm=tuple(place not in few for place in range(len(values))),
        better="up",
        told=tuple(f"{value} of 100" for value in values),
        **more,
    )


@pytest.mark.parametrize(("width", "height"), [(78, 8), (40, 6), (150, 30)])
@pytest.mark.parametrize("count", [0, 1, 2, 9, 10, 36, 120])
def test_it_fits_whatever_there_is(width: int, height: int, count: int) -> None:
    one = drawn([place * 7 % 100 for place in range(count)], anew=(count // 2,), percent=True)
    found = [line.plain for line in xmr_lines(one, width, height)]
    assert all(len(line) <= width for line in found)
    assert len(found) == (height if count else 1)


def test_a_line_stands_where_the_limits_begin_anew() -> None:
    values = [*[40, 44] * 6, *[80, 84] * 6]
    whole = [line.plain for line in xmr_lines(drawn(values, percent=True), 78, 12)]
    split = [line.plain for line in xmr_lines(drawn(values, percent=True, anew=(12,)), 78, 12)]
    assert all(line.count("│") == 1 for line in whole[:-2])
    assert all(line.count("│") == 2 for line in split[:-2])


def test_the_chosen_point_is_marked_at_the_axis() -> None:
    one = drawn([1, 2, 3])
    marked = Drawn(one.chart, one.labels, one.firm, chosen=2)
    axis = xmr_lines(marked, 40, 8)[-2].plain
    assert axis.count("┴") == 1
    assert axis[8 + 12] == "┴"
    assert "┴" not in xmr_lines(one, 40, 8)[-2].plain


def test_the_limits_are_said_in_words_as_far_as_they_can_be() -> None:
    assert limits_words(drawn([96, 100] * 6, percent=True)) == (
        "Mean 98%; months usually vary between 87.4% and 100%."
    )
    assert limits_words(drawn([0, 2] * 6, counted=True)) == "Mean 1; months usually vary between 0 and 6.3."
    assert limits_words(drawn([0, 2] * 6)) == "Mean 1; months usually vary between -4.3 and 6.3."
    assert limits_words(drawn([5] * 9)) == ""


def test_a_special_cause_says_where_it_rests_on_little() -> None:
    values = [90, 92] * 9 + [10]
    firm, few = (cause_lines(drawn(values, few=which))[0].plain for which in ((), (18,)))
    assert firm == "▼ M18: below the lower limit (worse)."
    assert few == "▼ M18 (10 of 100): below the lower limit (worse)."
