"""State is a shape and a word as well as a colour, and small numbers are not drawn as if they were firm."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from textual.app import ComposeResult

from mentor_tui.charset import fold
from mentor_tui.figures import Average, Below, Figure, Proportion
from mentor_tui.programmes import SlotState
from tests.story import LARGE, SMALL, tell
from widgets import glyphs
from widgets.figure import FigureLine, figure_cell, figure_text, movement_parts
from widgets.slot_strip import SIGNS, SlotStrip, slot_cell, slot_key, slot_words
from widgets.terminal import TerminalApp
from widgets.trend import ScoreChart, chart, trend_cell, trend_words

HELD, MISSED, DUE, AHEAD = SlotState.ON_SCHEDULE, SlotState.MISSED, SlotState.DUE, SlotState.UPCOMING


def test_every_state_has_a_shape_of_its_own_in_ascii_too() -> None:
    assert set(SIGNS) == set(SlotState)
    signs = [sign for sign, _, _ in SIGNS.values()]
    assert len(set(signs)) == len({fold(sign, "ascii") for sign in signs}) == len(SlotState)
    assert all(name in str(slot_key()) for _, _, name in SIGNS.values())


def test_a_strip_and_its_words() -> None:
    states = [HELD, HELD, MISSED, SlotState.EXCUSED, DUE, AHEAD, AHEAD, SlotState.NOT_APPLICABLE]
    assert slot_cell(states).plain == "●●×–○··/"
    assert slot_words(states) == "2 held, 1 missed, 1 excused, 1 due, 2 upcoming, 1 not applicable"
    assert slot_words([]) == "no sessions scheduled"


def test_a_trend_and_its_words() -> None:
    assert trend_cell([1, 5, 10]).plain == "     ▁▄█ 10"
    assert len(trend_cell(list(range(1, 11)) * 3).plain) == 11
    assert trend_words([4, 5, 7]) == "from 4 to 7 over 3 sessions"
    assert trend_words([4]) == "4 at the first session"
    assert trend_cell([]).plain == "no score yet"


@pytest.mark.parametrize(
    ("count", "width", "height"), [(0, 60, 10), (1, 60, 10), (5, 60, 10), (40, 40, 6), (200, 30, 12)]
)
def test_a_chart_fits_its_room(count: int, width: int, height: int) -> None:
    points = [(date(2026, 1, 5) + timedelta(weeks=n), n % 10 + 1) for n in range(count)]
    drawn = [str(line) for line in chart(points, width, height, threshold=4)]
    assert len(drawn) == height
    assert all(len(line) <= width for line in drawn)
    assert drawn[0].startswith("10 │")
    assert drawn[-3].startswith(" 1 │")
    if 0 < count <= 9:
        assert sum(line.count(glyphs.DOT) + line.count(glyphs.CROSS) for line in drawn) == count


@pytest.mark.parametrize(
    ("figure", "text"),
    [
        (Proportion(18, 20), "18 of 20 (90.0%)"),
        (Proportion(3, 4), "3 of 4"),
        (Proportion(0, 0), "too early to tell"),
        (Proportion(0, 12), "0 of 12 (0.0%)"),
        (Average(35, 10), "3.5 over 10"),
        (Average(0, 0), "too early to tell"),
        (Below(2, 14), "2 of 14"),
        (1250, "1,250"),
        ("escalated", "escalated"),
    ],
)
def test_a_figure_is_honest(figure: Figure, text: str) -> None:
    assert figure_text(figure) == text


def test_an_interval_stands_where_a_decision_hangs_on_it() -> None:
    assert figure_text(Proportion(18, 20), interval=True) == "18 of 20 (90.0%, likely 70 to 97%)"
    assert figure_text(Proportion(3, 4), interval=True) == "3 of 4"


def test_movement() -> None:
    assert movement_parts(Proportion(18, 20), Proportion(17, 20), better="up", than="last month") == [
        ("▲ 5.0 points on last month", "good")
    ]
    assert movement_parts(Below(3, 10), Below(2, 10), better="down") == [("▲ 1", "warning")]
    assert movement_parts(Proportion(3, 4), Proportion(18, 20)) == [("was 18 of 20 (90.0%)", "quiet")]
    assert movement_parts(5, 5) == [("• no change", "quiet")]
    assert movement_parts(5, None) == []
    assert figure_cell(7, 9).plain == "7  ▼ 2"


class Page(TerminalApp[None]):
    def compose(self) -> ComposeResult:
        yield SlotStrip([HELD, MISSED, DUE])
        yield FigureLine("Sessions on schedule", Proportion(18, 20), Proportion(17, 20), than="last month")
        yield ScoreChart([(date(2026, 1, 5), 4), (date(2026, 1, 12), 7)], threshold=4)


@pytest.mark.parametrize("size", [SMALL, LARGE])
async def test_on_the_screen(size: tuple[int, int]) -> None:
    async with tell(Page(environ={"LANG": "en_GB.UTF-8"}), size) as story:
        await story.sees("●×○   1 held, 1 missed, 1 due", "18 of 20 (90.0%)  ▲ 5.0 points on last month")
        await story.sees("10 │", "●", "5 Jan")
        story.app.query_one(ScoreChart).show([])
        await story.sees("no score yet")
