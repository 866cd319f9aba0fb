"""The care home that tests of screens work with. Today is Thursday 12 March 2026."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from mentor_tui import identity, records
from mentor_tui.access import Actor, Holding
from mentor_tui.app import MentorApp
from mentor_tui.declare import Record, Value
from mentor_tui.office import Batch, Change, Office
from mentor_tui.store import database
from mentor_tui.store.database import Store
from screens.place import Place
from screens.seat import Seat

TODAY = date(2026, 3, 12)
NOW = datetime(2026, 3, 12, 14, 30, tzinfo=UTC)
ADMINISTRATOR = Actor("", "admin", "Administrator", None, (Holding("administrator", "*"),))

PRIVATE = "Worried about her mother, not for the office"
"""The private note of Amara's first session: read by Sam and Amara alone."""

_PEOPLE = (
    # id, name, service, job role, first day, line manager, roles
    ("HR", "Tom Reed", "ASH", "HR coordinator", "2018-01-08", "", "hr_coordinator@*"),
    ("RM", "Helen Marsh", "ASH", "Registered manager", "2017-03-01", "", "registered_manager"),
    ("OM", "Dilip Rao", "ASH", "Operations manager", "2016-05-02", "", "operations_manager@*"),
    ("AD", "Nora Quinn", "ASH", "Administrator", "2019-09-02", "", "administrator"),
    ("LM", "Grace Okafor", "ASH", "Team leader", "2019-01-07", "RM", "line_manager"),
    ("LD", "Lena Fox", "ASH", "Learning lead", "2019-01-07", "", "ld_lead"),
    ("M1", "Sam Doyle", "ASH", "Senior care worker", "2020-02-03", "LM", "mentor"),
    ("M2", "Ruth Evans", "ASH", "Senior care worker", "2021-02-01", "LM", "mentor"),
    ("M3", "Ken Ito", "ASH", "Care worker", "2022-02-07", "LM", "mentor"),
    ("M4", "Bea Novak", "OAK", "Senior care worker", "2021-06-07", "", "mentor"),
    ("N1", "Amara Nwosu", "ASH", "Care worker", "2026-02-02", "LM", "mentee"),
    ("N2", "Ben Carter", "ASH", "Care worker", "2026-03-05", "LM", "mentee"),
    ("N3", "Chloe Diaz", "ASH", "Care worker", "2026-01-05", "RM", "mentee"),
    ("N4", "Dev Anand", "ASH", "Care worker", "2026-03-09", "LM", "mentee"),
    ("N5", "Owen Price", "OAK", "Care worker", "2026-02-16", "", "mentee"),
    ("N6", "Ella Finch", "ASH", "Care worker", "2025-09-01", "LM", "mentee"),
)


_SURROUNDINGS: Any = {
    "today": lambda: TODAY,
    "now": lambda: NOW,
    "environ": {"LANG": "en_GB.UTF-8", "TERM": "xterm-256color"},
}


def day(text: str) -> date:
    """A date by its ISO text."""
    return date.fromisoformat(text)


@dataclass
class Home:
    """The home as opened: its people and pairings by their first names."""

    store: Store
    office: Office
    #: keys of people, pairings ("Amara" for a person, "Amara's" for the pairing), services
    key: dict[str, str] = field(default_factory=dict)

    @classmethod
    def opened(cls, path: Path) -> Home:
        """The home in this database."""
        store = database.open_store(path)
        office = Office(store, lambda: TODAY, lambda: NOW)
        key = {name.split()[0]: ident for ident, name in store.rows("SELECT id, name FROM staff")}
        key |= {
            f"{name.split()[0]}'s": ident
            for ident, name in store.rows(
                "SELECT p.id, m.name FROM pairing AS p JOIN staff AS m ON m.id = p.mentee_id"
            )
        }
        key |= dict(store.rows("SELECT ref, id FROM service"))
        return cls(store, office, key)

    def actor(self, first_name: str) -> Actor:
        """A person with their roles."""
        return identity.actor_of(self.store, self.key[first_name], TODAY)

    def seat(self, first_name: str) -> Seat:
        """A person at a terminal."""
        return Seat(self.store, self.office, self.actor(first_name), lambda: TODAY, lambda: NOW)

    def app(self, first_name: str, first: Callable[[Seat], Place] | None = None) -> MentorApp:
        """The program with this person signed in, at Today or at the place given."""
        return Staged(self.store, self.actor(first_name), first=first, **_SURROUNDINGS)

    def door(self) -> MentorApp:
        """The program before anybody has signed in."""
        return MentorApp(self.store, **_SURROUNDINGS)

    def save(self, first_name: str, record: Record, values: Mapping[str, Any], **more: Any) -> str:
        """Saves a record as this person would; gives its key."""
        change = Change(record, values, **more)
        return self.office.save(self.actor(first_name), change).ids[0]


def build(path: Path) -> None:
    """Makes the home."""
    store = database.create(path)
    office = Office(store, lambda: TODAY, lambda: NOW)
    with office.batch(ADMINISTRATOR, history=True) as batch:
        _fill(batch)
    store.close()


