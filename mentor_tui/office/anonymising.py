"""Taking out who somebody was, once the time to keep it has ended, while everything that is counted stays.

What goes and what stays is in docs/personal-data.md. Rows, journal, account and drafts change in one transaction.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from mentor_tui import personal, records
from mentor_tui.access import Actor
from mentor_tui.declare import Fault, Record
from mentor_tui.office.changes import Invalid, NotAllowed
from mentor_tui.office.desk import Office
from mentor_tui.store import journal
from mentor_tui.store import personal as held_of
from mentor_tui.store.database import Store
from mentor_tui.store.keys import new_reference
from mentor_tui.store.personal import Held
from mentor_tui.store.scrubbing import overwrite_deleted
from mentor_tui.store.values import to_column, to_json
from mentor_tui.text import UncleanText, clean

#: tables besides the records that hold something of a person, by the column that says whose it is
OWN_TABLES = {"account": "person_id", "account_link": "person_id", "draft": "person_id"}
_BENEATH = "its person was anonymised"


@dataclass(frozen=True, slots=True)
class Outlook:
    """What anonymising somebody would do; with ``refusals`` it would not be done."""

    key: str
    ref: str
    name: str
    #: why not, each a sentence
    refusals: tuple[str, ...]
    #: records of which words would be taken out, how many by title
    records: tuple[tuple[str, int], ...]
    #: signed audits in which their id stands among the records
    audits: int
    drafts: int
    has_account: bool
    #: whether it was done before
    done: bool


@dataclass(frozen=True, slots=True)
class Anonymised:
    """What was done: the new id, how many records changed, and of how many entries the words were removed."""

    ref: str
    records: int
    entries: int


def outlook(office: Office, actor: Actor, person: str) -> Outlook:
    """What would happen. Raises NotAllowed for whoever is no administrator, Invalid where there is no such person."""
    _permit(office.as_they_stand(actor))
    store = office.store
    with store.snapshot():
        row = store.row("SELECT ref, name FROM staff WHERE id = :person", {"person": person})
        if row is None:
            raise Invalid([Fault("", "this person is not in the database")])
        ref, name = row
        done = personal.is_anonymised(ref, name)
        altering = [] if done else list(_altering(store, person, ref))
        titles: dict[str, int] = {}
        for one in altering:
            titles[one.record.title] = titles.get(one.record.title, 0) + 1
        audits = titles.pop(records.AUDIT.title, 0)
        drafts = store.value("SELECT count(*) FROM draft WHERE person_id = :person", {"person": person})
        account = store.value(
            "SELECT 1 FROM account WHERE person_id = :person "
            "UNION ALL SELECT 1 FROM account_link WHERE person_id = :person",
            {"person": person},
        )
        return Outlook(
            person,
            ref,
            name,
            tuple(_refusals(office, person)),
            tuple(titles.items()),
            audits,
            drafts,
            bool(account),
            done,
        )


def anonymise(office: Office, actor: Actor, person: str, reason: str) -> Anonymised:
    """Takes out a person's name, id and account, and all words about them; what is counted stays as it is.

    The reason stays in the journal, so it names nobody. Afterwards :func:`mentor_tui.store.scrubbing.scrub` takes
    the bytes out of the file. Raises NotAllowed, Invalid (with every refusal) or StoreProblem; then nothing changed.
    """
    _permit(office.as_they_stand(actor))
    if not reason.strip():
        raise Invalid([Fault("reason", "say why, in a few words that name nobody")])
    try:
        reason = clean(reason)
    except UncleanText as unclean:
        raise Invalid([Fault("reason", str(unclean))]) from None
    store = office.store
    overwrite_deleted(store)
    with store.writing():
        _permit(office.as_they_stand(actor))
        row = store.row("SELECT ref, name FROM staff WHERE id = :person", {"person": person})
        if row is None:
            raise Invalid([Fault("", "this person is not in the database")])
        if personal.is_anonymised(*row):
            raise Invalid([Fault("", "this person was anonymised already")])
        if refusals := list(_refusals(office, person)):
            raise Invalid([Fault("", sentence) for sentence in refusals])
        pen = journal.Pen(store, actor.id or None, office.now())
        fresh = new_reference(personal.PREFIX)
        altering = list(_altering(store, person, row[0], fresh))
        entries = _forget(store, altering)
        for one in altering:
            _write(store, pen, one, reason if one.held.key == person else "")
        pen.flush()
        _drop(store, person)
    return Anonymised(fresh, len(altering), entries)


def _permit(actor: Actor) -> None:
    if not actor.holds("administrator"):
        raise NotAllowed("Only an administrator may anonymise a person. Ask yours, or sign in as one.")


# -- whether -------------------------------------------------------------------------------------------


def _refusals(office: Office, person: str) -> Iterator[str]:
    """Why a person is not anonymised yet, each a sentence."""
    store, today = office.store, office.today().isoformat()
    end, roles = store.row(
        "SELECT employment_end, roles FROM staff WHERE id = :person", {"person": person}
    ) or ("", "")
    if end is None or end >= today:
        yield "they are still employed or still have access: give their last day first, and wait until it has passed"
    if any(
        role.partition("@")[0] == "administrator" for role in str(roles or "").split(";")
    ) and not store.value(
        "SELECT 1 FROM staff WHERE roles LIKE '%administrator%' AND id <> :person "
        "AND (employment_end IS NULL OR employment_end >= :today)",
        {"person": person, "today": today},
    ):
        yield "they are the only administrator: give the role to somebody else first"
    for table, condition, words in _OPEN:
        rows = store.rows(
            f"SELECT x0.ref FROM {table} AS x0 WHERE {condition} ORDER BY x0.ref LIMIT 6", {"person": person}
        )
        if rows:
            named = ", ".join(ref for (ref,) in rows[:5]) + (" and more" if len(rows) > 5 else "")
            yield f"{words} ({named})"


_OPEN = (
    (
        "pairing",
        "x0.ended_on IS NULL AND x0.mentor_id = :person",
        "they are the mentor of an open pairing: end it first",
    ),
    (
        "pairing",
        "x0.ended_on IS NULL AND x0.mentee_id = :person",
        "they are the mentee of an open pairing: end it first",
    ),
    (
        "targeted_case",
        "x0.closed_on IS NULL AND (x0.staff_id = :person OR x0.mentor_id = :person)",
        "they are in an open case: close it first",
    ),
    (
        "action",
        "x0.completed_on IS NULL AND x0.cancelled_on IS NULL "
        f"AND (x0.owner_id = :person OR {personal.theirs('action')})",
        "a support action of theirs is open: complete, cancel or hand it over first",
    ),
    (
        "strategic_action",
        "x0.completed_on IS NULL AND x0.executive_owner_id = :person",
        "they own a strategic action that is open: complete it or hand it over first",
    ),
)


# -- what ----------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Altering:
    """A row of which something is taken out."""

    record: Record
    held: Held
    #: what changes, by field
    values: dict[str, Any]


def _altering(store: Store, person: str, ref: str, fresh: str = "") -> Iterator[_Altering]:
    """Every row with words about the person, now or in the journal, and what changes; the person's own row first."""
    own = held_of.record_of(store, person)
    assert own is not None
    for record in (own, *(one for one in records.BY_TABLE.values() if one.table != "staff")):
        rows = held_of.theirs(store, record, person)
        told = _told(store, record, rows)
        for held in rows:
            values = _without(record, held)
            if record is own:
                values[record.ident] = fresh
            if values or held.key in told:
                yield _Altering(record, held, values)
        yield from _as_mentor(store, record, person)
    for held in held_of.audits_naming(store, ref):
        yield _Altering(records.AUDIT, held, {"figures": held_of.renamed(held.values["figures"], ref, fresh)})


