"""The administrator's pages tell the truth: their commands run, their files agree with each other."""

from __future__ import annotations

import io
import re
import shlex
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import click
import pytest

from mentor_tui import cli, identity, keys, places, settings
from mentor_tui.caller import Proof
from mentor_tui.cli.root import program
from mentor_tui.store import keyring
from mentor_tui.store.database import open_store

ROOT = Path(__file__).resolve().parents[1]
DOCS = ROOT / "docs"
PAGES = ("administrator.md", "backup-and-upgrade.md")
SERVER = DOCS / "server"

#: how a page has the program run as the account that owns the database
AS_ACCOUNT = "sudo -u mentoring -H mentor-tui "


def page(name: str) -> str:
    return (DOCS / name).read_text(encoding="utf-8")


def blocks(text: str, kind: str) -> list[str]:
    return re.findall(rf"^```{kind}\n(.*?)^```", text, re.MULTILINE | re.DOTALL)


def lines() -> Iterator[str]:
    """Every line of the pages that is typed into a shell."""
    for name in PAGES:
        for block in blocks(page(name), "sh"):
            yield from block.splitlines()


def of_program(line: str) -> list[str]:
    """The words after the program's name, where the line runs it; else none."""
    found = re.search(r"(?:^|\s)(?:mentor-tui|-m mentor_tui) (?=[a-z-])(?!/)(.*)", line)
    return shlex.split(found[1]) if found and "systemctl" not in line else []


@pytest.mark.parametrize("line", [line for line in lines() if of_program(line)])
def test_every_command_of_the_program_is_understood(line: str) -> None:
    words = of_program(line)
    command: click.Command = program
    while isinstance(command, click.Group) and words and not words[0].startswith("-"):
        found = command.get_command(click.Context(command), words.pop(0))
        assert found is not None
        command = found
    command.make_context("mentor-tui", words)


# -- the commands, run in their order ------------------------------------------------------------------


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """What stands for /srv/mentor-tui, /var/backups/mentor-tui and the account mentoring."""
    monkeypatch.setattr(identity, "os_account", lambda: "mentoring")
    monkeypatch.setenv("HOME", str(tmp_path / "srv"))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "srv" / ".config"))
    for name in ("XDG_DATA_HOME", "XDG_STATE_HOME", "MENTOR_TUI_DATABASE"):
        monkeypatch.delenv(name, raising=False)
    for folder in ("srv", "backups", "stick"):
        (tmp_path / folder).mkdir(mode=0o700)
    return tmp_path


def here(text: str, place: Path) -> str:
    for theirs, ours in (
        ("/srv/mentor-tui", place / "srv"),
        ("/var/backups/mentor-tui", place / "backups"),
        ("/media/stick", place / "stick"),
    ):
        text = text.replace(theirs, str(ours))
    return text


def configure(place: Path) -> None:
    (toml,) = blocks(page("administrator.md"), "toml")
    file = place / "srv" / ".config" / "mentor-tui" / "mentor-tui.toml"
    assert f"`{here('/srv/mentor-tui', place)}/.config/mentor-tui/mentor-tui.toml`" in here(
        page(PAGES[0]), place
    )
    file.parent.mkdir(parents=True)
    file.write_text(here(toml, place), encoding="utf-8")
    assert places.configuration_file() == file
    assert settings.load(file).database == str(place / "srv" / "records.db")


