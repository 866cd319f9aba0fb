"""A signed month: who signed it, what they wrote, and what has come or changed behind its figures since."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Static

from mentor_tui.dates import short
from mentor_tui.store.read import reports
from mentor_tui.store.read.audit import AuditMonth
from screens.audit_words import difference
from screens.chart_panel import period_in_full
from screens.place import Place
from screens.seat import Seat
from widgets.figure import figure_text
from widgets.safe import lines, words


class SignedAudit(Place):
    """What was signed, beside what is known now."""

    TITLE_TEXT = "Signed audit"
    HELP_PAGE = "signed_audit"
    DEFAULT_CSS = """
    SignedAudit VerticalScroll { height: 1fr; padding: 1 2; }
    """

    def __init__(self, seat: Seat, month: AuditMonth) -> None:
        super().__init__(seat)
        self._month = month

    def titled(self) -> str:
        """What was signed."""
        return {"A5": self.TITLE_TEXT, "C5": "Signed assurance"}.get(self._month.kind, "Signed report")

    def about(self) -> str:
        """The service and the month."""
        return f"{self._month.scope.name}, {period_in_full(self._month.period)}"

    def body(self) -> ComposeResult:
        """The text, which scrolls."""
        with VerticalScroll():
            yield Static(lines(*self._told()), id="told")

    def on_mount(self) -> None:
        """The text can be scrolled at once."""
        self.query_one(VerticalScroll).focus()

    def _told(self) -> list[Content]:
        month, signature = self._month, self._month.signature
        if signature is None:
            return [words("Nobody has signed this yet.")]
        by = f" by {signature.by}" if signature.by else ""
        rows = [
            words((f"Signed on {short(signature.signed_on)}{by}", "strong")),
            words(signature.comment or "No comment was written."),
            *([words(f"Board escalation status recorded: {signature.status}.")] if signature.status else []),
            words(""),
        ]
        if not signature.readable:
            rows.append(
                words(("The signature holds no figures that can be read; today's are shown.", "warning"))
            )
            return rows
        moved = reports.moved(self.seat.reader, month)
        if not month.differing and not moved:
            rows.append(words(("Every figure is what was signed, and rests on the same records.", "good")))
            return rows
        rows.append(words((f"What is known on {short(month.as_at)} differs", "strong")))
        for line in month.differing:
            assert line.difference is not None
            then = figure_text(line.signed) if line.signed is not None else "not signed"
            rows += [
                words(""),
                words((line.measure.label, "strong")),
                words(f"signed {then}, now {figure_text(line.now)}"),
                words(*difference(line.difference)),
            ]
        for one in moved:
            rows += [
                words(""),
                words((f"{one.service}: {one.measure.label}", "strong")),
                words(f"signed {figure_text(one.signed)}, now {figure_text(one.now)}"),
            ]
        return rows
