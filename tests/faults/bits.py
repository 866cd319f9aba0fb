"""One bit of a database file changes at random, hundreds of times: whatever reads differently is found out."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlcipher3 import dbapi2

from mentor_tui import records
from mentor_tui.store.database import open_store
from tests.faults.figures import Figure, none_of
from tests.faults.ground import BESIDE, Ground, Ran
from tests.faults.saving import Saver

#: the kinds of change, by what of it can be read afterwards
RECORD, ENTRY, KEPT, UNREADABLE, SAME = "record", "entry", "kept", "unreadable", "same"

#: what the driver raises for a damaged file: even what the library says of it can be no text
_UNREADABLE = (dbapi2.Error, UnicodeDecodeError)

_WORDS = {
    RECORD: "changed a record",
    ENTRY: "changed an entry of the journal",
    UNREADABLE: "left a file of which nothing can be read",
    KEPT: "changed only what is worked out, accounts, drafts",
    SAME: "changed nothing that is read",
}


@dataclass(frozen=True, slots=True)
class Flip:
    """One changed bit, what it changed, and what the program said."""

    place: int
    bit: int
    kind: str
    check: Ran
    verify: Ran

    @property
    def found(self) -> bool:
        """Whether ``check`` found it; of a file whose very first bytes are not ours it can only say that."""
        return self.check.status == 1 or (self.check.told and "its first page is damaged" in self.check.err)

    @property
    def noticed(self) -> bool:
        """Whether either command told of it."""
        return bool(self.check.status or self.verify.status)

    def __str__(self) -> str:
        return (
            f"byte {self.place}, bit {self.bit} {_WORDS[self.kind]}: check {self.check}; verify {self.verify}"
        )


def tried(ground: Ground) -> Iterator[Figure]:
    """Flips bits of copies; each is asked by ``check`` and by ``journal verify``."""
    with ground.folder("bits") as folder:
        yield from _flips(ground, folder)


def _flips(ground: Ground, folder: Path) -> Iterator[Figure]:
    path = ground.organisation(folder / "whole.db")
    store = open_store(path)
    for number in range(20):
        Saver(store, number).save(f"said in confidence {number}", number + 1)
    store.close()
    content = path.read_bytes()
    whole = everything(path)
    chance = ground.chance("bits")
    flips = [(chance.randrange(len(content)), chance.randrange(8)) for _ in range(ground.of(600, 6))]

    def flip(number: int) -> Flip:
        place, bit = flips[number]
        changed = bytearray(content)
        changed[place] ^= 1 << bit
        copy = folder / f"{number}.db"
        copy.write_bytes(changed)
        copy.chmod(0o600)
        kind = difference(whole, everything(copy))
        ran = Flip(place, bit, kind, ground.run(copy, "check"), ground.run(copy, "journal", "verify"))
        for end in ("", *BESIDE):
            copy.with_name(copy.name + end).unlink(missing_ok=True)
        return ran

    if ground.short:
        done = [flip(number) for number in range(len(flips))]
    else:
        with ThreadPoolExecutor(os.cpu_count() or 1) as hands:
            done = list(hands.map(flip, range(len(flips))))
    yield Figure("bits changed, one in each copy of a database", f"{len(done):,} in {len(content):,} bytes")
    counted = Counter(one.kind for one in done)
    for kind in (RECORD, ENTRY, UNREADABLE):
        those = [one for one in done if one.kind == kind]
        # What journal verify cannot prove because nobody can be recognised any more, check still finds.
        missed = [one for one in those if not one.found or one.verify.status == 0]
        by_both = sum(one.check.status == 1 and one.verify.status == 1 for one in those)
        what = f"  {counted[kind]:,} {_WORDS[kind]}, {by_both:,} named by both commands: missed"
        yield none_of(what, missed, max(1, counted[kind]))
    for kind in (KEPT, SAME):
        noticed = sum(one.noticed for one in done if one.kind == kind)
        yield Figure(f"  {counted[kind]:,} {_WORDS[kind]}", f"{noticed:,} noticed all the same")
    broken = [one for one in done if not (one.check.orderly and one.verify.orderly)]
    yield none_of("  answered by a traceback, a signal or an unexpected error", broken, len(done))


# -- what stands in a file, read by nothing of the program's own ---------------------------------------


def everything(path: Path) -> dict[str, Any]:
    """Every table as bytes that SQLite gives, or nothing in place of one that cannot be read."""
    found: dict[str, Any] = {}
    connection = None
    try:
        connection = dbapi2.connect(f"{path.as_uri()}?mode=ro&immutable=1", uri=True)
        connection.text_factory = bytes
        connection.execute("SELECT count(*) FROM sqlite_master").fetchall()
    except _UNREADABLE:
        return {}
    try:
        for table, record in records.BY_TABLE.items():
            columns = ["ref" if one.name == record.ident else one.name for one in record.fields]
            columns += ["nth"] if record.several else []
            # By the table itself: an index can say otherwise.
            found[table] = _rows(
                connection, f'SELECT id, revision, {", ".join(columns)} FROM "{table}" NOT INDEXED'
            )
        found["journal"] = _rows(connection, "SELECT * FROM journal NOT INDEXED")
        found["journal_value"] = _rows(connection, "SELECT * FROM journal_value NOT INDEXED")
        for table in ("account", "draft", "keeping", "slot"):
            found[table] = _rows(connection, f"SELECT * FROM {table} NOT INDEXED")
    finally:
        connection.close()
    return found


def _rows(connection: Any, sql: str) -> list[bytes] | None:
    try:
        return sorted(repr(row).encode() for row in connection.execute(sql))
    except _UNREADABLE:
        return None


def difference(whole: dict[str, Any], now: dict[str, Any]) -> str:
    """What kind of thing differs, the worst of them."""
    if not now:
        return UNREADABLE
    differing = {table for table in whole if now.get(table) != whole[table]}
    if differing & set(records.BY_TABLE):
        kind = RECORD
    elif differing & {"journal", "journal_value"}:
        kind = ENTRY
    elif differing:
        kind = KEPT
    else:
        kind = SAME
    return kind
