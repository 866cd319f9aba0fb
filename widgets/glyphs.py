"""The few signs that the program draws, and their twins for terminals without them.

All but the little bars of `TREND` are in WGL4, the set that Windows' console fonts have carried since 1995;
the bars are in Cascadia, DejaVu and Menlo, and stand beside a number wherever they are used. Where the
terminal's character set lacks a character, `fold` puts a twin of the same width in its place, on the way
out, so that widgets need not know.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from functools import lru_cache
from typing import Final

from rich.cells import cell_len

DOT: Final = "●"
RING: Final = "○"
CROSS: Final = "×"
DASH: Final = "–"
POINT: Final = "·"
BULLET: Final = "•"
UP: Final = "▲"
DOWN: Final = "▼"
RIGHT: Final = "►"
ELLIPSIS: Final = "…"
TICKED: Final = "■"
UNTICKED: Final = "□"
RULE: Final = "─"
BAR: Final = "│"
TREND: Final = "▁▂▃▄▅▆▇█"

_TWINS: Final = {
    **dict(zip(TREND, "_.-~=+*#", strict=True)),
    DOT: "*", RING: "o", CROSS: "x", DASH: "-", POINT: ".", BULLET: "*", UP: "^", DOWN: "v", RIGHT: ">",
    ELLIPSIS: "~", TICKED: "X", UNTICKED: "_", "◄": "<", "—": "-", "‘": "'", "’": "'", "“": '"', "”": '"',
    "═": "=", "║": "|", "█": "#", "▀": '"', "▌": "|", "▐": "|", "▔": "-", "▏": "|", "▎": "|", "▕": "|",
    "░": ".", "▒": ":", "▓": "#", "✓": "v", "√": "v", "±": "~", "÷": "/", "≤": "<", "≥": ">", "→": ">",
    "←": "<", "↑": "^", "↓": "v", "\u00a0": " ",
}  # fmt: skip


@lru_cache(4096)
def _twin(character: str, encoding: str) -> str:
    """What stands for one character in an encoding that may lack it: as many cells wide as the character."""
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
    width = cell_len(character)
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
