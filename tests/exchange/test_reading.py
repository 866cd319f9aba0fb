"""What is read as text, as CSV, as a folder and as an archive, and the one sentence where it is none."""

from __future__ import annotations

import csv
import zipfile
from pathlib import Path

import pytest

from mentor_tui.exchange import ExchangeProblem, ImportFaults, import_folder, limits
from mentor_tui.exchange.seen import Seen
from mentor_tui.office import NotAllowed, Office
from tests.exchange.folders import (
    ADMINISTRATOR,
    FOLDER,
    MENTOR,
    bring_in,
    everything,
    faults_of,
    rows_of_folder,
    write,
)

SERVICES = "service_id,name,nation\nS1,Oak House,wales\nS2,Café’s End,\n"


def names(office: Office) -> list[str]:
    return [name for (name,) in office.store.rows("SELECT name FROM service ORDER BY ref")]


@pytest.mark.parametrize(
    ("content", "notices"),
    [
        (SERVICES.encode(), []),
        (b"\xef\xbb\xbf" + SERVICES.encode(), ["services.csv: a byte-order mark was read"]),
        (SERVICES.encode("cp1252"), ["services.csv: Windows-1252 text was read"]),
        (SERVICES.replace("\n", "\r\n").encode(), ["services.csv: Windows line ends were read"]),
        (SERVICES.replace("\n", "\r").encode(), []),
        (
            SERVICES.replace("\n", "\r\n").encode("cp1252"),
            ["services.csv: Windows-1252 text was read", "services.csv: Windows line ends were read"],
        ),
    ],
)
def test_text_is_read_however_a_spreadsheet_wrote_it(
    office: Office, tmp_path: Path, content: bytes, notices: list[str]
) -> None:
    report = bring_in(office, tmp_path / "folder", {"services.csv": content})
    assert report.notices == notices
    assert names(office) == ["Oak House", "Café’s End"]


@pytest.mark.parametrize("at_once", [5, 6, 7])
def test_an_accent_at_the_edge_of_what_is_read_at_once_is_read_whole(
    office: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, at_once: int
) -> None:
    monkeypatch.setattr("mentor_tui.exchange.folder._CHUNK", at_once)
    text = "service_id,name\r\nS1,éé👍é\r\n".encode()
    report = bring_in(office, tmp_path / "folder", {"services.csv": text})
    assert report.notices == ["services.csv: Windows line ends were read"]
    assert names(office) == ["éé👍é"]


