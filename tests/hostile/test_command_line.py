"""Every word that a command takes, given as hostile text: one sentence or the text as text, never a fault."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import click
import pytest

from mentor_tui.cli.root import program
from mentor_tui.store.database import open_store
from tests.cli.conftest import Runs
from tests.hostile.looking import heeded, unclean
from tests.hostile.texts import KEPT, REFUSED

#: a good command line of every command; a new command fails until it has one
COMMANDS: dict[str, list[str]] = {
    "": [],
    "demo": [],
    "init": ["--organisation", "Rose", "--service", "Rose House", "--admin", "Ann Dale", "--database", "NEW"],
    "import": ["FOLDER"],
    "export": ["NEW"],
    "import-asc-wds": ["--workplace", "FILE", "--workers", "FILE"],
    "figures": ["--month", "2026-03"],
    "alerts": [],
    "due": [],
    "journal show": [],
    "journal verify": [],
    "backup": ["NEW"],
    "restore": ["FILE"],
    "check": [],
    "encrypt": ["--as", "Ann Dale"],
    "decrypt": ["--as", "Ann Dale"],
    "recover": ["--as", "Ann Dale"],
    "person add": ["--name", "Zoe Lane"],
    "person link": ["W0001", "--account", "zoe"],
    "person passphrase": ["W0001"],
    "person reset-code": ["W0001"],
    "person roles": ["W0001"],
    "person export": ["W0001", "--out", "NEW"],
    "person anonymise": ["W0001", "--reason", "left long ago", "--yes"],
    "doctor": [],
    "plain": [],
    "completion": ["bash"],
}

#: no operating system hands on a NUL or half a character in a word; a byte that is no UTF-8 comes as a half
_GIVEN = {name: bad for name, (bad, _) in REFUSED.items() if name not in ("NUL", "lone half")}
WORDS = {
    "all at once": "".join(bad for name, bad in _GIVEN.items() if name != "byte as half"),
    "a terminal's": "\x1b]52;c;aGk=\x07\x1b[2J\nmentor-tui: all is well\udca3",
    "kept": " ".join(KEPT.values()),
}


def commands(
    group: click.Command = program, path: tuple[str, ...] = ()
) -> Iterator[tuple[str, click.Command]]:
    """Every command that there is."""
    if isinstance(group, click.Group):
        context = click.Context(group)
        for name in group.list_commands(context):
            if (found := group.get_command(context, name)) is not None:
                yield from commands(found, (*path, name))
    if not isinstance(group, click.Group) or group is program:
        yield " ".join(path), group


def worded() -> Iterator[tuple[str, click.Parameter]]:
    """Every command with each of its words that may be any text."""
    for name, command in commands():
        # The plain mode reads a real standard input from the start: tests/plain.
        for parameter in command.params if name != "plain" else ():
            if not getattr(parameter, "is_flag", False) and not isinstance(parameter.type, click.Choice):
                yield name, parameter


def test_every_command_is_tried() -> None:
    assert {name for name, _ in commands()} == set(COMMANDS)


def line_of(name: str, parameter: click.Parameter, text: str, tmp_path: Path) -> list[str]:
    """The good command line with a text in one place of it."""
    places = {"NEW": str(tmp_path / "new"), "FOLDER": str(tmp_path), "FILE": str(tmp_path / "file.csv")}
    words = [places.get(word, word) for word in COMMANDS[name]]
    if parameter.param_type_name == "argument":
        return [*name.split(), *words[1:], "--", text]
    option = parameter.opts[0]
    if option in words:
        words[words.index(option) + 1] = text
        return [*name.split(), *words]
    return [*name.split(), *words, option, text]


@pytest.mark.parametrize(
    ("name", "parameter"),
    [pytest.param(name, parameter, id=f"{name} {parameter.name}") for name, parameter in worded()],
)
def test_any_word_is_text_or_refused_in_a_sentence(
    run: Runs,
    database: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    name: str,
    parameter: click.Parameter,
) -> None:
    monkeypatch.chdir(tmp_path)
    for what, text in WORDS.items():
        ran = run(*line_of(name, parameter, text, tmp_path), typed="lantern-orchard-kettle\n" * 2)
        assert ran.status in (0, 1, 2), (what, ran)
        assert not heeded(ran.out), (what, ran)
        assert not heeded(ran.err), (what, ran)
        # No line that the program did not write.
        assert not any(
            line.startswith("mentor-tui: all is well") for line in (ran.out + ran.err).splitlines()
        )
        if ran.status == 2:
            assert ran.err.count("\n") == 1, (what, ran)
    store = open_store(database)
    assert unclean(store) == []
    store.close()


NAMES = (
    "a\x1b]52;c;aGk=\x07b.db",
    "a\nmentor-tui: all is well.db",
    "a\udca3\u202eb.db",
    "[@click=app.quit]x[ ].db",
)


@pytest.mark.parametrize("name", NAMES, ids=ascii)
def test_a_backup_of_any_name_is_made_and_restored(
    run: Runs, database: Path, tmp_path: Path, name: str
) -> None:
    for words in (
        ("backup", tmp_path / name),
        ("restore", tmp_path / name),
        ("export", tmp_path / f"out {name}"),
    ):
        ran = run(*words)
        assert ran.status == 0, ran
        assert not heeded(ran.out + ran.err)
        assert not any(line.startswith("mentor-tui: all is well") for line in ran.out.splitlines()), ran
    shown = run("journal", "show", "--format", "table")
    assert "restored" in shown.out and not heeded(shown.out)
    store = open_store(database)
    assert unclean(store) == []
    store.close()


@pytest.mark.parametrize("name", NAMES, ids=ascii)
def test_a_database_of_any_name_is_worked_on(run: Runs, tmp_path: Path, name: str) -> None:
    there = ("--database", tmp_path / name)
    for words in (
        ("init", "--organisation", "Rose"),
        ("check",),
        ("doctor",),
        ("journal", "verify"),
        ("due",),
    ):
        ran = run(*words, *there)
        assert ran.status in (0, 1), ran
        assert not heeded(ran.out + ran.err)
        assert not any(line.startswith("mentor-tui: all is well") for line in ran.out.splitlines()), ran
