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
    from mentor_tui.exchange import ImportFaults, ImportReport

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
    """Bring in a folder of CSV files, or a .zip of one: all of it or nothing. For administrators."""
    from mentor_tui.cli.session import session
    from mentor_tui.exchange import ExchangeProblem, ImportFaults, import_folder

    with session(database, as_whom) as now:
        try:
            with Progress() as progress:
                report = import_folder(now.office, now.actor, path, dry_run=dry_run, progress=progress.tell)
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
        self.tell: Callable[[int, int, str], None] | None = self._tell if sys.stderr.isatty() else None

    def __enter__(self) -> Progress:
        return self

    def __exit__(self, *_: object) -> None:
        if self._shown:
            sys.stderr.write("\r" + " " * len(self._shown) + "\r")
            sys.stderr.flush()

    def _tell(self, done: int, total: int, file: str) -> None:
        share = done / total if total else 1.0
        bar = "#" * int(share * self._WIDTH)
        line = f"[{bar:<{self._WIDTH}}] {share:4.0%} {file:<24}"
        if line != self._shown:
            self._shown = line
            sys.stderr.write("\r" + line)
            sys.stderr.flush()
