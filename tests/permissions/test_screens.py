"""Every screen for people of each kind of sight: what stands on it is theirs to read (people.md).

A screen that is new and not in SCREENS fails here. What the readings give to everybody is in test_reading; this
holds that no screen asks the database for more, whoever opens it with whatever key.
"""

from __future__ import annotations

import ast
import importlib
import inspect
import pkgutil
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
from textual.screen import Screen

import screens
from mentor_tui.app import MentorApp
from mentor_tui.calendar import Period
from mentor_tui.office import Change, Conflict
from mentor_tui.store.read import audit
from screens.seat import Seat
from tests.permissions.organisation import CANARY, NOW, TODAY, Organisation
from tests.permissions.table import strays
from tests.story import tell

JANUARY = Period.month("2026-01")

Made = Iterable[tuple[Any, ...]]
Arguments = Callable[[Organisation, Seat], Made]


def alone(_: Organisation, __: Seat) -> Made:
    return ((),)


def with_keys(*names: str) -> Arguments:
    """Opened with the keys of records, one after another: keys can be guessed."""
    return lambda org, _: [(org.key[name],) for name in names]


def with_both(*names: tuple[str, ...]) -> Arguments:
    return lambda org, _: [tuple(org.key.get(name, name) for name in several) for several in names]


PAIRINGS_HERE = with_keys("pairing")
CASES_HERE = with_keys("case")


def _scoped(*more: Any) -> Arguments:
    return lambda _, seat: [(scope, *more) for scope in audit.scopes(seat.reader)[:1]]


def _signed(_: Organisation, seat: Seat) -> Made:
    return [(audit.month(seat.reader, scope, JANUARY),) for scope in audit.scopes(seat.reader)[-1:]]


def _conflict(org: Organisation, seat: Seat) -> Made:
    """What the second of two editors is told, where they are one of those who may write the record."""
    from mentor_tui import records

    change = Change(
        records.SESSION, {"shared_summary": "Mine"}, org.key["pairing/session"], seen=1, reason="Mine"
    )
    try:
        seat.office.save(seat.actor, change)
    except Conflict as conflict:
        fields = {field.name: field for field in records.SESSION.fields}
        return [(conflict, fields, {"shared_summary": "Mine"})]
    except Exception:
        return []
    return []


