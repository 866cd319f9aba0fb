"""The mentee acknowledges a session, on the same machine, with their own sign-in."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.message import Message
from textual.screen import ModalScreen
from textual.widgets import Input, Static

from mentor_tui.identity import sign_in
from mentor_tui.office import Change, Refused
from mentor_tui.records import SESSION
from mentor_tui.store.problems import StoreProblem
from mentor_tui.store.read.pairing import PairingHead
from mentor_tui.tries import SignInRefused
from screens.seat import Seat
from widgets.entry import Secret
from widgets.safe import lines, words


class Acknowledge(ModalScreen[bool]):
    """Asks the mentee for their passphrase, unless it is the mentee who sits here. Nobody stays signed in by it."""

    @dataclass
    class Done(Message):
        """The session is acknowledged, or a sentence says why not."""

        sentence: str = ""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape,f10", "leave", "Not now")]
    DEFAULT_CSS = """
    Acknowledge {
        align: center middle;
        background: $background;
        & > Vertical { width: 66; max-width: 100%; height: auto; padding: 1 2; border: solid $border; }
        & Static { height: auto; margin: 0 0 1 0; }
        & #wrong { color: $text-error; }
    }
    """

    def __init__(self, seat: Seat, found: PairingHead, session_key: str) -> None:
        super().__init__()
        self._seat = seat
        self._head = found
        self._key = session_key
        self._busy = False

    def compose(self) -> ComposeResult:
        """Who is asked, and for what."""
        with Vertical():
            yield Static(
                lines(
                    words((f"{self._head.mentee}: I have seen this session.", "strong")),
                    words(
                        "It says that it took place and that you have read it, not that you agree with all of it."
                    ),
                )
            )
            if self._own:
                yield Static(words("Press Enter to acknowledge, Esc to leave it."), id="asks")
            else:
                yield Static(
                    words("Your own passphrase, then Enter. Nobody else may type it for you."), id="asks"
                )
                yield Secret(placeholder="Passphrase")
            yield Static(id="wrong")

    @property
    def _own(self) -> bool:
        return self._seat.actor.id == self._head.mentee_key

    def on_key(self, event: object) -> None:
        """Enter is enough where the mentee sits here already."""
        if self._own and getattr(event, "key", "") == "enter":
            self._work("")

    @on(Input.Submitted)
    def _typed(self, event: Input.Submitted) -> None:
        event.stop()
        self._work(event.value)

    def _work(self, passphrase: str) -> None:
        if self._busy:
            return
        self._busy = True
        seat, key = self._seat, self._key

        def work() -> None:
            try:
                actor = seat.actor
                if not self._own:
                    actor = sign_in(seat.store, seat.office, self._head.mentee_key, passphrase, seat.now())
                seat.office.save(actor, Change(SESSION, {"acknowledged_on": seat.today()}, key))
            except (Refused, StoreProblem, SignInRefused) as refusal:
                self.post_message(self.Done(str(refusal)))
            else:
                self.post_message(self.Done())
            finally:
                seat.store.close()

        self.run_worker(work, thread=True)

    @on(Done)
    def _done(self, event: Done) -> None:
        event.stop()
        self._busy = False
        if not event.sentence:
            self.dismiss(True)
            return
        self.query_one("#wrong", Static).update(words(event.sentence))
        for secret in self.query(Secret):
            secret.value = ""

    def action_leave(self) -> None:
        """Neither is required."""
        self.dismiss(False)
