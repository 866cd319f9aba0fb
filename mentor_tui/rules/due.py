"""Everything that is due at a date, from whom (spec page rules.md, *What is due, from whom, when*)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any

from mentor_tui.rules import due_new_starters, due_oversight, due_targeted
from mentor_tui.rules.facts import Organisation
from mentor_tui.rules.items import DueItem
from mentor_tui.rules.view import Compliance, View


def due(organisation: Organisation, as_at: date, compliance: Compliance | None = None) -> list[DueItem]:
    """The open items at a date, sorted by due date, kind and subject.

    `compliance` may be given where the slots have been counted already (see View).
    """
    return due_of(View(organisation, as_at, compliance))


def due_of(view: View) -> list[DueItem]:
    """The same, for somebody who holds a view already."""
    return sorted((item for item in _open(view) if item is not None), key=lambda item: item.order)


def _open(view: View) -> Iterator[DueItem | None]:
    yield from due_new_starters.allocations(view)
    for pairing in view.known.pairings:
        yield from due_new_starters.sessions(view, pairing)
        yield from due_new_starters.actions(view, pairing, view.service_of_pairing(pairing))
    for pairing in view.active_pairings:
        yield due_new_starters.week_four_review(view, pairing)
    yield from due_targeted.plans(view)
    for case in view.known.cases:
        yield from due_new_starters.actions(view, case, view.service_of_case(case))
        yield due_targeted.closing(view, case)
    for case in view.open_cases:
        yield from due_targeted.of_open_case(view, case)
    yield from due_oversight.signed_audits(view)
    yield from due_oversight.interventions(view)
    for action in view.known.strategic_actions:
        yield due_oversight.executive_review(view, action)


def due_json(items: Iterable[DueItem], as_at: date) -> dict[str, Any]:
    """As `due --format json` writes it (spec page interchange.md)."""
    return {"as_at": as_at.isoformat(), "items": [item.as_json() for item in items]}
