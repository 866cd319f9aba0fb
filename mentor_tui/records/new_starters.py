"""Pathway A: the scheduled mentoring review cycle for new starters (records.md, A1 to A5)."""

from __future__ import annotations

from collections.abc import Iterator

from mentor_tui.declare import (
    Choice,
    Column,
    Day,
    Entry,
    Fault,
    Field,
    Ident,
    Link,
    Many,
    Number,
    Record,
    Text,
    Whole,
)
from mentor_tui.records.common import (
    ends_after,
    event_recorded,
    not_in_future,
    recorded_by,
    recorded_on,
)

PROGRAMMES = (
    ("new_starter", "New starter"),
    ("role_change", "Role change"),
    ("return_to_work", "Return to work"),
    ("targeted", "Targeted support"),
    ("informal", "Informal"),
)

ACTIVITIES = (
    ("orientation_and_onboarding", "Orientation and onboarding"),
    ("skill_development", "Skill development"),
    ("emotional_support", "Emotional support"),
    ("feedback_and_reflection", "Feedback and reflection"),
    ("career_guidance", "Career guidance"),
    ("leadership_development", "Leadership development"),
    ("regulatory_compliance", "Regulatory compliance"),
    ("operational_management", "Operational management"),
    ("quality_improvement", "Quality improvement"),
    ("personal_reflection_and_growth", "Personal reflection and growth"),
    ("networking_and_professional_development", "Networking and professional development"),
)

MODES = (("in_person", "In person"), ("telephone", "Telephone"), ("video", "Video"))

END_REASONS = (
    ("complete", "Programme complete"),
    ("mentee_left", "Mentee left"),
    ("mentor_left", "Mentor left"),
    ("mentor_changed", "Mentor changed"),
    ("other", "Other"),
)

EXCUSES = (
    ("annual_leave", "Annual leave"),
    ("sickness", "Sickness"),
    ("bereavement", "Bereavement"),
    ("service_emergency", "Service emergency"),
    ("other", "Other"),
)

OUTCOMES = (
    ("on_track", "On track"),
    ("extend", "Extend the programme"),
    ("targeted_support", "Targeted support"),
)


def _two_people(entry: Entry) -> Iterator[Fault]:
    if entry["mentor_id"] and entry["mentor_id"] == entry["mentee_id"]:
        yield Fault("mentor_id", "mentor and mentee are the same person; expected two people")


PAIRING = Record(
    name="pairing",
    title="Mentoring allocation",
    code="A1",
    file="pairings.csv",
    ident="pairing_id",
    fields=(
        Field("pairing_id", Ident(), "Pairing id", required=True, asked=False),
        Field(
            "mentee_id", Link(to="staff", whose="theirs"), "Mentee", "Who is to be mentored.", required=True
        ),
        Field(
            "mentor_id",
            Link(to="staff", whose="mentor"),
            "Mentor",
            "Best fit first; Enter shows why.",
            required=True,
        ),
        Field(
            "started_on",
            Day(ahead=True),
            "Mentoring starts on",
            "The sessions are scheduled from this day.",
            required=True,
        ),
        Field("programme", Choice(PROGRAMMES), "Programme", required=True, default="new_starter"),
        recorded_on(),
        Field("ended_on", Day(), "Ended on", asked=False),
        Field("end_reason", Choice(END_REASONS), "Why it ended", asked=False),
        Field(
            "why_this_mentor",
            Text(500, rows=2),
            "Why this mentor",
            "Needed where the mentor is untrained, at capacity or the mentee's own line manager.",
            share="sensitive",
            in_folder=False,
            about="mentor_id",
        ),
        recorded_by(),
    ),
    checks=(
        _two_people,
        ends_after("started_on", "ended_on", "the pairing"),
        not_in_future("recorded_on"),
    ),
    derived=(
        Column("service_id", Link(to="service")),
        Column("day_90", Day()),
        Column("week_four_from", Day()),
        Column("week_four_due", Day()),
    ),
    facts=(
        "ref",
        "started_on",
        "programme",
        "ended_on",
        "mentee_id",
        "mentor_id",
        "service_id",
        "recorded_on",
    ),
)


def _after_start(entry: Entry) -> Iterator[Fault]:
    started = entry.linked("pairing", "pairing_id").get("started_on")
    held = entry["held_on"]
    if started and held and held < started:
        yield Fault(
            "held_on",
            f"{held.isoformat()} is before the pairing started on {started.isoformat()}; "
            "expected that day or later",
        )


