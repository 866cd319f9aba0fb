"""`init`, `person`, `journal`, `backup`, `restore`, `check`, `import`, `export`, `doctor`."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from mentor_tui.office import Office
from mentor_tui.store.database import open_store
from mentor_tui.store.problems import StoreProblem
from tests.cli.conftest import CASES, GOOD, Runs, one_line


def test_init_makes_a_database_whose_account_is_the_first_administrator(run: Runs, tmp_path: Path) -> None:
    path = tmp_path / "new" / "rose.db"
    words = ("init", "--organisation", "Rose Care", "--service", "Rose House", "--database", path)
    ran = run(*words, "--admin", "Ann Dale", account="ann")
    assert ran.status == 0
    assert "Ann Dale" in ran.out
    assert path.stat().st_mode & 0o777 == 0o600
    assert path.parent.stat().st_mode & 0o777 == 0o700
    assert run("figures", "--month", "2026-03", "--database", path).status == 0
    store = open_store(path)
    assert store.rows("SELECT ref, name FROM service") == [("S01", "Rose House")]
    assert store.value("SELECT count(*) FROM list_word WHERE list = 'support_issues'") > 5
    assert store.rows("SELECT passphrase FROM account") == [], "no default passphrase"
    store.close()
    assert "There is a database" in one_line(run(*words))


@pytest.mark.usefixtures("database")
def test_a_person_from_their_first_day_to_their_first_command(run: Runs) -> None:
    added = run(
        *("person", "add", "--name", "Zoë [b]Field", "--id", "M-900", "--service", "S01"),
        *("--job-role", "Senior care worker", "--start", "2026-01-05", "--role", "mentor"),
    )
    assert "Zoë [b]Field is added as M-900" in added.out
    assert run("person", "roles", "M-900").out == "Zoë [b]Field (M-900): mentor\n"
    changed = run("person", "roles", "zoë [b]field", "--add", "ld_lead@S02", "--remove", "mentor")
    assert changed.out == "Zoë [b]Field (M-900): ld_lead@S02\n"

    assert "opens once" in run("person", "reset-code", "M-900").out
    assert "at least 15" in one_line(run("person", "passphrase", "M-900", typed="short\n"))
    assert run("person", "passphrase", "M-900", typed=GOOD + "\n").status == 0
    assert run("due", "--as", "M-900", typed=GOOD + "\n", account="").status == 0
    own = run("person", "passphrase", "--as", "M-900", typed=f"{GOOD}\nanother-good-one-here\n", account="")
    assert own.status == 0
    one_line(run("due", "--as", "M-900", typed=GOOD + "\n", account=""))
    others = run(
        "person", "passphrase", "W0001", "--as", "M-900", typed="another-good-one-here\n", account=""
    )
    assert "Only an administrator" in one_line(others)

    assert run("person", "link", "M-900", "--account", "zoe").status == 0
    assert run("due", account="zoe").status == 0
    assert "linked to M-900 already" in one_line(run("person", "link", "W0001", "--account", "zoe"))
    assert run("person", "link", "M-900", "--remove").status == 0
    one_line(run("due", account="zoe"))
    key = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAINoo5WbhwrMKFgA17kFvYqzamz02zclpFlAaPdvj71iw"
    assert (
        "SHA256:GhzGH2FsnruDPteJbARenjfGwgMz33q1W3zraLds4+o"
        in run("person", "link", "M-900", "--key", key).out
    )
    assert "is linked to: SHA256:Ghz" in run("person", "link", "M-900").out
    assert "no public key" in one_line(run("person", "link", "M-900", "--key", "zoe"))
    assert "one at a time" in one_line(run("person", "link", "M-900", "--key", key, "--account", "zoe"))
    assert "is linked to: nothing" in run("person", "link", "M-900", "--key", key, "--remove").out
    board = run("person", "add", "--name", "Bo Ard", "--role", "board_quality_lead@*")
    assert board.status == 0
    assert run("journal", "verify").status == 0


@pytest.mark.usefixtures("database")
def test_ones_own_passphrase_changes_with_the_present_one_alone(run: Runs) -> None:
    """The account of the machine proves who one is; whoever sits at it for a moment takes nobody's place for good."""
    new = "violin-harbour-moss"
    assert run("person", "passphrase", typed=f"{GOOD}\n").status == 0
    assert "not right" in one_line(run("person", "passphrase", typed=f"{new}\n{new}\n"))
    assert run("person", "passphrase", typed=f"{GOOD}\n{new}\n").status == 0
    assert run("person", "roles", "Ann Dale", "--as", "Ann Dale", typed=f"{new}\n", account="").status == 0


