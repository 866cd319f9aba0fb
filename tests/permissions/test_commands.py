"""Every command for every person: what it says is theirs to read, also where it refuses (people.md).

A command that is new and not in COMMANDS fails here.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import click
import pytest

from mentor_tui import cli, identity
from mentor_tui.cli import keeping, session
from mentor_tui.cli.root import program
from tests.permissions.organisation import CANARY, PEOPLE, TODAY, Organisation, account
from tests.permissions.table import ADMINISTRATORS, EVERYBODY, readers_of, strays

#: names that stand for a reference of the organisation in the words of a command
_REFERENCES: Mapping[str, str] = {
    "PAIRING": "pairing/pairing.pairing_id",
    "PAIRING-ELSEWHERE": "pairing elsewhere/pairing.pairing_id",
    "SESSION": "pairing/session.session_id",
    "CASE-ELSEWHERE": "case elsewhere/case.case_id",
    "ACTION": "pairing/action open.action_id",
    "STRATEGIC": "strategic action/strategic_action.strategic_action_id",
    "MENTEE": "mentee/staff.staff_id",
    "MENTEE-BY-NAME": "mentee/staff.name",
    "MENTEE-ELSEWHERE": "mentee elsewhere/staff.staff_id",
    "ASH": "ASH/service.service_id",
    "OAK": "OAK/service.service_id",
}

#: command: the ways in which it is called; none where it shows no records, for the reason beside it
COMMANDS: Mapping[str, tuple[str, ...]] = {
    "plain": (),  # a face of its own: its readings are those of the store (tests/plain)
    "demo": (),  # an organisation of its own, all of it invented
    "init": (),  # makes a database where there is none
    "import": ("import FOLDER", "import FOLDER --dry-run"),
    "export": ("export NEW",),
    "import-asc-wds": ("import-asc-wds --workplace FILE --workers FILE",),
    "figures": (
        "figures --month 2026-01 --service ASH",
        "figures --month 2026-01 --format json",
        "figures --quarter 2025-Q4 --format csv",
    ),
    "alerts": (
        "alerts --as-at 2026-03-12",
        "alerts --as-at 2026-03-12 --format csv",
        "alerts --as-at 2026-03-12 --format json --service OAK",
    ),
    "due": (
        "due --as-at 2026-03-12",
        "due --as-at 2026-03-12 --format json",
        "due --as-at 2026-03-12 --format csv --role mentor",
        "due --as-at 2026-03-12 --person MENTEE-BY-NAME",
    ),
    "journal show": (
        "journal show --limit 10000 --format csv",
        "journal show --record PAIRING",
        "journal show --record SESSION --format json",
        "journal show --record CASE-ELSEWHERE",
        "journal show --record ACTION",
        "journal show --record STRATEGIC",
        "journal show --record MENTEE --format csv",
        "journal show --person MENTEE-BY-NAME",
    ),
    "journal verify": ("journal verify",),
    "backup": ("backup NEW",),
    "restore": ("restore FILE",),
    "check": ("check", "check --rebuild"),
    "encrypt": ("encrypt", "encrypt --as MENTEE", "encrypt --as MENTEE-BY-NAME"),
    "decrypt": ("decrypt --as MENTEE-BY-NAME",),
    "recover": ("recover --as MENTEE-BY-NAME",),
    "person add": ("person add --name Somebody --service OAK --job-role Carer --start 2026-03-02",),
    "person link": ("person link MENTEE --account root", "person link MENTEE-BY-NAME --remove"),
    "person passphrase": ("person passphrase MENTEE",),
    "person reset-code": ("person reset-code MENTEE",),
    "person roles": ("person roles MENTEE", "person roles MENTEE-ELSEWHERE --remove mentor"),
    "person anonymise": (
        "person anonymise MENTEE --reason over --yes",
        "person anonymise MENTEE-BY-NAME --reason over",
        "person anonymise MENTEE-ELSEWHERE --reason over --yes",
    ),
    "person export": (
        "person export MENTEE --out NEW.json",
        "person export MENTEE-ELSEWHERE --out NEW.md",
        "person export MENTEE-BY-NAME --out NEW.html",
    ),
    "doctor": ("doctor",),
    "completion": (),  # prints what a shell needs
}

Says = Callable[..., str]


def commands(group: click.Group, before: str = "") -> Iterator[str]:
    """Every command of the program by its words."""
    context = click.Context(group)
    for name in group.list_commands(context):
        found = group.get_command(context, name)
        if isinstance(found, click.Group):
            yield from commands(found, f"{before}{name} ")
        else:
            yield f"{before}{name}"


@pytest.fixture
def says(
    organisation: Organisation,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> Says:
    """What a command says to somebody, and what it wrote."""
    monkeypatch.setenv("MENTOR_TUI_DATABASE", str(organisation.store.path))
    for name in ("DATA", "CONFIG", "STATE"):
        monkeypatch.setenv(f"XDG_{name}_HOME", str(tmp_path / name.lower()))
    monkeypatch.setattr(session, "today", lambda: TODAY)
    monkeypatch.setattr(keeping, "today", lambda: TODAY)
    (tmp_path / "folder").mkdir()
    (tmp_path / "file").write_text("nothing\n")
    tmp_path.chmod(0o700)
    made = 0

    def saying(who: str, line: str) -> str:
        nonlocal made
        made += 1
        new = tmp_path / f"new-{made}"
        places = {"FOLDER": str(tmp_path / "folder"), "FILE": str(tmp_path / "file"), "NEW": str(new)}
        words = [
            organisation.canaries.words[_REFERENCES[word]]
            if word in _REFERENCES
            else places.get(word, word.replace("NEW.", f"{new}."))
            for word in line.split()
        ]
        monkeypatch.setattr(identity, "os_account", lambda: account(who))
        monkeypatch.setattr("sys.stdin", io.StringIO("lantern-orchard-kettle\n"))
        cli.run(words)
        said = capsys.readouterr()
        assert "Traceback" not in said.err
        written = [*new.iterdir()] if new.is_dir() else [*tmp_path.glob(f"{new.name}.[jmh]*")]
        return said.out + said.err + "".join(one.read_text() for one in sorted(written))

    return saying


def asked_for(organisation: Organisation, line: str) -> set[str]:
    """The words that stand in the command itself: they may come back in what it says."""
    words = organisation.canaries.words
    return {words[_REFERENCES[word]] for word in line.split() if word in _REFERENCES}


def test_every_command_is_listed() -> None:
    assert set(commands(program)) == set(COMMANDS), "a command is new: say how it is called"


#: one of each kind of sight: who else there is reads as one of these does (test_reading has everybody)
ASKING = (
    "mentee",
    "mentor",
    "mentor elsewhere",
    "owner of an action",
    "HR coordinator",
    "line manager",
    "L&D lead",
    "manager elsewhere",
    "manager elsewhere and L&D lead here",
    "administrator",
    "data analyst",
    "board quality lead",
)


def about_oneself(who: str, line: str, where: str) -> bool:
    """Whoever is given what is held about them is given it all, what their managers wrote among it."""
    return (
        line.startswith(("person export MENTEE ", "person export MENTEE-BY-NAME "))
        and who == "mentee"
        and where.startswith("mentee/")
    )


def test_every_command_says_what_is_theirs_and_nothing_else(organisation: Organisation, says: Says) -> None:
    wrong = []
    for who in ASKING:
        for lines in COMMANDS.values():
            for line in lines:
                if line.startswith("export") and who in ADMINISTRATORS:
                    continue  # everything but private notes: below
                if line.startswith("person anonymise") and who in ADMINISTRATORS:
                    continue  # it takes out what the others are to find
                found = set(CANARY.findall(says(who, line))) - asked_for(organisation, line)
                wrong += [
                    f"{who} reads {where} by {line}"
                    for where in strays(organisation.canaries, who, found)
                    if not about_oneself(who, line, where)
                ]
    assert not wrong, "\n".join(wrong)


def test_a_leaver_gets_one_sentence_from_every_command(organisation: Organisation, says: Says) -> None:
    without = {"check", "check --rebuild", "doctor"}  # they look before anybody signs in, and tell no record
    for command, lines in COMMANDS.items():
        for line in lines:
            said = says("leaver", line)
            assert not set(CANARY.findall(said)) - asked_for(organisation, line), line
            assert line in without or said.startswith("mentor-tui: "), (command, said)


def test_an_export_holds_every_record_and_nobodys_private_notes(
    organisation: Organisation, says: Says
) -> None:
    found = set(CANARY.findall(says("administrator", "export NEW")))
    places = organisation.canaries.places
    kept_back = {
        word for word, where in places.items() if "private_notes" in where or where.startswith("draft")
    }
    assert not found & kept_back
    stands = {word for word, where in places.items() if " corrected" not in where and ".reason" not in where}
    corrected = {
        organisation.canaries.words[where.removesuffix(" corrected")]
        for where in organisation.canaries.words
        if where.endswith(" corrected")
    }
    assert stands - kept_back - corrected <= found
    for who in EVERYBODY - ADMINISTRATORS:
        assert "Only an administrator" in says(who, "export NEW")


@pytest.mark.parametrize(
    "who", ["mentor elsewhere", "mentee", "data analyst", "board quality lead", "L&D lead"]
)
@pytest.mark.parametrize(
    ("line", "theirs"),
    [
        ("journal show --record {}", ("pairing/pairing.pairing_id", "case elsewhere/case.case_id")),
        ("journal show --person {}", ("another mentor/staff.name", "manager elsewhere/staff.staff_id")),
        (
            "due --as-at 2026-03-12 --person {}",
            ("another mentor/staff.name", "HR coordinator/staff.staff_id"),
        ),
        ("person passphrase {}", ("another mentor/staff.name", "administrator/staff.staff_id")),
        ("person roles {}", ("another mentor/staff.name", "administrator/staff.staff_id")),
    ],
)
def test_what_is_not_theirs_is_answered_as_what_there_is_not(
    organisation: Organisation, says: Says, who: str, line: str, theirs: tuple[str, str]
) -> None:
    def answer(word: str) -> str:
        return says(who, line.format(word)).replace(word, "…")

    unknown = answer("QX999")
    for where in theirs:
        # People who work with references may know an id; a name they may not.
        if who not in readers_of(where):
            assert answer(organisation.canaries.words[where]) == unknown, where


@pytest.mark.parametrize("how", ["check", "journal verify"])
def test_a_fault_that_is_found_is_told_without_what_stands_there(
    organisation: Organisation, says: Says, how: str
) -> None:
    organisation.store._database.execute_sql("UPDATE session SET private_notes = 'altered'")
    organisation.store._database.execute_sql("UPDATE staff SET name = 'altered'")
    said = says("administrator", how)
    assert "differs from what the journal says" in said
    # Which record differs is said by its id; never what stands in it.
    places = organisation.canaries.places
    assert all(places[word].endswith("_id") for word in CANARY.findall(said))


def test_everybody_has_an_account(organisation: Organisation) -> None:
    for who in PEOPLE:
        found = identity.linked(organisation.store, account(who), TODAY)
        assert (found is not None) == (who in EVERYBODY)