SESSION = Record(
    name="session",
    title="Mentoring session",
    code="A2",
    file="sessions.csv",
    ident="session_id",
    fields=(
        Field("session_id", Ident(), "Session id", required=True, asked=False),
        Field("pairing_id", Link(to="pairing", whose="theirs"), "Pairing", required=True, asked=False),
        Field(
            "held_on", Day(), "Date held", "The day you met, such as today, yesterday or fri.", required=True
        ),
        Field(
            "confidence_score",
            Whole(1, 10),
            "Confidence score",
            "The mentee's own score: 1 not at all confident, 10 fully.",
            required=True,
        ),
        Field(
            "top_support_issue",
            Text(120, suggestions="support_issues"),
            "Top support issue",
            "What they most need help with. Choose, or write a few words.",
            required=True,
            share="sensitive",
        ),
        recorded_on(),
        Field("minutes", Whole(1, 600, "minutes"), "Minutes", "How long you met."),
        Field("mode", Choice(MODES), "How", "In person, by telephone or by video."),
        Field("activities", Many(ACTIVITIES), "Activities", "What you worked on together."),
        Field("went_well", Text(4000, rows=3), "What went well", share="sensitive"),
        Field("feedback", Text(4000, rows=3), "Feedback and what to practise", share="sensitive"),
        Field(
            "shared_summary",
            Text(4000, rows=3),
            "Shared summary",
            "Managers of this service can read this.",
            share="sensitive",
        ),
        Field(
            "private_notes",
            Text(4000, rows=3),
            "Private notes",
            "Only you and your mentee read these. No names of residents. "
            "A safeguarding concern goes to your manager at once, not here.",
            share="private",
        ),
        Field(
            "reflection",
            Text(4000, rows=3),
            "The mentee's reflection",
            "What? So what? Now what? The mentee may take the keyboard for this.",
            share="sensitive",
        ),
        Field("acknowledged_on", Day(), "Acknowledged by the mentee on", in_folder=False, asked=False),
        recorded_by(),
    ),
    checks=(
        _after_start,
        not_in_future("held_on"),
        event_recorded("held_on"),
        not_in_future("recorded_on"),
    ),
    derived=(Column("record_due", Day()),),
)


EXCUSAL = Record(
    name="excusal",
    title="Planned session that did not take place",
    file="excusals.csv",
    natural=("pairing_id", "slot"),
    fields=(
        Field("pairing_id", Link(to="pairing", whose="theirs"), "Pairing", required=True, asked=False),
        Field("slot", Whole(1, 99), "Session number", required=True),
        Field(
            "reason",
            Choice(EXCUSES, with_words="other"),
            "Reason",
            "Counts as excused when written down before the session's window closes.",
            required=True,
            share="sensitive",
        ),
        recorded_on(),
        recorded_by(),
    ),
    checks=(not_in_future("recorded_on"),),
)

GOAL = Record(
    name="goal",
    title="Goal",
    file="goals.csv",
    ident="goal_id",
    dated="set_on",
    fields=(
        Field("goal_id", Ident(), "Goal id", required=True, asked=False),
        Field("pairing_id", Link(to="pairing", whose="theirs"), "Pairing", required=True, asked=False),
        Field(
            "goal",
            Text(500, rows=2),
            "Goal",
            "Specific, and something you will both see when it is done.",
            required=True,
            share="sensitive",
        ),
        Field("set_on", Day(), "Set on"),
        Field("target_on", Day(ahead=True), "By when"),
        Field("achieved_on", Day(), "Achieved on"),
        Field("progress", Text(1000, rows=2), "Progress", share="sensitive"),
    ),
    checks=(ends_after("set_on", "achieved_on", "the goal"),),
)

REVIEW = Record(
    name="review",
    title="Mentoring review",
    code="A3",
    file="reviews.csv",
    natural=("pairing_id", "reviewed_on"),
    several=True,
    fields=(
        Field("pairing_id", Link(to="pairing", whose="theirs"), "Pairing", required=True, asked=False),
        Field("reviewed_on", Day(), "Review date", required=True),
        Field("sessions_completed", Whole(0, 999), "Sessions completed", required=True, computed=True),
        Field(
            "training_percent",
            Number(0, 100, "%"),
            "Mandatory training complete %",
            "From the training register. If you correct it, say why in the comment.",
            computed=True,
        ),
        Field(
            "practice_score",
            Whole(0, 100),
            "Latest practice score",
            "0 to 100, from the observations register. If you correct it, say why in the comment.",
            computed=True,
        ),
        Field("outcome", Choice(OUTCOMES), "Outcome", "Targeted support opens a plan from this date."),
        Field("comment", Text(4000, rows=3), "Comment", share="sensitive"),
        recorded_on(),
        Field("reviewer_id", Link(to="staff", whose="part"), "Reviewer", asked=False),
        recorded_by(),
    ),
    checks=(not_in_future("reviewed_on"), event_recorded("reviewed_on"), not_in_future("recorded_on")),
)


