"""Every screen of the program in a real state, so that tests can walk through all of them.

A room says who stands in it and how it is opened. A screen that is not listed here makes the walk fail.
"""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from textual.screen import Screen

import screens
import widgets
from mentor_tui import policy, records
from mentor_tui.answers import Option
from mentor_tui.calendar import Period
from mentor_tui.declare import Value
from mentor_tui.office import Change
from mentor_tui.office.changes import Conflict, Theirs
from mentor_tui.records.new_starters import SESSION
from mentor_tui.store.read import audit, journal, pairing, reports
from mentor_tui.store.read.todo import Opens
from screens.acknowledge import Acknowledge
from screens.ask_line import AskLine
from screens.by_service import ByService
from screens.chart_page import ChartPage
from screens.closed_cases import ClosedCases
from screens.compliance import Compliance
from screens.conflict import ConflictScreen
from screens.escalations import EscalationPage, Escalations
from screens.evidence import EvidencePage
from screens.handed_over import HandedOver
from screens.heat_map import HeatMap
from screens.journal import Differences, EntryPage
from screens.lock import Lock
from screens.new_passphrase import CodeEntry
from screens.openers import opened
from screens.palette import Palette
from screens.person import PersonPage
from screens.record import RecordPage
from screens.register_entry import RegisterEntry
from screens.risk_page import RiskPage
from screens.seat import Seat
from screens.settings_own import Display, Passphrase, PinEntry
from screens.settings_policy import Policies, PolicyEntry
from screens.settings_registers import (
    Calendar,
    CalendarEntry,
    MeetingEntry,
    Meetings,
    OrganisationEntry,
    ServiceEntry,
    Services,
    WordEntry,
    Words,
)
from screens.settings_roles import OutsiderEntry, Roles, RolesEntry
from screens.sign import Sign
from screens.sign_in import SignIn
from screens.signed_audit import SignedAudit
from screens.strategic import Strategic, StrategicPage
from screens.unlock import Unlock
from screens.ways import WAYS
from tests.screens.home import ADMINISTRATOR, NOW, TODAY, Home, day
from tests.screens.overseen import oversee
from tests.screens.supported import supported
from widgets.choose import Choose, ChooseMany
from widgets.confirm import Confirm

FEBRUARY = Period.month("2026-02")
LONG = "Bartholomew Featherstonehaugh-Cholmondeley of the Night Team"
"""A name as long as names get."""

Opener = Callable[[Home, Seat], Screen[Any]]


@dataclass(frozen=True)
class Room:
    """A person's first name, and how the screen is opened for them."""

    who: str
    open: Opener


def furnish(home: Home) -> Home:
    """The home with cases, those who oversee it, a signed audit, a changed chart, a person with a long name."""
    supported(home)
    oversee(home)
    with home.office.batch(ADMINISTRATOR, history=True) as batch:
        batch.add(
            Change(
                records.PAIRING,
                {
                    "pairing_id": "OLD",
                    "mentee_id": home.key["Grace"],
                    "mentor_id": home.key["Sam"],
                    "started_on": day("2023-05-01"),
                    "programme": "role_change",
                    "recorded_on": day("2023-05-01"),
                },
            )
        )
        batch.add(
            Change(
                records.STAFF,
                {
                    "staff_id": "LONG-IDENTIFIER-0001",
                    "name": LONG,
                    "service_id": home.key["ASH"],
                    "job_role": "Senior care worker (nights), trainer of trainers",
                    "employment_start": day("2026-02-16"),
                    "mentoring": "expected",
                },
            )
        )
    home.save(
        "Ivy",
        records.CHART_CHANGE,
        {
            "figure": "active_pairings",
            "service_id": None,
            "from_on": day("2025-02-10"),
            "explanation": "Every home has a mentor lead since February",
        },
    )
    return home


def at(path: Path) -> Home:
    """The furnished home in this database, with the keys of what stands in it by the references."""
    home = Home.opened(path)
    for table in ("session", "action", "targeted_case", "strategic_action"):
        home.key |= dict(home.store.rows(f"SELECT ref, id FROM {table}"))
    return home


def _month(seat: Seat) -> audit.AuditMonth:
    return audit.month(seat.reader, audit.scopes(seat.reader)[0], FEBRUARY)


def _opens(who: str, what: str, *keys: str) -> Room:
    return Room(
        who, lambda home, seat: opened(seat, Opens(what, tuple(home.key.get(key, key) for key in keys)))
    )


def _screen(who: str, made: Callable[..., Screen[Any]], *keys: str) -> Room:
    return Room(who, lambda home, seat: made(seat, *(home.key.get(key, key) for key in keys)))


def _place(who: str, name: str) -> Room:
    way = WAYS[name]
    return Room(who, lambda _home, seat: getattr(importlib.import_module(way.module), way.screen)(seat))


