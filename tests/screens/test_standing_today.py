"""A session under way when somebody else changes who one is: roles, the last day, the account, the passphrase."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest

from mentor_tui import identity, records
from mentor_tui.app import MentorApp
from mentor_tui.office import Change, Office
from mentor_tui.store import database, drafts
from screens.lock import Lock
from screens.session_entry import SessionEntry
from screens.settings_own import Passphrase
from screens.sign_in import SignIn
from screens.today import Today
from tests.screens.home import ADMINISTRATOR, NOW, TODAY, Home
from tests.story import Story, tell

PASSPHRASE = "velvet-otter-basket"
OTHER = "lantern-orchard-kettle"
PIN = "2580"


class Calendar:
    """The day that the program is told."""

    def __init__(self) -> None:
        self.day = TODAY

    def __call__(self) -> date:
        return self.day


@pytest.fixture
def known(home: Home) -> Home:
    """Sam and Ruth have passphrases, Sam a PIN besides."""
    for name in ("Sam", "Ruth"):
        identity.set_passphrase(home.store, home.office, ADMINISTRATOR, home.key[name], PASSPHRASE, NOW)
    identity.set_pin(home.store, home.actor("Sam"), PIN, NOW)
    return home


def program(home: Home, calendar: Calendar | None = None, **more: Any) -> MentorApp:
    """Sam at the keyboard."""
    return MentorApp(
        home.store,
        home.actor("Sam"),
        today=calendar or Calendar(),
        now=lambda: NOW,
        environ={"LANG": "en_GB.UTF-8", "TERM": "xterm-256color"},
        **more,
    )


def elsewhere(home: Home, act: Callable[[Home], None]) -> None:
    """Somebody does something in another process."""
    store = database.open_store(home.store.path)
    act(Home(store, Office(store, lambda: TODAY, lambda: NOW), home.key))
    store.close()


def becomes(**values: Any) -> Callable[[Home], None]:
    def act(home: Home) -> None:
        with home.office.batch(ADMINISTRATOR, history=True) as batch:
            batch.add(Change(records.STAFF, values, id=home.key["Sam"]))

    return act


async def types_half_a_session(story: Story[MentorApp]) -> None:
    await story.press("2")
    await story.press("s")
    await story.sees("Confidence score")
    assert isinstance(story.app.screen, SessionEntry)
    story.app.screen.form.go_to("shared_summary")
    await story.settle()
    await story.types("Half a sentence")


def kept(home: Home) -> list[str]:
    return [draft.typed.get("shared_summary", "") for draft in drafts.of(home.store, home.key["Sam"])]


async def test_a_leaver_is_at_the_door_at_once_with_a_sentence(known: Home) -> None:
    async with tell(program(known)) as story:
        await types_half_a_session(story)
        elsewhere(known, becomes(employment_end=TODAY - timedelta(days=1)))
        story.app.look_round()
        await story.sees("Sign in", "Your access ended on 11 Mar 2026", "What you were typing is kept")
        assert isinstance(story.app.screen, SignIn)
        assert story.app.seat is None
        assert not story.app.held_people()
        assert not story.shows("Amara")
    assert kept(known) == ["Half a sentence"]


async def test_a_role_that_is_taken_closes_what_is_open_and_keeps_what_was_typed(known: Home) -> None:
    async with tell(program(known)) as story:
        await types_half_a_session(story)
        elsewhere(known, becomes(roles=()))
        story.app.look_round()
        await story.is_told("Your roles or your service were changed")
        await story.settle()
        assert isinstance(story.app.screen, Today)
        assert story.app.seat is not None
        assert story.app.seat.actor.roles == ()
    assert kept(known) == ["Half a sentence"]


async def test_a_save_is_refused_before_the_program_has_looked_round(known: Home) -> None:
    async with tell(program(known)) as story:
        await types_half_a_session(story)
        form = story.app.screen.query_one("Form")
        form.put("confidence_score", 6)  # type: ignore[attr-defined]
        form.put("top_support_issue", "Medication")  # type: ignore[attr-defined]
        elsewhere(known, becomes(employment_end=TODAY - timedelta(days=1)))
        await story.press("ctrl+s")
        await story.sees("Your access ended on 11 Mar 2026")
        assert isinstance(story.app.screen, SignIn)
    assert known.store.value("SELECT count(*) FROM session WHERE held_on = '2026-03-12'") == 0
    assert kept(known) == ["Half a sentence"]


async def test_access_ends_at_midnight_after_the_last_day(known: Home) -> None:
    becomes(employment_end=TODAY)(known)
    calendar = Calendar()
    async with tell(program(known, calendar)) as story:
        await types_half_a_session(story)
        story.app.look_round()
        await story.settle()
        assert isinstance(story.app.screen, SessionEntry)
        calendar.day = TODAY + timedelta(days=1)
        story.app.look_round()
        await story.sees("Your access ended on 12 Mar 2026")
    assert kept(known) == ["Half a sentence"]


async def test_a_new_day_is_shown_without_a_key(known: Home) -> None:
    calendar = Calendar()
    async with tell(program(known, calendar)) as story:
        await story.sees("Thursday 12 March 2026")
        calendar.day = TODAY + timedelta(days=1)
        story.app.look_round()
        await story.sees("Friday 13 March 2026")


async def test_a_passphrase_that_is_reset_elsewhere_ends_the_session(known: Home) -> None:
    def reset(home: Home) -> None:
        code = identity.give_reset_code(home.store, home.office, home.actor("Nora"), home.key["Sam"], NOW)
        identity.use_reset_code(home.store, home.office, home.key["Sam"], code, OTHER, NOW)

    async with tell(program(known)) as story:
        await types_half_a_session(story)
        elsewhere(known, reset)
        story.app.look_round()
        await story.sees("Your passphrase was changed from elsewhere", "Sign in with the new one")
        assert story.app.seat is None
    assert kept(known) == ["Half a sentence"]


async def test_changing_ones_own_passphrase_here_ends_nothing(known: Home) -> None:
    async with tell(program(known)) as story:
        assert story.app.seat is not None
        story.app.push_screen(Passphrase(story.app.seat))
        await story.sees("Passphrase now")
        await story.types(PASSPHRASE)
        await story.press("enter")
        await story.types(OTHER)
        await story.press("enter")
        await story.is_told("Your new passphrase is set")
        story.app.look_round()
        await story.settle()
        assert isinstance(story.app.screen, Today)
        assert story.app.seat is not None


@pytest.mark.parametrize("becomes_of_it", ["removed", "another's"])
async def test_an_account_that_is_unlinked_ends_the_session(known: Home, becomes_of_it: str) -> None:
    identity.link(known.store, known.office, ADMINISTRATOR, known.key["Sam"], "desk", NOW)

    def unlink(home: Home) -> None:
        identity.unlink(home.store, ADMINISTRATOR, home.key["Sam"], "desk", NOW)
        if becomes_of_it == "another's":
            identity.link(home.store, home.office, ADMINISTRATOR, home.key["Ruth"], "desk", NOW)

    async with tell(program(known, proved=("desk",))) as story:
        story.app.look_round()
        await story.settle()
        assert isinstance(story.app.screen, Today)
        elsewhere(known, unlink)
        story.app.look_round()
        await story.sees("Your account or key does not sign in as you any more")


async def test_behind_the_lock_the_pin_opens_nothing_after_a_reset(known: Home) -> None:
    def reset(home: Home) -> None:
        identity.set_passphrase(home.store, home.office, home.actor("Nora"), home.key["Sam"], OTHER, NOW)

    async with tell(program(known)) as story:
        await types_half_a_session(story)
        await story.press("ctrl+l")
        await story.sees("Locked by Sam Doyle")
        elsewhere(known, reset)
        await story.types(PIN)
        await story.press("enter")
        await story.sees("Your passphrase was changed from elsewhere")
        assert isinstance(story.app.screen, Lock)
        await story.types(OTHER)
        await story.press("enter")
        # The one who knows the new passphrase goes on where they were.
        await story.sees("Half a sentence")
        story.app.look_round()
        await story.settle()
        assert isinstance(story.app.screen, SessionEntry)


async def test_behind_the_lock_a_leaver_stays_out(known: Home) -> None:
    async with tell(program(known)) as story:
        await types_half_a_session(story)
        await story.press("ctrl+l")
        await story.sees("Locked by Sam Doyle")
        elsewhere(known, becomes(employment_end=TODAY - timedelta(days=1)))
        story.app.look_round()
        await story.types(PIN)
        await story.press("enter")
        await story.sees("Your access ended on 11 Mar 2026")
        assert story.app.seat is None
    assert kept(known) == ["Half a sentence"]


async def test_nobody_else_is_disturbed(known: Home) -> None:
    async with tell(program(known)) as story:
        await types_half_a_session(story)
        elsewhere(
            known,
            lambda home: identity.set_passphrase(
                home.store, home.office, home.actor("Nora"), home.key["Ruth"], OTHER, NOW
            ),
        )
        story.app.look_round()
        await story.settle()
        assert isinstance(story.app.screen, SessionEntry)
        await story.sees("Half a sentence")
