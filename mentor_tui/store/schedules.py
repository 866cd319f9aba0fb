"""What is derived from the records and kept beside them, so that every figure is a query.

Slots and a few dates (the day a record was due, a person's ninetieth day, the service of a pairing) are worked
out whenever what they depend on changes. :func:`rebuild` works them all out again and says what differed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date, timedelta
from typing import Any

from mentor_tui import records
from mentor_tui.calendar import Calendars, WorkingDays
from mentor_tui.policy import OFFSETS_PREFIX, Policy, PolicyChange, PolicyValue
from mentor_tui.programmes import schedule
from mentor_tui.store.database import Store
from mentor_tui.store.values import from_column, to_column, to_date

Find = Callable[[str, str], Mapping[str, Any] | None]
#: takes note of a row's values: its table, its key, its values
Note = Callable[[str, str, Mapping[str, Any]], None]

_SLOT_COLUMNS = (
    "pairing_id",
    "number",
    "service_id",
    "opens_on",
    "due_on",
    "ends_on",
    "cycle",
    "known_on",
    "stopped_on",
)

_ANSWERS = """
UPDATE slot SET
 answered_on = (SELECT min(s.recorded_on) FROM session AS s WHERE s.pairing_id = slot.pairing_id
                AND s.held_on BETWEEN slot.opens_on AND slot.ends_on),
 excused_on = (SELECT min(x.recorded_on) FROM excusal AS x WHERE x.pairing_id = slot.pairing_id
               AND x.slot = slot.number AND x.recorded_on <= slot.ends_on)
"""

#: records whose change moves every schedule
MOVES_ALL = ("calendar_day", "policy_change")

_CHUNK = 400


def load_policy(store: Store) -> Policy:
    """The organisation's policy, with all that was changed and since when."""
    rows = store.rows("SELECT key, value, from_on FROM policy_change ORDER BY from_on, id")
    return Policy(
        PolicyChange(key, policy_value(key, text), date.fromisoformat(day)) for key, text, day in rows
    )


def policy_value(key: str, text: str) -> PolicyValue:
    """The value that the text of a policy stands for: a number, or a programme's days.

    Raises ValueError where it is neither.
    """
    if key.startswith(OFFSETS_PREFIX):
        return tuple(int(part) for part in text.replace(";", " ").replace(",", " ").split())
    return int(text)


def load_calendars(store: Store) -> Calendars:
    """The working days of every nation, with what the administrator added and removed."""
    added: dict[str | None, list[date]] = {}
    removed: dict[str | None, list[date]] = {}
    for nation, day, working in store.rows("SELECT nation, day, working FROM calendar_day"):
        (added if working else removed).setdefault(nation, []).append(date.fromisoformat(day))
    return Calendars(added, removed)


