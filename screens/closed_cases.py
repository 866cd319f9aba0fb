"""The cases of a service that were closed without improvement: their reasons stay on every audit."""

from __future__ import annotations

from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType

from mentor_tui.dates import month_and_year, short
from mentor_tui.store.read import cases
from mentor_tui.store.read.audit import AuditMonth
from screens.place import Place
from screens.seat import Seat
from widgets.listing import Column, Listing, Row
from widgets.safe import cell, notify


class ClosedCases(Place):
    """A line for each case, the newest first. Enter opens the case, where it may be read."""

    TITLE_TEXT = "Closed without improvement"
    HELP_PAGE = "audit"
    BINDINGS: ClassVar[list[BindingType]] = [Binding("enter", "open", "Case")]

    def __init__(self, seat: Seat, month: AuditMonth) -> None:
        super().__init__(seat)
        self._scope, self._period = month.scope, month.period

    def about(self) -> str:
        """Which service, until when."""
        return f"{self._scope.name}, until {month_and_year(self._period.first)}"

    def body(self) -> ComposeResult:
        """The list."""
        yield Listing(
            [
                Column("on", "Closed", 11),
                Column("who", "Person", 14, 3),
                Column("why", "Reason", 18, 2),
                Column("service", "Service", 12, 2),
                Column("ref", "Case", 10),
            ],
            gap=1,
            empty="No case was closed without improvement.",
            id="list",
        )

    def on_mount(self) -> None:
        """The list has the focus."""
        self.query_one(Listing).focus()

    def renew(self) -> None:
        """Reads the list again."""
        found = cases.closed_otherwise(self.seat.reader, self._scope.refs, self._period.last)
        listing = self.query_one(Listing)
        listing.show_rows(
            [
                Row(
                    one.key,
                    (
                        short(one.closed_on),
                        one.mentee or cell(("not named here", "quiet")),
                        one.why,
                        one.service,
                        one.ref,
                    ),
                )
                for one in found
            ],
            at=listing.key or None,
        )

    @on(Listing.Selected)
    def _selected(self, event: Listing.Selected) -> None:
        event.stop()
        self._open(event.key)

    def action_open(self) -> None:
        """Opens the case that has the cursor."""
        self._open(self.query_one(Listing).key)

    def _open(self, key: str) -> None:
        from screens.case import CasePage

        if cases.head(self.seat.reader, key) is None:
            notify(self.app, "Your roles show this case by its reference alone.")
        else:
            self.app.push_screen(CasePage(self.seat, key))
