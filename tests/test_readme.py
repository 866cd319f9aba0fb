"""The README tells the truth: its commands exist, its keys are those of the program, its files are there."""

from __future__ import annotations

import re
from pathlib import Path

import click
import pytest

from mentor_tui import places
from mentor_tui.cli.root import COMMANDS, program
from screens.ways import WAYS
from tests.links import dead_links
from widgets.chrome import key_name

ROOT = Path(__file__).resolve().parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")


def test_every_command_is_in_the_readme_and_none_besides() -> None:
    told = set(re.findall(r"`mentor-tui ([a-z-]+)", README)) - {"all"}
    assert told == set(COMMANDS)


def test_every_example_can_be_parsed() -> None:
    for line in re.findall(r"^mentor-tui (.+)$", README, re.MULTILINE):
        words = [word.strip('"') for word in re.findall(r'"[^"]*"|\S+', line.split("#")[0])]
        command: click.Command = program
        while isinstance(command, click.Group) and words and not words[0].startswith("-"):
            found = command.get_command(click.Context(command), words.pop(0))
            assert found is not None, line
            command = found
        options = {name for one in command.params for name in one.opts}
        assert {word for word in words if word.startswith("--")} <= options, line


@pytest.mark.parametrize("way", WAYS.values(), ids=lambda way: way.name)
def test_the_keys_of_the_places(way: object) -> None:
    keys, title = way.keys, way.title  # type: ignore[attr-defined]
    named = ["," if key == "comma" else key_name(key) for key in keys if key]
    told = " or ".join(f"`{name}`" for name in named)
    assert f"| {told} | {title} |" in README


def test_the_pictures_and_pages_are_there() -> None:
    pages = [
        ROOT / "README.md",
        ROOT / "CHANGELOG.md",
        ROOT / "CONTRIBUTING.md",
        *(ROOT / "docs").glob("*.md"),
    ]
    assert [fault for page in pages for fault in dead_links(page)] == []


def test_files_are_where_it_says(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in ("XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_STATE_HOME", "MENTOR_TUI_DATABASE"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("HOME", str(tmp_path))
    found = [places.data_folder(), places.configuration_file(), places.log_folder()]
    for path in found:
        assert f"`~/{path.relative_to(tmp_path)}`" in README


def test_the_makefile_has_what_is_promised() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    told = README + (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    for name in re.findall(r"(?:^|`)make ([a-z]+)", told, re.MULTILINE):
        assert re.search(rf"^{name}:", makefile, re.MULTILINE), name
