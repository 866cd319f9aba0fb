"""The monthly reports of the whole organisation: intelligence (C1) and pattern review (C2), read, commented, signed."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.widgets import Static

from mentor_tui.calendar import Period
from mentor_tui.store.read import reports
from mentor_tui.store.read.audit import AuditMonth, Scope
from screens.audit import Audit
from screens.seat import Seat
from widgets.chrome import TitleLine
from widgets.safe import words


class Report(Audit):
    """A report of a month: worked and signed as the audit of a service is. `t` turns from C1 to C2."""

    TITLE_TEXT = "Monthly report"
    HELP_PAGE = "report"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("left", "month(-1)", "Month before", show=False, priority=True),
        Binding("t", "kind", "C1/C2", tooltip="Mentoring intelligence, or the pattern review"),
        Binding("v", "by_service", "Services", tooltip="The figures of the report, service by service"),
    ]

    def __init__(self, seat: Seat, kind: str = "", period: str | None = None) -> None:
        code, _, rest = kind.partition(" ")
        # A draft of a comment is known by its report and period.
        self.KIND = code or ("C2" if seat.actor.holds("hr_business_partner") else "C1")
        super().__init__(seat, None, rest or period)

    def find_scopes(self) -> list[Scope]:
        """The whole organisation, for those who read its figures."""
        return [reports.ALL] if reports.may_read(self.seat.reader) else []

    def about(self) -> str:
        """Which report."""
        return f"{self.KIND} {reports.TITLES[self.KIND]}"

    def body(self) -> ComposeResult:
        """As the audit's; nothing for who does not read the figures of all services."""
        if not self.find_scopes():
            yield Static(
                words("These reports are for those who read the figures of all services."), id="told"
            )
            return
        yield from super().body()

    def worked_out(self, scope: Scope, period: Period) -> AuditMonth:  # noqa: ARG002
        """The report."""
        return reports.report(self.seat.reader, self.KIND, period)

    @property
    def may_sign(self) -> bool:
        """Whether the person signs this report."""
        return reports.may_sign(self.seat.reader, self.KIND)

    def why_not_signed(self, scope: Scope) -> str:  # noqa: ARG002
        """Whose signature it is."""
        return "" if self.may_sign else f"The {reports.SIGNED_BY[self.KIND]} signs this report."

    def action_kind(self) -> None:
        """The other report of the month."""
        self.KIND = "C2" if self.KIND == "C1" else "C1"
        self._month = None
        self.query_one(TitleLine).service = self.about()
        self.renew()

    def action_by_service(self) -> None:
        """The figures that the report rests on, service by service."""
        from screens.by_service import ByService

        if self.find_scopes():
            self.app.push_screen(ByService(self.seat, self.KIND, self._period))

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """There is one organisation."""
        return action != "service" and super().check_action(action, parameters)