def _one_parent(entry: Entry) -> Iterator[Fault]:
    if bool(entry["pairing_id"]) == bool(entry["case_id"]):
        both = "both are given" if entry["pairing_id"] else "neither is given"
        yield Fault("pairing_id", f"{both}; expected exactly one of pairing_id and case_id")


ACTION = Record(
    name="action",
    title="Support action",
    code="A4",
    file="actions.csv",
    ident="action_id",
    fields=(
        Field("action_id", Ident(), "Action id", required=True, asked=False),
        Field("pairing_id", Link(to="pairing", whose="theirs"), "Pairing", asked=False),
        Field("case_id", Link(to="targeted_case", whose="theirs"), "Case", asked=False),
        Field("need_identified_on", Day(), "Need identified on", required=True),
        Field(
            "action",
            Text(500, rows=2),
            "Development action",
            "What will be done, in words that anybody could check.",
            required=True,
            share="sensitive",
        ),
        Field(
            "owner_id",
            Link(to="staff", whose="part"),
            "Action owner",
            "Who will see that it is done.",
            required=True,
        ),
        Field("review_on", Day(ahead=True), "Next mentoring review date", required=True),
        recorded_on(),
        Field("completed_on", Day(), "Completed on", asked=False),
        Field(
            "evidence_reference",
            Text(200),
            "Evidence reference",
            "Where the proof can be found, such as a file or form number.",
            asked=False,
            share="sensitive",
        ),
        Field("cancelled_on", Day(), "Cancelled on", asked=False),
        Field("cancel_reason", Text(500), "Why it was cancelled", share="sensitive", asked=False),
        Field(
            "success_looks_like",
            Text(500, rows=2),
            "How we will know it worked",
            share="sensitive",
            in_folder=False,
        ),
        Field("goal_id", Link(to="goal", whose="theirs"), "For which goal", in_folder=False),
        Field(
            "session_id",
            Link(to="session", whose="theirs"),
            "Agreed at the session",
            asked=False,
            in_folder=False,
        ),
        Field("confirmed_on", Day(), "Confirmed by the line manager on", asked=False, in_folder=False),
        recorded_by(),
    ),
    checks=(
        _one_parent,
        event_recorded("need_identified_on"),
        not_in_future("recorded_on"),
        ends_after("need_identified_on", "completed_on", "the action"),
        ends_after("need_identified_on", "cancelled_on", "the action"),
    ),
    derived=(Column("record_due", Day()),),
)

AUDIT_KINDS = (
    ("A5", "Monthly mentoring audit"),
    ("C1", "Monthly mentoring intelligence"),
    ("C2", "Organisation pattern review"),
    ("C5", "Board assurance"),
)
ESCALATION_STATUSES = (("none", "None"), ("watch", "Watch"), ("escalated", "Escalated"))


def _period(entry: Entry) -> Iterator[Fault]:
    """A quarter for the board, a month for the others."""
    period, kind = entry["period"], entry["kind"]
    if not period or not kind:
        return
    year, _, rest = period.partition("-")
    quarterly = kind == "C5"
    fits = (
        len(year) == 4
        and year.isdigit()
        and (
            rest in ("Q1", "Q2", "Q3", "Q4")
            if quarterly
            else rest.isdigit() and len(rest) == 2 and 1 <= int(rest) <= 12
        )
    )
    if not fits:
        yield Fault(
            "period", f"'{period[:40]}' does not fit {kind}; expected {'YYYY-QN' if quarterly else 'YYYY-MM'}"
        )


AUDIT = Record(
    name="audit",
    title="Signed audit",
    code="A5",
    file="audits.csv",
    natural=("kind", "period", "service_id"),
    fields=(
        Field("kind", Choice(AUDIT_KINDS), "Kind", required=True, asked=False),
        Field("period", Ident(), "Period", required=True, asked=False),
        Field("service_id", Link(to="service"), "Service", asked=False),
        Field("signed_on", Day(), "Signed on", required=True, asked=False),
        Field("signed_by_id", Link(to="staff", whose="part"), "Signed by", asked=False),
        Field("comment", Text(4000, rows=4), "Comment", "What the figures say, and what will be done."),
        Field("board_escalation_status", Choice(ESCALATION_STATUSES), "Board escalation status", asked=False),
        # The records behind the figures stand in it by their ids, and an id of a person can identify them.
        Field("figures", Text(2_000_000), "Signed figures", asked=False, share="sensitive"),
    ),
    checks=(not_in_future("signed_on"), _period),
)
