"""The monthly impact review of a case (records.md, B5): what changed since the plan, the decision, the closing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any, Final

from textual.widget import Widget
from textual.widgets import Static

from mentor_tui.declare import Fault, Field, Value
from mentor_tui.office import Batch, Change
from mentor_tui.records import CASE, IMPACT_REVIEW
from mentor_tui.rules import guards
from mentor_tui.rules.facts import Case, ImpactReview
from mentor_tui.store.evidence_of_case import registers_say
from mentor_tui.store.read.case_story import closing_of
from mentor_tui.store.read.cases import view_of_cases
from screens.case_form import CaseForm
from screens.case_words import (
    closing_rule,
    closing_state,
    differing,
    moved,
    percent,
    source,
    what_closing_does,
)
from screens.form_place import REASON
from screens.place import RecordSaved
from screens.seat import Seat
from widgets.confirm import Confirm
from widgets.safe import Part, lines, words

_CLOSE_REASON: Final = replace(
    CASE["close_reason"],
    asked=True,
    hint="Improved asks for sustained improvement. Any other reason stays visible on every audit.",
)
_LAST: Final = ("reason", "corrected_because")


class ImpactReviewEntry(CaseForm):
    """A new review, or the correction of one. A decision to close closes the case in the same save."""

    TITLE_TEXT = "Impact review"
    HELP_PAGE = "impact_review_entry"
    DRAFT = "impact_review"
    RECORD = IMPACT_REVIEW
    WHY = replace(REASON, name="why_corrected")
    DEFAULT_CSS = """
    ImpactReviewEntry .follows { height: auto; margin: 1 1 0 2; }
    """

    def __init__(self, seat: Seat, case_key: str, key: str = "") -> None:
        super().__init__(seat, case_key, key)
        self._case: Case | None = None
        self._computed: dict[str, float | None] = {}
        self._on: date = seat.today()
        self._follows = Static(classes="follows")
        if self.head is not None:
            self._case = next(iter(view_of_cases(seat.reader, [case_key]).known.cases), None)
            self._computed = self._say(self._on)

    def _say(self, on: date) -> dict[str, float | None]:
        assert self.head is not None, "there is nothing to say without a case"
        said = registers_say(self.seat.store, self.head.mentee_key, on)
        return {name: value for name, value in said.items() if name in IMPACT_REVIEW.by_name}

    # The form

    def asked(self) -> list[Field]:
        """The review, with the reason for closing after the decision."""
        fields = list(IMPACT_REVIEW.asked)
        first = [field for field in fields if field.name not in _LAST]
        return [*first, _CLOSE_REASON, *(field for field in fields if field.name in _LAST)]

    def first(self) -> tuple[Mapping[str, Value], Mapping[str, str]]:
        """What the registers say today."""
        sources = {name: source(name, value) for name, value in self._computed.items()}
        return {"reviewed_on": self._on, **self._computed}, {**sources, "reviewed_on": "today"}

    def below(self) -> Sequence[Widget]:
        """What the answers show."""
        return [self._follows]

    def changed(self) -> None:
        """Another date means other evidence; the change since the plan is shown as one types."""
        form, on = self.form, self.form.value("reviewed_on")
        if self.standing is None:
            if isinstance(on, date) and on != self._on:
                before, self._on = self._computed, on
                self._computed = self._say(on)
                for name, value in self._computed.items():
                    if form.value(name) == before[name]:
                        form.put(name, value, source(name, value))
            form.ask("close_reason", form.value("decision") == "close")
            form.ask("corrected_because", bool(self._differing()) or bool(form.value("corrected_because")))
        self._follows.update(lines(*(words(*parts) for parts in self._following())))

    def _differing(self) -> list[str]:
        return differing(
            IMPACT_REVIEW, self._computed, {name: self.form.value(name) for name in self._computed}
        )

    def _this(self) -> ImpactReview | None:
        """The review as it stands in the form."""
        score, there, on = (
            self.form.value(name) for name in ("confidence_score", "attendance_percent", "reviewed_on")
        )
        if not isinstance(score, int) or not isinstance(there, int | float) or not isinstance(on, date):
            return None
        return ImpactReview(on, score, Decimal(str(there)), bool(self.form.value("at_risk_of_resigning")), on)

    def _with_this(self) -> Case | None:
        """The case as it would be with the review."""
        this = self._this()
        if self._case is None or this is None or self.standing is not None:
            return self._case
        reviews = sorted([*self._case.impact_reviews, this], key=lambda one: one.reviewed_on)
        return replace(self._case, impact_reviews=reviews)

    def _following(self) -> list[list[Part]]:
        assert self.head is not None, "there is no form without a case"
        plan, this = self.head.baseline, self._this()
        found: list[list[Part]] = []
        if this is not None:
            there = float(this.attendance)
            found.append(
                [
                    ("Since the plan: ", "strong"),
                    f"confidence {plan.confidence} then, {this.confidence} now (",
                    moved(this.confidence, plan.confidence),
                    f"); attendance {percent(plan.attendance)} then, {percent(there)} now (",
                    moved(there, plan.attendance),
                    ").",
                ]
            )
        if self.standing is None:
            closing = closing_of(self.seat.reader, self._with_this())
            found.append([("With this review: ", "strong"), *closing_state(closing), "."])
            if self.form.value("decision") == "close" and not closing.sustained:
                found.append([(closing_rule(closing), "quiet")])
            if (changed := self._differing()) and not self.form.value("corrected_because"):
                found.append([(f"You changed {' and '.join(changed)}: say why.", "warning")])
        return found

    # Saving

    def save(self, values: dict[str, Value]) -> None:
        """The review; where the decision is to close, the case with it, after asking once more."""
        why = values.pop("close_reason", None)
        if self.standing is not None or values.get("decision") != "close":
            super().save(values)
            return
        faults = []
        if why is None:
            faults.append(Fault("close_reason", "Say why the case closes."))
        if not values.get("reason"):
            faults.append(Fault("reason", "Say in a few words why the case closes."))
        known = self._with_this()
        if why == guards.IMPROVED and known is not None:
            from mentor_tui.store.schedules import load_policy

            policy, on = load_policy(self.seat.store), values["reviewed_on"]
            assert isinstance(on, date), "the form has read it"
            faults += [
                Fault("decision", one) for one in guards.close_faults(known, guards.IMPROVED, policy, on)
            ]
        if faults:
            self.form.show_faults(faults)
            return

        def answered(yes: bool | None) -> None:
            if yes:
                self._close(values, str(why))

        assert self.head is not None, "there is no form without a case"
        self.app.push_screen(
            Confirm(*what_closing_does(self.head.mentee, str(why)), yes="Close the case"), answered
        )

    def _close(self, values: dict[str, Value], why: str) -> None:
        assert self.head is not None, "there is no form without a case"
        head = self.head
        review = Change(IMPACT_REVIEW, {"case_id": self.case_key, **values})
        stated: dict[str, Any] = {"closed_on": values["reviewed_on"], "close_reason": why}
        closing = Change(CASE, stated, self.case_key, head.revision, str(values["reason"]))

        def act(batch: Batch) -> None:
            # Improvement is shown by the review, so that comes first; a case that closes for another reason
            # closes first, and its last review says so.
            for change in (review, closing) if why == guards.IMPROVED else (closing, review):
                batch.add(change)

        self.begin_saving()
        self.carry_out_together(act, purpose="close")

    def _shown_at(self, fault: Fault) -> Fault:
        """Why a correction is made is asked in its own words here: the review has a reason too."""
        if fault.field == "reason" and fault.message.startswith("a correction of"):
            fault = Fault(self.WHY.name, fault.message)
        return super()._shown_at(fault)

    def said_when_saved(self, saved: RecordSaved) -> str:
        """What was saved; that the case is closed where it is."""
        said = super().said_when_saved(saved)
        return f"{said} The case is closed." if saved.purpose == "close" else said

    def next_words(self) -> str:
        """How the case stands to closing now."""
        closing = closing_of(self.seat.reader, self._with_this())
        return "Improvement is sustained: the case may close." if closing.sustained else ""
