"""What people are held to on pathway A: allocations, sessions, goals, reviews, actions, the audit (records.md)."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date

from mentor_tui.access import may_write
from mentor_tui.calendar import Period
from mentor_tui.declare import Fault
from mentor_tui.office.conducting import Conducting, Rule
from mentor_tui.office.standing import standing_of
from mentor_tui.store.evidence_of_review import computed


def _mentor_fits(case: Conducting) -> Iterator[Fault]:
    """An untrained mentor, one at capacity or the mentee's own line manager is chosen only with a reason."""
    values = case.values
    if case.before is not None and not case.becomes("mentor_id"):
        return
    mentor = case.store.row(
        "SELECT m.trained_on, m.capacity, (SELECT count(*) FROM pairing AS p WHERE p.mentor_id = m.staff_id "
        "AND p.ended_on IS NULL AND p.id <> :pairing) FROM mentor AS m WHERE m.staff_id = :mentor",
        {"mentor": values["mentor_id"], "pairing": values["id"]},
    )
    mentee = case.rows.find("staff", values["mentee_id"]) or {}
    person = case.rows.find("staff", values["mentor_id"]) or {}
    if person.get("employment_end") and person["employment_end"] < case.today:
        yield Fault("mentor_id", "this mentor has left; choose another")
        return
    why = []
    if mentor is None:
        why.append("is not on the register of mentors")
    else:
        trained, capacity, now = mentor
        if trained is None or date.fromisoformat(trained) > case.today:
            why.append("has not done the mentor training")
        if capacity is not None and now >= capacity:
            why.append(f"is at capacity ({now} of {capacity})")
    if mentee.get("line_manager_id") == values["mentor_id"]:
        why.append("is the mentee's own line manager")
    if why and not values.get("why_this_mentor"):
        yield Fault("why_this_mentor", f"this mentor {' and '.join(why)}: say why all the same")


def _one_open_pairing(case: Conducting) -> Iterator[Fault]:
    """One person has at most one open pairing of the same programme."""
    values = case.values
    if values.get("ended_on"):
        return
    case.flush()
    other = case.store.value(
        "SELECT ref FROM pairing WHERE mentee_id = :mentee AND programme = :programme "
        "AND ended_on IS NULL AND id <> :id",
        {"mentee": values["mentee_id"], "programme": values["programme"], "id": values["id"]},
    )
    if other:
        yield Fault(
            "mentee_id", f"this person has an open pairing of the same programme ({other}); end that first"
        )


def _ended_with_reason(case: Conducting) -> Iterator[Fault]:
    if bool(case.values.get("ended_on")) != bool(case.values.get("end_reason")):
        missing = "end_reason" if case.values.get("ended_on") else "ended_on"
        yield Fault(missing, "an ended pairing has both a date and a reason")


def _pairing_open(case: Conducting) -> Iterator[Fault]:
    """A session after the end of its pairing belongs to another pairing."""
    pairing = case.rows.find("pairing", case.values["pairing_id"]) or {}
    if case.becomes("held_on") and pairing.get("ended_on") and case.values["held_on"] > pairing["ended_on"]:
        yield Fault("held_on", "this is after the pairing ended; record it with the pairing that is open now")


def _session_by_mentee(case: Conducting) -> Iterator[Fault]:
    """The mentee acknowledges a session and writes the reflection; the rest is the mentor's."""
    pairing = case.rows.find("pairing", case.values["pairing_id"]) or {}
    if pairing.get("mentee_id") != case.actor.id:
        return
    if case.before is None:
        yield Fault("", "a session is recorded by its mentor; you may acknowledge it once it is")
        return
    for name, value in case.stated.items():
        if name not in ("acknowledged_on", "reflection") and value != case.before.get(name):
            yield Fault(
                name, "only the mentor changes this; you may acknowledge the session and reflect on it"
            )


def _acknowledged_by_mentee(case: Conducting) -> Iterator[Fault]:
    """Nobody acknowledges a session for the mentee."""
    pairing = case.rows.find("pairing", case.values["pairing_id"]) or {}
    if case.becomes("acknowledged_on") and pairing.get("mentee_id") != case.actor.id:
        yield Fault("acknowledged_on", "the mentee alone acknowledges a session, with their own sign-in")


def _goal_by_its_people(case: Conducting) -> Iterator[Fault]:
    """Whoever allocates sets the goals to begin with; from then on they are the mentor's and the mentee's."""
    pairing = case.rows.find("pairing", case.values["pairing_id"]) or {}
    if case.before is not None and case.actor.id not in (pairing.get("mentor_id"), pairing.get("mentee_id")):
        yield Fault("goal", "only the mentor and the mentee change a goal once it is set")


