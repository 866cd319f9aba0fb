"""Every figure of measures.md, and the records behind it.

A figure is SUM and COUNT over one query, and that query's own rows are its evidence: what is shown and what
it opens to cannot differ. The same query compares services and draws a chart month by month. All of it is as
known at a date.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date

from mentor_tui.calendar import Period
from mentor_tui.catalogue import CATALOGUE, keys_of
from mentor_tui.figures import Average, Below, Figure, Proportion
from mentor_tui.store.database import Store
from mentor_tui.store.evidence.asked import Asked, Evidence, UnknownService
from mentor_tui.store.evidence.board import Causes, shares_of
from mentor_tui.store.evidence.reading import QUESTIONS, Reading, of_evidence, shaped
from mentor_tui.store.evidence.support import Support

EVERYTHING = 1_000_000_000
"""A limit that is none."""


class Figures:
    """The figures of one period, for one service or all, as known at a date."""

    def __init__(self, store: Store, period: Period, service: str | None, as_at: date) -> None:
        """`service` is the id that people know. Raises UnknownService."""
        self.store = store
        self.asked = Asked(period, key_of_service(store, service), as_at)
        self.service = service
        self._reading = Reading(store, self.asked)
        self._support = Support(store, self.asked, self._reading.policy)
        self._known: dict[str, Figure] = {}

    def figure(self, key: str) -> Figure:
        """One figure, remembered for those that are made of it. Raises KeyError for an unknown key."""
        if key not in self._known:
            self._known[key] = self._figure(key)
        return self._known[key]

    def _figure(self, key: str) -> Figure:
        if key in QUESTIONS:
            return self._reading.figure(key)
        if key == "board_escalation_status":
            return Causes(self.store, self.asked).status()
        if key == "services_below_threshold_before":
            return _count(self._earlier().figure("services_below_threshold"))
        if key == "change":
            now, before = (self.figure(f"services_below_threshold{which}") for which in ("", "_before"))
            return _count(now) - _count(before)
        return of_evidence(key, self._worked_out(key)())

    def evidence(
        self, key: str, counted: bool | None = None, limit: int = 200, offset: int = 0
    ) -> list[Evidence]:
        """The records behind a figure: those in its numerator, those outside it, or (None) both."""
        if key in QUESTIONS:
            return self._reading.evidence(key, counted, limit, offset)
        if key in ("services_below_threshold_before", "change"):
            return self._compared(key, counted, limit, offset)
        found = [one for one in self._worked_out(key)() if counted is None or one.counted == counted]
        return found[offset : offset + limit]

    def counts(self, key: str) -> tuple[int, int]:
        """How many records are inside a figure's numerator, and how many outside it."""
        if key in QUESTIONS:
            return self._reading.counts(key)
        if key == "services_below_threshold_before":
            return self._earlier().counts("services_below_threshold")
        found = self.evidence(key, limit=EVERYTHING)
        counted = sum(one.counted for one in found)
        return counted, len(found) - counted

    def late(self, key: str) -> int:
        """How many of the records outside the numerator were done, but late: the others never were."""
        if key in QUESTIONS:
            return self._reading.late(key)
        return sum(one.late for one in self.evidence(key, limit=EVERYTHING))

    def undecided(self) -> int:
        """How many sessions due in the period are still inside their window, or to come."""
        return self._reading.undecided()

    def by_service(self, key: str) -> dict[str, Figure]:
        """The figure of every service, by its id in order; a service without data has an empty one."""
        services = [ref for (ref,) in self.store.rows("SELECT ref FROM service ORDER BY ref")]
        if key in QUESTIONS:
            found = self._reading.by_service(key)
        elif key == "board_escalation_status":
            found = dict.fromkeys(services, self.figure(key))
        elif key in ("services_below_threshold_before", "change"):
            before = self._earlier().by_service("services_below_threshold")
            now = self._reading.by_service("services_below_threshold") if key == "change" else {}
            found = {
                service: _count(now.get(service, 0)) - _count(before.get(service, 0))
                if key == "change"
                else _count(before.get(service, 0))
                for service in services
            }
        else:
            records: dict[str, list[Evidence]] = {}
            for one in self._worked_out(key)():
                records.setdefault(one.service or "", []).append(one)
            found = {service: of_evidence(key, of_service) for service, of_service in records.items()}
        return {service: found.get(service, _nothing(key)) for service in services}

    def _worked_out(self, key: str) -> Callable[[], list[Evidence]]:
        if key == "board_escalation_status":
            return Causes(self.store, self.asked).evidence
        if key == "follow_ups_on_time":
            return self._support.follow_ups_on_time
        if key == "impact_reviews_on_time":
            return self._support.impact_reviews_on_time
        raise KeyError(key)

    def _earlier(self) -> Reading:
        asked = self.asked
        return Reading(self.store, Asked(asked.period.previous(), asked.service, asked.as_at))

    def _compared(self, key: str, counted: bool | None, limit: int, offset: int) -> list[Evidence]:
        """Services below in the quarter before; for the change, those that are below in one quarter alone."""
        before = self._earlier()
        if key == "services_below_threshold_before":
            return before.evidence("services_below_threshold", counted, limit, offset)
        was = {one.key: one for one in before.evidence("services_below_threshold", True, EVERYTHING, 0)}
        now = {
            one.key: one for one in self._reading.evidence("services_below_threshold", True, EVERYTHING, 0)
        }
        moved = [one for key, one in now.items() if key not in was]
        moved += [
            Evidence(one.kind, one.key, one.ref, one.service, False, -1)
            for key, one in was.items()
            if key not in now
        ]
        found = [one for one in moved if counted is None or one.counted == counted]
        return found[offset : offset + limit]


