"""An encrypted database by lines: its own people open it, and are signed in by the same passphrase."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from mentor_tui import identity
from mentor_tui.store import encrypting, keyring
from tests.plain.script import PASSPHRASE, by_account, with_passphrase
from tests.plain.test_terminal import ROOT
from tests.screens.home import NOW, Home


def test_who_opens_it_is_signed_in(home: Home) -> None:
    path = with_passphrase(home, "Sam")
    _encrypt(path)
    typed = "Sam Doyle\nnot this one\nSam Doyle\n" + f"{PASSPHRASE}\nquit\n"
    command = [
        sys.executable,
        "-m",
        "mentor_tui",
        "plain",
        "--sign-in",
        "passphrase",
        "--database",
        str(path),
    ]
    done = subprocess.run(
        command, input=typed, capture_output=True, text=True, cwd=ROOT, timeout=60, check=False
    )
    assert done.returncode == 0, done.stderr
    assert "The records on this machine are encrypted." in done.stdout
    assert done.stdout.count("The name or the passphrase is not right.") == 1
    assert done.stdout.count("Passphrase, not shown:") == 2
    assert "Signed in: Sam Doyle." in done.stdout
    assert PASSPHRASE not in done.stdout


def test_whoever_opens_it_by_a_code_is_not_let_in_by_the_account_of_the_machine(home: Home) -> None:
    """The account may be linked to the administrator, and a code is somebody else's who sits there."""
    code = identity.give_reset_code(home.store, home.office, home.actor("Nora"), home.key["Sam"], NOW)
    path = by_account(home, "Nora")
    _encrypt(path, code=code)
    typed = f"Sam Doyle\n{code}\nquit\n"
    command = [sys.executable, "-m", "mentor_tui", "plain", "--database", str(path)]
    done = subprocess.run(
        command, input=typed, capture_output=True, text=True, cwd=ROOT, timeout=60, check=False
    )
    assert done.returncode == 0, done.stderr
    assert "Signed in" not in done.stdout
    assert "then the word code" in " ".join(done.stdout.split())
    assert "Your name:" in done.stdout


def _encrypt(path: Path, code: str = "") -> None:
    """Encrypts the home's database for Sam's passphrase, or code; this process forgets the key again."""
    home = Home.opened(path)
    ring, key = keyring.new_ring()
    kind: keyring.Kind = "code" if code else "person"
    ring = ring.sealed(key, kind, home.key["Sam"], ("M1", "Sam Doyle"), code or PASSPHRASE)
    encrypting.encrypt(home.store, ring, key)
    home.store.close()
    keyring.forget()
