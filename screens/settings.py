"""Settings: what the administrator decides for everybody, and what each person chooses for themselves."""

from __future__ import annotations

import importlib
from dataclasses import dataclass
from typing import ClassVar, Final

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType

from mentor_tui.store.read import settings
from screens.place import Place
from widgets.listing import Column, Listing, Row
from widgets.safe import cell


@dataclass(frozen=True)
class Section:
    """A part of Settings: what it is, and the screen that shows it."""

    key: str
    title: str
    about: str
    module: str
    screen: str
    own: bool = False


SECTIONS: Final = (
    Section(
        "display", "Display", "colours: dark, light, high contrast", "screens.settings_own", "Display", True
    ),
    Section("pin", "PIN", "opens your own lock in a moment", "screens.settings_own", "PinEntry", True),
    Section(
        "passphrase", "Passphrase", "the one you sign in with", "screens.settings_own", "Passphrase", True
    ),
    Section(
        "services", "Services", "names, nations, first and last day", "screens.settings_registers", "Services"
    ),
    Section(
        "roles",
        "People and roles",
        "who may do what, and how they sign in",
        "screens.settings_roles",
        "Roles",
    ),
    Section(
        "policy", "Policy and programmes", "thresholds, session days", "screens.settings_policy", "Policies"
    ),
    Section("meetings", "Governance calendar", "dates of meetings", "screens.settings_registers", "Meetings"),
    Section("calendar", "Working days", "days added and removed", "screens.settings_registers", "Calendar"),
    Section("lists", "Lists", "support issues, evidence headings", "screens.settings_registers", "Words"),
    Section("name", "Organisation", "its name", "screens.settings_registers", "OrganisationEntry"),
)


class Settings(Place):
    """The sections that are this person's."""

    TITLE_TEXT = "Settings"
    HELP_PAGE = "settings"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "open", "Open"),
        Binding("escape,f10", "back", "Back"),
    ]
    DEFAULT_CSS = "Settings Listing { height: 1fr; margin: 1 0; }"

    def about(self) -> str:
        """The organisation."""
        return settings.organisation(self.seat.reader)[1]

    def body(self) -> ComposeResult:
        """One line for each section."""
        yield Listing(
            [Column("whose", "", 14), Column("title", "", 24), Column("about", "", 30, flex=1)], header=False
        )

    def on_mount(self) -> None:
        """The list has the focus."""
        self.query_one(Listing).focus()

    def renew(self) -> None:
        """One's own, and the administrator's for an administrator."""
        listing = self.query_one(Listing)
        all_of_them = settings.administers(self.seat.reader)
        listing.show_rows(
            [
                Row(
                    one.key,
                    (
                        cell(("yours" if one.own else "everybody's", "quiet")),
                        cell((one.title, "strong")),
                        one.about,
                    ),
                )
                for one in SECTIONS
                if one.own or all_of_them
            ],
            at=listing.key,
        )

    def action_open(self) -> None:
        """The section that is marked."""
        self.query_one(Listing).action_select()

    @on(Listing.Selected)
    def _open(self, event: Listing.Selected) -> None:
        section = next(one for one in SECTIONS if one.key == event.key)
        made = getattr(importlib.import_module(section.module), section.screen)
        if section.key == "name":
            key, _ = settings.organisation(self.seat.reader)
            self.app.push_screen(made(self.seat, key))
        else:
            self.app.push_screen(made(self.seat))
