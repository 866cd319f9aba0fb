"""The review of a pairing (records.md, A3): its computed evidence beside the fields, and what follows from it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from textual import events
from textual.app import ComposeResult
from textual.containers import Container, VerticalScroll
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Static

from mentor_tui.dates import short
from mentor_tui.forms.review import ReviewPaper
from screens.paper_place import PaperPlace
from screens.review_words import evidence_lines, hung
from screens.seat import Seat
from widgets.safe import lines, words

_WIDE: Final = 110


class ReviewEntry(PaperPlace):
    """A new review of a pairing, or (with `review_key`) the correction of one that was made."""

    TITLE_TEXT = ReviewPaper.TITLE
    HELP_PAGE = ReviewPaper.HELP
    DRAFT = ReviewPaper.DRAFT
    DEFAULT_CSS = """
    ReviewEntry {
        & #both { height: 1fr; layout: vertical; }
        & #known { height: auto; max-height: 11; padding: 0 1; background: $surface; }
        & #evidence { height: auto; }
        & Form { height: 1fr; }
        & .follows { color: $text-warning; }
        &.-wide {
            & #both { layout: horizontal; }
            & #known { width: 50; height: 1fr; max-height: 100%; padding: 1 2; }
            & Form { width: 1fr; padding: 1 0 0 0; }
        }
    }
    """

    def __init__(self, seat: Seat, pairing_key: str, review_key: str = "") -> None:
        self._review = ReviewPaper(seat, pairing_key, review_key)
        super().__init__(seat, self._review)

    def body(self) -> ComposeResult:
        """The evidence beside the form."""
        if not self.may_record():
            yield from super().body()
            return
        yield Static(id="drafted")
        with Container(id="both"):
            with VerticalScroll(id="known", can_focus=False):
                yield Static(id="evidence")
            yield self.make_form()

    def above(self) -> Sequence[Widget]:
        """Nothing: the evidence has a place of its own."""
        return ()

    def on_mount(self) -> None:
        """The evidence, and the side on which it stands."""
        self.set_class(self.app.size.width >= _WIDE, "-wide")
        self.show_told()

    def on_resize(self, event: events.Resize) -> None:
        """Beside the form where there is room, above it where there is not."""
        self.set_class(event.size.width >= _WIDE, "-wide")
        self.show_told()

    def show_told(self) -> None:
        """The evidence as wide as there is room, and what follows."""
        known = self._review.known
        if known is None:
            return
        wide = self.has_class("-wide")
        width = 46 if wide else self.app.size.width - 2
        rows = evidence_lines(known, self.seat.today(), width=width, whole=wide)
        rows += self._action_lines(width, wide)
        if wide:
            rows = [words((f"What is known on {short(known.on)}", "strong")), words(""), *rows]
        self.query_one("#evidence", Static).update(lines(*rows))
        super().show_told()

    def _action_lines(self, width: int, whole: bool) -> list[Content]:
        found = hung("Actions", self._review.actions_said(), width)
        waiting = self._review.unconfirmed() if not self._review.review_key else []
        shown = waiting if whole else waiting[:2]
        for one in shown:
            found += hung("", [("to confirm: ", "quiet"), one.action, (f" ({one.owner})", "quiet")], width)
        if len(waiting) > len(shown):
            found += hung("", [(f"and {len(waiting) - len(shown)} more to confirm", "quiet")], width)
        return found
