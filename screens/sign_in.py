"""Signing in on a shared machine: choose or type your name, enter your passphrase."""

from __future__ import annotations

from collections.abc import Callable, Collection
from datetime import date, datetime
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.widgets import Input, Static

from mentor_tui import identity
from mentor_tui.store.database import Store
from mentor_tui.store.problems import StoreProblem
from screens.door import Asked, Door, LetIn, Turned
from widgets.entry import LineInput, Secret
from widgets.listing import Column, Listing, Row


class SignIn(Door):
    """Who are you? The same words answer a wrong passphrase and a name that nobody has."""

    TITLE_TEXT = "Sign in"
    HELP_PAGE = "sign_in"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f3", "code", "I have a one-time code"),
        Binding("ctrl+t", "show_typed", "Show passphrase"),
        Binding("down", "to_list", "To the list", show=False),
    ]
    DEFAULT_CSS = """
    SignIn Listing { height: 1fr; min-height: 3; margin: 1 0; }
    """

    def __init__(
        self,
        store: Store,
        today: Callable[[], date],
        now: Callable[[], datetime],
        held: Collection[str] = (),
        said: str = "",
    ) -> None:
        super().__init__()
        self._store = store
        self._today = today
        self._now = now
        self._held = frozenset(held)
        #: why somebody is back at the door, if the program sent them there
        self._said = said
        #: the person who was chosen, and the name under which they were
        self._chosen: tuple[str, str] | None = None

    def about(self) -> str:
        """The organisation, so that people see where they are."""
        return str(self._store.value("SELECT name FROM organisation") or "")

    def body(self) -> ComposeResult:
        """Name, the list of names, passphrase."""
        yield Asked("Your name", LineInput(placeholder="Type a few letters, then Enter", id="name"))
        yield Listing(
            [
                Column("name", "Name", 22, flex=3),
                Column("job", "Job role", 16, flex=2),
                Column("service", "Service", 14, flex=2),
                Column("held", "", 14),
            ],
            empty="Nobody of that name can sign in here. Ask your administrator.",
            id="people",
        )
        yield Asked("Passphrase", Secret(id="passphrase"))
        yield Static("", classes="door--said")

    def on_mount(self) -> None:
        """The names of those who can sign in."""
        self._show("")
        self.query_one("#name").focus()
        if self._said:
            self.say((self._said, "bad"))

    def _show(self, like: str) -> None:
        found = identity.people_who_may_sign_in(self._store, like, self._today())
        rows = [
            Row(
                one.id,
                (one.name, one.job_role, one.service, "work open here" if one.id in self._held else ""),
            )
            for one in found
        ]
        self.query_one(Listing).show_rows(rows)

    @on(Input.Changed, "#name")
    def _name_changed(self, event: Input.Changed) -> None:
        if self._chosen and event.value == self._chosen[1]:
            return
        self._chosen = None
        self._show(" ".join(event.value.split()))

    @on(Input.Submitted, "#name")
    def _name_given(self, event: Input.Submitted) -> None:
        row = self.query_one(Listing).row
        if row is not None and event.value.strip():
            self._choose(row.key, str(row.cells[0]))
        elif event.value.strip():
            self.query_one("#passphrase").focus()
        else:
            self.query_one(Listing).focus()

    @on(Listing.Selected)
    def _picked(self, event: Listing.Selected) -> None:
        row = event.listing.row
        if row is not None:
            self._choose(row.key, str(row.cells[0]))

    def _choose(self, person: str, name: str) -> None:
        self._chosen = (person, name)
        self.query_one("#name", LineInput).value = name
        self.query_one(Listing).go_to(person)
        self.query_one("#passphrase").focus()
        pin = person in self._held and identity.has_pin(self._store, person)
        self.say("Your work is open behind the lock: your PIN is enough." if pin else "")

    def action_to_list(self) -> None:
        """From the name to the list of names."""
        self.query_one(Listing).focus()

    def action_code(self) -> None:
        """A one-time code from the administrator, in place of a passphrase."""
        from screens.new_passphrase import CodeEntry

        self.app.push_screen(CodeEntry(self._person(), self.query_one("#name", LineInput).value))

    def _person(self) -> str:
        if self._chosen:
            return self._chosen[0]
        return identity.person_called(self._store, self.query_one("#name", LineInput).value)

    @on(Input.Submitted, "#passphrase")
    def _try(self, event: Input.Submitted) -> None:
        if not event.value:
            self.say("Enter your passphrase.")
            return
        person, typed = self._person(), event.value
        pin = person in self._held and typed.isdigit() and len(typed) <= 8
        event.input.value = ""
        if pin and (why := self.program.pin_will_do(person)):
            self.say((why, "bad"))
            return
        self.say("One moment.")
        store, office, now = self._store, self.program.office, self._now()

        def work() -> None:
            try:
                check = identity.unlock_with_pin if pin else identity.sign_in
                self.post_message(LetIn(check(store, office, person, typed, now)))
            except identity.SignInRefused as refused:
                self.post_message(Turned(str(refused)))
            except StoreProblem as problem:
                self.post_message(Turned(str(problem)))
            finally:
                store.close()

        self.run_worker(work, thread=True, exclusive=True, group="door")

    @on(Turned)
    def _turned(self, message: Turned) -> None:
        self.say((message.sentence, "bad"))
        self.query_one("#passphrase").focus()