def _acknowledge(home: Home, seat: Seat) -> Screen[Any]:
    head = pairing.head(seat.reader, home.key["Amara's"])
    assert head is not None
    return Acknowledge(seat, head, home.key["SE1"])


def _conflict(_home: Home, _seat: Seat) -> Screen[Any]:
    on = "12 Mar 2026, 14:05"
    theirs = [
        Theirs("top_support_issue", "Top support issue", "Medication", "Rota and shifts", "Grace Okafor", on),
        Theirs("shared_summary", "Shared summary", "Short", "Much longer " * 12, LONG, on),
        Theirs("confidence_score", "Confidence score", "4", "7", "Grace Okafor", on),
    ]
    mine: dict[str, Value] = {
        "top_support_issue": "Lone or night working",
        "shared_summary": "My own " * 20,
        "confidence_score": 9,
    }
    return ConflictScreen(Conflict(2, theirs), {name: SESSION[name] for name in mine}, mine)


def _handed_over(_home: Home, seat: Seat) -> Screen[Any]:
    from mentor_tui.forms.agreed import MENTEES

    return HandedOver("Amara Nwosu", "Sam Doyle", [SESSION[name] for name in MENTEES], seat.today(), {})


def _entry(_home: Home, seat: Seat) -> Screen[Any]:
    return EntryPage(seat, journal.lines(seat.reader, journal.Filter(), 1)[0].key)


def _scope(seat: Seat) -> audit.Scope:
    return audit.scopes(seat.reader)[0]


OPTIONS = [Option(str(n), f"Choice {n} {LONG if n == 3 else ''}", "2 of 4 mentees") for n in range(30)]
QUESTION = "Sign the audit for February 2026 of Ash Lodge?"
WHAT_HAPPENS = (
    "Signing keeps the figures as they are known today, with the references of the records behind them, your comment, "
    "your name and the date. It cannot be undone or changed. What is recorded later is shown beside what you signed; "
    "it never replaces it."
)

