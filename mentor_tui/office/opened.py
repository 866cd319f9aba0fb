"""That somebody opened another person's file is itself written to the journal (people.md, *Confidentiality*).

A file is a pairing, a case, or what the registers hold about a person. Its page writes once each time that it is
opened. What belongs to a file and is looked at by another door (one record, one action, one entry of the journal,
``journal show``) counts as opening the file, and is not written again while the same person still has it in hand.
Lists are no file: whoever opens one of their lines is written down. One's own file is nobody else's.

Reading never waits for this and never fails for it: where it cannot be written, the reader is told so and reads on.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta

from mentor_tui import records
from mentor_tui.access import Actor
from mentor_tui.office.desk import Office
from mentor_tui.store.database import Store

#: as long as this it is the same opening
IN_HAND = timedelta(minutes=15)

_PEOPLE = {
    "pairing": "SELECT mentor_id, mentee_id FROM pairing WHERE id = :key",
    "targeted_case": "SELECT mentor_id, staff_id FROM targeted_case WHERE id = :key",
}
#: which file a record belongs to, by the link that it has to it
_BELONGS = (("pairing_id", "pairing"), ("case_id", "targeted_case"), ("staff_id", "staff"))


@dataclass(frozen=True, slots=True)
class File:
    """Somebody's file: the table and key of a pairing, a case or a person."""

    kind: str
    key: str


def file_of(store: Store, actor: Actor, table: str, key: str) -> File | None:
    """The file that a record belongs to; nothing where it belongs to none, or to the person's own."""
    if table in ("pairing", "targeted_case", "staff"):
        found: File | None = File(table, key)
    else:
        found = _parent(store, actor, table, key)
    if found is None or (found.kind == "staff" and found.key == actor.id):
        return None
    people = store.row(_PEOPLE[found.kind], {"key": found.key}) if found.kind in _PEOPLE else ()
    return None if actor.id in (people or ()) else found


def _parent(store: Store, actor: Actor, table: str, key: str) -> File | None:
    record = records.BY_TABLE.get(table)
    columns = [(column, kind) for column, kind in _BELONGS if record is not None and column in record.links]
    if not columns:
        return None
    owner = "owner_id" if table == "action" else "NULL"
    row = store.row(
        f'SELECT {owner}, {", ".join(column for column, _ in columns)} FROM "{table}" WHERE id = :key',
        {"key": key},
    )
    if row is None or row[0] == actor.id:
        # Who owns an action has it in hand because it is theirs to do.
        return None
    return next((File(kind, of) for of, (_, kind) in zip(row[1:], columns, strict=True) if of), None)


#: so many files are written down one by one; of more it is written how many there were
ONE_BY_ONE = 10


def note_all_opened(office: Office, actor: Actor, files: Iterable[File | None]) -> None:
    """Writes that all of these were opened together, as a list of the journal's entries opens them.

    Raises StoreProblem where it cannot be written.
    """
    opened = sorted({file for file in files if file is not None}, key=lambda file: (file.kind, file.key))
    if len(opened) <= ONE_BY_ONE:
        for file in opened:
            note_opened(office, actor, file)
    else:
        office.note(actor, "opened", "journal", reason=f"entries about {len(opened)} files of other people")


def note_opened(office: Office, actor: Actor, file: File | None) -> bool:
    """Writes that the file was opened, unless this person has it in hand; says whether it was written.

    Raises StoreProblem where it cannot be.
    """
    if file is None or _in_hand(office, actor, file):
        return False
    office.note(actor, "opened", file.kind, file.key)
    return True


def _in_hand(office: Office, actor: Actor, file: File) -> bool:
    since = (office.now() - IN_HAND).isoformat(timespec="seconds")
    return bool(
        office.store.value(
            "SELECT 1 FROM journal WHERE record = :record AND kind = :kind AND verb = 'opened' "
            "AND person = :person AND at >= :since",
            {"record": file.key, "kind": file.kind, "person": actor.id, "since": since},
        )
    )
