"""The first start: makes the database, or opens the demonstration."""

from __future__ import annotations

from pathlib import Path
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.message import Message
from textual.widgets import Input, Static

from mentor_tui.access import Actor
from mentor_tui.answers import answer
from mentor_tui.declare import Unfit
from mentor_tui.office import Invalid, Refused
from mentor_tui.passphrases import Unacceptable, check_passphrase, suggest_passphrase
from mentor_tui.records import ORGANISATION, PERSON, SERVICE
from mentor_tui.store.database import Store
from mentor_tui.store.problems import StoreProblem
from screens.door import Asked, Door, LetIn, Turned
from widgets.entry import LineInput, Secret
from widgets.safe import words


class Founded(Message):
    """The database is there, with its first administrator."""

    def __init__(self, store: Store, actor: Actor) -> None:
        super().__init__()
        self.store = store
        self.actor = actor


class FirstStart(Door):
    """Asks for what a database begins with."""

    TITLE_TEXT = "Welcome"
    HELP_PAGE = "first_start"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+s", "begin", "Begin"),
        Binding("f4", "suggest", "Suggestion"),
        Binding("ctrl+t", "show_typed", "Show"),
        Binding("f5", "demonstration", "Demonstration"),
    ]
    DEFAULT_CSS = """
    FirstStart VerticalScroll { height: 1fr; }
    FirstStart .door--hint { margin: 0 0 1 24; }
    FirstStart .-last { margin: 0 0 0 24; }
    FirstStart .door--said { margin: 0; }
    """
    _ASKED: ClassVar[tuple[tuple[str, str, str], ...]] = (
        ("organisation", "Organisation", "The provider's name, as it stands on its papers."),
        ("service", "First service", "A care home or branch; more can be added later."),
        ("nation", "Nation", "England, Wales, Scotland or Northern Ireland."),
        ("administrator", "Your name", "You become the first administrator."),
    )

    def __init__(self, path: Path | None) -> None:
        super().__init__()
        self._path = path
        self._suggestion = suggest_passphrase()

    def body(self) -> ComposeResult:
        """Organisation, service, person, passphrase."""
        yield Static(
            words(
                "There are no records here yet. Four answers and a passphrase make a place for them, ",
                "or press F5 to look round a demonstration first.",
            ),
            classes="door--what",
        )
        with VerticalScroll(can_focus=False):
            for name, label, hint in self._ASKED:
                yield Asked(label, LineInput("England" if name == "nation" else "", id=name))
                yield Static(words(hint), classes="door--hint")
            yield Asked("Passphrase, 15 or more", Secret(id="passphrase"))
            yield Static(
                words("F4 takes ", (self._suggestion, "strong")),
                classes="door--hint -last",
            )
        yield Static("", classes="door--said")

    def on_mount(self) -> None:
        """Begin with the first question."""
        self.query_one("#organisation").focus()

    def action_suggest(self) -> None:
        """Takes the suggested passphrase, and shows it so that it can be written down."""
        secret = self.query_one("#passphrase", Secret)
        secret.value = self._suggestion
        secret.password = False
        secret.focus()
        self.say("Keep it in mind, then press Ctrl+S to begin. It is not shown again.")

    @on(Input.Submitted)
    def _next(self, event: Input.Submitted) -> None:
        if event.input.id == "passphrase":
            self.action_begin()
        else:
            self.focus_next()

    def action_begin(self) -> None:
        """Makes the database."""
        asked = (
            ("organisation", ORGANISATION["name"]),
            ("service", SERVICE["name"]),
            ("nation", SERVICE["nation"]),
            ("administrator", PERSON["name"]),
        )
        given: dict[str, str] = {}
        for name, field in asked:
            entry = self.query_one(f"#{name}", LineInput)
            label = next(one[1] for one in self._ASKED if one[0] == name)
            try:
                given[name] = str(answer(field, entry.value, self.program.today()) or "")
            except Unfit as unfit:
                self.say((f"{label}: {unfit}", "bad"))
                entry.focus()
                return
        secret = self.query_one("#passphrase", Secret)
        near = (given["organisation"], given["administrator"], *given["administrator"].split())
        try:
            check_passphrase(secret.value, near=near)
        except Unacceptable as unfit:
            self.say((f"Passphrase: {unfit}", "bad"))
            secret.focus()
            return
        self.say("One moment.")
        self._found(given, secret.value)

    def _found(self, given: dict[str, str], passphrase: str) -> None:
        program, path = self.program, self._path

        def work() -> None:
            from mentor_tui.founding import found

            try:
                if path is None:
                    raise StoreProblem("No place for a database was named. Start with --database FILE.")
                store, actor = found(
                    path,
                    organisation=given["organisation"],
                    service=given["service"],
                    nation=given["nation"] or "england",
                    administrator=given["administrator"],
                    passphrase=passphrase,
                    today=program.today,
                    now=program.now,
                )
            except (Unacceptable, Invalid, Refused, StoreProblem) as problem:
                self.post_message(Turned(str(problem)))
            else:
                store.close()
                self.post_message(Founded(store, actor))

        self.run_worker(work, thread=True, exclusive=True, group="door")

    @on(Founded)
    def _founded(self, message: Founded) -> None:
        self.program.take(message.store)
        self.post_message(LetIn(message.actor))

    @on(Turned)
    def _turned(self, message: Turned) -> None:
        self.say((message.sentence, "bad"))

    def action_demonstration(self) -> None:
        """Opens the demonstration in a database of its own, made if need be."""
        self.say("Making the demonstration. This takes some seconds.")
        program = self.program

        def work() -> None:
            from mentor_tui.demo import prepare
            from mentor_tui.places import BadPlace, demonstration
            from mentor_tui.store.database import open_store

            try:
                path = demonstration()
                prepare(path, today=program.today(), now=program.now)
                store = open_store(path)
            except (Refused, StoreProblem, BadPlace) as problem:
                self.post_message(Turned(str(problem)))
            else:
                store.close()
                self.app.call_from_thread(program.show_demonstration, store)

        self.run_worker(work, thread=True, exclusive=True, group="door")
