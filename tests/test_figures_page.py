"""docs/figures.md tells the truth: its statements and commands give, on the demonstration, what stands on the page."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner

from mentor_tui import demo
from mentor_tui.cli.root import program
from mentor_tui.store.database import Store, open_store
from tests.links import dead_links

FILE = Path(__file__).resolve().parents[1] / "docs" / "figures.md"
PAGE = FILE.read_text(encoding="utf-8")
MADE_ON = date(2026, 11, 20)
STATEMENTS = re.findall(r"`(\d+)\|(\d+)`\n\n```sql\n(.*?)\n```", PAGE, re.DOTALL)
COMMANDS = re.findall(r"^mentor-tui (--database.+)$", PAGE, re.MULTILINE)
RESULTS = re.findall(r"^\| ([^|]+) \| ([^|]+) \| ([^|]+) \|$", PAGE, re.MULTILINE)[1:]


@pytest.fixture(scope="module")
def database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path: Path = tmp_path_factory.mktemp("page") / "demonstration.db"
    demo.prepare(path, today=MADE_ON)
    return path


@pytest.fixture(scope="module")
def store(database: Path) -> Iterator[Store]:
    opened = open_store(database)
    yield opened
    opened.close()


def test_there_are_five_figures_before_and_after() -> None:
    assert len(RESULTS) == 5
    assert len(STATEMENTS) == 10
    assert len(COMMANDS) == 4
    assert list(dead_links(FILE)) == []


def test_every_statement_gives_what_stands_above_it(store: Store) -> None:
    for numerator, denominator, sql in STATEMENTS:
        assert store.row(sql.rstrip(";")) == (int(numerator), int(denominator)), sql


def test_the_program_gives_the_same(database: Path) -> None:
    said = []
    for line in COMMANDS:
        words = [str(database) if word == "demonstration.db" else word for word in shlex.split(line)]
        found = CliRunner().invoke(program, [*words, "--format", "csv"])
        assert found.exit_code == 0, found.output
        said.append(found.output)
    before, after = said[0] + said[2], said[1] + said[3]
    for _, *told in RESULTS:
        for text, output in zip(told, (before, after), strict=True):
            if counts := re.match(r"(\d+) of (\d+) \(([\d.]+)%\)", text):
                assert re.search(rf"\b{counts[1]}\b.*\b{counts[2]}\b.*\b{counts[3]}\b", output), (
                    text,
                    output,
                )
            else:
                number, _, of = re.split(r" (over|of) ", text)
                assert re.search(rf"\b{number}\b.*\b{of}\b|\b{of}\b.*\b{number}\b", output), (text, output)
