"""Lines out and lines in, on a terminal of any kind or on a pipe.

Lines come from the terminal's own line editing (backspace works as everywhere); what was typed of a line that is not
ended yet is taken out where the program has to lock or to end. Signals end the program where it waits for a line and
nowhere else, so never in the middle of a save.
"""

from __future__ import annotations

import contextlib
import os
import re
import select
import shutil
import signal
import sys
from collections.abc import Callable, Iterator, Mapping
from typing import IO, Any, Final

from mentor_tui.charset import charset, fold, in_lines
from mentor_tui.text import for_terminal

if sys.platform != "win32":
    import termios

#: seconds between looks at whether anybody is still there
_LOOK_EVERY: Final = 2.0
_NARROWEST, _USUAL, _HIGH = 20, 80, 24
#: a terminal hands over so many bytes of one line and drops the rest
_LONGEST_LINE: Final = 4095
_ENDING: Final = ("SIGHUP", "SIGTERM", "SIGINT")


class Ended(Exception):
    """The program ends here, with what was typed kept: the input ended, or a signal said so."""

    def __init__(self, status: int = 0) -> None:
        super().__init__(status)
        self.status = status


class LockNow(Exception):
    """Nobody has been there for a while. `typed` is what stood in the line that was not ended."""

    def __init__(self, typed: str = "") -> None:
        super().__init__()
        self.typed = typed


