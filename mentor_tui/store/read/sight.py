"""Which alerts and due items a person may read, in whichever list they are asked for.

By reference alone for those who answer for the whole organisation; else what is about the person's own
pairings, reports, cases, actions and services (people.md, *Roles*).
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property

from mentor_tui.rules.items import DueItem
from mentor_tui.rules.raised import Alert
from mentor_tui.store.reading import Condition, Reader

#: what the subject of an alert or item is, by its code
_PAIRINGS = frozenset(("W1", "W2", "W3", "W10", "E1", "A2", "A3"))
_ACTIONS = frozenset(("E2", "A4"))
_CASES = frozenset(("W4", "W6", "E3", "E4", "B1S", "B2", "B3", "B4", "B5", "B5C"))
_PEOPLE = frozenset(("W5", "A1", "B1"))
_SERVICES = frozenset(("W8", "E5", "A5"))
_STRATEGIC = frozenset(("W9", "E6", "C3", "C4"))


class Sight:
    """What one person may read of the organisation's alerts and lists."""

    def __init__(self, reader: Reader) -> None:
        self._reader = reader
        self._reach = reader.reach

    def alerts(self, raised: Iterable[Alert]) -> list[Alert]:
        """Those of the alerts that the person may read."""
        return [alert for alert in raised if self.sees(alert.code, alert.subject)]

    def items(self, items: Iterable[DueItem]) -> list[DueItem]:
        """Those of the due items that the person may read: their own list, and what they oversee."""
        mine = self._reader.actor.ref
        return [item for item in items if item.person == mine or self.sees(item.kind, item.subject)]

    def sees(self, code: str, subject: str) -> bool:
        """Whether the person may read what an alert or item of this code says of this subject."""
        if self._reach.references:
            return True
        if code in _PAIRINGS:
            return subject in self._pairings
        if code in _ACTIONS:
            return subject in self._actions
        if code in _CASES:
            return subject in self._cases
        if code in _PEOPLE:
            return subject in self._people
        if code in _SERVICES:
            return subject in self._services
        if code in _STRATEGIC:
            return self._reach.strategic
        # What concerns the whole organisation.
        return self._reach.sees_figures(None)

    @cached_property
    def _pairings(self) -> frozenset[str]:
        return self._refs("SELECT p.ref FROM pairing AS p WHERE {}", self._reader.pairings("p"))

    @cached_property
    def _cases(self) -> frozenset[str]:
        return self._refs("SELECT c.ref FROM targeted_case AS c WHERE {}", self._reader.cases("c"))

    @cached_property
    def _actions(self) -> frozenset[str]:
        of_pairings = self._refs(
            "SELECT x.ref FROM action AS x JOIN pairing AS p ON p.id = x.pairing_id WHERE {}",
            self._reader.pairings("p"),
        )
        of_cases = self._refs(
            "SELECT x.ref FROM action AS x JOIN targeted_case AS c ON c.id = x.case_id WHERE {}",
            self._reader.cases("c"),
        )
        own = self._refs(
            "SELECT ref FROM action WHERE {}", Condition("owner_id = :me", {"me": self._reader.actor.id})
        )
        return of_pairings | of_cases | own

    @cached_property
    def _people(self) -> frozenset[str]:
        """Members of staff of one's services, and own reports. Not own mentees: concerns are their manager's."""
        found = self._refs(
            "SELECT s.ref FROM staff AS s WHERE {}",
            Condition("s.line_manager_id = :me", {"me": self._reader.actor.id}),
        )
        if not self._reach.reports:
            found = frozenset()
        return found | frozenset(
            ref
            for ref, began, now in self._reader.store.rows(
                "SELECT ref, start_service_id, service_id FROM staff WHERE service_id IS NOT NULL"
            )
            if self._reach.sees_service(began) or self._reach.sees_service(now)
        )

    @cached_property
    def _services(self) -> frozenset[str]:
        return self._refs("SELECT v.ref FROM service AS v WHERE {}", self._reader.services("v"))

    def _refs(self, sql: str, condition: Condition) -> frozenset[str]:
        rows = self._reader.store.rows(sql.format(condition.sql), condition.params)
        return frozenset(ref for (ref,) in rows)
