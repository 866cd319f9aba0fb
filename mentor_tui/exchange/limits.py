"""How much an import takes in, announced in the documentation and in the messages that refuse more."""

from __future__ import annotations

MIB = 1024 * 1024

#: bytes of one file
FILE_BYTES = 2048 * MIB
#: bytes of all the files together, unpacked
FOLDER_BYTES = 4096 * MIB
#: rows of one file
ROWS = 5_000_000
#: characters of one cell: the signed figures of an audit are the longest
CELL = 2_000_000
#: characters of one physical line
LINE = 5_000_000
#: characters of one row, over all the lines that its quoted cells go on to
ROW = 5_000_000
#: columns of one file
COLUMNS = 200
#: entries of an archive
ENTRIES = 1000
#: how many times larger than itself an archive's file may become, once it is larger than `SWELLS_FROM` bytes
SWELLING = 200
SWELLS_FROM = 20 * MIB


def in_words() -> str:
    """The limits as a person reads them."""
    return (
        f"A file may have {FILE_BYTES // MIB:,} MiB, {ROWS:,} rows and {COLUMNS} columns, a cell {CELL:,} characters, "
        f"a line or a row {LINE:,} characters, all the files of a folder {FOLDER_BYTES // MIB:,} MiB together."
    )
