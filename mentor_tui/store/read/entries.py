"""Which entries of the journal say something that a person may read, and which of their values (people.md).

An entry is read with the record that it is about: :func:`told` gives the entries of records whose open values are
the person's to see. What a mentor and a mentee wrote for one another, and private notes, are asked about apart, by
:class:`Values`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from mentor_tui import records
from mentor_tui.access import EVERYWHERE
from mentor_tui.declare import Record
from mentor_tui.store.reading import Condition, Reader

#: records that hang on a pairing, and on a case
OF_PAIRING: Final = ("session", "excusal", "goal", "review", "action")
OF_CASE: Final = ("support_meeting", "pathway_update", "follow_up", "impact_review", "action")
#: what of a session somebody reads who is neither its mentor nor its mentee
OPEN_OF_SESSION: Final = frozenset(
    (
        "session_id",
        "pairing_id",
        "held_on",
        "confidence_score",
        "top_support_issue",
        "shared_summary",
        "recorded_on",
        "minutes",
        "mode",
        "acknowledged_on",
        "recorded_by_id",
    )
)
_REGISTERS = ("service", "meeting", "policy_change", "calendar_day", "list_word", "organisation")
_OF_STAFF = ("mentor", "training", "attendance", "observation", "placement")


def told(reader: Reader) -> Condition:
    """The entries `j` about records whose open values the person reads."""
    pairings, cases, people = reader.pairings("p"), reader.cases("c"), reader.register("s")
    managed = reader.managed("m")
    seen = reader.reach
    parts = [
        _within("pairing", f"SELECT p.id FROM pairing AS p WHERE {pairings.sql}"),
        _within("targeted_case", f"SELECT c.id FROM targeted_case AS c WHERE {cases.sql}"),
        *(_hanging(table, "pairing AS p", "p.id = x.pairing_id", pairings) for table in OF_PAIRING),
        *(_hanging(table, "targeted_case AS c", "c.id = x.case_id", cases) for table in OF_CASE),
        _within("action", "SELECT x.id FROM action AS x WHERE x.owner_id = :actor"),
        *(_hanging(table, "staff AS m", "m.id = x.staff_id", managed) for table in ("concern", "risk")),
        # A risk stands in the case that came of it.
        _hanging("risk", "targeted_case AS c", "c.staff_id = x.staff_id", cases),
        _within(
            "acknowledgement", "SELECT x.id FROM acknowledgement AS x WHERE x.acknowledged_by_id = :actor"
        ),
    ]
    if seen.registers or seen.reports:
        parts.append(_within("staff", f"SELECT s.id FROM staff AS s WHERE {people.sql}"))
        parts += [_hanging(table, "staff AS s", "s.id = x.staff_id", people) for table in _OF_STAFF]
    services = reader.services("v")
    of_figures = ("audit", "chart_change")
    parts += [_hanging(table, "service AS v", "v.id = x.service_id", services) for table in of_figures]
    if seen.sees_figures(None):
        parts.append("j.kind IN ('audit', 'chart_change')")
    if seen.strategic:
        parts.append("j.kind IN ('strategic_action', 'executive_review')")
    if EVERYWHERE in seen.registers or seen.services:
        parts.append("j.kind IN (" + ", ".join(f"'{table}'" for table in _REGISTERS) + ")")
    params = {**pairings.params, **cases.params, **people.params, **managed.params, **services.params}
    return Condition("(" + " OR ".join(parts) + ")", {**params, "actor": reader.actor.id})


def _within(table: str, keys: str) -> str:
    return f"(j.kind = '{table}' AND j.record IN ({keys}))"


def _hanging(table: str, parent: str, on: str, may: Condition) -> str:
    return _within(table, f"SELECT x.id FROM {table} AS x JOIN {parent} ON {on} WHERE {may.sql}")


@dataclass(frozen=True, slots=True)
class Values:
    """Which values of one record its reader sees; the open ones only where :func:`told` has the entry."""

    #: neither of the two people sees more than what is open
    own: bool
    mentee: bool
    #: who recorded it, where the record says; blank otherwise
    recorded_by: str
    actor: str
    record: Record

    @property
    def among_people(self) -> bool:
        """Whether it belongs to a pairing or case: whoever reads that reads the names in it."""
        return self.record.table in _TWO_PEOPLE

    def shown(self, name: str, written_by: str | None, told: bool) -> bool:
        """Whether the value of a field is shown that ``written_by`` (a key) wrote in an entry."""
        field = self.record.by_name[name]
        if field.share == "private":
            # What an earlier mentor wrote was between the two of them: see Reader.notes.
            by_others = {self.recorded_by, written_by or ""} - {"", self.actor}
            return self.own and (self.mentee or not by_others)
        if self.record.name == "session" and name not in OPEN_OF_SESSION:
            return self.own
        return told


def values_of(reader: Reader, record: Record, key: str) -> Values:
    """How the person stands to a record."""
    two_people = _TWO_PEOPLE.get(record.table, "")
    pairs = reader.store.rows(two_people, {"key": key}) if two_people else []
    me = reader.actor.id
    recorded_by = None
    if pairs and "recorded_by_id" in record.by_name:
        recorded_by = reader.store.value(
            f'SELECT recorded_by_id FROM "{record.table}" WHERE id = :key', {"key": key}
        )
    return Values(
        own=any(me in pair for pair in pairs),
        mentee=any(me == mentee for _, mentee in pairs),
        recorded_by=recorded_by or "",
        actor=me,
        record=record,
    )


def _people_of(table: str) -> str:
    """Mentor and mentee of the pairing or case that a record hangs on, by the links that it declares."""
    links = records.BY_TABLE[table].links
    queries = []
    if table == "pairing" or "pairing_id" in links:
        join = "p.id = x.id" if table == "pairing" else "p.id = x.pairing_id"
        queries.append(
            f"SELECT p.mentor_id, p.mentee_id FROM {table} AS x JOIN pairing AS p ON {join} WHERE x.id = :key"
        )
    if table == "targeted_case" or "case_id" in links:
        join = "c.id = x.id" if table == "targeted_case" else "c.id = x.case_id"
        queries.append(
            f"SELECT c.mentor_id, c.staff_id FROM {table} AS x JOIN targeted_case AS c ON {join} WHERE x.id = :key"
        )
    return " UNION ALL ".join(queries)


_TWO_PEOPLE = {table: _people_of(table) for table in {"pairing", "targeted_case", *OF_PAIRING, *OF_CASE}}