def figures(store: Store, period: Period, service: str | None, as_at: date) -> dict[str, Figure]:
    """Every figure of a period by its key, in the order of the JSON, all from one snapshot.

    `service` is the id that people know; None is the whole organisation. Raises UnknownService.
    """
    with store.snapshot():
        asked = Figures(store, period, service, as_at)
        return {key: asked.figure(key) for key in keys_of(period.kind)}


def figure(store: Store, key: str, period: Period, service: str | None, as_at: date) -> Figure:
    """One figure. Raises KeyError for an unknown key, UnknownService."""
    with store.snapshot():
        return Figures(store, period, service, as_at).figure(key)


def evidence(
    store: Store,
    key: str,
    period: Period,
    service: str | None,
    as_at: date,
    *,
    counted: bool | None = None,
    limit: int = 200,
    offset: int = 0,
) -> list[Evidence]:
    """The records behind a figure, in order of date and reference, a page at a time.

    `counted` chooses those in the numerator (True), those outside it (False), or both.
    """
    with store.snapshot():
        return Figures(store, period, service, as_at).evidence(key, counted, limit, offset)


def counts(store: Store, key: str, period: Period, service: str | None, as_at: date) -> tuple[int, int]:
    """How many records are behind a figure: inside its numerator, and outside it."""
    with store.snapshot():
        return Figures(store, period, service, as_at).counts(key)


def late(store: Store, key: str, period: Period, service: str | None, as_at: date) -> int:
    """How many of the records outside a figure's numerator were done, but late: the others never were."""
    with store.snapshot():
        return Figures(store, period, service, as_at).late(key)


def undecided(store: Store, period: Period, service: str | None, as_at: date) -> int:
    """How many sessions due in a period are undecided: with no decided one it is too early to tell."""
    with store.snapshot():
        return Figures(store, period, service, as_at).undecided()


def by_service(store: Store, key: str, period: Period, as_at: date) -> dict[str, Figure]:
    """A figure of every service, by its id in order."""
    with store.snapshot():
        return Figures(store, period, None, as_at).by_service(key)


def by_month(
    store: Store, key: str, months: Iterable[Period], service: str | None, as_at: date
) -> dict[Period, Figure]:
    """A figure of each of these periods, as known at one date: what a chart over time draws."""
    with store.snapshot():
        return {month: Figures(store, month, service, as_at).figure(key) for month in months}


def movement(
    store: Store, key: str, period: Period, service: str | None, as_at: date
) -> tuple[Figure, Figure, Figure]:
    """A figure now, in the period before, and two quarters earlier (measures.md, *Shown with them*)."""
    half_year = 6 if period.kind == "month" else 2
    found = by_month(store, key, (period, period.previous(), period.previous(half_year)), service, as_at)
    now, before, earlier = found.values()
    return now, before, earlier


def key_of_service(store: Store, service: str | None) -> str | None:
    """The key of the service of an id; None for none. Raises UnknownService."""
    if service is None:
        return None
    key = store.value("SELECT id FROM service WHERE ref = :ref", {"ref": service})
    if key is None:
        raise UnknownService(f"There is no service {service}. Check the id in the list of services.")
    return str(key)


def _count(found: Figure) -> int:
    if isinstance(found, Below):
        return found.count
    return found if isinstance(found, int) else 0


def _nothing(key: str) -> Figure:
    """The figure of a service without data."""
    if CATALOGUE[key].shape == "below":
        return Below(0, 0)
    return shaped(key, 0, 0)


__all__ = [
    "EVERYTHING",
    "Average",
    "Below",
    "Evidence",
    "Figure",
    "Figures",
    "Proportion",
    "UnknownService",
    "by_month",
    "by_service",
    "counts",
    "evidence",
    "figure",
    "figures",
    "key_of_service",
    "late",
    "movement",
    "shares_of",
    "undecided",
]
