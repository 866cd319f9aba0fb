"""Folders, archives and files made to do harm: a plain sentence, bounded memory and time, nothing written."""

from __future__ import annotations

import struct
import time
import tracemalloc
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from mentor_tui.exchange import limits
from mentor_tui.store.database import open_store
from tests.cli.conftest import Runs
from tests.exchange.asc_wds_files import WORKERS, WORKPLACE
from tests.hostile.looking import heeded

SERVICES = b"service_id,name,nation\nX1,Oak House,wales\n"
MIB = 1024 * 1024


def zipped(path: Path, files: dict[str, bytes], *, link: str = "") -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            entry = zipfile.ZipInfo(name)
            entry.compress_type = zipfile.ZIP_DEFLATED
            if name == link:
                entry.external_attr = 0o120777 << 16
            archive.writestr(entry, content)
    return path


def claiming(path: Path, size: int) -> Path:
    """An archive whose list of contents says of its file that it has another size."""
    zipped(path, {"services.csv": SERVICES * 50})
    content = bytearray(path.read_bytes())
    at = content.index(b"PK\x01\x02")
    content[at + 24 : at + 28] = struct.pack("<I", size)
    path.write_bytes(content)
    return path


def folder(path: Path, files: dict[str, bytes]) -> Path:
    path.mkdir()
    for name, content in files.items():
        (path / name).write_bytes(content)
    return path


def nested(path: Path) -> Path:
    inner = zipped(path / "inner.zip", {"services.csv": SERVICES})
    return zipped(path / "x.zip", {"inner.zip": inner.read_bytes()})


def linked(path: Path) -> Path:
    made = folder(path / "x", {"staff.csv": b""})
    (made / "staff.csv").unlink()
    (made / "staff.csv").symlink_to("/dev/zero")
    return made


def looped(path: Path) -> Path:
    made = folder(path / "x", {})
    (made / "services.csv").symlink_to(made / "services.csv")
    return made


Made = Callable[[Path], Path]

REFUSED: dict[str, tuple[Made, str]] = {
    "swells": (
        lambda p: zipped(p / "x.zip", {"services.csv": bytes(30 * MIB)}),
        "times as large when unpacked",
    ),
    "above itself": (
        lambda p: zipped(p / "x.zip", {"../services.csv": SERVICES}),
        "names a file outside itself",
    ),
    "absolute": (
        lambda p: zipped(p / "x.zip", {"/etc/services.csv": SERVICES}),
        "names a file outside itself",
    ),
    "a drive": (lambda p: zipped(p / "x.zip", {"C:\\services.csv": SERVICES}), "names a file outside itself"),
    "backslashes": (lambda p: zipped(p / "x.zip", {"a\\..\\..\\services.csv": SERVICES}), "outside itself"),
    "a terminal's name": (
        lambda p: zipped(p / "x.zip", {"../\x1b]52;c;aGk=\x07\u202e.csv": SERVICES}),
        "names a file outside itself",
    ),
    "twice": (
        lambda p: zipped(p / "x.zip", {"a/services.csv": SERVICES, "b/services.csv": SERVICES}),
        "twice",
    ),
    "two folders": (
        lambda p: zipped(p / "x.zip", {"a/services.csv": SERVICES, "b/staff.csv": b""}),
        "2 folders",
    ),
    "in itself": (nested, "holds no CSV files"),
    "many entries": (
        lambda p: zipped(p / "x.zip", dict.fromkeys(map(str, range(1001)), b"")),
        "1,001 entries",
    ),
    "claims 4 GB": (lambda p: claiming(p / "x.zip", 0xFFFFFFF0), "is too large"),
    "claims less": (lambda p: claiming(p / "x.zip", 10), "cannot be unpacked"),
    "link in it": (
        lambda p: zipped(p / "x.zip", {"services.csv": b"/etc/passwd"}, link="services.csv"),
        "/etc/passwd: is not a column of this file",
    ),
    "device": (linked, "is a folder or a link that leads nowhere"),
    "link to itself": (looped, "services.csv"),
    "unbalanced": (
        lambda p: folder(p / "x", {"services.csv": b'service_id,name\nX1,"Oak\n' + b"x\n" * 10_000}),
        "services.csv:2: a quotation mark opens a cell and none closes it",
    ),
    "NUL": (lambda p: folder(p / "x", {"services.csv": b"service_id,name\nX1,Oak\x00\n"}), "U+0000"),
    "NUL in an id": (
        lambda p: folder(p / "x", {"services.csv": b"service_id,name\nX\x001,Oak\n"}),
        "is not an id",
    ),
    "UTF-16": (
        lambda p: folder(p / "x", {"services.csv": SERVICES.decode().encode("utf-16")}),
        "is UTF-16 text",
    ),
    "UTF-16 without mark": (
        lambda p: folder(p / "x", {"services.csv": SERVICES.decode().encode("utf-16-le")}),
        "is not a column of this file",
    ),
    "two of a column": (
        lambda p: folder(p / "x", {"services.csv": b"service_id,name,name\nX1,Oak,Elm\n"}),
        "stands twice in the header",
    ),
    "many columns": (
        lambda p: folder(p / "x", {"services.csv": b",".join(b"c%d" % n for n in range(300_000)) + b"\n"}),
        "has 300,000 columns; expected at most 200",
    ),
    "a long line": (lambda p: folder(p / "x", {"services.csv": b"x" * 6_000_000}), "a line of more than"),
    "a long cell": (
        lambda p: folder(p / "x", {"services.csv": b'service_id,name\nX1,"' + b"x\n" * 1_010_000 + b'"\n'}),
        "a cell of more than 2,000,000 characters",
    ),
    "a row without end": (
        lambda p: folder(p / "x", {"services.csv": b"service_id,name\n" + b'"\n",' * 1_300_000}),
        "a row of more than 5,000,000 characters",
    ),
    "two encodings": (
        lambda p: folder(p / "x", {"services.csv": "service_id,name\nX1,Zoë\n".encode() + b"X2,Zo\x81\n"}),
        "U+DC81",
    ),
    "a name of nobody's": (
        lambda p: folder(p / "x", {"\x1b[2J\u202estaff.csv": b"a\n", "services.csv": SERVICES}),
        "is not a file of the folder",
    ),
}


