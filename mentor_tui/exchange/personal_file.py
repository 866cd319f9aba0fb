"""Everything that is held about one person, gathered to be handed to them (docs/personal-data.md).

Drawn from the declarations: every record that leads to a person is in it, whole where it is about them. What the
file holds hangs on who makes it: the person gets everything; an administrator hands over the registers, which are
what an administrator reads; an HR coordinator besides what managers read of pairings and cases.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from mentor_tui import personal, records
from mentor_tui.declare import Day, Field, Link, Many, Record, YesNo
from mentor_tui.office import NotAllowed
from mentor_tui.store import accounts, drafts
from mentor_tui.store import personal as held_of
from mentor_tui.store.journal import reason_in_words
from mentor_tui.store.personal import Held
from mentor_tui.store.read.entries import OPEN_OF_SESSION
from mentor_tui.store.read.journal import VERBS
from mentor_tui.store.reading import Reader
from mentor_tui.store.values import to_json

#: the registers of people, which an administrator reads; what else hangs on a person is for those who manage them
_REGISTERS = frozenset(("staff", "person", "placement", "mentor", "training", "attendance", "observation"))
NOT_NAMED = "somebody else (not named here)"


@dataclass(frozen=True, slots=True)
class Answer:
    """One field of a record: its name and value for a program, its label and words for a reader."""

    name: str
    value: Any
    label: str
    words: str


@dataclass(frozen=True, slots=True)
class Section:
    """The rows of one record."""

    record: str
    title: str
    rows: tuple[tuple[Answer, ...], ...]


@dataclass(frozen=True, slots=True)
class Told:
    """An entry of the journal. ``at`` is a moment in UTC."""

    at: datetime
    #: in the past tense: recorded, corrected, opened
    did: str
    what: str
    by: str = ""
    why: str = ""
    #: label, before, after
    changes: tuple[tuple[str, str, str], ...] = ()


@dataclass(slots=True)
class PersonalFile:
    """What is held about a person, as far as whoever makes the file hands it over."""

    organisation: str
    ref: str
    name: str
    made_on: date
    made_by: str
    own: bool
    sections: list[Section] = field(default_factory=list)
    #: pairings and cases in which the person is the mentor
    as_mentor: list[Section] = field(default_factory=list)
    #: what they had a part in: record, part, how often, first and last day
    parts: list[tuple[str, str, int, str, str]] = field(default_factory=list)
    account: list[tuple[str, str]] = field(default_factory=list)
    #: form, moment, and what was typed where it is the person's own file
    drafts: list[tuple[str, datetime, dict[str, str]]] = field(default_factory=list)
    about: list[Told] = field(default_factory=list)
    by: list[Told] = field(default_factory=list)
    #: what is not in the file, and how the person gets it, each a sentence
    left_out: list[str] = field(default_factory=list)


def may_make(reader: Reader, person: str) -> bool:
    """Whether the file may be made: by the person, an administrator, or the HR coordinator of their service."""
    if person and person == reader.actor.id:
        return True
    if reader.actor.holds("administrator"):
        return True
    service = reader.store.value("SELECT service_id FROM staff WHERE id = :person", {"person": person})
    return service is not None and reader.actor.holds("hr_coordinator", service)


def gather(reader: Reader, person: str) -> PersonalFile:
    """Everything held about a person that is theirs to get from this reader.

    Raises NotAllowed where it is not for the reader to make, with the same words whether or not there is such a person.
    """
    own = held_of.record_of(reader.store, person)
    if not may_make(reader, person) or own is None:
        raise NotAllowed(
            "This file is made by the person themselves, by an administrator, or by the HR coordinator of their "
            "service. Ask one of them."
        )
    with reader.store.snapshot():
        return _Gathering(reader, person, own).whole()


class _Gathering:
    """The work of :func:`gather`."""

    def __init__(self, reader: Reader, person: str, own: Record) -> None:
        self._reader, self._store, self._person = reader, reader.store, person
        self._record = own
        ref, name = self._store.row("SELECT ref, name FROM staff WHERE id = :p", {"p": person}) or ("", "")
        self._self = person == reader.actor.id
        self.file = PersonalFile(
            organisation=str(self._store.value("SELECT name FROM organisation") or ""),
            ref=ref,
            name=name,
            made_on=reader.today,
            made_by=reader.actor.name,
            own=self._self,
        )
        pairings, cases = reader.pairings("x"), reader.cases("x")
        self._pairings = self._keys(f"SELECT x.id FROM pairing AS x WHERE {pairings.sql}", pairings.params)
        self._cases = self._keys(f"SELECT x.id FROM targeted_case AS x WHERE {cases.sql}", cases.params)
        people, managed = reader.staff("s"), reader.managed("s")
        self._named = self._keys(f"SELECT s.id FROM staff AS s WHERE {people.sql}", people.params)
        self._named |= self._keys("SELECT line_manager_id FROM staff WHERE id = :p", {"p": person})
        self._manages = bool(
            self._store.value(
                f"SELECT 1 FROM staff AS s WHERE s.id = :whom AND {managed.sql}",
                {**managed.params, "whom": person},
            )
        )
        #: the records that are in the file, by table and key
        self._given: dict[tuple[str, str], Record] = {}

    def _keys(self, sql: str, params: dict[str, Any]) -> set[str]:
        return {key for (key,) in self._store.rows(sql, params)}

    def whole(self) -> PersonalFile:
        """The file."""
        kept_back: dict[str, int] = {}
        for record in (self._record, *(one for one in records.BY_TABLE.values() if one.table != "staff")):
            rows = held_of.theirs(self._store, record, self._person)
            given = [held for held in rows if self._gives(record, held)]
            if len(given) < len(rows):
                kept_back[record.title] = len(rows) - len(given)
            for held in given:
                self._given[record.table, held.key] = record
            if given:
                shown = tuple(self._row(record, held) for held in given)
                self.file.sections.append(Section(record.name, record.title, shown))
            if mentored := held_of.mentored(self._store, record, self._person):
                shown = tuple(self._mentored(record, held) for held in mentored)
                self.file.as_mentor.append(Section(record.name, record.title, shown))
        self.file.parts = [
            (part.record.title, part.label, part.count, part.first or "", part.last or "")
            for part in held_of.parts(self._store, self._person)
        ]
        self._account()
        self._drafts()
        self.file.about = list(self._told_about())
        self.file.by = list(self._told_by())
        self.file.left_out = list(self._left_out(kept_back))
        return self.file

    # -- the records -------------------------------------------------------------------------------

    def _gives(self, record: Record, held: Held) -> bool:
        """Whether whoever makes the file hands over this row. A record that is new here is for the managers."""
        if self._self or record.name in _REGISTERS:
            return True
        if record.table == "pairing" or held.values.get("pairing_id"):
            return held.values.get("pairing_id", held.key) in self._pairings
        if record.table == "targeted_case" or held.values.get("case_id"):
            return held.values.get("case_id", held.key) in self._cases
        return self._manages

    def _shows(self, record: Record, one: Field) -> bool:
        """Whether a field is in the file: notes and what mentor and mentee wrote to one another only in one's own."""
        if self._self:
            return True
        return one.share != "private" and (record.name != "session" or one.name in OPEN_OF_SESSION)

    def _row(self, record: Record, held: Held) -> tuple[Answer, ...]:
        among = record.table in ("pairing", "targeted_case") or any(
            held.values.get(name) for name in ("pairing_id", "case_id")
        )
        return tuple(
            Answer(one.name, *self._value(one, held.values[one.name], among))
            for one in record.fields
            # Whose file it is need not be said in every row.
            if held.values[one.name] not in (None, self._person) and self._shows(record, one)
        )

    def _mentored(self, record: Record, held: Held) -> tuple[Answer, ...]:
        """Of a pairing or case in which they are the mentor: that it was, when, and what is said of the mentor.

        What is in it is the mentee's, and goes into the mentee's file.
        """
        links = {one.name for one in personal.links(record, "mentor")}
        answers = [
            Answer(one.name, *self._value(one, held.values[one.name], among=False))
            for one in record.fields
            if held.values[one.name] is not None
            and (
                one.name == record.ident or (isinstance(one.kind, Day)) or (one.about in links and self._self)
            )
        ]
        column = {"pairing": "pairing_id", "targeted_case": "case_id"}[record.table]
        for table in records.BY_TABLE.values():
            if column in table.by_name and any(one.share == "private" for one in table.fields):
                sql = f'SELECT count(*) FROM "{table.table}" WHERE {column} = :key'
                count = self._store.value(sql, {"key": held.key})
                answers.append(Answer(f"{table.name}_count", count, f"{table.title}s", str(count)))
        return tuple(answers)

    def _value(self, one: Field, value: Any, among: bool) -> tuple[Any, str, str]:
        """A value for a program, its label, and the value in words. ``among``: people around a pairing are named."""
        if not isinstance(one.kind, Link):
            return to_json(value), one.label, one.kind.show(value)
        if one.kind.to != "staff":
            record = records.BY_TABLE[one.kind.to]
            if not record.ident:
                return None, one.label, ""
            columns = "ref, name" if "name" in record.by_name else "ref, ref"
            ref, name = self._store.row(
                f"SELECT {columns} FROM {one.kind.to} WHERE id = :key", {"key": value}
            ) or ("", "")
            return ref, one.label, name
        if one.kind.whose == "source" or not (among or value in self._named):
            return None, one.label, NOT_NAMED
        ref, name = self._store.row("SELECT ref, name FROM staff WHERE id = :key", {"key": value}) or ("", "")
        return {"id": ref, "name": name}, one.label, name

    # -- what is no record -------------------------------------------------------------------------

    def _account(self) -> None:
        kept = accounts.account_of(self._store, self._person)
        last = self._store.value(
            "SELECT max(at) FROM journal WHERE record = :p AND kind = 'account' AND verb = 'signed_in'",
            {"p": self._person},
        )
        self.file.account = [
            ("Has a passphrase", "yes" if kept.passphrase else "no"),
            ("Has a PIN", "yes" if kept.pin else "no"),
            (
                "Known to the program by",
                ", ".join(accounts.links_of(self._store, self._person)) or "nothing else",
            ),
            ("Locked", "yes" if kept.locked_on else "no"),
            ("Signed in last", last or "never"),
            ("Choices of display", kept.choices if kept.choices != "{}" else "none"),
        ]

    def _drafts(self) -> None:
        for one in drafts.of(self._store, self._person):
            self.file.drafts.append((one.form, one.saved_at, dict(one.typed) if self._self else {}))

    # -- the journal -------------------------------------------------------------------------------

    def _told_about(self) -> Iterator[Told]:
        """Entries about the records in the file, and who opened it or signed in, oldest first."""
        keys = list(dict.fromkeys([self._person, *(key for _, key in self._given)]))
        found = []
        for listed, params in held_of.in_handfuls(keys):
            found += self._store.rows(
                "SELECT j.clock, j.seq, j.at, j.person, w.name, j.verb, j.kind, j.record, j.reason, j.changes, "
                "v.content FROM journal AS j LEFT JOIN staff AS w ON w.id = j.person "
                f"LEFT JOIN journal_value AS v ON v.entry_id = j.id WHERE j.record IN ({listed})",
                params,
            )
        for *_, at, by, name, verb, kind, key, reason, changes, content in sorted(
            found, key=lambda row: row[:2]
        ):
            record = self._given.get((kind, key))
            if record is None and kind not in ("staff", "account"):
                continue
            apart = json.loads(content) if content else {}
            yield Told(
                at=datetime.fromisoformat(at),
                did=VERBS.get(verb, verb.replace("_", " ")),
                what=record.title if record else "Account" if kind == "account" else "The person's file",
                by="the program"
                if by is None
                else name
                if by in self._named or by == self._person
                else NOT_NAMED,
                # Why a record was changed may speak of others; the person is told it of their own records.
                why=reason_in_words(reason, apart),
                changes=tuple(self._changes(record, json.loads(changes), apart))
                if record and verb != "made"
                else (),
            )

    def _changes(
        self, record: Record, changes: dict[str, Any], apart: dict[str, Any]
    ) -> Iterator[tuple[str, str, str]]:
        for name, change in changes.items():
            one = record.by_name.get(name)
            if one is None or not self._shows(record, one):
                continue
            sides = apart.get(name, {} if one.sensitive else change)
            before, after = (self._said(one, sides.get(side)) for side in ("from", "to"))
            yield one.label, before, after

    def _said(self, one: Field, value: Any) -> str:
        """A value of the journal in words."""
        if value is None:
            return ""
        if isinstance(one.kind, Day):
            value = date.fromisoformat(value)
        elif isinstance(one.kind, Many):
            value = tuple(value)
        elif isinstance(one.kind, YesNo):
            value = bool(value)
        return self._value(one, value, among=False)[2]

    def _told_by(self) -> Iterator[Told]:
        """What they did, without whose records it was about."""
        for at, verb, kind in self._store.rows(
            "SELECT at, verb, kind FROM journal WHERE person = :p ORDER BY clock, seq", {"p": self._person}
        ):
            record = records.BY_TABLE.get(kind)
            what = record.title if record else kind.replace("_", " ").capitalize()
            yield Told(datetime.fromisoformat(at), VERBS.get(verb, verb.replace("_", " ")), what)

    def _how(self) -> str:
        """How the person gets what is not in a file that somebody else made."""
        end = self._store.value("SELECT employment_end FROM staff WHERE id = :p", {"p": self._person})
        if end is not None and end < self._reader.today.isoformat():
            return (
                "The person has left and cannot sign in any more: the HR coordinator of their service hands over what "
                "managers read, and their mentor alone can pass on the notes."
            )
        return "The person gets everything by signing in and running: mentor-tui person export THEIR-ID --out FILE."

    # -- what is not in it -------------------------------------------------------------------------

    def _left_out(self, kept_back: dict[str, int]) -> Iterator[str]:
        if not self._self:
            yield (
                "Private notes, and what a mentor and a mentee wrote to one another, are read by the two of them alone "
                f"and are not in this file. {self._how()}"
            )
            for title, count in kept_back.items():
                yield (
                    f"{title}: {count} {'record is' if count == 1 else 'records are'} held and not in this file, "
                    f"because {self._reader.actor.name} does not read them."
                )
            if self.file.drafts:
                yield "What the person is typing and has not saved is theirs alone: only that it is there is told."
        yield (
            "What the person wrote or decided about others is about these others, and is in their files; "
            "here stands how often and when."
        )
        yield "Whoever raised a supervision concern is not named."
        yield "Passphrases and PINs are kept only as hashes, from which nobody reads them; these are not in this file."
        yield (
            "Signed audits count records by their ids and hold no names. Copies outside the program, such as backups, "
            "printed packs and exported folders, are looked after by the organisation."
        )
