"""Two people at one keyboard by turns, in a real terminal: each with their own drafts, place and lock (people.md)."""

from __future__ import annotations

import sys
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest

from mentor_tui import identity, passphrases, records
from mentor_tui.office import Change
from mentor_tui.store import drafts, journal
from tests.bench.terminal import Watched
from tests.screens.home import ADMINISTRATOR, NOW, TODAY, Home

SAMS, RUTHS, PIN = "orchard kettle winter", "velvet otter basket", "2580"
ENTER, TAB, ESC, SAVE, LOCK, QUIT, F3 = b"\r", b"\t", b"\x1b[21~", b"\x13", b"\x0c", b"\x11", b"\x1bOR"
COPY, PASTE, SHOW = b"\x03", b"\x16", b"\x14"
#: marks what stands before the cursor; goes to the end
TO_THE_START, TO_THE_END = b"\x1b[1;2H", b"\x1b[F"

#: what Sam types and nobody else may see
HALF = "Half a sentence of Sam"

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="there are no pseudo-terminals on Windows")


class Machine:
    """The shared computer: its database, and the time on its clock."""

    def __init__(self, path: Path, clock: Path) -> None:
        self.path = path
        self._clock = clock
        self._seconds = 0.0
        self.passes(0)

    def passes(self, seconds: float) -> None:
        """So much time passes."""
        self._seconds += seconds
        # Written beside and moved there: the program never reads half a number.
        beside = self._clock.with_suffix(".new")
        beside.write_text(str(self._seconds))
        beside.replace(self._clock)

    def on(self) -> Watched:
        """The program in a terminal."""
        return Watched(
            [sys.executable, "-m", "tests.journeys.at_a_given_moment", str(self.path), str(self._clock)]
        )

    def counted(self, seen: Watched, column: str, tries: int) -> None:
        """Waits until so many wrong tries of Sam's are in the database, and what came of the last is said."""
        kept = Home.opened(self.path)
        asked = f"SELECT {column} FROM account WHERE person_id = :sam"
        seen.wait(lambda: kept.store.value(asked, {"sam": kept.key["Sam"]}) == tries, 10.0)
        kept.store.close()
        seen.wait(lambda: "One moment" not in seen.text, 10.0)

    def elsewhere(self, act: Callable[[Home], None]) -> None:
        """Somebody does something in another process."""
        home = Home.opened(self.path)
        act(home)
        home.store.close()


