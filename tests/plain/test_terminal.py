"""The plain mode in a real terminal and on a pipe: what is written, signals, the lock, who comes next."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from mentor_tui.store import drafts
from tests.plain.script import PASSPHRASE, AtTerminal, by_account, with_passphrase
from tests.screens.home import Home

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="there are no pseudo-terminals on Windows")

ROOT = Path(__file__).resolve().parents[2]


def draft(path: Path, name: str = "Sam") -> dict[str, str]:
    home = Home.opened(path)
    try:
        kept = drafts.one(home.store, home.key[name], "session", home.key["Amara's"])
        return dict(kept.typed) if kept else {}
    finally:
        home.store.close()


def piped(path: Path, text: bytes, **environ: str) -> subprocess.CompletedProcess[bytes]:
    command = [sys.executable, "-m", "tests.plain.at_a_fixed_day", str(path), str(path.with_name("clock"))]
    given = {name: value for name, value in os.environ.items() if not name.startswith(("LC_", "LANG"))}
    return subprocess.run(
        command, input=text, capture_output=True, env={**given, **environ}, cwd=ROOT, timeout=60, check=False
    )


def test_on_a_pipe_it_is_all_words(home: Home) -> None:
    path = by_account(home)
    lines = ("session amara", "", "7", "Café rota", "£4 counted, a\xa0\u2014 b", "later")
    done = piped(path, "\n".join(lines).encode(), LANG="C", TERM="dumb")
    said = done.stdout.decode("ascii")
    assert done.returncode == 0 and done.stderr == b""
    assert "Top support issue: Cafe rota." in said
    assert re.fullmatch(r"[\n -~]*", said)
    assert max(map(len, said.splitlines())) <= 80
    assert draft(path)["top_support_issue"] == "Café rota"
    assert draft(path)["shared_summary"].startswith("£4 counted")


def test_any_bytes_leave_it_running(home: Home) -> None:
    path = by_account(home)
    begin = b"session amara\n\n7\n"
    hostile = (
        b"a\x1b[31mred\n", b"\x1b]52;c;aGk=\x07\n", b"\x9b2J\n", "\u202egnp\n".encode(), b"\x00\n", b"\xff\xfe\n",
    )  # fmt: skip
    done = piped(path, begin + b"".join(hostile) + b"still here\nlater\nquit\n", LANG="C.UTF-8")
    said = done.stdout.decode()
    assert done.returncode == 0
    assert said.count("Not taken. This has") >= 4
    assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e]", said)
    kept = draft(path)
    assert not any(re.search("[\x00-\x1f\x7f-\x9f]", text) for text in kept.values())


@pytest.mark.parametrize(
    ("how", "status"), [(signal.SIGHUP, 129), (signal.SIGTERM, 143), (signal.SIGINT, 130), (None, 0)]
)
def test_however_it_ends_the_draft_is_kept(home: Home, how: signal.Signals | None, status: int) -> None:
    path = by_account(home)
    with AtTerminal(path) as seen:
        seen.is_known()
        seen.types("session amara", "", "4", "2")
        seen.until("Question 4 of 10")
        seen.until("Answer:")
        seen.begins("half a thou")
        if how is None:
            seen.types("ght", "\x04")  # the end of the input
        elif how is signal.SIGINT:
            os.write(seen._fd, b"\x03")
        else:
            os.kill(seen.pid, how)
        assert seen.ends() == status
        assert "Traceback" not in seen.said and "\x1b" not in seen.said
    kept = draft(path)
    assert (kept["confidence_score"], kept["top_support_issue"]) == ("4", "Medication")
    assert kept["shared_summary"] == ("half a thought" if how is None else "half a thou")


def test_a_line_that_drops_ends_it(home: Home) -> None:
    path = by_account(home)
    seen = AtTerminal(path)
    with seen:
        seen.is_known()
        seen.types("session amara", "", "4")
        seen.until("Question 3 of 10")
        os.close(seen._fd)
        _, status = os.waitpid(seen.pid, 0)
        seen._status = os.waitstatus_to_exitcode(status)
        seen._fd = os.open(os.devnull, os.O_RDONLY)
    assert seen._status == 129
    assert draft(path)["confidence_score"] == "4"


def test_left_alone_it_warns_locks_and_loses_nothing(home: Home) -> None:
    path = with_passphrase(home, "Sam")
    with AtTerminal(path, environ={"TERM": "dumb"}) as seen:
        seen.signs_in()
        seen.types("session amara", "", "4", "2")
        seen.until("Question 4 of 10")
        seen.until("Answer:")
        seen.begins("half a thou")
        seen.waits(4 * 60 + 50)
        seen.until("This locks in 10 seconds.")
        seen.waits(5 * 60)
        seen.until("Locked by Sam Doyle. What was being typed is kept.")
        after = seen.said[seen.said.index("This locks in") : seen.said.index("Locked by")]
        assert after.count("\n") >= 24
        assert "\x1b" not in seen.said
        seen.until("Enter unlocks.")
        seen.types("")
        seen.until("Passphrase, not shown:")
        seen.types("wrong wrong wrong")
        seen.until("The name or the passphrase is not right.")
        seen.until("Enter unlocks.")
        seen.types("")
        seen.until("Passphrase, not shown:")
        seen.types(PASSPHRASE)
        seen.until("Question 4 of 10")
        seen.until("Now: half a thou. Enter keeps it.")
    assert draft(path)["shared_summary"] == "half a thou"


def test_somebody_else_signs_in_and_sees_nothing_of_the_first(home: Home) -> None:
    path = with_passphrase(home, "Sam", "Grace")
    with AtTerminal(path) as seen:
        seen.signs_in()
        seen.types("session amara", "", "4")
        seen.until("Question 3 of 10")
        seen.types("lock")
        seen.until("Enter unlocks.")
        # The terminal's own means of clearing, where it has one.
        assert "\x1b[H\x1b[J" in seen.said or "\x1b[H\x1b[2J" in seen.said
        seen.types("other")
        seen.signs_in("Grace")
        assert PASSPHRASE not in seen.said
        locked = seen.said.index("Locked by")
        assert "Session with" not in seen.said[locked:]
        seen.types("other")
        seen.signs_in("Sam")
        assert "1 Draft: a session with Amara Nwosu, today." in seen.said
        seen.types("quit")
        assert seen.ends() == 0
    assert draft(path)["confidence_score"] == "4"


def test_an_enter_after_the_warning_answers_nothing(home: Home) -> None:
    path = by_account(home)
    with AtTerminal(path) as seen:
        seen.is_known()
        seen.types("session amara")
        seen.until("Question 1 of 10")
        seen.waits(4 * 60 + 45)
        seen.until("This locks in 15 seconds.")
        seen.types("")
        seen.until("Question 1 of 10")  # once more, not the second
        seen.waits(9 * 60)
        seen.types("")
        seen.until("Question 2 of 10")  # the time begins anew
