"""What reaches a real pseudo-terminal, byte by byte."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from tests.cli.conftest import GOOD, Runs
from tests.exchange.asc_wds_files import WORKERS, WORKPLACE
from tests.hostile.raw import Raw, not_the_programs

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="there are no pseudo-terminals on Windows")

NASTY = "a\x1b]52;c;aGk=\x07\x1b[2J\x9b1mb\u202ec"


def command(database: Path, *words: str) -> Raw:
    """A command of the real program, at a terminal."""
    return Raw([sys.executable, "-m", "mentor_tui", "--database", str(database), *words])


def test_the_bytes_of_a_command_are_looked_at() -> None:
    assert not_the_programs(b"\x1b[2J\x1b[1;1Hplain \xc3\xa9 \x1b[38;5;12mtext\x1b[0m\r\n") == []
    assert len(not_the_programs(b"\x1b]52;c;aGk=\x07")) == 2
    assert len(not_the_programs(b"\x1b[5n \xc2\x9b \xe2\x80\xae \xff \t")) == 5


def test_who_is_asked_for_a_passphrase_is_told_as_text(database: Path) -> None:
    with command(database, "due", "--as", NASTY) as seen:
        seen.until("Passphrase of")
        seen.types(b"wrong wrong wrong wrong\n")
        assert seen.ended() == 2
    assert not_the_programs(seen.written) == []


def test_a_file_that_is_read_is_told_as_text(run: Runs, database: Path, tmp_path: Path) -> None:
    assert run("person", "passphrase", typed=f"{GOOD}\n").status == 0
    files = [tmp_path / f"{NASTY}{number}.csv" for number in "12"]
    for file, source in zip(files, (WORKPLACE, WORKERS), strict=True):
        file.write_bytes(source.read_bytes())
    words = ("--workplace", str(files[0]), "--workers", str(files[1]), "--as", "Ann Dale")
    with command(database, "import-asc-wds", *words) as seen:
        seen.until("Passphrase of")
        seen.types(f"{GOOD}\n".encode())
        seen.ended()
    assert b"[####" in seen.written, seen.text
    assert not_the_programs(seen.written) == []
