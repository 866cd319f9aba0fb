"""Opening a folder of CSV files, or a .zip of one: which files are there, and their text line by line.

Nothing is unpacked to disk: the files of an archive are read where they are, so that a name in it can lead
nowhere. Every file is gone through twice: once to learn its encoding and size, once for its rows.
"""

from __future__ import annotations

import codecs
import io
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import IO

from mentor_tui.exchange import limits
from mentor_tui.exchange.problems import ExchangeProblem, shown

_CHUNK = 1024 * 1024
_UTF16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
#: how a spreadsheet's own files begin
_WORKBOOKS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")


@dataclass(frozen=True, slots=True)
class Text:
    """What a file's text is like, learnt by going through it once."""

    encoding: str
    #: newlines in the file, for a progress bar
    lines: int
    #: what the person is told about it
    notices: tuple[str, ...] = ()
    #: why it cannot be read, blank where it can
    fault: str = ""


class Source:
    """The files of a folder or archive. Make it with :func:`opened`."""

    def __init__(self, path: Path, files: dict[str, str], others: list[str], archive: zipfile.ZipFile | None):
        self.path = path
        #: the name of each CSV file, and where it is
        self._files = files
        #: what else lies there, by name
        self.others = others
        self._archive = archive

    def __enter__(self) -> Source:
        return self

    def __exit__(self, *_: object) -> None:
        if self._archive:
            self._archive.close()

    @property
    def names(self) -> list[str]:
        """The names of the CSV files."""
        return sorted(self._files)

    def text(self, name: str) -> Text:
        """Goes through a file for its encoding."""
        if not self._archive and not (self.path / self._files[name]).is_file():
            return Text("", 0, fault="is a folder or a link that leads nowhere; expected a file of text")
        decoder = codecs.getincrementaldecoder("utf-8")()
        encoding, lines, size, carriage, ended = "utf-8", 0, 0, False, b""
        with self._bytes(name) as stream:
            chunk = first = stream.read(_CHUNK)
            if first.startswith(_UTF16):
                return Text("", 0, fault="is UTF-16 text; expected UTF-8 (save it as 'CSV UTF-8')")
            if first.startswith(_WORKBOOKS):
                return Text("", 0, fault="is a workbook or an archive; expected a text file (save it as CSV)")
            while chunk:
                size += len(chunk)
                lines += chunk.count(b"\n")
                carriage = carriage or b"\r\n" in chunk or (ended == b"\r" and chunk[:1] == b"\n")
                ended = chunk[-1:]
                if encoding == "utf-8":
                    try:
                        decoder.decode(chunk)
                    except UnicodeDecodeError:
                        encoding = "cp1252"
                chunk = stream.read(_CHUNK)
        if encoding == "utf-8":
            try:
                decoder.decode(b"", final=True)
            except UnicodeDecodeError:
                encoding = "cp1252"
        if size > limits.FILE_BYTES:
            allowed = limits.FILE_BYTES // limits.MIB
            return Text("", 0, fault=f"has {size // limits.MIB:,} MiB; expected at most {allowed:,} MiB")
        marked = first.startswith(codecs.BOM_UTF8)
        if marked and encoding != "utf-8":
            return Text("", 0, fault="says that it is UTF-8 and is not; expected UTF-8 text throughout")
        said = []
        if marked:
            said.append("a byte-order mark was read")
        if encoding == "cp1252":
            said.append("Windows-1252 text was read")
        if carriage:
            said.append("Windows line ends were read")
        return Text("utf-8-sig" if marked else encoding, lines, tuple(said))

    @contextmanager
    def lines(self, name: str, encoding: str) -> Iterator[Iterator[str]]:
        """The physical lines of a file with their ends; one that is too long comes in pieces of the limit."""
        with self._bytes(name) as stream:
            # A byte that Windows-1252 does not know becomes a character that no field takes.
            text = io.TextIOWrapper(stream, encoding=encoding, errors="surrogateescape", newline="")
            yield iter(lambda: text.readline(limits.LINE), "")

    @contextmanager
    def _bytes(self, name: str) -> Iterator[IO[bytes]]:
        place = self._files[name]
        try:
            with self._archive.open(place) if self._archive else (self.path / place).open("rb") as stream:
                yield stream
        except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError) as broken:
            if not self._archive:
                raise
            raise ExchangeProblem(
                f"{shown(name)} in {self.path} cannot be unpacked. Make the archive again, without a password."
            ) from broken
        except OSError as trouble:
            raise ExchangeProblem(
                f"{self.path / shown(name)} cannot be read: {trouble.strerror or trouble}."
            ) from trouble


