"""What the rules say of the database: alerts, what is due, with no more facts read than can matter at the date.

:func:`organisation` reads the facts themselves (:mod:`mentor_tui.store.loading`). What is left out here can raise
nothing and ask for nothing at the date: pairings and cases that are over and owe no action. Sessions on schedule
are counted by the database, from the same query as the figure.
"""

from __future__ import annotations

import gc
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import date, timedelta
from typing import Any

from mentor_tui.calendar import Period, complete_months
from mentor_tui.policy import NEW_STARTER_DAYS, UPCOMING_DAYS
from mentor_tui.rules import alerts as raising
from mentor_tui.rules import due as asking
from mentor_tui.rules.items import DueItem
from mentor_tui.rules.raised import Alert
from mentor_tui.rules.risk import FIRST_DAYS
from mentor_tui.rules.view import Tally, View
from mentor_tui.store.database import Store
from mentor_tui.store.evidence import key_of_service, shares_of
from mentor_tui.store.loading import Scope, organisation
from mentor_tui.store.schedules import load_policy

_CONCERNS_SINCE = timedelta(days=42)
_MONTHS_LOOKED_AT = 6

_EMPLOYED = "(m.employment_end IS NULL OR m.employment_end >= :day)"
_PAIRING = "SELECT p.id FROM pairing AS p JOIN staff AS m ON m.id = p.mentee_id WHERE p.recorded_on <= :day"
_CASE = "SELECT c.id FROM targeted_case AS c WHERE c.recorded_on <= :day"
_UNDER_WAY = f"{_PAIRING} AND (p.ended_on IS NULL OR p.ended_on >= :day) AND {_EMPLOYED}"
_OPEN_CASES = f"{_CASE} AND (c.closed_on IS NULL OR c.closed_on > :day)"
_AT_RISK = f"{_PAIRING} AND p.id IN (SELECT pairing_id FROM review WHERE outcome = 'targeted_support')"
_CONCERNED = "SELECT staff_id FROM concern WHERE raised_on > :concerned AND raised_on <= :day"

# A record may be of the service in which it began, or its person may have come to the service since.
_PEOPLE_HERE = (
    "SELECT id FROM staff WHERE service_id = :service UNION SELECT id FROM staff "
    "WHERE start_service_id = :service UNION SELECT staff_id FROM placement WHERE service_id = :service"
)
_PAIRINGS_HERE = (
    " AND p.id IN (SELECT id FROM pairing WHERE service_id = :service UNION "
    f"SELECT id FROM pairing WHERE mentee_id IN ({_PEOPLE_HERE}))"
)
_CASES_HERE = (
    " AND c.id IN (SELECT id FROM targeted_case WHERE service_id = :service UNION "
    f"SELECT id FROM targeted_case WHERE staff_id IN ({_PEOPLE_HERE}))"
)


def _owing(parent: str, more: str = "") -> str:
    """The pairings or cases with an action that is open and due for review by `:until`."""
    return (
        f"SELECT a.{parent} FROM action AS a WHERE a.{parent} IS NOT NULL AND a.recorded_on <= :day "
        "AND a.review_on <= :until AND (a.completed_on IS NULL OR a.completed_on > :day) "
        f"AND (a.cancelled_on IS NULL OR a.cancelled_on > :day) {more}"
    )


_OWING_PAIRINGS = f"{_PAIRING} AND p.id IN ({_owing('pairing_id')})"
_OWING_CASES = f"{_CASE} AND c.id IN ({_owing('case_id')})"


def _any_of(where: str, *queries: str) -> str:
    """The union of some queries for keys, each with a further condition."""
    return " UNION ".join(query + where for query in queries)


def _people_of(pairings: str, cases: str) -> str:
    return (
        f"SELECT mentee_id FROM pairing WHERE id IN ({pairings}) "
        f"UNION SELECT staff_id FROM targeted_case WHERE id IN ({cases})"
    )


@contextmanager
def _uncollected() -> Iterator[None]:
    """Inside the block Python looks for no cycles: facts have none, and the looking would take a fifth of the time."""
    if not gc.isenabled():
        yield
        return
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


def alerts(store: Store, as_at: date, service: str | None = None) -> list[Alert]:
    """The early warnings and escalations at a date, of one service (its id) or of all.

    Sorted by code (as text), subject and cycle. Raises UnknownService.
    """
    with _uncollected(), store.snapshot():
        key = key_of_service(store, service)
        facts = organisation(store, _scope_of_alerts(as_at, key))
        raised = raising.alerts(facts, as_at, Counted(store, as_at, key))
    return raised if service is None else raising.of_service(raised, service)


