"""What is being typed in a form, written into the database after each answer: the same draft as the screen's."""

from __future__ import annotations

from mentor_tui.dates import from_today, short
from mentor_tui.forms.paper import Paper
from mentor_tui.plain.sheet import PlainSheet
from mentor_tui.plain.talk import Talk
from mentor_tui.store import drafts
from mentor_tui.store.problems import StoreProblem


class Drafted:
    """The draft of one form and one person."""

    def __init__(self, talk: Talk, paper: Paper, sheet: PlainSheet) -> None:
        assert talk.seat is not None, "somebody sits here"
        self._talk = talk
        self._whose = (talk.seat.actor.id, paper.DRAFT, paper.subject)
        self._sheet = sheet
        self._told = ""

    def resume(self) -> bool:
        """Brings back what was being typed, and says so; whether there was anything."""
        draft = drafts.one(self._talk.store, *self._whose)
        if draft is None or dict(draft.typed) == self._sheet.begun:
            return False
        self._sheet.restore(draft.typed)
        when = from_today(draft.saved_at.date(), self._talk.today())
        when = when if when in ("today", "yesterday") else f"on {short(draft.saved_at.date())}"
        self._talk.say(f"What you typed {when} is back. again starts again without it.")
        return True

    def keep(self) -> None:
        """Writes the draft as it stands; nothing, where the form stands as it did at first."""
        try:
            if self._sheet.typed != self._sheet.begun:
                drafts.save(self._talk.store, *self._whose, self._sheet.typed, self._talk.now())
            else:
                self.drop()
        except StoreProblem as problem:
            if str(problem) != self._told:
                self._told = str(problem)
                self._talk.say(f"The draft could not be kept: {problem}")

    def drop(self) -> None:
        """Forgets it: it was saved as a record. Raises StoreProblem."""
        drafts.drop(self._talk.store, *self._whose)
