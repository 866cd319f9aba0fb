"""Opening an encrypted database: nobody's name is shown, since nothing of it can be read yet."""

from __future__ import annotations

from pathlib import Path
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.message import Message
from textual.widgets import Input, Static

from mentor_tui.access import Actor
from mentor_tui.store.database import Store
from mentor_tui.store.problems import StoreProblem
from screens.door import Asked, Door, LetIn, Turned
from widgets.entry import LineInput, Secret
from widgets.safe import words


class Unlocked(Message):
    """The file is open; with somebody who has signed in by it, or nobody yet (a one-time code)."""

    def __init__(self, store: Store, actor: Actor | None, person: str) -> None:
        super().__init__()
        self.store = store
        self.actor = actor
        self.person = person


class Unlock(Door):
    """Name and passphrase, which open the file and sign in at once."""

    TITLE_TEXT = "Sign in"
    HELP_PAGE = "unlock"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+t", "show_typed", "Show passphrase"),
    ]

    def __init__(self, path: Path) -> None:
        super().__init__()
        self._path = path
        self._tries = 0
        self._named = ""

    def body(self) -> ComposeResult:
        """Name and passphrase."""
        yield Static(
            words(
                "The records on this machine are encrypted. ",
                "Your own name and passphrase open them; so does a one-time code in place of the passphrase.",
            ),
            classes="door--what",
        )
        yield Asked("Your name", LineInput(placeholder="Your whole name, or your staff id", id="name"))
        yield Asked("Passphrase", Secret(id="passphrase"))
        yield Static("", classes="door--said")

    def on_mount(self) -> None:
        """Begin with the name."""
        self.query_one("#name").focus()

    @on(Input.Submitted, "#name")
    def _name_given(self) -> None:
        self.query_one("#passphrase").focus()

    @on(Input.Submitted, "#passphrase")
    def _try(self, event: Input.Submitted) -> None:
        named, secret = self.query_one("#name", LineInput).value, event.value
        if not named.strip() or not secret:
            self.say("Enter your name and your passphrase.")
            return
        event.input.value = ""
        event.input.disabled = True
        self._named = named
        self.say("One moment.")
        self._tries += 1
        program, path = self.program, self._path

        def work() -> None:
            from mentor_tui import identity, keys
            from mentor_tui.office import Office
            from mentor_tui.store.database import open_store

            try:
                opened_by = keys.unlock(path, named, secret)
                if not opened_by:
                    self.post_message(Turned(identity.WRONG))
                    return
                store = open_store(path)
                try:
                    person = identity.person_called(store, named)
                    actor = None
                    if opened_by == "person":
                        office = Office(store, program.today, program.now)
                        actor = identity.sign_in(store, office, person, secret, program.now())
                    self.post_message(Unlocked(store, actor, person))
                except identity.SignInRefused as refused:
                    self.post_message(Turned(str(refused)))
                finally:
                    store.close()
            except StoreProblem as problem:
                self.post_message(Turned(str(problem)))

        self.run_worker(work, thread=True, exclusive=True, group="door")

    @on(Unlocked)
    def _unlocked(self, message: Unlocked) -> None:
        self.program.take(message.store)
        if message.actor is not None:
            self.post_message(LetIn(message.actor))
            return
        from screens.new_passphrase import CodeEntry

        self.program.open_door(self.program.sign_in_screen)
        self.app.call_later(self.app.push_screen, CodeEntry(message.person, self._named))

    @on(Turned)
    def _turned(self, message: Turned) -> None:
        from mentor_tui.tries import wait_after

        self.say((message.sentence, "bad"))
        # Each try costs the machine its work; after some, the person waits besides.
        if wait := wait_after(self._tries):
            self.set_timer(wait, self._again)
        else:
            self._again()

    def _again(self) -> None:
        secret = self.query_one("#passphrase", Secret)
        secret.disabled = False
        secret.focus()
