"""What the program asks of people at a keyboard today, beyond what is possible at all.

History that an import states is accepted, because it happened; a person is held to these. The rules stand with
their pathways: :mod:`.new_starters`, :mod:`.targeted`, :mod:`.oversight`, and :mod:`.people` for the registers.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from difflib import get_close_matches
from typing import Any

from mentor_tui.declare import Entry, Fault
from mentor_tui.office import new_starters, oversight, targeted
from mentor_tui.office.conducting import Conducting, Rule
from mentor_tui.office.people import an_administrator_stays, roles_of_known_services
from mentor_tui.policy import OFFSETS_PREFIX, SETTINGS, Policy, PolicyChange, offsets_key
from mentor_tui.programmes import DEFAULT_OFFSETS
from mentor_tui.store.schedules import Schedules, policy_value

_PEOPLE: tuple[Rule, ...] = (roles_of_known_services, an_administrator_stays)
RULES: dict[str, tuple[Rule, ...]] = {
    **new_starters.RULES,
    **targeted.RULES,
    **oversight.RULES,
    "staff": _PEOPLE,
    "person": _PEOPLE,
}


def faults(case: Conducting) -> Iterator[Fault]:
    """What is wrong with the change by the rules of conduct."""
    for rule in RULES.get(case.record.name, ()):
        yield from rule(case)


def impossible(record: str, entry: Entry, schedules: Schedules) -> Iterator[Fault]:
    """Impossible facts that need the schedule or the policy to be seen; history is held to these too."""
    if record == "excusal":
        pairing = entry.linked("pairing", "pairing_id")
        if pairing:
            slots = len(schedules.policy.offsets(pairing["programme"], pairing["started_on"]))
            if entry["slot"] is not None and entry["slot"] > slots:
                expected = (
                    f"a number from 1 to {slots}" if slots else "none: informal mentoring has no schedule"
                )
                yield Fault("slot", f"the programme has no session {entry['slot']}; expected {expected}")
    elif record == "policy_change" and entry["key"] and entry["value"] and entry["from_on"]:
        yield from _policy_fits(entry["key"], entry["value"], entry["from_on"])


@dataclass(frozen=True, slots=True)
class Moved:
    """A pairing whose start or programme changed, and what was recorded under it."""

    values: Mapping[str, Any]
    policy: Policy
    first_session: date | None
    #: the highest number of an excused session, 0 where there is none
    last_slot: int


def contradictions(moved: Moved) -> Iterator[Fault]:
    """Impossible facts that a pairing becomes by its new start or programme; history is held to these too."""
    started = moved.values["started_on"]
    if moved.first_session is not None and moved.first_session < started:
        held = moved.first_session.isoformat()
        yield Fault(
            "started_on",
            f"{started.isoformat()} is after a session of the pairing on {held}; expected that day or earlier",
        )
    slots = len(moved.policy.offsets(moved.values["programme"], started))
    if moved.last_slot > slots:
        yield Fault(
            "programme",
            f"the programme has no session {moved.last_slot}, which was excused; expected one that has it",
        )


def _policy_fits(key: str, text: str, from_on: date) -> Iterator[Fault]:
    if key not in SETTINGS and not key.startswith(OFFSETS_PREFIX):
        closest = get_close_matches(key, [*SETTINGS, *map(offsets_key, DEFAULT_OFFSETS)], n=1, cutoff=0.0)
        yield Fault("key", f"'{key}' is not a policy of this program; expected such as {closest[0]}")
        return
    try:
        Policy([PolicyChange(key, policy_value(key, text), from_on)])
    except ValueError as wrong:
        yield Fault(
            "value",
            str(wrong) if str(wrong) and "invalid literal" not in str(wrong) else "give a whole number",
        )
