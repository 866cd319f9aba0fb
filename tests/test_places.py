"""Where the database is looked for, and what is said of a place that cannot be one."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from mentor_tui import places


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name in ("DATA", "CONFIG", "STATE"):
        monkeypatch.setenv(f"XDG_{name}_HOME", str(tmp_path / name.lower()))
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.delenv(places.ENVIRONMENT, raising=False)
    return tmp_path


def _configure(text: str) -> Path:
    file = places.configuration_file()
    file.parent.mkdir(parents=True)
    file.write_text(text, encoding="utf-8")
    return file


def test_order_of_places(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert places.database() == places.data_folder() / "mentor-tui.db"
    _configure(f'database = "{home}/configured.db"\n')
    assert places.database() == home / "configured.db"
    monkeypatch.setenv(places.ENVIRONMENT, str(home / "environment.db"))
    assert places.database() == home / "environment.db"
    assert places.database(str(home / "named.db")) == home / "named.db"


def test_demonstration_stays_beside_the_others(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(places.ENVIRONMENT, str(home / "live.db"))
    assert places.demonstration() == places.data_folder() / "demonstration.db"


@pytest.mark.usefixtures("home")
def test_folders_are_for_this_account_alone() -> None:
    for folder in (places.data_folder(), places.log_folder()):
        assert folder.stat().st_mode & 0o777 == 0o700


@pytest.mark.usefixtures("home")
def test_a_relative_or_home_path(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    assert places.as_path("here.db") == tmp_path / "here.db"
    assert places.as_path("~/there.db") == Path(os.environ["HOME"]) / "there.db"
    assert places.as_path("sqlite:///here.db") == tmp_path / "here.db"
    assert places.as_path(f"sqlite:///{tmp_path}/here.db") == tmp_path / "here.db"


@pytest.mark.parametrize(
    ("place", "words"),
    [
        ("postgresql://server/mentoring", "not there yet"),
        ("postgres://server/mentoring", "not there yet"),
        ("mysql://server/mentoring", "'mysql' is no kind of database"),
        (" ", "blank"),
        ("sqlite://", "blank"),
    ],
)
def test_what_is_no_place(place: str, words: str) -> None:
    with pytest.raises(places.BadPlace, match=words):
        places.as_path(place)


@pytest.mark.usefixtures("home")
@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("database = 5", "database: input should be a valid string"),
        ('database = ""', "database: string should have at least 1 character"),
        ('datebase = "x.db"', "'datebase' is not a setting; expected database"),
        ("database =", "is not TOML"),
    ],
)
def test_a_faulty_configuration_is_named_in_a_sentence(text: str, words: str) -> None:
    file = _configure(text)
    with pytest.raises(places.BadPlace, match=words) as refused:
        places.database()
    assert str(file) in str(refused.value)
    assert "\n" not in str(refused.value)


@pytest.mark.usefixtures("home")
def test_a_folder_that_cannot_be_made(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "file" / "under"))
    with pytest.raises(places.BadPlace, match="cannot be made"):
        places.data_folder()
