"""Why one person is on the retention risk profile: each reason in words, and the records behind it."""

from __future__ import annotations

from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.widgets import Static

from mentor_tui.dates import short
from mentor_tui.store.problems import StoreProblem
from mentor_tui.store.read import risk
from mentor_tui.store.read.risk import AtRisk, Proof
from screens.place import UNWRITTEN, Place
from screens.seat import Seat
from screens.targeted import person_lines
from widgets import glyphs
from widgets.listing import Column, Listing, Row
from widgets.safe import cell, lines, notify, words


class RiskPage(Place):
    """One person's reasons. Enter opens the record behind one; `i` says that there is a risk."""

    TITLE_TEXT = "Retention risk"
    HELP_PAGE = "risk_page"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("i", "identify", "Risk identified", tooltip="Say that there is a risk; a plan is then due"),
        Binding("n", "plan", "New plan", tooltip="Write the support plan"),
        Binding("c", "case", "Case", tooltip="Open the person's open case"),
        Binding("p", "person", "Person", tooltip="Training, attendance, concerns, pairings"),
    ]
    DEFAULT_CSS = """
    RiskPage {
        & #head { height: auto; max-height: 9; padding: 0 1; background: $surface; }
        & #beneath { height: auto; max-height: 5; padding: 0 1; color: $text-muted; }
    }
    """

    def __init__(self, seat: Seat, person: str) -> None:
        super().__init__(seat)
        self.person = person
        self._known: AtRisk | None = self._read()
        self._proofs: dict[str, Proof] = {}

    def _read(self) -> AtRisk | None:
        return next(iter(risk.profile(self.seat.reader, self.person)), None)

    def about(self) -> str:
        """Who."""
        return self._known.name if self._known else ""

    def body(self) -> ComposeResult:
        """The person with the reasons, and the records behind them."""
        yield Static(id="head")
        yield Listing(
            [Column("on", "Date", 11), Column("what", "The records behind each reason", 20, 1)],
            gap=1,
            empty="No reason that the program looks for, so no record stands behind one.",
            id="list",
        )
        yield Static(id="beneath")

    def on_mount(self) -> None:
        """The records can be walked through at once; that they were looked at is written down."""
        self.query_one(Listing).focus()
        if self._known is not None and self.person != self.seat.actor.id:
            self.run_worker(self._write_down, thread=True, group="journal")

    def _write_down(self) -> None:
        """Opening what is known of another person is itself written to the journal."""
        try:
            self.seat.office.note(self.seat.actor, "opened", "staff", self.person)
        except StoreProblem as trouble:
            self.app.call_from_thread(notify, self.app, f"{UNWRITTEN} {trouble}", severity="warning")
        finally:
            self.seat.store.close()

    def renew(self) -> None:
        """Reads it again; the cursor stays on its record."""
        self._known = self._read()
        head = self.query_one("#head", Static)
        rows: list[Row] = []
        self._proofs = {}
        if self._known is None:
            head.update(words("This person's profile is not among those that you may see. Esc goes back."))
        else:
            head.update(lines(*person_lines(self._known)))
            for number, reason in enumerate(self._known.reasons):
                about = f"{reason.words[:1].upper()}{reason.words[1:]}"
                rows.append(Row(f"reason@{number}", ("", cell((about, "strong")))))
                for place, proof in enumerate(risk.proofs(self.seat.reader, self.person, reason)):
                    key = f"proof@{number}@{place}"
                    self._proofs[key] = proof
                    rows.append(Row(key, (short(proof.on), cell(f"{glyphs.RIGHT} ", proof.words))))
        listing = self.query_one(Listing)
        listing.show_rows(rows, at=listing.key or None)
        self._whole()
        self.refresh_bindings()

    @on(Listing.Moved)
    def _whole(self) -> None:
        """Beneath the list, the record that has the cursor with all its words."""
        proof = self._proofs.get(self.query_one(Listing).key)
        self.query_one("#beneath", Static).update(words(proof.words if proof else ""))

    # Keys

    @on(Listing.Selected)
    def _selected(self, event: Listing.Selected) -> None:
        event.stop()
        proof = self._proofs.get(event.key)
        if proof is None:
            return
        match proof.opens:
            case "session":
                from screens.record import RecordPage

                pairing, session = proof.keys
                self.app.push_screen(RecordPage(self.seat, pairing, "session", session))
            case "pairing":
                from screens.pairing import PairingPage

                self.app.push_screen(PairingPage(self.seat, proof.keys[0]))
            case _:
                self.action_person()

    def action_person(self) -> None:
        """The person whole."""
        from screens.person import PersonPage

        self.app.push_screen(PersonPage(self.seat, self.person))

    def action_identify(self) -> None:
        """Says that there is a risk."""
        from screens.risk_entry import RiskEntry

        self.app.push_screen(RiskEntry(self.seat, self.person))

    def action_plan(self) -> None:
        """Writes the plan."""
        from screens.case_entry import CaseEntry

        self.app.push_screen(CaseEntry(self.seat, self.person))

    def action_case(self) -> None:
        """Opens the case."""
        from screens.case import CasePage

        if self._known is not None:
            self.app.push_screen(CasePage(self.seat, self._known.case))

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:  # noqa: ARG002
        """Only what this person may do here is offered."""
        known = self._known
        match action:
            case "identify":
                return known is not None and risk.may_record(self.seat.reader, "risk", self.person)
            case "plan":
                return (
                    known is not None
                    and not known.case
                    and risk.may_record(self.seat.reader, "case", self.person)
                )
            case "case":
                return known is not None and bool(known.case)
            case "person":
                return known is not None
        return True
