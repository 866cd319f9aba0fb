"""Reading a folder of CSV files into the database: all of it or nothing, through the office alone."""

from __future__ import annotations

from collections.abc import Callable
from itertools import islice
from pathlib import Path

from mentor_tui.access import Actor
from mentor_tui.exchange import limits
from mentor_tui.exchange.csv_rows import Unreadable, rows_of, wide_cells
from mentor_tui.exchange.folder import Source, Text, opened
from mentor_tui.exchange.lookups import References
from mentor_tui.exchange.problems import Faults, ImportFaults, shown
from mentor_tui.exchange.report import Counts, ImportReport
from mentor_tui.exchange.seen import Seen
from mentor_tui.exchange.sheets import Header, Sheet, closest_file, read_header, sheets
from mentor_tui.exchange.taking import Taking
from mentor_tui.office import Batch, Office

#: rows that are looked up and written together
_TOGETHER = 500

#: what a progress bar is told: lines done, lines in all, the file that is read
Progress = Callable[[int, int, str], None]


class _Undone(Exception):
    """A dry run is over: what it wrote is taken back."""


def import_folder(
    office: Office, actor: Actor, path: Path, *, dry_run: bool = False, progress: Progress | None = None
) -> ImportReport:
    """Reads a folder, or a .zip of one, into the database in one transaction.

    With ``dry_run`` all is done and taken back. Raises ImportFaults with every fault, ExchangeProblem where
    there is no such folder, NotAllowed for whoever is no administrator, StoreProblem; then nothing was written.
    """
    office.may_state_history(actor)
    report = ImportReport(dry_run=dry_run)
    with opened(Path(path)) as source, wide_cells():
        faults = Faults()
        texts = _look_over(source, faults, report)

        def read(batch: Batch) -> None:
            _Folder(batch, source, texts, faults, report, progress).read()

        carry_out(office, actor, read, faults, report)
    return report


def carry_out(
    office: Office, actor: Actor, read: Callable[[Batch], None], faults: Faults, report: ImportReport
) -> None:
    """Reads files in one transaction, which is taken back where there are faults or it is a dry run.

    Raises ImportFaults, and what the office raises.
    """
    try:
        with office.batch(actor, history=True) as batch:
            read(batch)
            faults.settle()
            if faults:
                raise ImportFaults(faults.told, faults.total)
            if report.added or report.changed:
                batch.write("imported", "folder", reason=report.summary)
            if report.dry_run:
                batch.finish()
                raise _Undone
    except _Undone:
        pass


def _look_over(source: Source, faults: Faults, report: ImportReport) -> dict[str, Text]:
    """Which files there are and what their text is like, before anything is locked."""
    ours = {sheet.file for sheet in sheets()}
    texts = {}
    for name in source.names:
        if name not in ours:
            message = f"is not a file of the folder; expected {closest_file(name)}, which is the closest"
            faults.add(shown(name), 1, "", message)
            continue
        text = source.text(name)
        if text.fault:
            faults.add(name, 1, "", text.fault)
        texts[name] = text
        report.notices += [f"{name}: {notice}" for notice in text.notices]
    report.notices += [f"{shown(name)}: not a CSV file, ignored" for name in source.others]
    faults.settle()
    return texts


class _Folder:
    """One folder being read."""

    def __init__(
        self,
        batch: Batch,
        source: Source,
        texts: dict[str, Text],
        faults: Faults,
        report: ImportReport,
        progress: Progress | None,
    ) -> None:
        self._batch = batch
        self._source = source
        self._texts = texts
        self._faults = faults
        self._report = report
        self._progress = progress
        self._references = References(batch.store)
        self._done = 0
        self._total = sum(text.lines for text in texts.values())

    def read(self) -> None:
        """Reads the files, parents before children."""
        for sheet in sheets():
            text = self._texts.get(sheet.file)
            if text is None:
                continue
            if text.fault:
                self._references.miss(sheet.record)
                continue
            self._report.files[sheet.file] = Counts()
            self._read_sheet(sheet, text)
            self._faults.settle()
            self._done += text.lines
        self._look_at_changed_pairings()

    def _look_at_changed_pairings(self) -> None:
        """Tells of a changed pairing that does not go with what is recorded under it.

        Only where all else is sound: what a row with a fault would have changed is not known.
        """
        if self._faults:
            return
        for key, faults in self._batch.contradicted().items():
            line = self._references.changed_pairings[key]
            for fault in faults:
                self._faults.add("pairings.csv", line, fault.field, fault.message)

    def _read_sheet(self, sheet: Sheet, text: Text) -> None:
        last = 1
        try:
            with self._source.lines(sheet.file, text.encoding) as lines:
                rows = rows_of(lines)
                line, cells = next(rows, (1, []))
                if not cells:
                    self._faults.add(sheet.file, 1, "", "is empty; expected a header row")
                    self._references.miss(sheet.record)
                    return
                header = read_header(sheet, line, cells, self._faults)
                if not header.columns:
                    self._references.miss(sheet.record)
                    return
                taking = self._taking(sheet, header, text)
                count = 0
                while some := list(islice(rows, _TOGETHER)):
                    last = some[-1][0]
                    count += len(some)
                    if count > limits.ROWS:
                        raise Unreadable(last, f"has more rows than {limits.ROWS:,}; expected fewer")
                    taking.take(some)
                    self._faults.settle()
                    if self._progress:
                        self._progress(self._done + min(last, text.lines), self._total, sheet.file)
        except Unreadable as wrong:
            self._faults.add(sheet.file, wrong.line, "", str(wrong))
            self._references.miss(sheet.record)

    def _taking(self, sheet: Sheet, header: Header, text: Text) -> Taking:
        return Taking(
            batch=self._batch,
            sheet=sheet,
            header=header,
            faults=self._faults,
            references=self._references,
            seen=Seen(),
            counts=self._report.files[sheet.file],
            below=self._ids_below(sheet, header, text),
        )

    def _ids_below(self, sheet: Sheet, header: Header, text: Text) -> frozenset[str]:
        """The ids that a file holds, where its rows may point to rows further down."""
        record = sheet.record
        places = {field.name: place for field, place in header.columns}
        to_itself = any(table == record.table and name in places for name, table in record.links.items())
        if not to_itself or record.ident not in places:
            return frozenset()
        at = places[record.ident]
        try:
            with self._source.lines(sheet.file, text.encoding) as lines:
                return frozenset(cells[at].strip() for _, cells in rows_of(lines) if at < len(cells))
        except Unreadable:
            # The fault is told when the rows themselves are read.
            return frozenset()
