"""Reports of what nobody expected, in the log folder.

The kinds of error and the places in the program are written down, never a local variable or a message: those may
hold what somebody typed.
"""

from __future__ import annotations

import os
import sys
import traceback
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path


def write(trouble: BaseException, reference: str) -> Path | None:
    """Keeps the kinds of error and their places in the log folder; gives the file, if it could be written."""
    from mentor_tui import __version__, places

    moment = datetime.now(UTC)
    lines = [
        f"mentor-tui {__version__}, Python {sys.version.split()[0]}, {sys.platform}",
        f"{moment.isoformat(timespec='seconds')} reference {reference}",
        *_told(trouble),
    ]
    try:
        file = places.log_folder() / f"fault-{moment:%Y%m%d-%H%M%S}-{reference}.txt"
        # For this account alone, whatever the umask.
        descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w", encoding="utf-8") as report:
            report.write("\n".join(lines) + "\n")
    except (OSError, places.BadPlace):
        return None
    return file


def _told(trouble: BaseException) -> Iterator[str]:
    seen: BaseException | None = trouble
    while seen is not None:
        yield f"{type(seen).__module__}.{type(seen).__qualname__}"
        for frame in traceback.extract_tb(seen.__traceback__):
            yield f"  {frame.filename}:{frame.lineno} in {frame.name}"
        seen = seen.__cause__ or (None if seen.__suppress_context__ else seen.__context__)
