"""The gate on the way in and the filter on the way out, for every character that there is."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mentor_tui.declare import Choice, Field, Ident, Many, Text, Unfit
from mentor_tui.text import REPLACEMENT, UncleanText, clean, for_terminal, is_clean, without_controls
from tests.hostile.texts import KEPT, LINES, LONG, REFUSED

#: categories of Unicode that are never text: controls, separators of lines, halves
_NEVER = {"Cc", "Cs", "Zl", "Zp"}
#: visible marks that Unicode counts among the invisible ones: signs of number and of verse
_VISIBLE = set("\u0600\u0601\u0602\u0603\u0604\u0605\u06dd\u070f\u0890\u0891\u08e2\U000110bd\U000110cd")


def test_every_invisible_character_of_unicode_is_refused() -> None:
    let_in = [
        f"U+{code:04X}"
        for code in range(0x110000)
        if unicodedata.category(chr(code)) in _NEVER | {"Cf"}
        and chr(code) not in _VISIBLE
        and is_clean(f"a{chr(code)}b")
    ]
    assert let_in == []


def test_every_code_that_is_never_a_character_is_refused() -> None:
    never = [*range(0xFDD0, 0xFDF0), *(plane << 16 | end for plane in range(17) for end in (0xFFFE, 0xFFFF))]
    assert [f"U+{code:04X}" for code in never if is_clean(f"a{chr(code)}b")] == []


@pytest.mark.parametrize("lines", [False, True])
def test_a_refusal_names_the_character_in_words_and_says_where(lines: bool) -> None:
    for text, words in (
        (text, words)
        for bad, words in REFUSED.values()
        for text in (f"Ann{bad}Dale", f"Ann {bad}", f"{bad} Ann")
    ):
        with pytest.raises(UncleanText) as caught:
            clean(text, lines=lines)
        assert words in str(caught.value)
        assert f"U+{ord(caught.value.character):04X}" in str(caught.value)
        assert for_terminal(text).count(REPLACEMENT) >= 1
        assert is_clean(for_terminal(text))
        assert is_clean(without_controls(text))


def test_what_is_text_stays_as_it_is() -> None:
    for name, text in {**KEPT, **LONG}.items():
        assert clean(text) == text == for_terminal(text) == without_controls(text), name


def test_several_lines_stay_where_they_may() -> None:
    assert clean(LINES, lines=True) == LINES
    with pytest.raises(UncleanText, match="a line break"):
        clean(LINES)


def test_a_selector_of_variants_stays_behind_a_sign_alone() -> None:
    for kept in ("❤️", "❤︎", "☎️ 1️⃣ #️⃣", "✌️🏽", "🅰️"):
        assert clean(kept) == kept
    for bad in (
        "Ann\ufe0f",
        "1\ufe0f",
        "❤\ufe0f\ufe0f",
        "❤\ufe00",
        "漢\ufe00",
        " \ufe0f",
        "\ufe0fx",
        "\u212a\ufe0f",
    ):
        assert not is_clean(bad), ascii(bad)


@settings(max_examples=60, deadline=None)
@given(st.text())
def test_whatever_comes_through_the_gate_comes_through_again(text: str) -> None:
    if is_clean(text, lines=True):
        kept = clean(text, lines=True)
        assert clean(kept, lines=True) == kept
    assert is_clean(for_terminal(text), lines=True)
    assert is_clean(without_controls(text))


@pytest.mark.parametrize(
    "kind",
    [Text(), Text(rows=3), Ident(), Many(), Choice((("other", "Other"),), with_words="other")],
    ids=["words", "lines", "id", "list", "choice"],
)
def test_no_field_drops_a_character_unseen(kind: Text | Ident | Many | Choice) -> None:
    before = "other: " if isinstance(kind, Choice) else ""
    field = Field("x", kind, "X")
    for text in (
        one
        for bad, _ in REFUSED.values()
        for one in (f"{before}Ann{bad}Dale", f"{before}Ann{bad}", f"{bad}{before}Ann", f"{before}{bad}Ann")
    ):
        with pytest.raises(Unfit) as caught:
            field.read(text)
        assert is_clean(str(caught.value))
