"""A person's file: everything about them and nothing that is another's, for whoever may make it."""

from __future__ import annotations

import html
import json
import re
import stat
from pathlib import Path

import pytest

from mentor_tui import personal, records
from mentor_tui.declare import Ident
from mentor_tui.exchange.personal_pages import ENDINGS, export_person
from mentor_tui.exchange.problems import ExchangeProblem
from mentor_tui.office import NotAllowed
from mentor_tui.store import models
from tests.permissions.conftest import made
from tests.permissions.conftest import organisation as _organisation
from tests.permissions.organisation import CANARY, CASES, PAIRINGS, PEOPLE, Organisation
from tests.permissions.table import readers_of, strays

__all__ = ["made"]
organisation = _organisation

OF_MENTEE = ("mentee", "pairing", "earlier pairing", "case", "escalation of pairing")


def written(organisation: Organisation, who: str, by: str, path: Path, ending: str = ".json") -> str:
    """The text of a person's file."""
    to = path / f"{who.replace(' ', '-')}-by-{by.replace(' ', '-')}{ending}"
    export_person(organisation.reader(by), organisation.office, organisation.key[who], to)
    return to.read_text(encoding="utf-8")


@pytest.mark.parametrize("ending", ENDINGS)
def test_everything_about_a_person_is_in_their_own_file(
    organisation: Organisation, tmp_path: Path, ending: str
) -> None:
    text = written(organisation, "mentee", "mentee", tmp_path, ending)
    found = set(CANARY.findall(text))
    missing = [
        where
        for where, word in organisation.canaries.words.items()
        if where.partition("/")[0] in OF_MENTEE and word not in found
    ]
    assert missing == []
    # Of others only who is named around the person, which is theirs to read.
    places = organisation.canaries.places
    others = {places[word] for word in found if places[word].partition("/")[0] not in OF_MENTEE}
    assert {where for where in others if "mentee" not in readers_of(where)} == set()


@pytest.mark.parametrize("who", [who for who in PEOPLE if who not in ("mentee", "leaver")])
def test_nothing_of_others_is_in_anybodys_own_file(
    organisation: Organisation, tmp_path: Path, who: str
) -> None:
    places = organisation.canaries.places
    found = set(CANARY.findall(written(organisation, who, who, tmp_path)))
    for where in sorted(places[word] for word in found):
        hangs_on, _, rest = where.partition("/")
        about_them = hangs_on in (who, f"draft of {who}") or (
            hangs_on.removeprefix("escalation of ") in {**PAIRINGS, **CASES}
            and {**PAIRINGS, **CASES}[hangs_on.removeprefix("escalation of ")][0] == who
        )
        if not about_them and rest.partition(".")[0].partition(" ")[0] not in (
            "staff",
            "person",
            "service",
            "organisation",
        ):
            # A mentor's file says that there is a pairing, and why this mentor; not what is the mentee's.
            assert rest in ("pairing.pairing_id", "case.case_id", "pairing.why_this_mentor"), where
        if not about_them:
            assert who in readers_of(where), where


@pytest.mark.parametrize("by", ["administrator", "administrator and manager elsewhere", "HR coordinator"])
@pytest.mark.parametrize("who", ["mentee", "mentor", "line manager"])
def test_whoever_hands_it_over_hands_over_what_they_read(
    organisation: Organisation, tmp_path: Path, who: str, by: str
) -> None:
    text = written(organisation, who, by, tmp_path)
    found = set(CANARY.findall(text))
    assert strays(organisation.canaries, by, found) == []
    assert "private_notes" not in json.dumps(json.loads(text)["records"])
    assert "not in this file" in text
    word = organisation.canaries.word
    assert (word("pairing/session.shared_summary") in found) == (by == "HR coordinator" and who == "mentee")
    assert word(f"{who}/staff.job_role") in found


def test_who_may_make_it(organisation: Organisation, tmp_path: Path) -> None:
    allowed = {"mentee", "administrator", "administrator and manager elsewhere", "HR coordinator"}
    for by in PEOPLE:
        if by in allowed or by == "leaver":
            continue
        with pytest.raises(NotAllowed):
            written(organisation, "mentee", by, tmp_path)
    reader = organisation.reader("mentor")
    with pytest.raises(NotAllowed) as unknown:
        export_person(reader, organisation.office, "", tmp_path / "nobody.json")
    with pytest.raises(NotAllowed) as known:
        export_person(reader, organisation.office, organisation.key["mentee"], tmp_path / "somebody.json")
    assert str(unknown.value) == str(known.value)
    assert list(tmp_path.glob("*body*")) == []


