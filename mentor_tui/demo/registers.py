"""The registers beneath the records: attendance, training, practice observations, supervision concerns."""

from __future__ import annotations

from datetime import date

from mentor_tui.demo.notes import Notes
from mentor_tui.demo.timeline import days, dice
from mentor_tui.demo.world import Case, Pair, Person, World

_LOOKED_AT = 42
_EVERYBODY_WEEKS = 7
#: older weeks of mentees are not in the file; those of support plans are
_KEPT_DAYS = 400
COURSES = (
    ("Safeguarding adults", 365),
    ("Assisting and moving people", 365),
    ("Infection prevention and control", 365),
    ("Fire safety", 365),
    ("Basic life support and first aid", 365),
    ("Medication management", 365),
    ("Mental capacity and liberty safeguards", 730),
    ("Food hygiene", 1095),
)
_FURTHER = ("Dementia care", "Palliative, end of life care", "Autism", "Communication", "Oral health")
_CONCERNS = (
    "Late for three shifts in a fortnight; says that the new run leaves no time between calls.",
    "A medication record was not signed. Talked through at supervision; no harm came of it.",
    "Two people said that they felt hurried in the morning.",
    "Did not ring when a visit would be missed. Understood why it matters once it was explained.",
    "Left a handover out. The next shift found out from the family.",
    "Short with a colleague in front of a person. Apologised the same day.",
    "Care notes written hours later, from memory.",
    "Used the stand aid alone where the plan says two.",
    "Seemed low and tired over several shifts; supervision brought forward.",
    "Absent twice without ringing in time.",
)