def test_a_blank_nation_is_england(office: Office, tmp_path: Path) -> None:
    bring_in(office, tmp_path / "folder", {"services.csv": SERVICES})
    assert office.store.rows("SELECT nation FROM service ORDER BY ref") == [("wales",), ("england",)]


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"", "services.csv:1: is empty; expected a header row"),
        (b"\n\n", "services.csv:1: is empty; expected a header row"),
        (
            SERVICES.encode("utf-16"),
            "services.csv:1: is UTF-16 text; expected UTF-8 (save it as 'CSV UTF-8')",
        ),
        (
            b"PK\x03\x04 workbook",
            "services.csv:1: is a workbook or an archive; expected a text file (save it as CSV)",
        ),
        (
            b"\xef\xbb\xbf" + SERVICES.encode("cp1252"),
            "services.csv:1: says that it is UTF-8 and is not; expected UTF-8 text throughout",
        ),
        (
            SERVICES.replace(",", ";").encode(),
            "services.csv:1: has semicolons between its columns; expected commas",
        ),
        (
            SERVICES.replace(",", "\t").encode(),
            "services.csv:1: has tabs between its columns; expected commas",
        ),
        (
            b"service_id,name,name\nS1,a,b\n",
            "services.csv:1: name: stands twice in the header; expected each column once",
        ),
        (
            b"service_id,name,\nS1,a,\n",
            "services.csv:1: column 3 has no name; expected service_id, name, nation, opened_on, closed_on",
        ),
        (
            b"service_id,nane\nS1,Oak\n",
            "services.csv:1: nane: is not a column of this file; expected name, which is the closest",
        ),
        (b"service_id,name\nS1\n", "services.csv:2: has 1 cell; expected 2, as in the header"),
        (b"service_id,name\nS1,Oak,x,y\n", "services.csv:2: has 4 cells; expected 2, as in the header"),
        (
            b'service_id,name\nS1,"Oak\nS2,Elm\n',
            "services.csv:2: a quotation mark opens a cell and none closes it; expected one at the end of "
            "the cell; the rest of the file was not read",
        ),
        (
            b'service_id,name\nS1,Oak\nS2,"Elm" Lodge\n',
            "services.csv:3: text follows the quotation mark that closes a cell; expected a mark inside a "
            "cell to be doubled; the rest of the file was not read",
        ),
        (
            b"service_id,name\nS1,\x81\n",
            "services.csv:2: name: This has half of a broken character (U+DC81) at character 1, "
            "which is not kept. Please take it out and try again.",
        ),
        (
            b"service_id,name\nS1,a\x00b\n",
            "services.csv:2: name: This has an invisible control character (U+0000) at character 2, "
            "which is not kept. Please take it out and try again.",
        ),
        (
            ("service_id,name\nS1," + "x" * 2_000_001).encode(),
            "services.csv:2: has a cell of more than 2,000,000 characters; expected a shorter one; "
            "the rest of the file was not read",
        ),
        (
            ("service_id,name\nS1," + "x," * 2_600_000).encode(),
            "services.csv:2: has a line of more than 5,000,000 characters; expected shorter lines",
        ),
        (
            (",".join(f"c{n}" for n in range(201)) + "\n").encode(),
            "services.csv:1: has 201 columns; expected at most 200",
        ),
    ],
)
def test_what_is_no_such_file_is_told(office: Office, tmp_path: Path, content: bytes, told: str) -> None:
    before = csv.field_size_limit()
    found = faults_of(office, tmp_path / "folder", {"services.csv": content})
    assert told in [str(one) for one in found]
    assert len([one for one in found if one.line > 1 or "missing" not in one.message]) == 1
    assert csv.field_size_limit() == before


def test_a_file_has_a_size_and_a_number_of_rows(
    office: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limits, "ROWS", 1)
    assert [str(one) for one in faults_of(office, tmp_path / "rows", {"services.csv": SERVICES})] == [
        "services.csv:3: has more rows than 1; expected fewer"
    ]
    monkeypatch.setattr(limits, "FILE_BYTES", 10)
    assert [str(one) for one in faults_of(office, tmp_path / "size", {"services.csv": SERVICES})] == [
        "services.csv:1: has 0 MiB; expected at most 0 MiB"
    ]
    monkeypatch.setattr(limits, "FOLDER_BYTES", 10)
    with pytest.raises(ExchangeProblem, match="is too large"):
        bring_in(office, tmp_path / "folder", {"services.csv": SERVICES})


def test_lines_are_counted_as_they_stand_in_the_file(office: Office, tmp_path: Path) -> None:
    text = (
        "goal_id,pairing_id,goal,progress\r\n"
        'G-1,P-1,"two\r\nlines","and\nthree\nmore"\r\n'
        "\r\n"
        ",,,\r\n"
        "G-2,P-1,,\r\n"
    )
    folder: dict[str, object] = dict(rows_of_folder())
    folder["goals.csv"] = text
    del folder["actions_more.csv"]
    found = faults_of(office, tmp_path / "folder", folder)  # type: ignore[arg-type]
    assert [str(one) for one in found] == [
        "goals.csv:8: goal: is blank; expected text of at most 500 characters"
    ]
    folder["goals.csv"] = text.replace("G-2,P-1,,", "G-2,P-1,walk,")
    bring_in(office, tmp_path / "again", folder)  # type: ignore[arg-type]
    kept = office.store.rows("SELECT goal, progress FROM goal ORDER BY ref")
    assert kept == [("two\nlines", "and\nthree\nmore"), ("walk", None)]


def test_a_column_of_the_further_file_is_named_with_its_file(stocked: Office, tmp_path: Path) -> None:
    row = FOLDER["sessions.csv"] | {"recorded_by_id": "AD"}
    assert [str(one) for one in faults_of(stocked, tmp_path, {"sessions.csv": [row]})] == [
        "sessions.csv:1: recorded_by_id: is not a column of this file; expected it in sessions_more.csv"
    ]