def _as_mentor(store: Store, record: Record, person: str) -> Iterator[_Altering]:
    """Of the rows in which they are the mentor, those with words about the mentor."""
    links = {one.name for one in personal.links(record, "mentor")}
    about = {one.name for one in record.fields if one.about in links}
    if not about:
        return
    rows = held_of.mentored(store, record, person)
    told = _told(store, record, rows, about)
    for held in rows:
        values = {name: value for name, value in _without(record, held).items() if name in about}
        if values or held.key in told:
            yield _Altering(record, held, values)


def _without(record: Record, held: Held) -> dict[str, Any]:
    """What of a row is otherwise once its person is anonymised."""
    after = {one.name: personal.without(record, one, held.values[one.name]) for one in record.fields}
    return {name: value for name, value in after.items() if value != held.values[name]}


def _told(store: Store, record: Record, rows: list[Held], about: Iterable[str] = ()) -> set[str]:
    """The keys of those rows of which the journal holds words; with ``about``, words of these fields."""
    found: set[str] = set()
    for listed, params in held_of.in_handfuls([one.key for one in rows]):
        found.update(
            key
            for key, changes in store.rows(
                "SELECT record, changes FROM journal JOIN journal_value ON entry_id = id "
                f"WHERE kind = :kind AND record IN ({listed})",
                {**params, "kind": record.table},
            )
            if not about or not json.loads(changes).keys().isdisjoint(about)
        )
    return found


