"""The program as a process: what only the way in can do."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Mapping
from contextlib import closing
from pathlib import Path

import pytest

from mentor_tui import __version__, caller
from mentor_tui.store import accounts
from mentor_tui.store.database import open_store

RUN = [sys.executable, "-m", "mentor_tui"]


def _process(
    *words: object, env: Mapping[str, str] | None = None, stdin: str = "", before: tuple[str, ...] = ()
) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, *before, "-m", "mentor_tui", *map(str, words)],
        input=stdin,
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=60,
        check=False,
        env={**os.environ, **(env or {})},
    )


def _imported(ran: subprocess.CompletedProcess[str]) -> set[str]:
    lines = [line for line in ran.stderr.splitlines() if line.startswith("import time:")]
    return {line.rpartition("|")[2].strip() for line in lines}


def test_version_is_answered_before_anything_is_imported() -> None:
    ran = _process("--version", before=("-X", "importtime"))
    assert ran.stdout == f"mentor-tui {__version__}\n"
    ours = {name for name in _imported(ran) if name.startswith("mentor_tui") or name in ("click", "peewee")}
    assert ours == {"mentor_tui"}


@pytest.mark.skipif(os.name == "nt", reason="streams are closed by a shell of another kind")
@pytest.mark.parametrize("closed", ["<&-", ">&-", "2>&-", "<&- >&- 2>&-"])
def test_closed_streams_stop_nothing(tmp_path: Path, closed: str) -> None:
    command = f'"$0" -m mentor_tui --database "$1" "$2" --organisation Rose {closed}'
    words = ["sh", "-c", command, sys.executable, str(tmp_path / "rose.db"), "init"]
    ran = subprocess.run(words, capture_output=True, timeout=60, check=False)
    assert (ran.returncode, ran.stderr) == (0, b"")
    again = subprocess.run(words, capture_output=True, timeout=60, check=False)
    assert again.returncode == 2
    assert (tmp_path / "rose.db").read_bytes().startswith(b"SQLite format 3")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="nothing here is always full")
@pytest.mark.parametrize("unbuffered", ["", "1"])
@pytest.mark.parametrize("word", ["--version", "--help"])
def test_output_that_cannot_be_written_is_said_in_a_line(word: str, unbuffered: str) -> None:
    with Path("/dev/full").open("wb") as full:
        ran = subprocess.run(
            [*RUN, word],
            stdout=full,
            stderr=subprocess.PIPE,
            timeout=60,
            check=False,
            env={**os.environ, "PYTHONUNBUFFERED": unbuffered},
        )
    assert ran.returncode == 2
    assert ran.stderr == b"mentor-tui: No space left on device.\n"


@pytest.mark.skipif(os.name == "nt", reason="the words of a command are always text there")
def test_words_that_are_no_text_are_refused_in_a_line(organisation: Path) -> None:
    code = "from mentor_tui import cli, identity; identity.os_account = lambda: 'ann'; import sys; " + (
        "sys.exit(cli.run(sys.argv[1:]))"
    )
    words: list[str | bytes] = ["alerts", "--database", str(organisation), "--service", b"\xff"]
    ran = subprocess.run([sys.executable, "-c", code, *words], capture_output=True, timeout=60, check=False)
    assert ran.returncode == 2
    assert ran.stderr.count(b"\n") == 1
    assert b"not text in UTF-8" in ran.stderr


def test_figures_import_nothing_that_they_do_not_need(organisation: Path) -> None:
    code = (
        "import sys; from mentor_tui import cli, identity; identity.os_account = lambda: 'ann';"
        f"status = cli.run(['figures', '--quarter', '2026-Q1', '--database', {str(organisation)!r}]);"
        "heavy = ('textual', 'rich', 'pydantic', 'cryptography', 'mentor_tui.office', 'mentor_tui.exchange');"
        "print(status, [name for name in heavy if name in sys.modules])"
    )
    ran = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, timeout=60, check=False
    )
    assert ran.stdout.splitlines()[-1] == "0 []", ran


def test_without_a_terminal_it_says_so_in_a_line(tmp_path: Path) -> None:
    ran = _process("--database", tmp_path / "x.db")
    assert ran.returncode == 2
    assert "needs a terminal" in ran.stderr
    assert ran.stderr.count("\n") == 1
    assert not (tmp_path / "x.db").exists()


@pytest.mark.skipif(os.name == "nt", reason="pseudo-terminals are for POSIX")
@pytest.mark.parametrize(
    ("term", "rows", "columns", "said"),
    [
        ("dumb", 24, 80, b"mentor-tui plain"),
        ("unknown", 24, 80, b"TERM=unknown"),
        ("xterm", 10, 40, b"40 columns and 10 rows"),
    ],
)
def test_a_terminal_that_cannot_show_it_is_told_in_a_line(
    tmp_path: Path, term: str, rows: int, columns: int, said: bytes
) -> None:
    import fcntl
    import pty
    import struct
    import termios

    ours, theirs = pty.openpty()
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))
    with subprocess.Popen(
        [*RUN, "--database", str(tmp_path / "x.db")],
        stdin=theirs,
        stdout=theirs,
        stderr=subprocess.PIPE,
        env={**os.environ, "TERM": term},
    ) as process:
        _, err = process.communicate(timeout=60)
    os.close(ours)
    os.close(theirs)
    assert process.returncode == 2
    assert said in err
    assert err.count(b"\n") == 1


def test_the_demonstration_leaves_any_other_database_alone(
    database: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    from mentor_tui import cli
    from mentor_tui.cli import opening

    monkeypatch.setattr(opening, "refuse_without_terminal", lambda: None)
    before = database.read_bytes()
    for words in (["demo", "--database", str(database)], ["demo", "--reset", "--database", str(database)]):
        assert cli.run(words) == 2
        assert "not the demonstration" in capsys.readouterr().err
    assert database.read_bytes() == before


def test_a_reader_that_goes_away_is_no_fault() -> None:
    with subprocess.Popen([*RUN, "--help"], stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.close()
        said = process.stderr.read()
        assert process.wait(60) in (0, 141)
    assert said == b""


def test_files_are_private_whatever_the_umask_and_the_environment_changes_nothing(tmp_path: Path) -> None:
    path = tmp_path / "new" / "rose.db"
    code = (
        "import os, sys; os.umask(0); sys.argv = ['mentor-tui', 'init', '--organisation', 'Rösë', '--admin', 'Ann',"
        f" '--database', {str(path)!r}];"
        "from mentor_tui.__main__ import main; status = main();"
        "left = [n for n in os.environ if n.startswith(('TEXTUAL', 'PYTHON')) or n in ('PAGER', 'EDITOR')];"
        "print(status, left)"
    )
    ran = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=60,
        check=False,
        env={
            **os.environ,
            "TEXTUAL_DRIVER": "x",
            "PYTHONBREAKPOINT": "x",
            "PAGER": "x",
            "EDITOR": "x",
            "LC_ALL": "C",
        },
    )
    assert ran.stdout.splitlines()[-1] == "0 []", ran
    assert "Rösë" in ran.stdout, "UTF-8 into a pipe whatever the locale"
    for file in path.parent.iterdir():
        assert file.stat().st_mode & 0o077 == 0, file


def test_pythoninspect_opens_no_prompt(tmp_path: Path) -> None:
    ran = _process(
        "doctor", "--database", tmp_path / "x.db", env={"PYTHONINSPECT": "1"}, stdin="print(6 * 7)\n"
    )
    assert "Nothing is wrong" in ran.stdout
    assert "42" not in ran.stdout


def test_the_shell_completes_commands() -> None:
    ran = _process(
        env={"_MENTOR_TUI_COMPLETE": "bash_complete", "COMP_WORDS": "mentor-tui fig", "COMP_CWORD": "1"}
    )
    assert ran.stdout == "plain,figures\n"


def test_a_half_installed_program_says_so_in_a_line() -> None:
    # Without site-packages there is no library at all.
    ran = _process("figures", "--month", "2026-03", before=("-S",))
    assert ran.returncode == 70
    assert ran.stderr.count("\n") == 1
    assert "Install it again" in ran.stderr


@pytest.mark.skipif(os.name == "nt", reason="there are no pseudo-terminals on Windows")
@pytest.mark.parametrize("proof", ["key", "sudo", "passphrase"])
def test_where_it_is_arranged_who_may_come_in_nobody_makes_the_database_anew(
    tmp_path: Path, proof: str
) -> None:
    from tests.bench.terminal import Watched

    gone = tmp_path / "gone" / "records.db"
    with Watched([*RUN, "--database", str(gone), "--sign-in", proof]) as seen:
        seen.until("There is no database at")
        assert os.waitstatus_to_exitcode(seen.ended()) == 2
    assert not gone.parent.exists()


@pytest.mark.skipif(os.name == "nt", reason="other rules for the names of variables")
def test_what_would_make_others_run_something_is_forgotten() -> None:
    names = (
        "PYTHONSTARTUP PYTHONPATH TEXTUAL_DRIVER BROWSER EDITOR VISUAL PAGER LD_PRELOAD LD_LIBRARY_PATH DYLD_INSERT "
        "OPENSSL_CONF GCONV_PATH LOCPATH NLSPATH SSL_CERT_FILE LANGUAGE BASH_ENV ENV"
    )
    code = "import os; from mentor_tui import __main__ as way; way._forget_environment(); print(*sorted(os.environ))"
    given = {
        **dict.fromkeys(names.split(), "/tmp/evil"),
        "LC_ALL": "../../tmp/evil",
        "LANG": "en_GB.UTF-8",
        "TERM": "xterm",
    }
    ran = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, timeout=60, check=False, env=given
    )
    assert ran.stdout.split() == ["LANG", "TERM"]


@pytest.mark.skipif(os.name == "nt", reason="no sshd of this kind on Windows")
def test_the_plain_mode_too_is_told_by_what_it_is_known_who_is_there(
    organisation: Path, tmp_path: Path
) -> None:
    database = tmp_path / "mentor.db"
    shutil.copyfile(organisation, database)
    key = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAINoo5WbhwrMKFgA17kFvYqzamz02zclpFlAaPdvj71iw"
    told = tmp_path / "sshauth"
    told.write_text(f"publickey {key}\n", encoding="ascii")
    with closing(open_store(database)) as store:
        person = str(store.value("SELECT id FROM staff WHERE name = 'Ann Dale'"))
        with store.writing():
            accounts.link(store, caller.fingerprint(key), person)

    def said(proof: str) -> str:
        words = ("plain", "--sign-in", proof, "--database", database)
        return _process(*words, env={"SSH_USER_AUTH": str(told)}, stdin="quit\n").stdout

    assert "Signed in: Ann Dale, by your SSH key" in said("key")
    assert "Ann Dale" not in said("passphrase")