@pytest.mark.usefixtures("database")
def test_the_last_administrator_stays_until_there_is_another(run: Runs) -> None:
    away = ("person", "roles", "Ann Dale", "--remove", "administrator@*")
    assert "this is the only administrator" in one_line(run(*away))
    run("person", "roles", "W0001", "--add", "administrator")
    run("person", "link", "W0001", "--account", "will")
    assert run(*away).status == 0
    assert "Only an administrator" in one_line(run("person", "roles", "W0001"))
    assert run("person", "roles", "W0001", account="will").status == 0


@pytest.mark.usefixtures("database")
def test_the_journal_tells_who_changed_what(run: Runs) -> None:
    run("person", "roles", "W0001", "--add", "mentor@S01")
    out = run("journal", "show", "--record", "W0001", "--limit", "2").out
    assert "Ann Dale" in out
    assert "Roles:" in out
    assert "mentor@S01" in out
    told = run("journal", "show", "--person", "Ann Dale", "--limit", "3", "--format", "json").json()
    assert len(told) == 3
    assert [one["seq"] for one in told] == sorted((one["seq"] for one in told), reverse=True)
    run("due", "--as", "W0001", typed="not-the-right-words\n")
    failed = run("journal", "show", "--limit", "1").out
    assert failed.endswith("Nobody signed in: sign-in failed, account W0001\n")
    assert run("journal", "show", "--since", "2100-01-01").out.startswith("Nothing in the journal")
    header = run("journal", "show", "--limit", "5", "--format", "csv").out.splitlines()[0]
    assert header.startswith("at,who,what,kind,record")


def test_private_notes_come_out_of_no_journal(run: Runs, database: Path, tmp_path: Path) -> None:
    folder = tmp_path / "more"
    folder.mkdir()
    store = open_store(database)
    pairing, held, mentor = store.row(
        "SELECT p.ref, p.started_on, m.ref FROM pairing AS p JOIN staff AS m ON m.id = p.mentor_id"
    ) or ("", "", "")
    store.close()
    (folder / "sessions.csv").write_text(
        "session_id,pairing_id,held_on,confidence_score,top_support_issue,private_notes,shared_summary\n"
        f"SE-1,{pairing},{held},3,Rota,between us two,told in confidence\n",
        encoding="utf-8",
    )
    assert run("import", folder).status == 0
    for form in ("table", "json", "csv"):
        out = run("journal", "show", "--record", "SE-1", "--format", form).out
        assert "Private notes" in out
        assert "between us" not in out
    run("person", "link", mentor, "--account", "mo")
    run("person", "roles", mentor, "--add", "mentor")
    own = run("journal", "show", "--record", "SE-1", account="mo")
    assert "told in confidence" in own.out, "the shared summary is the mentor's to read"
    assert "between us" not in own.out


def test_verify_and_check_find_what_was_altered(run: Runs, database: Path) -> None:
    clean = run("journal", "verify")
    assert clean.status == 0
    head = clean.out.splitlines()[-1]
    assert len(head.rpartition(" ")[2]) == 64
    assert run("check").status == 0
    rebuilt = run("check", "--rebuild")
    assert "nothing differed" in rebuilt.out
    store = open_store(database)
    with store.writing():
        store.execute("UPDATE staff SET name = 'Somebody Else' WHERE ref = 'W0001'")
        store.execute("DELETE FROM slot WHERE number = 1")
    store.close()
    for command in (("journal", "verify"), ("check",)):
        found = run(*command)
        assert found.status == 1
        assert "W0001: name differs" in found.out


def test_backup_and_restore(run: Runs, database: Path, tmp_path: Path) -> None:
    copy = tmp_path / "safe" / "copy.db"
    made = run("backup", copy)
    assert made.status == 0
    assert "Head of the journal in it: " in made.out
    assert copy.stat().st_mode & 0o777 == 0o600
    assert "exists already" in one_line(run("backup", copy))
    run("person", "roles", "W0001", "--add", "mentor@S01")
    back = run("restore", copy)
    assert back.status == 0
    assert "The one before is kept as" in back.out
    assert run("person", "roles", "W0001").out.endswith(": no role\n")
    assert run("journal", "verify").status == 0

    one_line(run("restore", copy, account="eve"))
    database.write_bytes(b"scribbled over")
    one_line(run("restore", copy, account="eve"))
    assert run("restore", copy).status == 0
    assert run("check").status == 0


