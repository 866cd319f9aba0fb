"""The headers that the sector's bulk-upload files have, and had before: which version a file is, or how it differs."""

from __future__ import annotations

import csv
import re
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

from mentor_tui.exchange.problems import shown

#: a worker file has as many pairs of these as its longest row needs
_QUALIFICATION = re.compile(r"QUALACH\d\d(NOTES)?")
#: columns that say what a file is, where so much differs that naming each would help nobody
_SAYS = {
    "workplace": "LOCALESTID, STATUS, ESTNAME",
    "worker": "LOCALESTID, UNIQUEWORKERID, STATUS, DISPLAYID",
    "training": "LOCALESTID, UNIQUEWORKERID, CATEGORY",
}


@dataclass(frozen=True, slots=True)
class Version:
    """A header that a file of this kind has or had."""

    kind: str
    #: the day since which the sector's service takes it, as ISO text
    since: str
    columns: tuple[str, ...]

    def difference(self, names: list[str]) -> tuple[list[str], list[str]]:
        """Which of ``names`` it does not know, and which of its own are not among them."""
        own = [name for name in self.columns if not _QUALIFICATION.fullmatch(name)]
        given = [name for name in names if not _QUALIFICATION.fullmatch(name)]
        return [name for name in given if name not in own], [name for name in own if name not in given]


@lru_cache(maxsize=1)
def versions() -> tuple[Version, ...]:
    """Every known header, of each kind the newest first."""
    text = files("assets").joinpath("codes", "asc_wds_headers.csv").read_text(encoding="utf-8")
    return tuple(
        Version(row["file"], row["since"], tuple(row["columns"].split()))
        for row in csv.DictReader(text.splitlines())
    )


def places(names: list[str]) -> dict[str, int]:
    """Where each column of a header stands."""
    return {name: place for place, name in enumerate(names) if name}


def faults(kind: str, names: list[str]) -> list[tuple[str, str]]:
    """How a header differs from every known one of its kind: each differing column, and what is wrong with it.

    Columns may stand in any order. Blank names at the end are what a spreadsheet adds.
    """
    named = [name for name in names if name]
    twice = [name for name in dict.fromkeys(named) if named.count(name) > 1]
    if twice:
        return [(shown(name), "stands twice in the header; expected it once") for name in twice]
    closest = _closest(kind, named)
    unknown, missing = closest.difference(named)
    if not unknown and not missing:
        return []
    for other in _SAYS:
        if other != kind and not any(_closest(other, named).difference(named)):
            return [("", f"is a {other} file; expected the {kind} file")]
    if len(missing) * 2 > len(closest.columns):
        return [("", f"is not a header of the {kind} file; expected {_SAYS[kind]} and so on")]
    as_it_is = f"the {kind} file as it is since {closest.since}"
    return [
        (shown(name), f"is not a column of {as_it_is}; expected none of this name") for name in unknown
    ] + [(name, f"this column is missing; expected it, as in {as_it_is}") for name in missing]


def _closest(kind: str, names: list[str]) -> Version:
    of_kind = [version for version in versions() if version.kind == kind]
    return min(of_kind, key=lambda version: sum(map(len, version.difference(names))))
