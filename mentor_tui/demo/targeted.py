"""Targeted support plans: exact cohorts in the two months that the headline results compare."""

from __future__ import annotations

from datetime import date

from mentor_tui.calendar import Period, add_months
from mentor_tui.demo.allocating import Allocating
from mentor_tui.demo.headlines import (
    CASES_AFTER,
    CASES_BEFORE,
    CONFIDENCE_AFTER,
    CONFIDENCE_BEFORE,
    Cohort,
)
from mentor_tui.demo.staffing import Staffing, leave
from mentor_tui.demo.stories import Story, story
from mentor_tui.demo.timeline import day_between, days, dice
from mentor_tui.demo.world import Assessed, Case, Person, World

#: planned so many days ago, and the scores of the plan and of each monthly review that has come
_STORIES: dict[str, tuple[int, tuple[int, ...], str]] = {
    "case_closed": (165, (4, 5, 6, 8, 9, 9), "Medication rounds"),
    "case_not_improving": (75, (5, 5, 4), "Rota and working hours"),
    "case_unchanged": (45, (5, 5), "Time management on calls"),
    "case_session_missed": (38, (4, 6), "Lone working"),
    "case_no_evidence": (60, (5, 6), "Positive behaviour support"),
    "case_new": (3, (4,), "Lone working"),
}
_AT_RISK_STILL = ("case_not_improving", "case_unchanged", "case_new")
_LONG = 9
_IN_BOTH = 9


