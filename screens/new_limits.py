"""Why the limits of a chart begin anew: the recorded, explained change (trust.md), and taking one back."""

from __future__ import annotations

from dataclasses import replace
from typing import ClassVar, Final

from textual.app import ComposeResult
from textual.widgets import Static

from mentor_tui.catalogue import CATALOGUE
from mentor_tui.charts import FEWEST_FOR_LIMITS
from mentor_tui.declare import Value
from mentor_tui.office import Change
from mentor_tui.records import CHART_CHANGE
from mentor_tui.store.read import chart_changes
from mentor_tui.store.read.chart_changes import ChartChange
from screens.chart_panel import month_words
from screens.form_place import FormPlace
from screens.place import RecordSaved
from screens.seat import Seat
from widgets.form import Form
from widgets.safe import lines, words

_REASON: Final = replace(
    CHART_CHANGE["withdraw_reason"], asked=True, required=True, hint="It is kept beside what was recorded."
)


class _OfChart(FormPlace):
    """A form about the chart of one figure of one service, or of all together: `figure service`."""

    HELP_PAGE = "new_limits"
    NOT_YOURS: ClassVar[str] = (
        "The operations manager records what changes the charts of a service, the data analyst those of all services "
        "together. Esc goes back."
    )
    DEFAULT_CSS = """
    _OfChart #about { height: auto; padding: 0 2; background: $surface; }
    """

    def __init__(self, seat: Seat, subject: str) -> None:
        super().__init__(seat, subject)
        self.figure, _, service = subject.partition(" ")
        self.scope = chart_changes.scope_of(seat.reader, service)

    def about(self) -> str:
        """The service."""
        return self.scope.name if self.scope else ""

    def may_record(self) -> bool:
        """Who answers for the figures."""
        return (
            self.scope is not None
            and self.figure in CATALOGUE
            and chart_changes.may_record(self.seat.reader, self.scope)
        )

    def found(self) -> tuple[ChartChange, ...]:
        """The changes that hold."""
        return chart_changes.of_chart(self.seat.reader, self.scope, self.figure) if self.scope else ()

    def body(self) -> ComposeResult:
        """Which chart, what follows, the form."""
        if self.may_record():
            yield Static(
                lines(words((f"{CATALOGUE[self.figure].label} by month", "strong")), *self.told()), id="about"
            )
        yield from super().body()

    def told(self) -> list[str]:
        """What follows from saving, in sentences."""
        raise NotImplementedError


class NewLimits(_OfChart):
    """A change from which on a figure is another: its month, and what was done differently."""

    TITLE_TEXT = "New limits"
    DRAFT = "chart_change"

    def told(self) -> list[str]:
        """What a change does to the chart."""
        return [
            "Mean and limits are worked out anew from the month of the change on; the months before keep theirs.",
            f"Until {FEWEST_FOR_LIMITS} months have a figure since then the chart shows dots without limits.",
        ]

    def make_form(self) -> Form:
        """Since when, and why."""
        return Form([CHART_CHANGE["from_on"], CHART_CHANGE["explanation"]], today=self.seat.today())

    def save(self, values: dict[str, Value]) -> None:
        """Hands it to the office."""
        assert self.scope is not None, "there is a form only of a chart"
        self.begin_saving()
        self.carry_out(
            Change(
                CHART_CHANGE,
                {
                    **values,
                    "figure": self.figure,
                    "service_id": self.scope.key or None,
                    "recorded_on": self.seat.today(),
                    "recorded_by_id": self.seat.actor.id,
                },
            )
        )

    def said_when_saved(self, saved: RecordSaved) -> str:  # noqa: ARG002
        """From when on."""
        return "The change is recorded. The limits begin anew with its month, and the chart says why."


class LimitsWithdrawn(_OfChart):
    """Takes the latest change back: the chart is then drawn as if it had not been recorded."""

    TITLE_TEXT = "Withdraw limits"
    DRAFT = "chart_withdrawn"

    def __init__(self, seat: Seat, subject: str) -> None:
        super().__init__(seat, subject)
        self._change = max(self.found(), key=lambda one: one.month.first, default=None)

    def may_record(self) -> bool:
        """Who answers for the figures, where there is something to withdraw."""
        return self._change is not None and super().may_record()

    def told(self) -> list[str]:
        """What is withdrawn."""
        assert self._change is not None, "there is a form only of a change"
        return [f"New limits from {month_words(self._change.month)}: {self._change.explanation}"]

    def make_form(self) -> Form:
        """Why."""
        return Form([_REASON], today=self.seat.today())

    def save(self, values: dict[str, Value]) -> None:
        """Hands it to the office."""
        assert self._change is not None, "there is a form only of a change"
        self.begin_saving()
        why = values.get("withdraw_reason")
        self.carry_out(
            Change(
                CHART_CHANGE,
                {"withdrawn_on": self.seat.today(), "withdraw_reason": why},
                self._change.key,
                seen=self._change.revision,
                reason=str(why or ""),
            )
        )

    def said_when_saved(self, saved: RecordSaved) -> str:  # noqa: ARG002
        """That it is withdrawn."""
        return "The new limits are withdrawn. What was recorded stays in the journal."
