"""Words with a tone: what is said about people's records in pieces, whoever shows them.

A screen gives each tone a colour or a weight; the plain mode takes the words alone. A tone is therefore never the
only sign: a word stands with it.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal

Tone = Literal["plain", "strong", "quiet", "good", "warning", "bad"]
"""What a piece of text says about itself."""

Part = str | tuple[str, Tone]
"""Some text, or some text with its tone."""

Line = list[Part]
"""What stands in one line, piece by piece."""


def in_words(parts: Iterable[Part]) -> str:
    """The words alone."""
    return "".join(part if isinstance(part, str) else part[0] for part in parts)
