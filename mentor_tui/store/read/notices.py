"""The early warnings and escalations that a person sees (rules.md), a handful of pairings at a time.

Nothing here waits for the whole organisation: :func:`notices` gives what it has found after each handful, so
that a screen can show what is there and let keys through in between.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from mentor_tui.access import Standing, may_write
from mentor_tui.rules.alerts import alerts_of
from mentor_tui.rules.facts import Organisation
from mentor_tui.rules.raised import Alert
from mentor_tui.rules.view import Compliance, View
from mentor_tui.rules.wording import SENTENCE, SHORT, escalations_first
from mentor_tui.store import loading
from mentor_tui.store.facts import Counted
from mentor_tui.store.loading import Scope
from mentor_tui.store.read.slots import marks
from mentor_tui.store.read.todo import Opens
from mentor_tui.store.reading import Reader

#: pairings looked at together
HANDFUL = 100

_OF_SERVICES = frozenset(("W8", "E5"))
_OF_ORGANISATION = frozenset(("W7", "W9", "E6"))
#: the record that clears an alert of a case: the next review, meeting or follow-up
_CLEARS = {"W4": "impact_review", "W6": "support_meeting", "E3": "impact_review", "E4": "follow_up"}
_OF_CASES = frozenset(_CLEARS)


@dataclass(frozen=True, slots=True)
class Notice:
    """An early warning or escalation, with whom or what it is about."""

    alert: Alert
    who: str
    service: str
    opens: Opens | None

    @property
    def key(self) -> str:
        """The stable reference of its cause."""
        return self.alert.reference

    @property
    def short(self) -> str:
        """What it is, in a few words."""
        return SHORT[self.alert.code]

    @property
    def sentence(self) -> str:
        """What it is, as a sentence."""
        return SENTENCE[self.alert.code]

    @property
    def order(self) -> tuple[tuple[bool, int], date, str]:
        """Escalations first, each kind oldest first."""
        return (escalations_first(self.alert.code), self.alert.since, self.alert.subject)


def notices(reader: Reader) -> Iterator[list[Notice]]:
    """What is raised among the records that the person may read, found a part at a time."""
    seen: set[str] = set()
    names = _Names(reader)
    for part in _parts(reader):
        fresh = [alert for alert in part if alert.reference not in seen]
        seen.update(alert.reference for alert in fresh)
        yield names.with_names(fresh)


def in_words(reader: Reader, alerts: list[Alert]) -> list[Notice]:
    """Alerts that the person may see, each with whom it is about where the name may be read."""
    return _Names(reader).with_names(alerts)


def _parts(reader: Reader) -> Iterator[list[Alert]]:
    store, today = reader.store, reader.today
    services = _own_services(reader)
    counted: Compliance = Counted(store, today) if services else {}
    yield [
        alert
        for alert in _raised(reader, Scope(oversight=reader.reach.strategic), counted)
        if (alert.code in _OF_SERVICES and alert.subject in services)
        or (alert.code in _OF_ORGANISATION and reader.reach.references)
    ]
    if cases := _case_query(reader):
        yield [one for one in _raised(reader, cases) if one.code in _OF_CASES | {"E2", "W5"}]
    keys = _pairing_keys(reader)
    for start in range(0, len(keys), HANDFUL):
        listed, params = marks(keys[start : start + HANDFUL])
        mentees = f"SELECT mentee_id FROM pairing WHERE id IN ({listed})"
        scope = Scope(
            pairings=f"SELECT id FROM pairing WHERE id IN ({listed})",
            staff=mentees,
            concerns=mentees,
            params=params,
        )
        yield _raised(reader, scope)


def _raised(reader: Reader, scope: Scope, counted: Compliance | None = None) -> list[Alert]:
    organisation: Organisation = loading.organisation(reader.store, scope)
    return alerts_of(View(organisation, reader.today, {} if counted is None else counted))


def _own_services(reader: Reader) -> frozenset[str]:
    condition = reader.services("v")
    return frozenset(
        ref
        for (ref,) in reader.store.rows(
            f"SELECT v.ref FROM service AS v WHERE {condition.sql}", condition.params
        )
    )


def _case_query(reader: Reader) -> Scope | None:
    """The cases that the person reads; those who work with references see all of them, without names."""
    condition = reader.cases("c")
    sql, params = condition.sql, dict(condition.params)
    if reader.reach.references and reader.reach.strategic:
        sql, params = "1 = 1", {}
    cases = f"SELECT c.id FROM targeted_case AS c WHERE {sql}"
    if not reader.store.value(f"SELECT 1 FROM targeted_case AS c WHERE {sql} LIMIT 1", params):
        return None
    people = f"SELECT staff_id FROM targeted_case WHERE id IN ({cases})"
    return Scope(cases=cases, staff=people, concerns=people, params=params)


def _pairing_keys(reader: Reader) -> list[str]:
    """The pairings that the person reads and that can raise something: active, or with an open action."""
    condition = reader.pairings("p")
    params: dict[str, Any] = {**condition.params, "day": reader.today.isoformat()}
    rows = reader.store.rows(
        "SELECT p.id FROM pairing AS p JOIN staff AS m ON m.id = p.mentee_id "
        f"WHERE {condition.sql} AND p.started_on <= :day AND (((p.ended_on IS NULL OR p.ended_on > :day) "
        "AND (m.employment_end IS NULL OR m.employment_end >= :day)) OR EXISTS (SELECT 1 FROM action AS x "
        "WHERE x.pairing_id = p.id AND x.completed_on IS NULL AND x.cancelled_on IS NULL)) "
        "ORDER BY p.started_on DESC",
        params,
    )
    return [key for (key,) in rows]


class _Names:
    """Whom alerts are about; without a name where the person may not read it."""

    def __init__(self, reader: Reader) -> None:
        self._reader = reader
        self._services = dict(reader.store.rows("SELECT ref, name FROM service"))
        self._keys = dict(reader.store.rows("SELECT ref, id FROM service"))

    def with_names(self, alerts: list[Alert]) -> list[Notice]:
        """The alerts with their names."""
        refs = sorted({alert.subject for alert in alerts})
        known: dict[tuple[str, str], tuple[str, Opens | None]] = {}
        for start in range(0, len(refs), 400):
            known |= self._look_up(refs[start : start + 400])
        found = []
        for alert in alerts:
            who, opens = known.get((_kind(alert.code), alert.subject), (alert.subject, None))
            if alert.code in _OF_SERVICES:
                who = self._services.get(alert.subject, alert.subject)
                opens = self._of_service(alert)
            elif alert.code == "W7":
                who = "The whole organisation"
            elif alert.code in ("W9", "E6") and self._reader.reach.strategic:
                opens = Opens("strategic_action", (alert.subject,))
            found.append(Notice(alert, who, self._services.get(alert.service or "", ""), opens))
        return found

    def _of_service(self, alert: Alert) -> Opens | None:
        """An escalation of a service opens as work; a warning opens the service's month."""
        key = self._keys.get(alert.subject)
        if alert.is_escalation:
            return Opens("escalation", (alert.reference,))
        return Opens("audit", (key,)) if key else None

    def _look_up(self, refs: list[str]) -> dict[tuple[str, str], tuple[str, Opens | None]]:
        listed, params = marks(refs)
        reader = self._reader
        mine, cases, people = reader.pairings("p"), reader.cases("c"), reader.staff("s")
        latest = "(SELECT q.id FROM pairing AS q WHERE q.mentee_id = {} ORDER BY q.started_on DESC LIMIT 1)"
        queries = (
            (
                "pairing",
                f"SELECT p.ref, p.id, m.name FROM pairing AS p JOIN staff AS m ON m.id = p.mentee_id "
                f"WHERE p.ref IN ({listed}) AND {mine.sql}",
                mine.params,
            ),
            (
                "action",
                "SELECT a.ref, p.id, m.name FROM action AS a JOIN pairing AS p ON p.id = a.pairing_id "
                f"JOIN staff AS m ON m.id = p.mentee_id WHERE a.ref IN ({listed}) AND {mine.sql}",
                mine.params,
            ),
            (
                "staff",
                f"SELECT s.ref, {latest.format('s.id')}, s.name FROM staff AS s "
                f"WHERE s.ref IN ({listed}) AND {people.sql}",
                people.params,
            ),
        )
        found: dict[tuple[str, str], tuple[str, Opens | None]] = {
            (kind, ref): (name, Opens("pairing", (key,)) if key else None)
            for kind, sql, more in queries
            for ref, key, name in reader.store.rows(sql, {**params, **more})
        }
        for ref, key, name in reader.store.rows(
            "SELECT a.ref, a.id, m.name FROM action AS a JOIN targeted_case AS c ON c.id = a.case_id "
            f"JOIN staff AS m ON m.id = c.staff_id WHERE a.ref IN ({listed}) AND {cases.sql}",
            {**params, **cases.params},
        ):
            found["action", ref] = (name, Opens("action", (key,)))
        for ref, key, name in reader.store.rows(
            "SELECT m.ref, c.id, m.name FROM targeted_case AS c JOIN staff AS m ON m.id = c.staff_id "
            f"WHERE m.ref IN ({listed}) AND c.closed_on IS NULL AND {cases.sql}",
            {**params, **cases.params},
        ):
            # Concerns about somebody on targeted support are the case's business.
            found["staff", ref] = (name, Opens("case", (key,)))
        return found | self._look_up_cases(listed, params)

    def _look_up_cases(
        self, listed: str, params: dict[str, str]
    ) -> dict[tuple[str, str], tuple[str, Opens | None]]:
        """Cases by their alert: it opens the form that clears it, for whom that is to fill in; else the case."""
        reader = self._reader
        cases = reader.cases("c")
        found: dict[tuple[str, str], tuple[str, Opens | None]] = {}
        for ref, key, name, service, mentor, mentee, manager in reader.store.rows(
            "SELECT c.ref, c.id, m.name, c.service_id, c.mentor_id, c.staff_id, m.line_manager_id "
            "FROM targeted_case AS c JOIN staff AS m ON m.id = c.staff_id "
            f"WHERE c.ref IN ({listed}) AND {cases.sql}",
            {**params, **cases.params},
        ):
            whose = Standing(service, mentor, mentee, manager)
            for code, form in _CLEARS.items():
                what = form if may_write(reader.actor, form, whose) else "case"
                found[code, ref] = (name, Opens(what, (key,)))
        return found


def _kind(code: str) -> str:
    if code in _OF_CASES:
        return code
    return {"W5": "staff", "E2": "action"}.get(code, "pairing")
