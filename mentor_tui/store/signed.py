"""What a signed audit freezes, and what differs from it since (records.md, A5, C1, C2 and C5).

The signed JSON is that of `figures` with, beside it, the references of the records behind every figure. It is
text of its own: it says the same in another database, and in a folder that was exported and read back.

Every record is named once; the figures point to them by their places in that list, as ranges (`0-4,7`), so that
a quarter of a large organisation fits into the audit.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import chain
from typing import Any

from mentor_tui.calendar import Period
from mentor_tui.catalogue import CATALOGUE, keys_of
from mentor_tui.figures import to_json
from mentor_tui.store.database import Store
from mentor_tui.store.evidence import EVERYTHING, Evidence, Figures
from mentor_tui.store.problems import StoreProblem

Name = tuple[str, str]
"""A record: its kind, and its reference. What one record has several of is told apart after `@`."""

_BY_DATE = ("follow_ups_on_time", "impact_reviews_on_time", "delivered_with_evidence")
"""Figures in which one case may stand several times, each with its date."""


class NothingSigned(StoreProblem):
    """The audit holds no figures that can be read. The message is a sentence for the person."""


@dataclass(frozen=True, slots=True)
class Difference:
    """A figure that is no longer what was signed, or whose records are not."""

    key: str
    #: as JSON has them; `signed` is None where the figure was not signed
    signed: Any
    now: Any
    #: behind the figure now, and not when it was signed
    arrived: tuple[Name, ...] = ()
    #: behind it when it was signed, and not now
    gone: tuple[Name, ...] = ()
    #: inside the numerator then and outside it now, or the other way round, or of another value
    changed: tuple[Name, ...] = ()


def freeze(store: Store, period: Period, service: str | None, as_at: date) -> str:
    """The JSON that is signed: the figures of the period, and the references of the records behind each.

    `service` is the id that people know. Raises UnknownService.
    """
    with store.snapshot():
        figures, behind = _worked_out(store, period, service, as_at)
    names = sorted(set(chain.from_iterable(behind.values())))
    records: dict[str, list[str]] = {}
    place: dict[Name, int] = {}
    for kind, ref in names:
        of_kind = records.setdefault(kind, [])
        place[kind, ref] = len(of_kind)
        of_kind.append(ref)
    content = {
        "period": period.code,
        "service": service,
        "as_at": as_at.isoformat(),
        "figures": figures,
        "records": records,
        "behind": {key: _pointed(of_figure, place) for key, of_figure in behind.items()},
    }
    return json.dumps(content, separators=(",", ":"))


def compare(store: Store, audit: str, as_at: date) -> list[Difference]:
    """What differs between a signed audit (its key) and the same figures worked out as known at a date.

    An audit that was signed elsewhere may name no records: then only its figures are compared.
    Raises NothingSigned where there is no such audit or it holds no figures.
    """
    row = store.row("SELECT figures FROM audit WHERE id = :id", {"id": audit})
    if row is None or not row[0]:
        raise NothingSigned("This audit holds no signed figures, so there is nothing to compare.")
    return compare_with(store, row[0], as_at)


def compare_with(store: Store, text: str, as_at: date) -> list[Difference]:
    """The same for the signed JSON itself. Raises NothingSigned where it cannot be read."""
    try:
        signed = json.loads(text)
        period = Period.parse(signed["period"])
        figures: Mapping[str, Any] = dict(signed["figures"])
        service = signed.get("service")
        then = _behind(signed) if "behind" in signed else None
    except (ValueError, KeyError, TypeError, AttributeError, IndexError) as wrong:
        raise NothingSigned(
            "The signed figures of this audit cannot be read, so nothing was compared."
        ) from wrong
    with store.snapshot():
        now_figures, now = _worked_out(store, period, service, as_at)
    found = []
    for key, figure in now_figures.items():
        before = then.get(key, {}) if then is not None else now[key]
        arrived = tuple(sorted(now[key].keys() - before.keys()))
        gone = tuple(sorted(before.keys() - now[key].keys()))
        changed = tuple(sorted(name for name, value in before.items() if now[key].get(name, value) != value))
        if figures.get(key) != figure or arrived or gone or changed:
            found.append(Difference(key, figures.get(key), figure, arrived, gone, changed))
    return found


def _worked_out(
    store: Store, period: Period, service: str | None, as_at: date
) -> tuple[dict[str, Any], dict[str, dict[Name, int]]]:
    """The figures as JSON, and behind each its records with what each adds."""
    asked = Figures(store, period, service, as_at)
    keys = keys_of(period.kind)
    return (
        {key: to_json(asked.figure(key)) for key in keys},
        {key: _named(key, asked.evidence(key, limit=EVERYTHING)) for key in keys},
    )


def _named(key: str, records: Iterable[Evidence]) -> dict[Name, int]:
    seen: Counter[Name] = Counter()
    named = {}
    for record in records:
        ref = record.ref
        if record.number is not None:
            ref = f"{ref}@{record.number}"
        if key in _BY_DATE and record.on is not None:
            ref = f"{ref}@{record.on.isoformat()}"
        name = (record.kind, ref)
        seen[name] += 1
        if seen[name] > 1:
            name = (record.kind, f"{ref}@{seen[name]}")
        named[name] = record.value
    return named


def _pointed(records: Mapping[Name, int], place: Mapping[Name, int]) -> dict[str, dict[str, str]]:
    """The places of a figure's records by what each adds (`1`, `0`, or a value of a mean) and by kind."""
    places: dict[str, dict[str, list[int]]] = {}
    for name, value in records.items():
        places.setdefault(str(value), {}).setdefault(name[0], []).append(place[name])
    return {
        value: {kind: _ranges(sorted(of_kind)) for kind, of_kind in kinds.items()}
        for value, kinds in sorted(places.items())
    }


def _behind(signed: Mapping[str, Any]) -> dict[str, dict[Name, int]]:
    records = signed["records"]
    return {
        key: {
            (kind, records[kind][place]): int(value)
            for value, kinds in figure.items()
            for kind, ranges in kinds.items()
            for place in _places(ranges)
        }
        for key, figure in signed["behind"].items()
        if key in CATALOGUE
    }


def _ranges(places: list[int]) -> str:
    """`0-4,7` for 0, 1, 2, 3, 4 and 7."""
    runs: list[list[int]] = []
    for place in places:
        if runs and place == runs[-1][1] + 1:
            runs[-1][1] = place
        else:
            runs.append([place, place])
    return ",".join(str(first) if first == last else f"{first}-{last}" for first, last in runs)


def _places(ranges: str) -> Iterable[int]:
    for run in ranges.split(","):
        first, _, last = run.partition("-")
        yield from range(int(first), int(last or first) + 1)


__all__ = ["Difference", "Name", "NothingSigned", "compare", "compare_with", "freeze"]
