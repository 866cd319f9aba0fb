"""Who may read what, from people.md, declared once: every face is held to this table.

A field of a record that is new and not in the table fails in :func:`readers_of`; so does a person in a relation
that the table does not know.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from tests.permissions.organisation import CASES, PAIRINGS, PEOPLE, Canaries

Readers = frozenset[str]

EVERYBODY: Readers = frozenset(PEOPLE) - {"leaver"}
"""A leaver reads nothing."""

ALIKE: Readers = frozenset(("HR coordinator elsewhere", "mentee elsewhere"))
"""People who read as others do: they are in the table, and nobody asks for them."""


def holders(role: str, service: str) -> Readers:
    """Those who hold a role for a service today."""
    return frozenset(
        who
        for who, (home, _, roles) in PEOPLE.items()
        if who in EVERYBODY
        and (f"{role}@*" in roles or f"{role}@{service}" in roles or (role in roles and home == service))
    )


def _any_of(service: str, *roles: str) -> Readers:
    return frozenset().union(*(holders(role, service) for role in roles))


def managers(service: str) -> Readers:
    """Those who read pairings and cases of the service, with names."""
    return _any_of(service, "hr_coordinator", "operations_manager", "registered_manager")


ADMINISTRATORS: Readers = _any_of("ASH", "administrator") | _any_of("OAK", "administrator")
#: figures of all services, and references without names
REFERENCES: Readers = ADMINISTRATORS | _any_of(
    "", "data_analyst", "hr_business_partner", "director_of_people", "board_quality_lead"
)
STRATEGIC: Readers = _any_of("", "hr_business_partner", "director_of_people", "board_quality_lead")


def _line_manager(who: str) -> Readers:
    """The line manager of somebody, if they hold the role: own reports."""
    manager = PEOPLE[who][1]
    return frozenset((manager,)) if manager and "line_manager" in PEOPLE[manager][2] else frozenset()


def of_pairing(name: str) -> Readers:
    """Its mentor and mentee, the mentee's line manager, those who look after the service."""
    mentee, mentor, service = PAIRINGS[name]
    return frozenset((mentee, mentor)) | _line_manager(mentee) | managers(service)


def of_case(name: str) -> Readers:
    """The same for a case, with the L&D lead of the service."""
    staff, mentor, service = CASES[name]
    return frozenset((staff, mentor)) | _line_manager(staff) | managers(service) | holders("ld_lead", service)


def of_parent(name: str) -> Readers:
    """Of a pairing or a case."""
    return of_case(name) if name in CASES else of_pairing(name)


def two_people(name: str) -> Readers:
    """Private notes: the mentor and the mentee alone."""
    return frozenset((CASES[name] if name in CASES else PAIRINGS[name])[:2])


def of_action(name: str) -> Readers:
    """Those who read its pairing or case. An owner besides, of the action alone."""
    return of_parent(name) | ({"owner of an action"} if name == "pairing" else frozenset())


def _home(who: str) -> str:
    return PEOPLE[who][0]


def on_register(who: str) -> Readers:
    """The register of staff: those who look after the service, the L&D lead, own line manager, oneself."""
    if not _home(who):
        return ADMINISTRATORS | {who}
    readers = managers(_home(who)) | holders("ld_lead", _home(who)) | _line_manager(who)
    return (readers | ADMINISTRATORS | {who}) & EVERYBODY


def progress(who: str) -> Readers:
    """The register, and those who mentor the person: they read the mentee's progress, whole."""
    return on_register(who) | {
        mentor for mentee, mentor, _ in (*PAIRINGS.values(), *CASES.values()) if mentee == who
    }


def concerns(who: str) -> Readers:
    """Those who manage the person."""
    return managers(_home(who)) | _line_manager(who)


def risks(who: str) -> Readers:
    """Those who manage the person, and whoever reads a case that came of it."""
    return concerns(who).union(*(of_case(name) for name, (staff, _, _) in CASES.items() if staff == who))


def _around(name: str) -> Readers:
    """The people around a pairing or case: they are named in it to those who read it."""
    mentee, mentor, service = (CASES if name in CASES else PAIRINGS)[name]
    people = {mentee, mentor, PEOPLE[mentee][1], *managers(service), *holders("ld_lead", service)}
    return frozenset(people | ({"owner of an action"} if name == "pairing" else set()))


def _who_may_own_an_action(name: str) -> Readers:
    """Those who hold a role in its service are offered to whoever sets an action; mentees are not."""
    service = (CASES if name in CASES else PAIRINGS)[name][2]
    return frozenset(
        who for who, (home, _, roles) in PEOPLE.items() if home == service and roles and roles != ("mentee",)
    )


def _sets_actions(name: str) -> Readers:
    mentee, mentor, service = (CASES if name in CASES else PAIRINGS)[name]
    return frozenset((mentor,)) | _line_manager(mentee) | holders("registered_manager", service)


#: who may be an executive owner: they are offered to the director, who approves interventions
_EXECUTIVES: Readers = STRATEGIC | _any_of("", "data_analyst").union(
    *(_any_of(at, "registered_manager", "operations_manager") for at in ("ASH", "OAK"))
)


