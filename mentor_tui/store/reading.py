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
        """The people whose names are read: those of :meth:`progress`, and one's own mentors."""
        mentors = (
            f"{alias}.id IN (SELECT mentor_id FROM pairing WHERE mentee_id = :me)",
            f"{alias}.id IN (SELECT mentor_id FROM targeted_case WHERE staff_id = :me)",
        )
        return self._of_register(alias, (*self._mentees(alias), *mentors))

    def progress(self, alias: str = "s") -> Condition:
        """The people whose training, observations and attendance are read: the register, and one's own mentees."""
        return self._of_register(alias, self._mentees(alias))

    def register(self, alias: str = "s") -> Condition:
        """The people of whom the register is read whole: one's services', own reports, oneself."""
        return self._of_register(alias, ())

    @staticmethod
    def _mentees(alias: str) -> tuple[str, ...]:
        return (
            f"{alias}.id IN (SELECT mentee_id FROM pairing WHERE mentor_id = :me)",
            f"{alias}.id IN (SELECT staff_id FROM targeted_case WHERE mentor_id = :me)",
        )

    def _of_register(self, alias: str, besides: tuple[str, ...]) -> Condition:
        seen = self.reach
        if EVERYWHERE in seen.registers:
            return Condition("1 = 1", {})
        parts = [f"{alias}.id = :me", *besides]
        params: dict[str, Any] = {"me": self.actor.id}
        if seen.reports:
            parts.append(f"{alias}.line_manager_id = :me")
        if seen.registers:
            listed, more = _listed(seen.registers)
            params |= more
            parts.append(f"{alias}.service_id IN ({listed})")
        return Condition("(" + " OR ".join(parts) + ")", params)

    def managed(self, alias: str = "s") -> Condition:
        """The people whom the person manages: those of one's services, and own reports. Concerns are theirs to read."""
        seen = self.reach
        if EVERYWHERE in seen.services:
            return Condition("1 = 1", {})
        parts = ["1 = 0"]
        params: dict[str, Any] = {}
        if seen.services:
            listed, more = _listed(seen.services)
            params |= more
            parts.append(f"{alias}.service_id IN ({listed})")
        if seen.reports:
            parts.append(f"{alias}.line_manager_id = :manager")
            params["manager"] = self.actor.id
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
        """Whether what this mentor and mentee wrote for one another is read: by the two of them alone."""
        return self.actor.id in (mentor, mentee)

    def notes(self, mentee: str | None, alias: str = "x") -> Condition:
        """Of the records of a pairing or case that is one's own, those whose private notes are read.

        The mentee reads all of them. A mentor who came later (of a case, or by a correction) reads none that the
        mentor before wrote: those were between the two of them.
        """
        if self.actor.id == mentee:
            return Condition("1 = 1", {})
        return Condition(
            f"({alias}.recorded_by_id IS NULL OR {alias}.recorded_by_id = :writer)",
            {"writer": self.actor.id},
        )


def _listed(services: frozenset[str]) -> tuple[str, dict[str, Any]]:
    # Named by the key itself: two conditions in one query never take each other's services.
    params = {f"service_{re.sub(r'[^0-9A-Za-z]', '_', key)}": key for key in sorted(services)}
    return ", ".join(f":{name}" for name in params), params


Clock = Callable[[], date]
