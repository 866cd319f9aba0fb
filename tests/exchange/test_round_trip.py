"""What goes out comes back the same, field for field, whatever the text; and nothing goes out that may not."""

from __future__ import annotations

import stat
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mentor_tui.declare import Text
from mentor_tui.exchange import ExchangeProblem, export_folder, import_folder
from mentor_tui.exchange.cells import guard, unguard
from mentor_tui.exchange.sheets import sheets
from mentor_tui.office import NotAllowed, Office
from mentor_tui.store import journal
from mentor_tui.text import is_clean
from tests.exchange.folders import (
    ADMINISTRATOR,
    FOLDER,
    MENTOR,
    bring_in,
    everything,
    faults_of,
    new_office,
    read,
    rows_of_folder,
)

CASES = Path(__file__).parent.parent / "conformance"

HOSTILE = [
    "[/b]",
    "[@click=app.quit]x[/]",
    "[ @click=app.bell]x",
    "[link='file:///etc/passwd']x",
    "=cmd|' /C calc'!A0",
    "+1+1",
    "-2+3",
    "@SUM(A1)",
    "'=1+1",
    "''",
    "'",
    "'t Hooft",
    '"quoted", with; marks',
    "שלום עליכם",
    "e\u0301te\u0301",
    "👍🏽 🏴",
    "%s %(name)s {0} $(id) `id` \\n",
    "Robert'); DROP TABLE staff;--",
]


def out(office: Office, path: Path) -> dict[str, list[dict[str, str]]]:
    export_folder(office.store, office, ADMINISTRATOR, path)
    return read(path)


# -- formulas --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "cell"),
    [
        ("=1+1", "'=1+1"),
        ("+44 113", "'+44 113"),
        ("-3", "'-3"),
        ("@home", "'@home"),
        ("\tx", "'\tx"),
        ("\rx", "'\rx"),
        ("'=1", "''=1"),
        ("''x", "'''x"),
        ("''", "'''"),
        ("'", "'"),
        ("'t Hooft", "'t Hooft"),
        ("O'Neill", "O'Neill"),
        ("a=b", "a=b"),
        ("", ""),
    ],
)
def test_a_cell_that_a_spreadsheet_would_run_is_guarded(text: str, cell: str) -> None:
    assert guard(text) == cell
    assert unguard(cell) == text


@given(st.text())
def test_a_guarded_cell_stands_for_its_text(text: str) -> None:
    cell = guard(text)
    assert unguard(cell) == text
    assert cell[:1] not in {"=", "+", "-", "@", "\t", "\r"} or not cell


def test_an_apostrophe_that_guards_nothing_stays(office: Office, tmp_path: Path) -> None:
    text = "service_id,name\nS1,'t Hooft\nS2,'=Oak\nS3,''Elm\nS4,'\n'-5,Ash\n"
    bring_in(office, tmp_path / "folder", {"services.csv": text})
    assert office.store.rows("SELECT ref, name FROM service ORDER BY ref") == [
        ("-5", "Ash"),
        ("S1", "'t Hooft"),
        ("S2", "=Oak"),
        ("S3", "'Elm"),
        ("S4", "'"),
    ]
    exported = (tmp_path / "out", out(office, tmp_path / "out"))[1]["services.csv"]
    assert [row["service_id"] for row in exported] == ["'-5", "S1", "S2", "S3", "S4"]
    assert [row["name"] for row in exported] == ["Ash", "'t Hooft", "'=Oak", "'Elm", "'"]


# -- there and back --------------------------------------------------------------------------------


def test_every_file_and_column_comes_back_but_private_notes(office: Office, tmp_path: Path) -> None:
    bring_in(office, tmp_path / "folder", rows_of_folder())
    first = out(office, tmp_path / "first")
    expected = rows_of_folder()
    for name in ("sessions.csv", "support_meetings_more.csv"):
        del expected[name][0]["private_notes"]
    assert first == expected
    other = new_office(tmp_path / "other.db")
    import_folder(other, ADMINISTRATOR, tmp_path / "first")
    assert out(other, tmp_path / "second") == first
    assert list(journal.verify(other.store)) == []
    assert import_folder(office, ADMINISTRATOR, tmp_path / "second").summary.startswith("Nothing was changed")
    assert office.store.value("SELECT private_notes FROM session") == "homesick"
    other.store.close()


