"""``import``, ``export`` and ``import-asc-wds``: the CSV folder, and the sector's own files."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import click

from mentor_tui.cli import BAD
from mentor_tui.cli.options import as_option, database_option

if TYPE_CHECKING:
    from mentor_tui.cli.session import Session
    from mentor_tui.exchange import ImportFaults, ImportReport

#: told of the progress: lines done, lines in all, the file that is read; nothing where nobody watches
Tell = Callable[[int, int, str], None] | None

_file = click.Path(path_type=Path)
_dry_run = click.option(
    "--dry-run", is_flag=True, help="Check everything and say what would happen; write nothing."
)
_faults_format = click.option(
    "--format",
    "format_",
    type=click.Choice(["table", "json"]),
    default="table",
    show_default=True,
    help="Faults as lines, or as JSON on standard output.",
)


@click.command(
    "import",
    short_help="Bring in a folder of CSV files, all or nothing.",
    epilog="Example: mentor-tui import records-2026-03/ --dry-run",
)
@click.argument("path", type=click.Path(path_type=Path))
@_dry_run
@_faults_format
@database_option
@as_option
def import_(path: Path, dry_run: bool, format_: str, database: str | None, as_whom: str | None) -> int:
    """Bring in a folder of CSV files, or a .zip of one: all of it or nothing. For administrators.

    A file may have 2,048 MiB, 5,000,000 rows and 200 columns, a cell 2,000,000 characters, a line or a row 5,000,000
    characters, all the files of a folder 4,096 MiB together. What a field takes is told where it is more.
    """
    from mentor_tui.exchange import import_folder

    def take(now: Session, tell: Tell) -> ImportReport:
        return import_folder(now.office, now.actor, path, dry_run=dry_run, progress=tell)

    return _bring_in(take, format_, database, as_whom)


@click.command(
    "import-asc-wds",
    short_help="Bring in the sector's bulk-upload files (ASC-WDS).",
    epilog="Example: mentor-tui import-asc-wds --workplace workplace.csv --workers staff.csv --dry-run",
)
@click.option("--workplace", type=_file, required=True, metavar="FILE", help="The workplace file.")
@click.option("--workers", type=_file, required=True, metavar="FILE", help="The staff (worker) file.")
@click.option("--training", type=_file, metavar="FILE", help="The training file, if there is one.")
@click.option(
    "--mandatory",
    metavar="CODES",
    help="Which training categories are mandatory, by their codes, such as 6,15,20. Without it a new training "
    "follows what the register says of the course, else it is not mandatory.",
)
@_dry_run
@_faults_format
@database_option
@as_option
def import_asc_wds(
    workplace: Path,
    workers: Path,
    training: Path | None,
    mandatory: str | None,
    dry_run: bool,
    format_: str,
    database: str | None,
    as_whom: str | None,
) -> int:
    """Bring in the bulk-upload files of the Adult Social Care Workforce Data Set: all of it or nothing.

    Workplaces become services, workers staff, training the training register. Today's headers and the earlier
    ones are taken. Rows marked DELETE change nothing. National insurance numbers, dates of birth, ethnicity,
    disability, pay and all else in the files are not kept. For administrators.
    """
    from mentor_tui.exchange import import_asc_wds as bring

    codes = None if mandatory is None else [code for code in mandatory.split(",") if code.strip()]

    def take(now: Session, tell: Tell) -> ImportReport:
        return bring(
            *(now.office, now.actor, workplace, workers, training),
            mandatory=codes,
            dry_run=dry_run,
            progress=tell,
        )

    return _bring_in(take, format_, database, as_whom)


def _bring_in(
    take: Callable[[Session, Tell], ImportReport], format_: str, database: str | None, as_whom: str | None
) -> int:
    """Runs an import and tells what it did, or what is wrong; gives the exit status."""
    from mentor_tui.cli.session import session
    from mentor_tui.exchange import ExchangeProblem, ImportFaults

    with session(database, as_whom) as now:
        try:
            with Progress() as progress:
                report = take(now, progress.tell)
        except ImportFaults as faults:
            return _tell_faults(faults, format_)
        except ExchangeProblem as trouble:
            raise click.ClickException(str(trouble)) from trouble
    _tell_report(report, format_)
    return 0


@click.command(
    short_help="Write every record into a folder of CSV files.",
    epilog="Example: mentor-tui export /srv/exports/2026-03-12",
)
@click.argument("path", type=click.Path(path_type=Path))
@database_option
@as_option
def export(path: Path, database: str | None, as_whom: str | None) -> None:
    """Write every record into a folder of CSV files. For administrators."""
    from mentor_tui.cli import output
    from mentor_tui.cli.session import session
    from mentor_tui.exchange import ExchangeProblem, export_folder

    with session(database, as_whom) as now:
        try:
            report = export_folder(now.store, now.office, now.actor, path)
        except ExchangeProblem as trouble:
            raise click.ClickException(str(trouble)) from trouble
    for notice in report.notices:
        output.say(notice)
    output.say(f"{report.summary} They are in {path}.")


def _tell_report(report: ImportReport, format_: str) -> None:
    from mentor_tui.cli import output

    if format_ == "json":
        output.print_json([])
        return
    for notice in report.notices:
        output.say(notice)
    counted = [(file, one.added, one.changed, one.unchanged) for file, one in report.files.items()]
    if counted:
        output.print_table(("File", "Added", "Changed", "As before"), counted, right=(1, 2, 3))
        output.say()
    output.say(report.summary)


def _tell_faults(faults: ImportFaults, format_: str) -> int:
    """Every fault: one line each on standard error, or a JSON list on standard output."""
    from mentor_tui.cli import output
    from mentor_tui.text import one_line

    if format_ == "json":
        output.print_json(
            [
                {"file": one.file, "line": one.line, "column": one.column, "message": one.message}
                for one in faults.faults
            ]
        )
    else:
        for one in faults.faults:
            sys.stderr.write(one_line(str(one)) + "\n")
    sys.stderr.write(f"mentor-tui: {faults}\n")
    return BAD


class Progress:
    """A bar on standard error while lines are read, where that is a terminal; else nothing."""

    _WIDTH = 30

    def __init__(self) -> None:
        self._shown = ""
        self.tell: Tell = self._tell if sys.stderr.isatty() else None

    def __enter__(self) -> Progress:
        return self

    def __exit__(self, *_: object) -> None:
        if self._shown:
            sys.stderr.write("\r" + " " * len(self._shown) + "\r")
            sys.stderr.flush()

    def _tell(self, done: int, total: int, file: str) -> None:
        from mentor_tui.text import one_line

        share = done / total if total else 1.0
        bar = "#" * int(share * self._WIDTH)
        line = f"[{bar:<{self._WIDTH}}] {share:4.0%} {one_line(file)[:24]:<24}"
        if line != self._shown:
            self._shown = line
            sys.stderr.write("\r" + line)
            sys.stderr.flush()
