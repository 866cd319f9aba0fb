"""Acknowledging an escalation: who, when, and what will be done (rules.md). It hides nothing."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.widgets import Static

from mentor_tui.declare import Value
from mentor_tui.office import Change
from mentor_tui.records import ACKNOWLEDGEMENT
from mentor_tui.rules.escalations import TO
from mentor_tui.rules.wording import SENTENCE, SHORT
from screens.form_place import FormPlace
from screens.place import RecordSaved
from screens.seat import Seat
from widgets.form import Form
from widgets.safe import lines, words


class EscalationEntry(FormPlace):
    """What will be done about one escalation, by its reference."""

    TITLE_TEXT = "Acknowledge"
    HELP_PAGE = "escalations"
    DRAFT = "escalation"
    DEFAULT_CSS = """
    EscalationEntry #about { height: auto; padding: 1 2; background: $surface; }
    """

    def __init__(self, seat: Seat, reference: str) -> None:
        super().__init__(seat, reference)
        self._code = reference.partition("@")[0]

    def about(self) -> str:
        """Which one."""
        return f"{self._code} {SHORT.get(self._code, '')}"

    def may_record(self) -> bool:
        """Whoever is in the chain of such an escalation, or stands in for one; the office looks closer."""
        chain = {*TO.get(self._code, ()), *(("registered_manager",) if self._code in ("E1", "E2") else ())}
        return bool(chain & set(self.seat.actor.roles))

    def body(self) -> ComposeResult:
        """What it is, the form."""
        yield Static(
            lines(
                words((SENTENCE.get(self._code, ""), "strong")),
                words(
                    (
                        "Acknowledging says that you have seen it and what will be done. "
                        "It is listed until its cause is gone too.",
                        "quiet",
                    )
                ),
            ),
            id="about",
        )
        yield from super().body()

    def make_form(self) -> Form:
        """One question."""
        return Form([ACKNOWLEDGEMENT["will_do"]], today=self.seat.today())

    def save(self, values: dict[str, Value]) -> None:
        """Hands it to the office, in one's own name, today."""
        self.begin_saving()
        self.carry_out(
            Change(
                ACKNOWLEDGEMENT,
                {
                    "reference": self.subject,
                    "acknowledged_on": self.seat.today(),
                    "acknowledged_by_id": self.seat.actor.id,
                    "will_do": values.get("will_do"),
                },
            )
        )

    def said_when_saved(self, saved: RecordSaved) -> str:  # noqa: ARG002
        """That it is acknowledged, and how long it is listed."""
        return "Acknowledged. It is listed for as long as its cause is there."
