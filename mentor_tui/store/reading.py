"""What a person may read: the conditions that every query for a screen or a listing carries.

People.md decides who reads what; :func:`mentor_tui.access.reach` turns it into reach, and this turns reach
into SQL, in one place. A query that shows records of people joins one of these conditions.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from mentor_tui.access import EVERYWHERE, Actor, Reach, reach
from mentor_tui.store.database import Store


@dataclass(frozen=True, slots=True)
class Condition:
    """A piece of SQL for a WHERE clause, with its parameters."""

    sql: str
    params: dict[str, Any]


def renamed(condition: Condition, prefix: str) -> Condition:
    """The condition with other names for its parameters, so that it can stand beside another."""
    return Condition(
        re.sub(r":(\w+)", rf":{prefix}\1", condition.sql),
        {f"{prefix}{name}": value for name, value in condition.params.items()},
    )


@dataclass(frozen=True)
class Reader:
    """Reads for one person on one day. Every query of :mod:`mentor_tui.store.read` is asked of one."""

    store: Store
    actor: Actor
    today: date

    @property
    def reach(self) -> Reach:
        """What the person may read."""
        return reach(self.actor)

    def pairings(self, alias: str = "p") -> Condition:
        """The pairings that the person may read, with names; private notes are asked about apart.

        Mentor and mentee read their own; a line manager those of own reports; an HR coordinator, operations
        manager or registered manager those of their services (of the service in which the pairing began, and
        of the one in which the mentee works now).
        """
        return self._of_people(alias, "mentee_id", ("mentor_id", "mentee_id"))

    def cases(self, alias: str = "c") -> Condition:
        """The cases that the person may read: as pairings, and the L&D lead those of their services."""
        return self._of_people(alias, "staff_id", ("mentor_id", "staff_id"), learning=True)

    def _of_people(self, alias: str, person: str, own: tuple[str, ...], learning: bool = False) -> Condition:
        seen = self.reach
        services = seen.learning if learning else seen.services
        if EVERYWHERE in services:
            return Condition("1 = 1", {})
        parts = [f"{alias}.{column} = :me" for column in own]
        params: dict[str, Any] = {"me": self.actor.id}
        if seen.reports:
            parts.append(f"{alias}.{person} IN (SELECT id FROM staff WHERE line_manager_id = :me)")
        if services:
            listed, more = _listed(services)
            params |= more
            parts.append(f"{alias}.service_id IN ({listed})")
            parts.append(f"{alias}.{person} IN (SELECT id FROM staff WHERE service_id IN ({listed}))")
        return Condition("(" + " OR ".join(parts) + ")", params)

    def staff(self, alias: str = "s") -> Condition:
        """The people of whom the register is read: one's services', own reports, own mentees and mentor, oneself."""
        seen = self.reach
        if EVERYWHERE in seen.registers:
            return Condition("1 = 1", {})
        parts = [
            f"{alias}.id = :me",
            f"{alias}.id IN (SELECT mentee_id FROM pairing WHERE mentor_id = :me)",
            f"{alias}.id IN (SELECT mentor_id FROM pairing WHERE mentee_id = :me)",
        ]
        params: dict[str, Any] = {"me": self.actor.id}
        if seen.reports:
            parts.append(f"{alias}.line_manager_id = :me")
        if seen.registers:
            listed, more = _listed(seen.registers)
            params |= more
            parts.append(f"{alias}.service_id IN ({listed})")
        return Condition("(" + " OR ".join(parts) + ")", params)

    def services(self, alias: str = "v") -> Condition:
        """The services whose figures are read."""
        seen = self.reach
        if EVERYWHERE in seen.figures:
            return Condition("1 = 1", {})
        if not seen.figures:
            return Condition("1 = 0", {})
        listed, params = _listed(seen.figures)
        return Condition(f"{alias}.id IN ({listed})", params)

    def reads_private(self, mentor: str | None, mentee: str | None) -> bool:
        """Whether private notes of this mentor and mentee are read: by the two of them alone."""
        return self.actor.id in (mentor, mentee)


def _listed(services: frozenset[str]) -> tuple[str, dict[str, Any]]:
    params = {f"service{number}": key for number, key in enumerate(sorted(services))}
    return ", ".join(f":{name}" for name in params), params


Clock = Callable[[], date]
