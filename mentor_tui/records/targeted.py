"""Pathway B: targeted support for staff showing early retention risk (records.md, B1 to B5)."""

from __future__ import annotations

from mentor_tui.declare import Choice, Column, Day, Field, Ident, Link, Number, Record, Text, Whole, YesNo
from mentor_tui.records.common import (
    ends_after,
    event_recorded,
    not_in_future,
    recorded_by,
    recorded_on,
)

CLOSE_REASONS = (
    ("improved", "Improved"),
    ("left", "Left"),
    ("transferred", "Transferred"),
    ("long_term_absence", "Long-term absence"),
    ("other", "Other"),
)
FOLLOW_UP_STATUSES = (
    ("not_started", "Not started"),
    ("in_progress", "In progress"),
    ("delivered", "Delivered"),
    ("blocked", "Blocked"),
)
DECISIONS = (("continue", "Continue"), ("amend", "Amend"), ("close", "Close"))

#: A manager's act with a date, from which the plan is due in three working days.
RISK = Record(
    name="risk",
    title="Risk identified",
    file="risks.csv",
    natural=("staff_id", "identified_on"),
    fields=(
        Field("staff_id", Link(to="staff", whose="theirs"), "Member of staff", required=True),
        Field("identified_on", Day(), "Risk identified on", required=True),
        Field("why", Text(1000, rows=2), "What you have seen", share="sensitive"),
        recorded_on(),
        recorded_by(),
    ),
    checks=(not_in_future("identified_on"), event_recorded("identified_on"), not_in_future("recorded_on")),
)

CASE = Record(
    name="case",
    title="Targeted mentoring plan",
    code="B1",
    file="cases.csv",
    table="targeted_case",
    ident="case_id",
    fields=(
        Field("case_id", Ident(), "Case id", required=True, asked=False),
        Field("staff_id", Link(to="staff", whose="theirs"), "Member of staff", required=True),
        Field("risk_identified_on", Day(), "Risk identified on", required=True),
        Field("planned_on", Day(), "Planned on", required=True),
        Field("confidence_score", Whole(1, 10), "Latest confidence score", required=True, computed=True),
        Field(
            "supervision_concerns",
            Whole(0, 99),
            "Supervision concerns in the last six weeks",
            required=True,
            computed=True,
        ),
        Field("attendance_percent", Number(0, 100, "%"), "Attendance %", required=True, computed=True),
        Field(
            "at_risk_of_resigning",
            YesNo(),
            "At risk of resigning",
            "Your own judgement.",
            required=True,
            share="sensitive",
        ),
        Field(
            "aim",
            Text(1000, rows=2),
            "What should change",
            "By how much, so that anybody could check.",
            required=True,
            share="sensitive",
        ),
        Field("aim_by", Day(ahead=True), "By when"),
        Field("mentor_id", Link(to="staff", whose="mentor"), "Mentor"),
        recorded_on(),
        Field("signed_off_on", Day(), "Signed off on", asked=False),
        Field("closed_on", Day(), "Closed on", asked=False),
        Field("close_reason", Choice(CLOSE_REASONS), "Why it was closed", asked=False),
        Field(
            "corrected_because",
            Text(500, rows=2),
            "Why you corrected what the registers say",
            "Needed where a computed value is changed; it stays beside it.",
            share="sensitive",
            in_folder=False,
        ),
        Field(
            "stay_notes",
            Text(4000, rows=3),
            "Stay-conversation notes",
            share="sensitive",
            in_folder=False,
        ),
        recorded_by(),
    ),
    checks=(
        event_recorded("risk_identified_on"),
        not_in_future("recorded_on"),
        ends_after("planned_on", "closed_on", "the case"),
    ),
    derived=(Column("service_id", Link(to="service")), Column("plan_due", Day())),
    facts=("ref", "staff_id", "planned_on", "closed_on", "mentor_id", "service_id"),
)

