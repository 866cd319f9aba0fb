"""The door of an encrypted database: a name and a passphrase open it and sign in at once."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from mentor_tui import identity
from mentor_tui.app import MentorApp
from mentor_tui.store import encrypting, keyring
from screens.new_passphrase import CodeEntry
from screens.unlock import Unlock
from tests.screens.home import ADMINISTRATOR, NOW, TODAY, Home
from tests.story import SMALL, tell

SAM = "lantern-copper-field"


@pytest.fixture
def locked(home: Home) -> Iterator[Home]:
    """The home, encrypted, as a new process finds it; Sam opens it, and Grace by a code."""
    identity.set_passphrase(home.store, home.office, ADMINISTRATOR, home.key["Sam"], SAM, NOW)
    ring, key = keyring.new_ring()
    encrypting.encrypt(home.store, ring.sealed(key, "person", home.key["Sam"], ("Sam Doyle",), SAM), key)
    keyring.forget()
    yield home
    keyring.forget()


def app(home: Home) -> MentorApp:
    surroundings: Any = {
        "today": lambda: TODAY,
        "now": lambda: NOW,
        "environ": {"LANG": "en_GB.UTF-8", "TERM": "xterm-256color"},
    }
    return MentorApp(None, path=home.store.path, encrypted=True, **surroundings)


async def test_a_name_and_a_passphrase_open_it(locked: Home) -> None:
    async with tell(app(locked), SMALL) as story:
        assert isinstance(story.app.screen, Unlock)
        await story.sees("The records on this machine are encrypted")
        await story.sees_no_more("Sam Doyle", "Riverside")
        await story.types("sam doyle")
        await story.press("enter")
        await story.types("lantern-copper-meadow")
        await story.press("enter")
        await story.sees("The name or the passphrase is not right")
        await story.types(SAM)
        await story.press("enter")
        await story.sees("Today", "Sam Doyle")


async def test_a_one_time_code_leads_to_a_new_passphrase(locked: Home) -> None:
    from mentor_tui import keys
    from mentor_tui.store.database import open_store

    assert keys.unlock(locked.store.path, "Sam Doyle", SAM)
    store = open_store(locked.store.path)
    code = identity.give_reset_code(store, locked.office, ADMINISTRATOR, locked.key["Grace"], NOW)
    store.close()
    keyring.forget()
    async with tell(app(locked), SMALL) as story:
        await story.types("Grace Okafor")
        await story.press("enter")
        await story.types(code)
        await story.press("enter")
        await story.sees("One-time code", "Grace Okafor")
        assert isinstance(story.app.screen, CodeEntry)
        await story.types(code)
        await story.press("enter")
        await story.types("kettle-orbit-willow")
        await story.press("enter")
        await story.sees("Today", "Grace Okafor")
