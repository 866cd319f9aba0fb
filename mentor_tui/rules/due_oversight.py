"""What is due on pathway C, and the monthly audit A5: what hangs on the governance calendar (rules.md)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, timedelta

from mentor_tui.calendar import Period, WorkingDays, add_months, first_on_or_after
from mentor_tui.rules import timing
from mentor_tui.rules.facts import GovernanceMeeting, Service, Staff, StrategicAction
from mentor_tui.rules.items import DueItem, item
from mentor_tui.rules.raised import WHOLE_ORGANISATION
from mentor_tui.rules.view import View

MONTHS_LISTED = 3
"""An audit, intelligence or review that nobody signed leaves the list after three months."""
MONTHS_LISTED_OF_A_QUARTER = 6
"""Board assurance that nobody signed leaves the list after two quarters."""

_DAY = timedelta(days=1)


class GovernanceCalendar:
    """The dates of the workforce, executive and board meetings."""

    def __init__(self, meetings: Iterable[GovernanceMeeting]) -> None:
        self._dates: dict[str, list[date]] = {}
        for meeting in sorted(meetings, key=lambda meeting: meeting.held_on):
            self._dates.setdefault(meeting.kind, []).append(meeting.held_on)

    def first_from(self, kind: str, day: date) -> date | None:
        """The first meeting of a kind on or after a day."""
        return first_on_or_after(self._dates.get(kind, []), day)

    def first_in(self, kind: str, period: Period) -> date | None:
        """The first meeting of a kind in a period."""
        meeting = self.first_from(kind, period.first)
        return meeting if meeting is not None and meeting <= period.last else None

    def first_in_or_last_day(self, kind: str, period: Period, days: WorkingDays) -> date:
        """The first meeting of a kind in a month, or the month's last working day where no date is set."""
        return self.first_in(kind, period) or days.last_of(period)


def audit_due(calendar: GovernanceCalendar, month: Period, days: WorkingDays) -> date:
    """A5: the workforce meeting in the month after."""
    return calendar.first_in_or_last_day("workforce", month.next(), days)


def intelligence_due(month: Period, days: WorkingDays) -> date:
    """C1: the first working day of the month after."""
    return days.first_of(month.next())


def pattern_review_due(calendar: GovernanceCalendar, month: Period, days: WorkingDays) -> date:
    """C2: the day before the executive meeting in the month after."""
    return calendar.first_in_or_last_day("executive", month.next(), days) - _DAY


def board_assurance_due(calendar: GovernanceCalendar, quarter: Period, days: WorkingDays) -> date:
    """C5: the board meeting in the quarter after, or the last working day of its first month."""
    after = quarter.next()
    return calendar.first_in("board", after) or days.last_of(after.months()[0])


def _is_listed(view: View, due_on: date, months: int) -> bool:
    return view.on <= add_months(due_on, months)


def _began(staff: Iterable[Staff]) -> dict[str, date]:
    """The first day on which somebody worked in each service."""
    began: dict[str, date] = {}
    for person in staff:
        day = person.employment_start
        if person.service not in began or day < began[person.service]:
            began[person.service] = day
        for posting in person.transfers:
            if posting.service not in began or posting.from_date < began[posting.service]:
                began[posting.service] = posting.from_date
    return began


def _ran_in(service: Service, began: dict[str, date], month: Period) -> bool:
    """Whether there was anything to audit: the service was open and somebody worked there."""
    if service.opened_on is not None and service.opened_on > month.last:
        return False
    if service.closed_on is not None and service.closed_on < month.first:
        return False
    return service.ref in began and began[service.ref] <= month.last


def signed_audits(view: View) -> Iterator[DueItem | None]:
    """A5 of every service, and C1, C2 and C5: what nobody has signed yet."""
    known = view.known
    calendar = GovernanceCalendar(known.meetings)
    signed = {(audit.kind, audit.period, audit.service) for audit in known.audits}
    signed_for_all = {(audit.kind, audit.period) for audit in known.audits}
    began = _began(known.staff.values())
    first_day = min(began.values(), default=None)
    this_month = Period.containing(view.on, "month")
    # A month's audit is due within the month after it, so five months back is more than is ever listed.
    for month in [this_month.previous(back) for back in range(MONTHS_LISTED + 3)]:
        for service in known.services.values():
            if ("A5", month.code, service.ref) in signed or not _ran_in(service, began, month):
                continue
            due_on = audit_due(calendar, month, view.days(service.ref))
            if _is_listed(view, due_on, MONTHS_LISTED):
                yield item(view, "A5", service.ref, due_on, service=service.ref, period=month.code)
        if first_day is None or first_day > month.last:
            continue
        for kind, due_on in (
            ("C1", intelligence_due(month, view.england)),
            ("C2", pattern_review_due(calendar, month, view.england)),
        ):
            if (kind, month.code) not in signed_for_all and _is_listed(view, due_on, MONTHS_LISTED):
                yield item(view, kind, WHOLE_ORGANISATION, due_on, period=month.code)
    this_quarter = Period.containing(view.on, "quarter")
    for quarter in [this_quarter.previous(back) for back in range(5)]:
        if first_day is None or first_day > quarter.last or ("C5", quarter.code) in signed_for_all:
            continue
        due_on = board_assurance_due(calendar, quarter, view.england)
        if _is_listed(view, due_on, MONTHS_LISTED_OF_A_QUARTER):
            yield item(view, "C5", WHOLE_ORGANISATION, due_on, period=quarter.code)


def below_threshold_since(view: View, service: str) -> date | None:
    """The day on which E5 of a service was raised, if it holds: after the second month of the run below."""
    months = view.complete_months_newest_first
    run = 0
    while run < len(months) and view.was_below(service, months[run]):
        run += 1
    return months[run - 2].last + _DAY if run >= 2 else None


def interventions(view: View) -> Iterator[DueItem | None]:
    """C3: services in E5 for which no intervention was approved since; listed as long as E5 holds."""
    calendar = GovernanceCalendar(view.known.meetings)
    for service in view.known.services:
        raised_on = below_threshold_since(view, service)
        if raised_on is None or any(
            action.service in (service, None) and action.approved_on >= raised_on
            for action in view.known.strategic_actions
        ):
            continue
        month = Period.containing(raised_on, "month")
        due_on = calendar.first_from("executive", raised_on) or view.england.last_of(month)
        yield item(view, "C3", service, due_on, service=service)


def executive_review(view: View, action: StrategicAction) -> DueItem | None:
    """C4: the next review of an open strategic action."""
    if action.completed_on is not None:
        return None
    latest = action.reviews[-1].reviewed_on if action.reviews else action.approved_on
    due_on = timing.executive_review_due(latest, view.england, view.policy)
    if not _is_listed(view, due_on, MONTHS_LISTED):
        return None
    return item(view, "C4", action.ref, due_on, service=action.service)