ROOMS: dict[str, Room] = {
    "Acknowledge": Room("Amara", _acknowledge),
    "ActionForm": _opens("Sam", "action", "", "Amara's"),
    "ActionPage": _opens("Grace", "action", "A2"),
    "Actions": _place("Grace", "actions"),
    "Allocation": _opens("Tom", "allocation", "Dev"),
    "AskLine": Room(
        "Nora",
        lambda _home, _seat: AskLine(
            "Which account of this machine is Sam Doyle's?",
            "Or give their SSH key, or its fingerprint (SHA256:...). Whoever comes in by it is asked for nothing more. "
            "Blank takes all links of the person away.",
        ),
    ),
    "Audit": _place("Helen", "audit"),
    "Board": _place("Alun", "board"),
    "ByService": Room("Ivy", lambda _home, seat: ByService(seat, "C1", FEBRUARY)),
    "Calendar": _screen("Nora", Calendar),
    "CalendarEntry": _screen("Nora", CalendarEntry),
    "CaseClose": _opens("Helen", "case_close", "C1"),
    "CaseEntry": _opens("Helen", "case_entry", "Chloe"),
    "CasePage": _opens("Helen", "case", "C1"),
    "ChartPage": Room("Ivy", lambda _home, seat: ChartPage(seat, reports.ALL, "active_pairings", FEBRUARY)),
    "Choose": Room("Sam", lambda _home, _seat: Choose("Whose mentoring do you review?", OPTIONS)),
    "ChooseMany": Room("Sam", lambda _home, _seat: ChooseMany("Activities", OPTIONS, ticked=["3"])),
    "ClosedCases": Room("Helen", lambda _home, seat: ClosedCases(seat, _month(seat))),
    "CodeEntry": Room("Sam", lambda home, _seat: CodeEntry(home.key["Sam"], "Sam Doyle")),
    "ComingMonth": _opens("Helen", "coming_month"),
    "Compliance": _screen("Lena", Compliance),
    "Confirm": Room("Helen", lambda _home, _seat: Confirm(QUESTION, WHAT_HAPPENS, yes="Sign the audit")),
    "ConflictScreen": Room("Sam", _conflict),
    "Differences": Room(
        "Nora", lambda _home, seat: Differences(seat, [f"Entry {n}: {LONG}" for n in range(40)])
    ),
    "Display": _screen("Sam", Display),
    "EntryPage": Room("Nora", _entry),
    "EscalationEntry": _opens("Marc", "escalation_entry", "E5@ASH"),
    "EscalationPage": Room("Helen", lambda _home, seat: EscalationPage(seat, "E5@ASH")),
    "Escalations": _screen("Helen", Escalations),
    "EvidencePage": Room(
        "Helen", lambda _home, seat: EvidencePage(seat, _scope(seat), FEBRUARY, "sessions_on_schedule")
    ),
    "ExcusalEntry": _opens("Grace", "excusal", "Amara's"),
    "ExecutiveReviewEntry": _opens("Vera", "executive_review", "SA1"),
    "FollowUpEntry": _opens("Grace", "follow_up", "C1"),
    "GoalEntry": _opens("Sam", "goal", "Amara's"),
    "HandedOver": Room("Sam", _handed_over),
    "HeatMap": Room("Ivy", lambda _home, seat: HeatMap(seat, FEBRUARY)),
    "ImpactReviewEntry": _opens("Dilip", "impact_review", "C1"),
    "Journal": _place("Nora", "journal"),
    "LimitsWithdrawn": _opens("Ivy", "chart_withdrawn", "active_pairings "),
    "Lock": Room("Sam", lambda _home, seat: Lock(seat, lambda: NOW)),
    "MeetingEntry": _screen("Nora", MeetingEntry),
    "Meetings": _screen("Nora", Meetings),
    "NewLimits": _opens("Ivy", "chart_change", "active_pairings "),
    "OrganisationEntry": _screen("Nora", OrganisationEntry),
    "OutsiderEntry": _screen("Nora", OutsiderEntry),
    "Oversight": _place("Dilip", "oversight"),
    "PairingEnd": _opens("Tom", "pairing_end", "Amara's"),
    "PairingPage": _opens("Sam", "pairing", "Amara's"),
    "Pairings": _place("Tom", "pairings"),
    "Palette": _screen("Tom", Palette),
    "Passphrase": _screen("Sam", Passphrase),
    "PathwayUpdateEntry": _opens("Lena", "pathway_update", "C1"),
    "People": _place("Tom", "people"),
    "PersonPage": _screen("Tom", PersonPage, "Amara"),
    "PinEntry": _screen("Sam", PinEntry),
    "Policies": _screen("Nora", Policies),
    "PolicyEntry": _screen("Nora", PolicyEntry, policy.GRACE_DAYS),
    "RecordPage": Room(
        "Amara", lambda home, seat: RecordPage(seat, home.key["Amara's"], "session", home.key["SE1"])
    ),
    "RegisterEntry": _screen("Tom", RegisterEntry, "staff"),
    "Report": _opens("Ivy", "report"),
    "ReviewEntry": _opens("Grace", "review", "Amara's"),
    "Reviews": _place("Helen", "reviews"),
    "RiskEntry": _opens("Grace", "risk", "Chloe"),
    "RiskPage": _screen("Helen", RiskPage, "Chloe"),
    "Roles": _screen("Nora", Roles),
    "RolesEntry": _screen("Nora", RolesEntry, "Sam"),
    "ServiceEntry": _screen("Nora", ServiceEntry),
    "Services": _screen("Nora", Services),
    "SessionEntry": _opens("Sam", "session", "Amara's"),
    "Settings": _place("Nora", "settings"),
    "Sign": Room("Helen", lambda _home, seat: Sign(seat, _month(seat))),
    "SignIn": Room("Sam", lambda home, _seat: SignIn(home.store, lambda: TODAY, lambda: NOW)),
    "SignOff": _opens("Helen", "sign_off", "C1"),
    "SignedAudit": Room("Helen", lambda _home, seat: SignedAudit(seat, _month(seat))),
    "Strategic": _screen("Vera", Strategic),
    "StrategicDone": _opens("Vera", "strategic_done", "SA1"),
    "StrategicEntry": _opens("Vera", "strategic_entry", "", "OAK"),
    "StrategicPage": _screen("Vera", StrategicPage, "SA1"),
    "SupportMeetingEntry": _opens("Sam", "support_meeting", "C1"),
    "Targeted": _place("Helen", "targeted"),
    "Today": _place("Sam", "today"),
    "Unlock": Room("Sam", lambda home, _seat: Unlock(home.store.path)),
    "WordEntry": _screen("Nora", WordEntry),
    "Words": _screen("Nora", Words),
}
"""By the name of the screen's class."""

ELSEWHERE = {"CastChooser", "FirstStart", "Help", "TooSmall"}
"""Opened by the tests themselves: before there is anybody, over another screen, or in a small terminal."""


def every_screen() -> set[str]:
    """The name of each screen that can be opened: those from which others are made are none."""
    found: set[type[Screen[Any]]] = set()
    for package in (screens, widgets):
        for module in pkgutil.iter_modules(package.__path__):
            held = vars(importlib.import_module(f"{package.__name__}.{module.name}")).values()
            found |= {
                one
                for one in held
                if isinstance(one, type)
                and issubclass(one, Screen)
                and one.__module__.split(".")[0] in ("screens", "widgets")
            }
    return {
        one.__name__
        for one in found
        if not any(other is not one and issubclass(other, one) for other in found)
    }
