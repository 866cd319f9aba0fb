"""What people answer in a form is read as they meant it, or a sentence says why not."""

from __future__ import annotations

from datetime import date

import pytest

from mentor_tui.answers import Option, answer, matching, meant, options_of, shown
from mentor_tui.declare import Choice, Day, Field, Kind, Link, Many, Number, Text, Unfit, Value, Whole, YesNo
from tests.widgets import hostile

TODAY = date(2026, 3, 12)
MODES = Choice((("in_person", "In person"), ("telephone", "Telephone"), ("video", "Video")))
REASONS = Choice((("sickness", "Sickness"), ("other", "Other")), with_words="other")
PEOPLE = (
    Option("p1", "Zoë Ward", "Senior care worker"),
    Option("p2", "John Smith", "Nurse"),
    Option("p3", "John Smith", "Care worker"),
    Option("p4", "Anne-Marie O'Neil"),
)


def field(kind: Kind, required: bool = False) -> Field:
    return Field("it", kind, "It", required=required)


@pytest.mark.parametrize(
    ("kind", "typed", "value"),
    [
        (Day(), "fri", date(2026, 3, 6)),
        (Day(ahead=True), "fri", date(2026, 3, 13)),
        (Whole(1, 10), " 7 ", 7),
        (Whole(0, 5000), "1,250", 1250),
        (Number(0, 100), "87.5%", 87.5),
        (YesNo(), "y", True),
        (YesNo(), "No", False),
        (MODES, "in person", "in_person"),
        (MODES, "tel", "telephone"),
        (MODES, "video", "video"),
        (REASONS, "Other: no cover: again", "other: no cover: again"),
        (REASONS, "other:no cover", "other: no cover"),
        (Many(MODES.options), "video; tel", ("video", "telephone")),
        (Many(), "nights; moving and handling", ("nights", "moving and handling")),
        (Link("staff"), "zoe", "p1"),
        (Link("staff"), "p3", "p3"),
        (Text(), "  Zoe\u0301 ", "Zoé"),
        (Text(rows=3), "one\r\ntwo", "one\ntwo"),
        (Text(), "", None),
    ],
)
def test_reads(kind: Kind, typed: str, value: Value) -> None:
    options = PEOPLE if isinstance(kind, Link) else ()
    assert answer(field(kind), typed, TODAY, options) == value


@pytest.mark.parametrize(
    ("kind", "typed", "says"),
    [
        (Day(), "", "Give the date."),
        (Day(), "soon", "does not read as a date"),
        (Whole(1, 10), "", "Give a number from 1 to 10."),
        (Whole(1, 10), "11", "Give a whole number from 1 to 10."),
        (Whole(1, 10), "seven", "Give a whole number from 1 to 10."),
        (Number(0, 100), "101", "Give a number from 0 to 100."),
        (MODES, "", "Choose one."),
        (MODES, "pigeon", "Choose In person, Telephone or Video."),
        (REASONS, "Other", "Add a few words after 'Other:'."),
        (Link("staff"), "John Smith", "2 answers match this. Press Down to choose one."),
        (Link("staff"), "Nobody", "This is not in the list."),
        (Text(), "", "This needs an answer."),
        (Text(5), "too long", "This is 8 characters long; at most 5 are kept."),
    ],
)
def test_says_why_not(kind: Kind, typed: str, says: str) -> None:
    with pytest.raises(Unfit) as caught:
        answer(field(kind, required=True), typed, TODAY, PEOPLE if isinstance(kind, Link) else ())
    assert says in str(caught.value)
    assert str(caught.value).endswith(".")


@pytest.mark.parametrize("text", hostile.UNCLEAN.values(), ids=hostile.UNCLEAN.keys())
@pytest.mark.parametrize("kind", [Text(), Text(rows=3), Day(), MODES, Whole(1, 10), Many(), Link("staff")])
def test_refuses_what_is_no_text(text: str, kind: Kind) -> None:
    with pytest.raises(Unfit):
        answer(field(kind), text, TODAY)


def test_what_is_shown_reads_back() -> None:
    for kind, value in (
        (Day(), date(2026, 3, 12)),
        (MODES, "in_person"),
        (REASONS, "other: no cover"),
        (YesNo(), True),
        (Number(0, 100), 87.5),
        (Many(MODES.options), ("video", "in_person")),
    ):
        one = field(kind)
        assert answer(one, shown(one, value, options_of(one)), TODAY) == value


def test_finds_people_as_one_types() -> None:
    assert [one.value for one in matching(PEOPLE, "john nur")] == ["p2"]
    assert [one.value for one in matching(PEOPLE, "marie")] == ["p4"]
    assert [one.value for one in matching(PEOPLE, "care")] == ["p1", "p3"]
    assert matching(PEOPLE, "") == list(PEOPLE)
    assert meant(PEOPLE, "John Smith") is None
