"""What comes in from files and goes out to them: the CSV folder of interchange.md, the sector's own files."""

from mentor_tui.exchange.asc_wds import import_asc_wds
from mentor_tui.exchange.exporting import export_folder
from mentor_tui.exchange.importing import import_folder
from mentor_tui.exchange.problems import ExchangeProblem, FileFault, ImportFaults
from mentor_tui.exchange.report import Counts, ExportReport, ImportReport

__all__ = [
    "Counts",
    "ExchangeProblem",
    "ExportReport",
    "FileFault",
    "ImportFaults",
    "ImportReport",
    "export_folder",
    "import_asc_wds",
    "import_folder",
]