class Targeted:
    """Opens support plans, reviews them month by month, closes them."""

    def __init__(self, world: World, staffing: Staffing, allocating: Allocating) -> None:
        self.world = world
        self.staffing = staffing
        self.allocating = allocating
        self._chance = dice("cases")
        self._before = world.time.month_before
        self._after = world.time.month_after

    def cases(self) -> None:
        """Every case there ever was."""
        for key, (ago, scores, issue) in _STORIES.items():
            self._told(key, ago, scores, issue)
        before, after = self._before, self._after
        self._some(14, add_months(before.first, -11), add_months(before.first, -5), until=before)
        self._some(_IN_BOTH, add_months(before.first, -2), before.last - days(3), through=after)
        short = CASES_BEFORE.people - self._running(before)
        self._some(short, add_months(before.first, -4), before.last - days(3), through=before, until=after)
        self._some(5, before.next().first, add_months(before.next().first, 2), until=after)
        self._some(3, add_months(after.first, -1), after.last - days(4), through=after)
        short = CASES_AFTER.people - self._running(after)
        self._some(short, before.next().first, after.first - days(40), through=after)
        since = (self.world.today - after.last).days
        if since > 12:
            self._some(round(since * 0.07), after.next().first, self.world.time.ago(9))
        self._scores()
        self._pairings()

    def _running(self, month: Period) -> int:
        return sum(case.runs_in(month) for case in self.world.cases)

    # -- when --------------------------------------------------------------------------------------

    def _told(self, key: str, ago: int, scores: tuple[int, ...], issue: str) -> None:
        told = story(key)
        planned = self.world.time.ago(ago)
        working = self.world.services[told.service].working
        while not working.is_working(planned):
            planned -= days(1)
        person = self._named(told, planned)
        case = self._open(person, planned, mentor=self.world.person(told.mentor_id))
        case.story, case.issue = key, issue
        self._review(case, len(scores) - 1, promptly=True)
        for one, score in zip(case.assessed, scores, strict=False):
            one.score, one.fixed = score, True
            one.at_risk = key in _AT_RISK_STILL or one is case.assessed[0]
        if key == "case_closed":
            case.closed, case.close_reason = case.assessed[-1].on, "improved"
        if key == "case_new":
            case.signed_off = None

    def _named(self, told: Story, planned: date) -> Person:
        service = self.world.services[told.service]
        start = planned - days(500 + 40 * len(told.name))
        person = self.staffing.named(
            told.id, told.name, told.service, self.staffing.carer(service), start, roles="mentee"
        )
        managers = self.staffing.line_managers(service)
        person.manager = next((one for one in managers if one.ref == "MD1003"), managers[-1])
        return person

    def _some(
        self,
        number: int,
        first: date,
        last: date,
        *,
        through: Period | None = None,
        until: Period | None = None,
    ) -> None:
        """So many cases planned from first to last; they run ``through`` a month, are closed before another."""
        if number < 0:
            raise ValueError("the stories alone are more cases than the cohort that was planned")
        for _ in range(number):
            planned, months = self._when(first, last, through, until)
            person = self._somebody(planned)
            planned = person.service.working.roll(planned)
            case = self._open(person, planned)
            self._review(case, months)
            ended = case.assessed[-1]
            if len(case.assessed) == months + 1 and ended.on <= self.world.today:
                case.closed, case.close_reason = ended.on, "improved"
                # Not all end well; those that the figures of the later month count do.
                if until is not None and self._chance.random() < 0.14:
                    case.close_reason = self._chance.choice(
                        ("left", "left", "transferred", "long_term_absence", "other")
                    )
                    if case.close_reason == "left":
                        leave(person, ended.on, self._chance)

    def _when(
        self, first: date, last: date, through: Period | None, until: Period | None
    ) -> tuple[date, int]:
        earliest = through.first + days(7) if through else first
        latest = until.first - days(9) if until else date.max
        while True:
            planned = day_between(self._chance, first, last)
            fitting = [
                months
                for months in range(2, _LONG + 1)
                if earliest <= add_months(planned, months) - days(5) and add_months(planned, months) <= latest
            ]
            if fitting:
                return planned, self._chance.choice(fitting[:2])

    def _somebody(self, planned: date) -> Person:
        """Somebody in post at the time, with no part in anything else."""
        begins = self.world.time.begins
        starters = [
            pair.mentee
            for pair in self.world.pairs
            if pair.programme == "new_starter"
            and not pair.story
            and pair.case is None
            and pair.mentee.end is None
            and 22 <= (planned - pair.start).days <= 29
        ]
        if starters and self._chance.random() < 0.5:
            return self._chance.choice(starters)
        settled = [
            one
            for one in self.world.people
            if not one.taken and not one.roles and one.end is None and one.start < begins - days(30)
        ]
        person = self._chance.choice(settled)
        person.taken = True
        return person

    def _open(self, person: Person, planned: date, *, mentor: Person | None = None) -> Case:
        working = person.service.working
        identified = planned - days(self._chance.choice((0, 1, 1, 2, 3, 6)))
        case = Case(
            person,
            mentor or self.allocating.least_burdened(person, planned),
            identified,
            planned,
            person.service,
        )
        starter = next(
            (
                pair
                for pair in self.world.pairs
                if pair.mentee is person and pair.programme == "new_starter" and pair.case is None
            ),
            None,
        )
        if starter is not None:
            # A week-four review said targeted support: that day is the day of the risk.
            case.identified = starter.service.working.roll(max(starter.start + days(21), planned - days(3)))
            case.planned = max(planned, case.identified)
            case.mentor = starter.mentor
            starter.review_on, starter.outcome, starter.case = case.identified, "targeted_support", case
        signed = working.add(case.planned, self._chance.choice((3, 5, 6, 7, 8, 9, 12)))
        case.signed_off = self.world.time.past(signed)
        case.assessed.append(Assessed(case.planned))
        self.world.cases.append(case)
        return case

    def _review(self, case: Case, months: int, *, promptly: bool = False) -> None:
        working = case.service.working
        for number in range(1, months + 1):
            due = working.roll(add_months(case.planned, number))
            on = due - days(self._chance.choice((0, 0, 1, 2, 3, 4)))
            if not promptly and number < months and self._chance.random() < 0.1:
                on = due + days(self._chance.randint(1, 5))
            while not working.is_working(on):
                on -= days(1)
            if on <= self.world.today and on > case.assessed[-1].on:
                case.assessed.append(Assessed(on))

    # -- how it went ---------------------------------------------------------------------------------

    def _scores(self) -> None:
        for case in self.world.cases:
            if case.story:
                continue
            first = case.assessed[0]
            first.score = self._chance.choice((3, 4, 4, 4, 5, 5, 5, 6))
            goes_well = case.close_reason in ("", "improved")
            goal = self._chance.choice((8, 8, 9, 9, 10)) if goes_well else first.score + 1
            for place, one in enumerate(case.assessed[1:], start=1):
                share = place / max(3, len(case.assessed) - 1)
                one.score = round(first.score + share * (goal - first.score))
                one.score = min(10, max(one.score, first.score + (1 if goes_well else 0)))
            risky = self._chance.random() < 0.42
            lifted = self._chance.randint(1, 3)
            for place, one in enumerate(case.assessed):
                one.at_risk = risky and (place < lifted or not goes_well)
        self._pin(self._before, CASES_BEFORE, CONFIDENCE_BEFORE)
        self._pin(self._after, CASES_AFTER, CONFIDENCE_AFTER)
        for case in self.world.cases:
            if not case.story:
                self._smooth(case)

    def _pin(self, month: Period, cohort: Cohort, points: int) -> None:
        """Holds the latest assessments of a month to the sums that the headline results need."""
        running = [case for case in self.world.cases if case.runs_in(month)]
        latest = {case.person.ref: case.latest(month.last) for case in running}
        free = [case for case in running if not latest[case.person.ref].fixed]
        total = sum(one.score for one in latest.values())
        while total != points:
            case = self._chance.choice(free)
            one = latest[case.person.ref]
            plan = one is case.assessed[0]
            low, high = (3, 6) if plan else (case.assessed[0].score + 1, 10)
            step = 1 if total < points else -1
            if low <= one.score + step <= high:
                one.score += step
                total += step
        risky = [one for one in latest.values() if one.at_risk]
        while len(risky) != cohort.counted:
            more = len(risky) < cohort.counted
            able = [latest[case.person.ref] for case in free if latest[case.person.ref].at_risk is not more]
            # Those with the lowest confidence are the most at risk.
            able.sort(key=lambda one: (one.score, one.on))
            one = able[self._chance.randrange(min(12, len(able)))] if more else able[-1]
            one.at_risk = more
            risky = [each for each in latest.values() if each.at_risk]
        for one in latest.values():
            one.fixed = True

    @staticmethod
    def _smooth(case: Case) -> None:
        """What lies between two assessments that are held to a figure lies between their scores."""
        assessed = case.assessed
        pinned = [place for place, one in enumerate(assessed) if one.fixed]
        for place, one in enumerate(assessed):
            if one.fixed or place == 0:
                continue
            before = [assessed[at] for at in pinned if at < place]
            after = [assessed[at] for at in pinned if at > place]
            if before:
                one.score = max(one.score, before[-1].score)
                one.at_risk = one.at_risk and before[-1].at_risk
            if after:
                one.score = min(one.score, max(after[0].score, assessed[0].score + 1))
                one.at_risk = one.at_risk or after[0].at_risk

    def _pairings(self) -> None:
        """Where the registered manager wanted one, a targeted pairing goes with the case."""
        for case in self.world.cases:
            starter = any(pair.case is case for pair in self.world.pairs)
            if starter or case.story or self._chance.random() < 0.45:
                continue
            start = case.service.working.roll(case.planned + days(self._chance.choice((0, 0, 1, 3))))
            if start > self.world.today:
                continue
            pair = self.allocating.pair(case.person, "targeted", start, start, mentor=case.mentor)
            pair.case = case
            self.allocating.complete(pair, self._chance)
            if case.closed and (pair.end is None or pair.end > case.closed):
                pair.end, pair.end_reason = case.closed, "complete"
