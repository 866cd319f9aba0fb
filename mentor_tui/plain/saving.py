"""The end of a form by lines: checked, asked about once more, handed to the office; two people on one record."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from mentor_tui.declare import Fault, Value
from mentor_tui.forms.paper import Paper, Question, sentence
from mentor_tui.office import Conflict, Invalid, Refused, Saved
from mentor_tui.plain.draft import Drafted
from mentor_tui.plain.sheet import PlainSheet, said
from mentor_tui.plain.talk import Left, Talk
from mentor_tui.store.problems import StoreProblem
from mentor_tui.store.read.todo import Opens


class Done(Exception):
    """The form is saved; what the person wants to fill in next, if anything."""

    def __init__(self, opens: Opens | None) -> None:
        super().__init__()
        self.opens = opens


class Saving:
    """One try to save a form. `names` gives the questions that arise, `called` the words for one of them."""

    def __init__(
        self,
        talk: Talk,
        paper: Paper,
        sheet: PlainSheet,
        draft: Drafted,
        names: Callable[[], Sequence[str]],
        called: Callable[[str], str],
    ) -> None:
        self._talk = talk
        self._paper = paper
        self._sheet = sheet
        self._draft = draft
        self._names = names
        self._called = called

    def save(self) -> str:
        """Saves; gives the question to go on with where that cannot be done. Raises Done where it is, or Left."""
        talk, paper = self._talk, self._paper
        values, faults = self._sheet.parsed()
        if not faults and paper.standing is not None and not paper.altered(values):
            talk.say("Nothing is changed yet.")
            return self._names()[0]
        if faults := faults or paper.check(values):
            return self._faulty(faults)
        question = paper.question(values)
        if question is not None and not self._agreed(question):
            return question.back_to or self._names()[-1]
        seat = talk.refresh()
        try:
            with talk.office.batch(seat.actor) as batch:
                paper.write(batch, values)
            saved = batch.saved()
        except Invalid as invalid:
            placed = [paper.placed(fault) for fault in invalid.faults]
            return self._faulty([Fault(one.field, sentence(one.message)) for one in placed])
        except Conflict as conflict:
            return self._settle(conflict)
        except (Refused, StoreProblem) as refusal:
            talk.say(f"Not saved. {sentence(str(refusal))} What you typed is kept as a draft.")
            raise Left from None
        self._draft.drop()
        talk.say(paper.said_when_saved(saved))
        raise Done(self._following(saved))

    def _following(self, saved: Saved) -> Opens | None:
        """What the person fills in next, if it often follows and they like."""
        following = self._paper.next(saved)
        return following.opens if following is not None and self._agreed(following.question) else None

    def _agreed(self, question: Question) -> bool:
        """Asks once more, the safe answer first."""
        self._talk.say(question.title)
        self._talk.say(question.body)
        try:
            return self._talk.choose("Number:", (question.no, question.yes)) == 1
        except Left:
            return False

    def _faulty(self, faults: list[Fault]) -> str:
        """Says everything that is wrong, each at its question, and goes to the first."""
        talk, sheet, names = self._talk, self._sheet, self._names()
        talk.say(f"Not saved yet. {counted(len(faults), 'thing')} to put right.")
        for fault in faults:
            if fault.field not in sheet.fields:
                talk.say(fault.message)
                continue
            number = f"Question {names.index(fault.field) + 1}, " if fault.field in names else ""
            talk.say(f"{number}{self._called(fault.field)}: {fault.message}")
        return next((fault.field for fault in faults if fault.field in sheet.fields), names[0])

    def _settle(self, conflict: Conflict) -> str:
        """Somebody else has changed the record: their change and one's own, field by field, and one chooses."""
        talk, paper, sheet = self._talk, self._paper, self._sheet
        now = paper.fresh()
        if now is None or paper.standing is None:
            talk.say(str(conflict))
            return self._names()[0]
        mine = paper.altered(sheet.parsed()[0])
        who = ", ".join(dict.fromkeys(one.who for one in conflict.theirs)) or "Somebody"
        talk.say(f"{who} changed this while you had it open. Nothing is saved yet.")
        for name, theirs in {one.field: one for one in conflict.theirs}.items():
            if name not in sheet.fields or name not in now.values:
                continue
            if name in mine and now.values[name] != mine[name]:
                talk.say(f"{theirs.label}. It was {theirs.before}.")
                yours = sheet.in_words(name) or "blank"
                choices = (f"Yours: {yours}", f"Theirs: {self._shown(name, now.values[name])}")
                if talk.choose("Whose is kept? Number:", choices) == 0:
                    continue
            else:
                talk.say(f"{theirs.label}: theirs is taken, {self._shown(name, now.values[name])}.")
            sheet.put(name, now.values[name], f"from {theirs.who}")
        paper.standing = now
        self._draft.keep()
        return self.save()

    def _shown(self, name: str, value: Value) -> str:
        return said(self._sheet.fields[name], value, self._sheet.options(name)) or "blank"


def counted(number: int, what: str) -> str:
    """`1 question`, `3 questions`."""
    return f"{number} {what}" if number == 1 else f"{number} {what}s"