#: module.class: with what it is opened; None for what shows no record, or is only the base of others
SCREENS: Mapping[str, Arguments | None] = {
    "acknowledge.Acknowledge": None,  # asks for the mentee's own sign-in, over the page of the record
    "action_entry.ActionForm": with_both(
        ("pairing elsewhere/action open", "pairing elsewhere"), ("", "pairing"), ("", "", "case elsewhere")
    ),
    "action_page.ActionPage": with_keys("pairing/action open", "case elsewhere/action"),
    "action_steps.ActionSteps": None,
    "actions.Actions": alone,
    "allocation.Allocation": with_keys("mentee elsewhere"),
    "ask_line.AskLine": None,
    "audit.Audit": with_both(("ASH", "2026-01"), ("OAK", "2026-01")),
    "board.Board": with_both(("2025-Q4",)),
    "by_service.ByService": lambda _, __: [("C1", JANUARY)],
    "case.CasePage": CASES_HERE,
    "case_close.CaseClose": CASES_HERE,
    "case_entry.CaseEntry": with_both(("mentee elsewhere",), ("", "case")),
    "cast.CastChooser": None,  # the demonstration alone
    "chart_page.ChartPage": _scoped("sessions_on_schedule", JANUARY),
    "closed_cases.ClosedCases": _signed,
    "coming_month.ComingMonth": alone,
    "compliance.Compliance": alone,
    "conflict.ConflictScreen": _conflict,
    "door.Door": None,
    "escalation_entry.EscalationEntry": with_keys("escalation of pairing", "escalation of pairing elsewhere"),
    "escalations.EscalationPage": with_keys("escalation of pairing", "escalation of pairing elsewhere"),
    "escalations.Escalations": alone,
    "evidence.EvidencePage": _scoped(JANUARY, "sessions_on_schedule"),
    "excusal.ExcusalEntry": PAIRINGS_HERE,
    "executive_review_entry.ExecutiveReviewEntry": with_keys("strategic action"),
    "first_start.FirstStart": None,
    "follow_up_entry.FollowUpEntry": with_both(("case",), ("case elsewhere", "case elsewhere/follow_up")),
    "form_place.FormPlace": None,
    "goals.GoalEntry": with_both(("pairing",), ("pairing elsewhere", "pairing elsewhere/goal")),
    "handed_over.HandedOver": None,  # the form of the two people, lent to the mentee
    "heat_map.HeatMap": lambda _, __: [(JANUARY,)],
    "help.Help": None,  # pages of the program, opened over each place below
    "impact_review_entry.ImpactReviewEntry": with_both(
        ("case",), ("case elsewhere", "case elsewhere/impact_review")
    ),
    "journal.Differences": None,  # the faults that a verification named, by id
    "journal.EntryPage": lambda org, _: [
        (key,) for (key,) in org.store.rows("SELECT id FROM journal WHERE verb = 'corrected'")
    ],
    "journal.Journal": alone,
    "list_place.ListPlace": None,
    "lock.Lock": None,  # the door: tests/screens/test_door
    "new_limits.LimitsWithdrawn": None,  # about a chart: nothing of people
    "new_limits.NewLimits": None,
    "new_limits._OfChart": None,
    "new_passphrase.CodeEntry": None,
    "oversight.Oversight": with_both(("2026-01",)),
    "pairing.PairingPage": PAIRINGS_HERE,
    "pairing_end.PairingEnd": PAIRINGS_HERE,
    "pairings.Pairings": alone,
    "palette.Palette": alone,
    "paper_place.PaperPlace": None,
    "pathway_update_entry.PathwayUpdateEntry": with_both(
        ("case",), ("case elsewhere", "case elsewhere/pathway_update")
    ),
    "people.People": alone,
    "person.PersonPage": with_keys("mentee", "another mentor", "mentee elsewhere"),
    "place.Place": None,
    "record.RecordPage": with_both(
        ("pairing", "session", "pairing/session"),
        ("pairing elsewhere", "session", "pairing elsewhere/session"),
        ("", "support_meeting", "case/support_meeting", "case"),
    ),
    "register_entry.RegisterEntry": with_both(
        ("concern", "mentee"), ("training", "mentee elsewhere"), ("staff", "mentee", "mentee")
    ),
    "report.Report": with_both(("C1", "2026-01"), ("C2", "2026-01")),
    "review_entry.ReviewEntry": with_both(("pairing",), ("pairing elsewhere", "pairing elsewhere/review")),
    "reviews.Reviews": alone,
    "risk_entry.RiskEntry": with_keys("mentee", "mentee elsewhere"),
    "risk_page.RiskPage": with_keys("mentee", "mentee elsewhere"),
    "session_entry.SessionEntry": with_both(("pairing", "pairing/session"), ("pairing elsewhere",)),
    "settings.Settings": alone,
    "settings_entry.SettingsEntry": None,
    "settings_list.SettingsList": None,
    "settings_own.Display": None,  # one's own
    "settings_own.Passphrase": None,
    "settings_own.PinEntry": None,
    "settings_own.SecretPlace": None,
    "settings_policy.Policies": alone,
    "settings_policy.PolicyEntry": None,  # the policy is everybody's to read
    "settings_registers.Calendar": alone,
    "settings_registers.CalendarEntry": alone,
    "settings_registers.MeetingEntry": alone,
    "settings_registers.Meetings": alone,
    "settings_registers.OrganisationEntry": alone,
    "settings_registers.ServiceEntry": with_keys("ASH"),
    "settings_registers.Services": alone,
    "settings_registers.WordEntry": alone,
    "settings_registers.Words": alone,
    "settings_roles.OutsiderEntry": with_keys("director"),
    "settings_roles.Roles": alone,
    "settings_roles.RolesEntry": with_keys("mentee"),
    "sign.Sign": _signed,
    "sign_in.SignIn": None,  # the door: names of those who can sign in, nothing else
    "sign_off.SignOff": CASES_HERE,
    "signed_audit.SignedAudit": _signed,
    "strategic.Strategic": alone,
    "strategic.StrategicPage": with_keys("strategic action"),
    "strategic._Steps": None,
    "strategic_entry.StrategicDone": with_keys("strategic action"),
    "strategic_entry.StrategicEntry": with_both(("strategic action",), ("", "OAK")),
    "support_meeting_entry.SupportMeetingEntry": with_both(
        ("case",), ("case elsewhere",), ("case", "case/support_meeting earlier")
    ),
    "targeted.Targeted": alone,
    "unlock.Unlock": None,  # asks for a passphrase before anything can be read
    "today.Today": alone,
}