def test_the_commands_do_what_the_pages_say(
    place: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    configure(place)
    done = 0
    for line in lines():
        if line.startswith("sudo -u mentoring mkdir -m 700 "):
            Path(here(line.split()[-1], place)).mkdir(mode=0o700)
        elif line.startswith("sudo -u mentoring rm -r "):
            shutil.rmtree(here(line.split()[-1], place))
        elif line.startswith(AS_ACCOUNT):
            words = shlex.split(here(line.removeprefix(AS_ACCOUNT), place))
            monkeypatch.setattr("sys.stdin", io.StringIO())
            status = cli.run(words)
            said = capsys.readouterr()
            # The doctor says of a machine of tests what it likes, but finds the database whole.
            assert status == 0 or words[0] == "doctor", (line, said)
            assert words[0] != "doctor" or "ok    Database: it is whole" in said.out
            done += 1
    assert done > 25
    database = place / "srv" / "records.db"
    assert (database.stat().st_mode & 0o777, database.parent.stat().st_mode & 0o777) == (0o600, 0o700)
    kept = sorted(file.name for file in (place / "srv").glob("records-before-restore-*.db"))
    assert kept[0] == "records-before-restore-1.db"
    store = open_store(database)
    made_by = store.rows("SELECT DISTINCT s.name FROM journal AS j JOIN staff AS s ON s.id = j.person")
    store.close()
    assert made_by == [("This server",)], "nobody else acts at the server's command line"


def test_a_laptop_begins_is_encrypted_and_backed_up(
    place: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (block,) = (one for one in blocks(page(PAGES[0]), "sh") if one.startswith("mentor-tui init"))
    for line in block.splitlines():
        # As another process would begin: with no key in memory.
        keyring.forget()
        monkeypatch.setattr("sys.stdin", io.StringIO("orchard kettle winter\n"))
        assert cli.run(shlex.split(here(line, place))[1:]) == 0, (line, capsys.readouterr().err)
    keyring.forget()
    assert "Recovery code: " in capsys.readouterr().out
    (copy,) = (place / "stick").glob("*.db")
    assert keyring.is_encrypted(copy)


def test_a_laptop_that_may_be_lost(
    place: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Its commands in their order, each as another process, with the recovery code where it is asked for."""
    words, recovery, one_time = "orchard kettle winter", "", ""
    (begins,) = (one for one in blocks(page(PAGES[0]), "sh") if one.startswith("mentor-tui init"))
    section = page(PAGES[0]).partition("## A laptop that may be lost")[2].partition("\n## ")[0]
    lines = [*begins.splitlines(), *(line for block in blocks(section, "sh") for line in block.splitlines())]
    assert {line.split()[1] for line in lines} >= {"encrypt", "person", "recover", "decrypt"}
    for line in lines:
        keyring.forget()
        recovering = line.startswith("mentor-tui recover")
        words = "violin harbour moss" if recovering else words
        typed = f"{recovery}\n{words}\n" if recovering else f"{words}\n"
        monkeypatch.setattr("sys.stdin", io.StringIO(typed))
        assert cli.run(shlex.split(here(line, place))[1:]) == 0, (line, capsys.readouterr().err)
        said = capsys.readouterr().out
        recovery = found[1] if (found := re.search(r"Recovery code: (\S+)", said)) else recovery
        one_time = found[1] if (found := re.search(r"The code of .*: (\S+)", said)) else one_time
    keyring.forget()
    database = places.database(None)
    assert f"`{database.name}.keys`" in section
    assert keyring.is_encrypted(database)
    # The key is a new one: what opened the former opens nothing, what was shown last does.
    assert keys.unlock(database, "Sam Doyle", one_time) == ""
    assert keys.unlock(database, "recovery", recovery) == "recovery"
    keyring.forget()
    assert keys.unlock(database, "helen marsh", words) == "person"
    keyring.forget()


def test_the_doctor_says_what_a_shared_login_does_not_protect(
    place: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    configure(place)
    cli.run(["init", "--organisation", "Riverside Care", "--admin", "Nora Quinn"])
    for name in ("Sam Doyle", "Ruth Evans"):
        cli.run(["person", "add", "--name", name, "--role", "board_quality_lead@*"])
        monkeypatch.setattr("sys.stdin", io.StringIO("orchard kettle winter\n"))
        assert cli.run(["person", "passphrase", name]) == 0
    capsys.readouterr()

    def doctor() -> str:
        cli.run(["doctor"])
        return " ".join(capsys.readouterr().out.split())

    assert "can read the file outside the program" in doctor()
    assert "signed in at once as the person to whom it is linked" in doctor()
    cli.run(["person", "link", "Nora Quinn", "--remove"])
    assert "signed in at once" not in doctor()
    (place / "srv" / "records.db").chmod(0o660)
    assert "members of its group can reach the file" in doctor()


# -- the files for sshd, sudo, systemd, cron -----------------------------------------------------------


def test_the_files_run_one_program_on_one_database() -> None:
    for file in SERVER.iterdir():
        text = file.read_text(encoding="utf-8")
        commands = re.findall(r"\S+ -I -m mentor_tui [^\n]*?--database \S+", text)
        assert commands or file.suffix == ".timer", file
        for command in commands:
            python, *_, database = command.split()
            assert (python, database) == ("/opt/mentor-tui/bin/python", "/srv/mentor-tui/records.db"), file
            assert command.startswith("/opt/mentor-tui/bin/python -I -m mentor_tui "), file
    forced = re.findall(r"ForceCommand exec (.*)", (SERVER / "sshd_config").read_text(encoding="utf-8"))
    ruled = re.findall(r"Cmnd_Alias \w+ = (.*)", (SERVER / "sudoers").read_text(encoding="utf-8"))
    assert forced[1] == f"sudo -n -u mentoring {ruled[0]}"
    assert f"sudo -n -u mentoring {ruled[1]}" in page(PAGES[0])
    told = re.findall(r"--sign-in (\w+)", "\n".join((*forced, *ruled)))
    assert set(told) == {Proof.KEY, Proof.SUDO, Proof.PASSPHRASE}
    assert {proof.value for proof in Proof} == set(re.findall(r"\| `--sign-in (\w+)` \|", page(PAGES[0])))


def test_every_way_in_over_ssh_is_closed_alike() -> None:
    text = (SERVER / "sshd_config").read_text(encoding="utf-8")
    matches = [part.splitlines() for part in re.split(r"^Match ", text, flags=re.MULTILINE)[1:]]
    assert [part[0] for part in matches] == ["User mentoring", "Group mentoring-people", "all"]
    key, sudo = (
        {" ".join(line.split()) for line in part[1:] if line.startswith(" ")} for part in matches[:2]
    )
    assert {line.split()[0] for line in sudo} < {line.split()[0] for line in key}
    for line in (
        *("AcceptEnv LANG LC_*", "PermitUserRC no", "DisableForwarding yes", "AllowAgentForwarding no"),
        *("AllowTcpForwarding no", "AllowStreamLocalForwarding no", "X11Forwarding no", "PermitTunnel no"),
    ):
        assert line in key & sudo
    assert "PermitUserEnvironment no" in text.partition("Match")[0]


def test_the_files_that_are_named_are_there() -> None:
    told = set(re.findall(r"docs/server/([\w.-]+)|\(server/([\w.-]+)\)", "".join(map(page, PAGES))))
    assert {one or other for one, other in told} == {file.name for file in SERVER.iterdir()}


def test_the_rule_for_sudo_is_one() -> None:
    visudo = shutil.which("visudo", path="/usr/sbin:/usr/bin")
    if not visudo:
        pytest.skip("sudo is not installed")
    ran = subprocess.run(
        [visudo, "-cf", str(SERVER / "sudoers")], check=False, capture_output=True, text=True
    )
    assert ran.returncode == 0, ran.stderr or ran.stdout


def test_the_timer_is_one(tmp_path: Path) -> None:
    analyze = shutil.which("systemd-analyze")
    if not analyze:
        pytest.skip("there is no systemd here")
    for name in ("mentor-tui-backup.service", "mentor-tui-backup.timer"):
        shutil.copy(SERVER / name, tmp_path / name)
    units = [str(tmp_path / name) for name in ("mentor-tui-backup.service", "mentor-tui-backup.timer")]
    ran = subprocess.run([analyze, "verify", *units], check=False, capture_output=True, text=True, timeout=60)
    ours = [line for line in ran.stderr.splitlines() if "mentor-tui" in line]
    assert ours == []


def test_the_timer_and_cron_make_copies_of_the_same_name(
    place: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Run as sh runs them, with the program put in place of the installed one."""
    (service,) = re.findall(
        r"ExecStart=/bin/sh -c '(.*)'", (SERVER / "mentor-tui-backup.service").read_text()
    )
    (cron,) = re.findall(r"mentoring (umask.*)", (SERVER / "cron").read_text(encoding="utf-8"))
    assert service.replace("%%", "%").removeprefix("exec ") in cron.replace(r"\%", "%")
    configure(place)
    cli.run(["init", "--organisation", "Riverside Care", "--admin", "This server"])
    for command in (service.replace("%%", "%").removeprefix("exec "), cron.replace(r"\%", "%")):
        told = command.replace("/opt/mentor-tui/bin/python -I -m mentor_tui", "printf '%s\\n'")
        ran = subprocess.run(
            ["/bin/sh", "-c", here(told.replace(">/dev/null", ""), place)],
            check=True,
            capture_output=True,
            text=True,
        )
        words = ran.stdout.splitlines()
        assert cli.run(words) == 0, capsys.readouterr().err
        (copy,) = (place / "backups").glob("????-??-??-????.db")
        assert copy.stat().st_mode & 0o777 == 0o600
        copy.unlink()
