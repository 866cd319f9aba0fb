"""What people are held to on pathway C: interventions and their follow-ups (records.md, C3 and C4)."""

from __future__ import annotations

from collections.abc import Iterator

from mentor_tui.declare import Fault
from mentor_tui.office.conducting import Conducting, Rule
from mentor_tui.rules import guards


def _completed_with_evidence(case: Conducting) -> Iterator[Fault]:
    """Completion of a strategic action counts only with evidence of its own."""
    if case.becomes("completed_on"):
        if not case.values.get("evidence_reference"):
            yield Fault("evidence_reference", "a completed intervention needs an evidence reference")
        if case.values["completed_on"] > case.today:
            yield Fault("completed_on", "this day has not come yet; give the day on which it was done")


def _target_after_approval(case: Conducting) -> Iterator[Fault]:
    if case.values["target_on"] < case.values["approved_on"]:
        yield Fault("target_on", "the target comes after the approval; give a later day")


def _evidence_of_completion(case: Conducting) -> Iterator[Fault]:
    for sentence in guards.executive_review_faults(
        case.values["status"], case.values.get("evidence_reference")
    ):
        yield Fault("evidence_reference", sentence)


RULES: dict[str, tuple[Rule, ...]] = {
    "strategic_action": (_target_after_approval, _completed_with_evidence),
    "executive_review": (_evidence_of_completion,),
}