class Registers:
    """Fills the registers."""

    def __init__(self, world: World) -> None:
        self.world = world
        self._chance = dice("registers")
        self._notes = Notes(dice("concerns"))
        self._cases = {case.person.ref: case for case in world.cases}

    # -- attendance ----------------------------------------------------------------------------------

    def attendance(self) -> None:
        """Weeks of shifts: everybody's latest, and those around mentoring and support plans."""
        last = self.world.time.ago(6)
        last -= days(last.weekday())
        weeks: dict[str, set[date]] = {}
        for person in self.world.people:
            weeks[person.ref] = {last - days(7 * back) for back in range(_EVERYBODY_WEEKS)}
        for pair in self.world.pairs:
            if pair.start > self.world.time.ago(_KEPT_DAYS):
                weeks[pair.mentee.ref] |= _mondays(pair.start, min(last, pair.start + days(63)))
        for case in self.world.cases:
            until = (case.closed or last) + days(7)
            weeks[case.person.ref] |= _mondays(case.planned - days(70), min(last, until))
        leaving = {pair.mentee.ref for pair in self.world.pairs if pair.end_reason == "mentee_left"}
        for person in self.world.people:
            usual = self._chance.choice((0.93, 0.95, 0.97, 0.98, 0.99, 1.0))
            if person.ref in leaving:
                usual -= 0.08
            kept = {}
            for week in sorted(weeks[person.ref]):
                if person.employed(week) and person.employed(week + days(4)):
                    kept[week] = self._week(person, week, usual)
            self.world.shifts[person.ref] = kept

    def _week(self, person: Person, week: date, usual: float) -> tuple[int, int]:
        rostered = self._chance.choice((3, 4, 4, 4, 5, 5))
        case = self._cases.get(person.ref)
        if case is not None:
            rostered, fixed = 5, _told(case, week)
            if fixed is not None:
                return rostered, fixed
            usual = 0.83 if week < case.planned else 0.95
            if case.close_reason == "improved" and case.closed and (case.closed - week).days < 90:
                usual = 1.0
        absent = sum(self._chance.random() > usual for _ in range(rostered))
        return rostered, rostered - absent

    def percent(self, person: Person, on: date) -> float:
        """Attendance on a day, as the rule has it; 100 where there is no shift to go by."""
        shifts = [
            both for week, both in self.world.shifts[person.ref].items() if on - days(_LOOKED_AT) < week <= on
        ]
        rostered = sum(each[0] for each in shifts)
        return round(100 * sum(each[1] for each in shifts) / rostered, 1) if rostered else 100.0

    def write_attendance(self) -> None:
        """The rows of attendance.csv."""
        for ref, weeks in self.world.shifts.items():
            for week, (rostered, attended) in weeks.items():
                self.world.add(
                    "attendance",
                    staff_id=ref,
                    week_commencing=week,
                    shifts_rostered=rostered,
                    shifts_attended=attended,
                )

    # -- training --------------------------------------------------------------------------------------

    def training(self) -> dict[str, list[tuple[date | None, date | None]]]:
        """The rows of training.csv; gives each person's mandatory courses, done and expiring."""
        today = self.world.today
        known: dict[str, list[tuple[date | None, date | None]]] = {}
        for person in self.world.people:
            if person.end is not None and person.end < self.world.time.ago(_KEPT_DAYS):
                continue
            for course, lasts in COURSES:
                done = self._done(person, lasts)
                expires = done + days(lasts) if done else None
                known.setdefault(person.ref, []).append((done, expires))
                self._course(person, course, True, done, expires)
            if self._chance.random() < 0.3:
                day = max(person.start, today - days(self._chance.randint(20, 700)))
                day = min(day, person.end or today)
                if day <= today:
                    self._course(person, self._chance.choice(_FURTHER), False, day, None)
        return known

    def _done(self, person: Person, lasts: int) -> date | None:
        chance = self._chance
        last = min(self.world.today, person.end or self.world.today)
        roll = chance.random()
        done = person.start + days(chance.choice((0, 1, 2, 3, 5, 9, 14, 20, 30, 45)))
        if (last - person.start).days > lasts:
            # Renewed since; one in twelve is overdue.
            done = last - days(chance.randint(5, lasts - 5) if roll > 0.08 else lasts + chance.randint(3, 90))
            done = max(done, person.start)
        elif roll < 0.07:
            return None
        return done if done <= last else None

    def _course(
        self, person: Person, course: str, mandatory: bool, done: date | None, expires: date | None
    ) -> None:
        self.world.add(
            "training",
            staff_id=person.ref,
            course=course,
            mandatory=mandatory,
            completed_on=done,
            expires_on=expires,
        )

    # -- observations and concerns -----------------------------------------------------------------------

    def observations(self) -> dict[str, list[tuple[date, int]]]:
        """The rows of observations.csv; gives each person's scores by day."""
        seen: dict[str, list[tuple[date, int]]] = {}
        for pair in self.world.pairs:
            last = min(self.world.today, pair.mentee.end or self.world.today)
            score = self._chance.randint(58, 76)
            for after in (self._chance.randint(12, 24), self._chance.randint(48, 75)):
                on = pair.start + days(after)
                if on > last or self._chance.random() < 0.12:
                    continue
                seen.setdefault(pair.mentee.ref, []).append((on, min(98, score)))
                self.world.add(
                    "observation",
                    staff_id=pair.mentee.ref,
                    observed_on=on,
                    score=min(98, score),
                    observer_id=pair.mentee.manager.ref if pair.mentee.manager else None,
                )
                score += self._chance.randint(4, 16) if pair.end_reason != "mentee_left" else 1
        return seen

    def concerns(self) -> dict[str, list[date]]:
        """The rows of concerns.csv; gives the days by person."""
        raised: dict[str, list[date]] = {}
        time = self.world.time
        for ago in (33, 19, 6):
            self._concern(self.world.story_pair("concerns").mentee, time.ago(ago), raised)
        for case in self.world.cases:
            # Those of the last weeks are few: repeated concerns are a warning of their own.
            most = 1 if case.planned > time.ago(60) else 3
            for _ in range(self._chance.randint(0, most)):
                on = case.identified - days(self._chance.randint(2, 40))
                if case.person.employed(on):
                    self._concern(case.person, on, raised)
        for pair in self.world.pairs:
            if (
                self._chance.random() < (0.25 if pair.end_reason == "mentee_left" else 0.06)
                and not pair.story
            ):
                on = pair.start + days(self._chance.randint(10, 60))
                if on <= time.ago(1) and pair.mentee.employed(on):
                    self._concern(pair.mentee, on, raised)
        return raised

    def _concern(self, person: Person, on: date, raised: dict[str, list[date]]) -> None:
        raised.setdefault(person.ref, []).append(on)
        self.world.add(
            "concern",
            staff_id=person.ref,
            raised_on=on,
            summary=self._notes.one_of(_CONCERNS, person.service.kind),
            raised_by_id=person.manager.ref if person.manager else None,
        )


def week_four_of(pair: Pair) -> date:
    """The day by which the week-four review of a pairing is due."""
    return pair.service.working.roll(pair.start + days(28))


def _mondays(first: date, last: date) -> set[date]:
    monday = first + days(-first.weekday() % 7)
    return {monday + days(7 * number) for number in range(max(0, (last - monday).days // 7 + 1))}


def _told(case: Case, week: date) -> int | None:
    """The shifts attended, of five, where a story says how attendance went."""
    before = week < case.planned
    match case.story:
        case "case_not_improving":
            # The odd week of the month, so that it is worse afterwards whatever the day.
            return 5 if before and week.day > 7 else 4
        case "case_unchanged" | "case_session_missed" | "case_no_evidence" | "case_closed":
            return 4 if before else 5
        case _:
            return None
