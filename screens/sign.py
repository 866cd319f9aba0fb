"""Signing a month (records.md, A5): the comment, what signing does in words, and the signature."""

from __future__ import annotations

from typing import Final

from textual.app import ComposeResult
from textual.widgets import Static

from mentor_tui.dates import month_and_year, short
from mentor_tui.declare import Value
from mentor_tui.office import Change, Refused
from mentor_tui.records import AUDIT
from mentor_tui.store.problems import StoreProblem
from mentor_tui.store.read import audit
from mentor_tui.store.read.audit import AUDITED, AuditMonth
from screens.form_place import FormPlace
from screens.place import RecordSaved, SaveRefused
from screens.seat import Seat
from widgets.confirm import Confirm
from widgets.figure import TOO_EARLY, figure_parts, figure_text
from widgets.form import Form
from widgets.safe import lines, words

_LABEL: Final = 22


class Sign(FormPlace):
    """The comment on a month of one service, and its signature. Asked twice, because it cannot be undone."""

    TITLE_TEXT = "Sign the audit"
    HELP_PAGE = "sign"
    DRAFT = "audit"
    DEFAULT_CSS = """
    Sign #figures { height: auto; padding: 1 2; background: $surface; }
    """

    def __init__(self, seat: Seat, month: AuditMonth) -> None:
        super().__init__(seat, f"{month.scope.key} {month.period.code}")
        self._month = month
        self._signing = False

    def about(self) -> str:
        """The service and the month."""
        return f"{self._month.scope.name}, {month_and_year(self._month.period.first)}"

    def body(self) -> ComposeResult:
        """The figures that are signed, the form."""
        rows = [words(("The three things that are audited", "strong"))]
        for line in self._month.lines:
            if heading := AUDITED.get(line.measure.key):
                good = line.measure.good if line.measure.good != "neither" else ""
                before = None if figure_text(line.before) == TOO_EARLY else line.before
                parts = figure_parts(line.now, before, better=good, than="the month before")
                rows.append(words(f"{heading:<{_LABEL}}", *parts))
        others = len(self._month.lines) - len(AUDITED)
        rows.append(
            words((f"and {others} further figures, with the references of the records behind them.", "quiet"))
        )
        yield Static(lines(*rows), id="figures")
        yield from super().body()

    def make_form(self) -> Form:
        """The comment alone."""
        return Form([AUDIT["comment"]], today=self.seat.today())

    # Signing

    def save(self, values: dict[str, Value]) -> None:
        """Asks once more, in words; then freezes the figures beside the screen and hands them to the office."""
        comment = values.get("comment")
        name = month_and_year(self._month.period.first)
        if not comment:
            self._sign("")  # the office says what is missing
            return

        def answered(yes: bool | None) -> None:
            if yes:
                self._sign(str(comment))

        self.app.push_screen(
            Confirm(
                f"Sign {name} of {self._month.scope.name}?",
                "Signing keeps the figures of the month as they are known today, with the references of the "
                "records behind them, your comment, your name and the date. It cannot be undone or changed. "
                "What is recorded later is shown beside what you signed; it never replaces it.",
                yes=f"Sign {name}",
            ),
            answered,
        )

    def _sign(self, comment: str) -> None:
        self.begin_saving()
        seat, month = self.seat, self._month

        def work() -> None:
            try:
                change = Change(
                    AUDIT,
                    {
                        "kind": "A5",
                        "period": month.period.code,
                        "service_id": month.scope.key,
                        "signed_on": seat.today(),
                        "signed_by_id": seat.actor.id,
                        "comment": comment or None,
                        "figures": audit.frozen_now(seat.reader, month.scope, month.period),
                    },
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
        name = month_and_year(self._month.period.first)
        return f"{name} of {self._month.scope.name} is signed, {short(self.seat.today())}."