def test_a_file_that_is_not_ours_is_named_with_the_closest(office: Office, tmp_path: Path) -> None:
    folder = {"services.csv": SERVICES, "stuff.csv": "a\n", "Staff.csv": "a\n"}
    assert [str(one) for one in faults_of(office, tmp_path / "folder", folder)] == [
        "Staff.csv:1: is not a file of the folder; expected staff.csv, which is the closest",
        "stuff.csv:1: is not a file of the folder; expected staff.csv, which is the closest",
    ]


def test_other_files_are_ignored_and_said(office: Office, tmp_path: Path) -> None:
    (tmp_path / "folder" / "old").mkdir(parents=True)
    folder = {"services.csv": SERVICES, "notes.txt": "hello", ".hidden": ""}
    report = bring_in(office, tmp_path / "folder", folder)
    assert report.notices == ["notes.txt: not a CSV file, ignored", "old/: not a CSV file, ignored"]


def test_what_is_named_as_our_file_and_is_none_is_told(office: Office, tmp_path: Path) -> None:
    folder = tmp_path / "folder"
    (folder / "staff.csv").mkdir(parents=True)
    (folder / "pairings.csv").symlink_to(tmp_path / "nowhere")
    assert [str(one) for one in faults_of(office, folder, {"services.csv": SERVICES})] == [
        f"{file}.csv:1: is a folder or a link that leads nowhere; expected a file of text"
        for file in ("pairings", "staff")
    ]
    assert names(office) == []


def test_a_row_of_spaces_is_a_blank_row(office: Office, tmp_path: Path) -> None:
    text = "service_id,name,nation\n  \nS1,Oak House,wales\n, ,\t\n"
    report = bring_in(office, tmp_path / "folder", {"services.csv": text})
    assert report.summary == "1 record was added and 0 changed."


def test_dates_are_read_both_ways(office: Office, tmp_path: Path) -> None:
    text = "service_id,name,opened_on,closed_on\nS1,Oak,01/02/2015,2016-03-04\n"
    bring_in(office, tmp_path / "folder", {"services.csv": text})
    assert office.store.row("SELECT opened_on, closed_on FROM service") == ("2015-02-01", "2016-03-04")


# -- folders and archives --------------------------------------------------------------------------


