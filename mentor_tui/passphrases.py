"""Passphrases, PINs and one-time codes: what is accepted, what is suggested, how they are kept.

Kept as Argon2id hashes with their parameters beside them (trust.md, *Nobody sees what they should not*), so
that stronger parameters can be told from weaker ones. What takes long to import is imported when one is checked:
commands of somebody whose account is linked check none.
"""

from __future__ import annotations

import os
import unicodedata
from functools import lru_cache
from itertools import pairwise

#: Argon2id: memory in KiB, passes, lanes
MEMORY, PASSES, LANES = 65536, 3, 1
SHORTEST = 15
LONGEST = 256
_SALT_BYTES, _HASH_BYTES = 16, 32

#: letters and digits of one-time codes that nobody takes for one another
_CODE_LETTERS = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
_ROWS = (
    "abcdefghijklmnopqrstuvwxyz",
    "01234567890123456789",
    "qwertyuiopasdfghjklzxcvbnm",
    "1qaz2wsx3edc4rfv5tgb6yhn7ujm8ik9ol0p",
)


class Unacceptable(ValueError):
    """A passphrase or PIN that would be guessed or is too short. The message is a sentence that helps."""


def _base64(data: bytes) -> str:
    import base64

    return base64.b64encode(data).rstrip(b"=").decode()


def keep(secret: str) -> str:
    """What is kept of a passphrase, PIN or code: its hash, with salt and parameters."""
    from cryptography.hazmat.primitives.kdf.argon2 import Argon2id

    salt = os.urandom(_SALT_BYTES)
    hashing = Argon2id(salt=salt, length=_HASH_BYTES, iterations=PASSES, lanes=LANES, memory_cost=MEMORY)
    return hashing.derive_phc_encoded(as_bytes(secret))


def matches_nothing() -> str:
    """A hash that takes as long to check as a real one, and that nothing matches."""
    salt, nothing = bytes(_SALT_BYTES), bytes(_HASH_BYTES)
    return f"$argon2id$v=19$m={MEMORY},t={PASSES},p={LANES}${_base64(salt)}${_base64(nothing)}"


def matches(kept: str, secret: str) -> bool:
    """Whether ``secret`` is what was kept. Takes about a sixth of a second, on purpose."""
    from cryptography.exceptions import InvalidKey
    from cryptography.hazmat.primitives.kdf.argon2 import Argon2id

    try:
        Argon2id.verify_phc_encoded(as_bytes(secret), kept)
    except (InvalidKey, ValueError):
        return False
    return True


def is_weak(kept: str) -> bool:
    """Whether a hash was made with weaker parameters than those of today."""
    parts = kept.split("$")
    if len(parts) != 6 or parts[1] != "argon2id":
        return True
    try:
        numbers = {
            name: int(number) for name, _, number in (one.partition("=") for one in parts[3].split(","))
        }
    except ValueError:
        return True
    return numbers.get("m", 0) < MEMORY or numbers.get("t", 0) < PASSES


def as_bytes(secret: str) -> bytes:
    """The same bytes for the same words, however the keyboard composed their accents."""
    return unicodedata.normalize("NFKC", secret).encode("utf-8", "surrogatepass")


def check_passphrase(passphrase: str, *, near: tuple[str, ...] = ()) -> None:
    """Raises Unacceptable for a passphrase that is too short or among the first to be guessed.

    ``near`` are words that are close at hand, such as the person's own name. There are no rules of
    composition: any characters do.
    """
    length = len(unicodedata.normalize("NFKC", passphrase))
    if length < SHORTEST:
        raise Unacceptable(
            f"This has {length} characters; at least {SHORTEST} are needed. "
            f"Three words that have nothing to do with each other are easy to keep: {suggest_passphrase()}"
        )
    if length > LONGEST:
        raise Unacceptable(f"This has {length} characters; at most {LONGEST} are kept. Shorten it a little.")
    plain = _letters(passphrase)
    guessable = plain in _blocked() or _repeats(plain) or _runs(plain)
    guessable = guessable or plain.strip("0123456789") in {_letters(word) for word in near if word}
    if guessable:
        raise Unacceptable(
            f"This is among the first that others would try. Choose another, such as: {suggest_passphrase()}"
        )


def check_pin(pin: str) -> None:
    """Raises Unacceptable for a PIN that is not 4 to 8 digits, or is all one digit or a run."""
    if not (pin.isascii() and pin.isdigit() and 4 <= len(pin) <= 8):
        raise Unacceptable("A PIN has 4 to 8 digits.")
    steps = {int(later) - int(earlier) for earlier, later in pairwise(pin)}
    if len(steps) == 1 and steps <= {-1, 0, 1}:
        raise Unacceptable("This PIN is among the first that others would try. Choose other digits.")


def suggest_passphrase() -> str:
    """Three words drawn by chance, with hyphens between."""
    import secrets

    while True:
        words = "-".join(secrets.choice(_words()) for _ in range(3))
        if len(words) >= SHORTEST:
            return words


def new_code(groups: int = 2) -> str:
    """A one-time code: five letters and digits a group, so that it can be read out. Four make a recovery code."""
    import secrets

    return "-".join("".join(secrets.choice(_CODE_LETTERS) for _ in range(5)) for _ in range(groups))


def code_as_kept(code: str) -> str:
    """A code as somebody typed it, without the hyphen, blanks and small letters that do not matter."""
    return "".join(code.split()).replace("-", "").upper()


def _letters(text: str) -> str:
    return "".join(char for char in unicodedata.normalize("NFKC", text).casefold() if char.isalnum())


def _repeats(plain: str) -> bool:
    """Whether it is one short piece again and again (blank, of signs alone, counts as such)."""
    return (
        any(
            plain == (plain[:size] * (len(plain) // size + 1))[: len(plain)]
            for size in range(1, min(6, len(plain) // 2) + 1)
        )
        or len(set(plain)) < 4
    )


def _runs(plain: str) -> bool:
    """Whether it is a run of the alphabet, of digits or of a keyboard, forwards or backwards."""
    return any(plain in row * 3 or plain in row[::-1] * 3 for row in _ROWS)


@lru_cache(maxsize=1)
def _words() -> tuple[str, ...]:
    return tuple(_asset("words.txt").split())


@lru_cache(maxsize=1)
def _blocked() -> frozenset[str]:
    lines = _asset("blocklist.txt").splitlines()
    return frozenset(line for line in lines if line and not line.startswith("#"))


def _asset(name: str) -> str:
    from importlib.resources import files

    return (files("assets") / name).read_text(encoding="utf-8")
