"""The pages on security tell the truth: what they name is there, their numbers are those of the program.

And what they say of the whole core, which no other test holds: it starts no program, runs no text, has no network.
"""

from __future__ import annotations

import ast
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import click
import pytest

from mentor_tui import identity, left_alone, passphrases, policy, tries
from mentor_tui.cli.root import COMMANDS, program

ROOT = Path(__file__).resolve().parents[1]
DOCS = ROOT / "docs"
PAGES = ("security.md", "security-asvs.md", "data-security-toolkit.md")

#: the numbers of level 1 by section
_SECTIONS = {
    **{"1.2": "12345", "1.3": "12", "1.5": "1", "2.1": "1", "2.2": "12", "2.3": "1"},
    **{"3.2": "12", "3.3": "1", "3.4": "12", "3.5": "123", "4.1": "1", "4.4": "1", "5.2": "12", "5.3": "12"},
    **{"6.1": "1", "6.2": "12345678", "6.3": "12", "6.4": "12", "7.2": "1234", "7.4": "12"},
    **{
        "8.1": "1",
        "8.2": "12",
        "8.3": "1",
        "9.1": "123",
        "9.2": "1",
        "10.4": "12345",
        "11.3": "12",
        "11.4": "1",
    },
    **{
        "12.1": "1",
        "12.2": "12",
        "13.4": "1",
        "14.2": "1",
        "14.3": "1",
        "15.1": "1",
        "15.2": "1",
        "15.3": "1",
    },
}
LEVEL_1 = [f"{section}.{number}" for section, numbers in _SECTIONS.items() for number in numbers]
ANSWERS = ("met", "in part", "not met", "does not apply")


def page(name: str) -> str:
    return (DOCS / name).read_text(encoding="utf-8")


def flat(name: str) -> str:
    return " ".join(page(name).split())


def items() -> list[list[str]]:
    """The rows of the page: item, what it asks, answer, where."""
    rows = re.findall(
        r"^\| (\d+\.\d+\.\d+) \| (.*) \| (.*) \| (.*) \|$", page("security-asvs.md"), re.MULTILINE
    )
    return [list(row) for row in rows]


@pytest.mark.parametrize("name", PAGES)
def test_every_file_and_test_that_is_named_is_there(name: str) -> None:
    for place, test in re.findall(
        r"`((?:tests|mentor_tui|assets|screens|widgets|docs|\.ci)/[\w./-]*|requirements\.lock)(?:::(\w+))?`",
        page(name),
    ):
        file = ROOT / place
        assert file.exists(), place
        if test:
            assert re.search(rf"^(?:async )?def {test}\(", file.read_text(encoding="utf-8"), re.MULTILINE), (
                test
            )


def test_every_item_of_level_1_is_answered_once() -> None:
    assert [item for item, *_ in items()] == LEVEL_1
    assert len(LEVEL_1) == 70
    found = Counter(answer for _, _, answer, _ in items())
    assert set(found) <= set(ANSWERS)
    met, part, unmet, none = (found[answer] for answer in ANSWERS)
    assert f"Of {len(LEVEL_1)}: {met} met, {part} in part, {unmet} not met, {none} do not apply." in flat(
        "security-asvs.md"
    )


def test_what_is_met_says_where() -> None:
    for item, _, answer, where in items():
        assert answer == "does not apply" or "`" in where or "](" in where, item


