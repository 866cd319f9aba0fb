"""The transcript in the README is what the plain mode says, word for word; its help and the ways to it are there."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from mentor_tui import identity
from tests.plain.script import PASSPHRASE, spoken
from tests.screens.home import NOW, Home

ROOT = Path(__file__).resolve().parents[2]
README = (ROOT / "README.md").read_text(encoding="utf-8")
TYPED = ("sam", PASSPHRASE, "1", "", "7", "med", "Found the rota hard, better by Friday", "save", "quit")


def test_the_transcript_is_true(home: Home) -> None:
    identity.set_passphrase(home.store, home.office, home.actor("Nora"), home.key["Sam"], PASSPHRASE, NOW)
    section = README.split("\n## Without a full screen\n")[1].split("\n## ")[0]
    told = section.split("```text\n")[1].split("```")[0]
    assert [line.rstrip() for line in spoken(home, *TYPED).splitlines()] == told.splitlines()


def test_the_help_has_an_example_and_the_refusals_lead_here() -> None:
    command = [sys.executable, "-m", "mentor_tui"]
    helped = subprocess.run(
        [*command, "plain", "--help"], capture_output=True, text=True, cwd=ROOT, check=True
    )
    assert "Example: mentor-tui plain" in helped.stdout
    refused = subprocess.run(
        command, capture_output=True, text=True, cwd=ROOT, check=False, stdin=subprocess.DEVNULL
    )
    assert refused.returncode == 2
    assert "mentor-tui plain" in refused.stderr
