"""Settings: people and their roles, and how they sign in."""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar, Final

from textual import on
from textual.binding import Binding, BindingType
from textual.message import Message

from mentor_tui import identity
from mentor_tui.answers import Option
from mentor_tui.declare import Field
from mentor_tui.records import PERSON, STAFF
from mentor_tui.records.registers import ROLES
from mentor_tui.store.problems import StoreProblem
from mentor_tui.store.read import settings
from mentor_tui.store.read.settings import RolesLine
from screens.ask_line import AskLine
from screens.place import Place
from screens.settings_entry import WHY, SettingsEntry
from screens.settings_list import SettingsList
from widgets.confirm import Confirm
from widgets.form import Form
from widgets.listing import Column, Listing, Row
from widgets.safe import cell, notify

_TITLES: Final = dict(ROLES)
#: roles that are held for services; the others look at the whole organisation, or at one's own work
_OF_SERVICES: Final = ("hr_coordinator", "operations_manager", "registered_manager", "ld_lead")
_OF_ALL: Final = (
    "data_analyst",
    "hr_business_partner",
    "director_of_people",
    "board_quality_lead",
    "administrator",
)


class Told(Message):
    """What came of it: a sentence, and whether it is trouble; with a title it is to be read and closed."""

    def __init__(self, sentence: str, *, title: str = "", trouble: bool = False) -> None:
        super().__init__()
        self.sentence = sentence
        self.title = title
        self.trouble = trouble


def in_words(role: str, services: dict[str, str]) -> str:
    """A role as it is held: its name, and where."""
    code, at, where = role.partition("@")
    title = _TITLES.get(code, code)
    if not at or (where == "*" and code in _OF_ALL):
        return title
    return f"{title}, {'all services' if where == '*' else services.get(where, where)}".replace(";", ",")


class RolesEntry(SettingsEntry):
    """The roles of somebody on the staff register."""

    TITLE_TEXT = "Roles"
    DRAFT = "roles"
    RECORD = STAFF

    def fields(self) -> list[Field]:
        """The roles and why."""
        return [STAFF["roles"], WHY]

    def make_form(self) -> Form:
        """The roles as they are, and all that there are to choose from."""
        return Form(
            self.fields(),
            today=self.seat.today(),
            values=self.standing.values if self.standing else None,
            options={"roles": self.offered()},
        )

    def offered(self) -> list[Option]:
        """Each role, for one's own service, for each service, for all."""
        rows = self.seat.store.rows("SELECT ref, name FROM service ORDER BY name")
        services = {str(ref): str(name) for ref, name in rows}
        own = bool(self.standing and self.standing.values.get("service_id"))
        values = list(_TITLES) if own else []
        values += [f"{code}@*" for code in (*_OF_SERVICES, *_OF_ALL)]
        values += [f"{code}@{ref}" for code in _OF_SERVICES for ref in services]
        values += (self.standing.values.get("roles") or ()) if self.standing else ()
        return [
            Option(value, in_words(value, services), "own service" if "@" not in value else "")
            for value in dict.fromkeys(values)
        ]


class OutsiderEntry(RolesEntry):
    """Somebody who is not on the staff register, such as a member of the board: a name and roles."""

    TITLE_TEXT = "Person"
    DRAFT = "person"
    RECORD = PERSON

    def fields(self) -> list[Field]:
        """Name, roles, until when; of somebody who is there also why."""
        asked = [PERSON["name"], PERSON["roles"], PERSON["employment_end"]]
        return [*asked, WHY] if self.key else asked


