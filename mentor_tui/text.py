"""Hygiene of text that people type, paste or import, and of text on its way to a terminal.

Text that a person typed is kept as text: it never becomes a terminal control sequence, a reordered line or
an invisible difference between two names (trust.md, "Nothing typed or imported is code"). `clean` is the one
gate on the way in, called by forms, imports, the command line and restores alike; `for_terminal` is the
filter on the way out, for whatever is already in a file that another program wrote.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Final

REPLACEMENT: Final = "\N{REPLACEMENT CHARACTER}"
"""What a refused character is shown as, one cell wide in every terminal."""

_C1 = "\x7f-\x9f"
_DIRECTION = "\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069"
_ZERO_WIDTH = (
    "\u00ad\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200d\u2060-\u2065\u206a-\u206f\u3164\ufeff\uffa0"
    "\ufff0-\ufffb\U000e0000-\U000e0fff\U00013430-\U0001343f\U0001bca0-\U0001bca3\U0001d173-\U0001d17a"
)
_BREAKS = "\u2028\u2029"
_HALVES = "\ud800-\udfff"
_NEVER = "\ufdd0-\ufdef" + "".join(
    chr((plane << 16) + last) for plane in range(17) for last in (0xFFFE, 0xFFFF)
)
_NOT_C0 = f"{_C1}{_DIRECTION}{_ZERO_WIDTH}{_BREAKS}{_HALVES}{_NEVER}"

# A selector of variants says whether a sign is drawn in colour: ❤️. Behind anything else it is invisible, and a
# row of them can carry words that nobody sees.
_SIGNS = "\u00a9\u00ae\u203c-\u2bff\u3030\u303d\u3297\u3299\U0001f000-\U0001faff"
_VARIANTS = f"[\ufe00-\ufe0d]|(?<![{_SIGNS}#*0-9])[\ufe0e\ufe0f]|(?<=[#*0-9])[\ufe0e\ufe0f](?!\u20e3)"

_refused_in_line = re.compile(f"[\x00-\x1f{_NOT_C0}]|{_VARIANTS}").search
_refused_in_lines = re.compile(f"[\x00-\x08\x0b-\x1f{_NOT_C0}]|{_VARIANTS}").search
_anything_refused = re.compile(f"[\x00-\x08\x0b-\x1f{_NOT_C0}]|{_VARIANTS}")
_direction = re.compile(f"[{_DIRECTION}]").match
_zero_width = re.compile(f"[{_ZERO_WIDTH}\ufe00-\ufe0f]").match
_half = re.compile(f"[{_HALVES}]").match
_never = re.compile(f"[{_NEVER}]").match
_line_end = re.compile("\r\n?")

_ENDS = " \t\r\n"
_BLANKS = (
    f"{_ENDS}\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000"
)


class UncleanText(ValueError):
    """Text holds a character that is not kept. `str()` of it is a sentence for the person who typed it.

    The sentence names the kind of character, its code and where it stands, never the text itself, so that it
    may be written to a log. `position` counts from 0; `character` is the character found.
    """

    def __init__(self, character: str, position: int) -> None:
        self.character = character
        self.position = position
        super().__init__(
            f"This has {_kind(character)} (U+{ord(character):04X}) at character {position + 1}, "
            "which is not kept. Please take it out and try again."
        )


def _kind(character: str) -> str:
    """The everyday name of a character that `clean` refuses."""
    if character in "\r\n\x0b\x0c\x85" or character in _BREAKS:
        return "a line break"
    if character == "\t":
        return "a tab"
    if _direction(character):
        return "an invisible character that changes the direction of writing"
    if _zero_width(character):
        return "an invisible character of no width"
    if _half(character):
        return "half of a broken character"
    if _never(character):
        return "a code that stands for no character"
    return "an invisible control character"


def clean(text: str, *, lines: bool = False) -> str:
    """The text as it is kept: NFC-normalised and without blanks at its ends.

    With `lines`, newlines and tabs may stand inside (a long answer), and the line ends of Windows and of old
    Macs become `\\n`. Raises `UncleanText` for C0 (but these two), DEL, C1, bidirectional marks, overrides
    and isolates, characters of no width, the Unicode line and paragraph separators, and lone surrogates.
    """
    if text.isascii() and text.isprintable():  # nearly all that an import brings
        return text.strip(" ")
    text = text.strip(_ENDS)  # not a bare strip(), which would drop some control characters unseen
    if lines and "\r" in text:
        text = _line_end.sub("\n", text)
    refused = _refused_in_lines if lines else _refused_in_line
    if found := refused(text):
        raise UncleanText(found.group(), found.start())
    if text.isascii():
        return text
    text = trimmed(unicodedata.normalize("NFC", text))
    if found := refused(text):  # a sign became a letter, and what followed it may not follow that
        raise UncleanText(found.group(), found.start())
    return text


def trimmed(text: str) -> str:
    """The text without blanks at its ends.

    A bare `strip()` also takes off some control characters and separators, which are to be refused, not dropped
    unseen.
    """
    return text.strip(_BLANKS)


def is_clean(text: str, *, lines: bool = False) -> bool:
    """Whether `clean` would take the text."""
    if text.isascii() and text.isprintable():
        return True
    try:
        clean(text, lines=lines)
    except UncleanText:
        return False
    return True


def for_terminal(text: str) -> str:
    """The text with a visible mark in place of what `clean` refuses; newlines and tabs stay."""
    if text.isascii() and text.isprintable():
        return text
    return _anything_refused.sub(REPLACEMENT, text)


def without_controls(text: str) -> str:
    """The text with each such character, newline and tab included, taken out.

    The last filter before the terminal: by then the width has been measured, and these measure nothing, so a
    mark in their place would push the rest of the line along.
    """
    if text.isascii() and text.isprintable():
        return text
    return _anything_refused.sub("", text).replace("\n", "").replace("\t", " ")


def one_line(text: str) -> str:
    """Long text in one line, as a list shows it: every run of blanks and line ends becomes one blank."""
    return " ".join(for_terminal(text).split())
