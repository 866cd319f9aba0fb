"""The whole of a person's list, as the rules say it, and the services that they answer for.

The rules say what is due (:mod:`mentor_tui.rules`); this finds the records that they need, the names that go with
them, and what opens them. What pathway A asks is at hand sooner in :mod:`mentor_tui.store.read.todo`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from mentor_tui.access import EVERYWHERE
from mentor_tui.rules.due import due_of
from mentor_tui.rules.items import DueItem
from mentor_tui.rules.view import Compliance, View
from mentor_tui.store import loading
from mentor_tui.store.facts import Counted
from mentor_tui.store.read.mine import mine, scope_of
from mentor_tui.store.read.slots import chunks, marks
from mentor_tui.store.read.todo import Opens, Todo, named
from mentor_tui.store.reading import Reader
from mentor_tui.store.schedules import load_policy


def todos(reader: Reader) -> list[Todo]:
    """The person's list, the longest overdue first."""
    store, today = reader.store, reader.today
    policy = load_policy(store)
    scope = scope_of(reader, policy)
    organisation = loading.organisation(store, scope)
    # Only the director's list hangs on the months of services.
    director = reader.actor.holds("director_of_people")
    counted: Compliance = Counted(store, today) if director else {}
    key_of = dict[str, str](store.rows("SELECT ref, id FROM service"))
    items = mine(reader, due_of(View(organisation, today, counted)), key_of)
    return _in_words(reader, items, key_of)


# -- names and keys --------------------------------------------------------------------------------


class _Known(NamedTuple):
    """What is known of a subject: its key, whom it is about, the rest."""

    key: str
    who: str
    more: str = ""
    pairing: str = ""


def _in_words(reader: Reader, items: Sequence[DueItem], key_of: Mapping[str, str]) -> list[Todo]:
    services = dict(reader.store.rows("SELECT ref, name FROM service"))
    by_kind: dict[str, list[str]] = {}
    for item in items:
        by_kind.setdefault(_kind_of_subject(item.kind), []).append(item.subject)
    known = {kind: _READERS[kind](reader, refs) for kind, refs in by_kind.items() if kind in _READERS}
    windows = _windows(reader, [i for i in items if i.kind == "A2"], known.get("pairing", {}))
    found = []
    for item in items:
        one = known.get(_kind_of_subject(item.kind), {}).get(item.subject)
        who = one.who if one else services.get(item.subject, "")
        more = (
            windows.get((item.subject, item.slot or 0), "") if item.kind == "A2" else one.more if one else ""
        )
        found.append(
            Todo(
                item.kind,
                item.subject,
                item.due_on,
                str(item.state),
                who,
                services.get(item.service or "", ""),
                more,
                _opens(item, one, key_of),
                item.slot,
                item.period or "",
            )
        )
    return found


def _kind_of_subject(kind: str) -> str:
    if kind in ("A2", "A3"):
        return "pairing"
    if kind in ("A1", "B1"):
        return "staff"
    if kind in ("A4", "C4"):
        return {"A4": "action", "C4": "strategic_action"}[kind]
    return "case" if kind.startswith("B") else "service"


def _opens(item: DueItem, one: _Known | None, key_of: Mapping[str, str]) -> Opens | None:
    match item.kind:
        case "A5" if service := key_of.get(item.service or ""):
            return Opens("audit", (service, item.period or ""))
        case "C1" | "C2":
            return Opens("report", (item.kind, item.period or ""))
        case "C3" if service := key_of.get(item.subject):
            return Opens("strategic_entry", ("", service))
        case "C4":
            return Opens("executive_review", (item.subject,))
        case "C5":
            return Opens("board", (item.period or "",))
        case "A1" if one:
            return Opens("allocation", (one.key,))
        case "A2" if one:
            return Opens("session", (one.key,))
        case "A3" if one:
            return Opens("review", (one.key,))
        case "A4" if one:
            return Opens("action", (one.key,))
        case "B1" if one:
            return Opens("case_entry", (one.key,))
        case kind if one and kind in CLEARS:
            return Opens(CLEARS[kind], (one.key,))
    return Opens("pairing", (one.pairing,)) if one and one.pairing else None


CLEARS: Mapping[str, str] = {
    "B1S": "sign_off",
    "B2": "support_meeting",
    "B3": "pathway_update",
    "B4": "follow_up",
    "B5": "impact_review",
    "B5C": "case_close",
}
"""The form that clears what a case waits for, by the code of its item."""


