"""Escalations that were noticed, as they are kept (rules.md)."""

from __future__ import annotations

from datetime import date

from mentor_tui.rules.facts import Organisation
from mentor_tui.rules.kept import Kept
from mentor_tui.rules.view import View
from mentor_tui.store.database import Store
from mentor_tui.store.facts import Counted
from mentor_tui.store.schedules import load_calendars, load_policy
from mentor_tui.store.values import to_date

_ANSWERED = (
    "EXISTS (SELECT 1 FROM acknowledgement AS k WHERE k.reference = r.reference "
    "AND k.acknowledged_on >= r.raised_on AND k.acknowledged_on <= :day)"
)


def kept(store: Store) -> list[Kept]:
    """Those whose cause was not seen to be gone."""
    return _read(store, "r.gone_on IS NULL", None)


def unanswered_or_open(store: Store, today: date) -> list[Kept]:
    """Those whose cause was not seen to be gone, or that nobody has acknowledged since; the oldest first."""
    return _read(store, f"r.raised_on <= :day AND (r.gone_on IS NULL OR NOT {_ANSWERED})", today)


def noted(store: Store, reference: str, raised_on: date) -> str | None:
    """The key of the note that this was raised on that day, if there is one."""
    found = store.value(
        "SELECT id FROM raised_escalation WHERE reference = :reference AND raised_on = :day",
        {"reference": reference, "day": raised_on.isoformat()},
    )
    return str(found) if found else None


def _read(store: Store, where: str, today: date | None) -> list[Kept]:
    params = {"day": today.isoformat()} if today else {}
    found = []
    for key, reference, service, raised, gone in store.rows(
        "SELECT r.id, r.reference, v.ref, r.raised_on, r.gone_on FROM raised_escalation AS r "
        f"LEFT JOIN service AS v ON v.id = r.service_id WHERE {where} ORDER BY r.raised_on, r.id",
        params,
    ):
        raised_on = to_date(raised)
        assert raised_on is not None, "the column is never blank"
        found.append(Kept(key, reference, service, raised_on, to_date(gone)))
    return found


def view_of_services(store: Store, today: date) -> View:
    """Services by month alone: all that an escalation of a service rests on."""
    organisation = Organisation(policy=load_policy(store), calendars=load_calendars(store))
    return View(organisation, today, Counted(store, today))
