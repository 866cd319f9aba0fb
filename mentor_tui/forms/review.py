"""The review of a pairing (records.md, A3): its computed evidence, and what follows from the outcome."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any, Final

from mentor_tui.dates import in_full, short
from mentor_tui.declare import Field, Value, YesNo
from mentor_tui.forms.paper import REASON, UNCHANGED, Asked, Next, Paper, Question, Sitting
from mentor_tui.forms.review_evidence import evidence_said
from mentor_tui.office import Batch, Change, Saved
from mentor_tui.programmes import INFORMAL
from mentor_tui.records import ACTION, REVIEW
from mentor_tui.store.read import reviews, risk
from mentor_tui.store.read.reviews import ReviewBasis, ReviewEvidence
from mentor_tui.store.read.session_entry import Standing
from mentor_tui.store.read.todo import Opens
from mentor_tui.tones import Line

COMPUTED: Final = ("sessions_completed", "training_percent", "practice_score")

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


class ReviewPaper(Paper):
    """A new review of a pairing, or (with `review_key`) the correction of one that was made."""

    TITLE = "Review"
    DRAFT = "review"
    HELP = "review_entry"

    def __init__(self, seat: Sitting, pairing_key: str, review_key: str = "") -> None:
        super().__init__(seat, review_key or pairing_key)
        self.pairing_key = pairing_key
        self.review_key = review_key
        self.basis: ReviewBasis | None = reviews.basis(seat.reader, pairing_key)
        if review_key:
            self.standing = self.fresh()
        #: what is known on the day of the review
        self.known: ReviewEvidence | None = None

    def fresh(self) -> Standing | None:
        """The review that is being corrected, as it stands now."""
        return self.stands(REVIEW, self.review_key, self.pairing_key)

    def may_record(self) -> bool:
        """The line manager, or the registered manager of the service; of a correction, while it is there."""
        if self.basis is None or not self.basis.may_write:
            return False
        return not self.review_key or self.standing is not None

    def why_not(self) -> str:
        """Who writes it, or that it is not there."""
        if self.basis is None:
            return "This pairing is not among those that you may see."
        if self.basis.may_write:
            return "This review is not in the database any more."
        return (
            f"The review of {self.basis.head.mentee} is written by the line manager"
            + (f", {self.basis.head.manager}," if self.basis.head.manager else "")
            + " or the registered manager of the service."
        )

    def about(self) -> str:
        """Whose review it is."""
        return self.basis.head.mentee if self.basis else ""

    # The form

    def asked(self) -> Asked:
        """What the registers say today is filled in; a review that was made shows as it stands."""
        assert self.basis is not None, "there is no form without a pairing"
        reviewed_on = self.standing.values["reviewed_on"] if self.standing else self.seat.today()
        self.known = reviews.evidence(self.seat.reader, self.basis.head, reviewed_on)
        fields = [_ASKED.get(field.name, field) for field in REVIEW.asked]
        if self.standing is not None:
            return Asked([*fields, REASON], dict(self.standing.values))
        values = {"reviewed_on": reviewed_on, **self.known.computed}
        sources = {name: self._source(name) for name in COMPUTED} | {"reviewed_on": "today"}
        if self.unconfirmed():
            fields.append(CONFIRM)
        return Asked(fields, values, sources)

    def _source(self, name: str) -> str:
        assert self.known is not None
        return _SOURCES[name] if self.known.computed[name] is not None else _NO_SOURCE[name]

    def unconfirmed(self) -> list[reviews.Proposed]:
        """The actions agreed at sessions that no manager has confirmed yet."""
        return [one for one in self.basis.actions if one.unconfirmed] if self.basis else []

    # What is known, and what follows

    def told(self) -> list[Line]:
        """The evidence and the actions, one after another."""
        if self.known is None or self.basis is None:
            return []
        rows: list[Line] = [[(f"What is known on {short(self.known.on)}", "strong")]]
        for label, parts in evidence_said(self.known, self.seat.today(), whole=True):
            rows.append([(f"{label}: ", "quiet"), *parts] if label else parts)
        rows.append([("Actions: ", "quiet"), *self.actions_said()])
        waiting = self.unconfirmed() if not self.review_key else []
        rows += [[("to confirm: ", "quiet"), one.action, (f" ({one.owner})", "quiet")] for one in waiting]
        return rows

    def actions_said(self) -> Line:
        """How many actions are open and how many of them past their review date."""
        assert self.basis is not None
        if not self.basis.actions:
            return [("none open", "quiet")]
        overdue = sum(one.review_on < self.seat.today() for one in self.basis.actions)
        parts: Line = [(f"{len(self.basis.actions)} open", "strong")]
        if overdue:
            parts.append((f", {overdue} past the review date", "warning"))
        return parts

    def changed(self) -> None:
        """Another date means other evidence; what was filled in from it goes with it, what was typed stays."""
        if self.known is None or self.basis is None:
            return
        reviewed_on = self.sheet.value("reviewed_on")
        if isinstance(reviewed_on, date) and reviewed_on != self.known.on and self.standing is None:
            before = self.known.computed
            self.known = reviews.evidence(self.seat.reader, self.basis.head, reviewed_on)
            for name in COMPUTED:
                if self.sheet.value(name) == before[name]:
                    self.sheet.put(name, self.known.computed[name], self._source(name))

    def follows(self) -> list[Line]:
        """What follows from the answers, in sentences."""
        return [[one] for one in self._following()]

    def _following(self) -> list[str]:
        assert self.basis is not None
        assert self.known is not None
        found = [self._week_four(self.known.on)]
        differing = [
            REVIEW[name].label.lower()
            for name in COMPUTED
            if self.standing is None
            and self.known.computed[name] is not None
            and self.sheet.value(name) != self.known.computed[name]
        ]
        if differing and not self.sheet.value("comment"):
            found.append(f"You changed {' and '.join(differing)}: say why in the comment.")
        if self.sheet.value("outcome") == "targeted_support":
            due = reviews.plan_due(self.seat.reader, self.basis.head, self.known.on)
            found.append(
                f"A targeted support plan is then due by {in_full(due)}, three working days after the review. "
                "The registered manager writes it."
            )
        return [one for one in found if one]

    def _week_four(self, on: date) -> str:
        assert self.basis is not None
        basis, due = self.basis, short(self.basis.week_four_due)
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

    def write(self, batch: Batch, values: dict[str, Value]) -> None:
        """The review, and the actions that are confirmed with it."""
        if self.standing is not None:
            batch.add(self.correction(REVIEW, values))
            return
        made: dict[str, Any] = {name: value for name, value in values.items() if name != CONFIRM.name}
        batch.add(Change(REVIEW, {**made, "pairing_id": self.pairing_key, "reviewer_id": self.seat.actor.id}))
        if values.get(CONFIRM.name):
            for one in self.unconfirmed():
                batch.add(Change(ACTION, {"confirmed_on": self.seat.today()}, one.key, one.revision))

    def next(self, saved: Saved) -> Next | None:
        """A review that says targeted support leads whoever writes the plan to it, if they like."""
        basis = self.basis
        if basis is None or self.sheet.value("outcome") != "targeted_support" or not saved.added:
            return None
        if not risk.may_record(self.seat.reader, "case", basis.head.mentee_key):
            return None
        return Next(
            Question(
                "Write the support plan now?",
                f"The review says that {basis.head.mentee} needs targeted support. You write the plan, in three "
                "working days. It is on your list under Today until then.",
                yes="Write it now",
                no="Later",
            ),
            Opens("case_entry", (basis.head.mentee_key,)),
        )

    def said_when_saved(self, saved: Saved) -> str:
        """What the review counts as, and what follows."""
        assert self.basis is not None
        if self.review_key and not saved.changed:
            return UNCHANGED
        who = self.basis.head.mentee
        said = [f"The review of {who} is {'corrected' if self.review_key else 'saved'}.", *self._following()]
        confirmed = len(saved.ids) - 1
        if confirmed:
            said.append(f"{confirmed} {'action is' if confirmed == 1 else 'actions are'} confirmed.")
        return " ".join(said)
