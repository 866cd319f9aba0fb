"""What went wrong, as lines for the person: an expected trouble as its sentence, any other as a reference."""

from __future__ import annotations

import secrets

from mentor_tui import reports
from mentor_tui.cli import BAD, UNEXPECTED


def lines_of(trouble: Exception) -> tuple[list[str], int]:
    """The lines to say and the exit status to end with."""
    said = _expected(trouble)
    if said is not None:
        return [said], BAD
    reference = secrets.token_hex(4).upper()
    kept = reports.write(trouble, reference)
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


__all__ = ["lines_of"]
