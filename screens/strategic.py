"""Strategic interventions: what is asked of the director, what was approved, how it is followed through."""

from __future__ import annotations

from typing import ClassVar, Final

from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, VerticalScroll
from textual.content import Content
from textual.message import Message
from textual.widgets import Static

from mentor_tui.dates import short
from mentor_tui.forms.strategic_words import stands
from mentor_tui.store.problems import StoreProblem
from mentor_tui.store.read import strategic
from mentor_tui.store.read.strategic import StrategicLine, Wanted
from screens.chart_page import NotFound
from screens.place import Place
from screens.seat import Seat
from screens.strategic_words import follow_up, in_full, in_short
from widgets import glyphs
from widgets.listing import Column, Listing, Row
from widgets.safe import cell, lines, notify, words

_WIDE: Final = 110
_NOT_YOURS: Final = (
    "Strategic interventions are for the director of people, the HR business partner and the board. "
    "Esc goes back."
)


class WantedFound(Message):
    """The services that wait for an intervention have been worked out."""

    def __init__(self, found: list[Wanted]) -> None:
        super().__init__()
        self.found = found


class _Steps(Place):
    """What is done with the strategic action that is chosen."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("u", "follow_up", "Follow-up", tooltip="Record how it stands: every two weeks"),
        Binding("c", "complete", "Complete", tooltip="Record its completion, with evidence"),
        Binding("e", "correct", "Correct", show=False, tooltip="Change what was approved, with the reason"),
    ]

    def chosen(self) -> StrategicLine | None:
        """The strategic action that is meant."""
        raise NotImplementedError

    def action_follow_up(self) -> None:
        """The form of a follow-up."""
        from screens.executive_review_entry import ExecutiveReviewEntry

        if one := self.chosen():
            self.app.push_screen(ExecutiveReviewEntry(self.seat, one.key))

    def action_complete(self) -> None:
        """The form of a completion."""
        from screens.strategic_entry import StrategicDone

        if one := self.chosen():
            self.app.push_screen(StrategicDone(self.seat, one.key))

    def action_correct(self) -> None:
        """The form of a correction."""
        from screens.strategic_entry import StrategicEntry

        if one := self.chosen():
            self.app.push_screen(StrategicEntry(self.seat, one.key))

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:  # noqa: ARG002
        """Only what would do something is offered."""
        if action not in ("follow_up", "complete", "correct") or not self.is_mounted:
            return True
        one, reader = self.chosen(), self.seat.reader
        if one is None:
            return False
        if action == "correct":
            return strategic.may_approve(reader)
        may = strategic.may_follow_up if action == "follow_up" else strategic.may_approve
        return one.completed_on is None and may(reader)


class Strategic(_Steps):
    """The register: services that wait for an intervention on top, then open actions, then complete ones."""

    TITLE_TEXT = "Strategic interventions"
    HELP_PAGE = "strategic"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "open", "Open"),
        Binding("n", "new", "New", tooltip="Approve an intervention"),
    ]
    DEFAULT_CSS = """
    Strategic {
        & #head { height: auto; max-height: 2; padding: 0 1; background: $surface; }
        & #side {
            display: none; width: 54; height: 1fr; padding: 0 1 0 2; border-left: solid $border-blurred;
        }
        &.-wide #side { display: block; }
        & #beneath { height: auto; max-height: 6; padding: 0 1; background: $surface; }
        &.-wide #beneath { display: none; }
    }
    """

    def __init__(self, seat: Seat) -> None:
        super().__init__(seat)
        self._lines: list[StrategicLine] = []
        self._wanted: list[Wanted] | None = None

    def body(self) -> ComposeResult:
        """How many, the register, the one that has the cursor where there is room."""
        if not self.seat.reader.reach.strategic:
            yield Static(words(_NOT_YOURS), id="head")
            return
        yield Static(id="head")
        with Horizontal():
            yield Listing(
                [
                    Column("what", "Intervention", 20, 5),
                    Column("service", "Service", 12, 3),
                    Column("target", "By", 11, align="right"),
                    Column("stands", "How it stands", 17, 1),
                    Column("next", "Follow-up", 14, from_width=78),
                ],
                gap=1,
                empty="No intervention was approved yet. n approves one.",
                id="list",
            )
            yield VerticalScroll(Static(id="told"), id="side", can_focus=False)
        yield Static(id="beneath")

    def on_mount(self) -> None:
        """The list has the focus."""
        self.set_class(self.app.size.width >= _WIDE, "-wide")
        for listing in self.query(Listing):
            listing.focus()

    def on_resize(self, event: events.Resize) -> None:
        """List and detail side by side where there is room."""
        self.set_class(event.size.width >= _WIDE, "-wide")
        self._show_one()

    def renew(self) -> None:
        """Reads the register at once, and what waits for an intervention beside the screen."""
        if not self.query(Listing):
            return
        self._lines = strategic.lines(self.seat.reader)
        self._show()
        seat = self.seat

        def work() -> None:
            try:
                found = strategic.wanted(seat.reader)
            except StoreProblem as trouble:
                self.post_message(NotFound(str(trouble)))
            else:
                self.post_message(WantedFound(found))
            finally:
                seat.store.close()  # this thread's connection; the screen's own stays open

        self.run_worker(work, thread=True, exclusive=True, group="wanted")

    def on_wanted_found(self, message: WantedFound) -> None:
        """Shows the services that wait."""
        self._wanted = message.found
        self._show()

    def on_not_found(self, message: NotFound) -> None:
        """Says why there is nothing."""
        notify(self.app, message.sentence, severity="error", timeout=12)

    def _show(self) -> None:
        today, wanted = self.seat.today(), self._wanted or []
        opened = [one for one in self._lines if one.completed_on is None]
        past = sum(one.target_on < today for one in opened)
        waits = f"{len(wanted)} to be approved"
        self.query_one("#head", Static).update(
            words(
                (f"{len(opened)} open, {len(self._lines) - len(opened)} complete", "strong"),
                (f", {past} past the target date" if past else "", "bad"),
                (f".  {waits}." if wanted else ".", "warning" if wanted else "plain"),
            )
        )
        listing = self.query_one(Listing)
        listing.show_rows(
            [*map(self._wanted_row, wanted), *map(self._row, self._lines)],
            at=listing.key if listing.cursor else None,
        )
        self._show_one()
        self.refresh_bindings()

    def _wanted_row(self, one: Wanted) -> Row:
        late = one.due_on < self.seat.today()
        return Row(
            f"wanted {one.key}",
            (
                cell((f"{glyphs.RIGHT} To be approved", "warning")),
                one.name,
                short(one.due_on),
                cell(("overdue" if late else "below twice (E5)", "bad" if late else "warning")),
                "",
            ),
        )

    def _row(self, one: StrategicLine) -> Row:
        today = self.seat.today()
        return Row(
            one.key,
            (
                one.intervention,
                one.service or cell(("all services", "quiet")),
                short(one.target_on),
                cell(stands(one, today)),
                cell(follow_up(one, today)),
            ),
        )

    def chosen(self) -> StrategicLine | None:
        """The one that has the cursor."""
        key = self.query_one(Listing).key if self.query(Listing) else ""
        return next((one for one in self._lines if one.key == key), None)

    def _waits(self) -> Wanted | None:
        key = self.query_one(Listing).key if self.query(Listing) else ""
        return next((one for one in self._wanted or () if f"wanted {one.key}" == key), None)

    @on(Listing.Moved)
    def _show_one(self) -> None:
        if not self.is_mounted or not self.query(Listing):
            return
        self.refresh_bindings()
        wide, today = self.has_class("-wide"), self.seat.today()
        told: list[Content] = []
        if one := self.chosen():
            told = in_full(one, today) if wide else in_short(one)
        elif waits := self._waits():
            told = [
                words((waits.name, "strong")),
                words("Below the threshold in each of the last two months that are over (E5)."),
                words(f"An intervention is asked for by the executive meeting on {short(waits.due_on)}."),
                words(("Only an approved intervention clears this.", "warning")),
            ]
        self.query_one("#told" if wide else "#beneath", Static).update(lines(*told) if told else "")

    @on(Listing.Selected)
    def _selected(self, event: Listing.Selected) -> None:
        event.stop()
        self.action_open()

    def action_open(self) -> None:
        """The action whole; for a service that waits, the form that approves one."""
        if one := self.chosen():
            self.app.push_screen(StrategicPage(self.seat, one.key))
        elif waits := self._waits():
            self._approve(waits.key)

    def action_new(self) -> None:
        """The form of an intervention; for the service that has the cursor, where one waits."""
        waits = self._waits()
        self._approve(waits.key if waits else "")

    def _approve(self, service: str) -> None:
        from screens.strategic_entry import StrategicEntry

        if strategic.may_approve(self.seat.reader):
            self.app.push_screen(StrategicEntry(self.seat, "", service))
        else:
            notify(self.app, "The director of people approves interventions.")

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Only the director approves."""
        if action == "new":
            return strategic.may_approve(self.seat.reader)
        return super().check_action(action, parameters)


class StrategicPage(_Steps):
    """One strategic action whole, by its key or reference."""

    TITLE_TEXT = "Strategic intervention"
    HELP_PAGE = "strategic"
    DEFAULT_CSS = """
    StrategicPage VerticalScroll { height: 1fr; padding: 1 2; }
    """

    def __init__(self, seat: Seat, key: str) -> None:
        super().__init__(seat)
        self._key = key
        self._one = strategic.line(seat.reader, key)

    def about(self) -> str:
        """Its reference."""
        return self._one.ref if self._one else ""

    def body(self) -> ComposeResult:
        """The text, which scrolls."""
        with VerticalScroll():
            yield Static(id="told")

    def on_mount(self) -> None:
        """The text can be scrolled at once."""
        self.query_one(VerticalScroll).focus()

    def renew(self) -> None:
        """Reads it again."""
        self._one = strategic.line(self.seat.reader, self._key)
        told = self.query_one("#told", Static)
        if self._one is None:
            told.update(words(_NOT_YOURS))
        else:
            told.update(lines(*in_full(self._one, self.seat.today())))
        self.refresh_bindings()

    def chosen(self) -> StrategicLine | None:
        """This one."""
        return self._one
