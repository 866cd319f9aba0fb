"""Carrying changes out: checked, permitted, written with their journal entries, in one transaction."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

from mentor_tui import records
from mentor_tui.access import Actor
from mentor_tui.declare import Fault, Record, Unfit, Value
from mentor_tui.office import conduct, conflicts
from mentor_tui.office.asking import Asking
from mentor_tui.office.changes import Change, Invalid, NotAllowed, Saved
from mentor_tui.office.following import Following
from mentor_tui.office.plans import PREFIXES, Plan, plan_of
from mentor_tui.office.rows import Rows
from mentor_tui.signed_in import still
from mentor_tui.store import journal, schedules
from mentor_tui.store.database import Store
from mentor_tui.store.keys import new_key, new_reference
from mentor_tui.store.values import to_column, to_date, to_json
from mentor_tui.tries import SignInRefused

#: rows that wait before they are written together
_BUFFER = 2000


class Office:
    """Where every change is made. ``today`` and ``now`` are handed in: nothing here reads the clock."""

    def __init__(
        self, store: Store, today: Callable[[], date], now: Callable[[], datetime] | None = None
    ) -> None:
        self.store = store
        self.today = today
        self.now = now or (lambda: datetime.now(UTC))

    def save(self, actor: Actor, *changes: Change) -> Saved:
        """Makes the changes, all of them or none.

        Raises NotAllowed, Invalid or Conflict (all Refused), or StoreProblem; then nothing has changed.
        """
        with self.batch(actor) as batch:
            for change in changes:
                batch.add(change)
        return batch.saved()

    @contextmanager
    def batch(self, actor: Actor, *, history: bool = False) -> Iterator[Batch]:
        """Many changes in one transaction: all or nothing.

        With ``history`` (an import) what the program would refuse today is accepted, because it happened;
        impossible facts are refused all the same. An administrator's act.
        """
        with self.store.writing():
            # Whatever was so when they signed in: who may is read in the same transaction as the change.
            actor = self.as_they_stand(actor)
            if history:
                self.may_state_history(actor)
            batch = Batch(self.store, actor, self.today(), self.now(), history)
            yield batch
            batch.finish()

    def as_they_stand(self, actor: Actor) -> Actor:
        """The person with the roles held now. Raises NotAllowed for whoever has no access any more."""
        try:
            return still(self.store, actor, self.today())
        except SignInRefused as refused:
            raise NotAllowed(f"{refused} Nothing was saved.") from None

    @staticmethod
    def may_state_history(actor: Actor) -> None:
        """Raises NotAllowed for whoever may not import."""
        if not actor.holds("administrator"):
            raise NotAllowed("Only an administrator may import records. Ask yours, or sign in as one.")

    def note(
        self, actor: Actor | None, verb: str, kind: str, record: str | None = None, reason: str = ""
    ) -> None:
        """Writes an entry that changes no record: somebody signed in, opened a person's file, exported."""
        with self.store.writing():
            pen = journal.Pen(self.store, actor.id if actor else None, self.now())
            pen.write(verb, kind, record, reason=reason)
            pen.flush()


