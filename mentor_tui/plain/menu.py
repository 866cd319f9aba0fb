"""What one does at the list: open a line of it, begin a form with somebody, read a story, lock, leave."""

from __future__ import annotations

import importlib.resources
from collections.abc import Callable, Sequence
from typing import Final

from mentor_tui.plain.actions import open_action, read_log
from mentor_tui.plain.asking import Asking
from mentor_tui.plain.forms import elsewhere, paper_of
from mentor_tui.plain.stories import (
    choose_case,
    choose_pairing,
    is_told_whole,
    read_case,
    read_happenings,
    read_pairing,
)
from mentor_tui.plain.talk import Left, Switched, Talk, is_command
from mentor_tui.plain.teletype import Ended
from mentor_tui.plain.today import Listed, discard, read_alerts, read_out, read_services
from mentor_tui.store.problems import StoreProblem
from mentor_tui.store.read import reviews
from mentor_tui.store.read.holders import holders
from mentor_tui.store.read.pairing import Happening
from mentor_tui.store.read.todo import Opens

#: forms that begin with somebody: the word for it, what it opens, and the record that it makes
_WITH: Final[dict[str, tuple[str, str]]] = {
    "session": ("session", "session"),
    "review": ("review", "review"),
    "goal": ("goal", "goal"),
    "missed": ("excusal", "excusal"),
}
_PROMPT: Final = "Number, or command:"
_PAGE: Final = 20