def called(who: str) -> Readers:
    """Who may read somebody's name: never those who see figures alone, but for the executive owner."""
    readers = on_register(who) | progress(who)
    for name in (*PAIRINGS, *CASES):
        if who in _around(name):
            readers |= of_parent(name)
        if who in _who_may_own_an_action(name):
            readers |= _sets_actions(name)
    if who in _EXECUTIVES:
        readers |= {"director"}
    # One knows one's own line manager, and who recorded the action that one owns.
    readers |= {other for other, (_, manager, _) in PEOPLE.items() if manager == who}
    if who == "mentor":
        readers |= {"owner of an action"}
    if who == "director":
        # The executive owner of the strategic actions, who is named in them.
        readers |= STRATEGIC
    return readers & EVERYBODY


def figures(service: str) -> Readers:
    """Those who read the figures of a service, blank for the whole organisation."""
    if not service:
        return REFERENCES
    return REFERENCES | managers(service) | (holders("line_manager", service) if service else frozenset())


def _of_audit(name: str) -> Readers:
    return figures(name.split()[2] if len(name.split()) > 2 else "")


def everybody(_: str) -> Readers:
    return EVERYBODY


def strategic(_: str) -> Readers:
    return STRATEGIC


def _told(name: str) -> Readers:
    """What somebody wrote about an escalation of a pairing: those who read the pairing."""
    return of_pairing(name.removeprefix("escalation of "))


def _at(name: str) -> str:
    """The service of a pairing, case or person."""
    parents = {**CASES, **PAIRINGS}
    return parents[name][2] if name in parents else _home(name) if name in PEOPLE else ""


def by_reference(readers: Callable[[str], Readers]) -> Callable[[str], Readers]:
    """A reference without a name: besides those who read it whole, those who work with references.

    A line manager reads the figures of the service, and a figure opens to the references behind it.
    """
    return lambda name: (
        readers(name) | REFERENCES | (holders("line_manager", _at(name)) if _at(name) else frozenset())
    )


#: record: field: who reads it, of what it hangs on. A star stands for every field that is not named.
TABLE: Mapping[str, Mapping[str, Callable[[str], Readers]]] = {
    "organisation": {"*": everybody},
    "service": {"*": everybody},
    "staff": {
        "staff_id": by_reference(called),
        "name": called,
        "job_role": called,
        "leaving_reason": progress,
    },
    "person": {"staff_id": by_reference(called), "name": called},
    "mentor": {"expertise": on_register},
    "training": {"course": progress},
    "concern": {"summary": concerns},
    "risk": {"why": risks},
    "policy_change": {"*": everybody},
    "calendar_day": {"reason": everybody},
    "list_word": {"word": everybody},
    "pairing": {"pairing_id": by_reference(of_pairing), "why_this_mentor": of_pairing},
    "session": {
        "session_id": by_reference(of_pairing),
        "top_support_issue": of_pairing,
        "shared_summary": of_pairing,
        # Others see that it took place, the score, the top support issue, the summary and the actions.
        "went_well": two_people,
        "feedback": two_people,
        "reflection": two_people,
        "private_notes": two_people,
        "reason": of_pairing,
    },
    "excusal": {"reason": of_pairing},
    "goal": {"goal_id": by_reference(of_pairing), "goal": of_action, "progress": of_pairing},
    "review": {"comment": of_pairing},
    "action": {"action_id": by_reference(of_action), "*": of_action},
    "case": {"case_id": by_reference(of_case), "*": of_case},
    "support_meeting": {"private_notes": two_people, "*": of_case},
    "pathway_update": {"*": of_case},
    "follow_up": {"*": of_case},
    "impact_review": {"*": of_case},
    "strategic_action": {"strategic_action_id": by_reference(strategic), "*": strategic},
    "executive_review": {"*": strategic},
    "audit": {"comment": _of_audit},
    "acknowledgement": {"will_do": _told},
    "typed": {"": lambda name: frozenset((name.removeprefix("draft of "),))},
}


def readers_of(where: str) -> Readers:
    """Who may read the word that stands there. Raises AssertionError for a field that the table does not know."""
    hangs_on, _, rest = where.partition("/")
    record, _, name = rest.partition(".")
    fields = TABLE.get(record.split()[0])
    assert fields is not None, f"{where}: this record is new; say in the table who reads it"
    if name == "private_notes" and record.endswith(" earlier"):
        # Written when somebody else was the mentor: between the two of them.
        return frozenset((CASES if hangs_on in CASES else PAIRINGS)[hangs_on][:1])
    rule = fields.get(name.removesuffix(" corrected")) or fields.get("*")
    assert rule is not None, f"{where}: this field is new; say in the table who reads it"
    return rule(hangs_on)


def allowed(canaries: Canaries) -> Mapping[str, Readers]:
    """For every word, who may read it."""
    return {word: readers_of(where) for where, word in canaries.words.items()}


def strays(canaries: Canaries, who: str, found: Iterable[str]) -> list[str]:
    """Where the words came from that stand before somebody's eyes and are none of theirs."""
    places = canaries.places
    return sorted(places[word] for word in set(found) if who not in readers_of(places[word]))