def zipped(path: Path, files: dict[str, bytes]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return path


@pytest.mark.parametrize("inside", ["", "export/", "a/b/"])
def test_an_archive_of_a_folder_is_read_like_the_folder(office: Office, tmp_path: Path, inside: str) -> None:
    files = {
        f"{inside}services.csv": SERVICES.encode(),
        f"{inside}read me.txt": b"x",
        "__MACOSX/._services.csv": b"\0",
        f"{inside}.DS_Store": b"\0",
    }
    report = import_folder(office, ADMINISTRATOR, zipped(tmp_path / "folder.zip", files))
    assert report.notices == [f"{inside}read me.txt: not a CSV file, ignored"]
    assert names(office) == ["Oak House", "Café’s End"]


@pytest.mark.parametrize(
    ("files", "sentence"),
    [
        ({"../services.csv": b"x"}, "names a file outside itself"),
        ({"/etc/services.csv": b"x"}, "names a file outside itself"),
        ({"..\\..\\services.csv": b"x"}, "names a file outside itself"),
        ({"C:\\services.csv": b"x"}, "names a file outside itself"),
        ({"a/services.csv": b"x", "b/staff.csv": b"x"}, "has CSV files in 2 folders"),
        ({"notes.txt": b"x"}, "holds no CSV files"),
        ({}, "holds no CSV files"),
        ({"services.csv": b"service_id,name\n" + b"," * 25_000_000}, "more than 200 times as large"),
        ({f"{n}.txt": b"" for n in range(1001)}, "has 1,001 entries; expected at most 1,000"),
    ],
)
def test_an_archive_that_will_not_do_is_refused_in_a_sentence(
    office: Office, tmp_path: Path, files: dict[str, bytes], sentence: str
) -> None:
    path = zipped(tmp_path / "folder.zip", files)
    with pytest.raises(ExchangeProblem, match=sentence):
        import_folder(office, ADMINISTRATOR, path)
    assert not (tmp_path.parent / "services.csv").exists()


def test_a_damaged_archive_is_refused_in_a_sentence(office: Office, tmp_path: Path) -> None:
    path = zipped(tmp_path / "folder.zip", {"services.csv": SERVICES.encode() * 50})
    whole = path.read_bytes()
    path.write_bytes(whole[:60] + b"\xff\xff\xff\xff" + whole[64:])
    with pytest.raises(ExchangeProblem, match="cannot be unpacked"):
        import_folder(office, ADMINISTRATOR, path)
    path.write_bytes(whole[: len(whole) // 2])
    with pytest.raises(ExchangeProblem, match=r"neither a folder nor a \.zip"):
        import_folder(office, ADMINISTRATOR, path)
    assert names(office) == []


def test_a_place_that_is_no_folder_is_refused_in_a_sentence(office: Office, tmp_path: Path) -> None:
    def said(path: Path) -> str:
        with pytest.raises(ExchangeProblem) as caught:
            import_folder(office, ADMINISTRATOR, path)
        return str(caught.value)

    folder = write(tmp_path / "folder", {"services.csv": SERVICES})
    (tmp_path / "empty").mkdir()
    assert said(tmp_path / "nowhere").startswith(f"There is nothing at {tmp_path / 'nowhere'}.")
    assert said(folder / "services.csv").endswith("is a single file. Name the folder that it is in.")
    assert "holds no CSV files" in said(tmp_path / "empty")
    (tmp_path / "outer").mkdir()
    folder.rename(tmp_path / "outer" / "inner")
    assert f"There are some in {tmp_path / 'outer' / 'inner'}." in said(tmp_path / "outer")
    (tmp_path / "notes.txt").write_text("x")
    assert "is neither a folder nor a .zip" in said(tmp_path / "notes.txt")


# -- who, and all or nothing -----------------------------------------------------------------------


def test_only_an_administrator_imports(office: Office, tmp_path: Path) -> None:
    with pytest.raises(NotAllowed, match="Only an administrator may import records"):
        import_folder(office, MENTOR, tmp_path / "nowhere")


def test_a_dry_run_does_all_and_writes_nothing(office: Office, tmp_path: Path) -> None:
    empty = everything(office.store)
    folder = write(tmp_path / "folder", rows_of_folder())
    tried = import_folder(office, ADMINISTRATOR, folder, dry_run=True)
    assert everything(office.store) == empty
    assert tried.summary == "33 records would be added and 14 changed. Nothing was written."
    done = import_folder(office, ADMINISTRATOR, folder)
    assert (done.added, done.changed, done.files) == (tried.added, tried.changed, tried.files)


def test_a_dry_run_finds_the_same_faults(office: Office, tmp_path: Path) -> None:
    folder = rows_of_folder()
    folder["sessions.csv"][0]["held_on"] = "2026-01-01"
    with pytest.raises(ImportFaults) as caught:
        import_folder(office, ADMINISTRATOR, write(tmp_path / "folder", folder), dry_run=True)
    assert [fault.column for fault in caught.value.faults] == ["held_on"]


def test_progress_is_told_in_lines(office: Office, tmp_path: Path) -> None:
    told: list[tuple[int, int, str]] = []
    folder = write(tmp_path / "folder", rows_of_folder())
    import_folder(office, ADMINISTRATOR, folder, progress=lambda *step: told.append(step))
    done = [step[0] for step in told]
    assert done == sorted(done)
    assert (told[-1][0], told[-1][2]) == (told[-1][1], "acknowledgements.csv")


def test_many_keys_are_remembered_with_their_lines(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("mentor_tui.exchange.seen._RECENT", 1000)
    seen = Seen()
    for number in range(2500):
        assert seen.line(f"key {number}", number + 2) == 0
    assert [seen.line(f"key {number}", 9) for number in (0, 999, 1000, 2499)] == [2, 1001, 1002, 2501]
