"""Anonymising a person: their name, their words and the bytes of them go; what is counted stays, and is proved."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from mentor_tui import personal, records
from mentor_tui.declare import Ident, Link, Record
from mentor_tui.office import Change, Invalid, NotAllowed, Office
from mentor_tui.office.anonymising import OWN_TABLES, anonymise, outlook
from mentor_tui.store import journal, models
from mentor_tui.store.read.history import history
from mentor_tui.store.read.journal import Filter, lines, whole
from mentor_tui.store.reading import Reader
from mentor_tui.store.scrubbing import scrub
from tests.permissions.organisation import (
    ADMINISTRATOR,
    NOW,
    PEOPLE,
    TODAY,
    Canaries,
    Organisation,
    build,
    opened,
)

LATER = date(2033, 1, 10)
LEFT = date(2026, 12, 31)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Canaries, dict[str, str]]:
    """The organisation in which every text says something of its own, after the mentee and the mentors left."""
    path = tmp_path_factory.mktemp("left") / "records.db"
    canaries, key = build(path)
    found = opened(path, canaries, key)
    with Office(found.store, lambda: LATER, lambda: NOW).batch(ADMINISTRATOR, history=True) as batch:

        def end(record: Record, table: str, where: str, **values: object) -> None:
            for (row,) in found.store.rows(f"SELECT id FROM {table} WHERE {where}"):
                batch.add(Change(record, values, id=row))  # type: ignore[arg-type]

        for who in ("mentee", "mentor"):
            batch.add(Change(records.STAFF, {"employment_end": LEFT}, id=key[who]))
        end(records.PAIRING, "pairing", "ended_on IS NULL", ended_on=LEFT, end_reason="complete")
        end(records.CASE, "targeted_case", "closed_on IS NULL", closed_on=LEFT, close_reason="improved")
        end(records.ACTION, "action", "completed_on IS NULL AND cancelled_on IS NULL", cancelled_on=LEFT)
    found.close()
    return path, canaries, key


@pytest.fixture
def organisation(made: tuple[Path, Canaries, dict[str, str]], tmp_path: Path) -> Iterator[Organisation]:
    path, canaries, key = made
    copied = tmp_path / "records.db"
    shutil.copyfile(path, copied)
    found = opened(copied, canaries, key)
    found.office = Office(found.store, lambda: LATER, lambda: NOW)
    yield found
    found.close()


def raw(path: Path) -> bytes:
    """Every byte of the database and of what lies beside it."""
    return b"".join(
        one.read_bytes() for one in sorted(path.parent.iterdir()) if one.name.startswith(path.name)
    )


def words_about(organisation: Organisation, who: str, *hangs_on: str) -> dict[str, bytes]:
    """The words of an organisation that must be gone, by where they stood: of the person and what hangs on them."""
    places = dict(organisation.canaries.words)
    ours = (who, *hangs_on, *(f"escalation of {name}" for name in hangs_on))
    stays = ("pairing.pairing_id", "session_id", "goal_id", "action_id", "case.case_id", "training.course")
    return {
        where: word.encode()
        for where, word in places.items()
        if where.partition("/")[0] in ours and not where.endswith(stays)
    }


def test_every_word_about_a_person_is_gone_from_every_byte(organisation: Organisation) -> None:
    gone = words_about(organisation, "mentee", "pairing", "earlier pairing", "case")
    assert len(gone) > 60
    before = raw(organisation.store.path)
    # What a person has typed and thrown away is in neither.
    missing = [where for where, word in gone.items() if word not in before]
    assert missing == []

    done = anonymise(organisation.office, ADMINISTRATOR, organisation.key["mentee"], "kept for six years")
    assert scrub(organisation.store)

    after = raw(organisation.store.path)
    assert [where for where, word in gone.items() if word in after] == []
    assert done.ref.startswith("ANON-")
    assert [str(one) for one in journal.verify(organisation.store)] == []
    assert organisation.store.row(
        "SELECT ref, name, roles FROM staff WHERE id = :id", {"id": organisation.key["mentee"]}
    ) == (done.ref, "Anonymised person", None)


def test_what_is_others_stays(organisation: Organisation) -> None:
    anonymise(organisation.office, ADMINISTRATOR, organisation.key["mentee"], "kept for six years")
    scrub(organisation.store)
    after = raw(organisation.store.path)
    # But for the placeholders of what was typed and never saved.
    others = {
        where: word.encode()
        for where, word in organisation.canaries.words.items()
        if where.partition("/")[0]
        in ("another pairing", "pairing elsewhere", "another mentee", "case elsewhere")
    }
    assert len(others) > 60
    assert [where for where, word in others.items() if word not in after] == []


def test_a_mentor_goes_without_what_is_their_mentees(organisation: Organisation) -> None:
    """The words of a session are about the mentee: they go with them."""
    anonymise(organisation.office, ADMINISTRATOR, organisation.key["mentor"], "kept for six years")
    scrub(organisation.store)
    after = raw(organisation.store.path)
    word = organisation.canaries.word
    for where in ("mentor/staff.name", "mentor/staff.staff_id", "mentor/mentor.expertise", "mentor/risk.why"):
        assert word(where).encode() not in after, where
    assert word("pairing/pairing.why_this_mentor").encode() not in after
    for where in ("pairing/session.shared_summary", "pairing/session.private_notes", "mentee/staff.name"):
        assert word(where).encode() in after, where
    assert [str(one) for one in journal.verify(organisation.store)] == []


def test_somebody_outside_the_register_goes_too(organisation: Organisation) -> None:
    key = organisation.key["board quality lead"]
    with organisation.office.batch(ADMINISTRATOR, history=True) as batch:
        batch.add(Change(records.PERSON, {"employment_end": LEFT}, id=key))
    anonymise(organisation.office, ADMINISTRATOR, key, "kept for six years")
    scrub(organisation.store)
    assert organisation.canaries.word("board quality lead/person.name").encode() not in raw(
        organisation.store.path
    )
    assert [str(one) for one in journal.verify(organisation.store)] == []


def test_the_journal_says_that_words_were_removed(organisation: Organisation) -> None:
    anonymise(organisation.office, ADMINISTRATOR, organisation.key["mentee"], "kept for six years")
    reader = Reader(organisation.store, organisation.actor("registered manager"), LATER)
    session = organisation.key["pairing/session"]
    told = history(reader, records.SESSION, session)
    corrected = next(one for one in told if one.verb == "corrected")
    assert corrected.reason == "(removed)"
    assert {one.after for one in corrected.changes if one.label == "Shared summary"} == {"(removed)"}
    assert told[-1].verb == "anonymised"
    entries = lines(reader, Filter(record=session), 10)
    assert [whole(reader, one.key).line.reason for one in entries if one.verb == "corrected"] == ["(removed)"]  # type: ignore[union-attr]


def test_account_and_drafts_go(organisation: Organisation) -> None:
    key = organisation.key["mentor"]
    anonymise(organisation.office, ADMINISTRATOR, key, "kept for six years")
    for table, column in OWN_TABLES.items():
        assert not organisation.store.value(f"SELECT 1 FROM {table} WHERE {column} = :key", {"key": key})
    # The draft of somebody else about this person's record went with the mentee's.
    anonymise(organisation.office, ADMINISTRATOR, organisation.key["mentee"], "kept for six years")
    left = [subject for (subject,) in organisation.store.rows("SELECT subject FROM draft")]
    assert left == [organisation.key["pairing elsewhere"]]


def test_it_is_in_the_journal_with_its_reason_and_without_what_was(organisation: Organisation) -> None:
    key = organisation.key["mentee"]
    anonymise(organisation.office, ADMINISTRATOR, key, "kept for six years")
    changes, content = organisation.store.row(
        "SELECT changes, content FROM journal JOIN journal_value ON entry_id = id "
        "WHERE record = :key AND verb = 'anonymised'",
        {"key": key},
    ) or ("", "")
    assert "kept for six years" in content
    assert '"from"' not in changes + content


@pytest.mark.parametrize(
    ("who", "words"),
    [
        ("another mentee", "still employed"),
        ("administrator", "still employed"),
        ("leaver", ""),
    ],
)
def test_who_is_not_ready_is_refused_in_words(organisation: Organisation, who: str, words: str) -> None:
    key = organisation.key[who]
    assert (words in " ".join(outlook(organisation.office, ADMINISTRATOR, key).refusals)) is True
    if words:
        with pytest.raises(Invalid, match=words):
            anonymise(organisation.office, ADMINISTRATOR, key, "kept for six years")
    else:
        anonymise(organisation.office, ADMINISTRATOR, key, "kept for six years")


@pytest.fixture
def working(tmp_path: Path) -> Iterator[Organisation]:
    """The organisation as it works, with one person who leaves while everything is open."""
    canaries, key = build(tmp_path / "working.db")
    found = opened(tmp_path / "working.db", canaries, key)
    found.office = Office(found.store, lambda: LATER, lambda: NOW)
    yield found
    found.close()


def test_what_is_open_is_named(working: Organisation) -> None:
    with working.office.batch(ADMINISTRATOR, history=True) as batch:
        for who in ("mentee", "mentor", "mentor of the case", "owner of an action", "administrator"):
            batch.add(Change(records.STAFF, {"employment_end": LEFT}, id=working.key[who]))
        batch.add(
            Change(
                records.STAFF, {"employment_end": LEFT}, id=working.key["administrator and manager elsewhere"]
            )
        )
        batch.add(Change(records.PERSON, {"employment_end": LEFT}, id=working.key["director"]))

    def refused(who: str) -> str:
        return " ".join(outlook(working.office, ADMINISTRATOR, working.key[who]).refusals)

    assert "mentee of an open pairing" in refused("mentee")
    assert "in an open case" in refused("mentee")
    assert "mentor of an open pairing" in refused("mentor")
    assert "in an open case" in refused("mentor of the case")
    assert "support action of theirs is open" in refused("owner of an action")
    assert "own a strategic action" in refused("director")
    assert "only administrator" in refused("administrator")
    with pytest.raises(Invalid):
        anonymise(working.office, ADMINISTRATOR, working.key["mentor"], "kept for six years")
    assert "Anonymised" not in str(working.store.rows("SELECT name FROM staff"))


def test_only_an_administrator_and_only_with_a_reason(organisation: Organisation) -> None:
    key = organisation.key["leaver"]
    for who in PEOPLE:
        if who in ("administrator", "administrator and manager elsewhere", "leaver", "mentee", "mentor"):
            continue
        with pytest.raises(NotAllowed):
            anonymise(organisation.office, organisation.actor(who), key, "kept for six years")
        with pytest.raises(NotAllowed):
            outlook(organisation.office, organisation.actor(who), key)
    for reason in ("", "  ", "\x1b[2J"):
        with pytest.raises(Invalid):
            anonymise(organisation.office, ADMINISTRATOR, key, reason)


def test_it_is_done_once_and_nothing_brings_it_back(organisation: Organisation) -> None:
    key = organisation.key["mentee"]
    anonymise(organisation.office, ADMINISTRATOR, key, "kept for six years")
    with pytest.raises(Invalid, match="already"):
        anonymise(organisation.office, ADMINISTRATOR, key, "again")
    session = organisation.key["pairing/session"]
    for record, row, values in (
        (records.STAFF, key, {"name": "Amara Obi"}),
        (records.SESSION, session, {"shared_summary": "What was said"}),
        (records.PAIRING, organisation.key["pairing"], {"mentee_id": organisation.key["another mentee"]}),
    ):
        with (
            pytest.raises(Invalid, match="anonymised"),
            organisation.office.batch(ADMINISTRATOR, history=True) as batch,
        ):
            batch.add(Change(record, values, id=row))


def test_a_value_that_is_taken_out_by_hand_is_named(organisation: Organisation) -> None:
    with organisation.store.writing():
        organisation.store.execute(
            "DELETE FROM journal_value WHERE entry_id IN (SELECT id FROM journal WHERE record = :key)",
            {"key": organisation.key["another mentee"]},
        )
    found = " ".join(map(str, journal.verify(organisation.store)))
    assert "the value of name was removed" in found


# -- every record and field is covered -----------------------------------------------------------------


def test_every_link_says_whose_the_record_is() -> None:
    of_people = {"staff"} | {table for table in records.BY_TABLE if personal.theirs(table)}
    undeclared = [
        f"{record.name}.{one.name}"
        for record in records.ALL
        for one in record.fields
        if isinstance(one.kind, Link) and one.kind.to in of_people and not one.kind.whose
    ]
    assert undeclared == []


def test_what_goes_is_held_apart_in_the_journal_and_is_no_key() -> None:
    for record in records.ALL:
        if not (
            personal.theirs(record.table)
            or personal.mentored(record.table)
            or personal.of_escalations(record)
        ):
            continue
        for one in record.fields:
            if personal.goes(one) or (record.table == "staff" and isinstance(one.kind, Ident)):
                assert one.sensitive, f"{record.name}.{one.name}"
                assert one.name not in record.natural, f"{record.name}.{one.name}"
            if personal.goes(one):
                for value in ("other: words",) if one.kind.name == "choice" else ("words", ("words",))[-1:]:
                    assert personal.without(record, one, value) != value, f"{record.name}.{one.name}"


def test_every_other_table_that_knows_people_is_emptied_of_them() -> None:
    knows = {
        model._meta.table_name: field.column_name
        for model in models.OTHERS
        for field in model._meta.sorted_fields
        if getattr(field, "rel_model", None) is models.MODELS["staff"]
    }
    assert knows == OWN_TABLES
    assert TODAY < LATER
