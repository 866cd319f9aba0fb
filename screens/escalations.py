"""Escalations: what is raised, whose list it is on, who said what will be done.

Each is gone when it was acknowledged and its cause is gone.
"""

from __future__ import annotations

from typing import ClassVar, Final

from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, VerticalScroll
from textual.message import Message
from textual.widgets import Static

from mentor_tui.dates import short
from mentor_tui.store.problems import StoreProblem
from mentor_tui.store.read import escalations
from mentor_tui.store.read.audit import Scope
from mentor_tui.store.read.escalations import Escalation
from screens.chart_page import NotFound
from screens.escalation_words import in_full, stands
from screens.pace import Pace
from screens.place import Place
from screens.seat import Seat
from widgets.listing import Column, Listing, Row
from widgets.safe import cell, lines, notify, words

_WIDE: Final = 110


class EscalationsFound(Message):
    """What is raised has been worked out."""

    def __init__(self, found: list[Escalation]) -> None:
        super().__init__()
        self.found = found


class Escalations(Place):
    """What is raised today, one's own first; of one service with its early warnings where it was opened so."""

    TITLE_TEXT = "Escalations"
    HELP_PAGE = "escalations"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "open", "Open"),
        Binding("a", "acknowledge", "Acknowledge", tooltip="Say that you have seen it and what will be done"),
        Binding("v", "which", "Mine or all"),
        Binding("w", "warnings", "Early warnings", tooltip="Shows early warnings too, or escalations alone"),
        Binding("g", "record", "Its record", tooltip="The record that the escalation is about"),
    ]
    DEFAULT_CSS = """
    Escalations {
        & #head { height: auto; max-height: 2; padding: 0 1; background: $surface; }
        & #side {
            display: none; width: 52; height: 1fr; padding: 0 1 0 2; border-left: solid $border-blurred;
        }
        &.-wide #side { display: block; }
    }
    """

    def __init__(self, seat: Seat, scope: Scope | None = None) -> None:
        super().__init__(seat)
        self._scope = scope
        self._warnings = scope is not None
        self._only_mine = False
        self._found: list[Escalation] | None = None
        self._pace = Pace()

    def about(self) -> str:
        """Of which service."""
        return self._scope.name if self._scope else ""

    def body(self) -> ComposeResult:
        """How many, the list, the one that has the cursor where there is room."""
        yield Static(id="head")
        with Horizontal():
            yield Listing(
                [
                    Column("what", "What", 27),
                    Column("who", "About", 12, 3, middle=True),
                    Column("service", "Service", 12, 2, from_width=100, middle=True),
                    Column("owner", "On the list of", 18, 1),
                    Column("stands", "", 14),
                ],
                gap=1,
                empty="Working out what is raised ...",
                id="list",
            )
            yield VerticalScroll(Static(id="told"), id="side", can_focus=False)

    def on_mount(self) -> None:
        """The list has the focus; what is raised is worked out beside the screen."""
        self.set_class(self.app.size.width >= _WIDE, "-wide")
        self.query_one(Listing).focus()

    def on_resize(self, event: events.Resize) -> None:
        """List and detail side by side where there is room."""
        self.set_class(event.size.width >= _WIDE, "-wide")
        self._show_one()

    def renew(self) -> None:
        """Works it out again, one at a time; the cursor stays on its escalation."""
        if self._pace.working:
            self._pace.wanted()
            return
        self._pace.begin()
        seat, scope, warnings = self.seat, self._scope, self._warnings

        def work() -> None:
            try:
                found = escalations.escalations(seat.reader, scope, warnings=warnings)
            except StoreProblem as trouble:
                self.post_message(NotFound(str(trouble)))
            else:
                self.post_message(EscalationsFound(found))
            finally:
                seat.store.close()  # this thread's connection; the screen's own stays open

        self.run_worker(work, thread=True, group="escalations")

    def on_escalations_found(self, message: EscalationsFound) -> None:
        """Shows them, unless something else was asked for meanwhile."""
        self._found = message.found
        if self._pace.ended():
            self.renew()
        self._show()

    def on_not_found(self, message: NotFound) -> None:
        """Says why there is nothing."""
        self._pace.ended()
        self.query_one(Listing).empty = message.sentence
        notify(self.app, message.sentence, severity="error", timeout=12)

    def _show(self) -> None:
        found = self._found or []
        shown = [one for one in found if one.mine or not self._only_mine]
        raised = [one for one in found if one.role]
        mine = sum(one.mine for one in raised)
        waiting = sum(one.mine and not one.is_acknowledged for one in raised)
        said = f"{len(raised)} listed, {mine} on your list"
        which = "yours alone" if self._only_mine else "all that you may see"
        more = f", and {len(found) - len(raised)} early warnings" if self._warnings else ""
        self.query_one("#head", Static).update(
            words(
                (said, "strong"),
                (f", {waiting} to acknowledge" if waiting else "", "warning"),
                (f"{more}.  Shown: {which}.", "quiet"),
            )
        )
        listing = self.query_one(Listing)
        listing.empty = (
            "Nothing is on your list. v shows what others have."
            if self._only_mine and found
            else "No escalation is raised among the records that you may see."
        )
        listing.show_rows([self._row(one) for one in shown], at=listing.key or None)
        self._show_one()
        self.refresh_bindings()

    @staticmethod
    def _row(one: Escalation) -> Row:
        notice = one.notice
        owner = cell(("you", "good")) if one.mine else one.owner
        service = "" if notice.service == notice.who else notice.service
        return Row(
            one.key,
            (
                cell((notice.short, "bad" if one.role else "warning")),
                notice.who,
                service,
                owner,
                cell(stands(one)) if one.role else cell((f"{short(one.raised_on)}", "quiet")),
            ),
        )

    def _one(self) -> Escalation | None:
        key = self.query_one(Listing).key
        return next((one for one in self._found or () if one.key == key), None)

    @on(Listing.Moved)
    def _show_one(self) -> None:
        one = self._one() if self.is_mounted else None
        if self.has_class("-wide"):
            told = lines(*in_full(one, self.seat.today())) if one else ""
            self.query_one("#told", Static).update(told)
        self.refresh_bindings()

    # Keys

    def action_which(self) -> None:
        """One's own list, or all."""
        self._only_mine = not self._only_mine
        self._show()

    def action_warnings(self) -> None:
        """Early warnings too."""
        self._warnings = not self._warnings
        self.renew()

    @on(Listing.Selected)
    def _selected(self, event: Listing.Selected) -> None:
        event.stop()
        self.action_open()

    def action_open(self) -> None:
        """The escalation whole, with its history."""
        if one := self._one():
            self.app.push_screen(EscalationPage(self.seat, one.key))

    def action_acknowledge(self) -> None:
        """Says what will be done."""
        if one := self._one():
            acknowledge(self, one)

    def action_record(self) -> None:
        """The record that it is about."""
        if one := self._one():
            open_record(self, one)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:  # noqa: ARG002
        """Only whoever is in the chain acknowledges."""
        if action == "acknowledge" and self.is_mounted:
            one = self._one()
            return one is not None and one.may_acknowledge
        return True


