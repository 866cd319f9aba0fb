"""The main places: where each is made, by which keys it is reached, and to whom it is of use."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from mentor_tui.access import Actor, reach
from mentor_tui.rules.escalations import TO

#: roles on whose list an escalation may be; a registered manager stands in where no line manager is named
_ANSWERS: Final = frozenset(role for chain in TO.values() for role in chain) | {"registered_manager"}


@dataclass(frozen=True, slots=True)
class Way:
    """A main place: its module and class (imported when it is first opened), its keys, and what it is for."""

    name: str
    title: str
    module: str
    screen: str
    #: the digit (or sign) and the function key
    keys: tuple[str, str]
    purpose: str


WAYS: Final[dict[str, Way]] = {
    way.name: way
    for way in (
        Way("today", "Today", "screens.today", "Today", ("1", "f2"), "what is due from you, and your alerts"),
        Way("pairings", "Pairings", "screens.pairings", "Pairings", ("2", "f3"), "every pairing you may see"),
        Way("reviews", "Reviews", "screens.reviews", "Reviews", ("3", "f4"), "week-four and later reviews"),
        Way("actions", "Actions", "screens.actions", "Actions", ("4", "f5"), "the action log"),
        Way(
            "targeted",
            "Targeted support",
            "screens.targeted",
            "Targeted",
            ("5", "f6"),
            "who may be about to leave, and the support plans",
        ),
        Way("audit", "Audit", "screens.audit", "Audit", ("6", "f7"), "the month's figures of a service"),
        Way(
            "oversight",
            "Oversight",
            "screens.oversight",
            "Oversight",
            ("7", ""),
            "all services: where mentoring works, where it is weak",
        ),
        Way("board", "Board", "screens.board", "Board", ("8", ""), "the quarter, and its assurance"),
        Way("people", "People and training", "screens.people", "People", ("9", "f8"), "staff and mentors"),
        Way("journal", "Journal", "screens.journal", "Journal", ("0", ""), "who changed what, when and why"),
        Way("settings", "Settings", "screens.settings", "Settings", ("comma", "f9"), "display and policy"),
    )
}

#: roles that read pairings by name; the others read figures, references or registers
_READ_PAIRINGS = frozenset(
    (
        "mentor",
        "mentee",
        "hr_coordinator",
        "line_manager",
        "operations_manager",
        "registered_manager",
    )
)

#: roles that look at services side by side
_OVERSEES = frozenset(
    (
        "operations_manager",
        "registered_manager",
        "data_analyst",
        "hr_business_partner",
        "director_of_people",
        "board_quality_lead",
    )
)


def answers_escalations(actor: Actor) -> bool:
    """Whether escalations can come on this person's list (rules.md, *Escalations*)."""
    return bool(_ANSWERS & frozenset(actor.roles))


def closed(actor: Actor, place: str) -> str:
    """Why a main place is of no use to a person, as a sentence; blank where it is open to them."""
    seen = reach(actor)
    roles = frozenset(actor.roles)
    reads_pairings = bool(roles & _READ_PAIRINGS) or not roles
    match place:
        case "pairings" | "actions" if not reads_pairings:
            return (
                "Your roles do not show pairings or actions by name. "
                "Ask an administrator if you need a role for a service."
            )
        case "reviews" if not (seen.services or seen.reports):
            return "Reviews are for line managers, registered managers and those who look after a service."
        case "targeted" if not (reads_pairings or seen.learning):
            return "Targeted support is for those who work with people by name. Your roles do not show them."
        case "audit" if not seen.figures:
            return "The audit is for those who answer for a service. Your own list is under Today."
        case "oversight" if not _OVERSEES & roles:
            return "Oversight is for managers of services and those who look after the whole organisation."
        case "board" if not seen.strategic:
            return "The board's quarter is for the director, the HR business partner and the board."
        case "people" if not (reads_pairings or seen.registers):
            return "Your roles show figures, not names of staff."
    return ""


def open_to(actor: Actor) -> list[Way]:
    """The main places that are of use to a person, in their order."""
    return [way for way in WAYS.values() if not closed(actor, way.name)]