class Roles(SettingsList):
    """Everybody, with their roles and how they sign in."""

    TITLE_TEXT = "People and roles"
    ABOUT = "Staff come from the register under People. n adds somebody outside it, such as a board member."
    EMPTY = "Nobody of that name or role."
    COLUMNS = (
        Column("name", "Name", 20, flex=2),
        Column("roles", "Roles", 24, flex=3),
        Column("service", "Service", 14, flex=1, from_width=100),
        Column("signs_in", "Signs in by", 21),
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("c", "code", "One-time code", tooltip="Give the marked person a code to sign in with"),
        Binding("l", "link", "Link account", tooltip="Link an account or an SSH key to the marked person"),
    ]

    def renew(self) -> None:
        """A page at a time: there may be thousands."""
        listing = self.query_one(Listing)
        reader, wanted = self.seat.reader, self.wanted
        services = dict(self.seat.store.rows("SELECT ref, name FROM service"))

        def fetch(offset: int, limit: int) -> list[Row]:
            return [_row(line, services) for line in settings.people(reader, wanted, limit, offset)]

        listing.show(fetch, lambda: settings.count_people(reader, wanted), at=listing.key)

    def form(self, key: str) -> Place:
        """The roles of somebody, or a new person outside the register."""
        if not key:
            return OutsiderEntry(self.seat)
        outside = self.seat.store.value("SELECT service_id FROM staff WHERE id = :id", {"id": key}) is None
        return OutsiderEntry(self.seat, key) if outside else RolesEntry(self.seat, key)

    def _marked(self) -> tuple[str, str]:
        listing = self.query_one(Listing)
        row = listing.row
        return (row.key, str(row.cells[0])) if row else ("", "")

    def action_code(self) -> None:
        """Gives the marked person a one-time code, after asking: it is shown once."""
        key, name = self._marked()
        if not key:
            return
        seat = self.seat

        def act() -> Told:
            code = identity.give_reset_code(seat.store, seat.office, seat.actor, key, seat.now())
            return Told(
                f"{code}\n\n{name} signs in with it once, within three days, and chooses a passphrase. "
                "Hand it over in person: it is not shown again.",
                title="The one-time code",
            )

        def answered(yes: bool | None) -> None:
            if yes:
                self._carry(act)

        question = Confirm(
            f"Give {name} a one-time code?",
            "A code that was given before stops working, and a lock on the account is taken off. "
            "The passphrase stays until the code is used.",
            yes="Give the code",
        )
        self.app.push_screen(question, answered)

    def action_link(self) -> None:
        """Links an account of this machine or an SSH key: whoever comes in by it is this person."""
        key, name = self._marked()
        if not key:
            return
        seat = self.seat

        def act(account: str) -> Callable[[], Told]:
            def link() -> Told:
                kept = identity.link(seat.store, seat.office, seat.actor, key, account or None, seat.now())
                return Told(f"{kept} is {name} from now on." if kept else f"{name} is linked no more.")

            return link

        def answered(account: str | None) -> None:
            if account is not None:
                self._carry(act(account.strip()))

        self.app.push_screen(
            AskLine(
                f"Which account of this machine is {name}'s?",
                "Or give their SSH key, or its fingerprint (SHA256:...). Whoever comes in by it is asked for nothing "
                "more. Blank takes all links of the person away.",
            ),
            answered,
        )

    def _carry(self, act: Callable[[], Told]) -> None:
        store = self.seat.store

        def work() -> None:
            try:
                told = act()
            except (
                identity.NotYours,
                identity.SignInRefused,
                identity.Unacceptable,
                StoreProblem,
            ) as refused:
                told = Told(str(refused), trouble=True)
            finally:
                store.close()
            self.post_message(told)

        self.run_worker(work, thread=True, group="office")

    @on(Told)
    def _told(self, message: Told) -> None:
        if message.title:
            self.app.push_screen(Confirm(message.title, message.sentence, yes="I have it", no="Close"))
        else:
            notify(self.app, message.sentence, severity="error" if message.trouble else "information")
        self.renew()


def _row(line: RolesLine, services: dict[str, str]) -> Row:
    held = "; ".join(in_words(role, services) for role in line.roles)
    return Row(line.key, (line.name, held, line.service, cell((line.signs_in, "quiet"))))
