"""Keys that are unique across machines, since the databases of two laptops are united later."""

from __future__ import annotations

import os
import time

#: 32 letters and digits that nobody takes for one another
_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"


def new_key() -> str:
    """A UUID of version 7 as 32 hexadecimal digits: random, and sortable by the time it was made."""
    milliseconds = time.time_ns() // 1_000_000
    chance = int.from_bytes(os.urandom(10), "big")
    high = (milliseconds & (1 << 48) - 1) << 80
    middle = 0x7000 << 64 | (chance >> 68) << 64
    low = 1 << 63 | (chance & (1 << 62) - 1)
    return f"{high | middle | low:032x}"


def new_reference(prefix: str) -> str:
    """A short id for people, such as ``P-7KQ2M9XD``: forty random bits, so that two laptops do not meet."""
    chance = int.from_bytes(os.urandom(5), "big")
    letters = "".join(_ALPHABET[chance >> shift & 31] for shift in range(35, -5, -5))
    return f"{prefix}-{letters}"
