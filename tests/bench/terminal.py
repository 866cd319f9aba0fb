"""A program in a pseudo-terminal of its own, watched: when a text is there, and how many bytes were written."""

from __future__ import annotations

import fcntl
import os
import pty
import re
import select
import signal
import struct
import termios
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

import pyte

#: what this terminal emulator does not know; taken out before it reads
_UNKNOWN = re.compile(
    rb"\x1b\[[<>=][0-9;]*[a-zA-Z]|\x1b\[\??[0-9;]*\$[a-z]|\x1b[P_^X][^\x1b]*\x1b\\|\x1b\[\?[0-9;]*u"
)

#: what this machine's own terminal may have left in the environment
_LEFT_OUT = {
    "NO_COLOR", "COLORTERM", "TMUX", "STY", "LC_ALL", "LC_CTYPE", "COLUMNS", "LINES",
    "SSH_CONNECTION", "SSH_TTY", "SSH_CLIENT",
}  # fmt: skip

PATIENCE = 20.0


def _size(fd: int, columns: int, lines: int) -> None:
    fcntl.ioctl(fd, termios.TIOCSWINSZ, struct.pack("HHHH", lines, columns, 0, 0))


@dataclass
class Watched:
    """One run. Times are in seconds from its start."""

    command: Sequence[str]
    environ: Mapping[str, str] = field(default_factory=dict)
    columns: int = 80
    lines: int = 24
    #: whether this terminal answers when it is asked what it is
    answers: bool = True
    #: whether it skips what it does not know, as most terminals do; else it shows it, as the simplest ones do
    skips: bool = True
    #: seconds of silence after which it is taken to have written all
    quiet: float = 0.15

    def __enter__(self) -> Watched:
        self.screen = pyte.Screen(self.columns, self.lines)
        self._stream = pyte.ByteStream(self.screen)
        self.written = 0
        #: everything that was written
        self.raw = bytearray()
        self._reaped = False
        self.started = time.perf_counter()
        self.pid, self._fd = pty.fork()
        if self.pid == 0:
            environ = {name: value for name, value in os.environ.items() if name not in _LEFT_OUT}
            environ |= {"TERM": "xterm-256color", "LANG": "C.UTF-8", **self.environ}
            _size(0, self.columns, self.lines)
            os.execvpe(self.command[0], list(self.command), environ)
        _size(self._fd, self.columns, self.lines)
        return self

    def resize(self, columns: int, lines: int) -> None:
        """Makes the window another size."""
        self.columns, self.lines = columns, lines
        self.screen.resize(lines, columns)
        _size(self._fd, columns, lines)

    @property
    def settings(self) -> list[object]:
        """How the terminal is set (`stty`)."""
        return termios.tcgetattr(self._fd)

    def __exit__(self, *_: object) -> None:
        if not self._reaped:
            os.kill(self.pid, signal.SIGKILL)
            os.waitpid(self.pid, 0)
        os.close(self._fd)

    def ended(self) -> int:
        """Waits until the program has ended; gives its wait status. Raises TimeoutError where it goes on."""
        end = time.perf_counter() + PATIENCE
        while time.perf_counter() < end:
            self._read(0.02)
            pid, status = os.waitpid(self.pid, os.WNOHANG)
            if pid:
                self._reaped = True
                return status
        raise TimeoutError(f"the program did not end:\n{self.text}")

    def wait(self, holds: Callable[[], bool], patience: float) -> None:
        """Waits, reading on, until something holds. Raises TimeoutError where it does not in time."""
        end = time.perf_counter() + patience
        while not holds():
            if time.perf_counter() > end:
                raise TimeoutError(f"it did not come to hold:\n{self.text}")
            self._read(0.02)

    @property
    def text(self) -> str:
        """The screen as it stands."""
        return "\n".join(self.screen.display)

    def _read(self, patience: float) -> bool:
        if not select.select([self._fd], [], [], patience)[0]:
            return False
        try:
            data = os.read(self._fd, 65536)
        except OSError:
            return False
        self._arrived(data)
        return bool(data)

    def _arrived(self, data: bytes) -> None:
        """Shows what the program wrote."""
        self.written += len(data)
        self.raw += data
        if self.answers and (b"\x1b[c" in data or b"\x1b[0c" in data):
            self.send(b"\x1b[?62;22c")
        self._stream.feed(_UNKNOWN.sub(b"", data) if self.skips else data)

    def until(self, text: str) -> float:
        """Waits for a text; gives the time at which it was there. Raises TimeoutError with the screen."""
        end = time.perf_counter() + PATIENCE
        while time.perf_counter() < end:
            if text in self.text:
                return time.perf_counter() - self.started
            self._read(0.02)
        raise TimeoutError(f"{text!r} did not come:\n{self.text}")

    def settle(self) -> None:
        """Waits until nothing more is written."""
        while self._read(self.quiet):
            pass

    def send(self, keys: bytes) -> None:
        """Presses keys, waiting for nothing."""
        os.write(self._fd, keys)

    def press(self, keys: bytes) -> tuple[int, float]:
        """Presses keys; gives the bytes that were written and the seconds until the last of them."""
        self.settle()
        before, began, last = self.written, time.perf_counter(), 0.0
        self.send(keys)
        self._read(2.0)
        last = time.perf_counter() - began
        while self._read(self.quiet):
            last = time.perf_counter() - began
        return self.written - before, last
