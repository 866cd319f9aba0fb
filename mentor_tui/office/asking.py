"""What is asked of every change before it is written: does it fit, is it true, may they?"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING, Any

from mentor_tui import personal, records
from mentor_tui.access import RESERVED, may_write, writers_in_words
from mentor_tui.declare import Entry, Fault, Record, Unfit, Value
from mentor_tui.office import conduct
from mentor_tui.office.changes import Change, Invalid, NotAllowed
from mentor_tui.office.conducting import Conducting
from mentor_tui.office.plans import Plan
from mentor_tui.office.standing import standing_of
from mentor_tui.store import journal
from mentor_tui.store.values import to_column, to_date
from mentor_tui.text import UncleanText, clean

if TYPE_CHECKING:
    from mentor_tui.office.desk import Batch


_LEAVE_OUT = "take the row or the change out"


class Asking:
    """The questions that a batch of changes asks of each."""

    def __init__(self, batch: Batch) -> None:
        self._batch = batch

    @staticmethod
    def misfits(record: Record, values: Mapping[str, Value]) -> list[Fault]:
        """What of the stated values does not fit its field."""
        faults = []
        for name, value in values.items():
            if value is None:
                continue
            if name not in record.by_name:
                faults.append(Fault(name, "is not a field of this record"))
                continue
            try:
                record[name].kind.check(value)
            except Unfit as unfit:
                faults.append(Fault(name, str(unfit)))
        return faults

    @staticmethod
    def readable(reason: str) -> None:
        """Raises Invalid where the reason of a change holds a character that is not kept."""
        try:
            clean(reason, lines=True)
        except UncleanText as unclean:
            raise Invalid([Fault("reason", str(unclean))]) from None

    def anonymised(
        self, record: Record, key: str, before: Mapping[str, Any], altered: Iterable[str]
    ) -> list[Fault]:
        """What of a change would tell again who somebody was, or say more of them, after they were anonymised."""
        told = [name for name in altered if record[name].sensitive]
        if told and journal.is_anonymised(self._batch.store, key):
            return [
                Fault(
                    told[0], f"the person of this record was anonymised, so it stays as it is; {_LEAVE_OUT}"
                )
            ]
        for one in personal.links(record, "theirs", "mentor"):
            if one.name not in altered or one.kind.to != "staff":  # type: ignore[attr-defined]
                continue
            person = self._batch.rows.find("staff", before.get(one.name) or "")
            if person and str(person["ref"]).startswith(f"{personal.PREFIX}-"):
                return [
                    Fault(one.name, f"this person was anonymised, and stays so in the record; {_LEAVE_OUT}")
                ]
        return []

    def returning(self, values: Mapping[str, Any]) -> list[Fault]:
        """Whether a member of staff whom a file brings was here and was anonymised: then the file is an old one.

        Nothing is kept to know them by but what stays in their record: service, first and last day.
        """
        for service, start, end in self._left_unnamed:
            if (values["service_id"], values["employment_start"]) == (service, start) and values.get(
                "employment_end"
            ) in (None, end):
                return [
                    Fault(
                        "staff_id",
                        "somebody who was anonymised worked at this service from this day, and this row may bring "
                        f"their name back; {_LEAVE_OUT}, or add the person by hand if it is somebody else",
                    )
                ]
        return []

    @cached_property
    def _left_unnamed(self) -> list[tuple[str, date | None, date | None]]:
        rows = self._batch.store.rows(
            "SELECT service_id, employment_start, employment_end FROM staff "
            "WHERE ref >= :first AND ref < :after AND name = :name",
            {"first": f"{personal.PREFIX}-", "after": f"{personal.PREFIX}.", "name": personal.NAME},
        )
        return [(service, to_date(start), to_date(end)) for service, start, end in rows]

    def dangling(self, plan: Plan, values: Mapping[str, Any], stated: Mapping[str, Value]) -> list[Fault]:
        """Which of the stated links lead to no record."""
        faults = []
        for name, table in plan.links.items():
            key = values.get(name)
            if name in stated and key is not None and not self._exists(table, key):
                words = records.BY_TABLE[table].title.lower()
                faults.append(Fault(name, f"there is no such {words}"))
        return faults

    def taken(self, plan: Plan, values: Mapping[str, Any], ref: str, key: str) -> list[Fault]:
        """Whether another record than ``key`` has the same id or the same natural key.

        The database would refuse most of these as well, but not where a part of the key is blank.
        """
        record = plan.record
        self._batch.flush()
        if ref and self._batch.store.value(f'SELECT 1 FROM "{record.table}" WHERE ref = :ref', {"ref": ref}):
            return [Fault(record.ident, f"'{ref}' is in use already; choose another")]
        if record.ident or record.several or any(values.get(name) is None for name in self._firm(record)):
            return []
        same = " AND ".join(
            f"{name} = :{name}" if values.get(name) is not None else f"{name} IS NULL"
            for name in record.natural
        )
        params = {name: to_column(values[name]) for name in record.natural if values.get(name) is not None}
        sql = f'SELECT 1 FROM "{record.table}" WHERE {same} AND id <> :key'
        if self._batch.store.value(sql, {**params, "key": key}):
            return [Fault(record.natural[-1], "this is recorded already; change that record instead")]
        return []

    @staticmethod
    def _firm(record: Record) -> list[str]:
        return [name for name in record.natural if record[name].required]

    def _exists(self, table: str, key: str) -> bool:
        if self._batch.rows.find(table, key) is not None:
            return True
        self._batch.flush()
        return self._batch.rows.find(table, key) is not None

    def untrue(self, record: Record, values: Mapping[str, Any]) -> list[Fault]:
        """What of a record as it would stand is impossible, whoever states it."""
        entry = Entry(values, self._batch.rows.find, self._batch.today)
        return [fault for check in record.checks for fault in check(entry)] + list(
            conduct.impossible(record.name, entry, self._batch.schedules)
        )

    def permit(self, record: Record, values: Mapping[str, Any], before: Mapping[str, Any] | None) -> None:
        """Raises NotAllowed where the person may not write the record."""
        name = f"audit:{values['kind']}" if record.name == "audit" else record.name
        allowed = may_write(self._batch.actor, name, standing_of(record, values, self._batch.rows))
        if before is not None and allowed:
            # A record is not moved out of somebody else's reach into one's own.
            allowed = may_write(self._batch.actor, name, standing_of(record, before, self._batch.rows))
        if not allowed:
            raise NotAllowed(
                f"This is for the {writers_in_words(name)} of the service or pairing. "
                "Nothing was saved. If it should be you, ask your administrator."
            )
        for (table, field), role in RESERVED.items():
            if record.table != table or self._batch.actor.holds(role):
                continue
            if values.get(field) != (before or {}).get(field):
                raise NotAllowed(
                    f"Only the {role} may change {record[field].label.lower()}. Nothing was saved."
                )

    def conducting(
        self, record: Record, values: Mapping[str, Any], before: Mapping[str, Any] | None, change: Change
    ) -> Conducting:
        """The record as the rules of conduct look at it."""
        return Conducting(
            record=record,
            values=values,
            before=before,
            stated=change.values,
            reason=change.reason,
            actor=self._batch.actor,
            today=self._batch.today,
            store=self._batch.store,
            rows=self._batch.rows,
            policy=self._batch.schedules.policy,
            flush=self._batch.flush,
        )
