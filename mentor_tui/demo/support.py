"""The rows of support plans: B1 to B5, and what was agreed on the way."""

from __future__ import annotations

from datetime import date

from mentor_tui.demo.notes import Notes
from mentor_tui.demo.registers import Registers
from mentor_tui.demo.timeline import days, dice
from mentor_tui.demo.world import Case, World

_AIMS = (
    "Confidence from {score} to 8, as scored at two sessions in a row.",
    "Attendance over six weeks at 95% or more, and confidence up by three points.",
    "Confident enough to lead without prompts, observed twice, and confidence at 8.",
    "No supervision concern for eight weeks, and confidence up by three points.",
    "To say at the stay conversation that the work can be done for another year, and confidence at 8.",
)
_BARRIERS = (
    "I never know what my week looks like, and I cannot plan childcare.",
    "I am afraid of getting it wrong and nobody has time to show me.",
    "I feel that I am on my own from the first call to the last.",
    "The mornings are so busy that I cannot do it as I was taught.",
    "I do not feel that I belong to the team on this floor.",
    "I find it hard to ask when English is not my first language.",
    "What happened last month still follows me home.",
    "I came to care for people and I mostly write.",
)
_MODULES = (
    "Medication management",
    "Assisting and moving people",
    "Dementia care",
    "Communication",
    "Positive behaviour support and non-restrictive practice",
    "Mental capacity and liberty safeguards",
)
_EVIDENCE = ("SUP", "OBS", "TRN", "ROTA", "FILE")
_FORTNIGHT = 14