@pytest.mark.usefixtures("database")
def test_a_backup_that_the_journal_cannot_tell_of_is_not_left_behind(
    run: Runs, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuses(*_: object, **__: object) -> None:
        raise StoreProblem("The database cannot be written to.")

    monkeypatch.setattr(Office, "note", refuses)
    assert "cannot be written to" in one_line(run("backup", tmp_path / "safe" / "copy.db"))
    assert list((tmp_path / "safe").iterdir()) == []


def test_restore_with_a_passphrase_leaves_the_backup_as_it_was(
    run: Runs, database: Path, tmp_path: Path
) -> None:
    run("person", "passphrase", typed=GOOD + "\n")
    copy = tmp_path / "copy.db"
    run("backup", copy)
    before = copy.read_bytes()
    database.unlink()
    assert "Only an administrator" in one_line(
        run("restore", copy, "--as", "Ann Dale", typed="not-the-right-words\n", account="")
    )
    assert run("restore", copy, "--as", "Ann Dale", typed=GOOD + "\n", account="").status == 0
    store = open_store(copy)
    assert store.value("SELECT count(*) FROM journal WHERE verb = 'sign_in_failed'") == 0
    store.close()
    assert len(before) == len(copy.read_bytes())


@pytest.mark.usefixtures("database")
def test_import_says_every_fault_or_what_it_did(run: Runs, tmp_path: Path) -> None:
    again = run("import", CASES / "case-1" / "folder")
    assert again.status == 0
    assert "Nothing was changed" in again.out
    folder = tmp_path / "bad"
    folder.mkdir()
    (folder / "services.csv").write_text("service_id,name,nation\nS90,Elm,france\nS91,,wales\n")
    ran = run("import", folder)
    assert ran.status == 2
    assert ran.out == ""
    lines = ran.err.splitlines()
    assert lines[0].startswith("services.csv:2: nation: ")
    assert lines[1].startswith("services.csv:3: name: ")
    assert lines[-1].startswith("mentor-tui: 2 faults")
    as_json = run("import", folder, "--format", "json", "--dry-run")
    assert as_json.status == 2
    assert [(one["file"], one["line"], one["column"]) for one in json.loads(as_json.out)] == [
        ("services.csv", 2, "nation"),
        ("services.csv", 3, "name"),
    ]
    (folder / "services.csv").write_text("service_id,name,nation\nS90,Elm,wales\n")
    assert "Nothing was written" in run("import", folder, "--dry-run").out
    assert "1 record was added" in run("import", folder).out


@pytest.mark.usefixtures("database")
def test_export_writes_a_folder_that_comes_back_unchanged(run: Runs, tmp_path: Path) -> None:
    ran = run("export", tmp_path / "out")
    assert ran.status == 0
    assert (tmp_path / "out" / "sessions.csv").exists()
    assert "Nothing was changed" in run("import", tmp_path / "out").out


def test_doctor_names_what_is_wrong_and_how_to_mend_it(run: Runs, database: Path) -> None:
    well = run("doctor")
    assert well.status == 0
    assert "Nothing is wrong." in well.out
    assert str(database) in "".join(line.strip() for line in well.out.splitlines())
    database.chmod(0o644)
    ill = run("doctor")
    assert ill.status == 1
    assert "WRONG Permissions" in ill.out
    assert "chmod 600" in ill.out


def test_doctor_without_a_database(run: Runs, tmp_path: Path) -> None:
    ran = run("doctor", "--database", tmp_path / "none.db")
    assert ran.status == 0
    assert "There is no database" in ran.out


def test_doctor_on_what_is_no_database(run: Runs, tmp_path: Path) -> None:
    (tmp_path / "x.db").write_text("Dear Ann")
    assert run("doctor", "--database", tmp_path / "x.db").status == 1
    cloud = tmp_path / "Dropbox"
    cloud.mkdir()
    assert run("doctor", "--database", cloud / "x.db").status == 1


def test_every_command_has_help_with_an_example(run: Runs) -> None:
    from mentor_tui.cli.root import COMMANDS

    words: list[tuple[str, ...]] = [(), *((name,) for name in COMMANDS)]
    words += [("person", name) for name in ("add", "link", "passphrase", "roles", "reset-code")]
    words += [("journal", "show"), ("journal", "verify")]
    for command in words:
        ran = run(*command, "--help")
        assert ran.status == 0
        assert "Example: " in ran.out, command
        if command not in ((), ("journal",), ("person",), ("completion",)):
            assert "--database" in ran.out, command


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_completion(run: Runs, shell: str) -> None:
    out = run("completion", shell).out
    assert "_MENTOR_TUI_COMPLETE" in out
    assert "mentor-tui" in out
