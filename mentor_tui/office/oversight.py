"""What people are held to on pathway C: interventions and their follow-ups (records.md, C3 and C4)."""

from __future__ import annotations

from collections.abc import Iterator

from mentor_tui.declare import Fault
from mentor_tui.office.conducting import Conducting, Rule
from mentor_tui.rules import guards
from mentor_tui.rules.escalations import TO
from mentor_tui.store.read.sight import Sight
from mentor_tui.store.reading import Reader


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


def _acknowledged_by_its_owner(case: Conducting) -> Iterator[Fault]:
    """Whoever an escalation goes to acknowledges it, today and in their own name; it is never taken back."""
    code, _, rest = str(case.values["reference"]).partition("@")
    subject = rest.partition("@")[0]
    if code not in TO:
        yield Fault("reference", "this is no escalation; open it from the list of escalations")
        return
    if case.before is not None:
        yield Fault("", "what was acknowledged is not changed; acknowledge it again to say more")
    if case.values.get("acknowledged_by_id") != case.actor.id:
        yield Fault("acknowledged_by_id", "an escalation is acknowledged in one's own name")
    if case.values["acknowledged_on"] != case.today:
        yield Fault("acknowledged_on", "an escalation is acknowledged today")
    # A registered manager stands in where nobody is named as line manager.
    chain = {*TO[code], *(("registered_manager",) if code in ("E1", "E2") else ())}
    if not chain & set(case.actor.roles):
        yield Fault("", "this escalation goes to others; only they acknowledge it")
    elif not Sight(Reader(case.store, case.actor, case.today)).sees(code, subject):
        yield Fault("", "this escalation is not among those that you may see")


def _withdrawn_for_a_reason(case: Conducting) -> Iterator[Fault]:
    """New limits are taken back with a reason, and stay withdrawn."""
    if case.becomes("withdrawn_on") and not case.values.get("withdraw_reason"):
        yield Fault("withdraw_reason", "say why the new limits are withdrawn")
    if case.before is not None and case.before.get("withdrawn_on"):
        yield Fault("", "this was withdrawn; record the change anew instead")


RULES: dict[str, tuple[Rule, ...]] = {
    "strategic_action": (_target_after_approval, _completed_with_evidence),
    "executive_review": (_evidence_of_completion,),
    "chart_change": (_withdrawn_for_a_reason,),
    "acknowledgement": (_acknowledged_by_its_owner,),
}