#: who opens every screen with other people's keys: one who reads names elsewhere, and one who reads registers here
LOOKING = ("mentor elsewhere", "administrator")

#: what screens ask of the database themselves, by module: nothing of anybody's pairing, case or person but one's own
ASKED_HERE: Mapping[str, int] = {
    "cast": 1,  # the name of the organisation
    "escalations": 1,  # the key of a service
    "journal": 1,  # how many entries were verified
    "settings_roles": 3,  # names of services; whether somebody whom the administrator chose is on the register
    "sign_in": 1,  # the name of the organisation
    "today": 1,  # whether there is any service yet
}


def every_screen() -> dict[str, type[Screen[Any]]]:
    """Every screen of the program."""
    found = {}
    for one in pkgutil.iter_modules(screens.__path__):
        module = importlib.import_module(f"screens.{one.name}")
        for name, screen in inspect.getmembers(module, inspect.isclass):
            if issubclass(screen, Screen) and screen.__module__ == module.__name__:
                found[f"{one.name}.{name}"] = screen
    return found


def test_every_screen_is_listed() -> None:
    assert set(every_screen()) == set(SCREENS), "a screen is new: say with what it is opened"


def questions(source: str) -> int:
    """How often a module asks the store itself."""
    return sum(
        isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr in ("rows", "row", "value", "dicts", "stream")
        and "store" in ast.unparse(node.func.value)
        for node in ast.walk(ast.parse(source))
    )


def test_screens_read_by_the_readings_alone() -> None:
    asked = {
        path.stem: count
        for path in sorted(Path(screens.__path__[0]).glob("*.py"))
        if (count := questions(path.read_text(encoding="utf-8")))
    }
    assert asked == ASKED_HERE, (
        "a screen asks the database itself: let it ask a reading, which carries whose it is"
    )


def opened(organisation: Organisation, seat: Seat) -> Iterator[tuple[str, Screen[Any]]]:
    """Every screen for this person, each with what it is opened with."""
    classes: Mapping[str, Callable[..., Screen[Any]]] = every_screen()
    for name, arguments in SCREENS.items():
        if name.startswith("settings_") and seat.actor.holds("administrator"):
            continue  # the registers, which are the administrator's whole
        for call in arguments(organisation, seat) if arguments else ():
            without = name in ("conflict.ConflictScreen",)
            yield name, classes[name](*call) if without else classes[name](seat, *call)


@pytest.mark.parametrize("who", LOOKING)
async def test_every_screen_shows_what_is_theirs_and_nothing_else(
    organisation: Organisation, who: str
) -> None:
    app = MentorApp(
        organisation.store,
        organisation.actor(who),
        today=lambda: TODAY,
        now=lambda: NOW,
        environ={"LANG": "en_GB.UTF-8", "TERM": "xterm-256color"},
    )
    wrong: list[str] = []
    async with tell(app, (90, 34)) as story:
        assert story.app.seat is not None
        for name, screen in opened(organisation, story.app.seat):
            await story.app.push_screen(screen)
            if name == "palette.Palette":
                await story.types("QX")
            await story.settle()
            words = set(CANARY.findall(story.screen_text()))
            wrong += [f"{name} shows {where}" for where in strays(organisation.canaries, who, words)]
            while len(story.app.screen_stack) > 1:
                story.app.pop_screen()
    assert not wrong, "\n".join(wrong)