# -- doing it ------------------------------------------------------------------------------------------


def _forget(store: Store, altering: list[_Altering]) -> int:
    """Removes the words of all earlier entries about these rows; gives of how many entries."""
    count = 0
    for table in {one.record.table for one in altering}:
        keys = [one.held.key for one in altering if one.record.table == table]
        for listed, params in held_of.in_handfuls(keys):
            count += store.execute(
                "DELETE FROM journal_value WHERE entry_id IN "
                f"(SELECT id FROM journal WHERE kind = :kind AND record IN ({listed}))",
                {**params, "kind": table},
            )
    return count


def _write(store: Store, pen: journal.Pen, one: _Altering, typed: str) -> None:
    """Changes a row, and says in the journal what it holds now of all that is held apart there."""
    record, held = one.record, one.held
    after = {**held.values, **one.values}
    stating = [
        field.name
        for field in record.fields
        if field.name in one.values or (field.sensitive and after[field.name] is not None)
    ] or [next(link.name for link in personal.links(record, "theirs", "mentor") if after[link.name])]
    replaced = journal.replaced_by(store, held.key, set(stating))
    pen.write(
        journal.ANONYMISED,
        record.table,
        held.key,
        revision=held.revision + 1,
        # What it was before is said no more.
        changes={name: {"to": to_json(after[name]), "replaces": replaced.get(name)} for name in stating},
        sensitive=frozenset(field.name for field in record.fields if field.sensitive),
        reason="" if typed else _BENEATH,
        typed=typed,
    )
    columns = {
        "ref" if name == record.ident else name: to_column(value) for name, value in one.values.items()
    }
    sets = ", ".join(f'"{name}" = :{name}' for name in (*columns, "revision"))
    store.execute(
        f'UPDATE "{record.table}" SET {sets} WHERE id = :id',
        {**columns, "revision": held.revision + 1, "id": held.key},
    )


def _drop(store: Store, person: str) -> None:
    """Removes the account, what the person was typing, and what others were typing about their records."""
    for table, column in OWN_TABLES.items():
        store.execute(f"DELETE FROM {table} WHERE {column} = :person", {"person": person})
    theirs = [
        held.key for record in records.BY_TABLE.values() for held in held_of.theirs(store, record, person)
    ]
    for draft, subject, typed in store.rows("SELECT id, subject, typed FROM draft"):
        # A subject may name several records, and what is typed the people who are chosen in it.
        if any(key in subject or key in typed for key in theirs):
            store.execute("DELETE FROM draft WHERE id = :draft", {"draft": draft})
