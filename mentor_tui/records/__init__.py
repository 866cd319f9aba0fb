"""The declarations of every record, in the order in which a folder is read: parents before children."""

from __future__ import annotations

from mentor_tui.declare import Record
from mentor_tui.records.new_starters import ACTION, AUDIT, EXCUSAL, GOAL, PAIRING, REVIEW, SESSION
from mentor_tui.records.oversight import CHART_CHANGE, EXECUTIVE_REVIEW, STRATEGIC_ACTION
from mentor_tui.records.registers import (
    ACKNOWLEDGEMENT,
    ATTENDANCE,
    CALENDAR_DAY,
    CONCERN,
    LIST_WORD,
    MEETING,
    MENTOR,
    OBSERVATION,
    ORGANISATION,
    PERSON,
    PLACEMENT,
    POLICY_CHANGE,
    RAISED_ESCALATION,
    SERVICE,
    STAFF,
    TRAINING,
)
from mentor_tui.records.targeted import CASE, FOLLOW_UP, IMPACT_REVIEW, PATHWAY_UPDATE, RISK, SUPPORT_MEETING

#: Every record, parents before children; calendars and programmes before what is scheduled by them.
ALL: tuple[Record, ...] = (
    ORGANISATION,
    POLICY_CHANGE,
    CALENDAR_DAY,
    LIST_WORD,
    SERVICE,
    PERSON,
    STAFF,
    PLACEMENT,
    MENTOR,
    TRAINING,
    ATTENDANCE,
    OBSERVATION,
    CONCERN,
    PAIRING,
    RISK,
    CASE,
    GOAL,
    SESSION,
    EXCUSAL,
    REVIEW,
    ACTION,
    SUPPORT_MEETING,
    PATHWAY_UPDATE,
    FOLLOW_UP,
    IMPACT_REVIEW,
    STRATEGIC_ACTION,
    EXECUTIVE_REVIEW,
    MEETING,
    AUDIT,
    CHART_CHANGE,
    RAISED_ESCALATION,
    ACKNOWLEDGEMENT,
)

BY_NAME: dict[str, Record] = {record.name: record for record in ALL}
#: One record a table; a person outside the staff register stands in the staff table.
BY_TABLE: dict[str, Record] = {record.table: record for record in ALL if record is not PERSON}

__all__ = [
    "ACKNOWLEDGEMENT",
    "ACTION",
    "ALL",
    "ATTENDANCE",
    "AUDIT",
    "BY_NAME",
    "BY_TABLE",
    "CALENDAR_DAY",
    "CASE",
    "CHART_CHANGE",
    "CONCERN",
    "EXCUSAL",
    "EXECUTIVE_REVIEW",
    "FOLLOW_UP",
    "GOAL",
    "IMPACT_REVIEW",
    "LIST_WORD",
    "MEETING",
    "MENTOR",
    "OBSERVATION",
    "ORGANISATION",
    "PAIRING",
    "PATHWAY_UPDATE",
    "PERSON",
    "PLACEMENT",
    "POLICY_CHANGE",
    "RAISED_ESCALATION",
    "REVIEW",
    "RISK",
    "SERVICE",
    "SESSION",
    "STAFF",
    "STRATEGIC_ACTION",
    "SUPPORT_MEETING",
    "TRAINING",
]
