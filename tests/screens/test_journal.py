"""The Journal: what one may read of who changed what, and the proof that nothing was altered."""

from __future__ import annotations

import pytest

from mentor_tui import records
from mentor_tui.store.read import journal
from mentor_tui.store.read.journal import Filter
from screens.journal import EntryPage, Journal, JournalVerified
from tests.screens.home import PRIVATE, Home
from tests.story import tell


def everything(home: Home, first_name: str) -> str:
    """All that a person can read in the journal, in words."""
    reader = home.seat(first_name).reader
    said = []
    for line in journal.lines(reader, Filter(), limit=5000):
        found = journal.whole(reader, line.key)
        assert found is not None
        said += [f"{side.label}: {side.before} -> {side.after}" for side in found.sides]
    return "\n".join(said)


@pytest.mark.parametrize("name", ["Tom", "Helen", "Dilip", "Nora", "Grace", "Lena", "Ruth"])
def test_private_notes_are_read_by_nobody_else(home: Home, name: str) -> None:
    assert PRIVATE not in everything(home, name)


@pytest.mark.parametrize("name", ["Sam", "Amara"])
def test_mentor_and_mentee_read_their_own(home: Home, name: str) -> None:
    assert PRIVATE in everything(home, name)


def test_an_administrator_reads_that_sessions_changed_but_not_what_they_say(home: Home) -> None:
    reader = home.seat("Nora").reader
    sessions = journal.lines(reader, Filter(kind="session"), limit=10)
    assert sessions
    found = journal.whole(reader, sessions[0].key)
    assert found is not None
    kept = {side.label for side in found.sides if side.kept}
    assert {"Top support issue", "Confidence score", "Date held"} <= kept


def test_a_mentor_finds_nothing_of_other_pairings(home: Home) -> None:
    reader = home.seat("Bea").reader
    mine = {home.key["Bea"], home.key["Owen"], home.key["Owen's"]}
    for line in journal.lines(reader, Filter(), limit=5000):
        found = home.store.row(
            "SELECT coalesce(s.pairing_id, r.pairing_id, a.pairing_id, j.record), j.person FROM journal AS j "
            "LEFT JOIN session AS s ON s.id = j.record LEFT JOIN review AS r ON r.id = j.record "
            "LEFT JOIN action AS a ON a.id = j.record WHERE j.id = :key",
            {"key": line.key},
        )
        assert found is not None
        assert found[0] in mine or found[1] == home.key["Bea"]


async def test_a_manager_follows_a_correction(home: Home) -> None:
    key = home.store.value(
        "SELECT id FROM session WHERE pairing_id = :p ORDER BY ref", {"p": home.key["Amara's"]}
    )
    home.save("Sam", records.SESSION, {"confidence_score": 9}, id=key, reason="Wrote down the wrong number")
    async with tell(home.app("Grace", Journal)) as story:
        await story.sees("Journal", "Wrote down", "corrected session SE1")
        await story.press("enter")
        await story.sees("Confidence score", "became 9", "Why: Wrote down the wrong number")
        assert isinstance(story.app.screen, EntryPage)
        await story.press("escape")
        await story.sees("newest first")


async def test_the_list_narrows_as_one_types(home: Home) -> None:
    async with tell(home.app("Nora", Journal)) as story:
        await story.press("slash")
        await story.types("zzz")
        await story.sees("0 entries")
        await story.press("escape")
        await story.sees("newest first")


async def test_verifying_says_so_and_names_what_was_altered(home: Home) -> None:
    async with tell(home.app("Nora", Journal)) as story:
        await story.press("v")
        verified = await story.hears(JournalVerified)
        assert verified.faults == []
        await story.sees("Verified:")

        home.store._database.execute_sql("UPDATE staff SET name = 'Somebody Else' WHERE ref = 'M1'")
        await story.press("v")
        verified = await story.hears(JournalVerified)
        assert len(verified.faults) == 1
        await story.sees("The journal does not verify", "name differs from what the journal says")


async def test_the_whole_width_is_used(home: Home) -> None:
    async with tell(home.app("Nora", Journal), size=(120, 40)) as story:
        await story.sees("SHA-256", "newest first")
