"""A small organisation, made through the office: one service, a mentor, a new starter, their manager."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from mentor_tui import records
from mentor_tui.access import Actor, Holding, holdings
from mentor_tui.office import Change, Office
from mentor_tui.store import database
from mentor_tui.store.database import Store

TODAY = date(2026, 3, 12)
ADMINISTRATOR = Actor("", "admin", "Administrator", None, (Holding("administrator", "*"),))


class Trusting(Office):
    """An office that takes people for what the test says they are, whatever roles stand in the register.

    That the office reads the roles of today has its own test (test_standing_today).
    """

    def as_they_stand(self, actor: Actor) -> Actor:
        return actor


@dataclass
class House:
    """The organisation and its people by their keys."""

    store: Store
    office: Office
    service: str
    other_service: str
    mentor: str
    mentee: str
    manager: str
    pairing: str

    def actor(self, key: str, *roles: str) -> Actor:
        """A person of the first service with these roles."""
        return Actor(key, key, key, self.service, holdings(roles, self.service, {}))

    @property
    def as_mentor(self) -> Actor:
        return self.actor(self.mentor, "mentor")

    @property
    def as_manager(self) -> Actor:
        return self.actor(self.manager, "line_manager", "registered_manager")

    @property
    def as_hr(self) -> Actor:
        return self.actor(self.manager, "hr_coordinator")


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    store = database.create(tmp_path / "records.db")
    office = Trusting(store, lambda: TODAY, lambda: datetime(2026, 3, 12, 9, 30, tzinfo=UTC))
    with office.batch(ADMINISTRATOR, history=True) as batch:
        service = batch.add(
            Change(records.SERVICE, {"service_id": "S1", "name": "Oak House", "nation": "scotland"})
        )
        other = batch.add(
            Change(records.SERVICE, {"service_id": "S2", "name": "Elm House", "nation": "wales"})
        )

        def person(ref: str, name: str, start: date, line_manager: str | None = None) -> str:
            return batch.add(
                Change(
                    records.STAFF,
                    {
                        "staff_id": ref,
                        "name": name,
                        "service_id": service,
                        "job_role": "Care worker",
                        "employment_start": start,
                        "line_manager_id": line_manager,
                    },
                )
            )

        manager = person("LM", "Moira Grant", date(2018, 1, 8))
        mentor = person("M1", "Mo Khan", date(2020, 1, 6))
        mentee = person("W1", "Ann Lee", date(2026, 2, 2), manager)
        batch.add(
            Change(
                records.MENTOR,
                {"staff_id": mentor, "trained_on": date(2021, 1, 4), "capacity": 2, "expertise": ()},
            )
        )
        pairing = batch.add(
            Change(
                records.PAIRING,
                {
                    "pairing_id": "P1",
                    "mentee_id": mentee,
                    "mentor_id": mentor,
                    "started_on": date(2026, 2, 2),
                    "programme": "new_starter",
                    "recorded_on": date(2026, 2, 2),
                },
            )
        )
    yield House(store, office, service, other, mentor, mentee, manager, pairing)
    store.close()
