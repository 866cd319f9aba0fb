"""What follows from a change: slots to be answered, stopped or laid out anew, dates to be worked out again."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from mentor_tui.office.rows import Rows
from mentor_tui.store import schedules
from mentor_tui.store.database import Store


class Following:
    """Takes note, while a transaction goes on, of what must be looked at again at its end."""

    def __init__(self, store: Store, rows: Rows, plans: schedules.Schedules) -> None:
        self._store = store
        self._rows = rows
        self._schedules = plans
        #: policy or calendars were changed: what is scheduled next needs them anew
        self.stale = False
        self._slots: list[tuple[Any, ...]] = []
        self._answered: set[str] = set()
        self._stopped: set[str] = set()
        self._pairings: set[str] = set()
        self._cases: set[str] = set()
        self._people: set[str] = set()
        #: pairings whose start or programme changed: what was recorded under them must still be possible
        self.moved: set[str] = set()
        self._all = False

    def touch(
        self, table: str, key: str, values: Mapping[str, Any], before: Mapping[str, Any] | None
    ) -> None:
        """Takes note of a record that is made (no ``before``) or changed."""
        if table == "session" or table == "excusal":
            self._answered.add(values["pairing_id"])
            if before is not None:
                self._answered.add(before["pairing_id"])
        elif table == "pairing":
            if before is None:
                self._slots.extend(self._schedules.slots(key, values))
            else:
                self._pairings.add(key)
                if any(before[name] != values[name] for name in ("started_on", "programme")):
                    self.moved.add(key)
        elif table == "targeted_case" and before is not None:
            self._cases.add(key)
        elif table == "staff" and before is not None:
            if any(before.get(name) != values.get(name) for name in ("service_id", "service_from")):
                self._people.add(key)
            if before.get("employment_end") != values.get("employment_end"):
                self._stopped.add(key)
        elif table == "placement":
            self._schedules.placed(values["staff_id"], values["service_id"], values["until_on"])
            self._people.add(values["staff_id"])
        elif table in schedules.MOVES_ALL:
            self.stale = True
            self._all = self._all or schedules.any_scheduled(self._store)
        elif table == "service" and before is not None and before.get("nation") != values.get("nation"):
            self._all = True

    def refresh(self) -> None:
        """Reads policy and calendars again once their changes are written."""
        self._schedules.refresh()
        self.stale = False

    def write_slots(self) -> None:
        """Writes the slots of new pairings, after the pairings themselves."""
        self._schedules.write_slots(self._slots)
        self._slots.clear()

    def finish(self) -> None:
        """Works out what follows, once all rows are written."""
        if self._all:
            schedules.rebuild(self._store)
            return
        self._pairings |= self._schedules.redo_people(self._people, self._rows.note)
        self._schedules.redo(self._pairings, self._cases, self._rows.note)
        self._schedules.stop(self._stopped)
        self._schedules.answer(self._answered - self._pairings)
