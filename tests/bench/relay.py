"""A slow line between the program and whoever sits in front of it: a delay each way, and so many bytes a second.

What is typed reaches the program after the delay, in one piece or (`torn`) a byte at a time, each as long after
the other as the line takes; what the program writes is taken up no faster than the line carries it, so that the
program is held up as it would be, and is seen after the delay.
"""

from __future__ import annotations

import os
import select
import time
from collections import deque
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from tests.bench.terminal import Watched

EACH_WAY: Final = 0.15
MODEM: Final = 64_000 / 8
"""Bytes a second of a line of 64 kbit/s."""

OVER_SSH: Final = {"SSH_CONNECTION": "192.0.2.7 50000 192.0.2.1 22", "SSH_TTY": "/dev/pts/9"}


@dataclass
class SlowLine(Watched):
    """A program at the other end of such a line. Its environment says that it is there over SSH."""

    environ: Mapping[str, str] = field(default_factory=lambda: dict(OVER_SSH))
    quiet: float = 0.6
    #: seconds each way
    delay: float = EACH_WAY
    #: bytes a second from the program; None for as many as come
    rate: float | None = None
    #: seconds between one typed byte and the next, where the line tears what is typed to pieces
    torn: float | None = None

    def __enter__(self) -> SlowLine:
        self._there: deque[tuple[float, bytes]] = deque()
        self._back: deque[tuple[float, bytes]] = deque()
        self._free_at = time.perf_counter()
        super().__enter__()
        return self

    def send(self, keys: bytes) -> None:
        """Presses keys, which are on their way now."""
        due = max(time.perf_counter() + self.delay, self._there[-1][0] if self._there else 0.0)
        if self.torn is None:
            self._there.append((due, keys))
        else:
            self._there += [(due + place * self.torn, keys[place : place + 1]) for place in range(len(keys))]

    def _read(self, patience: float) -> bool:
        end = time.perf_counter() + patience
        while True:
            now = time.perf_counter()
            while self._there and self._there[0][0] <= now:
                os.write(self._fd, self._there.popleft()[1])
            arrived = False
            while self._back and self._back[0][0] <= now:
                self._arrived(self._back.popleft()[1])
                arrived = True
            if arrived:
                return True
            if now >= end and not self._there and not self._back:
                return False
            waits = [one[0][0] for one in (self._there, self._back) if one] or [end]
            if now < self._free_at:
                waits.append(self._free_at)
                time.sleep(max(0.0, min(waits) - now))
            elif select.select([self._fd], [], [], max(0.0, min(waits) - now))[0]:
                try:
                    data = os.read(self._fd, 512 if self.rate else 65536)
                except OSError:
                    data = b""
                if not data:
                    if not self._back:
                        return False
                    self._free_at = self._back[-1][0] + 0.001
                    continue
                taken = len(data) / self.rate if self.rate else 0.0
                self._free_at = now + taken
                self._back.append((now + taken + self.delay, data))
