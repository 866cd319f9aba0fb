"""Hostile text by lines: what is clean is kept and said as it is, what is not never comes in or goes out."""

from __future__ import annotations

import re

from mentor_tui import records
from mentor_tui.declare import Value
from mentor_tui.office import Change
from tests.hostile.texts import KEPT
from tests.plain.conftest import Says
from tests.plain.script import words
from tests.screens.home import ADMINISTRATOR, Home, day

_OBEYED = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff]")


def plainly(text: str) -> str:
    """As one types it where it may look like a command."""
    return f"\\{text}" if text.startswith(("\\", "+")) else text


def test_clean_text_of_any_kind_is_kept_and_said(home: Home, says: Says) -> None:
    typed: list[str] = []
    for text in KEPT.values():
        issue = text[:120].strip()
        first = f"\\{issue}" if issue.isdigit() else plainly(issue)
        typed += ["session ben", "", "7", first, plainly(text), "save"]
    said = words(says("Sam", *typed, "pairing ben", "whole", "quit"))
    rows = home.store.rows(
        "SELECT top_support_issue, shared_summary FROM session WHERE pairing_id = :key ORDER BY rowid",
        {"key": home.key["Ben's"]},
    )
    assert rows == [(text[:120].strip(), text) for text in KEPT.values()]
    for text in KEPT.values():
        assert " ".join(f"Top support issue: {text[:120].strip()}".split()) in said
        assert said.count(" ".join(text.split())) >= 2
    assert not _OBEYED.search(said)


def test_what_another_program_wrote_is_filtered_on_its_way_out(home: Home, says: Says) -> None:
    with home.office.batch(ADMINISTRATOR, history=True) as batch:
        values: dict[str, Value] = {
            "pairing_id": home.key["Ben's"],
            "held_on": day("2026-03-10"),
            "confidence_score": 5,
            "top_support_issue": "Nights",
        }
        key = batch.add(Change(records.SESSION, values))
    with home.store.writing():
        home.store.execute(
            "UPDATE session SET top_support_issue = :text WHERE id = :key",
            {"text": "a\x1b[2Jb\x9b3Jc\u202ed\x07", "key": key},
        )
    said = says("Sam", "pairing ben", "session ben", "", "", "list", "later", "quit")
    assert not _OBEYED.search(said)
    assert "\N{REPLACEMENT CHARACTER}[2Jb" in said