class Batch:
    """Changes under way in one transaction."""

    def __init__(self, store: Store, actor: Actor, today: date, now: datetime, history: bool) -> None:
        self.store = store
        self.actor = actor
        self.today = today
        self.history = history
        self.rows = Rows(store)
        self.schedules = schedules.Schedules(store, self.rows.find)
        self._pen = journal.Pen(store, actor.id or None, now)
        self._new: dict[str, list[tuple[Any, ...]]] = {}
        #: changed rows that wait, by table and the columns that change
        self._altered: dict[tuple[str, tuple[str, ...]], list[tuple[Any, ...]]] = {}
        #: the records that wait to be written
        self._unwritten: set[str] = set()
        self._waiting = 0
        self._following = Following(store, self.rows, self.schedules)
        self._asking = Asking(self)
        self._ids: list[str] = []
        self._added = 0
        self._changed = 0

    def saved(self) -> Saved:
        """What has been done so far."""
        return Saved(tuple(self._ids), self._added, self._changed)

    def add(self, change: Change) -> str:
        """Checks a change and takes it in; gives the record's key. Raises Invalid, NotAllowed or Conflict."""
        plan = plan_of(change.record.name)
        self._asking.readable(change.reason)
        self._freshen(plan.record)
        key = self._alter(plan, change) if change.id else self._make(plan, change)
        if not self.history:
            self._ids.append(key)
        return key

    # -- new records -------------------------------------------------------------------------------

    def _make(self, plan: Plan, change: Change) -> str:
        record = plan.record
        values: dict[str, Any] = {**plan.defaults, **change.values}
        if record.recorded:
            if values.get("recorded_on") is None:
                values["recorded_on"] = self.today
            if not self.history:
                values["recorded_by_id"] = self.actor.id
        ref = values.pop(record.ident, None) if record.ident else None
        key = change.key or new_key()
        values["id"] = key
        faults = [] if change.read else self._asking.misfits(record, change.values)
        faults += [
            Fault(name, f"is blank; expected {record[name].kind.expected()}")
            for name in plan.required
            if values.get(name) is None
        ]
        if not change.read:
            faults += self._asking.dangling(plan, values, change.values)
            faults += self._asking.taken(plan, values, str(ref or ""), "")
        if not faults:
            faults = self.untrue(record, values)
        if record.ident and ref is None:
            ref = new_reference(PREFIXES[record.name])
        if self.history and record is records.STAFF:
            faults += self._asking.returning(values)
        if not self.history and not faults:
            self._asking.permit(record, values, None)
            faults = list(conduct.faults(self._asking.conducting(record, values, None, change)))
        if faults:
            raise Invalid(faults)
        nth = (change.nth or self._next_nth(plan, values)) if record.several else 0
        self._write_new(plan, key, str(ref or ""), nth, values, change.reason)
        return key

    def _write_new(
        self, plan: Plan, key: str, ref: str, nth: int, values: dict[str, Any], reason: str
    ) -> None:
        record = plan.record
        stated: dict[str, Mapping[str, Any]] = {}
        cells: list[Any] = []
        for name in plan.names:
            value = values.get(name)
            if value is None:
                cells.append(None)
                continue
            said = value if value.__class__ is str else to_json(value)
            stated[name] = {"to": said}
            # What the journal states is what the row keeps, but for lists and for yes and no.
            cells.append(said if said.__class__ is str else to_column(value))
        own: tuple[Any, ...] = (key, 1)
        if record.ident:
            stated[record.ident] = {"to": ref}
            values["ref"] = ref
            own = (key, ref, 1)
        if record.several:
            stated["nth"] = {"to": nth}
            own = (*own, nth)
        if record.table == "staff":
            # Where somebody works is looked at to work out their own first day.
            self.rows.note(record.table, key, values)
        derived = self.schedules.columns(record.table, values) if plan.derived else {}
        values |= derived
        row = (*own, *cells, *(to_column(derived[name]) for name in plan.derived))
        self._new.setdefault(record.name, []).append(row)
        self._pen.write(
            "made", record.table, key, revision=1, changes=stated, sensitive=plan.sensitive, typed=reason
        )
        if record.facts or record.table == "staff":
            self.rows.note(record.table, key, values)
        self._added += 1
        self._following.touch(record.table, key, values, None)
        self._wait(key)

    def _wait(self, key: str) -> None:
        """Counts a record that waits; enough of them are written together."""
        self._unwritten.add(key)
        self._waiting += 1
        if self._waiting >= _BUFFER:
            self.flush()

    def _next_nth(self, plan: Plan, values: Mapping[str, Any]) -> int:
        self.flush()
        where = " AND ".join(f"{name} = :{name}" for name in plan.record.natural)
        sql = f'SELECT coalesce(max(nth), 0) + 1 FROM "{plan.record.table}" WHERE {where}'
        return int(self.store.value(sql, {name: to_column(values[name]) for name in plan.record.natural}))

    # -- changes of a record -----------------------------------------------------------------------

    def current(self, record: Record, key: str) -> tuple[int, dict[str, Any]] | None:
        """The revision and values of a record as they stand in this transaction."""
        self.flush()
        plan = plan_of(record.name)
        row = self.store.row(f"{plan.select} WHERE id = :id", {"id": key})
        return self.values_of(plan, row) if row else None

    @staticmethod
    def values_of(plan: Plan, row: Sequence[Any]) -> tuple[int, dict[str, Any]]:
        """The revision and values of a row that was read with the plan's ``select``."""
        own = len(row) - len(plan.names)
        values: dict[str, Any] = {
            name: read(value) for name, read, value in zip(plan.names, plan.readers, row[own:], strict=True)
        }
        values["id"] = row[0]
        if plan.record.ident:
            values["ref"] = row[1]
        return int(row[2 if plan.record.ident else 1]), values

    def _alter(self, plan: Plan, change: Change, known: tuple[int, dict[str, Any]] | None = None) -> str:
        record = plan.record
        found = known or self.current(record, change.id)
        if found is None:
            raise Invalid([Fault("", f"this {record.title.lower()} is not in the database")])
        revision, before = found
        stated = {name: value for name, value in change.values.items() if name != record.ident}
        altered = {name: value for name, value in stated.items() if before.get(name) != value}
        if not altered:
            return change.id
        values: dict[str, Any] = {**before, **altered}
        faults = [] if change.read else self._asking.misfits(record, altered)
        faults += [
            Fault(name, f"is blank; expected {record[name].kind.expected()}")
            for name in plan.required
            if name in altered and altered[name] is None
        ]
        if not change.read:
            faults += self._asking.dangling(plan, values, altered)
            if any(name in altered for name in record.natural):
                faults += self._asking.taken(plan, values, "", change.id)
        faults += self._asking.anonymised(record, change.id, before, altered)
        if not faults:
            faults = self.untrue(record, values)
        if not faults and not self.history:
            self._asking.permit(record, values, before)
            if change.seen is not None and change.seen != revision:
                raise conflicts.conflict(self.store, record, change.id, change.seen, revision)
            # Filling in a blank is work going on; changing what was said is a correction.
            corrected = [name for name in altered if before.get(name) is not None]
            if corrected and record.code and not change.reason.strip():
                labels = ", ".join(record[name].label for name in corrected)
                faults = [Fault("reason", f"a correction of {labels} needs a reason, in a few words")]
            faults += conduct.faults(self._asking.conducting(record, values, before, change))
        if faults:
            raise Invalid(faults)
        self._write_altered(plan, change, revision, before, values, altered)
        return change.id

    def alter_known(self, change: Change, revision: int, before: dict[str, Any]) -> bool:
        """Changes a record whose row was read already (an import reads many at once); says if it differed."""
        changed = self._changed
        self._freshen(change.record)
        self._alter(plan_of(change.record.name), change, (revision, before))
        return self._changed != changed

    def _write_altered(
        self,
        plan: Plan,
        change: Change,
        revision: int,
        before: dict[str, Any],
        values: dict[str, Any],
        altered: Mapping[str, Value],
    ) -> None:
        record = plan.record
        if change.id in self._unwritten:
            # Which entry is replaced stands in the journal, not in what waits.
            self.flush()
        replaced = journal.replaced_by(self.store, change.id, set(altered))
        stated = {
            name: {"from": to_json(before.get(name)), "to": to_json(value), "replaces": replaced.get(name)}
            for name, value in altered.items()
        }
        # A person outside the staff register has a row in its table and nothing that is worked out.
        whole = record is records.BY_TABLE[record.table]
        if record is records.STAFF:
            self._transfer(change.id, before, values)
        derived = self.schedules.columns(record.table, values) if plan.derived and whole else {}
        values |= derived
        columns = {**{name: values[name] for name in altered}, **derived}
        self._altered.setdefault((record.table, tuple(columns)), []).append(
            (*(to_column(value) for value in columns.values()), revision + 1, change.id)
        )
        self._pen.write(
            "corrected" if any(before.get(name) is not None for name in altered) else "completed",
            record.table,
            change.id,
            revision=revision + 1,
            changes=stated,
            sensitive=plan.sensitive,
            typed=change.reason,
        )
        if record.facts or not whole:
            known = {} if whole else self.rows.find(record.table, change.id) or {}
            self.rows.note(record.table, change.id, {**known, **values})
        self._changed += 1
        self._following.touch(record.table, change.id, values, before)
        self._wait(change.id)

    def _transfer(self, key: str, before: Mapping[str, Any], values: dict[str, Any]) -> None:
        """A dated transfer: where the person worked until then is kept, and what is past stays there."""
        if before["service_id"] is None or before["service_id"] == values["service_id"]:
            return
        until = values.get("service_from")
        if until is None or until == before.get("service_from"):
            until = self.today
        if self.schedules.moved_on(key, until):
            # Moved twice on one day: nobody worked at the service in between.
            return
        # The row itself says from when; the placement says where before.
        self.add_placement(key, before["service_id"], until)

    def add_placement(self, staff: str, service: str, until: date) -> None:
        """Keeps where a person worked until a date."""
        plan = plan_of("placement")
        values: dict[str, Any] = {"staff_id": staff, "service_id": service, "until_on": until}
        self._write_new(plan, new_key(), "", 0, values, "transfer")

    def untrue(self, record: Record, values: Mapping[str, Any]) -> list[Fault]:
        """What of a record as it would stand is impossible, whoever states it."""
        return self._asking.untrue(record, values)

    # -- writing -----------------------------------------------------------------------------------

    def flush(self) -> None:
        """Writes the rows that wait, parents before children, and their journal entries."""
        if not self._waiting:
            return
        for record in records.ALL:
            waiting = self._new.get(record.name)
            if waiting:
                self.store.insert(record.table, plan_of(record.name).columns, waiting)
                waiting.clear()
        for (table, columns), rows in self._altered.items():
            sets = ", ".join(f'"{name}" = ?' for name in (*columns, "revision"))
            self.store.execute_many(f'UPDATE "{table}" SET {sets} WHERE id = ?', rows)
        self._altered.clear()
        self._following.write_slots()
        self._pen.flush()
        self._unwritten.clear()
        self._waiting = 0

    def _freshen(self, record: Record) -> None:
        """Takes in policy and calendars that this transaction changed, before something is scheduled by them."""
        if self._following.stale and record.table not in schedules.MOVES_ALL:
            self.flush()
            self._following.refresh()

    def write(self, verb: str, kind: str, record: str | None = None, reason: str = "") -> None:
        """Adds an entry to the journal that changes no record, such as that an import was made."""
        self._pen.write(verb, kind, record, reason=reason)

    def contradicted(self) -> dict[str, list[Fault]]:
        """The pairings, by key, whose new start or programme what was recorded under them makes impossible."""
        if not self._following.moved:
            return {}
        self.flush()
        found = {key: list(conduct.contradictions(self._facts(key))) for key in sorted(self._following.moved)}
        return {key: faults for key, faults in found.items() if faults}

    def _facts(self, pairing: str) -> conduct.Moved:
        return conduct.Moved(
            values=self.rows.find("pairing", pairing) or {},
            policy=self.schedules.policy,
            first_session=to_date(
                self.store.value("SELECT min(held_on) FROM session WHERE pairing_id = :key", {"key": pairing})
            ),
            last_slot=int(
                self.store.value(
                    "SELECT coalesce(max(slot), 0) FROM excusal WHERE pairing_id = :key", {"key": pairing}
                )
            ),
        )

    def finish(self) -> None:
        """Writes what waits and works out what follows from it. Called once, at the end. Raises Invalid."""
        if impossible := self.contradicted():
            raise Invalid([fault for faults in impossible.values() for fault in faults])
        self.flush()
        self._pen.flush()
        self._following.finish()


def stated(record: Record, typed: Mapping[str, str]) -> tuple[dict[str, Value], list[Fault]]:
    """The values of what was typed or imported, by field, and what does not fit."""
    values: dict[str, Value] = {}
    faults: list[Fault] = []
    for name, text in typed.items():
        try:
            values[name] = record[name].read(text)
        except Unfit as unfit:
            faults.append(Fault(name, str(unfit)))
    return values, faults


__all__ = ["Batch", "Office", "replace", "stated"]