class Schedules:
    """Works out the derived columns and slots of rows that are being written."""

    def __init__(self, store: Store, find: Find) -> None:
        self._store = store
        self._find = find
        self.refresh()
        self._placements: dict[str, list[tuple[date, str]]] = {}
        for staff, service, until in store.rows("SELECT staff_id, service_id, until_on FROM placement"):
            self.placed(staff, service, date.fromisoformat(until))

    def refresh(self) -> None:
        """Reads policy and calendars as they stand now."""
        self.policy = load_policy(self._store)
        self.calendars = load_calendars(self._store)

    def moved_on(self, staff: str, on: date) -> bool:
        """Whether a transfer of the person on that very day is known."""
        return any(until == on for until, _ in self._placements.get(staff, ()))

    def placed(self, staff: str, service: str, until: date) -> None:
        """Takes note of where a person worked before a transfer."""
        history = self._placements.setdefault(staff, [])
        if (until, service) not in history:
            history.append((until, service))
            history.sort()

    def service_at(self, staff: str | None, on: date | None) -> str | None:
        """The service in which a person worked on a date: a transfer rewrites nothing that is past."""
        if staff is None:
            return None
        if on is not None:
            for until, service in self._placements.get(staff, ()):
                if on < until:
                    return service
        person = self._find("staff", staff)
        return person["service_id"] if person else None

    def days_of(self, service: str | None) -> WorkingDays:
        """The working days of a service's nation; England's where there is none."""
        found = self._find("service", service) if service else None
        return self.calendars.of(found["nation"] if found else None)

    def columns(self, table: str, values: Mapping[str, Any]) -> dict[str, Any]:
        """The derived columns of a row. Dates are dates, services are keys."""
        if table == "session":
            pairing = self._find("pairing", values["pairing_id"]) or {}
            return {"record_due": self.days_of(pairing.get("service_id")).roll(values["held_on"])}
        if table == "staff":
            start = values.get("employment_start")
            service = self.service_at(values["id"], start) if start else None
            return {
                "start_service_id": service,
                "first_day_due": self.days_of(service).roll(start) if start else None,
                "day_90": start + timedelta(days=90) if start else None,
            }
        if table == "pairing":
            start = values["started_on"]
            service = self.service_at(values["mentee_id"], start)
            return {
                "service_id": service,
                "day_90": start + timedelta(days=90),
                "week_four_from": start + timedelta(days=21),
                "week_four_due": self.days_of(service).roll(start + timedelta(days=28)),
            }
        if table == "action":
            parent = (
                self._find("pairing", values["pairing_id"])
                if values.get("pairing_id")
                else self._find("targeted_case", values["case_id"])
            ) or {}
            return {"record_due": self.days_of(parent.get("service_id")).roll(values["need_identified_on"])}
        if table == "targeted_case":
            service = self.service_at(values["staff_id"], values["planned_on"])
            return {
                "service_id": service,
                "plan_due": self.days_of(service).add(values["risk_identified_on"], 3),
            }
        return {}

    def slots(self, key: str, pairing: Mapping[str, Any]) -> list[tuple[Any, ...]]:
        """The slot rows of a pairing, without what answers them."""
        start = pairing["started_on"]
        service = pairing["service_id"]
        mentee = self._find("staff", pairing["mentee_id"]) or {}
        ends = [day for day in (pairing.get("ended_on"), mentee.get("employment_end")) if day]
        stopped = to_column(min(ends)) if ends else None
        known = to_column(pairing["recorded_on"])
        return [
            (
                key,
                slot.number,
                service,
                slot.opens_on.isoformat(),
                slot.due_on.isoformat(),
                slot.ends_on.isoformat(),
                slot.cycle,
                known,
                stopped,
            )
            for slot in schedule(
                start,
                self.policy.offsets(pairing["programme"], start),
                self.days_of(service),
                self.policy.grace_at,
            )
        ]

    def write_slots(self, rows: list[tuple[Any, ...]]) -> None:
        """Puts new slots into the database."""
        self._store.insert("slot", _SLOT_COLUMNS, rows)

    def answer(self, pairings: Iterable[str]) -> None:
        """Notes on the slots of these pairings what answers them."""
        for keys in _chunks(sorted(pairings)):
            marks = ", ".join("?" * len(keys))
            self._store.execute(f"{_ANSWERS} WHERE pairing_id IN ({marks})", keys)

    def stop(self, people: Iterable[str]) -> None:
        """Notes on the slots of these people's pairings when pairing or employment ended."""
        for keys in _chunks(sorted(people)):
            marks = ", ".join("?" * len(keys))
            self._store.execute(
                "UPDATE slot SET stopped_on = (SELECT CASE "
                "WHEN p.ended_on IS NULL THEN m.employment_end WHEN m.employment_end IS NULL THEN p.ended_on "
                "WHEN p.ended_on < m.employment_end THEN p.ended_on ELSE m.employment_end END "
                "FROM pairing AS p JOIN staff AS m ON m.id = p.mentee_id WHERE p.id = slot.pairing_id) "
                f"WHERE pairing_id IN (SELECT id FROM pairing WHERE mentee_id IN ({marks}))",
                keys,
            )

    def redo_people(self, people: Iterable[str], note: Note) -> set[str]:
        """Works out again where these people worked when something began; gives their pairings."""
        pairings: set[str] = set()
        for keys in _chunks(sorted(people)):
            self._derive("staff", "id", keys, note)
            pairings.update(self._derive("pairing", "mentee_id", keys, note))
            for cases in _chunks(self._derive("targeted_case", "staff_id", keys, note)):
                self._derive("action", "case_id", cases, note)
        return pairings

    def _derive(self, table: str, link: str, keys: list[str], note: Note) -> list[str]:
        """Works out the derived columns of the rows whose ``link`` is among the keys; gives the rows' keys."""
        marks = {f"k{number}": key for number, key in enumerate(keys)}
        where = f" WHERE {link} IN ({', '.join(':' + mark for mark in marks)})"
        names = [column.name for column in records.BY_TABLE[table].derived]
        changed, found = [], []
        for key, values in list(rows_of(self._store, table, where, marks)):
            found.append(key)
            now = self.columns(table, values)
            if any(values[name] != now[name] for name in names):
                changed.append([*(to_column(now[name]) for name in names), key])
                if table in _LOOKED_AT:
                    note(table, key, {**values, **now})
        sets = ", ".join(f"{name} = ?" for name in names)
        self._store.execute_many(f'UPDATE "{table}" SET {sets} WHERE id = ?', changed)
        return found

    def redo(self, pairings: Iterable[str], cases: Iterable[str], note: Note) -> None:
        """Works out again what depends on these pairings and cases, from their rows as they stand now."""
        kept = sorted(pairings)
        for keys in _chunks(kept):
            marks = ", ".join("?" * len(keys))
            self._store.execute(f"DELETE FROM slot WHERE pairing_id IN ({marks})", keys)
            self._derive("session", "pairing_id", keys, note)
            self._derive("action", "pairing_id", keys, note)
        for keys in _chunks(sorted(cases)):
            self._derive("action", "case_id", keys, note)
        rows = []
        for key in kept:
            found = self._find("pairing", key)
            if found:
                rows.extend(self.slots(key, found))
        self.write_slots(rows)
        self.answer(kept)