def due(
    store: Store,
    as_at: date,
    *,
    person: str | None = None,
    role: str | None = None,
    service: str | None = None,
) -> list[DueItem]:
    """The open items at a date, sorted by due date, kind and subject.

    With `person` (a staff id) only what that person is asked for by name, with `role` only what is on the list
    of that role, with `service` only what belongs to that service. Raises UnknownService.
    """
    with _uncollected(), store.snapshot():
        key = key_of_service(store, service)
        if person is None:
            facts = organisation(store, _scope_of_due(store, as_at, key))
            items = asking.due(facts, as_at, Counted(store, as_at, key))
        else:
            facts = organisation(store, _scope_of_person(store, as_at, person))
            # What a person is asked for by name hangs on no month.
            items = asking.due(facts, as_at, {})
    return [
        item
        for item in items
        if (person is None or item.person == person)
        and (role is None or item.role == role)
        and (service is None or item.service == service)
    ]


def view_of_pairing(store: Store, pairing: str, as_at: date) -> View:
    """What the rules see of one pairing (its key) at a date, and of its mentee."""
    scope = Scope(
        pairings="SELECT id FROM pairing WHERE id = :pairing",
        staff="SELECT mentee_id FROM pairing WHERE id = :pairing",
        params={"pairing": pairing},
    )
    return View(organisation(store, scope), as_at, {})


def view_of_case(store: Store, case: str, as_at: date) -> View:
    """What the rules see of one case (its key) at a date, and of its person."""
    scope = Scope(
        cases="SELECT id FROM targeted_case WHERE id = :case",
        staff="SELECT staff_id FROM targeted_case WHERE id = :case",
        params={"case": case},
    )
    return View(organisation(store, scope), as_at, {})


def view_of_people(
    store: Store,
    as_at: date,
    service: str | None = None,
    *,
    among: str = "",
    params: Mapping[str, Any] | None = None,
) -> View:
    """What the retention risk profile looks at: everybody with a pairing under way or newly started.

    All their pairings, with concerns, attendance and training. `service` is a service's id; `among` is a query
    for the keys of the people to be looked at, with its `params`. Raises UnknownService.
    """
    key = key_of_service(store, service)
    mentored = _PAIRING.replace("p.id", "p.mentee_id", 1)
    people = (
        f"{mentored} AND (p.ended_on IS NULL OR p.ended_on > :day) AND {_EMPLOYED} "
        f"UNION SELECT m.id FROM staff AS m WHERE m.employment_start > :since AND {_EMPLOYED}"
    )
    if key is not None:
        people = f"SELECT id FROM staff WHERE id IN ({_PEOPLE_HERE}) AND id IN ({people})"
    if among:
        people = f"SELECT id FROM staff WHERE id IN ({among}) AND id IN ({people})"
    cases = f"SELECT id FROM targeted_case WHERE staff_id IN ({people})"
    scope = Scope(
        pairings=f"SELECT id FROM pairing WHERE mentee_id IN ({people})",
        cases=cases,
        staff=people,
        concerns=people,
        registers=people,
        params={
            **(params or {}),
            **_params(as_at, as_at, key),
            "since": (as_at - FIRST_DAYS).isoformat(),
        },
    )
    with store.snapshot():
        return View(organisation(store, scope), as_at, {})


def _scope_of_alerts(as_at: date, service: str | None) -> Scope:
    pairings_here, cases_here = _here(service)
    pairings = _any_of(pairings_here, _UNDER_WAY, _OWING_PAIRINGS)
    cases = _any_of(cases_here, _OPEN_CASES, _OWING_CASES)
    return Scope(
        pairings=pairings,
        histories=_UNDER_WAY + pairings_here,
        cases=cases,
        staff=_people_of(pairings, cases),
        concerns=_CONCERNED,
        oversight=True,
        params={
            **_params(as_at, as_at, service),
            "concerned": (as_at - _CONCERNS_SINCE).isoformat(),
        },
    )


