"""The review of a pairing (records.md, A3): its computed evidence beside the fields, and what follows from it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any, Final

from textual import events
from textual.app import ComposeResult
from textual.containers import Container, VerticalScroll
from textual.content import Content
from textual.widgets import Static

from mentor_tui.dates import in_full, short
from mentor_tui.declare import Field, Value, YesNo
from mentor_tui.office import Change
from mentor_tui.programmes import INFORMAL
from mentor_tui.records import ACTION, REVIEW
from mentor_tui.store.read import reviews, risk
from mentor_tui.store.read.reviews import ReviewBasis, ReviewEvidence
from mentor_tui.store.read.session_entry import Standing
from mentor_tui.store.read.todo import Opens
from screens.form_place import REASON, FormPlace
from screens.openers import opened
from screens.place import RecordSaved
from screens.review_words import evidence_lines, hung
from screens.seat import Seat
from widgets.confirm import Confirm
from widgets.form import Form
from widgets.safe import Part, lines, words

_WIDE: Final = 110

_COMPUTED: Final = ("sessions_completed", "training_percent", "practice_score")

_SOURCES: Final = {
    "sessions_completed": "from the sessions recorded",
    "training_percent": "from the training register",
    "practice_score": "from the observations register",
}
_NO_SOURCE: Final = {
    "training_percent": "no mandatory course on the register",
    "practice_score": "no practice was observed yet",
}

CONFIRM: Final = Field(
    "confirm",
    YesNo(),
    "Confirm these actions",
    "Yes confirms the actions listed as agreed at sessions. Leave it blank to decide later.",
)

#: a label that has its line on a small screen too
_ASKED: Final = {
    "training_percent": replace(REVIEW["training_percent"], label="Mandatory training, %"),
}


class ReviewEntry(FormPlace):
    """A new review of a pairing, or (with `review_key`) the correction of one that was made."""

    TITLE_TEXT = "Review"
    HELP_PAGE = "review_entry"
    DRAFT = "review"
    DEFAULT_CSS = """
    ReviewEntry {
        & #both { height: 1fr; layout: vertical; }
        & #known { height: auto; max-height: 11; padding: 0 1; background: $surface; }
        & #evidence { height: auto; }
        & Form { height: 1fr; }
        & .follows { height: auto; margin: 0 1 0 2; color: $text-warning; }
        &.-wide {
            & #both { layout: horizontal; }
            & #known { width: 50; height: 1fr; max-height: 100%; padding: 1 2; }
            & Form { width: 1fr; padding: 1 0 0 0; }
        }
    }
    """

    def __init__(self, seat: Seat, pairing_key: str, review_key: str = "") -> None:
        super().__init__(seat, review_key or pairing_key)
        self.pairing_key = pairing_key
        self.review_key = review_key
        self._basis: ReviewBasis | None = reviews.basis(seat.reader, pairing_key)
        if review_key:
            self.standing = self.fresh()
        self._known: ReviewEvidence | None = None
        self._follows = Static(classes="follows")

    def fresh(self) -> Standing | None:
        """The review that is being corrected, as it stands now."""
        return self.stands(REVIEW, self.review_key, self.pairing_key)

    def may_record(self) -> bool:
        """The line manager, or the registered manager of the service; of a correction, while it is there."""
        if self._basis is None or not self._basis.may_write:
            return False
        return not self.review_key or self.standing is not None

    def about(self) -> str:
        """Whose review it is."""
        return self._basis.head.mentee if self._basis else ""

    # The form

    def body(self) -> ComposeResult:
        """The evidence beside the form."""
        if not self.may_record() or self._basis is None:
            yield Static(words(self._why_not()), classes="form-place--note")
            return
        yield Static(id="drafted")
        with Container(id="both"):
            with VerticalScroll(id="known", can_focus=False):
                yield Static(id="evidence")
            yield self.make_form()

    def make_form(self) -> Form:
        """What the registers say today is filled in; a review that was made shows as it stands."""
        assert self._basis is not None, "there is no form without a pairing"
        today = self.seat.today()
        reviewed_on = self.standing.values["reviewed_on"] if self.standing else today
        self._known = reviews.evidence(self.seat.reader, self._basis.head, reviewed_on)
        fields = [_ASKED.get(field.name, field) for field in REVIEW.asked]
        if self.standing is not None:
            values, sources = dict(self.standing.values), {}
            fields.append(REASON)
        else:
            values = {"reviewed_on": reviewed_on, **self._known.computed}
            sources = {name: self._source(name) for name in _COMPUTED} | {"reviewed_on": "today"}
            if self._unconfirmed():
                fields.append(CONFIRM)
        return Form(fields, today=today, values=values, sources=sources, below=[self._follows])

    def _why_not(self) -> str:
        if self._basis is None:
            return "This pairing is not among those that you may see. Esc goes back."
        if self._basis.may_write:
            return "This review is not in the database any more. Esc goes back."
        return (
            f"The review of {self._basis.head.mentee} is written by the line manager"
            + (f", {self._basis.head.manager}," if self._basis.head.manager else "")
            + " or the registered manager of the service. Esc goes back."
        )

    def _source(self, name: str) -> str:
        assert self._known is not None
        return _SOURCES[name] if self._known.computed[name] is not None else _NO_SOURCE[name]

    def _unconfirmed(self) -> list[reviews.Proposed]:
        return [one for one in self._basis.actions if one.unconfirmed] if self._basis else []

    def on_mount(self) -> None:
        """The evidence, and the side on which it stands."""
        self.set_class(self.app.size.width >= _WIDE, "-wide")
        self._tell()

    def on_resize(self, event: events.Resize) -> None:
        """Beside the form where there is room, above it where there is not."""
        self.set_class(event.size.width >= _WIDE, "-wide")
        self._tell()

    # What is known, and what follows

    def _tell(self) -> None:
        if self._known is None or self._basis is None:
            return
        wide = self.has_class("-wide")
        width = 46 if wide else self.app.size.width - 2
        rows = evidence_lines(self._known, self.seat.today(), width=width, whole=wide)
        rows += self._action_lines(width, wide)
        if wide:
            rows = [words((f"What is known on {short(self._known.on)}", "strong")), words(""), *rows]
        self.query_one("#evidence", Static).update(lines(*rows))
        self._follows.update(lines(*(words(one) for one in self._following())))

    def _action_lines(self, width: int, whole: bool) -> list[Content]:
        assert self._basis is not None
        if not self._basis.actions:
            return hung("Actions", [("none open", "quiet")], width)
        overdue = sum(one.review_on < self.seat.today() for one in self._basis.actions)
        parts: list[Part] = [(f"{len(self._basis.actions)} open", "strong")]
        if overdue:
            parts.append((f", {overdue} past the review date", "warning"))
        found = hung("Actions", parts, width)
        waiting = self._unconfirmed() if not self.review_key else []
        shown = waiting if whole else waiting[:2]
        for one in shown:
            found += hung("", [("to confirm: ", "quiet"), one.action, (f" ({one.owner})", "quiet")], width)
        if len(waiting) > len(shown):
            found += hung("", [(f"and {len(waiting) - len(shown)} more to confirm", "quiet")], width)
        return found

    def changed(self) -> None:
        """Another date means other evidence; what was filled in from it goes with it, what was typed stays."""
        if self._known is None or self._basis is None:
            return
        reviewed_on = self.form.value("reviewed_on")
        if isinstance(reviewed_on, date) and reviewed_on != self._known.on and self.standing is None:
            before = self._known.computed
            self._known = reviews.evidence(self.seat.reader, self._basis.head, reviewed_on)
            for name in _COMPUTED:
                if self.form.value(name) == before[name]:
                    self.form.put(name, self._known.computed[name], self._source(name))
        self._tell()

    def _following(self) -> list[str]:
        """What follows from what stands in the form, in sentences."""
        assert self._basis is not None
        assert self._known is not None
        found = [self._week_four(self._known.on)]
        differing = [
            REVIEW[name].label.lower()
            for name in _COMPUTED
            if self.standing is None
            and self._known.computed[name] is not None
            and self.form.value(name) != self._known.computed[name]
        ]
        if differing and not self.form.value("comment"):
            found.append(f"You changed {' and '.join(differing)}: say why in the comment.")
        if self.form.value("outcome") == "targeted_support":
            due = reviews.plan_due(self.seat.reader, self._basis.head, self._known.on)
            found.append(
                f"A targeted support plan is then due by {in_full(due)}, three working days after the review. "
                "The registered manager writes it."
            )
        return [one for one in found if one]

    def _week_four(self, on: date) -> str:
        assert self._basis is not None
        basis, due = self._basis, short(self._basis.week_four_due)
        if basis.head.programme == INFORMAL or self.review_key:
            return ""
        if basis.answered_on is not None:
            return f"Week four was reviewed on {short(basis.answered_on)}. This is a later review."
        if on < basis.week_four_from:
            return f"Before {short(basis.week_four_from)} a review does not count as the week-four review (due {due})."
        if on <= basis.week_four_due:
            return f"It counts as the week-four review, in time: due {due}."
        return f"The week-four review was due on {due}. This one counts as late."

    # Saving

    def save(self, values: dict[str, Value]) -> None:
        """The review, and the actions that are confirmed with it."""
        self.begin_saving()
        if self.standing is not None:
            reason = str(values.pop("reason", None) or "")
            change = Change(REVIEW, self.altered(values), self.review_key, self.standing.revision, reason)
            self.carry_out(change)
            return
        confirmed = values.pop("confirm", None)
        made: dict[str, Any] = {**values, "pairing_id": self.pairing_key, "reviewer_id": self.seat.actor.id}
        changes = [Change(REVIEW, made)]
        if confirmed:
            changes += [
                Change(ACTION, {"confirmed_on": self.seat.today()}, one.key, one.revision)
                for one in self._unconfirmed()
            ]
        self.carry_out(*changes)

    def on_record_saved(self, message: RecordSaved) -> None:
        """A review that says targeted support leads whoever writes the plan to it, if they like.

        The base, which says what was saved and goes back, is called next.
        """
        basis = self._basis
        if basis is None or self.form.value("outcome") != "targeted_support" or not message.saved.added:
            return
        if not risk.may_record(self.seat.reader, "case", basis.head.mentee_key):
            return
        app, seat = self.app, self.seat

        def answered(now: bool | None) -> None:
            if now:
                app.push_screen(opened(seat, Opens("case_entry", (basis.head.mentee_key,))))

        app.call_later(
            app.push_screen,
            Confirm(
                "Write the support plan now?",
                f"The review says that {basis.head.mentee} needs targeted support. You write the plan, in three "
                "working days. It is on your list under Today until then.",
                yes="Write it now",
                no="Later",
            ),
            answered,
        )

    def said_when_saved(self, saved: RecordSaved) -> str:
        """What the review counts as, and what follows."""
        assert self._basis is not None
        if self.review_key and not saved.saved.changed:
            return "Nothing was changed."
        who = self._basis.head.mentee
        said = [f"The review of {who} is {'corrected' if self.review_key else 'saved'}.", *self._following()]
        confirmed = len(saved.saved.ids) - 1
        if confirmed:
            said.append(f"{confirmed} {'action is' if confirmed == 1 else 'actions are'} confirmed.")
        return " ".join(said)
