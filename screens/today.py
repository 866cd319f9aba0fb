"""Today: what is due from the person, what they were writing, their alerts, the month of their services."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.message import Message
from textual.widgets import Static
from textual.worker import get_current_worker

from mentor_tui import todo_words
from mentor_tui.dates import from_today, short
from mentor_tui.store.problems import StoreProblem
from mentor_tui.store.read.todo import AT_ONCE, Opens, Todo, Writing, at_once, writing
from screens.openers import opened
from screens.place import Place
from screens.seat import Seat
from screens.ways import answers_escalations
from widgets.listing import Column, Listing, Row
from widgets.safe import cell, notify, words

if TYPE_CHECKING:
    from mentor_tui.store.read.month_so_far import MonthLine
    from mentor_tui.store.read.notices import Notice

#: as many lines of alerts and of services (with their header) are shown at least before one scrolls
_ALERT_LINES, _MONTH_LINES = 5, 5
#: title, keys, and what a heading takes with the blank line above it
_AROUND, _HEADING = 2, 2


@dataclass
class Found(Message):
    """A part of what Today shows has been read."""

    part: str
    found: Any
    whole: bool = True


class Today(Place):
    """The person's list."""

    TITLE_TEXT = "Today"
    HELP_PAGE = "today"
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (110, "-wide")]
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "open", "Open"),
        Binding("tab", "app.focus_next", "Next list"),
        Binding(
            "d",
            "discard",
            "Discard draft",
            tooltip="Throws the marked draft away",
        ),
        Binding("e", "escalations", "Escalations", tooltip="Your list of escalations, to be acknowledged"),
        Binding("ctrl+p", "app.palette", "Find"),
        Binding("ctrl+l", "app.lock", "Lock"),
    ]
    DEFAULT_CSS = """
    Today {
        & .today--left { width: 1fr; }
        & .today--right { display: none; width: 42; padding: 0 1; border-left: solid $border-blurred; }
        &.-wide .today--right { display: block; }
        & .today--heading { height: 1; padding: 0 1; margin: 1 0 0 0; text-style: bold; }
        & Listing { height: 1; }
    }
    """

    def __init__(self, seat: Seat) -> None:
        super().__init__(seat)
        self._todos: dict[str, Todo] = {}
        self._drafts: dict[str, Writing] = {}
        self._notices: dict[str, Notice] = {}
        self._months: dict[str, MonthLine] = {}
        self._begun = False
        #: the first resume follows the mount at once
        self._fresh = True
        self._whole = False

    def about(self) -> str:
        """The date."""
        from mentor_tui.dates import in_full

        return in_full(self.seat.today())

    def body(self) -> ComposeResult:
        """List, alerts and services at the left; what is marked at the right where there is room."""
        with Horizontal():
            with Vertical(classes="today--left"):
                yield Listing(
                    [
                        Column("state", "", 9),
                        Column("what", "To do", 20, flex=1),
                        Column("when", "Due", 34),
                    ],
                    empty="Reading your list.",
                    id="todo",
                )
                yield Static("", classes="today--heading", id="alerts-heading")
                yield Listing(
                    [
                        Column("short", "", 27),
                        Column("who", "", 16, flex=2),
                        Column("service", "", 11, flex=1, from_width=76, middle=True),
                        Column("since", "", 17),
                    ],
                    header=False,
                    id="alerts",
                )
                yield Static("", classes="today--heading", id="month-heading")
                yield Listing(
                    [
                        Column("service", "Service", 16, flex=2),
                        Column("sessions", "Sessions on time", 17, flex=1),
                        Column("retention", "90-day retention", 17, flex=1),
                        Column("actions", "Open actions", 12, align="right"),
                    ],
                    id="month",
                )
            yield VerticalScroll(Static(id="detail"), classes="today--right", can_focus=False)

    def on_mount(self) -> None:
        """The list is there with the first frame where it is one's own."""
        for name in ("alerts", "month"):
            self._panel(name, "")
        self._begin()
        self.query_one("#todo").focus()

    def renew(self) -> None:
        """Reads everything again; each cursor stays on its record."""
        if self._begun and not self._fresh:
            self._begin()
        self._fresh = False

    def _begin(self) -> None:
        self._begun = True
        rest = [todo for todo in self._todos.values() if todo.kind not in AT_ONCE]
        found = sorted([*at_once(self.seat.reader), *rest], key=lambda todo: todo.order)
        self._show_todos(found, writing(self.seat.reader), whole=self._whole)
        # What the rules load would hold up the first frame.
        self.call_after_refresh(self.run_worker, self._read, thread=True, exclusive=True, group="today")

    # -- reading beside the keyboard -----------------------------------------------------------------

    def _read(self) -> None:
        """In a thread: what may take longer in a large organisation."""
        from mentor_tui.store.read.notices import notices
        from mentor_tui.store.read.today import todos

        reader, worker = self.seat.reader, get_current_worker()
        try:
            self.post_message(Found("todos", (todos(reader), writing(reader))))
            found: dict[str, Any] = {}
            for part in notices(reader):
                if worker.is_cancelled:
                    return
                found.update({one.key: one for one in part})
                if part and len(found) < 50:
                    self.post_message(Found("alerts", dict(found), whole=False))
            self.post_message(Found("alerts", found))
            if reader.reach.services:
                from mentor_tui.store.read.month_so_far import month_lines

                self.post_message(Found("month", month_lines(reader)))
        except StoreProblem as problem:
            self.post_message(Found("trouble", str(problem)))
        finally:
            reader.store.close()

    @on(Found)
    def _found(self, message: Found) -> None:
        if message.part == "todos":
            self._show_todos(*message.found)
        elif message.part == "alerts":
            self._show_alerts(message.found)
        elif message.part == "month":
            self._show_months(message.found)
        else:
            notify(self.app, message.found, severity="error")

    # -- showing -------------------------------------------------------------------------------------

    def _show_todos(self, found: Sequence[Todo], kept: Sequence[Writing], *, whole: bool = True) -> None:
        """The list; until the whole of it is known, what the database alone can tell."""
        shown = (list(self._todos.values()), list(self._drafts.values()))
        if shown == (list(found), list(kept)) and self._whole >= whole:
            return
        self._whole = whole
        today = self.seat.today()
        self._drafts = {f"draft@{one.form}@{one.subject}": one for one in kept}
        self._todos = {todo.key: todo for todo in found}
        rows = [
            Row(key, (cell(("Draft", "strong")), _thing(one), f"you were writing this {_when(one, today)}"))
            for key, one in self._drafts.items()
        ]
        for key, todo in self._todos.items():
            word, tone = todo_words.STATES[todo.state]
            rows.append(
                Row(key, (cell((word, tone)), todo_words.what(todo), todo_words.by_when(todo, today)))
            )
        listing = self.query_one("#todo", Listing)
        listing.empty = self._nothing_due() if whole else "Reading your list."
        listing.show_rows(rows, at=listing.key)
        self._arrange()
        self._show_detail()

    def _nothing_due(self) -> str:
        from screens.ways import closed

        if self.seat.actor.holds("administrator") and not self.seat.store.value(
            "SELECT 1 FROM pairing LIMIT 1"
        ):
            return "Begin with , (Settings): services, people, roles. Or 'mentor-tui import FOLDER'."
        if not closed(self.seat.actor, "pairings"):
            return "Nothing is due from you in the coming days. Press 2 to look at the pairings."
        return "Nothing is due from you in the coming days. Press Ctrl+P to find anything else."

    def _show_alerts(self, found: dict[str, Notice]) -> None:
        self._notices = dict(sorted(found.items(), key=lambda pair: pair[1].order))
        rows = [
            Row(
                key,
                (
                    cell((one.short, "bad" if one.alert.is_escalation else "warning")),
                    one.who,
                    one.service,
                    f"since {short(one.alert.since)}",
                ),
            )
            for key, one in self._notices.items()
        ]
        raised = sum(one.alert.is_escalation for one in self._notices.values())
        heading = f"Escalations {raised}, early warnings {len(rows) - raised}"
        listing = self.query_one("#alerts", Listing)
        # Parts come in one after another: whoever has not moved stays at the top.
        listing.show_rows(rows, at=listing.key if listing.cursor or not rows else rows[0].key)
        self._panel("alerts", heading)

    def _show_months(self, found: Sequence[MonthLine]) -> None:
        from screens.today_month import month_row

        self._months = {line.key: line for line in found}
        listing = self.query_one("#month", Listing)
        listing.show_rows([month_row(line) for line in found], at=listing.key)
        self._panel("month", found[0].heading if found else "")

    def _panel(self, name: str, heading: str) -> None:
        """A list below with its heading; gone where it is empty."""
        listing = self.query_one(f"#{name}", Listing)
        listing.display = listing.length > 0
        title = self.query_one(f"#{name}-heading", Static)
        title.display = listing.display
        title.update(words(heading))
        self._arrange()

    def _arrange(self) -> None:
        """Each list as high as it needs where there is room for all; else the person's own list comes first."""
        room = self.app.size.height - _AROUND
        lists = [self.query_one(f"#{name}", Listing) for name in ("todo", "alerts", "month")]
        needs = [max(one.length, one is lists[0]) + one.header_rows if one.display else 0 for one in lists]
        room -= _HEADING * sum(1 for one in lists[1:] if one.display)
        given = [0, min(needs[1], max(_ALERT_LINES, room // 4)), min(needs[2], max(_MONTH_LINES, room // 5))]
        given[0] = min(needs[0], room - given[1] - given[2])
        for place in (1, 2):  # what is left over goes where it is missing
            given[place] += min(needs[place] - given[place], room - sum(given))
        for one, lines in zip(lists, given, strict=True):
            one.styles.height = max(lines, 1)

    @on(Listing.Moved)
    def _moved(self) -> None:
        self._show_detail()

    def on_descendant_focus(self) -> None:
        """The detail is that of the list that has the focus."""
        self._show_detail()

    def _show_detail(self) -> None:
        # A picture that is still to come may be of a place that is just being left.
        if not self.has_class("-wide") or not self.is_mounted or not self.query("#detail"):
            return
        listing = self.focused if isinstance(self.focused, Listing) else self.query_one("#todo", Listing)
        key, reader = listing.key, self.seat.reader
        from screens.today_detail import detail_of_notice, detail_of_todo

        detail = self.query_one("#detail", Static)
        if key in self._todos:
            detail.update(detail_of_todo(reader, self._todos[key]))
        elif key in self._drafts:
            detail.update(
                words(
                    (f"{todo_words.draft(self._drafts[key])}\n\n", "strong"),
                    "It is yours alone and no record until it is saved. Enter goes on with it; ",
                    "d throws it away.",
                )
            )
        elif key in self._notices:
            detail.update(detail_of_notice(self._notices[key]))
        else:
            detail.update(words(""))

    def on_resize(self) -> None:
        """There may be room for the detail now, and for more lines."""
        if self._begun:
            self._arrange()
        self.call_after_refresh(self._show_detail)

    # -- opening -------------------------------------------------------------------------------------

    def action_open(self) -> None:
        """Opens what is marked in the list that has the focus."""
        if isinstance(self.focused, Listing):
            self.focused.action_select()

    @on(Listing.Selected)
    def _open(self, event: Listing.Selected) -> None:
        key = event.key
        opens: Opens | None = None
        if key in self._todos:
            opens = self._todos[key].opens
        elif key in self._notices:
            opens = self._notices[key].opens
        elif key in self._drafts:
            opens = self._drafts[key].opens
            if opens is None:
                notify(self.app, "Open the screen on which you were writing this: it is there again.")
                return
        elif key in self._months:
            opens = Opens("audit", (self._months[key].key, self._months[key].period))
        self._show(opens)

    def _show(self, opens: Opens | None) -> None:
        if opens is None:
            notify(self.app, "You read references here. The record is for those who answer for the service.")
            return
        self.app.push_screen(opened(self.seat, opens))

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """A draft is discarded only where one is marked."""
        if action == "discard":
            return self.is_mounted and self.query_one("#todo", Listing).key in self._drafts
        if action == "escalations":
            return answers_escalations(self.seat.actor)
        return super().check_action(action, parameters)

    def action_escalations(self) -> None:
        """What is raised, with whose list it is on."""
        self.app.push_screen(opened(self.seat, Opens("escalations", ())))

    def action_discard(self) -> None:
        """Throws the marked draft away."""
        draft = self._drafts.get(self.query_one("#todo", Listing).key)
        if draft is not None:
            self.seat.drafting.drop(draft.form, draft.subject)
            notify(self.app, "The draft is gone.")
            self.renew()


def _thing(draft: Writing) -> str:
    """What a draft is of, without the words that its line has already."""
    thing = todo_words.draft(draft).removeprefix("You were writing ")
    return thing[:1].upper() + thing[1:]


def _when(draft: Writing, today: date) -> str:
    said = from_today(draft.saved_at.date(), today)
    return said if said in ("today", "yesterday") else short(draft.saved_at.date())
