"""Text that must reach the screen as text, and text that must not come in."""

from __future__ import annotations

from typing import Final

TEXTS: Final = {
    "closing tag": "[/b]",
    "action": "[@click=app.quit]x[/]",
    "action with a blank": "[ @click=app.quit]x[/]",
    "link": "[link='https://example.org']x[/link]",
    "bracket": "[JS] [b] [",
    "formula": "=cmd|' /C calc'!A0",
    "combining": "e\u0302\u0303 Zo\u0308e",
    "emoji": "🙂 👍🏽 ❤️",
    "right to left": "שלום مرحبا",
    "wide": "漢字かな",
    "very long": "long " * 400,
}
"""Clean, and shown as they are."""

UNCLEAN: Final = {
    "ESC": "a\x1b[31mred",
    "OSC 52": "a\x1b]52;c;aGk=\x07b",
    "CSI in C1": "a\x9b2Jb",
    "NUL": "a\x00b",
    "DEL": "a\x7fb",
    "override": "a\u202etxt.exe",
    "zero width": "a\u200bb",
}
"""Refused on the way in; where they are in a record already, never sent to the terminal."""

ALL: Final = TEXTS | UNCLEAN
