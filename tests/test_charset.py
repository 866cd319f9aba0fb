"""Which characters a terminal has, and what stands in for the others."""

from __future__ import annotations

import pytest

from mentor_tui.charset import charset, fold

UTF8 = {"LANG": "en_GB.UTF-8"}


def test_folds_to_what_the_terminal_has() -> None:
    assert fold("● ○ × – ▲▼ ┌─┐│ é £ ł 漢 e\u0301", "ascii") == "* o x - ^v +-+| e ? ? ?? e"
    assert fold("é £ ●", "latin-1") == "é £ *"


@pytest.mark.parametrize(
    ("environ", "reported", "expected"),
    [
        (UTF8, "utf-8", "utf-8"),
        ({}, "utf-8", "utf-8"),
        ({"LC_CTYPE": "C.UTF-8"}, "utf-8", "utf-8"),
        ({"LANG": "C.UTF-8", "LC_CTYPE": "C.UTF-8"}, "utf-8", "utf-8"),
        ({"LANG": "C", "LC_CTYPE": "C.UTF-8"}, "utf-8", "ascii"),
        ({"LC_ALL": "POSIX", "LANG": "en_GB.UTF-8"}, "utf-8", "ascii"),
        ({"LANG": "en_GB.ISO-8859-1"}, "iso8859-1", "iso8859-1"),
        ({"LANG": "en_GB.ISO-8859-1"}, "no such", "ascii"),
    ],
)
def test_charset(environ: dict[str, str], reported: str, expected: str) -> None:
    assert charset(environ, reported) == expected