def test_no_hash_is_in_it_and_drafts_are_their_authors(organisation: Organisation, tmp_path: Path) -> None:
    with organisation.store.writing():
        organisation.store.execute("UPDATE account SET passphrase = 'argon-hash', pin = 'pin-hash'")
        organisation.store.execute(
            "INSERT INTO account (person_id, passphrase, pin, wrong_tries, pin_tries, choices) "
            "VALUES (:p, 'argon-hash', 'pin-hash', 0, 0, '{}') ON CONFLICT (person_id) DO NOTHING",
            {"p": organisation.key["mentor"]},
        )
    typed = organisation.canaries.word("draft of mentor/typed")
    own = written(organisation, "mentor", "mentor", tmp_path)
    others = written(organisation, "mentor", "administrator", tmp_path)
    assert "-hash" not in own + others
    assert json.loads(own)["account"]["Has a passphrase"] == "yes"
    assert typed in own and typed not in others
    assert [one["form"] for one in json.loads(others)["drafts"]] == ["session"]


def test_whoever_raised_a_concern_is_not_named(organisation: Organisation, tmp_path: Path) -> None:
    (concerns,) = [
        one["rows"]
        for one in json.loads(written(organisation, "mentee", "mentee", tmp_path))["records"]
        if one["record"] == "concern"
    ]
    assert {one["raised_by_id"] for one in concerns} == {"somebody else (not named here)"}


def test_the_file_is_private_new_and_journaled(organisation: Organisation, tmp_path: Path) -> None:
    written(organisation, "mentee", "administrator", tmp_path)
    (file,) = [one for one in tmp_path.iterdir() if one.suffix == ".json"]
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert organisation.store.row(
        "SELECT person, verb, kind, record FROM journal ORDER BY seq DESC LIMIT 1"
    ) == (
        organisation.key["administrator"],
        "exported",
        "staff",
        organisation.key["mentee"],
    )
    before = file.read_bytes()
    for path, words in (
        (file, "exists already"),
        (tmp_path / "file.pdf", "ends on none of"),
        (tmp_path / "no" / "folder" / "file.md", "cannot be written"),
    ):
        entries = organisation.store.value("SELECT count(*) FROM journal")
        with pytest.raises(ExchangeProblem, match=words):
            export_person(
                organisation.reader("mentee"), organisation.office, organisation.key["mentee"], path
            )
        assert organisation.store.value("SELECT count(*) FROM journal") == entries
    assert file.read_bytes() == before
    assert not [one for one in tmp_path.iterdir() if one.name.endswith(".part")]


def test_a_stick_without_links_takes_it_too(
    organisation: Organisation, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused(*_: object) -> None:
        raise PermissionError("no links here")

    monkeypatch.setattr("os.link", refused)
    assert "mentee" in written(organisation, "mentee", "mentee", tmp_path)
    assert [one.suffix for one in tmp_path.iterdir() if "mentee" in one.name] == [".json"]
    with pytest.raises(ExchangeProblem, match="exists already"):
        written(organisation, "mentee", "mentee", tmp_path)


def test_what_was_typed_is_no_markup(organisation: Organisation, tmp_path: Path) -> None:
    hostile = "<script>alert(1)</script> [a](javascript:x) `b` *c*\n- d\n1. e http://f"
    with organisation.store.writing():
        organisation.store.execute("UPDATE staff SET job_role = :hostile", {"hostile": hostile})
    page = written(organisation, "mentee", "mentee", tmp_path, ".html")
    assert "<script" not in page and html.escape(hostile) in page
    text = written(organisation, "mentee", "mentee", tmp_path, ".md")
    # Every mark has its stroke before it, and without the strokes it stands there letter for letter.
    (line,) = [one for one in text.splitlines() if "alert(1)" in one]
    assert not re.search(r"(?<!\\)[<>`\[]", line)
    assert "\\- d" in text and "1\\. e http\\://f" in text


def test_every_record_that_leads_to_a_person_is_covered() -> None:
    """A record or table that is new and leads to people is in the file, or this fails."""
    leads = {
        name
        for name, model in models.MODELS.items()
        if any(getattr(one, "rel_model", None) is models.MODELS["staff"] for one in model._meta.sorted_fields)
    }
    told: set[str] = set()
    for record in records.BY_TABLE.values():
        links = [
            one for one in record.fields if one.name in record.links and record.links[one.name] == "staff"
        ]
        covered = {one.name for one in personal.links(record, "theirs", "mentor", "part", "source")}
        assert {one.name for one in links} <= covered, record.name
        if links:
            told.add(record.table)
        assert all(
            not isinstance(one.kind, Ident) or one.name in (record.ident, "period", "key")
            for one in record.fields
        )
    assert leads <= told
    knows = {
        model._meta.table_name
        for model in models.OTHERS
        if any(getattr(one, "rel_model", None) is models.MODELS["staff"] for one in model._meta.sorted_fields)
    }
    # Account, what it is known by, and drafts stand in the file beside the records.
    assert knows == {"account", "account_link", "draft"}
