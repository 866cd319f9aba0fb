"""Board: the quarter beside the one before, its story in plain words, the assurance comment and the signature (C5)."""

from __future__ import annotations

from typing import ClassVar, Final

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widgets import Static

from mentor_tui.calendar import Period
from mentor_tui.catalogue import MONTH
from mentor_tui.dates import short
from mentor_tui.figures import Below, Figure
from mentor_tui.store.read import reports
from mentor_tui.store.read.audit import AuditLine, AuditMonth, Scope
from mentor_tui.store.read.reports import Story
from screens.audit import MonthFound
from screens.chart_page import ChartPage
from screens.report import Report
from screens.seat import Seat
from widgets.figure import TOO_EARLY, figure_text, movement_parts
from widgets.listing import Listing
from widgets.safe import Part, Tone, lines, notify, words

_LABEL: Final = 21
_TOLD: Final = {
    "sessions_on_schedule": "Sessions on schedule",
    "mentored_retention_90_day": "Mentored staff kept",
}


class Board(Report):
    """A quarter of the whole organisation. Opens at the last one that is over."""

    TITLE_TEXT = "Board"
    HELP_PAGE = "board"
    BEFORE: ClassVar[tuple[str, str]] = ("1 quarter ago", "2 quarters ago")
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("left", "month(-1)", "or Right quarter", priority=True),
        Binding("a", "actions", "Strategic actions", tooltip="What was approved, and how it stands"),
    ]
    VERTICAL_BREAKPOINTS = [(0, "-low"), (22, "-high")]
    DEFAULT_CSS = """
    Board #story { height: auto; padding: 0 1; border-bottom: solid $border-blurred; }
    Board.-low #beneath { display: none; }
    """

    def __init__(self, seat: Seat, period: str | None = None) -> None:
        self._story: Story | None = None
        rest = (period or "").rpartition(" ")[2]  # a draft is known by its report and period
        super().__init__(seat, "C5", rest)

    def _first_period(self, period: str | None) -> Period:
        try:
            return Period.quarter(period or "")
        except ValueError:
            return Period.containing(self.seat.today(), "quarter").previous()

    def find_scopes(self) -> list[Scope]:
        """The whole organisation, for those who read strategic actions and the board register."""
        return [reports.ALL] if self.seat.reader.reach.strategic else []

    def about(self) -> str:
        """Which register."""
        return "Board assurance"

    def body(self) -> ComposeResult:
        """As a report's, with the story of the quarter above the figures."""
        if not self.find_scopes():
            yield Static(words("The board's quarter is for the director, HR and the board."), id="told")
            return
        for widget in super().body():
            yield widget
            if widget.id == "head":
                yield Static(id="story")

    def worked_out(self, scope: Scope, period: Period) -> AuditMonth:  # noqa: ARG002
        """The quarter, with its story."""
        reader = self.seat.reader
        self._story = reports.story(reader, period)
        return reports.report(reader, "C5", period)

    def on_month_found(self, message: MonthFound) -> None:
        """The story stands above the figures."""
        super().on_month_found(message)
        month, story = self._month, self._story
        if month is message.month and story is not None and story.period == month.period:
            self.query_one("#story", Static).update(lines(*story_lines(month, story)))

    def action_chart(self) -> None:
        """A monthly figure over time."""
        line = self._line()
        if line is None or self._scope is None:
            return
        if line.measure.key not in MONTH:
            notify(self.app, "This figure has quarters alone. Its two neighbours stand beside it.")
            return
        until = self._period.months()[-1]
        self.app.push_screen(ChartPage(self.seat, self._scope, line.measure.key, until))

    def _show_series(self, line: AuditLine) -> None:
        """A chart is by month; a figure that has quarters alone shows none."""
        from screens.chart_page import work_out
        from screens.chart_panel import ChartPanel

        panel = self.query_one(ChartPanel)
        panel.display = line.measure.key in MONTH
        if panel.display and self._scope is not None:
            until = self._period.months()[-1]
            found = self._series.get((self._scope.key, line.measure.key, until))
            panel.show(found, causes=2)
            if found is None:
                work_out(self, self._scope, line.measure.key, until)

    def on_series_found(self, message: object) -> None:
        """Shows the chart, if its figure still has the cursor."""
        from screens.chart_page import SeriesFound

        if isinstance(message, SeriesFound):
            self._series[message.about] = message.series
            line = self._line()
            if line and line.measure.key == message.about[1]:
                self._show_series(line)

    def action_kind(self) -> None:
        """The board has one report."""

    def action_actions(self) -> None:
        """The register of strategic interventions."""
        from screens.strategic import Strategic

        self.app.push_screen(Strategic(self.seat))

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """The board has one report; without it nothing is to be done."""
        if action in ("kind", "by_service"):
            return False
        if action == "actions":
            return bool(self.query(Listing))
        return super().check_action(action, parameters)


