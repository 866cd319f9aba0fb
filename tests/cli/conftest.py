"""A database with a known organisation in it, and a way to run the command line on it."""

from __future__ import annotations

import io
import json
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from mentor_tui import cli, identity
from mentor_tui.exchange import import_folder
from mentor_tui.founding import found
from mentor_tui.office import Office

CASES = Path(__file__).parent.parent / "conformance"
ADMIN_ACCOUNT = "ann"
GOOD = "lantern-orchard-kettle"


@dataclass
class Ran:
    """What a command did."""

    status: int
    out: str
    err: str

    def json(self) -> Any:
        return json.loads(self.out)


Runs = Callable[..., Ran]


def made(path: Path, case: str) -> Path:
    """A database with a conformance case in it; its administrator is linked to ``ann``."""

    def today() -> date:
        return date(2026, 11, 20)

    def now() -> datetime:
        return datetime(2026, 11, 20, 9, 0, tzinfo=UTC)

    store, actor = found(
        path,
        organisation="Rose Care",
        administrator="Ann Dale",
        os_account=ADMIN_ACCOUNT,
        today=today,
        now=now,
    )
    import_folder(Office(store, today, now), actor, CASES / case / "folder")
    store.close()
    return path


@pytest.fixture(scope="session")
def organisation(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Made once; nobody writes to it."""
    return made(tmp_path_factory.mktemp("organisation") / "case-1.db", "case-1")


@pytest.fixture
def database(organisation: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of one's own, named in the environment."""
    path = tmp_path / "mentor.db"
    shutil.copyfile(organisation, path)
    path.chmod(0o600)
    path.parent.chmod(0o700)
    monkeypatch.setenv("MENTOR_TUI_DATABASE", str(path))
    return path


@pytest.fixture(autouse=True)
def places_of_its_own(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in ("DATA", "CONFIG", "STATE"):
        monkeypatch.setenv(f"XDG_{name}_HOME", str(tmp_path / name.lower()))
    monkeypatch.delenv("MENTOR_TUI_DATABASE", raising=False)


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Runs:
    """Runs a command line, as the administrator's account unless another is named."""

    def running(*words: object, account: str = ADMIN_ACCOUNT, typed: str = "") -> Ran:
        monkeypatch.setattr(identity, "os_account", lambda: account)
        monkeypatch.setattr("sys.stdin", io.StringIO(typed))
        status = cli.run([str(word) for word in words])
        said = capsys.readouterr()
        assert "Traceback" not in said.err
        return Ran(status, said.out, said.err)

    return running


def one_line(ran: Ran) -> str:
    """The one line that a refused command says, with status 2 and nothing on standard output."""
    assert ran.status == 2, ran
    assert ran.out == ""
    assert ran.err.startswith("mentor-tui: ")
    assert ran.err.count("\n") == 1, ran.err
    return ran.err
