"""What mentoring leads to: week-four reviews, actions with their evidence, goals."""

from __future__ import annotations

from datetime import date

from mentor_tui.demo.notes import Notes
from mentor_tui.demo.registers import week_four_of
from mentor_tui.demo.timeline import days, dice
from mentor_tui.demo.world import Held, Pair, Person, World

Courses = dict[str, list[tuple[date | None, date | None]]]
Observed = dict[str, list[tuple[date, int]]]
_LOW = 5
_CANCELLED = (
    "No longer needed: covered by the induction.",
    "Replaced by an action of the support plan.",
    "The course was called off by the provider.",
    "The mentee has left.",
)
_COMMENTS = (
    "Settling well; the mentor's notes and the observation agree.",
    "Steady progress. Two courses are booked.",
    "Good with people, still slow with records. More time agreed.",
    "A difficult start with the rota; better since the pattern is fixed.",
    "Well liked by the team. Ready for more responsibility.",
    "Needs more shadowing before working alone.",
)
_PROGRESS = (
    "Half way there; one more observation to go.",
    "Going well and nearly done.",
    "Slower than hoped because of leave, now under way.",
    "Achieved, and shown to a colleague since.",
)


class Work:
    """Writes reviews, actions and goals."""

    def __init__(self, world: World, courses: Courses, observed: Observed) -> None:
        self.world = world
        self._courses = courses
        self._observed = observed
        self._chance = dice("work")
        self._notes = Notes(dice("work notes"))
        self._number = 0

    # -- reviews -------------------------------------------------------------------------------------

    def reviews(self) -> None:
        """The week-four review, and for most that complete their programme one at its end."""
        for pair in self.world.formal():
            on = pair.review_on or self._reviewed_on(pair)
            if on is not None:
                self._review(
                    pair, on, pair.outcome or ("extend" if self._chance.random() < 0.1 else "on_track")
                )
            done = pair.programme == "new_starter" and pair.end_reason == "complete"
            if done and pair.end is not None and self._chance.random() < 0.75:
                self._review(pair, pair.service.working.roll(pair.end - days(5)), "on_track")

    def _reviewed_on(self, pair: Pair) -> date | None:
        due = week_four_of(pair)
        if pair.story == "mentor_drifts_again":
            return None  # the line manager of the cast has one to do
        on = due - days(self._chance.choice((0, 0, 0, 1, 1, 2, 3, 4)))
        roll = self._chance.random()
        late = 0.26 if pair.start < self.world.time.between.first else 0.12
        if roll < late / 3:
            return None
        if roll < late:
            on = due + days(self._chance.randint(1, 12))
        on = pair.service.working.roll(max(on, pair.start + days(21)))
        stop = pair.stop()
        return on if on <= self.world.today and (stop is None or on <= stop) else None

    def _review(self, pair: Pair, on: date, outcome: str) -> None:
        if on > self.world.today:
            return
        courses = self._courses.get(pair.mentee.ref, [])
        done = sum(1 for day, expires in courses if day and day <= on and (expires is None or expires >= on))
        scores = [score for day, score in self._observed.get(pair.mentee.ref, ()) if day <= on]
        self.world.add(
            "review",
            pairing_id=pair.ref,
            reviewed_on=on,
            sessions_completed=sum(held.on <= on for held in pair.sessions),
            training_percent=round(100 * done / len(courses), 1) if courses else None,
            practice_score=scores[-1] if scores else None,
            outcome=outcome,
            comment=self._chance.choice(_COMMENTS) if self._chance.random() < 0.6 and not pair.story else "",
            recorded_on=on,
            reviewer_id=pair.mentee.manager.ref if pair.mentee.manager else None,
        )

    # -- actions -------------------------------------------------------------------------------------

    def actions(self) -> None:
        """What was agreed at sessions, and in support plans."""
        today = self.world.today
        for pair in self.world.pairs:
            if pair.story:
                continue
            for place, held in enumerate(pair.sessions):
                low = held.score <= _LOW
                agreed = self._chance.random() < (0.42 if low else 0.13)
                # Reassurance without action is left to the story about it.
                again = low and place > 0 and pair.sessions[place - 1].score <= _LOW
                if agreed or (again and pair.active(today)):
                    self._agreed(pair, held)
        for case in self.world.cases:
            for _ in range(self._chance.choice((1, 1, 2))):
                on = case.service.working.add(case.planned, self._chance.randint(1, 8))
                if on <= min(today, case.closed or today, case.person.end or today):
                    self._action(case.mentor, case.person, on, case.issue, case_id=case.ref)
        self._told()

    def _agreed(self, pair: Pair, held: Held) -> None:
        self._action(pair.mentor, pair.mentee, held.on, held.issue, pairing_id=pair.ref)

    def _told(self) -> None:
        """The actions of stories."""
        ago = self.world.time.ago
        overdue = self.world.story_pair("action_overdue")
        for identified, review, done in ((42, 20, ago(21)), (30, 12, None), (22, 5, None)):
            self._row(overdue, "Recording and care plans", ago(identified), ago(review), done)
        recovers = self.world.story_pair("recovers")
        for place, after, words in (
            (2, 14, "Go through the no-reply steps with the care co-ordinator and carry them on a card"),
            (3, 12, "Paired late calls for a fortnight, with check-in at every door"),
        ):
            on = recovers.sessions[place].on
            self._row(recovers, "Lone working", on, on + days(after), on + days(after - 2), words)
        capacity = self.world.story_pair("at_capacity")
        self._row(capacity, "Lone working", ago(10), self.world.today, None)
        risk = self.world.story_pair("risk_identified")
        self._row(risk, "Time management on calls", ago(4), self.world.today + days(5), None)
        drifts = self.world.story_pair("mentor_drifts")
        self._row(drifts, "Lone working", drifts.sessions[0].on, ago(12), ago(14))

    def _row(
        self, pair: Pair, issue: str, identified: date, review: date, done: date | None, words: str = ""
    ) -> None:
        self._write(
            pair.mentor, identified, issue, review, identified, done, words=words, pairing_id=pair.ref
        )

    def _action(self, mentor: Person, mentee: Person, on: date, issue: str, **holder: str) -> None:
        chance, today = self._chance, self.world.today
        review = on + days(chance.choice((14, 14, 21, 21, 28, 35)))
        recorded = on if chance.random() < 0.88 else min(today, on + days(chance.randint(1, 5)))
        owner = chance.choice((mentor, mentor, mentee.manager or mentor))
        left = mentee.end
        done: date | None = review - days(chance.randint(0, 10))
        roll = chance.random()
        if roll > 0.82:
            done = review + days(chance.randint(1, 16))
        assert done is not None
        done = max(done, recorded)
        cancelled = None
        if left is not None and done > left:
            cancelled = min(left, review) if left >= on else on
        elif 0.78 < roll <= 0.82:
            cancelled = max(on, review - days(3))
        if cancelled is not None and cancelled <= today:
            done = None
        elif done > today or (review > today and chance.random() < 0.7):
            done = cancelled = None
        self._write(owner, on, issue, review, recorded, done, cancelled=cancelled, **holder)

    def _write(
        self,
        owner: Person,
        on: date,
        issue: str,
        review: date,
        recorded: date,
        done: date | None,
        *,
        cancelled: date | None = None,
        words: str = "",
        **holder: str,
    ) -> None:
        self._number += 1
        if done is not None:
            cancelled = None
        if cancelled is not None and cancelled > self.world.today:
            cancelled = None
        self.world.add(
            "action",
            action_id=f"A-{self._number:04}",
            need_identified_on=on,
            action=words or self._notes.about(issue, "actions", owner.service.kind),
            owner_id=owner.ref,
            review_on=review,
            recorded_on=recorded,
            completed_on=done,
            evidence_reference=f"{self._chance.choice(('SUP', 'OBS', 'MAR', 'TRN'))}-{done.year}-{self._number:04}"
            if done and self._chance.random() < 0.93
            else "",
            cancelled_on=cancelled,
            cancel_reason=self._chance.choice(_CANCELLED) if cancelled else "",
            **holder,
        )

    # -- goals ---------------------------------------------------------------------------------------

    def goals(self) -> None:
        """One or two goals of a pairing, some of them reached."""
        number = 0
        for pair in self.world.pairs:
            last = pair.stop() or self.world.today
            issues = list(dict.fromkeys(held.issue for held in pair.sessions))[
                : self._chance.choice((1, 1, 2))
            ]
            for issue in issues:
                number += 1
                on = min(pair.start + days(self._chance.randint(0, 14)), self.world.today)
                target = on + days(self._chance.choice((42, 56, 70, 84)))
                reached = target - days(self._chance.randint(-7, 20))
                achieved = (
                    reached
                    if reached <= min(last, self.world.today) and self._chance.random() < 0.72
                    else None
                )
                if achieved is not None and achieved < on:
                    achieved = None
                self.world.add(
                    "goal",
                    goal_id=f"G-{number:04}",
                    pairing_id=pair.ref,
                    goal=self._notes.about(issue, "goals", pair.service.kind),
                    set_on=on,
                    target_on=target,
                    achieved_on=achieved,
                    progress=_PROGRESS[3] if achieved else self._chance.choice(_PROGRESS[:3]),
                )
