"""Session entry: the A2 form, opening with what was left open last time. Under a minute from Today to saved."""

from __future__ import annotations

from typing import ClassVar

from textual.binding import Binding, BindingType

from mentor_tui.forms.agreed import MENTEES
from mentor_tui.forms.session import SessionPaper
from mentor_tui.records import SESSION
from screens.handed_over import HandedOver
from screens.paper_place import PaperPlace
from screens.seat import Seat


class SessionEntry(PaperPlace):
    """A new session, or with `session_key` the correction of one."""

    TITLE_TEXT = SessionPaper.TITLE
    HELP_PAGE = SessionPaper.HELP
    DRAFT = SessionPaper.DRAFT
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+t", "hand_over", "To the mentee", tooltip="Let the mentee give score and reflection"),
    ]

    def __init__(self, seat: Seat, pairing_key: str, session_key: str = "") -> None:
        self._session = SessionPaper(seat, pairing_key, session_key)
        super().__init__(seat, self._session)

    # The mentee's turn

    def action_hand_over(self) -> None:
        """The mentee gives score and reflection alone, and hands the keyboard back."""
        if self._session.basis is None or not self.may_record():
            return
        head = self._session.basis.head
        form = self.form
        form.flush()
        begun = {name: text for name, text in form.typed().items() if name in MENTEES}

        def handed_back(typed: dict[str, str] | None) -> None:
            form.restore(typed or {})
            form.flush()
            form.go_to("top_support_issue")

        fields = [SESSION[name] for name in MENTEES]
        screen = HandedOver(head.mentee, head.mentor, fields, self.seat.today(), begun)
        screen.on_typed = lambda typed: self.seat.drafting.note(
            self.DRAFT, self.subject, {**form.typed(), **typed}
        )
        self.app.push_screen(screen, handed_back)