@pytest.fixture
def machine(home: Home, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Machine:
    """Sam and Ruth have passphrases, Sam a PIN besides."""
    # Small hashes, as in the program that is watched.
    with monkeypatch.context() as patch:
        patch.setattr(passphrases, "MEMORY", 64)
        patch.setattr(passphrases, "PASSES", 1)
        for name, words in (("Sam", SAMS), ("Ruth", RUTHS)):
            identity.set_passphrase(home.store, home.office, ADMINISTRATOR, home.key[name], words, NOW)
        identity.set_pin(home.store, home.actor("Sam"), PIN, NOW)
    home.store.close()
    return Machine(home.store.path, tmp_path / "clock")


def gives(seen: Watched, words: str, then: str) -> None:
    """Types words and Enter, and waits for what comes of it."""
    seen.send(words.encode())
    seen.settle()
    seen.send(ENTER)
    seen.until(then)


def sign_in(seen: Watched, name: str, words: str, then: str = "To do") -> None:
    seen.until("Sign in")
    gives(seen, name, name)
    gives(seen, words, then)


def half_a_session(seen: Watched) -> None:
    seen.send(b"2")
    seen.until("open pairings")
    seen.send(b"s")
    seen.until("Confidence score")
    seen.press(TAB + b"7" + TAB + b"Medication" + TAB + HALF.encode())
    seen.until(HALF)


def locks(seen: Watched) -> int:
    """Locks; gives from where on what is written is for other eyes."""
    seen.settle()
    at = len(seen.raw)
    seen.send(LOCK)
    seen.until("Locked by")
    seen.settle()
    return at


def test_two_people_by_turns_and_the_first_finds_everything_again(machine: Machine) -> None:
    with machine.on() as seen:
        sign_in(seen, "Sam", SAMS)
        half_a_session(seen)
        since = locks(seen)

        seen.send(ESC)
        sign_in(seen, "Ruth", RUTHS)
        seen.send(b"2")
        seen.until("pairings")
        seen.settle()
        seen.send(b"1")
        seen.until("Today")
        locks(seen)
        others = seen.raw[since:].decode(errors="replace")
        assert HALF not in others
        assert "Amara" not in others  # Sam's mentee: none of Ruth's
        assert "Ben Carter" not in others

        seen.send(ESC)
        seen.until("work open here")
        gives(seen, "Sam", "your PIN is enough")
        gives(seen, PIN, HALF)
        assert "Confidence score" in seen.text
        seen.press(SAVE)
        seen.until("Saved")
    home = Home.opened(machine.path)
    assert home.store.value("SELECT shared_summary FROM session WHERE held_on = '2026-03-12'") == HALF
    assert drafts.of(home.store, home.key["Sam"]) == []
    assert list(journal.verify(home.store)) == []
    home.store.close()


def test_waits_and_the_lock_after_ten_wrong_tries_survive_a_restart(machine: Machine) -> None:
    wrong = "The name or the passphrase is not right"
    with machine.on() as seen:
        sign_in(seen, "Sam", "wrong", wrong)
        for number in (2, 3):
            gives(seen, "wrong", wrong)
            machine.counted(seen, "wrong_tries", number)
    with machine.on() as seen:
        sign_in(seen, "Sam", SAMS, "Wait 5 seconds")
        for number, wait in enumerate((5, 10, 20, 40, 80, 160, 300), 4):
            machine.passes(wait)
            gives(seen, "wrong", "not right")
            machine.counted(seen, "wrong_tries", number)
    machine.passes(3600)
    with machine.on() as seen:
        sign_in(seen, "Sam", SAMS, "locked after ten wrong tries")

        code: list[str] = []
        machine.elsewhere(
            lambda home: code.append(
                identity.give_reset_code(
                    home.store, home.office, home.actor("Nora"), home.key["Sam"], NOW + timedelta(hours=2)
                )
            )
        )
        seen.send(F3)
        seen.until("One-time code")
        gives(seen, code[0], code[0])
        gives(seen, "lantern gravel otter", "To do")


def test_left_alone_then_five_wrong_pins_then_cut_off_and_not_a_letter_is_lost(machine: Machine) -> None:
    def leaves(home: Home) -> None:
        with home.office.batch(ADMINISTRATOR, history=True) as batch:
            left = {"employment_end": TODAY - timedelta(days=1)}
            batch.add(Change(records.STAFF, left, id=home.key["Sam"]))

    with machine.on() as seen:
        sign_in(seen, "Sam", SAMS)
        half_a_session(seen)
        seen.press(TO_THE_START + COPY)
        machine.passes(5 * 60 - 21)
        seen.press(TO_THE_END)  # a key: somebody is there, and the minutes begin anew
        machine.passes(5 * 60 - 20)
        seen.until("This locks in 20 seconds")
        machine.passes(20)
        seen.until("Locked by Sam Doyle")
        seen.settle()
        assert HALF not in seen.text
        # What was copied is not to be had by whoever comes next.
        seen.press(SHOW + PASTE)
        assert HALF not in seen.text
        seen.press(SHOW)

        for number in range(1, 6):
            gives(seen, "1111", "Enter your passphrase" if number == 5 else "That PIN is not right")
            machine.counted(seen, "pin_tries", number)
        # The right one opens nothing any more: it is taken for a passphrase.
        gives(seen, PIN, "The name or the passphrase is not right")
        seen.settle()
        gives(seen, SAMS, HALF)

        machine.elsewhere(leaves)
        seen.until("Your access ended on 11 Mar 2026")
        assert HALF not in seen.text
        assert "Amara" not in seen.text
        sign_in(seen, "Sam", SAMS, "The name or the passphrase is not right")
    home = Home.opened(machine.path)
    assert [draft.typed["shared_summary"] for draft in drafts.of(home.store, home.key["Sam"])] == [HALF]
    home.store.close()