@contextmanager
def opened(path: Path) -> Iterator[Source]:
    """Opens a folder or a .zip of one. Raises ExchangeProblem with a sentence where it is neither."""
    path = path.expanduser()
    try:
        source = _folder(path) if path.is_dir() else _zip(path)
    except (zipfile.BadZipFile, ValueError) as broken:
        raise ExchangeProblem(
            f"{path} is damaged and cannot be unpacked. Make the archive again."
        ) from broken
    except OSError as trouble:
        raise ExchangeProblem(f"{path} cannot be read: {trouble.strerror or trouble}.") from trouble
    with source:
        yield source


def _zip(path: Path) -> Source:
    if not path.exists():
        raise ExchangeProblem(f"There is nothing at {path}. Name a folder of CSV files, or a .zip of one.")
    if path.suffix.lower() == ".csv":
        raise ExchangeProblem(f"{path} is a single file. Name the folder that it is in.")
    if not path.is_file() or not zipfile.is_zipfile(path):
        raise ExchangeProblem(f"{path} is neither a folder nor a .zip. Name a folder of CSV files.")
    archive = zipfile.ZipFile(path)
    try:
        return _archive(path, archive)
    except BaseException:
        archive.close()
        raise


def _folder(path: Path) -> Source:
    files: dict[str, str] = {}
    others: list[str] = []
    total = 0
    for entry in sorted(path.iterdir()):
        if entry.name.startswith("."):
            continue
        if entry.suffix.lower() == ".csv":
            # One that is no file is kept as well, and told: a person counts on everything so named being read.
            files[entry.name] = entry.name
            total += entry.stat().st_size if entry.is_file() else 0
        else:
            others.append(entry.name + "/" if entry.is_dir() else entry.name)
    if total > limits.FOLDER_BYTES:
        raise _too_large(path)
    if not files:
        inside = next((one for one in others if one.endswith("/") and any((path / one).glob("*.csv"))), "")
        hint = f" There are some in {path / inside}." if inside else ""
        raise ExchangeProblem(f"{path} holds no CSV files.{hint} Name a folder with staff.csv and its like.")
    return Source(path, files, others, None)


def _archive(path: Path, archive: zipfile.ZipFile) -> Source:
    entries = [entry for entry in archive.infolist() if not entry.is_dir()]
    if len(entries) > limits.ENTRIES:
        raise ExchangeProblem(
            f"{path} has {len(entries):,} entries; expected at most {limits.ENTRIES:,}. Nothing was read."
        )
    files: dict[str, str] = {}
    others: list[str] = []
    folders: set[str] = set()
    for entry in entries:
        # ZipFile turns the system's own separator into a slash; a backslash from elsewhere stays.
        where = PurePosixPath(entry.filename.replace("\\", "/"))
        if where.is_absolute() or ".." in where.parts or ":" in where.parts[0]:
            raise ExchangeProblem(
                f"{path} names a file outside itself ({shown(entry.filename)}). Nothing was read."
            )
        if where.name.startswith(".") or where.parts[0] == "__MACOSX":
            continue
        if where.suffix.lower() != ".csv":
            others.append(str(where))
            continue
        if entry.flag_bits & 1:
            raise ExchangeProblem(f"{path} has a password. Make an archive without one.")
        _refuse_swollen(path, entry)
        if where.name in files:
            raise ExchangeProblem(f"{path} holds {shown(where.name)} twice. Put each file in once.")
        files[where.name] = entry.filename
        folders.add(str(where.parent))
    if len(folders) > 1:
        raise ExchangeProblem(
            f"{path} has CSV files in {len(folders)} folders. Put all of them into one folder."
        )
    if sum(entry.file_size for entry in entries) > limits.FOLDER_BYTES:
        raise _too_large(path)
    if not files:
        raise ExchangeProblem(f"{path} holds no CSV files. Put staff.csv and its like into it.")
    return Source(path, files, others, archive)


def _refuse_swollen(path: Path, entry: zipfile.ZipInfo) -> None:
    if entry.file_size > limits.FILE_BYTES:
        raise _too_large(path)
    if entry.file_size > limits.SWELLS_FROM and entry.file_size > limits.SWELLING * max(
        entry.compress_size, 1
    ):
        raise ExchangeProblem(
            f"{shown(entry.filename)} in {path} becomes more than {limits.SWELLING} times as large when "
            "unpacked. Nothing was read. If that is right, unpack it and name the folder."
        )


def _too_large(path: Path) -> ExchangeProblem:
    return ExchangeProblem(f"{path} is too large. {limits.in_words()}")
