"""The sessions that took place: when, with what score, and what was written about them."""

from __future__ import annotations

from datetime import date

from mentor_tui.demo.compliance import open_slot
from mentor_tui.demo.notes import Notes
from mentor_tui.demo.stories import STORIES
from mentor_tui.demo.timeline import days, dice
from mentor_tui.demo.world import Held, Pair, World
from mentor_tui.programmes import Slot
from mentor_tui.records.new_starters import ACTIVITIES

_AROUND = (-4, -3, -2, -2, -1, -1, -1, 0, 0, 0, 0, 0, 0, 0, 1, 1, 2, 3)
_SETTLED = 8


class Meeting:
    """Holds the sessions."""

    def __init__(self, world: World) -> None:
        self.world = world
        self._chance = dice("sessions")
        self.notes = Notes(dice("notes"))
        #: what was written in a pairing already: nobody writes the same twice
        self._said: dict[str, set[str]] = {}

    def hold(self) -> None:
        """The sessions of every pairing, with their scores and issues."""
        for pair in self.world.pairs:
            if pair.programme == "informal":
                self._informally(pair)
            else:
                self._to_schedule(pair)
            pair.sessions.sort(key=lambda held: held.on)
            self._score(pair)
            self._name_issues(pair)

    def _to_schedule(self, pair: Pair) -> None:
        stop = pair.stop()
        last = min(stop or self.world.today, self.world.today)
        for slot in pair.slots:
            excused = pair.excused.get(slot.number)
            if slot.number in pair.missed or (excused and excused[1] <= slot.ends_on):
                continue
            if stop is not None and stop < slot.ends_on:
                continue
            on = self._day(slot, last)
            if on is None or (open_slot(slot, self.world.today) and not self._already(pair, slot)):
                continue
            pair.sessions.append(Held(on, 0, slot.number))
        answered = {held.slot for held in pair.sessions}
        for number in sorted(pair.missed):
            # What was missed is sometimes made up for, in the window of the session after it.
            if number + 1 in answered and not pair.story and self._chance.random() < 0.5:
                on = pair.slots[number - 1].ends_on + days(self._chance.randint(1, 3))
                if on <= last and on <= pair.slots[number].ends_on:
                    pair.sessions.append(Held(on, 0, made_up=True))
        for held in list(pair.sessions):
            again = held.on + days(self._chance.randint(2, 4))
            more = self._chance.random() < 0.18 and not pair.story and again <= last
            if more and held.slot and again <= pair.slots[held.slot - 1].ends_on:
                pair.sessions.append(Held(again, 0))

    def _day(self, slot: Slot, last: date) -> date | None:
        """A day inside the window, around the due date, not after ``last``."""
        latest = min(slot.ends_on, last)
        if latest < slot.opens_on:
            return None
        on = slot.due_on + days(self._chance.choice(_AROUND))
        return max(slot.opens_on, min(on, latest))

    def _already(self, pair: Pair, slot: Slot) -> bool:
        """Whether the session of a window that is open today has taken place."""
        if slot.due_on > self.world.today:
            return False
        if pair.story:
            # The mentor of the cast has one to record.
            return pair.story != "at_capacity"
        return self._chance.random() < 0.45

    def _informally(self, pair: Pair) -> None:
        on = pair.start + days(self._chance.randint(4, 20))
        while on <= (pair.stop() or self.world.today):
            pair.sessions.append(Held(on, 0))
            on += days(self._chance.randint(18, 40))

    # -- confidence ----------------------------------------------------------------------------------

    def _score(self, pair: Pair) -> None:
        if pair.scores:
            for place, held in enumerate(pair.sessions):
                held.score = pair.scores[min(place, len(pair.scores) - 1)]
            return
        new = pair.programme == "new_starter"
        first = self._chance.choice((3, 4, 4, 5, 5, 5, 6, 6)) if new else self._chance.choice((5, 5, 6, 6, 7))
        leaves = pair.end_reason == "mentee_left"
        goal = (
            first + self._chance.choice((-1, 0, 0, 1))
            if leaves
            else self._chance.choice((7, 8, 8, 8, 9, 9, 10))
        )
        whole = max(1, (pair.slots[-1].due_on - pair.start).days) if pair.slots else 140
        for held in pair.sessions:
            share = min(1.0, (held.on - pair.start).days / whole)
            wobble = self._chance.choice((-1, 0, 0, 0, 0, 1))
            held.score = max(1, min(10, round(first + share * (goal - first)) + wobble))
            if pair.case is not None and held.on >= pair.case.planned:
                held.score = pair.case.score_on(held.on)
        self._settle(pair)

    def _settle(self, pair: Pair) -> None:
        """Most pairings under way rise: only some of them stand still."""
        scores = pair.sessions[-3:]
        if len(scores) < 3 or not pair.active(self.world.today) or pair.case is not None:
            return
        if scores[2].score <= scores[0].score and scores[2].score < _SETTLED and self._chance.random() < 0.8:
            scores[2].score = min(10, scores[0].score + 1)

    # -- words ---------------------------------------------------------------------------------------

    def _name_issues(self, pair: Pair) -> None:
        """An issue stays for a session or three, then another comes up; a story says its own."""
        told = next((one for one in STORIES if one.key == pair.story), None)
        issue = self.notes.issue(pair.service.kind)
        for place, held in enumerate(pair.sessions):
            if self._chance.random() < 0.4:
                issue = self.notes.issue(pair.service.kind)
            held.issue = issue
            if told is not None and place < len(told.issues):
                held.issue, held.summary = told.issues[place], told.summaries[place]
            late = self._chance.random()
            held.recorded_on = held.on
            if late > 0.86 and not pair.story:
                written = held.on + days(self._chance.choice((1, 1, 1, 2, 3, 4, 6)))
                held.recorded_on = min(written, self.world.today)

    def write(self) -> None:
        """The rows of sessions.csv, numbered in the order in which they were held."""
        held = sorted(
            ((one.on, pair.ref, one, pair) for pair in self.world.pairs for one in pair.sessions),
            key=lambda row: row[:2],
        )
        for number, (_, _, one, pair) in enumerate(held, start=1):
            self._row(f"SE-{number:05}", one, pair)

    def _row(self, ref: str, held: Held, pair: Pair) -> None:
        chance, notes, issue, mentee = self._chance, self.notes, held.issue, pair.mentee
        kind, said = pair.service.kind, self._said.setdefault(pair.ref, set())
        wordy = 0.95 if pair.mentor.named else 0.82
        activities = chance.sample([code for code, _ in ACTIVITIES[:9]], chance.choice((1, 1, 2, 2, 3)))
        summary = held.summary
        if not summary and chance.random() < wordy:
            summary = notes.summary(issue, held.score, kind, mentee, said)
        if held.made_up and summary:
            summary += " Made up for a session that had to be moved."
        self.world.add(
            "session",
            session_id=ref,
            pairing_id=pair.ref,
            held_on=held.on,
            confidence_score=held.score,
            top_support_issue=issue,
            recorded_on=held.recorded_on,
            minutes=chance.choice((15, 20, 25, 30, 30, 30, 40, 45, 60)) if chance.random() < 0.9 else None,
            mode=self._mode(pair),
            activities=tuple(activities) if chance.random() < 0.8 else (),
            went_well=notes.about(issue, "well", kind, mentee, said) if chance.random() < 0.7 else "",
            feedback=notes.about(issue, "practise", kind, None, said) if chance.random() < 0.62 else "",
            shared_summary=summary,
            private_notes=notes.about(issue, "private", kind, mentee, said) if chance.random() < 0.26 else "",
            reflection=notes.reflection(issue, kind, said) if chance.random() < 0.42 else "",
        )

    def _mode(self, pair: Pair) -> str:
        away = 0.28 if pair.service.kind == "home_care" else 0.1
        if self._chance.random() < away:
            return self._chance.choice(("telephone", "telephone", "video"))
        return "in_person"
