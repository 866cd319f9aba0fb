"""A program in a real pseudo-terminal, every byte that it writes kept, any byte typed at it."""

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
from types import TracebackType

import pyte

from mentor_tui.text import for_terminal

PATIENCE = 20.0
_ASKED = b"\x1b[c"
#: what this emulator of a terminal does not know; taken out before it draws
_UNKNOWN = re.compile(rb"\x1b\[[<>=][0-9;]*[a-zA-Z]|\x1b\[\??[0-9;]*\$[a-z]")

#: all that the program itself may send: the cursor's place, colours, and a few modes by their numbers
SENT = re.compile(
    r"\x1b\[(?:[0-9;]*[Hm]|[0-9]*[JK]|\?(?:7|25|1000|1002|1003|1004|1006|1015|1049|2004|2026|2048)[hl]"
    r"|\?(?:2026|2048)\$p|>[0-9]+u|<u|c)"
)


class Raw:
    """One run of a program."""

    def __init__(
        self,
        command: Sequence[str],
        environ: Mapping[str, str] | None = None,
        columns: int = 80,
        lines: int = 24,
    ) -> None:
        self._command, self._environ = list(command), dict(environ or {})
        self._columns, self._lines = columns, lines
        self.screen = pyte.Screen(columns, lines)
        self._stream = pyte.ByteStream(self.screen)
        self.written = b""
        self.status: int | None = None

    def __enter__(self) -> Raw:
        self.pid, self._fd = pty.fork()
        if self.pid == 0:
            environ = {**os.environ, "TERM": "xterm-256color", "LANG": "C.UTF-8", **self._environ}
            for name in ("NO_COLOR", "COLORTERM", "TMUX", "LC_ALL"):
                environ.pop(name, None)
            os.execvpe(self._command[0], self._command, environ)
        self.resize(self._columns, self._lines)
        os.set_blocking(self._fd, False)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None
    ) -> None:
        if self.status is None:
            os.kill(self.pid, signal.SIGKILL)
            os.waitpid(self.pid, 0)
        os.close(self._fd)

    @property
    def text(self) -> str:
        """The screen as it stands."""
        return "\n".join(self.screen.display)

    @property
    def alive(self) -> bool:
        """Whether the program still runs."""
        if self.status is None:
            pid, status = os.waitpid(self.pid, os.WNOHANG)
            if pid:
                self.status = status
        return self.status is None

    def resize(self, columns: int, lines: int) -> None:
        """Another size of the window, as the system tells it."""
        fcntl.ioctl(self._fd, termios.TIOCSWINSZ, struct.pack("HHHH", lines, columns, 0, 0))
        self.screen.resize(lines, columns)

    def read(self, patience: float = 0.02) -> bool:
        """Takes in what has come; whether anything has."""
        if not select.select([self._fd], [], [], patience)[0]:
            return False
        try:
            data = os.read(self._fd, 1 << 16)
        except OSError:
            return False
        self.written += data
        if _ASKED in data:
            os.write(self._fd, b"\x1b[?62;22c")
        self._stream.feed(_UNKNOWN.sub(b"", data))
        return bool(data)

    def types(self, data: bytes) -> None:
        """Types bytes, reading on meanwhile."""
        end = time.monotonic() + PATIENCE
        while data:
            assert time.monotonic() < end and self.alive, f"it takes in no more:\n{self.text}"
            readable, writable, _ = select.select([self._fd], [self._fd], [], 0.1)
            if readable:
                self.read(0)
            if writable:
                try:
                    data = data[os.write(self._fd, data[:1024]) :]
                except BlockingIOError:
                    continue

    def until(self, holds: Callable[[], bool] | str, patience: float = PATIENCE) -> None:
        """Waits for a text on the screen, or for something to hold. Fails with the screen where it does not."""
        there: Callable[[], bool] = (lambda: holds in self.text) if isinstance(holds, str) else holds
        end = time.monotonic() + patience
        while not there():
            assert time.monotonic() < end, f"{holds!r} did not come:\n{self.text}"
            self.read()

    def settle(self, quiet: float = 0.15) -> None:
        """Waits until nothing more is written."""
        while self.read(quiet):
            pass

    def ended(self) -> int:
        """Waits for the end; gives the exit status."""
        self.until(lambda: not self.alive)
        self.settle(0.02)
        assert self.status is not None
        return os.waitstatus_to_exitcode(self.status)


def not_the_programs(written: bytes) -> list[str]:
    """What of the bytes that reached a terminal is neither text nor the program's own: empty where all is well.

    Taken out are the sequences that the program sends itself, and line ends; anything else that a terminal would
    obey, reorder or hide is told with what stands around it.
    """
    text = written.decode("utf-8", errors="surrogateescape")
    rest = SENT.sub("", text).replace("\r", "").replace("\n", "").replace("\x0f", "")
    return [
        f"U+{ord(one):04X} in {rest[max(0, at - 20) : at + 20]!a}"
        for at, (one, shown) in enumerate(zip(rest, for_terminal(rest), strict=True))
        if one != shown or one == "\t"
    ]
