"""The records behind a figure: those in its numerator and those outside it; Enter opens one."""

from __future__ import annotations

from typing import ClassVar, Final

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.widgets import Static

from mentor_tui.calendar import Period
from mentor_tui.catalogue import CATALOGUE
from mentor_tui.dates import short
from mentor_tui.figures import Figure
from mentor_tui.store.problems import StoreProblem
from mentor_tui.store.read import audit
from mentor_tui.store.read.audit import Scope
from mentor_tui.store.read.audit_records import Behind, RecordsBehind
from screens.chart_panel import period_in_full
from screens.place import Place
from screens.seat import Seat
from widgets import glyphs
from widgets.figure import figure_text
from widgets.listing import Column, Listing, Row
from widgets.safe import cell, lines, notify, words

_NEXT: Final[dict[bool | None, bool | None]] = {None: True, True: False, False: None}
_SHOWN: Final[dict[bool | None, str]] = {None: "all", True: "inside", False: "outside"}

_REFERENCES: Final = (
    "You read figures and references here. The record itself is for those who answer for the service."
)


class EvidencePage(Place):
    """What one figure of a month rests on. `v` turns from all to those inside to those outside."""

    TITLE_TEXT = "Records"
    HELP_PAGE = "evidence"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "open", "Open"),
        Binding("v", "which", "Inside/outside"),
    ]
    DEFAULT_CSS = """
    EvidencePage {
        & #head { height: auto; max-height: 6; padding: 0 1; background: $surface; }
    }
    """

    def __init__(self, seat: Seat, scope: Scope, period: Period, key: str) -> None:
        super().__init__(seat)
        self._scope = scope
        self._period = period
        self._key = key
        self._counted: bool | None = None
        self._records: RecordsBehind | None = None
        self._figure: Figure = 0
        self._lines: dict[str, Behind] = {}

    def about(self) -> str:
        """The service and the month."""
        return f"{self._scope.name}, {period_in_full(self._period)}"

    def body(self) -> ComposeResult:
        """The figure and what counts, and the records."""
        yield Static(id="head")
        yield Listing(
            [
                Column("side", "", 1),
                Column("on", "Date", 11, align="right"),
                Column("who", "Who", 15, 2),
                Column("words", "How it stands", 21, 1),
                Column("ref", "Reference", 17, 3),
            ],
            gap=2,
            id="list",
        )

    def on_mount(self) -> None:
        """The records are fetched by the page."""
        self._read()
        listing = self.query_one(Listing)
        listing.show(self._fetch, self._count)
        listing.focus()

    def renew(self) -> None:
        """Reads them again; the cursor stays on its record."""
        self._read()
        self.query_one(Listing).renew()

    def _read(self) -> None:
        listing = self.query_one(Listing)
        try:
            self._records = RecordsBehind(self.seat.reader, self._scope, self._period, self._key)
            self._figure = audit.figure(self.seat.reader, self._scope, self._key, self._period)
        except StoreProblem as trouble:
            self._records = None
            listing.empty = str(trouble)
            return
        self._lines.clear()
        records, measure = self._records, CATALOGUE[self._key]
        listing.empty = "Nothing is behind this figure in this period."
        counts = f"{records.inside:,} inside, {records.outside:,} outside"
        self.query_one("#head", Static).update(
            lines(
                words(
                    (f"{measure.label}: ", "strong"), (figure_text(self._figure), "strong"), f".  {counts}."
                ),
                words((measure.meaning, "quiet")),
                words(
                    (
                        f"Shown: {_SHOWN[self._counted]}. {glyphs.DOT} inside the figure, {glyphs.RING} outside.",
                        "quiet",
                    )
                ),
            )
        )

    def _count(self) -> int:
        return self._records.how_many(self._counted) if self._records else 0

    def _fetch(self, offset: int, limit: int) -> list[Row]:
        found = self._records.page(self._counted, offset, limit) if self._records else []
        self._lines.update((one.key, one) for one in found)
        return [self._row(one) for one in found]

    @staticmethod
    def _row(one: Behind) -> Row:
        side = (glyphs.DOT, "good") if one.counted else (glyphs.RING, "warning")
        return Row(
            one.key,
            (
                cell(side),  # type: ignore[arg-type]
                short(one.on) if one.on else "",
                one.who or cell(("not named here", "quiet")),
                one.words,
                cell((one.ref, "quiet")),
            ),
        )

    # Keys

    def action_which(self) -> None:
        """All, those inside the numerator, those outside it."""
        self._counted = _NEXT[self._counted]
        self._read()
        self.query_one(Listing).show(self._fetch, self._count)

    @on(Listing.Selected)
    def _selected(self, event: Listing.Selected) -> None:
        event.stop()
        self._open(event.key)

    def action_open(self) -> None:
        """Opens the record that has the cursor."""
        self._open(self.query_one(Listing).key)

    def _open(self, key: str) -> None:
        one = self._lines.get(key)
        if one is None:
            return
        if one.kind == "service":
            from screens.audit import Audit

            self.app.push_screen(Audit(self.seat, one.record, self._period.code))
        elif one.case:
            from screens.case import CasePage

            self.app.push_screen(CasePage(self.seat, one.case))
        elif one.kind == "strategic_action" and self.seat.reader.reach.strategic:
            from screens.strategic import StrategicPage

            self.app.push_screen(StrategicPage(self.seat, one.record))
        elif not one.pairing:
            why = _REFERENCES if not one.who else "There is no screen for this record here."
            notify(self.app, why, timeout=8)
        elif one.kind == "action":
            from screens.action_page import ActionPage

            self.app.push_screen(ActionPage(self.seat, one.record))
        elif one.kind == "session":
            from screens.record import RecordPage

            self.app.push_screen(RecordPage(self.seat, one.pairing, "session", one.record))
        else:
            from screens.pairing import PairingPage

            self.app.push_screen(PairingPage(self.seat, one.pairing))