def story_lines(month: AuditMonth, story: Story) -> list[Content]:
    """The quarter in plain words, one line for each thing that a board asks."""
    figures = {line.measure.key: line for line in month.lines}
    rows = [_row("Below the threshold", *_below(figures["services_below_threshold"]))]
    for key, label in _TOLD.items():
        line = figures[key]
        before = None if figure_text(line.before) == TOO_EARLY else line.before
        moved = movement_parts(line.now, before, better="up", than="the quarter before")
        rows.append(_row(label, (figure_text(line.now), "strong"), "  ", *moved))
    on_time = figures["strategic_actions_on_time"].now
    due = (
        "none was due in the quarter"
        if _empty(on_time)
        else f"{figure_text(on_time)} with evidence by their date"
    )
    rows.append(_row("Strategic actions", (due, "strong"), *_open(story)))
    proposed = figures["board_escalation_status"].now
    rows.append(_row("Status by rule", (str(proposed), _tone(str(proposed))), f", {_why(story)}"))
    rows.append(_row("Recorded", *_recorded(month, str(proposed))))
    return rows


def _row(label: str, *parts: Part) -> Content:
    return words((f"{label:<{_LABEL}}", "quiet"), *parts)


def _below(line: AuditLine) -> list[Part]:
    now, before = line.now, line.before
    if not isinstance(now, Below) or not now.of:
        return [(TOO_EARLY, "quiet")]
    told: list[Part] = [(f"{now.count} of {now.of} services", "strong")]
    if isinstance(before, Below) and before.of:
        change = now.count - before.count
        how = f"{abs(change)} {'more' if change > 0 else 'fewer'} than" if change else "as many as in"
        tone = "bad" if change > 0 else "good" if change < 0 else "quiet"
        told.append((f", {how} the quarter before ({before.count})", tone))  # type: ignore[arg-type]
    return told


def _empty(found: Figure) -> bool:
    return figure_text(found) == TOO_EARLY


def _open(story: Story) -> list[Part]:
    if story.open_actions is None:
        return []
    told: list[Part] = [f"; {story.open_actions} open"]
    if story.past:
        told.append((f", {story.past} overdue", "bad"))
    return told


def _tone(status: str) -> Tone:
    return "bad" if status == "escalated" else "warning" if status == "watch" else "good"


def _why(story: Story) -> str:
    if causes := story.escalating or story.watched:
        more = len(causes) - 1
        others = f" and {more} more: Enter on its line shows which" if more else ""
        return f"{'because of' if story.escalating else 'to be watched:'} {causes[0]}{others}"
    return "no service and no strategic action gives cause"


def _recorded(month: AuditMonth, proposed: str) -> list[Part]:
    signature = month.signature
    if signature is None:
        return [("not signed yet", "warning")]
    status = signature.status or "no status"
    differs = f", the rules propose {proposed}" if status != proposed else ""
    by = f" by {signature.by}" if signature.by else ""
    told: list[Part] = [(status, _tone(status)), f", {short(signature.signed_on)}{by}", (differs, "warning")]
    if signature.comment:
        told.append(f": {signature.comment.splitlines()[0]}")
    return told
