"""Every reading of the store for every person: what stands in it is theirs to read (people.md).

A reading that is new and not among ARGUMENTS fails here; so does a field or a record that is not in the table.
"""

from __future__ import annotations

import importlib
import inspect
import pkgutil
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from mentor_tui import records
from mentor_tui.calendar import Period
from mentor_tui.catalogue import keys_of
from mentor_tui.policy import SETTINGS
from mentor_tui.store import read
from mentor_tui.store.read import (
    audit,
    audit_records,
    cases,
    entries,
    pairing,
    reports,
    risk,
    sight,
    today,
)
from mentor_tui.store.read.journal import Filter
from mentor_tui.store.reading import Reader
from mentor_tui.store.schedules import load_policy
from tests.permissions.organisation import CANARY, TODAY, Organisation
from tests.permissions.table import ALIKE, EVERYBODY, readers_of, strays

Calls = Iterable[tuple[Any, ...]]
Arguments = Callable[[Organisation, Reader], Calls]

JANUARY, QUARTER = Period.month("2026-01"), Period.quarter("2025-Q4")


def none(_: Organisation, __: Reader) -> Calls:
    return ((),)


def of(table: str) -> Arguments:
    """Each key of a table, whoever asks: keys can be guessed."""
    return lambda org, _: [(key,) for key in org.keys(table)]


def all_of(table: str) -> Arguments:
    return lambda org, _: [(org.keys(table),)]


def found(*words: str) -> Arguments:
    """A filter of a list: what it can be, and a word that a name begins with."""
    return lambda _, __: [(which, "QX") for which in words]


def scoped(*more: Any) -> Arguments:
    return lambda _, reader: [(scope, *more) for scope in audit.scopes(reader)]


def heads(ask: Callable[[Reader, str], Any], table: str) -> Arguments:
    """What is read with the head of a pairing or case: nobody has one who may not see it."""
    return lambda org, reader: [(head,) for key in org.keys(table) if (head := ask(reader, key))]


def _standing(kinds: Iterable[str]) -> Arguments:
    def calls(org: Organisation, _: Reader) -> Calls:
        for kind in (records.BY_NAME[name] for name in kinds):
            yield from ((kind, key) for key in org.keys(kind.table))

    return calls


def _of_parent(kinds: Iterable[str], parent: str) -> Arguments:
    def calls(org: Organisation, _: Reader) -> Calls:
        for kind in (records.BY_NAME[name] for name in kinds):
            column = "id" if kind.table == parent else "pairing_id" if parent == "pairing" else "case_id"
            rows = org.store.rows(f'SELECT id, {column} FROM "{kind.table}" WHERE {column} IS NOT NULL')
            yield from ((kind, key, owner) for key, owner in rows)

    return calls


def _history(org: Organisation, _: Reader) -> Calls:
    return ((kind, key) for kind in records.ALL for key in org.keys(kind.table))


def _entries(org: Organisation, _: Reader) -> Calls:
    """Every entry of what is somebody's own, and the first and last of each register."""
    by_kind: dict[str, list[str]] = {}
    for key, kind in org.store.rows("SELECT id, kind FROM journal ORDER BY id"):
        by_kind.setdefault(kind, []).append(key)
    hanging = {*entries.OF_PAIRING, *entries.OF_CASE, "pairing", "targeted_case", "concern", "risk"}
    for kind, keys in by_kind.items():
        yield from ((key,) for key in (keys if kind in hanging else {keys[0], keys[-1]}))


def _filters(org: Organisation, _: Reader) -> Iterator[tuple[Any, ...]]:
    yield (Filter(), 10_000)
    yield (Filter(find="QX"), 10_000)
    yield (Filter(person=org.key["mentor"]), 10_000)


def _raised(org: Organisation, reader: Reader) -> Calls:
    from mentor_tui.store import facts

    return [(sight.Sight(reader).alerts(facts.alerts(org.store, TODAY)),)]