class Supporting:
    """Writes the cases down."""

    def __init__(self, world: World, registers: Registers, concerns: dict[str, list[date]]) -> None:
        self.world = world
        self.registers = registers
        self._concerns = concerns
        self._chance = dice("support")
        self._notes = Notes(dice("support notes"))

    def write(self) -> None:
        """The rows of the five files."""
        ordered = sorted(self.world.cases, key=lambda case: (case.planned, case.person.ref))
        for number, case in enumerate(ordered, start=1):
            case.ref = f"C-{number:03}"
            case.issue = case.issue or self._notes.issue(case.service.kind)
            self._plan(case)
            self._meetings(case)
            self._pathway(case)
            self._follow_ups(case)
            self._impact(case)

    def _plan(self, case: Case) -> None:
        first = case.assessed[0]
        first.attendance = self.registers.percent(case.person, case.planned)
        recorded = case.planned
        if self._chance.random() < 0.1 and not case.story:
            recorded = min(case.planned + days(self._chance.randint(1, 4)), self.world.today)
        near = [
            day
            for day in self._concerns.get(case.person.ref, ())
            if case.planned - days(42) < day <= case.planned
        ]
        self.world.add(
            "case",
            case_id=case.ref,
            staff_id=case.person.ref,
            risk_identified_on=min(case.identified, recorded),
            planned_on=case.planned,
            confidence_score=first.score,
            supervision_concerns=len(near),
            attendance_percent=first.attendance,
            at_risk_of_resigning=first.at_risk,
            aim=self._chance.choice(_AIMS).format(score=first.score),
            aim_by=case.planned + days(self._chance.choice((56, 84, 90, 120))),
            mentor_id=case.mentor.ref,
            recorded_on=recorded,
            signed_off_on=case.signed_off,
            closed_on=case.closed,
            close_reason=case.close_reason,
        )

    def _until(self, case: Case) -> date:
        """The last day on which anything happened in a case."""
        ends = [day for day in (case.closed, case.person.end) if day is not None]
        return min([*ends, self.world.today])

    def _meetings(self, case: Case) -> None:
        last = self._until(case)
        on = case.service.working.add(case.planned, self._chance.choice((1, 1, 2, 3)))
        number = 0
        barrier = self._notes.one_of(_BARRIERS, case.service.kind)
        while on <= last:
            number += 1
            gap = 7 if number <= 4 else 14
            following = case.service.working.roll(on + days(gap))
            if case.story == "case_session_missed" and following >= self.world.time.ago(9):
                # The one that was agreed, and has not taken place.
                self._meeting(case, on, barrier, self.world.time.ago(9))
                return
            if following > last and case.closed is None:
                # The next one is still to come; for the newest plan it is today.
                following = max(following, self.world.today)
                if case.story == "case_new":
                    following = self.world.today
            self._meeting(case, on, barrier, following)
            late = self._chance.random() < 0.14 and following + days(2) <= last
            on = case.service.working.add(following, 1) if late else following
            if on == self.world.today and case.closed is None:
                return
            if self._chance.random() < 0.2:
                barrier = self._notes.one_of(_BARRIERS, case.service.kind)

    def _meeting(self, case: Case, on: date, barrier: str, following: date) -> None:
        focus = case.issue if self._chance.random() < 0.7 else self._notes.issue(case.service.kind)
        self.world.add(
            "support_meeting",
            case_id=case.ref,
            held_on=on,
            barrier=barrier,
            focus_area=f"{focus}: {self._notes.about(focus, 'practise', case.service.kind)}",
            next_session_on=following,
            recorded_on=on if self._chance.random() < 0.9 else min(on + days(1), self.world.today),
        )

    def _pathway(self, case: Case) -> None:
        if case.story == "case_new":
            return
        on = case.service.working.add(case.planned, self._chance.choice((1, 2, 3, 4, 6)))
        for after in (on, on + days(60)):
            if after > self._until(case) or (after != on and self._chance.random() < 0.6):
                continue
            self.world.add(
                "pathway_update",
                case_id=case.ref,
                shadowing_hours=self._chance.choice((4, 6, 7.5, 8, 10, 12, 15)),
                training_module=self._chance.choice(_MODULES),
                reassessment_on=after + days(self._chance.choice((28, 35, 42, 56))),
                recorded_on=after,
            )

    def _follow_ups(self, case: Case) -> None:
        if case.signed_off is None:
            return
        last = self._until(case)
        due = case.service.working.roll(case.signed_off + days(_FORTNIGHT))
        number = 0
        while due <= last:
            number += 1
            on = due - days(self._chance.choice((0, 0, 0, 1, 2)))
            if self._chance.random() < 0.12:
                on = due + days(self._chance.randint(1, 2))
            on = case.service.working.roll(on)
            if on > last:
                return
            delivered = number >= 3 and self._chance.random() < 0.75
            following = case.service.working.roll(on + days(_FORTNIGHT))
            unproved = case.story == "case_no_evidence" and following > last
            self.world.add(
                "follow_up",
                case_id=case.ref,
                followed_up_on=on,
                status="delivered"
                if delivered or unproved
                else self._chance.choice(
                    ("in_progress", "in_progress", "in_progress", "blocked", "not_started")
                ),
                evidence_reference="" if unproved or not delivered else self._reference(on),
                recorded_on=on,
            )
            due = following

    def _reference(self, on: date) -> str:
        return f"{self._chance.choice(_EVIDENCE)}-{on.year}-{self._chance.randint(100, 999)}"

    def _impact(self, case: Case) -> None:
        for place, one in enumerate(case.assessed[1:], start=1):
            one.attendance = self.registers.percent(case.person, one.on)
            final = case.closed is not None and one is case.assessed[-1]
            amended = not final and one.score <= case.assessed[0].score + 1 and place > 1
            self.world.add(
                "impact_review",
                case_id=case.ref,
                reviewed_on=one.on,
                confidence_score=one.score,
                attendance_percent=one.attendance,
                at_risk_of_resigning=one.at_risk,
                decision="close" if final else "amend" if amended else "continue",
                reason=self._reason(case, final, amended),
                recorded_on=one.on,
            )

    def _reason(self, case: Case, final: bool, amended: bool) -> str:
        if amended:
            return self._chance.choice(
                (
                    "Weekly sessions instead of fortnightly, and a second shadowing day.",
                    "A fixed rota pattern for eight weeks; the mentor stays the same.",
                    "The focus moves from tasks to confidence with families.",
                )
            )
        if not final:
            return ""
        return {
            "improved": "Improvement was sustained at two reviews in a row; mentoring goes on informally.",
            "left": "Resigned for a post nearer home; said at the exit conversation that the support had helped.",
            "transferred": "Moved to another service, whose manager has the notes.",
            "long_term_absence": "On long-term absence; a return-to-work programme will follow.",
            "other": "Ended at the person's own wish, after a conversation with the manager.",
        }[case.close_reason]
