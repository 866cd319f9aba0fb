"""Escalations as work: whose list each is on, when it is handed on, who said what will be done (rules.md).

An escalation is on the list until somebody has acknowledged it and its cause is gone; its reference is made of its
cause, so it stands there once however long that is. What was acknowledged stands with it and hides nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import NamedTuple

from mentor_tui.access import Actor
from mentor_tui.policy import HAND_ON_DAYS
from mentor_tui.records.registers import ROLES
from mentor_tui.rules import escalations as rules
from mentor_tui.rules.kept import Kept, raised_on
from mentor_tui.rules.raised import Alert
from mentor_tui.rules.view import View
from mentor_tui.store import facts
from mentor_tui.store.raised import unanswered_or_open, view_of_services
from mentor_tui.store.read.audit import Scope
from mentor_tui.store.read.notices import Notice, in_words
from mentor_tui.store.read.sight import Sight
from mentor_tui.store.read.slots import chunks, marks
from mentor_tui.store.reading import Reader
from mentor_tui.store.schedules import load_calendars, load_policy
from mentor_tui.store.values import to_date

_ROLES = dict(ROLES)
_OF_PEOPLE = frozenset(("E1", "E2", "E3", "E4"))


@dataclass(frozen=True, slots=True)
class Acknowledged:
    """Somebody has seen an escalation and said what will be done."""

    on: date
    #: the name where the person may read it, else the reference
    by: str
    #: blank where it is about a person whose record is not read by name
    will_do: str


@dataclass(frozen=True, slots=True)
class Escalation:
    """One escalation, or one early warning, which is on nobody's list."""

    notice: Notice
    #: since when its cause holds without a break
    raised_on: date
    #: the role whose list it is on now; blank for an early warning
    role: str
    #: that role in words, with the person where one is named
    owner: str
    #: the day from which it is, or would be, on the next role's list
    hands_on_after: date | None
    handed_on: bool
    mine: bool
    may_acknowledge: bool
    #: since when its cause is gone, where nobody has acknowledged it yet
    gone_on: date | None = None
    #: the newest first; those before `raised_on` are of an earlier time
    acknowledged: tuple[Acknowledged, ...] = ()

    @property
    def key(self) -> str:
        """The stable reference of its cause."""
        return self.notice.key

    @property
    def is_acknowledged(self) -> bool:
        """Whether somebody has said what will be done since it was raised."""
        return any(one.on >= self.raised_on for one in self.acknowledged)

    @property
    def order(self) -> tuple[bool, bool, bool, date, str]:
        """One's own first, escalations before warnings, what nobody has answered before what somebody has."""
        return (not self.mine, not self.role, self.is_acknowledged, self.raised_on, self.key)


class Standing:
    """What was noticed of the escalations, beside what is raised today."""

    def __init__(self, raised: Iterable[Alert], kept: Iterable[Kept]) -> None:
        today = {alert.reference: alert for alert in raised if alert.is_escalation}
        #: since when each goes on that is raised today
        self._since: dict[str, date] = {}
        self._gone: dict[str, Kept] = {}
        for one in kept:
            alert = today.get(one.reference)
            if alert is None:
                self._gone[one.reference] = one
            elif one.goes_on_as(alert):
                self._since[one.reference] = one.raised_on

    @property
    def unanswered(self) -> Iterable[Kept]:
        """Those whose cause is gone, the latest of each reference."""
        return self._gone.values()

    def raised_on(self, alert: Alert) -> date | None:
        """Since when it was noticed to hold."""
        return self._since.get(alert.reference)

    def gone_on(self, alert: Alert, today: date) -> date | None:
        """Since when its cause is gone; today where nobody has looked since."""
        gone = self._gone.get(alert.reference)
        return None if gone is None else gone.gone_on or today


class _Manager(NamedTuple):
    key: str
    name: str


def escalations(reader: Reader, scope: Scope | None = None, *, warnings: bool = False) -> list[Escalation]:
    """What is raised, or was and waits for an answer, among the records that the person reads; one's own first.

    With a scope only what is of its services; with `warnings` early warnings too.
    """
    with reader.store.snapshot():
        raised = facts.alerts(reader.store, reader.today)
        kept = Standing(raised, unanswered_or_open(reader.store, reader.today))
        wanted = [
            alert
            for alert in Sight(reader).alerts([*raised, *(one.alert for one in kept.unanswered)])
            if (warnings or alert.is_escalation)
            and (scope is None or scope.refs is None or alert.service in scope.refs)
        ]
        work = _Work(reader, wanted, kept)
        found = [work.made(notice) for notice in in_words(reader, wanted)]
        found = [one for one in found if rules.stays_listed(one.gone_on is None, one.is_acknowledged)]
    return sorted(found, key=lambda one: one.order)


def one(reader: Reader, reference: str) -> Escalation | None:
    """One escalation by its reference; nothing where it is off the list, or not the person's to see."""
    return next((each for each in escalations(reader, warnings=True) if each.key == reference), None)


