"""The sector's own files: the bulk upload of the Adult Social Care Workforce Data Set (ASC-WDS).

Its workplaces become services, its workers staff, its training the training register. What is known by its id is
updated; nothing is removed. Only the columns that the registers hold are looked at: national insurance numbers,
dates of birth, pay and the like are not read.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from functools import partial
from itertools import islice
from pathlib import Path

from mentor_tui import records
from mentor_tui.access import Actor
from mentor_tui.codes import by_code
from mentor_tui.declare import Record
from mentor_tui.exchange import asc_wds_columns, limits
from mentor_tui.exchange import asc_wds_rows as rows
from mentor_tui.exchange.asc_wds_rows import Translator
from mentor_tui.exchange.csv_rows import Unreadable, rows_of, wide_cells
from mentor_tui.exchange.folder import Source, Text
from mentor_tui.exchange.importing import Progress, carry_out
from mentor_tui.exchange.lookups import References
from mentor_tui.exchange.problems import ExchangeProblem, Faults, shown
from mentor_tui.exchange.report import Counts, ImportReport
from mentor_tui.exchange.seen import Seen
from mentor_tui.exchange.sheets import Header, Sheet
from mentor_tui.exchange.taking import Taking
from mentor_tui.office import Batch, Office

_TOGETHER = 500

#: said after every import
NOT_KEPT = (
    "Ids, names, job roles, start dates and training were read; national insurance numbers, dates of birth, "
    "ethnicity, disability, pay and all else in the files were not kept."
)


@dataclass(frozen=True, slots=True)
class _File:
    """One of the sector's files: where it is, and how its rows become ours."""

    kind: str
    path: Path
    record: Record
    #: our column to theirs: the order in which a translated row has its cells
    columns: dict[str, str]
    translator: Callable[[dict[str, int], Batch], Translator]


def import_asc_wds(
    office: Office,
    actor: Actor,
    workplace: Path,
    workers: Path,
    training: Path | None = None,
    *,
    mandatory: Collection[str] | None = None,
    dry_run: bool = False,
    progress: Progress | None = None,
) -> ImportReport:
    """Reads the sector's files into the registers in one transaction; all of it or nothing.

    ``mandatory`` holds the codes of the training categories that are; with none given, new training follows what
    the register says of a course already. Raises ImportFaults with every fault, ExchangeProblem where a file is
    not there, NotAllowed for whoever is no administrator, StoreProblem; then nothing was written.
    """
    office.may_state_history(actor)
    report = ImportReport(dry_run=dry_run)
    files = [
        _File("workplace", Path(workplace), records.SERVICE, rows.WORKPLACE, rows.Workplaces),
        _File("worker", Path(workers), records.STAFF, rows.WORKER, rows.Workers),
    ]
    if training is not None:
        files.append(_training(Path(training), mandatory))
    if len({file.path.name for file in files}) < len(files):
        raise ExchangeProblem("Two of the files have the same name. Give each a name of its own.")
    faults = Faults()
    texts: list[tuple[_File, Source, Text]] = []
    for file in files:
        path = file.path.expanduser()
        if not path.is_file():
            raise ExchangeProblem(f"There is no file at {path}. Name one of the files of the bulk upload.")
        source = Source(path.parent, {path.name: path.name}, [], None)
        text = source.text(path.name)
        if text.fault:
            faults.add(path.name, 1, "", text.fault)
        report.notices += [f"{path.name}: {notice}" for notice in text.notices]
        texts.append((file, source, text))
    total = sum(text.lines for _, _, text in texts)
    names = {file.record.file: file.path.name for file in files}

    def read(batch: Batch) -> None:
        references = References(batch.store)
        done = 0
        for file, source, text in texts:
            if text.fault:
                references.miss(file.record)
                continue
            for last in _read(batch, names, file, source, text, references, faults, report):
                if progress:
                    progress(done + min(last, text.lines), total, file.path.name)
            faults.settle()
            done += text.lines

    with wide_cells():
        carry_out(office, actor, read, faults, report)
    report.notices.append(NOT_KEPT)
    return report


