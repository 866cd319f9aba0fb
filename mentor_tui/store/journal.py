"""The journal: who changed what, when, from what, to what and why, each entry chained to the one before.

An entry holds the SHA-256 of its canonical content and of the entry before it on the same device. Values that
are sensitive (names, notes) and reasons that people typed stand in it as salted digests, the words themselves in a
table apart: they can be removed one day and the chain still verifies. trust.md says what is promised.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from json.encoder import encode_basestring as quoted
from typing import Any

from mentor_tui.store.database import Store, canonical
from mentor_tui.store.keys import new_key
from mentor_tui.text import for_terminal

#: what stands before the first entry of a device
GENESIS = "0" * 64

#: under which the words of a reason stand among the values of an entry; no field has this name
REASON = ""
#: how the column of a reason begins whose words are held apart
_APART = "sha256:"
#: the verb of the entry after which the values of a record's earlier entries may be gone
ANONYMISED = "anonymised"
_DIGEST = re.compile("[0-9a-f]{64}")
#: what is shown where words were removed
REMOVED = "(removed)"

#: the columns of an entry, in the order in which they are hashed
COLUMNS = (
    "id",
    "device",
    "seq",
    "clock",
    "at",
    "person",
    "verb",
    "kind",
    "record",
    "revision",
    "changes",
    "reason",
    "previous",
    "hash",
)


@dataclass(frozen=True, slots=True)
class Altered:
    """One place where the journal or a record is not what it was."""

    where: str
    what: str

    def __str__(self) -> str:
        return f"{self.where}: {self.what}"


@dataclass(slots=True)
class Pen:
    """Writes entries in one transaction, in order; :meth:`flush` puts them into the database."""

    store: Store
    person: str | None
    now: datetime
    _rows: list[tuple[Any, ...]] = field(default_factory=list)
    _values: list[tuple[str, str, str]] = field(default_factory=list)
    _device: str = ""
    _seq: int = 0
    _previous: str = GENESIS
    _clock: tuple[int, int] = (0, 0)
    _at: str = ""
    _milliseconds: int = 0

    def __post_init__(self) -> None:
        self._device = self.store.device
        self._at = self.now.isoformat(timespec="seconds")
        self._milliseconds = int(self.now.timestamp() * 1000)
        last = self.store.row(
            "SELECT seq, hash FROM journal WHERE device = :device ORDER BY seq DESC LIMIT 1",
            {"device": self._device},
        )
        if last:
            self._seq, self._previous = last
        latest = self.store.value(
            "SELECT clock FROM journal WHERE device = :device AND seq = :seq",
            {
                "device": self._device,
                "seq": self._seq,
            },
        )
        if latest:
            milliseconds, _, count = str(latest).partition(".")
            self._clock = (int(milliseconds), int(count))

    def write(
        self,
        verb: str,
        kind: str,
        record: str | None = None,
        *,
        revision: int | None = None,
        changes: Mapping[str, Mapping[str, Any]] | None = None,
        sensitive: frozenset[str] = frozenset(),
        reason: str = "",
        typed: str = "",
    ) -> str:
        """Adds an entry; ``changes`` maps a field to its ``to``, ``from`` and ``replaces``. Gives its key.

        ``reason`` is the program's own; what a person gave as a reason is ``typed``, and is held apart.
        """
        entry = new_key()
        stated: dict[str, Any] = {}
        apart: dict[str, Any] = {}
        salt = ""
        for name, change in (changes or {}).items():
            if name in sensitive:
                salt = salt or os.urandom(16).hex()
                if len(change) == 1:  # a new record says only what each field is now
                    apart[name] = change
                    stated[name] = {"to": digest(salt, name, change["to"])}
                    continue
                apart[name] = {side: change[side] for side in ("to", "from") if side in change}
                stated[name] = {
                    side: digest(salt, name, value) if side != "replaces" else value
                    for side, value in change.items()
                }
            else:
                stated[name] = change
        if typed:
            salt = salt or os.urandom(16).hex()
            apart[REASON] = {"to": typed}
            reason = f"{_APART}{digest(salt, REASON, typed)}"
        self._seq += 1
        # The clock never runs back, whatever the machine's does.
        last, count = self._clock
        self._clock = (self._milliseconds, 0) if self._milliseconds > last else (last, count + 1)
        row = (
            entry,
            self._device,
            self._seq,
            f"{self._clock[0]:013d}.{self._clock[1]:07d}",
            self._at,
            self.person,
            verb,
            kind,
            record,
            revision,
            canonical(stated),
            # A reason may name a file, and a file may be called anything.
            for_terminal(reason),
            self._previous,
        )
        self._previous = content_hash(row)
        self._rows.append((*row, self._previous))
        if apart:
            self._values.append((entry, salt, canonical(apart)))
        return entry

    def flush(self) -> None:
        """Puts what was written into the database, inside its transaction."""
        self.store.insert("journal", COLUMNS, self._rows)
        self.store.insert("journal_value", ("entry_id", "salt", "content"), self._values)
        self._rows.clear()
        self._values.clear()


def content_hash(row: Sequence[Any]) -> str:
    """The hash of an entry: SHA-256 of the canonical JSON of all its columns but the hash itself."""
    # Written out by hand, since every entry is hashed when it is made and each time it is verified: half the time
    # of the encoder, and the same text.
    cells = [quoted(cell) if cell.__class__ is str else "null" if cell is None else str(cell) for cell in row]
    return hashlib.sha256(f"[{','.join(cells)}]".encode()).hexdigest()


def digest(salt: str, name: str, value: Any) -> str | None:
    """What stands in an entry in place of a sensitive value; nothing stands for nothing."""
    if value is None:
        return None
    return hashlib.sha256(f"{salt}\0{name}\0{canonical(value)}".encode()).hexdigest()


def is_digest(value: Any) -> bool:
    """Whether a digest stands in an entry in place of a value; what was written open stays open."""
    return isinstance(value, str) and _DIGEST.fullmatch(value) is not None


def is_digest_of(reason: str, salt: str, words: Any) -> bool:
    """Whether the column of a reason stands for these words."""
    return reason == f"{_APART}{digest(salt, REASON, words)}"


def reason_in_words(reason: str, apart: Mapping[str, Any]) -> str:
    """Why an entry was made: its own words, or those held apart; says so where these were removed."""
    if not reason.startswith(_APART):
        return reason
    return str(apart[REASON]["to"]) if REASON in apart else REMOVED


def head(store: Store) -> str:
    """The hash of this device's newest entry: printed and kept elsewhere, it shows a chain cut or rebuilt."""
    return str(
        store.value(
            "SELECT hash FROM journal WHERE device = :device ORDER BY seq DESC LIMIT 1",
            {"device": store.device},
        )
        or GENESIS
    )


def replaced_by(store: Store, record: str, names: set[str]) -> dict[str, str]:
    """For each named field of a record the key of the entry that set its present value."""
    found: dict[str, str] = {}
    for entry, changes in store.rows(
        "SELECT id, changes FROM journal WHERE record = :record AND changes <> '{}' ORDER BY clock DESC, seq DESC",
        {"record": record},
    ):
        for name in json.loads(changes):
            if name in names:
                found.setdefault(name, entry)
        if len(found) == len(names):
            break
    return found


def is_anonymised(store: Store, record: str) -> bool:
    """Whether the words of a record were removed with the person whom they were about."""
    return bool(
        store.value(
            "SELECT 1 FROM journal WHERE record = :record AND verb = :verb",
            {"record": record, "verb": ANONYMISED},
        )
    )


def verify(store: Store) -> Iterator[Altered]:
    """Every entry that was altered, removed, inserted or moved, and every record that differs from its entries."""
    # Most who write in the journal never ask this.
    from mentor_tui.store.proof import verify

    return verify(store)
