"""Signing in by lines: names, waits, a one-time code, the demonstration."""

from __future__ import annotations

from mentor_tui import identity
from tests.plain.script import PASSPHRASE, spoken, words
from tests.screens.home import NOW, Home


def admit(home: Home, *names: str) -> None:
    for name in names:
        identity.set_passphrase(home.store, home.office, home.actor("Nora"), home.key[name], PASSPHRASE, NOW)


def test_wrong_tries_wait_and_an_unknown_name_is_told_the_same(home: Home) -> None:
    admit(home, "Sam")
    tries = [
        part for name in ("Sam", "Nobody At All", "Sam", "Sam", "Sam") for part in (name, "not this one")
    ]
    said = words(spoken(home, *tries))
    assert said.count("The name or the passphrase is not right.") == 4
    assert "Too many wrong tries. Wait 5 seconds, then try again." in said


def test_a_few_letters_list_the_names(home: Home) -> None:
    admit(home, "Sam", "Ruth", "Helen")
    said = words(spoken(home, "e", "1", PASSPHRASE, "quit"))
    assert "1 Helen Marsh, Registered manager, Ash Lodge 2 Ruth Evans, Senior care worker, Ash Lodge" in said
    assert "Signed in: Helen Marsh." in said
    assert PASSPHRASE not in said


def test_a_one_time_code_in_place_of_a_passphrase(home: Home) -> None:
    code = identity.give_reset_code(home.store, home.office, home.actor("Nora"), home.key["Sam"], NOW)
    new = "violet harbour spoon"
    said = words(spoken(home, "sam", "code", code, new, "another", "sam", "code", code, new, new, "quit"))
    assert "The two are not the same. Nothing was changed." in said
    assert "Signed in: Sam Doyle." in said
    assert new not in said


def test_a_passphrase_changed_elsewhere_ends_the_session(home: Home) -> None:
    admit(home, "Sam")

    def changed() -> None:
        identity.set_passphrase(
            home.store, home.office, home.actor("Nora"), home.key["Sam"], "violet harbour spoon", NOW
        )

    said = words(spoken(home, "sam", PASSPHRASE, "session amara", "", "7", "1", changed, "save", "quit"))
    assert "Your passphrase was changed from elsewhere. Sign in with the new one." in said
    assert home.store.value("SELECT count(*) FROM session WHERE held_on = '2026-03-12'") == 0


def test_the_pin_opens_ones_own_lock_and_nobody_elses(home: Home) -> None:
    admit(home, "Sam", "Helen")
    identity.set_pin(home.store, home.actor("Sam"), "2846", NOW)
    said = words(
        spoken(
            home, "sam", PASSPHRASE, "lock", "", "1111", "", "2846", "lock", "other", "helen", "2846", "quit"
        )
    )
    assert "That PIN is not right. Try again, or enter your passphrase." in said
    assert said.count("PIN or passphrase, not shown:") == 2
    assert "The name or the passphrase is not right." in said
    assert "Signed in: Helen" not in said
