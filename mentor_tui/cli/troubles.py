"""What went wrong, as lines for the person: an expected trouble as its sentence, any other as a reference.

Of what nobody expected, the kinds of error and the places in the program are written down, never a local
variable or a message: those may hold what somebody typed.
"""

from __future__ import annotations

import secrets
import sys
import traceback
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from mentor_tui.cli import BAD, UNEXPECTED


def lines_of(trouble: Exception) -> tuple[list[str], int]:
    """The lines to say and the exit status to end with."""
    said = _expected(trouble)
    if said is not None:
        return [said], BAD
    reference = secrets.token_hex(4).upper()
    kept = _write_down(trouble, reference)
    where = f" What happened is in {kept}, without any record or name." if kept else ""
    return [
        f"Something went wrong that was not expected (reference {reference}). "
        f"What was saved before is safe.{where}"
    ], UNEXPECTED


def _expected(trouble: Exception) -> str | None:
    """The sentence of a trouble that says itself what to do."""
    from mentor_tui.identity import NotYours, SignInRefused, Unacceptable
    from mentor_tui.office import Invalid, Refused
    from mentor_tui.places import BadPlace
    from mentor_tui.store.problems import StoreProblem

    if isinstance(trouble, Invalid):
        return "; ".join(f"{fault.field}: {fault.message}".lstrip(": ") for fault in trouble.faults)
    if isinstance(trouble, (StoreProblem, BadPlace, Refused, SignInRefused, NotYours, Unacceptable)):
        return str(trouble)
    if isinstance(trouble, UnicodeEncodeError) and trouble.reason == "surrogates not allowed":
        return "Something in the command is not text in UTF-8. Nothing was changed; write it again."
    if isinstance(trouble, OSError) and trouble.strerror:
        named = f" ({trouble.filename})" if trouble.filename else ""
        return f"{trouble.strerror}{named}."
    return None


def _write_down(trouble: BaseException, reference: str) -> Path | None:
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
        file.write_text("\n".join(lines) + "\n", encoding="utf-8")
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


__all__ = ["lines_of"]
