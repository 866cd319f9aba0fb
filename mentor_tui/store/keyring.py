"""Who can open an encrypted database: the key of the file, sealed once for each of its people (trust.md).

The whole file is encrypted with one key that chance drew (SQLCipher). In a small file beside it, `….keys`, that key
lies sealed with AES-256-GCM under what Argon2id makes of each person's passphrase, so that any of them opens it and
nobody else does. Names stand there only as hashes. A process that has opened the file holds its key in memory.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, ValidationError

from mentor_tui.store import sqlite
from mentor_tui.store.database import KEYS
from mentor_tui.store.problems import Encrypted, StoreProblem

Kind = Literal["person", "code", "recovery"]

_KEY_BYTES, _SALT_BYTES, _NONCE_BYTES = 32, 16, 12

#: keys that this process has opened, by the ring's id
_held: dict[str, bytes] = {}


class Slot(BaseModel):
    """The key, sealed for one person's passphrase, a one-time code or the recovery code."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    kind: Kind
    #: the person's key in the database; blank for the recovery code
    person: str
    #: hashes of the names by which the person is known
    names: tuple[str, ...]
    #: Argon2id: memory in KiB, passes, lanes
    memory: int
    passes: int
    lanes: int
    salt: str
    sealed: str

    def open(self, secret: bytes) -> bytes | None:
        """The key, where the secret is the right one. Takes about a sixth of a second, on purpose."""
        from cryptography.exceptions import InvalidTag
        from cryptography.hazmat.primitives.ciphers.aead import AESGCM

        try:
            sealed = bytes.fromhex(self.sealed)
            outer = _stretched(secret, bytes.fromhex(self.salt), self.memory, self.passes, self.lanes)
            return AESGCM(outer).decrypt(
                sealed[:_NONCE_BYTES], sealed[_NONCE_BYTES:], _bound(self.kind, self.person)
            )
        except (InvalidTag, ValueError):
            return None


class Ring(BaseModel):
    """The slots of one key."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: str
    salt: str
    slots: tuple[Slot, ...] = ()

    def hashed(self, name: str) -> str:
        """A name as it stands here: not to be read, only to be found again."""
        plain = " ".join(name.split()).casefold()
        return hashlib.sha256(f"{self.salt}:{plain}".encode()).hexdigest()[:32]

    def open(self, kinds: Iterable[Kind], named: str, secret: str) -> tuple[bytes, Slot] | None:
        """The key and the slot that gave it, for somebody of this name with this secret."""
        name = self.hashed(named)
        wanted = frozenset(kinds)
        for slot in self.slots:
            if slot.kind in wanted and (slot.kind == "recovery" or name in slot.names):
                key = slot.open(_secret(slot.kind, secret))
                if key is not None:
                    return key, slot
        return None

    def sealed(self, key: bytes, kind: Kind, person: str, names: Iterable[str], secret: str) -> Ring:
        """With one slot more."""
        from cryptography.hazmat.primitives.ciphers.aead import AESGCM

        from mentor_tui.passphrases import LANES, MEMORY, PASSES

        salt, nonce = os.urandom(_SALT_BYTES), os.urandom(_NONCE_BYTES)
        outer = _stretched(_secret(kind, secret), salt, MEMORY, PASSES, LANES)
        closed = nonce + AESGCM(outer).encrypt(nonce, key, _bound(kind, person))
        slot = Slot(
            kind=kind,
            person=person,
            names=tuple(sorted({self.hashed(name) for name in names if name})),
            memory=MEMORY,
            passes=PASSES,
            lanes=LANES,
            salt=salt.hex(),
            sealed=closed.hex(),
        )
        return self.model_copy(update={"slots": (*self.slots, slot)})

    def without(self, *slots: Slot) -> Ring:
        """Without these slots."""
        return self.model_copy(update={"slots": tuple(one for one in self.slots if one not in slots)})

    def of(self, person: str, *kinds: Kind) -> tuple[Slot, ...]:
        """The slots of a person, of these kinds."""
        return tuple(one for one in self.slots if one.person == person and one.kind in kinds)


class _Rings(BaseModel):
    """The file: one ring, or for a moment two while one database takes another's place."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    version: Literal[1]
    rings: tuple[Ring, ...]


def _stretched(secret: bytes, salt: bytes, memory: int, passes: int, lanes: int) -> bytes:
    from cryptography.hazmat.primitives.kdf.argon2 import Argon2id

    if not (8 <= memory <= 4_194_304 and 1 <= passes <= 64 and 1 <= lanes <= 16):
        raise ValueError("parameters that nobody wrote")
    return Argon2id(salt=salt, length=_KEY_BYTES, iterations=passes, lanes=lanes, memory_cost=memory).derive(
        secret
    )


def _secret(kind: Kind, secret: str) -> bytes:
    from mentor_tui.passphrases import as_bytes, code_as_kept

    return as_bytes(secret if kind == "person" else code_as_kept(secret))


def _bound(kind: str, person: str) -> bytes:
    return f"mentor-tui key 1 {kind} {person}".encode()


# -- the file --------------------------------------------------------------------------------------


def path_of(database: Path) -> Path:
    """Where the keys of a database lie."""
    return database.with_name(database.name + KEYS)


