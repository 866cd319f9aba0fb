"""What people are held to on pathway B: plans, sign-off, follow-ups, impact reviews, closing (records.md, rules.md).

The words of the guards are those of :mod:`mentor_tui.rules.guards`; here they are put to the record as it would stand.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from mentor_tui.declare import Fault
from mentor_tui.office.conducting import Conducting, Rule
from mentor_tui.rules import guards
from mentor_tui.rules.facts import Case, ImpactReview
from mentor_tui.store.evidence_of_case import registers_say
from mentor_tui.store.facts import view_of_case


def _one_case_at_a_time(case: Conducting) -> Iterator[Fault]:
    """A person may have had several cases, one after another."""
    if case.before is not None:
        return
    case.flush()
    other = case.store.value(
        "SELECT ref FROM targeted_case WHERE staff_id = :staff AND closed_on IS NULL",
        {"staff": case.values["staff_id"]},
    )
    if other:
        yield Fault("staff_id", f"this person has an open case already ({other}); that one comes first")


def _plan_in_order(case: Conducting) -> Iterator[Fault]:
    values = case.values
    if values["risk_identified_on"] > values["planned_on"]:
        yield Fault("risk_identified_on", "the risk was identified before the plan, or on the same day")
    if case.becomes("planned_on") and values["planned_on"] > case.today:
        yield Fault("planned_on", "this day has not come yet; give the day on which the plan was made")
    if not values.get("mentor_id"):
        yield Fault("mentor_id", "choose the mentor who gives the support")
    elif values["mentor_id"] == values["staff_id"]:
        yield Fault("mentor_id", "nobody mentors themselves; choose another mentor")
    elif case.becomes("mentor_id") and (mentor := case.rows.find("staff", values["mentor_id"])):
        gone = mentor.get("employment_end")
        if gone is not None and gone < case.today:
            yield Fault("mentor_id", "this mentor has left; choose another")
    if case.before is None and (person := case.rows.find("staff", values["staff_id"])):
        left = person.get("employment_end")
        if left is not None and left < case.today:
            yield Fault("staff_id", "this person has left")


def _computed_or_said_why(person: str, day: str) -> Rule:
    """What the registers say may be corrected only with a reason, which stands beside it for ever."""

    def rule(case: Conducting) -> Iterator[Fault]:
        if case.before is not None or case.values.get("corrected_because"):
            return
        staff = case.values.get(person) or (
            case.rows.find("targeted_case", case.values["case_id"]) or {}
        ).get("staff_id")
        if staff is None:
            return
        case.flush()
        for name, value in registers_say(case.store, staff, case.values[day]).items():
            if name in case.record.by_name and value is not None and case.values.get(name) != value:
                label = case.record[name].label.lower()
                yield Fault("corrected_because", f"{label} differs from the registers ({value:g}): say why")

    return rule


def _known(case: Conducting, key: str) -> Case | None:
    """The case as it stands in this transaction, as the rules look at it."""
    case.flush()
    cases = view_of_case(case.store, key, case.today).known.cases
    return cases[0] if cases else None


def _signed_off_when_specific(case: Conducting) -> Iterator[Fault]:
    """Sign-off is refused until the plan is specific, with each missing part named."""
    if not case.becomes("signed_off_on"):
        return
    known = _known(case, case.values["id"]) if case.before is not None else None
    if known is None:
        yield Fault("signed_off_on", "a plan is signed off once a meeting and a pathway update are recorded")
        return
    planned = replace(known, aim=case.values.get("aim"), aim_by=case.values.get("aim_by"))
    if (case.before or {}).get("signed_off_on") is not None:
        return  # a correction of the date: the reason is asked for as of any correction
    for sentence in guards.sign_off_faults(planned, case.values["signed_off_on"]):
        yield Fault("signed_off_on", sentence)


def _closed_when_improved(case: Conducting) -> Iterator[Fault]:
    """A case closes because things improved; or for another reason, which stays visible."""
    values, before = case.values, case.before or {}
    if before.get("closed_on") and not values.get("closed_on"):
        yield Fault("closed_on", "a closed case stays closed; a new risk makes a new case")
        return
    if (
        before.get("close_reason") not in (None, guards.IMPROVED)
        and values["close_reason"] == guards.IMPROVED
    ):
        yield Fault("close_reason", "it was closed without improvement, and that reason stays with it")
        return
    if bool(values.get("closed_on")) != bool(values.get("close_reason")):
        missing = "close_reason" if values.get("closed_on") else "closed_on"
        yield Fault(missing, "a closed case has both a date and a reason")
        return
    if not (case.becomes("closed_on") or case.becomes("close_reason")):
        return
    known = _known(case, values["id"]) if case.before is not None else None
    if known is None:
        yield Fault("closed_on", "a new case is open; it is closed when its support has shown its effect")
        return
    still_open = replace(known, closed_on=None)
    for sentence in guards.close_faults(still_open, values["close_reason"], case.policy, values["closed_on"]):
        yield Fault("close_reason", sentence)


def _case_open(case: Conducting) -> Iterator[Fault]:
    """Nothing is added to a closed case; a new risk makes a new one."""
    if case.before is not None:
        return
    closed = (case.rows.find("targeted_case", case.values["case_id"]) or {}).get("closed_on")
    dated = next(
        (name for name in ("held_on", "followed_up_on", "reviewed_on") if name in case.record.by_name), ""
    )
    if closed is not None and (not dated or case.values[dated] > closed):
        yield Fault(dated, "this case is closed; a new risk makes a new case")


def _next_session_ahead(case: Conducting) -> Iterator[Fault]:
    if case.becomes("next_session_on") and case.values["next_session_on"] <= case.values["held_on"]:
        yield Fault("next_session_on", "the next session comes after this one; give a later day")


def _evidence_of_delivery(case: Conducting) -> Iterator[Fault]:
    for sentence in guards.follow_up_faults(case.values["status"], case.values.get("evidence_reference")):
        yield Fault("evidence_reference", sentence)


def _decided_with_reason(case: Conducting) -> Iterator[Fault]:
    """Amending says what changes; closing is decided where improvement is sustained or the case has closed."""
    values = case.values
    if values["decision"] == "amend" and not values.get("reason"):
        yield Fault("reason", "say what changes in the plan")
    if values["decision"] != "close" or not case.becomes("decision"):
        return
    if not values.get("reason"):
        yield Fault("reason", "say why the case closes")
    known = _known(case, values["case_id"])
    if known is None or known.closed_on is not None:
        return
    this = ImpactReview(
        reviewed_on=values["reviewed_on"],
        confidence=values["confidence_score"],
        attendance=values["attendance_percent"],
        at_risk=bool(values["at_risk_of_resigning"]),
        recorded_on=case.today,
    )
    reviews = [*_others(known, case.before), this]
    with_this = replace(known, impact_reviews=sorted(reviews, key=lambda one: one.reviewed_on))
    for sentence in guards.close_faults(with_this, guards.IMPROVED, case.policy, values["reviewed_on"]):
        yield Fault("decision", sentence)


def _others(known: Case, before: Mapping[str, Any] | None) -> list[ImpactReview]:
    """The impact reviews of a case but the one that is being corrected: it is not counted twice."""
    reviews = list(known.impact_reviews)
    if before is not None:
        same = [one for one in reviews if one.reviewed_on == before["reviewed_on"]]
        if same:
            reviews.remove(same[0])
    return reviews


def _risk_of_somebody_here(case: Conducting) -> Iterator[Fault]:
    person = case.rows.find("staff", case.values["staff_id"]) or {}
    left = person.get("employment_end")
    if case.before is None and left is not None and left < case.today:
        yield Fault("staff_id", "this person has left")


RULES: dict[str, tuple[Rule, ...]] = {
    "risk": (_risk_of_somebody_here,),
    "case": (
        _one_case_at_a_time,
        _plan_in_order,
        _computed_or_said_why("staff_id", "planned_on"),
        _signed_off_when_specific,
        _closed_when_improved,
    ),
    "support_meeting": (_case_open, _next_session_ahead),
    "pathway_update": (_case_open,),
    "follow_up": (_case_open, _evidence_of_delivery),
    "impact_review": (_case_open, _decided_with_reason, _computed_or_said_why("staff_id", "reviewed_on")),
}
