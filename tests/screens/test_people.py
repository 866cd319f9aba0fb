"""People and training: the register, one person whole, and the form that every register shares."""

from __future__ import annotations

from datetime import date

import pytest

from mentor_tui import records
from mentor_tui.store.read import people
from screens.people import People
from screens.person import PersonPage
from screens.place import RecordSaved
from screens.register_entry import RegisterEntry
from tests.screens.home import TODAY, Home
from tests.story import tell

HOSTILE = "[/b] [@click=app.quit]x[/] =cmd|' مرحبا é"


def concern(home: Home) -> None:
    home.save(
        "Grace", records.CONCERN, {"staff_id": home.key["Amara"], "raised_on": TODAY, "summary": "Late twice"}
    )


@pytest.mark.parametrize(
    ("name", "sees", "does_not"),
    [
        ("Sam", {"Amara Nwosu", "Ben Carter", "Sam Doyle"}, {"Chloe Diaz", "Owen Price", "Grace Okafor"}),
        ("Grace", {"Amara Nwosu", "Dev Anand"}, {"Owen Price", "Helen Marsh"}),
        ("Tom", {"Amara Nwosu", "Owen Price", "Helen Marsh"}, set()),
        ("Amara", {"Amara Nwosu"}, {"Sam Doyle", "Ben Carter", "Helen Marsh"}),
    ],
)
def test_who_is_on_the_list(home: Home, name: str, sees: set[str], does_not: set[str]) -> None:
    reader = home.seat(name).reader
    names = {line.name for line in people.lines(reader, people.keys(reader))}
    assert sees <= names
    assert not does_not & names


@pytest.mark.parametrize(
    ("name", "reads"), [("Grace", True), ("Helen", True), ("Sam", False), ("Nora", False)]
)
def test_concerns_are_for_those_who_manage_the_person(home: Home, name: str, reads: bool) -> None:
    concern(home)
    story = people.story(home.seat(name).reader, home.key["Amara"])
    assert story is not None
    assert bool(story.concerns) is reads
    key = home.store.value("SELECT id FROM concern")
    assert (people.standing(home.seat(name).reader, records.CONCERN, key) is not None) is reads


async def test_a_new_starter_without_a_mentor_is_marked(home: Home) -> None:
    async with tell(home.app("Tom", People)) as story:
        await story.sees("Dev Anand", "no mentor yet", "people at work")


async def test_mentors_with_their_capacity(home: Home) -> None:
    async with tell(home.app("Tom", People)) as story:
        await story.press("e")
        await story.sees("Ken Ito", "1 of 1 full", "0 of 2 untrained")


async def test_training_is_added_and_shows_what_is_open(home: Home) -> None:
    home.save(
        "Lena",
        records.TRAINING,
        {
            "staff_id": home.key["Amara"],
            "course": "Moving and handling",
            "mandatory": True,
            "completed_on": date(2025, 3, 1),
            "expires_on": date(2026, 3, 1),
        },
    )
    async with tell(home.app("Lena", lambda seat: PersonPage(seat, home.key["Amara"]))) as story:
        await story.sees("Amara Nwosu", "Moving and handling", "expired", "0 of 1 open")
        await story.press("t")
        await story.types("Medication")
        await story.press("ctrl+s")
        await story.hears(RecordSaved)
        await story.sees("Medication", "1 of 2 open")
    row = home.store.row("SELECT mandatory, completed_on FROM training WHERE course = 'Medication'")
    assert row == (1, "2026-03-12")


async def test_opening_a_file_is_written_to_the_journal(home: Home) -> None:
    async with tell(home.app("Tom", lambda seat: PersonPage(seat, home.key["Amara"]))) as story:
        await story.sees("Amara Nwosu", "Mentoring")
        await story.app.workers.wait_for_complete()
    entry = home.store.row("SELECT person, kind, record FROM journal WHERE verb = 'opened'")
    assert entry == (home.key["Tom"], "staff", home.key["Amara"])


async def test_hostile_words_are_shown_whole_and_run_nothing(home: Home) -> None:
    async with tell(
        home.app("Grace", lambda seat: RegisterEntry(seat, "concern", home.key["Amara"]))
    ) as story:
        await story.press("tab")
        await story.types(HOSTILE)
        await story.press("ctrl+s")
        await story.hears(RecordSaved)
    assert home.store.value("SELECT summary FROM concern") == HOSTILE
    async with tell(home.app("Grace", lambda seat: PersonPage(seat, home.key["Amara"]))) as story:
        await story.press("end")
        await story.sees("[/b] [@click=app.quit]x[/]")


async def test_a_fault_stands_at_its_field_and_nothing_typed_is_lost(home: Home) -> None:
    async with tell(home.app("Tom", lambda seat: RegisterEntry(seat, "staff"))) as story:
        await story.types("W77")
        await story.press("ctrl+s")
        await story.sees("There is a problem", "W77")
    assert home.store.value("SELECT count(*) FROM staff WHERE ref = 'W77'") == 0


async def test_a_mentor_adds_nothing_to_registers(home: Home) -> None:
    async with tell(home.app("Sam", lambda seat: PersonPage(seat, home.key["Amara"]))) as story:
        await story.sees("Amara Nwosu")
        await story.press("t", "c", "d", "m")
        assert isinstance(story.app.screen, PersonPage)


async def test_list_and_detail_side_by_side(home: Home) -> None:
    async with tell(home.app("Tom", People), size=(120, 40)) as story:
        await story.sees("Line manager: Grace Okafor.")