class Teletype:
    """The person's lines. `left` gives the seconds until the lock, or nothing while nobody is signed in."""

    def __init__(
        self,
        stdin: IO[str] | None = None,
        stdout: IO[str] | None = None,
        *,
        environ: Mapping[str, str] | None = None,
        look_every: float = _LOOK_EVERY,
    ) -> None:
        self._in = stdin or sys.stdin
        self._out = stdout or sys.stdout
        self._fd = self._in.fileno()
        self._look_every = look_every
        self._waiting = b""
        self._over = False
        self._stopped = 0
        self._wake: tuple[int, int] | None = None
        self._charset = charset(
            os.environ if environ is None else environ, getattr(self._out, "encoding", None) or "utf-8"
        )
        self.is_terminal = self._in.isatty()
        #: called between looks while one waits for a line; may say something, or raise LockNow
        self.look: Callable[[], None] = lambda: None
        #: called when a line came
        self.there: Callable[[], None] = lambda: None

    # -- out ---------------------------------------------------------------------------------------

    @property
    def width(self) -> int:
        """The columns of the terminal; 80 where nobody knows."""
        return max(_NARROWEST, self._size()[0])

    def _size(self) -> tuple[int, int]:
        if not self._out.isatty():
            return _USUAL, _HIGH
        try:
            columns, rows = os.get_terminal_size(self._out.fileno())
        except OSError:
            columns, rows = shutil.get_terminal_size((_USUAL, _HIGH))
        # Some terminals tell no size at all.
        return columns or _USUAL, rows or _HIGH

    def say(self, text: str = "") -> None:
        """Writes text, wrapped by words, and ends the line."""
        for line in text.split("\n"):
            for piece in in_lines(" ".join(line.split()), self.width):
                self._write(f"{piece.rstrip()}\n")
        self._flush()

    def _write(self, text: str) -> None:
        shown = fold(for_terminal(text), self._charset)
        # A tab would jump; a mark that the character set lacks would stop the program.
        shown = shown.replace("\t", " ")
        with _gone():
            self._out.write(shown.encode(self._charset, "replace").decode(self._charset))

    def _flush(self) -> None:
        with _gone():
            self._out.flush()

    def clear(self) -> None:
        """Takes what can be read from the screen: by the terminal's own means, else by as many empty lines."""
        self._write("\n" * self._size()[1])
        if self._out.isatty() and (ours := _clearing()):
            with _gone():
                self._out.write(ours)
        self._flush()

    # -- in ----------------------------------------------------------------------------------------

    def line(self, prompt: str) -> str:
        """One line, without its end. Raises Ended where there is no more, LockNow where nobody is there."""
        self._write(f"{prompt} ")
        self._flush()
        raw = self._next()
        typed = self._decoded(raw)
        if not self.is_terminal:
            self._write(f"{typed}\n")
            self._flush()
        if len(raw) >= _LONGEST_LINE:
            self.say("This line is as long as a terminal can hand over. Look at its end: it may be cut off.")
        self.there()
        return typed

    def secret(self, prompt: str) -> str:
        """One line that is not shown as it is typed."""
        if sys.platform == "win32" and self.is_terminal:  # pragma: no cover - exercised on Windows only
            from getpass import getpass

            return getpass(f"{prompt} ")
        with self._unseen():
            # Only once nothing typed is shown is it asked for.
            self._write(f"{prompt} ")
            self._flush()
            raw = self._next()
        self._write("\n")
        self._flush()
        self.there()
        return self._decoded(raw)

    def _decoded(self, raw: bytes) -> str:
        encoding = "utf-8" if self._charset in ("utf-8", "ascii") else self._charset
        return raw.decode(encoding, "replace").rstrip("\r")

    def _next(self) -> bytes:
        while b"\n" not in self._waiting:
            if self._over:
                if not self._waiting:
                    raise Ended
                self._waiting += b"\n"
                break
            self._wait()
        line, _, self._waiting = self._waiting.partition(b"\n")
        return line

    def _wait(self) -> None:
        """Waits for something to come in; ends where a signal came, looks round where nothing does."""
        if sys.platform == "win32":  # pragma: no cover - its console cannot be waited for: no lock by itself
            self._take(os.read(self._fd, 65536))
            return
        sources = [self._fd, *([self._wake[0]] if self._wake else [])]
        ready, _, _ = select.select(sources, [], [], self._look_every)
        if self._stopped:
            raise Ended(128 + self._stopped)
        if self._fd in ready:
            try:
                self._take(os.read(self._fd, 65536))
            except OSError:  # the terminal has been taken away
                raise Ended(128 + 1) from None
        elif not ready:
            self.look()

    def _take(self, found: bytes) -> None:
        self._waiting += found
        self._over = not found

    def pause(self, seconds: float) -> None:
        """Waits; what is typed meanwhile waits too. Raises Ended where the program is told to end."""
        select.select([self._wake[0]] if self._wake else [], [], [], seconds)
        if self._stopped:
            raise Ended(128 + self._stopped)

    def unfinished(self) -> str:
        """What was typed of a line that is not ended, taken out of the terminal."""
        typed, self._waiting = self._waiting, b""
        if self.is_terminal and sys.platform != "win32":
            with contextlib.suppress(termios.error, OSError):
                before = termios.tcgetattr(self._fd)
                now: list[Any] = [*before]
                now[3] &= ~termios.ICANON
                termios.tcsetattr(self._fd, termios.TCSANOW, now)
                if select.select([self._fd], [], [], 0)[0]:
                    typed += os.read(self._fd, 65536)
                termios.tcsetattr(self._fd, termios.TCSANOW, before)
        return self._decoded(typed.split(b"\n")[0])

    # -- the terminal and signals ------------------------------------------------------------------

    @contextlib.contextmanager
    def _unseen(self) -> Iterator[None]:
        if not self.is_terminal or sys.platform == "win32":
            yield
            return
        before = termios.tcgetattr(self._fd)
        now: list[Any] = [*before]
        now[3] &= ~termios.ECHO
        termios.tcsetattr(self._fd, termios.TCSANOW, now)
        try:
            yield
        finally:
            with contextlib.suppress(termios.error):
                termios.tcsetattr(self._fd, termios.TCSANOW, before)

    @contextlib.contextmanager
    def attended(self) -> Iterator[None]:
        """While it lasts, signals that end the program are told where a line is waited for."""
        if sys.platform == "win32":
            yield
            return
        reading, writing = os.pipe()
        for end in (reading, writing):
            os.set_blocking(end, False)
        self._wake = (reading, writing)
        before = {name: signal.getsignal(getattr(signal, name)) for name in _ENDING}
        waking = signal.set_wakeup_fd(writing)
        for name in _ENDING:
            signal.signal(getattr(signal, name), self._stop)
        settings = self._without_flush()
        try:
            yield
        finally:
            for name, handler in before.items():
                signal.signal(getattr(signal, name), handler)
            signal.set_wakeup_fd(waking)
            self._wake = None
            os.close(reading)
            os.close(writing)
            if settings is not None:
                with contextlib.suppress(termios.error):
                    termios.tcsetattr(self._fd, termios.TCSANOW, settings)

    def _stop(self, number: int, _frame: object) -> None:
        self._stopped = number

    def _without_flush(self) -> list[Any] | None:
        """Ctrl+C leaves the half line where it can be fetched; no key stops the program and gives a shell."""
        if not self.is_terminal:
            return None
        signal.signal(signal.SIGTSTP, signal.SIG_IGN)
        try:
            before = termios.tcgetattr(self._fd)
            now: list[Any] = [*before]
            now[3] |= termios.NOFLSH
            termios.tcsetattr(self._fd, termios.TCSANOW, now)
        except termios.error:
            return None
        return before


@contextlib.contextmanager
def _gone() -> Iterator[None]:
    """Whoever listened has gone: the program ends, with what was typed kept."""
    try:
        yield
    except OSError:
        raise Ended(128 + 1) from None


def _clearing() -> str:
    """What clears this terminal and its scroll-back; blank where it cannot be told."""
    try:
        import curses

        curses.setupterm()
        found = [curses.tigetstr("clear"), curses.tigetstr("E3")]
    except Exception:  # no such terminal is known, or no such library is here
        return ""
    return re.sub(r"\$<[^>]*>", "", "".join(one.decode("latin-1") for one in found if one))
