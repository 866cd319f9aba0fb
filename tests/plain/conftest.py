"""The plain mode is tried in the home of the screens."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from mentor_tui import caller, identity
from tests.plain.script import Typed, spoken
from tests.screens.conftest import home, home_file
from tests.screens.home import NOW, Home

__all__ = ["home", "home_file"]

Says = Callable[..., str]


@pytest.fixture
def says(home: Home, monkeypatch: pytest.MonkeyPatch) -> Says:
    """`says("Sam", "1", "", "7")`: what the plain mode says to Sam, who is signed in by the account, typing this."""

    def said(name: str, *lines: Typed) -> str:
        account = f"{name.lower()}-account"
        identity.link(home.store, home.office, home.actor("Nora"), home.key[name], account, NOW)
        monkeypatch.setattr(caller, "account", lambda: account)
        return spoken(home, *lines)

    return said
