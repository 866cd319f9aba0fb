"""Every figure: what it is called, what counts in it, which way is good (spec page measures.md).

What a figure is and how it is rounded stands in :mod:`mentor_tui.figures`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

Shape = Literal["proportion", "count", "average", "below", "change", "status"]
Good = Literal["up", "down", "neither"]
Table = Literal["month", "targeted", "quarter"]


@dataclass(frozen=True, slots=True)
class Measure:
    """One figure of the catalogue, in the words in which it is shown."""

    key: str
    label: str
    #: what counts and what does not, in plain words
    meaning: str
    #: what is counted
    unit: str
    shape: Shape
    #: which way is better
    good: Good
    table: Table
    #: the label in a few words, where a list has little room
    brief: str = ""

    def called(self, room: int) -> str:
        """The label, or the brief one where the label does not fit into so many cells."""
        return self.label if len(self.label) <= room or not self.brief else self.brief


def _catalogue(*measures: Measure) -> Mapping[str, Measure]:
    return {measure.key: measure for measure in measures}


CATALOGUE: Mapping[str, Measure] = _catalogue(
    Measure(
        "sessions_on_schedule",
        "Sessions on schedule",
        "Of the scheduled sessions due in the period that are decided, those held inside their window. A "
        "session still inside its window, an excused one, one after the pairing ended and informal "
        "mentoring do not count.",
        "scheduled sessions",
        "proportion",
        "up",
        "month",
    ),
    Measure(
        "excused_sessions",
        "Excused sessions",
        "Scheduled sessions due in the period that were excused before their window closed. An excuse "
        "written down later does not count.",
        "scheduled sessions",
        "count",
        "neither",
        "month",
    ),
    Measure(
        "new_starters_on_schedule",
        "New starters with every session on schedule",
        "Of the new starters with at least one decided session due in the period, those whose decided "
        "sessions were all held on schedule.",
        "new starters",
        "proportion",
        "up",
        "month",
        "Every session on schedule",
    ),
    Measure(
        "session_records_same_day",
        "Sessions written up the same day",
        "Of the sessions held in the period, informal ones too, those recorded by the end of the same "
        "working day (the next one, for a session on a day off).",
        "sessions",
        "proportion",
        "up",
        "month",
        "Written up the same day",
    ),
    Measure(
        "allocations_on_first_day",
        "Mentor allocated by the first day",
        "Of the new starters whose employment began in the period, those with a new-starter pairing "
        "recorded by their first working day. People for whom no mentor is expected do not count.",
        "new starters",
        "proportion",
        "up",
        "month",
        "Mentor by the first day",
    ),
    Measure(
        "new_starters_without_mentor",
        "New starters without a mentor",
        "New starters whose employment began in the period and for whom no new-starter pairing was "
        "recorded by its end.",
        "new starters",
        "count",
        "down",
        "month",
        "Starters without mentor",
    ),
    Measure(
        "week_four_reviews_on_time",
        "Week-four reviews on time",
        "Of the pairings whose week-four review fell due in the period, those with a review from three "
        "weeks after the start to the due date. Informal pairings, and those that ended before, do not "
        "count.",
        "pairings",
        "proportion",
        "up",
        "month",
        "Week-four reviews on time",
    ),
    Measure(
        "open_action_plans",
        "Open action plans",
        "Pairings and cases with at least one support action that is neither completed nor cancelled at "
        "the end of the period. Informal pairings count too.",
        "pairings and cases",
        "count",
        "down",
        "month",
    ),
    Measure(
        "open_actions",
        "Open actions",
        "Support actions that are neither completed nor cancelled at the end of the period.",
        "actions",
        "count",
        "down",
        "month",
    ),
    Measure(
        "overdue_actions",
        "Overdue actions",
        "Open actions whose review date has passed at the end of the period.",
        "actions",
        "count",
        "down",
        "month",
    ),
    Measure(
        "action_completion",
        "Actions completed on time",
        "Of the actions with a review date in the period, those completed by that date. Cancelled actions "
        "do not count. An action completed later is late, not never.",
        "actions",
        "proportion",
        "up",
        "month",
        "Actions done on time",
    ),
    Measure(
        "retention_90_day",
        "90-day retention of mentored new starters",
        "Of the mentees of new-starter pairings whose ninetieth day fell in the period, those still "
        "employed on it. Each person counts once.",
        "people",
        "proportion",
        "up",
        "month",
        "Kept 90 days, mentored",
    ),
    Measure(
        "retention_90_day_all",
        "90-day retention of all new starters",
        "Of all new starters whose ninetieth day fell in the period, mentored or not, those still "
        "employed on it. People for whom no mentor is expected do not count.",
        "people",
        "proportion",
        "up",
        "month",
        "Kept 90 days, all starters",
    ),
    Measure(
        "mentored_retention_90_day",
        "Retention 90 days into mentoring",
        "Of the mentees whose ninetieth day of mentoring, of any programme but informal, fell in the "
        "period, those still employed on it. Each person counts once, by the earliest of those pairings.",
        "people",
        "proportion",
        "up",
        "month",
        "Kept 90 days of mentoring",
    ),
    Measure(
        "active_pairings",
        "Active pairings",
        "Pairings under way at the end of the period: begun, not ended, the mentee still employed. "
        "Informal ones do not count.",
        "pairings",
        "count",
        "neither",
        "month",
    ),
    Measure(
        "confidence_movement",
        "Change in confidence",
        "The average change from the first to the latest confidence score, over pairings that ran in the "
        "period and have two sessions or more. Informal pairings do not count.",
        "points, by pairing",
        "average",
        "up",
        "month",
    ),
    Measure(
        "services_below_threshold",
        "Services below the threshold",
        "Services in which a smaller share of the period's decided sessions was held on schedule than the "
        "organisation's threshold asks. Services with nothing decided do not count.",
        "services",
        "below",
        "down",
        "month",
        "Services below threshold",
    ),
    Measure(
        "cases",
        "Cases of targeted support",
        "Targeted support plans that ran in the period: planned by its end, not closed before it began, "
        "the person not gone before it began.",
        "cases",
        "count",
        "neither",
        "targeted",
        "Cases of support",
    ),
    Measure(
        "resignation_risk",
        "At risk of resigning",
        "Of the cases that ran in the period, those whose latest assessment (impact review, else the "
        "plan) says that the person is at risk of resigning.",
        "cases",
        "proportion",
        "down",
        "targeted",
    ),
    Measure(
        "case_confidence",
        "Confidence of people on targeted support",
        "The average confidence score of the latest assessments (impact review, else the plan) of the "
        "cases that ran in the period.",
        "points, by case",
        "average",
        "up",
        "targeted",
        "Confidence on support",
    ),
    Measure(
        "plans_within_three_days",
        "Plans within three working days",
        "Of the cases whose risk was identified in the period, those whose plan was recorded within three "
        "working days.",
        "cases",
        "proportion",
        "up",
        "targeted",
        "Plans within three days",
    ),
    Measure(
        "follow_ups_on_time",
        "Follow-ups on time",
        "Of the fortnightly follow-ups of signed-off cases that fell due in the period, those made by "
        "their date. One that is still to come, or due after the case or the employment ended, does not "
        "count.",
        "follow-ups",
        "proportion",
        "up",
        "targeted",
    ),
    Measure(
        "impact_reviews_on_time",
        "Impact reviews on time",
        "Of the monthly impact reviews that fell due in the period, those made in their month. One that "
        "is still to come, or due after the case or the employment ended, does not count.",
        "impact reviews",
        "proportion",
        "up",
        "targeted",
    ),
    Measure(
        "delivered_with_evidence",
        "Delivered support with evidence",
        "Of the follow-ups in the period that say that support was delivered, those with an evidence "
        "reference.",
        "follow-ups",
        "proportion",
        "up",
        "targeted",
        "Delivered with evidence",
    ),
    Measure(
        "services_below_threshold_before",
        "Services below the threshold, the quarter before",
        "The same count for the quarter before, by what is known now.",
        "services",
        "count",
        "down",
        "quarter",
        "Below, quarter before",
    ),
    Measure(
        "change",
        "Change in services below the threshold",
        "Services below the threshold in this quarter, less those in the quarter before.",
        "services",
        "change",
        "down",
        "quarter",
        "Change in services below",
    ),
    Measure(
        "strategic_actions_on_time",
        "Strategic actions on time",
        "Of the strategic actions with a target date in the quarter, those completed by it with evidence "
        "of their own. Evidence on an executive review does not count here.",
        "strategic actions",
        "proportion",
        "up",
        "quarter",
        "Strategic actions on time",
    ),
    Measure(
        "board_escalation_status",
        "Board escalation status",
        "Escalated while a service is below the threshold two months running or a strategic action has no "
        "evidence after its date; watch while sessions on schedule do not rise, a service was below "
        "repeatedly or a strategic action is overdue; else none. Always for the whole organisation, by "
        "what was known at the quarter's end.",
        "causes",
        "status",
        "neither",
        "quarter",
    ),
)
"""Every figure by its key, in the order in which they are written."""

MONTH: tuple[str, ...] = tuple(key for key, measure in CATALOGUE.items() if measure.table == "month")
TARGETED: tuple[str, ...] = tuple(key for key, measure in CATALOGUE.items() if measure.table == "targeted")
CHARTED: tuple[Measure, ...] = tuple(CATALOGUE[key] for key in MONTH + TARGETED)
"""The figures that are drawn over the months."""

QUARTER: tuple[str, ...] = tuple(key for key, measure in CATALOGUE.items() if measure.table == "quarter")


def keys_of(kind: Literal["month", "quarter"]) -> tuple[str, ...]:
    """The keys that a month or a quarter has, in the order of the JSON."""
    return MONTH + (TARGETED if kind == "month" else QUARTER)