def is_encrypted(database: Path) -> bool:
    """Whether the file at ``database`` is encrypted and its keys lie beside it."""
    return path_of(database).is_file() and database.is_file() and not sqlite.is_plain(database)


def read(database: Path) -> tuple[Ring, ...]:
    """The rings beside a database; none where there are none. Raises StoreProblem where they cannot be read."""
    place = path_of(database)
    if not place.is_file():
        return ()
    try:
        return rings_in(place.read_bytes())
    except (OSError, ValidationError) as trouble:
        raise StoreProblem(
            f"The keys in {place} cannot be read, so nobody can open {database}. "
            "Put the file of the same name from the latest backup in its place."
        ) from trouble


def rings_in(content: bytes) -> tuple[Ring, ...]:
    """The rings that a file of keys holds. Raises ValidationError."""
    return _Rings.model_validate_json(content).rings


def write(database: Path, *rings: Ring) -> None:
    """Puts rings beside a database. Raises OSError."""
    put(database, _Rings(version=1, rings=rings).model_dump_json(indent=1).encode())


def put(database: Path, content: bytes) -> None:
    """Writes the file of keys: it is the old one or the new one, never half of it. Raises OSError."""
    place = path_of(database)
    unfinished = place.with_name(place.name + ".part")
    unfinished.unlink(missing_ok=True)
    descriptor = os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    unfinished.replace(place)


def hand_over(database: Path, to: Path) -> None:
    """Puts the keys of one database beside another that is encrypted with the same key. Raises OSError."""
    rings = tuple(ring for ring in read(database) if ring.id in _held)
    write(to, *rings[-1:])


def new_ring() -> tuple[Ring, bytes]:
    """A ring without slots, and the key that it is for; this process holds it."""
    ring = Ring(id=os.urandom(8).hex(), salt=os.urandom(_SALT_BYTES).hex())
    key = os.urandom(_KEY_BYTES)
    _held[ring.id] = key
    return ring, key


# -- opening ---------------------------------------------------------------------------------------


def key_of(database: Path) -> bytes | None:
    """The key of the database, none where it is not encrypted. Raises Encrypted where nobody has opened it yet."""
    if not is_encrypted(database):
        return None
    held = [_held[ring.id] for ring in read(database) if ring.id in _held]
    if len(held) == 1:
        return held[0]
    for key in held:
        if sqlite.opens(database, key):
            return key
    raise Encrypted(
        f"The database {database} is encrypted. One of its people opens it with their own name and passphrase."
    )


def unlock(database: Path, named: str, secret: str, *kinds: Kind) -> Slot | None:
    """Opens the keys with somebody's secret; this process holds them from then on. Gives the slot that opened.

    Nothing where the name or the secret is not right: which of the two takes the same time to say.
    """
    rings = read(database)
    tried = False
    for ring in rings:
        known = any(ring.hashed(named) in slot.names for slot in ring.slots)
        tried = tried or known
        found = ring.open(kinds or ("person",), named, secret)
        if found is not None and sqlite.opens(database, found[0]):
            _held[ring.id] = found[0]
            return found[1]
    if not tried:
        from mentor_tui.passphrases import LANES, MEMORY, PASSES

        _stretched(b"", bytes(_SALT_BYTES), MEMORY, PASSES, LANES)
    return None


def forget() -> None:
    """Lets go of every key that this process holds: for tests, which are one process."""
    _held.clear()


# -- keeping up with passphrases; inside ``store.writing()``, so that one at a time changes the file ------


def add(database: Path, kind: Kind, person: str, names: Iterable[str], secret: str) -> None:
    """Seals the key for one more secret. What opened before opens still, until :func:`keep_only`."""
    rings = read(database)
    mine = [ring for ring in rings if ring.id in _held]
    if not mine:
        return
    ring = mine[-1].sealed(_held[mine[-1].id], kind, person, tuple(names), secret)
    write(database, *(ring if one.id == ring.id else one for one in rings))


def settle(database: Path, person: str, names: Iterable[str], passphrase: str) -> None:
    """After a person has signed in: their passphrase opens the file, and no former one of theirs does."""
    for ring in read(database):
        slots = ring.of(person, "person")
        hashed = tuple(sorted({ring.hashed(name) for name in names if name}))
        settled = len(slots) == 1 and slots[0].names == hashed and not ring.of(person, "code")
        if ring.id not in _held or settled:
            continue
        opening = [slot for slot in slots if slot.open(_secret("person", passphrase)) is not None]
        fresh = ring.without(*slots, *ring.of(person, "code"))
        key = _held[ring.id]
        if opening and opening[-1].names == hashed:
            fresh = fresh.model_copy(update={"slots": (*fresh.slots, opening[-1])})
        else:
            fresh = fresh.sealed(key, "person", person, tuple(names), passphrase)
        write(database, *(fresh if one.id == ring.id else one for one in read(database)))


def keep_only(database: Path, people: Iterable[str], coded: Iterable[str]) -> None:
    """Takes away the slots of everybody but these people, and the codes of everybody but ``coded``."""
    rings = read(database)
    known, waiting = frozenset(people), frozenset(coded)
    tidy = tuple(
        ring.without(
            *(
                slot
                for slot in ring.slots
                if (slot.kind == "person" and slot.person not in known)
                or (slot.kind == "code" and slot.person not in waiting)
            )
        )
        for ring in rings
    )
    if tidy != rings:
        write(database, *tidy)
