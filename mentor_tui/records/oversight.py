"""Pathway C: executive oversight for organisation-wide retention assurance (records.md, C3 and C4).

C1, C2 and C5 are signed figures: :data:`mentor_tui.records.new_starters.AUDIT`. Why a control chart draws new
limits (trust.md) stands here too.
"""

from __future__ import annotations

from collections.abc import Iterator

from mentor_tui.catalogue import CHARTED
from mentor_tui.declare import Choice, Day, Entry, Fault, Field, Ident, Link, Record, Text
from mentor_tui.records.common import (
    ends_after,
    event_recorded,
    not_in_future,
    recorded_by,
    recorded_on,
)

PROGRESS = (
    ("not_started", "Not started"),
    ("on_track", "On track"),
    ("at_risk", "At risk"),
    ("off_track", "Off track"),
    ("complete", "Complete"),
)

STRATEGIC_ACTION = Record(
    name="strategic_action",
    title="Strategic intervention",
    code="C3",
    file="strategic_actions.csv",
    ident="strategic_action_id",
    fields=(
        Field("strategic_action_id", Ident(), "Strategic action id", required=True, asked=False),
        Field("approved_on", Day(), "Approved on", required=True),
        Field("intervention", Text(1000, rows=2), "Approved intervention", required=True),
        Field("executive_owner_id", Link(to="staff", whose="part"), "Executive owner", required=True),
        Field("target_on", Day(ahead=True), "Target completion date", required=True),
        Field(
            "success_measure",
            Text(500, rows=2),
            "Measure of success",
            "Which figure, from what, to what.",
            required=True,
        ),
        Field("service_id", Link(to="service"), "Service", "Blank for all services."),
        Field("completed_on", Day(), "Completed on", asked=False),
        Field("evidence_reference", Text(200), "Evidence reference", asked=False),
        recorded_on(),
        recorded_by(),
    ),
    checks=(
        event_recorded("approved_on"),
        not_in_future("recorded_on"),
        ends_after("approved_on", "completed_on", "the intervention"),
    ),
    facts=("ref", "approved_on", "target_on"),
)

EXECUTIVE_REVIEW = Record(
    name="executive_review",
    title="Executive action follow-up",
    code="C4",
    file="executive_reviews.csv",
    natural=("strategic_action_id", "reviewed_on"),
    several=True,
    fields=(
        Field(
            "strategic_action_id", Link(to="strategic_action"), "Strategic action", required=True, asked=False
        ),
        Field("reviewed_on", Day(), "Date of the executive review", required=True),
        Field("status", Choice(PROGRESS), "Progress", required=True),
        Field(
            "evidence_reference", Text(200), "Evidence reference", "Needed where the progress is complete."
        ),
        recorded_on(),
        Field("note", Text(1000, rows=2), "Note", share="sensitive", in_folder=False),
        recorded_by(),
    ),
    checks=(not_in_future("reviewed_on"), event_recorded("reviewed_on"), not_in_future("recorded_on")),
)


def _of_one_service(entry: Entry) -> Iterator[Fault]:
    """What compares services with one another is not of one of them."""
    if entry["figure"] == "services_below_threshold" and entry["service_id"]:
        yield Fault("service_id", "this figure compares services; expected blank, for all services")


def _withdrawn_with_its_reason(entry: Entry) -> Iterator[Fault]:
    if entry["withdraw_reason"] and not entry["withdrawn_on"]:
        yield Fault(
            "withdrawn_on", "a reason is given but no day; expected the day on which it was withdrawn"
        )


CHART_CHANGE = Record(
    name="chart_change",
    title="New limits of a chart",
    file="chart_changes.csv",
    natural=("figure", "service_id", "from_on"),
    several=True,
    fields=(
        Field(
            "figure",
            Choice(tuple((measure.key, measure.label) for measure in CHARTED)),
            "Figure",
            required=True,
        ),
        Field("service_id", Link(to="service"), "Service", "Blank for all services together."),
        Field(
            "from_on",
            Day(),
            "Works differently since",
            "The limits begin anew with the month of this day.",
            required=True,
        ),
        Field(
            "explanation",
            Text(500, rows=3),
            "What changed, and why",
            "What is done differently, such as new rotas or a new mentor lead. A month that merely looks better or "
            "worse is no change. No names of people.",
            required=True,
        ),
        recorded_on(),
        Field("recorded_by_id", Link(to="staff", whose="part"), "Recorded by", asked=False),
        Field("withdrawn_on", Day(), "Withdrawn on", asked=False),
        Field("withdraw_reason", Text(400), "Why it is withdrawn", asked=False),
    ),
    checks=(
        event_recorded("from_on"),
        not_in_future("recorded_on"),
        not_in_future("withdrawn_on"),
        ends_after("recorded_on", "withdrawn_on", "the record"),
        _of_one_service,
        _withdrawn_with_its_reason,
    ),
)