SUPPORT_MEETING = Record(
    name="support_meeting",
    title="Targeted support meeting",
    code="B2",
    file="support_meetings.csv",
    natural=("case_id", "held_on"),
    several=True,
    fields=(
        Field("case_id", Link(to="targeted_case", whose="theirs"), "Case", required=True, asked=False),
        Field("held_on", Day(), "Date held", required=True),
        Field(
            "barrier",
            Text(1000, rows=2),
            "What gets in the way of settling",
            "In the person's own words.",
            required=True,
            share="sensitive",
        ),
        Field(
            "focus_area",
            Text(500, rows=2),
            "Agreed mentoring focus",
            required=True,
            share="sensitive",
        ),
        Field("next_session_on", Day(ahead=True), "Next support session", required=True),
        recorded_on(),
        Field(
            "private_notes",
            Text(4000, rows=3),
            "Private notes",
            "Only the mentor and the mentee read these.",
            share="private",
            in_folder=False,
        ),
        recorded_by(),
    ),
    checks=(not_in_future("held_on"), event_recorded("held_on"), not_in_future("recorded_on")),
)

PATHWAY_UPDATE = Record(
    name="pathway_update",
    title="Support pathway update",
    code="B3",
    file="pathway_updates.csv",
    natural=("case_id", "reassessment_on"),
    several=True,
    fields=(
        Field("case_id", Link(to="targeted_case", whose="theirs"), "Case", required=True, asked=False),
        Field("shadowing_hours", Number(0, 999, "hours"), "Shadowing hours assigned", required=True),
        Field("training_module", Text(200), "Training module to revisit", required=True, share="sensitive"),
        Field("reassessment_on", Day(ahead=True), "Competency reassessment date", required=True),
        recorded_on(),
        Field("shadowing_delivered", Number(0, 999, "hours"), "Shadowing hours delivered", in_folder=False),
        Field(
            "reassessment_result",
            Text(400, rows=2),
            "Reassessment result",
            share="sensitive",
            in_folder=False,
        ),
        recorded_by(),
    ),
    checks=(not_in_future("recorded_on"),),
)

FOLLOW_UP = Record(
    name="follow_up",
    title="Intervention follow-up",
    code="B4",
    file="follow_ups.csv",
    natural=("case_id", "followed_up_on"),
    several=True,
    fields=(
        Field("case_id", Link(to="targeted_case", whose="theirs"), "Case", required=True, asked=False),
        Field("followed_up_on", Day(), "Date of the follow-up", required=True),
        Field("status", Choice(FOLLOW_UP_STATUSES), "Action status", required=True),
        Field(
            "evidence_reference",
            Text(200),
            "Evidence reference",
            "Needed where the status is delivered.",
            share="sensitive",
        ),
        recorded_on(),
        Field("note", Text(1000, rows=2), "Note", share="sensitive", in_folder=False),
        recorded_by(),
    ),
    checks=(not_in_future("followed_up_on"), event_recorded("followed_up_on"), not_in_future("recorded_on")),
)

IMPACT_REVIEW = Record(
    name="impact_review",
    title="Intervention impact review",
    code="B5",
    file="impact_reviews.csv",
    natural=("case_id", "reviewed_on"),
    several=True,
    fields=(
        Field("case_id", Link(to="targeted_case", whose="theirs"), "Case", required=True, asked=False),
        Field("reviewed_on", Day(), "Review date", required=True),
        Field("confidence_score", Whole(1, 10), "Latest confidence score", required=True, computed=True),
        Field("attendance_percent", Number(0, 100, "%"), "Latest attendance %", required=True, computed=True),
        Field("at_risk_of_resigning", YesNo(), "At risk of resigning", required=True, share="sensitive"),
        Field("decision", Choice(DECISIONS), "Decision", required=True),
        Field(
            "reason",
            Text(1000, rows=2),
            "Reason",
            "What changes, or why the case closes.",
            share="sensitive",
        ),
        recorded_on(),
        Field(
            "corrected_because",
            Text(500, rows=2),
            "Why you corrected what the registers say",
            "Needed where a computed value is changed; it stays beside it.",
            share="sensitive",
            in_folder=False,
        ),
        recorded_by(),
    ),
    checks=(not_in_future("reviewed_on"), event_recorded("reviewed_on"), not_in_future("recorded_on")),
)
