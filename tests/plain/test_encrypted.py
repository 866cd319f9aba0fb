"""An encrypted database by lines: its own people open it, and are signed in by the same passphrase."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from mentor_tui.store import encrypting, keyring
from tests.plain.script import PASSPHRASE, with_passphrase
from tests.plain.test_terminal import ROOT
from tests.screens.home import Home


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


def _encrypt(path: Path) -> None:
    """Encrypts the home's database for Sam's passphrase; this process forgets the key again."""
    home = Home.opened(path)
    ring, key = keyring.new_ring()
    ring = ring.sealed(key, "person", home.key["Sam"], ("M1", "Sam Doyle"), PASSPHRASE)
    encrypting.encrypt(home.store, ring, key)
    home.store.close()
    keyring.forget()
