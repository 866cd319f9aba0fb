"""The conversation with whoever sits there: asking, the warning before the lock, the lock, who comes next."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from datetime import date, datetime

from mentor_tui import identity
from mentor_tui.access import Actor
from mentor_tui.left_alone import LeftAlone
from mentor_tui.office import Office
from mentor_tui.plain.seat import PlainSeat
from mentor_tui.plain.teletype import Ended, LockNow, Teletype
from mentor_tui.store.database import Store
from mentor_tui.store.problems import UNWRITTEN, StoreProblem
from mentor_tui.tones import Line, in_words

#: what a line begins with that is an answer and no command, whatever it says
PLAINLY = "\\"

Keep = Callable[[str], None]
Again = Callable[[], None]


def _nothing() -> None:
    """Says nothing again."""


def is_command(typed: str, *words: str) -> bool:
    """Whether the line is one of these commands, and not an answer that begins with a backslash."""
    return typed.strip().casefold() in words


def answer_in(typed: str) -> str:
    """The answer in a line: a backslash at its beginning only says that it is no command."""
    said = typed.strip()
    return said.removeprefix(PLAINLY) if said.startswith(PLAINLY) else typed


class Left(Exception):
    """The person goes back to the list, or out of the program: what they typed is kept."""


class Switched(Exception):
    """Somebody else sits here now, or the same person with other roles; nobody where all have gone."""

    def __init__(self, actor: Actor | None) -> None:
        super().__init__()
        self.actor = actor


class Talk:
    """One conversation on one database, with one person at a time."""

    def __init__(
        self,
        line: Teletype,
        store: Store,
        *,
        today: Callable[[], date],
        now: Callable[[], datetime],
        ticks: Callable[[], float] = time.monotonic,
        demonstration: bool = False,
    ) -> None:
        self.line = line
        self.store = store
        self.office = Office(store, today, now)
        self.today = today
        self.now = now
        self.demonstration = demonstration
        self.seat: PlainSeat | None = None
        #: the questions whose hints this person has heard
        self.hinted: set[str] = set()
        self._alone = LeftAlone(ticks)

    # -- saying ------------------------------------------------------------------------------------

    def say(self, text: str = "") -> None:
        """A line or several."""
        self.line.say(text)

    def tell(self, rows: Sequence[Line]) -> None:
        """Lines of a form or a story, in words."""
        for row in rows:
            if words := in_words(row).strip():
                self.say(words)

    # -- asking ------------------------------------------------------------------------------------

    def ask(self, prompt: str, again: Again = _nothing, keep: Keep | None = None) -> str:
        """One line. The lock comes and goes in between: `again` says the question once more after it.

        `keep` is handed what stands in a line that is not ended where the program locks or ends. Raises
        Switched where another person comes to sit here, Ended where the program ends.
        """
        while True:
            self._alone.policy_may_have_changed()
            self.line.look = self._look if self.seat else _nothing
            try:
                typed = self.line.line(prompt)
            except LockNow as lock:
                if keep is not None and lock.typed:
                    keep(lock.typed)
                self.lock()
                again()
                continue
            except Ended:
                if keep is not None and (typed := self.line.unfinished()):
                    keep(typed)
                raise
            finally:
                self.line.look = _nothing
            warned = self._alone.somebody_is_there()
            if self.seat and is_command(typed, "lock"):
                self.lock()
            elif not warned or typed.strip():
                return typed
            again()

    def choose(self, prompt: str, choices: Sequence[str], again: Again = _nothing) -> int:
        """One of several by its number, 0 the first. Raises Left for back, later and quit."""

        def told() -> None:
            again()
            for number, choice in enumerate(choices, 1):
                self.say(f"{number} {choice}")

        told()
        while True:
            typed = self.ask(prompt, told).strip()
            if is_command(typed, "<", "back", "later", "quit"):
                raise Left
            if is_command(typed, "?", "help", "list"):
                told()
            elif typed.isascii() and typed.isdigit() and 1 <= int(typed) <= len(choices):
                return int(typed) - 1
            elif len(found := _beginning(choices, typed)) == 1:
                return found[0]
            elif found:
                self.say(f"{len(found)} of them begin so. Give a number.")
            else:
                self.say(f"Give a number from 1 to {len(choices)}, or < to go back.")

    def _look(self) -> None:
        """Says that the lock comes, twenty seconds before it does."""
        left = self._alone.seconds_left(self.store, self.today())
        if left <= 0:
            raise LockNow(self.line.unfinished())
        if self._alone.is_to_be_said(left):
            self.say()
            self.say(
                f"Nobody has typed a line for a while. This locks in {left:.0f} seconds. Press Enter to stay; "
                "what you are typing is kept either way."
            )

    # -- seats and the lock ------------------------------------------------------------------------

    def sit(self, actor: Actor, proved: tuple[str, ...] = ()) -> PlainSeat:
        """The person takes the seat; `proved` are the linked names by which it is known who they are."""
        self.hinted.clear()
        self.seat = PlainSeat(
            self.store, self.office, actor, self.today, self.now, self.demonstration, proved
        )
        self._alone.somebody_is_there()
        return self.seat

    def lock(self) -> None:
        """Takes away what can be read and waits for a way back in. Raises Switched for anybody else."""
        from mentor_tui.plain.door import unlock

        seat = self.seat
        if seat is None:
            return
        self.seat = None
        self._alone.somebody_is_there()  # the warning stands no more
        self.line.clear()
        actor = unlock(self, seat)
        if actor != seat.actor:
            raise Switched(actor)
        self.seat = seat
        seat.admission.proved_again()
        self.line.clear()
        self._alone.somebody_is_there()

    def refresh(self) -> PlainSeat:
        """The seat with the roles held now. Raises Switched for somebody whose access has ended."""
        assert self.seat is not None, "somebody sits here"
        try:
            self.seat.refresh()
        except identity.SignInRefused as refused:
            self.say(f"{refused} What you were typing is kept.")
            self.seat = None
            raise Switched(None) from None
        return self.seat

    def write_down(self, note: Callable[[], object]) -> None:
        """Writes into the journal that another person's file is opened; reading never fails for it."""
        try:
            note()
        except StoreProblem as problem:
            self.say(f"{UNWRITTEN} {problem}")

    def trouble(self, problem: StoreProblem) -> None:
        """Says why something could not be read or kept."""
        self.say(str(problem))


def _beginning(choices: Sequence[str], typed: str) -> list[int]:
    """The places of the choices that begin so; of those in which a word does, where none begins so."""
    wanted = " ".join(typed.casefold().split())
    if not wanted:
        return []
    found = [place for place, choice in enumerate(choices) if choice.casefold().startswith(wanted)]
    return found or [place for place, choice in enumerate(choices) if f" {wanted}" in f" {choice.casefold()}"]
