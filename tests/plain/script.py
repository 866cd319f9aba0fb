"""A person who types what a test says, at a line that remembers what it said. And the program in a real terminal."""

from __future__ import annotations

import io
import os
import pty
import select
import signal
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from mentor_tui import caller, identity
from mentor_tui.plain import program
from mentor_tui.plain.teletype import Ended, Teletype
from tests.screens.home import NOW, TODAY, Home

PASSPHRASE = "orchard kettle winter"

Typed = str | Callable[[], object]
"""A line, or what happens elsewhere while the person thinks about the next one."""


class Script(Teletype):
    """Types the lines one after another, then the input ends."""

    def __init__(self, lines: Sequence[Typed]) -> None:
        with Path(os.devnull).open() as nothing:
            super().__init__(nothing, io.StringIO(), environ={"LANG": "en_GB.UTF-8"})
        self._lines = list(lines)
        #: what was typed unseen
        self.secrets: list[str] = []

    @property
    def said(self) -> str:
        """Everything that was written, and what was typed where it is seen."""
        assert isinstance(self._out, io.StringIO)
        return self._out.getvalue()

    def types(self, *lines: Typed) -> None:
        """Types these lines next, and none of those that are left."""
        self._lines = list(lines)

    def line(self, prompt: str) -> str:
        """The next line, as if it had been typed."""
        self._write(f"{prompt} ")
        while self._lines and not isinstance(self._lines[0], str):
            happens = self._lines.pop(0)
            assert callable(happens)
            happens()
        if not self._lines:
            raise Ended
        typed = self._lines.pop(0)
        assert isinstance(typed, str)
        self._write(f"{typed}\n")
        return typed

    def secret(self, prompt: str) -> str:
        """The next line, which is not shown."""
        self._write(f"{prompt} \n")
        if not self._lines:
            raise Ended
        typed = self._lines.pop(0)
        assert isinstance(typed, str)
        self.secrets.append(typed)
        return typed


def spoken(home: Home, *lines: Typed) -> str:
    """Runs the plain mode on the home with these lines; gives everything that it said."""
    script = Script(lines)
    program.run(home.store, today=lambda: TODAY, now=lambda: NOW, line=script)
    return script.said


def words(said: str) -> str:
    """What was said with its lines joined, so that no line end stands between two words of a sentence."""
    return " ".join(said.split())


class AtTerminal:
    """The program in a pseudo-terminal of its own, with everything that it writes."""

    def __init__(self, path: Path, environ: Mapping[str, str] | None = None) -> None:
        self._clock = path.with_name("clock")
        self._command = [sys.executable, "-m", "tests.plain.at_a_fixed_day", str(path), str(self._clock)]
        self._environ = {**os.environ, "TERM": "vt100", "LANG": "C.UTF-8", **(environ or {})}
        self.said = ""
        self._read_to = 0

    def __enter__(self) -> AtTerminal:
        self.pid, self._fd = pty.fork()
        if self.pid == 0:
            os.execvpe(self._command[0], self._command, self._environ)
        self._status: int | None = None
        return self

    def __exit__(self, *_: object) -> None:
        if self._status is None:
            os.kill(self.pid, signal.SIGKILL)
            os.waitpid(self.pid, 0)
        os.close(self._fd)

    def _take(self) -> None:
        if select.select([self._fd], [], [], 0.05)[0]:
            try:
                self.said += os.read(self._fd, 65536).decode("utf-8", "replace")
            except OSError:
                return

    def until(self, text: str, patience: float = 20.0) -> str:
        """Waits for a text after what was waited for before; gives what was said up to it."""
        end = time.monotonic() + patience
        while (found := self.said.find(text, self._read_to)) < 0:
            assert time.monotonic() < end, f"{text!r} was not said:\n{self.said}"
            self._take()
        before, self._read_to = self._read_to, found + len(text)
        return self.said[before : self._read_to]

    def types(self, *lines: str) -> None:
        """Types lines."""
        for line in lines:
            os.write(self._fd, f"{line}\n".encode())

    def waits(self, seconds: float) -> None:
        """Lets so many seconds pass since the beginning."""
        fresh = self._clock.with_name("clock-now")
        fresh.write_text(str(seconds), encoding="ascii")
        fresh.replace(self._clock)

    def begins(self, text: str) -> None:
        """Types part of a line."""
        os.write(self._fd, text.encode())
        self.until(text)  # the terminal has shown it: it is there

    def is_known(self) -> None:
        """Is signed in by the account."""
        self.until("Number, or command:")

    def signs_in(self, name: str = "Sam") -> None:
        """Gives name and passphrase."""
        self.until("Your name:")
        self.types(name)
        self.until("Passphrase, not shown:")
        self.types(PASSPHRASE)
        self.until("Number, or command:")

    def ends(self, patience: float = 20.0) -> int:
        """Waits for the end; gives the exit status."""
        end = time.monotonic() + patience
        while time.monotonic() < end:
            self._take()
            pid, status = os.waitpid(self.pid, os.WNOHANG)
            if pid:
                self._status = os.waitstatus_to_exitcode(status)
                return self._status
        raise AssertionError(f"it did not end:\n{self.said}")


def with_passphrase(home: Home, *names: str) -> Path:
    """Gives people a passphrase each; gives the database's path, closed."""
    for name in names:
        identity.set_passphrase(home.store, home.office, home.actor("Nora"), home.key[name], PASSPHRASE, NOW)
    home.store.close()
    return home.store.path


def by_account(home: Home, name: str = "Sam") -> Path:
    """Links the account that runs the tests to a person; gives the database's path, closed."""
    identity.link(home.store, home.office, home.actor("Nora"), home.key[name], caller.account(), NOW)
    home.store.close()
    return home.store.path