def _pairings(reader: Reader, refs: Sequence[str]) -> dict[str, _Known]:
    may = reader.pairings("p")
    return {
        ref: _Known(key, name or ref)
        for ref, key, name in _by_ref(
            reader,
            f"SELECT p.ref, p.id, CASE WHEN {may.sql} THEN m.name END FROM pairing AS p "
            "JOIN staff AS m ON m.id = p.mentee_id WHERE p.ref IN ({refs})",
            refs,
            may.params,
        )
    }


def _people(reader: Reader, refs: Sequence[str]) -> dict[str, _Known]:
    may = reader.staff("s")
    return {
        ref: _Known(key, name or ref, str(start or ""), pairing or "")
        for ref, key, name, start, pairing in _by_ref(
            reader,
            f"SELECT s.ref, s.id, CASE WHEN {may.sql} THEN s.name END, s.employment_start, "
            "(SELECT p.id FROM pairing AS p WHERE p.mentee_id = s.id ORDER BY p.started_on DESC LIMIT 1) "
            "FROM staff AS s WHERE s.ref IN ({refs})",
            refs,
            may.params,
        )
    }


def _actions(reader: Reader, refs: Sequence[str]) -> dict[str, _Known]:
    may = named(reader)
    return {
        ref: _Known(key, name or "", str(what))
        for ref, key, what, name in _by_ref(
            reader,
            f"SELECT a.ref, a.id, a.action, CASE WHEN {may.sql} THEN m.name END FROM action AS a "
            "LEFT JOIN pairing AS p ON p.id = a.pairing_id LEFT JOIN targeted_case AS c ON c.id = a.case_id "
            "LEFT JOIN staff AS m ON m.id = coalesce(p.mentee_id, c.staff_id) WHERE a.ref IN ({refs})",
            refs,
            may.params,
        )
    }


def _cases(reader: Reader, refs: Sequence[str]) -> dict[str, _Known]:
    may = reader.cases("c")
    return {
        ref: _Known(key, name or ref)
        for ref, key, name in _by_ref(
            reader,
            f"SELECT c.ref, c.id, CASE WHEN {may.sql} THEN m.name END FROM targeted_case AS c "
            "JOIN staff AS m ON m.id = c.staff_id WHERE c.ref IN ({refs})",
            refs,
            may.params,
        )
    }


_READERS = {"pairing": _pairings, "staff": _people, "action": _actions, "case": _cases}


def _by_ref(
    reader: Reader, sql: str, refs: Sequence[str], params: Mapping[str, Any]
) -> Iterator[tuple[Any, ...]]:
    for some in chunks(sorted(set(refs))):
        listed, more = marks(some)
        yield from reader.store.rows(sql.replace("{refs}", listed), {**params, **more})


def _windows(
    reader: Reader, items: Sequence[DueItem], pairings: Mapping[str, _Known]
) -> dict[tuple[str, int], str]:
    """The last day of the window of each session that is due."""
    ref_of = {one.key: ref for ref, one in pairings.items()}
    found: dict[tuple[str, int], str] = {}
    for some in chunks([pairings[i.subject].key for i in items if i.subject in pairings]):
        listed, params = marks(some)
        for pairing, number, ends in reader.store.rows(
            f"SELECT pairing_id, number, ends_on FROM slot WHERE pairing_id IN ({listed})", params
        ):
            found[ref_of[pairing], number] = ends
    return found


# -- the month of one's services -------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class ServiceMonth:
    """One service, for the line that a manager sees of it."""

    key: str
    ref: str
    name: str


def my_services(reader: Reader) -> list[ServiceMonth]:
    """The services that a manager answers for, by name; none for those whose work is with people alone."""
    seen = reader.reach.services
    if not seen:
        return []
    condition = reader.services("v")
    if EVERYWHERE in seen:
        sql = "1 = 1"
        params: Mapping[str, Any] = {}
    else:
        sql, params = condition.sql, condition.params
    return [
        ServiceMonth(*row)
        for row in reader.store.rows(
            f"SELECT v.id, v.ref, v.name FROM service AS v WHERE {sql} "
            "AND (v.closed_on IS NULL OR v.closed_on >= :day) ORDER BY v.name",
            {**params, "day": reader.today.isoformat()},
        )
    ]
