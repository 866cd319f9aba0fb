"""What people type is kept as text, and nothing else."""

from __future__ import annotations

import time

import pytest

from mentor_tui.text import (
    REPLACEMENT,
    UncleanText,
    clean,
    for_terminal,
    is_clean,
    one_line,
    without_controls,
)

REFUSED = {
    "ESC": "\x1b[31m", "OSC 52": "\x1b]52;c;aGk=\x07", "NUL": "\x00", "BEL": "\x07", "DEL": "\x7f",
    "C1 CSI": "\x9b2J", "C1 NEL": "\x85", "override": "\u202e", "isolate": "\u2066", "mark": "\u200f",
    "Arabic mark": "\u061c", "zero width": "\u200b", "joiner": "\u200d", "word joiner": "\u2060",
    "BOM": "\ufeff",
    "soft hyphen": "\u00ad", "tag": "\U000e0041", "line separator": "\u2028", "surrogate": "\udca3",
    "not a character": "\uffff", "unit separator": "\x1f", "backspace": "\x08",
}  # fmt: skip


@pytest.mark.parametrize("bad", REFUSED.values(), ids=REFUSED.keys())
@pytest.mark.parametrize("lines", [False, True])
def test_refuses_what_is_no_text(bad: str, lines: bool) -> None:
    for text in (f"ab{bad}cd", bad, f"ab{bad}"):
        with pytest.raises(UncleanText) as caught:
            clean(text, lines=lines)
        sentence = str(caught.value)
        assert sentence.endswith(".") and "U+" in sentence and "!" not in sentence
        assert sentence.isascii() and sentence.isprintable()
        assert not is_clean(text, lines=lines)


@pytest.mark.parametrize("bad", REFUSED.values(), ids=REFUSED.keys())
def test_what_is_already_there_is_shown_or_dropped_but_never_sent(bad: str) -> None:
    shown = for_terminal(f"ab{bad}cd")
    assert REPLACEMENT in shown and shown.startswith("ab") and shown.endswith("cd")
    assert is_clean(shown, lines=True)
    assert is_clean(without_controls(f"ab\n{bad}\tcd"))


def test_says_where_and_what() -> None:
    with pytest.raises(UncleanText, match=r"control character \(U\+001B\) at character 3"):
        clean("ab\x1bcd")
    with pytest.raises(UncleanText, match="a line break"):
        clean("one\ntwo")
    with pytest.raises(UncleanText, match="a tab"):
        clean("one\ttwo")
    with pytest.raises(UncleanText, match="direction of writing"):
        clean("abc\u202edef")


def test_keeps_long_answers_in_lines() -> None:
    assert clean("one\r\ntwo\rthree\n\tfour\n", lines=True) == "one\ntwo\nthree\n\tfour"


def test_trims_and_normalises() -> None:
    assert clean("  Zoe\u0301 \n") == "Zo\u00e9"
    assert clean("\u00a0Ann\u00a0") == "Ann"
    assert clean("") == clean("   ") == ""


@pytest.mark.parametrize(
    "good",
    [
        "[/b]",
        "[@click=app.quit]x[/]",
        "=cmd|' /C calc'!A0",
        "café £3",
        "שלום",
        "مرحبا",
        "🙂",
        "❤️",
        "a" * 50_000,
        "e\u0302\u0303x",
    ],
)
def test_keeps_what_is_text(good: str) -> None:
    assert for_terminal(clean(good)) == clean(good)
    assert clean(clean(good)) == clean(good)


def test_one_line() -> None:
    assert one_line("one\n\n  two\tthree\x1b") == f"one two three{REPLACEMENT}"


def test_is_quick_enough_for_an_import() -> None:
    start = time.perf_counter()
    for _ in range(100_000):
        clean("Feels more settled on nights")
    assert time.perf_counter() - start < 1.0