def _training(path: Path, mandatory: Collection[str] | None) -> _File:
    """The training file. Raises ExchangeProblem for a category that there is not."""
    if mandatory is None:
        return _File("training", path, records.TRAINING, rows.TRAINING, rows.Courses)
    codes = frozenset(code.strip().lstrip("0") for code in mandatory)
    if unknown := sorted(codes - by_code("training_categories").keys()):
        raise ExchangeProblem(
            f"'{shown(unknown[0], 20)}' is not a code of the sector's training categories. "
            "Name them by their codes, such as 6,15,20."
        )
    columns = {**rows.TRAINING, "mandatory": "CATEGORY"}
    return _File("training", path, records.TRAINING, columns, partial(rows.Courses, mandatory=codes))


class _Renamed(Faults):
    """Passes faults on under the column names of the sector's file."""

    def __init__(self, to: Faults, names: dict[str, str]) -> None:
        super().__init__()
        self._to = to
        self._names = names

    def add(self, file: str, line: int, column: str, message: str) -> None:
        """See :meth:`Faults.add`."""
        for ours, theirs in self._names.items():
            message = message.replace(f"{ours} ", f"{theirs} ")
        self._to.add(file, line, self._names.get(column, column), message)


def _read(
    batch: Batch,
    names: dict[str, str],
    file: _File,
    source: Source,
    text: Text,
    references: References,
    faults: Faults,
    report: ImportReport,
) -> Iterator[int]:
    """Reads one file; gives the line it has come to from time to time."""
    name = file.path.name
    counts = report.files[name] = Counts()
    try:
        with source.lines(name, text.encoding) as lines:
            found = rows_of(lines)
            line, header = next(found, (1, []))
            header = [cell.strip().upper() for cell in header]
            if told := _header_faults(file, header):
                for column, message in told:
                    faults.add(name, line, column, message)
                references.miss(file.record)
                return
            places = asc_wds_columns.places(header)
            ours_of = {theirs: ours for ours, theirs in file.columns.items()}
            translator = file.translator(places, batch)
            taking = _taking(
                batch, file, references, _Renamed(faults, file.columns | names), counts, translator
            )
            count = 0
            while some := list(islice(found, _TOGETHER)):
                count += len(some)
                if count > limits.ROWS:
                    raise Unreadable(some[-1][0], f"has more rows than {limits.ROWS:,}; expected fewer")
                ours = []
                for at, cells in some:
                    if len(cells) < len(header) or any(cells[len(header) :]):
                        said = f"has {len(cells)} cells; expected {len(header)}, as in the header"
                        faults.add(name, at, "", said)
                        references.miss(file.record)
                        continue
                    row = translator.row(cells)
                    for column, message in row.faults:
                        faults.add(name, at, column, message)
                        taking.told.setdefault(at, set()).add(ours_of.get(column, column))
                    if row.faults or not row.left_out:
                        ours.append((at, row.cells))
                    elif file.record is records.STAFF:
                        # Who is marked DELETE may be unknown: training that names them is no fault.
                        references.lose("staff", row.cells[0])
                taking.take(ours)
                faults.settle()
                yield some[-1][0]
            notices = [*translator.notices(), *_left_behind(count, counts, translator)]
            report.notices += [f"{name}: {notice}" for notice in notices]
    except Unreadable as wrong:
        faults.add(name, wrong.line, "", str(wrong))
        references.miss(file.record)


def _header_faults(file: _File, header: list[str]) -> list[tuple[str, str]]:
    if not header:
        return [("", "is empty; expected a header row")]
    return asc_wds_columns.faults(file.kind, header)


def _left_behind(count: int, counts: Counts, translator: Translator) -> Iterator[str]:
    """Training of people who are in none of the registers, since their own row is marked DELETE."""
    left = count - counts.added - counts.changed - counts.unchanged - translator.left_out
    if left:
        rows_are = "1 row is" if left == 1 else f"{left:,} rows are"
        yield f"{rows_are} of workers marked DELETE who are not in the register, and left out"


def _taking(
    batch: Batch,
    file: _File,
    references: References,
    faults: Faults,
    counts: Counts,
    translator: Translator,
) -> Taking:
    fields = tuple(file.record[name] for name in file.columns)
    key = (file.record.ident,) if file.record.ident else file.record.natural
    return Taking(
        batch=batch,
        sheet=Sheet(file.path.name, file.record, fields, key, more=False),
        header=Header(tuple((one, place) for place, one in enumerate(fields)), len(fields), sound=True),
        faults=faults,
        references=references,
        seen=Seen(),
        counts=counts,
        when_new=translator.when_new,
    )