def _scope_of_due(store: Store, as_at: date, service: str | None) -> Scope:
    pairings_here, cases_here = _here(service)
    mentored = f"{_PAIRING} AND p.programme = 'new_starter' AND m.employment_start > :since"
    told = _any_of(pairings_here, _UNDER_WAY, _AT_RISK)
    pairings = f"{told} UNION {_any_of(pairings_here, mentored, _OWING_PAIRINGS)}"
    said = f"SELECT staff_id FROM risk UNION SELECT mentee_id FROM pairing WHERE id IN ({_AT_RISK})"
    answered = f"{_CASE} AND c.staff_id IN ({said})"
    cases = _any_of(cases_here, _OPEN_CASES, _OWING_CASES, answered)
    people_here = f" AND id IN ({_PEOPLE_HERE})" if service is not None else ""
    started = (
        f"SELECT id FROM staff WHERE employment_start > :since AND employment_start <= :until{people_here}"
    )
    # For the audits: who worked first in each service, and everybody who came by transfer.
    which = " WHERE start_service_id = :service" if service is not None else ""
    first = (
        "SELECT m.id FROM staff AS m WHERE (m.start_service_id, m.employment_start) IN "
        f"(SELECT start_service_id, MIN(employment_start) FROM staff{which} GROUP BY start_service_id)"
    )
    return Scope(
        pairings=pairings,
        histories=told,
        cases=cases,
        staff=f"{_people_of(pairings, cases)} UNION {started} UNION {first} "
        "UNION SELECT staff_id FROM placement UNION SELECT staff_id FROM risk",
        oversight=True,
        params={
            **_params(as_at, _until(store, as_at), service),
            "since": _new_starters_since(store, as_at).isoformat(),
        },
    )


def _here(service: str | None) -> tuple[str, str]:
    """The conditions that a pairing `p` and a case `c` are of the service asked for, if one is."""
    return (_PAIRINGS_HERE, _CASES_HERE) if service is not None else ("", "")


def _scope_of_person(store: Store, as_at: date, person: str) -> Scope:
    mine = "(SELECT id FROM staff WHERE ref = :person)"
    told = (
        f"{_UNDER_WAY} AND p.id IN (SELECT id FROM pairing WHERE mentor_id = {mine} UNION "
        f"SELECT id FROM pairing WHERE mentee_id IN (SELECT id FROM staff WHERE line_manager_id = {mine}))"
    )
    owned = f"AND a.owner_id = {mine}"
    pairings = f"{told} UNION {_owing('pairing_id', owned)}"
    cases = f"{_OPEN_CASES} AND c.mentor_id = {mine} UNION {_owing('case_id', owned)}"
    return Scope(
        pairings=pairings,
        histories=told,
        cases=cases,
        staff=_people_of(pairings, cases),
        params={**_params(as_at, _until(store, as_at), None), "person": person},
    )


def _params(as_at: date, until: date, service: str | None) -> dict[str, Any]:
    return {"day": as_at.isoformat(), "until": until.isoformat(), "service": service}


def _until(store: Store, as_at: date) -> date:
    """The last due date that is on a list already."""
    return as_at + timedelta(days=load_policy(store).at(UPCOMING_DAYS, as_at))


def _new_starters_since(store: Store, as_at: date) -> date:
    """Somebody who started on or before this day is no new starter any more."""
    return as_at - timedelta(days=load_policy(store).at(NEW_STARTER_DAYS, as_at))


class Counted(Mapping[tuple[str, Period], Tally]):
    """Sessions on schedule by service and month, counted by the database: what a View takes as `compliance`.

    The six complete months that the alerts look at are there from the start, older ones once asked for. With a
    service (its key) only that one is counted.
    """

    def __init__(self, store: Store, as_at: date, service: str | None = None) -> None:
        self._store = store
        self._as_at = as_at
        self._service = service
        self._months: dict[Period, dict[str, Tally]] = {}
        for month in complete_months(as_at, _MONTHS_LOOKED_AT):
            self._month(month)

    def _month(self, month: Period) -> dict[str, Tally]:
        found = self._months.get(month)
        if found is None:
            shares = shares_of(self._store, month, self._as_at, self._service)
            found = {ref: Tally(share.numerator, share.denominator) for ref, share in shares.items()}
            self._months[month] = found
        return found

    def __getitem__(self, key: tuple[str, Period]) -> Tally:
        service, month = key
        return self._month(month)[service]

    def __iter__(self) -> Iterator[tuple[str, Period]]:
        return ((service, month) for month, tallies in self._months.items() for service in tallies)

    def __len__(self) -> int:
        return sum(len(tallies) for tallies in self._months.values())


__all__ = ["Counted", "alerts", "due", "organisation", "view_of_case", "view_of_pairing", "view_of_people"]