def _fill(batch: Batch) -> None:
    def add(record: Record, **values: Value) -> str:
        return batch.add(Change(record, values))

    add(records.ORGANISATION, one=1, name="Riverside Care")
    service = {
        "ASH": add(records.SERVICE, service_id="ASH", name="Ash Lodge", nation="england"),
        "OAK": add(records.SERVICE, service_id="OAK", name="Oak House", nation="wales"),
    }
    who: dict[str, str] = {}
    for ref, name, where, role, start, manager, roles in _PEOPLE:
        who[ref] = add(
            records.STAFF,
            staff_id=ref,
            name=name,
            service_id=service[where],
            job_role=role,
            employment_start=day(start),
            line_manager_id=who.get(manager),
            roles=(roles,),
            mentoring="expected" if roles == "mentee" else "not_expected",
        )
    for ref, trained, capacity, expertise in (
        ("M1", day("2024-05-01"), 3, ("Medication", "Night work")),
        ("M2", None, 2, ("Dementia",)),
        ("M3", day("2025-01-15"), 1, ("Moving and handling",)),
        ("M4", day("2023-11-20"), 3, ("Record keeping",)),
    ):
        add(records.MENTOR, staff_id=who[ref], trained_on=trained, capacity=capacity, expertise=expertise)

    def pair(ref: str, mentee: str, mentor: str, start: str, **more: Value) -> str:
        return add(
            records.PAIRING,
            pairing_id=ref,
            mentee_id=who[mentee],
            mentor_id=who[mentor],
            started_on=day(start),
            programme="new_starter",
            recorded_on=day(start),
            **more,
        )

    amara = pair("P1", "N1", "M1", "2026-02-02")
    pair("P2", "N2", "M1", "2026-03-05")
    chloe = pair("P3", "N3", "M3", "2026-01-05")
    owen = pair("P4", "N5", "M4", "2026-02-16")
    pair("P5", "N6", "M2", "2025-09-01", ended_on=day("2025-12-01"), end_reason="complete")

    def session(ref: str, pairing: str, held: str, score: int, issue: str, by: str, **more: Value) -> str:
        return add(
            records.SESSION,
            session_id=ref,
            pairing_id=pairing,
            held_on=day(held),
            confidence_score=score,
            top_support_issue=issue,
            recorded_on=day(held),
            recorded_by_id=who[by],
            **more,
        )

    session(
        "SE1", amara, "2026-02-09", 4, "Medication", "M1",
        shared_summary="First week on the floor went steadily.", private_notes=PRIVATE,
    )  # fmt: skip
    session("SE2", amara, "2026-02-16", 5, "Medication", "M1", shared_summary="Shadowed two rounds.")
    session("SE3", amara, "2026-03-02", 6, "Lone or night working", "M1", minutes=40, mode="in_person")
    session("SE4", chloe, "2026-01-12", 7, "Rota and shifts", "M3")
    session("SE5", owen, "2026-02-23", 5, "Record keeping", "M4")

    def action(ref: str, pairing: str, need: str, words: str, owner: str, review: str, **more: Value) -> str:
        return add(
            records.ACTION,
            action_id=ref,
            pairing_id=pairing,
            need_identified_on=day(need),
            action=words,
            owner_id=who[owner],
            review_on=day(review),
            recorded_on=day(need),
            **more,
        )

    action(
        "A1", amara, "2026-02-09", "Shadow two medication rounds", "M1", "2026-02-20",
        completed_on=day("2026-02-16"), evidence_reference="MED-14",
    )  # fmt: skip
    action("A2", amara, "2026-02-16", "Book the insulin course", "LM", "2026-03-05")
    action("A3", amara, "2026-03-02", "Buddy on the first night shift", "M1", "2026-03-20")
    add(
        records.GOAL,
        goal_id="G1",
        pairing_id=amara,
        goal="Do the evening medication round alone",
        set_on=day("2026-02-02"),
        target_on=day("2026-04-13"),
        progress="Has watched it twice",
    )
    add(
        records.REVIEW,
        pairing_id=amara,
        reviewed_on=day("2026-03-02"),
        sessions_completed=3,
        outcome="on_track",
        comment="Settling in well",
        recorded_on=day("2026-03-02"),
        reviewer_id=who["LM"],
        recorded_by_id=who["LM"],
    )


class Staged(MentorApp):
    """The program opened at one place, whatever the others are."""

    def __init__(
        self, store: Store, actor: Actor, *, first: Callable[[Seat], Place] | None, **options: Any
    ) -> None:
        self._opens_at = first
        super().__init__(store, actor, **options)

    def _make(self, place: str) -> Place:
        if self._opens_at is not None and self.seat is not None:
            first, self._opens_at = self._opens_at, None
            return Behind(self.seat, first)
        return super()._make(place)


class Behind(Place):
    """What stands behind the place that a story begins at, so that it can go back."""

    TITLE_TEXT = "Behind"

    def __init__(self, seat: Seat, first: Callable[[Seat], Place]) -> None:
        super().__init__(seat)
        self._first = first

    def on_mount(self) -> None:
        """Opens the place."""
        self.app.push_screen(self._first(self.seat))
