"""The monthly impact review of a case (records.md, B5): what changed since the plan, the decision, the closing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any, Final

from mentor_tui.declare import Fault, Field, Value
from mentor_tui.forms.case_words import (
    closing_rule,
    closing_state,
    differing,
    moved,
    percent,
    source,
    what_closing_does,
)
from mentor_tui.forms.of_case import CasePaper
from mentor_tui.forms.paper import REASON, Question, Sitting
from mentor_tui.office import Batch, Change, Saved
from mentor_tui.records import CASE, IMPACT_REVIEW
from mentor_tui.rules import guards
from mentor_tui.rules.facts import Case, ImpactReview
from mentor_tui.store.evidence_of_case import registers_say
from mentor_tui.store.read.case_story import closing_of
from mentor_tui.store.read.cases import view_of_cases
from mentor_tui.store.schedules import load_policy
from mentor_tui.tones import Line

_CLOSE_REASON: Final = replace(
    CASE["close_reason"],
    asked=True,
    hint="Improved asks for sustained improvement. Any other reason stays visible on every audit.",
)
_LAST: Final = ("reason", "corrected_because")


class ImpactReviewPaper(CasePaper):
    """A new review, or the correction of one. A decision to close closes the case in the same save."""

    TITLE = "Impact review"
    DRAFT = "impact_review"
    HELP = "impact_review_entry"
    RECORD = IMPACT_REVIEW
    WHY = replace(REASON, name="why_corrected")

    def __init__(self, seat: Sitting, case_key: str, key: str = "") -> None:
        super().__init__(seat, case_key, key)
        self._case: Case | None = None
        self._computed: dict[str, float | None] = {}
        self._on: date = seat.today()
        self._closes = False
        if self.head is not None:
            self._case = next(iter(view_of_cases(seat.reader, [case_key]).known.cases), None)
            self._computed = self._say(self._on)

    def _say(self, on: date) -> dict[str, float | None]:
        assert self.head is not None, "there is nothing to say without a case"
        said = registers_say(self.seat.store, self.head.mentee_key, on)
        return {name: value for name, value in said.items() if name in IMPACT_REVIEW.by_name}

    # The form

    def new_fields(self) -> list[Field]:
        """The review, with the reason for closing after the decision."""
        fields = list(IMPACT_REVIEW.asked)
        first = [field for field in fields if field.name not in _LAST]
        return [*first, _CLOSE_REASON, *(field for field in fields if field.name in _LAST)]

    def first(self) -> tuple[Mapping[str, Value], Mapping[str, str]]:
        """What the registers say today."""
        sources = {name: source(name, value) for name, value in self._computed.items()}
        return {"reviewed_on": self._on, **self._computed}, {**sources, "reviewed_on": "today"}

    def changed(self) -> None:
        """Another date means other evidence."""
        sheet, on = self.sheet, self.sheet.value("reviewed_on")
        if self.standing is not None:
            return
        if isinstance(on, date) and on != self._on:
            before, self._on = self._computed, on
            self._computed = self._say(on)
            for name, value in self._computed.items():
                if sheet.value(name) == before[name]:
                    sheet.put(name, value, source(name, value))
        sheet.ask("close_reason", sheet.value("decision") == "close")
        sheet.ask("corrected_because", bool(self._differing()) or bool(sheet.value("corrected_because")))

    def _differing(self) -> list[str]:
        return differing(
            IMPACT_REVIEW, self._computed, {name: self.sheet.value(name) for name in self._computed}
        )

    def _this(self) -> ImpactReview | None:
        """The review as it stands in the form."""
        score, there, on = (
            self.sheet.value(name) for name in ("confidence_score", "attendance_percent", "reviewed_on")
        )
        if not isinstance(score, int) or not isinstance(there, int | float) or not isinstance(on, date):
            return None
        return ImpactReview(
            on, score, Decimal(str(there)), bool(self.sheet.value("at_risk_of_resigning")), on
        )

    def _with_this(self) -> Case | None:
        """The case as it would be with the review."""
        this = self._this()
        if self._case is None or this is None or self.standing is not None:
            return self._case
        reviews = sorted([*self._case.impact_reviews, this], key=lambda one: one.reviewed_on)
        return replace(self._case, impact_reviews=reviews)

    def follows(self) -> list[Line]:
        """The change since the plan, and how the case would stand to closing."""
        assert self.head is not None, "there is no form without a case"
        plan, this = self.head.baseline, self._this()
        found: list[Line] = []
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
            if self.sheet.value("decision") == "close" and not closing.sustained:
                found.append([(closing_rule(closing), "quiet")])
            if (changed := self._differing()) and not self.sheet.value("corrected_because"):
                found.append([(f"You changed {' and '.join(changed)}: say why.", "warning")])
        return found

    # Saving

    def _is_closing(self, values: Mapping[str, Value]) -> bool:
        return self.standing is None and values.get("decision") == "close"

    def check(self, values: dict[str, Value]) -> list[Fault]:
        """Closing needs its reason, and as improved the sustained improvement."""
        if not self._is_closing(values):
            return []
        faults = []
        why = values.get("close_reason")
        if why is None:
            faults.append(Fault("close_reason", "Say why the case closes."))
        if not values.get("reason"):
            faults.append(Fault("reason", "Say in a few words why the case closes."))
        known = self._with_this()
        if why == guards.IMPROVED and known is not None:
            policy, on = load_policy(self.seat.store), values["reviewed_on"]
            assert isinstance(on, date), "the form has read it"
            faults += [
                Fault("decision", one) for one in guards.close_faults(known, guards.IMPROVED, policy, on)
            ]
        return faults

    def question(self, values: dict[str, Value]) -> Question | None:
        """What closing does."""
        if not self._is_closing(values):
            return None
        assert self.head is not None, "there is no form without a case"
        title, body = what_closing_does(self.head.mentee, str(values["close_reason"]))
        return Question(title, body, yes="Close the case")

    def write(self, batch: Batch, values: dict[str, Value]) -> None:
        """The review; where the decision is to close, the case with it."""
        stated = {name: value for name, value in values.items() if name != "close_reason"}
        self._closes = self._is_closing(values)
        if not self._closes:
            super().write(batch, stated)
            return
        assert self.head is not None, "there is no form without a case"
        why = values["close_reason"]
        review = Change(IMPACT_REVIEW, {"case_id": self.case_key, **stated})
        end: dict[str, Any] = {"closed_on": values["reviewed_on"], "close_reason": why}
        closing = Change(CASE, end, self.case_key, self.head.revision, str(values["reason"]))
        # Improvement is shown by the review, so that comes first; a case that closes for another reason
        # closes first, and its last review says so.
        for change in (review, closing) if why == guards.IMPROVED else (closing, review):
            batch.add(change)

    def placed(self, fault: Fault) -> Fault:
        """Why a correction is made is asked in its own words here: the review has a reason too."""
        if fault.field == "reason" and fault.message.startswith("a correction of"):
            return Fault(self.WHY.name, fault.message)
        return fault

    def said_when_saved(self, saved: Saved) -> str:
        """What was saved; that the case is closed where it is."""
        said = super().said_when_saved(saved)
        return f"{said} The case is closed." if self._closes else said

    def next_words(self) -> str:
        """How the case stands to closing now."""
        closing = closing_of(self.seat.reader, self._with_this())
        return "Improvement is sustained: the case may close." if closing.sustained else ""
