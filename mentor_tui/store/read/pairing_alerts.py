"""The early warnings and escalations of a handful of pairings: those of one page of a list, or of one.

The rules are those of :mod:`mentor_tui.rules`; this hands them the facts of these pairings alone, so that a
page costs the same however many pairings there are.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from mentor_tui.rules import escalations, warnings
from mentor_tui.rules.facts import Action, Concern, Excusal, Organisation, Pairing, Service, Session, Staff
from mentor_tui.rules.raised import Alert
from mentor_tui.rules.view import View
from mentor_tui.rules.wording import escalations_first
from mentor_tui.store.database import Store
from mentor_tui.store.read.slots import chunks, marks
from mentor_tui.store.schedules import load_calendars, load_policy
from mentor_tui.store.values import to_date


@dataclass(frozen=True, slots=True)
class Raised:
    """An early warning or escalation of a pairing, and the day from which it holds."""

    code: str
    since: date


def alerts_of(store: Store, pairings: Sequence[str], on: date) -> Mapping[str, tuple[Raised, ...]]:
    """The alerts of these pairings at a date, escalations first; a key without any has none."""
    found: dict[str, tuple[Raised, ...]] = {}
    if not pairings:
        return found
    policy, calendars = load_policy(store), load_calendars(store)
    for some in chunks(pairings):
        loaded, services, staff, concerns = _load(store, some)
        view = View(
            Organisation(
                services=services,
                staff=staff,
                pairings=list(loaded.values()),
                concerns=concerns,
                policy=policy,
                calendars=calendars,
            ),
            on,
        )
        raised: defaultdict[str, list[Raised]] = defaultdict(list)
        for key, alert in _raised(view):
            raised[key].append(Raised(alert.code, alert.since))
        for key, alerts in raised.items():
            found[key] = tuple(sorted(alerts, key=lambda one: (escalations_first(one.code), one.since)))
    return found


def _raised(view: View) -> Iterator[tuple[str, Alert]]:
    """Each alert with the key of the pairing that it is shown at."""
    for pairing in view.active_pairings:
        for rule in (
            escalations.sessions_missed_twice,
            warnings.session_missed,
            warnings.confidence_static,
            warnings.actions_lagging,
            warnings.reassurance_without_action,
        ):
            for alert in rule(view, pairing):
                yield pairing.mentee, alert
    for pairing in view.known.pairings:
        if pairing.actions:
            for alert in escalations.action_overdue(view, pairing.actions, view.service_of_pairing(pairing)):
                yield pairing.mentee, alert
    for alert in warnings.concerns_repeated(view):
        yield alert.subject, alert


_Loaded = tuple[dict[str, Pairing], dict[str, Service], dict[str, Staff], list[Concern]]


def _load(store: Store, keys: Sequence[str]) -> _Loaded:
    listed, params = marks(keys)
    sessions = _grouped(
        store,
        "SELECT pairing_id, ref, held_on, confidence_score, recorded_on FROM session "
        f"WHERE pairing_id IN ({listed})",
        params,
        lambda ref, held, score, recorded: Session(ref, _day(held), score, _day(recorded)),
    )
    excusals = _grouped(
        store,
        f"SELECT pairing_id, slot, recorded_on FROM excusal WHERE pairing_id IN ({listed})",
        params,
        lambda slot, recorded: Excusal(slot, _day(recorded)),
    )
    actions = _grouped(
        store,
        "SELECT pairing_id, ref, owner_id, need_identified_on, review_on, recorded_on, completed_on, "
        f"evidence_reference, cancelled_on FROM action WHERE pairing_id IN ({listed})",
        params,
        lambda ref, owner, need, review, recorded, completed, evidence, cancelled: Action(
            ref,
            owner,
            _day(need),
            _day(review),
            _day(recorded),
            to_date(completed),
            evidence,
            to_date(cancelled),
        ),
    )
    loaded: dict[str, Pairing] = {}
    services: dict[str, Service] = {}
    staff: dict[str, Staff] = {}
    for key, ref, mentor, programme, started, recorded, ended, joined, left, service, nation in store.rows(
        "SELECT p.id, p.ref, p.mentor_id, p.programme, p.started_on, p.recorded_on, p.ended_on, "
        "m.employment_start, m.employment_end, v.ref, v.nation FROM pairing AS p "
        "JOIN staff AS m ON m.id = p.mentee_id LEFT JOIN service AS v ON v.id = p.service_id "
        f"WHERE p.id IN ({listed})",
        params,
    ):
        services[service or ""] = Service(service or "", nation or "england")
        # The mentee goes by the pairing's key here: two pairings of one person may belong to two services.
        staff[key] = Staff(key, service or "", to_date(joined) or date.min, to_date(left))
        loaded[key] = Pairing(
            ref,
            key,
            mentor,
            programme,
            _day(started),
            _day(recorded),
            to_date(ended),
            sessions=sessions[key],
            excusals=excusals[key],
            actions=actions[key],
        )
    concerns = [
        Concern(key, _day(raised))
        for key, raised in store.rows(
            "SELECT p.id, c.raised_on FROM pairing AS p JOIN concern AS c ON c.staff_id = p.mentee_id "
            f"WHERE p.id IN ({listed})",
            params,
        )
    ]
    return loaded, services, staff, concerns


def _grouped(store: Store, sql: str, params: Mapping[str, str], make: Any) -> defaultdict[str, list[Any]]:
    found: defaultdict[str, list[Any]] = defaultdict(list)
    for key, *rest in store.rows(sql, params):
        found[key].append(make(*rest))
    return found


def _day(text: str) -> date:
    day = to_date(text)
    assert day is not None  # the column is never blank
    return day
