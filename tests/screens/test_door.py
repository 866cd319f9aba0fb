"""Signing in, the lock, the first start: who is let in, what stays hidden, what is never lost."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from mentor_tui import identity, records
from mentor_tui.app import MentorApp
from mentor_tui.office import Change
from mentor_tui.store import database, drafts
from screens.lock import Lock
from screens.session_entry import SessionEntry
from screens.sign_in import SignIn
from screens.today import Today
from tests.screens.home import ADMINISTRATOR, NOW, TODAY, Home
from tests.story import Story, tell
from tests.widgets import hostile
from widgets.entry import LineInput

PASSPHRASE = "velvet-otter-basket"
PIN = "2580"
WORDS = "The name or the passphrase is not right."


class Clock:
    """Seconds that pass when the test says so."""

    def __init__(self) -> None:
        self.seconds = 1000.0

    def __call__(self) -> float:
        return self.seconds


def at_the_door(home: Home, clock: Clock | None = None, **more: Any) -> MentorApp:
    return MentorApp(
        home.store,
        more.pop("actor", None),
        today=lambda: TODAY,
        now=lambda: NOW,
        ticks=clock or Clock(),
        environ={"LANG": "en_GB.UTF-8", "TERM": "xterm-256color"},
        **more,
    )


@pytest.fixture
def known(home: Home) -> Home:
    """Sam and Ruth have passphrases, Sam a PIN besides."""
    for name in ("Sam", "Ruth"):
        identity.set_passphrase(home.store, home.office, ADMINISTRATOR, home.key[name], PASSPHRASE, NOW)
    identity.set_pin(home.store, home.actor("Sam"), PIN, NOW)
    return home


async def sign_in(story: Story[MentorApp], name: str, passphrase: str = PASSPHRASE) -> None:
    await story.types(name)
    await story.press("enter")
    await story.types(passphrase)
    await story.press("enter")


def verbs(home: Home) -> list[str]:
    return [
        verb for (verb,) in home.store.rows("SELECT verb FROM journal WHERE kind = 'account' ORDER BY seq")
    ]


async def test_a_name_and_a_passphrase_let_one_in(known: Home) -> None:
    async with tell(at_the_door(known)) as story:
        await story.sees("Sign in", "Riverside Care", "Sam Doyle", "Ruth Evans")
        assert not story.shows("Grace Okafor")  # she has no way in yet
        await sign_in(story, "sam")
        await story.sees("Today", "Session 1 with Ben Carter")
        assert story.app.seat is not None
        assert story.app.seat.actor.id == known.key["Sam"]
    assert verbs(known)[-1] == "signed_in"


@pytest.mark.parametrize(
    ("name", "passphrase"), [("sam", "not the passphrase"), ("nobody at all", PASSPHRASE)]
)
async def test_a_wrong_name_and_a_wrong_passphrase_are_answered_alike(
    known: Home, name: str, passphrase: str
) -> None:
    async with tell(at_the_door(known)) as story:
        await sign_in(story, name, passphrase)
        await story.sees(WORDS)
        assert story.app.seat is None
        assert story.app.screen.query_one("#passphrase", LineInput).value == ""
    assert verbs(known)[-1] == "sign_in_failed"


async def test_waits_are_shown(known: Home) -> None:
    async with tell(at_the_door(known)) as story:
        await sign_in(story, "sam", "wrong")
        await story.sees(WORDS)
        for _ in range(2):
            await story.types("wrong")
            await story.press("enter")
            await story.sees(WORDS)
        await story.types(PASSPHRASE)
        await story.press("enter")
        await story.sees("Too many wrong tries. Wait 5 seconds")
        assert story.app.seat is None


async def test_the_passphrase_is_shown_only_when_asked(known: Home) -> None:
    async with tell(at_the_door(known)) as story:
        await story.types("sam")
        await story.press("enter")
        await story.types("something")
        assert not story.shows("something")
        await story.press("ctrl+t")
        await story.sees("something")


async def test_the_lock_hides_everything_and_the_pin_opens_it_where_it_was(known: Home) -> None:
    async with tell(at_the_door(known, actor=known.actor("Sam"))) as story:
        await story.press("2")
        await story.sees("Pairings", "Amara Nwosu")
        before = story.app.screen
        await story.press("ctrl+l")
        await story.sees("Locked by Sam Doyle")
        assert not story.shows("Amara")
        assert story.app.seat is None
        await story.press("1", "2", "3", "4", "enter")
        await story.sees("That PIN is not right")
        await story.types(PIN)
        await story.press("enter")
        await story.sees("Pairings", "Amara Nwosu")
        assert story.app.screen is before


async def test_what_is_being_typed_is_kept_by_the_lock(known: Home) -> None:
    pairing = known.key["Ben's"]
    async with tell(at_the_door(known, actor=known.actor("Sam"))) as story:
        assert story.app.seat is not None
        story.app.push_screen(SessionEntry(story.app.seat, pairing))
        await story.sees("Session")
        await story.press("tab")
        await story.types("7")
        await story.press("ctrl+l")
        await story.sees("Locked by Sam Doyle")
        story.app.flush_drafts()
        kept = drafts.one(known.store, known.key["Sam"], "session", pairing)
        assert kept is not None
        assert "7" in kept.typed.values()


async def test_somebody_else_signs_in_and_the_first_comes_back_to_their_place(known: Home) -> None:
    async with tell(at_the_door(known, actor=known.actor("Sam"))) as story:
        await story.press("2")
        await story.sees("Amara Nwosu")
        await story.press("ctrl+l", "escape")
        await story.sees("Sign in", "work open here")
        await sign_in(story, "ruth")
        await story.sees("Today", "Ruth Evans")
        assert not story.shows("Amara")
        await story.press("ctrl+l", "escape")
        await story.types("sam")
        await story.press("enter")
        await story.sees("your PIN is enough")
        await story.types(PIN)
        await story.press("enter")
        await story.sees("Pairings", "Amara Nwosu")


async def test_a_role_that_was_taken_meanwhile_is_gone_when_one_comes_back(known: Home) -> None:
    async with tell(at_the_door(known, actor=known.actor("Sam"))) as story:
        await story.press("2")
        await story.press("ctrl+l")
        known.office.save(
            ADMINISTRATOR,
            Change(records.STAFF, {"roles": ("mentee",)}, known.key["Sam"], reason="has changed post"),
        )
        await story.types(PIN)
        await story.press("enter")
        await story.sees("Today")
        assert isinstance(story.app.screen, Today)
        assert story.app.seat is not None
        assert story.app.seat.actor.roles == ("mentee",)


async def test_a_seat_left_alone_says_so_and_locks(known: Home) -> None:
    clock = Clock()
    async with tell(at_the_door(known, clock, actor=known.actor("Sam"))) as story:
        clock.seconds += 5 * 60 - 15
        story.app.look_round()
        await story.sees("This locks in 15 seconds")
        await story.press("down")  # somebody is there
        await story.sees_no_more("This locks in")
        clock.seconds += 5 * 60 - 1
        story.app.look_round()
        await story.sees("This locks in 1 second")
        clock.seconds += 2
        story.app.look_round()
        await story.sees("Locked by Sam Doyle")
        assert not story.shows("Ben Carter")
        assert isinstance(story.app.screen, Lock)


async def test_the_lock_forgets_the_clipboard_and_what_was_said(known: Home) -> None:
    async with tell(at_the_door(known, actor=known.actor("Sam"))) as story:
        story.app.copy_to_clipboard("a note")
        story.app.notify("Saved: something about Amara")
        await story.press("ctrl+l")
        await story.sees("Locked by")
        assert story.app.clipboard == ""
        assert not story.shows("Amara")


async def test_signing_out_ends_ones_own_seat(known: Home) -> None:
    async with tell(at_the_door(known, actor=known.actor("Sam"))) as story:
        await story.app.run_action("app.sign_out")
        await story.sees("Sign in", "Sam Doyle")
        assert not story.shows("work open here")
        assert isinstance(story.app.screen, SignIn)


async def test_a_one_time_code_lets_one_in_with_a_new_passphrase(known: Home) -> None:
    code = identity.give_reset_code(known.store, known.office, known.actor("Nora"), known.key["Grace"], NOW)
    async with tell(at_the_door(known)) as story:
        await story.types("grace")
        await story.press("enter", "f3")
        await story.sees("One-time code", "Grace Okafor")
        await story.types("AAAAA-BBBBB")
        await story.press("enter")
        await story.types("lantern-gravel-otter")
        await story.press("enter")
        await story.sees("The code is not right")
        story.app.screen.query_one("#code", LineInput).value = code
        await story.press("ctrl+s")
        await story.sees("Today", "Grace Okafor")


async def test_whoever_has_neither_pin_nor_passphrase_is_told_so_at_the_lock(home: Home) -> None:
    async with tell(at_the_door(home, actor=home.actor("Grace"))) as story:
        await story.press("ctrl+l")
        await story.sees("neither PIN nor", "Ctrl+Q and connect again")


@pytest.mark.parametrize("said", hostile.TEXTS.values(), ids=hostile.TEXTS.keys())
async def test_hostile_text_at_the_door_stays_text(known: Home, said: str) -> None:
    async with tell(at_the_door(known)) as story:
        await story.types(said)
        await story.press("enter")
        assert story.app.is_running
        assert story.app.seat is None


# -- the first start -------------------------------------------------------------------------------


def first(path: Path) -> MentorApp:
    return MentorApp(
        None,
        path=path,
        today=lambda: TODAY,
        now=lambda: NOW,
        environ={"LANG": "en_GB.UTF-8", "TERM": "xterm-256color"},
    )


async def test_the_first_start_makes_a_database_and_opens_today(tmp_path: Path) -> None:
    path = tmp_path / "new" / "records.db"
    async with tell(first(path)) as story:
        await story.sees("Welcome", "Organisation", "Passphrase", "Ctrl+S Begin", "F5 Demonstration")
        for answer in ("Beacon [b]Care", "Meadow House", "", "Ann Lee"):
            if answer:
                await story.types(answer)
            await story.press("enter")
        await story.press("f4")
        await story.sees("Keep it in mind")
        chosen = story.app.screen.query_one("#passphrase", LineInput).value
        await story.press("ctrl+s")
        await story.sees("Today", "Ann Lee", "Begin with , (Settings)")
    store = database.open_store(path)
    try:
        assert store.value("SELECT name FROM organisation") == "Beacon [b]Care"
        person = store.value("SELECT id FROM staff WHERE name = 'Ann Lee'")
        from mentor_tui.office import Office

        office = Office(store, lambda: TODAY)
        assert identity.sign_in(store, office, person, chosen, NOW).holds("administrator")
    finally:
        store.close()


async def test_the_first_start_says_what_is_missing(tmp_path: Path) -> None:
    path = tmp_path / "records.db"
    async with tell(first(path)) as story:
        await story.press("ctrl+s")
        await story.sees("Organisation: This needs an answer.")
        for answer in ("Beacon Care", "Meadow House", "", "Ann Lee"):
            if answer:
                await story.types(answer)
            await story.press("enter")
        await story.types("short")
        await story.press("ctrl+s")
        await story.sees("Passphrase: This has 5 characters")
    assert not path.exists()


async def test_old_drafts_are_forgotten_once_the_program_is_open(known: Home) -> None:
    from datetime import timedelta

    from screens.housekeeping import keep_house

    sam, pairing = known.key["Sam"], known.key["Ben's"]
    drafts.save(known.store, sam, "session", pairing, {"minutes": "5"}, NOW - timedelta(days=31))
    drafts.save(known.store, sam, "goal", pairing, {"goal": "Settle in"}, NOW - timedelta(days=29))
    keep_house(known.store, known.office, TODAY, NOW)
    assert [one.form for one in drafts.of(known.store, sam)] == ["goal"]
