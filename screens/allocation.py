"""Allocation: a mentor for a new starter (records.md, A1), the mentors beside the form, best fit first and why."""

from __future__ import annotations

from collections.abc import Sequence

from textual import on
from textual.app import ComposeResult
from textual.containers import Container, Vertical
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Static

from mentor_tui.forms.allocation import AllocationPaper
from mentor_tui.rules.fit import Fit
from screens.paper_place import PaperPlace
from screens.seat import Seat
from widgets.listing import Column, Listing, Row
from widgets.safe import Part, cell, lines, words


class Allocation(PaperPlace):
    """A new pairing. With `staff_key` the mentee is chosen already."""

    TITLE_TEXT = AllocationPaper.TITLE
    HELP_PAGE = AllocationPaper.HELP
    DRAFT = AllocationPaper.DRAFT
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (110, "-wide")]
    VERTICAL_BREAKPOINTS = [(0, "-low"), (22, "-high")]
    DEFAULT_CSS = """
    Allocation {
        & #both { height: 1fr; layout: vertical; }
        & Form { height: 12; }
        &.-low Form { height: 9; }
        & #mentors { height: 1fr; border-top: solid $border-blurred; }
        & #mentors Listing { height: 1fr; min-height: 3; }
        & #why { height: 3; padding: 0 1; color: $text-muted; }
        &.-wide {
            & #both { layout: horizontal; }
            & Form { width: 1fr; height: 1fr; }
            & #mentors { width: 60; height: 1fr; border-top: none; border-left: solid $border-blurred; }
            & #why { height: 12; }
        }
    }
    """

    def __init__(self, seat: Seat, staff_key: str = "") -> None:
        self._allocation = AllocationPaper(seat, staff_key)
        super().__init__(seat, self._allocation)

    def about(self) -> str:
        """Nothing: the mentee stands in the form."""
        return ""

    def body(self) -> ComposeResult:
        """The form, and the mentors beside it or beneath."""
        if not self.may_record():
            yield from super().body()
            return
        yield Static(id="drafted")
        with Container(id="both"):
            yield self.make_form()
            with Vertical(id="mentors"):
                yield Listing(
                    [
                        Column("mentor", "Best fit first", 14, 3),
                        Column("load", "Mentees", 7),
                        Column("trained", "Trained", 7),
                        Column("role", "Job role", 12, 2),
                        Column("expertise", "Expertise", 12, 3),
                    ],
                    empty="No mentors yet. They are added under People and training (9).",
                    gap=1,
                    id="fits",
                )
                yield Static(id="why")

    def below(self) -> Sequence[Widget]:
        """Nothing: why a mentor needs a reason stands with the mentors."""
        return ()

    def changed(self) -> None:
        """Another mentee or other goals: another order of mentors."""
        super().changed()
        fits = self._allocation.fits
        if (mentor := self.form.typed()["mentor_id"]) in {fit.mentor.key for fit in fits}:
            self.form.restore({"mentor_id": mentor})  # a draft knows the key; now there is a name for it
        listing = self.query_one("#fits", Listing)
        listing.empty = (
            "No mentors yet. They are added under People and training (9)."
            if self._allocation.chosen
            else "Choose the mentee first: then the mentors are here, best fit first."
        )
        listing.show_rows([self._row(fit) for fit in fits], at=listing.key or None)
        self._say_why()

    def _row(self, fit: Fit) -> Row:
        mentor = fit.mentor
        trained = mentor.trained_on is not None and mentor.trained_on <= self.seat.today()
        name: Part = (mentor.name, "quiet") if fit.cautions else mentor.name
        return Row(
            mentor.key,
            (
                cell(name),
                fit.load,
                cell("yes" if trained else ("not yet", "warning")),
                mentor.job_role,
                ", ".join(mentor.expertise),
            ),
        )

    @on(Listing.Moved, "#fits")
    def _say_why(self) -> None:
        fit = self._marked()
        self.query_one("#why", Static).update(self._why(fit) if fit else "")

    def _marked(self) -> Fit | None:
        key = self.query_one("#fits", Listing).key
        return next((one for one in self._allocation.fits if one.mentor.key == key), None)

    @staticmethod
    def _why(fit: Fit) -> Content:
        mentor = fit.mentor
        rows = [words((mentor.name, "strong"), f": {'; '.join(fit.reasons) or 'nothing in particular'}.")]
        if fit.cautions:
            rows.append(words((f"Needs a reason. {' '.join(fit.cautions)}", "warning")))
        if mentor.expertise:
            rows.append(words(("Expertise: ", "quiet"), ", ".join(mentor.expertise)))
        return lines(*rows)

    @on(Listing.Selected, "#fits")
    def _take(self, event: Listing.Selected) -> None:
        """Enter takes the mentor into the form."""
        event.stop()
        fit = self._marked()
        if fit is None:
            return
        self.form.put("mentor_id", event.key, fit.load)
        self.form.flush()
        self.form.go_to("why_this_mentor" if fit.cautions else "started_on")