def _chunks(keys: list[str]) -> Iterable[list[str]]:
    for start in range(0, len(keys), _CHUNK):
        yield keys[start : start + _CHUNK]


#: tables whose facts others look at
_LOOKED_AT = ("staff", "pairing", "targeted_case")

#: tables with derived columns, those first on which others depend
_DERIVED = ("staff", "pairing", "targeted_case", "session", "action")


def rebuild(store: Store) -> int:
    """Works out everything that is derived again, inside a writing transaction; gives how much differed."""
    facts: dict[tuple[str, str], Mapping[str, Any]] = {}

    def find(table: str, key: str) -> Mapping[str, Any] | None:
        return facts.get((table, key))

    for table in ("service", "staff", "pairing", "targeted_case"):
        for key, values in rows_of(store, table):
            facts[table, key] = values
    schedules = Schedules(store, find)
    differing = 0
    for table in _DERIVED:
        names = [column.name for column in records.BY_TABLE[table].derived]
        changed = []
        for key, values in rows_of(store, table):
            now = schedules.columns(table, values)
            if any(values[name] != now[name] for name in names):
                changed.append([*(to_column(now[name]) for name in names), key])
            if (table, key) in facts:
                facts[table, key] = {**values, **now}
        sets = ", ".join(f"{name} = ?" for name in names)
        store.execute_many(f'UPDATE "{table}" SET {sets} WHERE id = ?', changed)
        differing += len(changed)
    before = set(_slot_rows(store))
    store.execute("DELETE FROM slot")
    fresh: list[tuple[Any, ...]] = []
    for (table, key), known in facts.items():
        if table == "pairing":
            fresh.extend(schedules.slots(key, known))
    schedules.write_slots(fresh)
    store.execute(_ANSWERS)
    return differing + len(before ^ set(_slot_rows(store)))


def _slot_rows(store: Store) -> Iterable[tuple[Any, ...]]:
    return store.stream(f"SELECT {', '.join(_SLOT_COLUMNS)}, answered_on, excused_on FROM slot")


def any_scheduled(store: Store) -> bool:
    """Whether anything depends on policy and calendars yet."""
    return store.value("SELECT 1 FROM staff WHERE employment_start IS NOT NULL LIMIT 1") is not None


def rows_of(
    store: Store, table: str, where: str = "", params: Mapping[str, Any] | None = None
) -> Iterable[tuple[str, dict[str, Any]]]:
    """The rows of a table as values: its key, and its columns by name with dates as dates."""
    record = records.BY_TABLE[table]
    columns = {("ref" if one.name == record.ident else one.name): one.kind for one in record.fields}
    columns |= {one.name: one.kind for one in record.derived}
    turn = [from_column(kind) for kind in columns.values()]
    for row in store.stream(f'SELECT id, {", ".join(columns)} FROM "{table}"{where}', params):
        values = {name: read(value) for name, read, value in zip(columns, turn, row[1:], strict=True)}
        yield row[0], {"id": row[0], **values}


__all__ = [
    "MOVES_ALL",
    "Schedules",
    "load_calendars",
    "load_policy",
    "policy_value",
    "rebuild",
    "rows_of",
    "to_date",
]
