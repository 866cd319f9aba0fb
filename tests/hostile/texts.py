"""Text that must reach everybody as text, and text that must not come in: the set of trust.md and more.

Each kept text begins with words of its own, so that a test can find it again wherever it has gone.
"""

from __future__ import annotations

from typing import Final
from unicodedata import normalize

KEPT: Final = {
    name: normalize("NFC", text)
    for name, text in {
        "closing tag": "[/b] [/] [/nothing]",
        "bare tags": "[JS] [b] [bold red on blue] [not closed",
        "action": "[@click=app.quit]x[/]",
        "action in quotes": "[@click='app.quit']x[/] [@click=\"app.quit()\"]x[/]",
        "action with a blank": "[ @click=app.quit]x[/ @click]",
        "action of a screen": "[@click=screen.dismiss][@mouse.up=app.bell]x[/]",
        "escaped": r"\[b] \\[b] [[b]] [[/b]] \[@click=app.quit]x",
        "nested": "[b[i]]x[/i[/b]] [[@click=app.quit]]x[/]",
        "link": "[link='https://example.org']x[/link] [link=file:///etc/passwd]x",
        "variables": "$text-error [$error]x[/] $primary ${HOME} $(id) `id`",
        "templates": "%s %d %(name)s %n {0} {name} {self.app} {{ 7 * 7 }} <b>x</b> &amp;",
        "formula": "=cmd|' /C calc'!A0",
        "plus": "+1+1",
        "minus": "-2+3",
        "at": "@SUM(A1)",
        "guarded": "'=1+1",
        "apostrophes": "''",
        "apostrophe": "'t Hooft",
        "statement": "Robert'); DROP TABLE staff;--",
        "condition": "' OR 1=1 --",
        "path": "../../etc/passwd ~/x C:\\x \\\\server\\x",
        "marks of a list": 'a "quoted", with, commas',
        "right to left": "שלום عليكم مرحبا",
        "combining": "e\u0302\u0303 Zoe\u0308 Z\u0351\u036b\u0343\u036a\u0302\u036b\u033d\u034f"[:-1],
        "mark first": "\u0301\u0302x",
        "wide": "漢字かな" * 5,
        "emoji": "🙂 👍🏽 ❤️ 🏴 1️⃣",
        "private use": "\ue000 \U00100000",
        "not assigned": "\u0378 \U0003fffd",
        "lookalikes": "Аmara Nwоsu",  # Cyrillic, which is the point
        "blanks": "a\u00a0b\u2003c\u3000d",
        "zero": "0",
        "null": "NULL None null undefined",
    }.items()
}
"""Clean in one line and short enough for every field of words."""

LONG: Final = {
    "one word": "w" * 4000,
    "many words": "word " * 799 + "word",
    "wide and long": "漢" * 4000,
    "right to left and long": "ש" * 4000,
    "marks and long": "e\u0336" * 2000,
}
"""Clean; cut to what a field takes."""

LINES: Final = "one\n\ttwo\n\n[/b]three\n=4"
"""For fields of several lines."""

REFUSED: Final = {
    "NUL": ("\x00", "an invisible control character"),
    "BEL": ("\x07", "an invisible control character"),
    "backspace": ("\x08", "an invisible control character"),
    "form feed": ("\x0c", "a line break"),
    "ESC": ("\x1b[31m", "an invisible control character"),
    "OSC 8": ("\x1b]8;;https://example.org\x1b\\", "an invisible control character"),
    "OSC 52": ("\x1b]52;c;aGk=\x07", "an invisible control character"),
    "DCS": ("\x1bP$qm\x1b\\", "an invisible control character"),
    "file separator": ("\x1c", "an invisible control character"),
    "unit separator": ("\x1f", "an invisible control character"),
    "DEL": ("\x7f", "an invisible control character"),
    "NEL": ("\x85", "a line break"),
    "CSI in C1": ("\x9b2J", "an invisible control character"),
    "OSC in C1": ("\x9d0;x\x9c", "an invisible control character"),
    "soft hyphen": ("\xad", "an invisible character of no width"),
    "joiner of graphemes": ("\u034f", "an invisible character of no width"),
    "Arabic mark": ("\u061c", "direction of writing"),
    "zero width space": ("\u200b", "an invisible character of no width"),
    "zero width joiner": ("\u200d", "an invisible character of no width"),
    "right-to-left mark": ("\u200f", "direction of writing"),
    "line separator": ("\u2028", "a line break"),
    "paragraph separator": ("\u2029", "a line break"),
    "override": ("\u202e", "direction of writing"),
    "word joiner": ("\u2060", "an invisible character of no width"),
    "isolate": ("\u2066", "direction of writing"),
    "end of isolate": ("\u2069", "direction of writing"),
    "Hangul filler": ("\u3164", "an invisible character of no width"),
    "lone half": ("\ud800", "half of a broken character"),
    "byte as half": ("\udca3", "half of a broken character"),
    "never a character": ("\ufdd0", "a code that stands for no character"),
    "variant of a letter": ("a\ufe0f", "an invisible character of no width"),
    "byte-order mark": ("\ufeff", "an invisible character of no width"),
    "annotation": ("\ufff9", "an invisible character of no width"),
    "last of the plane": ("\uffff", "a code that stands for no character"),
    "shorthand control": ("\U0001bca0", "an invisible character of no width"),
    "last of plane 1": ("\U0001ffff", "a code that stands for no character"),
    "tag": ("\U000e0041", "an invisible character of no width"),
    "variant 256": ("\U000e01ef", "an invisible character of no width"),
}
"""Never kept, each with the words that name it."""

NOT_WHOLE: Final = {name: f"Ann{bad}Dale" for name, (bad, _) in REFUSED.items()}
"""Each inside of a name."""

#: what a terminal would obey, reorder or hide: none of it may reach one
UNSEEN: Final = frozenset(
    character
    for bad, _ in REFUSED.values()
    for character in bad
    if not (character.isascii() and character.isprintable()) and character not in "\ufe0f"
)
