"""Which records can put something on one person's list: by role, service, pairing, report or ownership.

The rules (:mod:`mentor_tui.rules.due`) run over these alone, so that a mentor's list costs the same in an
organisation of five hundred services.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from mentor_tui.access import EVERYWHERE, Actor
from mentor_tui.policy import NEW_STARTER_DAYS, UPCOMING_DAYS, Policy
from mentor_tui.rules.items import ACTION_OWNER, DueItem
from mentor_tui.store.loading import Scope
from mentor_tui.store.reading import Reader

_OPEN = "(p.ended_on IS NULL OR p.ended_on > :day)"
_UNDONE = (
    "(x.completed_on IS NULL OR x.completed_on > :day) AND (x.cancelled_on IS NULL OR x.cancelled_on > :day)"
)

#: items that a role answers for in its services, and in the whole organisation; others are a named person's
_OF_SERVICE = frozenset(("A1", "A5", "B1", "B1S", "B3", "B4", "B5", "B5C"))
_OF_ORGANISATION = frozenset(("C1", "C2", "C3", "C4", "C5"))
_OVERSIGHT = ("operations_manager", "data_analyst", "hr_business_partner", "director_of_people")


@dataclass
class _Parts:
    params: dict[str, Any]
    pairings: list[str] = field(default_factory=list)
    cases: list[str] = field(default_factory=list)
    staff: list[str] = field(default_factory=list)

    def within(self, column: str, services: frozenset[str]) -> str:
        """The condition that a column names one of these services."""
        if EVERYWHERE in services:
            return "1 = 1"
        names = []
        for key in sorted(services):
            name = f"v{len(self.params)}"
            self.params[name] = key
            names.append(f":{name}")
        return f"{column} IN ({', '.join(names)})"


def scope_of(reader: Reader, policy: Policy) -> Scope:
    """What the rules must see to know what this person has to do; blank parts where there is nothing."""
    actor, today = reader.actor, reader.today
    parts = _Parts(
        {
            "me": actor.id,
            "day": today.isoformat(),
            "early": (today - timedelta(days=policy.at(NEW_STARTER_DAYS, today))).isoformat(),
            "late": (today + timedelta(days=policy.at(UPCOMING_DAYS, today))).isoformat(),
        }
    )
    parts.pairings.append(
        "SELECT x.pairing_id FROM action AS x "
        f"WHERE x.owner_id = :me AND x.pairing_id IS NOT NULL AND {_UNDONE}"
    )
    parts.cases.append(
        f"SELECT x.case_id FROM action AS x WHERE x.owner_id = :me AND x.case_id IS NOT NULL AND {_UNDONE}"
    )
    if actor.holds("mentor"):
        parts.pairings.append(f"SELECT p.id FROM pairing AS p WHERE p.mentor_id = :me AND {_OPEN}")
        parts.cases.append("SELECT c.id FROM targeted_case AS c WHERE c.mentor_id = :me")
    if actor.holds("line_manager"):
        parts.pairings.append(
            "SELECT p.id FROM pairing AS p JOIN staff AS m ON m.id = p.mentee_id "
            f"WHERE m.line_manager_id = :me AND {_OPEN}"
        )
    _for_services(actor, parts)
    told = _union(parts.pairings)
    if hr := actor.services("hr_coordinator"):
        # Whoever has a mentor already is no new starter who waits; that the pairing is there is all it takes.
        parts.pairings.append(
            "SELECT p.id FROM pairing AS p JOIN staff AS m ON m.id = p.mentee_id "
            "WHERE p.programme = 'new_starter' AND m.employment_start > :early "
            f"AND {parts.within('m.start_service_id', hr)}"
        )
    staff = [
        *parts.staff,
        f"SELECT mentee_id FROM pairing WHERE id IN ({_union(parts.pairings)})",
        f"SELECT staff_id FROM targeted_case WHERE id IN ({_union(parts.cases)})",
    ]
    return Scope(
        pairings=_union(parts.pairings),
        histories=told,
        cases=_union(parts.cases),
        staff=_union(staff),
        oversight=any(actor.holds(role) for role in (*_OVERSIGHT, "board_quality_lead")),
        params=parts.params,
    )


def _for_services(actor: Actor, parts: _Parts) -> None:
    if hr := actor.services("hr_coordinator"):
        # New starters without a mentor.
        parts.staff.append(
            "SELECT s.id FROM staff AS s WHERE s.employment_start > :early AND s.employment_start <= :late "
            f"AND {parts.within('s.start_service_id', hr)} AND NOT EXISTS (SELECT 1 FROM pairing AS p "
            "WHERE p.mentee_id = s.id AND p.programme = 'new_starter' AND p.recorded_on <= :day)"
        )
        parts.cases.append(f"SELECT c.id FROM targeted_case AS c WHERE {parts.within('c.service_id', hr)}")
    if registered := actor.services("registered_manager"):
        at_risk = "SELECT r.staff_id FROM risk AS r"
        reviewed = (
            "SELECT p.id FROM pairing AS p JOIN review AS r ON r.pairing_id = p.id "
            "WHERE r.outcome = 'targeted_support'"
        )
        parts.staff.append(at_risk)
        parts.pairings.append(reviewed)
        parts.pairings.append(
            "SELECT p.id FROM pairing AS p JOIN staff AS m ON m.id = p.mentee_id "
            f"WHERE m.line_manager_id IS NULL AND {_OPEN} AND {parts.within('p.service_id', registered)}"
        )
        parts.cases.append(
            f"SELECT c.id FROM targeted_case AS c WHERE {parts.within('c.service_id', registered)} "
            f"OR c.staff_id IN ({at_risk}) "
            f"OR c.staff_id IN (SELECT mentee_id FROM pairing WHERE id IN ({reviewed}))"
        )
    if learning := actor.services("ld_lead"):
        parts.cases.append(
            f"SELECT c.id FROM targeted_case AS c WHERE {parts.within('c.service_id', learning)}"
        )
    if operations := actor.services("operations_manager"):
        parts.staff.append(
            f"SELECT s.id FROM staff AS s WHERE {parts.within('s.service_id', operations)} "
            "UNION SELECT w.staff_id FROM placement AS w WHERE " + parts.within("w.service_id", operations)
        )
    if any(actor.holds(role) for role in (*_OVERSIGHT[1:], "board_quality_lead")):
        # Whether there was anything to report on: the earliest first day is all that is asked.
        parts.staff.append(
            "SELECT s.id FROM staff AS s WHERE s.employment_start IS NOT NULL AND s.service_id IS NOT NULL "
            "ORDER BY s.employment_start LIMIT 1"
        )


def mine(reader: Reader, items: Iterable[DueItem], key_of: dict[str, str]) -> list[DueItem]:
    """Those of the items that are on this person's list; ``key_of`` turns a service's id into its key."""
    return [item for item in items if _is_mine(reader.actor, item, key_of)]


def _is_mine(actor: Actor, item: DueItem, key_of: dict[str, str]) -> bool:
    service = key_of.get(item.service) if item.service is not None else None
    if item.role == ACTION_OWNER:
        return item.person == actor.ref
    if item.kind == "A3" and item.person is None:
        # Nobody is named as line manager: the registered manager may review.
        return actor.holds("registered_manager", service or "")
    if item.kind in _OF_ORGANISATION or (item.kind in _OF_SERVICE and service is None):
        return actor.holds(item.role)
    if item.kind in _OF_SERVICE:
        return actor.holds(item.role, service)
    return item.person == actor.ref and actor.holds(item.role)


def _union(queries: list[str]) -> str:
    return " UNION ".join(f"SELECT * FROM ({one})" for one in queries)