def _other_session_that_day(case: Conducting) -> Iterator[Fault]:
    """The same session is not recorded twice by mistake: two on one day differ in something."""
    if case.before is not None:
        return
    case.flush()
    same = case.store.value(
        "SELECT ref FROM session WHERE pairing_id = :pairing AND held_on = :held AND confidence_score = :score "
        "AND top_support_issue = :issue AND coalesce(minutes, 0) = coalesce(:minutes, 0)",
        {
            "pairing": case.values["pairing_id"],
            "held": case.values["held_on"].isoformat(),
            "score": case.values["confidence_score"],
            "issue": case.values["top_support_issue"],
            "minutes": case.values.get("minutes"),
        },
    )
    if same:
        yield Fault("held_on", f"this session is recorded already as {same}")


def _action_ends(case: Conducting) -> Iterator[Fault]:
    """An action is completed or cancelled, not both; a cancelled one says why."""
    values = case.values
    if values.get("completed_on") and values.get("cancelled_on"):
        yield Fault(
            "completed_on", "this action was cancelled; an action is completed or cancelled, not both"
        )
    if case.becomes("completed_on") and values["completed_on"] > case.today:
        yield Fault("completed_on", "this day has not come yet; give the day on which it was done")
    if values.get("cancelled_on") and not values.get("cancel_reason"):
        yield Fault("cancel_reason", "say why it was cancelled")


def _action_by_owner(case: Conducting) -> Iterator[Fault]:
    """An owner who is no manager completes the action; what is to be done stays with the manager."""
    standing = standing_of(case.record, case.values, case.rows)
    if case.before is None:
        if standing.owner == case.actor.id and not may_write(case.actor, "review", standing):
            mine = standing.mentor == case.actor.id and case.actor.holds("mentor")
            if not mine:
                yield Fault("", "a new action is made by the mentor or the line manager")
        return
    if may_write(case.actor, "review", standing) or standing.mentor == case.actor.id:
        return
    allowed = {"completed_on", "evidence_reference"}
    for name, value in case.stated.items():
        if name not in allowed and value != case.before.get(name):
            yield Fault(
                name, "only the mentor or the line manager changes this; you may complete it with evidence"
            )


def _action_confirmed(case: Conducting) -> Iterator[Fault]:
    """What the mentor agreed on is confirmed by a manager, not by the mentor."""
    standing = standing_of(case.record, case.values, case.rows)
    if case.becomes("confirmed_on") and not may_write(case.actor, "review", standing):
        yield Fault("confirmed_on", "only the line manager or the registered manager confirms an action")


def _owner_employed(case: Conducting) -> Iterator[Fault]:
    if not case.becomes("owner_id"):
        return
    owner = case.rows.find("staff", case.values["owner_id"]) or {}
    if owner.get("employment_end") and owner["employment_end"] < case.today:
        yield Fault("owner_id", "this person has left; choose another owner")


def _review_computed(case: Conducting) -> Iterator[Fault]:
    """What the registers say may be corrected in a review only with a reason: the comment gives it."""
    if not case.values.get("outcome"):
        yield Fault("outcome", "choose an outcome")
    if case.before is not None or case.values.get("comment"):
        return
    now = computed(case.store, case.values["pairing_id"], case.values["reviewed_on"])
    for name, value in now.items():
        if value is not None and case.values.get(name) != value:
            label = case.record[name].label.lower()
            yield Fault("comment", f"{label} differs from the registers ({value}): say why in the comment")


def _audit_signed(case: Conducting) -> Iterator[Fault]:
    """Signing freezes: a signed audit is not signed again, and says something."""
    if case.before is not None:
        yield Fault("", "a signed audit is not changed; what differs since is shown beside it")
    if not case.values.get("comment"):
        yield Fault("comment", "write what the figures say before you sign")
    if Period.parse(case.values["period"]).last >= case.today:
        yield Fault("", f"{case.values['period']} is not over yet; it is signed once it is")
    if case.values["kind"] == "C5":
        yield from _status_with_reason(case)


def _status_with_reason(case: Conducting) -> Iterator[Fault]:
    """The board escalation status is the one that the rules propose, or another with a reason."""
    status = case.values.get("board_escalation_status")
    if not status:
        yield Fault("board_escalation_status", "choose the board escalation status")
        return
    try:
        proposed = json.loads(case.values.get("figures") or "")["figures"]["board_escalation_status"]
    except (ValueError, KeyError, TypeError):
        yield Fault("", "the figures of the quarter are signed with its assurance")
        return
    if status != proposed and not case.reason.strip():
        yield Fault("reason", f"the rules propose '{proposed}'; say why it is recorded as '{status}'")


RULES: dict[str, tuple[Rule, ...]] = {
    "pairing": (_one_open_pairing, _mentor_fits, _ended_with_reason),
    "session": (_session_by_mentee, _acknowledged_by_mentee, _pairing_open, _other_session_that_day),
    "goal": (_goal_by_its_people,),
    "action": (_action_by_owner, _action_confirmed, _action_ends, _owner_employed),
    "review": (_review_computed,),
    "audit": (_audit_signed,),
}