def _proofs(org: Organisation, _: Reader) -> Calls:
    """The records behind every reason that there is, asked for by everybody."""
    everything = Reader(org.store, org.actor("HR coordinator"), TODAY)
    elsewhere = Reader(org.store, org.actor("manager elsewhere"), TODAY)
    for one in (*risk.profile(everything), *risk.profile(elsewhere)):
        yield from ((one.key, reason) for reason in one.reasons)


def _todos(org: Organisation, _: Reader) -> Calls:
    """Other people's lists, asked about by everybody."""
    return [
        (one,)
        for who in ("mentor", "mentor of the case", "registered manager", "manager elsewhere")
        for one in today.todos(org.reader(who))[:6]
    ]


def _mine(org: Organisation, _: Reader) -> Calls:
    from mentor_tui.store import facts

    keys = dict[str, str](org.store.rows("SELECT ref, id FROM service"))
    return [(facts.due(org.store, TODAY), keys)]


def _behind(_: Organisation, reader: Reader) -> Iterator[Any]:
    """The records behind every figure."""
    for scope in audit.scopes(reader)[:1]:
        for period in (JANUARY, QUARTER):
            for key in keys_of(period.kind):
                yield audit_records.RecordsBehind(reader, scope, period, key).page(None, 0, 50)


#: module.function: what it is asked with, whoever asks
ARGUMENTS: dict[str, Arguments] = {
    "actions.visible": none,
    "actions.keys": found("mine", "open", "closed"),
    "actions.tally": none,
    "actions.lines": all_of("action"),
    "actions.story": of("action"),
    "audit.scopes": none,
    "audit.month": scoped(JANUARY),
    "audit.figure": scoped("sessions_on_schedule", JANUARY),
    "audit.late": scoped("action_completion", JANUARY),
    "audit.frozen_now": lambda _, reader: [(scope, JANUARY) for scope in audit.scopes(reader) if scope.key],
    "audit.series": scoped("sessions_on_schedule", JANUARY),
    "audit.what_was_signed": lambda _, reader: [
        *(("A5", scope, JANUARY) for scope in audit.scopes(reader)),
        ("C1", reports.ALL, JANUARY),
        ("C5", reports.ALL, QUARTER),
    ],
    "case_story.story": of("targeted_case"),
    "case_story.closing_of": lambda _, __: [(None,)],
    "cases.keys": found("open", "closed", "all"),
    "cases.lines": all_of("targeted_case"),
    "cases.view_of_cases": lambda _, reader: [(cases.keys(reader, "all"),)],
    "cases.head": of("targeted_case"),
    "cases.record": _of_parent(
        ("case", "support_meeting", "pathway_update", "follow_up", "impact_review", "action"), "targeted_case"
    ),
    "cases.closed_otherwise": lambda _, __: [(None, TODAY)],
    "chart_changes.of_chart": scoped("sessions_on_schedule"),
    "chart_changes.may_record": scoped(),
    "chart_changes.scope_of": lambda org, _: [("",), (org.key["ASH"],), (org.key["OAK"],)],
    "compliance.keys": found("all", "open", "cases"),
    "compliance.courses": none,
    "compliance.lines": all_of("staff"),
    "entries.told": none,
    "entries.values_of": lambda _, __: [],  # yes and no, of one record
    "escalations.escalations": none,
    "escalations.one": lambda org, _: [(org.key["escalation of pairing"],)],
    "governance.calendar_of": none,
    "governance.looking_ahead": lambda _, __: [],  # what the rules see, not what a person does
    "governance.coming": none,
    "history.history": _history,
    "holders.holders": lambda _, __: [(name,) for name in ("session", "review", "action", "goal")],
    "holders.who_hold": lambda org, _: [
        (role, org.key[at]) for role in ("mentor", "hr_coordinator") for at in ("ASH", "OAK")
    ],
    "journal.scope": none,
    "journal.count": lambda _, __: [(Filter(),)],
    "journal.lines": _filters,
    "journal.whole": _entries,
    "mentors.starters": none,
    "mentors.mentors": none,
    "mine.scope_of": lambda org, _: [(load_policy(org.store),)],
    "mine.mine": _mine,
    "month_so_far.month_lines": none,
    "notices.notices": none,
    "notices.in_words": _raised,
    "oversight.league": lambda _, __: [(JANUARY,)],
    "oversight.alerts_of_services": none,
    "oversight.heat": lambda _, __: [(JANUARY,)],
    "pairing.head": of("pairing"),
    "pairing.story": of("pairing"),
    "pairing.actions_of": lambda org, _: [
        *(("pairing_id", key) for key in org.keys("pairing")),
        *(("case_id", key) for key in org.keys("targeted_case")),
    ],
    "pairings.keys": lambda _, __: [(which, "mentee", "QX") for which in ("open", "ended", "all")],
    "pairings.lines": all_of("pairing"),
    "palette.found": lambda _, __: [("QX",), ("case",), ("session QX",)],
    "people.keys": found("staff", "mentors", "training", "left"),
    "people.lines": all_of("staff"),
    "people.whose": of("staff"),
    "people.mentor_row": of("staff"),
    "people.sees_concerns": of("staff"),
    "people.story": of("staff"),
    "people.standing": _standing(("staff", "mentor", "training", "attendance", "observation", "concern")),
    "people.called": lambda _, __: [("QX",)],
    "people.colleagues": none,
    "people.services": none,
    "people.courses": none,
    "reports.may_read": none,
    "reports.may_sign": lambda _, __: [("C1",)],
    "reports.report": lambda _, __: [("C1", JANUARY), ("C2", JANUARY), ("C5", QUARTER)],
    "reports.story": lambda _, __: [(QUARTER,)],
    "reports.frozen_now": lambda _, __: [(JANUARY,)],
    "reports.moved": lambda _, reader: [(reports.report(reader, "C1", JANUARY),)],
    "reviews.keys": found("open", "done"),
    "reviews.waiting": none,
    "reviews.lines": lambda org, _: [
        (
            [
                *(f"due:{key}" for key in org.keys("pairing")),
                *(f"done:{key}" for key in org.keys("review")),
            ],
        )
    ],
    "reviews.basis": of("pairing"),
    "reviews.evidence": lambda org, reader: [
        (*head, TODAY) for head in heads(pairing.head, "pairing")(org, reader)
    ],
    "reviews.plan_due": lambda org, reader: [
        (*head, TODAY) for head in heads(pairing.head, "pairing")(org, reader)
    ],
    "risk.reads_profile": none,
    "risk.profile": lambda org, _: [(), *((key,) for key in org.keys("staff"))],
    "risk.identified_on": of("staff"),
    "risk.may_record": lambda org, _: [("risk", key) for key in org.keys("staff")],
    "risk.proofs": _proofs,
    "session_entry.basis": of("pairing"),
    "session_entry.issues": none,
    "session_entry.open_goals": of("pairing"),
    "session_entry.record": _of_parent(
        ("pairing", "session", "excusal", "goal", "review", "action"), "pairing"
    ),
    "session_entry.stands_in": lambda _, __: [],  # asked by the two above, with a head
    "session_entry.by_its_key": lambda org, _: [(records.SESSION, key, "") for key in org.keys("session")],
    "session_entry.owners": lambda org, reader: [
        *heads(pairing.head, "pairing")(org, reader),
        *heads(cases.head, "targeted_case")(org, reader),
    ],
    "settings.administers": none,
    "settings.standing": _standing(("staff", "person", "service", "calendar_day", "policy_change")),
    "settings.services": none,
    "settings.calendar_days": none,
    "settings.meetings": none,
    "settings.words_of_lists": none,
    "settings.organisation": none,
    "settings.policies": none,
    "settings.same_day_change": lambda _, __: [(next(iter(SETTINGS)), TODAY)],
    "settings.people": lambda _, __: [("", 100, 0)],
    "settings.count_people": lambda _, __: [("",)],
    "strategic.lines": none,
    "strategic.line": of("strategic_action"),
    "strategic.standing": of("strategic_action"),
    "strategic.may_approve": none,
    "strategic.may_follow_up": none,
    "strategic.wanted": none,
    "strategic.services": none,
    "strategic.executives": none,
    "today.todos": none,
    "today.my_services": none,
    "todo.at_once": none,
    "todo.named": none,
    "todo.writing": none,
    "todo.history": _todos,
}
#: classes that read for a person, and everything that each is asked
CLASSES: dict[str, Callable[[Organisation, Reader], Iterator[Any]]] = {
    "audit_records.RecordsBehind": _behind,
    # Gives truth values alone, of what is filtered elsewhere.
    "sight.Sight": lambda _, __: iter(()),
    # Puts one value into words, for the journal.
    "names.Names": lambda _, __: iter(()),
}


