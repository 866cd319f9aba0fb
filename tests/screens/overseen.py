"""The care home with those who look after the whole organisation, meetings, and Ash Lodge below the threshold."""

from __future__ import annotations

from datetime import date
from typing import Any

from mentor_tui import identity, records
from mentor_tui.app import MentorApp
from mentor_tui.office import Change, Office
from mentor_tui.store.reading import Reader
from screens.seat import Seat
from tests.screens.home import ADMINISTRATOR, NOW, TODAY, Home, Staged, day

PEOPLE = (
    ("DA", "Ivy Stone", "data_analyst@*"),
    ("BP", "Marc Lowe", "hr_business_partner@*"),
    ("DP", "Vera Holt", "director_of_people@*"),
    ("BQ", "Alun Pryce", "board_quality_lead@*"),
)
NAMES = (
    "Amara",
    "Nwosu",
    "Sam Doyle",
    "Chloe",
    "Diaz",
    "Owen Price",
    "Ben Carter",
    "Grace Okafor",
    "Ken Ito",
)
"""People who work with residents, and their managers: never shown to those who read figures."""


def oversee(home: Home) -> None:
    """Adds the four roles, the meetings, and an intervention that is past its date without evidence."""
    with home.office.batch(ADMINISTRATOR, history=True) as batch:
        for ref, name, roles in PEOPLE:
            home.key[name.split()[0]] = batch.add(
                Change(records.PERSON, {"staff_id": ref, "name": name, "roles": (roles,)})
            )
        for kind, held in (
            ("workforce", "2026-03-18"),
            ("executive", "2026-03-24"),
            ("executive", "2026-04-21"),
            ("board", "2026-04-09"),
        ):
            batch.add(Change(records.MEETING, {"kind": kind, "held_on": day(held)}))
        home.key["SA1"] = batch.add(
            Change(
                records.STRATEGIC_ACTION,
                {
                    "strategic_action_id": "SA1",
                    "approved_on": day("2025-12-01"),
                    "intervention": "A mentor on every night shift",
                    "executive_owner_id": home.key["Vera"],
                    "target_on": day("2026-02-27"),
                    "success_measure": "Sessions on schedule at Oak House from 60% to 85%",
                    "service_id": home.key["OAK"],
                    "recorded_on": day("2025-12-01"),
                },
            )
        )


def seat_on(home: Home, first_name: str, today: date) -> Seat:
    """A person at a terminal on another day."""
    office = Office(home.store, lambda: today, lambda: NOW)
    actor = identity.actor_of(home.store, home.key[first_name], today)
    return Seat(home.store, office, actor, lambda: today, lambda: NOW)


def reader_on(home: Home, first_name: str, today: date = TODAY) -> Reader:
    """What a person reads on a day."""
    return seat_on(home, first_name, today).reader


def app_on(home: Home, first_name: str, today: date = TODAY) -> MentorApp:
    """The program with this person signed in, on another day."""
    surroundings: Any = {
        "today": lambda: today,
        "now": lambda: NOW,
        "environ": {"LANG": "en_GB.UTF-8", "TERM": "xterm-256color"},
    }
    actor = identity.actor_of(home.store, home.key[first_name], today)
    return Staged(home.store, actor, first=None, **surroundings)
