"""Every screen over hostile records, in a real pseudo-terminal: text stays text, whole, and nothing obeys it."""

from __future__ import annotations

import json
import re
import shutil
import sys
from pathlib import Path
from typing import Any

import pytest

from mentor_tui import records
from tests.hostile.house import MEANT, worded
from tests.hostile.raw import Raw, not_the_programs
from tests.screens.home import Home
from tests.screens.rooms import ROOMS, furnish

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="there are no pseudo-terminals on Windows")

#: what a click may do: move a scroll bar
_SCROLLING = {"@mouse.down grab", "@mouse.down scroll_up", "@mouse.down scroll_down"}

#: shown whole where records are looked up one by one, and in the journal; no page of the walk is about them
NOT_ON_THE_WALK = {
    ("staff", "leaving_reason"),  # of those who left
    ("pairing", "why_this_mentor"),
    ("strategic_action", "evidence_reference"),  # of what is done
}


@pytest.fixture(scope="module")
def walked(home_file: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[bytes, dict[str, Any]]:
    """What reached the terminal, and what the walk told."""
    folder = tmp_path_factory.mktemp("walk")
    path, told = folder / "records.db", folder / "told.json"
    shutil.copy(home_file, path)
    furnish(Home.opened(path)).store.close()
    with Raw([sys.executable, "-m", "tests.hostile.walk", str(path), str(told)]) as seen:
        seen.until(lambda: not seen.alive, patience=120)
        seen.settle(0.02)
        assert seen.status == 0, seen.text
    return seen.written, json.loads(told.read_text())


def test_every_screen_is_on_the_walk(walked: tuple[bytes, dict[str, Any]]) -> None:
    # A screen without a room fails in tests/screens/test_every_screen.py.
    assert set(ROOMS) <= set(walked[1]["rooms"])


def test_nothing_but_the_programs_own_reaches_the_terminal(walked: tuple[bytes, dict[str, Any]]) -> None:
    written, _ = walked
    assert not_the_programs(written) == []
    # Text did reach it: this is no proof of an empty screen.
    assert written.count(b"[@click=app.quit]x[/]") > 20


def test_no_action_runs_and_no_text_can_be_clicked(walked: tuple[bytes, dict[str, Any]]) -> None:
    _, told = walked
    assert told["ran"] == []
    assert {what for room in told["rooms"].values() for what in room["obeys"]} <= _SCROLLING


def test_every_field_is_shown_whole(walked: tuple[bytes, dict[str, Any]]) -> None:
    _, told = walked
    pages = [
        squeezed(room["shows"]) for name, room in told["rooms"].items() if not name.startswith("EntryPage")
    ]
    whole = set()
    for where, text in told["said"].items():
        record, field, _ = where.split(".")
        if any(squeezed(text) in page for page in pages):
            whole.add((record, field))
    said = {tuple(where.split(".")[:2]) for where in told["said"]}
    assert said - whole - NOT_ON_THE_WALK == set()


def test_every_field_of_words_is_poisoned(walked: tuple[bytes, dict[str, Any]]) -> None:
    _, told = walked
    said = {tuple(where.split(".")[:2]) for where in told["said"]}
    known = {(record.name, one.name) for record in records.ALL for one in worded(record)}
    assert not MEANT & known
    # What the furnished home has none of; each goes through every other way in elsewhere.
    assert known - said <= {
        (record.name, one.name) for record in records.ALL if record.name not in {name for name, _ in said}
        for one in worded(record)
    }  # fmt: skip


def squeezed(text: str) -> str:
    """Text without blanks and without the edges of fields, so that a line may break anywhere."""
    return re.sub(r"[\s▌│]+", "", text)