def modules() -> Iterator[Any]:
    for one in pkgutil.iter_modules(read.__path__):
        yield importlib.import_module(f"{read.__name__}.{one.name}")


def readings() -> dict[str, Callable[..., Any]]:
    """Every public function of the store's readings that takes a reader."""
    found: dict[str, Callable[..., Any]] = {}
    for module in modules():
        for name, function in inspect.getmembers(module, inspect.isfunction):
            asks = [one.annotation for one in inspect.signature(function).parameters.values()]
            own = function.__module__ == module.__name__ and not name.startswith("_")
            if own and asks and asks[0] in ("Reader", Reader):
                found[f"{module.__name__.rpartition('.')[2]}.{name}"] = function
    return found


def classes() -> set[str]:
    """Every public class of the store's readings that is made with a reader."""
    return {
        f"{module.__name__.rpartition('.')[2]}.{name}"
        for module in modules()
        for name, one in inspect.getmembers(module, inspect.isclass)
        if one.__module__ == module.__name__ and not name.startswith("_")
        if "Reader" in str(inspect.signature(one))
    }


READINGS = readings()


def test_every_reading_is_listed() -> None:
    assert set(READINGS) == set(ARGUMENTS), "a reading is new: say what it is asked with"
    assert classes() == set(CLASSES), "a class that reads is new: say what it is asked"


