"""Keys that are unique across machines, since the databases of two laptops are united later."""

from __future__ import annotations

import os
import threading
import time

#: 32 letters and digits that nobody takes for one another
_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"


_last = 0
_turn = threading.Lock()


def new_key() -> str:
    """A UUID of version 7 as 32 hexadecimal digits: random, and sortable by the time it was made.

    Two keys of one process sort in the order in which they were made, also within a millisecond and when the
    clock jumps back.
    """
    global _last
    milliseconds = time.time_ns() // 1_000_000
    chance = int.from_bytes(os.urandom(10), "big")
    with _turn:
        # 48 bits of time and 74 of chance; the version and the variant are put between them afterwards.
        _last = max((milliseconds & (1 << 48) - 1) << 74 | chance & (1 << 74) - 1, _last + 1)
        made = _last
    time_and_chance = made >> 74, made >> 62 & 0xFFF, made & (1 << 62) - 1
    return (
        f"{time_and_chance[0] << 80 | 7 << 76 | time_and_chance[1] << 64 | 1 << 63 | time_and_chance[2]:032x}"
    )


def new_reference(prefix: str) -> str:
    """A short id for people, such as ``P-7KQ2M9XD``: forty random bits, so that two laptops do not meet."""
    chance = int.from_bytes(os.urandom(5), "big")
    letters = "".join(_ALPHABET[chance >> shift & 31] for shift in range(35, -5, -5))
    return f"{prefix}-{letters}"
