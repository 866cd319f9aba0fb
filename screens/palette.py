"""The palette: finds any person, pairing, action, place or command that would do something for this person."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import Input, Static

from mentor_tui.store.read.palette import found
from mentor_tui.store.read.todo import Opens
from screens.openers import opened
from screens.seat import Seat
from screens.ways import answers_escalations, open_to
from widgets.chrome import key_name
from widgets.entry import LineInput
from widgets.listing import Column, Listing, Row
from widgets.safe import cell, words


@dataclass(frozen=True)
class Offer:
    """A line of the palette: what it is, and either an action of the program or what it opens."""

    kind: str
    label: str
    detail: str
    action: str = ""
    opens: Opens | None = None


class Palette(ModalScreen[None]):
    """Type a few letters; Enter takes the line that is marked."""

    HELP_PAGE = "palette"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,f10,ctrl+p", "leave", "Close", priority=True),
        Binding("enter", "take", "Open", priority=True),
        Binding("up", "step(-1)", show=False, priority=True),
        Binding("down", "step(1)", show=False, priority=True),
        Binding("pageup", "turn(-1)", show=False, priority=True),
        Binding("pagedown", "turn(1)", show=False, priority=True),
    ]
    DEFAULT_CSS = """
    Palette {
        align: center top;
        & > Vertical { width: 100; max-width: 100%; height: 100%; max-height: 34; padding: 1 1 0 1; }
        & LineInput { margin: 0 0 1 0; }
        & .palette--keys { height: 1; color: $text-muted; }
    }
    """

    def __init__(self, seat: Seat) -> None:
        super().__init__()
        self.seat = seat
        self._offers: dict[str, Offer] = {}

    def compose(self) -> ComposeResult:
        """The line to type in, the list, the keys."""
        with Vertical():
            yield LineInput(placeholder="A name, a place, or what you want to do")
            yield Listing(
                [Column("kind", "", 8), Column("label", "", 30, flex=3), Column("detail", "", 20, flex=2)],
                header=False,
                lit=True,
                empty="Nothing here has that name. Try fewer letters.",
            )
            yield Static(words("Enter opens   arrows choose   Esc closes"), classes="palette--keys")

    def on_mount(self) -> None:
        """Places and commands, until something is typed."""
        self._show("")
        self.query_one(LineInput).focus()

    @on(Input.Changed)
    def _typed(self, event: Input.Changed) -> None:
        self._show(event.value)

    def _show(self, typed: str) -> None:
        wanted = typed.lower().split()
        offers = [
            offer
            for offer in (*places(self.seat), *commands(self.seat))
            if all(word in offer.label.lower() for word in wanted)
        ]
        offers += [
            Offer(hit.kind, hit.label, hit.detail, opens=hit.opens) for hit in found(self.seat.reader, typed)
        ]
        self._offers = {str(number): offer for number, offer in enumerate(offers)}
        self.query_one(Listing).show_rows(
            [
                Row(key, (cell((offer.kind, "quiet")), offer.label, cell((offer.detail, "quiet"))))
                for key, offer in self._offers.items()
            ]
        )

    def action_step(self, by: int) -> None:
        """Another line."""
        self.query_one(Listing).action_step(by)

    def action_turn(self, by: int) -> None:
        """Another page."""
        self.query_one(Listing).action_turn(by)

    def action_leave(self) -> None:
        """Nothing, after all."""
        self.dismiss(None)

    @on(Listing.Selected)
    def _selected(self) -> None:
        self.action_take()

    def action_take(self) -> None:
        """Goes there, or does it."""
        offer = self._offers.get(self.query_one(Listing).key)
        if offer is None:
            return
        app: Any = self.app
        seat = self.seat
        self.dismiss(None)
        if offer.opens is not None:
            opens = offer.opens
            app.call_later(lambda: app.push_screen(opened(seat, opens)))
        else:
            app.call_later(app.run_action, offer.action)


def places(seat: Seat) -> list[Offer]:
    """The main places that are of use to the person."""
    return [
        Offer(
            "Place", way.title, f"{key_name_of(way.keys[0])}  {way.purpose}", action=f"app.go('{way.name}')"
        )
        for way in open_to(seat.actor)
    ]


def key_name_of(key: str) -> str:
    """A digit, or the sign that a key's name stands for."""
    return "," if key == "comma" else key_name(key)


def commands(seat: Seat) -> list[Offer]:
    """What may be done from anywhere."""
    offers = []
    if seat.actor.holds("hr_coordinator"):
        offers.append(
            Offer("Form", "New allocation", "pair a mentor with somebody", opens=Opens("allocation", ()))
        )
    if answers_escalations(seat.actor):
        offers.append(Offer("Place", "Escalations", "whose list each is on", opens=Opens("escalations", ())))
    offers += [
        Offer("Do", "Lock", "Ctrl+L  hide everything, keep what is being typed", action="app.lock"),
        Offer("Do", "Sign out", "somebody else's turn; drafts are kept", action="app.sign_out"),
        Offer("Do", "Help", "F1  this screen, and the whole program", action="app.help"),
        Offer("Do", "Leave the program", "Ctrl+Q", action="app.quit"),
    ]
    if seat.demonstration:
        offers.insert(
            0, Offer("Do", "Take another seat", "Ctrl+O  sign in as another of the cast", action="app.cast")
        )
    return offers