class _Work:
    """What is needed to say whose each is."""

    def __init__(self, reader: Reader, alerts: Iterable[Alert], kept: Standing) -> None:
        self._reader = reader
        self._kept = kept
        self._alerts = [alert for alert in alerts if alert.is_escalation]
        self._key_of = dict[str, str](reader.store.rows("SELECT ref, id FROM service"))
        self._nation_of = dict[str, str](reader.store.rows("SELECT ref, nation FROM service"))
        self._calendars = load_calendars(reader.store)
        self._policy = load_policy(reader.store)

    def made(self, notice: Notice) -> Escalation:
        """An alert with its owner and history."""
        alert = notice.alert
        if not alert.is_escalation:
            return Escalation(notice, alert.since, "", "", None, False, False, False)
        raised_on = self._raised_on(alert)
        days = self._calendars.of(self._nation_of.get(alert.service or ""))
        hand_on = self._policy.at(HAND_ON_DAYS, raised_on)
        history = self._acknowledged(notice)
        since = [one.on for one in history if one.on >= raised_on]
        role = rules.responsible_role(
            alert.code, raised_on, self._reader.today, days, hand_on, min(since, default=None)
        )
        manager = self._managers.get(alert.reference)
        actor = self._reader.actor
        chain = rules.TO[alert.code]
        return Escalation(
            notice,
            raised_on,
            role,
            self._owner(role, manager),
            days.add(raised_on, hand_on),
            role != chain[0],
            self._is_mine(actor, role, alert, manager),
            any(self._is_mine(actor, one, alert, manager) for one in chain),
            self._kept.gone_on(alert, self._reader.today),
            history,
        )

    def _raised_on(self, alert: Alert) -> date:
        return self._kept.raised_on(alert) or raised_on(self._view, alert)

    @cached_property
    def _view(self) -> View:
        return view_of_services(self._reader.store, self._reader.today)

    def _is_mine(self, actor: Actor, role: str, alert: Alert, manager: _Manager | None) -> bool:
        service = self._key_of.get(alert.service or "")
        if role == "line_manager":
            if manager is not None:
                return manager.key == actor.id and actor.holds(role)
            # Nobody is named as line manager: the registered manager stands in.
            return service is not None and actor.holds("registered_manager", service)
        if role in ("operations_manager", "registered_manager"):
            return service is not None and actor.holds(role, service)
        return actor.holds(role)

    @staticmethod
    def _owner(role: str, manager: _Manager | None) -> str:
        if role == "line_manager":
            if manager is None:
                return f"{_ROLES['registered_manager']} (no line manager named)"
            if manager.name:
                return f"{_ROLES[role]}, {manager.name}"
        return _ROLES[role]

    @cached_property
    def _managers(self) -> Mapping[str, _Manager]:
        """The line manager whom E1 and E2 go to, by the alert's reference; the name where it may be read."""
        may = self._reader.staff("l")
        found: dict[str, _Manager] = {}
        for code, sql in (
            ("E1", "SELECT p.ref, m.line_manager_id FROM pairing AS p JOIN staff AS m ON m.id = p.mentee_id "
             "WHERE p.ref IN ({refs})"),
            ("E2", "SELECT a.ref, m.line_manager_id FROM action AS a LEFT JOIN pairing AS p ON p.id = a.pairing_id "
             "LEFT JOIN targeted_case AS c ON c.id = a.case_id "
             "JOIN staff AS m ON m.id = coalesce(p.mentee_id, c.staff_id) WHERE a.ref IN ({refs})"),
        ):  # fmt: skip
            of_code = [alert for alert in self._alerts if alert.code == code]
            manager_of: dict[str, _Manager] = {}
            for some in chunks(sorted({alert.subject for alert in of_code})):
                listed, params = marks(some)
                rows = self._reader.store.rows(
                    f"SELECT x.ref, l.id, CASE WHEN {may.sql} THEN l.name END "
                    f"FROM ({sql.format(refs=listed)}) AS x JOIN staff AS l ON l.id = x.line_manager_id",
                    {**may.params, **params},
                )
                manager_of |= {ref: _Manager(key, name or "") for ref, key, name in rows}
            found |= {a.reference: manager_of[a.subject] for a in of_code if a.subject in manager_of}
        return found

    def _acknowledged(self, notice: Notice) -> tuple[Acknowledged, ...]:
        return tuple(
            Acknowledged(
                on,
                name,
                will_do if self._reads_words(notice) or by == self._reader.actor.id else "",
            )
            for on, by, name, will_do in self._history.get(notice.key, ())
        )

    @staticmethod
    def _reads_words(notice: Notice) -> bool:
        """What was written about a person is read by those who read the person's name."""
        return notice.alert.code not in _OF_PEOPLE or notice.who != notice.alert.subject

    @cached_property
    def _history(self) -> Mapping[str, list[tuple[date, str, str, str]]]:
        """Who acknowledged what, by reference, the newest first."""
        may = self._reader.staff("s")
        found: dict[str, list[tuple[date, str, str, str]]] = {}
        for some in chunks(sorted({alert.reference for alert in self._alerts})):
            listed, params = marks(some)
            for reference, on, by, name, will_do in self._reader.store.rows(
                f"SELECT k.reference, k.acknowledged_on, s.id, CASE WHEN {may.sql} THEN s.name ELSE s.ref END, "
                "k.will_do FROM acknowledgement AS k LEFT JOIN staff AS s ON s.id = k.acknowledged_by_id "
                f"WHERE k.reference IN ({listed}) AND k.acknowledged_on <= :today "
                "ORDER BY k.acknowledged_on DESC, k.nth DESC",
                {**may.params, **params, "today": self._reader.today.isoformat()},
            ):
                day = to_date(on)
                assert day is not None, "the column is never blank"
                found.setdefault(reference, []).append((day, by or "", name or "", will_do))
        return found
