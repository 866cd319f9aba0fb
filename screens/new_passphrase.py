"""Coming in by a one-time code that the administrator gave, with a new passphrase."""

from __future__ import annotations

from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.widgets import Input, Static

from mentor_tui import identity
from mentor_tui.passphrases import suggest_passphrase
from mentor_tui.store.problems import StoreProblem
from screens.door import Asked, Door, LetIn, Turned
from widgets.entry import LineInput, Secret
from widgets.safe import words


class CodeEntry(Door):
    """Name, code, new passphrase."""

    TITLE_TEXT = "One-time code"
    HELP_PAGE = "one_time_code"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+s", "save", "Sign in"),
        Binding("escape,f10", "back", "Back"),
        Binding("f4", "suggest", "Suggestion"),
        Binding("ctrl+t", "show_typed", "Show"),
    ]
    DEFAULT_CSS = "CodeEntry .door--hint { margin: 0 0 1 24; }"

    def __init__(self, person: str, name: str) -> None:
        super().__init__()
        self._person = person
        self._called = name
        self._suggestion = suggest_passphrase()

    def body(self) -> ComposeResult:
        """The questions."""
        yield Static(
            words("Your administrator gave you a code. It works once; choose your passphrase with it."),
            classes="door--what",
        )
        yield Asked("Your name", LineInput(self._called, id="name"))
        yield Static(words("Your name or staff id."), classes="door--hint")
        yield Asked("Code", LineInput(id="code"))
        yield Static(words("Ten letters and digits, such as ABCDE-FGHJK."), classes="door--hint")
        yield Asked("New passphrase", Secret(id="passphrase"))
        yield Static(
            words("15 or more. F4 takes ", (self._suggestion, "strong")),
            classes="door--hint",
        )
        yield Static("", classes="door--said")

    def on_mount(self) -> None:
        """The name may be there already."""
        self.query_one("#code" if self._called else "#name").focus()

    def action_back(self) -> None:
        """To signing in by passphrase."""
        self.dismiss(None)

    def action_suggest(self) -> None:
        """Takes the suggestion, and shows it so that it can be kept in mind."""
        secret = self.query_one("#passphrase", Secret)
        secret.value = self._suggestion
        secret.password = False
        secret.focus()
        self.say("Keep it in mind, then press Ctrl+S. It is not shown again.")

    @on(Input.Submitted)
    def _next(self, event: Input.Submitted) -> None:
        if event.input.id == "passphrase":
            self.action_save()
        else:
            self.focus_next()

    def action_save(self) -> None:
        """Checks the code, and keeps the passphrase."""
        program = self.program
        named = self.query_one("#name", LineInput).value
        person = identity.person_called(program.store, named)
        if not person and named == self._called:
            person = self._person
        code = self.query_one("#code", LineInput).value
        passphrase = self.query_one("#passphrase", Secret).value
        if not code.strip():
            self.say(("Enter the code.", "bad"))
            self.query_one("#code").focus()
            return
        self.say("One moment.")
        store, office, now = program.store, program.office, program.now()

        def work() -> None:
            try:
                actor = identity.use_reset_code(store, office, person, code, passphrase, now)
                self.post_message(LetIn(actor))
            except (identity.SignInRefused, identity.Unacceptable, StoreProblem) as refused:
                self.post_message(Turned(str(refused)))
            finally:
                store.close()

        self.run_worker(work, thread=True, exclusive=True, group="door")

    @on(Turned)
    def _turned(self, message: Turned) -> None:
        self.say((message.sentence, "bad"))
