"""Every early warning and escalation that holds at a date."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any

from mentor_tui.rules import escalations, warnings
from mentor_tui.rules.facts import Organisation
from mentor_tui.rules.raised import Alert
from mentor_tui.rules.view import Compliance, View


def alerts(organisation: Organisation, as_at: date, compliance: Compliance | None = None) -> list[Alert]:
    """The early warnings and escalations at a date, sorted by code (as text), subject and cycle.

    `compliance` may be given where the slots have been counted already (see View).
    """
    return alerts_of(View(organisation, as_at, compliance))


def alerts_of(view: View) -> list[Alert]:
    """The same, for somebody who holds a view already."""
    return sorted(_raised(view), key=lambda alert: alert.order)


def _raised(view: View) -> Iterator[Alert]:
    for pairing in view.active_pairings:
        yield from warnings.session_missed(view, pairing)
        yield from escalations.sessions_missed_twice(view, pairing)
        yield from warnings.confidence_static(view, pairing)
        yield from warnings.actions_lagging(view, pairing)
        yield from warnings.reassurance_without_action(view, pairing)
    for case in view.open_cases:
        yield from warnings.case_confidence_unchanged(view, case)
        yield from warnings.follow_up_missed(view, case)
        yield from escalations.support_not_improving(view, case)
        yield from escalations.delivery_evidence_missing(view, case)
    for pairing in view.known.pairings:
        if pairing.actions:
            yield from escalations.action_overdue(view, pairing.actions, view.service_of_pairing(pairing))
    for case in view.known.cases:
        if case.actions:
            yield from escalations.action_overdue(view, case.actions, view.service_of_case(case))
    yield from warnings.concerns_repeated(view)
    yield from warnings.completion_static(view)
    for service in view.known.services:
        yield from warnings.threshold_breached_repeatedly(view, service)
        yield from escalations.service_below_threshold_twice(view, service)
    for action in view.known.strategic_actions:
        yield from warnings.strategic_action_overdue(view, action)
        yield from escalations.strategic_action_unevidenced(view, action)


def of_service(raised: Iterable[Alert], service: str) -> list[Alert]:
    """The alerts that belong to one service."""
    return [alert for alert in raised if alert.service == service]


def board_escalation_status(raised: Iterable[Alert]) -> str:
    """What the board is told by rule, from every alert of the organisation: `escalated`, `watch`, `none`."""
    codes = {alert.code for alert in raised}
    if codes & {"E5", "E6"}:
        return "escalated"
    return "watch" if codes & {"W7", "W8", "W9"} else "none"


def alerts_json(raised: Iterable[Alert], as_at: date) -> dict[str, Any]:
    """As `alerts --format json` writes it (spec page interchange.md)."""
    return {"as_at": as_at.isoformat(), "alerts": [alert.as_json() for alert in raised]}
