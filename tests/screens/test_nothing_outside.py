"""From the screens there is no way to a file, a program or the network: what a kiosk over SSH rests on.

A screen that takes a path from whoever sits at it would open any file that the program's account may read. What
needs files belongs to the commands, which a kiosk cannot reach.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
FILES = sorted(file for folder in ("screens", "widgets") for file in (ROOT / folder).rglob("*.py"))

#: modules that start programs, open files or connections
_MODULES = {
    *(
        "asyncio.subprocess",
        "code",
        "ctypes",
        "fileinput",
        "http",
        "io",
        "multiprocessing",
        "pdb",
        "pty",
        "shelve",
    ),
    *("shutil", "smtplib", "socket", "subprocess", "tempfile", "urllib", "webbrowser", "zipfile", "runpy"),
}
#: the core's own that read and write where they are told
_OURS = ("mentor_tui.exchange", "mentor_tui.cli", "mentor_tui.store.backup", "mentor_tui.settings")
_BUILT_IN = {"open", "eval", "exec", "compile", "breakpoint", "input", "__import__"}
_CALLS = {
    *(
        "open",
        "system",
        "popen",
        "execv",
        "execve",
        "execvp",
        "fork",
        "forkpty",
        "posix_spawn",
        "startfile",
        "spawnv",
    ),
    *("write_text", "write_bytes", "read_text", "read_bytes", "unlink", "mkdir", "rename", "expanduser"),
    *(
        "save_screenshot",
        "deliver_screenshot",
        "deliver_text",
        "deliver_binary",
        "suspend",
        "export_screenshot",
    ),
}

#: the program's own pages of help, which come with it
_ALLOWED = {"help": ["read_text"]}


def _reaches(tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            names = [node.module or "", *(f"{node.module}.{alias.name}" for alias in node.names)]
        else:
            names = []
        for name in names:
            if name.partition(".")[0] in _MODULES or name in _MODULES or name.startswith(_OURS):
                yield f"line {node.lineno}: imports {name}"  # type: ignore[attr-defined]
        if isinstance(node, ast.Call):
            called = node.func
            # One's own method of that name is no way out.
            own = (
                isinstance(called, ast.Attribute)
                and isinstance(called.value, ast.Name)
                and called.value.id == "self"
            )
            name = called.id if isinstance(called, ast.Name) else getattr(called, "attr", "")
            if name in (_BUILT_IN if isinstance(called, ast.Name) else _CALLS) and not own:
                yield f"line {node.lineno}: calls {name}"


@pytest.mark.parametrize("file", FILES, ids=lambda file: f"{file.parent.name}/{file.stem}")
def test_no_way_out_of_the_program(file: Path) -> None:
    found = _reaches(ast.parse(file.read_text(encoding="utf-8")))
    assert [one for one in found if one.split()[-1] not in _ALLOWED.get(file.stem, ())] == []


def test_it_would_be_noticed() -> None:
    code = "import subprocess\nfrom mentor_tui.store import backup\nopen(p)\nPath(p).write_text('x')\nself.open(k)"
    assert len(list(_reaches(ast.parse(code)))) == 4
