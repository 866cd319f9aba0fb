"""What can be wrong with a folder that is read or written, each in words for the person."""

from __future__ import annotations

from dataclasses import dataclass

from mentor_tui.text import for_terminal

#: how many faults are told in full; of the others only the number
FAULTS_TOLD = 200


class ExchangeProblem(Exception):
    """The folder cannot be read or written at all. The message is one sentence; nothing was changed."""


@dataclass(frozen=True, slots=True)
class FileFault:
    """One thing that is wrong in a file: the physical line where its row starts (the header is line 1)."""

    file: str
    line: int
    #: the column's name, blank for the row or the file as a whole
    column: str
    message: str

    def __str__(self) -> str:
        where = f"{self.file}:{self.line}: "
        return f"{where}{self.column}: {self.message}" if self.column else where + self.message


class ImportFaults(Exception):
    """The folder has faults, so that nothing was written. ``faults`` holds up to 200 of the ``total``."""

    def __init__(self, faults: list[FileFault], total: int) -> None:
        self.faults = faults
        self.total = total
        count = "1 fault" if total == 1 else f"{total:,} faults"
        more = f" The first {len(faults)} are told." if total > len(faults) else ""
        super().__init__(f"{count}; nothing was imported.{more}")


class Faults:
    """Collects faults as a folder is read, in the order of files and lines."""

    def __init__(self) -> None:
        self.told: list[FileFault] = []
        self.total = 0
        self._waiting: list[FileFault] = []

    def __bool__(self) -> bool:
        return self.total > 0

    def add(self, file: str, line: int, column: str, message: str) -> None:
        """Takes in a fault; the faults of some rows may come in any order until :meth:`settle`."""
        self.total += 1
        if len(self.told) < FAULTS_TOLD:
            self._waiting.append(FileFault(file, line, column, message))

    def settle(self) -> None:
        """Puts the faults of the rows read so far into the order of their lines."""
        self._waiting.sort(key=lambda fault: fault.line)
        self.told.extend(self._waiting[: FAULTS_TOLD - len(self.told)])
        self._waiting.clear()


def shown(text: str, longest: int = 60) -> str:
    """Text of a file as a message may hold it: short, and with nothing in it that a terminal obeys."""
    clean = for_terminal("".join(char if char.isprintable() else "?" for char in text))
    return clean if len(clean) <= longest else clean[: longest - 1] + "…"
