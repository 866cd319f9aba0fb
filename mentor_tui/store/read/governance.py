"""The coming month of the governance calendar: which meetings there are, and what each needs (rules.md).

What is needed is what the rules say is due; it stands with the meeting that it is due by, or else with its day.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta

from mentor_tui.policy import UPCOMING_DAYS, Policy, PolicyChange
from mentor_tui.rules.due_oversight import (
    GovernanceCalendar,
    executive_review,
    interventions,
    signed_audits,
)
from mentor_tui.rules.facts import GovernanceMeeting
from mentor_tui.rules.items import DueItem
from mentor_tui.rules.view import View
from mentor_tui.store import loading
from mentor_tui.store.facts import Counted
from mentor_tui.store.loading import Scope
from mentor_tui.store.read.sight import Sight
from mentor_tui.store.reading import Reader

DAYS = 31
"""How far ahead one looks."""

# Whether there was anything to audit hangs on the first person of each service.
_FIRST_OF_EACH = (
    "SELECT min(s.id) FROM staff AS s JOIN (SELECT start_service_id AS service, min(employment_start) AS day "
    "FROM staff WHERE start_service_id IS NOT NULL GROUP BY start_service_id) AS f "
    "ON f.service = s.start_service_id AND f.day = s.employment_start GROUP BY s.start_service_id"
)

_MEETING_OF = {"A5": "workforce", "C2": "executive", "C3": "executive", "C5": "board"}


@dataclass(frozen=True, slots=True)
class Need:
    """Something that is due, or several of the same kind together."""

    kind: str
    count: int
    due_on: date
    #: the month or quarter; blank where there is none, or several
    period: str
    #: how many of them are overdue
    overdue: int


@dataclass(frozen=True, slots=True)
class Gathering:
    """A meeting, or (blank kind) a day on which something is due without one."""

    #: workforce, executive, board; blank for none
    kind: str
    on: date
    needs: tuple[Need, ...]


def calendar_of(reader: Reader) -> GovernanceCalendar:
    """The governance calendar, without the meetings that were called off."""
    return GovernanceCalendar(
        GovernanceMeeting(kind, date.fromisoformat(on))
        for kind, on in reader.store.rows(
            "SELECT kind, held_on FROM meeting WHERE called_off IS NULL OR called_off = 0"
        )
    )


def looking_ahead(reader: Reader, scope: Scope) -> View:
    """What the rules see today; what is due shows as far ahead as a calendar does, where lists look a week."""
    known = loading.organisation(reader.store, scope)
    far = Policy([*known.policy.changes, PolicyChange(UPCOMING_DAYS, DAYS, reader.today)])
    return View(replace(known, policy=far), reader.today, Counted(reader.store, reader.today))


def coming(reader: Reader) -> list[Gathering]:
    """The meetings from today on for a month, each with what it needs; what is overdue stands with the first."""
    today = reader.today
    until = today + timedelta(days=DAYS)
    store = reader.store
    with store.snapshot():
        meetings = [
            (kind, date.fromisoformat(on))
            for kind, on in store.rows(
                "SELECT kind, held_on FROM meeting WHERE held_on >= :today AND held_on <= :until "
                "AND (called_off IS NULL OR called_off = 0) ORDER BY held_on, kind",
                {"today": today.isoformat(), "until": until.isoformat()},
            )
        ]
        scope = Scope(oversight=True, staff=_FIRST_OF_EACH)
        view = looking_ahead(reader, scope)
        items = [item for item in Sight(reader).items(_due(view)) if item.due_on <= until]
    at: dict[tuple[str, date], list[DueItem]] = {meeting: [] for meeting in meetings}
    for item in items:
        at.setdefault(_place(item, meetings, today), []).append(item)
    in_order = sorted(at.items(), key=lambda one: (one[0][1], one[0][0]))
    return [Gathering(kind, on, tuple(_together(needed))) for (kind, on), needed in in_order]


def _due(view: View) -> Iterator[DueItem]:
    for one in (*signed_audits(view), *interventions(view)):
        if one is not None:
            yield one
    for action in view.known.strategic_actions:
        if (one := executive_review(view, action)) is not None:
            yield one


def _place(item: DueItem, meetings: list[tuple[str, date]], today: date) -> tuple[str, date]:
    """The meeting for which an item is needed: the next of its kind on or after it is due; else its own day."""
    kind = _MEETING_OF.get(item.kind, "")
    day = max(item.due_on, today)
    if kind:
        for meeting in meetings:
            if meeting[0] == kind and meeting[1] >= day:
                return meeting
    return ("", day)


def _together(items: list[DueItem]) -> Iterator[Need]:
    """Items of one kind and period as one line: fourteen audits are one need."""
    groups: dict[tuple[str, str], list[DueItem]] = {}
    for item in items:
        groups.setdefault((item.kind, item.period or ""), []).append(item)
    for (kind, period), several in sorted(groups.items()):
        overdue = sum(str(item.state) == "overdue" for item in several)
        yield Need(kind, len(several), min(item.due_on for item in several), period, overdue)