class Menu:
    """The list of one person, and everything that is done from it."""

    def __init__(self, talk: Talk) -> None:
        self._talk = talk
        self._listed = Listed()
        self._commands: dict[str, Callable[[str], None]] = {
            "today": lambda _: self._read(),
            "actions": self._actions,
            "action": self._new_action,
            "reviews": self._reviews,
            "pairing": self._pairing,
            "pairings": self._pairing,
            "support": self._case,
            "alerts": lambda _: self._alerts(),
            "services": lambda _: read_services(self._talk),
            "discard": self._discard,
            "?": lambda _: self._help(),
            "help": lambda _: self._help(),
            **{word: self._begin(*opens) for word, opens in _WITH.items()},
        }

    def serve(self) -> None:
        """Reads the list and does what is asked. Raises Ended for quit, Switched for other."""
        self._guarded(self._read)
        while True:
            typed = self._talk.ask(_PROMPT, self._read).strip()
            word, _, rest = typed.partition(" ")
            word, rest = word.casefold(), " ".join(rest.split())
            if word in ("quit", "later", "exit"):
                raise Ended
            if word == "other":
                raise Switched(None)
            if word.isascii() and word.isdigit():
                self._guarded(lambda number=int(word): self._open_number(number))  # type: ignore[misc]
            elif not word or word in self._commands:
                todo = self._commands[word or "today"]
                self._guarded(lambda todo=todo, rest=rest: todo(rest))  # type: ignore[misc]
            else:
                self._talk.say("That is no command. ? tells what can be done here.")

    def _guarded(self, act: Callable[[], None]) -> None:
        """Does something; whoever stops in between, or cannot, is back at the list."""
        try:
            act()
        except Left:
            pass
        except StoreProblem as problem:
            self._talk.trouble(problem)

    # -- the list ----------------------------------------------------------------------------------

    def _read(self) -> None:
        self._listed = read_out(self._talk)

    def _open_number(self, number: int) -> None:
        if not 1 <= number <= len(self._listed.items):
            self._talk.say(f"There is no number {number} in the list. Enter reads it again.")
            return
        opens = self._listed.opens(number)
        if opens is None:
            self._talk.say(elsewhere(""))
            return
        self.open(opens)
        self._read()

    def open(self, opens: Opens) -> None:
        """Opens a form or a record, and what follows on it."""
        following: Opens | None = opens
        while following is not None:
            following = self._open_one(following)

    def _open_one(self, opens: Opens) -> Opens | None:
        talk = self._talk
        seat = talk.refresh()
        if opens.what in ("action", "evidence") and opens.keys:
            from mentor_tui.forms.action import ActionPaper, known_by

            action, pairing, case = known_by(seat, opens.keys[0])
            if action:
                open_action(talk, action)
                return None
            return Asking(talk, ActionPaper(seat, "", pairing, case)).conduct()
        if opens.what == "pairing":
            self._tell_pairing(opens.keys[0])
            return None
        if opens.what == "case":
            self._tell_case(opens.keys[0])
            return None
        paper = paper_of(seat, opens)
        if paper is None:
            talk.say(elsewhere(opens.what))
            return None
        return Asking(talk, paper).conduct()

    def _alerts(self) -> None:
        opens = read_alerts(self._talk, self._listed)
        if opens is not None:
            self.open(opens)

    def _discard(self, rest: str) -> None:
        if rest.isascii() and rest.isdigit() and 1 <= int(rest) <= len(self._listed.items):
            discard(self._talk, self._listed, int(rest))
            self._read()
        else:
            self._talk.say("Say which: discard, and the draft's number in the list.")

    def _help(self) -> None:
        page = importlib.resources.files("assets") / "help" / "plain.md"
        for line in page.read_text(encoding="utf-8").splitlines():
            if line.strip():
                self._talk.say(line.lstrip("# ") if line.startswith("#") else line.removeprefix("- "))

    # -- forms that begin with somebody ------------------------------------------------------------

    def _begin(self, what: str, record: str) -> Callable[[str], None]:
        def begin(name: str) -> None:
            self.open(Opens(what, (self._whose(record, name),)))

        return begin

    def _whose(self, record: str, name: str) -> str:
        """The key of the pairing for which a record is made. Raises Left where there is none."""
        talk = self._talk
        found = [
            one
            for one in holders(talk.refresh().reader, record)
            if all(f" {part}" in f" {one.mentee.casefold()}" for part in name.casefold().split())
        ]
        if not found:
            talk.say(
                "There is no such pairing in which you record this."
                if name
                else "There is no pairing in which you record this."
            )
            raise Left
        if len(found) == 1:
            return found[0].key
        told = [f"{one.mentee} with {one.mentor}, {one.service}" for one in found]
        return found[talk.choose("Whose? Number or first letters, < to go back:", told)].key

    def _new_action(self, name: str) -> None:
        from mentor_tui.forms.action import ActionPaper

        pairing = self._whose("action", name)
        Asking(self._talk, ActionPaper(self._talk.refresh(), pairing_key=pairing)).conduct()

    # -- reading -----------------------------------------------------------------------------------

    def _actions(self, rest: str) -> None:
        first, _, find = rest.partition(" ")
        which = {"all": "open", "open": "open", "done": "closed", "closed": "closed"}.get(first.casefold())
        if which == "open":
            open_action(self._talk, read_log(self._talk, "open", find))
        elif which == "closed":
            open_action(self._talk, read_log(self._talk, "closed", find))
        else:
            open_action(self._talk, read_log(self._talk, "mine", rest))

    def _reviews(self, find: str) -> None:
        talk = self._talk
        reader = talk.refresh().reader
        lines = reviews.lines(reader, reviews.keys(reader, "open", find)[:_PAGE])
        if not lines:
            talk.say("No week-four review waits among the pairings that you see.")
            return
        from mentor_tui.dates import from_today, short

        told = [
            f"{one.mentee}, {one.service}: {one.state}, due {short(one.due_on)}, "
            f"{from_today(one.due_on, talk.today())}"
            for one in lines
        ]
        chosen = talk.choose("Number of the review, or < to go back:", told)
        self.open(Opens("review", (lines[chosen].pairing,)))

    def _pairing(self, find: str) -> None:
        self._tell_pairing(choose_pairing(self._talk, find))

    def _tell_pairing(self, key: str) -> None:
        self._whole(read_pairing(self._talk, key))

    def _case(self, find: str) -> None:
        self._tell_case(choose_case(self._talk, find))

    def _tell_case(self, key: str) -> None:
        self._whole(read_case(self._talk, key))

    def _whole(self, story: Sequence[Happening]) -> None:
        """Reads all of a story of which only the end was read, if the person likes."""
        if not is_told_whole(story):
            typed = self._talk.ask("whole reads all of it. Enter goes back:")
            if is_command(typed, "whole"):
                read_happenings(self._talk, story)
