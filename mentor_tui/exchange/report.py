"""What an import or an export did, as the person is told."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(slots=True)
class Counts:
    """What became of the rows of one file."""

    added: int = 0
    changed: int = 0
    unchanged: int = 0


@dataclass(slots=True)
class ImportReport:
    """What an import did, or with ``dry_run`` would have done."""

    files: dict[str, Counts] = field(default_factory=dict)
    #: sentences such as 'sessions.csv: Windows-1252 text was read'
    notices: list[str] = field(default_factory=list)
    dry_run: bool = False

    @property
    def added(self) -> int:
        """Records that were made."""
        return sum(one.added for one in self.files.values())

    @property
    def changed(self) -> int:
        """Rows by which a known record was changed."""
        return sum(one.changed for one in self.files.values())

    @property
    def unchanged(self) -> int:
        """Rows that say what the database says already."""
        return sum(one.unchanged for one in self.files.values())

    @property
    def summary(self) -> str:
        """One sentence for the person."""
        if not self.added and not self.changed:
            return "Nothing was changed: all of this is in the database already."
        if self.dry_run:
            would = "record" if self.added == 1 else "records"
            return f"{self.added:,} {would} would be added and {self.changed:,} changed. Nothing was written."
        were = "record was" if self.added == 1 else "records were"
        return f"{self.added:,} {were} added and {self.changed:,} changed."


@dataclass(slots=True)
class ExportReport:
    """What an export wrote."""

    #: rows by file
    files: dict[str, int] = field(default_factory=dict)
    notices: list[str] = field(default_factory=list)

    @property
    def summary(self) -> str:
        """One sentence for the person."""
        rows = sum(self.files.values())
        return f"{rows:,} rows were written to {len(self.files)} files."