@pytest.mark.real_hashes
def test_the_numbers_are_those_of_the_program() -> None:
    told = flat("security.md")
    waits = [identity.wait_after(tried) for tried in range(1, identity.TRIES)]
    minutes = policy.SETTINGS[policy.LOCK_MINUTES].default
    for said in (
        f"at least {passphrases.SHORTEST} characters, at most {passphrases.LONGEST}",
        f"Argon2id, {passphrases.MEMORY // 1024} MiB, {passphrases.PASSES} passes, {passphrases.LANES} lane",
        f"no wait for two, then {', '.join(str(wait) for wait in waits[2:-1])} and {waits[-1]} seconds",
        f"at least {sum(waits)} seconds",
        f"for {identity.CODE_HOURS} hours",
        f"after {minutes} idle minutes (policy), warned {left_alone.WARN_BEFORE:.0f} seconds before",
    ):
        assert said in told
    assert (tries.TRIES, identity.PIN_TRIES) == (10, 5)
    assert (waits[:2], len(passphrases.new_code())) == ([0, 0], 11)
    listed = (ROOT / "assets" / "blocklist.txt").read_text(encoding="utf-8").splitlines()
    long = [line for line in listed if not line.startswith("#") and len(line) >= passphrases.SHORTEST]
    assert 105 <= len(long) < 115


def test_every_library_has_its_hashes_and_the_page_their_versions() -> None:
    lock = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    locked = re.findall(r"^([a-z][\w.-]*)==(\S+)(.*(?:\n    .*)*)", lock, re.MULTILINE)
    assert len(locked) > 10
    for name, _, after in locked:
        assert "--hash=sha256:" in after, name
    versions = {name: version for name, version, _ in locked}
    told = flat("security.md")
    for name in ("cryptography", "sqlcipher3", "textual"):
        assert f"{name} {versions[name]}" in told, name


# -- what is said of the whole core --------------------------------------------------------------------


#: starts programs, runs text, reads XML or objects, opens connections
NOWHERE = {
    *("subprocess", "pty", "multiprocessing", "code", "runpy", "pdb", "ctypes"),
    *("pickle", "marshal", "shelve", "dill", "yaml", "xml", "lxml"),
    *("socket", "ssl", "http", "urllib", "ftplib", "smtplib", "requests", "webbrowser", "asyncio.subprocess"),
}
CALLS = {"eval", "exec", "compile", "__import__", "breakpoint"}
OF_SYSTEM = {
    "system",
    "popen",
    "execv",
    "execve",
    "execvp",
    "execvpe",
    "spawnv",
    "fork",
    "startfile",
    "posix_spawn",
}
#: the name of the account on Windows, asked of the system
ALLOWED = {("caller.py", "ctypes")}


def trees() -> Iterator[tuple[Path, ast.Module]]:
    for folder in ("mentor_tui", "screens", "widgets"):
        for file in sorted((ROOT / folder).rglob("*.py")):
            yield file, ast.parse(file.read_text(encoding="utf-8"))


def test_the_core_starts_no_program_and_runs_no_text() -> None:
    found = []
    for file, tree in trees():
        for node in ast.walk(tree):
            names: list[str] = []
            if isinstance(node, ast.Import):
                names = [alias.name for alias in node.names]
            elif isinstance(node, ast.ImportFrom):
                names = [node.module or ""]
            elif isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
                names = [name for name in (node.func.id,) if name in CALLS]
            elif isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
                owner = node.func.value
                if isinstance(owner, ast.Name) and owner.id == "os" and node.func.attr in OF_SYSTEM:
                    names = [node.func.attr]
            found += [
                (file.name, name)
                for name in names
                if name in NOWHERE | CALLS | OF_SYSTEM or name.partition(".")[0] in NOWHERE
            ]
    assert set(found) <= ALLOWED


def test_one_hash_function_and_no_weak_one() -> None:
    used = {
        node.attr
        for _, tree in trees()
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id == "hashlib"
    }
    assert used == {"sha256"}


def test_no_secret_is_a_word_of_a_command() -> None:
    """Others on the machine can see the words of a command."""
    context = click.Context(program)
    seen: list[click.Command] = [one for name in COMMANDS if (one := program.get_command(context, name))]
    named = set()
    while seen:
        command = seen.pop()
        if isinstance(command, click.Group):
            seen += [
                one for name in command.list_commands(context) if (one := command.get_command(context, name))
            ]
        named |= {str(parameter.name) for parameter in command.params}
    assert len(named) > 20
    assert not {name for name in named if re.search("pass|secret|pin$|code|recovery", name)}