@pytest.mark.parametrize("case", ["case-1", "case-2"])
def test_the_conformance_folders_come_back_field_for_field(office: Office, tmp_path: Path, case: str) -> None:
    import_folder(office, ADMINISTRATOR, CASES / case / "folder")
    first = out(office, tmp_path / "first")
    brought = read(CASES / case / "folder")
    assert set(first) == set(brought)
    for name, rows in brought.items():
        columns = list(rows[0])
        blank = {"mentoring": "expected"} if name == "staff.csv" else {}
        came = sorted(tuple(row[column] or blank.get(column, "") for column in columns) for row in rows)
        went = sorted(tuple(row[column] for column in columns) for row in first[name])
        assert went == came, name
    other = new_office(tmp_path / "other.db")
    import_folder(other, ADMINISTRATOR, tmp_path / "first")
    out(other, tmp_path / "second")
    for file in (tmp_path / "first").iterdir():
        assert file.read_bytes() == (tmp_path / "second" / file.name).read_bytes()
    assert import_folder(office, ADMINISTRATOR, tmp_path / "second").summary.startswith("Nothing was changed")
    other.store.close()


def test_several_of_one_day_keep_their_order_and_their_further_cells(office: Office, tmp_path: Path) -> None:
    folder = rows_of_folder()
    meeting = FOLDER["support_meetings.csv"]
    folder["support_meetings.csv"] = [meeting, meeting | {"barrier": "-b"}, meeting | {"barrier": "a"}]
    more = FOLDER["support_meetings_more.csv"]
    folder["support_meetings_more.csv"] = [more | {"nth": "3", "recorded_by_id": "AD"}, more | {"nth": "1"}]
    bring_in(office, tmp_path / "folder", folder)
    went = out(office, tmp_path / "out")
    assert [row["barrier"] for row in went["support_meetings.csv"]] == ["nights", "'-b", "a"]
    assert [(row["nth"], row["recorded_by_id"]) for row in went["support_meetings_more.csv"]] == [
        ("1", "ST-2"),
        ("3", "AD"),
    ]


TEXTS = [
    (sheet.file, field.name, field.kind)
    for sheet in sheets()
    for field in sheet.fields
    if isinstance(field.kind, Text)
    and field.share != "private"
    and field.name not in sheet.key
    and (sheet.record.name, field.name) not in {("policy_change", "value"), ("audit", "figures")}
]


def whole(office: Office, folder: Path, number: int, texts: list[str]) -> None:
    """Puts a text into every column of text at once, and expects each to come back as it was."""
    rows = rows_of_folder()
    for (file, column, kind), text in zip(TEXTS, texts, strict=True):
        line = text if kind.rows > 1 else " ".join(text.split())
        rows[file][0][column] = guard(line[: kind.longest].strip()) or "x"
    if office.store.value("SELECT 1 FROM session"):
        rows = {file: rows[file] for file in {file for file, _, _ in TEXTS}}
    assert faults_of(office, folder / f"in-{number}", rows) == []
    went = out(office, folder / f"out-{number}")
    for file, column, _ in TEXTS:
        assert rows[file][0][column] in [row[column] for row in went[file]], (file, column)


def test_hostile_text_comes_back_whole_through_every_column(office: Office, tmp_path: Path) -> None:
    for number, text in enumerate([*HOSTILE, "x" * 4000, "ש" * 4000]):
        from unicodedata import normalize

        whole(office, tmp_path, number, [normalize("NFC", text)] * len(TEXTS))
    assert list(journal.verify(office.store)) == []


kept_text = (
    st.text(st.characters(exclude_categories=["Cs", "Cc", "Cf", "Cn", "Co"]), max_size=60)
    | st.text("=+-@'\"ab;,\n\t é", max_size=12)
).map(str.strip)


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(kept_text, min_size=len(TEXTS), max_size=len(TEXTS)))
def test_any_text_comes_back_as_it_was(office: Office, texts: list[str]) -> None:
    from unicodedata import normalize

    clean = [normalize("NFC", text).strip() if is_clean(text, lines=True) else "x" for text in texts]
    with TemporaryDirectory() as folder:
        whole(office, Path(folder), 0, clean)


@pytest.mark.parametrize(
    "number",
    ["0", "91.5", "0.1", "99.999999999", "100", "0.00001", "33.333333333333"],
)
def test_numbers_come_back_as_they_were(office: Office, tmp_path: Path, number: str) -> None:
    folder = rows_of_folder()
    folder["cases.csv"][0]["attendance_percent"] = number
    bring_in(office, tmp_path / "folder", folder)
    assert out(office, tmp_path / "out")["cases.csv"][0]["attendance_percent"] == number


def test_signed_figures_come_back_byte_for_byte(office: Office, tmp_path: Path) -> None:
    figures = (
        ' {"period": "2026-05",\r\n\t"as_at" : "2026-05-31", "service": null, "figures":'
        '{"a": 1.50, "b": {"numerator": 1, "denominator": 2}}, "e\u0301": ["\\u00e9", "👍"] }\r\n'
    )
    folder = rows_of_folder()
    folder["audits.csv"][0]["figures"] = figures
    bring_in(office, tmp_path / "folder", folder)
    assert office.store.value("SELECT figures FROM audit") == figures
    assert out(office, tmp_path / "out")["audits.csv"][0]["figures"] == figures
    before = everything(office.store)
    import_folder(office, ADMINISTRATOR, tmp_path / "out")
    assert everything(office.store) == before