#: of which the memory is measured as well, which takes time
WEIGHED = {"swells", "claims less", "a long line", "many columns", "unbalanced"}


@pytest.mark.parametrize("name", REFUSED)
def test_what_would_do_harm_is_refused_in_a_sentence(
    run: Runs, database: Path, tmp_path: Path, name: str
) -> None:
    made, words = REFUSED[name]
    path = made(tmp_path)
    began = time.monotonic()
    if name in WEIGHED:
        tracemalloc.start()
    ran = run("import", path)
    if name in WEIGHED:
        _, most = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        assert most < 60 * MIB, f"{most / MIB:.0f} MiB"
    assert ran.status == 2, ran
    assert words in ran.err, ran.err[-400:]
    assert not heeded(ran.out + ran.err)
    assert ran.err.count("\n") < 210
    assert all(len(line) < 600 for line in ran.err.splitlines())
    assert time.monotonic() - began < 10
    store = open_store(database)
    assert store.value("SELECT count(*) FROM service WHERE ref LIKE 'X%'") == 0
    store.close()


def test_a_header_alone_changes_nothing(run: Runs, database: Path, tmp_path: Path) -> None:
    ran = run("import", folder(tmp_path / "x", {"services.csv": b"service_id,name\n"}))
    assert ran.status == 0
    assert "Nothing was changed" in ran.out
    assert database.exists()


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        (b"\n", b"\n\x1b]52;c;aGk=\x07", ""),
        (b",", b",\xe2\x80\xae", ""),
        (b",", b",\x00", ""),
        (b"\r\n", b"\x85", ""),
        (b"LOCALESTID", b"LOCAL\x1bESTID", "LOCAL"),
    ],
    ids=["OSC 52", "override", "NUL", "NEL", "header"],
)
@pytest.mark.parametrize("which", ["workplace", "workers"])
def test_the_sectors_files_too(
    run: Runs, database: Path, tmp_path: Path, which: str, old: bytes, new: bytes, words: str
) -> None:
    files = {"workplace": WORKPLACE, "workers": WORKERS}
    spoiled = tmp_path / "spoiled.csv"
    spoiled.write_bytes(files[which].read_bytes().replace(old, new))
    files[which] = spoiled
    ran = run("import-asc-wds", "--workplace", files["workplace"], "--workers", files["workers"])
    assert ran.status == 2, ran
    assert words in ran.err
    assert not heeded(ran.out + ran.err)
    assert database.exists()


def test_the_limits_are_announced(run: Runs) -> None:
    said = " ".join(run("import", "--help").out.split())
    assert limits.in_words() in said
