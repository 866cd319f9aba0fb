"""Signing a month (records.md, A5): the comment, what signing does in words, and the signature."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from textual.app import ComposeResult
from textual.widgets import Static

from mentor_tui.dates import short
from mentor_tui.declare import Field, Text, Value
from mentor_tui.office import Change, Refused
from mentor_tui.records import AUDIT
from mentor_tui.store.problems import StoreProblem
from mentor_tui.store.read import audit, reports
from mentor_tui.store.read.audit import AuditMonth
from screens.chart_panel import month_words, period_in_full
from screens.form_place import FormPlace
from screens.place import RecordSaved, SaveRefused
from screens.seat import Seat
from widgets.confirm import Confirm
from widgets.figure import TOO_EARLY, figure_parts, figure_text
from widgets.form import Form
from widgets.safe import lines, words

_LABEL: Final = 28


_WHY: Final = Field(
    "reason",
    Text(400),
    "Why not as proposed",
    "Needed only where another status is recorded than the rules propose.",
)


#: by what is signed: the heading, what the comment is called, and what it should say (records.md)
_ASKED: Final = {
    "A5": ("Sign the audit", "Comment", "What the figures say, and what will be done."),
    "C1": (
        "Sign the intelligence",
        "Data-quality comment",
        "How far the figures can be relied on; what is missing.",
    ),
    "C2": (
        "Sign the review",
        "Reading of the pattern",
        "Where it is weak, why, and what you suggest.",
    ),
    "C5": (
        "Sign the assurance",
        "Assurance comment",
        "What the board can be sure of, and what not yet.",
    ),
}


def comment_of(kind: str) -> Field:
    """The comment that goes with a signature: nothing is signed without it."""
    _, label, hint = _ASKED[kind]
    return replace(AUDIT["comment"], label=label, hint=hint, required=True)


def subject_of(month: AuditMonth) -> str:
    """What tells the draft of one comment from another: the service (or the report) and the period."""
    return f"{month.scope.key or month.kind} {month.period.code}"


class Sign(FormPlace):
    """The comment on a month of one service, and its signature. Asked twice, because it cannot be undone."""

    TITLE_TEXT = "Sign the audit"
    HELP_PAGE = "sign"
    DRAFT = "audit"
    DEFAULT_CSS = """
    Sign #figures { height: auto; padding: 1 2; background: $surface; }
    """

    def __init__(self, seat: Seat, month: AuditMonth) -> None:
        super().__init__(seat, subject_of(month))
        self._month = month

    def titled(self) -> str:
        """What is signed."""
        return _ASKED[self._month.kind][0]

    def about(self) -> str:
        """The service and the month."""
        return f"{self._month.scope.name}, {period_in_full(self._month.period)}"

    def body(self) -> ComposeResult:
        """The figures that are signed, the form."""
        month = self._month
        first = "The three things that are audited" if month.kind == "A5" else "What this report rests on"
        rows = [words((first, "strong"))]
        than = month_words(month.period.previous())
        for line in self._month.lines:
            if heading := month.headlines.get(line.measure.key):
                good = line.measure.good if line.measure.good != "neither" else ""
                before = None if figure_text(line.before) == TOO_EARLY else line.before
                parts = figure_parts(line.now, before, better=good, than=than)
                rows.append(words(f"{heading:<{_LABEL}} ", *parts))
        others = len(self._month.lines) - len(month.headlines)
        rows.append(
            words((f"and {others} further figures, with the references of the records behind them.", "quiet"))
        )
        yield Static(lines(*rows), id="figures")
        yield from super().body()

    def make_form(self) -> Form:
        """The comment; for the board the escalation status too, as the rules propose it."""
        fields, proposed = [comment_of(self._month.kind)], reports.proposed_status(self._month)
        if not proposed:
            return Form(fields, today=self.seat.today())
        return Form(
            [AUDIT["board_escalation_status"], _WHY, *fields],
            today=self.seat.today(),
            values={"board_escalation_status": proposed},
            sources={"board_escalation_status": "proposed by rule"},
        )

    # Signing

    def save(self, values: dict[str, Value]) -> None:
        """Asks once more, in words; then freezes the figures beside the screen and hands them to the office."""
        name = period_in_full(self._month.period)

        def answered(yes: bool | None) -> None:
            if yes:
                self._sign(values)

        self.app.push_screen(
            Confirm(
                f"Sign {name} of {self._month.scope.name}?",
                "Signing keeps the figures as they are known today, with the references of the "
                "records behind them, your comment, your name and the date. It cannot be undone or changed. "
                "What is recorded later is shown beside what you signed; it never replaces it.",
                yes=f"Sign {name}",
            ),
            answered,
        )

    def _sign(self, values: dict[str, Value]) -> None:
        self.begin_saving()
        seat, month = self.seat, self._month

        def work() -> None:
            try:
                if month.kind == "A5":
                    frozen = audit.frozen_now(seat.reader, month.scope, month.period)
                else:
                    frozen = reports.frozen_now(seat.reader, month.period)
                status = values.get("board_escalation_status")
                change = Change(
                    AUDIT,
                    {
                        "kind": month.kind,
                        "period": month.period.code,
                        "service_id": month.scope.key or None,
                        "signed_on": seat.today(),
                        "signed_by_id": seat.actor.id,
                        "comment": values.get("comment") or None,
                        "figures": frozen,
                        **({"board_escalation_status": status} if month.kind == "C5" else {}),
                    },
                    reason=str(values.get("reason") or ""),
                )
                saved = seat.office.save(seat.actor, change)
            except (Refused, StoreProblem) as refusal:
                self.post_message(SaveRefused(refusal, ""))
            else:
                self.post_message(RecordSaved(saved, ""))
            finally:
                seat.store.close()  # this thread's connection; the screen's own stays open

        self.run_worker(work, thread=True, group="office")

    def said_when_saved(self, saved: RecordSaved) -> str:  # noqa: ARG002
        """What was signed."""
        name = period_in_full(self._month.period)
        return f"{name} of {self._month.scope.name} is signed, {short(self.seat.today())}."
