"""Allocation: a mentor for a new starter (records.md, A1), the mentors beside the form, best fit first and why."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import ClassVar, Final

from textual import on
from textual.app import ComposeResult
from textual.containers import Container, Vertical
from textual.content import Content
from textual.widgets import Static

from mentor_tui.answers import Option
from mentor_tui.dates import day_and_month, short
from mentor_tui.declare import Field, Text, Value
from mentor_tui.office import Batch, Change
from mentor_tui.records import GOAL, PAIRING
from mentor_tui.records.new_starters import PROGRAMMES
from mentor_tui.rules.fit import Fit, rank
from mentor_tui.store.read.mentors import Starter, mentee_of, mentors, starters
from mentor_tui.store.read.slots import slots_of
from screens.form_place import FormPlace
from screens.place import RecordSaved
from screens.seat import Seat
from widgets.form import Form
from widgets.listing import Column, Listing, Row
from widgets.safe import Part, cell, lines, words

GOALS: Final = ("goal_1", "goal_2", "goal_3")

_RECENT: Final = timedelta(days=6)
"""A first working day so long ago still leaves the first session ahead."""


def mentor_option(fit: Fit) -> Option:
    """A mentor to be chosen: how many mentees now, what speaks against them, what for them."""
    said = f"{fit.load} mentees. {'. '.join((*fit.cautions, *fit.reasons))}"
    return Option(fit.mentor.key, fit.mentor.name, said.replace("..", "."))


class Allocation(FormPlace):
    """A new pairing. With `staff_key` the mentee is chosen already."""

    TITLE_TEXT = "Allocation"
    HELP_PAGE = "allocation"
    DRAFT = "allocation"
    NOT_YOURS: ClassVar[str] = "Mentors are allocated by the HR coordinator of a service. Esc goes back."
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (110, "-wide")]
    DEFAULT_CSS = """
    Allocation {
        & #both { height: 1fr; layout: vertical; }
        & Form { height: 12; }
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
        super().__init__(seat, staff_key)
        self._starters: dict[str, Starter] = {}
        self._fits: list[Fit] = []
        self._offered: date | None = None
        if self.may_record():
            self._starters = {one.key: one for one in starters(seat.reader)}
            self._mentors = mentors(seat.reader)

    def may_record(self) -> bool:
        """HR coordinators."""
        return self.seat.actor.holds("hr_coordinator")

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

    # The form

    def make_form(self) -> Form:
        """Whom, by whom, from when, and the goals to begin with."""
        chosen = self._starters.get(self.subject)
        goals = [
            Field(name, Text(500), label, GOAL["goal"].hint, share="sensitive")
            for name, label in zip(GOALS, ("Goal to begin with", "Goal 2", "Goal 3"), strict=True)
        ]
        fields = [
            PAIRING["mentee_id"],
            replace(
                PAIRING["mentor_id"], hint="Type a name, or take one from the list: best fit first, and why."
            ),
            PAIRING["started_on"],
            PAIRING["programme"],
            PAIRING["why_this_mentor"],
            *goals,
        ]
        values: dict[str, Value] = {"programme": "new_starter"}
        sources = {"programme": "the usual one for a new starter"}
        if chosen is not None:
            values["mentee_id"] = chosen.key
            start, source = self._start_for(chosen)
            values["started_on"], sources["started_on"] = start, source
            self._offered = start
        return Form(
            fields,
            today=self.seat.today(),
            values=values,
            sources=sources,
            options={
                "mentee_id": [self._starter_option(one) for one in self._starters.values()],
                "mentor_id": (),
            },
        )

    def _starter_option(self, one: Starter) -> Option:
        where = f"{one.job_role}, {one.service}"
        if one.waiting and one.employment_start:
            began = "starts" if one.employment_start > self.seat.today() else "started"
            return Option(
                one.key, one.name, f"waiting, {began} {day_and_month(one.employment_start)}. {where}"
            )
        labels = dict(PROGRAMMES)
        now = ", ".join(labels[programme].lower() for programme in one.programmes)
        return Option(one.key, one.name, f"{where}{f'. Has a pairing: {now}' if now else ''}")

    def _start_for(self, one: Starter) -> tuple[date, str]:
        """The first working day; today where that has long passed, so that no session is missed already."""
        today = self.seat.today()
        if one.waiting and one.due_on is not None:
            if one.due_on >= today - _RECENT:
                return one.due_on, "the first working day"
            return today, f"today; the first working day was {day_and_month(one.due_on)}"
        return today, "today"

    def _chosen(self) -> Starter | None:
        mentee = self.form.value("mentee_id")
        return self._starters.get(str(mentee)) if mentee else None

    def changed(self) -> None:
        """Another mentee or other goals: another order of mentors, another first day."""
        chosen = self._chosen()
        if chosen is None:
            self._fits = []
        else:
            wishes = " ".join(str(self.form.value(name) or "") for name in GOALS)
            self._fits = rank(mentee_of(chosen, wishes), self._mentors, self.seat.today())
            self._offer_start(chosen)
        self.form.offer("mentor_id", [mentor_option(fit) for fit in self._fits])
        if (mentor := self.form.typed()["mentor_id"]) in {fit.mentor.key for fit in self._fits}:
            self.form.restore({"mentor_id": mentor})  # a draft knows the key; now there is a name for it
        listing = self.query_one("#fits", Listing)
        listing.empty = (
            "No mentors yet. They are added under People and training (9)."
            if chosen
            else "Choose the mentee first: then the mentors are here, best fit first."
        )
        listing.show_rows([self._row(fit) for fit in self._fits], at=listing.key or None)
        self._say_why()

    def _offer_start(self, chosen: Starter) -> None:
        """The first day follows the mentee as long as nobody has typed another."""
        start, source = self._start_for(chosen)
        now = self.form.value("started_on")
        if start != self._offered and now in (None, self._offered):
            self._offered = start
            self.form.put("started_on", start, source)

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
        key = self.query_one("#fits", Listing).key
        fit = next((one for one in self._fits if one.mentor.key == key), None)
        self.query_one("#why", Static).update(self._why(fit) if fit else "")

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
        fit = next((one for one in self._fits if one.mentor.key == event.key), None)
        if fit is None:
            return
        self.form.put("mentor_id", event.key, fit.load)
        self.form.flush()
        self.form.go_to("why_this_mentor" if fit.cautions else "started_on")

    # Saving

    def save(self, values: dict[str, Value]) -> None:
        """The pairing and its first goals, in one."""
        pairing = {name: value for name, value in values.items() if name not in GOALS and value is not None}
        goals = [values[name] for name in GOALS if values.get(name)]

        def act(batch: Batch) -> None:
            key = batch.add(Change(PAIRING, pairing))
            for goal in goals:
                batch.add(Change(GOAL, {"pairing_id": key, "goal": goal, "set_on": pairing["started_on"]}))

        self.begin_saving()
        self.carry_out_together(act)

    def said_when_saved(self, saved: RecordSaved) -> str:
        """Who mentors whom from when, and when the first session is due."""
        key = saved.saved.ids[0]
        chosen = self._chosen()
        mentor = next(
            (fit.mentor.name for fit in self._fits if fit.mentor.key == self.form.value("mentor_id")), ""
        )
        slots = slots_of(self.seat.store, [key], self.seat.today())[key]
        first = f" {len(slots)} sessions, the first due {short(slots[0].due_on)}." if slots else ""
        start = self.form.value("started_on")
        begins = short(start) if isinstance(start, date) else ""
        return f"Saved: {mentor} mentors {chosen.name if chosen else ''} from {begins}.{first}"
