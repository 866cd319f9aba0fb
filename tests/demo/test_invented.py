"""The invented provider is the same for the same day, and gives the headline results on any day."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from mentor_tui.calendar import Period
from mentor_tui.declare import Text
from mentor_tui.demo.folder import write_folder
from mentor_tui.demo.inventing import invent
from mentor_tui.demo.notes import fits, suits
from mentor_tui.demo.stories import CAST, STORIES, story
from mentor_tui.demo.timeline import Timeline
from mentor_tui.demo.world import Person, World, asset
from mentor_tui.records import BY_NAME
from mentor_tui.rules.alerts import alerts
from mentor_tui.rules.facts import Organisation
from mentor_tui.rules.raised import NAMES, Alert
from mentor_tui.text import is_clean
from tests.conformance.folder import organisation, read_folder
from tests.oracle import figures

#: the first and last days of quarters, a leap day, the days around the new year, an ordinary one
DAYS = [
    date(2026, 2, 28),
    date(2026, 3, 31),
    date(2026, 10, 1),
    date(2027, 1, 4),
    date(2028, 2, 29),
]


def written(today: date, folder: Path) -> tuple[World, Organisation]:
    world = invent(today)
    write_folder(world.rows, folder)
    return world, organisation(read_folder(folder))


@pytest.mark.parametrize("today", DAYS, ids=str)
def test_headline_results_come_out_on_any_day(today: date, tmp_path: Path) -> None:
    world, facts = written(today, tmp_path)
    time = world.time

    def asked(period: Period) -> dict[str, object]:
        found: dict[str, object] = figures(facts, period, None, today)["figures"]
        return found

    before, after = asked(time.before), asked(time.after)
    support_before, support_after = asked(time.month_before), asked(time.month_after)

    assert before["retention_90_day"] == {"numerator": 34, "denominator": 50, "percent": 68.0}
    assert after["retention_90_day"] == {"numerator": 43, "denominator": 50, "percent": 86.0}
    assert before["mentored_retention_90_day"] == {"numerator": 54, "denominator": 75, "percent": 72.0}
    assert after["mentored_retention_90_day"] == {"numerator": 68, "denominator": 80, "percent": 85.0}
    assert support_before["resignation_risk"] == {"numerator": 16, "denominator": 47, "percent": 34.0}
    assert support_after["resignation_risk"] == {"numerator": 6, "denominator": 43, "percent": 14.0}
    assert support_before["case_confidence"] == {"average": 5.6, "count": 47}
    assert support_after["case_confidence"] == {"average": 8.2, "count": 43}
    for found, below in ((before, 9), (after, 3)):
        services = found["services_below_threshold"]
        assert isinstance(services, dict)
        assert (services["count"], services["of"]) == (below, 14)
    raised = alerts(facts, today)
    assert {alert.code for alert in raised} == set(NAMES)
    for told in STORIES:
        assert not told.alert or told.alert in codes_about(facts, told.id, raised), told.key


def codes_about(facts: Organisation, person: str, raised: list[Alert]) -> set[str]:
    """The codes of the alerts about a person's own pairings, actions and support plans."""
    subjects = {person}
    for pairing in facts.pairings:
        if pairing.mentee == person:
            subjects |= {pairing.ref, *(action.ref for action in pairing.actions)}
    subjects |= {case.ref for case in facts.cases if case.staff == person}
    return {alert.code for alert in raised if alert.subject in subjects}


def test_same_day_gives_the_same_folder(tmp_path: Path) -> None:
    today = date(2026, 11, 21)
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
        write_folder(invent(today).rows, tmp_path / name)
    files = sorted(file.name for file in (tmp_path / "one").iterdir())
    assert files
    for name in files:
        assert (tmp_path / "one" / name).read_bytes() == (tmp_path / "two" / name).read_bytes(), name


def test_every_text_is_clean_and_fits_its_field() -> None:
    world = invent(date(2026, 11, 21))
    for name, rows in world.rows.items():
        record = BY_NAME[name]
        for row in rows:
            for column, value in row.items():
                kind = record[column].kind
                if isinstance(value, str):
                    lines = isinstance(kind, Text) and kind.rows > 1
                    assert is_clean(value, lines=lines), (name, column, value)
                if value not in (None, ""):
                    record[column].read(kind.write(value))  # type: ignore[arg-type]


def test_notes_are_calm_and_name_nobody() -> None:
    texts = [
        words
        for issue in asset("notes.toml")["issue"]
        for part in issue.values()
        if isinstance(part, list)
        for words in part
    ]
    assert len(texts) > 400
    assert not [words for words in texts if "!" in words or "{" in words or words != words.strip()]
    assert all(
        words[-1] in ".?" for words in texts if " " in words and words[0].isupper() and "," in words[-3:]
    )


def test_every_issue_has_words_for_every_kind_of_service() -> None:
    for issue in asset("notes.toml")["issue"]:
        for kind in issue["kinds"]:
            for part in ("early", "later", "well", "practise", "what", "so", "now", "actions", "goals"):
                assert any(suits(words, kind) for words in issue[part]), (issue["name"], kind, part)


def test_nobody_writes_the_same_summary_twice_in_a_pairing() -> None:
    seen: set[tuple[str, str]] = set()
    for row in invent(date(2026, 11, 21)).rows["session"]:
        both = (str(row["pairing_id"]), str(row["shared_summary"]))
        assert not both[1] or both not in seen
        seen.add(both)


def test_people_are_many_and_have_one_name_each() -> None:
    world = invent(date(2026, 11, 21))
    assert 500 <= len(world.people) <= 700
    assert len(world.services) >= 12
    assert {service.nation for service in world.services.values()} == {
        "england",
        "wales",
        "scotland",
        "northern_ireland",
    }
    names = [person.name for person in world.people]
    assert len(set(names)) == len(names)
    assert Timeline(world.today).begins < date(2024, 11, 21)


def test_a_note_says_she_or_he_as_fits() -> None:
    world = invent(date(2026, 11, 21))
    by_ref = {person.ref: person for person in world.people}
    mentees: dict[str, Person] = {
        str(row["pairing_id"]): by_ref[str(row["mentee_id"])] for row in world.rows["pairing"]
    }
    for row in world.rows["session"]:
        summary = str(row["shared_summary"])
        assert fits(summary, mentees[str(row["pairing_id"])]), summary


def test_cast_has_one_person_for_each_role() -> None:
    assert len({one.role for one in CAST}) == len(CAST) == 12
    assert all(one.role in one.roles for one in CAST)
    assert story("recovers").id == next(one.id for one in CAST if one.role == "mentee")