def test_every_field_is_in_the_table(organisation: Organisation) -> None:
    for where in organisation.canaries.words:
        assert readers_of(where) <= EVERYBODY, where


def words_in(answer: Any) -> set[str]:
    """The words that stand in an answer, however deep."""
    if inspect.isgenerator(answer):
        answer = list(answer)
    return set(CANARY.findall(repr(answer)))


def asked(organisation: Organisation, reader: Reader) -> Iterator[tuple[str, set[str]]]:
    """Every reading with what was found in it."""
    for name, arguments in ARGUMENTS.items():
        found: set[str] = set()
        for call in arguments(organisation, reader):
            found |= words_in(READINGS[name](reader, *call))
        yield name, found
    for name, ask in CLASSES.items():
        yield name, {word for answer in ask(organisation, reader) for word in words_in(answer)}


def test_everybody_reads_what_is_theirs_and_nothing_else(organisation: Organisation) -> None:
    canaries = organisation.canaries
    wrong, read_by_somebody = [], set()
    for who in sorted(EVERYBODY - ALIKE):
        for name, found in asked(organisation, organisation.reader(who)):
            wrong += [f"{who} reads {where} by {name}" for where in strays(canaries, who, found)]
            read_by_somebody |= found
    assert not wrong, "\n".join(wrong)
    # The walk goes past everything: nothing stands in the database that nobody was shown.
    never = {where for where, word in canaries.words.items() if word not in read_by_somebody}
    assert never == {where for where in never if where.startswith("draft of ")}
