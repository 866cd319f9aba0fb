"""Whoever opens another person's file stands in the journal: once, by whatever door (people.md)."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Any

import pytest

from mentor_tui import cli, identity
from mentor_tui.app import MentorApp
from mentor_tui.cli import session
from mentor_tui.office import Office
from mentor_tui.office.opened import IN_HAND, ONE_BY_ONE, File, file_of, note_all_opened, note_opened
from mentor_tui.store import journal
from mentor_tui.store.problems import StoreProblem
from screens.action_page import ActionPage
from screens.case import CasePage
from screens.journal import EntryPage, Journal
from screens.pairing import PairingPage
from screens.pairings import Pairings
from screens.person import PersonPage
from screens.record import RecordPage
from screens.risk_page import RiskPage
from screens.seat import Seat
from tests.permissions.organisation import CANARY, NOW, TODAY, Organisation, account
from tests.story import LARGE, Story, tell


def opened(organisation: Organisation) -> list[tuple[str, str]]:
    """Who opened what, by the names of the organisation."""
    names = {key: name for name, key in organisation.key.items()}
    return [
        (names[person], names.get(record, record or ""))
        for person, record in organisation.store.rows(
            "SELECT person, record FROM journal WHERE verb = 'opened' ORDER BY seq"
        )
    ]


@contextmanager
def broken() -> Iterator[None]:
    """Nothing can be written, as on a disk that is full or a file that is only read."""

    def refuse(*_: Any, **__: Any) -> None:
        raise StoreProblem("The disk is full.")

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Office, "note", refuse)
        yield


def program(organisation: Organisation, who: str) -> MentorApp:
    return MentorApp(
        organisation.store,
        organisation.actor(who),
        today=lambda: TODAY,
        now=lambda: NOW,
        environ={"LANG": "en_GB.UTF-8", "TERM": "xterm-256color"},
    )


async def open_(story: Story[MentorApp], make: Callable[[Seat], Any]) -> None:
    assert story.app.seat is not None
    await story.app.push_screen(make(story.app.seat))
    await story.settle()
    await story.app.workers.wait_for_complete()
    await story.settle()


PAGES: dict[str, Callable[[Organisation, Seat], Any]] = {
    "pairing": lambda org, seat: PairingPage(seat, org.key["pairing"]),
    "case": lambda org, seat: CasePage(seat, org.key["case"]),
    "mentee": lambda org, seat: PersonPage(seat, org.key["mentee"]),
}


@pytest.mark.parametrize("what", PAGES)
async def test_opening_a_file_is_written_once_each_time(organisation: Organisation, what: str) -> None:
    async with tell(program(organisation, "line manager")) as story:
        await open_(story, lambda seat: PAGES[what](organisation, seat))
        page = story.app.screen
        for _ in range(3):
            page.renew()  # type: ignore[attr-defined]
            await story.settle()
        assert opened(organisation) == [("line manager", what)]
        await story.press("escape")
        await open_(story, lambda seat: PAGES[what](organisation, seat))
    assert opened(organisation) == [("line manager", what)] * 2
    assert list(journal.verify(organisation.store)) == []


@pytest.mark.parametrize("who", ["mentor", "mentee"])
async def test_ones_own_pairing_is_opened_unwritten(organisation: Organisation, who: str) -> None:
    async with tell(program(organisation, who)) as story:
        await open_(story, lambda seat: PAGES["pairing"](organisation, seat))
    assert opened(organisation) == []


async def test_the_risk_page_is_the_persons_file(organisation: Organisation) -> None:
    async with tell(program(organisation, "line manager")) as story:
        await open_(story, lambda seat: RiskPage(seat, organisation.key["mentee"]))
    assert opened(organisation) == [("line manager", "mentee")]


async def test_one_record_and_one_action_count_as_the_file_that_is_in_hand(
    organisation: Organisation,
) -> None:
    key = organisation.key
    async with tell(program(organisation, "line manager")) as story:
        await open_(story, lambda seat: RecordPage(seat, key["pairing"], "session", key["pairing/session"]))
        await open_(story, lambda seat: ActionPage(seat, key["pairing/action open"]))
        await open_(story, lambda seat: ActionPage(seat, key["case/action"]))
    assert opened(organisation) == [("line manager", "pairing"), ("line manager", "case")]


async def test_an_entry_of_the_journal_is_the_file_of_its_record(organisation: Organisation) -> None:
    key = organisation.store.value(
        "SELECT id FROM journal WHERE record = :key AND verb = 'made'",
        {"key": organisation.key["pairing/session"]},
    )
    async with tell(program(organisation, "line manager")) as story:
        await open_(story, lambda seat: EntryPage(seat, key))
        assert CANARY.search(story.screen_text())
    assert opened(organisation) == [("line manager", "pairing")]


async def test_an_administrator_who_reads_no_values_opens_no_file(organisation: Organisation) -> None:
    key = organisation.store.value(
        "SELECT id FROM journal WHERE record = :key AND verb = 'made'",
        {"key": organisation.key["pairing/session"]},
    )
    async with tell(program(organisation, "administrator")) as story:
        await open_(story, lambda seat: EntryPage(seat, key))
        await story.sees("not yours to read")
    assert opened(organisation) == []


async def test_lists_open_nothing_and_the_journals_side_says_nothing_of_other_peoples_files(
    organisation: Organisation,
) -> None:
    async with tell(program(organisation, "line manager"), LARGE) as story:
        await open_(story, Pairings)
        await open_(story, Journal)
        await story.press("down", "down")
        await story.sees("Enter shows what they say")
        said = organisation.canaries.words["pairing/session.shared_summary corrected"]
        assert not story.shows(said)
    assert opened(organisation) == []


@pytest.mark.parametrize("what", PAGES)
async def test_what_cannot_be_written_down_is_read_all_the_same(
    organisation: Organisation, what: str
) -> None:
    async with tell(program(organisation, "line manager")) as story:
        with broken():
            await open_(story, lambda seat: PAGES[what](organisation, seat))
            await story.is_told("could not be written in the journal. The disk is full.")
        assert organisation.canaries.words["mentee/staff.name"] in story.screen_text()
    assert opened(organisation) == []


# -- commands ----------------------------------------------------------------------------------------------


@pytest.fixture
def run(organisation: Organisation, monkeypatch: pytest.MonkeyPatch) -> Callable[..., int]:
    monkeypatch.setenv("MENTOR_TUI_DATABASE", str(organisation.store.path))
    monkeypatch.setattr(session, "today", lambda: TODAY)
    monkeypatch.setattr(session, "now", lambda: NOW)
    monkeypatch.setattr("sys.stdin", io.StringIO(""))

    def running(who: str, *words: str) -> int:
        monkeypatch.setattr(identity, "os_account", lambda: account(who))
        return cli.run(words)

    return running


def test_reading_a_record_by_a_command_is_written_too(
    organisation: Organisation, run: Callable[..., int], capsys: pytest.CaptureFixture[str]
) -> None:
    ref = organisation.canaries.words["pairing/session.session_id"]
    for who in ("line manager", "line manager", "mentor", "mentor elsewhere", "administrator"):
        assert run(who, "journal", "show", "--record", ref) == 0
    capsys.readouterr()
    assert opened(organisation) == [("line manager", "pairing")]


def test_many_files_at_once_are_one_line_in_the_journal(
    organisation: Organisation, run: Callable[..., int], capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("HR coordinator", "journal", "show", "--limit", "10000") == 0
    capsys.readouterr()
    assert opened(organisation) == [("HR coordinator", "")]
    # The reason is among the words that stand apart.
    assert organisation.store.value("SELECT kind FROM journal WHERE verb = 'opened'") == "journal"


def test_a_command_reads_on_where_nothing_can_be_written(
    run: Callable[..., int], capsys: pytest.CaptureFixture[str]
) -> None:
    with broken():
        assert run("line manager", "journal", "show", "--limit", "10000") == 0
    said = capsys.readouterr()
    assert CANARY.search(said.out)
    assert "could not be written down" in said.err
    assert said.err.count("\n") == 1


# -- which file --------------------------------------------------------------------------------------------


def test_which_file_a_record_belongs_to(organisation: Organisation) -> None:
    key, store = organisation.key, organisation.store
    manager = organisation.actor("line manager")
    pairing, case = File("pairing", key["pairing"]), File("targeted_case", key["case"])
    assert file_of(store, manager, "session", key["pairing/session"]) == pairing
    assert file_of(store, manager, "action", key["pairing/action open"]) == pairing
    assert file_of(store, manager, "impact_review", key["case/impact_review"]) == case
    concern = store.value("SELECT id FROM concern WHERE staff_id = :key", {"key": key["mentee"]})
    assert file_of(store, manager, "concern", concern) == File("staff", key["mentee"])
    assert file_of(store, manager, "service", key["ASH"]) is None
    assert file_of(store, manager, "strategic_action", key["strategic action"]) is None
    # One's own, by each way of its being one's own.
    assert file_of(store, organisation.actor("mentee"), "concern", concern) is None
    assert file_of(store, organisation.actor("mentor of the case"), "targeted_case", key["case"]) is None
    assert (
        file_of(store, organisation.actor("owner of an action"), "action", key["pairing/action open"]) is None
    )


def test_a_file_in_hand_is_written_again_after_a_while(organisation: Organisation) -> None:
    moment: list[datetime] = [NOW]
    office = Office(organisation.store, lambda: TODAY, lambda: moment[0])
    manager, file = organisation.actor("line manager"), File("pairing", organisation.key["pairing"])
    assert [note_opened(office, manager, file), note_opened(office, manager, file)] == [True, False]
    assert note_opened(office, organisation.actor("registered manager"), file)
    moment[0] = NOW + IN_HAND + timedelta(seconds=1)
    assert note_opened(office, manager, file)


def test_more_files_than_a_few_are_counted(organisation: Organisation) -> None:
    office = Office(organisation.store, lambda: TODAY, lambda: NOW)
    manager = organisation.actor("registered manager")
    files = [File("staff", f"{number}") for number in range(ONE_BY_ONE + 1)]
    note_all_opened(office, manager, [*files, None, files[0]])
    assert opened(organisation) == [("registered manager", "")]
