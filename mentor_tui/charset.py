"""Which characters a terminal has, and what stands in for those that it lacks.

A twin is of the same width as its character, so that a line stays as wide as it was measured.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from functools import lru_cache
from typing import Final

_BARS: Final = "▁▂▃▄▅▆▇█"
_TWINS: Final = {
    **dict(zip(_BARS, "_.-~=+*#", strict=True)),
    "●": "*", "○": "o", "×": "x", "–": "-", "·": ".", "•": "*", "▲": "^", "▼": "v", "►": ">",
    "…": "~", "■": "X", "□": "_", "◄": "<", "—": "-", "‘": "'", "’": "'", "“": '"', "”": '"',
    "═": "=", "║": "|", "█": "#", "▀": '"', "▌": "|", "▐": "|", "▔": "-", "▏": "|", "▎": "|", "▕": "|",
    "░": ".", "▒": ":", "▓": "#", "✓": "v", "√": "v", "±": "~", "÷": "/", "≤": "<", "≥": ">", "→": ">",
    "←": "<", "↑": "^", "↓": "v", "\u00a0": " ",
}  # fmt: skip

CONSOLE: Final = "console"
"""Not an encoding: the font of the Linux console, with the signs of the IBM PC and whatever letters it has."""


def width_of(text: str) -> int:
    """How many cells of a terminal the text takes."""
    if text.isascii():
        return len(text)
    return sum(
        0 if unicodedata.combining(char) else 2 if unicodedata.east_asian_width(char) in "WF" else 1
        for char in text
    )


def in_lines(text: str, width: int) -> list[str]:
    """The text in lines of so many cells, broken between words where that is possible."""
    if width_of(text) <= width:
        return [text]
    lines, line = [], ""
    for word in text.split(" "):
        while width_of(word) > width:
            room = width - (width_of(line) + 1 if line else 0)
            if room < width // 2:
                lines.append(line)
                line, room = "", width
            taken = _fitting(word, room)
            lines.append(f"{line} {word[:taken]}" if line else word[:taken])
            line, word = "", word[taken:]
        wider = f"{line} {word}" if line else word
        if width_of(wider) <= width:
            line = wider
        else:
            lines.append(line)
            line = word
    return [*lines, line] if line else lines


def _fitting(word: str, room: int) -> int:
    """How many characters of the word fit; one at least."""
    taken = 1
    while taken < len(word) and width_of(word[: taken + 1]) <= room:
        taken += 1
    return taken


@lru_cache(4096)
def _twin(character: str, encoding: str) -> str:
    """What stands for one character in an encoding that may lack it: as many cells wide as the character."""
    if encoding == CONSOLE:
        drawn = character in _TWINS or "\u2500" <= character <= "\u257f"
        return _twin(character, "cp437") if drawn else character
    if character in _BARS:
        # All of one kind, or they are no heights beside one another.
        return character if encoding == "utf-8" else _TWINS[character]
    try:
        character.encode(encoding)
    except UnicodeEncodeError:
        pass
    else:
        return character
    if character in _TWINS:
        return _TWINS[character]
    if "\u2500" <= character <= "\u257f":
        name = unicodedata.name(character)
        return "-" if name.endswith("HORIZONTAL") else "|" if name.endswith("VERTICAL") else "+"
    width = width_of(character)
    base = unicodedata.normalize("NFKD", character)[:1]
    if width == 1 and base.isascii() and base.isprintable():
        return base
    return "?" * width


def fold(text: str, encoding: str) -> str:
    """The text as a terminal with this encoding can show it, no cell wider or narrower."""
    if text.isascii():
        return text
    return "".join(_twin(character, encoding) for character in text)


def charset(environ: Mapping[str, str], reported: str) -> str:
    """The terminal's character set: `utf-8`, or the name of a smaller one.

    `reported` is the encoding that Python found. Where the locale is plain C, Python turns to UTF-8 by itself
    (and sets `LC_CTYPE=C.UTF-8`); a person who asked for C is taken at their word.
    """
    try:
        "●─…".encode(reported)
    except (UnicodeEncodeError, LookupError):
        return reported if _known(reported) else "ascii"
    asked = environ.get("LC_ALL") or environ.get("LC_CTYPE") or environ.get("LANG") or ""
    if asked == "C.UTF-8" and not environ.get("LC_ALL"):
        asked = environ.get("LANG") or asked
    return "ascii" if asked in ("C", "POSIX") else "utf-8"


def _known(encoding: str) -> bool:
    try:
        "".encode(encoding)
    except LookupError:
        return False
    return True
