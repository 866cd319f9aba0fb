"""The governance calendar's coming month: one look at the meetings and what each needs."""

from __future__ import annotations

from typing import ClassVar, Final

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.message import Message
from textual.widgets import Static

from mentor_tui.calendar import Period
from mentor_tui.dates import WEEKDAYS, day_and_month, short
from mentor_tui.records.registers import MEETING_KINDS
from mentor_tui.store.problems import StoreProblem
from mentor_tui.store.read import governance
from mentor_tui.store.read.governance import Gathering, Need
from screens.chart_page import NotFound
from screens.chart_panel import month_words
from screens.place import Place
from widgets import glyphs
from widgets.safe import Part, lines, words

_MEETINGS: Final = dict(MEETING_KINDS)

_NEEDS: Final = {
    "A5": ("audit to sign", "audits to sign", "operations managers"),
    "C1": ("mentoring intelligence to sign", "reports to sign", "data analyst"),
    "C2": ("pattern review to sign", "pattern reviews to sign", "HR business partner"),
    "C3": ("intervention to approve", "interventions to approve", "director of people"),
    "C4": ("strategic action to follow up", "strategic actions to follow up", "HR business partner"),
    "C5": ("board assurance to sign", "board assurances to sign", "board quality lead"),
}


class ComingFound(Message):
    """The coming month has been worked out."""

    def __init__(self, found: list[Gathering]) -> None:
        super().__init__()
        self.found = found


class ComingMonth(Place):
    """The next thirty-one days."""

    TITLE_TEXT = "Meetings"
    HELP_PAGE = "coming_month"
    BINDINGS: ClassVar[list[BindingType]] = []
    DEFAULT_CSS = """
    ComingMonth VerticalScroll { height: 1fr; padding: 0 1; }
    """

    def about(self) -> str:
        """What is shown."""
        return "The coming month, and what each meeting needs"

    def body(self) -> ComposeResult:
        """The text, which scrolls."""
        with VerticalScroll():
            yield Static(words(("Working it out ...", "quiet")), id="told")

    def on_mount(self) -> None:
        """The text can be scrolled at once."""
        self.query_one(VerticalScroll).focus()

    def renew(self) -> None:
        """Works it out beside the screen."""
        seat = self.seat

        def work() -> None:
            try:
                found = governance.coming(seat.reader)
            except StoreProblem as trouble:
                self.post_message(NotFound(str(trouble)))
            else:
                self.post_message(ComingFound(found))
            finally:
                seat.store.close()  # this thread's connection; the screen's own stays open

        self.run_worker(work, thread=True, exclusive=True, group="coming")

    def on_coming_found(self, message: ComingFound) -> None:
        """Shows it."""
        self.query_one("#told", Static).update(lines(*_told(message.found)))

    def on_not_found(self, message: NotFound) -> None:
        """Says why there is nothing."""
        self.query_one("#told", Static).update(words(message.sentence))


def _told(found: list[Gathering]) -> list[Content]:
    if not found:
        return [
            words("No meeting is set for the coming month, and nothing is due."),
            words(("An administrator keeps the governance calendar in Settings.", "quiet")),
        ]
    rows: list[Content] = []
    if not any(one.kind for one in found):
        rows.append(words(("No meeting is set for the coming month. An administrator sets them.", "warning")))
    for one in found:
        what = f"{_MEETINGS[one.kind]} meeting" if one.kind else "Due without a meeting"
        rows.append(
            words(
                (f"{WEEKDAYS[one.on.weekday()][:3]} {short(one.on):<12}", "strong"),
                (what, "strong" if one.kind else "quiet"),
            )
        )
        rows += [_need(need) for need in one.needs]
        if not one.needs:
            rows.append(words((f"    {glyphs.BULLET} Nothing is waiting for it.", "quiet")))
    return rows


def _need(need: Need) -> Content:
    single, several, whose = _NEEDS[need.kind]
    period = f", {month_words(Period.parse(need.period))}" if need.period else ""
    parts: list[Part] = [
        f"    {glyphs.BULLET} {need.count} {single if need.count == 1 else several}{period}",
        (f"  {whose}, {day_and_month(need.due_on)}", "quiet"),
    ]
    if need.overdue:
        parts.append((f"  {need.overdue} overdue" if need.count > 1 else "  overdue", "bad"))
    return words(*parts)