def acknowledge(place: Place, one: Escalation) -> None:
    """Opens the form that acknowledges an escalation."""
    from screens.escalation_entry import EscalationEntry

    place.app.push_screen(EscalationEntry(place.seat, one.key))


def open_record(place: Place, one: Escalation) -> None:
    """Opens what an escalation is about: the service's month, the strategic action, the pairing or case."""
    from mentor_tui.store.read.todo import Opens
    from screens.openers import opened

    opens = one.notice.opens
    alert = one.notice.alert
    if alert.code in ("E5", "W8"):
        key = place.seat.store.value("SELECT id FROM service WHERE ref = :ref", {"ref": alert.subject})
        opens = Opens("audit", (key,)) if key else None
    if opens is None:
        notify(
            place.app,
            "You read references here. The record itself is for those who answer for the service.",
            timeout=8,
        )
    else:
        place.app.push_screen(opened(place.seat, opens))


class EscalationPage(Place):
    """One escalation whole: what it is, whose, what clears it, its history."""

    TITLE_TEXT = "Escalation"
    HELP_PAGE = "escalations"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("a", "acknowledge", "Acknowledge", tooltip="Say that you have seen it and what will be done"),
        Binding("g", "record", "Its record", tooltip="The record that the escalation is about"),
    ]
    DEFAULT_CSS = """
    EscalationPage VerticalScroll { height: 1fr; padding: 1 2; }
    """

    def __init__(self, seat: Seat, reference: str) -> None:
        super().__init__(seat)
        self._reference = reference
        self._one: Escalation | None = None

    def body(self) -> ComposeResult:
        """The text, which scrolls."""
        with VerticalScroll():
            yield Static(words(("Reading it ...", "quiet")), id="told")

    def on_mount(self) -> None:
        """The text can be scrolled at once."""
        self.query_one(VerticalScroll).focus()

    def renew(self) -> None:
        """Works it out again beside the screen."""
        seat, reference = self.seat, self._reference

        def work() -> None:
            try:
                one = escalations.one(seat.reader, reference)
            except StoreProblem as trouble:
                self.post_message(NotFound(str(trouble)))
            else:
                self.post_message(EscalationsFound([one] if one else []))
            finally:
                seat.store.close()  # this thread's connection; the screen's own stays open

        self.run_worker(work, thread=True, exclusive=True, group="escalation")

    def on_escalations_found(self, message: EscalationsFound) -> None:
        """Shows it."""
        self._one = message.found[0] if message.found else None
        told = self.query_one("#told", Static)
        if self._one is None:
            told.update(
                words(
                    "This is off the list: it was acknowledged and its cause is gone. "
                    "What was said stays in the journal."
                )
            )
        else:
            told.update(lines(*in_full(self._one, self.seat.today())))
        self.refresh_bindings()

    def on_not_found(self, message: NotFound) -> None:
        """Says why there is nothing."""
        self.query_one("#told", Static).update(words(message.sentence))

    def action_acknowledge(self) -> None:
        """Says what will be done."""
        if self._one:
            acknowledge(self, self._one)

    def action_record(self) -> None:
        """The record that it is about."""
        if self._one:
            open_record(self, self._one)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:  # noqa: ARG002
        """Only whoever is in the chain acknowledges."""
        if action == "acknowledge":
            return self._one is not None and self._one.may_acknowledge
        return action != "record" or self._one is not None
