"""Inside real tmux and GNU screen, as they come, without a configuration."""

from __future__ import annotations

import shlex
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.bench.terminal import Watched
from tests.screens.home import Home
from tests.terminals.conftest import at_home

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(params=["tmux", "screen"])
def inside(request: pytest.FixtureRequest, home: Home, tmp_path: Path) -> Iterator[Watched]:
    """The program in one of the two, with a line before and one after it."""
    if shutil.which(request.param) is None:
        pytest.skip(f"{request.param} is not installed")
    home.store.close()
    sockets = tmp_path / "s"
    sockets.mkdir(mode=0o700)
    program = shlex.join(at_home(home.store.path))
    shown = f"cd {ROOT}; echo before; printf 'Opening ...\\r'; {program}; echo after $?; read wait"
    if request.param == "tmux":
        command = ["tmux", "-S", str(sockets / "t"), "-f", "/dev/null", "new-session", shown]
        stop = ["tmux", "-S", str(sockets / "t"), "kill-server"]
    else:
        command = ["screen", "-c", "/dev/null", "-S", "home", "sh", "-c", shown]
        stop = ["screen", "-S", "home", "-X", "quit"]
    environ = {"SCREENDIR": str(sockets), "LANG": "C.UTF-8"}
    with Watched(command, environ=environ) as seen:
        yield seen
    subprocess.run(stop, env=environ | {"PATH": "/usr/bin:/bin"}, capture_output=True, check=False)


def test_it_works_and_leaves_nothing_behind(inside: Watched) -> None:
    inside.until("To do")
    inside.send(b"2")
    inside.until("open pairings")
    inside.send(b"\r")
    inside.until("●●×●····")
    inside.send(b"\x1b")  # which either holds back for a while
    inside.until("open pairings")
    inside.send(b"s")
    inside.until("Confidence score")
    inside.send(b"\t7\tMedication\t")
    inside.until("Medication")
    inside.send(b"\x11")
    inside.until("after 0")
    inside.wait(lambda: "Medication" not in inside.text, 5)
    assert "Sam Doyle" not in inside.text
    # Nor what stood there while it opened.
    assert any(row.strip() == "after 0" for row in inside.screen.display), inside.text
