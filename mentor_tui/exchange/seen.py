"""Remembering which keys a file has had, and on which line, in a few bytes a row."""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections.abc import Hashable

_RECENT = 200_000


class Seen:
    """Keys by their 64-bit hash: the newest in a table, the older in sorted arrays of twelve bytes a key.

    Two different keys of one hash would be taken for one: among a million, once in thirty million imports.
    """

    def __init__(self) -> None:
        self._recent: dict[int, int] = {}
        self._older: list[tuple[array[int], array[int]]] = []

    def line(self, key: Hashable, line: int) -> int:
        """The line on which ``key`` was seen before; 0 the first time, and then ``line`` is remembered."""
        number = hash(key)
        before = self._recent.get(number)
        if before:
            return before
        for hashes, lines in self._older:
            place = bisect_left(hashes, number)
            if place < len(hashes) and hashes[place] == number:
                return lines[place]
        self._recent[number] = line
        if len(self._recent) >= _RECENT:
            pairs = sorted(self._recent.items())
            self._older.append((array("q", (one for one, _ in pairs)), array("I", (at for _, at in pairs))))
            self._recent.clear()
        return 0