@pytest.mark.parametrize(
    "figures",
    [
        "[]",
        "3",
        '"text"',
        "{}",
        '{"period": 5, "as_at": "2026-05-31", "figures": {}}',
        '{"period": "2026-05", "as_at": "31 May", "figures": {}}',
        "nonsense",
    ],
)
def test_what_is_not_the_signed_json_is_told(stocked: Office, tmp_path: Path, figures: str) -> None:
    folder = {"audits.csv": [FOLDER["audits.csv"] | {"figures": figures}]}
    found = faults_of(stocked, tmp_path, folder)
    assert [(one.line, one.column) for one in found] == [(2, "figures")]
    assert found[0].message.endswith(
        "expected the signed JSON: period, as_at and figures, as it was exported"
    )


# -- the export itself -----------------------------------------------------------------------------


def test_private_notes_and_passphrases_never_go_out(office: Office, tmp_path: Path) -> None:
    bring_in(office, tmp_path / "folder", rows_of_folder())
    with office.store.writing():
        key = office.store.value("SELECT id FROM staff WHERE ref = 'AD'")
        office.store.execute(
            "INSERT INTO account (person_id, passphrase, wrong_tries, pin_tries, choices) "
            "VALUES (?, 'a secret hash', 0, 0, '{}')",
            (key,),
        )
    report = export_folder(office.store, office, ADMINISTRATOR, tmp_path / "out")
    assert report.notices == [
        "1 mentoring session has private notes that were not exported: "
        "only the mentor and the mentee read these.",
        "1 targeted support meeting has private notes that were not exported: "
        "only the mentor and the mentee read these.",
    ]
    for file in (tmp_path / "out").iterdir():
        text = file.read_text()
        assert not any(word in text for word in ("private_notes", "homesick", "worried", "secret"))


def test_an_export_is_an_administrators_and_is_journaled(office: Office, tmp_path: Path) -> None:
    bring_in(office, tmp_path / "folder", rows_of_folder())
    with pytest.raises(NotAllowed, match="Only an administrator may export"):
        export_folder(office.store, office, MENTOR, tmp_path / "out")
    assert not (tmp_path / "out").exists()
    export_folder(office.store, office, ADMINISTRATOR, tmp_path / "out")
    entry = office.store.row("SELECT verb, kind, reason FROM journal ORDER BY seq DESC LIMIT 1")
    assert entry == ("exported", "folder", "47 rows were written to 46 files.")


def test_an_export_is_for_this_account_alone(office: Office, tmp_path: Path) -> None:
    bring_in(office, tmp_path / "folder", rows_of_folder())
    (tmp_path / "out").mkdir(mode=0o755)
    export_folder(office.store, office, ADMINISTRATOR, tmp_path / "out")
    assert stat.S_IMODE((tmp_path / "out").stat().st_mode) == 0o700
    assert {stat.S_IMODE(file.stat().st_mode) for file in (tmp_path / "out").iterdir()} == {0o600}


def test_an_export_goes_into_a_new_or_an_empty_folder(office: Office, tmp_path: Path) -> None:
    bring_in(office, tmp_path / "folder", rows_of_folder())
    with pytest.raises(ExchangeProblem, match="is not empty"):
        export_folder(office.store, office, ADMINISTRATOR, tmp_path / "folder")
    (tmp_path / "file").write_text("kept")
    with pytest.raises(ExchangeProblem, match="is a file"):
        export_folder(office.store, office, ADMINISTRATOR, tmp_path / "file")
    with pytest.raises(ExchangeProblem, match="cannot be"):
        export_folder(office.store, office, ADMINISTRATOR, tmp_path / "file" / "inner")
    assert (tmp_path / "file").read_text() == "kept"
    export_folder(office.store, office, ADMINISTRATOR, tmp_path / "new" / "inner")
    assert (tmp_path / "new" / "inner" / "staff.csv").exists()


def test_an_export_that_fails_leaves_nothing(
    office: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    bring_in(office, tmp_path / "folder", rows_of_folder())

    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("mentor_tui.exchange.exporting.os.fsync", full)
    (tmp_path / "place").mkdir()
    with pytest.raises(ExchangeProblem, match=r"is full\. Nothing was exported\."):
        export_folder(office.store, office, ADMINISTRATOR, tmp_path / "place" / "out")
    assert list((tmp_path / "place").iterdir()) == []
