"""The rows of one file, some hundred at a time: read, looked up, checked and handed to the office."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

from mentor_tui import records
from mentor_tui.declare import Fault, Link, Unfit, Value
from mentor_tui.exchange.cells import reader, unguard
from mentor_tui.exchange.lookups import References, Standing, by_key, by_ref
from mentor_tui.exchange.problems import Faults, shown
from mentor_tui.exchange.report import Counts
from mentor_tui.exchange.seen import Seen
from mentor_tui.exchange.sheets import NTH, Header, Sheet
from mentor_tui.office import Batch, Change, Invalid
from mentor_tui.store.keys import new_key

#: tables whose ids other rows name; sessions are too many to remember
_NAMED = frozenset(table for record in records.ALL for table in record.links.values()) - {"session"}


@dataclass(slots=True)
class Row:
    """One row under way."""

    line: int
    values: dict[str, Value]
    #: the columns that have a fault
    bad: set[str] = field(default_factory=set)
    #: it points to a row that has a fault, so that it cannot be judged
    orphan: bool = False
    #: the record that is there already
    standing: Standing | None = None
    nth: int = 0


@dataclass(slots=True)
class Taking:
    """One file being taken in."""

    batch: Batch
    sheet: Sheet
    header: Header
    faults: Faults
    references: References
    seen: Seen
    counts: Counts
    #: ids of this file's own rows, for those that point to one further down
    below: frozenset[str] = frozenset()
    #: gives a new record what its file has no column for
    when_new: Callable[[dict[str, Value]], None] | None = None
    #: columns whose faults were told when the row was translated, by the line on which it starts
    told: dict[int, set[str]] = field(default_factory=dict)
    _columns: list[tuple[str, int, Callable[[str], Value]]] = field(default_factory=list)
    _links: list[tuple[str, str]] = field(default_factory=list)
    #: how many rows of one natural key there were so far, where there may be several
    _several: dict[int, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._columns = [(one.name, place, reader(one)) for one, place in self.header.columns]
        self._links = [
            (one.name, one.kind.to) for one, _ in self.header.columns if isinstance(one.kind, Link)
        ]

    def take(self, some: Iterable[tuple[int, list[str]]]) -> None:
        """Takes in some rows; each is the line on which it starts and its cells."""
        rows = [row for line, cells in some if (row := self._read(line, cells)) is not None]
        self._follow_links(rows)
        if self.sheet.more:
            if self.header.sound:
                self._find_told(rows)
        else:
            self._find_known(rows)
        for row in rows:
            self._write(row)

    # -- reading -----------------------------------------------------------------------------------

    def _fault(self, row: Row, column: str, message: str) -> None:
        """Tells of a fault: of one column the first, since what follows from it is no second one."""
        if column not in row.bad:
            row.bad.add(column)
            self.faults.add(self.sheet.file, row.line, column, message)

    def _read(self, line: int, cells: list[str]) -> Row | None:
        if len(cells) != self.header.width:
            cell = "1 cell" if len(cells) == 1 else f"{len(cells)} cells"
            message = f"has {cell}; expected {self.header.width}, as in the header"
            self.faults.add(self.sheet.file, line, "", message)
            ident = [place for name, place, _ in self._columns if name == self.sheet.record.ident]
            self._lose(unguard(cells[ident[0]]).strip() if ident and ident[0] < len(cells) else None)
            return None
        values: dict[str, Value] = {}
        row = Row(line, values, self.told.pop(line, set()))
        for name, place, read in self._columns:
            if name in row.bad:
                continue
            try:
                values[name] = read(cells[place])
            except Unfit as unfit:
                self._fault(row, name, str(unfit))
        return row

    def _lose(self, ref: Value) -> None:
        """Other rows that name this one are not faulty for it."""
        record = self.sheet.record
        if self.sheet.more:
            return
        if not record.ident:
            self.references.patchy.add(record.name)
        elif isinstance(ref, str) and ref:
            self.references.lose(record.table, ref)
        else:
            self.references.unreadable.add(record.table)

    # -- looking up --------------------------------------------------------------------------------

    def _follow_links(self, rows: list[Row]) -> None:
        needed: dict[str, set[str]] = {}
        roles = self.sheet.record.table == "staff" and not self.sheet.more
        for row in rows:
            for name, table in self._links:
                ref = row.values.get(name)
                if ref is not None:
                    needed.setdefault(table, set()).add(str(ref))
            if roles:
                needed.setdefault("service", set()).update(service for service in _services(row.values))
        self.references.load(self.batch, needed)
        for row in rows:
            for name, table in self._links:
                ref = row.values.get(name)
                if ref is not None:
                    row.values[name] = self._key(row, name, table, str(ref))
            if roles:
                for service in _services(row.values):
                    if not self.references.find("service", service):
                        self._unknown(row, "roles", "service", service)

    def _key(self, row: Row, name: str, table: str, ref: str) -> str | None:
        key = self.references.find(table, ref)
        if key is None and table == self.sheet.record.table and ref in self.below:
            # The row comes further down: it is promised the key by which it is named here.
            key = self.references.promised.setdefault(ref, new_key())
        if key is None:
            self._unknown(row, name, table, ref)
        return key

    def _unknown(self, row: Row, name: str, table: str, ref: str) -> None:
        if self.references.excused(table, ref):
            row.orphan = True
            return
        parent = records.BY_TABLE[table]
        self._fault(
            row,
            name,
            f"'{shown(ref, 64)}' is unknown; expected a {parent.ident} from {parent.file} or the database",
        )

    def _find_known(self, rows: list[Row]) -> None:
        """Which of the rows are in the database already; a key that stands twice is a fault."""
        record = self.sheet.record
        fresh = self.references.empty[record.table]
        if record.ident:
            named = [row for row in rows if isinstance(row.values.get(record.ident), str)]
            known = (
                {}
                if fresh
                else by_ref(self.batch.store, record, {str(r.values[record.ident]) for r in named})
            )
            for row in named:
                ref = str(row.values[record.ident])
                if record is records.PERSON:
                    self.references.people.add(ref)
                if before := self.seen.line(ref, row.line):
                    message = f"'{shown(ref, 64)}' stands in line {before} already; expected once"
                    self._fault(row, record.ident, message)
                elif record is records.STAFF and ref in self.references.people:
                    message = f"'{shown(ref, 64)}' stands in people.csv too; expected in one of the two"
                    self._fault(row, record.ident, message)
                else:
                    row.standing = known.get(ref)
            return
        if not self.header.sound:
            return
        keyed = [row for row in rows if not row.orphan and not row.bad.intersection(record.natural)]
        keys = [tuple(row.values.get(name) for name in record.natural) for row in keyed]
        there = {} if fresh else by_key(self.batch.store, record, keys)
        for row, key in zip(keyed, keys, strict=True):
            found = there.get(key, [])
            if record.several:
                so_far = self._several[hash(key)] = self._several.get(hash(key), 0) + 1
                if so_far <= len(found):
                    row.standing = found[so_far - 1][1]
                else:
                    row.nth = (found[-1][0] if found else 0) + so_far - len(found)
            elif before := self.seen.line(key, row.line):
                names = " and ".join(record.natural)
                message = f"the same {names} stand in line {before} already; expected each once"
                self._fault(row, record.natural[0], message)
            elif found:
                row.standing = found[0][1]

    def _find_told(self, rows: list[Row]) -> None:
        """The records to which the rows of a further file add."""
        record = self.sheet.record
        self.batch.flush()
        keyed = [row for row in rows if not row.orphan and not row.bad.intersection(self.sheet.key)]
        there: dict[Any, list[Standing]]
        if record.ident:
            refs = by_ref(self.batch.store, record, {str(row.values[record.ident]) for row in keyed})
            there = {ref: [standing] for ref, standing in refs.items()}
        else:
            keys = {tuple(row.values.get(name) for name in record.natural) for row in keyed}
            found = by_key(self.batch.store, record, keys)
            there = {key: [standing for _, standing in some] for key, some in found.items()}
        for row in keyed:
            key = tuple(row.values.get(name) for name in self.sheet.key)
            if before := self.seen.line(key, row.line):
                message = (
                    f"the same {' and '.join(self.sheet.key)} stand in line {before} already; expected once"
                )
                self._fault(row, self.sheet.key[0], message)
                continue
            if record.ident:
                told, nth = there.get(row.values[record.ident], []), 1
            else:
                told = there.get(tuple(row.values.get(name) for name in record.natural), [])
                nth = int(str(row.values.get(NTH.name, 1)))
            if nth <= len(told):
                row.standing = told[nth - 1]
            elif record.ident:
                self._unknown(row, record.ident, record.table, str(row.values[record.ident]))
            elif told:
                self._fault(row, NTH.name, f"is more than there are of that day; expected 1 to {len(told)}")
            elif record.name in self.references.patchy:
                row.orphan = True
            else:
                self._fault(
                    row,
                    self.sheet.key[0],
                    f"there is no such record; expected one of {record.file} or the database",
                )

    # -- handing over ------------------------------------------------------------------------------

    def _write(self, row: Row) -> None:
        record = self.sheet.record
        values = row.values
        if row.bad or row.orphan or not self.header.sound:
            self._judge(row)
            self._lose(values.get(record.ident))
            return
        if values.get("recorded_on", "") is None:
            del values["recorded_on"]
        if self.sheet.more:
            for name in self.sheet.key:
                values.pop(name, None)
        try:
            if row.standing is None:
                self._add(row)
            elif self._is_staff(row.standing[0]):
                self._fault(row, record.ident, "is a member of staff; expected this row in staff.csv")
            else:
                key, revision, before = row.standing
                changed = self.batch.alter_known(Change(record, values, id=key, read=True), revision, before)
                if changed:
                    self.counts.changed += 1
                    if record.table == "pairing" and not self.sheet.more:
                        self.references.changed_pairings[key] = row.line
                else:
                    self.counts.unchanged += 1
        except Invalid as invalid:
            self._tell(row, invalid.faults)
            self._lose(values.get(record.ident))

    def _add(self, row: Row) -> None:
        record = self.sheet.record
        if self.when_new:
            self.when_new(row.values)
        ref = str(row.values.get(record.ident)) if record.ident else ""
        promised = self.references.promised.pop(ref, "") if self.below else ""
        key = self.batch.add(Change(record, row.values, key=promised, nth=row.nth, read=True))
        if record.table in _NAMED and ref:
            self.references.note(record.table, ref, key)
        self.counts.added += 1

    def _is_staff(self, key: str) -> bool:
        """Whether a row of people.csv names somebody who is on the staff register."""
        if self.sheet.record is not records.PERSON:
            return False
        found = self.batch.rows.find("staff", key)
        return found is not None and found["service_id"] is not None

    def _judge(self, row: Row) -> None:
        """Checks what can be checked of a row that has a fault, so that everything wrong is told at once."""
        if self.sheet.more and row.standing is None:
            return
        values = dict(row.standing[2]) if row.standing else {}
        values |= {name: value for name, value in row.values.items() if name not in row.bad}
        if self.sheet.record.recorded and values.get("recorded_on") is None and "recorded_on" not in row.bad:
            values["recorded_on"] = self.batch.today
        links = {name for name, _ in self._links}
        blind = bool(links & row.bad) or row.orphan or not self.header.sound
        faults = self.batch.untrue(self.sheet.record, values)
        self._tell(row, [fault for fault in faults if not (blind and fault.field in links)])

    def _tell(self, row: Row, faults: Iterable[Fault]) -> None:
        for fault in faults:
            self._fault(row, fault.field, fault.message)


def _services(values: dict[str, Value]) -> Iterable[str]:
    """The services for which roles are held."""
    held = values.get("roles")
    if isinstance(held, tuple):
        for one in held:
            service = one.partition("@")[2]
            if service and service != "*":
                yield service
