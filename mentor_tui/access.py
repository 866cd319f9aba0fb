"""Who may do what and see what (people.md). Pure: it looks at an actor and at whose record it is.

The office asks :func:`may_write` before anything is changed; the reading side asks :func:`reach` before
anything is shown. Screens and commands ask nothing: what they may not have never reaches them.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum

EVERYWHERE = "*"


@dataclass(frozen=True, slots=True)
class Holding:
    """A role, and the service for which it is held: a key, or ``*`` for the whole organisation."""

    role: str
    service: str


@dataclass(frozen=True, slots=True)
class Actor:
    """A person who is signed in, with the roles held today."""

    id: str
    ref: str
    name: str
    service: str | None = None
    holdings: tuple[Holding, ...] = ()

    def holds(self, role: str, service: str | None = None) -> bool:
        """Whether the role is held for ``service``; with none given, whether it is held at all."""
        return any(
            held.role == role and (service is None or held.service in (EVERYWHERE, service))
            for held in self.holdings
        )

    def services(self, *roles: str) -> frozenset[str]:
        """The services for which any of the roles is held; ``*`` among them means all."""
        return frozenset(held.service for held in self.holdings if held.role in roles)

    @property
    def roles(self) -> tuple[str, ...]:
        """The roles held, each once, in the order in which they are listed."""
        return tuple(dict.fromkeys(held.role for held in self.holdings))


def holdings(roles: Iterable[str], own_service: str | None, key_of: dict[str, str]) -> tuple[Holding, ...]:
    """The holdings that a person's ``roles`` column states; ``key_of`` turns a service's id into its key."""
    held = []
    for one in roles:
        role, at, service = one.partition("@")
        if not role:
            continue
        if not at:
            where = own_service or EVERYWHERE if role == "administrator" else own_service
        elif service == EVERYWHERE:
            where = EVERYWHERE
        else:
            where = key_of.get(service)
        if where:
            held.append(Holding(role, where))
    return tuple(held)


class Relation(Enum):
    """How a role comes to a record."""

    SERVICE = "of a service for which the role is held"
    PAIRING = "the mentor of the pairing or case"
    MENTEE = "the mentee"
    REPORT = "the line manager of the person"
    OWNER = "the owner of the action"
    ALL = "the whole organisation"


@dataclass(frozen=True, slots=True)
class Standing:
    """Whose record it is."""

    service: str | None = None
    mentor: str | None = None
    mentee: str | None = None
    line_manager: str | None = None
    owner: str | None = None


_REGISTER = (("administrator", Relation.ALL),)
_MANAGERS = (("line_manager", Relation.REPORT), ("registered_manager", Relation.SERVICE))

#: who completes which record: records.md and people.md
WRITERS: dict[str, tuple[tuple[str, Relation], ...]] = {
    "organisation": _REGISTER,
    "service": _REGISTER,
    "person": _REGISTER,
    "policy_change": _REGISTER,
    "calendar_day": _REGISTER,
    "list_word": _REGISTER,
    "meeting": _REGISTER,
    "placement": (("hr_coordinator", Relation.SERVICE), *_REGISTER),
    "staff": (("hr_coordinator", Relation.SERVICE), *_REGISTER),
    "mentor": (("hr_coordinator", Relation.SERVICE), *_REGISTER),
    "training": (("ld_lead", Relation.SERVICE),),
    "attendance": (("hr_coordinator", Relation.SERVICE), *_MANAGERS),
    "observation": (("ld_lead", Relation.SERVICE), *_MANAGERS),
    "concern": _MANAGERS,
    "pairing": (("hr_coordinator", Relation.SERVICE),),
    # The mentee acknowledges a session and writes a reflection; the office holds them to that.
    "session": (("mentor", Relation.PAIRING), ("mentee", Relation.MENTEE)),
    "excusal": (("mentor", Relation.PAIRING), *_MANAGERS),
    # The goals to begin with come with the allocation; afterwards they are the two people's own.
    "goal": (("mentor", Relation.PAIRING), ("mentee", Relation.MENTEE), ("hr_coordinator", Relation.SERVICE)),
    "review": _MANAGERS,
    "action": (*_MANAGERS, ("mentor", Relation.PAIRING), ("owner", Relation.OWNER)),
    "audit:A5": (("operations_manager", Relation.SERVICE),),
    "audit:C1": (("data_analyst", Relation.ALL),),
    "audit:C2": (("hr_business_partner", Relation.ALL),),
    "audit:C5": (("board_quality_lead", Relation.ALL),),
    "risk": _MANAGERS,
    "case": (("registered_manager", Relation.SERVICE),),
    "support_meeting": (("mentor", Relation.PAIRING),),
    "pathway_update": (("ld_lead", Relation.SERVICE),),
    "follow_up": (("hr_coordinator", Relation.SERVICE),),
    "impact_review": (("registered_manager", Relation.SERVICE),),
    "strategic_action": (("director_of_people", Relation.ALL),),
    "executive_review": (("hr_business_partner", Relation.ALL),),
    # Who answers for the figures of a service, and who signs those of all of them.
    "chart_change": (("operations_manager", Relation.SERVICE), ("data_analyst", Relation.ALL)),
    # The program notes it by itself.
    "raised_escalation": (),
    "acknowledgement": (
        ("line_manager", Relation.ALL),
        ("operations_manager", Relation.ALL),
        ("registered_manager", Relation.ALL),
        ("hr_business_partner", Relation.ALL),
        ("director_of_people", Relation.ALL),
        ("board_quality_lead", Relation.ALL),
    ),
}

#: fields of a record that only one role may set, whoever else may write the record
RESERVED: dict[tuple[str, str], str] = {("staff", "roles"): "administrator"}


def may_write(actor: Actor, record: str, standing: Standing) -> bool:
    """Whether the actor may make or change a record that stands so."""
    return any(_reaches(actor, role, relation, standing) for role, relation in WRITERS.get(record, ()))


def _reaches(actor: Actor, role: str, relation: Relation, standing: Standing) -> bool:
    match relation:
        case Relation.OWNER:
            return standing.owner == actor.id
        case Relation.MENTEE:
            return standing.mentee == actor.id
        case Relation.PAIRING:
            return standing.mentor == actor.id and actor.holds(role)
        case Relation.REPORT:
            return standing.line_manager == actor.id and actor.holds(role)
        case Relation.SERVICE:
            return standing.service is not None and actor.holds(role, standing.service)
        case Relation.ALL:
            return actor.holds(role)


def writers_in_words(record: str) -> str:
    """Who completes a record, for the sentence that refuses somebody else."""
    from mentor_tui.records.registers import ROLES

    names = dict(ROLES)
    words = [names.get(role, "action owner") for role, _ in WRITERS.get(record, ())]
    return " or ".join(dict.fromkeys(words))


@dataclass(frozen=True, slots=True)
class Reach:
    """What a person may read: the services whose records are theirs to see, and how much of each.

    ``services`` holds keys, or ``*`` for all. Own pairings and own reports are seen besides.
    """

    person: str
    #: pairings and cases of these services are read, with names, without private notes
    services: frozenset[str]
    #: own reports are read
    reports: bool
    #: figures of these services (``*`` for all)
    figures: frozenset[str]
    #: cases and training of these services
    learning: frozenset[str]
    #: the registers of people and services
    registers: frozenset[str]
    #: pairings and alerts of the whole organisation by reference alone, without names
    references: bool
    #: strategic actions, executive reviews and the board register
    strategic: bool

    def sees_service(self, service: str | None) -> bool:
        """Whether records of the service are read with names."""
        return EVERYWHERE in self.services or service in self.services

    def sees_figures(self, service: str | None) -> bool:
        """Whether figures of the service (none: of the organisation) are read."""
        return EVERYWHERE in self.figures or (service is not None and service in self.figures)


#: roles that read pairings and cases of their services, with names
_READ_SERVICE = ("hr_coordinator", "operations_manager", "registered_manager")
#: roles that read figures of all services
_READ_FIGURES = (
    "data_analyst",
    "hr_business_partner",
    "director_of_people",
    "board_quality_lead",
    "administrator",
)


def reach(actor: Actor) -> Reach:
    """What the actor may read."""
    service = actor.services(*_READ_SERVICE)
    organisation = any(actor.holds(role) for role in _READ_FIGURES)
    own = frozenset((actor.service,)) if actor.service and actor.holds("line_manager") else frozenset()
    return Reach(
        person=actor.id,
        services=service,
        reports=actor.holds("line_manager"),
        figures=frozenset((EVERYWHERE,)) if organisation else service | own,
        learning=service | actor.services("ld_lead"),
        registers=service
        | actor.services("ld_lead")
        | (frozenset((EVERYWHERE,)) if actor.holds("administrator") else frozenset()),
        references=organisation,
        strategic=any(
            actor.holds(role) for role in ("hr_business_partner", "director_of_people", "board_quality_lead")
        ),
    )
