"""A figure of a trial: what was tried, what came out, whether that is as promised (trust.md)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Figure:
    """One line of the report."""

    what: str
    measured: str
    #: none where it is told for its own sake, or could not be tried here
    holds: bool | None = None

    def __str__(self) -> str:
        verdict = {True: "pass", False: "FAIL", None: ""}[self.holds]
        return f"{verdict:<4}  {self.what:<58} {self.measured}".rstrip()


def all_of(what: str, counted: int, of: int) -> Figure:
    """A figure that holds where all of them did, and where there were any."""
    return Figure(what, f"{counted:,} of {of:,}", counted == of and of > 0)


def none_of(what: str, wrong: Iterable[object], of: int) -> Figure:
    """A figure that holds where nothing went wrong; the first things that did are told."""
    found = list(wrong)
    first = "".join(f"\n      {str(one)[:400]}" for one in found[:5])
    return Figure(what, f"{len(found):,} of {of:,}{first}", not found and of > 0)


def untried(what: str, why: str) -> Figure:
    """What could not be tried on this machine."""
    return Figure(what, f"not tried here: {why}")
