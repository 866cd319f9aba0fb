"""The lock: hides everything, and opens the seat behind it again where it was."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.widgets import Input, Static

from mentor_tui import identity
from mentor_tui.store.problems import StoreProblem
from screens.door import Asked, Door, LetIn, Turned
from screens.seat import Seat
from widgets.entry import Secret
from widgets.safe import words


class Lock(Door):
    """Locked. The person's PIN or passphrase opens it; somebody else may sign in besides."""

    TITLE_TEXT = "Locked"
    HELP_PAGE = "lock"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,f10", "others", "Somebody else"),
        Binding("ctrl+t", "show_typed", "Show"),
    ]

    def __init__(self, seat: Seat, now: Callable[[], datetime]) -> None:
        super().__init__()
        self._seat = seat
        self._now = now
        self._by_pin = identity.has_pin(seat.store, seat.actor.id)

    def body(self) -> ComposeResult:
        """Whose it is, and the way back in."""
        name = self._seat.actor.name
        yield Static(
            words((f"Locked by {name}.", "strong"), " What was being typed is kept."), classes="door--what"
        )
        store, person = self._seat.store, self._seat.actor.id
        if self._by_pin or identity.has_passphrase(store, person):
            label = "PIN or passphrase" if self._by_pin else "Passphrase"
            yield Asked(label, Secret(id="secret"))
            yield Static("", classes="door--said")
            yield Static(
                words(f"\nSomebody else? Press Esc to sign in; {name}'s work stays as it is."),
                classes="door--hint",
            )
        else:
            yield Static(
                words(
                    "You came in by this machine's own account, and have neither PIN nor passphrase here. "
                    "Leave with Ctrl+Q and connect again: what you were typing will be offered. "
                    "A PIN, set under Settings, opens this lock in a moment."
                ),
                classes="door--said",
            )

    def action_others(self) -> None:
        """Somebody else signs in."""
        program = self.program
        program.open_door(program.sign_in_screen)

    @on(Input.Submitted, "#secret")
    def _try(self, event: Input.Submitted) -> None:
        if not event.value:
            return
        typed = event.value
        by_pin = self._by_pin and typed.isdigit() and len(typed) <= 8
        event.input.value = ""
        if by_pin and (why := self.program.pin_will_do(self._seat.actor.id)):
            self._by_pin = False
            self.say((why, "bad"))
            return
        self.say("One moment.")
        store, office, person, now = self._seat.store, self._seat.office, self._seat.actor.id, self._now()

        def work() -> None:
            try:
                check = identity.unlock_with_pin if by_pin else identity.sign_in
                self.post_message(LetIn(check(store, office, person, typed, now)))
            except identity.SignInRefused as refused:
                self.post_message(Turned(str(refused), passphrase_needed=refused.passphrase_needed))
            except StoreProblem as problem:
                self.post_message(Turned(str(problem)))
            finally:
                store.close()

        self.run_worker(work, thread=True, exclusive=True, group="door")

    @on(Turned)
    def _turned(self, message: Turned) -> None:
        if message.passphrase_needed:
            self._by_pin = False
        self.say((message.sentence, "bad"))
        self.query_one("#secret").focus()
